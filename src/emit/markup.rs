//! Blocks and inlines → Typst markup.

use super::Assets;
use super::footnotes::Footnotes;
use super::lines::{self, Balancing, Breaking, Paragraph};
use super::pictures::{is_picture, typst_length};
use super::signs::signed;
use super::slots::Entry;
use super::writer::{EmittedFile, Origin, Place, RAW_HEAD, Writer};
use crate::contract::{Aspect, SET_PREFIX};
use crate::deck::block::{AlertKind, BEGAN, TableSetting, plain_text, without_footnotes};
use crate::deck::{
    Alignment, Block, Column, Definition, Inline, Inlines, Item, ListKind, Spanned, Table,
};
use crate::diag::{Diagnostics, Sources, Span};
use crate::locale::Words;

/// Width in em of a table in the largest type.
const TABLE_LINE: f64 = 26.0;
/// Left and right padding of a table cell in all, in em.
const CELL_INSET: f64 = 1.2;
/// Width in em that even the narrowest column of a table leaves to its text.
const NARROW: f64 = 3.0;
/// Width in em from which on a title is broken into lines like running text.
const LONGEST_TITLE: f64 = 60.0;
/// How far list items are indented, in em.
const INDENT: f64 = 1.3;
/// Left and right padding of a panel in all, in em.
const PANEL_INSET: f64 = 1.8;

/// Which emphasis is around the text that is being written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Stress {
    pub(super) strong: bool,
    pub(super) emph: bool,
}

/// Writes the content of one slide.
pub(super) struct Emitter<'a> {
    /// The slide's file.
    pub(super) out: Writer<'a>,
    /// A file for each of its raw Typst blocks, so that an unbalanced bracket there cannot affect
    /// the slide's file.
    pub(super) typst: Vec<EmittedFile>,
    /// The pictures of the deck.
    pub(super) assets: &'a Assets,
    /// The texts that spans point into.
    pub(super) sources: &'a Sources,
    /// The findings so far.
    pub(super) errors: &'a mut Diagnostics,
    /// Path of the file without `.typ`.
    pub(super) name: String,
    /// The slide and the part of it that the file is, both from 1.
    pub(super) page: (usize, usize),
    /// Level of the slide's title.
    pub(super) level: u8,
    /// The place of the next block on the slide, if its pieces are to be marked.
    pub(super) marking: Option<Place>,
    /// The place of the current block on the slide, for content that goes into other files.
    pub(super) within: Option<Place>,
    /// How the current paragraphs are broken into lines.
    pub(super) breaking: Breaking,
    /// How the lines of the title are balanced.
    pub(super) titles: Balancing,
    /// The emphasis around what is being written.
    pub(super) stress: Stress,
    /// The paragraph that is being written.
    pub(super) paragraph: Paragraph,
    /// The height of pictures in the current text, such as `1em` in a title; `None`: as high as
    /// there is room for.
    pub(super) picture_height: Option<&'static str>,
    /// Share of their room that pictures take.
    pub(super) picture_share: f64,
    /// The proportions of the page.
    pub(super) aspect: Aspect,
    /// The words of the deck's language, for texts that are made from numbers.
    pub(super) words: &'static Words,
    /// Whether the slide has steps, so that everything on it is marked with its own.
    pub(super) has_steps: bool,
    /// The step of what is being written.
    pub(super) step: usize,
    /// The footnotes that are referred to more than once.
    pub(super) footnotes: Footnotes,
}

