//! The content of a slide as pieces that are never broken, and slides made of some of these pieces.
//! Pure.

use std::ops::Range;

use super::{excerpt, partition, width};
use crate::deck::block::without_footnotes;
use crate::deck::{Block, Inlines, Item, Slide, Spanned};
use crate::emit::Place;

/// A piece of a slide's content with no page break inside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// The blocks that it consists of, or the one that it is a part of.
    pub(super) blocks: Range<usize>,
    /// Its index among the items, definitions, rows or lines of the block; `None`: it is whole
    /// blocks.
    pub(super) inner: Option<usize>,
    /// Whether it must not be the last on its page: it is a heading, or introduces what follows.
    pub(super) leads: bool,
}

impl Piece {
    /// Where it stands on the slide.
    pub(super) fn place(&self) -> Place {
        Place { inner: self.inner, ..Place::block(self.blocks.start) }
    }
}

/// The pieces of a slide. With `groups`, a heading and what stands below it are one.
pub(super) fn pieces(slide: &Slide, groups: bool) -> Vec<Piece> {
    let blocks = &slide.blocks;
    let opens = |block: &Spanned<Block>| matches!(block.value, Block::Heading { level: 1, .. });
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < blocks.len() {
        let start = at;
        at += 1;
        if groups && opens(&blocks[start]) {
            at += blocks[at..].iter().take_while(|block| !opens(block)).count();
            pieces.push(Piece { blocks: start..at, inner: None, leads: false });
            continue;
        }
        let leads = leads(&blocks[start].value) && blocks.get(at).is_some();
        match inner_count(&blocks[start].value) {
            Some(count) => pieces.extend((0..count).map(|inner| Piece {
                blocks: start..at,
                inner: Some(inner),
                leads: false,
            })),
            None => pieces.push(Piece { blocks: start..at, inner: None, leads }),
        }
    }
    pieces
}

/// Whether a block introduces the next one.
fn leads(block: &Block) -> bool {
    match block {
        Block::Heading { .. } => true,
        Block::Paragraph(content) => {
            let text = crate::deck::block::plain_text(content);
            text.trim_end().ends_with(['：', ':'])
        }
        _ => false,
    }
}

/// The number of pieces of a block; `None` if it is a single one.
fn inner_count(block: &Block) -> Option<usize> {
    match block {
        Block::List { items, .. } => Some(items.len()),
        Block::Definitions(all) => Some(all.len()),
        Block::Table(table) => Some(table.rows.len()),
        Block::Code { text, .. } => Some(text.split('\n').count()),
        Block::Paragraph(_)
        | Block::Heading { .. }
        | Block::Math(_)
        | Block::Quote(_)
        | Block::Alert { .. }
        | Block::Image(_)
        | Block::Chart(_)
        | Block::Diagram(_)
        | Block::Columns(_)
        | Block::Typst { .. } => None,
    }
    .filter(|count| *count > 1)
}

/// The listings of a slide, as text and language, each with the index of its first piece.
pub(super) fn listings<'s>(
    slide: &'s Slide,
    all: &[Piece],
) -> impl Iterator<Item = (usize, &'s str, Option<&'s str>)> {
    all.iter()
        .enumerate()
        .filter(|(_, piece)| piece.inner.is_none_or(|inner| inner == 0))
        .filter_map(|(at, piece)| match &slide.blocks[piece.blocks.start].value {
            Block::Code { text, lang, .. } => Some((at, text.as_str(), lang.as_deref())),
            _ => None,
        })
}

/// Whether a block is a single piece.
pub(super) fn is_one(block: &Spanned<Block>) -> bool {
    inner_count(&block.value).is_none()
}

