//! Text → Typst that shows exactly this text: as markup, or as a string literal.

use crate::contract::LONGEST_RUN;

/// Longest part behind a point that stays with what is before it: the ending of a file, a domain.
const LONGEST_ENDING: usize = 5;

/// Characters that mean something in markup wherever they stand.
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

/// A part of a text, as line breaking sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// A line may end behind it.
    Breakable(&'a str),
    /// No line may end in it.
    Unbreakable(&'a str),
}

/// Cuts a text where Typst would break lines otherwise than it should: long addresses and
/// identifiers get chances to break at sensible places, and a line never begins with `·`.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut run = Run::default();
    let mut start = 0;
    let mut previous = 0;
    for (at, c) in text.char_indices() {
        // Between blanks it parts what stands beside it, and a box would lose the blank before it.
        let joins = !text[previous..at].starts_with(char::is_whitespace);
        if c == '·' && previous < at && joins {
            // Typst lets a line begin with it; the rules for Chinese do not (typst#6774).
            let end = at + c.len_utf8();
            if start < previous {
                pieces.push(Piece::Breakable(&text[start..previous]));
            }
            pieces.push(Piece::Unbreakable(&text[previous..end]));
            start = end;
            run = Run::default();
        } else if run.breaks_after(c, &text[at + c.len_utf8()..]) {
            let end = at + c.len_utf8();
            pieces.push(Piece::Breakable(&text[start..end]));
            start = end;
        }
        previous = at;
    }
    if start < text.len() {
        pieces.push(Piece::Breakable(&text[start..]));
    }
    pieces
}

/// Bytes at the start of `text` that no line may begin with, although Typst would let it behind a box: to
/// the rules for line breaks a box is a picture, and these are weaker than what they say of pictures.
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

/// The run of unbreakable characters that is being written.
#[derive(Default)]
struct Run {
    length: usize,
    /// Characters since the last chance to break.
    unbroken: usize,
}

impl Run {
    /// Takes the next character; true if a line may end behind it, before `rest`, that otherwise
    /// could not.
    fn breaks_after(&mut self, c: char, rest: &str) -> bool {
        const SIGNS: &str = "_%=&?./-:#@+~,;()[]{}<>|*";
        let opens = |c: char| "([{<".contains(c);
        let member = |c: char| c.is_ascii_alphanumeric() || SIGNS.contains(c);
        if !member(c) {
            *self = Self::default();
            return false;
        }
        self.length += 1;
        self.unbroken += 1;
        let next = rest.chars().next();
        let part = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let seam = match c {
            '.' => part > LONGEST_ENDING,
            c if c.is_ascii_alphanumeric() => next.is_some_and(opens),
            c => !opens(c) && part > 0,
        };
        let long = self.length >= LONGEST_RUN / 2 && seam;
        let breaks = next.is_some_and(member) && (long || self.unbroken >= LONGEST_RUN);
        if breaks {
            self.unbroken = 0;
        }
        breaks
    }
}

#[cfg(test)]
mod tests {
    use super::Piece::{Breakable, Unbreakable};
    use super::{markup, pieces, string};

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
    fn long_runs_may_break_and_an_interpunct_never_begins_a_line() {
        for (text, expected) in [
            ("大模型", &[Breakable("大模型")][..]),
            ("让·保罗", &[Unbreakable("让·"), Breakable("保罗")]),
            ("让 · 保罗", &[Breakable("让 · 保罗")]),
            (
                "约翰·冯·诺",
                &[Breakable("约"), Unbreakable("翰·"), Unbreakable("冯·"), Breakable("诺")],
            ),
            (
                "see https://example.com/a?b=c",
                &[
                    Breakable("see https://example.com/"),
                    Breakable("a?"),
                    Breakable("b="),
                    Breakable("c"),
                ],
            ),
            ("slides/gallery/deck.md", &[Breakable("slides/gallery/"), Breakable("deck.md")]),
            (
                "torch.nn.functional.softmax",
                &[Breakable("torch.nn.functional."), Breakable("softmax")],
            ),
        ] {
            assert_eq!(pieces(text), expected);
        }
    }

    #[test]
    fn strings_quote_what_ends_them() {
        let mut out = String::new();
        string("a\"b\\c\u{7}", &mut out);
        assert_eq!(out, r#""a\"b\\c\u{7}""#);
    }
}
