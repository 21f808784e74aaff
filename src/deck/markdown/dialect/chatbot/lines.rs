//! Intended line ends: chatbots do not wrap paragraphs, so every line end is a line break.

use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use super::answer::Answer;
use super::conventions::Meaning;
use super::form::{Kind, heading, indent, item};
use super::labels::Label;
use super::lost;

/// Fewest columns of a line that an editor may have wrapped; Han take two.
pub(super) const FEWEST_WRAPPED: usize = 56;

/// Makes line breaks of line ends in paragraphs.
pub(super) fn settle(answer: &mut Answer) {
    break_byline(answer);
    if answer.said.is_empty() {
        return;
    }
    lost::settle(answer);
    let widest = widest(answer);
    let found = paragraphs(answer, is_prose).into_iter().chain(paragraphs(answer, is_quoted));
    for lines in found {
        if lines.len() < 2 || is_wrapped(answer, lines.clone(), widest) {
            continue;
        }
        for at in lines.start..lines.end - 1 {
            if !breaks(answer.text(at)) {
                answer.lines[at].text = broken(answer.text(at));
            }
        }
    }
}

/// Below the title of a talk, a line that says who speaks or when is one of its own, in any deck.
fn break_byline(answer: &mut Answer) {
    let mut shown = answer.written().filter(|at| !answer.is_blank(*at));
    let front = answer.front_matter().map_or(0, |front| front.end);
    let title = shown
        .find(|at| *at >= front)
        .filter(|at| heading(answer.text(*at)).is_some_and(|(level, _)| level == 1));
    let Some(title) = title else { return };
    let is_part = |line: &str| {
        Label::of(line).is_some_and(|label| {
            !label.rest.is_empty()
                && matches!(label.meaning, Meaning::Person | Meaning::Unit | Meaning::Date)
        })
    };
    let below: Vec<usize> = shown.take_while(|at| is_prose(answer.text(*at))).collect();
    for pair in below.windows(2).filter(|pair| pair[0] > title && pair[0] + 1 == pair[1]) {
        let line = answer.text(pair[0]).to_owned();
        if is_part(answer.text(pair[1])) && item(answer.text(pair[1])).is_none() && !breaks(&line) {
            answer.lines[pair[0]].text = broken(&line);
        }
    }
}

/// Whether a line ends with a line break.
fn breaks(line: &str) -> bool {
    line.ends_with("  ") || line.trim_end().ends_with('\\') || line.trim_end().ends_with("<br>")
}

/// A line with a line break at its end. A backslash behind an address would belong to it.
fn broken(line: &str) -> String {
    let line = line.trim_end();
    let word = line.rsplit(char::is_whitespace).next().unwrap_or_default();
    let is_address = word.contains("://") || word.contains("www.");
    format!("{line}{}", if is_address { "  " } else { "\\" })
}

/// The runs of such lines that are paragraphs, or go on in one of an item.
pub(super) fn paragraphs(answer: &Answer, is_in: fn(&str) -> bool) -> Vec<Range<usize>> {
    let texts = answer.is_text();
    let mut runs = Vec::new();
    let mut start: Option<usize> = None;
    for at in 0..=answer.lines.len() {
        let line = answer.text(at);
        let is_in = at < answer.lines.len() && texts[at] && is_in(line);
        // Below a blank line, what stands far to the right is code.
        let is_code = indent(line) >= 4 && item(line).is_none() && start.is_none();
        match (is_in && !is_code, start) {
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
pub(super) fn is_prose(line: &str) -> bool {
    let is_kind = matches!(Kind::of(line), Kind::Text | Kind::Item);
    is_kind && !line.trim_start().starts_with(['!', '$', '\\']) && !line.contains("$$")
}

/// Whether a line can belong to a paragraph of a quotation.
fn is_quoted(line: &str) -> bool {
    line.strip_prefix('>').map(str::trim).is_some_and(is_prose)
}

/// The columns of the widest line of prose.
fn widest(answer: &Answer) -> usize {
    let prose = answer.written().filter(|at| is_prose(answer.text(*at)));
    prose.map(|at| answer.text(at).trim_end().width()).max().unwrap_or(0)
}

/// Whether an editor wrapped the lines: all but the last are about as long as lines are at the most, and most
/// end within a sentence.
fn is_wrapped(answer: &Answer, lines: Range<usize>, widest: usize) -> bool {
    /// Columns that a word takes which had no room any more.
    const SLACK: usize = 16;
    let fewest = FEWEST_WRAPPED.max(widest.saturating_sub(SLACK));
    let inner = (lines.start..lines.end - 1).map(|at| answer.text(at).trim_end());
    let ends = |line: &str| line.ends_with(['。', '！', '？', '；', '.', '!', '?', ';', '：', ':']);
    let whole = inner.clone().filter(|line| ends(line)).count();
    inner.clone().all(|line| line.width() >= fewest) && whole * 2 < lines.len()
}
