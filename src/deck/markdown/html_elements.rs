//! Open HTML elements, and the block that each becomes when it is closed: lists, tables, headings,
//! columns. Elements that are closed in the wrong place lose their meaning but not their content.

use super::blocks::Content;
use super::html::Tag;
use super::html_columns::{Row, side, side_by_side, width};
use crate::deck::block::trim;
use crate::deck::{Alignment, Block, Column, Inline, Inlines, Item, ListKind, Spanned, Table};
use crate::diag::Span;

/// An element that is open.
pub(super) struct Element {
    name: String,
    kind: Kind,
    /// The number of blocks when it was opened.
    start: usize,
    span: Span,
}

/// The meaning of an element.
enum Kind {
    /// Several things side by side.
    Columns {
        row: Row,
        columns: Vec<Spanned<Column>>,
    },
    Column(Option<String>),
    /// One of several that stand side by side without an element around them, by the name of its side.
    Side {
        name: String,
        width: Option<String>,
    },
    List {
        start: Option<usize>,
        items: Vec<Spanned<Item>>,
    },
    Item,
    /// The rows; whether each is a head.
    Table(Vec<(bool, Vec<Inlines>)>),
    Row,
    Cell {
        is_head: bool,
    },
    Heading(u8),
    Quote,
    Summary,
    /// Nothing but its content.
    Plain,
}

/// Elements that only end a paragraph.
const PLAIN: [&str; 9] =
    ["p", "figure", "figcaption", "details", "thead", "tbody", "tfoot", "caption", "colgroup"];

impl Content {
    /// Opens a block element; returns whether its meaning is kept.
    pub(super) fn open_element(&mut self, tag: &Tag, source: &str, span: Span) -> bool {
        // End tags of these may be omitted.
        let ends = |open: &str| match tag.name {
            "td" | "th" => matches!(open, "td" | "th"),
            name => matches!(name, "li" | "p") && open == name,
        };
        if self.elements.last().is_some_and(|last| ends(&last.name)) {
            self.close_elements(self.elements.len() - 1);
        }
        let kind = self.kind(tag, source);
        let is_understood = !matches!(kind, Kind::Plain) || PLAIN.contains(&tag.name);
        if let Kind::Column(_) = kind {
            self.gather();
        }
        let element =
            Element { name: tag.name.to_lowercase(), kind, start: self.blocks.len(), span };
        self.elements.push(element);
        is_understood
    }

    fn kind(&self, tag: &Tag, source: &str) -> Kind {
        let is_columns = |element: &Element| matches!(element.kind, Kind::Columns { .. });
        let in_columns = self.elements.last().is_some_and(is_columns);
        // Columns inside of columns would be too narrow to read.
        let is_inside = self.elements.iter().any(is_columns);
        match tag.name.to_lowercase().as_str() {
            "ul" => Kind::List { start: None, items: Vec::new() },
            "ol" => {
                let start = tag.attribute("start").and_then(|start| start.parse().ok());
                Kind::List { start: start.or(Some(1)), items: Vec::new() }
            }
            "li" => Kind::Item,
            "table" => Kind::Table(Vec::new()),
            "tr" => Kind::Row,
            "td" => Kind::Cell { is_head: false },
            "th" => Kind::Cell { is_head: true },
            "blockquote" => Kind::Quote,
            "summary" => Kind::Summary,
            name if heading(name).is_some() => Kind::Heading(heading(name).unwrap_or(1)),
            "div" | "section" => match side_by_side(tag, source).filter(|_| !is_inside) {
                Some(row) => Kind::Columns { row, columns: Vec::new() },
                None if in_columns => Kind::Column(width(tag)),
                None if self.elements.is_empty() => match side(tag) {
                    Some(name) => Kind::Side { name, width: width(tag) },
                    None => Kind::Plain,
                },
                None => Kind::Plain,
            },
            _ => Kind::Plain,
        }
    }

