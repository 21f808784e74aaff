//! Whether a part of a sentence can stand alone. Whole sentences always can, and are not tested.

use super::weights::tags;
use super::words::WORDS;
use crate::deck::arrange::width;

/// Narrowest part that says something, in Han characters.
const NARROWEST: f64 = 4.0;

/// Whether a part of a sentence, from its beginning to the end of a clause, can stand alone.
pub(super) fn stands(text: &str) -> bool {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    if width(text) < NARROWEST || !is_balanced(text) {
        return false;
    }
    let kana = text.contains(|c: char| ('\u{3041}'..='\u{30ff}').contains(&c));
    let han = text.contains(|c: char| ('\u{3400}'..='\u{9fff}').contains(&c));
    match (kana, han) {
        (true, _) => japanese(text),
        (_, true) => chinese(text, &lower),
        _ => text.starts_with(|c: char| !c.is_lowercase()) && is_clause(&lower),
    }
}

/// Whether words in Latin letters have a finite verb outside of clauses that depend on another one. `lower`:
/// in lower case.
fn is_clause(lower: &str) -> bool {
    let clauses = lower.split([',', ';', ':']).map(str::trim);
    let finite = |clause: &str| {
        let spaced = format!(" {clause} ");
        WORDS.finite.stands_in(&spaced)
            || clause.split(' ').skip(1).any(|word| word.len() > 4 && word.ends_with("ed"))
    };
    clauses.filter(|clause| !WORDS.dependent.begins(clause)).any(finite)
}

fn japanese(text: &str) -> bool {
    const ENDS: &[char] = &['す', 'た', 'る', 'い', 'だ', 'ん'];
    text.ends_with(ENDS) && !WORDS.bad_starts.begins(text)
}

fn chinese(text: &str, lower: &str) -> bool {
    let last = text.rsplit(['，', '；', '：']).next().unwrap_or(text);
    let clauses = text.split(['，', '；']).count();
    // A subordinate clause needs its main clause behind the comma.
    let complete =
        !WORDS.subordinate.begins(lower) || clauses >= 2 && !WORDS.subordinate.begins(last);
    complete
        && !WORDS.bad_starts.begins(lower)
        && (!WORDS.bad_ends.ends(lower) || lower.contains('是') && lower.ends_with('的'))
        && has_predicate(last)
        && !needs_another(last)
}

/// Whether a clause needs another one for a word inside it: `它通过提供接口`, `部署虽然方便`.
fn needs_another(clause: &str) -> bool {
    let words = tags(clause);
    let begins = words.first().is_some_and(|(word, _)| WORDS.needing.has(word));
    begins
        || words
            .iter()
            .any(|(word, tag)| matches!(tag.as_str(), "p" | "c") && WORDS.needing.has(word))
}

/// Whether a clause has a predicate: a verb or adjective that is left without attributes (`…的`) and
/// phrases of time and place (`在…中`).
fn has_predicate(clause: &str) -> bool {
    let tags = tags(clause);
    let described = tags.iter().rposition(|(word, _)| word == "的").map_or(0, |at| at + 1);
    let rest = &tags[described.min(tags.len())..];
    let skipped = match rest.iter().position(|(_, tag)| tag == "p") {
        Some(0) => rest.iter().rposition(|(_, tag)| tag == "f").map_or(0, |at| at + 1),
        _ => 0,
    };
    let verb = |(word, tag): &(String, String)| {
        tag.starts_with('v') && tag != "vn"
            || tag.starts_with('a') && tag != "an"
            || tag == "i"
            || word == "是"
    };
    // `甲是镇上的桥`: what is described stands behind the verb.
    let copula = tags.iter().position(|(word, _)| word == "是").filter(|at| *at > 0);
    if copula.is_some_and(|at| at + 1 < described && tags[at - 1].1.starts_with('n')) {
        return true;
    }
    if described > 0 && is_name(rest) {
        return false;
    }
    let ends_described = clause.ends_with('的') && clause.contains('是');
    ends_described || rest[skipped..].iter().any(verb)
}

/// Whether the words behind a `的` are only a name, even with a verb in it: `的熔断检测模块`.
fn is_name(words: &[(String, String)]) -> bool {
    const WIDEST: f64 = 8.0;
    let wide: f64 = words.iter().map(|(word, _)| width(word)).sum();
    let named = |(_, tag): &(String, String)| tag.starts_with(['n', 'v']) || tag == "eng";
    let ends = words.last().is_some_and(|(_, tag)| tag.starts_with('n'));
    ends && wide <= WIDEST && words.iter().all(named) && !words.iter().any(|(word, _)| word == "是")
}

/// Whether each bracket and quotation mark in a text has its other half.
pub(super) fn is_balanced(text: &str) -> bool {
    [('（', '）'), ('(', ')'), ('“', '”'), ('「', '」'), ('《', '》')]
        .iter()
        .all(|(open, close)| text.matches(*open).count() == text.matches(*close).count())
}
