//! A slide with columns as several, each with a share of every column; the columns of tables. Pure.

use super::excerpt;
use super::explode::chunked;
use super::pieces::{inlines_em, is_heading};
use crate::deck::block::TableSetting;
use crate::deck::{Block, Column, Inlines, Slide, Spanned};
use crate::emit::concludes;

/// What stands before the columns of a slide, the columns, and what stands after them.
pub(super) type ColumnsOf = (Vec<Spanned<Block>>, Vec<Spanned<Column>>, Vec<Spanned<Block>>);

/// About how many em all columns together are wide.
const WIDTH: f64 = 36.0;

/// The columns among blocks: `::: column`s, or what stands under headings. With `closes`, the last
/// paragraph under the last heading may stand after them.
pub(super) fn columns_of(blocks: &[Spanned<Block>], closes: bool) -> Option<ColumnsOf> {
    let at = blocks.iter().position(|block| matches!(block.value, Block::Columns(_)));
    if let Some(at) = at
        && let Block::Columns(columns) = &blocks[at].value
    {
        return Some((blocks[..at].to_vec(), columns.clone(), blocks[at + 1..].to_vec()));
    }
    let opens = |block: &Spanned<Block>| matches!(block.value, Block::Heading { level: 1, .. });
    let first = blocks.iter().position(opens)?;
    let groups = || blocks[first..].chunk_by(|_, next| !opens(next));
    let (fewest, last) = (groups().next()?.len(), groups().last()?);
    let end = blocks.len() - usize::from(closes && concludes(fewest, last));
    let columns = blocks[first..end]
        .chunk_by(|_, next| !opens(next))
        .map(|group| Spanned::new(Column { width: None, blocks: group.to_vec() }, group[0].span));
    Some((blocks[..first].to_vec(), columns.collect(), blocks[end..].to_vec()))
}

/// So many slides with columns, each with a share of every column, or of those that are tall.
pub(super) fn column_parts(
    slide: &Slide,
    (before, columns, after): &ColumnsOf,
    (parts, of): (usize, Cut),
) -> Vec<(Slide, usize)> {
    let sets = shares(columns, parts, of);
    let last = sets.len() - 1;
    let slides = sets.into_iter().enumerate().map(|(index, set)| {
        let span = set.first().map_or(slide.span, |column| column.span);
        let mut blocks = if index == 0 { before.to_vec() } else { Vec::new() };
        blocks.push(Spanned::new(Block::Columns(set), span));
        if index == last {
            blocks.extend_from_slice(after);
        }
        excerpt::trim(&mut blocks);
        (slide.with_blocks(blocks), 0)
    });
    slides.collect()
}

/// The heading of a column, and the rest of it in parts.
type Split<'a> = (Option<&'a Spanned<Block>>, Vec<Vec<Spanned<Block>>>);

/// Which columns of a slide are cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    /// All: each part sets them against each other.
    All,
    /// Those that do not fit on one of so many pages; the others stand on the first.
    Tall(usize),
}

/// Columns as at most so many sets of columns, one for each part, under the same headings.
pub(super) fn shares(
    columns: &[Spanned<Column>],
    parts: usize,
    of: Cut,
) -> Vec<Vec<Spanned<Column>>> {
    let split = columns.iter().zip(stays(columns, of)).map(|(column, stays)| {
        let (heading, rest) = heading_of(column);
        let whole = || vec![rest.to_vec()];
        (heading, if stays { whole() } else { chunked(rest, parts) })
    });
    let split: Vec<Split> = split.collect();
    let count = split.iter().map(|(_, chunks)| chunks.len()).max().unwrap_or(0);
    let set = |index: usize| {
        let own = split.iter().zip(columns).map(|((heading, chunks), column)| {
            // A column that has ended stays, so that the others keep their place.
            let heading = heading.filter(|_| of == Cut::All || index < chunks.len());
            let mut blocks: Vec<Spanned<Block>> = heading.cloned().into_iter().collect();
            blocks.extend(chunks.get(index).cloned().unwrap_or_default());
            column.with(Column { width: column.width.clone(), blocks })
        });
        own.collect()
    };
    (0..count).map(set).collect()
}

