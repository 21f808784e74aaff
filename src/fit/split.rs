//! Splits what is too tall for a page: a paragraph after its sentences, an item into several that
//! repeat its first words. Pure.

use super::columns::{self, in_sequence};
use super::sentences::parted;
use super::{partition, pieces, width};
use crate::deck::{Block, Column, Definition, Inlines, Item, Slide, Spanned, Table};
use crate::emit::Place;

/// How many pieces the content of one page is split into: small pieces make parts about equal.
pub(super) const FINENESS: usize = 3;

/// A piece that is too tall.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tall {
    /// Where it stands on the slide.
    pub(super) place: Place,
    /// About how many pieces to split it into.
    pub(super) chunks: usize,
}

/// Splits a block into several; `None` if it cannot be split. `tall` says which pieces of it are
/// too tall.
pub(super) fn split(block: &Spanned<Block>, tall: &[Tall]) -> Option<Vec<Spanned<Block>>> {
    let chunks = tall.iter().map(|tall| tall.chunks).max()?;
    // A single member of a block has no index of its own.
    let of = |index: usize| tall.iter().find(|tall| tall.place.inner.unwrap_or(0) == index);
    let values = match &block.value {
        Block::Paragraph(content) => several(parted(content).into_iter().map(Block::Paragraph))?,
        Block::Quote(blocks) => several(chunked(blocks, chunks).into_iter().map(Block::Quote))?,
        Block::Alert { kind, title, blocks } => {
            let part = |blocks| Block::Alert { kind: *kind, title: title.clone(), blocks };
            several(chunked(blocks, chunks).into_iter().map(part))?
        }
        Block::Columns(columns) => return split_columns(block, columns, tall, chunks),
        Block::Table(table) => {
            let rows = each(&table.rows, of, |row, chunks| row_chunks(row, chunks))?;
            vec![Block::Table(Table { rows, ..table.clone() })]
        }
        Block::Code { lang, text, options } => {
            let (lang, options) = (lang.clone(), options.clone());
            vec![Block::Code { lang, text: broken(text)?, options }]
        }
        Block::List { kind, items } => {
            vec![Block::List { kind: *kind, items: each(items, of, item_chunks)? }]
        }
        Block::Definitions(all) => vec![Block::Definitions(each(all, of, definition_chunks)?)],
        Block::Heading { .. }
        | Block::Math(_)
        | Block::Image(_)
        | Block::Chart(_)
        | Block::Diagram(_)
        | Block::Typst { .. } => return None,
    };
    Some(values.into_iter().map(|value| block.with(value)).collect())
}

/// The parts of a block; `None` if there is just one.
fn several(parts: impl Iterator<Item = Block>) -> Option<Vec<Block>> {
    let parts: Vec<Block> = parts.collect();
    (parts.len() > 1).then_some(parts)
}

/// Splits columns: what is too tall in one of them, else all of them into sets for several pages, else
/// into blocks one below the other.
fn split_columns(
    block: &Spanned<Block>,
    columns: &[Spanned<Column>],
    tall: &[Tall],
    chunks: usize,
) -> Option<Vec<Spanned<Block>>> {
    if let Some(columns) = split_inside(columns, tall) {
        return Some(vec![block.with(Block::Columns(columns))]);
    }
    let sets = columns::parted(columns, chunks);
    if sets.len() < 2 {
        return (!shrinks(columns)).then(|| in_sequence(columns));
    }
    Some(sets.into_iter().map(|columns| block.with(Block::Columns(columns))).collect())
}

/// Splits what is too tall inside columns; `None` if nothing is, or it cannot be split.
fn split_inside(columns: &[Spanned<Column>], tall: &[Tall]) -> Option<Vec<Spanned<Column>>> {
    let mut any = false;
    let columns = columns.iter().enumerate().map(|(index, column)| {
        let blocks = column.blocks.iter().enumerate().flat_map(|(at, block)| {
            let own = tall.iter().filter(|tall| tall.place.column == Some((index, at)));
            let parts = split(block, &own.copied().collect::<Vec<_>>());
            any |= parts.is_some();
            parts.unwrap_or_else(|| vec![block.clone()])
        });
        let blocks = blocks.collect();
        column.with(Column { width: column.width.clone(), blocks })
    });
    let columns = columns.collect();
    any.then_some(columns)
}

/// Whether columns contain something that shrinks to the room there is, such as a picture.
fn shrinks(columns: &[Spanned<Column>]) -> bool {
    let is_picture = |block: &Spanned<Block>| {
        matches!(block.value, Block::Image(_) | Block::Chart(_) | Block::Diagram(_))
    };
    columns.iter().any(|column| column.blocks.iter().any(is_picture))
}

