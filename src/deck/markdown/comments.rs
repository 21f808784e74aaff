//! HTML comments: directives of other tools, or speaker notes.

use super::blocks::Directive;
use super::{dialect, included};

/// The kind of a comment.
#[derive(Debug, PartialEq)]
pub(super) enum Comment {
    /// Speaker notes, as Markdown.
    Notes(String),
    /// Directives for a slide, or for it and all later ones.
    Directives(Vec<Directive>),
    /// The start of a slot of a slide, by its name as written.
    Slot(String),
    /// `include: part.md`, with the path.
    Include(String),
    /// A directive without a meaning here, by its name.
    Ignored(String),
    /// Nothing: an empty comment, or one for an editor or a linter.
    Nothing,
}

/// First words of comments for editors and linters.
const TOOLS: [&str; 8] = [
    "llmslides:", "prettier-ignore", "markdownlint", "omit in toc", "vale ", "textlint", "lint ",
    "spell-checker",
];

/// Presenterm's and Deckset's one-word commands.
const COMMANDS: [&str; 5] = ["fit", "pause", "end_slide", "column_layout", "reset_layout"];

/// Classifies the text between `<!--` and `-->`.
pub(super) fn classify(text: &str) -> Comment {
    let trimmed = text.trim();
    if trimmed.is_empty() || TOOLS.iter().any(|tool| trimmed.starts_with(tool)) {
        return Comment::Nothing;
    }
    if COMMANDS.contains(&trimmed) {
        return Comment::Ignored(format!("`<!-- {trimmed} -->`"));
    }
    if let Some(path) = included::in_comment(trimmed) {
        return Comment::Include(path.to_owned());
    }
    let of_tool = dialect::TOOLS.iter().find_map(|tool| tool.comment(trimmed));
    of_tool.unwrap_or_else(|| Comment::Notes(dedent(text)))
}

/// Removes the common indentation of a text and the empty lines around it.
pub(super) fn dedent(text: &str) -> String {
    // The first line follows the opening mark, so its indentation is unknown.
    let indent = text
        .lines()
        .skip(1)
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.len() - line.trim_start_matches(' ').len())
        .min()
        .unwrap_or(0);
    let mut lines: Vec<&str> = text.lines().map(|line| line.trim_end()).collect();
    for (index, line) in lines.iter_mut().enumerate() {
        *line = if index == 0 { line.trim_start() } else { line.get(indent..).unwrap_or("") };
    }
    lines.join("\n").trim_matches('\n').to_owned()
}
