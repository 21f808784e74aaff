//! Whether a text is running text, as blogs and books have it, and plainly no deck: nothing divides it
//! into slides, and its paragraphs are far beyond what slides hold.
//!
//! Measured on 180 decks for seven tools, of which none is taken for an article, and on 90 articles.

use std::collections::BTreeSet;
use std::ops::Range;

use comrak::nodes::{AstNode, NodeValue};
use unicode_width::UnicodeWidthStr;

use super::dialect::Dialect;
use super::{scan, yaml};
use crate::deck::block::{plain_text, visit_blocks};
use crate::deck::{Block, Deck, Slide};
use crate::diag::{Diagnostics, Span};

/// Widest paragraph for a slide, in columns.
const PARAGRAPH: usize = 120;
/// Total width of neighbouring paragraphs for a slide, in columns. Lists of short items do not
/// count.
const SLIDE: usize = 340;
/// Share of text beyond these limits from which on a text is prose.
const RUNNING: f64 = 0.5;
/// The same with a front matter that only blogs have.
const OF_BLOG: f64 = 0.1;
/// Most rulers in an article.
const RULERS: usize = 3;
/// Fewest columns of text for a decision.
const LEAST: usize = 700;

/// How many levels of headings an outline has at the least, its title among them.
const DEPTH: usize = 4;
/// Fewest points in an outline.
const FEWEST_POINTS: usize = 6;
/// Widest point of an outline, in columns.
const POINT: usize = 180;

/// Keys of a front matter that blogs have, and decks do not.
const BLOG: [&str; 12] = [
    "categories", "category", "tags", "permalink", "slug", "draft", "published", "excerpt", "toc",
    "topics", "comments", "mathjax",
];

/// A measure of the slides that a text would make.
#[derive(Default)]
struct Measure {
    /// The number of slides.
    slides: usize,
    /// The number of slides with speaker notes.
    said: usize,
    /// The number of slides with a layout or options of the author's.
    marked: usize,
    /// The total width of paragraphs.
    all: usize,
    /// The width in paragraphs or slides beyond what a slide holds.
    beyond: usize,
}

/// The kind of a text that is prose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Prose {
    /// A published post of a blog by its front matter, and so nobody's answer.
    OfBlog,
    /// Any other.
    Plain,
}

/// The kind of prose that a Markdown text is; `None` if it may be a deck.
pub(crate) fn prose(source: &str) -> Option<Prose> {
    let file = Span::DETACHED.file;
    let scanned = scan::scan_deck(source, file, Dialect::Own, &mut Diagnostics::default());
    let front = scanned.front_matter.clone().and_then(|range| source.get(range));
    let keys = yaml::mapping(front.unwrap_or_default()).keys();
    let is_of_blog = |key: &String| BLOG.contains(&key.to_ascii_lowercase().as_str());
    let of_hugo = toml_front_matter(source).map(|(table, _)| table).unwrap_or_default();
    let blog = keys.iter().any(is_of_blog) || of_hugo.keys().any(is_of_blog);
    if scanned.dialect != Dialect::Own && !blog {
        return None;
    }
    let measure = Measure::of(&super::read_text(source));
    let arena = comrak::Arena::new();
    let root = comrak::parse_document(&arena, &scanned.text, &super::options());
    let running = measure.is_running(if blog { OF_BLOG } else { RUNNING })
        && !is_divided(rulers(root), measure.slides)
        && (blog || !is_outline(root));
    running.then_some(if blog { Prose::OfBlog } else { Prose::Plain })
}

/// The front matter in TOML that Hugo has between two lines of `+++`, and its place; `None` if there is none.
pub(crate) fn toml_front_matter(source: &str) -> Option<(toml::Table, Range<usize>)> {
    let (opening, _) = source.strip_prefix("+++")?.split_once('\n')?;
    let start = "+++".len() + opening.len() + 1;
    let end = start + source[start..].find("\n+++")?;
    let table = source[start..end].parse().ok().filter(|_| opening.trim().is_empty())?;
    Some((table, start..end))
}

/// Whether so many rulers divide a text into slides.
fn is_divided(rulers: usize, slides: usize) -> bool {
    rulers > RULERS || rulers > 1 && 3 * rulers >= slides
}

/// How many rulers stand between the blocks of a text.
fn rulers<'a>(root: &'a AstNode<'a>) -> usize {
    let ruler = |node: &&AstNode| matches!(node.data().value, NodeValue::ThematicBreak);
    root.children().filter(ruler).count()
}

/// Whether a text is the outline of a talk: headings on three levels below its title, and below the last of
/// them, and nowhere else, a few lines each.
fn is_outline<'a>(root: &'a AstNode<'a>) -> bool {
    let level = |node: &'a AstNode<'a>| match node.data().value {
        NodeValue::Heading(heading) => Some(usize::from(heading.level)),
        _ => None,
    };
    let (mut levels, mut points, mut here) = (BTreeSet::new(), 0, None);
    let mut blocks = 0;
    for node in root.children() {
        if let Some(level) = level(node) {
            levels.insert(level);
            (here, blocks) = (Some(level), 0);
            continue;
        }
        blocks += 1;
        // What is long is told, and not an outline of what will be.
        if here != levels.last().copied()
            || here < Some(4)
            || blocks > 1
            || node_width(node) > POINT
        {
            return false;
        }
        points += 1;
    }
    levels.len() >= DEPTH && points >= FEWEST_POINTS
}

/// How wide the text of a node is, in columns.
fn node_width<'a>(node: &'a AstNode<'a>) -> usize {
    let text = |node: &'a AstNode<'a>| match &node.data().value {
        NodeValue::Text(text) => text.width(),
        _ => 0,
    };
    node.descendants().map(text).sum()
}

impl Measure {
    /// Measures a text that was read as a deck.
    fn of(deck: &Deck) -> Self {
        let mut measure = Self::default();
        for slide in deck.slides() {
            measure.slides += 1;
            measure.said +=
                usize::from(!slide.notes.is_empty() && !slide.notes.starts_with("more"));
            let marked =
                slide.layout_span.is_attached() || slide.options.keys().any(|key| key != "id");
            measure.marked += usize::from(marked);
            measure.text(slide);
        }
        measure
    }

    /// Adds the text of a slide.
    fn text(&mut self, slide: &Slide) {
        let (mut all, mut beyond) = (0, 0);
        let own = slide.blocks.iter().filter_map(|block| paragraph(&block.value)).sum::<usize>();
        visit_blocks(&slide.blocks, &mut |block| {
            if let Some(wide) = paragraph(&block.value) {
                all += wide;
                beyond += if wide > PARAGRAPH { wide } else { 0 };
            }
        });
        self.all += all;
        self.beyond += if own > SLIDE { all } else { beyond };
    }

    /// Whether at least this share is beyond slides, and nobody has made slides of it.
    fn is_running(&self, least: f64) -> bool {
        let shaped = 5 * (self.said + self.marked) > self.slides.max(5);
        !shaped && self.all >= LEAST && self.beyond as f64 > least * self.all as f64
    }
}

/// How wide a paragraph is, in columns.
fn paragraph(block: &Block) -> Option<usize> {
    match block {
        Block::Paragraph(content) => Some(plain_text(content).width()),
        _ => None,
    }
}
