//! What a deck in JSON may hold by its schema and cannot be set: each with the field that is wrong.

use crate::deck::{Block, Inline, Slide, Spanned, Table};

/// Largest number of an item, as in CommonMark.
const MOST_START: usize = 999_999_999;
/// Deepest level of a heading below a title.
const DEEPEST: u8 = 5;

/// Looks through the content of a slide: the path to each field below it, and what is wrong there.
pub(super) fn of(slide: &Slide) -> Vec<String> {
    let mut look = Look { path: Vec::new(), faults: Vec::new(), in_footnote: false };
    look.within("title", |look| look.inlines(&slide.title));
    look.within("blocks", |look| look.blocks(&slide.blocks));
    look.faults
}

/// The walk through a slide.
struct Look {
    /// Where it is: names of fields, and indices.
    path: Vec<String>,
    faults: Vec<String>,
    in_footnote: bool,
}

impl Look {
    fn within(&mut self, field: &str, look: impl FnOnce(&mut Self)) {
        self.path.push(format!(".{field}"));
        look(self);
        self.path.pop();
    }

    fn each<T>(&mut self, all: &[T], look: impl Fn(&mut Self, &T)) {
        for (index, one) in all.iter().enumerate() {
            self.path.push(format!("[{index}]"));
            look(self, one);
            self.path.pop();
        }
    }

    fn fault(&mut self, what: String) {
        let path = self.path.concat();
        self.faults.push(format!("`{}`: {what}", path.trim_start_matches('.')));
    }

    fn blocks(&mut self, blocks: &[Spanned<Block>]) {
        self.each(blocks, |look, block| look.block(&block.value));
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(content) => self.within("paragraph", |look| look.inlines(content)),
            Block::Heading { level, content } => self.within("heading", |look| {
                if !(1..=DEEPEST).contains(level) {
                    look.fault(format!("`level` is 1 to {DEEPEST}, found {level}"));
                }
                look.within("content", |look| look.inlines(content));
            }),
            Block::List { kind, items } => self.within("list", |look| {
                if let Some(start) = kind.start.filter(|start| *start > MOST_START) {
                    look.fault(format!("`start` is at most {MOST_START}, found {start}"));
                }
                look.within("items", |look| {
                    look.each(items, |look, item| look.blocks(&item.blocks))
                });
            }),
            Block::Definitions(all) => self.within("definitions", |look| {
                look.each(all, |look, one| {
                    look.within("term", |look| look.inlines(&one.term));
                    look.within("blocks", |look| look.blocks(&one.blocks));
                });
            }),
            Block::Table(table) => self.within("table", |look| look.table(table)),
            Block::Quote(blocks) => self.within("quote", |look| look.blocks(blocks)),
            Block::Alert { blocks, .. } => self.within("alert", |look| look.blocks(blocks)),
            Block::Columns(all) => self.within("columns", |look| {
                look.each(all, |look, column| look.blocks(&column.blocks));
            }),
            Block::Code { .. }
            | Block::Math(_)
            | Block::Image(_)
            | Block::Chart(_)
            | Block::Diagram(_)
            | Block::Typst { .. } => {}
        }
    }

    fn table(&mut self, table: &Table) {
        let count = table.align.len();
        if count == 0 {
            return self.fault("`align` has no columns".to_owned());
        }
        if table.head.len() != count {
            self.fault(format!("`head` has {} cells, `align` {count}", table.head.len()));
        }
        self.within("head", |look| look.each(&table.head, |look, cell| look.inlines(cell)));
        self.within("rows", |look| {
            look.each(&table.rows, |look, row| {
                if row.len() != count {
                    look.fault(format!("the row has {} cells, `align` {count}", row.len()));
                }
                look.each(row, |look, cell| look.inlines(cell));
            });
        });
    }

    fn inlines(&mut self, inlines: &[Spanned<Inline>]) {
        self.each(inlines, |look, inline| match (&inline.value, look.in_footnote) {
            (Inline::Footnote(_), true) => look.fault("a footnote holds no other one".to_owned()),
            (Inline::Footnote(content), false) => {
                look.in_footnote = true;
                look.inlines(content);
                look.in_footnote = false;
            }
            (other, _) => look.inlines(other.content().map_or(&[], Vec::as_slice)),
        });
    }
}
