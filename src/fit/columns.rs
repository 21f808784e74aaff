//! A slide with columns as several, each with a share of every column. Pure.

use super::balance;
use super::pieces;
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

/// Columns as so many sets of columns, one for each part, under the same headings.
pub(super) fn shares(columns: &[Spanned<Column>], parts: usize) -> Vec<Vec<Spanned<Column>>> {
    let mut sets = vec![Vec::new(); parts];
    for column in columns {
        let (heading, rest) = match column.blocks.split_first() {
            Some((heading @ Spanned { value: Block::Heading { .. }, .. }, rest)) => {
                (Some(heading), rest)
            }
            _ => (None, column.blocks.as_slice()),
        };
        let own = Slide { blocks: rest.to_vec(), ..Slide::default() };
        let pieces = pieces::pieces(&own, false);
        let weights: Vec<f64> = pieces.iter().map(|piece| pieces::weight(&own, piece)).collect();
        let cuts = balance::by_weight(&weights, parts, 0);
        let runs: Vec<_> = balance::runs(&cuts, pieces.len()).collect();
        for (index, set) in sets.iter_mut().enumerate() {
            let run = runs.get(index).cloned().unwrap_or_default();
            // A column that has ended stays, so that the others keep their place.
            let mut blocks: Vec<Spanned<Block>> = heading.cloned().into_iter().collect();
            blocks.extend(pieces::select(&own, &pieces[run], &[]).blocks);
            let width = column.width.clone();
            set.push(Spanned::new(Column { width, blocks }, column.span));
        }
    }
    sets
}
