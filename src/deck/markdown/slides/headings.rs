//! Slides by headings: `#` opens a section, `##` a slide; a ruler begins a slide without a title.

use comrak::nodes::{AstNode, NodeValue};

use super::{Cut, heading_level, splice};
use crate::deck::block::Spanned;
use crate::deck::markdown::Reader;
use crate::deck::markdown::front::Front;
use crate::deck::markdown::layout::{self, Named};
use crate::deck::{Block, Section, Slide};

/// The class of a section behind the talk.
pub(super) const APPENDIX: &str = "appendix";

/// What the headings of a file open.
struct Levels {
    /// Level of those that open slides.
    slide: u8,
    /// Whether there is a single one above them: the title of the deck.
    has_title: bool,
}

/// The slides of a file in sections.
pub(super) fn sections<'a>(
    reader: &mut Reader<'a, '_>,
    root: &'a AstNode<'a>,
    front: &Front,
) -> Vec<Section> {
    let levels = Levels::new(reader, root, front);
    reader.slide_level = Some(levels.slide);
    let mut sections = vec![Section::default()];
    for (index, mut cut) in cuts(reader, root, levels.slide).into_iter().enumerate() {
        if reader.hide(&cut) {
            continue;
        }
        if let Some(include) = cut.include.take() {
            splice(&mut sections, reader.included_slides(&include));
            continue;
        }
        let level = cut.heading.map(|(_, level)| level);
        let (slide, named) = reader.slide(cut);
        let blank = slide.title.is_empty() && slide.blocks.is_empty();
        if blank && (index == 0 || slide.notes.is_empty()) {
            // Only notes stand before the first heading: they are kept for the title slide.
            sections[0].slides.extend((!slide.notes.is_empty()).then_some(slide));
        } else if level == Some(1) && (levels.slide > 1 || slide.layout == APPENDIX) {
            let is_title = levels.has_title && front.meta.title.is_none();
            place_above(&mut sections, slide, named, is_title);
        } else {
            sections.last_mut().expect("never empty").slides.push(slide);
        }
    }
    sections
}

impl Levels {
    fn new<'a>(reader: &Reader<'a, '_>, root: &'a AstNode<'a>, front: &Front) -> Self {
        let levels: Vec<u8> = root.children().filter_map(heading_level).collect();
        let slide = slide_level(reader, root, front, &levels);
        let is_part = reader.stack.len() > 1;
        let has_title = slide >= 2
            && !is_part
            && levels.first() == Some(&1)
            && levels.iter().filter(|&&level| level == 1).count() == 1;
        Self { slide, has_title }
    }
}

/// Level of the headings that open slides.
fn slide_level<'a>(
    reader: &Reader<'a, '_>,
    root: &'a AstNode<'a>,
    front: &Front,
    levels: &[u8],
) -> u8 {
    let highest = levels.iter().min().copied();
    if levels.contains(&2) && !only_divides(root) {
        return 2;
    }
    if levels.contains(&3) && levels.contains(&2) {
        return 3;
    }
    if let Some(level) = reader.slide_level {
        return level;
    }
    // Sections whose slides are in other files, or nothing but parts.
    let of_parts = !front.meta.include.is_empty()
        || root.children().any(|node| reader.include(node).is_some());
    if of_parts && highest.is_none_or(|level| level == 1) { 2 } else { highest.unwrap_or(1) }
}

/// Whether nothing stands below any heading of the second level before the next ruler, and slides'
/// headings of the third level follow.
fn only_divides<'a>(root: &'a AstNode<'a>) -> bool {
    let is_end = |node: &AstNode<'a>| matches!(node.data().value, NodeValue::ThematicBreak);
    let mut seconds = root.children().filter(|node| heading_level(node) == Some(2)).peekable();
    seconds.peek().is_some()
        && seconds.all(|node| node.next_sibling().is_some_and(is_end))
        && root.children().any(|node| heading_level(node) == Some(3))
}

/// The nodes of each slide.
fn cuts<'a>(reader: &Reader<'a, '_>, root: &'a AstNode<'a>, slide_level: u8) -> Vec<Cut<'a>> {
    let mut cuts = vec![Cut::default()];
    for node in root.children() {
        let level = heading_level(node).filter(|&level| level <= slide_level);
        match (level, &node.data().value) {
            (Some(level), _) => {
                cuts.push(Cut { heading: Some((node, level)), ..Cut::default() });
            }
            _ if let Some(include) = reader.includes_slides(node) => {
                cuts.push(Cut { include: Some(include), ..Cut::default() });
                cuts.push(Cut::default());
            }
            (None, NodeValue::ThematicBreak) => cuts.push(Cut::default()),
            _ => cuts.last_mut().expect("never empty").nodes.push(node),
        }
    }
    cuts
}

/// Places a slide whose heading stands above those of slides.
fn place_above(
    sections: &mut Vec<Section>,
    mut slide: Slide,
    named: Option<Named>,
    is_title: bool,
) {
    match named {
        None if is_title => {
            slide.layout = "title".into();
            sections[0].slides.push(slide);
        }
        Some(named) if named.layout != "section" && named.layout != APPENDIX => {
            sections.push(Section { slides: vec![slide], ..Section::default() });
        }
        _ => sections.push(section(slide)),
    }
}

/// How many paragraphs a divider holds.
const MOST_LEADS: usize = 2;

/// Whether a divider holds these blocks: a sentence or two and, if it is `asked` for by name, a list below them.
pub(in crate::deck::markdown) fn on_divider(blocks: &[Spanned<Block>], asked: bool) -> bool {
    let leads = match blocks {
        [leads @ .., last] if asked && matches!(last.value, Block::List { .. }) => leads,
        leads => leads,
    };
    leads.len() <= MOST_LEADS
        && leads.iter().all(|block| matches!(block.value, Block::Paragraph(_)))
}

/// A section from its heading. What its divider does not hold moves to a slide of its own under the same title.
pub(super) fn section(mut slide: Slide) -> Section {
    let mut slides = Vec::new();
    if !on_divider(&slide.blocks, slide.layout == "section") {
        let mut first = Slide {
            title: slide.title.clone(),
            blocks: std::mem::take(&mut slide.blocks),
            span: slide.span,
            ..Slide::default()
        };
        first.layout = layout::infer(&first).into();
        slides.push(first);
    }
    let appendix = slide.layout == APPENDIX;
    slide.layout = "section".into();
    Section { divider: Some(slide), slides, appendix }
}
