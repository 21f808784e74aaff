//! Which sentence of a paragraph says what the paragraph is there for. What a sentence does (it turns
//! from the one before, concludes, says it again, tells, doubts) shows in the words it begins with; its
//! place says the rest.

use super::roles::Role;
use super::sentences::Sentence;
use super::units::Unit;
use super::words::WORDS;

/// What a sentence gains when it takes up the point: after a turn, as what follows, said again.
const TAKES_UP: f64 = 0.3;
/// The same where the turn is inside it, or where its words judge.
const JUDGES: f64 = 0.15;
/// What the first sentence of a paragraph gains, and the last of a longer one.
const AT_AN_END: f64 = 0.1;
/// What a sentence loses that asks, grants, or leaves the way.
const ASIDE: f64 = 0.25;
/// What one loses that tells what happened to somebody.
const TELLS: f64 = 0.2;
/// What one loses that doubts.
const DOUBTS: f64 = 0.1;
/// What one gains that has a number.
const MEASURES: f64 = 0.1;
/// What one loses that cannot be read without the one before.
const LEANS: f64 = 0.1;

/// How much a sentence says of what its paragraph is there for, compared with its fellows. `begins` and
/// `ends`: whether it is the first or the last of them.
pub(super) fn gist(sentence: &Sentence, begins: bool, ends: bool) -> f64 {
    let lower = sentence.whole().trim().to_ascii_lowercase();
    let lower = lower.trim_start_matches(['“', '"', '「', '*']);
    let taken = !begins && (WORDS.turns.begins(lower) || WORDS.concludes.begins(lower))
        || WORDS.restates.begins(lower);
    let told = tells(lower) && !taken;
    // What begins a paragraph is no remark on the way.
    let strays = !begins && WORDS.strays.begins(lower);
    let left = sentence.asks() || WORDS.grants.begins(lower) || strays;
    let marks = [
        (taken, TAKES_UP),
        (!taken && turns_inside(lower), JUDGES),
        (WORDS.judges.stands_in(lower), JUDGES),
        ((begins || ends) && !told && !left, AT_AN_END),
        (left, -ASIDE),
        (told, -TELLS),
        (WORDS.doubts.stands_in(lower), -DOUBTS),
        (!taken && WORDS.refer_back(lower), -LEANS),
        (!told && measures(lower), MEASURES),
    ];
    sentence.role.weight() + marks.iter().filter(|(is, _)| *is).map(|(_, by)| by).sum::<f64>()
}

/// Whether a text has a number of two digits or more that is no year, or a share.
fn measures(lower: &str) -> bool {
    let mut numbers = lower.split(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')));
    let year = |digits: &str| digits.len() == 4 && digits.starts_with(['1', '2']);
    let counts = |number: &str| {
        let digits = number.trim_matches(['.', ',']);
        digits.len() > 1 && !year(digits)
    };
    lower.contains(['%', '％']) || numbers.any(counts)
}

/// Whether an example begins with a sentence.
pub(super) fn begins_example(sentence: &Sentence) -> bool {
    WORDS.examples.begins(&sentence.whole().trim().to_ascii_lowercase())
}

/// Whether a sentence concludes from what stands before it, or says it again.
pub(super) fn takes_up(sentence: &Sentence) -> bool {
    let lower = sentence.whole().trim().to_ascii_lowercase();
    WORDS.concludes.begins(&lower) || WORDS.restates.begins(&lower)
}

/// Whether a text tells what happened to somebody; what `we` do, and what `our country` does, may be the matter.
pub(super) fn tells(lower: &str) -> bool {
    WORDS.tells.begins(lower) && !is_ours(lower)
}

/// Whether a text begins with all of us.
fn is_ours(lower: &str) -> bool {
    ["我们", "我們", "我国", "我國"].iter().any(|word| lower.starts_with(word))
}

/// Whether a sentence is the talk of its writer about himself, without a number or words that he stressed.
pub(super) fn is_talk(sentence: &Sentence) -> bool {
    let lower = sentence.text().trim().to_ascii_lowercase();
    let own = WORDS.own.begins(&lower) && !is_ours(&lower);
    let counts = lower.contains(|c: char| c.is_ascii_digit());
    own && !counts && !sentence.opens() && !sentence.is_stressed() && sentence.role < Role::Answer
}

/// Whether a sentence may open its part: it does not tell of somebody, doubt, or speak by the way.
pub(super) fn may_open(sentence: &Sentence) -> bool {
    let lower = sentence.whole().trim().to_ascii_lowercase();
    let aside = WORDS.grants.begins(&lower) || WORDS.strays.begins(&lower);
    !aside && !tells(&lower) && !WORDS.doubts.stands_in(&lower)
}

/// Whether a later clause turns from the first: `虽然……，但是……`.
fn turns_inside(lower: &str) -> bool {
    let clauses = lower.split(['，', '；', ',', ';', '、']).skip(1);
    clauses.map(str::trim_start).any(|clause| WORDS.turns.begins(clause))
}

/// Runs of units that make a paragraph: the sentences of one, or paragraphs of one sentence each, as they
/// are written for small screens.
pub(super) fn paragraphs(units: &[Unit]) -> Vec<std::ops::Range<usize>> {
    const MOST_SINGLE: usize = 6;
    let own = |unit: &Unit| unit.sentence().map(|_| unit.span);
    let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
    let mut at = 0;
    while at < units.len() {
        let Some(span) = own(&units[at]) else {
            at += 1;
            continue;
        };
        let length = units[at..].iter().take_while(|unit| own(unit) == Some(span)).count();
        match runs.last_mut() {
            Some(last)
                if length == 1
                    && last.end == at
                    && last.len() < MOST_SINGLE
                    && are_single(&units[last.clone()]) =>
            {
                last.end = at + 1;
            }
            _ => runs.push(at..at + length),
        }
        at += length;
    }
    runs
}

/// Whether each of these sentences is a paragraph of its own.
fn are_single(units: &[Unit]) -> bool {
    units.windows(2).all(|pair| pair[0].span != pair[1].span)
}

/// Whether a sentence is shown for itself: it is about the matter, and more than an example, a
/// remark aside, or that several things follow.
pub(super) fn says(sentence: &Sentence) -> bool {
    sentence.role > Role::Example && !sentence.is_aside() && !sentence.announces
}
