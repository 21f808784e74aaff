//! Slides that are drawn as boxes, `┌──┐ │ 01 绿茶 │ └──┘`: what stands inside each is a slide, and what stands below
//! it belongs to it.

use std::ops::Range;

use super::answer::Answer;
use super::form::{Counter, heading, is_divider};
use super::markers::Marker;

/// Fewest boxes that are slides.
const FEWEST: usize = 3;
/// What the upper border of a box begins and ends with, and what its lower one begins with.
const CORNERS: [(char, char, char); 4] =
    [('┌', '┐', '└'), ('╔', '╗', '╚'), ('╭', '╮', '╰'), ('+', '+', '+')];

/// Writes them with markers, where little else divides the answer.
pub(super) fn settle(answer: &mut Answer) {
    let boxes = boxes(answer);
    let divides = |at: &usize| {
        let line = answer.text(*at);
        heading(line).is_some_and(|(level, _)| level > 1) || is_divider(line)
    };
    let others = (0..answer.lines.len()).filter(divides).count();
    // A drawing has boxes, too: those of slides count.
    let counts = |(at, lines): (usize, &Range<usize>)| count(first(answer, lines)) == Some(at + 1);
    let is_deck = boxes.len() >= FEWEST && boxes.iter().enumerate().all(counts);
    if !is_deck || others >= boxes.len() {
        return;
    }
    for (at, lines) in boxes.into_iter().enumerate().rev() {
        let slide = slide(answer, lines.clone(), at + 1);
        answer.replace(with_fence(answer, lines), &slide);
    }
}

/// The lines of the boxes that stand one below the other.
fn boxes(answer: &Answer) -> Vec<Range<usize>> {
    let mut boxes: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while at < answer.lines.len() {
        let lower = CORNERS.iter().find_map(|(left, right, lower)| {
            is_border(answer.text(at), *left, *right).then_some(*lower)
        });
        let is_end = |at: &usize| lower.is_some_and(|lower| answer.text(*at).starts_with(lower));
        let is_side = |at: &usize| answer.text(*at).starts_with(['│', '║', '┃', '|', '├', '╠']);
        let end = (at + 1..answer.lines.len()).find(|at| !is_side(at)).filter(is_end);
        if let Some(end) = end.filter(|end| *end > at + 1) {
            boxes.push(at..end + 1);
            at = end;
        }
        at += 1;
    }
    boxes
}

/// Whether a line is the upper border of one box.
fn is_border(line: &str, left: char, right: char) -> bool {
    let inner = line.trim_end().strip_prefix(left).and_then(|line| line.strip_suffix(right));
    inner.is_some_and(|inner| {
        inner.chars().count() > 2 && inner.chars().all(|c| matches!(c, '─' | '═' | '━' | '-'))
    })
}

/// The lines of a box with those of the listing that it stands in.
fn with_fence(answer: &Answer, lines: Range<usize>) -> Range<usize> {
    let is_fence = |at: usize| answer.text(at).starts_with("```");
    let start = lines.start - usize::from(lines.start > 0 && is_fence(lines.start - 1));
    start..lines.end + usize::from(is_fence(lines.end))
}

/// What a box begins with.
fn first<'a>(answer: &'a Answer, lines: &Range<usize>) -> &'a str {
    let mut inside = (lines.start + 1..lines.end - 1).map(|at| inner(answer.text(at)).trim());
    inside.find(|line| !line.is_empty()).unwrap_or_default()
}

/// The number that a box begins with.
fn count(first: &str) -> Option<usize> {
    let marker = Marker::of(first, true).map(|marker| marker.number);
    marker.or_else(|| Counter::of(first).map(|counter| counter.number()))
}

/// What stands in a box, below a marker with its title.
fn slide(answer: &Answer, lines: Range<usize>, count: usize) -> Vec<String> {
    let inside = (lines.start + 1..lines.end - 1).map(|at| inner(answer.text(at)));
    let mut inside = inside.skip_while(|line| line.trim().is_empty());
    let first = inside.next().unwrap_or_default().trim();
    let counted = || Counter::of(first).map(|counter| counter.title);
    let marker = Marker::of(first, true).map(|marker| marker.title);
    let titled = marker.as_deref().or_else(counted).unwrap_or(first);
    let mut rest = inside.skip_while(|line| line.trim().is_empty()).peekable();
    let title = match titled.trim() {
        "" => rest.next().unwrap_or_default().trim(),
        title => title,
    };
    let mut slide = vec![String::new(), format!("**Slide {count}: {title}**"), String::new()];
    slide.extend(rest.map(|line| line.trim().to_owned()));
    slide.push(String::new());
    slide
}

/// What stands between the sides of a box; nothing in a line that parts it.
fn inner(line: &str) -> &str {
    let is_drawn = |c: char| ('\u{2500}'..='\u{257f}').contains(&c) || c == '|';
    let inner = line.trim_end().trim_matches(is_drawn);
    if inner.chars().all(|c| is_drawn(c) || c == '-') { "" } else { inner }
}
