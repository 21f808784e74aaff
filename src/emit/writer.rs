//! The file that is being emitted: text, indentation, and the source map that grows with it.

use std::ops::Range;

use super::escape;
use super::lines::{Joint, Segment};
use super::source_map::{Correspondence, SourceMap};
use crate::diag::{Sources, Span};

/// A file of emitted Typst.
#[derive(Debug, Clone)]
pub(crate) struct EmittedFile {
    /// Path below the root, without a slash at the front.
    pub(crate) path: String,
    /// What it is.
    pub(crate) origin: Origin,
    /// The source.
    pub(crate) text: String,
    /// Where it comes from.
    pub(crate) map: SourceMap,
    /// The places of the slide's pieces in it.
    pub(crate) marks: Vec<Mark>,
}

/// A break opportunity that leaves no character in the text of the PDF.
pub(super) const OPPORTUNITY: &str = "#h(0.001pt)";
/// The space between Han and Latin where Typst does not see both, because something stands between
/// them.
pub(super) const GAP: &str = "#gap;";
/// Prevents a line break between two texts.
pub(super) const GLUE: &str = "#glue;";
/// The blank half of a full-width mark, behind a box.
const BLANK: &str = "#blank;";

/// The head of a file with the author's raw Typst.
pub(super) const RAW_HEAD: &str = "#import \"/theme/theme.typ\"\n";
/// The head of such a file when the raw Typst does not compile and only its source is shown.
const RAW_HEAD_UNSET: &str = "// It does not compile.\n#import \"/theme/theme.typ\"\n";

/// What an emitted file is, so that nothing has to be concluded from its path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A file around the slides.
    Scaffold,
    /// A page of a slide.
    Page {
        /// The slide, from 1.
        slide: usize,
        /// The part of it, from 1.
        part: usize,
        /// The name of its layout.
        layout: String,
    },
    /// Typst that the author wrote on a slide.
    Raw {
        /// The slide, from 1.
        slide: usize,
        /// The part of it, from 1.
        part: usize,
        /// Where it was written.
        span: Span,
    },
}

impl Origin {
    /// The slide that the file belongs to, from 1; `None` for files around the slides.
    pub(crate) fn slide(&self) -> Option<usize> {
        match self {
            Self::Scaffold => None,
            Self::Page { slide, .. } | Self::Raw { slide, .. } => Some(*slide),
        }
    }
}

/// The place of a piece of content on its slide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    /// Index of the block on the slide.
    pub(crate) block: usize,
    /// If that block is columns: the index of one, and of a block in it.
    pub(crate) column: Option<(usize, usize)>,
    /// Index of the item, the definition or the row in the block; `None`: the whole block.
    pub(crate) inner: Option<usize>,
}

impl Place {
    /// A block of a slide.
    pub(crate) fn block(block: usize) -> Self {
        Self { block, column: None, inner: None }
    }

    /// The place of the block that is `by` further down in the same column.
    pub(crate) fn further(self, by: usize) -> Self {
        Self { column: self.column.map(|(column, at)| (column, at + by)), ..self }
    }

    /// A part of a block.
    pub(crate) fn inside(self, inner: usize) -> Self {
        Self { inner: Some(inner), ..self }
    }
}

/// Where a piece of a slide's content is in an emitted file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    /// The piece.
    pub(crate) place: Place,
    /// Bytes of the file.
    pub(crate) range: Range<usize>,
}

impl EmittedFile {
    /// The same file with the author's Typst as plain text; `None` if it has no raw Typst or
    /// already shows it as text.
    pub(crate) fn unset(&self) -> Option<Self> {
        let Origin::Raw { span, .. } = self.origin else { return None };
        let written = self.text.strip_prefix(RAW_HEAD)?;
        let mut text = format!("{RAW_HEAD_UNSET}#theme.unset(display: true, ");
        let start = text.len();
        escape::string(written.trim_end(), &mut text);
        let mut map = SourceMap::default();
        map.push(start..text.len(), span, Correspondence::Whole);
        let marks = self.marks.iter().cloned();
        text.push_str(")\n");
        let marks = marks.map(|mark| Mark { range: 0..text.len(), ..mark }).collect();
        Some(Self { text, map, marks, path: self.path.clone(), origin: self.origin.clone() })
    }

