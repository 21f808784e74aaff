//! A chat that was copied as a whole: who speaks stands above what is said, `**你说:**`, `ChatGPT said:`. What was
//! asked is none of the deck, and where a deck was answered anew, the last one holds.

use std::ops::Range;

use super::super::answer::{Answer, Line};
use super::super::conventions::{CONVENTIONS, Words, bare};
use super::super::form::{Kind, counter, heading, is_divider, spans, unheaded};
use super::super::markers::Marker;
use super::super::titles;
use super::EARLIER;
use super::speaks::is_farewell;

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
    /// It says something to each slide of the deck above.
    Script,
    /// It answers with some of the slides anew.
    Revised,
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
    let mut turns = Vec::new();
    let parts = spans(names.iter().map(|(at, _)| *at), answer.lines.len());
    for ((at, asks), lines) in names.iter().zip(parts) {
        match asks {
            true => turns.push(Turn { lines, is: Is::Asked }),
            false => {
                let lines = at + 1..lines.end;
                turns.push(Turn { lines: *at..at + 1, is: Is::Said });
                turns.push(Turn { is: what(answer, lines.clone()), lines });
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
    let is_of_deck = |turn: &&mut Turn| matches!(turn.is, Is::Deck | Is::Script | Is::Revised);
    turns[..last].iter_mut().filter(is_of_deck).for_each(|turn| turn.is = Is::Earlier);
    // What takes the place of some of its slides, with others behind them.
    let mut known: Vec<usize> = Vec::new();
    for turn in turns[last..].iter_mut().filter(|turn| turn.is == Is::Deck) {
        let numbers: Vec<usize> =
            slides(answer, &turn.lines).into_iter().map(|(_, number)| number).collect();
        if numbers.iter().any(|number| known.contains(number)) {
            turn.is = Is::Revised;
        }
        known.extend(numbers);
    }
    if !turns.iter().any(|turn| turn.is == Is::Deck) {
        let answers = |turn: &&mut Turn| turn.lines.len() > 1 && turn.is != Is::Asked;
        turns.iter_mut().filter(answers).for_each(|turn| turn.is = Is::Deck);
    }
}

/// Whether a line says who speaks, and whether it is who asks: `**ChatGPT 说:**`, and, if a name is enough,
/// `## User`.
fn speaker(line: &str, is_name_enough: bool) -> Option<bool> {
    const MOST: usize = 24;
    if line.chars().count() > MOST {
        return None;
    }
    let text = unheaded(line);
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

/// The slides of a turn: the line that each begins with, and its number.
pub(super) fn slides(answer: &Answer, lines: &Range<usize>) -> Vec<(usize, usize)> {
    let texts = answer.is_text();
    let number = |at: usize| {
        let line = answer.text(at);
        let marker = Marker::before_text(line, answer.is_apart(at)).map(|marker| marker.number);
        marker.or_else(|| counter(heading(line)?.1).map(|(number, _)| number))
    };
    lines.clone().filter(|at| texts[*at]).filter_map(|at| Some((at, number(at)?))).collect()
}

/// Takes the slides out of a turn: their numbers and lines. What leads to them and what is offered behind them stays.
pub(super) fn take(answer: &mut Answer, lines: &Range<usize>) -> Vec<(usize, Vec<Line>)> {
    let slides = slides(answer, lines);
    let Some(last) = slides.last().map(|(at, _)| *at) else { return Vec::new() };
    // The last paragraph may be an offer.
    let end = answer.shown_before(lines.end).map_or(lines.end, |at| at + 1);
    let first = (last + 1..end).rev().find(|at| answer.is_blank(*at));
    let offer = first.filter(|first| is_farewell(&answer.texts(first + 1..end)));
    let parts = spans(slides.iter().map(|(at, _)| *at), offer.unwrap_or(lines.end));
    let mut taken = Vec::new();
    for ((_, number), lines) in slides.into_iter().zip(parts).rev() {
        let mut lines: Vec<Line> = answer.lines.drain(lines).collect();
        if let Some((title, _)) = titles::aside(&lines[0].text).filter(is_revised) {
            lines[0].text = title.to_owned();
        }
        let is_apart = |line: &Line| line.text.trim().is_empty() || is_divider(&line.text);
        while lines.last().is_some_and(is_apart) {
            lines.pop();
        }
        lines.push(Line { text: String::new(), number: lines[0].number });
        taken.push((number, lines));
    }
    taken
}

/// `绿茶（修改版）`
fn is_revised((_, aside): &(&str, &str)) -> bool {
    CONVENTIONS.revised.has(aside)
}

/// Puts a slide in the place of the one with its number, or behind all others.
pub(super) fn put(answer: &mut Answer, number: usize, lines: Vec<Line>) {
    let slides = slides(answer, &(0..answer.lines.len()));
    let old = slides.iter().position(|(_, other)| *other == number);
    let start = old.map_or(answer.lines.len(), |old| slides[old].0);
    let next = old.and_then(|old| slides.get(old + 1)).map_or(answer.lines.len(), |(at, _)| *at);
    // The ruler above the next slide stays.
    let is_apart = |at: &usize| answer.is_blank(*at) || is_divider(answer.text(*at));
    let end = (start..next).rev().find(|at| !is_apart(at)).map_or(start, |at| at + 1);
    answer.say_left_out("text-outside-deck", EARLIER, start..end);
    answer.lines.splice(start..end, lines);
}

/// The number of the first slide of a turn; 0 if none has one.
fn first_number(answer: &Answer, lines: &Range<usize>) -> usize {
    slides(answer, lines).first().map_or(0, |(_, number)| *number)
}

/// What an answer is: a deck has several slides with numbers or headings, or is one in a fence.
fn what(answer: &Answer, lines: Range<usize>) -> Is {
    const FEWEST: usize = 3;
    let headings = lines.clone().filter(|at| answer.heading(*at).is_some()).count();
    let slides = slides(answer, &lines).len();
    match slides.max(headings) {
        0 => Is::Said,
        _ if slides > 1 && is_spoken(answer, lines) => Is::Script,
        FEWEST.. => Is::Deck,
        _ if slides > 0 => Is::Revised,
        _ => Is::Said,
    }
}

/// Whether a turn shows nothing, and is sentences.
fn is_spoken(answer: &Answer, lines: Range<usize>) -> bool {
    let texts = answer.is_text();
    let shown = || lines.clone().filter(|at| !answer.is_blank(*at));
    let is_prose = |at: usize| {
        let kind = Kind::of(answer.text(at));
        texts[at] && kind != Kind::Item && !kind.is_object()
    };
    let ends =
        |at: &usize| answer.text(*at).trim_end().ends_with(['。', '！', '？', '.', '!', '?']);
    shown().all(is_prose) && shown().filter(ends).count() * 2 >= shown().count()
}
