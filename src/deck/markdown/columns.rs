//! Blocks → columns, where a class asks for them and nothing says which block belongs to which.

use super::blocks::Content;
use super::html_columns::Row;
use crate::deck::{Block, Column, Item, ListKind, Spanned};

/// Puts the blocks into columns: those that the author made, or else one for each heading, for each part of
/// a long list, or for about as much of what is there.
pub(super) fn place(row: &Row, content: &mut Content) {
    let own = content.blocks.iter_mut().find_map(|block| match &mut block.value {
        Block::Columns(columns) => Some(columns),
        _ => None,
    });
    if let Some(columns) = own {
        return row.share_out(columns);
    }
    let blocks = std::mem::take(&mut content.blocks);
    let (above, columns) = columns(blocks, row.count());
    content.blocks = above;
    content.place(row, columns);
}

/// What stands above the columns, and these; none if nothing can be put side by side.
pub(super) fn columns(
    mut blocks: Vec<Spanned<Block>>,
    count: usize,
) -> (Vec<Spanned<Block>>, Vec<Spanned<Column>>) {
    let groups = match at_headings(&blocks).or_else(|| halves(&blocks, count)) {
        Some(cuts) => split(&mut blocks, &cuts),
        None => parts(&mut blocks, count),
    };
    let column = |blocks: Vec<Spanned<Block>>| {
        let (span, step) = (blocks[0].span, blocks[0].step);
        Spanned::new(Column { width: None, blocks }, span).at_step(step)
    };
    (blocks, groups.into_iter().map(column).collect())
}

/// Takes off what stands behind each cut up to the next one.
fn split(blocks: &mut Vec<Spanned<Block>>, cuts: &[usize]) -> Vec<Vec<Spanned<Block>>> {
    let mut groups: Vec<_> = cuts.iter().rev().map(|cut| blocks.split_off(*cut)).collect();
    groups.reverse();
    groups
}

/// Where the headings of the highest level stand, if there are several.
fn at_headings(blocks: &[Spanned<Block>]) -> Option<Vec<usize>> {
    let level = |block: &Spanned<Block>| match &block.value {
        Block::Heading { level, .. } => Some(*level),
        _ => None,
    };
    let highest = blocks.iter().filter_map(level).min()?;
    let cuts: Vec<usize> =
        (0..blocks.len()).filter(|at| level(&blocks[*at]) == Some(highest)).collect();
    (cuts.len() > 1).then_some(cuts)
}

/// Where blocks are cut into two about equal columns, or into one for each.
fn halves(blocks: &[Spanned<Block>], count: usize) -> Option<Vec<usize>> {
    /// The least that a block counts for, in bytes: a picture takes room.
    const LEAST: u32 = 120;
    if blocks.len() == count {
        return Some((0..count).collect());
    }
    if count != 2 || blocks.len() < 2 {
        return None;
    }
    let size = |block: &Spanned<Block>| (block.span.end - block.span.start).max(LEAST);
    let sum = |blocks: &[Spanned<Block>]| blocks.iter().map(size).sum::<u32>();
    let cut = (1..blocks.len()).min_by_key(|at| sum(&blocks[..*at]).abs_diff(sum(&blocks[*at..])));
    Some(vec![0, cut?])
}

/// The parts of a list that stands alone and is long; none of another.
fn parts(blocks: &mut Vec<Spanned<Block>>, count: usize) -> Vec<Vec<Spanned<Block>>> {
    let [Spanned { value: Block::List { kind, items }, .. }] = blocks.as_slice() else {
        return Vec::new();
    };
    if items.len() < 2 * count {
        return Vec::new();
    }
    let length = items.len().div_ceil(count);
    let part = |(at, items): (usize, &[Spanned<Item>])| {
        let kind = ListKind { start: kind.start.map(|first| first + at * length), ..*kind };
        vec![Spanned::new(Block::List { kind, items: items.to_vec() }, items[0].span)]
    };
    let parts = items.chunks(length).enumerate().map(part).collect();
    blocks.clear();
    parts
}
