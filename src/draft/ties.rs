//! Ties between neighbouring units: which sentence leads to an object or group, which follows from
//! it, and which cannot stand without the one before.

use super::roles::Role;
use super::sentences::Sentence;
use super::sides::{self, Side};
use super::units::{Group, Kind, Object, Unit};
use super::words::WORDS;
use crate::deck::arrange::width;

/// Finds the ties of all units below one heading. `side`: where the article speaks of its pictures.
pub(super) fn bind(units: &mut [Unit], side: Side) {
    for at in 0..units.len() {
        units[at].ties.opens = units[at].sentence().is_some_and(Sentence::opens);
        if units[at].holds() {
            lead(units, at);
            follow(units, at, side);
        } else if at > 0 && (refers(&units[at]) || answers(&units[at - 1], &units[at])) {
            units[at].ties.follows = true;
        }
    }
    series(units);
}

/// Finds sentences that count what they say (`首先……`, `其次……`): shown together, or none.
fn series(units: &mut [Unit]) {
    let begins = |unit: &Unit, words: &crate::locale::List| {
        let text = unit.sentence().map(|one| one.whole().trim().to_ascii_lowercase());
        text.is_some_and(|text| words.begins(&text))
    };
    const FARTHEST: usize = 12;
    let mut first: Option<usize> = None;
    for at in 0..units.len() {
        first = first.filter(|first| at - first <= FARTHEST);
        if begins(&units[at], &WORDS.first_of) {
            first = Some(at);
        } else if let Some(first) = first
            && begins(&units[at], &WORDS.next_of)
        {
            units[at].ties.series = Some(first);
            units[first].ties.series = Some(first);
        }
    }
}

/// Ties the sentence that leads to an object or group to it; if that sentence only points, the one
/// before as well.
fn lead(units: &mut [Unit], at: usize) {
    let Some(before) = at.checked_sub(1) else { return };
    let Some(sentence) = units[before].sentence() else { return };
    let text = sentence.whole().trim().to_ascii_lowercase();
    let points = WORDS.points.ends(text.trim_end_matches(['：', ':', '。', '.']));
    // `答：` is only a label.
    let label = WORDS.markers.has(text.trim_end_matches(['：', ':']));
    let leads = sides::leads(&text)
        || units[at].object().is_some() && goes_on(sentence)
        || introduces(units, before)
        || is_connector(sentence) && matches!(units[at].kind, Kind::Group(_))
        || units[at].object().is_none() && sentence.announces;
    // `如下图所示。` says no more than that something stands there.
    let points_only = WORDS.points.has(text.trim_end_matches(['：', ':', '。', '.']));
    if label || points_only {
        units[before].shown = false;
    }
    if !leads || label {
        return;
    }
    units[before].ties.leads = !points_only;
    if let Some(first) = before.checked_sub(1).filter(|_| points)
        && units[first].sentence().is_some_and(|one| one.role != Role::Meta)
    {
        units[first].ties.leads = true;
    }
}

/// Whether the last sentence of a paragraph introduces the listing, formula, table or numbered list right behind it:
/// unless it speaks of what stands above it.
fn introduces(units: &[Unit], at: usize) -> bool {
    const WIDEST: f64 = 70.0;
    const NARROWEST: f64 = 3.0;
    let thing = match &units[at + 1].kind {
        Kind::Object(object) => {
            !object.made && matches!(object.layout(), "code" | "math" | "table")
        }
        Kind::Group(group) => is_numbered(group) || counts(&units[at]),
        Kind::Sentence(_) => false,
    };
    let Some(sentence) = units[at].sentence().filter(|_| thing) else { return false };
    let text = sentence.whole().trim().to_ascii_lowercase();
    let behind = at > 0 && units[at - 1].holds();
    let says = !text.ends_with([',', '，']) && width(&text) >= NARROWEST;
    let about = behind && (WORDS.follows.begins(&text) || WORDS.refer_back(&text));
    let fits = says && sentence.wide() <= WIDEST;
    sentence.is_last() && sentence.role != Role::Meta && !about && fits
}

/// Whether a sentence is no more than a word that leads on: `其中，`.
fn is_connector(sentence: &Sentence) -> bool {
    const WIDEST: f64 = 3.0;
    let text = sentence.whole().trim();
    width(text.trim_end_matches(['，', ','])) <= WIDEST && text.ends_with(['，', ','])
}

/// Whether a sentence says how many things there are.
fn counts(unit: &Unit) -> bool {
    const WIDEST: f64 = 40.0;
    let text = unit.sentence().map(|one| one.whole().to_ascii_lowercase());
    text.is_some_and(|text| width(&text) <= WIDEST && WORDS.counts.stands_in(&text))
}

/// Whether the members of a group are counted.
fn is_numbered(group: &Group) -> bool {
    group.list().is_some_and(|(kind, _)| kind.start.is_some())
}

/// Whether the sentence before an object ends only behind it: it has no end mark, or asks to look
/// (`プロットしてみよう。`).
fn goes_on(sentence: &Sentence) -> bool {
    const NARROWEST: f64 = 5.0;
    let text = sentence.whole().trim();
    let bare = text.trim_end_matches(['”', '"', '」', '）', ')', '*']);
    let open = bare.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '，' | '、' | ','));
    open && sentence.is_last() && width(text) >= NARROWEST
        || WORDS.goes_on.ends(text.trim_end_matches(['。', '．', '.', '！', '!']))
}

/// Ties the sentence behind an object or group to it if it draws a result from it, goes on with the
/// sentence before it, or, in an article that speaks of its pictures behind them, stands behind one.
fn follow(units: &mut [Unit], at: usize, side: Side) {
    let picture = units[at].object().is_some_and(Object::is_picture);
    let led = at > 0 && units[at - 1].ties.leads;
    let object = units[at].object().is_some();
    let Some(unit) = units.get_mut(at + 1) else { return };
    let Some(sentence) = unit.sentence() else { return };
    let text = sentence.whole().trim().to_ascii_lowercase();
    let about = picture && sides::speaks_of_picture(&text);
    let behind = picture && side == Side::Behind && !led && !sides::leads(&text);
    let inside = object && sentence.whole().starts_with(|c: char| c.is_ascii_lowercase());
    if !(WORDS.follows.begins(&text) || text.contains('越') || about || behind || inside) {
        return;
    }
    unit.ties.follows = true;
    unit.weight = unit.weight.max(0.7);
    units[at].ties.begins = (about || behind) && !led;
}

/// Whether a sentence is a short answer to the question right before it: it says nothing without that.
fn answers(before: &Unit, unit: &Unit) -> bool {
    const WIDEST: f64 = 16.0;
    let (Some(question), Some(one)) = (before.sentence(), unit.sentence()) else { return false };
    question.asks() && one.is_right_behind(question) && one.wide() <= WIDEST
}

/// Whether a sentence refers back to the one before it.
fn refers(unit: &Unit) -> bool {
    let Some(sentence) = unit.sentence() else { return false };
    let text = sentence.text().to_ascii_lowercase();
    // Without the word that turns from the one before, it stands alone.
    let turns = sentence.role == Role::Contrast && sentence.point.start == sentence.range.start;
    // What a later clause points to may stand in the first.
    let first = text.split(['，', '；', '、', '：', ',', ';']).next().unwrap_or(&text);
    WORDS.refer_back(&text) || turns || WORDS.pointing.stands_in(first)
}
