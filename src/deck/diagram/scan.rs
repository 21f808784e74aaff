//! The source of a diagram → its statements, without comments, settings and front matter.

use std::ops::Range;

use super::label::Label;

/// A statement and its place in the source.
#[derive(Debug, Clone, Copy)]
pub(super) struct Statement<'t> {
    /// What it says, without blanks around it.
    pub(super) text: &'t str,
    /// The byte at which it begins.
    pub(super) at: usize,
    /// How far the line is indented, in blanks.
    pub(super) indent: usize,
}

impl<'t> Statement<'t> {
    /// Its place in the source.
    pub(super) fn range(self) -> Range<usize> {
        self.at..self.at + self.text.len()
    }

    /// The first word and what stands behind it.
    pub(super) fn word(self) -> (&'t str, Self) {
        let end = self.text.find(char::is_whitespace).unwrap_or(self.text.len());
        (&self.text[..end], self.from(end))
    }

    /// What stands from a byte of it on.
    pub(super) fn from(self, byte: usize) -> Self {
        let rest = &self.text[byte..];
        let blank = rest.len() - rest.trim_start().len();
        Self { text: rest.trim(), at: self.at + byte + blank, ..self }
    }

    /// It as a text that is drawn.
    pub(super) fn label(self) -> Label {
        Label::read(self.text, self.at)
    }
}

/// The source, taken apart.
#[derive(Debug, Default)]
pub(super) struct Source<'t> {
    /// What it says, the kind of the diagram first.
    pub(super) statements: Vec<Statement<'t>>,
    /// The title in its front matter.
    pub(super) title: Option<Label>,
    /// What it is said to show.
    pub(super) alt: Option<String>,
}

impl<'t> Source<'t> {
    /// Takes a source apart.
    pub(super) fn read(text: &'t str) -> Self {
        let mut source = Self::default();
        let mut at = source.front(text);
        // Settings and descriptions may go over several lines.
        let mut until = None;
        while at < text.len() {
            let end = statement_end(text, at);
            let whole = Statement { text: &text[at..end], at, indent: 0 };
            let indent = whole.text.chars().take_while(|c| matches!(c, ' ' | '\t')).count();
            let statement = Statement { indent, ..whole.from(0) };
            at = end + 1;
            if let Some(mark) = until {
                until = (!statement.text.contains(mark)).then_some(mark);
            } else if statement.text.starts_with("%%{") {
                until = (!statement.text.contains("}%%")).then_some("}%%");
            } else if let Some(rest) = statement.text.strip_prefix("accDescr") {
                until = (rest.trim_start().starts_with('{') && !rest.contains('}')).then_some("}");
                source.alt = rest.trim_start().strip_prefix(':').map(|alt| alt.trim().to_owned());
            } else if let Some(rest) = statement.text.strip_prefix("accTitle:") {
                source.alt.get_or_insert_with(|| rest.trim().to_owned());
            } else if !statement.text.is_empty() && !statement.text.starts_with("%%") {
                source.statements.push(statement);
            }
        }
        source
    }

    /// Reads the front matter; returns where it ends.
    fn front(&mut self, text: &'t str) -> usize {
        let Some(rest) = text.trim_start().strip_prefix("---\n") else { return 0 };
        let start = text.len() - rest.len();
        let Some(end) = rest.find("\n---") else { return 0 };
        let mut at = start;
        for line in rest[..end].split('\n') {
            if let Some(title) = line.strip_prefix("title:") {
                self.title = Some(Label::read(title, at + line.len() - title.len()));
            }
            at += line.len() + 1;
        }
        start + end + "\n---".len()
    }
}

/// Where the statement that begins at a byte ends: at the end of a line or a semicolon, outside of
/// quotation marks that are closed and, for semicolons, of brackets.
fn statement_end(text: &str, start: usize) -> usize {
    let (mut depth, mut at) = (0usize, start);
    let bytes = text.as_bytes();
    let is_comment = text[start..].trim_start_matches([' ', '\t']).starts_with("%%");
    while at < bytes.len() {
        match bytes[at] {
            b'\n' => return at,
            b'"' if !is_comment => at += quoted(&text[at + 1..]).map_or(0, |length| length + 1),
            b'[' | b'(' | b'{' | b'|' if bytes[at] != b'|' => depth += 1,
            b']' | b')' | b'}' => depth = depth.saturating_sub(1),
            b';' if depth == 0 && !is_comment && ends_there(&text[at + 1..]) => return at,
            _ => {}
        }
        at += 1;
    }
    text.len()
}

/// Whether what follows a semicolon is another statement: a blank or the end of the line.
fn ends_there(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(char::is_whitespace)
}

/// How far the closing quotation mark is, if it comes before an empty line.
fn quoted(rest: &str) -> Option<usize> {
    let end = rest.find('"')?;
    (!rest[..end].contains("\n\n") && rest[..end].matches('\n').count() < 12).then_some(end)
}
