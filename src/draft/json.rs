//! A draft → the document of `import --format json`: the deck, and where every sentence of the
//! article ended up. Its format is stable: fields may be added, but none changes its meaning
//! without a new version.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Draft, place};
use crate::deck::block::plain_text;
use crate::deck::{Deck, json};
use crate::diag::{Sources, Span};

/// Version of the document.
const VERSION: u32 = 1;

/// What `llmslides import --format json` writes.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "Draft of llmslides import")]
struct Document {
    /// Version of this format: 1. It grows when a field changes its meaning or goes.
    version: u32,
    /// The article's file as it was named.
    article: String,
    /// The encoding it was in.
    encoding: String,
    /// How much went where.
    summary: Summary,
    /// The slides, in order.
    slides: Vec<SlideRecord>,
    /// Every sentence, heading, cell and listing of the article, in order.
    sentences: Vec<Sentence>,
    /// What is no text of the article.
    aside: Vec<AsideRecord>,
    /// The deck; `llmslides build` takes it, too.
    deck: Deck,
}

/// How much went where.
#[derive(Debug, Serialize, JsonSchema)]
struct Summary {
    /// Sentences of the article, headings and cells among them.
    sentences: usize,
    /// Those that a slide shows whole.
    shown: usize,
    /// Those of which a slide shows a clause.
    in_part: usize,
    /// Those that are in the notes.
    said: usize,
    /// Share of them that is on a slide or in the notes, in per cent.
    coverage: f64,
    /// Pieces that were set aside.
    aside: usize,
}

/// A slide.
#[derive(Debug, Serialize, JsonSchema)]
struct SlideRecord {
    /// Its number, from 1.
    number: usize,
    /// Its title.
    title: String,
    /// Its layout.
    layout: String,
    /// First and last line of the article that it comes from. Null for what every deck has.
    lines: Option<[usize; 2]>,
    /// Why it is as it is.
    reasons: Vec<String>,
}

/// A sentence.
#[derive(Debug, Serialize, JsonSchema)]
struct Sentence {
    /// What it says.
    text: String,
    /// Its line in the article, from 1.
    line: usize,
    /// The slide that shows all of it, from 1.
    shown: Option<usize>,
    /// The slide that shows a clause of it.
    in_part: Option<usize>,
    /// The slide to which it is said.
    said: Option<usize>,
}

/// Something that was set aside.
#[derive(Debug, Serialize, JsonSchema)]
struct AsideRecord {
    /// Its line in the article, from 1.
    line: usize,
    /// Why.
    reason: &'static str,
    /// Whether it is known to be no text of the article.
    junk: bool,
    /// What it says.
    text: String,
}

/// The document, indented, with a newline at the end. `article` and `encoding` name the file.
pub(crate) fn write(draft: &Draft, sources: &Sources, article: &str, encoding: &str) -> String {
    let line = |span: Span| sources.line_column(span).map_or(0, |(line, _)| line);
    let account = &draft.account;
    let slides = draft.deck.slides().zip(&draft.reasons).enumerate();
    let document = Document {
        version: VERSION,
        article: article.to_owned(),
        encoding: encoding.to_owned(),
        summary: Summary {
            sentences: account.units.len(),
            shown: account.shown(),
            in_part: account.in_part(),
            said: account.said(),
            coverage: account.coverage(),
            aside: account.aside.len(),
        },
        slides: slides
            .map(|(index, (slide, reasons))| SlideRecord {
                number: index + 1,
                title: plain_text(&slide.title),
                layout: slide.layout.clone(),
                lines: lines(place(slide), sources),
                reasons: reasons.clone(),
            })
            .collect(),
        sentences: account
            .units
            .iter()
            .map(|unit| Sentence {
                text: unit.text.clone(),
                line: line(unit.span),
                shown: unit.place.shown,
                in_part: unit.place.in_part,
                said: unit.place.said,
            })
            .collect(),
        aside: account
            .aside
            .iter()
            .map(|aside| AsideRecord {
                line: line(aside.span),
                reason: aside.reason.name(),
                junk: aside.reason.is_junk(),
                text: aside.text.clone(),
            })
            .collect(),
        deck: json::merged(&draft.deck),
    };
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

/// First and last line of a place.
pub(super) fn lines(span: Span, sources: &Sources) -> Option<[usize; 2]> {
    let (first, _) = sources.line_column(span).filter(|_| span.is_attached())?;
    let last = Span { start: span.end.saturating_sub(1).max(span.start), ..span };
    let text = &sources.get(span.file)?.text;
    let start = u32::try_from(text.floor_char_boundary(last.start as usize)).unwrap_or(span.start);
    let (last, _) = sources.line_column(Span { start, ..last })?;
    Some([first, last])
}

/// The JSON Schema of the document, indented, with a newline at the end.
pub(crate) fn schema() -> String {
    let schema = schemars::schema_for!(Document);
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}
