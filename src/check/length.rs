//! Writes text lengths in messages, in the unit that is usual in the deck's language.

use crate::deck::Deck;
use crate::locale::Words;

/// The unit in which a language counts text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit(&'static Words);

impl Unit {
    /// The unit of a deck's language.
    pub(super) fn of(deck: &Deck) -> Self {
        Self(deck.meta.locale().words)
    }

    /// Writes a length that is given in Han characters.
    pub(super) fn exactly(self, han: f64) -> String {
        self.said(self.count(han).round())
    }

    /// Writes a length rounded up to a multiple of `step`.
    pub(super) fn at_least(self, han: f64, step: f64) -> String {
        self.said((self.count(han) / step).ceil() * step)
    }

    /// Writes a length rounded to a multiple of `step`.
    pub(super) fn about(self, han: f64, step: f64) -> String {
        self.said((self.count(han) / step).round().max(1.0) * step)
    }

    fn count(self, han: f64) -> f64 {
        han / self.0.unit_length
    }

    fn said(self, number: f64) -> String {
        format!("{number:.0} {}", self.0.unit)
    }
}
