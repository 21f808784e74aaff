//! What can be wrong with a user's input, as data: places in named files, messages, hints.
//! Nothing here prints; `report` renders.

mod made;

use std::collections::BTreeMap;
use std::ops::Range;

use schemars::JsonSchema;
use serde::Serialize;

/// Index of a file in [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub(crate) u16);

/// A byte range in a named file, or nowhere (see [`Span::DETACHED`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file that the offsets refer to.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The place of things that no author wrote, such as a title slide made from the front matter.
    pub const DETACHED: Span = Span { file: FileId(u16::MAX), start: 0, end: 0 };

    /// A range of `file`. Offsets beyond 4 GiB cannot occur: `fs` refuses such files.
    pub(crate) fn new(file: FileId, range: Range<usize>) -> Self {
        Self { file, start: range.start as u32, end: range.end as u32 }
    }

    /// The byte range without the file.
    pub(crate) fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// From here to the end of another span of the same file.
    pub(crate) fn to(self, other: Span) -> Self {
        Self { end: other.end.max(self.end), ..self }
    }

    /// Whether the span points into a file at all.
    pub(crate) fn is_attached(self) -> bool {
        self != Self::DETACHED
    }

    /// A part of this span: `range` counts from its start.
    pub(crate) fn within(self, range: Range<usize>) -> Self {
        let at = |offset: usize| (self.start + offset as u32).min(self.end);
        Self { start: at(range.start), end: at(range.end), ..self }
    }
}

impl Default for Span {
    fn default() -> Self {
        Self::DETACHED
    }
}

/// One text that diagnostics can point into.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// The name as the user would type it: a relative path, or `<stdin>`.
    pub name: String,
    /// The whole text, without a byte-order mark.
    pub text: String,
}

/// Every text that diagnostics can point into.
#[derive(Debug, Default)]
pub struct Sources {
    /// In the order of their [`FileId`]s.
    files: Vec<SourceFile>,
    /// Where those come from that were made of others.
    made: BTreeMap<FileId, made::Made>,
}

impl Sources {
    /// Adds a file and returns its id. A `\r` that ends a line by itself is `\n` from here on: parsers
    /// know of it, and whoever counts lines does not.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        let text = text.into();
        let ends = |at: usize| text[at..].starts_with('\r') && !text[at..].starts_with("\r\n");
        let chars = text.char_indices().map(|(at, c)| if ends(at) { '\n' } else { c });
        let text = if text.contains('\r') { chars.collect() } else { text };
        self.files.push(SourceFile { name: name.into(), text });
        FileId(u16::try_from(self.files.len() - 1).expect("fewer than 65,535 source files"))
    }

    /// The file behind an id; `None` for a detached one.
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(usize::from(id.0))
    }

    /// The text under a span; empty if it is detached or does not fit.
    pub(crate) fn text(&self, span: Span) -> &str {
        self.get(span.file).and_then(|file| file.text.get(span.range())).unwrap_or_default()
    }

    /// Line and column of the start of a span, both from 1; the column counts characters.
    pub fn line_column(&self, span: Span) -> Option<(usize, usize)> {
        let before = self.get(span.file)?.text.get(..span.start as usize)?;
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.bytes().filter(|&byte| byte == b'\n').count() + 1;
        Some((line, before[line_start..].chars().count() + 1))
    }
}

/// How findings of one kind are treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// It is not reported.
    Off,
    /// It is a warning.
    Warn,
    /// It is an error: the outputs are written, and the exit code tells.
    Error,
    /// It is an error, and nothing is written.
    Deny,
}

impl Level {
    /// Every level, as it is written.
    pub(crate) const NAMES: [&str; 4] = ["off", "warn", "error", "deny"];

    /// Reads a level.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        [Level::Off, Level::Warn, Level::Error, Level::Deny]
            .into_iter()
            .find(|level| level.name() == text)
    }

    /// As it is written.
    pub(crate) fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }
}

/// How bad a diagnostic is, and which exit code it leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing: what is shown is what was written, as well as it can be shown.
    Warning,
    /// Something is not shown as it was written: exit 1, but the outputs are there.
    Error,
    /// The same, and nothing is to be written.
    #[serde(rename = "error")]
    Denied,
    /// The command line or the machine is wrong: exit 2.
    Usage,
    /// llmslides is wrong: exit 1, with a request for a report.
    Internal,
}

/// A rectangle on a page in pt, from the page's upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Region {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// An edit of the author's file that fixes a finding and changes nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What is replaced.
    pub span: Span,
    /// The new text.
    pub replacement: String,
}

/// The place of something in the deck, as far as it is known.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub struct Location {
    /// The slide, from 1.
    pub slide: Option<usize>,
    /// The page, from 1.
    pub page: Option<usize>,
    /// The place on the page.
    pub region: Option<Region>,
}

/// A problem, its place, and how to fix it.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Name of the rule for findings; `None` for plain errors.
    pub code: Option<&'static str>,
    /// One clause, lower case, no final period.
    pub message: String,
    /// Places, the main one first, each with what is there (may be empty).
    pub labels: Vec<(Span, String)>,
    /// What to do about it.
    pub hints: Vec<String>,
    /// The slide, the page and the place on it. Boxed: errors are returned by value.
    pub(crate) location: Option<Box<Location>>,
    /// The edit that fixes it. `None`: the author has to decide.
    pub fix: Option<Box<Fix>>,
}

