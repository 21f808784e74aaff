//! The lists of words by which rules know a text. They stand in `words.toml`, by language.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::locale::{List, lists};

/// The lists.
pub(super) static WORDS: LazyLock<Words> = LazyLock::new(|| lists(include_str!("words.toml")));

/// The lists, by what they find; `words.toml` says what each is compared with.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[allow(
    clippy::missing_docs_in_private_items,
    reason = "each list is described where its words are"
)]
pub(super) struct Words {
    pub(super) blank_begins: List,
    pub(super) blank_ends: List,
    pub(super) blank_named: List,
    pub(super) blank_counted_not: List,
    pub(super) topic: List,
    pub(super) joint: List,
}
