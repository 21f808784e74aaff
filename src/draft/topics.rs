//! What a slide speaks of: the names that its part of the article repeats and the rest of it does not. They
//! tell the slides of a part from each other where no sentence says in short what one of them says.

use std::ops::Range;

use super::claims::{is_latin, may_label};
use super::passages::Passage;
use super::sentences::Sentence;
use super::titles::plain;
use super::units::Unit;
use super::weights::{is_common, tags};
use super::words::WORDS;
use crate::deck::arrange::width;
use crate::deck::block::plain_text;
use crate::deck::markdown::{is_cjk, is_hiragana};
use crate::deck::{Inline, Inlines};

/// Narrowest and widest name, in Han characters.
const WIDTHS: std::ops::RangeInclusive<f64> = 3.0..=14.0;
/// How many sentences have to say a name that is not marked.
const FEWEST: usize = 2;
/// The least share of the sentences with a name that a slide has to show.
const LEAST_SHARE: f64 = 0.3;
/// The same where there is no heading.
const LEAST_SHARE_ALONE: f64 = 0.2;
/// Most words of a name.
const MOST_WORDS: usize = 3;

/// What an article speaks of.
pub(super) struct Topics {
    /// Its sentences, in lower case.
    sentences: Vec<String>,
}

impl Topics {
    /// Those of an article.
    pub(super) fn of(passage: &Passage) -> Self {
        let mut sentences = Vec::new();
        passage.visit(&mut |unit| sentences.push(lower(unit)));
        Self { sentences }
    }

    /// The names that a slide may be called by, the one that tells it best from the others first. `heading`:
    /// what need not be said again.
    pub(super) fn of_slide(&self, units: &[Unit], heading: &str) -> Vec<Inlines> {
        let own: Vec<String> = units.iter().map(lower).collect();
        let told: Vec<String> =
            shown(units, heading).map(|one| one.text().to_lowercase()).collect();
        let saying = |sentences: &[String], name: &str| {
            sentences.iter().filter(|text| text.contains(name)).count()
        };
        let mut rated: Vec<(f64, Inlines)> = Vec::new();
        for (at, one) in shown(units, heading).enumerate() {
            let marked = marked(one);
            for name in names(one).into_iter().chain(marked.iter().cloned()) {
                let text = &one.run.text[name.clone()];
                if !may_name(text, heading) {
                    continue;
                }
                let lower = text.to_lowercase();
                let here = saying(&own, &lower);
                let begins = at == 0 && is_in_first_clause(one, &name);
                let about = here >= FEWEST && (begins || heading.is_empty())
                    || saying(&told, &lower) >= FEWEST;
                if !(about || begins && marked.contains(&name)) {
                    continue;
                }
                // The whole article is searched last: most names are out by then.
                let share = here as f64 / saying(&self.sentences, &lower).max(1) as f64;
                if share >= if heading.is_empty() { LEAST_SHARE_ALONE } else { LEAST_SHARE } {
                    rated.push((share * (here as f64).ln_1p() * width(text).sqrt(), plain(text)));
                }
            }
        }
        rated.sort_by(|a, b| b.0.total_cmp(&a.0));
        rated.into_iter().map(|(_, name)| name).collect()
    }
}

/// What the first sentence that a slide shows is about: the noun before its verb, or in Japanese what `は` or `が`
/// stands behind. `later`: what one of the next sentences is about.
pub(super) fn subject(units: &[Unit], heading: &str, later: bool) -> Option<Inlines> {
    const WIDTHS: std::ops::RangeInclusive<f64> = 2.0..=20.0;
    let own = |one: &Sentence| {
        let text = one.text();
        let name = match () {
            () if is_latin(text) => before_finite(text),
            () if text.contains(is_hiragana) => before_particle(text),
            () => before_verb(text),
        };
        let name = &text[name?];
        let fits = if is_latin(name) { WIDTHS.contains(&width(name)) } else { has_width(name) };
        (fits && says_more(name, heading)).then(|| plain(name))
    };
    let mut sentences = shown(units, heading);
    let first = sentences.next()?;
    if later { sentences.find_map(own) } else { own(first) }
}

