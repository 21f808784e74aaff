//! The only writer to the terminal: diagnostics and progress to standard error, data to standard
//! output. A pipe that the reader closed ends the writing quietly.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{self, IsTerminal, Write};
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use codespan_reporting::diagnostic::{
    Diagnostic as Rendered, Label, LabelStyle, Severity as RenderedSeverity,
};
use codespan_reporting::term::termcolor::Buffer;
use codespan_reporting::term::{self, Config};

use crate::args::Color;
use crate::diag::{Diagnostic, FileId, Severity, Sources, Span};
use crate::engine::guard;
use crate::excerpt::{Excerpt, Excerpts, steers};

/// Most diagnostics that are shown.
const MOST_SHOWN: usize = 20;
/// Most findings of one kind that a build shows.
const MOST_OF_KIND: usize = 3;
/// Most findings that a build shows whole.
const MOST_WHOLE: usize = 3;

/// Writes to the terminal.
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

    /// Shows diagnostics in the order of the files, findings before errors, so that errors are
    /// nearest to the prompt. If there are too many, errors take precedence.
    pub(crate) fn diagnostics(&self, diagnostics: &[Diagnostic], sources: &Sources) {
        let (mut errors, mut findings): (Vec<_>, Vec<_>) =
            diagnostics.iter().partition(|diagnostic| diagnostic.is_error());
        if self.quiet {
            findings.clear();
        }
        in_order(&mut errors);
        in_order(&mut findings);
        let hidden = left_out(&mut findings, &mut errors);
        let shown = findings.iter().chain(&errors);
        eprint(&shown.map(|diagnostic| self.render(diagnostic, sources)).collect::<String>());
        if let Some(hidden) = hidden {
            eprint(&format!("{hidden}\n"));
        }
    }

    /// As [`Reporter::diagnostics`], but brief, for commands whose purpose is not to show findings:
    /// more than a few get one line each, and of many of one kind only the first are shown.
    pub(crate) fn briefly(&self, found: &[Diagnostic], sources: &Sources) {
        if found.len() <= MOST_WHOLE {
            return self.diagnostics(found, sources);
        }
        let (errors, findings): (Vec<_>, Vec<_>) =
            found.iter().cloned().partition(Diagnostic::is_error);
        if !findings.is_empty() {
            self.line(gathered(&findings, sources).trim_end());
            self.line("`llmslides check` shows each with its place and what to do");
        }
        self.diagnostics(&errors, sources);
    }

    /// Shows every diagnostic, in the order of the files, errors last.
    pub(crate) fn every(&self, found: &[Diagnostic], sources: &Sources) {
        let shown = ordered(found).into_iter().filter(|found| found.is_error() || !self.quiet);
        eprint(&shown.map(|found| self.render(found, sources)).collect::<String>());
    }

    /// A rendered diagnostic.
    pub(crate) fn render(&self, diagnostic: &Diagnostic, sources: &Sources) -> String {
        render(diagnostic, sources, self.color)
    }

    /// Prints a progress line.
    pub(crate) fn line(&self, text: &str) {
        if !self.quiet {
            eprint(&format!("{}\n", escaped(text)));
        }
    }

    /// Writes data to standard output. A closed pipe is not an error.
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

/// Diagnostics in display order: findings first, errors last, each in the order of the files.
pub(crate) fn ordered(found: &[Diagnostic]) -> Vec<&Diagnostic> {
    let (mut errors, mut findings): (Vec<_>, Vec<_>) =
        found.iter().partition(|found| found.is_error());
    in_order(&mut errors);
    in_order(&mut findings);
    findings.extend(errors);
    findings
}

/// Findings as one line each, in the order of the files; of many of one kind the first, and the
/// number of others.
fn gathered(found: &[Diagnostic], sources: &Sources) -> String {
    let mut kinds: Vec<(Option<&str>, usize)> = Vec::new();
    let mut text = String::new();
    for finding in ordered(found) {
        let known = kinds.iter().position(|(kind, _)| *kind == finding.code);
        let known = known.unwrap_or_else(|| {
            kinds.push((finding.code, 0));
            kinds.len() - 1
        });
        kinds[known].1 += 1;
        if kinds[known].1 <= MOST_OF_KIND {
            text += &short(finding, sources);
        }
    }
    for (kind, count) in kinds {
        let more = count.saturating_sub(MOST_OF_KIND);
        if let Some(kind) = kind.filter(|_| more > 0) {
            text += &format!("… and {more} more of `{kind}`\n");
        }
    }
    text
}

