//! Decides the kind of a text: deck or article, and the syntax. File name, beginning and content
//! tell, but an explicit option takes precedence.

use std::path::Path;

use clap::ValueEnum;

use crate::article;
use crate::assets::texts;
use crate::deck::markdown::{self, Clean, Prose};

/// As what a text is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum As {
    /// A deck is drafted of it
    Article,
    /// It is a deck
    Deck,
}

/// The kind of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A deck in Markdown.
    Markdown,
    /// `deck.json`.
    Json,
    /// An article, in whatever syntax.
    Article,
}

/// The form of a text, by its file name and its beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Markdown.
    Markdown,
    /// A deck as data.
    Json,
    /// Plain text.
    Text,
    /// A web page.
    Html,
}

impl Form {
    /// The form of a text; `path` is what its file is called, if it has one.
    pub(super) fn of(path: Option<&Path>, text: &str) -> Self {
        match path.and_then(Self::named) {
            Some(Self::Text | Self::Html) | None if is_page(text) => Self::Html,
            Some(form) => form,
            // `{{<` begins an include.
            None => match text.trim_start() {
                text if text.starts_with('{') && !text.starts_with("{{") => Self::Json,
                _ => Self::Markdown,
            },
        }
    }

    /// The form that a file name implies; `None` if it implies none.
    pub(super) fn named(path: &Path) -> Option<Self> {
        let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        Some(match ending.as_str() {
            "json" => Self::Json,
            "txt" | "text" => Self::Text,
            "html" | "htm" | "xhtml" | "shtml" => Self::Html,
            ending if texts::MARKDOWN.contains(&ending) => Self::Markdown,
            _ => return None,
        })
    }

    /// The kind of prose that a text in this form is, where that decides what it is.
    pub(super) fn prose(self, text: &str, said: Option<As>) -> Option<Prose> {
        let matters = self == Self::Markdown && said.is_none();
        matters.then(|| markdown::prose(text)).flatten()
    }

    /// The kind of a text in this form. `prose`: as [`Form::prose`] found; `clean`: the deck that the text
    /// means if it is no deck as it is.
    pub(super) fn kind(
        self,
        text: &str,
        said: Option<As>,
        prose: Option<Prose>,
        clean: Option<&Clean>,
    ) -> Kind {
        // A chatbot's answer contains a deck, however long it is.
        let is_article = match prose {
            Some(Prose::OfBlog) => true,
            Some(Prose::Plain) => !clean.is_some_and(Clean::is_answer),
            None => clean.is_some_and(Clean::is_numbered_article),
        };
        match (said, self) {
            (Some(As::Article), _) => Kind::Article,
            (_, Self::Json) => Kind::Json,
            (Some(As::Deck), _) => Kind::Markdown,
            (None, Self::Html) => Kind::Article,
            (None, Self::Text) if !is_deck(text, clean) => Kind::Article,
            (None, Self::Markdown) if is_article => Kind::Article,
            (None, Self::Text | Self::Markdown) => Kind::Markdown,
        }
    }

    /// The syntax of a text in this form in case it is an article. `clean`: the deck that the text means if
    /// it is no deck as it is.
    pub(super) fn syntax(
        self,
        path: Option<&Path>,
        text: &str,
        clean: Option<&Clean>,
    ) -> article::Syntax {
        // Its headings are lines with a number, which Markdown does not know.
        let is_plain = clean.is_some_and(Clean::is_numbered_article) && !is_markdown(text);
        match self {
            Self::Html => article::Syntax::Html,
            Self::Text => article::Syntax::Text,
            Self::Markdown if is_plain => article::Syntax::Text,
            Self::Markdown | Self::Json if path.is_some() || is_markdown(text) => {
                article::Syntax::Markdown
            }
            Self::Markdown | Self::Json => article::Syntax::Text,
        }
    }
}

/// Whether a file name has an extension of Markdown.
pub(crate) fn is_called_markdown(path: &Path) -> bool {
    Form::named(path) == Some(Form::Markdown)
}

/// Whether a text begins as a web page does.
fn is_page(text: &str) -> bool {
    let head: String = text.trim_start().chars().take(16).collect::<String>().to_lowercase();
    ["<!doctype", "<html", "<?xml"].iter().any(|tag| head.starts_with(tag))
}

/// Whether a text has headings, code or front matter as Markdown has them.
fn is_markdown(text: &str) -> bool {
    let mut lines = text.lines();
    text.trim_start().starts_with("---\n")
        || lines.any(|line| is_heading(line) || line.starts_with("```"))
}

/// Whether a line is a heading in Markdown.
fn is_heading(line: &str) -> bool {
    let hashes = line.len() - line.trim_start_matches('#').len();
    (1..=6).contains(&hashes) && line[hashes..].starts_with(' ')
}

/// Fewest slides of a chatbot's answer in plain text.
const FEWEST_SLIDES: usize = 3;

/// Whether a text named as plain text is really a deck in Markdown. `clean`: the deck that it means.
fn is_deck(text: &str, clean: Option<&Clean>) -> bool {
    let headings = |text: &str| text.lines().filter(|line| is_heading(line)).count();
    let written = headings(text);
    // `【第3页】` marks slides without Markdown.
    let has_slides = |clean: &Clean| written > 0 || headings(&clean.text) >= FEWEST_SLIDES;
    clean.is_some_and(|clean| clean.is_answer() && has_slides(clean))
        || written > 1 && text.lines().any(|line| line.starts_with("## "))
}
