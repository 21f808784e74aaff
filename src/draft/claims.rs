//! What of a sentence may be a headline: all of it, its first clauses, a later clause that is one by
//! itself, or what it leads to.

use std::ops::Range;

use super::sentences::Sentence;
use super::standing;
use super::weights::tags;
use super::words::WORDS;
use crate::deck::arrange::width;

/// Narrowest text that says something by itself.
pub(super) const NARROWEST: f64 = 5.0;

/// Whether a text is written in Latin letters, curly quotes and all.
pub(super) fn is_latin(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii() || matches!(c, '‘' | '’' | '“' | '”' | '—' | '–' | '…'))
}

/// Whether a heading says something about its topic, or asks it.
pub(super) fn asserts(heading: &str) -> bool {
    const WIDEST_TOPIC: Widest = Widest(14.0, 20.0);
    let lower = heading.to_ascii_lowercase();
    let long = width(heading) > if is_latin(heading) { WIDEST_TOPIC.1 } else { WIDEST_TOPIC.0 };
    long || !is_latin(heading) && standing::stands(heading)
        || super::roles::is_question(&lower)
        || heading.ends_with(['！', '!'])
        || WORDS.asks_what.stands_in(&lower)
        || crate::deck::arrange::WORDS.how.stands_in(&lower)
}

/// Whether a heading fits any text: `背景`, `Introduction`.
pub(super) fn is_vacuous(heading: &str) -> bool {
    let lower = heading.trim().to_lowercase();
    WORDS.openings.has(&lower) || WORDS.conclusion.has(&lower) || WORDS.vacuous.has(&lower)
}

/// How wide a headline may be: in Han characters, and in Latin letters.
#[derive(Clone, Copy)]
pub(super) struct Widest(pub(super) f64, pub(super) f64);

impl Widest {
    /// Whether a text is neither too wide nor too narrow.
    pub(super) fn fits(self, text: &str) -> bool {
        let most = if is_latin(text) { self.1 } else { self.0 };
        (NARROWEST..=most).contains(&width(text))
    }
}

/// The first clauses of a sentence, the most first, if they may stand by themselves.
pub(super) fn first_clauses(one: &Sentence, widest: Widest) -> Option<Range<usize>> {
    let clauses = one.run.clauses(one.point.clone());
    let ends = clauses.iter().rev().map(|clause| clause.end);
    let mut parts = ends.filter(|end| *end > one.point.start).map(|end| one.point.start..end);
    parts.find(|part| {
        let text = &one.run.text[part.clone()];
        widest.fits(text) && ends_clause(text, &one.run.text[part.end..]) && standing::stands(text)
    })
}

/// The first clause of a sentence if it is no more than a name, as items of a list often begin with: what
/// stands behind it says more about it.
pub(super) fn first_name(one: &Sentence, widest: Widest) -> Option<Range<usize>> {
    let first = one.run.clauses(one.point.clone()).into_iter().next()?;
    const WIDEST_NAME: f64 = 24.0;
    let part = one.point.start..first.end;
    let text = &one.run.text[part.clone()];
    let lower = text.to_ascii_lowercase();
    let next = one.run.text[part.end..].trim_start_matches([',', ' ']);
    let series = [" or ", " and "].iter().any(|word| next.starts_with(word.trim_start()));
    let torn = series
        || width(text) > WIDEST_NAME
        || WORDS.bad_ends.ends(&lower)
        || WORDS.subordinate.begins(&lower)
        || WORDS.dependent.begins(&lower)
        || leans(&lower);
    (widest.fits(text) && !torn && (is_latin(text) || ends_in_noun(text) || text.ends_with('）')))
        .then_some(part)
}

/// A later clause of a sentence that needs none of the others: it names what it speaks of. What comes of
/// something before all else. Not in Latin letters, where a clause begins in lower case.
pub(super) fn later_clause(one: &Sentence, widest: Widest) -> Option<Range<usize>> {
    let clauses = one.run.clauses(one.point.clone());
    let text = |part: &Range<usize>| &one.run.text[part.clone()];
    let own = |clause: &Range<usize>| {
        let start = clause.start + connective(text(clause)).unwrap_or(0);
        let part = start..clause.end;
        let short = text(&part);
        let own = !is_latin(short) && !leans(short) && names_subject(short);
        (widest.fits(short) && own && standing::stands(short)).then_some(part)
    };
    let later = || clauses.iter().skip(1);
    let results = later().filter(|clause| WORDS.results.begins(text(clause)));
    results.chain(later()).find_map(own)
}

