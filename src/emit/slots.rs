//! Gives the blocks of a slide to the slots that its layout declares.

use crate::deck::{Block, Definition, Inline, Inlines, Item, Slide, Spanned};
use crate::diag::{Diagnostic, Diagnostics, Span};
use crate::theme::{Layout, Slot, Takes};

/// A part of a slide that can fill a slot.
#[derive(Debug, Clone, Copy)]
pub(super) enum Unit<'a> {
    /// One block.
    Block(&'a Spanned<Block>),
    /// A heading with what stands below it.
    Group {
        /// The heading's text.
        title: &'a Inlines,
        /// What stands below it.
        blocks: &'a [Spanned<Block>],
        /// Where the heading stands.
        span: Span,
    },
}

/// An item of a list, a definition or a group, in the form that layouts take.
pub(super) struct Entry<'a> {
    /// The strong words at the front, or the defined term.
    pub(super) term: Option<Vec<Spanned<Inline>>>,
    /// The rest of the first paragraph.
    pub(super) text: Vec<Spanned<Inline>>,
    /// What follows the first paragraph.
    pub(super) body: &'a [Spanned<Block>],
}

/// What goes into one slot.
pub(super) struct Filled<'a> {
    /// The slot.
    pub(super) slot: &'a Slot,
    /// Its content, in order.
    pub(super) units: Vec<Unit<'a>>,
    /// For each of them the index of its block, or of its heading, on the slide.
    pub(super) at: Vec<usize>,
}

/// Fills the slots of `layout` with the content of `slide`.
pub(super) fn fill<'a>(
    slide: &'a Slide,
    layout: &'a Layout,
    errors: &mut Diagnostics,
) -> Vec<Filled<'a>> {
    let mut filled: Vec<Filled> = layout
        .slots
        .iter()
        .map(|slot| Filled { slot, units: Vec::new(), at: Vec::new() })
        .collect();
    let groups =
        layout.slots.iter().any(|slot| matches!(slot.takes, Takes::Items | Takes::Columns));
    let mut cursor = 0;
    for (index, unit) in units(&slide.blocks, groups) {
        match place(&filled, unit, cursor) {
            Some(at) => {
                filled[at].units.push(unit);
                filled[at].at.push(index);
                cursor = cursor.max(at);
            }
            None => errors.push(no_place(unit, &filled, layout)),
        }
    }
    for Filled { slot, units, .. } in &filled {
        let count: usize = units.iter().map(|unit| unit.count(slot.takes)).sum();
        // An agenda without items is filled with the sections.
        if (count < slot.min && !(count == 0 && layout.name == "agenda")) || count > slot.max {
            errors.push(wrong_count(slide, layout, slot, units, count));
        }
    }
    filled
}

/// The slot for a unit: one made for its kind wherever that is, else the next one from `cursor`
/// on that takes anything of the sort, else an earlier one.
fn place(filled: &[Filled], unit: Unit, cursor: usize) -> Option<usize> {
    let room = |at: &usize| {
        let Filled { slot, units, .. } = &filled[*at];
        let count: usize = units.iter().map(|unit| unit.count(slot.takes)).sum();
        // Items are counted at the end, so that the message can say how many there are.
        unit.fits(slot.takes) && (count < slot.max || matches!(slot.takes, Takes::Items))
    };
    let specific = |at: &usize| !matches!(filled[*at].slot.takes, Takes::Text | Takes::Blocks);
    let all = 0..filled.len();
    all.clone()
        .filter(specific)
        .find(|at| room(at))
        .or_else(|| all.clone().skip(cursor).find(|at| !specific(at) && room(at)))
        .or_else(|| all.clone().take(cursor).rev().find(|at| !specific(at) && room(at)))
}

/// The parts of a slide, each with the index of its first block; with `groups`, a heading takes
/// what follows it along.
fn units(blocks: &[Spanned<Block>], groups: bool) -> Vec<(usize, Unit<'_>)> {
    let heads = |block: &Spanned<Block>| matches!(block.value, Block::Heading { level: 1, .. });
    let mut units = Vec::new();
    let mut at = 0;
    while at < blocks.len() {
        let block = &blocks[at];
        let index = at;
        at += 1;
        match &block.value {
            Block::Heading { level: 1, content } if groups => {
                let end = blocks[at..].iter().position(heads).map_or(blocks.len(), |n| at + n);
                let blocks = &blocks[at..end];
                units.push((index, Unit::Group { title: content, blocks, span: block.span }));
                at = end;
            }
            _ => units.push((index, Unit::Block(block))),
        }
    }
    units
}

impl<'a> Unit<'a> {
    /// Where it stands.
    pub(super) fn span(self) -> Span {
        match self {
            Unit::Block(block) => block.span,
            Unit::Group { span, .. } => span,
        }
    }

