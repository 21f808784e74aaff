//! Blocks as lines of text, for footnotes: they are small, at the foot of the page, and must say
//! the same there. Pure.

use crate::deck::{Block, Inline, Inlines, Item, Spanned, Table};
use crate::diag::Span;

/// The separator of the cells of a row.
const BETWEEN: &str = " | ";

/// Converts blocks to lines.
pub(super) fn of(blocks: Vec<Spanned<Block>>) -> Vec<Inlines> {
    blocks.into_iter().flat_map(lines).collect()
}

fn lines(block: Spanned<Block>) -> Vec<Inlines> {
    let span = block.span;
    let one = |inline| vec![vec![Spanned::new(inline, span)]];
    match block.value {
        Block::Paragraph(content) | Block::Heading { content, .. } => vec![content],
        Block::List { kind, items } => {
            let items = items.into_iter().enumerate();
            items
                .flat_map(|(at, item)| item_lines(kind.start.map(|start| start + at), item))
                .collect()
        }
        Block::Definitions(all) => {
            let lines = all.into_iter().flat_map(|one| {
                let term = one.with(Inline::Strong(one.term.clone()));
                [vec![term]].into_iter().chain(of(one.value.blocks))
            });
            lines.collect()
        }
        Block::Table(Table { head, rows, .. }) => {
            [head].into_iter().chain(rows).map(|row| row.join(&text(BETWEEN, span))).collect()
        }
        Block::Code { text, .. } | Block::Typst { source: text, .. } => code(&text, span),
        Block::Math(source) => one(Inline::Math(source)),
        Block::Quote(blocks) => of(blocks),
        Block::Alert { title, blocks, .. } => {
            let title = title.map(|title| Inline::Strong(vec![text(&title, span)]));
            title.map(one).unwrap_or_default().into_iter().chain(of(blocks)).collect()
        }
        Block::Image(image) => one(Inline::Image(image)),
        Block::Chart(chart) => {
            let said: Vec<&str> = chart.texts().collect();
            one(Inline::Text(said.join(BETWEEN)))
        }
        Block::Diagram(diagram) => one(Inline::Text(diagram.texts().join(BETWEEN))),
        Block::Columns(columns) => {
            columns.into_iter().flat_map(|column| of(column.value.blocks)).collect()
        }
    }
}

/// The lines of an item with its bullet or number.
fn item_lines(number: Option<usize>, item: Spanned<Item>) -> Vec<Inlines> {
    let sign = match (number, item.done) {
        (_, Some(true)) => "☑ ".to_owned(),
        (_, Some(false)) => "☐ ".to_owned(),
        (Some(number), None) => format!("{number}. "),
        (None, None) => "• ".to_owned(),
    };
    let sign = text(&sign, item.span);
    let mut lines = of(item.value.blocks);
    match lines.first_mut() {
        Some(first) => first.insert(0, sign),
        None => lines.push(vec![sign]),
    }
    lines
}

/// Each line of a listing as inline code.
fn code(source: &str, span: Span) -> Vec<Inlines> {
    let line = |line: &str| match line {
        "" => Vec::new(),
        _ => vec![Spanned::new(Inline::Code(line.to_owned()), span)],
    };
    source.lines().map(line).collect()
}

fn text(text: &str, span: Span) -> Spanned<Inline> {
    Spanned::new(Inline::Text(text.to_owned()), span)
}
