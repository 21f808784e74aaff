//! Blocks and inlines: what stands on a slide, each with its place in the author's file.

use std::collections::BTreeMap;
use std::ops::Deref;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::numbering::Numbering;
use crate::diag::Span;

/// Key of the options of a part of a listing: the line in which the comment or text began that goes
/// on where the part begins. Needed to colour it; not shown.
pub(crate) const BEGAN: &str = "began";

/// Languages for diagrams that other tools draw.
const DIAGRAMS: [&str; 5] = ["mermaid", "plantuml", "graphviz", "dot", "d2"];

/// Whether a language is one for diagrams.
pub(crate) fn is_diagram(lang: &str) -> bool {
    DIAGRAMS.contains(&lang)
}

/// A value, where the author wrote it, and when it is shown. JSON has the value only; the steps of
/// a slide stand in [`super::Slide::steps`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub(crate) struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it was written.
    #[serde(skip)]
    pub span: Span,
    /// After how many steps of its slide it is shown. 0: from the start.
    #[serde(skip)]
    pub step: usize,
}

impl<T> Spanned<T> {
    /// Pairs a value with its place.
    pub(crate) fn new(value: T, span: Span) -> Self {
        Self { value, span, step: 0 }
    }

    /// The same, shown after so many steps of its slide.
    pub(crate) fn at_step(self, step: usize) -> Self {
        Self { step, ..self }
    }

    /// Another value that stands in place of this one: a part of it, or what it is made of.
    pub(crate) fn with<U>(&self, value: U) -> Spanned<U> {
        Spanned { value, span: self.span, step: self.step }
    }
}

impl Spanned<Image> {
    /// The picture as a block of its own.
    pub(crate) fn block(&self) -> Spanned<Block> {
        self.with(Block::Image(self.value.clone()))
    }
}

impl<T> Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// A run of text with its markup.
pub(crate) type Inlines = Vec<Spanned<Inline>>;

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Inline {
    /// Plain text, shown exactly as it is.
    Text(String),
    /// Strong emphasis, set bold.
    Strong(Inlines),
    /// Emphasis.
    Emph(Inlines),
    /// Struck-out text.
    Strike(Inlines),
    /// Marked text.
    Highlight(Inlines),
    /// Underlined text.
    Underline(Inlines),
    /// Text with a dot below each Han character.
    Dotted(Inlines),
    /// A word, and above it how it is read.
    Ruby {
        /// The word.
        base: Inlines,
        /// How it is read.
        reading: String,
    },
    /// Superscript.
    Super(Inlines),
    /// Subscript.
    Sub(Inlines),
    /// Code in a line.
    Code(String),
    /// LaTeX math in a line, without the dollar signs.
    Math(String),
    /// A link.
    Link {
        /// Where it leads.
        url: String,
        /// What is shown.
        content: Inlines,
    },
    /// A picture in a line.
    Image(Image),
    /// A footnote, shown at the bottom of the slide.
    Footnote(Inlines),
    /// A line break that the author asked for.
    Break,
}

