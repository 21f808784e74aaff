//! Text → Markdown that shows it.

use super::Care;

/// Escapes what would be markup in a text. `start`: whether it begins a line.
pub(super) fn escape(text: &str, start: bool, care: Care) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len() + 8);
    let head = if start { marker(text) } else { None };
    for (at, &c) in chars.iter().enumerate() {
        // `\(` would begin a formula, and a bracket alone is no markup.
        let full = care == Care::Full && c.is_ascii_punctuation() && !matches!(c, '(' | ')');
        if full || head == Some(at) || is_markup(&chars, at) {
            out.push('\\');
        }
        out.push(if c == '\n' { ' ' } else { c });
    }
    out
}

/// The index of the character to escape in what begins a line as a heading, a list or a quotation
/// does.
fn marker(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    let spaced = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']);
    match first {
        // Without a blank it is no heading, but looks like one.
        '#' => Some(0),
        '-' | '+' | '*' if spaced(&text[1..]) => Some(0),
        '-' | '=' | '_' | '*' if text.chars().all(|c| c == first || c == ' ') => Some(0),
        '>' | '|' => Some(0),
        ':' => Some(0),
        '.' if text.starts_with(". . .") => Some(0),
        '~' if text.starts_with("~~~") => Some(0),
        '%' if text.starts_with("% ") => Some(0),
        '0'..='9' => {
            let digits = text.bytes().take_while(u8::is_ascii_digit).count();
            let rest = &text[digits..];
            (rest.starts_with(['.', ')']) && spaced(&rest[1..])).then_some(digits)
        }
        '[' if text.starts_with("[ ] ") || text.starts_with("[x] ") || text.starts_with("[X] ") => {
            Some(0)
        }
        _ => None,
    }
}

/// Whether a character would be markup where it stands.
fn is_markup(chars: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| chars[before]);
    let after = chars.get(at + 1).copied();
    let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let rest = &chars[at..];
    match chars[at] {
        '\\' => after.is_none_or(|c| c.is_ascii_punctuation()),
        '`' | '$' => true,
        '*' => !(blank(before) && blank(after)),
        '_' => !(blank(before) && blank(after) || letter(before) && letter(after)),
        '<' => after.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')),
        '&' => {
            let name =
                rest[1..].iter().take_while(|c| c.is_ascii_alphanumeric() || **c == '#').count();
            name > 0 && rest.get(name + 1) == Some(&';')
        }
        '[' => {
            let close = rest.iter().position(|c| *c == ']');
            after == Some('^')
                || close.is_some_and(|close| {
                    matches!(rest.get(close + 1), Some('(' | '（' | '[' | ':' | '{'))
                })
        }
        '!' => after == Some('['),
        sign @ ('~' | '^') => chars.iter().filter(|c| **c == sign).count() > 1,
        '=' => before == Some('=') || after == Some('='),
        '|' => false,
        '{' => rest.ends_with(&['}']),
        // The typographer would pair them, and make one of several.
        '"' => true,
        '-' => before == Some('-') || after == Some('-'),
        '.' => {
            after == Some('.') && rest.get(2) == Some(&'.')
                || before == Some('.') && after == Some('.')
                || before == Some('.') && at >= 2 && chars[at - 2] == '.'
        }
        _ => false,
    }
}
