//! Tables. Those that only lay out a page are read as the content of their cells.

use super::dom::{Dom, Id};
use super::flow::{Flow, Separator};
use crate::article::Reason;
use crate::deck::block::{Alignment, Table};
use crate::deck::{Block, Inlines, Spanned};
use crate::diag::Span;

/// Most columns that a cell may span.
const WIDEST: usize = 16;
/// Longest cell in characters of a data table without headings; longer ones are texts side by side.
const LONGEST: u32 = 300;

/// A cell of the page.
struct Cell {
    id: Id,
    columns: usize,
    rows: usize,
    heading: bool,
}

/// A row.
struct Row {
    cells: Vec<Cell>,
    /// Whether it stands in the head of the table.
    head: bool,
}

impl Flow<'_> {
    /// Reads a table.
    pub(super) fn table(&mut self, id: Id) {
        if super::code::is_listing(self.dom, id) {
            return self.code(id);
        }
        let rows = rows(self.dom, id);
        self.flush();
        if !self.is_data(id, &rows) {
            return self.children(id);
        }
        self.outside_cells(id);
        let table = self.grid(&rows);
        let span = self.extent(id);
        if table.rows.is_empty() && table.head.iter().all(Vec::is_empty) {
            return;
        }
        self.out.push(Spanned::new(Block::Table(table), span));
    }

    /// Whether a table contains data: it says so, or its cells are short and have no blocks.
    fn is_data(&self, id: Id, rows: &[Row]) -> bool {
        let dom = self.dom;
        let cells = || rows.iter().flat_map(|row| &row.cells);
        let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let count = cells().count();
        let arranged = matches!(dom.attribute(id, "role"), Some("presentation" | "none"));
        // Guards against tables that consist mostly of padding.
        let padded = rows.len().saturating_mul(width) > 16 * count + 256;
        let inner = dom.descendants(id).skip(1).any(|node| dom.name(node) == "table");
        if arranged || padded || inner || width < 2 {
            return false;
        }
        let headed = rows.iter().any(|row| row.head) || cells().any(|cell| cell.heading);
        let heavy = |cell: &Cell| {
            let many = dom.descendants(cell.id).skip(1).filter(|node| is_heavy(dom.name(*node)));
            many.count() > 1 || self.facts.of(cell.id).text > LONGEST
        };
        headed && !cells().any(|cell| self.facts.of(cell.id).text > 8 * LONGEST)
            || rows.len() >= 2 && !cells().any(heavy)
    }

    /// Reads what is in a table outside of cells: its caption.
    fn outside_cells(&mut self, id: Id) {
        let dom = self.dom;
        for child in dom.elements(id).collect::<Vec<_>>() {
            if dom.name(child) == "caption" {
                match self.facts.of(child).verdict {
                    Some(reason) => self.set_aside(child, reason),
                    None => {
                        self.caption(child);
                    }
                }
            }
        }
    }

    /// Writes the caption as a line above the table.
    fn caption(&mut self, id: Id) {
        let content = self.inlines(id, Separator::Blank);
        // The place is that of the text alone, without parts that are set aside.
        if let Some(span) = content.iter().map(|inline| inline.span).reduce(Span::to) {
            self.out.push(Spanned::new(Block::Paragraph(content), span));
        }
    }

    /// Arranges cells in a grid: a cell over several rows is repeated, one over several columns is
    /// followed by empty ones.
    fn grid(&mut self, rows: &[Row]) -> Table {
        let mut grid: Vec<Vec<Inlines>> = Vec::new();
        // For each column: the cell to repeat, and in how many more rows.
        let mut below: Vec<(usize, Inlines)> = Vec::new();
        for row in rows {
            let mut out: Vec<Inlines> = Vec::new();
            let mut cells = row.cells.iter();
            loop {
                let column = out.len();
                if let Some((left, content)) = below.get_mut(column).filter(|(left, _)| *left > 0) {
                    *left -= 1;
                    out.push(content.clone());
                    continue;
                }
                let Some(cell) = cells.next() else { break };
                let content = self.cell(cell.id);
                for offset in 0..cell.columns {
                    let content = if offset == 0 { content.clone() } else { Inlines::new() };
                    if cell.rows > 1 {
                        below.resize_with(below.len().max(out.len() + 1), Default::default);
                        below[out.len()] = (cell.rows - 1, content.clone());
                    }
                    out.push(content);
                }
            }
            grid.push(out);
        }
        tidy(grid, rows)
    }

    /// The content of a cell, as one line with breaks.
    fn cell(&mut self, id: Id) -> Inlines {
        match self.facts.of(id).verdict {
            Some(reason) if reason == Reason::Hidden => {
                self.set_aside(id, reason);
                Inlines::new()
            }
            _ => self.inlines(id, Separator::Break),
        }
    }
}