/// A part of a slide's body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Block {
    /// A paragraph.
    Paragraph(Inlines),
    /// A heading inside the slide.
    Heading {
        /// 1 for the first level below the title.
        level: u8,
        /// Its text.
        content: Inlines,
    },
    /// A bulleted or numbered list.
    List {
        /// What stands before the items.
        #[serde(flatten)]
        kind: ListKind,
        /// The items.
        items: Vec<Spanned<Item>>,
    },
    /// Terms with their explanations.
    Definitions(Vec<Spanned<Definition>>),
    /// A table.
    Table(Table),
    /// A code listing.
    Code {
        /// Language for highlighting. `None`: plain text.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lang: Option<String>,
        /// The lines, without the last newline.
        text: String,
        /// `highlight` (lines such as `2,4-5`), `lines` (first line number), `title`.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        options: BTreeMap<String, String>,
    },
    /// LaTeX math on its own line, without the dollar signs.
    Math(String),
    /// A quotation.
    Quote(Vec<Spanned<Block>>),
    /// A boxed remark.
    Alert {
        /// `note`, `tip`, `important`, `warning` or `caution`.
        kind: AlertKind,
        /// Its title. `None`: the usual word for the kind.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<String>,
        /// What it says.
        blocks: Vec<Spanned<Block>>,
    },
    /// A picture on its own.
    Image(Image),
    /// A chart.
    Chart(super::Chart),
    /// A diagram as text.
    Diagram(super::Diagram),
    /// Columns side by side.
    Columns(Vec<Spanned<Column>>),
    /// Typst source, shown as it compiles.
    Typst {
        /// The source.
        source: String,
        /// What the drawing shows, for those who cannot see it. `None`: it is text, not a drawing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        alt: Option<String>,
    },
}

/// What stands before the items of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct ListKind {
    /// Number of the first item. `None`: bullets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<usize>,
    /// How the items are numbered, by what stands before the first. `None`: `1.`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numbering: Option<Numbering>,
}

impl ListKind {
    /// Bullets, or numbers from that on.
    pub(crate) fn plain(start: Option<usize>) -> Self {
        Self { start, numbering: None }
    }
}

/// One item of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Item {
    /// For a task: whether it is done. `None`: no task.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<bool>,
    /// What the item says.
    pub blocks: Vec<Spanned<Block>>,
}

/// A term and its explanation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Definition {
    /// The term.
    pub term: Inlines,
    /// What it means.
    pub blocks: Vec<Spanned<Block>>,
}

/// A table. Every row has as many cells as `align`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Table {
    /// Alignment of each column.
    pub align: Vec<Alignment>,
    /// The header cells.
    pub head: Vec<Inlines>,
    /// The other rows.
    pub rows: Vec<Vec<Inlines>>,
    /// How it is set, for the parts of a table that is continued.
    #[serde(skip)]
    pub setting: TableSetting,
}

/// What the parts of a continued table have in common.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct TableSetting {
    /// Width of each column in pt. Empty: as wide as what stands in them asks for.
    pub widths: Vec<f64>,
    /// Type size in pt. `None`: that of what stands around it.
    pub size: Option<f64>,
}

/// How the cells of a column are aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Alignment {
    /// As the theme says.
    #[default]
    Auto,
    /// To the left.
    Left,
    /// Centred.
    Center,
    /// To the right.
    Right,
}

/// The kind of a boxed remark, as GitHub names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum AlertKind {
    /// Worth knowing.
    Note,
    /// Helpful advice.
    Tip,
    /// Needed to succeed.
    Important,
    /// Needs attention to avoid problems.
    Warning,
    /// Risk of harm.
    Caution,
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Image {
    /// Path relative to the deck's file.
    pub path: String,
    /// What it shows, for those who cannot see it. Empty if the author did not say.
    #[serde(default)]
    pub alt: String,
    /// Shown below it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
    /// Who made it, or where it is from; shown small.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<String>,
    /// Width: `60%` of what there is, or a length such as `200pt`. `None`: as large as fits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<String>,
    /// Height, such as `200pt`; counts if no width is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<String>,
}

/// Puts a folder before a path. What is no relative path stays as it is: an address, also one that is the
/// picture itself, and a picture that is still wanted.
pub(crate) fn prefix(path: &mut String, folder: &str) {
    let is_whole = path.contains("://") || path.starts_with('/') || path.starts_with("data:");
    if !is_whole && !path.is_empty() {
        path.insert_str(0, folder);
    }
}

impl Image {
    /// Whether its author says how large it is.
    pub(crate) fn has_size(&self) -> bool {
        self.width.is_some() || self.height.is_some()
    }

    /// Puts a folder before its path, if that is relative.
    pub(crate) fn prefix(&mut self, folder: &str) {
        prefix(&mut self.path, folder);
    }

