//! Every visible character of a slide must be on its pages: a layout could forget to show some of
//! its content.

use std::collections::BTreeSet;

use typst_layout::PagedDocument;

use super::visible::{visit_inline, visit_texts};
use crate::deck::block::{visit_blocks, visit_inlines, walk_inlines};
use crate::deck::{Block, Deck, Inline, Meta, Number, Slide};
use crate::diag::{Diagnostic, Diagnostics, Span};
use crate::emit::footnotes::{Footnotes, Reference};
use crate::emit::parting_marks;
use crate::engine::{DeckWorld, Within, glyphs, is_ignorable};
use crate::fit::Compiled;
use crate::theme::Theme;

/// Most characters that a message shows.
const MOST_SHOWN: usize = 20;
/// Combining character that draws a key cap around the one before it.
const KEY_CAP: char = '\u{20e3}';

/// The text that has to be on the pages of a slide.
pub(crate) struct SlideText {
    /// Its number.
    number: Number,
    /// Its visible characters in order, case-folded.
    characters: Vec<char>,
    /// The characters among them that a layout may leave out, sorted.
    optional: Vec<char>,
    /// The place of the slide.
    span: Span,
    /// Name of its layout.
    layout: String,
    /// The files of the user's own theme that may have lost something, by the names known to the
    /// user: the layout's own file, else all of them. Empty if the layout is bundled.
    own: Vec<String>,
}

/// How much of a deck's text is on its pages.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Coverage {
    /// Visible characters of the deck.
    pub(crate) characters: usize,
    /// How many of them stand on the pages of their slide, in a font that has them.
    pub(crate) shown: usize,
}

/// The text that has to be on the pages of each slide. Formulas, raw Typst and alternative texts
/// are left out, since they are shown differently or not at all.
pub(crate) fn texts(deck: &Deck, theme: &Theme) -> Vec<SlideText> {
    let numbered = deck.slides().zip(deck.numbers());
    numbered.map(|(slide, number)| SlideText::new(slide, number, &deck.meta, theme)).collect()
}

/// Compares each slide with its pages. `missing`: characters that no font has, which are reported
/// elsewhere.
pub(crate) fn check(
    compiled: &Compiled,
    texts: &[SlideText],
    missing: &BTreeSet<char>,
) -> (Coverage, Diagnostics) {
    let mut coverage = Coverage::default();
    let mut errors = Diagnostics::default();
    let pages = shown(&compiled.document, &compiled.world);
    for (slide, text) in compiled.slides.iter().zip(texts) {
        let mut shown = pages.get(slide.pages.clone()).unwrap_or_default().concat();
        let mut wanted = text.characters.clone();
        wanted.sort_unstable();
        shown.sort_unstable();
        let lost = absent(&absent(&wanted, &shown), &text.optional);
        coverage.characters += text.characters.len();
        coverage.shown += text.characters.len() - lost.len();
        if lost.iter().any(|c| !missing.contains(c)) {
            errors.push(error(text, &lost));
        }
    }
    (coverage, errors)
}

impl SlideText {
    fn new(slide: &Slide, number: Number, meta: &Meta, theme: &Theme) -> Self {
        let mut characters = Vec::new();
        visit_texts(slide, &mut |text, _| push(text, &mut characters));
        if theme.roles(&slide.layout).front {
            let front = meta.author.iter().chain(&meta.date);
            front.for_each(|text| push(text, &mut characters));
        }
        for c in repeated_footnotes(slide) {
            if let Some(at) = characters.iter().rposition(|known| *known == c) {
                characters.remove(at);
            }
        }
        let (span, layout) = (slide.span, slide.layout.clone());
        let file = theme.own.get(&format!("layouts/{layout}.typ"));
        let own = match file {
            Some(own) => vec![own.name.clone()],
            None => {
                let names = theme.own.values().map(|own| own.name.clone());
                names.filter(|name| name.ends_with(".typ")).collect()
            }
        };
        let optional = optional(slide);
        Self { number, characters, optional, span, layout, own }
    }
}

/// The characters of footnotes with a second reference: they are on the page only once.
fn repeated_footnotes(slide: &Slide) -> Vec<char> {
    let (mut notes, mut again) = (Footnotes::of(slide), Vec::new());
    visit_inlines(slide, &mut |inline| {
        if let Inline::Footnote(content) = &inline.value
            && let Reference::Again(_) = notes.refer(content)
        {
            walk_inlines(content, &mut |inline| {
                visit_inline(inline, &mut |text, _| push(text, &mut again));
            });
        }
    });
    again
}

