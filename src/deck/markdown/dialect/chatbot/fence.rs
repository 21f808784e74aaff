//! A deck that was handed over in a code fence, or with its front matter in one: the lines of the
//! fence, and what stands around it, are no part of the deck.

mod revised;

use std::ops::Range;

use super::answer::{Answer, Line};
use super::frame::asks;
use super::markers::Marker;
use crate::deck::markdown::source::{Lines, code_fence, heading_level, is_key, is_ruler};

/// What a fence is called that holds a deck.
const DECKS: [&str; 9] =
    ["markdown", "md", "marp", "slidev", "mdx", "qmd", "quarto", "reveal", "slides"];

/// What a fence is called that holds one if slides are counted in it.
const COUNTED: [&str; 4] = ["", "text", "txt", "plaintext"];

/// A line that opens or closes a fence.
#[derive(Clone, Copy)]
struct Mark<'a> {
    sign: char,
    length: usize,
    /// The first word behind it; empty for one that may close.
    word: &'a str,
}

impl<'a> Mark<'a> {
    /// The mark that a line begins with; what stands in an item or a quotation is none.
    fn of(line: &'a str) -> Option<Self> {
        let (sign, length, info) = line.starts_with(['`', '~']).then(|| code_fence(line))??;
        Some(Self { sign, length, word: info.split_whitespace().next().unwrap_or("") })
    }

    /// Whether this mark can close a fence that `other` opened, or stands for one inside it.
    fn pairs_with(self, other: Mark) -> bool {
        self.sign == other.sign && self.length >= other.length
    }

    fn names_a_deck(self) -> bool {
        DECKS.contains(&self.word.to_lowercase().as_str())
    }
}

/// What is said of what stands around one fence.
const AROUND: &str = "the deck stands in a code fence: what is written around it is left out";
/// What is said of what stands around several.
const AROUND_ALL: &str = "the deck stands in code fences: what is written around it is left out";

/// Leaves what is no part of the deck out of an answer that nothing was done with yet.
pub(super) fn settle(answer: &mut Answer, lines: &Lines) {
    if let Some(marks) = front_matter(lines) {
        let mut out = vec![false; lines.len()];
        marks.into_iter().for_each(|line| out[line] = true);
        return answer.leave_out(&out);
    }
    let decks = decks(lines);
    let revised = revised::merged(answer, lines, &decks);
    let message = if decks.len() > 1 { AROUND_ALL } else { AROUND };
    for outside in outside(lines, &decks) {
        answer.say_left_out("text-outside-deck", message, outside);
    }
    if !decks.is_empty() {
        let inside = || inside(answer, &decks, has_rulers(lines, &decks));
        answer.lines = revised.unwrap_or_else(inside).into();
    }
}

/// The marks of a fence around the front matter at the top, with the lines above.
fn front_matter(lines: &Lines) -> Option<Vec<usize>> {
    let open = (0..lines.len()).find(|at| !lines.text(*at).trim().is_empty())?;
    let mark = Mark::of(lines.text(open))?;
    let is_open = |at: usize| at < lines.len() && is_ruler(lines.text(at));
    if !is_open(open + 1) || open + 2 >= lines.len() || !is_key(lines.text(open + 2)) {
        return None;
    }
    let end = (open + 3..lines.len()).find(|at| is_open(*at))?;
    let close = (end + 1..lines.len()).find(|at| !lines.text(*at).trim().is_empty())?;
    let closing = Mark::of(lines.text(close))?;
    (closing.word.is_empty() && closing.pairs_with(mark))
        .then(|| (0..=open).chain(end + 1..=close).collect())
}

