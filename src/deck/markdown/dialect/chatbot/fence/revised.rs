//! A deck in a fence, and some of its slides anew in a fence below, as somebody had asked: a slide takes the place of
//! the one with its title, and another one stands behind the slide above it.

use std::ops::Range;

use super::super::answer::{Answer, Line};
use super::super::conventions::CONVENTIONS;
use super::super::form::{is_divider, spans, title_of};
use super::super::frame::{EARLIER, asks};
use crate::deck::markdown::source::{Lines, is_key};

/// A slide with the ruler and the settings above it.
struct Slide {
    title: String,
    lines: Vec<Line>,
}

/// A deck in a fence.
struct Deck {
    /// Its front matter.
    front: Vec<Line>,
    slides: Vec<Slide>,
    has_rulers: bool,
}

/// The first deck with the slides of the others in their places; `None` if these go on with it.
pub(super) fn merged(
    answer: &mut Answer,
    lines: &Lines,
    decks: &[Range<usize>],
) -> Option<Vec<Line>> {
    let (first, others) = decks.split_first().filter(|(_, others)| !others.is_empty())?;
    let mut deck = Deck::of(&answer.lines[first.clone()]);
    let mut above = first.end;
    let mut earlier = Vec::new();
    for other in others {
        let revised = Deck::of(&answer.lines[other.clone()]).slides;
        let is_known = revised.iter().any(|slide| deck.place(&slide.title).is_some());
        let is_part = revised.len() < deck.slides.len();
        if !is_known || !is_part || !says_so(lines, above..other.start) {
            return None;
        }
        earlier.extend(deck.revise(revised));
        above = other.end;
    }
    for line in earlier {
        answer.say_left_out("text-outside-deck", EARLIER, line.number..line.number + 1);
    }
    Some(deck.written())
}

impl Deck {
    /// The deck that lines are. Where rulers divide it, a heading without one above opens no slide.
    fn of(lines: &[Line]) -> Self {
        let part = Answer::of(lines.to_vec());
        let front = part.front_matter().map_or(0, |front| front.end);
        let ruler = |at: usize| {
            part.shown_before(at).filter(|at| *at >= front && is_divider(part.text(*at)))
        };
        let titles = || part.headings().into_iter().filter(|(_, level)| *level <= 2);
        let has_rulers = titles().any(|(at, _)| ruler(at).is_some());
        let opens = |(place, (at, _)): &(usize, (usize, usize))| {
            *place == 0 || !has_rulers || ruler(*at).is_some()
        };
        let titles: Vec<usize> =
            titles().enumerate().filter(opens).map(|(_, (at, _))| at).collect();
        let settings = |ruler: usize| {
            let closes = |at: &usize| part.settings(*at).is_some_and(|found| found.end == ruler);
            (front..ruler).find(closes)
        };
        let starts = titles.iter().enumerate().map(|(place, at)| match ruler(*at) {
            _ if place == 0 => front,
            Some(ruler) => settings(ruler).unwrap_or(ruler),
            None => *at,
        });
        let spans = spans(starts, lines.len());
        let slides = titles.iter().zip(spans).map(|(at, span)| Slide {
            title: title_of(part.text(*at)).to_owned(),
            lines: trimmed(&lines[span]),
        });
        Self { front: lines[..front].to_vec(), slides: slides.collect(), has_rulers }
    }

    fn place(&self, title: &str) -> Option<usize> {
        self.slides.iter().position(|slide| slide.title == title)
    }

    /// Puts slides in their places; the lines of those that stood there.
    fn revise(&mut self, revised: Vec<Slide>) -> Vec<Line> {
        let mut earlier = Vec::new();
        let mut behind = self.slides.len();
        for slide in revised {
            match self.place(&slide.title) {
                Some(place) => {
                    earlier.extend(std::mem::replace(&mut self.slides[place], slide).lines);
                    behind = place + 1;
                }
                None => {
                    self.slides.insert(behind, slide);
                    behind += 1;
                }
            }
        }
        earlier
    }

    /// Its lines, with a blank one behind each slide.
    fn written(self) -> Vec<Line> {
        let mut lines = self.front;
        for (place, slide) in self.slides.into_iter().enumerate() {
            let number = slide.lines.first().map_or(0, |line| line.number);
            let line = |text: &str| Line { text: text.to_owned(), number };
            let is_ruled = slide.lines.first().is_some_and(|line| is_divider(&line.text));
            if place > 0 && self.has_rulers && !is_ruled {
                lines.extend([line("---"), line("")]);
            }
            let has_settings = slide.lines.get(1).is_some_and(|line| is_key(&line.text));
            let skipped = usize::from(place == 0 && is_ruled && !has_settings);
            lines.extend(slide.lines.into_iter().skip(skipped));
            lines.push(line(""));
        }
        lines
    }
}

/// Lines without blank ones at the end.
fn trimmed(lines: &[Line]) -> Vec<Line> {
    let end = lines.iter().rposition(|line| !line.text.trim().is_empty());
    lines[..end.map_or(0, |last| last + 1)].to_vec()
}

/// Whether somebody asks for it between two fences, or it is said that slides are others now.
fn says_so(lines: &Lines, between: Range<usize>) -> bool {
    let mut between = between.map(|at| lines.text(at));
    between.any(|line| asks(line) || CONVENTIONS.revised.stands_in(line))
}
