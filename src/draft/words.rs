//! The lists of words by which drafting knows what a sentence does. They stand in `words.toml`, by
//! language, and nowhere in the code.

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
    pub(super) meta: List,
    pub(super) announces: List,
    pub(super) elsewhere: List,
    pub(super) defines: List,
    pub(super) names: List,
    pub(super) asks_what: List,
    pub(super) reactions: List,
    pub(super) linked: List,
    #[serde(rename = "self")]
    pub(super) own: List,
    pub(super) expletive: List,
    pub(super) expletive_to: List,
    pub(super) leads: List,
    pub(super) points: List,
    pub(super) follows: List,
    pub(super) shown: List,
    pub(super) goes_on: List,
    pub(super) back: List,
    pub(super) not_back: List,
    pub(super) pointing: List,
    pub(super) pronouns: List,
    pub(super) remarks: List,
    pub(super) markers: List,
    pub(super) connectives: List,
    pub(super) datelines: List,
    pub(super) says: List,
    pub(super) frames: List,
    pub(super) results: List,
    pub(super) changes: List,
    pub(super) remedies: List,
    pub(super) contrasts: List,
    pub(super) asides: List,
    pub(super) examples: List,
    pub(super) closings: List,
    pub(super) binding: List,
    pub(super) subordinate: List,
    pub(super) needing: List,
    pub(super) own_clauses: List,
    pub(super) dependent: List,
    pub(super) finite: List,
    pub(super) bad_starts: List,
    pub(super) bad_ends: List,
    pub(super) openings: List,
    pub(super) conclusion: List,
    pub(super) generic: List,
    pub(super) first_of: List,
    pub(super) next_of: List,
    pub(super) counts: List,
    pub(super) vague_counts: List,
    pub(super) counted: List,
    pub(super) thanks: List,
    pub(super) sources: List,
    pub(super) then: List,
    pub(super) joins: List,
    pub(super) links: List,
    pub(super) vague: List,
    pub(super) confidence: List,
    pub(super) file_names: List,
    pub(super) code_words: List,
    pub(super) units: List,
    pub(super) multiples: List,
    pub(super) copulas: List,
    pub(super) quoted: List,
    pub(super) turns: List,
    pub(super) concludes: List,
    pub(super) restates: List,
    pub(super) judges: List,
    pub(super) doubts: List,
    pub(super) grants: List,
    pub(super) strays: List,
    pub(super) tells: List,
}

impl Words {
    /// Whether a text, in lower case, begins with a word that means something said before.
    pub(super) fn refer_back(&self, lower: &str) -> bool {
        self.back.begins(lower) && !self.not_back.begins(lower) && !self.is_expletive(lower)
    }

    /// Whether a text, in lower case, begins with a pronoun, and not only with a word that links it.
    pub(super) fn leaning(&self, lower: &str) -> bool {
        let linked = self.results.begins(lower) || self.concludes.begins(lower);
        self.refer_back(lower) && !linked || self.pointing.begins(lower)
    }

    /// Whether the `it` of a text means what comes behind it: `it is hard to …`.
    fn is_expletive(&self, lower: &str) -> bool {
        const MOST_WORDS: usize = 4;
        let Some(rest) = self.expletive.front(lower).map(|word| &lower[word..]) else {
            return false;
        };
        let words: Vec<&str> = rest.split_whitespace().take(MOST_WORDS).collect();
        self.expletive_to.stands_in(&format!(" {} ", words.join(" ")))
    }
}
