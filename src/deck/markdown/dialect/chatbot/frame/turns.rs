//! A chat that was copied as a whole: who speaks stands above what is said, `**你说:**`, `ChatGPT said:`. What was
//! asked is none of the deck, and where a deck was answered anew, the last one holds.

use std::ops::Range;

use super::super::answer::Answer;
use super::super::conventions::{CONVENTIONS, Words, bare};
use super::super::form::{Kind, item, spans, unheaded};
use super::revised::{offer, slides};

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
    let answers = names.iter().any(|(_, asks)| !asks);
    let mut turns = if answers { named(answer, &names) } else { unnamed(answer) };
    outdate(answer, &mut turns);
    part_offers(answer, turns)
}

/// The turns below lines that name who speaks, and whether it is who asks.
fn named(answer: &Answer, names: &[(usize, bool)]) -> Vec<Turn> {
    let mut turns = Vec::new();
    let parts = spans(names.iter().map(|(at, _)| *at), answer.lines.len());
    for ((at, asks), lines) in names.iter().zip(parts) {
        if *asks {
            turns.push(Turn { lines, is: Is::Asked });
            continue;
        }
        let lines = at + 1..lines.end;
        turns.push(Turn { lines: *at..at + 1, is: Is::Said });
        turns.push(Turn { is: what(answer, lines.clone()), lines });
    }
    turns
}

/// The turns of a chat in which nothing stands above the answers, and a name before what is asked:
/// `**You:** one more on green tea`. The first is a deck, and what answers then leads to its slides.
fn unnamed(answer: &Answer) -> Vec<Turn> {
    let asked: Vec<Range<usize>> = answer.written().filter_map(|at| asked(answer, at)).collect();
    let is_deck = |first: &&Range<usize>| what(answer, 0..first.start) == Is::Deck;
    let Some(first) = asked.first().filter(is_deck) else { return Vec::new() };
    let mut turns = vec![Turn { lines: 0..first.start, is: Is::Deck }];
    let parts = spans(asked.iter().map(|lines| lines.start), answer.lines.len());
    for (lines, part) in asked.iter().zip(parts) {
        let answered = lines.end..part.end;
        turns.push(Turn { lines: lines.clone(), is: Is::Asked });
        turns.push(Turn { is: what(answer, answered.clone()), lines: answered });
    }
    turns
}

/// The paragraph of what somebody asks behind a name, above one that leads to what is answered.
fn asked(answer: &Answer, at: usize) -> Option<Range<usize>> {
    if !asks(answer.text(at)) || !answer.is_apart(at) {
        return None;
    }
    let end_of = |at: usize| (at..answer.lines.len()).find(|at| answer.is_blank(*at));
    let end = end_of(at)?;
    let lead = answer.shown_from(end)?;
    let is_lead = Kind::of(answer.text(lead)) == Kind::Text
        && answer.text(end_of(lead)? - 1).trim_end().ends_with([':', '：', '👇', '⬇']);
    is_lead.then_some(at..end)
}

/// Whether a line begins with the name of who asks, and what is asked stands behind it.
pub(in super::super) fn asks(line: &str) -> bool {
    const MOST: usize = 12;
    let text = unheaded(line);
    let Some((name, rest)) = text.split_once([':', '：']) else { return false };
    item(line).is_none()
        && name.chars().count() <= MOST
        && CONVENTIONS.chatter.asks.has(name)
        && rest.contains(char::is_alphanumeric)
}

/// Parts what is offered at the end of an answer from the slides, where the chat goes on.
fn part_offers(answer: &Answer, turns: Vec<Turn>) -> Vec<Turn> {
    let last = turns.len().saturating_sub(1);
    let part = |(place, turn): (usize, Turn)| {
        let is_whole = place == last || turn.is != Is::Deck;
        let begin = if is_whole { turn.lines.end } else { offer(answer, &turn.lines) };
        let offer = Turn { lines: begin..turn.lines.end, is: Is::Said };
        let slides = Turn { lines: turn.lines.start..begin, is: turn.is };
        [slides, offer].into_iter().filter(|turn| !turn.lines.is_empty())
    };
    turns.into_iter().enumerate().flat_map(part).collect()
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
            slides(answer, &turn.lines).into_iter().map(|slide| slide.number).collect();
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

/// The number of the first slide of a turn; 0 if none has one.
fn first_number(answer: &Answer, lines: &Range<usize>) -> usize {
    slides(answer, lines).first().map_or(0, |slide| slide.number)
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
