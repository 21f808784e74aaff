//! `deck.json` ↔ [`Deck`]: the same model, written by `--format json` and read as input.

mod faults;

use std::ops::Range;

use super::block::{self, visit_blocks_mut, visit_inlines_mut};
use super::{Deck, Slide, steps};
use crate::diag::{Diagnostic, Diagnostics, FileId, Span};

/// The deck as JSON, indented, with a newline at the end.
pub(crate) fn write(deck: &Deck) -> String {
    let mut text = serde_json::to_string_pretty(&merged(deck)).unwrap_or_default();
    text.push('\n');
    text
}

/// The deck prepared for writing: adjacent texts are joined, and its steps are listed.
pub(crate) fn merged(deck: &Deck) -> Deck {
    let mut deck = deck.clone();
    for slide in deck.sections.iter_mut().flat_map(|s| s.divider.iter_mut().chain(&mut s.slides)) {
        block::merge_texts(&mut slide.title);
        block::merge_texts_in(&mut slide.blocks);
        slide.steps = steps::starts(&mut slide.blocks);
    }
    deck
}

/// The JSON Schema of a deck, indented, with a newline at the end.
pub(crate) fn schema() -> String {
    let schema = schemars::schema_for!(Deck);
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

/// Reads a deck. Every slide and everything in it has the place of the slide's object.
///
/// # Errors
/// If the text is no JSON, or not of the schema: the first such place. If something in it cannot be
/// set: each such field.
pub(crate) fn read(source: &str, file: FileId) -> Result<Deck, Diagnostics> {
    let mut deck: Deck = serde_json::from_str(source).map_err(|error| {
        let line_start = source
            .split_inclusive('\n')
            .take(error.line().saturating_sub(1))
            .map(str::len)
            .sum::<usize>();
        let at = source.floor_char_boundary(line_start + error.column().saturating_sub(1));
        let mut why = error.to_string();
        why.truncate(why.rfind(" at line ").unwrap_or(why.len()));
        // Serde's message for more than 128 nested objects and lists.
        let why = why.replace("recursion limit exceeded", "it is nested too deeply");
        let span = Span::new(file, at..(at + 1).min(source.len()).max(at));
        Diagnostic::error(span, format!("not a deck: {why}"))
            .hint("`llmslides schema deck` prints what a deck may hold")
    })?;
    let places = slide_places(source);
    let mut places = places.into_iter();
    let mut errors = Diagnostics::default();
    for section in &mut deck.sections {
        for slide in section.divider.iter_mut().chain(&mut section.slides) {
            let starts = std::mem::take(&mut slide.steps);
            steps::begin(&mut slide.blocks, &starts);
            if let Some(place) = places.next() {
                set_spans(slide, Span::new(file, place));
            }
            let faults = faults::of(slide).into_iter();
            errors.0.extend(faults.map(|fault| Diagnostic::error(slide.span, fault)));
        }
    }
    if deck.slides().next().is_none() {
        let span = Span::new(file, 0..source.len().min(1));
        return Err(Diagnostic::error(span, "the deck has no slides").into());
    }
    errors.stop_on_errors().map(|()| deck)
}

/// The places of the slides of a section.
#[derive(Default)]
struct SectionPlaces {
    /// The section's own slide.
    divider: Option<Range<usize>>,
    /// The others.
    slides: Vec<Range<usize>>,
}

/// The objects that are slides, in the order of the pages: the bytes of each.
///
/// The text is known to be a deck, so that counting brackets is enough: the slides are the
/// objects at `sections[].divider` and `sections[].slides[]`.
fn slide_places(source: &str) -> Vec<Range<usize>> {
    let mut places = Places::default();
    let mut text_start = None;
    let bytes = source.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match (bytes[at], text_start) {
            (b'"', None) => text_start = Some(at + 1),
            (b'\\', Some(_)) => at += 1,
            (b'"', Some(start)) => {
                if source[at + 1..].trim_start().starts_with(':') {
                    places.key = source[start..at].to_owned();
                }
                text_start = None;
            }
            (b'{' | b'[', None) => places.open(at),
            (b'}' | b']', None) => places.close(at + 1),
            (b',', None) => places.key.clear(),
            _ => {}
        }
        at += 1;
    }
    places.sections.into_iter().flat_map(|s| s.divider.into_iter().chain(s.slides)).collect()
}

/// What was found of a deck so far, and where in it the text stands.
#[derive(Default)]
struct Places {
    /// For each object and list that is open its key, or nothing inside a list, and its first byte.
    open: Vec<(String, usize)>,
    /// The key of what comes next.
    key: String,
    sections: Vec<SectionPlaces>,
}

impl Places {
    /// An object or a list begins at a byte.
    fn open(&mut self, at: usize) {
        if self.is_inside(&["", "sections"]) {
            self.sections.push(SectionPlaces::default());
        }
        self.open.push((std::mem::take(&mut self.key), at));
    }

    /// An object or a list ends before a byte.
    fn close(&mut self, end: usize) {
        self.key.clear();
        let Some((key, start)) = self.open.pop() else { return };
        let is_divider = self.is_inside(&["", "sections", ""]) && key == "divider";
        let is_slide = self.is_inside(&["", "sections", "", "slides"]);
        let Some(section) = self.sections.last_mut() else { return };
        if is_divider {
            section.divider = Some(start..end);
        } else if is_slide {
            section.slides.push(start..end);
        }
    }

    /// Whether these are the keys of all that is open.
    fn is_inside(&self, keys: &[&str]) -> bool {
        self.open.iter().map(|(key, _)| key.as_str()).eq(keys.iter().copied())
    }
}

/// Gives everything on a slide the slide's place.
fn set_spans(slide: &mut Slide, span: Span) {
    slide.span = span;
    slide.layout_span = span;
    visit_blocks_mut(&mut slide.blocks, &mut |block| block.span = span);
    visit_inlines_mut(slide, &mut |inline| inline.span = span);
}
