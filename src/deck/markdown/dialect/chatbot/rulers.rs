//! `---` right below a paragraph: to CommonMark it makes a heading of the paragraph, to whoever
//! divides slides by rulers it ends the slide.

use crate::deck::markdown::scan::Scanned;
use crate::deck::markdown::source::{heading_level, is_dashes};

/// Most columns of a line that may be a title; Han take two.
const MOST_TITLE: usize = 40;

/// The lines of dashes below a paragraph that end a slide: in a deck that has other rulers, and
/// where the paragraph is no title.
pub(in crate::deck::markdown::dialect) fn below_text(scanned: &Scanned) -> Vec<usize> {
    let lines: Vec<&str> = scanned.text.lines().collect();
    let line = |at: usize| lines.get(at).copied().unwrap_or_default();
    let is_below_text = |at: usize| at > 0 && is_text(line(at - 1));
    let (below, rulers): (Vec<usize>, Vec<usize>) =
        scanned.rulers.iter().partition(|ruler| is_below_text(**ruler));
    if rulers.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<usize> = Vec::new();
    let mut titles: Vec<usize> = Vec::new();
    for at in below {
        let ends = |ruler: &&usize| **ruler < at;
        let last = rulers.iter().chain(&found).filter(ends).max().copied().unwrap_or(0);
        let has_title =
            scanned.headings.iter().chain(&titles).any(|title| (last..at).contains(title));
        let alone = at < 2 || !is_text(line(at - 2));
        match alone && !has_title && is_title(line(at - 1)) {
            true => titles.push(at),
            false => found.push(at),
        }
    }
    found
}

/// Whether a line belongs to a paragraph, as far as that can be told from it alone.
fn is_text(line: &str) -> bool {
    let line = line.trim();
    let is_markup = line.starts_with(['|', '>', '<', ':', '`', '~']) || is_dashes(line);
    !line.is_empty() && !is_markup && heading_level(line).is_none() && line != "***"
}

/// Whether a line may be a title.
fn is_title(line: &str) -> bool {
    use unicode_width::UnicodeWidthStr;
    let line = line.trim();
    let is_sentence = line.ends_with(['。', '.', '，', ',', '；', ';', '：', ':', '、', '…']);
    line.width() <= MOST_TITLE && !is_sentence && !line.starts_with(['*', '_', '-', '+', '!', '['])
}
