//! The layout of a slide: the one that the author named, else one that the content suggests.

use super::{attribution, is_cjk};
use crate::deck::block::plain_text;
use crate::deck::{Block, Item, Slide, Spanned};
use crate::locale;

/// Means: the layout that the content suggests.
pub(super) const INFER: &str = "";

/// A layout that the author named.
pub(super) struct Named {
    /// Our name for it.
    pub(super) layout: String,
    /// Options that the name implies.
    pub(super) options: &'static [(&'static str, &'static str)],
    /// Whether it is Marp's `lead`: a title, a section or a statement, as the content says.
    pub(super) is_lead: bool,
}

impl Named {
    /// A layout of ours with options.
    pub(super) fn new(layout: &str, options: &'static [(&'static str, &'static str)]) -> Self {
        Self { layout: layout.to_owned(), options, is_lead: false }
    }
}

/// The layout that a slide's content suggests.
pub(super) fn infer(slide: &Slide) -> &'static str {
    let count = |test: fn(&Block) -> bool| slide.blocks.iter().filter(|b| test(b)).count();
    let blocks = slide.blocks.len();
    let texts = count(|b| matches!(b, Block::Paragraph(_)));
    let images = count(|b| matches!(b, Block::Image(_) | Block::Typst { alt: Some(_), .. }));
    let only =
        |kind: usize, most_texts: usize| kind == 1 && texts <= most_texts && blocks == 1 + texts;
    if texts <= 2 && blocks == texts && locale::is_thanks(&plain_text(&slide.title)) {
        return "closing";
    }
    if blocks == 0 {
        return "statement";
    }
    if images == 1 && (slide.options.contains_key("side") || only(images, 2) && !is_between(slide))
    {
        return "image";
    }
    if has_list_beside_picture(slide) {
        return "image";
    }
    // The layout has room for one paragraph above the table.
    let above = slide.blocks.iter().take_while(|b| matches!(b.value, Block::Paragraph(_))).count();
    let has_remarks = above <= 1 && slide.blocks.iter().skip(above + 1).all(is_remark);
    if has_remarks && only(count(|b| matches!(b, Block::Table(_))), 2) {
        return "table";
    }
    if has_remarks && only(count(|b| matches!(b, Block::Chart(_) | Block::Diagram(_))), 2) {
        return "chart";
    }
    if only(count(|b| matches!(b, Block::Code { .. })), 1) {
        return "code";
    }
    if only(count(|b| matches!(b, Block::Math(_))), 1) {
        return "math";
    }
    if is_quotation(&slide.blocks) {
        return "quote";
    }
    if is_even_columns(&slide.blocks) { "columns" } else { "content" }
}

/// Whether blocks are a few columns, all equally wide, as the layout makes them.
fn is_even_columns(blocks: &[Spanned<Block>]) -> bool {
    matches!(blocks, [Spanned { value: Block::Columns(columns), .. }]
        if (2..=4).contains(&columns.len())
            && columns.windows(2).all(|pair| pair[0].value.width == pair[1].value.width))
}

/// Whether a slide is a picture and a few short items, with a line or none above them: below each other, the picture
/// would be small. A picture that has a width stands where its author put it.
fn has_list_beside_picture(slide: &Slide) -> bool {
    const MOST_ITEMS: usize = 5;
    const MOST_OF_ITEM: usize = 64;
    let width = |text: &str| text.chars().map(|c| if is_cjk(c) { 2 } else { 1 }).sum::<usize>();
    let is_picture = |block: &&Spanned<Block>| match &block.value {
        Block::Image(image) => !image.has_size(),
        Block::Diagram(_) => true,
        _ => false,
    };
    let is_short = |item: &Spanned<Item>| {
        matches!(item.blocks.as_slice(), [Spanned { value: Block::Paragraph(text), .. }]
            if width(&plain_text(text)) <= MOST_OF_ITEM)
    };
    let is_list = |block: &&Spanned<Block>| {
        matches!(&block.value, Block::List { items, .. }
            if items.len() <= MOST_ITEMS && items.iter().all(is_short))
    };
    let blocks = match slide.blocks.as_slice() {
        [Spanned { value: Block::Paragraph(_), .. }, rest @ ..] => rest,
        all => all,
    };
    blocks.len() == 2 && blocks.iter().any(|b| is_picture(&b)) && blocks.iter().any(|b| is_list(&b))
}

/// Whether a slide begins and ends with text, so that the order must be kept.
fn is_between(slide: &Slide) -> bool {
    let is_text = |block: Option<&Spanned<Block>>| {
        block.is_some_and(|block| matches!(block.value, Block::Paragraph(_)))
    };
    is_text(slide.blocks.first()) && is_text(slide.blocks.last())
}

/// Whether a paragraph is a remark about what is above it, not a conclusion: it says so, or is just
/// a name.
fn is_remark(block: &Spanned<Block>) -> bool {
    const MOST: usize = 120;
    const MOST_OF_NAME: usize = 16;
    let Block::Paragraph(content) = &block.value else { return false };
    let text = plain_text(content);
    let length = text.chars().count();
    let is_name =
        length <= MOST_OF_NAME && !text.contains(|c: char| "。！？；，：.!?;,:".contains(c));
    is_name || length <= MOST && locale::is_remark(&text)
}

/// Whether blocks are a quotation, with or without an attribution.
fn is_quotation(blocks: &[Spanned<Block>]) -> bool {
    let is_said = |block: &Spanned<Block>| !matches!(block.value, Block::List { .. });
    let is_quote = |block: &Spanned<Block>| matches!(&block.value, Block::Quote(inside) if inside.iter().all(is_said));
    match blocks {
        [quote] => is_quote(quote),
        [quote, Spanned { value: Block::Paragraph(said), .. }] => {
            is_quote(quote) && attribution::begins(&plain_text(said))
        }
        _ => false,
    }
}

/// Whether the first slide of a deck looks like its title: a headline and a line or two.
pub(super) fn is_title(slide: &Slide) -> bool {
    const MOST_LINES: usize = 4;
    slide.blocks.len() <= MOST_LINES
        && slide
            .blocks
            .iter()
            .all(|block| matches!(block.value, Block::Paragraph(_) | Block::Heading { .. }))
}