/// A diagnostic on one line, in the format of editors: `FILE:LINE:COLUMN: LEVEL[CODE]: MESSAGE`.
pub(crate) fn short(found: &Diagnostic, sources: &Sources) -> String {
    let span = found.span();
    let place = sources.get(span.file).zip(sources.line_column(span));
    let place = place.map(|(file, (line, column))| format!("{}:{line}:{column}: ", file.name));
    let level = match found.severity {
        Severity::Warning => "warning",
        Severity::Error | Severity::Denied | Severity::Usage => "error",
        Severity::Internal => "internal error",
    };
    let code = found.code.map(|code| format!("[{code}]")).unwrap_or_default();
    let text = format!("{}{level}{code}: {}", place.unwrap_or_default(), found.message);
    format!("{}\n", escaped(&text))
}

/// Sorts diagnostics by file and position; those without a place come last, as they were found.
fn in_order(diagnostics: &mut [&Diagnostic]) {
    let nowhere = Span::DETACHED;
    diagnostics.sort_by_key(|diagnostic| diagnostic.labels.first().map_or(nowhere, |(at, _)| *at));
}

/// Limits the diagnostics to what is shown; returns the line about the rest.
fn left_out(findings: &mut Vec<&Diagnostic>, errors: &mut Vec<&Diagnostic>) -> Option<String> {
    let of = |number: usize, one: &str, many: &str| match number {
        0 => None,
        1 => Some(format!("1 {one}")),
        number => Some(format!("{number} {many}")),
    };
    let more_errors = errors.len().saturating_sub(MOST_SHOWN);
    errors.truncate(MOST_SHOWN);
    let room = MOST_SHOWN - errors.len();
    let more_findings = findings.len().saturating_sub(room);
    findings.truncate(room);
    let parts = [of(more_errors, "error", "errors"), of(more_findings, "warning", "warnings")];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| format!("… and {} more", parts.join(" and ")))
}

/// Shows a panic in any thread as one diagnostic. `RUST_BACKTRACE=full` shows the details.
pub(crate) fn catch_panics() {
    if std::env::var_os("RUST_BACKTRACE").is_some_and(|value| value == "full") {
        return;
    }
    let reporter = Reporter::new(Color::Auto, false);
    panic::set_hook(Box::new(move |panic| {
        // Several threads may panic for the same reason; only the first is shown.
        static SAID: AtomicBool = AtomicBool::new(false);
        if !guard::is_on() && !SAID.swap(true, Relaxed) {
            let place = panic.location().map(|at| format!("{}:{}", in_crate(at.file()), at.line()));
            let error = panicked(panic.payload_as_str(), place.as_deref());
            eprint(&reporter.render(&error, &Sources::default()));
        }
    }));
}

/// The path of a source file without the prefix of the machine that built the program.
fn in_crate(path: &str) -> &str {
    let below = path.split_once("/registry/src/").and_then(|(_, rest)| rest.split_once('/'));
    below.map_or(path, |(_, rest)| rest)
}

/// A panic as a diagnostic: the first line of its message, and its place in our source.
fn panicked(message: Option<&str>, place: Option<&str>) -> Diagnostic {
    let message = message.and_then(|text| text.lines().next()).unwrap_or("unknown");
    let place = place.map(|place| format!(" ({place})")).unwrap_or_default();
    Diagnostic::internal(format!("{message}{place}"))
}