/// What a Japanese sentence is about: what stands before its first `は` or `が`, down to the name by itself.
fn before_particle(text: &str) -> Option<Range<usize>> {
    const WIDEST: f64 = 12.0;
    let at = text.char_indices().find(|(_, c)| matches!(c, 'は' | 'が')).map(|(at, _)| at)?;
    let whole = &text[..at];
    let name = !whole.ends_with(is_hiragana) && !whole.contains(['、', '。', '「', '（']);
    let leads = [&WORDS.back, &WORDS.markers, &WORDS.strays, &WORDS.examples, &WORDS.subordinate]
        .iter()
        .any(|list| list.begins(whole));
    if name && !leads && width(whole) <= WIDEST {
        return Some(0..at);
    }
    of_script(text).into_iter().find(|name| text[name.end..].starts_with(['は', 'が']))
}

/// The name before a colon that the first sentence begins with.
pub(super) fn label(units: &[Unit], heading: &str) -> Option<Inlines> {
    let first = shown(units, heading).next()?;
    let name = &first.run.text[labelling(first)?];
    let noun = is_latin(name) || tags(name).last().is_some_and(|(word, tag)| is_noun(word, tag));
    (noun && may_name(name, heading) && may_label(name)).then(|| plain(name))
}

/// What an English sentence is about: the words before the first verb of its first clause that begins with a
/// name (`The current situation is …`, `In 1805, Jesty was …`).
fn before_finite(text: &str) -> Option<Range<usize>> {
    if let Some(name) = explained(text) {
        return Some(name);
    }
    let mut at = 0;
    text.split(", ").find_map(|clause| {
        let start = at;
        at += clause.len() + ", ".len();
        named_before_verb(clause, start == 0).map(|name| start + name.start..start + name.end)
    })
}

/// A name that the words behind the first comma say again: `The art of bridges, or of crossing rivers, is old`.
fn explained(text: &str) -> Option<Range<usize>> {
    const MOST: usize = 6;
    const AGAIN: [&str; 6] = ["or ", "which ", "who ", "a ", "an ", "the "];
    let (name, rest) = text.split_once(", ")?;
    let lower = format!("{} ", name.to_ascii_lowercase());
    let verb = WORDS.finite.stands_in(&lower) || lower.contains("ed ") || lower.contains("ing ");
    let own = !verb && may_be_named(name, &lower) && (2..=MOST).contains(&name.split(' ').count());
    (own && AGAIN.iter().any(|word| rest.starts_with(word))).then_some(0..name.len())
}

/// Whether words, in lower case with a blank at their end as well, may be a name: they begin with a capital, and
/// neither lead away nor back.
fn may_be_named(name: &str, lower: &str) -> bool {
    let plain = name.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '’' | '\''));
    let leads = [&WORDS.dependent, &WORDS.strays, &WORDS.first_of, &WORDS.next_of, &WORDS.grants]
        .iter()
        .any(|list| list.begins(lower));
    let says = name.split(' ').any(|word| word.len() > 2 && !is_common(&word.to_lowercase()));
    let back = WORDS.refer_back(lower) || WORDS.pointing.stands_in(&format!(" {lower}"));
    plain && !leads && says && !back && name.starts_with(|c: char| c.is_uppercase())
}

/// The words before the verb of a clause, if they name something. `first`: whether the clause begins the
/// sentence.
fn named_before_verb(clause: &str, first: bool) -> Option<Range<usize>> {
    const MOST: usize = 7;
    let lower = format!("{} ", clause.to_ascii_lowercase());
    let start = match first {
        true => 0,
        false => ["the ", "an ", "a "]
            .iter()
            .find(|word| lower.starts_with(**word))
            .map_or(0, |word| word.len()),
    };
    let verb = WORDS.finite.iter().filter_map(|word| lower.find(word)).min();
    let past =
        clause.match_indices("ed ").map(|(at, _)| clause[..at].rfind(' ').unwrap_or(0)).next();
    let end = verb.into_iter().chain(past).min().filter(|end| *end > start)?;
    // `The toll also rose`, `a poorly designed bridge`: what stands beside the verb is none of the name.
    let adverb = |word: &str| word.ends_with("ly") || word == "also";
    let mut name = &clause[start..end];
    while let Some((rest, _)) = name.rsplit_once(' ').filter(|(_, last)| adverb(last)) {
        name = rest;
    }
    let last = name.rsplit(' ').next().unwrap_or(name);
    let ends = adverb(last) || last.len() < 3 || is_common(&last.to_lowercase());
    let own = may_be_named(name, &lower[start..]) && !ends && name.split(' ').count() <= MOST;
    own.then_some(start..start + name.len())
}

