//! The words that chatbots use for parts of a deck. The lists are in `conventions.toml`; this
//! module compares them with texts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::locale::lists;

/// The conventions.
pub(super) static CONVENTIONS: LazyLock<Conventions> =
    LazyLock::new(|| lists(include_str!("conventions.toml")));

/// The meaning of a label for the text behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Meaning {
    /// The speaker says it.
    Notes,
    /// The speaker says it, if it ends its slide and recurs.
    Remark,
    /// How the slide should look.
    Advice,
    /// How it should look, if other labels say so, too.
    Look,
    /// What whoever speaks does, or has the audience do.
    Direction,
    /// How long it takes.
    Time,
    /// It answers what the slide asks.
    Answer,
    /// It is what the slide shows.
    Body,
    /// It is the title.
    Title,
    /// It is the subtitle.
    Subtitle,
    /// Who speaks.
    Person,
    /// What else stands on a cover.
    Unit,
    /// When.
    Date,
    /// It stands on the left.
    Left,
    /// It stands on the right.
    Right,
    /// Nothing is known of it.
    Unknown,
}

impl Meaning {
    /// Whether the speaker says it.
    pub(super) fn is_said(self) -> bool {
        matches!(self, Self::Notes | Self::Remark)
    }

    /// Whether it is said to whoever makes the slide or times the talk, with a label that says so.
    pub(super) fn is_advice(self) -> bool {
        matches!(self, Self::Advice | Self::Look | Self::Time)
    }
}

/// Words of one kind, by language.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub(super) struct Words(BTreeMap<String, Vec<String>>);

/// All conventions of chatbots.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Conventions {
    /// The languages that join words to longer ones.
    pub(super) joined: BTreeSet<String>,
    pub(super) label: BTreeMap<Meaning, Words>,
    pub(super) tail: BTreeMap<Meaning, Words>,
    pub(super) stem: BTreeMap<Meaning, Words>,
    pub(super) hint: BTreeMap<Meaning, Words>,
    pub(super) middle: Words,
    pub(super) cover_part: BTreeMap<Meaning, Words>,
    pub(super) compound: Compound,
    pub(super) layout: LayoutWords,
    pub(super) form_sign: BTreeMap<Meaning, Words>,
    pub(super) wish: Wish,
    pub(super) voice: Voice,
    pub(super) talk: Words,
    pub(super) marker: Words,
    pub(super) section: Words,
    pub(super) continued: Words,
    pub(super) name: Names,
    pub(super) chatter: Chatter,
    pub(super) book: Words,
    pub(super) sign: Signs,
    pub(super) greeting: Words,
    pub(super) made: Words,
    pub(super) about: Words,
    pub(super) farewell: Words,
    pub(super) addressed: Words,
    pub(super) offer: Words,
    pub(super) chat: Words,
    pub(super) goes_on: Words,
    pub(super) mail: Words,
    pub(super) page: Words,
    pub(super) page_kind: Words,
    pub(super) advising: Words,
    pub(super) advising_ends: Words,
    pub(super) beside: Words,
    pub(super) version: Words,
    pub(super) scaffold: Words,
    pub(super) scaffold_kind: Words,
    pub(super) scaffold_sign: Words,
    pub(super) counted: Words,
    pub(super) answer: Words,
    pub(super) click: Words,
    pub(super) conjunction: Words,
    pub(super) revised: Words,
    pub(super) one_more: Words,
    pub(super) appendix: Words,
    pub(super) sources: Words,
    pub(super) asked_next: Words,
    pub(super) plain: Words,
    pub(super) speech: Speech,
    pub(super) debris: Debris,
    pub(super) picture: Words,
    pub(super) placeholder: Words,
    pub(super) nothing: Words,
}

/// Titles of slides that are not content.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Names {
    pub(super) cover: Words,
    pub(super) agenda: Words,
    pub(super) closing: Words,
    pub(super) divider: Words,
    pub(super) end: Words,
    pub(super) stage: Words,
    pub(super) questions: Words,
    pub(super) asked: Words,
}

