//! Lines that are written as lines: a chatbot wraps no paragraphs, so where it ends a line, it means it.

use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use super::answer::{Answer, heading, is_divider, item};

/// Fewest columns of a line that an editor may have wrapped; Han take two.
pub(super) const FEWEST_WRAPPED: usize = 56;

/// Has the lines of paragraphs end where they do.
pub(super) fn settle(answer: &mut Answer) {
    if answer.said.is_empty() {
        return;
    }
    for lines in paragraphs(answer) {
        if lines.len() < 2 || is_wrapped(answer, lines.clone()) {
            continue;
        }
        for at in lines.start..lines.end - 1 {
            let line = answer.text(at).trim_end().to_owned();
            let ends =
                line.ends_with('\\') || line.ends_with("<br>") || answer.text(at).ends_with("  ");
            if !ends {
                answer.lines[at].text = format!("{line}\\");
            }
        }
    }
}

/// The runs of lines that are paragraphs, or go on in one of an item.
fn paragraphs(answer: &Answer) -> Vec<Range<usize>> {
    let texts = answer.is_text();
    let mut runs = Vec::new();
    let mut start: Option<usize> = None;
    for at in 0..=answer.lines.len() {
        let line = answer.text(at);
        let is_in = at < answer.lines.len() && texts[at] && is_prose(line);
        match (is_in, start) {
            (true, None) => start = Some(at),
            (true, Some(from)) if item(line).is_some() => {
                runs.push(from..at);
                start = Some(at);
            }
            (false, Some(from)) => {
                runs.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    runs
}

/// Whether a line can belong to a paragraph whose line ends are blanks.
fn is_prose(line: &str) -> bool {
    let text = line.trim_start();
    let is_markup = text.starts_with(['|', '<', ':', '>', '!', '`', '~', '{', '$', '\\'])
        || text.starts_with("[^")
        || text.contains("$$");
    !text.is_empty() && !is_markup && heading(line).is_none() && !is_divider(line)
}

/// Whether an editor wrapped the lines: all but the last are long, and most end within a sentence.
fn is_wrapped(answer: &Answer, lines: Range<usize>) -> bool {
    let inner = (lines.start..lines.end - 1).map(|at| answer.text(at).trim_end());
    let ends = |line: &str| line.ends_with(['。', '！', '？', '；', '.', '!', '?', ';', '：', ':']);
    let whole = inner.clone().filter(|line| ends(line)).count();
    inner.clone().all(|line| line.width() >= FEWEST_WRAPPED) && whole * 2 < lines.len()
}
