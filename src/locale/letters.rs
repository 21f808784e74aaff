//! Detects the language of a text by its letters, and by common words if they are Latin. The same
//! text always gives the same answer.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::{DEFAULT, FALLBACK, LANGUAGES};

/// Common characters that are written differently in simplified Chinese.
const TRADITIONAL: &str =
    "國們這個來說時會對學為過發經動現實開關數據機訓練語圖網資訊應該讓還種與從後點樣問題";
/// Their forms in simplified Chinese.
const SIMPLIFIED: &str =
    "国们这个来说时会对学为过发经动现实开关数据机训练语图网资讯应该让还种与从后点样问题";
/// Share of kana among Han and kana from which on a text is Japanese.
const JAPANESE: f64 = 0.2;
/// Most words of other languages for each Han of a Chinese text, as its terms.
const TERMS: usize = 3;
/// Fewest common words for a decision; with fewer, a text may be in any language with Latin
/// letters.
const ENOUGH: usize = 3;

/// Common words of languages in Latin letters, each with those that have it.
static COMMON: LazyLock<BTreeMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut common: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (tag, words) in &*LANGUAGES {
        for word in &words.common {
            common.entry(word).or_default().push(tag);
        }
    }
    common
});

/// The counts that tell a text's language: characters of Chinese, Japanese and Korean, and words of
/// others.
#[derive(Default)]
pub(crate) struct Letters {
    han: usize,
    kana: usize,
    hangul: usize,
    traditional: usize,
    simplified: usize,
    words: usize,
    common: BTreeMap<&'static str, usize>,
}

impl Letters {
    /// Adds a text to the counts.
    pub(crate) fn add(&mut self, text: &str) {
        text.chars().for_each(|c| self.character(c));
        let between = |c: char| !c.is_alphabetic() || is_character(c);
        for word in text.split(between).filter(|word| !word.is_empty()) {
            self.words += 1;
            for tag in COMMON.get(word.to_lowercase().as_str()).into_iter().flatten() {
                *self.common.entry(tag).or_default() += 1;
            }
        }
    }

    fn character(&mut self, c: char) {
        let differs = |one: &str, other: &str| one.contains(c) && !other.contains(c);
        match c {
            c if is_kana(c) => self.kana += 1,
            c if is_hangul(c) => self.hangul += 1,
            c if is_character(c) => {
                self.han += 1;
                self.traditional += usize::from(differs(TRADITIONAL, SIMPLIFIED));
                self.simplified += usize::from(differs(SIMPLIFIED, TRADITIONAL));
            }
            _ => {}
        }
    }

    /// Whether nothing was counted.
    pub(crate) fn is_empty(&self) -> bool {
        self.characters() + self.words == 0
    }

    fn characters(&self) -> usize {
        self.han + self.kana + self.hangul
    }

    /// The language as a BCP 47 tag. Latin words alone do not make a text English: many
    /// terms are Latin.
    pub(crate) fn language(&self) -> &'static str {
        let japanese = JAPANESE * (self.han + self.kana) as f64;
        match () {
            () if self.is_empty() => DEFAULT,
            () if self.words > TERMS * self.characters() => self.latin(),
            () if self.hangul > self.han + self.kana => "ko",
            () if self.kana > 0 && self.kana as f64 >= japanese => "ja",
            () if self.traditional > self.simplified => "zh-TW",
            () => DEFAULT,
        }
    }

    /// The language that has the most of the common words; English if several have, or none has enough.
    fn latin(&self) -> &'static str {
        let most = self.common.values().copied().max().unwrap_or_default();
        let mut leading = self.common.iter().filter(|(_, count)| **count == most);
        match (leading.next(), leading.next()) {
            (Some((tag, _)), None) if most >= ENOUGH => tag,
            _ => FALLBACK,
        }
    }
}

fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}')
}

/// Whether a character is a syllable of Korean.
pub(crate) fn is_hangul(c: char) -> bool {
    matches!(c, '\u{ac00}'..='\u{d7a3}')
}

/// Whether a character counts by itself: kana, Hangul and Han.
pub(super) fn is_character(c: char) -> bool {
    is_kana(c)
        || is_hangul(c)
        || matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}
