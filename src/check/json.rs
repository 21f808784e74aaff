//! Findings → the document of `check --format json`. Its shape is a promise: fields are added, and
//! none changes its meaning without a new version.

use schemars::JsonSchema;
use serde::Serialize;

use crate::diag::{Diagnostic, Region, Severity, Sources, Span};

/// Version of the document.
const VERSION: u32 = 1;

/// What `llmslides check --format json` prints.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "Findings of llmslides check")]
struct Document {
    /// Version of this format: 1. It grows when a field changes its meaning or goes.
    version: u32,
    /// Every finding and error, in the order of the file.
    findings: Vec<Finding>,
    /// How many there are of each kind.
    summary: Summary,
    /// What was looked at. Null if the deck could not be laid out.
    deck: Option<LookedAt>,
    /// Codes of what could not be looked for, because the deck was not laid out: it has errors.
    not_looked_for: Vec<&'static str>,
}

/// What was looked at.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub(crate) struct LookedAt {
    /// Slides of the deck.
    pub(crate) slides: usize,
    /// Pages that they take.
    pub(crate) pages: usize,
    /// Characters of their text that can be seen: neither blanks nor notes, formulas, raw Typst.
    pub(crate) characters: usize,
    /// How many of these stand on the pages of their slide, in a font that has them.
    pub(crate) shown: usize,
}

/// How many findings there are.
#[derive(Debug, Serialize, JsonSchema)]
struct Summary {
    /// Errors, denied findings among them.
    errors: usize,
    /// Warnings.
    warnings: usize,
    /// Those that `--fix` mends.
    fixable: usize,
}

/// A finding or an error.
#[derive(Debug, Serialize, JsonSchema)]
struct Finding {
    /// The rule, such as `dense-slide`: `llmslides explain CODE` says more. Null for plain errors.
    code: Option<&'static str>,
    /// How bad it is.
    level: FindingLevel,
    /// What is wrong, in a clause.
    message: String,
    /// The file as it was named; `<stdin>` for standard input. Null if it is in none.
    file: Option<String>,
    /// Where in the file.
    range: Option<Range>,
    /// The slide, from 1.
    slide: Option<usize>,
    /// The page of the PDF, from 1.
    page: Option<usize>,
    /// The place on the page in pt, from its upper left corner.
    #[serde(rename = "box")]
    region: Option<Region>,
    /// What mends it: `check --fix` does the same.
    suggestion: Option<Suggestion>,
    /// What to do about it.
    hints: Vec<String>,
    /// Other places that belong to it.
    related: Vec<Related>,
}

/// How bad a finding is.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum FindingLevel {
    /// Something is not shown as it was written, or the finding is denied.
    Error,
    /// What is shown is what was written.
    Warning,
}

/// A change of the file.
#[derive(Debug, Serialize, JsonSchema)]
struct Suggestion {
    /// What is replaced.
    range: Range,
    /// What stands there then.
    replacement: String,
}

/// Another place.
#[derive(Debug, Serialize, JsonSchema)]
struct Related {
    /// The file.
    file: String,
    /// Where in it.
    range: Range,
    /// What is there; may be empty.
    message: String,
}

/// A part of a file.
#[derive(Debug, Serialize, JsonSchema)]
struct Range {
    /// Its first character.
    start: Position,
    /// One past its last character.
    end: Position,
}

/// A place in a file.
#[derive(Debug, Serialize, JsonSchema)]
struct Position {
    /// Bytes before it, a byte-order mark not counted.
    offset: usize,
    /// Line, from 1.
    line: usize,
    /// Column in characters, from 1.
    column: usize,
}

/// The document, indented, with a newline at the end. The findings are taken as they come.
/// `unseen`: the codes of what could not be looked for.
pub(crate) fn write(
    found: &[&Diagnostic],
    deck: Option<LookedAt>,
    unseen: &[&'static str],
    sources: &Sources,
) -> String {
    let errors = found.iter().filter(|found| found.is_error()).count();
    let fixable = found.iter().filter(|found| found.fix.is_some()).count();
    let document = Document {
        version: VERSION,
        findings: found.iter().map(|found| finding(found, sources)).collect(),
        summary: Summary { errors, warnings: found.len() - errors, fixable },
        deck,
        not_looked_for: unseen.to_vec(),
    };
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

/// The JSON Schema of the document, indented, with a newline at the end.
pub(crate) fn schema() -> String {
    let schema = schemars::schema_for!(Document);
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}

fn finding(found: &Diagnostic, sources: &Sources) -> Finding {
    let suggestion = found.fix.as_ref().and_then(|fix| {
        let range = range(fix.span, sources)?;
        Some(Suggestion { range, replacement: fix.replacement.clone() })
    });
    let related = found.labels.iter().skip(1).filter_map(|(span, message)| {
        let file = sources.get(span.file)?.name.clone();
        Some(Related { file, range: range(*span, sources)?, message: message.clone() })
    });
    Finding {
        code: found.code,
        level: match found.severity {
            Severity::Warning => FindingLevel::Warning,
            Severity::Error | Severity::Denied | Severity::Usage | Severity::Internal => {
                FindingLevel::Error
            }
        },
        message: found.message.clone(),
        file: sources.get(found.span().file).map(|file| file.name.clone()),
        range: range(found.span(), sources),
        slide: found.location().slide,
        page: found.location().page,
        region: found.location().region,
        suggestion,
        hints: found.hints.clone(),
        related: related.collect(),
    }
}

fn range(span: Span, sources: &Sources) -> Option<Range> {
    let position = |at: u32| {
        let (line, column) = sources.line_column(Span { start: at, end: at, ..span })?;
        Some(Position { offset: at as usize, line, column })
    };
    Some(Range { start: position(span.start)?, end: position(span.end)? })
}
