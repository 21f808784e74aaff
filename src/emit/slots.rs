//! Gives the blocks of a slide to the slots that its layout declares.

use crate::deck::{Block, Definition, Image, Inline, Inlines, Item, Slide, Spanned};
use crate::diag::{Diagnostic, Diagnostics, Span};
use crate::theme::{Layout, Slot, Takes};

/// A part of a slide that can fill a slot.
#[derive(Debug, Clone, Copy)]
pub(super) enum Unit<'a> {
    /// A block by itself.
    Block(&'a Spanned<Block>),
    /// A heading with what stands below it.
    Group {
        /// The heading's text.
        title: &'a Inlines,
        /// What stands below it.
        blocks: &'a [Spanned<Block>],
        /// Where the heading stands.
        span: Span,
        /// After how many steps of the slide the heading is shown.
        step: usize,
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
    /// The picture that it begins with, and its place.
    pub(super) picture: Option<(Image, Span)>,
    /// For a task: whether it is done.
    pub(super) done: Option<bool>,
    /// After how many steps of the slide it is shown.
    pub(super) step: usize,
}

/// What goes into one slot.
pub(super) struct Filled<'a> {
    /// The slot.
    pub(super) slot: &'a Slot,
    /// Its content, in order.
    pub(super) units: Vec<Unit<'a>>,
    /// For each unit the index on the slide of its block or heading.
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
        layout.slots.iter().any(|slot| slot.takes.is_items() || slot.takes == Takes::Columns);
    let mut cursor = 0;
    let closes = layout.slots.iter().any(|slot| slot.closes);
    for (index, unit) in units(&slide.blocks, groups, closes) {
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
        let count = count(units, slot);
        let fills_itself = count == 0 && slot.fills_itself();
        if count < slot.min && !fills_itself || count > slot.max {
            errors.push(wrong_count(slide, layout, slot, units, count));
        }
    }
    filled
}

/// The slot for a unit: one made for its kind, wherever it is; else the next one from `cursor` on
/// that accepts it; else an earlier one.
fn place(filled: &[Filled], unit: Unit, cursor: usize) -> Option<usize> {
    let room = |at: &usize| {
        let Filled { slot, units, .. } = &filled[*at];
        let count = count(units, slot);
        // Too many items are reported at the end, so that the message can name their number.
        unit.fits(slot.takes) && (count < slot.max || slot.takes.is_items())
            || units.is_empty() && slot.or.is_some_and(|or| unit.fits(or))
    };
    let specific = |at: &usize| !matches!(filled[*at].slot.takes, Takes::Text | Takes::Blocks);
    let all = 0..filled.len();
    all.clone()
        .filter(specific)
        .find(|at| room(at))
        .or_else(|| all.clone().skip(cursor).find(|at| !specific(at) && room(at)))
        .or_else(|| all.clone().take(cursor).rev().find(|at| !specific(at) && room(at)))
}

/// How many places of a slot these units take.
fn count(units: &[Unit], slot: &Slot) -> usize {
    let instead = |unit: &Unit| slot.or.is_some_and(|or| !unit.fits(slot.takes) && unit.fits(or));
    match units {
        [unit] if instead(unit) => slot.max,
        _ => units.iter().map(|unit| unit.count(slot.takes)).sum(),
    }
}

/// The units of a slide, each with the index of its first block. With `groups`, a heading takes the
/// blocks below it along; with `closes`, the last paragraph below the last heading may become a
/// unit of its own (see [`concludes`]).
fn units(blocks: &[Spanned<Block>], groups: bool, closes: bool) -> Vec<(usize, Unit<'_>)> {
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
                let (span, step) = (block.span, block.step);
                units.push((index, Unit::Group { title: content, blocks, span, step }));
                at = end;
            }
            _ => units.push((index, Unit::Block(block))),
        }
    }
    if closes {
        part_last(&mut units, blocks.len());
    }
    units
}

/// Separates the last paragraph of the last group if it concludes the slide.
fn part_last<'a>(units: &mut Vec<(usize, Unit<'a>)>, blocks_before: usize) {
    let first = units.iter().find_map(|(_, unit)| match unit {
        Unit::Group { blocks, .. } => Some(blocks.len()),
        Unit::Block(_) => None,
    });
    if let Some((_, Unit::Group { blocks, .. })) = units.last_mut()
        && let Some((last, rest)) = blocks.split_last()
        && first.is_some_and(|first| concludes(first, blocks))
    {
        *blocks = rest;
        units.push((blocks_before - 1, Unit::Block(last)));
    }
}

/// Whether the last block of a group is a conclusion of the slide: a paragraph, in a group with
/// more blocks than the first group, which has `first`.
pub(crate) fn concludes(first: usize, group: &[Spanned<Block>]) -> bool {
    let is_text = |block: &Spanned<Block>| matches!(block.value, Block::Paragraph(_));
    first < group.len() && group.last().is_some_and(is_text)
}

