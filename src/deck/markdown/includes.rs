//! Inserts included files: as slides between the deck's, or, if a file opens no slides, as blocks
//! on one.

use std::ops::{Range, RangeInclusive};

use comrak::Arena;
use comrak::nodes::{AstNode, NodeValue};

use super::blocks::Content;
use super::comments::{self, Comment};
use super::front::{self, Front};
use super::html::{self, Piece};
use super::{Dialect, Reader, dialect, formulas, html_rulers, included, misread, scan, slides};
use crate::deck::{Section, steps};
use crate::diag::{Diagnostic, Diagnostics, FileId, Sources, Span};
use crate::locale::{Locale, Words};

/// What reading any file of a deck needs besides its text.
#[derive(Clone, Copy)]
pub(super) struct Context<'c> {
    /// The texts of all files.
    pub(super) sources: &'c Sources,
    /// The targets of includes.
    pub(super) included: &'c included::Included,
    /// What depends on the deck's language.
    pub(super) words: &'static Words,
    /// The tool that the file which includes this one was written for.
    pub(super) dialect: Dialect,
}

impl<'c> Context<'c> {
    /// A context for a text whose language is not known yet.
    pub(super) fn new(sources: &'c Sources, included: &'c included::Included) -> Self {
        Self { sources, included, words: Locale::default().words, dialect: Dialect::Own }
    }
}

/// An include.
#[derive(Debug, Clone)]
pub(super) struct Include {
    /// The path as it was written.
    pub(super) path: String,
    /// Where.
    pub(super) span: Span,
    /// Which of the file's slides are meant, by their numbers; `None`: all of them.
    pub(super) slides: Option<Vec<RangeInclusive<usize>>>,
}

impl Include {
    /// Of all that is in a file.
    pub(super) fn new(path: impl Into<String>, span: Span) -> Self {
        Self { path: path.into(), span, slides: None }
    }
}

/// A parsed file.
pub(super) struct Parsed<'p, 'a> {
    /// The document.
    pub(super) root: &'a AstNode<'a>,
    /// Its front matter.
    pub(super) front: Front,
    /// The settings of its slides: the line of the ruler above each, and its YAML.
    pub(super) settings: &'p [(usize, Range<usize>)],
}

/// Parses the last file of `stack`, which is included by those before it, and passes it to `read`.
pub(super) fn parse<T>(
    stack: &[FileId],
    context: Context,
    findings: &mut Diagnostics,
    read: impl for<'a, 'f, 'p> FnOnce(&mut Reader<'a, 'f>, Parsed<'p, 'a>) -> T,
) -> T {
    let file = *stack.last().expect("a file is read");
    let source = context.sources.get(file).map_or("", |file| file.text.as_str());
    let mut scanned = scan::scan_deck(source, file, context.dialect, findings);
    let mut front = scanned.front_matter.clone().map_or_else(Front::default, |range| {
        front::read(&source[range.clone()], range.start, file, findings)
    });
    dialect::settle(&mut front, &scanned, source, file);
    if front.dialect == Dialect::Own {
        front.dialect = context.dialect;
    }
    let ends_slides = front.dialect.manner().ends_slides;
    scanned.harden(&ends_slides(&scanned));
    let below_html = html_rulers::take(&mut scanned.text, source);
    let arena = Arena::new();
    let reading = misread::parse(&arena, &scanned.text, &super::options());
    html_rulers::put_back(&arena, reading.root, &below_html);
    dialect::settle_comments(&mut front, reading.root);
    if front.dialect.manner().escapes_formulas {
        formulas::unescape(reading.root);
    }
    let mut reader = Reader::new(source, stack, context, &reading, findings);
    reader.directives = scanned.directives;
    reader.marks = scanned.marks;
    for (name, line) in scanned.left_out {
        let span = reader.line_span(line);
        reader.ignore("unknown-directive", name, span);
    }
    reader.dialect = front.dialect;
    reader.hides_code = front.hides_code;
    reader.running = front.running.clone();
    let parsed = Parsed { root: reading.root, front, settings: &scanned.settings };
    let result = read(&mut reader, parsed);
    reader.finish();
    result
}

impl<'a, 'f> Reader<'a, 'f> {
    /// The include that a node consists of.
    pub(super) fn include(&self, node: &'a AstNode<'a>) -> Option<Include> {
        let span = self.span(node);
        let path = match &node.data().value {
            NodeValue::Paragraph => {
                let text = self.text(span);
                dialect::TOOLS.iter().find_map(|tool| tool.include(text))?.to_owned()
            }
            NodeValue::HtmlBlock(html) => match html::pieces(&html.literal).as_slice() {
                [(_, Piece::Comment(text))] => match comments::classify(text) {
                    Comment::Include(path) => path,
                    _ => return None,
                },
                _ => return None,
            },
            _ => return None,
        };
        Some(Include::new(path, span))
    }

