//! Parallel parts below one heading → one group in their place: two sides of a comparison, problems
//! with their remedies, dated events, short texts with their headings as labels.

use std::ops::Range;

use super::comparison;
use super::members::{self, Member};
use super::passages::{Passage, is_label, member, replace_parts, span_of_parts};
use super::plan::{self, item, list};
use super::roles::Role;
use super::runs::Run;
use super::segment::{Segmenter, of_group};
use super::sentences::Sentence;
use super::standing;
use super::ties;
use super::units::{Group, Kind, Unit};
use crate::deck::arrange::width;
use crate::deck::arrange::{self, dates};
use crate::deck::{Block, Inline, Inlines, Item, Spanned};

/// How many parts may share a slide.
const ALIKE: std::ops::RangeInclusive<usize> = 2..=6;
/// Widest text of a part on a card with others.
const WIDEST: f64 = 62.0;
/// Most sentences of a part on a card.
const MOST_ON_CARD: usize = 2;
/// Widest text of a part of which a card shows a single sentence: a longer one has slides of its own.
const WIDEST_SAID: f64 = 130.0;
/// Widest text of a problem with its remedy.
const WIDEST_PAIR: f64 = 72.0;

/// Replaces the parts of a passage by a group if they are parallel.
pub(super) fn join(passage: &mut Passage, segmenter: &Segmenter) {
    bare(passage);
    if passage.heading.is_empty() {
        return;
    }
    let prose = passage.parts.iter().all(Passage::is_prose);
    if compared(passage, segmenter) || prose && timeline(passage) {
        return ties::bind(&mut passage.units, segmenter.side);
    }
    if !prose {
        beside(passage, segmenter);
        return ties::bind(&mut passage.units, segmenter.side);
    }
    if !ALIKE.contains(&passage.parts.len()) || !passage.parts.iter().all(is_label) {
        return;
    }
    let members = whole(passage)
        .or_else(|| remedies(passage))
        .or_else(|| told(passage))
        .or_else(|| claims(passage));
    if let Some(members) = members {
        replace_parts(passage, &members, segmenter);
    }
    ties::bind(&mut passage.units, segmenter.side);
}

/// The parts of a passage as members; `None` if one of them is too wide for a card, or empty.
fn whole<'a>(passage: &Passage<'a>) -> Option<Vec<Member<'a>>> {
    let members = passage.parts.iter().map(|part| {
        let member = member(part);
        let wide: f64 = member.sentences.iter().map(Sentence::wide).sum();
        let all = part.units.len() <= MOST_ON_CARD;
        (!member.sentences.is_empty() && wide <= WIDEST && all).then_some(member)
    });
    members.collect()
}

/// The parts of a passage as members that show all of their sentences, on a few slides; `None` if they take more.
fn told<'a>(passage: &Passage<'a>) -> Option<Vec<Member<'a>>> {
    const FEWEST: usize = 3;
    const SLIDES: f64 = 3.2;
    let members = passage.parts.iter().map(|part| {
        let sentences = part.units.iter().filter_map(|unit| unit.sentence()).cloned();
        let member = Member { whole: true, sentences: sentences.collect(), ..member(part) };
        (!member.sentences.is_empty()).then_some(member)
    });
    let members: Vec<Member> = members.collect::<Option<_>>()?;
    let wide: f64 = members.iter().map(Member::wide).sum();
    (members.len() >= FEWEST && wide <= SLIDES * super::cut::ROOM).then_some(members)
}

/// The parts of a passage as members that show a single sentence each; `None` if there are only two, or
/// one of them is a text of its own.
fn claims<'a>(passage: &Passage<'a>) -> Option<Vec<Member<'a>>> {
    const FEWEST: usize = 3;
    let members = passage.parts.iter().map(|part| {
        let sentences = part.units.iter().filter_map(|unit| unit.sentence());
        let said: f64 = sentences.map(Sentence::wide).sum();
        let mut member = member(part);
        member.sentences = vec![weightiest(&member.sentences)?];
        (said <= WIDEST_SAID).then_some(member)
    });
    if passage.parts.len() < FEWEST { None } else { members.collect() }
}

/// The sentence that says most of those that fit on a card; the first one is usually the claim of
/// its part.
fn weightiest<'a>(sentences: &[Sentence<'a>]) -> Option<Sentence<'a>> {
    const FIRST: f64 = 0.5;
    let fitting = sentences.iter().enumerate().filter(|(_, one)| one.wide() <= WIDEST);
    let weight = |at: usize, one: &Sentence| one.role.weight() + if at == 0 { FIRST } else { 0.0 };
    // Of two that weigh the same, the earlier one.
    let best = fitting.rev().max_by(|a, b| weight(a.0, a.1).total_cmp(&weight(b.0, b.1)));
    best.map(|(_, one)| one.clone())
}

