//! Slides by rulers: `---` ends a slide, and so does a heading of the levels of Marp's
//! `headingDivider`.

use std::ops::Range;

use comrak::nodes::{AstNode, NodeValue};

use super::headings::{APPENDIX, section};
use super::{Cut, heading_level, splice};
use crate::deck::markdown::front::Front;
use crate::deck::markdown::includes::Parsed;
use crate::deck::markdown::layout::{self, Named};
use crate::deck::markdown::{Reader, dialect};
use crate::deck::{Section, Slide};
use crate::diag::Span;

/// The slides of a file in sections.
pub(super) fn sections<'a>(reader: &mut Reader<'a, '_>, parsed: &Parsed<'_, 'a>) -> Vec<Section> {
    let mut sections = vec![Section::default()];
    let front_title = parsed.front.meta.title.is_some();
    let is_apart = front_title && reader.dialect.manner().title_apart;
    let mut is_first = true;
    // What is said before there is a slide.
    let mut early = String::new();
    for mut cut in cuts(reader, parsed) {
        if reader.hide(&cut) {
            continue;
        }
        if let Some(include) = cut.include.take() {
            ignore_rest(reader, &cut);
            splice(&mut sections, reader.included_slides(&include));
            is_first = false;
            continue;
        }
        if cut.heading.is_none() && cut.nodes.is_empty() && cut.settings.is_none() {
            continue;
        }
        // Of a cell, nothing may be left; its slide is no divider all the same.
        let is_code = |node: &&AstNode| matches!(node.data().value, NodeValue::CodeBlock(_));
        let has_code = cut.nodes.iter().any(is_code);
        let level = cut.heading.map_or(0, |(_, level)| level);
        let (mut slide, mut named) = reader.slide(cut);
        if slide.title.is_empty() && slide.blocks.is_empty() {
            match is_first {
                // It becomes the title.
                true if is_apart && !slide.notes.is_empty() => {
                    place(&mut sections, slide);
                    is_first = false;
                }
                true => early = joined(early, &slide.notes),
                false => keep_notes(&mut sections, &slide.notes),
            }
            continue;
        }
        slide.notes = joined(std::mem::take(&mut early), &slide.notes);
        if is_first && named.is_none() {
            named = front_layout(reader, &parsed.front, &mut slide);
        }
        let is_divider = level == 1 && slide.blocks.is_empty() && !has_code;
        role(&mut slide, named.as_ref(), is_divider, level == 1 && is_first && !is_apart);
        is_first = false;
        place(&mut sections, slide);
    }
    sections
}

/// Reports what stands on a slide in whose place those of a file stand.
fn ignore_rest<'a>(reader: &mut Reader<'a, '_>, cut: &Cut<'a>) {
    let shown = cut.heading.map(|(node, _)| node).or(cut.nodes.first().copied());
    if let Some(node) = shown.filter(|node| !is_html(node)) {
        let span = reader.span(node);
        reader.ignore("unknown-directive", "what stands below `src:`", span);
    }
}

/// The nodes of each slide.
fn cuts<'a>(reader: &Reader<'a, '_>, parsed: &Parsed<'_, 'a>) -> Vec<Cut<'a>> {
    let mut cuts = vec![Cut { settings: settings_below(parsed, 0), ..Cut::default() }];
    let divides = |level: u8| parsed.front.heading_divider.contains(&level);
    for node in parsed.root.children() {
        if matches!(node.data().value, NodeValue::ThematicBreak) {
            cuts.push(below_ruler(reader, parsed, node));
            continue;
        }
        if let Some(include) = reader.includes_slides(node) {
            cuts.push(Cut { include: Some(include), ..Cut::default() });
            cuts.push(Cut::default());
            continue;
        }
        let level = heading_level(node);
        let last = cuts.last().expect("never empty");
        if level.is_some_and(divides) && (last.heading.is_some() || !last.nodes.is_empty()) {
            cuts.push(Cut::default());
        }
        let cut = cuts.last_mut().expect("never empty");
        match level {
            Some(level) if cut.heading.is_none() && !shows_text(reader, cut) => {
                cut.heading = Some((node, level));
            }
            Some(level) if cut.heading.is_none() => {
                let bold = cut.nodes.iter().position(|node| is_bold_line(node));
                let first = cut.nodes.iter().position(|node| !is_html(node));
                if let Some(at) = bold.filter(|_| bold == first) {
                    cut.heading = Some((cut.nodes.remove(at), level));
                }
                cut.nodes.push(node);
            }
            _ => cut.nodes.push(node),
        }
    }
    dialect::repeat(reader, cuts)
}