    /// A file in which nothing comes from the author.
    pub(super) fn scaffolding(path: &str, text: String) -> Self {
        let (path, origin) = (path.to_owned(), Origin::Scaffold);
        Self { path, origin, text, map: SourceMap::default(), marks: Vec::new() }
    }
}

/// Writes one file.
pub(super) struct Writer<'a> {
    sources: &'a Sources,
    text: String,
    map: SourceMap,
    marks: Vec<Mark>,
    /// Steps of indentation of the next line.
    indent: usize,
    /// Whether a list item or a heading could begin here.
    line_start: bool,
    /// Whether `·` is set on half a square, as between Han in mainland China.
    pub(super) narrow_dots: bool,
    /// Whether an embedded expression has just ended: `(`, `.` or `;` would continue it.
    after_code: bool,
}

impl<'a> Writer<'a> {
    /// An empty file.
    pub(super) fn new(sources: &'a Sources) -> Self {
        Self {
            sources,
            text: String::new(),
            map: SourceMap::default(),
            marks: Vec::new(),
            indent: 0,
            line_start: true,
            narrow_dots: false,
            after_code: false,
        }
    }

    /// Ends the file.
    pub(super) fn finish(self, path: String, origin: Origin) -> EmittedFile {
        EmittedFile { path, origin, text: self.text, map: self.map, marks: self.marks }
    }

    /// Number of bytes so far.
    pub(super) fn position(&self) -> usize {
        self.text.len()
    }

    /// Records that what was written since `start` is a piece of the slide's content.
    pub(super) fn mark(&mut self, place: Place, start: usize) {
        self.marks.push(Mark { place, range: start..self.text.len() });
    }

    /// Writes scaffolding.
    pub(super) fn code(&mut self, text: &str) {
        if self.after_code && text.starts_with(['(', '[', '.', ';']) {
            self.text.push(';');
        }
        self.after_code = false;
        // Behind a list marker, too: `- = x` is a heading in a list item.
        self.line_start =
            text.ends_with(['[', '\n']) || text.ends_with("- ") || text.ends_with(". ");
        self.text.push_str(text);
    }

    /// Records that an embedded expression ends here.
    pub(super) fn end_code(&mut self) {
        self.after_code = true;
    }

    /// Writes a string literal whose content the author wrote at `span`.
    pub(super) fn string(&mut self, text: &str, span: Span) {
        let start = self.text.len();
        escape::string(text, &mut self.text);
        self.map.push(start..self.text.len(), span, Correspondence::Whole);
    }

    /// Writes plain text that the author wrote at `span`, in segments.
    pub(super) fn segments(&mut self, text: &str, span: Span, segments: &[Segment]) {
        let exact = self.sources.text(span) == text;
        let mut from = 0;
        for segment in segments {
            self.break_if(&segment.breaks);
            self.joint(segment.joint);
            let place = |range: Range<usize>| if exact { span.within(range) } else { span };
            let text_of = |writer: &mut Self, range: Range<usize>| {
                writer.dotted(
                    &text[range.clone()],
                    |part| place(range.start + part.start..range.start + part.end),
                    exact,
                );
            };
            let end = from + segment.text.len();
            let last = segment.text.char_indices().next_back().filter(|_| segment.half);
            let mark = last.map_or(end, |(at, _)| from + at);
            if segment.whole || segment.western {
                self.code(if segment.whole { "#w[" } else { "#theme.western[" });
                text_of(self, from..end);
                self.close();
            } else if from < mark {
                text_of(self, from..mark);
            }
            if mark < end {
                self.code("#half[");
                self.escaped(&text[mark..end], place(mark..end), exact);
                self.close();
            }
            from = end;
        }
    }

