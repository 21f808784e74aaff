//! Cleans the blocks of a page or of Markdown: blocks → units of the cleaner, and what happens to
//! those that are removed.

use super::byline::byline;
use super::words::reason;
use super::{Headline, Shape, Unit, verdicts};
use crate::article::{Article, Aside, Reason, one_line};
use crate::deck::block::{only_pictures, plain_text, visit_blocks, walk_inlines};
use crate::deck::{Block, Image, Inline, Inlines, Spanned};
use crate::diag::Span;

/// Sets aside the blocks of an article that do not belong to its text.
pub(in crate::article) fn clean(article: &mut Article) {
    let units: Vec<Unit> = article.blocks.iter().map(unit).collect();
    let verdicts = verdicts(&units);
    let headline = verdicts.headline.filter(|_| article.title.is_none());
    if let Some(Headline { at, range }) = &headline {
        let text = units[*at].text[range.clone()].to_owned();
        article.title = Some(article.blocks[*at].with(text));
    }
    let mut found = verdicts.reasons.into_iter().enumerate();
    let aside = &mut article.aside;
    article.blocks.retain(|block| match found.next() {
        Some((at, _)) if headline.as_ref().is_some_and(|headline| headline.at == at) => false,
        Some((_, Some(reason))) => {
            aside.extend(set_aside(block, reason));
            false
        }
        _ => true,
    });
}

/// Refines the reasons of lines that were set aside as a part of the page: bylines, share buttons.
pub(in crate::article) fn relabel(article: &mut Article) {
    let first = article.blocks.first().map_or(0, |block| block.span.start);
    for aside in &mut article.aside {
        let head = matches!(aside.reason, Reason::Header | Reason::Share | Reason::Navigation);
        match aside.reason {
            _ if head && aside.span.start < first && byline(&aside.text).is_some() => {
                aside.reason = Reason::Byline;
            }
            Reason::Header | Reason::Footer => {
                aside.reason = reason(&aside.text).unwrap_or(aside.reason);
            }
            _ => {}
        }
    }
}

fn unit(block: &Spanned<Block>) -> Unit {
    let parts = |shape, blocks: &mut dyn Iterator<Item = &Spanned<Block>>| Unit {
        text: String::new(),
        shape,
        parts: blocks.map(unit).collect(),
    };
    match &block.value {
        Block::Heading { level, content } => Unit::new(plain_text(content), Shape::Heading(*level)),
        Block::Paragraph(content) if are_badges(content) => Unit::new(String::new(), Shape::Badges),
        Block::Paragraph(content) => {
            let shape = if is_linked(content) { Shape::Links } else { Shape::Line };
            Unit::new(plain_text(content), shape)
        }
        Block::List { items, .. } => {
            parts(Shape::List, &mut items.iter().flat_map(|item| &item.blocks))
        }
        Block::Quote(blocks) => parts(Shape::Quote, &mut blocks.iter()),
        Block::Image(image) if is_badge(image) => Unit::new(String::new(), Shape::Badges),
        Block::Image(_) => Unit::new(String::new(), Shape::Picture),
        Block::Alert { .. }
        | Block::Chart(_)
        | Block::Diagram(_)
        | Block::Code { .. }
        | Block::Columns(_)
        | Block::Definitions(_)
        | Block::Math(_)
        | Block::Table(_)
        | Block::Typst { .. } => Unit::new(String::new(), Shape::Object),
    }
}

/// Whether a line is a row of badges: remote pictures, mostly inside links, of which one is named so.
fn are_badges(content: &Inlines) -> bool {
    let pictures = content.iter().filter(|inline| !inline.value.is_blank()).map(|inline| {
        match &inline.value {
            Inline::Link { content, .. } => only_pictures(content).unwrap_or_default(),
            Inline::Image(image) => vec![inline.with(image.clone())],
            _ => Vec::new(),
        }
    });
    let pictures: Vec<Vec<Spanned<Image>>> = pictures.collect();
    let remote =
        |all: &Vec<Spanned<Image>>| !all.is_empty() && all.iter().all(|image| is_remote(image));
    pictures.iter().all(remote) && pictures.iter().flatten().any(|image| is_badge(image))
}

/// Whether a picture is a badge by its address.
fn is_badge(image: &Image) -> bool {
    let path = image.path.to_lowercase();
    is_remote(image) && (path.contains("shields.io") || path.contains("badge"))
}

fn is_remote(image: &Image) -> bool {
    image.path.contains("://")
}

/// Whether a line consists of links only, or of labels with links behind them.
fn is_linked(content: &Inlines) -> bool {
    const LABEL: usize = 20;
    let label = |text: &str| text.chars().count() <= LABEL && text.ends_with([':', '：']);
    let linked = |inline: &Spanned<Inline>| match &inline.value {
        Inline::Link { .. } | Inline::Break => true,
        Inline::Text(text) => !text.contains(char::is_alphanumeric) || label(text.trim()),
        _ => false,
    };
    content.iter().any(|inline| matches!(inline.value, Inline::Link { .. }))
        && content.iter().all(linked)
}

/// All text of a block, as lines to be set aside.
pub(in crate::article) fn set_aside(block: &Spanned<Block>, reason: Reason) -> Vec<Aside> {
    let mut lines: Vec<Aside> = Vec::new();
    let mut add = |text: String, span: Span| {
        let text = one_line(&text);
        if !text.is_empty() {
            lines.push(Aside { span, text, reason });
        }
    };
    visit_blocks(std::slice::from_ref(block), &mut |block| match &block.value {
        Block::Paragraph(content) | Block::Heading { content, .. } => {
            add(said(content), block.span);
        }
        Block::Code { text, .. } | Block::Math(text) => add(text.clone(), block.span),
        Block::Image(image) => {
            let caption = image.caption.as_deref().unwrap_or_default();
            add(format!("{} {caption}", shown(image)), block.span);
        }
        Block::Definitions(all) => {
            all.iter().for_each(|one| add(plain_text(&one.term), one.span));
        }
        Block::Table(table) => {
            for row in std::iter::once(&table.head).chain(&table.rows) {
                let cells: Vec<String> = row.iter().map(|cell| plain_text(cell)).collect();
                add(cells.join(" "), block.span);
            }
        }
        Block::Alert { title, .. } => add(title.clone().unwrap_or_default(), block.span),
        Block::Chart(_)
        | Block::Diagram(_)
        | Block::List { .. }
        | Block::Quote(_)
        | Block::Columns(_)
        | Block::Typst { .. } => {}
    });
    lines
}

/// The text of a line that is set aside, including its pictures.
fn said(content: &Inlines) -> String {
    let mut text = plain_text(content);
    walk_inlines(content, &mut |inline| {
        if let Inline::Image(image) = &inline.value {
            text.push(' ');
            text.push_str(shown(image));
        }
    });
    text
}

/// The alternative text of a picture, or its address.
pub(in crate::article) fn shown(image: &Image) -> &str {
    if image.alt.is_empty() { &image.path } else { &image.alt }
}
