//! Units below one heading → slides: of all ways to cut them, the one with the least cost. A slide
//! holds one object or group with its sentences, or a few sentences.

use std::ops::Range;

use super::roles::Role;
use super::sentences::Sentence;
use super::units::{Group, Kind, Object, Unit};
use crate::deck::{Block, Inline, Item, Spanned};

/// Most words on a slide, in Han characters: three or four whole sentences. No more can be read while someone
/// speaks.
pub(super) const ROOM: f64 = 160.0;
/// Most words beside a picture, in Han characters.
const BESIDE: f64 = 95.0;
/// Most sentences of running text on a slide.
const MOST_POINTS: usize = 4;
/// Most pictures that stand beside each other.
const MOST_PICTURES: usize = 4;
/// Most objects that share a slide.
const MOST_SMALL: usize = 3;
/// Most lines that they have together.
const MOST_LINES: f64 = 12.0;
/// Lines that fit on a slide with sentences and objects.
const LINES: f64 = 15.8;
/// Lines of space around each object on such a slide.
const AROUND: f64 = 1.6;
/// Most units that are tried for one slide; more never fit.
const MOST_TRIED: usize = 16;
/// The cost of an object without a sentence.
const ALONE: f64 = 2.2;
/// The cost of a sentence that speaks of something else than the picture behind it.
const SPEAKS_OF_ELSE: f64 = 0.7;
/// The cost of a slide that begins with a sentence that counts on.
const COUNTED: f64 = 2.5;
/// The cost of a slide that begins inside a paragraph, and of one that goes on behind a paragraph with several
/// points: what stands together is shown together.
const INSIDE: f64 = 0.8;
const ACROSS: f64 = 0.8;
/// The cost of a list and an object on one slide, and most lines of the object.
const LISTED: f64 = 0.6;
const LISTED_LINES: f64 = 8.0;
/// The cost of what is not allowed.
const NEVER: f64 = 1e6;

