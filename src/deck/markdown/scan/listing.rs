//! Listings right below HTML. To CommonMark, HTML goes on up to a blank line, so the fence would be text, and
//! the one that closes the listing would open another, down to the end of the deck. With an empty comment in
//! front, each line of HTML stands for itself, and what follows is read as it is meant.

use super::Scan;
use crate::deck::markdown::source::code_fence;

/// Frees the listing below a line of HTML from it; how many lines were taken.
pub(super) fn free(scan: &mut Scan, index: usize) -> usize {
    let below = index + 1;
    let is_fence = below < scan.lines.len() && code_fence(scan.lines.text(below)).is_some();
    if !is_fence || scan.lines.text(index).trim().is_empty() || !is_closed(scan, below) {
        return 0;
    }
    let is_text = |at: &usize| scan.masks[*at].is_none() && !scan.lines.text(*at).trim().is_empty();
    let first = (scan.first..=index).rev().take_while(is_text).last().unwrap_or(index);
    // HTML may begin below a line of text.
    let Some(start) = (first..=index).find(|at| opens_html(scan.lines.text(*at))) else { return 0 };
    let indent = indent_of(scan.lines.text(start));
    let lines = start..index + 1;
    if !lines.clone().all(|at| is_whole(scan.lines.text(at))) {
        return 0;
    }
    for at in lines {
        let text = scan.lines.text(at).trim_start();
        let mark = if text.starts_with('<') && !text.starts_with("<!--") { "<!---->" } else { "" };
        scan.masks[at] = Some(format!("{}{mark}{text}", " ".repeat(indent)));
    }
    1
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Whether the listing that begins at a line has an end.
fn is_closed(scan: &Scan, open: usize) -> bool {
    let Some((mark, length, _)) = code_fence(scan.lines.text(open)) else { return false };
    (open + 1..scan.lines.len()).any(|at| {
        code_fence(scan.lines.text(at))
            .is_some_and(|(other, count, rest)| other == mark && count >= length && rest.is_empty())
    })
}

/// Whether a line begins a block of HTML; what is indented further is code.
fn opens_html(line: &str) -> bool {
    let text = line.trim_start();
    let is_tag = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
    indent_of(line) < 4 && text.strip_prefix('<').is_some_and(is_tag)
}

/// Whether every tag of a line ends on it.
fn is_whole(line: &str) -> bool {
    line.matches('<').count() == line.matches('>').count()
}