/// The members of a block, with those that are too tall split; `None` if none of them can be.
fn each<'t, T: Clone>(
    all: &[T],
    tall: impl Fn(usize) -> Option<&'t Tall>,
    chunks: impl Fn(&T, usize) -> Vec<T>,
) -> Option<Vec<T>> {
    let parts = all.iter().enumerate().flat_map(|(index, one)| match tall(index) {
        Some(tall) => chunks(one, tall.chunks),
        None => vec![one.clone()],
    });
    let parts: Vec<T> = parts.collect();
    (parts.len() > all.len()).then_some(parts)
}

/// Splits an item into several. Each repeats the item's first words if there is more in it than
/// these.
fn item_chunks(item: &Spanned<Item>, chunks: usize) -> Vec<Spanned<Item>> {
    let (words, rest) = match item.blocks.split_first() {
        Some((words @ Spanned { value: Block::Paragraph(content), .. }, rest))
            if !rest.is_empty() && pieces::is_repeated(content) =>
        {
            (Some(words), rest)
        }
        _ => (None, item.blocks.as_slice()),
    };
    let chunk = |blocks: Vec<Spanned<Block>>| {
        let blocks = words.cloned().into_iter().chain(blocks).collect();
        item.with(Item { done: item.done, blocks })
    };
    chunked(rest, chunks).into_iter().map(chunk).collect()
}

/// Splits a definition into several with the same term.
fn definition_chunks(all: &Spanned<Definition>, chunks: usize) -> Vec<Spanned<Definition>> {
    let chunk = |blocks| all.with(Definition { term: all.term.clone(), blocks });
    chunked(&all.blocks, chunks).into_iter().map(chunk).collect()
}

/// Splits blocks into about so many runs of about the same length; fewer if there are not enough.
pub(super) fn chunked(blocks: &[Spanned<Block>], chunks: usize) -> Vec<Vec<Spanned<Block>>> {
    let blocks = match blocks {
        [one] if pieces::is_one(one) => {
            let tall = Tall { place: Place::block(0), chunks };
            split(one, &[tall]).unwrap_or_else(|| vec![one.clone()])
        }
        many => many.to_vec(),
    };
    let origins = pieces::origins(&blocks);
    let slide = Slide { blocks, ..Slide::default() };
    let all = pieces::pieces(&slide, false);
    let lengths: Vec<f64> = all.iter().map(|piece| width::of_piece(&slide, piece)).collect();
    let cuts = partition::evenly(&lengths, chunks);
    let runs = partition::runs(&cuts, all.len());
    runs.map(|run| pieces::select(&slide, &all[run], &origins).blocks).collect()
}

/// Splits a row into several: cells that can be split continue in the next row. The first cell,
/// which names the row, is repeated.
fn row_chunks(row: &[Inlines], chunks: usize) -> Vec<Vec<Inlines>> {
    let cells: Vec<Vec<Inlines>> = row.iter().map(|cell| text_chunks(cell, chunks)).collect();
    let count = cells.iter().map(Vec::len).max().unwrap_or(1);
    let cell = |column: usize, at: usize| match cells[column].as_slice() {
        [one] if column == 0 && pieces::is_repeated(one) => one.clone(),
        parts => parts.get(at).cloned().unwrap_or_default(),
    };
    (0..count).map(|at| (0..row.len()).map(|column| cell(column, at)).collect()).collect()
}

/// Splits a text into at most so many parts of about the same length.
fn text_chunks(content: &Inlines, chunks: usize) -> Vec<Inlines> {
    let parts = parted(content);
    let lengths: Vec<f64> = parts.iter().map(width::of_text).collect();
    let cuts = partition::evenly(&lengths, chunks);
    partition::runs(&cuts, parts.len()).map(|run| parts[run].concat()).collect()
}

/// Breaks a single line of code that is longer than a page; `None` if it is not.
fn broken(text: &str) -> Option<String> {
    /// A line of so many characters surely fits on a page.
    const MOST: usize = 600;
    let count = text.chars().count();
    if text.contains('\n') || count <= MOST {
        return None;
    }
    let (mut lines, mut length) = (String::with_capacity(text.len() + count / MOST), 0);
    for c in text.chars() {
        lines.push(c);
        length += 1;
        if length > MOST / 2 && matches!(c, ' ' | ',' | ';') || length == MOST {
            lines.push('\n');
            length = 0;
        }
    }
    Some(lines.trim_end_matches('\n').to_owned())
}