    fn kind(self) -> &'static str {
        match self {
            Unit::Block(block) => block.kind(),
            Unit::Group { .. } => "a heading",
        }
    }

    fn fits(self, takes: Takes) -> bool {
        let Unit::Block(block) = self else {
            return matches!(takes, Takes::Items | Takes::Columns | Takes::Blocks);
        };
        matches!(
            (takes, &block.value),
            (Takes::Blocks, _)
                | (Takes::Text, Block::Paragraph(_) | Block::Heading { .. })
                | (Takes::Items, Block::List { .. } | Block::Definitions(_))
                | (Takes::Columns, Block::Columns(_))
                | (Takes::Image | Takes::Figure, Block::Image(_))
                | (Takes::Figure, Block::Typst { .. })
                | (Takes::Table, Block::Table(_))
                | (Takes::Code, Block::Code { .. })
                | (Takes::Math, Block::Math(_))
                | (Takes::Quote, Block::Quote(_))
        )
    }

    /// How many of a slot's places it takes.
    fn count(self, takes: Takes) -> usize {
        match (takes, self) {
            (Takes::Items, Unit::Block(block)) => match &block.value {
                Block::List { items, .. } => items.len(),
                Block::Definitions(definitions) => definitions.len(),
                _ => 1,
            },
            (Takes::Columns, Unit::Block(block)) => match &block.value {
                Block::Columns(columns) => columns.len(),
                _ => 1,
            },
            _ => 1,
        }
    }

    /// Its items.
    pub(super) fn entries(self) -> Vec<Entry<'a>> {
        match self {
            Unit::Group { title, blocks, .. } => {
                vec![Entry { term: Some(title.clone()), ..Entry::of_blocks(blocks) }]
            }
            Unit::Block(block) => match &block.value {
                Block::List { items, .. } => items.iter().map(Entry::of_item).collect(),
                Block::Definitions(all) => all.iter().map(Entry::of_definition).collect(),
                _ => Vec::new(),
            },
        }
    }
}

impl<'a> Entry<'a> {
    fn of_blocks(blocks: &'a [Spanned<Block>]) -> Self {
        match blocks.split_first() {
            Some((Spanned { value: Block::Paragraph(content), .. }, rest)) => {
                Self { term: None, text: content.clone(), body: rest }
            }
            _ => Self { term: None, text: Vec::new(), body: blocks },
        }
    }

    fn of_definition(definition: &'a Spanned<Definition>) -> Self {
        Self { term: Some(definition.term.clone()), ..Self::of_blocks(&definition.blocks) }
    }

    /// `**term**：text` – the colon between the two is the layout's to show or not.
    fn of_item(item: &'a Spanned<Item>) -> Self {
        let mut entry = Self::of_blocks(&item.blocks);
        let Some(Spanned { value: Block::Paragraph(content), .. }) = item.blocks.first() else {
            return entry;
        };
        let Some((Spanned { value: Inline::Strong(term), .. }, rest)) = content.split_first()
        else {
            return entry;
        };
        entry.term = Some(without_colon(term));
        entry.text = rest.to_vec();
        if let Some(first) = entry.text.first_mut() {
            let span = first.span;
            if let Inline::Text(text) = &mut first.value {
                let cut = text.trim_start_matches([' ', '：', ':', '，']).len();
                let from = text.len() - cut;
                text.drain(..from);
                first.span = span.within(from..(span.end - span.start) as usize);
            }
        }
        entry
    }
}

/// A term without the colon that may stand inside its bold: `**数据：**依赖`.
fn without_colon(term: &[Spanned<Inline>]) -> Vec<Spanned<Inline>> {
    let mut term = term.to_vec();
    if let Some(Inline::Text(text)) = term.last_mut().map(|last| &mut last.value) {
        text.truncate(text.trim_end_matches([' ', '：', ':']).len());
    }
    term
}

fn no_place(unit: Unit, filled: &[Filled], layout: &Layout) -> Diagnostic {
    let name = &layout.name;
    let full = filled.iter().find(|filled| unit.fits(filled.slot.takes));
    let message = match full {
        Some(full) => format!("layout `{name}` takes {}, and this is one more", full.slot.wants()),
        None => format!("layout `{name}` has no place for {}", unit.kind()),
    };
    Diagnostic::error(unit.span(), message).hint(takes(layout)).hint(example(layout))
}

fn wrong_count(
    slide: &Slide,
    layout: &Layout,
    slot: &Slot,
    units: &[Unit],
    count: usize,
) -> Diagnostic {
    let span = if slide.layout_span.is_attached() { slide.layout_span } else { slide.span };
    let message = format!("layout `{}` takes {}, found {count}", layout.name, slot.wants());
    let mut error = Diagnostic::error(span, message);
    if count > slot.max
        && let Some(Unit::Block(block)) = units.first()
        && let Block::List { items, .. } = &block.value
        && let Some(surplus) = items.get(slot.max)
    {
        error = error.label(surplus.span, "the first one too many");
    }
    error.hint(example(layout))
}

fn takes(layout: &Layout) -> String {
    let slots: Vec<String> = layout.slots.iter().map(Slot::wants).collect();
    format!("it takes {}; `llmslides explain {}` says more", slots.join(", "), layout.name)
}

fn example(layout: &Layout) -> String {
    format!("for example:\n{}", layout.example.trim_end())
}
