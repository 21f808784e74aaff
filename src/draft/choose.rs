//! Chooses how much of an article is shown. Units are weighed by their role, their position and
//! their words, and the weightiest are shown, as many as the talk has time for at about a slide a
//! minute. The rest is only in the notes.

use std::collections::BTreeSet;

use super::cut;
use super::gist;
use super::passages::{self, Passage};
use super::roles::Role;
use super::sentences::Sentence;
use super::units::{Object, Unit};
use super::weigh::{self, NEVER};
use super::weights::Weights;
use super::words::WORDS;
use crate::deck::arrange::width;

/// Longest talk in minutes when the author set no time; short texts make shorter talks.
const MINUTES: f64 = 45.0;

/// Most slides of a deck that shows whatever says something.
const FEW: usize = 10;

/// How much of an article was chosen.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Chosen {
    /// The number of units that slides show.
    pub(crate) shown: usize,
    /// The number of all units.
    pub(crate) all: usize,
    /// The number of slides that all of them would take.
    pub(crate) slides: usize,
}

/// Chooses what is shown. `minutes`: how long the talk may be; `None` if nobody said it.
pub(super) fn choose(root: &mut Passage, weights: &Weights, minutes: Option<f64>) -> usize {
    weigh::weigh(root, weights, 0);
    weigh::end(root);
    show(root, 0.0);
    if slides(root) > FEW {
        weigh::condense(root, 0);
        show(root, 0.0);
    }
    let all = slides(root);
    let room = minutes.unwrap_or_else(|| natural(all).max(of_set(root)).min(MINUTES));
    if all as f64 > room {
        represent(root, room);
        let mut steps: Vec<f64> = Vec::new();
        root.visit(&mut |unit| {
            steps.extend((unit.is_due && unit.weight >= 0.0).then_some(unit.weight))
        });
        steps.sort_by(f64::total_cmp);
        steps.dedup();
        // Find the least weight at which there are few enough slides. The weightiest unit is always
        // shown.
        let last = steps.len().saturating_sub(1);
        let most = steps[..last].partition_point(|least| {
            show(root, *least);
            slides(root) as f64 > room
        });
        show(root, steps[most]);
        root.visit_mut(&mut |units| support(units));
    }
    all
}

/// A part of which one sentence is left is shown with the next one, which says why or how much, if that needs no
/// further slide.
fn support(units: &mut [Unit]) {
    const LEAST: f64 = 0.2;
    let mut shown = units.iter().filter(|unit| unit.shown);
    let (Some(only), None) = (shown.next(), shown.next()) else { return };
    if only.sentence().is_none() {
        return;
    }
    let free = |at: &usize| {
        let unit = &units[*at];
        let says = unit.sentence().is_some_and(|one| !one.opens());
        !unit.shown && says && unit.weight >= LEAST && !unit.ties.leads && !unit.ties.follows
    };
    let weight = |at: &usize| units[*at].weight;
    let next = (0..units.len()).filter(free).max_by(|a, b| weight(a).total_cmp(&weight(b)));
    let Some(at) = next else { return };
    units[at].shown = true;
    units[at].shown = cut::cut(units).len() == 1;
}

/// Raises the weightiest unit of each main part above all others, where there is time for all parts: a
/// talk that passes over a whole part of the article seems to have forgotten it.
fn represent(root: &mut Passage, room: f64) {
    const ABOVE_ALL: f64 = 10.0;
    // A slide for the part, and as many for what else weighs most. Of a set none is missing.
    let set = of_set(root);
    let is_whole = set > 0.0 && set <= room;
    if root.parts.len() as f64 * 2.0 > room && !is_whole {
        return;
    }
    let mains = root.parts.iter_mut().filter(|part| !passages::is_sources(part));
    for part in mains {
        let mut best = (NEVER, None);
        part.visit(&mut |unit| {
            if unit.is_due && unit.weight > best.0 {
                best = (unit.weight, Some(unit.id));
            }
        });
        let best = best.1;
        part.visit_mut(&mut |units| {
            units
                .iter_mut()
                .filter(|unit| Some(unit.id) == best)
                .for_each(|unit| unit.weight += ABOVE_ALL);
        });
    }
}