/// Replaces headings with nothing below them by a list of these headings, or by a statement if
/// there is only one.
fn bare(passage: &mut Passage) {
    let empty = |part: &Passage| part.units.is_empty() && part.parts.is_empty();
    if passage.parts.is_empty() || passage.heading.is_empty() || !passage.parts.iter().all(empty) {
        return;
    }
    let span = span_of_parts(&passage.parts);
    let count = passage.parts.len();
    let items =
        passage.parts.iter().map(|part| item(None, Some(part.heading.clone()), "", part.span));
    let blocks = match passage.parts.as_slice() {
        [only] => vec![Spanned::new(Block::Paragraph(only.heading.clone()), span)],
        _ => vec![list(items.collect(), None, span)],
    };
    let wide = passage.parts.iter().map(|part| width(&part.name())).sum();
    let why = format!("content: {count} headings with nothing below them");
    let notes = passage.parts.iter().flat_map(Passage::all_notes).collect();
    let layout = if count == 1 { "statement" } else { "content" };
    passage.units.push(of_group(
        Group { count, wide, ..Group::new(layout, blocks, why) },
        notes,
        span,
    ));
    passage.parts.clear();
}

/// Replaces two parts below a heading that compares them; false if it does not.
fn compared(passage: &mut Passage, segmenter: &Segmenter) -> bool {
    let [left, right] = passage.parts.as_slice() else { return false };
    if !arrange::are_compared(segmenter.heading, &[left.name(), right.name()]) {
        return false;
    }
    let sides: Option<Vec<_>> =
        passage.parts.iter().map(|part| Some((part.heading.clone(), points(part)?))).collect();
    let Some(sides) = sides else { return false };
    let span = span_of_parts(&passage.parts);
    let Some(group) = comparison::compare(sides, span) else { return false };
    let notes = passage.parts.iter().flat_map(Passage::all_notes).collect();
    passage.units.push(of_group(group, notes, span));
    passage.parts.clear();
    true
}

/// Replaces a few parts of short lists by columns, each with its heading.
fn beside(passage: &mut Passage, segmenter: &Segmenter) {
    let mut things = things_behind(passage);
    let Some(group) = columns(passage, segmenter) else {
        if let Some(last) = passage.parts.last_mut() {
            last.units.append(&mut things);
        }
        return;
    };
    let span = span_of_parts(&passage.parts);
    let notes = passage.parts.iter().flat_map(Passage::all_notes).collect();
    passage.units.push(of_group(group, notes, span));
    passage.units.append(&mut things);
    passage.parts.clear();
}

/// Takes the pictures and the like behind the last part, which belong to all of them.
fn things_behind<'a>(passage: &mut Passage<'a>) -> Vec<Unit<'a>> {
    let Some(last) = passage.parts.last_mut() else { return Vec::new() };
    let thing = |unit: &Unit| unit.object().is_some();
    let own = last.units.iter().rposition(|unit| !thing(unit)).map_or(0, |at| at + 1);
    last.units.split_off(own)
}

/// Parts of short lists as columns, each below its heading.
fn columns(passage: &Passage, segmenter: &Segmenter) -> Option<Group> {
    const MOST_POINTS: usize = 4;
    const MOST_LINES: f64 = 8.0;
    const WIDE: f64 = 36.0;
    let sides = passage.parts.iter().map(|part| {
        let points = points(part).filter(|points| (1..=MOST_POINTS).contains(&points.len()))?;
        Some((part.heading.clone(), points))
    });
    let sides = sides.collect::<Option<Vec<_>>>()?;
    let items = || sides.iter().flat_map(|(_, points)| points);
    let plain = items().all(|item| item.blocks.len() == 1);
    if !plain || !passage.parts.iter().all(is_label) || sides.len() < *ALIKE.start() {
        return None;
    }
    // As many lines as a column has on a page, each as wide as it is.
    let line = WIDE / sides.len() as f64;
    let lines = |(_, points): &(Inlines, Vec<Spanned<Item>>)| -> f64 {
        points.iter().map(|item| (plan::wide_of(&item.blocks) / line).ceil()).sum()
    };
    if sides.iter().map(lines).fold(0.0, f64::max) > MOST_LINES {
        return None;
    }
    let names: Vec<String> = passage.parts.iter().map(Passage::name).collect();
    let (layout, why) = arrange::side_by_side(segmenter.heading, &names, 0.0)?;
    let count = items().count();
    let blocks = comparison::sides(sides, span_of_parts(&passage.parts));
    let wide = plan::wide_of(&blocks);
    Some(Group { count, wide, ..Group::new(layout, blocks, format!("{layout}: {why}")) })
}

