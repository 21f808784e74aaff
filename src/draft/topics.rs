//! What a slide speaks of: the names that its part of the article repeats and the rest of it does not. They
//! tell the slides of a part from each other where no sentence says in short what one of them says.

use std::ops::Range;

use super::claims::is_latin;
use super::passages::Passage;
use super::sentences::Sentence;
use super::titles::plain;
use super::units::Unit;
use super::weights::{is_common, tags};
use super::words::WORDS;
use crate::deck::arrange::width;
use crate::deck::block::plain_text;
use crate::deck::markdown::is_cjk;
use crate::deck::{Inline, Inlines};

/// Narrowest and widest name, in Han characters.
const WIDTHS: std::ops::RangeInclusive<f64> = 3.0..=14.0;
/// How many sentences of a part have to say a name that is not marked.
const FEWEST: usize = 2;
/// The least share of what the article says of a name that has to stand in the part.
const LEAST_SHARE: f64 = 0.4;
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

    /// The names that a slide may be called by, the one that tells it best from the others first. `units`: what
    /// it shows and what is said to it; `heading`: what need not be said again.
    pub(super) fn of_slide(&self, units: &[Unit], heading: &str) -> Vec<Inlines> {
        let own: Vec<String> = units.iter().map(lower).collect();
        let saying = |sentences: &[String], name: &str| {
            sentences.iter().filter(|text| text.contains(name)).count()
        };
        let mut rated: Vec<(f64, Inlines)> = Vec::new();
        for one in shown(units, heading) {
            let marked = marked(one);
            for name in names(one).into_iter().chain(marked.iter().cloned()) {
                let text = &one.run.text[name.clone()];
                let lower = text.to_lowercase();
                let here = saying(&own, &lower);
                let share = here as f64 / saying(&self.sentences, &lower).max(1) as f64;
                let often = here >= FEWEST || marked.contains(&name);
                if may_name(text, heading) && often && share >= LEAST_SHARE {
                    rated.push((share * (here as f64).ln_1p() * width(text).sqrt(), plain(text)));
                }
            }
        }
        rated.sort_by(|a, b| b.0.total_cmp(&a.0));
        rated.into_iter().map(|(_, name)| name).collect()
    }
}

/// The names in the first sentence that a slide shows.
pub(super) fn first_names(units: &[Unit], heading: &str) -> Vec<Inlines> {
    let Some(first) = shown(units, heading).next() else { return Vec::new() };
    let texts = names(first).into_iter().map(|name| &first.run.text[name]);
    texts.filter(|text| may_name(text, heading)).map(plain).collect()
}

/// The sentences that a slide shows. A quotation in another language has no name for a slide in this one.
fn shown<'u, 'a>(units: &'u [Unit<'a>], heading: &str) -> impl Iterator<Item = &'u Sentence<'a>> {
    let cjk = heading.contains(is_cjk);
    let shown = units.iter().filter(|unit| unit.shown).filter_map(Unit::sentence);
    shown.filter(move |one| !(cjk && is_latin(one.text())))
}

/// Whether a name tells a slide below a heading from others: it says more than the heading.
fn may_name(name: &str, heading: &str) -> bool {
    let (lower, heading) = (name.to_lowercase(), heading.to_lowercase());
    let known = heading.contains(&lower) || lower.contains(&heading) && !heading.is_empty();
    !known && WIDTHS.contains(&width(name)) && !WORDS.generic.has(&lower)
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
        () if text.contains(|c: char| ('\u{3041}'..='\u{309f}').contains(&c)) => of_script(text),
        () => of_tags(text),
    };
    let start = one.point.start;
    let found = found.into_iter().chain(quoted(text));
    found.map(|range| start + range.start..start + range.end).collect()
}

/// What the author marked in a sentence: it is bold, or an abbreviation stands behind it.
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
    let mut at = 0;
    for inline in one.run.content {
        let start = at;
        at += plain_text(std::slice::from_ref(inline)).len();
        let stands = matches!(inline.value, Inline::Strong(_) | Inline::Emph(_));
        if stands && one.point.start <= start && at <= one.point.end {
            found.push(start..at);
        }
    }
    found
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
        text.len() > 2 && !is_common(&text) && text.contains(char::is_alphabetic)
    };
    let beside = |pair: &[Range<usize>]| &text[pair[0].end..pair[1].start] == " ";
    let found = (2..=MOST_WORDS).flat_map(|count| words.windows(count));
    let found = found.filter(|run| run.iter().all(says) && run.windows(2).all(beside));
    found.map(|run| run[0].start..run[run.len() - 1].end).collect()
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
