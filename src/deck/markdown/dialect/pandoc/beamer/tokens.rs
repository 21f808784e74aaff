//! What a text of TeX consists of: commands, environments, and what stands between them. Pure.

use std::ops::Range;

use super::super::tex::{bracket, overlay};

/// A piece of a text, with places in it.
#[derive(Debug, PartialEq)]
pub(super) enum Token {
    /// Text, with the commands in it that only say how it looks.
    Text(Range<usize>),
    /// An environment: its name, and what stands in it, behind the arguments of `\begin`.
    Environment {
        name: String,
        arguments: Vec<Range<usize>>,
        inner: Range<usize>,
        whole: Range<usize>,
    },
    /// A command that stands for something: its name and its arguments.
    Command { name: String, arguments: Vec<Range<usize>>, whole: Range<usize> },
}

/// Commands that are more than the look of a text.
const COMMANDS: [&str; 9] = [
    "includegraphics", "caption", "subcaption", "column", "item", "note", "pause", "frametitle",
    "subfloat",
];

/// The pieces of a text from `from` on.
pub(super) fn tokens(text: &str, within: Range<usize>) -> Vec<Token> {
    let mut tokens = Vec::new();
    let (mut from, mut at) = (within.start, within.start);
    while let Some(found) = text[at..within.end].find(['\\', '\n', '%']) {
        let start = at + found;
        let taken = match &text[start..start + 1] {
            "\n" => blank_lines(&text[start..within.end]).map(|length| (None, length)),
            "%" if !text[..start].ends_with('\\') => {
                let length = text[start..within.end].find('\n').unwrap_or(within.end - start);
                Some((None, length))
            }
            "%" => None,
            _ => backslash(text, start, within.end),
        };
        let Some((token, length)) = taken else {
            at = start + 1;
            continue;
        };
        push_text(text, from..start, &mut tokens);
        tokens.extend(token);
        (from, at) = (start + length, start + length);
    }
    push_text(text, from..within.end, &mut tokens);
    tokens
}

fn push_text(text: &str, range: Range<usize>, tokens: &mut Vec<Token>) {
    let piece = &text[range.clone()];
    let start = range.start + piece.len() - piece.trim_start().len();
    if !piece.trim().is_empty() {
        tokens.push(Token::Text(start..start + piece.trim().len()));
    }
}

/// How long a line end and the blank lines behind it are, if there are any.
fn blank_lines(text: &str) -> Option<usize> {
    let blank = text.len() - text.trim_start_matches([' ', '\t', '\n', '\r']).len();
    (text[..blank].matches('\n').count() > 1).then_some(blank)
}

/// What a backslash begins, and how long that is; `None` if it is part of the text.
fn backslash(text: &str, start: usize, end: usize) -> Option<(Option<Token>, usize)> {
    let rest = &text[start..end];
    if let Some(behind) = rest.strip_prefix("\\\\") {
        let space = if behind.starts_with('[') { bracket(behind).unwrap_or(0) } else { 0 };
        return Some((None, 2 + space));
    }
    let letters = rest[1..].bytes().take_while(u8::is_ascii_alphabetic).count();
    let name = &rest[1..1 + letters];
    if name == "begin" {
        return begin(text, start, end);
    }
    if !COMMANDS.contains(&name) {
        return None;
    }
    let (arguments, length) = arguments(rest, 1 + letters, start, most_arguments(name));
    let token = Token::Command { name: name.to_owned(), arguments, whole: start..start + length };
    Some((Some(token), length))
}

/// How many arguments a command has that are its own: what follows an item is its text.
fn most_arguments(name: &str) -> usize {
    usize::from(!matches!(name, "item" | "pause"))
}

/// The environment that begins at a place.
fn begin(text: &str, start: usize, limit: usize) -> Option<(Option<Token>, usize)> {
    let rest = &text[start..limit];
    let written = rest.strip_prefix("\\begin{")?.split_once('}')?.0;
    let length = self::end(rest, written)?;
    let close = "\\end{}".len() + written.len();
    let opens = "\\begin{}".len() + written.len();
    let (arguments, opens) = arguments(rest, opens, start, 2);
    let inner = (start + opens).min(start + length - close)..start + length - close;
    let name = written.trim_end_matches('*').to_owned();
    let token = Token::Environment { name, arguments, inner, whole: start..start + length };
    Some((Some(token), length))
}

/// How long the environment is that a text begins with, its end included; those of its name inside it
/// are passed over.
pub(super) fn end(text: &str, name: &str) -> Option<usize> {
    // A name may be written with a star.
    let (_, behind) = text.split_once("\\begin{")?;
    let written =
        behind.split('}').next().filter(|it| it.trim_end_matches('*') == name).unwrap_or(name);
    let (open, close) = (format!("\\begin{{{written}}}"), format!("\\end{{{written}}}"));
    let (mut depth, mut at) = (0, 0);
    loop {
        let next_close = at + text[at..].find(&close)?;
        match text[at..next_close].find(&open) {
            Some(found) => (depth, at) = (depth + 1, at + found + open.len()),
            None => (depth, at) = (depth - 1, next_close + close.len()),
        }
        if depth == 0 {
            return Some(at);
        }
    }
}

/// The arguments behind a name that ends at `at`: the insides of their brackets, and where they end. Those
/// in square brackets do not count.
fn arguments(rest: &str, mut at: usize, start: usize, most: usize) -> (Vec<Range<usize>>, usize) {
    let mut found: Vec<Range<usize>> = Vec::new();
    at += usize::from(rest[at..].starts_with('*'));
    at += overlay(&rest[at..]);
    while let Some(length) = bracket(&rest[at..]) {
        let is_braced = rest[at..].starts_with('{');
        let count = found.iter().filter(|it| rest[..it.start - start].ends_with('{')).count();
        if is_braced && count == most {
            break;
        }
        found.push(start + at + 1..start + at + length - 1);
        at += length;
    }
    (found, at)
}

#[cfg(test)]
mod tests {
    use super::{Token, end, tokens};

    #[test]
    fn an_environment_ends_where_its_own_name_does() {
        let text = "\\begin{a}\\begin{a}x\\end{a}y\\end{a}z";
        assert_eq!(end(text, "a"), Some(text.len() - 1));
        assert_eq!(end("\\begin{a*}x\\end{a*}z", "a"), Some(19));
        assert_eq!(end("\\begin{a}", "a"), None);
    }

    #[test]
    fn text_stands_between_commands() {
        let text = "a \\textit{b} % c\n\\item[d] e\n\nf";
        let of = |token: &Token| match token {
            Token::Text(range) => text[range.clone()].to_owned(),
            Token::Command { name, arguments, .. } => {
                format!(
                    "{name}:{}",
                    arguments.iter().map(|it| &text[it.clone()]).collect::<String>()
                )
            }
            Token::Environment { name, .. } => name.clone(),
        };
        let found: Vec<String> = tokens(text, 0..text.len()).iter().map(of).collect();
        assert_eq!(found, ["a \\textit{b}", "item:d", "e", "f"]);
    }
}
