//! HTML comments: directives of other tools, or what the speaker says.

use super::parts;
use super::yaml::{self, Value};

/// What a comment is.
#[derive(Debug, PartialEq)]
pub(super) enum Comment {
    /// Speaker notes, as Markdown.
    Notes(String),
    /// Marp's `_class` or `class`, with the classes.
    Classes(Vec<String>),
    /// `include: part.md`, with the path.
    Include(String),
    /// A directive without a meaning here, by its name.
    Ignored(String),
    /// Nothing: an empty comment, or one for an editor or a linter.
    Nothing,
}

/// Marp's directives that change nothing here.
const MARP: [&str; 16] = [
    "theme", "style", "headingDivider", "size", "math", "title", "author", "description",
    "keywords", "url", "image", "marp", "paginate", "header", "footer", "color",
];

/// First words of comments that are meant for tools.
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
    if let Some(path) = parts::in_comment(trimmed) {
        return Comment::Include(path.to_owned());
    }
    if let Some(directive) = directive(trimmed) {
        return directive;
    }
    Comment::Notes(dedent(text))
}

/// Marp's `<!-- key: value -->`.
fn directive(text: &str) -> Option<Comment> {
    let keys = yaml::keys(text)?;
    let is_directive = |key: &String| {
        let name = key.trim_start_matches('_');
        MARP.contains(&name) || name == "class" || name.starts_with("background")
    };
    let key = keys.first()?;
    if !keys.iter().all(is_directive) {
        let lower = key.starts_with('_') && text.lines().count() == 1;
        return lower.then(|| Comment::Ignored(format!("`<!-- {key}: … -->`")));
    }
    let Value::Map(pairs) = yaml::parse(text).ok()?.value else { return None };
    for (key, value) in &pairs {
        if key.text().is_some_and(|key| key.trim_start_matches('_') == "class") {
            let classes = match &value.value {
                Value::List(items) => items.iter().filter_map(yaml::Node::text).collect(),
                _ => value.text()?.split_whitespace().map(str::to_owned).collect(),
            };
            return Some(Comment::Classes(classes));
        }
    }
    Some(Comment::Ignored(format!("`<!-- {key}: … -->`")))
}

/// The lines of a text without the blanks that all of them begin with, and without empty lines
/// around it.
pub(super) fn dedent(text: &str) -> String {
    // The first line stands behind the opening mark and says nothing about the indentation.
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