/// The lines inside each fence that holds a part of the deck; none if the deck stands outside of
/// fences, as one about Markdown does. A fence with most of the answer that counts its slides holds the deck
/// whatever is around it, and the title of the talk may stand above.
fn decks(lines: &Lines) -> Vec<Range<usize>> {
    if let Some(counted) = counted(lines) {
        return counted;
    }
    let mut decks = Vec::new();
    let mut front = None;
    let mut at = 0;
    while at < lines.len() {
        let line = lines.text(at);
        // The ruler above what is asked is the chat's.
        let is_of_chat = || !decks.is_empty() && is_ruler(line) && is_above_request(lines, at);
        if is_slide(line) && !is_of_chat() {
            return Vec::new();
        }
        let Some(mark) = Mark::of(line) else {
            at += 1;
            continue;
        };
        let close = close(lines, at, mark);
        let inside = trimmed(lines, at + 1..close.unwrap_or(lines.len()));
        if decks.is_empty() && is_front_matter(lines, inside.clone()) {
            front = Some(inside);
        } else if holds_deck(lines, mark, inside.clone())
            && (close.is_some() || mark.names_a_deck())
        {
            decks.push(inside);
        }
        at = close.unwrap_or(lines.len()) + 1;
    }
    match (front, decks.first()) {
        // In a fence of its own above the others.
        (Some(front), Some(first)) if !is_ruler(lines.text(first.start)) => {
            decks.insert(0, front);
            decks
        }
        _ => decks,
    }
}

/// The fence with most of the answer in which slides are counted, below the title of the talk.
fn counted(lines: &Lines) -> Option<Vec<Range<usize>>> {
    let shown = |range: Range<usize>| range.filter(|at| !lines.text(*at).trim().is_empty()).count();
    let fence = |at: usize| {
        let mark = Mark::of(lines.text(at)).filter(|mark| COUNTED.contains(&mark.word))?;
        let mut below = at + 1..lines.len();
        let close = below.find(|at| Mark::of(lines.text(*at)).is_some_and(|m| m.pairs_with(mark)));
        Some(trimmed(lines, at + 1..close?))
    };
    let inside = (0..lines.len()).find_map(fence)?;
    if shown(inside.clone()) * 2 < shown(0..lines.len()) || !counts_slides(lines, inside.clone()) {
        return None;
    }
    let title = (0..inside.start).find(|at| heading_level(lines.text(*at)) == Some(1));
    Some(title.map(|at| at..at + 1).into_iter().chain([inside]).collect())
}

/// Whether lines are front matter and nothing else.
fn is_front_matter(lines: &Lines, inside: Range<usize>) -> bool {
    let last = inside.clone().rfind(|at| !lines.text(*at).trim().is_empty());
    let is_end = |at: usize| is_ruler(lines.text(at));
    let Some(last) = last.filter(|last| *last > inside.start + 1 && is_end(*last)) else {
        return false;
    };
    is_end(inside.start)
        && is_key(lines.text(inside.start + 1))
        && !(inside.start + 1..last).any(is_end)
}

/// Whether somebody asks for something right below a line.
fn is_above_request(lines: &Lines, at: usize) -> bool {
    let mut below = (at + 1..lines.len()).map(|at| lines.text(at));
    below.find(|line| !line.trim().is_empty()).is_some_and(asks)
}

/// Whether a line opens a slide or ends one. Lower headings stand in what is said about a deck, too.
fn is_slide(line: &str) -> bool {
    is_ruler(line) || heading_level(line).is_some_and(|level| level <= 2)
}

/// The line that closes a fence. In a deck fences are as long as those around it, so one with a word
/// opens, and one without closes the innermost; if slides go on below, it was a listing's. A fence of the sign that is
/// seldom used was chosen so that no listing closes it.
fn close(lines: &Lines, open: usize, mark: Mark) -> Option<usize> {
    let mut in_listing = false;
    for at in open + 1..lines.len() {
        let Some(other) = Mark::of(lines.text(at)).filter(|other| other.pairs_with(mark)) else {
            continue;
        };
        let is_chosen = mark.sign == '~';
        if !other.word.is_empty() || !in_listing && !is_chosen && goes_on(lines, at + 1) {
            in_listing = true;
        } else if in_listing {
            in_listing = false;
        } else {
            return Some(at);
        }
    }
    None
}

