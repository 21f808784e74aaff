//! Several versions of a deck in one answer, `# 版本A：正式版` and `# 版本B：活泼版`: the slides of each begin anew, and
//! the first is the deck.

use std::ops::Range;

use super::answer::Answer;
use super::conventions::CONVENTIONS;
use super::cover::is_lone_title;
use super::form::{Counter, bold, heading, spans};
use super::markers::Marker;

/// What is said of the others.
const OTHERS: &str = "of several versions of the deck the first is shown, the others are left out";
/// What is said of the line above the first.
const NAME: &str = "a line that names a version of the deck is left out";

/// Leaves out all but the first.
pub(super) fn settle(answer: &mut Answer) {
    let named: Vec<usize> = answer.written().filter(|at| is_named(answer, *at)).collect();
    let parts = spans(named, answer.lines.len());
    let mut versions = parts.into_iter().filter(|part| begins_anew(answer, part.clone()));
    let (Some(first), Some(second)) = (versions.next(), versions.next()) else { return };
    let (first, second) = (first.start, second.start);
    let end = answer.lines.len();
    answer.say_left_out("text-outside-deck", OTHERS, second..end);
    answer.lines.truncate(second);
    answer.say_left_out("text-outside-deck", NAME, first..first + 1);
    answer.lines.remove(first);
    for at in first..answer.lines.len() {
        if let Some((number, title)) = lettered(answer.text(at)) {
            answer.lines[at].text = format!("**P{number}：{title}**");
        }
    }
}

/// The number and the title of `**A-1　绿茶**`, as the slides of a version count.
fn lettered(line: &str) -> Option<(usize, &str)> {
    let text = bold(line).or_else(|| heading(line).map(|(_, title)| title))?;
    let rest = text.strip_prefix(|c: char| c.is_ascii_uppercase())?.strip_prefix(['-', '－'])?;
    let counter = Counter::of(rest).filter(|counter| !counter.title.is_empty())?;
    Some((counter.number(), counter.title))
}

/// Whether a line names a version: a heading, or a line in bold.
fn is_named(answer: &Answer, at: usize) -> bool {
    let line = answer.text(at).trim();
    let title = answer.heading(at).map(|(_, title)| title).or_else(|| bold(line));
    title.is_some_and(|title| {
        CONVENTIONS.version.stands_in(title)
            && is_lone_title(title)
            && Marker::of(line, true).is_none()
    })
}

/// Whether the first slide below a line is the first of a deck: it is numbered so, or called the cover.
fn begins_anew(answer: &Answer, part: Range<usize>) -> bool {
    let is_text = answer.is_text();
    let first = part.skip(1).filter(|at| is_text[*at]).find_map(|at| {
        let marker = Marker::of(answer.text(at), answer.is_apart(at));
        let lettered = || lettered(answer.text(at)).map(|(number, _)| number == 1);
        let number = marker.map(|marker| marker.number == 1).or_else(lettered);
        let is_cover =
            || heading(answer.text(at)).map(|(_, name)| CONVENTIONS.name.cover.has(name));
        number.or_else(is_cover)
    });
    first == Some(true)
}
