//! How good it is to go on with a slide on the next page after each of its pieces. Pure.

use std::ops::Range;

use super::balance::{Flaw, runs};
use super::listing;
use super::pieces::{Piece, is_heading, listings};
use crate::deck::block::plain_text;
use crate::deck::{Block, Slide};

/// How bad it is to go on with a list on the next page after its first item, or before its last.
const ALONE: f64 = 0.15;
/// The same between a few words and what they may be about.
const APART: f64 = 0.08;
/// The same inside what stands under a heading.
const UNDER: f64 = 0.12;
/// Characters of a paragraph that may be just that.
const FEW: usize = 60;

/// How bad it is that a member of a list is all that a page shows which is not the last one.
const LONE: f64 = 0.35;

/// For each piece, how bad it is to cut after it.
pub(super) struct Breaks(Vec<(Flaw, bool)>);

impl Breaks {
    /// Looks at the pieces of a slide.
    pub(super) fn new(slide: &Slide, all: &[Piece]) -> Self {
        let first = slide.blocks.iter().position(is_heading).unwrap_or(slide.blocks.len());
        let is_under = |piece: &Piece| {
            piece.blocks.start > first && !is_heading(&slide.blocks[piece.blocks.start])
        };
        let of = |at: usize| {
            let mut flaw = flaw(slide, all, at);
            if all.get(at + 1).is_some_and(is_under) {
                flaw.slight += UNDER;
            }
            (flaw, all[at].inner.is_some())
        };
        let mut breaks: Vec<(Flaw, bool)> = (0..all.len()).map(of).collect();
        for (first, text, lang) in listings(slide, all) {
            // Before each line but the first: after the one before it.
            let flaws = listing::flaws(text, lang).into_iter().skip(1);
            breaks[first..].iter_mut().zip(flaws).for_each(|(at, flaw)| at.0 = at.0 + flaw);
        }
        Self(breaks)
    }

    /// Whether a cut is clearly worse than another one.
    pub(super) fn worse(&self, cuts: &[usize], others: &[usize]) -> bool {
        /// What is no reason for smaller type.
        const SLIGHT: f64 = 0.05;
        let sum = |cuts: &[usize]| {
            runs(cuts, self.0.len()).fold(Flaw::default(), |sum, run| sum + self.of(&run))
        };
        let (own, other) = (sum(cuts), sum(others));
        own.grave > other.grave || own.slight > other.slight + SLIGHT * cuts.len() as f64
    }

    /// How bad it is that a page shows this run of pieces.
    pub(super) fn of(&self, run: &Range<usize>) -> Flaw {
        let (flaw, is_member) = self.0[run.end - 1];
        let is_lone = is_member && run.len() == 1 && run.end < self.0.len();
        Flaw { slight: flaw.slight + if is_lone { LONE } else { 0.0 }, ..flaw }
    }
}

fn flaw(slide: &Slide, all: &[Piece], at: usize) -> Flaw {
    let Some(next) = all.get(at + 1) else { return Flaw::default() };
    let grave = usize::from(all[at].leads);
    let same = |piece: Option<&Piece>| piece.is_some_and(|piece| piece.blocks == next.blocks);
    let is_row = matches!(slide.blocks[next.blocks.start].value, Block::Code { .. });
    // What is cut inside, and whether a single member of it stays on either side.
    let slight = if all[at].blocks == next.blocks {
        let first = at == 0 || !same(all.get(at - 1));
        let last = !same(all.get(at + 2));
        let lines = if is_row { 0.5 } else { 1.0 };
        ALONE * lines * f64::from(u8::from(first) + u8::from(last))
    } else if introduces(slide, &all[at], next) {
        APART
    } else {
        0.0
    };
    Flaw { grave, slight }
}

/// Whether a piece is a few words that may be about the next one, which is no words.
fn introduces(slide: &Slide, piece: &Piece, next: &Piece) -> bool {
    let words = match &slide.blocks[piece.blocks.start].value {
        Block::Paragraph(content) => plain_text(content),
        _ => return false,
    };
    let follows = &slide.blocks[next.blocks.start].value;
    words.chars().count() <= FEW && !matches!(follows, Block::Paragraph(_) | Block::Heading { .. })
}

#[cfg(test)]
mod tests {
    use super::Breaks;
    use crate::deck::{Block, Inline, Item, ListKind, Slide, Spanned};
    use crate::diag::Span;
    use crate::fit::pieces::pieces;

    fn paragraph(text: &str) -> Spanned<Block> {
        let text = Spanned::new(Inline::Text(text.to_owned()), Span::default());
        Spanned::new(Block::Paragraph(vec![text]), Span::default())
    }

    fn list(count: usize) -> Spanned<Block> {
        let item = || Item { done: None, blocks: vec![paragraph("要点")] };
        let items = (0..count).map(|_| Spanned::new(item(), Span::default())).collect();
        Spanned::new(Block::List { kind: ListKind::plain(None), items }, Span::default())
    }

    #[test]
    fn words_stay_with_what_they_introduce_and_items_with_each_other() {
        let blocks = vec![paragraph("如下："), list(4), paragraph("还有这些。"), list(3)];
        let slide = Slide { blocks, ..Slide::default() };
        let breaks = Breaks::new(&slide, &pieces(&slide, false));
        let flaws: Vec<_> =
            (0..9_usize).map(|at| breaks.of(&(at.saturating_sub(1)..at + 1))).collect();
        assert_eq!(flaws.iter().map(|f| f.grave).collect::<Vec<_>>(), [1, 0, 0, 0, 0, 0, 0, 0, 0]);
        let bad: Vec<bool> = flaws.iter().map(|f| f.slight > 0.0).collect();
        assert_eq!(bad, [true, true, false, true, false, true, true, true, false]);
    }
}
