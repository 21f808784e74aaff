//! Text → Typst that shows exactly this text: as markup, or as a string literal.

use unicode_width::UnicodeWidthChar;

use crate::contract::LONGEST_RUN;

/// Longest part behind a dot that stays on the line of what is before it: a file's extension, a
/// top-level domain.
const LONGEST_ENDING: usize = 5;

/// Characters that are markup to Typst wherever they stand.
const ALWAYS: [char; 15] =
    ['\\', '#', '$', '*', '_', '`', '<', '>', '@', '[', ']', '~', '"', '\'', '|'];

/// Appends `text` as markup. `line_start`: whether the markup so far ends where a list item or a
/// heading could begin. Control characters and line ends become blanks.
pub(super) fn markup(text: &str, line_start: bool, out: &mut String) {
    let mut first = line_start;
    let mut previous: Option<char> = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        let c = if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c };
        let special = match c {
            '-' => first || next.is_none_or(|n| n == '-' || n == '?' || n.is_ascii_digit()),
            '/' => first || next.is_none_or(|n| n == '/' || n == '*') || previous == Some('*'),
            '.' => {
                next.is_none_or(|n| n == '.')
                    || previous.is_none_or(|p| p == '.' || p.is_ascii_digit())
            }
            '=' | '+' => first,
            ':' => next.is_none_or(|n| n == '/'),
            _ => ALWAYS.contains(&c),
        };
        if special {
            out.push('\\');
        }
        out.push(c);
        first &= c.is_whitespace();
        previous = Some(c);
    }
}

/// Further line break opportunities, in bytes of the text: inside long addresses and identifiers,
/// behind their punctuation.
pub(super) fn break_opportunities(text: &str) -> Vec<usize> {
    let mut run = Run::default();
    let ends = text.char_indices().map(|(at, c)| (at + c.len_utf8(), c));
    ends.filter(|(end, c)| run.breaks_after(*c, &text[*end..])).map(|(end, _)| end).collect()
}

/// How many bytes at the start of `text` must not begin a line, although Typst would break before
/// them behind a box: its line breaking treats a box as an object, and the rules about characters
/// behind an object are weaker.
pub(super) fn never_first(text: &str) -> usize {
    let stays = |c: char| "：；·・‧…⋯％‰℃℉°′″々〻〜ゝゞヽヾー‼⁇⁈⁉-–".contains(c);
    text.find(|c| !stays(c)).unwrap_or(text.len())
}

/// Appends `text` as a string literal with its quotes.
pub(super) fn string(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push('\n'),
            '\t' => out.push('\t'),
            '\r' => {}
            c if c.is_control() => out.push_str(&format!("\\u{{{:x}}}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
}

/// A text as a string of Typst.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    string(text, &mut out);
    out
}

/// The run of unbreakable characters that is being written.
#[derive(Default)]
struct Run {
    length: usize,
    /// Characters since the last chance to break.
    unbroken: usize,
    /// The last character.
    last: Option<char>,
}

impl Run {
    /// Takes the next character; returns whether to add a break opportunity behind it, before
    /// `rest`.
    fn breaks_after(&mut self, c: char, rest: &str) -> bool {
        let opens = |c: char| "([{<\\$".contains(c);
        let quotes = |c: char| "\"“”".contains(c);
        let member = |c: char| !c.is_whitespace() && c.width() == Some(1);
        if c.width() == Some(0) {
            return false;
        }
        if !member(c) {
            *self = Self::default();
            return false;
        }
        self.length += 1;
        self.unbroken += 1;
        let before = self.last.replace(c);
        let next = rest.chars().next();
        let part = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let may_break = match c {
            '.' => part > LONGEST_ENDING,
            '\'' | '‘' | '’' => false,
            // A closing quotation mark.
            c if quotes(c) => part > 0 && before.is_some_and(char::is_alphanumeric),
            c if c.is_alphanumeric() => next.is_some_and(opens),
            '=' | ':' | ',' => part > 0 || next.is_some_and(quotes),
            c => !opens(c) && part > 0,
        };
        let long = self.length >= LONGEST_RUN / 2 && may_break;
        let breaks = next.is_some_and(member) && (long || self.unbroken >= LONGEST_RUN);
        if breaks {
            self.unbroken = 0;
        }
        breaks
    }
}

#[cfg(test)]
mod tests {
    use super::{break_opportunities, markup, quoted};

    #[test]
    fn only_what_means_something_is_escaped() {
        for (text, line_start, expected) in [
            ("- a - b", true, r"\- a - b"),
            ("a--b GPT-3", false, r"a\--b GPT\-3"),
            ("1. x", true, r"1\. x"),
            ("3.14...", false, r"3\.14\.\.\."),
            ("http://a.b", false, r"http\:\//a.b"),
            ("/* x */", false, r"\/\* x \*\/"),
            ("a/b", false, "a/b"),
            ("= x", true, r"\= x"),
            ("x = y", true, "x = y"),
            ("#import \"x\"", false, r#"\#import \"x\""#),
        ] {
            let mut out = String::new();
            markup(text, line_start, &mut out);
            assert_eq!(out, expected);
        }
    }

    #[test]
    fn long_runs_may_break() {
        for (text, expected) in [
            ("大模型", &["大模型"][..]),
            ("see https://example.com/a?b=c", &["see https://example.com/", "a?", "b=", "c"]),
            ("slides/gallery/deck.md", &["slides/gallery/", "deck.md"]),
            ("torch.nn.functional.softmax", &["torch.nn.functional.", "softmax"]),
            (
                "<arrow-click=\"2\"x1=\"350\"y1=“310”x2=\"[1]\"",
                &["<arrow-click=", "\"2\"", "x1=", "\"350\"", "y1=", "“310”", "x2=", "\"[1]\""],
            ),
            ("“人工智能”的‘定义’", &["“人工智能”的‘定义’"]),
            ("the‘state-of-the-art’s", &["the‘state-of-", "the-", "art’s"]),
            ("\\alpha\\beta\\gamma\\delta", &["\\alpha\\beta\\gamma", "\\delta"]),
        ] {
            let mut pieces = Vec::new();
            let mut from = 0;
            for end in break_opportunities(text).into_iter().chain([text.len()]) {
                pieces.push(&text[from..end]);
                from = end;
            }
            assert_eq!(pieces, expected);
        }
    }

    #[test]
    fn strings_quote_what_ends_them() {
        assert_eq!(quoted("a\"b\\c\u{7}"), r#""a\"b\\c\u{7}""#);
    }
}
