//! Which sentences belong to a thing that stands beside them: what leads to it, what follows from
//! it; and which sentences cannot stand without the one before.

use super::roles::Role;
use super::sentences::Sentence;
use super::units::Unit;
use super::words::WORDS;

/// Binds units to their neighbours.
pub(super) fn bind(units: &mut [Unit]) {
    for at in 0..units.len() {
        units[at].bonds.opens = units[at].sentence().is_some_and(Sentence::opens);
        if units[at].holds() {
            lead(units, at);
            follow(units, at);
        } else if at > 0 && refers(&units[at]) {
            units[at].bonds.follows = true;
        }
    }
}

/// The sentence that leads to a thing is shown with it; if it only points, so is the one before.
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
    units[before].bonds.leads = true;
    if let Some(first) = before.checked_sub(1).filter(|_| points)
        && units[first].sentence().is_some_and(|one| one.role != Role::Meta)
    {
        units[first].bonds.leads = true;
    }
}

/// The sentence that says what comes of a thing is shown with it.
fn follow(units: &mut [Unit], at: usize) {
    let Some(unit) = units.get_mut(at + 1) else { return };
    let Some(sentence) = unit.sentence() else { return };
    let text = sentence.whole().trim().to_ascii_lowercase();
    if WORDS.follows.begins(&text) || text.contains('越') {
        unit.bonds.follows = true;
        unit.weight = unit.weight.max(0.7);
    }
}

/// Whether a sentence speaks of what the one before it said.
fn refers(unit: &Unit) -> bool {
    let Some(sentence) = unit.sentence() else { return false };
    let text = sentence.text().to_ascii_lowercase();
    WORDS.back.begins(&text) || sentence.role == Role::Contrast
}
