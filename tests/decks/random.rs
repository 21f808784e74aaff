//! Numbers that a seed decides: the same seed gives the same deck, everywhere.

/// A source of numbers (SplitMix64).
pub(crate) struct Random(u64);

impl Random {
    /// The source for a seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0xA076_1D64_78BD_642F) ^ 0xE703_7ED1_A0B4_28DB)
    }

    /// A source of its own, which takes no numbers from this one: a kind of block that comes later leaves
    /// the decks of all seeds as they were elsewhere.
    pub(crate) fn fork(&self) -> Self {
        Self::new(self.0)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, which is not 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// A number from `least` to `most`, small ones more often.
    pub(crate) fn few(&mut self, least: usize, most: usize) -> usize {
        let span = most - least + 1;
        least + self.below(span).min(self.below(span))
    }

    /// Whether something happens that happens once in so many times.
    pub(crate) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of several.
    pub(crate) fn one<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }
}
