//! What commands that take an article share: its bytes, its encoding, its syntax.

use std::path::Path;

use crate::article::Syntax;
use crate::article::decode::{self, Decoded};
use crate::diag::{Diagnostic, Severity};
use crate::fs;

/// Endings of files that hold an article in no syntax that is read, and what to do about it.
const OTHERS: [(&str, &str); 6] = [
    ("docx", "save it as a web page (.html), or `pandoc talk.docx -o talk.md`"),
    ("doc", "save it as a web page (.html)"),
    ("pdf", "`pdftotext talk.pdf` makes text of it"),
    ("epub", "`pandoc book.epub -o book.md` makes Markdown of it"),
    ("rtf", "save it as a web page (.html)"),
    ("odt", "save it as a web page (.html)"),
];

/// The syntax that a file's name tells; `None` if it tells none.
pub(super) fn syntax_of(path: &Path) -> Option<Syntax> {
    let extension = path.extension()?.to_string_lossy().to_lowercase();
    match extension.as_str() {
        "txt" | "text" => Some(Syntax::Text),
        "html" | "htm" | "xhtml" | "shtml" => Some(Syntax::Html),
        "md" | "markdown" | "mdx" | "mkd" | "qmd" | "rmd" => Some(Syntax::Markdown),
        _ => None,
    }
}

/// The syntax that a text seems to be in: a page begins with a tag, Markdown has headings.
pub(super) fn syntax_in(text: &str) -> Syntax {
    let head: String = text.trim_start().chars().take(512).collect::<String>().to_lowercase();
    if head.starts_with("<!doctype") || head.starts_with("<html") || head.starts_with("<?xml") {
        return Syntax::Html;
    }
    let mut lines = text.lines();
    let heading = |line: &str| {
        let hashes = line.len() - line.trim_start_matches('#').len();
        (1..=6).contains(&hashes) && line[hashes..].starts_with(' ')
    };
    let markdown =
        head.starts_with("---\n") || lines.any(|line| heading(line) || line.starts_with("```"));
    if markdown { Syntax::Markdown } else { Syntax::Text }
}

/// Reads and decodes an article; `-` is standard input.
///
/// # Errors
/// If it cannot be read, is too large, or is no text.
pub(super) fn read(path: &Path, encoding: Option<&str>) -> Result<Decoded, Diagnostic> {
    let name = path.display().to_string();
    let bytes =
        if path == Path::new("-") { fs::read_stdin_bytes()? } else { fs::read_article(path)? };
    decode::decode(&bytes, encoding).map_err(|why| {
        let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        let other = OTHERS.iter().find(|(other, _)| *other == extension).map(|(_, hint)| (*hint).to_owned());
        let unknown = why.starts_with("unknown");
        let message = if unknown { why } else { format!("cannot read `{name}`: {why}") };
        let severity = if unknown { Severity::Usage } else { Severity::Error };
        let error = Diagnostic { severity, ..Diagnostic::usage(message) };
        match other {
            Some(hint) => error.hint(hint),
            None if unknown => error.hint("for example `--encoding gb18030` or `--encoding big5`"),
            None => error.hint("`--encoding gb18030` or another name decodes a text whose encoding is not found out"),
        }
    })
}