/// The noun right before the first verb of a Chinese sentence, if no word leads away from it before that.
fn before_verb(text: &str) -> Option<Range<usize>> {
    let mut at = 0;
    let end = tags(text).iter().find_map(|(word, tag)| {
        let start = at;
        at += word.len();
        let leads = matches!(tag.as_str(), "p" | "c" | "d" | "r" | "x");
        let verb = tag.starts_with('v') && tag != "vn";
        (leads || verb).then_some((start, verb))
    });
    let (end, _) = end.filter(|(_, verb)| *verb)?;
    of_tags(text).into_iter().filter(|name| name.end == end).max_by_key(|name| name.len())
}

/// Whether a name stands in the first clause of what is shown of a sentence.
fn is_in_first_clause(one: &Sentence, name: &Range<usize>) -> bool {
    let clauses = one.run.clauses(one.point.clone());
    clauses.first().is_some_and(|first| name.end <= first.end)
}

/// The sentences that a slide shows. A quotation in another language has no name for a slide in this one.
fn shown<'u, 'a>(units: &'u [Unit<'a>], heading: &str) -> impl Iterator<Item = &'u Sentence<'a>> {
    let cjk = heading.contains(is_cjk);
    let shown = units.iter().filter(|unit| unit.shown).filter_map(Unit::sentence);
    shown.filter(move |one| !(cjk && is_latin(one.text())))
}

/// Whether a name tells a slide below a heading from others: it says more than the heading.
fn may_name(name: &str, heading: &str) -> bool {
    says_more(name, heading) && has_width(name)
}

/// Whether a name says more than a heading.
fn says_more(name: &str, heading: &str) -> bool {
    let (lower, heading) = (name.to_lowercase(), heading.to_lowercase());
    let known = heading.contains(&lower) || lower.contains(&heading) && !heading.is_empty();
    !known && !WORDS.generic.has(&lower)
}

/// Whether a name is as wide as a title may be that stands for a slide.
fn has_width(name: &str) -> bool {
    WIDTHS.contains(&width(name))
}

/// The sentence of a unit, in lower case.
fn lower(unit: &Unit) -> String {
    unit.sentence().map(|one| one.whole().to_lowercase()).unwrap_or_default()
}

/// The names in what is shown of a sentence.
fn names(one: &Sentence) -> Vec<Range<usize>> {
    let text = one.text();
    let found = match () {
        () if is_latin(text) => of_words(text),
        () if text.contains(is_hiragana) => of_script(text),
        () => of_tags(text),
    };
    let start = one.point.start;
    let found = found.into_iter().chain(quoted(text));
    found.map(|range| start + range.start..start + range.end).collect()
}

/// What the author marked in a sentence: it is bold or leads somewhere, or a colon or an
/// abbreviation stands behind it.
fn marked(one: &Sentence) -> Vec<Range<usize>> {
    let abbreviated = |name: &Range<usize>| {
        let behind = one.run.text[name.end..].strip_prefix(['（', '(']);
        behind.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
    };
    // Several of them are a row of things.
    let mut found: Vec<Range<usize>> = names(one).into_iter().filter(abbreviated).collect();
    found.retain({
        let last = found.iter().map(|name| name.end).max();
        let first = found.iter().map(|name| name.end).min();
        move |_| first == last
    });
    found.extend(labelling(one));
    let mut at = 0;
    for inline in one.run.content {
        let start = at;
        at += plain_text(std::slice::from_ref(inline)).len();
        let stands =
            matches!(inline.value, Inline::Strong(_) | Inline::Emph(_) | Inline::Link { .. });
        if stands && one.point.start <= start && at <= one.point.end {
            found.push(start..at);
        }
    }
    found
}

/// The words before a colon that a sentence begins with, without what stands in brackets behind them.
fn labelling(one: &Sentence) -> Option<Range<usize>> {
    let text = one.text();
    let label = &text[..text.find(['：', ':'])?];
    let name = label.split(['（', '(']).next().unwrap_or(label).trim_end();
    let plain = !name.contains(['，', '。', '、', ',', '“', '「']);
    plain.then(|| one.point.start..one.point.start + name.len())
}

