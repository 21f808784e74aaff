//! What stands in the slots of a layout → the arguments of its call.

use super::lines::Balancing;
use super::markup::Emitter;
use super::slide::POSTER_LINES;
use super::slots::{Filled, Unit};
use super::writer::Place;
use crate::deck::block::without_footnotes;
use crate::deck::{Block, Column, Deck, Inline, Spanned};
use crate::theme::{Layout, Takes};

/// The slot of a title page that the front matter can fill as well.
const SUBTITLE: &str = "subtitle";

impl Emitter<'_> {
    /// One slot of a layout: the argument's name and its value, if there is anything in it.
    pub(super) fn slot(&mut self, filled: &Filled, layout: &Layout, deck: &Deck) {
        let Filled { slot, units, .. } = filled;
        let from_front = layout.roles.front && slot.name == SUBTITLE && units.is_empty();
        let subtitle = deck.meta.subtitle.as_ref().filter(|_| from_front);
        let fills_itself = units.is_empty() && slot.fills_itself();
        if units.is_empty() && !fills_itself && subtitle.is_none() {
            return;
        }
        self.out.newline();
        self.out.code(&format!("{}: ", slot.name));
        self.break_lines(filled, layout.roles.poster || from_front);
        match (subtitle, slot.takes) {
            (Some(text), _) => {
                let text = Inline::Text(text.clone());
                self.bracketed(&[Spanned::new(text, deck.meta.span(SUBTITLE))]);
            }
            (None, Takes::Blocks) => self.units(filled),
            (None, Takes::Items) if fills_itself => self.sections(deck),
            (None, takes) if takes.is_items() => self.entries(filled),
            (None, Takes::Columns) => self.column_slot(filled),
            (None, _) => {
                let blocks = units.iter().zip(&filled.at);
                self.array(slot.max > 1, blocks, |emitter, (unit, at)| {
                    let Unit::Block(block) = unit else { return };
                    let (start, place) = (emitter.out.position(), Place::block(*at));
                    emitter.within = Some(place);
                    emitter.single(block, place);
                    emitter.out.mark(place, start);
                });
            }
        }
        self.out.code(",");
    }

    /// Sets how the paragraphs of a slot are broken into lines.
    fn break_lines(&mut self, filled: &Filled, poster: bool) {
        let slot = filled.slot;
        let lines = match slot.takes {
            Takes::Quote => Some(POSTER_LINES),
            Takes::Text if poster => Some(POSTER_LINES),
            takes if takes.is_items() => Some(2),
            _ => None,
        };
        let room = slot.line(count(&filled.units)) * self.aspect.share();
        self.breaking.room = room;
        self.breaking.balancing = lines.map(|lines| Balancing { room, lines, tail: 0.0 });
    }

    /// Writes the blocks of a slot, one below the other.
    fn units(&mut self, filled: &Filled) {
        self.out.code("[");
        self.out.indent_in();
        for (index, (unit, at)) in filled.units.iter().zip(&filled.at).enumerate() {
            if index > 0 {
                self.out.blank_line();
            } else {
                self.out.newline();
            }
            let (start, place) = (self.out.position(), Place::block(*at));
            self.within = Some(place);
            match unit {
                Unit::Block(block) => {
                    self.marking = Some(place);
                    self.block(block);
                }
                Unit::Group { title, blocks, step, .. } => self.group(*step, title, blocks),
            }
            self.out.mark(place, start);
        }
        self.out.indent_out();
        self.out.newline();
        self.out.code("]");
    }

    /// Writes the items of a slot as an array of dictionaries.
    fn entries(&mut self, filled: &Filled) {
        let entries = filled.units.iter().zip(&filled.at).flat_map(|(unit, at)| {
            let entries = unit.entries(filled.slot.takes).into_iter().enumerate();
            entries.map(move |entry| (Place::block(*at), entry))
        });
        self.array(true, entries, |emitter, (place, (index, entry))| {
            let start = emitter.out.position();
            emitter.entry(&entry);
            emitter.out.mark(place, start);
            emitter.out.mark(place.inside(index), start);
        });
    }

    /// Writes the titles of the deck's sections, each linked to its divider.
    fn sections(&mut self, deck: &Deck) {
        let sections = deck.talk().iter().filter_map(|section| section.divider.as_ref());
        self.array(true, sections.enumerate(), |emitter, (index, divider)| {
            let label = section_label(index + 1);
            emitter.out.code(&format!("(term: none, text: link(label({label:?}))"));
            emitter.bracketed(&without_footnotes(&divider.title));
            emitter.out.code(", body: none)");
        });
    }

    /// `(a, b,)`, or just `a` if the slot takes one.
    fn array<T>(
        &mut self,
        many: bool,
        values: impl Iterator<Item = T>,
        mut one: impl FnMut(&mut Self, T),
    ) {
        if !many {
            values.for_each(|value| one(self, value));
            return;
        }
        self.out.code("(");
        self.out.indent_in();
        for value in values {
            self.out.newline();
            one(self, value);
            self.out.code(",");
        }
        self.out.indent_out();
        self.out.newline();
        self.out.code(")");
    }

    /// Writes the one block of a slot as an expression: the call of a template function, or markup
    /// in brackets.
    fn single(&mut self, block: &Spanned<Block>, at: Place) {
        let start = self.out.position();
        let step = block.step;
        // A bare call has no brackets that could hold the mark of its step, so the mark goes before
        // it.
        let alone = matches!(
            block.value,
            Block::Table(_)
                | Block::Code { .. }
                | Block::Math(_)
                | Block::Chart(_)
                | Block::Diagram(_)
        );
        let marked = alone && self.has_steps;
        if marked {
            self.out.code("[");
            self.reveal(step);
            self.out.code("#");
        }
        match &block.value {
            Block::Paragraph(content) | Block::Heading { content, .. } => {
                self.bracketed_at(step, content);
            }
            Block::Image(image) => self.picture_dictionary(image, block.span, step),
            Block::Table(table) => self.table_call(table, Some(at)),
            Block::Code { .. } => self.code(block),
            Block::Math(source) => self.formula(source, block.span, true),
            Block::Quote(blocks) => self.bracketed_blocks(blocks),
            Block::Chart(chart) => self.chart(chart, block.span),
            Block::Diagram(diagram) => {
                self.out.code("align(horizon, ");
                self.diagram(diagram, block.span);
                self.out.code(")");
            }
            Block::Typst { source, alt } => {
                self.raw_typst(source, alt.as_deref(), block.span, step);
            }
            Block::List { .. }
            | Block::Definitions(_)
            | Block::Alert { .. }
            | Block::Columns(_) => {
                self.bracketed_blocks(std::slice::from_ref(block));
            }
        }
        if marked {
            self.out.code("]");
        }
        self.out.cover(start, block.span);
    }

    /// Writes the columns of a slot, or the one block that stands in their place.
    fn column_slot(&mut self, filled: &Filled) {
        let Filled { units, at, .. } = filled;
        if let [Unit::Block(block)] = units.as_slice()
            && !matches!(block.value, Block::Columns(_))
        {
            return self.single(block, Place::block(at[0]));
        }
        self.out.code("(");
        self.out.indent_in();
        for (unit, at) in units.iter().zip(at) {
            match unit {
                Unit::Group { title, blocks, step, .. } => {
                    self.out.newline();
                    self.out.code("(title: ");
                    self.bracketed_at(*step, title);
                    self.out.code(", body: ");
                    self.bracketed_blocks(blocks);
                    self.out.code("),");
                }
                Unit::Block(Spanned { value: Block::Columns(columns), .. }) => {
                    let start = self.out.position();
                    for (index, column) in columns.iter().enumerate() {
                        let column_place = Some((index, 0));
                        self.titled_column(
                            column,
                            Place { column: column_place, ..Place::block(*at) },
                        );
                    }
                    self.out.mark(Place::block(*at), start);
                }
                // A slot for columns takes no other block beside them.
                Unit::Block(_) => {}
            }
        }
        self.out.indent_out();
        self.out.newline();
        self.out.code(")");
    }

    /// A column whose heading stands apart from what is below it.
    fn titled_column(&mut self, column: &Column, place: Place) {
        self.out.newline();
        self.out.code("(title: ");
        let blocks = match column.blocks.split_first() {
            Some((Spanned { value: Block::Heading { content, .. }, step, .. }, rest)) => {
                let start = self.out.position();
                self.bracketed_at(*step, content);
                self.out.mark(place, start);
                rest
            }
            _ => {
                self.out.code("none");
                column.blocks.as_slice()
            }
        };
        self.out.code(", body: ");
        self.column(blocks, place.further(column.blocks.len() - blocks.len()));
        self.out.code("),");
    }
}

/// How many items or columns share the width of a slot; 1 if its content is stacked.
fn count(units: &[Unit]) -> usize {
    match units {
        [Unit::Block(Spanned { value: Block::List { items, .. }, .. })] => items.len(),
        [Unit::Block(Spanned { value: Block::Definitions(definitions), .. })] => definitions.len(),
        [Unit::Block(Spanned { value: Block::Columns(columns), .. })] => columns.len(),
        units => units.len(),
    }
}

/// The label of a section's divider.
pub(super) fn section_label(number: usize) -> String {
    format!("section-{number}")
}
