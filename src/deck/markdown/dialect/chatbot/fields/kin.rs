//! What a word says of what stands below it, by itself: it is on a list, or has the stem of such words in it.

use std::collections::BTreeMap;

use super::super::conventions::{CONVENTIONS, Meaning, Words};
use super::super::form::{Kind, heading};
use super::super::labels::{Label, is_made_of};

/// How sure a word is of its meaning.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kin {
    /// It is on the list of its meaning.
    Listed(Meaning),
    /// It is made of words of one meaning, and of what goes with them: `投影片配图`, `教师口述`, `预期回答`, `簡報內容`.
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
        if let Some(meaning) = compound(&label.word) {
            return Self::Compound(meaning);
        }
        let by_sign = CONVENTIONS.form_sign.iter().find(|(_, words)| words.stands_in(&label.sign));
        let sure = stem(&CONVENTIONS.stem, &label.word).or(by_sign.map(|(meaning, _)| *meaning));
        let is_pair = CONVENTIONS.conjunction.stands_in(&label.word);
        let sure = sure.filter(|meaning| *meaning != Meaning::Remark || !is_pair);
        let hint = stem(&CONVENTIONS.hint, &label.word);
        let hint = hint.or(is_picture(&label.word).then_some(Meaning::Advice));
        sure.map(Self::Stem).or(hint.map(Self::Hint)).unwrap_or(Self::Unknown)
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

/// Whether a low heading may say that what stands below it is for the speaker, or for whoever makes the slides.
pub(in super::super) fn is_aside(line: &str) -> bool {
    heading(line).is_some() && Label::any(line).is_some_and(|label| Kin::of(&label).is_aside())
}

/// Whether the head of a table says that all of it is for the speaker: `| 教师活动 | 学生活动 | 设计意图 |`.
pub(in super::super) fn is_head_of_asides(line: &str) -> bool {
    let cells = line.trim().trim_matches('|').split('|').map(str::trim);
    let kins: Vec<Kin> = cells
        .filter_map(|cell| Label::any(&format!("{cell}：")))
        .map(|label| Kin::of(&label))
        .collect();
    let is_said =
        |kin: &Kin| matches!(kin, Kin::Listed(Meaning::Notes) | Kin::Compound(Meaning::Notes));
    let is_beside = |kin: &Kin| kin.is_aside() || *kin == Kin::Listed(Meaning::Date);
    Kind::of(line) == Kind::Row
        && kins.len() > 1
        && kins.iter().any(is_said)
        && kins.iter().all(is_beside)
}

/// Whether a word names what speaker and audience do together: `互动`, `提问`; a single sign, as in `说明`, does not.
pub(super) fn names_exchange(word: &str) -> bool {
    let word = word.to_lowercase();
    CONVENTIONS.hint[&Meaning::Notes]
        .iter()
        .any(|stem| stem.chars().count() > 1 && word.contains(stem))
}

/// What a word means that has the stem of such words in it.
pub(in super::super) fn by_stem(word: &str) -> Option<Meaning> {
    stem(&CONVENTIONS.stem, word)
        .or_else(|| stem(&CONVENTIONS.hint, word).filter(|meaning| *meaning == Meaning::Advice))
}

/// What a word of two parts or more means that are about the look, of what is said or answered by whom, or of the text
/// of a page.
fn compound(word: &str) -> Option<Meaning> {
    use Meaning::{Advice, Answer, Body, Notes};
    let words = &*CONVENTIONS;
    let (label, stem, parts) = (&words.label, &words.stem, &words.compound);
    let look = [&words.hint[&Advice], &words.about, &words.advising_ends];
    let said = [&label[&Notes], &stem[&Notes], &parts.says];
    let is_of = |sure: &[&Words], other: &[&Words]| is_made_of(word, sure, other, 2);
    if is_of(&[&label[&Advice], &stem[&Advice]], &look) {
        return Some(Advice);
    }
    if is_of(&[&parts.speaks], &said) {
        return Some(Notes);
    }
    if is_of(&[&label[&Body]], &[&parts.page]) {
        return Some(Body);
    }
    is_of(&[&label[&Answer], &words.answer], &[&parts.expects]).then_some(Answer)
}

/// Whether a word says that its text stands on the slide, and nothing else: `屏幕文字`, `正文`, `核心文案`.
pub(super) fn is_of_page(word: &str) -> bool {
    let words = &*CONVENTIONS;
    let others = [&words.label[&Meaning::Body], &words.compound.page];
    is_made_of(word, &[&words.stem[&Meaning::Body]], &others, 1)
}

/// Whether a word is one for a picture.
pub(super) fn is_picture(word: &str) -> bool {
    CONVENTIONS.picture.has(word)
}

/// The first meaning of which a stem stands in a word.
fn stem(lists: &BTreeMap<Meaning, Words>, word: &str) -> Option<Meaning> {
    let has = |meaning: &Meaning| lists.get(meaning).is_some_and(|words| words.has_stem(word));
    STEMS.into_iter().find(has)
}