/// What stands in quotation marks and is no sentence.
fn quoted(text: &str) -> Vec<Range<usize>> {
    const WIDEST: f64 = 8.0;
    let found = [('“', '”'), ('「', '」')].into_iter().flat_map(|(open, close)| {
        text.match_indices(open).filter_map(move |(at, mark)| {
            let start = at + mark.len();
            Some(start..start + text[start..].find(close)?)
        })
    });
    let name = |range: &Range<usize>| {
        let inner = &text[range.clone()];
        width(inner) <= WIDEST && !inner.contains(['，', '。', '！', '？', ',', '.', '“', '「'])
    };
    found.filter(name).collect()
}

/// In Chinese, words that stand side by side and are a noun together: all of them, or a few.
fn of_tags(text: &str) -> Vec<Range<usize>> {
    let mut runs: Vec<Vec<(Range<usize>, bool)>> = vec![Vec::new()];
    let mut at = 0;
    for (word, tag) in tags(text) {
        let range = at..at + word.len();
        at = range.end;
        let noun = is_noun(&word, &tag);
        match runs.last_mut() {
            Some(run) if noun || tag == "vn" || matches!(tag.as_str(), "b" | "an" | "a") => {
                run.push((range, noun))
            }
            _ => runs.push(Vec::new()),
        }
    }
    let mut found = Vec::new();
    for run in &runs {
        for start in 0..run.len() {
            let ends = (start..run.len().min(start + MOST_WORDS)).rev().filter(|end| run[*end].1);
            found.extend(ends.map(|end| run[start].0.start..run[end].0.end));
        }
    }
    found
}

/// Whether a word is a noun, but nobody's name, and no foreign word that is not a name.
fn is_noun(word: &str, tag: &str) -> bool {
    let capitals = word.chars().filter(char::is_ascii_uppercase).count();
    match tag {
        "j" => true,
        "eng" => capitals > 1,
        _ => tag.starts_with('n') && !tag.starts_with("nr"),
    }
}

/// In Japanese, runs without Hiragana.
fn of_script(text: &str) -> Vec<Range<usize>> {
    let named = |c: char| {
        c.is_ascii_alphanumeric() || matches!(c, '\u{30a1}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')
    };
    runs(text, named)
        .into_iter()
        .filter(|name| text[name.clone()].contains(|c: char| !c.is_ascii_digit()))
        .collect()
}

/// In Latin letters, a few words side by side none of which is common.
fn of_words(text: &str) -> Vec<Range<usize>> {
    let words = runs(text, |c| c.is_alphanumeric() || c == '-');
    let says = |word: &Range<usize>| {
        let text = text[word.clone()].to_lowercase();
        let verb = text.ends_with("ed") || text.ends_with("ing") || text.ends_with("ly");
        text.len() > 2
            && !is_common(&text)
            && !verb
            && !WORDS.finite.has(&format!(" {text} "))
            && text.contains(char::is_alphabetic)
    };
    let beside = |pair: &[Range<usize>]| &text[pair[0].end..pair[1].start] == " ";
    let found = (2..=MOST_WORDS).flat_map(|count| words.windows(count));
    let found = found.filter(|run| run.iter().all(says) && run.windows(2).all(beside));
    let found = found.map(|run| run[0].start..run[run.len() - 1].end);
    found.chain(proper_names(text, &words)).collect()
}

/// Words side by side that are written with capitals inside a sentence: `Guillain-Barré Syndrome`.
fn proper_names(text: &str, words: &[Range<usize>]) -> Vec<Range<usize>> {
    const MOST: usize = 4;
    let capital = |word: &Range<usize>| {
        let own = &text[word.clone()];
        own.starts_with(|c: char| c.is_uppercase()) && own.len() > 2 && word.start > 0
    };
    let mut names: Vec<(Range<usize>, usize)> = Vec::new();
    for word in words.iter().filter(|word| capital(word)) {
        match names.last_mut() {
            Some((last, count)) if &text[last.end..word.start] == " " => {
                (last.end, *count) = (word.end, *count + 1);
            }
            _ => names.push((word.clone(), 1)),
        }
    }
    let says = |name: &Range<usize>| !is_common(&text[name.clone()].to_lowercase());
    let short = names.into_iter().filter(|(_, count)| *count <= MOST).map(|(name, _)| name);
    short.filter(says).collect()
}

/// The longest runs of such characters.
fn runs(text: &str, is: impl Fn(char) -> bool) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| is(*c)) {
        match found.last_mut() {
            Some(last) if last.end == at => last.end += c.len_utf8(),
            _ => found.push(at..at + c.len_utf8()),
        }
    }
    found
}
