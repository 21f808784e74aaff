//! Walks over laid-out frames.

use std::ops::Range;

use typst::WorldExt;
use typst::layout::{Frame, FrameItem};
use typst::syntax::FileId;
use typst::visualize::ImageKind;
use typst_layout::PagedDocument;

use super::world::DeckWorld;

/// A glyph as it stands on a page.
pub(crate) struct Glyph<'a> {
    /// Page, from 0.
    pub(crate) page: usize,
    /// Whether the font has it; if not, an empty box is shown.
    pub(crate) exists: bool,
    /// The text it stands for.
    pub(crate) text: &'a str,
    /// The file and the bytes in it that it comes from: exact if the text is plain markup,
    /// else those of the whole element.
    pub(crate) place: Option<(FileId, Range<usize>)>,
}

/// Calls `visit` for every glyph of a document, those in SVG pictures included.
pub(crate) fn glyphs(document: &PagedDocument, world: &DeckWorld, visit: &mut dyn FnMut(Glyph)) {
    for (page, laid_out) in document.pages().iter().enumerate() {
        walk(&laid_out.frame, &mut |item| match item {
            FrameItem::Text(text) => {
                let info = text.font.info();
                let (last_resort, math) = (info.is_last_resort(), info.family.contains("Math"));
                for glyph in &text.glyphs {
                    let piece = &text.text[glyph.range()];
                    let exists = glyph.id != 0
                        && !last_resort
                        && !piece.chars().any(|c| is_private(c) || math && is_complex(c));
                    // Only what is missing needs its place: looking it up is the costly part.
                    let place = if exists { None } else { place(world, glyph, piece) };
                    visit(Glyph { page, exists, text: piece, place });
                }
            }
            FrameItem::Image(image, _, span) => {
                if let ImageKind::Svg(svg) = image.kind() {
                    let place = || span.id().zip(world.range(*span));
                    svg_glyphs(svg.tree().root(), &mut |exists, text| {
                        let exists = exists && !text.chars().any(is_private);
                        let place = if exists { None } else { place() };
                        visit(Glyph { page, exists, text, place });
                    });
                }
            }
            _ => {}
        });
    }
}

/// Whether a character means what its font wants it to mean: any font that has it shows
/// something, and hardly ever what the author saw in another.
fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)
}

/// Whether a character belongs to a script whose letters join, stack or change places. Math fonts
/// have some of these letters as symbols, without what it takes to write words with them.
fn is_complex(c: char) -> bool {
    // Hebrew to Myanmar, Tagalog to Vedic, and the later blocks of the same scripts.
    matches!(c,
        '\u{590}'..='\u{109f}' | '\u{1700}'..='\u{1cff}' | '\u{a800}'..='\u{abff}'
        | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{10a00}'..='\u{11fff}')
}

/// Visits every item of a frame that is no group.
fn walk<'a>(frame: &'a Frame, visit: &mut dyn FnMut(&'a FrameItem)) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => walk(&group.frame, visit),
            item => visit(item),
        }
    }
}

/// Where a glyph comes from.
pub(super) fn place(
    world: &DeckWorld,
    glyph: &typst::text::Glyph,
    text: &str,
) -> Option<(FileId, Range<usize>)> {
    use typst::World;
    use typst::syntax::SyntaxKind;
    let (span, offset) = glyph.span;
    let id = span.id()?;
    let range = world.range(span)?;
    let source = world.source(id).ok()?;
    // Only of plain text does the offset count bytes of the source.
    let exact = matches!(source.find(span)?.kind(), SyntaxKind::Text | SyntaxKind::MathText);
    let start = range.start + usize::from(offset);
    Some((id, if exact { start..(start + text.len()).min(range.end) } else { range }))
}

fn svg_glyphs(group: &usvg::Group, visit: &mut dyn FnMut(bool, &str)) {
    for node in group.children() {
        match node {
            usvg::Node::Group(group) => svg_glyphs(group, visit),
            usvg::Node::Text(text) => {
                for glyph in text.layouted().iter().flat_map(|span| &span.positioned_glyphs) {
                    visit(glyph.id.0 != 0, &glyph.text);
                }
            }
            usvg::Node::Image(image) => {
                if let usvg::ImageKind::SVG(tree) = image.kind() {
                    svg_glyphs(tree.root(), visit);
                }
            }
            usvg::Node::Path(_) => {}
        }
    }
}

/// The text of each page, in the order in which it was laid out.
pub(crate) fn page_texts(document: &PagedDocument) -> Vec<String> {
    let text = |frame: &Frame| {
        let mut text = String::new();
        walk(frame, &mut |item| {
            if let FrameItem::Text(item) = item {
                text.push_str(&item.text);
            }
        });
        text
    };
    document.pages().iter().map(|page| text(&page.frame)).collect()
}