    /// What is written with it.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        [&self.caption, &self.credit].into_iter().flatten().map(String::as_str)
    }
}

/// One of several columns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Column {
    /// Share of the width, such as `40%`. `None`: an equal share of what is left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<String>,
    /// What stands in it.
    pub blocks: Vec<Spanned<Block>>,
}

/// The text of inlines without any markup; formulas as their source.
pub(crate) fn plain_text(inlines: &[Spanned<Inline>]) -> String {
    let mut text = String::new();
    push_plain_text(inlines, &mut text);
    text
}

/// How wide a text is on one line, in em, where it was not measured.
pub(crate) fn estimated_width(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 0.55 } else { 1.0 }).sum()
}

fn push_plain_text(inlines: &[Spanned<Inline>], text: &mut String) {
    for inline in inlines {
        match &inline.value {
            Inline::Text(piece) | Inline::Code(piece) | Inline::Math(piece) => {
                text.push_str(piece);
            }
            Inline::Break => text.push(' '),
            Inline::Footnote(_) => {}
            other => push_plain_text(other.content().map_or(&[], Vec::as_slice), text),
        }
    }
}

/// Inlines without their footnotes.
pub(crate) fn without_footnotes(content: &Inlines) -> Inlines {
    let mut out = Inlines::new();
    for inline in content.iter().filter(|inline| !matches!(inline.value, Inline::Footnote(_))) {
        let mut inline = inline.clone();
        if let Some(inner) = inline.value.content_mut() {
            *inner = without_footnotes(inner);
        }
        out.push(inline);
    }
    out
}

/// Joins texts that follow each other: the reader keeps them apart for their places' sake.
pub(crate) fn merge_texts(inlines: &mut Inlines) {
    let mut merged: Inlines = Vec::with_capacity(inlines.len());
    for mut inline in inlines.drain(..) {
        match (&mut inline.value, merged.last_mut().map(|last| &mut last.value)) {
            (Inline::Text(text), Some(Inline::Text(before))) => before.push_str(text),
            (value, _) => {
                if let Some(content) = value.content_mut() {
                    merge_texts(content);
                }
                merged.push(inline);
            }
        }
    }
    *inlines = merged;
}

/// Removes breaks and blanks at both ends. The answer: by how many bytes the first text is shorter at
/// its front.
pub(crate) fn trim(content: &mut Inlines) -> usize {
    let blank = |inline: &Spanned<Inline>| inline.value.is_blank();
    while content.last().is_some_and(blank) {
        content.pop();
    }
    let leading = content.iter().take_while(|inline| blank(inline)).count();
    content.drain(..leading);
    if let Some(Inline::Text(text)) = content.last_mut().map(|last| &mut last.value) {
        text.truncate(text.trim_end().len());
    }
    let Some(Inline::Text(text)) = content.first_mut().map(|first| &mut first.value) else {
        return 0;
    };
    let blanks = text.len() - text.trim_start().len();
    text.drain(..blanks);
    blanks
}

/// As [`merge_texts`], in everything that the blocks hold.
pub(crate) fn merge_texts_in(blocks: &mut [Spanned<Block>]) {
    visit_blocks_mut(blocks, &mut |block| block.value.runs_mut(&mut merge_texts));
}

/// Visits every inline of a slide, the inner ones after those around them.
pub(crate) fn visit_inlines(slide: &super::Slide, visit: &mut impl FnMut(&Spanned<Inline>)) {
    walk_inlines(&slide.title, visit);
    visit_blocks(&slide.blocks, &mut |block| {
        block.value.runs(&mut |run| walk_inlines(run, visit));
    });
}

/// As [`visit_inlines`], to change them.
pub(crate) fn visit_inlines_mut(
    slide: &mut super::Slide,
    visit: &mut impl FnMut(&mut Spanned<Inline>),
) {
    walk_inlines_mut(&mut slide.title, visit);
    visit_blocks_mut(&mut slide.blocks, &mut |block| {
        block.value.runs_mut(&mut |run| walk_inlines_mut(run, visit));
    });
}

