//! What other tools and chatbots write → what the rest of the reader knows. Each tool has a file;
//! where one may have its say, the reader asks all of `TOOLS`.
//!
//! What means nothing elsewhere is understood in every deck, whichever tool it was written for. What
//! means something else elsewhere is looked at only in the tool's own dialect.

mod chatbot;
mod containers;
mod deckset;
mod editors;
mod marp;
mod pandoc;
mod quarto;
mod remark;
mod reveal;
mod slidev;

pub(crate) use chatbot::{Becomes, Clean};
pub(super) use marp::Running;

use std::ops::Range;

use comrak::nodes::AstNode;

use super::attributes::Attributes;
use super::blocks::Content;
use super::comments::Comment;
use super::front::{self, Front};
use super::html::Tag;
use super::includes::Include;
use super::layout::Named;
use super::listing::Listing;
use super::scan::{Scan, Scanned};
use super::slides::{Cut, Making};
use super::source::Lines;
use super::yaml::{self, Node};
use super::{Reader, Split};
use crate::deck::Image;
use crate::deck::meta::LayoutChoice;
use crate::diag::{FileId, Span};

/// The tool that a deck was written for, as far as that changes what its text means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Dialect {
    /// llmslides.
    #[default]
    Own,
    /// Deckset.
    Deckset,
    /// Marp.
    Marp,
    /// Pandoc or Quarto.
    Pandoc,
    /// remark.
    Remark,
    /// reveal.js.
    Reveal,
    /// Slidev.
    Slidev,
}

/// What a deck that was written for a tool means otherwise than one of ours.
pub(super) struct Manner {
    /// How its slides are told apart. `None`: as the text suggests.
    pub(super) split: Option<Split>,
    /// The lines of dashes that end a slide where CommonMark would make a heading of what stands
    /// above.
    pub(super) ends_slides: fn(&Scanned) -> Vec<usize>,
    /// Whether the front matter makes a title slide even if rulers divide the deck.
    pub(super) makes_title: bool,
    /// Whether that slide stands before the first one, whatever that is.
    pub(super) title_apart: bool,
    /// Whether a line ends where the author's does.
    pub(super) keeps_lines: bool,
    /// Whether the alternative text of a picture that stands by itself is shown below it.
    pub(super) shows_alt: bool,
    /// Whether a class is a style unless it is the name of a layout of ours.
    pub(super) has_styles: bool,
    /// The width of its page in pixels, in which authors give sizes. `None`: as we count them.
    pub(super) page_pixels: Option<f64>,
    /// Whether tags of any name are components, and not words of the text.
    pub(super) has_components: bool,
    /// Whether its formulas are read as Markdown before TeX gets them.
    pub(super) escapes_formulas: bool,
}

/// As our own decks are meant.
const OWN: Manner = Manner {
    split: None,
    ends_slides: chatbot::below_text,
    makes_title: true,
    title_apart: false,
    keeps_lines: false,
    shows_alt: false,
    has_styles: false,
    page_pixels: None,
    has_components: false,
    escapes_formulas: false,
};

impl Dialect {
    /// What is meant otherwise in it.
    pub(super) fn manner(self) -> &'static Manner {
        match self {
            Dialect::Own => &OWN,
            Dialect::Deckset => &deckset::MANNER,
            Dialect::Marp => &marp::MANNER,
            Dialect::Pandoc => &pandoc::MANNER,
            Dialect::Remark => &remark::MANNER,
            Dialect::Reveal => &reveal::MANNER,
            Dialect::Slidev => &slidev::MANNER,
        }
    }
}

/// A key of the settings of a slide, with its value as text.
pub(super) struct Setting {
    /// The key.
    pub(super) name: String,
    /// The value; empty for a list or a mapping.
    pub(super) text: String,
    /// Where the key stands.
    pub(super) key: Span,
    /// Where the value stands.
    pub(super) span: Span,
}

