//! What the front matter of a deck can say.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diag::Span;

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
    /// Language of the deck as a BCP 47 tag: `zh` (default), `zh-TW`, `en`, `ja` …
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
    /// Speed of speech in Han characters a minute. `None`: 220.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<f64>,
}

impl NotesMeta {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

impl Meta {
    /// Takes a language away that is none, so that the default stands; the answer is what was written.
    pub(crate) fn take_wrong_lang(&mut self) -> Option<String> {
        self.lang.take_if(|lang| !is_language(lang))
    }

    /// Language and region for typesetting: `zh-TW` → (`zh`, `TW`). Chinese without a region is
    /// set as in mainland China.
    pub(crate) fn lang_region(&self) -> (String, Option<String>) {
        let tag = self.lang.as_deref().unwrap_or("zh");
        let mut parts = tag.split(['-', '_']);
        let lang = parts.next().unwrap_or("zh").to_lowercase();
        // A script subtag has four letters; of those only the two for Chinese say something.
        let mut region = None;
        for part in parts {
            match (part.len(), part.to_lowercase().as_str()) {
                (2, _) => region = Some(part.to_uppercase()),
                (_, "hant") => region = region.or(Some("TW".into())),
                (_, "hans") => region = region.or(Some("CN".into())),
                _ => {}
            }
        }
        if lang == "zh" && region.is_none() {
            region = Some("CN".into());
        }
        (lang, region)
    }
}

/// Whether a text is a language tag as BCP 47 has them, beginning with a language of two or three
/// letters. Regions behind `_`, as programs write them, are meant the same.
fn is_language(tag: &str) -> bool {
    let mut parts = tag.split(['-', '_']);
    let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_known = parts.next().is_some_and(|lang| matches!(lang.len(), 2 | 3) && letters(lang));
    let signs = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_known && parts.all(|part| (2..=8).contains(&part.len()) && signs(part))
}

#[cfg(test)]
mod tests {
    use super::is_language;

    #[test]
    fn language_tags() {
        for tag in ["zh", "zh-TW", "zh_CN", "zh-Hant-HK", "yue", "en-GB-oxendict", "es-419"] {
            assert!(is_language(tag), "{tag}");
        }
        for tag in ["", "chinese", "zh-c", "中文", "zh-", "-zh", "zh--TW", "zh-TW; x"] {
            assert!(!is_language(tag), "{tag}");
        }
    }
}
