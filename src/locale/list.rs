//! Lists of words, by language.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Words of one kind in all languages. They are compared with texts in lower case.
#[derive(Deserialize)]
#[serde(transparent)]
pub(crate) struct List(BTreeMap<String, Vec<String>>);

/// Reads lists that are part of the program.
///
/// # Panics
/// If the text is not well formed, which a test of each would find.
pub(crate) fn lists<T: DeserializeOwned>(text: &str) -> T {
    toml::from_str(text).expect("lists that are well formed")
}

impl List {
    /// The words of all languages.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.values().flatten().map(String::as_str)
    }

    /// Whether a text is one of the words.
    pub(crate) fn has(&self, text: &str) -> bool {
        self.iter().any(|word| word == text)
    }

    /// Whether one of the words stands in a text.
    pub(crate) fn stands_in(&self, text: &str) -> bool {
        self.iter().any(|word| text.contains(word))
    }

    /// Bytes of the longest word that a text begins with.
    pub(crate) fn front(&self, text: &str) -> Option<usize> {
        self.iter().filter(|word| text.starts_with(word)).map(str::len).max()
    }

    /// Whether a text begins with one of the words.
    pub(crate) fn begins(&self, text: &str) -> bool {
        self.front(text).is_some()
    }

    /// Bytes of the longest word that a text ends with.
    pub(crate) fn back(&self, text: &str) -> Option<usize> {
        self.iter().filter(|word| text.ends_with(word)).map(str::len).max()
    }

    /// Whether a text ends with one of the words.
    pub(crate) fn ends(&self, text: &str) -> bool {
        self.back(text).is_some()
    }
}
