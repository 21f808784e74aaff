//! What a word says of what stands below it, by itself: it is on a list, or has the stem of such words in it.

use std::collections::BTreeMap;

use super::super::conventions::{CONVENTIONS, Meaning, Words, starts};
use super::super::labels::Label;

/// How sure a word is of its meaning.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kin {
    /// It is on the list of its meaning.
    Listed(Meaning),
    /// It is made of words of one meaning, and of what pages are called: `背景图片`, `投影片配图`.
    Compound(Meaning),
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
        if is_compound(&label.word) {
            return Self::Compound(Meaning::Advice);
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
            Self::Listed(meaning)
            | Self::Compound(meaning)
            | Self::Stem(meaning)
            | Self::Hint(meaning) => Some(meaning),
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

/// Whether a word is made of two or more that are about the look, of which one stands in few others.
fn is_compound(word: &str) -> bool {
    let words = &*CONVENTIONS;
    let sure = [&words.label[&Meaning::Advice], &words.stem[&Meaning::Advice]];
    let others = [&words.hint[&Meaning::Advice], &words.about, &words.advising_ends];
    let begins = |lists: &[&Words], text: &str| -> Vec<usize> {
        let all = lists.iter().flat_map(|words| words.iter());
        all.filter(|word| starts(text, word)).map(str::len).collect()
    };
    // What is left of a text, and how many words were taken from it, and how many of them are sure.
    let mut left = vec![(word, 0, 0)];
    while let Some((rest, parts, of_look)) = left.pop() {
        if rest.is_empty() {
            if parts > 1 && of_look > 0 {
                return true;
            }
            continue;
        }
        let after = |length: usize| rest[length..].trim_start();
        left.extend(
            begins(&sure, rest).into_iter().map(|end| (after(end), parts + 1, of_look + 1)),
        );
        left.extend(begins(&others, rest).into_iter().map(|end| (after(end), parts + 1, of_look)));
    }
    false
}

/// The first meaning of which a stem stands in a word.
fn stem(lists: &BTreeMap<Meaning, Words>, word: &str) -> Option<Meaning> {
    let has = |meaning: &Meaning| lists.get(meaning).is_some_and(|words| words.has_stem(word));
    STEMS.into_iter().find(has)
}
