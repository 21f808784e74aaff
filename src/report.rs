//! The only writer to the terminal: diagnostics and progress to standard error, data to standard
//! output. A pipe that the reader closed ends the writing quietly.

use std::io::{self, IsTerminal, Write};

use codespan_reporting::diagnostic::{Diagnostic as Rendered, Label, Severity as RenderedSeverity};
use codespan_reporting::files::SimpleFiles;
use codespan_reporting::term::termcolor::Buffer;
use codespan_reporting::term::{self, Config};

use crate::args::Color;
use crate::diag::{Diagnostic, Severity, Sources};

/// Most diagnostics that are shown.
const MOST_SHOWN: usize = 20;

/// Writes what people read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reporter {
    color: bool,
    quiet: bool,
}

impl Reporter {
    /// A reporter for the standard streams.
    pub(crate) fn new(color: Color, quiet: bool) -> Self {
        let color = match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
                !refused && io::stderr().is_terminal()
            }
        };
        Self { color, quiet }
    }

    /// Shows diagnostics: findings first, errors last, so that they end nearest to the prompt.
    pub(crate) fn diagnostics(&self, diagnostics: &[Diagnostic], sources: &Sources) {
        let mut shown: Vec<&Diagnostic> =
            diagnostics.iter().filter(|d| d.is_error() || !self.quiet).collect();
        shown.sort_by_key(|diagnostic| diagnostic.is_error());
        let left_out = shown.len().saturating_sub(MOST_SHOWN);
        let text: String = shown[left_out.min(shown.iter().filter(|d| !d.is_error()).count())..]
            .iter()
            .take(MOST_SHOWN)
            .map(|diagnostic| self.render(diagnostic, sources))
            .collect();
        eprint(&text);
        if left_out > 0 {
            eprint(&format!("… and {left_out} more\n"));
        }
    }

    /// One diagnostic as it is shown.
    pub(crate) fn render(&self, diagnostic: &Diagnostic, sources: &Sources) -> String {
        render(diagnostic, sources, self.color)
    }

    /// Tells what was done.
    pub(crate) fn line(&self, text: &str) {
        if !self.quiet {
            eprint(&format!("{text}\n"));
        }
    }

    /// Writes data to standard output. False if that failed for another reason than a closed pipe.
    pub(crate) fn data(&self, bytes: &[u8]) -> Result<(), Diagnostic> {
        let mut stdout = io::stdout().lock();
        match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Diagnostic::usage(
                format!("cannot write to standard output ({})", crate::fs::reason(&error)),
            )),
            _ => Ok(()),
        }
    }
}

/// Renders one diagnostic in the style of rustc, with or without ANSI colours.
pub(crate) fn render(diagnostic: &Diagnostic, sources: &Sources, color: bool) -> String {
    let mut files = SimpleFiles::new();
    let mut labels = Vec::new();
    for (index, (span, text)) in diagnostic.labels.iter().enumerate() {
        let Some(file) = sources.get(span.file) else { continue };
        let id = files.add(file.name.as_str(), file.text.as_str());
        let range = visible(&file.text, span.range());
        let label = if index == 0 { Label::primary(id, range) } else { Label::secondary(id, range) };
        labels.push(label.with_message(text));
    }
    let severity = match diagnostic.severity {
        Severity::Warning => RenderedSeverity::Warning,
        Severity::Error | Severity::Usage => RenderedSeverity::Error,
        Severity::Internal => RenderedSeverity::Bug,
    };
    let mut rendered = Rendered::new(severity)
        .with_message(&diagnostic.message)
        .with_labels(labels)
        .with_notes(diagnostic.hints.iter().map(|hint| format!("hint: {hint}")).collect());
    if let Some(code) = diagnostic.code {
        rendered = rendered.with_code(code);
    }
    let mut buffer = if color { Buffer::ansi() } else { Buffer::no_color() };
    let _ = term::emit_to_write_style(&mut buffer, &Config::default(), &files, &rendered);
    let text = String::from_utf8_lossy(buffer.as_slice()).into_owned();
    match severity {
        RenderedSeverity::Bug => text.replacen("bug", "internal error", 1),
        _ => text,
    }
}

/// A range that ends on its first line: an excerpt of more says nothing more.
fn visible(text: &str, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let start = text.floor_char_boundary(range.start);
    let end = text.floor_char_boundary(range.end.max(start));
    let line = text[start..end].find('\n').map_or(end, |at| start + at);
    start..line
}

/// Writes to standard error; when nobody reads it, there is nobody to tell.
fn eprint(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}
