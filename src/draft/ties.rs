//! Ties between neighbouring units: which sentence leads to an object or group, which follows from
//! it, and which cannot stand without the one before.

use super::roles::Role;
use super::sentences::Sentence;
use super::units::Unit;
use super::words::WORDS;

/// Finds the ties of all units below one heading.
pub(super) fn bind(units: &mut [Unit]) {
    for at in 0..units.len() {
        units[at].ties.opens = units[at].sentence().is_some_and(Sentence::opens);
        if units[at].holds() {
            lead(units, at);
            follow(units, at);
        } else if at > 0 && refers(&units[at]) {
            units[at].ties.follows = true;
        }
    }
}

/// Ties the sentence that leads to an object or group to it; if that sentence only points, the one
/// before as well.
fn lead(units: &mut [Unit], at: usize) {
    let Some(before) = at.checked_sub(1) else { return };
    let Some(sentence) = units[before].sentence() else { return };
    let text = sentence.whole().trim().to_ascii_lowercase();
    let last = text.rsplit(['，', '；', ',']).next().unwrap_or(&text);
    let leads = text.ends_with(['：', ':']) || WORDS.leads.stands_in(last);
    let points = WORDS.points.ends(text.trim_end_matches(['：', ':', '。', '.']));
    // `答：` is only a label.
    let label = WORDS.markers.has(text.trim_end_matches(['：', ':']));
    if label {
        units[before].shown = false;
    }
    if !leads || label {
        return;
    }
    units[before].ties.leads = true;
    if let Some(first) = before.checked_sub(1).filter(|_| points)
        && units[first].sentence().is_some_and(|one| one.role != Role::Meta)
    {
        units[first].ties.leads = true;
    }
}

/// Ties the sentence that draws a result from an object or group to it.
fn follow(units: &mut [Unit], at: usize) {
    let Some(unit) = units.get_mut(at + 1) else { return };
    let Some(sentence) = unit.sentence() else { return };
    let text = sentence.whole().trim().to_ascii_lowercase();
    if WORDS.follows.begins(&text) || text.contains('越') {
        unit.ties.follows = true;
        unit.weight = unit.weight.max(0.7);
    }
}

/// Whether a sentence refers back to the one before it.
fn refers(unit: &Unit) -> bool {
    let Some(sentence) = unit.sentence() else { return false };
    let text = sentence.text().to_ascii_lowercase();
    WORDS.back.begins(&text) || sentence.role == Role::Contrast
}