/// Visits every inline, the inner ones after those around them.
pub(crate) fn walk_inlines(inlines: &[Spanned<Inline>], visit: &mut impl FnMut(&Spanned<Inline>)) {
    for inline in inlines {
        visit(inline);
        if let Some(content) = inline.content() {
            walk_inlines(content, visit);
        }
    }
}

/// As [`walk_inlines`], to change them.
pub(crate) fn walk_inlines_mut(
    inlines: &mut [Spanned<Inline>],
    visit: &mut impl FnMut(&mut Spanned<Inline>),
) {
    for inline in inlines {
        visit(inline);
        if let Some(content) = inline.value.content_mut() {
            walk_inlines_mut(content, visit);
        }
    }
}

/// The pictures of a text that holds nothing else; `None` if it holds more.
pub(crate) fn only_pictures(content: &[Spanned<Inline>]) -> Option<Vec<Spanned<Image>>> {
    let shown = content.iter().filter(|inline| !inline.value.is_blank());
    let pictures = shown.map(|inline| match &inline.value {
        Inline::Image(image) => Some(inline.with(image.clone())),
        _ => None,
    });
    pictures.collect()
}

/// Visits every block, the inner ones after those around them.
pub(crate) fn visit_blocks<'a>(
    blocks: &'a [Spanned<Block>],
    visit: &mut impl FnMut(&'a Spanned<Block>),
) {
    for block in blocks {
        visit(block);
        block.value.inner(&mut |blocks| visit_blocks(blocks, visit));
    }
}

/// As [`visit_blocks`], to change them.
pub(crate) fn visit_blocks_mut(
    blocks: &mut [Spanned<Block>],
    visit: &mut impl FnMut(&mut Spanned<Block>),
) {
    for block in blocks {
        visit(block);
        block.value.inner_mut(&mut |blocks| visit_blocks_mut(blocks, visit));
    }
}

/// Which inlines stand in an inline, to be read or to be changed.
macro_rules! own_content {
    ($inline:expr) => {
        match $inline {
            Inline::Strong(content)
            | Inline::Emph(content)
            | Inline::Strike(content)
            | Inline::Highlight(content)
            | Inline::Underline(content)
            | Inline::Dotted(content)
            | Inline::Ruby { base: content, .. }
            | Inline::Super(content)
            | Inline::Sub(content)
            | Inline::Footnote(content)
            | Inline::Link { content, .. } => Some(content),
            Inline::Text(_)
            | Inline::Code(_)
            | Inline::Math(_)
            | Inline::Image(_)
            | Inline::Break => None,
        }
    };
}

impl Inline {
    /// Whether it shows nothing: a line end, blanks, or emphasis of nothing else.
    pub(crate) fn is_blank(&self) -> bool {
        match self {
            Inline::Text(text) => text.trim().is_empty(),
            Inline::Break => true,
            // Its mark is seen.
            Inline::Footnote(_) => false,
            // A rule through blanks is seen, as where something is to be filled in.
            Inline::Highlight(content) | Inline::Underline(content) | Inline::Strike(content) => {
                content.is_empty()
            }
            other => other
                .content()
                .is_some_and(|content| content.iter().all(|inline| inline.value.is_blank())),
        }
    }

    /// The inlines that it holds; `None` if it holds none.
    pub(crate) fn content(&self) -> Option<&Inlines> {
        own_content!(self)
    }

    /// As [`Inline::content`], to change them.
    pub(crate) fn content_mut(&mut self) -> Option<&mut Inlines> {
        own_content!(self)
    }
}

