//! What of a sentence may be a headline: all of it, its first clauses, what comes of it,
//! or what it leads to.

use std::ops::Range;

use super::sentences::Sentence;
use super::standing;
use super::weights::tags;
use super::words::WORDS;
use crate::deck::arrange::width;
use crate::deck::markdown::is_hiragana;

/// Narrowest text that says something by itself.
pub(super) const NARROWEST: f64 = 5.0;
/// The same in Latin letters: two words say little.
const NARROWEST_LATIN: f64 = 8.0;

/// Whether a text is written in Latin letters, curly quotes and all.
pub(super) fn is_latin(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii() || matches!(c, '‘' | '’' | '“' | '”' | '—' | '–' | '…'))
}

/// How wide a headline may be: in Han characters, and in Latin letters.
#[derive(Clone, Copy)]
pub(super) struct Widest(pub(super) f64, pub(super) f64);

impl Widest {
    /// Whether a text is neither too wide nor too narrow.
    pub(super) fn fits(self, text: &str) -> bool {
        let (least, most) =
            if is_latin(text) { (NARROWEST_LATIN, self.1) } else { (NARROWEST, self.0) };
        (least..=most).contains(&width(text))
    }
}

/// The first clauses of a sentence, the fewest first, if they may stand by themselves: not where the next ones
/// turn from them, and not what is only granted, supposed, or the reason of what follows.
pub(super) fn first_clauses(one: &Sentence, widest: Widest) -> Option<Range<usize>> {
    let text = |part: &Range<usize>| &one.run.text[part.clone()];
    let lower = one.text().to_ascii_lowercase();
    if WORDS.subordinate.begins(&lower) || WORDS.restates.begins(&lower) {
        return None;
    }
    let clauses = one.run.clauses(one.point.clone());
    let begins = |words: &crate::locale::List, clause: &Range<usize>| {
        words.begins(&text(clause).to_ascii_lowercase())
    };
    let turned = |clause: &Range<usize>| {
        [&WORDS.results, &WORDS.turns, &WORDS.contrasts].iter().any(|words| begins(words, clause))
    };
    if clauses.iter().skip(1).any(turned) {
        return None;
    }
    let bound = |pair: &&[Range<usize>]| begins(&WORDS.binding, &pair[1]);
    let ends = clauses.windows(2).filter(|pair| !bound(pair)).map(|pair| pair[0].end);
    let mut parts = ends.filter(|end| *end > one.point.start).map(|end| one.point.start..end);
    parts.find(|part| {
        let own = text(part);
        const NARROWEST: f64 = 8.0;
        let fits = widest.fits(own) && width(own) >= NARROWEST && !refers(own);
        fits && ends_clause(own, &one.run.text[part.end..]) && standing::stands(own)
    })
}

/// What a sentence says comes of the rest, if that clause needs none of the others: it names what it speaks
/// of. Not in Latin letters, where a clause begins in lower case.
pub(super) fn result(one: &Sentence, widest: Widest) -> Option<Range<usize>> {
    let clauses = one.run.clauses(one.point.clone());
    let text = |part: &Range<usize>| &one.run.text[part.clone()];
    let last = clauses.iter().skip(1).find(|clause| WORDS.results.begins(text(clause)))?;
    let part = last.start + connective(text(last))?..one.point.end;
    let own = text(&part);
    let stands = !is_latin(own) && !leans(own) && names_subject(own) && standing::stands(own);
    (widest.fits(own) && stands).then_some(part)
}

