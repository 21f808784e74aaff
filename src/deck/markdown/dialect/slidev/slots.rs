//! The named parts of Slidev's layouts → columns, and what stands above and below them.

use super::lines::slot_name;
use crate::deck::block::plain_text;
use crate::deck::markdown::slides::Making;
use crate::deck::{Block, Column, Spanned};
use crate::diag::Span;

/// Puts what follows `::left::` and `::right::` into columns. A layout of columns whose content is none
/// is what the content suggests.
pub(super) fn place(making: &mut Making) {
    let blocks = std::mem::take(&mut making.content.blocks);
    making.content.blocks = columns(blocks);
    if making.has_slots && !suits_columns(&making.content.blocks) {
        making.forget_layout("columns");
    }
}

fn slot(block: &Spanned<Block>) -> Option<String> {
    let Block::Paragraph(content) = &block.value else { return None };
    slot_name(&plain_text(content)).map(str::to_owned)
}

/// Whether a part stands below the columns, over the whole width.
fn is_below(name: &str) -> bool {
    matches!(name, "bottom" | "footer" | "note" | "caption")
}

fn columns(blocks: Vec<Spanned<Block>>) -> Vec<Spanned<Block>> {
    let names: Vec<String> = blocks.iter().filter_map(slot).collect();
    if names.is_empty() {
        return blocks;
    }
    // Without `::left::`, the left column begins at the top.
    let mut at = if names.iter().any(|name| name == "left") { At::Above } else { At::Column };
    let (mut above, mut below) = (Vec::new(), Vec::new());
    let mut columns: Vec<Spanned<Column>> = Vec::new();
    let open = |columns: &mut Vec<Spanned<Column>>, span: Span| {
        columns.push(Spanned::new(Column { width: None, blocks: Vec::new() }, span));
    };
    if at == At::Column {
        open(&mut columns, blocks[0].span);
    }
    for block in blocks {
        match slot(&block) {
            Some(name) if is_below(&name) => at = At::Below,
            Some(_) => {
                at = At::Column;
                open(&mut columns, block.span);
            }
            None => match (at, columns.last_mut()) {
                (At::Column, Some(column)) => column.value.blocks.push(block),
                (At::Below, _) => below.push(block),
                _ => above.push(block),
            },
        }
    }
    columns.retain(|column| !column.blocks.is_empty());
    let span = columns.first().map_or(Span::DETACHED, |column| column.span);
    match columns.len() {
        0 => {}
        1 => above.extend(columns.into_iter().flat_map(|column| column.value.blocks)),
        _ => above.push(Spanned::new(Block::Columns(columns), span)),
    }
    above.append(&mut below);
    above
}

/// Where what follows the name of a slot stands.
#[derive(Clone, Copy, PartialEq)]
enum At {
    Above,
    Column,
    Below,
}

/// Whether blocks are two to four columns with at most a paragraph above and below.
fn suits_columns(blocks: &[Spanned<Block>]) -> bool {
    let is_text = |block: &Spanned<Block>| matches!(block.value, Block::Paragraph(_));
    let count = |block: &Spanned<Block>| match &block.value {
        Block::Columns(columns) => Some(columns.len()),
        _ => None,
    };
    let Some(at) = blocks.iter().position(|block| count(block).is_some()) else { return false };
    let others = blocks[..at].iter().chain(&blocks[at + 1..]);
    let fits = count(&blocks[at]).is_some_and(|columns| (2..=4).contains(&columns));
    fits && at <= 1 && blocks.len() <= at + 2 && others.into_iter().all(is_text)
}
