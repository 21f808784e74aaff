//! The title of a deck, and the few words it has beside those of its article.

use std::ops::Range;

use super::outline::Part;
use super::runs::Run;
use super::sentences::Place;
use super::weights::tags;
use super::words::WORDS;
use super::{roles, shorten, standing};
use crate::article::Article;
use crate::deck::arrange::width;
use crate::deck::block::plain_text;
use crate::deck::markdown::is_cjk;
use crate::deck::{Block, Inline, Inlines, Spanned};
use crate::diag::Span;

/// Widest title that is taken from a text without headings, in Han characters.
const WIDEST: f64 = 24.0;
/// Narrowest title, in Han characters.
const NARROWEST: f64 = 4.0;

/// The article's title; else a term that its first sentences define, its first heading, or the
/// first clause that can stand alone. `name`: that of the file.
pub(super) fn title(article: &Article, root: &Part, name: &str) -> String {
    if let Some(title) = &article.title {
        return title.value.clone();
    }
    // A file name in Chinese is usually a title.
    if !name.is_ascii() {
        return name.to_owned();
    }
    let names = root.parts.iter().map(|part| plain_text(&part.heading).trim().to_owned());
    let heading = || names.clone().find(|name| !WORDS.openings.has(&name.to_ascii_lowercase()));
    let paragraphs = || {
        root.blocks.iter().filter_map(|block| match &block.value {
            Block::Paragraph(content) => Some(Run::new(content)),
            _ => None,
        })
    };
    let first = || paragraphs().take(3).find_map(|run| first_clause(&run));
    let subject = || subject(&paragraphs().collect::<Vec<_>>());
    let found = match root.parts.is_empty() {
        true => subject().or_else(first),
        false => first(),
    };
    let found = found.or_else(heading).filter(|title| !title.is_empty());
    let introduction = || article.locale().words.introduction.clone();
    found
        .or_else(|| Some(name.to_owned()).filter(|name| !name.is_empty()))
        .unwrap_or_else(introduction)
}

/// The subject of a text without headings: of the terms that it defines or names, the most frequent
/// one.
fn subject(runs: &[Run]) -> Option<String> {
    const FEWEST: usize = 3;
    let all: String = runs.iter().map(|run| run.text.to_lowercase() + "\n").collect();
    let sentences =
        runs.iter().flat_map(|run| run.sentences().into_iter().map(move |one| (run, one)));
    let terms = sentences.flat_map(|(run, one)| [defined(run, &one), named(run, &one)]).flatten();
    let mut spoken: Vec<(usize, String)> = terms
        .filter(|term| is_subject(term))
        .map(|term| (all.matches(without_article(&term.to_lowercase())).count(), term))
        .filter(|(count, _)| *count >= FEWEST)
        .collect();
    // The sort is stable, so the first of equals wins.
    spoken.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    spoken.into_iter().next().map(|(_, term)| term)
}

/// The term that a sentence defines.
fn defined(run: &Run, sentence: &Range<usize>) -> Option<String> {
    let lower = run.text[sentence.clone()].to_lowercase();
    let place = Place { heading: "", title: &lower, before: 0 };
    roles::term(run, sentence, &place).map(|term| run.text[term].to_owned())
}

/// The name that a sentence gives to something.
fn named(run: &Run, sentence: &Range<usize>) -> Option<String> {
    let text = &run.text[sentence.clone()];
    let lower = text.to_ascii_lowercase();
    let end = WORDS.names.iter().filter_map(|word| Some(lower.find(word)? + word.len())).max()?;
    let name = text[end..].split(['，', '。', '；', '、', '（', ',', '.', ';', '(']).next()?;
    Some(name.trim_matches([' ', '“', '”', '"']).to_owned())
}

/// Whether a term may be the title of a text: a name of some length that needs no other word.
fn is_subject(term: &str) -> bool {
    let noun =
        |tag: &str| tag.starts_with('n') || matches!(tag, "vn" | "v" | "eng" | "l" | "m" | "a");
    let name = match term.contains(is_cjk) {
        true => {
            let tags = tags(term);
            tags.iter().all(|(_, tag)| noun(tag))
                && tags.last().is_some_and(|(_, tag)| tag.starts_with('n') || tag == "vn")
        }
        false => {
            term.starts_with(|c: char| c.is_uppercase())
                && (2..=6).contains(&term.split_whitespace().count())
        }
    };
    name && (3.0..=WIDEST).contains(&width(term))
}

fn without_article(lower: &str) -> &str {
    ["a ", "an ", "the "].iter().find_map(|word| lower.strip_prefix(word)).unwrap_or(lower)
}

/// The first clauses of a text that can stand alone.
fn first_clause(run: &Run) -> Option<String> {
    run.sentences().into_iter().take(3).find_map(|sentence| {
        if WORDS.meta.begins(&run.text[sentence.clone()].to_ascii_lowercase()) {
            return None;
        }
        let point = shorten::point(run, &sentence);
        let clauses = run.clauses(point.clone());
        let texts = clauses.iter().rev().filter_map(|clause| run.text.get(point.start..clause.end));
        texts
            .filter(|text| (NARROWEST..=WIDEST).contains(&width(text)))
            .map(|text| text.rsplit('：').next().unwrap_or(text))
            .find(|text| text.contains(is_cjk) && standing::stands(text))
            .map(str::to_owned)
    })
}

/// Whether a heading is that of a list of sources.
pub(super) fn is_sources(heading: &str) -> bool {
    let bare = heading.trim().trim_end_matches(['：', ':']).to_ascii_lowercase();
    WORDS.sources.has(&bare)
}

/// Plain text as a run without a place.
pub(super) fn plain(text: &str) -> Inlines {
    vec![Spanned::new(Inline::Text(text.to_owned()), Span::DETACHED)]
}
