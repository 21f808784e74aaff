//! What a word says of what stands below it, by itself: it is on a list, or has the stem of such words in it.

use std::collections::BTreeMap;

use super::super::conventions::{CONVENTIONS, Meaning, Words};
use super::super::labels::Label;

/// How sure a word is of its meaning.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kin {
    /// It is on the list of its meaning.
    Listed(Meaning),
    /// It has a stem in it that stands in few other words.
    Stem(Meaning),
    /// It has a stem in it that stands in others, too.
    Hint(Meaning),
    /// It says nothing.
    #[default]
    Unknown,
}

/// The order in which stems are looked for: `讲解时长` is about time, `视频旁白` is said, `Design notes` are not.
const STEMS: [Meaning; 5] =
    [Meaning::Body, Meaning::Time, Meaning::Notes, Meaning::Advice, Meaning::Remark];

impl Kin {
    /// That of a label.
    pub(super) fn of(label: &Label) -> Self {
        if label.meaning != Meaning::Unknown {
            return Self::Listed(label.meaning);
        }
        let by_sign = CONVENTIONS.form_sign.iter().find(|(_, words)| words.stands_in(&label.sign));
        let sure = stem(&CONVENTIONS.stem, &label.word).or(by_sign.map(|(meaning, _)| *meaning));
        sure.map(Self::Stem)
            .or_else(|| stem(&CONVENTIONS.hint, &label.word).map(Self::Hint))
            .unwrap_or(Self::Unknown)
    }

    /// What the word means if it is right.
    pub(super) fn meaning(self) -> Option<Meaning> {
        match self {
            Self::Listed(meaning) | Self::Stem(meaning) | Self::Hint(meaning) => Some(meaning),
            Self::Unknown => None,
        }
    }

    /// Whether a word may say that its text is for the speaker, or for whoever makes the slides.
    pub(super) fn is_aside(self) -> bool {
        self.meaning().is_some_and(|meaning| meaning <= Meaning::Answer)
    }
}

/// What a word means that has the stem of such words in it.
pub(in super::super) fn by_stem(word: &str) -> Option<Meaning> {
    stem(&CONVENTIONS.stem, word)
        .or_else(|| stem(&CONVENTIONS.hint, word).filter(|meaning| *meaning == Meaning::Advice))
}

/// The first meaning of which a stem stands in a word.
fn stem(lists: &BTreeMap<Meaning, Words>, word: &str) -> Option<Meaning> {
    let has = |meaning: &Meaning| lists.get(meaning).is_some_and(|words| words.has_stem(word));
    STEMS.into_iter().find(has)
}