/// A fenced div, `::: name`.
pub(super) struct Div<'a> {
    /// The node.
    pub(super) node: &'a AstNode<'a>,
    /// What stands behind the colons.
    pub(super) info: String,
    /// The same, read.
    pub(super) attributes: Attributes,
}

/// A picture that is meant to stand behind a slide.
#[derive(Default)]
pub(super) struct Background {
    /// The picture.
    pub(super) image: Image,
    /// The side of the page; `None`: all of it.
    pub(super) side: Option<&'static str>,
    /// How much of the page's width that side takes, in percent.
    pub(super) share: Option<u8>,
    /// Whether it covers all of its place, cropped if need be.
    pub(super) covers: bool,
    /// Whether several stand one below the other.
    pub(super) is_vertical: bool,
}

/// What a tool writes in its own way, in the order in which the reader comes to it. Whatever a tool
/// does not have is left as it is.
pub(super) trait Adapter: Sync {
    /// The dialect that its keys and themes give away.
    fn dialect(&self) -> Dialect {
        Dialect::Own
    }

    /// How many lines on top are settings, without lines of dashes around them.
    fn header(&self, _lines: &Lines, _first: usize) -> Option<usize> {
        None
    }

    /// The deck that a text means which is no deck as it is; `None` if it is one.
    fn clean(&self, _source: &str, _layouts: Option<LayoutChoice>) -> Option<Clean> {
        None
    }

    /// Whether a line of text gives the tool away.
    fn gives_away(&self, _scan: &Scan, _index: usize) -> bool {
        false
    }

    /// Takes what begins at a line of text, and writes what the parser is to get; how many lines.
    fn line(&self, _scan: &mut Scan, _index: usize) -> usize {
        0
    }

    /// The path of a file that a line may include.
    fn mention<'t>(&self, line: &'t str) -> Option<&'t str> {
        self.include(line)
    }

    /// The path of the file that a paragraph includes.
    fn include<'t>(&self, _text: &'t str) -> Option<&'t str> {
        None
    }

    /// Keys of the front matter without a meaning here.
    fn ignored(&self) -> &'static [&'static str] {
        &[]
    }

    /// Takes a key of the front matter that has one.
    fn key(&self, _front: &mut front::Reader, _name: &str, _value: &Node) -> bool {
        false
    }

    /// Whether a theme of this name gives the tool away.
    fn has_theme(&self, _name: &str) -> bool {
        false
    }

    /// The layout behind a name.
    fn layout(&self, _name: &str) -> Option<Named> {
        None
    }

    /// Classes that say nothing about the layout.
    fn styles(&self) -> &'static [&'static str] {
        &[]
    }

    /// What a comment says that is no notes.
    fn comment(&self, _text: &str) -> Option<Comment> {
        None
    }

    /// Takes a block, or changes what is to be read of it; whether nothing is left to be read.
    fn block<'a>(
        &self,
        _reader: &mut Reader<'a, '_>,
        _node: &'a AstNode<'a>,
        _out: &mut Content,
    ) -> bool {
        false
    }

    /// Takes a fenced div.
    fn div<'a>(&self, _reader: &mut Reader<'a, '_>, _div: &Div<'a>, _out: &mut Content) -> bool {
        false
    }

    /// Takes an opening tag of HTML.
    fn tag(&self, _reader: &mut Reader, _tag: &Tag, _place: Span, _out: &mut Content) -> bool {
        false
    }

    /// Changes what a paragraph, a heading or a cell holds before that is read.
    fn inlines<'a>(&self, _reader: &mut Reader<'a, '_>, _node: &'a AstNode<'a>) {}

    /// A text without what is markup to the tool. `None`: there is no such thing in it.
    fn inline(&self, _reader: &mut Reader, _text: &str, _span: Span) -> Option<String> {
        None
    }

    /// Takes words about its size out of the alternative text of a picture.
    fn size(&self, _reader: &mut Reader, _image: &mut Image, _span: Span) {}

    /// Takes words about its place out of the alternative text of a picture that is to stand behind the
    /// slide.
    fn background(&self, _reader: &Reader, _image: &mut Image) -> Option<Background> {
        None
    }

    /// Takes what stands behind the language of a listing, or at its top.
    fn listing(&self, _listing: &mut Listing) {}

    /// Takes marks off the heading that is the title of a slide.
    fn title<'a>(&self, _reader: &mut Reader<'a, '_>, _node: &'a AstNode<'a>) {}

    /// Takes a setting of a slide.
    fn setting(&self, _reader: &mut Reader, _making: &mut Making, _setting: &Setting) -> bool {
        false
    }

    /// Gives a slide what directives on it and before it say.
    fn directives(&self, _reader: &mut Reader, _making: &mut Making) {}

    /// Puts the blocks of a slide in their places.
    fn slots(&self, _making: &mut Making) {}
}

