//! Markdown → [`Deck`]. CommonMark and GFM come from `comrak`; the extensions are those that
//! writers of decks already use (Pandoc, Quarto, Marp, Slidev, reveal.js, remark), under their own names.
//!
//! `included` knows the files that others include, `includes` puts them in their place. `scan` masks
//! what CommonMark does not know, `front` reads the settings, `blocks` and `inlines` turn nodes into
//! ours, `slides` cuts them into slides, `layout` names a layout where the author did not. What
//! belongs to one tool stands in `dialect`.

mod attributes;
mod attribution;
mod blocks;
mod brackets;
mod breaks;
mod colours;
mod columns;
mod comments;
mod dialect;
mod directives;
mod formulas;
mod front;
mod html;
mod html_blocks;
mod html_columns;
mod html_elements;
mod html_markdown;
mod html_names;
mod html_rulers;
mod icons;
pub(crate) mod included;
mod includes;
mod inlines;
mod language;
mod layout;
mod left_out;
mod lines;
mod listing;
mod macros;
mod marks;
mod misread;
mod mistyped;
mod numbered;
mod prose;
mod rows;
mod ruby;
mod scan;
mod sizes;
mod slides;
mod source;
pub(crate) mod typography;
pub(crate) mod write;
mod yaml;
mod yaml_faults;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use comrak::Options;
use comrak::nodes::{AstNode, NodeValue, Sourcepos};

use crate::deck::meta::LayoutChoice;
use crate::deck::meta::Split;
use crate::deck::{self, Block, Deck, Meta, Spanned};
use crate::diag::{Diagnostic, Diagnostics, FileId, Sources, Span};
pub(crate) use brackets::closing;
use dialect::Dialect;
pub(crate) use dialect::{Becomes, Clean};
pub(crate) use front::{plain, scalar};
use included::Included;
use includes::Context;
use misread::Reading;
pub(crate) use prose::{Prose, prose, toml_front_matter};
pub(crate) use slides::complete;
pub(crate) use source::{TextLines, code_fence};
pub(crate) use typography::{Typography, is_cjk, is_cjk_letter, is_hiragana};

/// Reads the Markdown in `file` as a deck, with its includes; `settle` completes the front matter.
/// Errors and findings are added to `findings`; with errors the deck may lack what they are about.
pub(crate) fn read(
    file: FileId,
    sources: &Sources,
    included: &Included,
    settle: &dyn Fn(&mut Meta) -> Diagnostics,
    findings: &mut Diagnostics,
) -> Deck {
    includes::parse(&[file], Context::new(sources, included), findings, |reader, mut parsed| {
        let (meta, root) = (&mut parsed.front.meta, parsed.root);
        reader.findings.0.extend(settle(meta).0);
        let letters = |meta: &Meta| language::letters(meta, root, reader.context);
        reader.findings.0.extend(deck::language::settle(meta, letters));
        reader.context.words = meta.locale().words;
        let deck = slides::read(reader, parsed);
        left_out::check(reader, root, &deck);
        deck
    })
}

/// Reads a deck from a text that includes nothing and has no errors.
pub(crate) fn read_text(text: &str) -> Deck {
    let mut sources = Sources::default();
    let file = sources.add("deck.md", text);
    let settle = |_: &mut Meta| Diagnostics::default();
    read(file, &sources, &Included::default(), &settle, &mut Diagnostics::default())
}

/// The cleaned deck of a text such as a chatbot's answer; `None` if the text is a deck as it is.
/// `layouts`: which slides get a layout if the text does not say.
pub(crate) fn clean(source: &str, layouts: Option<LayoutChoice>) -> Option<Clean> {
    dialect::clean(source, layouts)
}

/// A Markdown text that is not a deck.
pub(crate) struct Document {
    /// Its front matter, as far as it applies to decks.
    pub(crate) meta: Meta,
    /// Its blocks.
    pub(crate) blocks: Vec<Spanned<Block>>,
    /// Its HTML comments, each with the place of its block.
    pub(crate) comments: Vec<Spanned<String>>,
}

