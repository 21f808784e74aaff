//! Tables with so many words in so many columns that a row would fill a page → several tables, each with some
//! of the columns, below the first one where that names the rows. Pure.

use crate::deck::block::{estimated_width, plain_text};
use crate::deck::{Block, Inlines, Spanned, Table};

/// How many em of the smallest type a page is wide.
const LINE: f64 = 46.0;
/// How many of them stand between two columns.
const GAP: f64 = 1.0;
/// How many lines a row may have, by its words, before the table is parted, and after.
const MOST: (f64, f64) = (7.0, 5.0);
/// The widest column, by its words, that is repeated in each part.
const NAMES: f64 = 8.0;
/// Fewest columns of a table that is parted.
const FEWEST: usize = 4;

/// Parts the tables among some blocks; returns whether there was one.
pub(super) fn part(blocks: &mut Vec<Spanned<Block>>) -> bool {
    let before = blocks.len();
    let all = std::mem::take(blocks);
    for block in all {
        let parted = match &block.value {
            Block::Table(table) => parts(table, &block),
            _ => None,
        };
        blocks.extend(parted.unwrap_or_else(|| vec![block]));
    }
    blocks.len() > before
}

/// The parts of a table; `None` if it stays whole.
fn parts(table: &Table, block: &Spanned<Block>) -> Option<Vec<Spanned<Block>>> {
    let count = table.head.len();
    if count < FEWEST {
        return None;
    }
    let widths: Vec<f64> = (0..count).map(|column| mean(table, column)).collect();
    let lines = |columns: &[usize]| {
        let words: f64 = columns.iter().map(|column| widths[*column]).sum();
        words / (LINE - GAP * columns.len() as f64).max(1.0)
    };
    let all: Vec<usize> = (0..count).collect();
    if lines(&all) <= MOST.0 {
        return None;
    }
    let (names, rest) = all.split_at(usize::from(widths[0] <= NAMES));
    let groups = |parts: usize| -> Vec<Vec<usize>> {
        let most = rest.len().div_ceil(parts);
        rest.chunks(most).map(|chunk| [names, chunk].concat()).collect()
    };
    let fits = |groups: &Vec<Vec<usize>>| groups.iter().all(|group| lines(group) <= MOST.1);
    let mut found = (2..=rest.len()).map(groups);
    let groups = found.clone().find(fits).or_else(|| found.next_back())?;
    Some(groups.iter().map(|columns| selected(table, columns, names.len(), block)).collect())
}

/// The table with some of its columns. Blocks are told apart by their places, so each has that of its own head.
fn selected(
    table: &Table,
    columns: &[usize],
    names: usize,
    block: &Spanned<Block>,
) -> Spanned<Block> {
    let of = |row: &[Inlines]| -> Vec<Inlines> {
        columns.iter().map(|column| row.get(*column).cloned().unwrap_or_default()).collect()
    };
    let own = &table.head[columns[names.min(columns.len() - 1)]];
    let span = own.first().map_or(block.span, |first| first.span);
    let align = columns.iter().filter_map(|column| table.align.get(*column)).copied().collect();
    let rows = table.rows.iter().map(|row| of(row)).collect();
    let part = Table { align, head: of(&table.head), rows, setting: Default::default() };
    Spanned::new(Block::Table(part), span).at_step(block.step)
}

/// The mean width of a column's cells on one line, in em.
fn mean(table: &Table, column: usize) -> f64 {
    let cells = std::iter::once(&table.head).chain(&table.rows);
    let widths =
        cells.filter_map(|row| row.get(column)).map(|cell| estimated_width(&plain_text(cell)));
    widths.sum::<f64>() / (table.rows.len() + 1) as f64
}

#[cfg(test)]
mod tests {
    use super::part;
    use crate::deck::{Alignment, Block, Inline, Inlines, Spanned, Table};
    use crate::diag::Span;

    fn table(columns: usize, words: usize) -> Vec<Spanned<Block>> {
        let cell = |column: usize| -> Inlines {
            let text = if column == 0 { "名".to_owned() } else { "字".repeat(words) };
            vec![Spanned::new(Inline::Text(text), Span::default())]
        };
        let row: Vec<Inlines> = (0..columns).map(cell).collect();
        let align = vec![Alignment::Auto; columns];
        let table =
            Table { align, head: row.clone(), rows: vec![row], setting: Default::default() };
        vec![Spanned::new(Block::Table(table), Span::default())]
    }

    #[test]
    fn what_no_page_is_wide_enough_for_is_parted_at_columns() {
        let mut few = table(5, 20);
        assert!(!part(&mut few) && few.len() == 1);
        let mut many = table(12, 40);
        assert!(part(&mut many));
        let heads = many.iter().map(|block| match &block.value {
            Block::Table(table) => table.head.len(),
            _ => 0,
        });
        assert_eq!(heads.collect::<Vec<_>>(), [5, 5, 4]);
    }
}