impl<'a> Unit<'a> {
    /// Its place in the author's file.
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
            return takes.is_items() || matches!(takes, Takes::Columns | Takes::Blocks);
        };
        matches!(
            (takes, &block.value),
            (Takes::Blocks, _)
                | (Takes::Text, Block::Paragraph(_) | Block::Heading { .. })
                | (Takes::Items | Takes::People, Block::List { .. } | Block::Definitions(_))
                | (Takes::Columns, Block::Columns(_))
                | (Takes::Image | Takes::Figure, Block::Image(_))
                | (Takes::Figure, Block::Typst { .. } | Block::Chart(_) | Block::Diagram(_))
                | (Takes::Chart, Block::Chart(_) | Block::Diagram(_))
                | (Takes::Table, Block::Table(_))
                | (Takes::Code, Block::Code { .. })
                | (Takes::Math, Block::Math(_))
                | (Takes::Quote, Block::Quote(_))
        )
    }

    /// How many places of a slot it takes.
    fn count(self, takes: Takes) -> usize {
        match (takes, self) {
            (Takes::Items | Takes::People, Unit::Block(block)) => match &block.value {
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

    /// Its items, in the form that a slot takes them.
    pub(super) fn entries(self, takes: Takes) -> Vec<Entry<'a>> {
        let entries = self.plain_entries().into_iter();
        match takes {
            Takes::People => entries.map(Entry::with_picture).collect(),
            _ => entries.collect(),
        }
    }

    fn plain_entries(self) -> Vec<Entry<'a>> {
        match self {
            Unit::Group { title, blocks, step, .. } => {
                vec![Entry { term: Some(title.clone()), step, ..Entry::of_blocks(blocks) }]
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
        let (text, body) = match blocks.split_first() {
            Some((Spanned { value: Block::Paragraph(content), .. }, rest)) => {
                (content.clone(), rest)
            }
            _ => (Vec::new(), blocks),
        };
        Self { term: None, text, body, picture: None, done: None, step: 0 }
    }

    fn of_definition(definition: &'a Spanned<Definition>) -> Self {
        let (term, step) = (Some(definition.term.clone()), definition.step);
        Self { term, step, ..Self::of_blocks(&definition.blocks) }
    }

    /// Reads `**term**：text`. Whether to show the colon is left to the layout.
    fn of_item(item: &'a Spanned<Item>) -> Self {
        let (done, step) = (item.done, item.step);
        let mut entry = Self { done, step, ..Self::of_blocks(&item.blocks) };
        entry.split_term();
        entry
    }

    /// Moves a picture at its beginning into `picture`.
    fn with_picture(mut self) -> Self {
        match (self.text.first().cloned(), self.body.split_first()) {
            (Some(Spanned { value: Inline::Image(image), span, .. }), _) => {
                let behind = self.text[1..].iter();
                let blanks = behind.take_while(|inline| inline.value.is_blank()).count();
                self.text.drain(..=blanks);
                if let Some(Inline::Text(text)) =
                    self.text.first_mut().map(|first| &mut first.value)
                {
                    *text = text.trim_start().to_owned();
                }
                self.picture = Some((image, span));
            }
            (None, Some((Spanned { value: Block::Image(image), span, .. }, rest))) => {
                let Entry { text, body, .. } = Self::of_blocks(rest);
                (self.text, self.body, self.picture) = (text, body, Some((image.clone(), *span)));
            }
            _ => return self,
        }
        if self.term.is_none() {
            self.split_term();
        }
        self
    }

    /// Moves the strong words at its beginning into `term`.
    fn split_term(&mut self) {
        let Some((Spanned { value: Inline::Strong(term), .. }, rest)) = self.text.split_first()
        else {
            return;
        };
        self.term = Some(without_colon(term));
        self.text = rest.to_vec();
        if let Some(first) = self.text.first_mut() {
            let span = first.span;
            if let Inline::Text(text) = &mut first.value {
                let cut = text.trim_start_matches(PARTING).len();
                let from = text.len() - cut;
                text.drain(..from);
                first.span = span.within(from..(span.end - span.start) as usize);
            }
        }
    }
}

/// Characters that may separate a term from what is said about it.
const PARTING: [char; 4] = [' ', '：', ':', '，'];

/// The marks between the strong words at the front of a text (behind its picture) and the rest: a
/// layout that sets the term apart need not show them.
pub(crate) fn parting_marks(content: &[Spanned<Inline>]) -> Vec<char> {
    let is_before = |inline: &&Spanned<Inline>| match &inline.value {
        Inline::Text(text) => text.trim().is_empty(),
        other => matches!(other, Inline::Image(_) | Inline::Break),
    };
    let before = content.iter().take_while(is_before).count();
    let [Spanned { value: Inline::Strong(term), .. }, rest @ ..] = &content[before..] else {
        return Vec::new();
    };
    let is_mark = |c: &char| PARTING.contains(c) || matches!(c, ',' | '。');
    let text = |inline: Option<&Spanned<Inline>>| match inline.map(|inline| &inline.value) {
        Some(Inline::Text(text)) => text.clone(),
        _ => String::new(),
    };
    let (inside, behind) = (text(term.last()), text(rest.first()));
    let inside = inside.chars().rev().take_while(is_mark);
    inside.chain(behind.chars().take_while(is_mark)).collect()
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