/// Makes rows equally long, removes empty rows and columns, and chooses a head.
fn tidy(grid: Vec<Vec<Inlines>>, rows: &[Row]) -> Table {
    let width = grid.iter().map(Vec::len).max().unwrap_or(0);
    let used: Vec<bool> = (0..width)
        .map(|column| grid.iter().any(|row| row.get(column).is_some_and(|cell| !cell.is_empty())))
        .collect();
    let columns = used.iter().filter(|used| **used).count();
    let mut head = None;
    let mut body: Vec<Vec<Inlines>> = Vec::new();
    let headed = rows.iter().position(Row::is_head);
    // If every row begins with a heading, there is no head: it would just be the first row.
    let keyed = headed.is_none() && rows.iter().any(|row| row.cells.iter().any(|c| c.heading));
    for (index, mut row) in grid.into_iter().enumerate() {
        row.resize_with(width, Inlines::new);
        let mut column = 0;
        row.retain(|_| {
            column += 1;
            used[column - 1]
        });
        if row.iter().all(Vec::is_empty) {
            continue;
        }
        let is_head = headed.map_or(!keyed && head.is_none(), |first| index == first);
        if is_head && head.is_none() && body.is_empty() {
            head = Some(row);
        } else {
            body.push(row);
        }
    }
    let head = head.unwrap_or_else(|| vec![Inlines::new(); columns]);
    Table { align: vec![Alignment::Auto; columns], head, rows: body, setting: Default::default() }
}

impl Row {
    /// Whether all its cells are headings.
    fn is_head(&self) -> bool {
        !self.cells.is_empty() && (self.head || self.cells.iter().all(|cell| cell.heading))
    }
}

/// The rows of a table, without those of nested tables.
fn rows(dom: &Dom, table: Id) -> Vec<Row> {
    let mut rows = Vec::new();
    for part in dom.elements(table) {
        match dom.name(part) {
            "tr" => rows.push(row(dom, part, false)),
            name @ ("thead" | "tbody" | "tfoot") => {
                let inner = dom.elements(part).filter(|id| dom.name(*id) == "tr");
                rows.extend(inner.map(|id| row(dom, id, name == "thead")));
            }
            _ => {}
        }
    }
    rows
}

fn row(dom: &Dom, id: Id, head: bool) -> Row {
    let span = |cell, name| {
        let value: Option<usize> = dom.attribute(cell, name).and_then(|v| v.trim().parse().ok());
        value.unwrap_or(1).clamp(1, WIDEST)
    };
    let cells = dom.elements(id).filter(|cell| matches!(dom.name(*cell), "td" | "th"));
    let cells = cells.map(|cell| Cell {
        id: cell,
        columns: span(cell, "colspan"),
        rows: span(cell, "rowspan"),
        heading: dom.name(cell) == "th",
    });
    Row { cells: cells.collect(), head }
}

/// Whether an element is one of those of which several in a cell show that the table is only
/// layout.
fn is_heavy(name: &str) -> bool {
    matches!(name, "p" | "ul" | "ol" | "pre" | "h1" | "h2" | "h3" | "h4" | "blockquote" | "dl")
}
