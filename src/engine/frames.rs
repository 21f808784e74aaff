//! Walks over laid-out frames.

use std::ops::Range;

use typst::WorldExt;
use typst::introspection::{Location, Tag};
use typst::layout::{Frame, FrameItem};
use typst::math::EquationElem;
use typst::syntax::{FileId, Span};
use typst::text::{FontInfo, RawElem, TextItem};
use typst::visualize::ImageKind;
use typst_layout::PagedDocument;
use unicode_normalization::UnicodeNormalization;

use super::fonts::{Fonts, Origin};
use super::world::DeckWorld;

/// A glyph as it stands on a page.
pub(crate) struct Glyph<'a> {
    /// Page, from 0.
    pub(crate) page: usize,
    /// Whether the font has it; else an empty box is shown.
    pub(crate) exists: bool,
    /// The text of its cluster, which several glyphs in a row may share.
    pub(crate) text: &'a str,
    /// Index of the face in the world's fonts; `None` if unknown.
    pub(crate) face: Option<usize>,
    /// The kind of text it is part of.
    pub(crate) within: Within,
    origin: GlyphOrigin<'a>,
}

/// The kind of text a glyph is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Within {
    /// Running text.
    Text,
    /// Code, which has fonts of its own.
    Code,
    /// A formula, which has fonts of its own.
    Formula,
    /// An SVG picture, which may name fonts.
    Picture,
}

/// The origin of a glyph.
#[derive(Clone, Copy)]
enum GlyphOrigin<'a> {
    Text(&'a typst::text::Glyph),
    /// A picture that is placed there.
    Picture(Span),
}

impl Glyph<'_> {
    /// Its source file and bytes: exact for plain markup, else those of the whole element. The
    /// lookup is costly.
    pub(crate) fn place(&self, world: &DeckWorld) -> Option<(FileId, Range<usize>)> {
        match self.origin {
            GlyphOrigin::Text(glyph) => place(world, glyph, self.text),
            GlyphOrigin::Picture(span) => span.id().zip(world.range(span)),
        }
    }
}

/// Calls `visit` for every glyph of a document, those in SVG pictures included.
pub(crate) fn glyphs(document: &PagedDocument, world: &DeckWorld, visit: &mut dyn FnMut(&Glyph)) {
    let mut around = Around::default();
    for (page, laid_out) in document.pages().iter().enumerate() {
        walk(&laid_out.frame, &mut |item| match item {
            FrameItem::Tag(tag) => around.tag(tag),
            FrameItem::Text(text) => text_glyphs(text, page, around.within(), world, visit),
            FrameItem::Image(image, _, span) => {
                if let ImageKind::Svg(svg) = image.kind() {
                    let origin = GlyphOrigin::Picture(*span);
                    let within = Within::Picture;
                    svg_glyphs(svg.tree(), svg.tree().root(), world, &mut |exists, text, face| {
                        visit(&Glyph { page, exists, text, face, within, origin });
                    });
                }
            }
            _ => {}
        });
    }
}

/// The code or formula that the walk is inside of.
#[derive(Default)]
struct Around(Option<(Location, Within)>);

impl Around {
    fn tag(&mut self, tag: &Tag) {
        match (tag, self.0) {
            (Tag::Start(element, _), None) => {
                let within = match () {
                    () if element.is::<EquationElem>() => Within::Formula,
                    () if element.is::<RawElem>() => Within::Code,
                    () => return,
                };
                self.0 = element.location().map(|location| (location, within));
            }
            (Tag::End(location, ..), Some((begun, _))) if *location == begun => self.0 = None,
            _ => {}
        }
    }

    fn within(&self) -> Within {
        self.0.map_or(Within::Text, |(_, within)| within)
    }
}

/// Visits the glyphs of a run of text.
fn text_glyphs(
    text: &TextItem,
    page: usize,
    within: Within,
    world: &DeckWorld,
    visit: &mut dyn FnMut(&Glyph),
) {
    let font = text.font.font();
    let face = world.fonts().position(font.data(), font.index());
    let real = Real::new(font.info(), face, world.fonts());
    for glyph in &text.glyphs {
        let piece = &text.text[glyph.range()];
        let exists = glyph.id != 0 && real.shows(piece) && has_all(font.info(), piece);
        let origin = GlyphOrigin::Text(glyph);
        visit(&Glyph { page, exists, text: piece, face, within, origin });
    }
}