impl Diagnostic {
    /// An error in the deck or theme at `span`.
    pub(crate) fn error(span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, message).label(span, "")
    }

    /// A finding of the rule `code` at `span`.
    pub(crate) fn warning(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self { code: Some(code), ..Self::new(Severity::Warning, message).label(span, "") }
    }

    /// An error of the command line or the machine.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Severity::Usage, message)
    }

    /// An error of our own.
    pub(crate) fn internal(message: impl Into<String>) -> Self {
        Self::new(Severity::Internal, message)
            .hint("this is a bug in llmslides, not in your deck; please report it with the deck")
    }

    fn new(severity: Severity, message: impl Into<String>) -> Self {
        let (code, message) = (None, message.into());
        let (location, fix) = (None, None);
        Self { severity, code, message, labels: Vec::new(), hints: Vec::new(), location, fix }
    }

    /// Adds a place; a detached one is left out.
    #[must_use]
    pub(crate) fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        if span.is_attached() {
            self.labels.push((span, text.into()));
        }
        self
    }

    /// Adds a hint.
    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Adds a hint if there is one.
    #[must_use]
    pub(crate) fn maybe_hint(self, hint: Option<String>) -> Self {
        match hint {
            Some(hint) => self.hint(hint),
            None => self,
        }
    }

    /// Says on which slide it is, from 1.
    #[must_use]
    pub(crate) fn on_slide(mut self, slide: usize) -> Self {
        self.location_mut().slide = Some(slide);
        self
    }

    /// Says on which page it is, from 1, and where on it.
    #[must_use]
    pub(crate) fn on_page(mut self, page: usize, region: Option<Region>) -> Self {
        let location = self.location_mut();
        location.page = Some(page);
        location.region = region;
        self
    }

    /// Adds the edit that fixes it.
    #[must_use]
    pub(crate) fn fixed_by(mut self, span: Span, replacement: impl Into<String>) -> Self {
        self.fix = Some(Box::new(Fix { span, replacement: replacement.into() }));
        self
    }

    /// Where in the deck it is.
    pub(crate) fn location(&self) -> Location {
        self.location.as_deref().copied().unwrap_or_default()
    }

    /// The same, to be filled in.
    pub(crate) fn location_mut(&mut self) -> &mut Location {
        self.location.get_or_insert_default()
    }

    /// The main place; detached if there is none.
    pub(crate) fn span(&self) -> Span {
        self.labels.first().map_or(Span::DETACHED, |(span, _)| *span)
    }

    /// Whether it leads to a non-zero exit code.
    pub fn is_error(&self) -> bool {
        self.severity > Severity::Warning
    }
}

/// Diagnostics in the order in which they were found.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Diagnostics(pub Vec<Diagnostic>);

impl Diagnostics {
    /// Adds one.
    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Whether any of them keeps outputs from being written.
    pub(crate) fn forbid_output(&self) -> bool {
        let forbids =
            |found: &Diagnostic| matches!(found.severity, Severity::Denied | Severity::Usage);
        self.0.iter().any(forbids)
    }

    /// Whether any of them is an error.
    pub(crate) fn has_errors(&self) -> bool {
        self.0.iter().any(Diagnostic::is_error)
    }

    /// Returns everything found so far as an error if it includes one.
    pub(crate) fn stop_on_errors(&mut self) -> Result<(), Diagnostics> {
        if self.has_errors() { Err(std::mem::take(self)) } else { Ok(()) }
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}

/// "did you mean `x`?" for the known name that is nearest to `unknown`, if one is near enough.
pub(crate) fn nearest<'a>(
    unknown: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    nearest_name(unknown, known).map(|name| format!("did you mean `{name}`?"))
}

/// The known name that is nearest to `unknown`, if one is near enough.
pub(crate) fn nearest_name<'a>(
    unknown: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let unknown = unknown.to_lowercase();
    known
        .into_iter()
        .filter(|name| is_near(&unknown, &name.to_lowercase()))
        .map(|name| (strsim::jaro_winkler(&unknown, &name.to_lowercase()), name))
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

/// Whether a name is probably a typing error of another: one slip in every few letters, or just its
/// beginning or end.
fn is_near(unknown: &str, name: &str) -> bool {
    /// Fewest letters of such a beginning or end.
    const LEAST: usize = 3;
    let (long, length) = (name.chars().count(), unknown.chars().count());
    let slips = strsim::damerau_levenshtein(unknown, name);
    let part = length.min(long) >= LEAST && 3 * length.min(long) >= length.max(long);
    let holds = |a: &str, b: &str| a.starts_with(b) || a.ends_with(b);
    slips <= length.max(long).div_ceil(4) && slips < length.min(long)
        || part && (holds(name, unknown) || holds(unknown, name))
}

#[cfg(test)]
mod tests {
    use super::nearest_name;

    #[test]
    fn only_a_near_name_is_offered() {
        for (unknown, known, near) in [
            ("titel", &["title", "subtitle", "date"][..], Some("title")),
            ("timelin", &["timeline", "title"], Some("timeline")),
            ("bild", &["build", "fonts"], Some("build")),
            ("Timeline", &["timeline"], Some("timeline")),
            ("refs", &["references"], None),
            ("ref", &["references", "reference"], Some("reference")),
            ("foo", &["root", "format"], None),
            ("dark", &["date", "lang"], None),
            ("foo", &["fonts", "footer"], Some("footer")),
            ("b", &["页", "a"], None),
        ] {
            assert_eq!(nearest_name(unknown, known.iter().copied()), near, "{unknown}");
        }
    }
}