/// For each column, whether it is not cut.
fn stays(columns: &[Spanned<Column>], of: Cut) -> Vec<bool> {
    /// How much more than its share of the tallest a column may have and is not cut.
    const SLACK: f64 = 1.2;
    let width = WIDTH / columns.len().max(1) as f64;
    let lines: Vec<f64> = columns.iter().map(|column| lines_of(&column.blocks, width)).collect();
    let tallest = lines.iter().copied().fold(0.0, f64::max);
    let stays = |lines: f64| match of {
        Cut::All => false,
        Cut::Tall(pages) => lines < tallest && lines <= SLACK * tallest / pages.max(2) as f64,
    };
    lines.into_iter().map(stays).collect()
}

/// Columns that were cut though they fit on one page, of slides that are cut otherwise, are put on the
/// first part that has some of them. `written` is the slide as it was.
pub(super) fn gather(parts: &mut [(Slide, usize)], written: &Slide) {
    for block in &written.blocks {
        let Block::Columns(whole) = &block.value else { continue };
        let shares = parts.iter_mut().flat_map(|(part, _)| &mut part.blocks);
        let mut shares: Vec<_> = shares
            .filter(|share| share.span == block.span)
            .filter_map(|share| match &mut share.value {
                Block::Columns(columns) if columns.len() == whole.len() => Some(columns),
                _ => None,
            })
            .collect();
        let stays = stays(whole, Cut::Tall(shares.len()));
        for (at, _) in stays.iter().enumerate().filter(|(_, stays)| **stays) {
            shares.iter_mut().for_each(|columns| columns[at].value.blocks.clear());
            if let Some(first) = shares.first_mut() {
                first[at].value.blocks.clone_from(&whole[at].blocks);
            }
        }
    }
}

/// The heading of a column, and what stands below it.
fn heading_of(column: &Spanned<Column>) -> (Option<&Spanned<Block>>, &[Spanned<Block>]) {
    match column.blocks.split_first() {
        Some((heading, rest)) if is_heading(heading) => (Some(heading), rest),
        _ => (None, &column.blocks),
    }
}

/// About how many lines blocks take in a column `width` em wide. What has no lines counts as some.
fn lines_of(blocks: &[Spanned<Block>], width: f64) -> f64 {
    /// What is free above each block, in lines.
    const APART: f64 = 0.4;
    /// What a picture, a formula or a drawing counts.
    const PICTURE: f64 = 6.0;
    /// Width of a character of a listing, in em, with the panel around it.
    const CODE: f64 = 0.6;
    let text = |content: &Inlines, width: f64| (inlines_em(content) / width).ceil().max(1.0);
    let of = |block: &Spanned<Block>| match &block.value {
        Block::Paragraph(content) | Block::Heading { content, .. } => text(content, width),
        Block::List { items, .. } => {
            items.iter().map(|item| lines_of(&item.blocks, width - 1.3)).sum()
        }
        Block::Definitions(all) => all.iter().map(|one| 1.0 + lines_of(&one.blocks, width)).sum(),
        Block::Quote(blocks) | Block::Alert { blocks, .. } => 1.0 + lines_of(blocks, width - 1.5),
        Block::Table(table) => {
            let width = width / table.head.len().max(1) as f64;
            let row =
                |row: &Vec<Inlines>| row.iter().map(|cell| text(cell, width)).fold(1.0, f64::max);
            table.rows.iter().chain([&table.head]).map(|cells| row(cells) + APART).sum()
        }
        Block::Code { text, .. } => {
            let line = |line: &str| (line.chars().count() as f64 * CODE / width).ceil().max(1.0);
            1.0 + text.split('\n').map(line).sum::<f64>()
        }
        _ => PICTURE,
    };
    blocks.iter().map(|block| APART + of(block)).sum()
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