/// Every tool; where several could take the same, the first one does.
pub(super) static TOOLS: [&dyn Adapter; 10] = [
    &chatbot::Chatbot,
    &remark::Remark,
    &reveal::Reveal,
    &slidev::Slidev,
    &deckset::Deckset,
    &marp::Marp,
    &containers::Containers,
    &pandoc::Pandoc,
    &quarto::Quarto,
    &editors::Editors,
];

/// The deck that a text means which is no deck as it is; `None` if it is one.
pub(super) fn clean(source: &str, layouts: Option<LayoutChoice>) -> Option<Clean> {
    TOOLS.iter().find_map(|tool| tool.clean(source, layouts))
}

/// How many lines on top of a text are settings, without lines of dashes around them.
pub(super) fn header(lines: &Lines, first: usize) -> Option<usize> {
    TOOLS.iter().find_map(|tool| tool.header(lines, first))
}

/// The tools that are written for in a dialect.
fn of(dialect: Dialect) -> impl Iterator<Item = &'static &'static dyn Adapter> {
    TOOLS.iter().filter(move |tool| tool.dialect() == dialect && dialect != Dialect::Own)
}

/// The file whose slides stand in place of one with these settings.
pub(super) fn part(reader: &Reader, settings: Range<usize>) -> Option<Include> {
    slidev::part(reader, settings)
}

/// Reads a block of TeX.
pub(super) fn tex(reader: &mut Reader, range: Range<usize>, out: &mut Content) {
    pandoc::tex_block(reader, range, out);
}

/// Whether a comment opens a part of a slide that is not its first.
pub(super) fn is_later_slot(html: &str) -> bool {
    slidev::is_later_slot(html)
}

/// Whether the settings of a slide say that it is not shown.
pub(super) fn is_hidden(reader: &Reader, settings: Range<usize>) -> bool {
    slidev::is_hidden(reader, settings)
}

/// Completes what the front matter says with what the rest of the text gives away.
pub(super) fn settle(front: &mut Front, scanned: &Scanned, source: &str, file: FileId) {
    if scanned.title_block[0].is_some() {
        pandoc::take_title_block(front, source, &scanned.title_block, file);
    }
    match scanned.dialect {
        Dialect::Remark | Dialect::Reveal | Dialect::Deckset => front.dialect = scanned.dialect,
        Dialect::Pandoc if front.dialect == Dialect::Own => front.dialect = Dialect::Pandoc,
        _ if !scanned.settings.is_empty() && front.dialect != Dialect::Marp => {
            front.dialect = Dialect::Slidev;
        }
        _ => {}
    }
}

/// Completes what the front matter says with what comments of the text say of the whole deck.
pub(super) fn settle_comments<'a>(front: &mut Front, root: &'a AstNode<'a>) {
    if front.dialect == Dialect::Marp {
        marp::globals::take(front, root);
    }
}