/// The signs before what is right and what is wrong.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Signs {
    pub(super) yes: Words,
    pub(super) no: Words,
}

/// Words that mark a talk without slides.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Speech {
    pub(super) kind: Words,
    pub(super) greets: Words,
    pub(super) topic: Words,
    pub(super) opening: Words,
    pub(super) seen: Words,
}

/// What labels of two words are made of, beside those that are labels by themselves.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Compound {
    pub(super) speaks: Words,
    pub(super) says: Words,
    pub(super) expects: Words,
    pub(super) page: Words,
}

/// Words for how a page is laid out: those of no other use, and those that go with them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LayoutWords {
    pub(super) sure: Words,
    pub(super) other: Words,
}

/// Words by which a line without a label is told to be advice on its slide.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wish {
    pub(super) begins: Words,
    pub(super) shows: Words,
}

/// Words by which a text is told to be spoken, or about the look of a page.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Voice {
    pub(super) address: Words,
    pub(super) look: Words,
    pub(super) direct: Words,
}

/// Who speaks in a chat.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Chatter {
    pub(super) asks: Words,
    pub(super) answers: Words,
    pub(super) says: Words,
}

/// Remains of a chat's user interface.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Debris {
    pub(super) line: Words,
    pub(super) start: Words,
    pub(super) contents: Words,
    pub(super) total: Words,
}

impl Words {
    /// The words of all languages.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.values().flatten().map(String::as_str)
    }

    /// Whether a text is one of the words, but for signs around it.
    pub(super) fn has(&self, text: &str) -> bool {
        let text = bare(text).to_lowercase();
        let words = || text.split_whitespace().collect::<String>();
        self.iter().any(|word| word == text || bare(word) == text || word == words())
    }

    /// Whether a text begins with one of the words; how long it is.
    pub(super) fn begins(&self, text: &str) -> Option<usize> {
        self.iter().filter(|word| starts(text, word)).map(str::len).max()
    }

    /// Whether a word of a text has one of these in it: at its start where words have blanks between them,
    /// so that `invoice` has no `voice`, but anywhere in languages that join words.
    pub(super) fn has_stem(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        let tokens = || text.split(|c: char| !c.is_alphanumeric());
        let has = |language: &String, stem: &str| match stem.chars().next() {
            Some('\u{2e80}'..) => text.contains(stem),
            _ if CONVENTIONS.joined.contains(language) || stem.contains(' ') => text.contains(stem),
            _ => tokens().any(|token| token.starts_with(stem)),
        };
        self.0.iter().any(|(language, stems)| stems.iter().any(|stem| has(language, stem)))
    }

    /// Whether one of the words stands in a text.
    pub(super) fn stands_in(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        self.iter().any(|word| text.contains(word))
    }
}

/// What is left of a text in lower case when words of these lists are taken out of it from the front,
/// with digits and signs.
pub(super) fn unsaid<'t>(text: &'t str, lists: &[&Words]) -> &'t str {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c: char| !c.is_alphabetic());
        let longest = lists.iter().filter_map(|words| words.begins(rest)).max();
        let Some(length) = longest else { return rest };
        // `deck` is no word of `decks`.
        let cut = |text: &str| text.starts_with(|c: char| c.is_ascii_alphabetic());
        if rest[..length].ends_with(|c: char| c.is_ascii_alphabetic()) && cut(&rest[length..]) {
            return rest;
        }
        rest = &rest[length..];
    }
}

/// Whether a text begins with a word in lower case, whatever the case of its own letters is.
pub(super) fn starts(text: &str, word: &str) -> bool {
    let Some(head) = text.get(..word.len()) else { return false };
    // Letters with accents have cases, too; Han have none.
    let is_cased = |c: char| ('\u{c0}'..'\u{530}').contains(&c);
    head.eq_ignore_ascii_case(word) || word.contains(is_cased) && head.to_lowercase() == word
}

/// A text without the signs around it.
pub(super) fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| !c.is_alphanumeric())
}
