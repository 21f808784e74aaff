//! Finds running text that is really a list: steps told in order, events with dates, two things
//! compared.

use std::ops::Range;

use super::comparison;
use super::members::{span_of, timeline};
use super::plan::{item, list};
use super::segment::{Segmenter, of_group};
use super::sentences::Sentence;
use super::units::{Group, Note, Unit};
use super::words::WORDS;
use crate::deck::arrange::{self, MOST_STEPS, dates};
use crate::deck::{Item, Spanned};

/// Fewest steps told in words.
const FEWEST_STEPS: usize = 3;
/// Fewest events of a timeline.
const FEWEST_EVENTS: usize = 3;

/// Replaces runs of sentences that are lists by groups.
pub(super) fn shape(segmenter: &Segmenter, units: &mut Vec<Unit>) {
    let mut at = 0;
    while at < units.len() {
        let length = units[at..].iter().take_while(|unit| unit.sentence().is_some()).count();
        if length == 0 {
            at += 1;
            continue;
        }
        let end = at + length;
        let made = {
            let run: Vec<&Sentence> = units[at..end].iter().filter_map(Unit::sentence).collect();
            steps(&run)
                .or_else(|| sequence(&run))
                .or_else(|| told_in_order(segmenter, &run))
                .or_else(|| events(&run))
                .or_else(|| compared(segmenter, &run))
        };
        at = match made {
            Some((range, group)) => {
                let range = at + range.start..at + range.end;
                let notes: Vec<Note> =
                    units[range.clone()].iter().flat_map(|unit| unit.notes.clone()).collect();
                let span = span_of(units[range.clone()].iter().map(|unit| unit.span));
                units.splice(range.clone(), [of_group(group, notes, span)]);
                range.start + 1
            }
            None => end,
        };
    }
}

/// The steps in a run of sentences, `第一步，…` and so on, each the first sentence of its step.
fn steps(run: &[&Sentence]) -> Option<(Range<usize>, Group)> {
    let first = run.iter().position(|one| ordinal(one.whole()).is_some_and(|(n, _)| n == 1))?;
    let mut items = Vec::new();
    let mut end = first;
    for one in &run[first..] {
        let Some((number, length)) = ordinal(one.whole()) else { break };
        if number != items.len() + 1 {
            break;
        }
        let start = one.range.start + length;
        let content = one.run.part(start.max(one.range.start)..one.point.end.max(start));
        items.push(item(None, Some(content), "", one.span));
        end += 1;
    }
    if !(2..=MOST_STEPS).contains(&items.len()) {
        return None;
    }
    Some((first..end, numbered(items, &run[first..end])))
}

fn numbered(items: Vec<Spanned<Item>>, run: &[&Sentence]) -> Group {
    let span = span_of(run.iter().map(|one| one.span));
    let count = items.len();
    let wide = run.iter().map(|one| one.wide()).sum();
    let why = format!("steps: {count} sentences that count");
    Group { count, wide, ..Group::new("steps", vec![list(items, Some(1), span)], why) }
}

/// The number that `第一步，`, `Step 1:` or `手順1：` counts, and the length of that label in bytes.
pub(super) fn ordinal(text: &str) -> Option<(usize, usize)> {
    const DIGITS: &str = "一二三四五六七";
    let trimmed = text.trim_start();
    let rest =
        ["第", "Step ", "步骤", "手順"].iter().find_map(|word| trimmed.strip_prefix(word))?;
    let digit = rest.chars().next()?;
    let number = DIGITS
        .chars()
        .position(|one| one == digit)
        .map(|at| at + 1)
        .or_else(|| digit.to_digit(10).and_then(|number| usize::try_from(number).ok()))?;
    let rest = &rest[digit.len_utf8()..];
    let step = trimmed.starts_with('第');
    let rest = if step { rest.strip_prefix("步")? } else { rest };
    let after = rest.trim_start_matches(['，', '：', ':', ',', ' ', '、', '.']);
    (after.len() < rest.len() && !after.is_empty()).then_some((number, text.len() - after.len()))
}