/// How many slides an article takes that is a set of many short parts, such as thirty mistakes: one for each, and
/// for what stands around them. 0 for any other.
fn of_set(root: &Passage) -> f64 {
    const FEWEST: usize = 9;
    const WIDEST: f64 = 320.0;
    let wide = |part: &Passage| {
        part.units.iter().filter_map(Unit::sentence).map(|one| width(one.whole())).sum::<f64>()
    };
    let short = |part: &&Passage| part.is_prose() && wide(part) <= WIDEST;
    let members = root.parts.iter().filter(short).count();
    let around = root.parts.len() - members;
    if members < FEWEST || around * 4 > members { 0.0 } else { (members + around + 2) as f64 }
}

/// Counts the units that are shown, and all units.
pub(super) fn count(root: &Passage, slides: usize) -> Chosen {
    let mut chosen = Chosen { slides, ..Chosen::default() };
    root.visit(&mut |unit| {
        chosen.all += 1;
        chosen.shown += usize::from(unit.shown);
    });
    chosen
}

/// The number of slides for what is shown.
fn slides(root: &Passage) -> usize {
    let own =
        if root.units.iter().any(|unit| unit.shown) { cut::cut(&root.units).len() } else { 0 };
    own + root.parts.iter().map(slides).sum::<usize>()
}

/// The number of slides when the author set no time: all of a short text's, and half of those that
/// a longer text has beyond that.
fn natural(all: usize) -> f64 {
    const WHOLE: f64 = 16.0;
    let all = all as f64;
    (all.min(WHOLE) + (all - WHOLE).max(0.0) / 2.0).min(MINUTES)
}

/// Marks the units of at least this weight as shown, with those that they depend on.
fn show(root: &mut Passage, least: f64) {
    root.visit_mut(&mut |units| {
        for unit in units.iter_mut() {
            unit.shown = unit.is_due && unit.weight >= least;
            unit.ties.serves_next = false;
            unit.ties.serves_last = false;
        }
        lead(units);
        accompany(units);
        explain(units);
        fill(units);
        let some = units.iter().any(|unit| unit.shown);
        settle(units);
        close(units);
        if some && !units.iter().any(|unit| unit.shown) {
            stand_in(units);
        }
    });
}

/// Shows the sentences that lead to an object or follow from it exactly where the object is shown.
fn lead(units: &mut [Unit]) {
    for at in 0..units.len() {
        let (leads, follows) = (units[at].ties.leads, units[at].ties.follows);
        let next = || units[at + 1..].iter().find(|unit| unit.holds());
        let shown = leads && next().is_some_and(|next| next.shown);
        let nothing = leads && units[at].ties.opens;
        let hidden = follows && at > 0 && units[at - 1].holds() && !units[at - 1].shown;
        units[at].shown = shown || units[at].shown && !(nothing || hidden);
    }
}

