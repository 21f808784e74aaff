//! Markdown → [`Deck`]. CommonMark and GFM come from `comrak`; the extensions are those that
//! writers of decks already use (Pandoc, Quarto, Marp, Slidev), under their own names.
//!
//! `scan` masks what CommonMark does not know, `front` reads the settings, `blocks` and `inlines`
//! turn nodes into ours, `slides` cuts them into slides, `layout` names a layout where the
//! author did not.

mod attributes;
mod blocks;
mod comments;
mod front;
mod html;
mod inlines;
mod layout;
mod scan;
mod slides;
mod typography;
mod yaml;

use std::collections::BTreeMap;
use std::ops::Range;

use comrak::nodes::{AstNode, NodeValue, Sourcepos};
use comrak::{Arena, Options};

use crate::deck::Deck;
use crate::diag::{Diagnostic, Diagnostics, FileId, Span};
pub(crate) use front::set;
pub(crate) use typography::{Typography, is_cjk};

/// How slides are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Split {
    /// `#` opens a section, `##` a slide.
    Headings,
    /// `---` ends a slide.
    Rulers,
}

/// The tool that a deck was written for, as far as that changes what its text means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Dialect {
    /// llmslides.
    #[default]
    Own,
    /// Marp.
    Marp,
    /// Slidev.
    Slidev,
    /// Pandoc or Quarto.
    Pandoc,
}

/// Turns the Markdown `source` into a deck. Errors and findings are added to `findings`; with
/// errors among them the deck may lack what they are about.
pub(crate) fn read(source: &str, file: FileId, findings: &mut Diagnostics) -> Deck {
    let mut scanned = scan::scan(source, file, findings);
    let mut front = scanned.front_matter.clone().map_or_else(front::Front::default, |range| {
        front::read(&source[range.clone()], range.start, file, findings)
    });
    if scanned.title_block[0].is_some() {
        front.take_title_block(source, &scanned.title_block, file);
    }
    if !scanned.slide_yaml.is_empty() && front.dialect != Dialect::Marp {
        front.dialect = Dialect::Slidev;
    }
    if front.dialect == Dialect::Slidev {
        scanned.harden_rulers();
    }
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, &scanned.text, &options(front.dialect));
    let mut reader = Reader::new(source, file, root, findings);
    reader.directives = scanned.directives;
    reader.dialect = front.dialect;
    let deck = slides::read(&mut reader, root, front, &scanned.slide_yaml);
    reader.finish();
    deck
}

fn options(dialect: Dialect) -> Options<'static> {
    let mut options = Options::default();
    let extension = &mut options.extension;
    extension.strikethrough = true;
    extension.table = true;
    extension.autolink = true;
    extension.tasklist = true;
    extension.footnotes = true;
    extension.description_lists = true;
    extension.alerts = true;
    extension.math_dollars = true;
    extension.cjk_friendly_emphasis = true;
    extension.highlight = true;
    extension.block_directive = true;
    extension.header_attributes = true;
    extension.link_attributes = true;
    extension.inline_code_attributes = true;
    if dialect == Dialect::Pandoc {
        // `x^2^` and `H~2~O`; elsewhere a single tilde strikes out, as on GitHub.
        extension.superscript = true;
        extension.subscript = true;
    }
    options.parse.escaped_char_spans = true;
    options.parse.leave_footnote_definitions = true;
    options.parse.relaxed_tasklist_matching = true;
    options
}

/// What the conversion of nodes needs to know and collects.
struct Reader<'a, 'f> {
    source: &'a str,
    file: FileId,
    line_starts: Vec<usize>,
    /// What stands behind the colons of each `:::` line, by line from 1.
    directives: BTreeMap<usize, String>,
    dialect: Dialect,
    footnotes: BTreeMap<String, &'a AstNode<'a>>,
    /// HTML elements and directives without a meaning here: name → the first place.
    ignored: BTreeMap<(&'static str, String), Span>,
    findings: &'f mut Diagnostics,
}

impl<'a, 'f> Reader<'a, 'f> {
    fn new(
        source: &'a str,
        file: FileId,
        root: &'a AstNode<'a>,
        findings: &'f mut Diagnostics,
    ) -> Self {
        let mut line_starts = vec![0];
        line_starts.extend(source.match_indices('\n').map(|(at, _)| at + 1));
        let mut footnotes = BTreeMap::new();
        for node in root.descendants() {
            if let NodeValue::FootnoteDefinition(definition) = &node.data().value {
                footnotes.insert(definition.name.clone(), node);
            }
        }
        Self {
            source,
            file,
            line_starts,
            directives: BTreeMap::new(),
            dialect: Dialect::Own,
            footnotes,
            ignored: BTreeMap::new(),
            findings,
        }
    }

    /// Where a node stands in the author's text. Empty ranges and ranges that the parser reports
    /// one byte off come out as the nearest valid ones.
    fn span(&self, node: &AstNode) -> Span {
        Span::new(self.file, self.range(node.data().sourcepos))
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

    /// The span of a whole line, from 1, without its end.
    fn line_span(&self, line: usize) -> Span {
        let (start, end) = (self.offset(line, 0), self.offset(line, usize::MAX >> 1));
        Span::new(self.file, start..start + self.source[start..end].trim_end().len())
    }

    /// Notes that something has no meaning here; each name is reported once.
    fn ignore(&mut self, code: &'static str, name: impl Into<String>, span: Span) {
        self.ignored.entry((code, name.into())).or_insert(span);
    }

    /// Reports what was ignored, in the order of the text.
    fn finish(self) {
        let mut ignored: Vec<_> = self.ignored.into_iter().collect();
        ignored.sort_by_key(|(_, span)| span.start);
        for ((code, name), span) in ignored {
            let message = match code {
                "dropped-html" => {
                    format!("HTML is not rendered: {name} is left out, its text stays")
                }
                "unused-footnote" => format!("the footnote `{name}` is never referred to"),
                "unknown-reference" => format!("{name} refers to nothing and is shown as it is"),
                "remote-picture" => format!("nothing is fetched: {name} is shown as a link"),
                "empty-link" => format!("{name} leads nowhere and is shown as text"),
                _ => format!("{name} has no effect here"),
            };
            self.findings.push(Diagnostic::warning(code, span, message));
        }
    }
}