/// The steps in sentences that say what is done first, then, and last, below a heading that asks for it:
/// elsewhere they may be arguments.
fn told_in_order(segmenter: &Segmenter, run: &[&Sentence]) -> Option<(Range<usize>, Group)> {
    if !arrange::WORDS.how.stands_in(segmenter.heading) {
        return None;
    }
    let begins = |words: &crate::locale::List, one: &Sentence| {
        words.begins(&one.whole().trim_start().to_ascii_lowercase())
    };
    let first = run.iter().position(|one| begins(&arrange::WORDS.first_step, one))?;
    let more = run[first + 1..].iter().take_while(|one| begins(&WORDS.then, one)).count();
    let steps = &run[first..=first + more];
    if !(FEWEST_STEPS..=MOST_STEPS).contains(&steps.len()) {
        return None;
    }
    let items = steps.iter().map(|one| item(None, Some(one.content()), "", one.span));
    Some((first..first + steps.len(), numbered(items.collect(), steps)))
}

/// The steps in one sentence whose clauses say what is done first, then, and last.
fn sequence(run: &[&Sentence]) -> Option<(Range<usize>, Group)> {
    run.iter().enumerate().find_map(|(at, one)| {
        let clauses = one.run.clauses(one.point.clone());
        let texts = clauses.iter().map(|clause| &one.run.text[clause.clone()]);
        let told = texts.clone().filter(|text| WORDS.then.begins(text)).count();
        let begins =
            texts.clone().next().is_some_and(|text| arrange::WORDS.first_step.begins(text));
        if told < FEWEST_STEPS || told != clauses.len() || !begins || clauses.len() > MOST_STEPS {
            return None;
        }
        let items = clauses.iter().map(|clause| {
            let text = &one.run.text[clause.clone()];
            let word = WORDS.then.front(text).unwrap_or(0);
            item(None, Some(one.run.part(clause.start + word..clause.end)), "", one.span)
        });
        Some((at..at + 1, numbered(items.collect(), &run[at..=at])))
    })
}

/// A timeline of sentences that each begin with a date.
fn events(run: &[&Sentence]) -> Option<(Range<usize>, Group)> {
    let dated: Vec<Option<dates::Event>> = run.iter().map(|one| dates::event(one.text())).collect();
    let start = dated.iter().position(Option::is_some)?;
    let mut last = f64::MIN;
    let ascending = dated[start..].iter().map_while(|event| {
        let event = event.as_ref().filter(|event| event.year >= last)?;
        last = event.year;
        Some(event)
    });
    let events: Vec<&dates::Event> = ascending.collect();
    let end = start + events.len();
    if events.len() < FEWEST_EVENTS || end - start < run.len() - 1 {
        return None;
    }
    let items = run[start..end].iter().zip(events).map(|(one, event)| {
        let part = |range: &Range<usize>| {
            one.run.part(range.start + one.point.start..range.end + one.point.start)
        };
        item(Some(part(&event.date)), Some(part(&event.rest)), " ", one.span)
    });
    let span = span_of(run[start..end].iter().map(|one| one.span));
    Some((start..end, timeline(items.collect(), span)))
}

/// A comparison: sentences about one of the heading's two names, then sentences about the other.
fn compared(segmenter: &Segmenter, run: &[&Sentence]) -> Option<(Range<usize>, Group)> {
    let [left, right] = comparison::names(segmenter.heading)?;
    let at = |name: &str| run.iter().position(|one| is_about(one.text(), name));
    let (first, second) = (at(left)?, at(right)?);
    if first >= second || run.len() < 2 {
        return None;
    }
    let points = |part: &[&Sentence]| -> Vec<Spanned<Item>> {
        part.iter().map(|one| item(None, Some(one.content()), "", one.span)).collect()
    };
    let name = |one: &Sentence, name: &str| {
        let lower = one.text().to_ascii_lowercase();
        let found = lower.find(name).unwrap_or(0) + one.point.start;
        one.run.part(found..found + name.len())
    };
    let sides = vec![
        (name(run[first], left), points(&run[first..second])),
        (name(run[second], right), points(&run[second..])),
    ];
    let span = span_of(run.iter().map(|one| one.span));
    Some((first..run.len(), comparison::compare(sides, span)?))
}

/// Whether a sentence begins with a name, or with a word or two and then the name.
fn is_about(text: &str, name: &str) -> bool {
    const AHEAD: usize = 14;
    let lower = text.to_ascii_lowercase();
    lower.find(name).is_some_and(|at| at <= AHEAD)
}
