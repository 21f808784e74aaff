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
pub(super) use slide::Making;

/// The nodes of one slide.
#[derive(Clone, Default)]
pub(super) struct Cut<'a> {
    /// The heading that is its title, and its level.
    pub(super) heading: Option<(&'a AstNode<'a>, u8)>,
    /// Everything else.
    pub(super) nodes: Vec<&'a AstNode<'a>>,
    /// Its settings.
    pub(super) settings: Option<Range<usize>>,
    /// A file whose slides stand here, and nothing else.
    include: Option<Include>,
}

/// Reads a file as a deck.
pub(super) fn read<'a>(reader: &mut Reader<'a, '_>, parsed: Parsed<'_, 'a>) -> Deck {
    let (mut sections, split) = sections(reader, &parsed);
    for file in reader.context.parts.appended.clone() {
        splice(&mut sections, reader.sections_of(file));
    }
    let mut deck = Deck { meta: parsed.front.meta, sections };
    added::add_title(&mut deck, split, parsed.front.dialect, added::marked);
    added::add_agenda(&mut deck, split);
    if deck.slides().next().is_none() {
        let span = Span::new(reader.file, 0..reader.source.trim_end().len().min(1));
        let mut error = Diagnostic::error(span, "the deck has no slides");
        if !span.range().is_empty() {
            error = error.hint("a slide begins with a heading: `## 标题`");
        }
        reader.findings.push(error.hint("`llmslides build` without a file shows an example deck"));
    }
    deck
}

/// Reads what a file holds, and what it includes, as slides in sections. There is at least one
/// section; the first has no title.
pub(super) fn sections<'a>(
    reader: &mut Reader<'a, '_>,
    parsed: &Parsed<'_, 'a>,
) -> (Vec<Section>, Split) {
    let front = &parsed.front;
    reader.incremental = front.meta.incremental.unwrap_or(reader.incremental);
    let split = front.meta.split.or(front.dialect.manner().split);
    let split = split.unwrap_or_else(|| find_split(reader, parsed));
    let mut sections = match split {
        Split::Headings => headings::sections(reader, parsed.root, front),
        Split::Rulers => rulers::sections(reader, parsed),
    };
    for (path, span) in &front.meta.include {
        let include = Include { path: path.clone(), span: *span };
        let part = reader.included_slides(&include);
        splice(&mut sections, part);
    }
    (sections, split)
}

/// Adds the slides of a part: those before its first section belong to the section that is open.
fn splice(sections: &mut Vec<Section>, part: Vec<Section>) {
    let mut part = part.into_iter();
    let open = part.next().filter(|first| first.divider.is_none());
    match (open, sections.last_mut()) {
        (Some(first), Some(last)) => last.slides.extend(first.slides),
        (first, _) => sections.extend(first),
    }
    sections.extend(part);
}

/// How a deck that does not say it tells its slides apart: by rulers if it has any, unless several
/// slides' headings stand between two of them.
fn find_split<'a>(reader: &Reader<'a, '_>, parsed: &Parsed<'_, 'a>) -> Split {
    let (mut rulers, mut headings, mut most_headings) = (false, 0, 0);
    for node in parsed.root.children() {
        match &node.data().value {
            NodeValue::ThematicBreak => {
                rulers |= reader.source[reader.span(node).range()].starts_with("---");
                headings = 0;
            }
            NodeValue::Heading(heading) if heading.level == 2 => headings += 1,
            _ => {}
        }
        most_headings = most_headings.max(headings);
    }
    if rulers && most_headings < 2 { Split::Rulers } else { Split::Headings }
}

fn heading_level(node: &AstNode) -> Option<u8> {
    match &node.data().value {
        NodeValue::Heading(heading) => Some(heading.level),
        _ => None,
    }
}