    /// Closes the innermost element of a name, with those inside it.
    pub(super) fn close_element(&mut self, name: &str) {
        let Some(at) = self.elements.iter().rposition(|element| element.name == name) else {
            return;
        };
        self.close_elements(at);
    }

    /// Closes all elements but the outermost ones.
    pub(super) fn close_elements(&mut self, keep: usize) {
        while self.elements.len() > keep {
            let Some(element) = self.elements.pop() else { return };
            self.close(element);
        }
    }

    fn close(&mut self, mut element: Element) {
        if let Kind::Columns { .. } = element.kind {
            self.elements.push(element);
            self.gather();
            element = self.elements.pop().expect("it was just pushed");
        }
        let blocks = self.blocks.split_off(element.start.min(self.blocks.len()));
        let span = element.span;
        match element.kind {
            Kind::Columns { row, columns } => self.place_flow(&row, columns),
            Kind::Side { name, width } => self.beside(name, column(width, blocks, span)),
            Kind::Column(width) => match self.parent() {
                Some(Kind::Columns { columns, .. }) => columns.push(column(width, blocks, span)),
                _ => self.blocks.extend(blocks),
            },
            Kind::List { start, items } => {
                let kind = ListKind::plain(start);
                self.push(items.is_empty(), Block::List { kind, items }, span);
                self.blocks.extend(blocks);
            }
            Kind::Item => match self.parent() {
                Some(Kind::List { items, .. }) => items.push(item(blocks, span)),
                _ => self.blocks.extend(blocks),
            },
            Kind::Table(rows) => {
                self.push(rows.is_empty(), table(rows), span);
                self.blocks.extend(blocks);
            }
            Kind::Cell { is_head } => self.cell(is_head, blocks, span),
            Kind::Heading(level) => {
                let mut content = super::lines::of(blocks).concat();
                trim(&mut content);
                self.push(content.is_empty(), Block::Heading { level, content }, span);
            }
            Kind::Quote => self.push(blocks.is_empty(), Block::Quote(blocks), span),
            Kind::Summary => {
                let content = super::lines::of(blocks).concat();
                let strong = vec![Spanned::new(Inline::Strong(content), span)];
                self.blocks.push(Spanned::new(Block::Paragraph(strong), span));
            }
            Kind::Row | Kind::Plain => self.blocks.extend(blocks),
        }
    }

    /// Adds a cell to the last row of the innermost table.
    fn cell(&mut self, is_head: bool, blocks: Vec<Spanned<Block>>, span: Span) {
        match self.table() {
            Some(rows) => {
                if let Some((head, row)) = rows.last_mut() {
                    *head |= is_head;
                    row.push(super::lines::of(blocks).join(&Spanned::new(Inline::Break, span)));
                }
            }
            None => self.blocks.extend(blocks),
        }
    }

    fn push(&mut self, is_empty: bool, block: Block, span: Span) {
        self.blocks.extend((!is_empty).then(|| Spanned::new(block, span)));
    }

    /// The meaning of the innermost element.
    fn parent(&mut self) -> Option<&mut Kind> {
        self.elements.last_mut().map(|element| &mut element.kind)
    }

    /// The rows of the innermost table.
    fn table(&mut self) -> Option<&mut Vec<(bool, Vec<Inlines>)>> {
        self.elements.iter_mut().rev().find_map(|element| match &mut element.kind {
            Kind::Table(rows) => Some(rows),
            _ => None,
        })
    }

    /// Begins a row.
    pub(super) fn begin_row(&mut self) {
        if let Some(rows) = self.table() {
            rows.push((false, Vec::new()));
        }
    }

    /// Makes a column of content between columns.
    fn gather(&mut self) {
        let Some(element) = self.elements.last_mut() else { return };
        if let Kind::Columns { columns, .. } = &mut element.kind {
            let between = self.blocks.split_off(element.start.min(self.blocks.len()));
            columns.extend(between.into_iter().map(|block| {
                let span = block.span;
                column(None, vec![block], span)
            }));
        }
    }

