//! The units of an article: sentences, groups of members, and objects. Each is shown on one slide,
//! or only in the notes.

use std::borrow::Cow;

use super::plan::{self, footnotes, said};
use super::sentences::Sentence;
use crate::deck::arrange::width;
use crate::deck::block::plain_text;
use crate::deck::{Block, Inlines, Item, ListKind, Spanned};
use crate::diag::Span;

/// A unit: shown on one slide, or only in the notes.
pub(super) struct Unit<'a> {
    /// Its number among the units of the article, from 1; 0 until they are counted.
    pub(super) id: usize,
    /// What it is.
    pub(super) kind: Kind<'a>,
    /// Its notes.
    pub(super) notes: Vec<Note>,
    /// Where it stands.
    pub(super) span: Span,
    /// Whether a slide shows it.
    pub(super) shown: bool,
    /// Whether it is a candidate: false if it was excluded before anything was chosen.
    pub(super) is_due: bool,
    /// Its ties to the units beside it.
    pub(super) ties: Ties,
    /// How important it is that it is shown, compared with other units.
    pub(super) weight: f64,
}

/// What a unit is.
pub(super) enum Kind<'a> {
    /// A sentence.
    Sentence(Sentence<'a>),
    /// Members that stand side by side.
    Group(Group),
    /// A block that is shown as it is.
    Object(Object<'a>),
}

/// How a unit is tied to its neighbours.
#[derive(Clone, Copy, Default)]
pub(super) struct Ties {
    /// It leads to the next one.
    pub(super) leads: bool,
    /// It follows from the one before.
    pub(super) follows: bool,
    /// It opens what the next one says: it asks, or ends in a colon.
    pub(super) opens: bool,
    /// What stands before it speaks of something else: a picture that is spoken of behind it.
    pub(super) begins: bool,
    /// It is shown only for the sake of the object behind it.
    pub(super) serves_next: bool,
    /// It is shown only for the sake of the object before it.
    pub(super) serves_last: bool,
    /// It is one of several that are counted: the index of the first.
    pub(super) series: Option<usize>,
    /// It is a step of a procedure, or what belongs to one: where the procedure begins in the article.
    pub(super) steps: Option<u32>,
}

/// Members that share a slide.
pub(super) struct Group {
    /// Their layout.
    pub(super) layout: &'static str,
    /// Their blocks.
    pub(super) blocks: Vec<Spanned<Block>>,
    /// Their number.
    pub(super) count: usize,
    /// Their total width, in Han characters.
    pub(super) wide: f64,
    /// A label that distinguishes them in a headline.
    pub(super) label: Option<String>,
    /// The reason for their layout.
    pub(super) why: String,
    /// Whether the group continues the one before it.
    pub(super) goes_on: bool,
}

impl Group {
    /// A group of one member, without a label and of no width: the caller sets what is otherwise.
    pub(super) fn new(layout: &'static str, blocks: Vec<Spanned<Block>>, why: String) -> Self {
        Self { layout, blocks, count: 1, wide: 0.0, label: None, why, goes_on: false }
    }

    /// The list that a group is, if it is one and nothing else.
    pub(super) fn list(&self) -> Option<(&ListKind, &[Spanned<Item>])> {
        match self.blocks.as_slice() {
            [Spanned { value: Block::List { kind, items }, .. }] => Some((kind, items)),
            _ => None,
        }
    }
}

/// A block that is shown as it is: a listing, a picture, a table.
pub(super) struct Object<'a> {
    /// The block.
    pub(super) block: Cow<'a, Spanned<Block>>,
    /// Its caption.
    pub(super) caption: Option<String>,
    /// Whether it was made of a sentence, which is then only in the notes.
    pub(super) made: bool,
    /// About how many lines of a slide it takes.
    pub(super) lines: f64,
}

/// A note. Notes from one paragraph become one paragraph again.
#[derive(Clone)]
pub(super) struct Note {
    /// The paragraph that it comes from.
    pub(super) paragraph: Span,
    /// Its text, as Markdown.
    pub(super) text: String,
}

impl<'a> Unit<'a> {
    /// A unit that is shown.
    pub(super) fn new(kind: Kind<'a>, notes: Vec<Note>, span: Span) -> Self {
        let ties = Ties::default();
        Self { id: 0, kind, notes, span, shown: true, is_due: true, ties, weight: 1.0 }
    }

