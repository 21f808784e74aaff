//! Cuts a formula into tokens, and spells characters, text and lengths in Typst.

use std::ops::Range;

use crate::emit::escape::quoted;

/// What a formula is made of; blanks and comments lie between.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A character other than a backslash, whatever it means.
    Char(char),
    /// A command without its backslash and star; empty for a backslash before a blank.
    Command(&'a str),
    /// `\begin` with its argument.
    Begin(&'a str),
    /// `\end` with its argument.
    End(&'a str),
    /// The end of the formula, also where a comment runs into it.
    EndOfInput,
}

/// The first token at or after a position, and its place.
pub(super) fn next(tex: &str, pos: usize) -> (Token<'_>, Range<usize>) {
    let mut start = pos;
    loop {
        let rest = tex[start..].trim_start();
        start = tex.len() - rest.len();
        match rest.chars().next() {
            None => return (Token::EndOfInput, start..start),
            Some('%') => match rest.find('\n') {
                None if begins_line(tex, start) => {
                    return (Token::EndOfInput, tex.len()..tex.len());
                }
                None => return (Token::EndOfInput, start..tex.len()),
                Some(len) => start += len,
            },
            Some('\\') => {
                let (token, len) = command(&rest[1..]);
                return (token, start..start + 1 + len);
            }
            Some(c) => return (Token::Char(c), start..start + c.len_utf8()),
        }
    }
}

/// Whether a line other than the first begins at a place: a comment on it was meant as one.
fn begins_line(tex: &str, at: usize) -> bool {
    tex[..at].rsplit_once('\n').is_some_and(|(_, before)| before.trim().is_empty())
}

/// The command after a backslash, and the length of what it is read from.
fn command(rest: &str) -> (Token<'_>, usize) {
    let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let len = letters.max(rest.chars().next().map_or(0, char::len_utf8));
    let name = match rest[..len].trim() {
        "cr" | "newline" | "tabularnewline" => "\\",
        name => name,
    };
    if matches!(name, "begin" | "end")
        && let Some(inner) = rest[len..].trim_start().strip_prefix('{')
        && let Some((environment, after)) = inner.split_once('}')
    {
        let make = if name == "begin" { Token::Begin } else { Token::End };
        return (make(environment.trim()), rest.len() - after.len());
    }
    // The star belongs to few commands; after any other it is a symbol.
    let takes_star = matches!(name, "operatorname" | "hspace" | "tag" | "\\");
    let star = usize::from(takes_star && rest[len..].starts_with('*'));
    (Token::Command(name), len + star)
}

/// The digits that the text starts with, and a decimal part.
pub(super) fn number(text: &str) -> &str {
    let digits = |s: &str| s.bytes().take_while(u8::is_ascii_digit).count();
    let whole = digits(text);
    let part = text[whole..].strip_prefix('.').map_or(0, digits);
    &text[..whole + if part > 0 { part + 1 } else { 0 }]
}

/// A length as Typst writes it; `None` if it is none, or too large for any slide.
pub(super) fn length(tex: &str) -> Option<String> {
    let tex = tex.trim();
    let unit = tex.find(|c: char| c.is_ascii_alphabetic())?;
    let value: f64 = tex[..unit].trim().parse().ok().filter(|it: &f64| it.abs() < 1000.0)?;
    let (factor, unit) = match &tex[unit..] {
        "mu" => (1.0 / 18.0, "em"),
        "ex" => (0.43, "em"),
        unit @ ("em" | "pt" | "cm" | "mm" | "in") => (1.0, unit),
        _ => return None,
    };
    Some(format!("{}{unit}", (value * factor * 1000.0).round() / 1000.0))
}

/// Whether a character belongs to a language rather than to mathematics.
pub(super) fn is_word(c: char) -> bool {
    let mathematical =
        matches!(c, '\u{370}'..='\u{3ff}' | '\u{2070}'..='\u{214f}' | '\u{1d400}'..='\u{1d7ff}');
    c.is_alphanumeric() && !c.is_ascii() && !mathematical
}

/// One character outside text.
pub(super) fn character(c: char) -> String {
    match c {
        '~' => "space.nobreak".into(),
        '|' => "vert".into(),
        '+' | '-' | '=' | '<' | '>' | '!' | '?' | '.' | ':' | '*' => c.into(),
        _ if is_word(c) => format!("latextext({})", quoted(c.encode_utf8(&mut [0; 4]))),
        _ if c.is_alphanumeric() => c.into(),
        _ => format!("\\{c}"),
    }
}
