//! How much of an article is shown: sentences by what they do, where they stand and what their words
//! weigh, as far as the time for the talk reaches. The rest is said.

use super::passages::Passage;
use super::roles::Role;
use super::sentences::Sentence;
use super::units::Unit;
use super::weights::Weights;
use crate::deck::arrange::width;

/// Minutes of a talk for which nobody set them.
pub(crate) const MINUTES: f64 = 45.0;
/// What a slide of running text shows, in Han characters. A slide takes about a minute.
const SLIDE: f64 = 120.0;
/// What a group or an object takes, in slides.
const THING: f64 = 0.8;
/// The least share of the time that is for sentences, however many things there are.
const LEAST: f64 = 0.3;

/// Chooses the sentences that are shown.
pub(super) fn choose(root: &mut Passage, weights: &Weights, minutes: f64) {
    weigh(root, weights);
    let mut sentences: Vec<(f64, f64)> = Vec::new();
    let mut things = 0.0;
    root.visit(&mut |unit| match unit.sentence() {
        Some(sentence) if unit.shown => sentences.push((unit.weight, sentence.wide())),
        Some(_) => {}
        None => things += THING,
    });
    let room = (minutes - things).max(minutes * LEAST) * SLIDE;
    let least = threshold(sentences, room);
    root.visit_mut(&mut |units| {
        for unit in units.iter_mut() {
            // A thing never stands without its sentence.
            unit.shown &= unit.holds() || unit.bonds.leads || unit.weight >= least;
        }
        accompany(units);
        settle(units);
        close(units);
    });
}

/// A thing never stands without a sentence: if none of those beside it was chosen, the nearest is,
/// rather the one before.
fn accompany(units: &mut [Unit]) {
    let things: Vec<usize> =
        (0..units.len()).filter(|at| units[*at].object().is_some() && units[*at].shown).collect();
    for at in things {
        let start =
            (0..at).rev().find(|before| units[*before].holds()).map_or(0, |before| before + 1);
        let end = (at + 1..units.len()).find(|after| units[*after].holds()).unwrap_or(units.len());
        if (start..end).any(|beside| beside != at && units[beside].shown) {
            continue;
        }
        let says =
            |beside: &usize| units[*beside].sentence().is_some_and(|one| says_something(one));
        match (start..at).rev().find(says) {
            Some(before) => {
                units[before].shown = true;
                units[before].bonds.serves_next = true;
            }
            None => {
                if let Some(after) = (at + 1..end).find(says) {
                    units[after].shown = true;
                    units[after].bonds.serves_last = true;
                }
            }
        }
    }
}

/// Whether a sentence is more than a label (`例如：`, `Finally,`).
fn says_something(one: &Sentence) -> bool {
    const LEAST: f64 = 6.0;
    let text = one.whole().trim();
    width(text) >= LEAST || !text.ends_with(['：', ':', ',', '，'])
}

/// The weight of the last sentence that there is room for.
fn threshold(mut sentences: Vec<(f64, f64)>, room: f64) -> f64 {
    sentences.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut taken = 0.0;
    let mut least = f64::MAX;
    for (weight, wide) in sentences {
        taken += wide;
        if taken > room && weight < least {
            break;
        }
        least = weight;
    }
    least
}

/// Adds to what a sentence does where it stands and what its words weigh; hides what is never shown.
fn weigh(root: &mut Passage, weights: &Weights) {
    const FIRST: f64 = 0.6;
    const PARAGRAPH: f64 = 0.08;
    const WORDS: f64 = 0.05;
    root.visit_mut(&mut |units| {
        let (mut first, mut paragraph) = (true, None);
        for unit in units.iter_mut() {
            let Some(sentence) = unit.sentence() else { continue };
            let hidden = sentence.role <= Role::Example && !unit.bonds.leads;
            let begins = paragraph != Some(unit.span);
            paragraph = Some(unit.span);
            if hidden {
                unit.shown = false;
                continue;
            }
            let words = weights.in_text(sentence.text(), "");
            let words: f64 = words.iter().take(4).map(|(_, weight)| weight).sum();
            unit.weight += WORDS * words + if begins { PARAGRAPH } else { 0.0 };
            unit.weight += if first { FIRST } else { 0.0 };
            first = false;
        }
    });
}

/// What opens something is shown with that, or not at all: a question whose answer is only said, a
/// colon with nothing behind it. A question that ends its part is left to those who hear it.
fn close(units: &mut [Unit]) {
    for at in (0..units.len()).rev() {
        let next = units.get(at + 1);
        let asks = units[at].sentence().is_some_and(Sentence::asks);
        let goes_on = next.is_some_and(|next| next.shown || asks && next.bonds.opens);
        units[at].shown &= !units[at].bonds.opens || goes_on || asks && next.is_none();
    }
}

/// A sentence that only speaks of the one before is shown with it, or not at all.
fn settle(units: &mut [Unit]) {
    for at in (1..units.len()).rev() {
        let refers = units[at].shown && units[at].bonds.follows;
        let (before, unit) = units.split_at_mut(at);
        let Some(last) = before.last_mut() else { continue };
        let meta = last.sentence().is_some_and(|one| one.role == Role::Meta);
        let plain = unit[0].sentence().is_some_and(|one| one.role <= Role::Background);
        if refers && !last.shown && last.sentence().is_some() {
            match (meta, plain) {
                (true, true) => unit[0].shown = false,
                (true, false) => {}
                (false, _) => last.shown = true,
            }
        }
    }
}