/// The slide with only a run of its pieces. `origins` says for each block which of the author's
/// blocks it is a part of: neighbouring parts of one are joined again.
pub(super) fn select(slide: &Slide, run: &[Piece], origins: &[usize]) -> Slide {
    let mut blocks: Vec<Spanned<Block>> = Vec::new();
    let mut last = None;
    let mut at = 0;
    while at < run.len() {
        let piece = &run[at];
        let index = piece.blocks.start;
        let origin = origins.get(index).copied();
        let together = run[at..].iter().take_while(|next| {
            next.blocks == piece.blocks && next.inner.is_some() && piece.inner.is_some()
        });
        let count = together.count().max(1);
        let before = blocks.last_mut().filter(|_| origin.is_some() && origin == last);
        let joined = || before.is_some_and(|before| join(before, &slide.blocks[index]));
        match piece.inner {
            Some(first) => blocks.push(part_of(&slide.blocks[index], first..first + count)),
            None if joined() => {}
            None => blocks.extend_from_slice(&slide.blocks[piece.blocks.clone()]),
        }
        last = origin;
        at += count;
    }
    slide.with_blocks(blocks)
}

/// For each block the index of the first block with the same place in the source: parts of one
/// block share it.
pub(super) fn origins(blocks: &[Spanned<Block>]) -> Vec<usize> {
    let mut origins: Vec<usize> = Vec::with_capacity(blocks.len());
    for (at, block) in blocks.iter().enumerate() {
        let goes_on = at > 0 && block.span.is_attached() && block.span == blocks[at - 1].span;
        origins.push(if goes_on { origins[at - 1] } else { at });
    }
    origins
}

/// Whether a text is short enough (a line or two) to be repeated on each page of what it
/// introduces.
pub(super) fn is_repeated(content: &Inlines) -> bool {
    /// Widest text that is repeated, in em.
    const MOST: f64 = 90.0;
    width::of_text(content) <= MOST
}

/// The index of the heading above a piece that is repeated on further pages; `None` if the piece is
/// a heading or has none.
fn heading_over(slide: &Slide, piece: &Piece) -> Option<usize> {
    let at = piece.blocks.start;
    if is_heading(&slide.blocks[at]) {
        return None;
    }
    let over = slide.blocks[..at].iter().rposition(is_heading)?;
    matches!(&slide.blocks[over].value, Block::Heading { content, .. } if is_repeated(content))
        .then_some(over)
}

/// Whether a block is a heading, of whatever level.
pub(super) fn is_heading(block: &Spanned<Block>) -> bool {
    matches!(block.value, Block::Heading { .. })
}

/// The slide with only a run of its pieces, below the heading that they stand under.
pub(super) fn part(slide: &Slide, run: &[Piece], origins: &[usize]) -> Slide {
    let mut part = select(slide, run, origins);
    if let Some(over) = run.first().and_then(|first| heading_over(slide, first)) {
        // Only the first occurrence has the footnotes.
        let mut heading = slide.blocks[over].clone();
        if let Block::Heading { content, .. } = &mut heading.value {
            *content = without_footnotes(content);
        }
        part.blocks.insert(0, heading);
    }
    part
}

/// The slides between cuts, each with the number of items before it. `origins`: see [`select`];
/// `first`: the number of items before all of them.
pub(super) fn between(
    slide: &Slide,
    all: &[Piece],
    cuts: &[usize],
    origins: &[usize],
    first: usize,
) -> Vec<(Slide, usize)> {
    let inner = |pieces: &[Piece]| pieces.iter().filter(|piece| piece.inner.is_some()).count();
    let runs = partition::runs(cuts, all.len());
    let part = |run: Range<usize>| {
        let before = first + inner(&all[..run.start]);
        (part(slide, &all[run], origins), before)
    };
    runs.map(part).collect()
}

/// Adds blocks to others; if the first of them goes on where the last of those ended, they are one.
fn append(blocks: &mut Vec<Spanned<Block>>, more: &[Spanned<Block>]) {
    let last = blocks.last_mut().zip(more.first());
    let joined = last.is_some_and(|(last, first)| join(last, first));
    blocks.extend_from_slice(&more[usize::from(joined)..]);
}

