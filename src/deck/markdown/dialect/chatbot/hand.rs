//! Decks that were written by hand for a tool: what looks like an answer in one is what its author wrote.

use super::answer::Answer;
use super::form::is_divider;
use super::{debris, frame, markers};
use crate::deck::markdown::dialect::{Dialect, SURE, header, of_front, remark, theme};
use crate::deck::markdown::source::{Lines, is_key};
use crate::deck::markdown::yaml;

/// Fewest rulers that divide a deck.
const FEWEST_RULERS: usize = 2;
/// Fewest markers that count slides.
const FEWEST_MARKERS: usize = 3;

/// Whether a text is one: a tool's settings stand at its very top and divide it as that tool does, while nobody counts
/// its slides or speaks around them.
pub(super) fn is_written(lines: &Lines) -> bool {
    let mut answer = Answer::new(lines);
    divides(&answer, lines)
        && !markers::runs(&answer).iter().any(|run| run.len() >= FEWEST_MARKERS)
        && !is_spoken(&mut answer)
}

/// Whether settings of a tool's stand at the top, and what divides its slides below. Many keys of Pandoc's are those of
/// any document: only those that say what becomes of it let headings divide.
fn divides(answer: &Answer, lines: &Lines) -> bool {
    let front = answer.front_matter();
    let settings =
        front.map_or(String::new(), |front| answer.texts(front.start + 1..front.end - 1));
    let keys = yaml::mapping(&settings).keys();
    let has_settings = of_front(&keys, theme(&settings)) != Dialect::Own || has_head(answer, lines);
    let rulers = || answer.written().filter(|at| is_divider(answer.text(*at))).count();
    let by_headings =
        keys.iter().any(|key| SURE.contains(&key.as_str()) || key == "headingDivider");
    has_settings && (by_headings || rulers() >= FEWEST_RULERS)
}

/// Whether a tool's settings stand at the top without rulers around them.
fn has_head(answer: &Answer, lines: &Lines) -> bool {
    let first = answer.shown_from(0).unwrap_or(0);
    let keys = (first..lines.len()).take_while(|at| is_key(lines.text(*at))).count();
    let text = || (0..lines.len()).map(|at| lines.text(at));
    answer.text(first).starts_with("% ")
        || header(lines, first).is_some()
        || keys > 0 && remark::is_meant(first..first + keys, text)
}

/// Whether a chatbot says something behind the deck, or left its marks in it. Nothing else is known of the text
/// yet, so that only what is plain counts.
fn is_spoken(answer: &mut Answer) -> bool {
    debris::citations(answer);
    frame::settle_farewell(answer);
    !answer.said.is_empty()
}
