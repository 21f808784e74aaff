//! A chat that was copied as a whole: who speaks stands above what is said, `**你说:**`, `ChatGPT said:`. What was
//! asked is none of the deck, and where a deck was answered anew, the last one holds.

use std::ops::Range;

use super::super::answer::{Answer, heading};
use super::super::conventions::{CONVENTIONS, Words, bare};
use super::super::markers::{Marker, counter};

/// What somebody says at a time, with the line that names who it is.
pub(super) struct Turn {
    pub(super) lines: Range<usize>,
    pub(super) is: Is,
}

/// What a turn is for the deck.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Is {
    /// Somebody asks for it.
    Asked,
    /// It answers with a deck, or with more of it.
    Deck,
    /// The same, and a later one begins anew.
    Earlier,
    /// It answers otherwise.
    Said,
}

/// The turns of a chat with two of them or more; the line that names who answers is one of its own.
pub(super) fn read(answer: &Answer) -> Vec<Turn> {
    let texts = answer.is_text();
    // `## Model` may be a title, but not where the chat begins with such a line.
    let begins = answer.shown_from(0).is_some_and(|at| speaker(answer.text(at), true).is_some());
    let who =
        |at: usize| speaker(answer.text(at), begins).filter(|_| texts[at] && answer.is_apart(at));
    let names: Vec<(usize, bool)> =
        (0..answer.lines.len()).filter_map(|at| Some((at, who(at)?))).collect();
    if !names.iter().any(|(_, asks)| !asks) {
        return Vec::new();
    }
    let ends = names.iter().skip(1).map(|(at, _)| *at).chain([answer.lines.len()]);
    let mut turns = Vec::new();
    for ((at, asks), end) in names.iter().zip(ends) {
        match asks {
            true => turns.push(Turn { lines: *at..end, is: Is::Asked }),
            false => {
                turns.push(Turn { lines: *at..at + 1, is: Is::Said });
                let is = if is_deck(answer, at + 1..end) { Is::Deck } else { Is::Said };
                turns.push(Turn { lines: at + 1..end, is });
            }
        }
    }
    outdate(answer, &mut turns);
    turns
}

/// Marks the decks as earlier ones that stand above one that begins anew. Without any deck, all answers stay.
fn outdate(answer: &Answer, turns: &mut [Turn]) {
    let begins = |turn: &Turn| turn.is == Is::Deck && first_number(answer, &turn.lines) <= 1;
    let last = turns.iter().rposition(begins).unwrap_or(0);
    turns[..last]
        .iter_mut()
        .filter(|turn| turn.is == Is::Deck)
        .for_each(|turn| turn.is = Is::Earlier);
    if !turns.iter().any(|turn| turn.is == Is::Deck) {
        turns
            .iter_mut()
            .filter(|turn| turn.lines.len() > 1 && turn.is == Is::Said)
            .for_each(|turn| turn.is = Is::Deck);
    }
}

/// Whether a line says who speaks, and whether it is who asks: `**ChatGPT 说:**`, and, if a name is enough,
/// `## User`.
fn speaker(line: &str, is_name_enough: bool) -> Option<bool> {
    const MOST: usize = 24;
    if line.chars().count() > MOST {
        return None;
    }
    let text = heading(line).map_or(line, |(_, text)| text);
    let name = bare(text).to_lowercase();
    let words = &CONVENTIONS.chatter;
    let said = words.says.iter().find_map(|word| name.strip_suffix(word)).map(str::trim_end);
    let is_sure = said.is_some() || text.trim_end_matches('*').ends_with([':', '：']);
    let has = |words: &Words| words.has(&name) || said.is_some_and(|name| words.has(name));
    let who = match (has(&words.asks), has(&words.answers)) {
        (true, _) => Some(true),
        (false, true) => Some(false),
        (false, false) => None,
    };
    who.filter(|_| is_sure || is_name_enough)
}

/// The numbers of the slides of a turn, as far as markers and headings say them.
fn numbers<'a>(answer: &'a Answer, lines: &Range<usize>) -> impl Iterator<Item = usize> + 'a {
    let texts = answer.is_text();
    lines.clone().filter(move |at| texts[*at]).filter_map(|at| {
        let line = answer.text(at);
        let marker = Marker::of(line, answer.is_apart(at)).map(|marker| marker.number);
        marker.or_else(|| counter(heading(line)?.1).map(|(number, _)| number))
    })
}

/// The number of the first slide of a turn; 0 if none has one.
fn first_number(answer: &Answer, lines: &Range<usize>) -> usize {
    numbers(answer, lines).next().unwrap_or(0)
}

/// Whether a turn has slides: several with numbers or headings, or a whole deck in a fence.
fn is_deck(answer: &Answer, lines: Range<usize>) -> bool {
    const FEWEST: usize = 3;
    let texts = answer.is_text();
    let headings =
        lines.clone().filter(|at| texts[*at] && heading(answer.text(*at)).is_some()).count();
    numbers(answer, &lines).count().max(headings) >= FEWEST
}