/// What a sentence leads to, without the words that only point: the whole, or its last clause.
pub(super) fn led_to(one: &Sentence, widest: Widest) -> Option<Range<usize>> {
    let clauses = one.run.clauses(one.point.clone());
    let last = clauses.last().filter(|_| clauses.len() > 1).map(|clause| {
        let text = &one.run.text[clause.clone()];
        clause.start + connective(text).unwrap_or(0)..clause.end
    });
    let whole = one.point.start..clauses.last()?.end;
    [Some(whole), last].into_iter().flatten().find_map(|part| {
        let part = without_pointing(&one.run.text, part);
        let text = &one.run.text[part.clone()];
        let lower = text.to_ascii_lowercase();
        let cut = WORDS.points.ends(&lower) || WORDS.bad_ends.ends(&lower);
        let named = standing::stands(text)
            || is_latin(text) && part.start == one.point.start
            || ends_in_noun(text);
        (widest.fits(text) && !cut && !WORDS.leads.stands_in(&lower) && !leans(text) && named)
            .then_some(part)
    })
}

/// Whether a clause begins with a name, or says in Japanese what it is about: else its subject stands in
/// a clause before it.
fn names_subject(clause: &str) -> bool {
    if clause.contains(|c: char| ('\u{3041}'..='\u{309f}').contains(&c)) {
        return clause.contains(['は', 'が']);
    }
    let first = tags(clause).into_iter().find(|(word, _)| !word.trim().is_empty());
    first.is_some_and(|(_, tag)| tag.starts_with('n') || matches!(tag.as_str(), "eng" | "vn" | "l"))
}

/// Without `如下`, `是` and the like at the end.
fn without_pointing(text: &str, part: Range<usize>) -> Range<usize> {
    let mut end = part.end;
    for list in [&WORDS.points, &WORDS.copulas] {
        let lower = text[part.start..end].to_ascii_lowercase();
        let latin = is_latin(&lower);
        if let Some(word) = list.back(&lower).filter(|_| !latin) {
            end = part.start + text[part.start..end - word].trim_end().len();
        }
    }
    part.start..end
}

fn ends_in_noun(text: &str) -> bool {
    tags(text).last().is_some_and(|(_, tag)| tag.starts_with('n') || tag == "vn")
}

/// Bytes of the word that links a clause to the one before it.
fn connective(text: &str) -> Option<usize> {
    WORDS.markers.front(text).filter(|word| text.len() > *word)
}

/// Whether a text leans on what stands before it.
fn leans(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    WORDS.refer_back(&lower) || WORDS.contrasts.begins(&lower) || WORDS.bad_starts.begins(&lower)
}

/// Whether the words up to somewhere are a clause of its own; `rest` is what stands behind them. In
/// Latin letters a comma parts much, so a clause of its own has to begin behind it.
fn ends_clause(text: &str, rest: &str) -> bool {
    if !is_latin(text) {
        return rest.starts_with(['；', ';', '，', '。', '！']);
    }
    let lower = text.to_ascii_lowercase();
    let next = rest.trim_start_matches([',', ' ']).to_ascii_lowercase();
    rest.starts_with(';')
        || rest.starts_with(',')
            && WORDS.own_clauses.begins(&next)
            && !ends_series(text, &next)
            && !WORDS.dependent.begins(&lower)
}

/// Whether what stands behind a comma is the last of several things in a row: `the model, the loss, and the rate`.
pub(super) fn ends_series(text: &str, next: &str) -> bool {
    const MOST_WORDS: usize = 4;
    let joined = ["and ", "or "].iter().any(|word| next.starts_with(word));
    let last = text.rsplit_once(',').map(|(_, last)| last.split_whitespace().count());
    joined && last.is_some_and(|words| words <= MOST_WORDS)
}

/// Whether a sentence needs the one before it.
pub(super) fn refers(one: &Sentence) -> bool {
    let lower = one.text().to_ascii_lowercase();
    // It begins inside a sentence.
    if one.text().starts_with(|c: char| c.is_ascii_lowercase()) && one.text().contains(' ') {
        return true;
    }
    if crate::deck::arrange::marks::marker(one.text()).is_some() {
        return true;
    }
    // A step is none without its fellows, and a pointing word none without what it points to.
    lower.starts_with(['第'])
        || WORDS.pointing.stands_in(&lower)
        || crate::deck::arrange::WORDS.first_step.begins(&lower)
        || super::ordered::ordinal(&lower).is_some()
        || leans(&lower)
}