/// Gives each shown object a sentence: one shown before it or right behind it, else the nearest one
/// that says something, preferably before it.
fn accompany(units: &mut [Unit]) {
    let things: Vec<usize> =
        (0..units.len()).filter(|at| units[*at].object().is_some() && units[*at].shown).collect();
    for at in things {
        let start =
            (0..at).rev().find(|before| units[*before].holds()).map_or(0, |before| before + 1);
        let end = (at + 1..units.len()).find(|after| units[*after].holds()).unwrap_or(units.len());
        // What is said of a picture right behind it is shown with it.
        if units[at].ties.begins && says_at(units, at + 1) && units[at + 1].weight > NEVER {
            units[at + 1].shown = true;
            units[at + 1].ties.serves_last = true;
            continue;
        }
        if (start..at).any(|before| units[before].shown && !units[before].ties.serves_last) {
            continue;
        }
        // A sentence that leads to the next object belongs to that one.
        let free = |after: &usize| !units[*after].ties.leads;
        // What is about the text itself leads to a listing or a formula at best.
        let picture = units[at].object().is_some_and(Object::is_picture);
        let about =
            |beside: usize| units[beside].sentence().is_some_and(|one| one.role == Role::Meta);
        let says = |beside: &usize| says_at(units, *beside) && !(picture && about(*beside));
        let behind = (at + 1..end).take_while(free).find(|after| units[*after].shown);
        let before = (start..at).rev().find(|before| says(before) && !units[*before].shown);
        match (behind, before) {
            (Some(behind), _) => units[behind].ties.serves_last = true,
            (None, Some(before)) => {
                units[before].shown = true;
                units[before].ties.serves_next = true;
            }
            (None, None) => {
                let own = |after: &usize| free(after) && says(after);
                if let Some(after) = (at + 1..end).find(own) {
                    units[after].shown = true;
                    units[after].ties.serves_last = true;
                }
            }
        }
    }
}

/// A small thing has room beside it: with a single sentence, which may become the headline, the one that
/// follows is shown, too, or else the one before.
fn explain(units: &mut [Unit]) {
    const MOST_LINES: f64 = 12.0;
    for at in 1..units.len() {
        let small = units[at].object().is_some_and(|object| {
            object.layout() != "chart" && object.lines <= MOST_LINES && units[at].shown
        });
        if !small {
            continue;
        }
        let shown = |at: usize| units.get(at).is_some_and(|unit| unit.shown && !unit.holds());
        let before = (0..at).rev().take_while(|before| shown(*before)).count();
        let after =
            units.get(at + 1).filter(|unit| !unit.ties.leads).is_some_and(|_| shown(at + 1));
        if before + usize::from(after) != 1 {
            continue;
        }
        if !after && explains(units, at + 1) {
            units[at + 1].shown = true;
            units[at + 1].ties.serves_last = true;
        } else if let Some(first) =
            at.checked_sub(before + 1).filter(|first| explains(units, *first))
        {
            units[first].shown = true;
            units[first].ties.serves_next = true;
        }
    }
}

/// Whether a sentence that is not shown may be shown beside a thing.
fn explains(units: &[Unit], at: usize) -> bool {
    const WIDEST: f64 = 50.0;
    units.get(at).is_some_and(|unit| {
        let one = unit.sentence();
        let fits = one.is_some_and(|one| one.wide() <= WIDEST && !one.opens());
        fits && unit.is_due && unit.weight > NEVER && !unit.ties.leads && !unit.shown
    })
}

/// Whether a unit is a sentence that says something.
fn says_at(units: &[Unit], at: usize) -> bool {
    units.get(at).filter(|unit| unit.is_due).and_then(Unit::sentence).is_some_and(says_something)
}

/// Whether a sentence is more than a label (`例如：`, `Finally,`).
fn says_something(one: &Sentence) -> bool {
    const LEAST: f64 = 6.0;
    let text = one.whole().trim();
    width(text) >= LEAST || !text.ends_with(['：', ':', ',', '，'])
}

/// Shows all sentences of a series, and all steps of a procedure, where one of them is shown.
fn fill(units: &mut [Unit]) {
    let shown = || units.iter().filter(|unit| unit.shown);
    let series: BTreeSet<usize> = shown().filter_map(|unit| unit.ties.series).collect();
    let steps: BTreeSet<u32> = shown().filter_map(|unit| unit.ties.steps).collect();
    for unit in units.iter_mut().filter(|unit| unit.is_due && unit.weight > NEVER) {
        unit.shown |= unit.ties.series.is_some_and(|first| series.contains(&first));
        unit.shown |= unit.ties.steps.is_some_and(|first| steps.contains(&first));
    }
}

