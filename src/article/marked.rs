//! Paragraphs that are really list items or headings by a mark in front of them (`● …`, `一、…`), where a page
//! or Markdown has them as mere paragraphs → lists and headings.

use super::headings::level_of;
use crate::deck::arrange::marks::{Marker, Style, marker};
use crate::deck::block::plain_text;
use crate::deck::{Block, Inline, Inlines, Item, ListKind, Spanned};

/// Most characters of a line that is a heading.
const LONGEST: usize = 30;
/// Fewest lines with marks of one style that are items, or headings.
const FEWEST: usize = 2;

/// Makes lists and headings of marked paragraphs.
pub(super) fn settle(blocks: &mut Vec<Spanned<Block>>) {
    headings(blocks);
    lists(blocks);
    for block in blocks {
        if let Block::Quote(inner) = &mut block.value {
            lists(inner);
        }
    }
}

/// Makes headings of short numbered lines of one style that count up from one, each with something below it:
/// one level below the heading above them.
fn headings(blocks: &mut [Spanned<Block>]) {
    let found: Vec<(usize, Style)> = (0..blocks.len())
        .filter_map(|at| Some((at, numbered(blocks, at)?)))
        .map(|(at, marker)| (at, marker.style))
        .collect();
    let mut styles: Vec<Style> = Vec::new();
    for (_, style) in &found {
        if !styles.contains(style) {
            styles.push(*style);
        }
    }
    styles.retain(|style| counts_up(blocks, &found, *style));
    let mut above = 0;
    for (at, block) in blocks.iter_mut().enumerate() {
        above = level_of(block).unwrap_or(above);
        let style = found.iter().find(|(found, _)| *found == at).map(|(_, style)| style);
        let depth = style.and_then(|style| styles.iter().position(|known| known == style));
        if let (Some(depth), Block::Paragraph(content)) = (depth, &mut block.value) {
            let level = u8::try_from(depth + 1).unwrap_or(1).saturating_add(above).min(6);
            block.value = Block::Heading { level, content: std::mem::take(content) };
        }
    }
}

/// The number of a paragraph that may be a heading.
fn numbered(blocks: &[Spanned<Block>], at: usize) -> Option<Marker> {
    let text = line(&blocks[at])?;
    let marker = marker(&text).filter(|marker| marker.number > 0)?;
    let short = text.chars().count() <= LONGEST;
    let ends = text.ends_with(['。', '！', '；', '，', '.', '!', ';', ',', '：', ':']);
    let body = blocks.get(at + 1).is_some_and(|below| {
        level_of(below).is_none()
            && line(below).is_none_or(|below| style(&below) != Some(marker.style))
    });
    (short && !ends && body).then_some(marker)
}

/// Whether the lines of a style count up from one.
fn counts_up(blocks: &[Spanned<Block>], found: &[(usize, Style)], own: Style) -> bool {
    let numbers: Vec<usize> = found
        .iter()
        .filter(|(_, style)| *style == own)
        .filter_map(|(at, _)| marker(&line(&blocks[*at])?).map(|marker| marker.number))
        .collect();
    numbers.len() >= FEWEST && numbers.first() == Some(&1) && numbers.is_sorted()
}

/// Makes lists of paragraphs that stand behind each other with the same bullet in front of them.
fn lists(blocks: &mut Vec<Spanned<Block>>) {
    let mut made: Vec<Spanned<Block>> = Vec::with_capacity(blocks.len());
    let old = std::mem::take(blocks);
    let mut at = 0;
    while at < old.len() {
        let bullet = bullet(&old[at]);
        let same =
            old[at..].iter().take_while(|one| bullet.is_some() && self::bullet(one) == bullet);
        let count = same.count();
        if count < FEWEST {
            made.push(old[at].clone());
            at += 1;
            continue;
        }
        let items: Vec<Spanned<Item>> = old[at..at + count].iter().map(item).collect();
        let span = old[at].span.to(old[at + count - 1].span);
        made.push(Spanned::new(Block::List { kind: ListKind::plain(None), items }, span));
        at += count;
    }
    *blocks = made;
}

/// The bullet in front of a paragraph.
fn bullet(block: &Spanned<Block>) -> Option<char> {
    match style(&plain_line(paragraph(block)?)?)? {
        Style::Bullet(mark) => Some(mark),
        _ => None,
    }
}

/// A paragraph as an item, without its bullet.
fn item(block: &Spanned<Block>) -> Spanned<Item> {
    let content = paragraph(block).cloned().unwrap_or_default();
    let mut block = Spanned::new(Block::Paragraph(content), block.span);
    if let Block::Paragraph(content) = &mut block.value {
        let length = marker(&plain_text(content)).map_or(0, |marker| marker.length);
        if let Some(Inline::Text(text)) = content.first_mut().map(|first| &mut first.value)
            && text.is_char_boundary(length)
        {
            text.drain(..length);
        }
    }
    let span = block.span;
    Spanned::new(Item { done: None, blocks: vec![block] }, span)
}

/// The text of a paragraph that begins with plain text; `None` of other blocks.
fn line(block: &Spanned<Block>) -> Option<String> {
    let Block::Paragraph(content) = &block.value else { return None };
    plain_line(content)
}

/// The words of a paragraph, or of a quotation of one paragraph.
fn paragraph(block: &Spanned<Block>) -> Option<&Inlines> {
    match &block.value {
        Block::Paragraph(content) => Some(content),
        Block::Quote(inner) => match inner.as_slice() {
            [Spanned { value: Block::Paragraph(content), .. }] => Some(content),
            _ => None,
        },
        _ => None,
    }
}

fn plain_line(content: &Inlines) -> Option<String> {
    begins_plain(content).then(|| plain_text(content).trim_end().to_owned())
}

fn begins_plain(content: &Inlines) -> bool {
    matches!(content.first(), Some(Spanned { value: Inline::Text(text), .. }) if !text.starts_with(' '))
}

fn style(text: &str) -> Option<Style> {
    marker(text).map(|marker| marker.style)
}