/// Renders one diagnostic in the style of rustc, with or without ANSI colours.
pub(crate) fn render(diagnostic: &Diagnostic, sources: &Sources, color: bool) -> String {
    let (files, labels) = excerpts(diagnostic, sources);
    let severity = match diagnostic.severity {
        Severity::Warning => RenderedSeverity::Warning,
        Severity::Error | Severity::Denied | Severity::Usage => RenderedSeverity::Error,
        Severity::Internal => RenderedSeverity::Bug,
    };
    let mut rendered = Rendered::new(severity)
        .with_message(escaped(&diagnostic.message))
        .with_labels(labels)
        .with_notes(diagnostic.hints.iter().map(|h| format!("hint: {}", escaped(h))).collect());
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

/// The texts that a diagnostic points into, and its labels in them.
fn excerpts<'a>(
    diagnostic: &Diagnostic,
    sources: &'a Sources,
) -> (Excerpts<'a>, Vec<Label<usize>>) {
    // Places in one file share an excerpt.
    let ids: BTreeSet<FileId> = diagnostic.labels.iter().map(|(span, _)| span.file).collect();
    let mut excerpts = Vec::new();
    let mut labels = Vec::new();
    for file in ids.into_iter().filter_map(|id| sources.get(id).map(|file| (id, file))) {
        let (id, file) = file;
        let own = diagnostic.labels.iter().enumerate().filter(|(_, (span, _))| span.file == id);
        let mut ranges: Vec<_> =
            own.clone().map(|(_, (span, _))| visible(&file.text, span.range())).collect();
        let excerpt = Excerpt::new(escaped(&file.name), &file.text, &mut ranges);
        for ((index, (_, text)), range) in own.zip(ranges) {
            let style = if index == 0 { LabelStyle::Primary } else { LabelStyle::Secondary };
            labels.push((
                index,
                Label::new(style, excerpts.len(), range).with_message(escaped(text)),
            ));
        }
        excerpts.push(excerpt);
    }
    labels.sort_by_key(|(index, _)| *index);
    (Excerpts(excerpts), labels.into_iter().map(|(_, label)| label).collect())
}

/// A range cut at the end of its first line, since a longer excerpt says no more.
fn visible(text: &str, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let start = text.floor_char_boundary(range.start);
    let end = text.floor_char_boundary(range.end.max(start));
    let line = text[start..end].find('\n').map_or(end, |at| start + at);
    start..line
}

/// A text with control and direction characters escaped, safe for a terminal.
fn escaped(text: &str) -> Cow<'_, str> {
    if !text.chars().any(steers) {
        return Cow::Borrowed(text);
    }
    let escape = |c: char| if steers(c) { c.escape_unicode().to_string() } else { c.to_string() };
    Cow::Owned(text.chars().map(escape).collect())
}

/// Writes to standard error. Failure is ignored, as it cannot be reported anywhere.
fn eprint(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::{left_out, panicked, render};
    use crate::diag::{Diagnostic, Sources, Span};

    #[test]
    fn a_panic_is_one_line_and_a_hint() {
        let error = panicked(Some("index out of bounds\nmore"), Some("src/x.rs:7"));
        let text = render(&error, &Sources::default(), false);
        let mut lines = text.lines();
        assert_eq!(lines.next(), Some("internal error: index out of bounds (src/x.rs:7)"));
        assert!(
            lines.next().is_some_and(|line| line.contains("report it with the deck")),
            "{text}"
        );
    }

    #[test]
    fn nothing_that_steers_a_terminal_is_shown() {
        let mut sources = Sources::default();
        let text = "一\u{1b}]0;x\u{7}错\u{202e}\n";
        let file = sources.add("a\u{9b}31m.md", text);
        let at = text.find('错').expect("it is there");
        let error = Diagnostic::error(Span::new(file, at..at + 3), "no \u{1b}[31m").hint("\u{7f}");
        let shown = render(&error, &sources, false);
        assert!(!shown.chars().any(|c| c.is_control() && c != '\n'), "{shown:?}");
        assert!(
            shown.contains(r"no \u{1b}[31m") && shown.contains("a\\u{9b}31m.md:1:8"),
            "{shown}"
        );
        assert!(shown.contains("一␛]0;x␇错�"), "{shown}");
        assert!(shown.contains(r"hint: \u{7f}"), "{shown}");
    }

    #[test]
    fn errors_are_shown_before_warnings() {
        let error = Diagnostic::usage("e");
        let warning = Diagnostic::warning("typst", Span::DETACHED, "w");
        let (mut findings, mut errors) = (vec![&warning; 30], vec![&error; 15]);
        let hidden = left_out(&mut findings, &mut errors);
        assert_eq!((findings.len(), errors.len()), (5, 15));
        assert_eq!(hidden.as_deref(), Some("… and 25 warnings more"));
        let (mut findings, mut errors) = (vec![&warning; 3], vec![&error; 21]);
        let hidden = left_out(&mut findings, &mut errors);
        assert_eq!((findings.len(), errors.len()), (0, 20));
        assert_eq!(hidden.as_deref(), Some("… and 1 error and 3 warnings more"));
        assert_eq!(left_out(&mut Vec::new(), &mut Vec::new()), None);
    }
}