    /// Writes the widths in em that the following text has on one line, on two and so on.
    pub(super) fn widths(&mut self, widths: &[f64]) {
        if !widths.is_empty() {
            let widths: Vec<String> = widths.iter().map(|width| format!("{width:.2}")).collect();
            self.call(&format!("#widths({})", widths.join(", ")));
        }
    }

    /// Writes a line break that applies if the text is set on one of these numbers of lines.
    pub(super) fn break_if(&mut self, lines: &[usize]) {
        if !lines.is_empty() {
            let lines: Vec<String> = lines.iter().map(usize::to_string).collect();
            self.call(&format!("#break-if({})", lines.join(", ")));
        }
    }

    /// Writes what belongs between two segments of a text.
    pub(super) fn joint(&mut self, joint: Joint) {
        match joint {
            Joint::None => {}
            Joint::Opportunity => self.call(OPPORTUNITY),
            Joint::Gap => self.code(GAP),
            Joint::Blank => self.code(BLANK),
        }
    }

    /// Closes the content of an expression.
    fn close(&mut self) {
        self.code("]");
        self.end_code();
    }

    /// Writes an expression that the text behind it cannot continue.
    fn call(&mut self, expression: &str) {
        self.code(expression);
        self.after_code = true;
    }

    /// Writes text in which `·` may take half of its width.
    fn dotted(&mut self, text: &str, place: impl Fn(Range<usize>) -> Span, exact: bool) {
        let mut from = 0;
        let dots = text.match_indices('·').filter(|_| self.narrow_dots).map(|(at, _)| at);
        for dot in dots.collect::<Vec<_>>() {
            let end = dot + '·'.len_utf8();
            if from < dot {
                self.escaped(&text[from..dot], place(from..dot), exact);
            }
            self.code("#half[");
            self.escaped(&text[dot..end], place(dot..end), exact);
            self.close();
            from = end;
        }
        if from < text.len() {
            self.escaped(&text[from..], place(from..text.len()), exact);
        }
    }

    fn escaped(&mut self, text: &str, span: Span, exact: bool) {
        if self.after_code && text.starts_with(['(', '[', '.', ';']) {
            self.text.push(';');
        }
        self.after_code = false;
        let start = self.text.len();
        escape::markup(text, self.line_start, &mut self.text);
        self.line_start &= text.trim().is_empty();
        let kind = if exact { Correspondence::Escaped } else { Correspondence::Whole };
        self.map.push(start..self.text.len(), span, kind);
    }

    /// Writes Typst that the author wrote at `span`.
    pub(super) fn verbatim(&mut self, source: &str, span: Span) {
        let start = self.text.len();
        self.text.push_str(source);
        let exact = self.sources.text(span) == source;
        let kind = if exact { Correspondence::Verbatim } else { Correspondence::Whole };
        self.map.push(start..self.text.len(), span, kind);
    }

    /// Maps what was written since `start` to `span` as a whole, where nothing inside it maps more
    /// precisely.
    pub(super) fn cover(&mut self, start: usize, span: Span) {
        self.map.cover(start..self.text.len(), span);
    }

    /// Begins a new line.
    pub(super) fn newline(&mut self) {
        self.after_code = false;
        self.line_start = true;
        self.text.push('\n');
        for _ in 0..self.indent {
            self.text.push_str("  ");
        }
    }

    /// Ends a paragraph.
    pub(super) fn blank_line(&mut self) {
        self.text.push('\n');
        self.newline();
    }

    /// Moves the following lines one step to the right.
    pub(super) fn indent_in(&mut self) {
        self.indent += 1;
    }

    /// Moves them back.
    pub(super) fn indent_out(&mut self) {
        self.indent -= 1;
    }
}