impl Emitter<'_> {
    /// Writes the mark for content that is revealed after so many steps.
    pub(super) fn reveal(&mut self, step: usize) {
        self.step = step;
        if self.has_steps {
            self.out.code(&format!("#metadata({step})<reveal>"));
        }
    }

    /// Inlines in `[…]`, revealed after so many steps.
    pub(super) fn bracketed_at(&mut self, step: usize, inlines: &[Spanned<Inline>]) {
        self.out.code("[");
        self.reveal(step);
        self.inlines(inlines);
        self.out.code("]");
    }

    /// A text on its own line, with pictures as high as the line.
    fn heading(&mut self, step: usize, content: &[Spanned<Inline>]) {
        let around = self.picture_height.replace("1em");
        self.bracketed_at(step, content);
        self.picture_height = around;
    }

    /// A heading on the slide; `level` counts from 1 below the title.
    fn subheading(&mut self, level: u8, step: usize, content: &[Spanned<Inline>]) {
        self.out.code(&format!("#heading(level: {})", self.level + level));
        self.heading(step, content);
        self.out.end_code();
    }

    /// The title of a slide. `first`: whether this is the first of its pages, the only one that has
    /// the title's footnotes.
    pub(super) fn title(&mut self, content: &Inlines, first: bool) {
        let around = self.picture_height.replace("1em");
        let breaking = self.breaking;
        (self.breaking.room, self.breaking.balancing) = (LONGEST_TITLE, Some(self.titles));
        if first {
            self.inlines(content);
        } else {
            self.inlines(&without_footnotes(content));
        }
        self.picture_height = around;
        self.breaking = breaking;
    }

    /// Plain text in `[…]` that the author wrote at `span`. `room`: em that its lines hold at the
    /// least.
    pub(super) fn bracketed_text(&mut self, text: &str, span: Span, room: f64) {
        let around = self.breaking;
        self.breaking = Breaking { room: room.min(around.room), balancing: None, ..around };
        self.bracketed(&[Spanned::new(Inline::Text(text.to_owned()), span)]);
        self.breaking = around;
    }

    /// Inlines in `[…]`.
    pub(super) fn bracketed(&mut self, inlines: &[Spanned<Inline>]) {
        self.out.code("[");
        self.inlines(inlines);
        self.out.code("]");
    }

    /// Blocks in `[…]`, on lines of their own.
    pub(super) fn bracketed_blocks(&mut self, blocks: &[Spanned<Block>]) {
        if let [Spanned { value: Block::Paragraph(content), step, .. }] = blocks {
            return self.bracketed_at(*step, content);
        }
        self.out.code("[");
        self.out.indent_in();
        self.out.newline();
        self.blocks(blocks);
        self.out.indent_out();
        self.out.newline();
        self.out.code("]");
    }

    /// Blocks with blank lines between them.
    pub(super) fn blocks(&mut self, blocks: &[Spanned<Block>]) {
        for (index, block) in blocks.iter().enumerate() {
            if index > 0 {
                self.out.blank_line();
            }
            self.block(block);
        }
    }

    /// An expression inside markup.
    pub(super) fn expression(&mut self, write: impl FnOnce(&mut Self)) {
        self.out.code("#");
        write(self);
        self.out.end_code();
    }

    /// One block, from the start of a line.
    pub(super) fn block(&mut self, block: &Spanned<Block>) {
        let start = self.out.position();
        let span = block.span;
        let marking = self.marking.take();
        // Containers leave the mark of the step to the blocks inside them, and a picture has it
        // inside its box.
        let holds = matches!(
            block.value,
            Block::List { .. } | Block::Definitions(_) | Block::Columns(_) | Block::Heading { .. }
        );
        if !holds && !is_picture(&block.value) {
            self.reveal(block.step);
        }
        match &block.value {
            Block::Paragraph(content) => self.inlines(content),
            Block::Heading { level, content } => self.subheading(*level, block.step, content),
            Block::List { kind, items } => self.list(*kind, items, marking),
            Block::Definitions(all) => self.definitions(all, marking),
            Block::Table(table) => self.expression(|own| own.table_call(table, marking)),
            Block::Code { .. } => self.expression(|own| own.code(block)),
            Block::Math(source) => self.expression(|own| own.formula(source, span, true)),
            Block::Quote(blocks) => self.expression(|own| {
                own.out.code("quote(block: true)");
                own.bracketed_blocks(blocks);
            }),
            Block::Alert { kind, title, blocks } => {
                self.alert(*kind, title.as_deref(), blocks, span);
            }
            Block::Image(image) => self.expression(|own| {
                own.out.code("theme.picture");
                own.picture(image, span, block.step);
            }),
            Block::Chart(chart) => self.expression(|own| own.chart(chart, span)),
            Block::Diagram(diagram) => self.expression(|own| own.diagram(diagram, span)),
            Block::Columns(columns) => {
                self.columns(columns, marking.filter(|place| place.column.is_none()));
            }
            Block::Typst { source, alt } => self.expression(|own| {
                own.raw_typst(source, alt.as_deref(), span, block.step);
            }),
        }
        self.out.cover(start, span);
    }

    fn definitions(&mut self, all: &[Spanned<Definition>], marking: Option<Place>) {
        for (index, definition) in all.iter().enumerate() {
            if index > 0 {
                self.out.newline();
            }
            let start = self.out.position();
            self.out.code("#terms.item");
            self.heading(definition.step, &definition.term);
            self.bracketed_blocks(&definition.blocks);
            self.mark(marking, index, start);
            self.out.end_code();
        }
    }

    fn list(&mut self, kind: ListKind, items: &[Spanned<Item>], marking: Option<Place>) {
        self.breaking.room -= INDENT;
        self.items(kind, items, marking);
        self.breaking.room += INDENT;
    }

    fn items(&mut self, kind: ListKind, items: &[Spanned<Item>], marking: Option<Place>) {
        if items.iter().any(|item| item.done.is_some()) {
            return self.tasks(items, marking);
        }
        let signed = kind.start.is_none().then(|| signed(items)).flatten();
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.out.newline();
            }
            let own = signed.as_ref().map(|items| &items[index]);
            let number = kind.start.map(|start| start + index);
            let coded = |number| kind.numbering.map_or(number, |how| how.coded(number));
            match own.map(|own| own.number).or(number.map(coded)) {
                Some(number) => self.out.code(&format!("{number}. ")),
                None => self.out.code("- "),
            }
            let start = self.out.position();
            self.out.indent_in();
            let blocks = own.map_or(&item.blocks, |own| &own.blocks);
            for (index, block) in blocks.iter().enumerate() {
                match &block.value {
                    _ if index == 0 => {}
                    // A list inside an item follows it closely.
                    Block::List { .. } => self.out.newline(),
                    _ => self.out.blank_line(),
                }
                self.block(block);
            }
            self.mark(marking, index, start);
            self.out.indent_out();
        }
    }

    fn tasks(&mut self, items: &[Spanned<Item>], marking: Option<Place>) {
        self.out.code("#theme.tasks((");
        self.out.indent_in();
        for (index, item) in items.iter().enumerate() {
            self.out.newline();
            let start = self.out.position();
            let done = match item.done {
                Some(true) => "true",
                Some(false) => "false",
                None => "none",
            };
            self.out.code(&format!("({done}, "));
            self.bracketed_blocks(&item.blocks);
            self.mark(marking, index, start);
            self.out.code("),");
        }
        self.out.indent_out();
        self.out.newline();
        self.out.code("))");
        self.out.end_code();
    }

    /// Records that what was written since `start` is a piece of the block that is being marked.
    fn mark(&mut self, block: Option<Place>, inner: usize, start: usize) {
        if let Some(block) = block {
            self.out.mark(block.inside(inner), start);
        }
    }

    /// A heading with the blocks below it.
    pub(super) fn group(
        &mut self,
        step: usize,
        title: &[Spanned<Inline>],
        blocks: &[Spanned<Block>],
    ) {
        self.subheading(1, step, title);
        for block in blocks {
            self.out.blank_line();
            self.block(block);
        }
    }

    /// `table(…)`, as an expression. `marking`: where the table stands on the slide.
    pub(super) fn table_call(&mut self, table: &Table, marking: Option<Place>) {
        let around = self.breaking;
        self.breaking = Breaking { units: false, room: cell_room(table, self.aspect), ..around };
        let align: Vec<&str> = table
            .align
            .iter()
            .map(|alignment| match alignment {
                Alignment::Auto => "auto",
                Alignment::Left => "left",
                Alignment::Center => "center",
                Alignment::Right => "right",
            })
            .collect();
        let TableSetting { widths, size } = &table.setting;
        let columns = match widths.len() {
            count if count > 0 && count == align.len() => {
                let widths = widths.iter().map(|width| format!("{width:.2}pt, "));
                format!("({})", widths.collect::<String>())
            }
            _ => align.len().max(1).to_string(),
        };
        if size.is_some() {
            self.out.code("[#");
        }
        self.out.code(&format!("table(columns: {columns}, align: ({},),", align.join(", ")));
        self.out.indent_in();
        self.out.newline();
        self.out.code("table.header(");
        self.cells(&table.head);
        self.out.code("),");
        for (index, row) in table.rows.iter().enumerate() {
            self.out.newline();
            let start = self.out.position();
            self.cells(row);
            self.mark(marking, index, start);
            self.out.code(",");
        }
        self.out.indent_out();
        self.out.newline();
        self.out.code(")");
        if let Some(size) = size {
            self.out.code(&format!("<{SET_PREFIX}{size}>]"));
        }
        self.breaking = around;
    }

    fn cells(&mut self, cells: &[Vec<Spanned<Inline>>]) {
        for (index, cell) in cells.iter().enumerate() {
            if index > 0 {
                self.out.code(", ");
            }
            self.bracketed(cell);
        }
    }

    /// A listing, as an expression.
    pub(super) fn code(&mut self, block: &Spanned<Block>) {
        let Block::Code { lang, text, options } = &block.value else { return };
        let plain = options.is_empty();
        if !plain {
            self.out.code("theme.code(");
            if let Some(first) = options.get("lines").and_then(|lines| lines.parse::<u32>().ok()) {
                self.out.code(&format!("lines: {first}, "));
            }
            if options.contains_key(BEGAN) {
                self.out.code("began: true, ");
            }
            if let Some(lines) = options.get("highlight") {
                let lines: String =
                    line_numbers(lines).iter().map(|line| format!("{line}, ")).collect();
                self.out.code(&format!("highlight: ({lines}), "));
            }
            if let Some(title) = options.get("title") {
                self.out.code("title: ");
                self.out.string(title, block.span);
                self.out.code(", ");
            }
        }
        self.out.code("raw(block: true, ");
        if let Some(lang) = lang {
            self.out.code("lang: ");
            self.out.string(lang, block.span);
            self.out.code(", ");
        }
        match options.get(BEGAN) {
            Some(line) => self.out.string(&format!("{line}\n{text}"), block.span),
            None => self.out.string(text, block.span),
        }
        self.out.code(if plain { ")" } else { "))" });
    }

    fn alert(
        &mut self,
        kind: AlertKind,
        title: Option<&str>,
        blocks: &[Spanned<Block>],
        span: Span,
    ) {
        let kind = match kind {
            AlertKind::Note => "note",
            AlertKind::Tip => "tip",
            AlertKind::Important => "important",
            AlertKind::Warning => "warning",
            AlertKind::Caution => "caution",
        };
        self.out.code(&format!("#theme.alert(\"{kind}\""));
        self.breaking.room -= PANEL_INSET;
        if let Some(title) = title {
            self.out.code(", title: ");
            self.bracketed_text(title, span, self.breaking.room);
        }
        self.out.code(")");
        self.bracketed_blocks(blocks);
        self.out.end_code();
        self.breaking.room += PANEL_INSET;
    }

    fn columns(&mut self, columns: &[Spanned<Column>], marking: Option<Place>) {
        self.out.code("#theme.columns-of((");
        self.out.indent_in();
        let around = self.breaking;
        self.breaking.room = around.room / columns.len() as f64 - INDENT;
        for (index, column) in columns.iter().enumerate() {
            self.out.newline();
            let width = column.width.as_deref().and_then(typst_length);
            self.out.code(&format!("(width: {}, body: ", width.as_deref().unwrap_or("none")));
            match marking {
                Some(place) => {
                    self.column(&column.blocks, Place { column: Some((index, 0)), ..place });
                }
                None => self.bracketed_blocks(&column.blocks),
            }
            self.out.code("),");
        }
        self.out.indent_out();
        self.out.newline();
        self.out.code("))");
        self.out.end_code();
        self.breaking = around;
    }

    /// The blocks of a column, whose pieces are marked. `first`: where the first of them stands.
    pub(super) fn column(&mut self, blocks: &[Spanned<Block>], first: Place) {
        if let [Spanned { value: Block::Paragraph(_), .. }] = blocks {
            let start = self.out.position();
            self.bracketed_blocks(blocks);
            return self.out.mark(first, start);
        }
        let within = self.within;
        self.out.code("[");
        self.out.indent_in();
        self.out.newline();
        for (index, block) in blocks.iter().enumerate() {
            if index > 0 {
                self.out.blank_line();
            }
            let place = first.further(index);
            let start = self.out.position();
            (self.marking, self.within) = (Some(place), Some(place));
            self.block(block);
            self.out.mark(place, start);
        }
        self.out.indent_out();
        self.out.newline();
        self.out.code("]");
        self.within = within;
    }

    /// The include of a raw Typst block, as an expression.
    pub(super) fn raw_typst(&mut self, source: &str, alt: Option<&str>, span: Span, step: usize) {
        let path = format!("{}-typst-{}.typ", self.name, self.typst.len() + 1);
        let include = format!("include \"/{path}\"");
        match alt {
            Some(alt) => {
                self.out.code("theme.drawing(alt: ");
                self.out.string(alt, span);
                if self.has_steps {
                    self.out.code(&format!(", step: {step}"));
                }
                self.share();
                self.out.code(&format!(", {include})"));
            }
            None => self.out.code(&include),
        }
        let mut file = Writer::new(self.sources);
        file.code(RAW_HEAD);
        let start = file.position();
        file.verbatim(source, span);
        file.code("\n");
        if let Some(block) = self.within {
            file.mark(block, start);
        }
        let (slide, part) = self.page;
        self.typst.push(file.finish(path, Origin::Raw { slide, part, span }));
    }

    /// `(term: […], text: […], body: […])`, and `picture` and `done` if there are any.
    pub(super) fn entry(&mut self, entry: &Entry) {
        self.out.code("(");
        if self.has_steps {
            // The mark of the step comes first, for layouts that draw something before the text.
            self.out.code("reveal: [");
            self.reveal(entry.step);
            self.out.code("], ");
        }
        self.out.code("term: ");
        match &entry.term {
            Some(term) => self.heading(entry.step, term),
            None => self.out.code("none"),
        }
        self.out.code(", text: ");
        if entry.text.is_empty() {
            self.out.code("none");
        } else {
            self.bracketed_at(entry.step, &entry.text);
        }
        self.out.code(", body: ");
        if entry.body.is_empty() {
            self.out.code("none");
        } else {
            self.bracketed_blocks(entry.body);
        }
        if let Some((image, span)) = &entry.picture {
            self.out.code(", picture: ");
            self.picture_dictionary(image, *span, entry.step);
        }
        if let Some(done) = entry.done {
            self.out.code(&format!(", done: {done}"));
        }
        self.out.code(")");
    }
}

/// Width in em up to which the texts of a table surely fit on one line each.
fn cell_room(table: &Table, aspect: Aspect) -> f64 {
    let rows = || std::iter::once(&table.head).chain(&table.rows);
    let columns = rows().map(Vec::len).max().unwrap_or(0);
    let widest = |column: usize| {
        let cells = rows().filter_map(|row| row.get(column));
        cells.map(|cell| lines::width(&plain_text(cell))).fold(0.0, f64::max)
    };
    let together: f64 = (0..columns).map(|column| widest(column) + CELL_INSET).sum();
    if together <= TABLE_LINE * aspect.share() { f64::INFINITY } else { NARROW }
}

/// `2,4-6` → 2, 4, 5, 6.
fn line_numbers(text: &str) -> Vec<u32> {
    const MOST: u32 = 10_000;
    let mut lines = Vec::new();
    for part in text.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        if let (Ok(first), Ok(last)) = (first.trim().parse::<u32>(), last.trim().parse::<u32>()) {
            lines.extend(first..=last.min(first.saturating_add(MOST)));
        }
    }
    lines
}
