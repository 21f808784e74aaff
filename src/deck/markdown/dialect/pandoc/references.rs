//! `@label` of an example → its number; `[Heading]`, which leads to a heading of that name → its text.

use super::examples;
use crate::deck::markdown::source::heading_level;

/// A text with what it refers to. `None`: it refers to nothing.
pub(super) fn resolved(source: &str, text: &str) -> Option<String> {
    let (mut out, mut rest) = (String::new(), text);
    while let Some(at) = rest.find(['@', '[']) {
        let (before, sign) = rest.split_at(at);
        out.push_str(before);
        let (shown, length) = match sign.as_bytes()[0] {
            b'@' => example(source, &sign[1..]),
            _ => heading(source, &sign[1..]),
        }
        .unwrap_or_else(|| (sign[..1].to_owned(), 0));
        out.push_str(&shown);
        rest = &sign[1 + length..];
    }
    out.push_str(rest);
    (out != text).then_some(out)
}

/// The number of the example whose label a text begins with, and how long the label is.
fn example(source: &str, text: &str) -> Option<(String, usize)> {
    let is_label = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let length = text.find(|c| !is_label(c)).unwrap_or(text.len());
    let number = examples::number(source, &text[..length]).filter(|_| length > 0)?;
    Some((number.to_string(), length))
}

/// The text in a bracket that is that of a heading, and how long it is with the bracket behind it.
fn heading(source: &str, text: &str) -> Option<(String, usize)> {
    let (inner, _) = text.split_once(']')?;
    let is_it = |line: &str| {
        let title = line.trim_start_matches('#');
        let title = title.split(" {").next().unwrap_or(title).trim();
        let title = title.strip_prefix('[').and_then(|it| it.strip_suffix(']')).unwrap_or(title);
        title.eq_ignore_ascii_case(inner.trim())
    };
    let mut headings = source.lines().filter(|line| heading_level(line).is_some());
    (!inner.trim().is_empty() && headings.any(is_it)).then(|| (inner.to_owned(), inner.len() + 1))
}
