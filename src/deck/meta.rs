//! What the front matter of a deck can say.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diag::Span;
use crate::locale::Locale;

/// Settings of a deck. Every one is optional.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Meta {
    /// Title of the deck: on the title slide and in the PDF.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Second line of the title slide.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<String>,
    /// Who speaks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub author: Vec<String>,
    /// The date as it is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Language of the deck as a BCP 47 tag: `zh`, `zh-TW`, `en`, `ja` … `None`: found from its text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// Shown at the foot of every slide.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub footer: Option<String>,
    /// Name of the theme.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
    /// Tokens of the theme to replace, such as `accent: "#c8102e"`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub tokens: BTreeMap<String, String>,
    /// How long the talk shall take, in minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration: Option<f64>,
    /// Whether an agenda follows the title slide. `None`: if there are
    /// three sections or more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agenda: Option<bool>,
    /// Whether lists come item by item, a page for each. `None`: no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incremental: Option<bool>,
    /// Whether every slide is shown with all of its steps at once. `None`: no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handout: Option<bool>,
    /// What is done about a slide with more on it than its page holds. `None`: `auto`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fit: Option<Fit>,
    /// What findings come to, by code: `off`, `warn` or `deny`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub check: BTreeMap<String, String>,
    /// How the notes are timed.
    #[serde(skip_serializing_if = "NotesMeta::is_default")]
    pub notes: NotesMeta,
    /// Whether no font has the letters of the labels in the deck's language.
    #[serde(skip)]
    pub unlettered: bool,
    /// Where the values stand in the author's file, by key; a token's key is `tokens.NAME`, a
    /// level's `check.CODE` and its code's `check.CODE.name`.
    #[serde(skip)]
    pub spans: BTreeMap<String, Span>,
}

impl Meta {
    /// Where the value of a key stands; detached if the author did not write it.
    pub(crate) fn span(&self, key: &str) -> Span {
        self.spans.get(key).copied().unwrap_or_default()
    }
}

impl Meta {
    /// Takes from `below` what is not set here, of the keys that a project can set for its decks.
    pub(crate) fn fill(&mut self, below: &Meta) {
        let mut take = |key: &str| {
            if let Some(span) = below.spans.get(key) {
                self.spans.insert(key.to_owned(), *span);
            }
        };
        if self.author.is_empty() && !below.author.is_empty() {
            take("author");
            self.author.clone_from(&below.author);
        }
        macro_rules! fill {
            ($($key:ident)+) => {$(
                if self.$key.is_none() && below.$key.is_some() {
                    take(stringify!($key));
                    self.$key.clone_from(&below.$key);
                }
            )+};
        }
        fill!(date lang footer theme duration agenda incremental fit);
    }
}

/// What is done about a slide with more on it than its page holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Fit {
    /// It is set smaller, down to what can be read, and then continued on further pages.
    #[default]
    Auto,
    /// It is set smaller only.
    Shrink,
    /// It is continued on further pages only.
    Split,
    /// Nothing: it is an error.
    Error,
}

impl Fit {
    /// The names of all modes.
    pub(crate) const NAMES: [&str; 4] = ["auto", "shrink", "split", "error"];

    /// The mode with a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let modes = [Self::Auto, Self::Shrink, Self::Split, Self::Error];
        Self::NAMES.iter().position(|known| *known == name).map(|at| modes[at])
    }
}

/// How the notes are timed.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct NotesMeta {
    /// Speed of speech: characters a minute, or words where the language counts by them. `None`: as
    /// the language is spoken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<f64>,
}

impl NotesMeta {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

impl Meta {
    /// The language of the deck, and how it says things.
    pub(crate) fn locale(&self) -> Locale {
        self.lang.as_deref().and_then(Locale::of).unwrap_or_default()
    }

    /// The same as it is printed on pages.
    pub(crate) fn page_locale(&self) -> Locale {
        self.locale().lettered(|_| !self.unlettered)
    }
}
