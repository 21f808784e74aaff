//! Text → Typst that shows exactly this text: as markup, or as a string literal.

use super::source_map::ADDED;

/// Longest run of a word, address or identifier that is set without a chance to break, in
/// characters.
const LONGEST_RUN: usize = 24;

/// Characters that mean something in markup wherever they stand.
const ALWAYS: [char; 15] =
    ['\\', '#', '$', '*', '_', '`', '<', '>', '@', '[', ']', '~', '"', '\'', '|'];

/// Appends `text` as markup. `line_start`: whether the markup so far ends where a list item or a
/// heading could begin. Control characters and line ends become blanks.
pub(super) fn markup(text: &str, line_start: bool, out: &mut String) {
    let mut first = line_start;
    let mut previous: Option<char> = None;
    let mut run = Run::default();
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
        if c == '·' && previous.is_some() {
            // Typst lets a line begin with it; the rules for Chinese do not (typst#6774).
            out.push('\u{2060}');
        }
        if special {
            out.push('\\');
        }
        out.push(c);
        run.push(c, next, out);
        first &= c.is_whitespace();
        previous = Some(c);
    }
}

/// Appends `text` as a string literal with its quotes.
pub(super) fn string(text: &str, out: &mut String) {
    literal(text, false, out);
}

/// As [`string`], with chances to break in long runs: for text that is shown.
pub(super) fn breakable_string(text: &str, out: &mut String) {
    literal(text, true, out);
}

fn literal(text: &str, breakable: bool, out: &mut String) {
    out.push('"');
    let mut run = Run::default();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push('\n'),
            '\t' => out.push('\t'),
            '\r' => {}
            c if c.is_control() => out.push_str(&format!("\\u{{{:x}}}", c as u32)),
            c => out.push(c),
        }
        if breakable {
            run.push(c, chars.peek().copied(), out);
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
    /// Takes the character that was written and adds a chance to break behind it if needed.
    fn push(&mut self, c: char, next: Option<char>, out: &mut String) {
        const SIGNS: &str = "_%=&?./-:#@+~,;";
        let member = |c: char| c.is_ascii_alphanumeric() || SIGNS.contains(c);
        if !member(c) {
            *self = Self::default();
            return;
        }
        self.length += 1;
        self.unbroken += 1;
        let seam = !c.is_ascii_alphanumeric() && next.is_some_and(|n| n.is_ascii_alphanumeric());
        let long = self.length >= LONGEST_RUN / 2 && seam;
        if next.is_some_and(member) && (long || self.unbroken >= LONGEST_RUN) {
            out.push(ADDED[0]);
            self.unbroken = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{markup, string};

    #[test]
    fn only_what_means_something_is_escaped() {
        for (text, line_start, expected) in [
            ("- a - b", true, r"\- a - b"),
            ("a--b GPT-3", false, r"a\-\-b GPT\-3"),
            ("1. x", true, r"1\. x"),
            ("3.14...", false, r"3\.14\.\.\."),
            ("http://a.b", false, r"http\:\//a.b"),
            ("/* x */", false, r"\/\* x \*\/"),
            ("a/b", false, "a/b"),
            ("= x", true, r"\= x"),
            ("x = y", true, "x = y"),
            ("#import \"x\"", false, r#"\#import \"x\""#),
            ("让·保罗", false, "让\u{2060}·保罗"),
        ] {
            let mut out = String::new();
            markup(text, line_start, &mut out);
            assert_eq!(out, expected);
        }
    }

    #[test]
    fn strings_quote_what_ends_them() {
        let mut out = String::new();
        string("a\"b\\c\u{7}", &mut out);
        assert_eq!(out, r#""a\"b\\c\u{7}""#);
    }
}
