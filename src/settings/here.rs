//! Finds the deck of a folder: a file named like a deck, else the only Markdown file.

use std::path::{Path, PathBuf};

use crate::diag::{Diagnostic, nearest};
use crate::fs;
use crate::input::{Input, is_called_markdown};

/// File names that make a folder a deck, in the order in which they are looked for.
pub(super) const DECK_FILES: [&str; 4] = ["deck.md", "deck.json", "slides.md", "index.md"];

/// Names of Markdown files about a project.
const NO_DECKS: [&str; 7] = [
    "readme", "changelog", "contributing", "architecture", "security", "license", "code_of_conduct",
];

/// Language suffixes of such files: `README.zh-CN.md`, `README_ja.md`.
const LANGUAGES: [&str; 25] = [
    "ar", "cn", "de", "en", "es", "fa", "fr", "he", "hi", "id", "it", "ja", "jp", "ko", "kr", "nl",
    "pl", "pt", "ru", "th", "tr", "tw", "uk", "vi", "zh",
];

/// Most files that are named.
const MOST_NAMED: usize = 5;

/// The deck of a folder; `None`: there is none.
///
/// # Errors
/// If several files could be it.
pub(super) fn deck_in(folder: &Path) -> Result<Option<Input>, Diagnostic> {
    let called = DECK_FILES.iter().map(|name| folder.join(name)).find(|path| fs::is_file(path));
    let path = match called {
        Some(path) => Some(path),
        None => only_markdown(folder)?,
    };
    Ok(path.map(|path| Input::File { path, root: folder.to_path_buf(), more: Vec::new() }))
}

/// The only file in a folder that could be a deck by its name.
fn only_markdown(folder: &Path) -> Result<Option<PathBuf>, Diagnostic> {
    let names = names_in(folder).into_iter().filter(|name| could_be_deck(name));
    let mut paths: Vec<PathBuf> = names.map(|name| folder.join(name)).collect();
    if paths.len() < 2 {
        return Ok(paths.pop());
    }
    let more = paths.len().saturating_sub(MOST_NAMED);
    let named = paths.iter().take(MOST_NAMED).map(|path| format!("`{}`", path.display()));
    let named = named.collect::<Vec<_>>().join(", ");
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let error = Diagnostic::usage(format!("several files could be the deck: {named}{more}"));
    Err(error.hint(format!("name one of them, or call it `{}`", DECK_FILES[0])))
}

/// Whether a file is Markdown, not one of our outputs, and not about a project.
fn could_be_deck(name: &str) -> bool {
    let lower = name.to_lowercase();
    let stem = lower.rsplit_once('.').map_or(lower.as_str(), |(stem, _)| stem);
    is_called_markdown(Path::new(name))
        && !lower.starts_with('.')
        && !lower.ends_with(".notes.md")
        && !NO_DECKS.iter().filter_map(|known| stem.strip_prefix(known)).any(is_no_more)
}

/// Whether the rest of a name is only a language suffix.
fn is_no_more(rest: &str) -> bool {
    let is_language = |rest: &str| {
        let first = rest.split(['-', '_', '.']).next().unwrap_or_default();
        LANGUAGES.contains(&first)
    };
    rest.is_empty() || rest.strip_prefix(['-', '_', '.']).is_some_and(is_language)
}

/// A hint with a file whose name is similar to a missing one.
pub(super) fn near_file(missing: &Path) -> Option<String> {
    let folder = missing.parent().unwrap_or(Path::new(""));
    let name = missing.file_name()?.to_str()?;
    let paths: Vec<String> =
        names_in(folder).iter().map(|name| folder.join(name).display().to_string()).collect();
    let missing = folder.join(name).display().to_string();
    nearest(&missing, paths.iter().map(String::as_str))
}

/// The files in a folder; none if it cannot be read.
fn names_in(folder: &Path) -> Vec<String> {
    fs::names_in(folder).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::could_be_deck;

    #[test]
    fn files_about_a_project_are_no_decks_in_any_language() {
        for name in [
            "README.md", "readme.zh-CN.md", "README_ja.md", "Security-en.md", ".x.md", "a.notes.md",
        ] {
            assert!(!could_be_deck(name), "{name}");
        }
        for name in
            ["security-basics.md", "architecture.old.md", "licensed.md", "talk.md", "培训.md"]
        {
            assert!(could_be_deck(name), "{name}");
        }
    }
}