/// Joins two parts of one block again; false if they are not parts of one block.
fn join(before: &mut Spanned<Block>, after: &Spanned<Block>) -> bool {
    if before.span != after.span {
        return false;
    }
    match (&mut before.value, &after.value) {
        (Block::Paragraph(words), Block::Paragraph(more)) => words.extend_from_slice(more),
        (Block::List { items, .. }, Block::List { items: more, .. }) => {
            items.extend_from_slice(more);
            *items = joined_items(items);
        }
        (Block::Quote(blocks), Block::Quote(more))
        | (Block::Alert { blocks, .. }, Block::Alert { blocks: more, .. }) => append(blocks, more),
        (Block::Table(table), Block::Table(more)) => table.rows.extend_from_slice(&more.rows),
        (Block::Definitions(all), Block::Definitions(more)) => all.extend_from_slice(more),
        (Block::Code { text, options, .. }, Block::Code { text: more, options: others, .. }) => {
            excerpt::join((text, options), (more, others));
        }
        (Block::Columns(columns), Block::Columns(more)) => {
            for (column, more) in columns.iter_mut().zip(more) {
                let blocks = &mut column.value.blocks;
                // The heading was repeated on each part of a column.
                let heading = blocks
                    .first()
                    .zip(more.blocks.first())
                    .is_some_and(|(a, b)| matches!(a.value, Block::Heading { .. }) && a == b);
                append(blocks, &more.blocks[usize::from(heading)..]);
            }
        }
        _ => return false,
    }
    true
}

/// Some of the items, definitions, rows or lines of a block.
fn part_of(block: &Spanned<Block>, range: Range<usize>) -> Spanned<Block> {
    let mut part = block.clone();
    match &mut part.value {
        Block::List { kind, items } => {
            kind.start = kind.start.map(|start| start + range.start);
            *items = joined_items(&items[range]);
        }
        Block::Definitions(all) => *all = all[range].to_vec(),
        Block::Table(table) => table.rows = joined_rows(&table.rows[range]),
        Block::Code { text, options, lang } => {
            excerpt::cut(text, options, lang.as_deref(), range);
        }
        // These are one piece.
        Block::Paragraph(_)
        | Block::Heading { .. }
        | Block::Math(_)
        | Block::Quote(_)
        | Block::Alert { .. }
        | Block::Image(_)
        | Block::Chart(_)
        | Block::Diagram(_)
        | Block::Columns(_)
        | Block::Typst { .. } => {}
    }
    part
}

/// Joins neighbouring items that are parts of one.
fn joined_items(items: &[Spanned<Item>]) -> Vec<Spanned<Item>> {
    let mut joined: Vec<Spanned<Item>> = Vec::with_capacity(items.len());
    for item in items {
        let before = joined.last_mut().filter(|before| {
            before.span == item.span
                && before.blocks.len() > 1
                && before.blocks[0] == item.blocks[0]
        });
        match before {
            Some(before) => append(&mut before.value.blocks, &item.blocks[1..]),
            None => joined.push(item.clone()),
        }
    }
    joined
}

/// Joins neighbouring rows that are parts of one.
fn joined_rows(rows: &[Vec<Inlines>]) -> Vec<Vec<Inlines>> {
    let mut joined: Vec<Vec<Inlines>> = Vec::with_capacity(rows.len());
    for row in rows {
        match joined.last_mut().filter(|before| goes_on(before, row)) {
            Some(before) => {
                for (cell, more) in before.iter_mut().zip(row).filter(|(cell, more)| cell != more) {
                    cell.extend_from_slice(more);
                }
            }
            None => joined.push(row.clone()),
        }
    }
    joined
}

/// Whether a row continues the one before it: some cell begins in the source where the cell above
/// it ends.
fn goes_on(before: &[Inlines], row: &[Inlines]) -> bool {
    let follows = |(above, below): (&Inlines, &Inlines)| {
        let spans = above.last().zip(below.first()).map(|(last, first)| (last.span, first.span));
        spans.is_some_and(|(last, first)| last.file == first.file && last.end == first.start)
    };
    let repeats = |(above, below): (&Inlines, &Inlines)| below.is_empty() || above == below;
    let pairs = || before.iter().zip(row);
    pairs().any(follows) && pairs().all(|pair| follows(pair) || repeats(pair))
}