/// Cuts units into runs that share a slide. Each run has a unit that is shown, unless none is.
pub(super) fn cut(units: &[Unit]) -> Vec<Range<usize>> {
    let shown: Vec<usize> = (0..units.len()).filter(|at| units[*at].shown).collect();
    let count = shown.len();
    if count == 0 {
        return Some(0..units.len()).filter(|all| !all.is_empty()).into_iter().collect();
    }
    // For each unit the least cost of the slides before it, and the unit at which the last of these
    // begins.
    let mut best = vec![(0.0, 0); count + 1];
    for end in 1..=count {
        let starts = end.saturating_sub(MOST_TRIED)..end;
        let rated = starts.map(|start| {
            let part: Vec<&Unit> = shown[start..end].iter().map(|at| &units[*at]).collect();
            (best[start].0 + cost(&part) + seam(units, &shown, start), start)
        });
        best[end] = rated.min_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((0.0, 0));
    }
    let mut cuts = Vec::new();
    let mut end = count;
    while end > 0 {
        cuts.push(best[end].1);
        end = best[end].1;
    }
    cuts.reverse();
    // Units that are only in the notes belong to the slide before them.
    let starts: Vec<usize> =
        cuts.iter().enumerate().map(|(n, at)| if n == 0 { 0 } else { shown[*at] }).collect();
    let ends = starts.iter().skip(1).copied().chain([units.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

/// The cost of beginning a slide with a unit.
fn seam(units: &[Unit], shown: &[usize], start: usize) -> f64 {
    if start == 0 {
        return 0.0;
    }
    let (before, unit) = (&units[shown[start - 1]], &units[shown[start]]);
    let inside =
        before.sentence().is_some() && unit.sentence().is_some() && before.span == unit.span;
    let bound =
        before.ties.leads || before.ties.opens || before.ties.serves_next || unit.ties.serves_last;
    let leads = if bound { 6.0 } else { 0.0 };
    let follows = if unit.ties.follows { 4.0 } else { 0.0 };
    let counts = unit.ties.series.is_some_and(|first| first != shown[start]);
    let follows = follows + if counts { COUNTED } else { 0.0 };
    leads + follows + if inside { INSIDE } else { 0.0 }
}

/// The cost of a slide.
fn cost(units: &[&Unit]) -> f64 {
    let holders: Vec<usize> = (0..units.len()).filter(|at| units[*at].holds()).collect();
    let sentences = units.len() - holders.len();
    let words: f64 = units.iter().filter_map(|unit| unit.sentence()).map(|one| one.wide()).sum();
    let cost = match holders.as_slice() {
        [] => prose(sentences, words) + ACROSS * across(units) as f64,
        [at] => around(units, *at, words),
        [at, next] if explained(units, [*at, *next]) && tall(units) <= LINES => {
            LISTED / 2.0 + 0.4 * sentences.saturating_sub(2) as f64 + over_room(words, ROOM * 0.7)
        }
        [at, next] if listed(units, [*at, *next]) => {
            let sides = sentences as f64;
            LISTED + 0.4 * sides + over_room(words + wide(units[*at]), ROOM * 0.7)
        }
        [..] if share(units, &holders) && tall(units) <= LINES => {
            let over = sentences.saturating_sub(MOST_POINTS) as f64;
            let alone = if sentences == 0 { ALONE } else { 0.0 };
            over * 0.8 + over_room(words, ROOM * 0.7) + alone
        }
        _ => NEVER,
    };
    let closes = |unit: &&Unit| unit.sentence().is_some_and(|one| one.role == Role::Closing);
    let listed = units
        .iter()
        .any(|unit| matches!(&unit.kind, Kind::Group(group) if group.layout == "content"));
    // The closing words of a text stand alone, or below what they sum up.
    let closing = !holders.is_empty() && units.iter().skip(1).any(closes);
    let alone = if listed { 0.2 } else { 1.5 };
    1.0 + cost + if closing { alone } else { 0.0 }
}

fn prose(sentences: usize, words: f64) -> f64 {
    let alone = match (sentences, words <= 40.0) {
        (1, true) => 0.25,
        (1, false) => 0.55,
        _ => 0.0,
    };
    alone + 0.7 * sentences.saturating_sub(MOST_POINTS) as f64 + over_room(words, ROOM)
}

/// How many of these sentences begin a paragraph behind one of which several are shown, or one that itself has
/// several.
fn across(units: &[&Unit]) -> usize {
    let beside = |pair: &[&Unit]| pair[0].span == pair[1].span;
    let begins = |at: usize| !beside(&units[at - 1..=at]);
    let several = |at: usize| {
        at > 1 && beside(&units[at - 2..at]) || units.get(at..at + 2).is_some_and(beside)
    };
    (1..units.len()).filter(|at| begins(*at) && several(*at)).count()
}

fn over_room(words: f64, room: f64) -> f64 {
    (words - room).max(0.0) / 40.0
}

/// The cost of an object or group with sentences around it.
fn around(units: &[&Unit], at: usize, words: f64) -> f64 {
    let (before, after) = (at, units.len() - at - 1);
    let defines = units[0].sentence().is_some_and(|one| one.role == Role::Definition && before > 0);
    match &units[at].kind {
        Kind::Object(object) => {
            let picture = matches!(object.block.value, Block::Image(_));
            let (most_before, most_after) = match object.layout() {
                "table" => (3, 2),
                "chart" => (1, 1),
                "image" => (3, 2),
                _ => (3, 4),
            };
            let room = if picture { BESIDE } else { (ROOM - 8.0 * object.lines).max(50.0) };
            over(before, most_before) + over(after, most_after)
                + over_room(words, room)
                + 0.5 * (before + after).saturating_sub(MOST_POINTS) as f64
                + bare(object, before + after)
                + if units[at].ties.begins { SPEAKS_OF_ELSE * before as f64 } else { 0.0 }
                // A definition belongs on a slide of its own, or beside a picture.
                + if defines && at > 1 && !picture { 1.8 } else { 0.0 }
        }
        Kind::Group(group) if group.layout == "content" => {
            let count = group.count + before + after;
            over(after, 1)
                + over(before, 2)
                + 0.6 * count.saturating_sub(7) as f64
                + over_room(words, (ROOM * 1.2 - group.wide).max(30.0))
        }
        Kind::Group(group) if group.layout == "quote" => 1.5 * (before + after) as f64,
        Kind::Group(group) => {
            0.5 * over(before, 1)
                + over(after, 1)
                + over_room(words, (ROOM * 1.3 - group.wide).max(40.0))
        }
        Kind::Sentence(_) => 0.0,
    }
}

fn over(count: usize, most: usize) -> f64 {
    1.2 * count.saturating_sub(most) as f64
}

/// The cost of an object with no word about it. A quotation is words.
fn bare(object: &Object, sentences: usize) -> f64 {
    match (sentences, object.made || object.layout() == "quote", object.caption.is_some()) {
        (0, false, false) => ALONE,
        (0, false, true) => 0.6,
        _ => 0.0,
    }
}

/// Whether a short list and an object right behind it share a slide: its items say what the object is.
fn listed(units: &[&Unit], [at, next]: [usize; 2]) -> bool {
    const MOST_ITEMS: usize = 5;
    let short = |widest: f64| {
        matches!(&units[at].kind, Kind::Group(group)
            if group.layout == "content" && group.count <= MOST_ITEMS && group.wide <= widest)
    };
    let object = units[next].object().is_some_and(|object| match object.layout() {
        "code" | "math" => object.lines <= LISTED_LINES && short(f64::MAX),
        "image" => short(BESIDE),
        _ => false,
    });
    object && next == at + 1
}

/// Whether a list behind a formula says what its letters mean, below no more than a word such as `其中`.
fn explained(units: &[&Unit], [at, next]: [usize; 2]) -> bool {
    const MOST_ITEMS: usize = 7;
    const WIDEST_LEAD: f64 = 16.0;
    let formula = units[at].object().is_some_and(|object| object.layout() == "math");
    let letters = matches!(&units[next].kind, Kind::Group(group)
        if matches!(group.layout, "content" | "cards") && group.count <= MOST_ITEMS && begins_with_math(group));
    let lead = units[at + 1..next].iter().filter_map(|unit| unit.sentence());
    formula && letters && next - at <= 2 && lead.map(Sentence::wide).sum::<f64>() <= WIDEST_LEAD
}

/// Whether an item of a list begins with a formula.
fn begins_with_math(group: &Group) -> bool {
    fn is_math(one: &Spanned<Inline>) -> bool {
        match &one.value {
            Inline::Math(_) => true,
            Inline::Strong(inner) => inner.first().is_some_and(is_math),
            _ => false,
        }
    }
    let begins = |item: &Spanned<Item>| match item.blocks.first().map(|first| &first.value) {
        Some(Block::Paragraph(content)) => content.first().is_some_and(is_math),
        _ => false,
    };
    group.list().is_some_and(|(_, items)| items.iter().any(begins))
}

/// How wide a group is.
fn wide(unit: &Unit) -> f64 {
    match &unit.kind {
        Kind::Group(group) => group.wide,
        _ => 0.0,
    }
}

/// About how many lines sentences and objects take when stacked.
fn tall(units: &[&Unit]) -> f64 {
    const LINE: f64 = 34.0;
    let one = |unit: &&Unit| match &unit.kind {
        Kind::Sentence(one) => (one.wide() / LINE).ceil() + 0.4,
        Kind::Object(object) if object.layout() == "image" => 0.0,
        Kind::Object(object) => object.lines + AROUND,
        Kind::Group(group) => group.count as f64 * 1.1,
    };
    units.iter().map(one).sum()
}

/// Whether several objects may share a slide: all small and of one kind, or a listing with its
/// output.
fn share(units: &[&Unit], holders: &[usize]) -> bool {
    let objects: Vec<&Object> = holders.iter().filter_map(|at| units[*at].object()).collect();
    // Pictures with nothing between them are meant to be seen together.
    let pictures = (2..=MOST_PICTURES).contains(&objects.len())
        && objects.iter().all(|object| object.is_picture());
    let one_kind = objects.iter().all(|object| object.layout() == objects[0].layout());
    let lines: f64 = objects.iter().map(|object| object.lines).sum();
    let small = objects.iter().all(|object| object.is_small());
    let touching = holders.windows(2).all(|pair| pair[1] == pair[0] + 1);
    let code = objects.first().is_some_and(|object| object.layout() == "code");
    if pictures && touching && objects.len() == holders.len() {
        return true;
    }
    objects.len() == holders.len()
        && one_kind
        && objects.len() <= MOST_SMALL
        && lines <= MOST_LINES
        && (small || touching && code)
}