/// The tool that the keys of the front matter or lines of the text give away. Many keys of Pandoc's
/// are those of any document: lines say more.
pub(super) fn of_lines(scan: &Scan) -> Dialect {
    let keys = yaml::mapping(scan.front_matter()).keys();
    let of_keys = of_front(&keys, theme(scan.front_matter()));
    let is_sure = match of_keys {
        Dialect::Own => false,
        Dialect::Pandoc => keys.iter().any(|key| SURE.contains(&key.as_str())),
        _ => true,
    };
    if is_sure {
        return of_keys;
    }
    let gives_away =
        |tool: &&&dyn Adapter| scan.text_lines().any(|line| tool.gives_away(scan, line));
    TOOLS.iter().find(gives_away).map_or(of_keys, |tool| tool.dialect())
}

/// Whether a key of the front matter is one that another tool's decks have.
pub(super) fn knows(key: &str) -> bool {
    TOOLS.iter().any(|tool| tool.ignored().contains(&key))
}

/// The theme that a front matter names on a line of its own.
fn theme(front: &str) -> Option<&str> {
    let name = front.lines().find_map(|line| line.strip_prefix("theme:"))?;
    Some(name.trim().trim_matches(['"', '\'']))
}

/// Keys that only Pandoc and Quarto have.
const SURE: [&str; 3] = ["format", "slide-level", "execute"];

/// Keys that are written for many tools, and by mistake.
const COMMON: [&str; 20] = [
    "header", "style", "class", "color", "url", "image", "math", "size", "background", "layout",
    "info", "fonts", "download", "export", "description", "keywords", "css", "logo", "tags",
    "draft",
];

/// The tool that the keys of a front matter, or else its theme, give away.
pub(super) fn of_front(keys: &[String], theme: Option<&str>) -> Dialect {
    let has = |name: &str| keys.iter().any(|key| key == name);
    if has("marp") {
        return Dialect::Marp;
    }
    if SURE.into_iter().any(has) {
        return Dialect::Pandoc;
    }
    // A stray key that anybody might write says nothing; several do.
    let count = |dialect: Dialect| {
        let found: Vec<_> =
            of(dialect).flat_map(|tool| tool.ignored()).filter(|key| has(key)).collect();
        let tells = found.len() > 1 || found.iter().any(|key| !COMMON.contains(key));
        if tells { found.len() } else { 0 }
    };
    let of_theme = || {
        let tool = TOOLS.iter().find(|tool| theme.is_some_and(|theme| tool.has_theme(theme)));
        tool.map_or(Dialect::Own, |tool| tool.dialect())
    };
    // Where as many keys are one tool's as another's, the last one is the likeliest.
    const WITH_KEYS: [Dialect; 6] = [
        Dialect::Remark,
        Dialect::Reveal,
        Dialect::Pandoc,
        Dialect::Deckset,
        Dialect::Marp,
        Dialect::Slidev,
    ];
    WITH_KEYS
        .into_iter()
        .map(|dialect| (count(dialect), dialect))
        .filter(|(count, _)| *count > 0)
        .max_by_key(|(count, _)| *count)
        .map_or_else(of_theme, |(_, dialect)| dialect)
}

/// A text of the front matter without shortcodes of Quarto's, and what they are.
pub(super) fn without_shortcodes(text: &str) -> (String, Vec<String>) {
    quarto::without_shortcodes(text)
}

/// What is set for a slide, where its tool does not write that in YAML.
pub(super) fn settings(reader: &Reader, cut: &Cut) -> Option<Vec<Setting>> {
    remark::settings(reader, cut)
}

/// Puts what is repeated on several slides into each of them.
pub(super) fn repeat<'a>(reader: &Reader<'a, '_>, cuts: Vec<Cut<'a>>) -> Vec<Cut<'a>> {
    remark::apply_templates(reader, cuts)
}

/// The layout behind a class or a `layout:`; `None` if it names none.
pub(super) fn layout(name: &str, dialect: Dialect) -> Option<Named> {
    let named = of(dialect).find_map(|tool| tool.layout(name));
    let is_ours = crate::names::is_layout(name);
    let is_style = TOOLS.iter().any(|tool| tool.styles().contains(&name))
        || dialect.manner().has_styles && !is_ours;
    named.or_else(|| (!is_style).then(|| Named::new(name, &[])))
}