/// The points of one side of a comparison; `None` if it has anything but sentences and short lists.
fn points(part: &Passage) -> Option<Vec<Spanned<Item>>> {
    let mut points = Vec::new();
    for unit in &part.units {
        match &unit.kind {
            Kind::Sentence(one) if one.role > Role::Example => {
                points.push(item(None, Some(one.content()), "", one.span));
            }
            Kind::Sentence(_) => {}
            Kind::Group(group) => points.extend(group.list()?.1.iter().cloned()),
            Kind::Object(_) => return None,
        }
    }
    part.parts.is_empty().then_some(points)
}

/// Replaces short parts with a date in each heading by timelines; false if they are not such.
fn timeline(passage: &mut Passage) -> bool {
    const FEWEST: usize = 3;
    const WIDEST_EVENT: f64 = 40.0;
    let short = |part: &Passage| {
        let wide: f64 =
            part.units.iter().filter_map(|unit| unit.sentence()).map(Sentence::wide).sum();
        wide <= WIDEST_EVENT && dates::dated(&part.name()).is_some()
    };
    if passage.parts.len() < FEWEST || !passage.parts.iter().all(short) {
        return false;
    }
    let events = passage.parts.iter().filter_map(event);
    let events: Vec<Spanned<Item>> = events.collect();
    for (parts, events) in passage.parts.chunks(members::MOST).zip(events.chunks(members::MOST)) {
        let notes = parts.iter().flat_map(Passage::all_notes).collect();
        let span = span_of_parts(parts);
        passage.units.push(of_group(members::timeline(events.to_vec(), span), notes, span));
    }
    passage.parts.clear();
    true
}

fn event(part: &Passage) -> Option<Spanned<Item>> {
    let run = Run::new(&part.heading);
    let dated = dates::dated(&run.text)?;
    let mut text = run.part(dated.rest);
    if let Some(first) = part.units.iter().find_map(|unit| unit.sentence()) {
        text.push(Spanned::new(Inline::Text("：".into()), part.span));
        text.extend(first.content());
    }
    Some(item(Some(members::as_set(run.part(dated.date))), Some(text), " ", part.span))
}

/// For each part its problem (the first sentence) and its remedy; `None` unless at least half of
/// the parts name a remedy and all are short enough.
fn remedies<'a>(passage: &Passage<'a>) -> Option<Vec<Member<'a>>> {
    let pairs: Vec<[&Sentence<'a>; 2]> =
        passage.parts.iter().map(pair).collect::<Option<Vec<_>>>()?;
    let said = pairs.iter().filter(|[_, remedy]| remedy.role == Role::Remedy).count();
    if said * 2 < pairs.len() {
        return None;
    }
    let members = passage.parts.iter().zip(pairs).map(|(part, pair)| {
        let mut member = Member { whole: true, ..member(part) };
        member.sentences = pair.into_iter().map(in_bold).collect();
        let wide: f64 = member.sentences.iter().map(Sentence::wide).sum();
        (wide <= WIDEST_PAIR).then_some(member)
    });
    members.collect()
}

/// The first sentence of a part, and the sentence with the remedy: of the second paragraph, if
/// there is one.
fn pair<'u, 'a>(part: &'u Passage<'a>) -> Option<[&'u Sentence<'a>; 2]> {
    let sentences: Vec<&Sentence> = part.units.iter().filter_map(|unit| unit.sentence()).collect();
    let first = *sentences.iter().find(|one| one.role > Role::Example)?;
    let later = || sentences.iter().copied().skip_while(|one| one.span == first.span);
    let named =
        sentences.iter().copied().filter(|one| one.range != first.range || one.span != first.span);
    let remedy = later().next().or_else(|| named.clone().find(|one| one.role == Role::Remedy))?;
    Some([first, remedy])
}

/// The bold part of a sentence, if that stands alone as a sentence; else the sentence.
fn in_bold<'a>(sentence: &Sentence<'a>) -> Sentence<'a> {
    let mut one = sentence.clone();
    let begins = |bold: &&Range<usize>| bold.start == one.point.start && bold.end <= one.point.end;
    if let Some(bold) = one.run.bold.iter().find(begins).cloned() {
        let text = &one.run.text[bold.clone()];
        if width(text) >= 8.0 && standing::stands(text) {
            one.point = bold;
        }
    }
    one
}
