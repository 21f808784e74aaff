//! The text of a slide that has to be visible on its pages, with its places.

use crate::deck::block::{visit_blocks, visit_inlines};
use crate::deck::{Block, Inline, Slide, Spanned};
use crate::diag::Span;

/// Visits each piece of that text. Formulas, raw Typst and alternative texts are left out, since
/// they are shown differently or not at all.
pub(super) fn visit_texts(slide: &Slide, visit: &mut impl FnMut(&str, Span)) {
    visit_inlines(slide, &mut |inline| visit_inline(inline, visit));
    visit_blocks(&slide.blocks, &mut |block| {
        let mut add = |text: &str| visit(text, block.span);
        match &block.value {
            Block::Code { text, options, .. } => {
                add(text);
                add(options.get("title").map_or("", String::as_str));
            }
            Block::Alert { title, .. } => add(title.as_deref().unwrap_or_default()),
            Block::Image(image) => image.texts().for_each(&mut add),
            Block::Chart(chart) => chart.texts().for_each(&mut add),
            Block::Diagram(diagram) => diagram.texts().iter().for_each(|text| add(text)),
            // Their texts are inlines, or not shown as they are written.
            Block::Paragraph(_)
            | Block::Heading { .. }
            | Block::List { .. }
            | Block::Definitions(_)
            | Block::Table(_)
            | Block::Math(_)
            | Block::Quote(_)
            | Block::Columns(_)
            | Block::Typst { .. } => {}
        }
    });
}

/// Visits the text of an inline, without that of the inlines in it.
pub(super) fn visit_inline(inline: &Spanned<Inline>, visit: &mut impl FnMut(&str, Span)) {
    match &inline.value {
        Inline::Text(text) | Inline::Code(text) => visit(text, inline.span),
        Inline::Image(image) => image.texts().for_each(|text| visit(text, inline.span)),
        Inline::Ruby { reading, .. } => visit(reading, inline.span),
        // They hold inlines, or are not shown as they are written.
        Inline::Strong(_)
        | Inline::Emph(_)
        | Inline::Strike(_)
        | Inline::Highlight(_)
        | Inline::Underline(_)
        | Inline::Dotted(_)
        | Inline::Super(_)
        | Inline::Sub(_)
        | Inline::Math(_)
        | Inline::Link { .. }
        | Inline::Footnote(_)
        | Inline::Break => {}
    }
}
