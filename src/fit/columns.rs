//! A slide with columns as several, each with a share of every column; the columns of tables. Pure.

use super::explode::chunked;
use crate::deck::block::TableSetting;
use crate::deck::{Block, Column, Slide, Spanned};

/// What stands before the columns of a slide, the columns, and what stands after them.
pub(super) type ColumnsOf = (Vec<Spanned<Block>>, Vec<Spanned<Column>>, Vec<Spanned<Block>>);

/// The columns among blocks: `::: column`s, or what stands under headings.
pub(super) fn columns_of(blocks: &[Spanned<Block>]) -> Option<ColumnsOf> {
    let at = blocks.iter().position(|block| matches!(block.value, Block::Columns(_)));
    if let Some(at) = at
        && let Block::Columns(columns) = &blocks[at].value
    {
        return Some((blocks[..at].to_vec(), columns.clone(), blocks[at + 1..].to_vec()));
    }
    let opens = |block: &Spanned<Block>| matches!(block.value, Block::Heading { level: 1, .. });
    let first = blocks.iter().position(opens)?;
    let groups = blocks[first..].chunk_by(|_, next| !opens(next));
    let columns = groups
        .map(|group| Spanned::new(Column { width: None, blocks: group.to_vec() }, group[0].span));
    Some((blocks[..first].to_vec(), columns.collect(), Vec::new()))
}

/// So many slides with columns, each with a share of every column.
pub(super) fn column_parts(
    slide: &Slide,
    before: &[Spanned<Block>],
    columns: &[Spanned<Column>],
    after: &[Spanned<Block>],
    parts: usize,
) -> Vec<(Slide, usize)> {
    let sets = shares(columns, parts);
    let last = sets.len() - 1;
    let slides = sets.into_iter().enumerate().map(|(index, set)| {
        let span = set.first().map_or(slide.span, |column| column.span);
        let mut blocks = if index == 0 { before.to_vec() } else { Vec::new() };
        blocks.push(Spanned::new(Block::Columns(set), span));
        if index == last {
            blocks.extend_from_slice(after);
        }
        (Slide { blocks, ..slide.clone() }, 0)
    });
    slides.collect()
}

/// The heading of a column, and the rest of it in parts.
type Split<'a> = (Option<&'a Spanned<Block>>, Vec<Vec<Spanned<Block>>>);

/// Columns as at most so many sets of columns, one for each part, under the same headings.
pub(super) fn shares(columns: &[Spanned<Column>], parts: usize) -> Vec<Vec<Spanned<Column>>> {
    let split: Vec<Split> = columns
        .iter()
        .map(|column| {
            let (heading, rest) = heading_of(column);
            (heading, chunked(rest, parts))
        })
        .collect();
    let count = split.iter().map(|(_, chunks)| chunks.len()).max().unwrap_or(0);
    let set = |index: usize| {
        let own = split.iter().zip(columns).map(|((heading, chunks), column)| {
            // A column that has ended stays, so that the others keep their place.
            let mut blocks: Vec<Spanned<Block>> = heading.cloned().into_iter().collect();
            blocks.extend(chunks.get(index).cloned().unwrap_or_default());
            column.with(Column { width: column.width.clone(), blocks })
        });
        own.collect()
    };
    (0..count).map(set).collect()
}

/// The heading of a column, and what stands below it.
fn heading_of(column: &Spanned<Column>) -> (Option<&Spanned<Block>>, &[Spanned<Block>]) {
    match column.blocks.split_first() {
        Some((heading @ Spanned { value: Block::Heading { .. }, .. }, rest)) => {
            (Some(heading), rest)
        }
        _ => (None, &column.blocks),
    }
}

/// What stands in columns, one below the other.
pub(super) fn in_sequence(columns: &[Spanned<Column>]) -> Vec<Spanned<Block>> {
    columns.iter().flat_map(|column| column.blocks.iter().cloned()).collect()
}

/// Sets the tables of a slide as they are where all of it was set; `found` says how for each of
/// them.
pub(super) fn keep_setting(blocks: &mut [Spanned<Block>], found: &[TableSetting]) {
    let mut tables = Vec::new();
    for block in blocks {
        match &mut block.value {
            Block::Table(table) => tables.push(table),
            Block::Columns(columns) => {
                let inner = columns.iter_mut().flat_map(|column| &mut column.value.blocks);
                tables.extend(inner.filter_map(|block| match &mut block.value {
                    Block::Table(table) => Some(table),
                    _ => None,
                }));
            }
            _ => {}
        }
    }
    // If there are others, it cannot be told which ones these are.
    if tables.len() == found.len() {
        for (table, setting) in tables.into_iter().zip(found) {
            table.setting.clone_from(setting);
        }
    }
}
