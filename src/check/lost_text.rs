//! Text in, text out: every visible character of a slide stands on its pages. What a layout forgot
//! to show would vanish without a word otherwise.

use std::collections::BTreeSet;

use typst::layout::{Frame, FrameItem};

use crate::deck::block::{visit_blocks, visit_inlines, walk_inlines};
use crate::deck::{Block, Deck, Inline, Slide, Spanned};
use crate::diag::{Diagnostic, Diagnostics, Span};
use crate::emit::notes::{Notes, Reference};
use crate::fit::Compiled;
use crate::theme::Theme;

/// Most characters that a message shows.
const MOST_SHOWN: usize = 20;

/// What has to stand on the pages of a slide.
pub(crate) struct SlideText {
    /// Its visible characters, folded, in their order.
    characters: Vec<char>,
    /// Where the slide was written.
    span: Span,
    /// Name of its layout.
    layout: String,
    /// The files of the user's own theme that may have lost something, as they are known there:
    /// the layout's own, or else all of them. Empty if the layout is bundled.
    own: Vec<String>,
}

/// How much of a deck's text stands on its pages.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Coverage {
    /// Visible characters of the deck.
    pub(crate) characters: usize,
    /// How many of them stand on the pages of their slide, in a font that has them.
    pub(crate) shown: usize,
}

/// What has to stand on the pages of each slide. Formulas, raw Typst and alternative texts are
/// shown otherwise or not at all, and left out.
pub(crate) fn texts(deck: &Deck, theme: &Theme) -> Vec<SlideText> {
    deck.slides().map(|slide| SlideText::new(slide, theme)).collect()
}

/// Compares each slide with its pages. `missing`: the characters that no font has.
pub(crate) fn check(
    compiled: &Compiled,
    texts: &[SlideText],
    missing: &BTreeSet<char>,
) -> (Coverage, Diagnostics) {
    let mut empty = Vec::new();
    missing.iter().for_each(|c| push(c.encode_utf8(&mut [0; 4]), &mut empty));
    let mut coverage = Coverage::default();
    let mut errors = Diagnostics::default();
    let pages = compiled.document.pages();
    let (mut wanted, mut shown) = (Vec::new(), Vec::new());
    for (index, (slide, text)) in compiled.slides.iter().zip(texts).enumerate() {
        shown.clear();
        for page in pages.get(slide.pages.clone()).unwrap_or_default() {
            collect(&page.frame, &mut shown);
        }
        if !empty.is_empty() {
            shown.retain(|c| !empty.contains(c));
        }
        wanted.clone_from(&text.characters);
        wanted.sort_unstable();
        shown.sort_unstable();
        let lost = absent(&wanted, &shown);
        coverage.characters += text.characters.len();
        coverage.shown += text.characters.len() - lost.len();
        if !lost.is_empty() {
            errors.push(error(index + 1, text, &lost));
        }
    }
    (coverage, errors)
}

impl SlideText {
    fn new(slide: &Slide, theme: &Theme) -> Self {
        let (mut characters, mut notes) = (Vec::new(), Notes::of(slide));
        let mut again = Vec::new();
        visit_inlines(slide, &mut |inline| {
            add_inline(inline, &mut characters);
            // A footnote stands on the page once, however often it is referred to.
            if let Inline::Footnote(content) = &inline.value
                && let Reference::Again(_) = notes.refer(content)
            {
                walk_inlines(content, &mut |inline| add_inline(inline, &mut again));
            }
        });
        for c in again {
            if let Some(at) = characters.iter().rposition(|known| *known == c) {
                characters.remove(at);
            }
        }
        let mut add = |text: &str| push(text, &mut characters);
        visit_blocks(&slide.blocks, &mut |block| match &block.value {
            Block::Code { text, options, .. } => {
                add(text);
                add(options.get("title").map_or("", String::as_str));
            }
            Block::Alert { title, .. } => add(title.as_deref().unwrap_or_default()),
            Block::Image(image) => image.texts().for_each(&mut add),
            Block::Chart(chart) => chart.texts().for_each(&mut add),
            _ => {}
        });
        let (span, layout) = (slide.span, slide.layout.clone());
        let file = theme.own.get(&format!("layouts/{layout}.typ"));
        let own = match file {
            Some(own) => vec![own.name.clone()],
            None => {
                let names = theme.own.values().map(|own| own.name.clone());
                names.filter(|name| name.ends_with(".typ")).collect()
            }
        };
        Self { characters, span, layout, own }
    }
}

/// Adds the text of an inline, without that of the inlines in it.
fn add_inline(inline: &Spanned<Inline>, characters: &mut Vec<char>) {
    match &inline.value {
        Inline::Text(text) | Inline::Code(text) => push(text, characters),
        Inline::Image(image) => image.texts().for_each(|text| push(text, characters)),
        _ => {}
    }
}

/// Adds the text of a frame.
fn collect(frame: &Frame, characters: &mut Vec<char>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => collect(&group.frame, characters),
            FrameItem::Text(text) => push(&text.text, characters),
            _ => {}
        }
    }
}

/// Adds the characters of a text that can be seen, in one case: a layout may set capitals.
fn push(text: &str, characters: &mut Vec<char>) {
    for c in text.chars() {
        match c {
            // Most of a Chinese deck.
            '\u{3400}'..='\u{9fff}' => characters.push(c),
            c if is_hidden(c) => {}
            c if c.is_ascii() => characters.push(c.to_ascii_lowercase()),
            // Not every small letter is that of its capital: ß, ς.
            c => characters.extend(c.to_uppercase().flat_map(char::to_lowercase)),
        }
    }
}

/// Whether a character cannot be seen, or is the layout's to show: the colon or comma between a
/// term and its text.
fn is_hidden(c: char) -> bool {
    let term = matches!(c, ':' | '：' | '，');
    // The default-ignorable characters of Unicode.
    let ignorable = matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}');
    term || ignorable || c.is_whitespace() || c.is_control()
}

/// The characters of `wanted` that `shown` has not, or not as often. Both are sorted.
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

fn error(number: usize, text: &SlideText, lost: &[char]) -> Diagnostic {
    let mut shown: String = in_order(text, lost).into_iter().take(MOST_SHOWN).collect();
    if lost.len() > MOST_SHOWN {
        shown.push('…');
    }
    let SlideText { layout, own, span, .. } = text;
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
            ("术语：解释", "术语 解释", ""),
            ("a\u{200b}b\u{ad}c\u{fe0f}", "a b c", ""),
            ("甲\u{e9}", "甲", "é"),
        ] {
            let lost: String = absent(&folded(deck), &folded(page)).into_iter().collect();
            assert_eq!(lost, expected, "{deck} / {page}");
        }
    }
}