    /// The include that a node consists of, if the file opens slides of its own, which are inserted
    /// between those of the deck.
    pub(super) fn includes_slides(&self, node: &'a AstNode<'a>) -> Option<Include> {
        self.include(node).filter(|include| self.opens_slides(include))
    }

    fn opens_slides(&self, include: &Include) -> bool {
        let Some(Ok(file)) = self.context.included.find(self.file, &include.path) else {
            return false;
        };
        // Findings about the file are reported when it is read.
        let mut ignored = Diagnostics::default();
        parse(&[*file], self.inside(), &mut ignored, |_, parsed| {
            let opens = |node: &AstNode| match &node.data().value {
                NodeValue::Heading(heading) => heading.level <= 2,
                NodeValue::ThematicBreak => true,
                _ => false,
            };
            !parsed.front.meta.include.is_empty() || parsed.root.children().any(opens)
        })
    }

    /// The slides of a file that is included, as far as they are meant.
    pub(super) fn included_slides(&mut self, include: &Include) -> Vec<Section> {
        let Some(file) = self.resolve(include) else { return Vec::new() };
        let sections = self.sections_of(file);
        match &include.slides {
            Some(numbers) => chosen(sections, numbers),
            None => sections,
        }
    }

    /// What files that this one includes are read with.
    fn inside(&self) -> Context<'f> {
        Context { dialect: self.dialect, ..self.context }
    }

    /// The slides of another file of the deck, in sections.
    pub(super) fn sections_of(&mut self, file: FileId) -> Vec<Section> {
        let stack: Vec<FileId> = self.stack.iter().copied().chain([file]).collect();
        let (level, incremental) = (self.slide_level, self.incremental);
        parse(&stack, self.inside(), self.findings, |reader, parsed| {
            (reader.slide_level, reader.incremental) = (level, incremental);
            slides::sections(reader, &parsed).0
        })
    }

    /// The blocks of a file that is included on a slide.
    pub(super) fn included_blocks(&mut self, include: &Include, out: &mut Content) {
        if self.opens_slides(include) {
            let message = format!("`{}` has slides of its own", include.path);
            let error = Diagnostic::error(include.span, message);
            return self.findings.push(error.hint("include it between two slides, not on one"));
        }
        let Some(file) = self.resolve(include) else { return };
        let stack: Vec<FileId> = self.stack.iter().copied().chain([file]).collect();
        let step = self.step;
        let content = parse(&stack, self.inside(), self.findings, |reader, parsed| {
            let mut content = Content::default();
            parsed.root.children().for_each(|node| reader.block(node, &mut content));
            steps::delay(&mut content.blocks, step);
            content
        });
        self.step = step.max(steps::last(&content.blocks));
        out.side = content.side.or(out.side);
        out.share = content.share.or(out.share);
        let blocks = out.absorb(content);
        out.blocks.extend(blocks);
    }

    /// The file of an include; none if that is an error.
    fn resolve(&mut self, include: &Include) -> Option<FileId> {
        let file = match self.context.included.find(self.file, &include.path) {
            Some(Ok(file)) => *file,
            Some(Err(why)) => {
                let error = Diagnostic::error(include.span, why.message.as_str());
                self.findings.push(error.hint(why.hint));
                return None;
            }
            None => {
                let message = format!("`{}` cannot be included here", include.path);
                let error = Diagnostic::error(include.span, message);
                self.findings.push(error.hint("only a deck in a file can include others"));
                return None;
            }
        };
        let Some(at) = self.stack.iter().position(|open| *open == file) else { return Some(file) };
        let name = |file: &FileId| {
            let name = self.context.sources.get(*file).map_or("", |file| file.name.as_str());
            format!("`{name}`")
        };
        let through: Vec<String> = self.stack[at + 1..].iter().map(name).collect();
        let through = match through.is_empty() {
            true => String::new(),
            false => format!(" through {}", through.join(", ")),
        };
        let message = format!("{} includes itself{through}", name(&file));
        self.findings.push(Diagnostic::error(include.span, message));
        None
    }
}

/// The slides with these numbers, from 1; a divider counts as one.
fn chosen(sections: Vec<Section>, numbers: &[RangeInclusive<usize>]) -> Vec<Section> {
    let mut number = 0;
    let mut is_chosen = || {
        number += 1;
        numbers.iter().any(|range| range.contains(&number))
    };
    let mut out = vec![Section::default()];
    for section in sections {
        let divider = section.divider.filter(|_| is_chosen());
        if divider.is_some() {
            out.push(Section { divider, appendix: section.appendix, ..Section::default() });
        }
        let open = out.last_mut().expect("there is one");
        open.slides.extend(section.slides.into_iter().filter(|_| is_chosen()));
    }
    out
}
