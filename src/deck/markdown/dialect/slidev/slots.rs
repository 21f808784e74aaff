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

/// Whether a comment opens another part than the first one.
pub(in crate::deck::markdown::dialect) fn is_later_slot(html: &str) -> bool {
    let text = html.trim().strip_prefix("<!--").and_then(|html| html.strip_suffix("-->"));
    text.and_then(slot_name).is_some_and(|name| !matches!(name, "left" | "default"))
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
    // Each with whether it is the right one: parts may be written in any order.
    let mut columns: Vec<(bool, Spanned<Column>)> = Vec::new();
    let open = |name: &str, span: Span| {
        (name == "right", Spanned::new(Column { width: None, blocks: Vec::new() }, span))
    };
    if at == At::Column {
        columns.push(open("left", blocks[0].span));
    }
    for block in blocks {
        match slot(&block) {
            Some(name) if is_below(&name) => at = At::Below,
            Some(name) => {
                at = At::Column;
                columns.push(open(&name, block.span));
            }
            None => match (at, columns.last_mut()) {
                (At::Column, Some((_, column))) => column.value.blocks.push(block),
                (At::Below, _) => below.push(block),
                _ => above.push(block),
            },
        }
    }
    columns.retain(|(_, column)| !column.blocks.is_empty());
    columns.sort_by_key(|(is_right, _)| *is_right);
    let columns: Vec<_> = columns.into_iter().map(|(_, column)| column).collect();
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