/// The marks between a term or a figure and what is said about it, and the caption of a picture in a line, which has
/// no room for one.
fn optional(slide: &Slide) -> Vec<char> {
    let mut optional = Vec::new();
    visit_inlines(slide, &mut |inline| {
        if let Inline::Image(image) = &inline.value {
            image.texts().for_each(|text| push(text, &mut optional));
        }
    });
    visit_blocks(&slide.blocks, &mut |block| {
        if let Block::Paragraph(content) = &block.value {
            push(&String::from_iter(parting_marks(content)), &mut optional);
        }
    });
    optional.sort_unstable();
    optional
}

/// The visible characters of each page for which a font has a glyph.
fn shown(document: &PagedDocument, world: &DeckWorld) -> Vec<Vec<char>> {
    let mut pages = vec![Vec::new(); document.pages().len()];
    let mut before: *const u8 = std::ptr::null();
    glyphs(document, world, &mut |glyph| {
        // Several glyphs may belong to one cluster, which counts once.
        let first = before != glyph.text.as_ptr();
        before = glyph.text.as_ptr();
        if first && glyph.exists && glyph.within != Within::Picture {
            push(glyph.text, &mut pages[glyph.page]);
        }
    });
    pages
}

/// Adds the visible characters of a text, case-folded: a layout may set capitals.
fn push(text: &str, characters: &mut Vec<char>) {
    for c in text.chars() {
        match c {
            // A fast path for Han, most of a Chinese deck.
            '\u{3400}'..='\u{9fff}' => characters.push(c),
            c if is_hidden(c) => {}
            c if c.is_ascii() => characters.push(c.to_ascii_lowercase()),
            // Through upper case first: ß and ς only match their capitals that way.
            c => characters.extend(c.to_uppercase().flat_map(char::to_lowercase)),
        }
    }
}

/// Whether a character is invisible, or is drawn around the one before it.
fn is_hidden(c: char) -> bool {
    is_ignorable(c) || c == KEY_CAP || c.is_whitespace() || c.is_control()
}

/// The characters of `wanted` that `shown` lacks or has less often. Both are sorted.
fn absent(wanted: &[char], shown: &[char]) -> Vec<char> {
    let mut shown = shown.iter().peekable();
    let mut absent = Vec::new();
    for &c in wanted {
        while shown.next_if(|&&other| other < c).is_some() {}
        if shown.next_if(|&&other| other == c).is_none() {
            absent.push(c);
        }
    }
    absent
}

/// The lost characters in the order in which they were written.
fn in_order(text: &SlideText, lost: &[char]) -> Vec<char> {
    let mut left = lost.to_vec();
    let mut is_lost = |c: &char| {
        let found = left.binary_search(c);
        found.map(|at| left.remove(at)).is_ok()
    };
    text.characters.iter().copied().filter(|c| is_lost(c)).collect()
}

fn error(text: &SlideText, lost: &[char]) -> Diagnostic {
    let mut shown: String = in_order(text, lost).into_iter().take(MOST_SHOWN).collect();
    if lost.len() > MOST_SHOWN {
        shown.push('…');
    }
    let SlideText { number, layout, own, span, .. } = text;
    let what = match lost.len() {
        1 => "1 character".to_owned(),
        many => format!("{many} characters"),
    };
    let message = format!("{what} of slide {number} are not on its pages: `{shown}`");
    let message = if lost.len() == 1 { message.replacen(" are ", " is ", 1) } else { message };
    let error = if own.is_empty() {
        Diagnostic::internal(message).label(*span, format!("layout `{layout}`"))
    } else {
        let files = own.join("`, `");
        Diagnostic::error(*span, message)
            .hint(format!("the layout `{layout}` does not show everything it gets: see `{files}`"))
    };
    Diagnostic { code: Some("lost-text"), ..error }
}

#[cfg(test)]
mod tests {
    use super::{absent, push};

    fn folded(text: &str) -> Vec<char> {
        let mut characters = Vec::new();
        push(text, &mut characters);
        characters.sort_unstable();
        characters
    }

    #[test]
    fn what_is_missing_is_counted() {
        for (deck, page, expected) in [
            ("大模型", "模型大", ""),
            ("数据数据", "数据", "据数"),
            ("Straße", "STRASSE", ""),
            ("术语：解释", "术语 解释", "："),
            ("a\u{200b}b\u{ad}c\u{fe0f}", "a b c", ""),
            ("甲\u{e9}", "甲", "é"),
        ] {
            let lost: String = absent(&folded(deck), &folded(page)).into_iter().collect();
            assert_eq!(lost, expected, "{deck} / {page}");
        }
    }
}