/// Hides a sentence that opens something (a question, a colon) if what it opens is not shown.
fn close(units: &mut [Unit]) {
    // Nothing but questions is for the audience.
    if units.len() > 1 && units.iter().all(|unit| unit.sentence().is_some_and(Sentence::asks)) {
        return;
    }
    for at in (0..units.len()).rev() {
        let goes_on = units.get(at + 1).is_some_and(|next| next.shown);
        let told = !is_announced(units, at) || tells_more(units, at + 1);
        units[at].shown &= !units[at].ties.opens || goes_on && told;
    }
}

/// Whether a unit is a sentence that announces several things.
fn is_announced(units: &[Unit], at: usize) -> bool {
    units[at].sentence().is_some_and(|one| one.announces && !one.asks())
}

/// Whether several things are shown from a unit on: a group, an object, or two sentences.
fn tells_more(units: &[Unit], at: usize) -> bool {
    let shown = |at: usize| units.get(at).is_some_and(|unit| unit.shown);
    shown(at) && (units[at].holds() || shown(at + 1))
}

/// Shows the sentences that one leans on, or hides it: what only leans on others, and carries nothing itself, is
/// not shown for the sake of them.
fn settle(units: &mut [Unit]) {
    let best = units.iter().filter(|unit| unit.shown).map(|unit| unit.weight);
    let best = best.fold(0.0, f64::max);
    for at in 1..units.len() {
        if !units[at].shown || !units[at].ties.follows || units[at - 1].shown {
            continue;
        }
        let Some(one) = units[at].sentence() else { continue };
        let Some(last) = units[at - 1].sentence() else { continue };
        let carries = units[at].weight >= best
            || one.role > Role::Contrast
            || units[at].ties.series.is_some()
            || last.announces;
        // What draws a result says it without what it is drawn from, and behind words about the text it is the
        // heading that is spoken of.
        let alone = one.role == Role::Result && !WORDS.leaning(&one.text().to_ascii_lowercase())
            || one.role >= Role::Answer && last.role == Role::Meta;
        match leant_on(units, at).filter(|_| carries) {
            Some(first) => units[first..at].iter_mut().for_each(|unit| unit.shown = true),
            None => units[at].shown = carries && alone || units[at].ties.leads,
        }
    }
}

/// The first of the sentences that one leans on and that are not shown yet; `None` if they take the room of what
/// is meant, or say nothing.
fn leant_on(units: &[Unit], at: usize) -> Option<usize> {
    const MOST: usize = 2;
    let hidden = (0..at).rev().take_while(|before| !units[*before].shown).take(MOST);
    let hidden: Vec<usize> = hidden.collect();
    let head = hidden.iter().position(|before| !units[*before].ties.follows);
    let needed = &hidden[..head.map_or(hidden.len(), |head| head + 1)];
    let first = *needed.last()?;
    let whole = head.is_some() || first > 0 && units[first - 1].shown;
    let may = |at: &usize| may_be_leant_on(&units[*at]);
    (whole && needed.iter().all(may)).then_some(first)
}

/// Whether a unit is shown for the sake of the sentence behind it: it is no chatter, and does not take the room
/// of two.
fn may_be_leant_on(unit: &Unit) -> bool {
    const WIDEST: f64 = 60.0;
    const WIDEST_TALK: f64 = 12.0;
    unit.sentence().is_some_and(|one| {
        let says = one.role > Role::Meta && !one.is_aside();
        let short = one.wide() <= if gist::is_talk(one) { WIDEST_TALK } else { WIDEST };
        says && unit.is_due && (unit.weight >= 0.0 || short)
    })
}

/// Shows the weightiest sentence that needs no other, where nothing of a part is left.
fn stand_in(units: &mut [Unit]) {
    let stands = |unit: &&mut Unit| {
        let one = unit.sentence();
        let says = one.is_some_and(|one| one.role > Role::Meta && !one.opens() && !one.is_aside());
        unit.is_due && says && !unit.ties.follows && !unit.ties.leads
    };
    let best = units.iter_mut().filter(stands).max_by(|a, b| a.weight.total_cmp(&b.weight));
    if let Some(best) = best {
        best.shown = true;
    }
}