/// What a sentence leads to, without the words that only point: the whole, or its last clause.
pub(super) fn led_to(one: &Sentence, widest: Widest) -> Option<Range<usize>> {
    let text_of = |part: Range<usize>| &one.run.text[part];
    let clauses = one.run.clauses(one.point.clone());
    let last = clauses.last().filter(|_| clauses.len() > 1).map(|clause| {
        let text = &one.run.text[clause.clone()];
        clause.start + connective(text).unwrap_or(0)..clause.end
    });
    // `……，命令如下：` leaves no more than a word of its last clause.
    const NARROWEST_LAST: f64 = 4.0;
    let whole = one.point.start..clauses.last()?.end;
    let before = clauses.iter().rev().nth(1).map(|clause| one.point.start..clause.end);
    let whole = match clauses.last() {
        Some(last)
            if width(text_of(without_pointing(&one.run.text, last.clone()))) < NARROWEST_LAST =>
        {
            before.unwrap_or(whole)
        }
        _ => whole,
    };
    [Some(whole), last].into_iter().flatten().find_map(|part| {
        let part = without_pointing(&one.run.text, part);
        let text = &one.run.text[part.clone()];
        let lower = text.to_ascii_lowercase();
        let cut = WORDS.points.ends(&lower) || WORDS.bad_ends.ends(&lower);
        let named = standing::stands(text)
            || is_latin(text) && part.start == one.point.start
            || ends_in_noun(text);
        // `Given a bridge, let us …`
        let on_the_way = is_latin(text) && WORDS.dependent.begins(&lower);
        // `…，它的特性如下`
        let tail = text.rsplit('，').next().filter(|tail| width(tail) < NARROWEST && leans(tail));
        let leads = WORDS.leads.stands_in(&lower)
            || WORDS.meta.begins(&lower)
            || WORDS.strays.begins(&lower);
        let own = !cut && !leads && !leans(text) && !on_the_way && tail.is_none();
        (widest.fits(text) && own && named).then_some(part)
    })
}

/// Whether a clause begins with a name, or says in Japanese what it is about: else its subject stands in
/// a clause before it.
fn names_subject(clause: &str) -> bool {
    if clause.contains(is_hiragana) {
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

/// Whether words before a colon name something, and are no part of a sentence around a formula: `以窗口大小`.
pub(super) fn may_label(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let inside = |(at, (word, tag)): (usize, &(String, String))| {
        tag == "p"
            || at == 0
                && (matches!(tag.as_str(), "c" | "r" | "u") || matches!(word.as_str(), "是" | "为"))
    };
    let han = text.contains(|c: char| ('\u{3400}'..='\u{9fff}').contains(&c))
        && !text.contains(is_hiragana);
    standing::is_balanced(text)
        && !text.contains(['，', '。'])
        && !WORDS.points.ends(&lower)
        && !WORDS.leads.stands_in(&lower)
        && !WORDS.meta.begins(&lower)
        && !WORDS.strays.begins(&lower)
        && !leans(text)
        && !(han && tags(text).iter().enumerate().any(inside))
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

/// A text without the words that have a pronoun in them and are none (`其他`), with a blank at both ends.
fn unlike_pronouns(lower: &str) -> String {
    let bare =
        lower.trim_end_matches(['.', '!', '?']).replace(['’', '\''], " ").replace("我们", "");
    WORDS.not_back.iter().fold(format!(" {bare} "), |text, word| text.replace(word, ""))
}

/// Whether what would be a title of a sentence's words needs the ones before it.
pub(super) fn refers(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    // It begins inside a sentence.
    let lowercase = text.starts_with(|c: char| c.is_ascii_lowercase());
    let inside = lowercase && is_latin(text) && text.contains(' ');
    // A step is none without its fellows, and a pointing word none without what it points to.
    inside
        || crate::deck::arrange::marks::marker(text).is_some()
        || lower.starts_with(['第'])
        || WORDS.pronouns.stands_in(&unlike_pronouns(&lower))
        || WORDS.pointing.stands_in(&lower)
        || WORDS.leads.stands_in(&lower)
        || WORDS.meta.begins(&lower)
        || WORDS.next_of.begins(&lower)
        || crate::deck::arrange::WORDS.first_step.begins(&lower)
        || super::ordered::ordinal(&lower).is_some()
        || leans(&lower)
}