/// Reads the Markdown `source` as a text without slides. `text` is given to the parser: the same
/// lines, without what is not Markdown.
pub(crate) fn read_document(
    source: &str,
    text: &str,
    file: FileId,
    findings: &mut Diagnostics,
) -> Document {
    let mut unheard = Diagnostics::default();
    let scanned = scan::scan(text, file, &mut unheard);
    let front = scanned.front_matter.clone().map_or_else(front::Front::default, |range| {
        front::read(&text[range.clone()], range.start, file, &mut unheard)
    });
    let arena = comrak::Arena::new();
    let reading = misread::parse(&arena, &scanned.text, &options());
    // An article includes nothing.
    let (sources, included) = (Sources::default(), Included::default());
    let context = Context::new(&sources, &included);
    let mut reader = Reader::new(source, &[file], context, &reading, findings);
    reader.directives = scanned.directives;
    reader.marks = scanned.marks;
    let mut content = blocks::Content::default();
    let mut comments = Vec::new();
    for node in reading.root.children() {
        reader.block(node, &mut content);
        let span = reader.span(node);
        comments.extend(content.notes.drain(..).map(|note| Spanned::new(note, span)));
    }
    content.close_elements(0);
    reader.finish();
    Document { meta: front.meta, blocks: content.blocks, comments }
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    let extension = &mut options.extension;
    extension.strikethrough = true;
    extension.table = true;
    extension.autolink = true;
    extension.tasklist = true;
    extension.footnotes = true;
    // Pandoc's `^[…]`.
    extension.inline_footnotes = true;
    extension.description_lists = true;
    extension.alerts = true;
    // `x^2^` and `H~2~O`: a single tilde is no strikethrough.
    extension.superscript = true;
    extension.subscript = true;
    extension.math_dollars = true;
    extension.math_latex = true;
    extension.math_code = true;
    extension.cjk_friendly_emphasis = true;
    extension.highlight = true;
    extension.shortcodes = true;
    extension.block_directive = true;
    extension.header_attributes = true;
    extension.link_attributes = true;
    extension.inline_code_attributes = true;
    options.parse.escaped_char_spans = true;
    options.parse.leave_footnote_definitions = true;
    options
}

/// The state of the conversion of nodes.
struct Reader<'a, 'f> {
    source: &'a str,
    file: FileId,
    /// The file, behind those that include it.
    stack: Vec<FileId>,
    /// The other files of the deck.
    context: Context<'f>,
    /// Level of the headings that open slides, if an including file has decided it.
    slide_level: Option<u8>,
    line_starts: Vec<usize>,
    /// The attributes of each `:::` line, by line from 1.
    directives: BTreeMap<usize, String>,
    /// Lines that tools have claimed, by line from 1.
    marks: BTreeMap<usize, scan::Mark>,
    dialect: Dialect,
    /// Directives that apply to all later slides.
    running: dialect::Running,
    /// What is set for the slide that is read.
    values: BTreeMap<String, String>,
    /// How many steps of the slide have begun.
    step: usize,
    /// Whether lists are revealed item by item, on all slides.
    incremental: bool,
    /// Whether the code of executed cells is hidden.
    hides_code: bool,
    own_incremental: Option<bool>,
    /// Whether the current text is between the tags of an HTML block.
    between_tags: bool,
    /// Blocks that are exempt from being revealed one by one.
    staying: Vec<Span>,
    footnotes: BTreeMap<String, Vec<&'a AstNode<'a>>>,
    /// Rows with more cells than the head of their table, by line from 1.
    wide_rows: BTreeSet<usize>,
    /// The names of the footnotes that are being read, each inside the one before it.
    open_footnotes: Vec<String>,
    /// What stands on slides that are not shown.
    hidden: Vec<Span>,
    /// Unsupported HTML elements and directives: name → the first place.
    ignored: BTreeMap<(&'static str, String), Span>,
    findings: &'f mut Diagnostics,
}

impl<'a, 'f> Reader<'a, 'f> {
    fn new(
        source: &'a str,
        stack: &[FileId],
        context: Context<'f>,
        reading: &Reading<'a>,
        findings: &'f mut Diagnostics,
    ) -> Self {
        let mut line_starts = vec![0];
        line_starts.extend(source.match_indices('\n').map(|(at, _)| at + 1));
        let mut footnotes: BTreeMap<String, Vec<&AstNode>> = BTreeMap::new();
        for node in reading.root.descendants() {
            if let NodeValue::FootnoteDefinition(definition) = &node.data().value {
                footnotes.entry(definition.name.clone()).or_default().push(node);
            }
        }
        Self {
            source,
            file: *stack.last().expect("a file is read"),
            stack: stack.to_vec(),
            context,
            slide_level: None,
            line_starts,
            directives: BTreeMap::new(),
            marks: BTreeMap::new(),
            dialect: Dialect::Own,
            running: dialect::Running::default(),
            values: BTreeMap::new(),
            step: 0,
            incremental: false,
            hides_code: false,
            own_incremental: None,
            between_tags: false,
            staying: Vec::new(),
            footnotes,
            wide_rows: reading.wide_rows.clone(),
            open_footnotes: Vec::new(),
            hidden: Vec::new(),
            ignored: BTreeMap::new(),
            findings,
        }
    }

