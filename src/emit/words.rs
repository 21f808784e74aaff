//! The lists of words by which lines are broken. They stand in `words.toml`, by language.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::locale::{List, lists};

/// The lists.
pub(super) static WORDS: LazyLock<Words> = LazyLock::new(|| lists(include_str!("words.toml")));

/// The lists, by what they find; `words.toml` says what each is compared with.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(
    clippy::missing_docs_in_private_items,
    reason = "each list is described where its words are"
)]
pub(super) struct Words {
    pub(super) letters: List,
    pub(super) units: List,
    pub(super) joining: List,
    pub(super) leading: List,
    pub(super) short: List,
    pub(super) attributive: List,
    pub(super) aspect: List,
    pub(super) plural: List,
}
