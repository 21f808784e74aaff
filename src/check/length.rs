//! How messages say how long a text is: in the unit that those who write in its language count by.

use crate::deck::Deck;

/// Han characters in a word of other languages, as far as reading and speaking go.
const HAN_IN_WORD: f64 = 2.0;

/// What a text is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// Characters, in Chinese and Japanese.
    Han,
    /// Words.
    Words,
}

impl Unit {
    /// The unit of a deck's language.
    pub(super) fn of(deck: &Deck) -> Self {
        match deck.meta.lang_region().0.as_str() {
            "zh" | "ja" => Self::Han,
            _ => Self::Words,
        }
    }

    /// A length, given in Han characters.
    pub(super) fn exactly(self, han: f64) -> String {
        self.said(self.count(han).round())
    }

    /// A length up to the next multiple of a round number: enough.
    pub(super) fn at_least(self, han: f64, step: f64) -> String {
        self.said((self.count(han) / step).ceil() * step)
    }

    /// A length that nobody takes for exact.
    pub(super) fn about(self, han: f64, step: f64) -> String {
        self.said((self.count(han) / step).round().max(1.0) * step)
    }

    fn count(self, han: f64) -> f64 {
        if self == Self::Han { han } else { han / HAN_IN_WORD }
    }

    fn said(self, number: f64) -> String {
        format!("{number:.0} {}", if self == Self::Han { "字" } else { "words" })
    }
}