    /// A sentence, with its paragraph's footnotes if it is the last.
    pub(super) fn of_sentence(sentence: Sentence<'a>) -> Self {
        let mut text = said(&sentence.run.part(sentence.range.clone()));
        if sentence.is_last() {
            text.push_str(&footnotes(sentence.run.content));
        }
        let (span, weight) = (sentence.span, sentence.role.weight());
        let notes = vec![Note { paragraph: span, text }];
        Self { weight, ..Self::new(Kind::Sentence(sentence), notes, span) }
    }

    /// Its notes; including the whole object if no slide shows it.
    pub(super) fn told(&self) -> Vec<Note> {
        let mut notes = self.notes.clone();
        let mut more = Vec::new();
        match &self.kind {
            _ if self.shown => {}
            Kind::Object(object) if !object.made => plan::as_it_is(&object.block, &mut more),
            Kind::Group(group) if group.layout == "references" => {
                plan::all_said(&group.blocks, &mut more);
            }
            _ => {}
        }
        notes.extend(more.into_iter().map(|text| Note { paragraph: Span::DETACHED, text }));
        notes
    }

    /// The sentence, if it is one.
    pub(super) fn sentence(&self) -> Option<&Sentence<'a>> {
        match &self.kind {
            Kind::Sentence(sentence) => Some(sentence),
            _ => None,
        }
    }

    /// The object, if it is one.
    pub(super) fn object(&self) -> Option<&Object<'a>> {
        match &self.kind {
            Kind::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The object, if it is one.
    pub(super) fn object_mut(&mut self) -> Option<&mut Object<'a>> {
        match &mut self.kind {
            Kind::Object(object) => Some(object),
            _ => None,
        }
    }

    /// Whether it is an object or group, which sentences accompany.
    pub(super) fn holds(&self) -> bool {
        !matches!(self.kind, Kind::Sentence(_))
    }
}

impl<'a> Object<'a> {
    /// An object with its caption.
    pub(super) fn new(block: Cow<'a, Spanned<Block>>, caption: Option<String>) -> Self {
        let lines = lines(&block.value);
        Self { block, caption, made: false, lines }
    }

    /// Whether it is a picture.
    pub(super) fn is_picture(&self) -> bool {
        matches!(self.block.value, Block::Image(_))
    }

    /// Whether it is small enough to share a slide with others.
    pub(super) fn is_small(&self) -> bool {
        match &self.block.value {
            Block::Code { .. } => self.lines <= 3.0,
            Block::Math(_) => self.lines <= 2.0,
            _ => false,
        }
    }

    /// The layout for a slide with it.
    pub(super) fn layout(&self) -> &'static str {
        match &self.block.value {
            Block::Table(_) => "table",
            Block::Chart(_) => "chart",
            Block::Diagram(diagram) if diagram.parse().is_ok() => "chart",
            Block::Diagram(_) => "code",
            Block::Code { .. } => "code",
            Block::Math(_) => "math",
            Block::Image(_) => "image",
            Block::Quote(_) => "quote",
            _ => "content",
        }
    }
}

/// About how many lines a block takes.
fn lines(block: &Block) -> f64 {
    match block {
        Block::Code { text, .. } | Block::Typst { source: text, .. } => {
            text.lines().map(|line| (width(line) / 40.0).ceil().max(1.0)).sum()
        }
        Block::Math(text) => 2.0 * (1 + text.matches("\\\\").count()) as f64,
        Block::Table(table) => {
            let room = 64.0 / table.head.len().max(1) as f64;
            let tall = |row: &Vec<Inlines>| {
                let cells = row.iter().map(|cell| (width(&plain_text(cell)) / room).ceil());
                cells.fold(1.0, f64::max)
            };
            1.3 * (1.0 + table.rows.iter().map(tall).sum::<f64>())
        }
        Block::Alert { blocks, .. } | Block::Quote(blocks) => {
            let text = |block: &Spanned<Block>| match &block.value {
                Block::Paragraph(content) => (width(&plain_text(content)) / 26.0).ceil(),
                _ => 3.0,
            };
            1.0 + blocks.iter().map(text).sum::<f64>()
        }
        _ => 6.0,
    }
}