/// Which runs of inlines stand in a block itself, to be read or to be changed.
macro_rules! own_runs {
    ($block:expr, $visit:expr, $iter:ident, $definition:ident => $term:expr) => {
        match $block {
            Block::Paragraph(content) | Block::Heading { content, .. } => $visit(content),
            Block::Definitions(all) => all.$iter().for_each(|$definition| $visit($term)),
            Block::Table(table) => {
                table.head.$iter().chain(table.rows.$iter().flatten()).for_each($visit);
            }
            Block::List { .. }
            | Block::Code { .. }
            | Block::Math(_)
            | Block::Quote(_)
            | Block::Alert { .. }
            | Block::Image(_)
            | Block::Chart(_)
            | Block::Diagram(_)
            | Block::Columns(_)
            | Block::Typst { .. } => {}
        }
    };
}

/// Which blocks stand in a block, to be read or to be changed, and what gives the step of the part
/// that they are; `None` where the whole block has one.
macro_rules! own_blocks {
    ($block:expr, $visit:expr, $iter:ident, $one:ident => $step:expr, $blocks:expr) => {
        match $block {
            Block::List { items, .. } => {
                items.$iter().for_each(|$one| $visit(Some($step), $blocks))
            }
            Block::Definitions(all) => all.$iter().for_each(|$one| $visit(Some($step), $blocks)),
            Block::Columns(columns) => {
                columns.$iter().for_each(|$one| $visit(Some($step), $blocks))
            }
            Block::Quote(blocks) | Block::Alert { blocks, .. } => $visit(None, blocks),
            Block::Paragraph(_)
            | Block::Heading { .. }
            | Block::Table(_)
            | Block::Code { .. }
            | Block::Math(_)
            | Block::Image(_)
            | Block::Chart(_)
            | Block::Diagram(_)
            | Block::Typst { .. } => {}
        }
    };
}

impl Block {
    /// Visits the blocks that stand in the block itself: those of each item, term and column.
    pub(crate) fn inner<'a>(&'a self, visit: &mut impl FnMut(&'a [Spanned<Block>])) {
        let mut each = |_: Option<&usize>, blocks: &'a Vec<Spanned<Block>>| visit(blocks);
        own_blocks!(self, each, iter, one => &one.step, &one.blocks);
    }

    /// As [`Block::inner`], to change them.
    pub(crate) fn inner_mut(&mut self, visit: &mut impl FnMut(&mut Vec<Spanned<Block>>)) {
        self.parts_mut(&mut |_, blocks| visit(blocks));
    }

    /// As [`Block::inner_mut`], with the step of each part that has one of its own.
    pub(super) fn parts_mut(
        &mut self,
        visit: &mut impl FnMut(Option<&mut usize>, &mut Vec<Spanned<Block>>),
    ) {
        own_blocks!(self, visit, iter_mut, one => &mut one.step, &mut one.value.blocks);
    }

    /// Visits each run of inlines that stands in the block itself, and not in a block inside it.
    pub(crate) fn runs(&self, visit: &mut impl FnMut(&Inlines)) {
        own_runs!(self, visit, iter, definition => &definition.term);
    }

    /// As [`Block::runs`], to change them.
    pub(crate) fn runs_mut(&mut self, visit: &mut impl FnMut(&mut Inlines)) {
        own_runs!(self, visit, iter_mut, definition => &mut definition.value.term);
    }

    /// What the block is called in a message: "a table".
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Block::Paragraph(_) => "a paragraph",
            Block::Heading { .. } => "a heading",
            Block::List { .. } => "a list",
            Block::Definitions(_) => "a definition list",
            Block::Table(_) => "a table",
            Block::Code { .. } => "a code listing",
            Block::Math(_) => "a formula",
            Block::Quote(_) => "a quotation",
            Block::Alert { .. } => "an alert",
            Block::Image(_) => "a picture",
            Block::Chart(_) => "a chart",
            Block::Diagram(_) => "a diagram",
            Block::Columns(_) => "columns",
            Block::Typst { .. } => "raw Typst",
        }
    }
}
