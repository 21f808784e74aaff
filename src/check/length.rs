//! How messages say how long a text is: in the unit that those who write in its language count by.

use crate::deck::Deck;
use crate::locale::Words;

/// What a text is counted in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit(&'static Words);

impl Unit {
    /// The unit of a deck's language.
    pub(super) fn of(deck: &Deck) -> Self {
        Self(deck.meta.locale().words)
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
        han / self.0.unit_length
    }

    fn said(self, number: f64) -> String {
        format!("{number:.0} {}", self.0.unit)
    }
}