/// Whether slides stand below, before a fence that is called a deck.
fn goes_on(lines: &Lines, from: usize) -> bool {
    let names_a_deck = |line: &str| Mark::of(line).is_some_and(Mark::names_a_deck);
    let mut below = (from..lines.len()).map(|at| lines.text(at));
    // A single `#` may be a comment in a listing.
    below
        .find(|line| names_a_deck(line) || is_ruler(line) || heading_level(line) == Some(2))
        .is_some_and(|line| !names_a_deck(line))
}

/// Whether what stands in a fence is slides. One that is not called so has to show it.
fn holds_deck(lines: &Lines, mark: Mark, inside: Range<usize>) -> bool {
    let counts = counts_slides(lines, inside.clone());
    let inside = || inside.clone().map(|at| lines.text(at));
    let headings = inside().filter(|line| heading_level(line).is_some()).count();
    let rulers = inside().filter(|line| is_ruler(line)).count();
    let slides = inside().filter(|line| heading_level(line) == Some(2)).count();
    match mark.word {
        word if COUNTED.contains(&word) && counts => true,
        "" => headings > 0 && rulers > 0 || headings > 1 && slides > 0,
        _ => mark.names_a_deck() && headings + rulers > 0,
    }
}

/// Whether lines say of themselves that slides begin there, and count these from the first: `第1页 …`.
fn counts_slides(lines: &Lines, inside: Range<usize>) -> bool {
    const FEWEST: usize = 3;
    let numbers: Vec<usize> = inside
        .filter_map(|at| Marker::of(lines.text(at), true))
        .map(|marker| marker.number)
        .collect();
    numbers.len() >= FEWEST && numbers.iter().enumerate().all(|(at, number)| *number == at + 1)
}

/// Without blank lines at the front: front matter begins with the first line.
fn trimmed(lines: &Lines, mut inside: Range<usize>) -> Range<usize> {
    while !inside.is_empty() && lines.text(inside.start).trim().is_empty() {
        inside.start += 1;
    }
    inside
}

/// Whether rulers divide the deck.
fn has_rulers(lines: &Lines, decks: &[Range<usize>]) -> bool {
    let slides = decks.iter().filter(|deck| !is_front_matter(lines, (*deck).clone()));
    slides.cloned().flatten().any(|line| is_ruler(lines.text(line)))
}

/// The lines outside of the decks, without the marks of fences around these.
fn outside(lines: &Lines, decks: &[Range<usize>]) -> Vec<Range<usize>> {
    let is_mark = |at: usize| at < lines.len() && Mark::of(lines.text(at)).is_some();
    let end = |deck: &Range<usize>| deck.end + usize::from(is_mark(deck.end));
    let start = |deck: &Range<usize>| match deck.start {
        0 => 0,
        start => start - usize::from(is_mark(start - 1)),
    };
    let starts = std::iter::once(0).chain(decks.iter().map(end));
    let ends = decks.iter().map(start).chain([lines.len()]);
    let outside = starts.zip(ends).map(|(start, end)| start..end);
    if decks.is_empty() { Vec::new() } else { outside.collect() }
}

/// The lines of the decks. Where rulers divide them, so does the end of a fence.
fn inside(answer: &Answer, decks: &[Range<usize>], has_rulers: bool) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for (at, deck) in decks.iter().enumerate() {
        let number = deck.start;
        let is_first = lines.is_empty() || at == 1 && is_ruler(&lines[lines.len() - 1].text);
        let between: &[&str] = match (is_first, has_rulers) {
            (true, _) => &[],
            (false, true) => &["", "---", ""],
            (false, false) => &[""],
        };
        lines.extend(between.iter().map(|text| Line { text: (*text).to_owned(), number }));
        lines.extend(answer.lines[deck.clone()].iter().cloned());
        while lines.last().is_some_and(|line| line.text.trim().is_empty()) {
            lines.pop();
        }
    }
    lines
}
