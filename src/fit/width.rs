//! Estimates how wide text is, in em, where nothing was measured or can be. Pure.

use super::pieces::Piece;
use crate::deck::block::{estimated_width, walk_inlines};
use crate::deck::{Block, Inline, Inlines, Slide, Spanned};

/// What a picture, a formula or a drawing counts, in em of text.
const PICTURE: f64 = 120.0;
/// What each block, item, row or line counts in addition to its text: half a line.
const EACH: f64 = 15.0;
/// What a line of a listing counts.
const LINE: f64 = 40.0;

/// Width of a text on one line; footnotes count where they are referred to.
pub(super) fn of_text(content: &Inlines) -> f64 {
    let mut sum = 0.0;
    walk_inlines(content, &mut |inline| {
        if let Inline::Text(text) | Inline::Code(text) | Inline::Math(text) = &inline.value {
            sum += estimated_width(text);
        }
    });
    sum
}

/// Width of all text of some blocks on one line, with their spacing.
pub(super) fn of_blocks(blocks: &[Spanned<Block>]) -> f64 {
    blocks.iter().map(|block| EACH + of_block(&block.value)).sum()
}

fn of_block(block: &Block) -> f64 {
    match block {
        Block::Paragraph(content) | Block::Heading { content, .. } => of_text(content),
        Block::List { items, .. } => items.iter().map(|item| of_blocks(&item.blocks)).sum(),
        Block::Definitions(all) => {
            all.iter().map(|one| of_text(&one.term) + of_blocks(&one.blocks)).sum()
        }
        Block::Quote(blocks) | Block::Alert { blocks, .. } => of_blocks(blocks),
        Block::Table(table) => {
            [&table.head].into_iter().chain(&table.rows).map(|row| of_row(row)).sum()
        }
        Block::Columns(columns) => columns.iter().map(|column| of_blocks(&column.blocks)).sum(),
        Block::Code { text, .. } => LINE * text.split('\n').count() as f64,
        Block::Image(_)
        | Block::Chart(_)
        | Block::Diagram(_)
        | Block::Math(_)
        | Block::Typst { .. } => PICTURE,
    }
}

/// Width of a row of a table, which has more space around it than a line.
fn of_row(row: &[Inlines]) -> f64 {
    2.0 * EACH + row.iter().map(of_text).sum::<f64>()
}

/// Width of a piece of a slide.
pub(super) fn of_piece(slide: &Slide, piece: &Piece) -> f64 {
    let block = &slide.blocks[piece.blocks.start].value;
    match (block, piece.inner) {
        (Block::List { items, .. }, Some(inner)) => of_blocks(&items[inner].blocks),
        (Block::Definitions(all), Some(inner)) => {
            of_text(&all[inner].term) + of_blocks(&all[inner].blocks)
        }
        (Block::Table(table), Some(inner)) => of_row(&table.rows[inner]),
        (Block::Code { .. }, Some(_)) => LINE,
        _ => of_blocks(&slide.blocks[piece.blocks.clone()]),
    }
}