fn is_html(node: &AstNode) -> bool {
    matches!(node.data().value, NodeValue::HtmlBlock(_))
}

/// Whether a paragraph is bold and nothing else: at the top of a slide, that is its title.
fn is_bold_line<'a>(node: &'a AstNode<'a>) -> bool {
    let only = node.first_child().filter(|child| child.next_sibling().is_none());
    matches!(node.data().value, NodeValue::Paragraph)
        && only.is_some_and(|child| matches!(child.data().value, NodeValue::Strong))
}

/// Whether text stands on a slide already: a heading below it is not its title.
fn shows_text<'a>(reader: &Reader<'a, '_>, cut: &Cut<'a>) -> bool {
    let is_text = |node: &AstNode| match &node.data().value {
        NodeValue::Paragraph => !reader.text(reader.span(node)).starts_with(['!', '<', '[']),
        NodeValue::List(_) | NodeValue::Table(_) | NodeValue::BlockQuote => true,
        NodeValue::CodeBlock(_) => true,
        // What stands in a column further right is that column's.
        NodeValue::HtmlBlock(html) => dialect::is_later_slot(&html.literal),
        _ => false,
    };
    cut.nodes.iter().any(|node| is_text(node))
}

/// The settings below the ruler at a line from 1; 0 is the top of the text.
fn settings_below(parsed: &Parsed, line: usize) -> Option<Range<usize>> {
    let settings = parsed.settings.iter().find(|(ruler, _)| *ruler == line);
    settings.map(|(_, range)| range.clone())
}

/// What begins at a ruler: the settings of a slide may stand below it.
fn below_ruler<'a>(
    reader: &Reader<'a, '_>,
    parsed: &Parsed<'_, 'a>,
    ruler: &'a AstNode<'a>,
) -> Cut<'a> {
    let line = ruler.data().sourcepos.start.line;
    let settings = settings_below(parsed, line);
    let include = settings.clone().and_then(|range| dialect::part(reader, range));
    let is_hidden = settings.clone().is_some_and(|range| dialect::is_hidden(reader, range));
    Cut { settings, include, is_hidden, ..Cut::default() }
}

/// The layout of the first slide, if the front matter names it.
fn front_layout(reader: &Reader, front: &Front, slide: &mut Slide) -> Option<Named> {
    let (name, span) = front.layout.as_ref()?;
    let named = dialect::layout(name, reader.dialect);
    slide.layout_span = *span;
    let suits = |named: &&Named| named.layout != "title" || layout::is_title(slide);
    let named_one = named.as_ref().filter(|named| named.layout != layout::INFER);
    if let Some(named) = named_one.filter(suits) {
        slide.layout = named.layout.clone();
    }
    named
}

/// Makes a slide the title of the deck or of a section, if its heading and its place say so. `is_divider`:
/// it has a heading of the first level and nothing else.
fn role(slide: &mut Slide, named: Option<&Named>, is_divider: bool, is_first: bool) {
    let is_lead = named.is_some_and(|named| named.is_lead);
    let is_free = is_lead || named.is_none();
    if is_first && is_free && layout::is_title(slide) {
        slide.layout = "title".into();
        slide.layout_span = Span::DETACHED;
    } else if is_divider && is_free && slide.layout != "closing" {
        slide.layout = "section".into();
    } else if is_lead && slide.layout != "section" {
        slide.layout = layout::infer(slide).into();
    }
}

/// Adds a slide, or the section that it opens.
fn place(sections: &mut Vec<Section>, slide: Slide) {
    match slide.layout.as_str() {
        "section" | APPENDIX => sections.push(section(slide)),
        _ => sections.last_mut().expect("never empty").slides.push(slide),
    }
}

/// Gives notes that stand on a slide of their own to the slide before.
fn keep_notes(sections: &mut [Section], notes: &str) {
    let Some(section) = sections.last_mut() else { return };
    if let Some(slide) = section.slides.last_mut().or(section.divider.as_mut()) {
        slide.notes = joined(std::mem::take(&mut slide.notes), notes);
    }
}

/// Notes, and more notes below them.
fn joined(notes: String, more: &str) -> String {
    match more.is_empty() {
        true => notes,
        false => format!("{notes}\n\n{more}").trim().to_owned(),
    }
}