/// Whether a face has every character of a cluster: the compiler drops characters that the font of
/// the cluster's last one lacks. Composed and decomposed forms are equivalent.
fn has_all(info: &FontInfo, text: &str) -> bool {
    if text.chars().nth(1).is_none() {
        return true;
    }
    let has = |c: char| is_ignorable(c) || info.coverage.contains(c as u32);
    text.chars().all(has) || text.nfc().all(has) || text.nfd().all(has)
}

/// Whether a character is default-ignorable in Unicode, so that it has no shape.
pub(crate) fn is_ignorable(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// Which characters a font really shows, beyond what it claims.
struct Real {
    last_resort: bool,
    math: bool,
    /// Whether it is the user's font, whose private use characters are intended.
    own: bool,
}

impl Real {
    fn new(info: &FontInfo, face: Option<usize>, fonts: &Fonts) -> Self {
        let origin = face.and_then(|face| fonts.face(face)).map(|face| face.origin);
        Self {
            last_resort: info.is_last_resort(),
            math: info.family.contains("Math"),
            own: origin == Some(Origin::Own),
        }
    }

    fn shows(&self, text: &str) -> bool {
        let stands_in = |c| !self.own && is_private(c) || self.math && is_complex(c);
        !self.last_resort && !text.chars().any(stands_in)
    }
}

/// Whether a character is in the private use area: any font with it shows something, but hardly
/// what the author saw in another font.
pub(crate) fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)
}

/// Whether a character belongs to a complex script, whose letters join, stack or reorder. Math
/// fonts have some such letters as symbols, without the tables for words.
pub(super) fn is_complex(c: char) -> bool {
    // Hebrew to Myanmar, Tagalog to Vedic, and the later blocks of the same scripts.
    matches!(c,
        '\u{590}'..='\u{109f}' | '\u{1700}'..='\u{1cff}' | '\u{a800}'..='\u{abff}'
        | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{10a00}'..='\u{11fff}')
}

/// Visits every item of a frame, descending into groups.
fn walk<'a>(frame: &'a Frame, visit: &mut dyn FnMut(&'a FrameItem)) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => walk(&group.frame, visit),
            item => visit(item),
        }
    }
}

/// The source place of a glyph.
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
    // Only for plain text are offsets the same as in the source.
    let exact = matches!(source.find(span)?.kind(), SyntaxKind::Text | SyntaxKind::MathText);
    let start = range.start + usize::from(offset);
    Some((id, if exact { start..(start + text.len()).min(range.end) } else { range }))
}

/// Visits the glyphs of an SVG picture: whether the font has it, its text, its face.
fn svg_glyphs(
    tree: &usvg::Tree,
    group: &usvg::Group,
    world: &DeckWorld,
    visit: &mut dyn FnMut(bool, &str, Option<usize>),
) {
    for node in group.children() {
        match node {
            usvg::Node::Group(group) => svg_glyphs(tree, group, world, visit),
            usvg::Node::Text(text) => {
                for glyph in text.layouted().iter().flat_map(|span| &span.positioned_glyphs) {
                    let face = svg_face(tree, glyph.font, world);
                    let own = face.and_then(|face| world.fonts().face(face));
                    let own = own.is_some_and(|face| face.origin == Origin::Own);
                    let exists = glyph.id.0 != 0 && (own || !glyph.text.chars().any(is_private));
                    visit(exists, &glyph.text, face);
                }
            }
            usvg::Node::Image(image) => {
                if let usvg::ImageKind::SVG(tree) = image.kind() {
                    svg_glyphs(tree, tree.root(), world, visit);
                }
            }
            usvg::Node::Path(_) => {}
        }
    }
}

/// The face in our fonts that an SVG picture uses.
fn svg_face(tree: &usvg::Tree, font: fontdb::ID, world: &DeckWorld) -> Option<usize> {
    match &tree.fontdb().face(font)?.source {
        fontdb::Source::Binary(data) => {
            world.fonts().position(data.as_ref().as_ref(), tree.fontdb().face(font)?.index)
        }
        _ => None,
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