    /// The place of a node in the author's text. Empty and slightly wrong ranges of the parser
    /// become the nearest valid ones.
    fn span(&self, node: &AstNode) -> Span {
        Span::new(self.file, self.range(node.data().sourcepos))
    }

    /// The path of a picture relative to the root; in a file it is relative to that file's folder.
    fn picture_path(&self, path: &str) -> String {
        self.context.included.rooted(self.file, path)
    }

    /// What the author wrote at a span; empty if it does not fit.
    fn text(&self, span: Span) -> &'a str {
        self.source.get(span.range()).unwrap_or_default()
    }

    fn range(&self, position: Sourcepos) -> Range<usize> {
        let start = self.offset(position.start.line, position.start.column.saturating_sub(1));
        let end = self.offset(position.end.line, position.end.column);
        let start = self.source.floor_char_boundary(start);
        start..self.source.ceil_char_boundary(end.max(start))
    }

    /// The byte at a line from 1 and a column from 0.
    fn offset(&self, line: usize, column: usize) -> usize {
        let start = self.line_starts.get(line.saturating_sub(1)).copied();
        let end = self.line_starts.get(line).map_or(self.source.len(), |next| next - 1);
        start.map_or(self.source.len(), |start| (start + column).min(end))
    }

    /// The line, from 1, in which a byte stands.
    fn line_at(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= offset)
    }

    /// The span of a whole line, from 1, without its end.
    fn line_span(&self, line: usize) -> Span {
        let (start, end) = (self.offset(line, 0), self.offset(line, usize::MAX >> 1));
        Span::new(self.file, start..start + self.source[start..end].trim_end().len())
    }

    /// Records something that is not supported; each name is reported once.
    fn ignore(&mut self, code: &'static str, name: impl Into<String>, span: Span) {
        self.ignored.entry((code, name.into())).or_insert(span);
    }

    /// Reports what was ignored, in the order of the text.
    fn finish(self) {
        let mut ignored: Vec<_> = self.ignored.into_iter().collect();
        ignored.sort_by_key(|(_, span)| span.start);
        let (icons, ignored): (Vec<_>, Vec<_>) =
            ignored.into_iter().partition(|((code, _), _)| *code == "undrawn-icon");
        if let Some((_, span)) = icons.first() {
            let names: Vec<_> = icons.iter().map(|((_, name), _)| name.as_str()).collect();
            let message = icons::message(&names);
            self.findings.push(Diagnostic::warning("undrawn-icon", *span, message));
        }
        for ((code, name), span) in ignored {
            let message = match code {
                "dropped-html" => {
                    let is_silent = html::is_silent(name.trim_matches(['`', '<', '>']));
                    let stays = if is_silent { "" } else { ", its text stays" };
                    format!("HTML is not rendered: {name} is left out{stays}")
                }
                "unused-footnote" => format!("the footnote `{name}` is never referred to"),
                "unknown-reference" => format!("{name} refers to nothing and is shown as it is"),
                "undrawn-diagram" => {
                    format!("diagrams in {name} are not drawn: the source is shown as code")
                }
                "left-out-text" => format!("{name} is left out"),
                "empty-link" => format!("{name} leads nowhere and is shown as text"),
                _ => format!("{name} has no effect here"),
            };
            self.findings.push(Diagnostic::warning(code, span, message));
        }
    }
}
