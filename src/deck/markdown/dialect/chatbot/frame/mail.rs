//! A mail that was passed on: all of the deck stands in a quotation, between the head of the mail and a signature.

use super::super::answer::Answer;
use super::super::conventions::CONVENTIONS;
use super::super::markers::Marker;

/// Fewest slides.
const FEWEST: usize = 3;

/// Takes the signs of the quotation off its lines, if most lines are in it and slides with markers are; whether
/// they were.
pub(super) fn unquote(answer: &mut Answer) -> bool {
    let quoted: Vec<usize> =
        answer.written().filter(|at| answer.text(*at).starts_with('>')).collect();
    let shown = answer.lines.iter().filter(|line| !line.text.trim().is_empty()).count();
    let marker = |at: &usize| Marker::of(inside(answer.text(*at)), true);
    let marked = quoted.iter().filter_map(marker).map(|marker| marker.number);
    let marked: Vec<usize> = marked.collect();
    let counts = marked.windows(2).all(|pair| pair[0] < pair[1]);
    if marked.len() < FEWEST || !counts || quoted.len() * 4 < shown * 3 {
        return false;
    }
    for at in quoted {
        let line = inside(answer.text(at)).to_owned();
        answer.lines[at].text = line;
    }
    true
}

/// A line without the signs of quotations before it.
fn inside(line: &str) -> &str {
    let mut line = line;
    while let Some(inner) = line.strip_prefix('>') {
        line = inner.strip_prefix(' ').unwrap_or(inner);
    }
    line
}

/// Where the signature of a mail begins, or what firms write below all of theirs.
pub(super) fn signature(answer: &Answer) -> Option<usize> {
    let first = answer.written().find(|at| Marker::of(answer.text(*at), true).is_some())?;
    let is_signed = |at: &usize| {
        let line = answer.text(*at);
        line.trim_end() == "--" || answer.is_apart(*at) && CONVENTIONS.mail.begins(line).is_some()
    };
    answer.written().filter(|at| *at > first).find(is_signed)
}
