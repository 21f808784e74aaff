//! Top-level nodes → sections and slides.

mod added;
mod headings;
mod rulers;
mod slide;

use std::ops::Range;

use comrak::nodes::{AstNode, NodeValue};

use super::includes::{Include, Parsed};
use super::{Reader, Split};
use crate::deck::{Deck, Section};
use crate::diag::{Diagnostic, Span};
pub(crate) use added::complete;
pub(super) use headings::on_divider;
pub(super) use slide::Making;

/// The nodes of one slide.
#[derive(Clone, Default)]
pub(super) struct Cut<'a> {
    /// The heading that is its title, and its level.
    pub(super) heading: Option<(&'a AstNode<'a>, u8)>,
    /// All other nodes.
    pub(super) nodes: Vec<&'a AstNode<'a>>,
    /// Its settings.
    pub(super) settings: Option<Range<usize>>,
    /// The settings of slides that it repeats, the nearest one first.
    pub(super) inherited: Vec<Range<usize>>,
    /// An include whose slides are inserted here in place of nodes.
    include: Option<Include>,
    /// Whether its settings hide it.
    is_hidden: bool,
}

impl<'a> Cut<'a> {
    /// Whether the author has hidden the slide.
    fn is_hidden(&self) -> bool {
        let hides = |(key, value): &(String, String)| key == "visibility" && value == "hidden";
        let heading = self.heading.map(|(node, _)| node.data());
        let attributes = heading.as_ref().and_then(|data| data.attrs.as_ref());
        self.is_hidden || attributes.is_some_and(|attributes| attributes.pairs.iter().any(hides))
    }

    /// Its nodes, with the heading.
    fn all(&self) -> impl Iterator<Item = &'a AstNode<'a>> {
        self.heading.map(|(node, _)| node).into_iter().chain(self.nodes.iter().copied())
    }
}

impl<'a> Reader<'a, '_> {
    /// Leaves out a slide that its author has hidden; whether it is one.
    fn hide(&mut self, cut: &Cut<'a>) -> bool {
        let is_hidden = cut.is_hidden();
        for node in cut.all().filter(|_| is_hidden) {
            let span = self.span(node);
            self.hidden.push(span);
            self.ignore("left-out-text", "what stands on hidden slides", span);
        }
        is_hidden
    }
}

/// Reads a file as a deck.
pub(super) fn read<'a>(reader: &mut Reader<'a, '_>, parsed: Parsed<'_, 'a>) -> Deck {
    let (mut sections, split) = sections(reader, &parsed);
    for file in reader.context.included.appended.clone() {
        splice(&mut sections, reader.sections_of(file));
    }
    let mut deck = Deck { meta: parsed.front.meta, sections };
    added::fill_contents(&mut deck);
    if !parsed.front.has_own_title {
        added::add_title(&mut deck, split, parsed.front.dialect, added::marked);
    }
    added::add_agenda(&mut deck, split, parsed.front.dialect);
    if deck.slides().next().is_none() {
        let span = Span::new(reader.file, 0..reader.source.trim_end().len().min(1));
        let is_empty = reader.source.trim().is_empty();
        let message = if is_empty { "the file is empty" } else { "the deck has no slides" };
        let error = Diagnostic::error(span, message);
        let error = error.hint("a slide begins with a heading: `## 标题`");
        reader.findings.push(error.hint("`llmslides new DIR` starts a talk to write over"));
    }
    deck
}

/// Reads a file and its includes as slides in sections. There is at least one section; the first
/// has no title.
pub(super) fn sections<'a>(
    reader: &mut Reader<'a, '_>,
    parsed: &Parsed<'_, 'a>,
) -> (Vec<Section>, Split) {
    let front = &parsed.front;
    reader.incremental = front.meta.incremental.unwrap_or(reader.incremental);
    let of_tool = front.dialect.manner().split.filter(|split| {
        *split == Split::Headings
            || !front.heading_divider.is_empty()
            || parsed.root.children().any(is_ruler)
            || !has_several_headings(parsed)
    });
    let split = front.meta.split.or(of_tool).unwrap_or_else(|| find_split(reader, parsed));
    let mut sections = match split {
        Split::Headings => headings::sections(reader, parsed.root, front),
        Split::Rulers => rulers::sections(reader, parsed),
    };
    for (path, span) in &front.meta.include {
        let include = Include::new(path.clone(), *span);
        let part = reader.included_slides(&include);
        splice(&mut sections, part);
    }
    (sections, split)
}

/// Appends the sections of a part; slides before its first section go to the open section.
fn splice(sections: &mut Vec<Section>, part: Vec<Section>) {
    let mut part = part.into_iter();
    let open = part.next().filter(|first| first.divider.is_none());
    match (open, sections.last_mut()) {
        (Some(first), Some(last)) => last.slides.extend(first.slides),
        (first, _) => sections.extend(first),
    }
    sections.extend(part);
}

/// How slides are separated in a deck that does not say so: by rulers if it has any, unless
/// headings of several slides stand between two of them.
fn find_split<'a>(reader: &Reader<'a, '_>, parsed: &Parsed<'_, 'a>) -> Split {
    /// With this many third-level headings between two rulers, they are slides rather than parts of
    /// one.
    const MANY: usize = 5;
    let mut stretches = vec![Vec::new()];
    for node in parsed.root.children() {
        match &node.data().value {
            NodeValue::ThematicBreak => stretches.push(Vec::new()),
            NodeValue::Heading(heading) => stretches.last_mut().expect("one").push(heading.level),
            _ => {}
        }
    }
    let count = |levels: &[u8], level: u8| levels.iter().filter(|other| **other == level).count();
    let has_several = stretches.iter().any(|levels| {
        count(levels, 2) > 1 || levels.iter().all(|level| *level >= 3) && count(levels, 3) >= MANY
    });
    match has_rulers(reader, parsed) && !has_several {
        true => Split::Rulers,
        false => Split::Headings,
    }
}

/// Whether headings of the same level could divide a deck without rulers.
fn has_several_headings(parsed: &Parsed) -> bool {
    let count = |level: u8| {
        parsed.root.children().filter(|node| heading_level(node) == Some(level)).count()
    };
    count(1) > 1 || count(2) > 1
}

/// Whether there are lines of dashes between the slides.
fn has_rulers<'a>(reader: &Reader<'a, '_>, parsed: &Parsed<'_, 'a>) -> bool {
    let mut rulers = parsed.root.children().filter(|node| is_ruler(node));
    rulers.any(|node| reader.source[reader.span(node).range()].starts_with("---"))
}

fn is_ruler(node: &AstNode) -> bool {
    matches!(node.data().value, NodeValue::ThematicBreak)
}

fn heading_level(node: &AstNode) -> Option<u8> {
    match &node.data().value {
        NodeValue::Heading(heading) => Some(heading.level),
        _ => None,
    }
}
