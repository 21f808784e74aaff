//! What a deck is called, and the few words that it has beside those of its article.

use super::outline::Part;
use super::runs::Run;
use super::words::WORDS;
use super::{shorten, standing};
use crate::article::Article;
use crate::deck::arrange::width;
use crate::deck::block::plain_text;
use crate::deck::{Block, Inline, Inlines, Spanned};
use crate::diag::Span;

/// Widest title that is taken out of a text without headings.
const WIDEST: f64 = 24.0;
/// Narrowest title that says something.
const NARROWEST: f64 = 4.0;

/// The article's title, or what comes nearest: what its first sentences define, its first heading, or
/// the first clause that says something by itself. `name`: the file's.
pub(super) fn title(article: &Article, root: &Part, name: &str) -> String {
    if let Some(title) = &article.title {
        return title.value.clone();
    }
    // Who gives a file a Chinese name says with it what it is.
    if !name.is_ascii() {
        return name.to_owned();
    }
    let names = root.parts.iter().map(|part| plain_text(&part.heading).trim().to_owned());
    let heading = || names.clone().find(|name| !WORDS.openings.has(&name.to_ascii_lowercase()));
    let paragraphs = root.blocks.iter().filter_map(|block| match &block.value {
        Block::Paragraph(content) => Some(Run::new(content)),
        _ => None,
    });
    let clause = paragraphs.take(3).find_map(|run| first_clause(&run));
    let found = clause.or_else(heading).filter(|title| !title.is_empty());
    let introduction = || article.locale().words.introduction.clone();
    found
        .or_else(|| Some(name.to_owned()).filter(|name| !name.is_empty()))
        .unwrap_or_else(introduction)
}

/// The first clauses of a text that may stand alone.
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
            .find(|text| !text.is_ascii() && standing::stands(text))
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