    /// Adds a column to those that end where it begins, unless one of them has its name.
    fn beside(&mut self, name: String, column: Spanned<Column>) {
        let count = self.blocks.len();
        let open = self.sides.as_mut().filter(|(at, names)| *at == count && !names.contains(&name));
        match (open, self.blocks.last_mut()) {
            (Some((_, names)), Some(Spanned { value: Block::Columns(columns), .. })) => {
                names.push(name);
                columns.push(column);
            }
            _ => {
                let span = column.span;
                self.blocks.push(Spanned::new(Block::Columns(vec![column]), span));
                self.sides = Some((count + 1, vec![name]));
            }
        }
    }

    /// Adds columns; if they are single blocks that flow through the columns, these are cut anew.
    fn place_flow(&mut self, row: &Row, columns: Vec<Spanned<Column>>) {
        let is_block = |column: &Spanned<Column>| column.value.blocks.len() == 1;
        if !row.flows || columns.len() <= row.count() || !columns.iter().all(is_block) {
            return self.place(row, columns);
        }
        let blocks = columns.into_iter().flat_map(|column| column.value.blocks).collect();
        let (above, columns) = super::columns::columns(blocks, row.count());
        self.blocks.extend(above);
        self.place(row, columns);
    }

    /// Adds columns in rows, unless there is just one, or many small things on one line.
    pub(super) fn place(&mut self, row: &Row, columns: Vec<Spanned<Column>>) {
        let mut columns: Vec<_> =
            columns.into_iter().filter(|column| !column.blocks.is_empty()).collect();
        let is_small = |column: &Spanned<Column>| column.value.blocks.len() == 1;
        let most = row.length(columns.len(), columns.iter().all(is_small));
        while !columns.is_empty() {
            let rest = columns.split_off(most.min(columns.len()));
            row.share_out(&mut columns);
            if columns.len() == 1 {
                self.blocks.extend(columns.remove(0).value.blocks);
            } else {
                let step = columns.iter().map(|column| column.step).min().unwrap_or(0);
                // Blocks are told apart by their places, so each row needs one of its own.
                let span = columns[0].span;
                self.blocks.push(Spanned::new(Block::Columns(columns), span).at_step(step));
            }
            columns = rest;
        }
    }
}

fn column(width: Option<String>, blocks: Vec<Spanned<Block>>, span: Span) -> Spanned<Column> {
    let step = blocks.iter().map(|block| block.step).min().unwrap_or(0);
    Spanned::new(Column { width, blocks }, span).at_step(step)
}

fn item(blocks: Vec<Spanned<Block>>, span: Span) -> Spanned<Item> {
    let step = blocks.first().map_or(0, |block| block.step);
    Spanned::new(Item { done: None, blocks }, span).at_step(step)
}

/// A table of rows; the first one is its head.
fn table(mut rows: Vec<(bool, Vec<Inlines>)>) -> Block {
    rows.retain(|(_, row)| !row.is_empty());
    let width = rows.iter().map(|(_, row)| row.len()).max().unwrap_or(0);
    for (_, row) in &mut rows {
        row.resize_with(width, Vec::new);
    }
    let has_head = rows.first().is_some_and(|(is_head, _)| *is_head);
    let mut rows: Vec<_> = rows.into_iter().map(|(_, row)| row).collect();
    let head = if has_head { rows.remove(0) } else { vec![Vec::new(); width] };
    Block::Table(Table {
        align: vec![Alignment::Auto; width],
        head,
        rows,
        setting: Default::default(),
    })
}

/// The level of `h1` to `h6`.
fn heading(name: &str) -> Option<u8> {
    name.strip_prefix('h')?.parse().ok().filter(|level| (1..=6).contains(level))
}
