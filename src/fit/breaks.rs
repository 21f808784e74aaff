//! Penalties for page breaks: how bad it is to continue a slide on the next page after each of its
//! pieces. Pure.

use std::ops::Range;

use super::listing;
use super::partition::{Penalty, runs};
use super::pieces::{Piece, is_heading, listings};
use crate::deck::block::plain_text;
use crate::deck::{Block, Slide};

/// Penalty for leaving the first or the last item of a list alone (an orphan or a widow).
const ALONE: f64 = 0.15;
/// Penalty for separating a short paragraph from the block it may introduce.
const APART: f64 = 0.08;
/// Penalty for a break inside what stands under a heading.
const UNDER: f64 = 0.12;
/// Most characters of a paragraph that may introduce the next block.
const FEW: usize = 60;

/// Penalty for a page that shows a single list item which is not the last one.
const LONE: f64 = 0.35;

/// The penalty of a break after each piece, and whether the piece is a member of a block.
pub(super) struct Breaks(Vec<(Penalty, bool)>);

impl Breaks {
    /// The penalties between the pieces of a slide.
    pub(super) fn new(slide: &Slide, all: &[Piece]) -> Self {
        let first = slide.blocks.iter().position(is_heading).unwrap_or(slide.blocks.len());
        let is_under = |piece: &Piece| {
            piece.blocks.start > first && !is_heading(&slide.blocks[piece.blocks.start])
        };
        let of = |at: usize| {
            let mut penalty = penalty(slide, all, at);
            if all.get(at + 1).is_some_and(is_under) {
                penalty.slight += UNDER;
            }
            (penalty, all[at].inner.is_some())
        };
        let mut breaks: Vec<(Penalty, bool)> = (0..all.len()).map(of).collect();
        for (first, text, lang) in listings(slide, all) {
            // A break before a line is one after the line before it.
            let penalties = listing::penalties(text, lang).into_iter().skip(1);
            breaks[first..]
                .iter_mut()
                .zip(penalties)
                .for_each(|(at, penalty)| at.0 = at.0 + penalty);
        }
        Self(breaks)
    }

    /// Whether these cuts are clearly worse than others.
    pub(super) fn worse(&self, cuts: &[usize], others: &[usize]) -> bool {
        /// A difference so small that it is no reason to set type smaller.
        const SLIGHT: f64 = 0.05;
        let sum = |cuts: &[usize]| {
            runs(cuts, self.0.len()).fold(Penalty::default(), |sum, run| sum + self.of(&run))
        };
        let (own, other) = (sum(cuts), sum(others));
        own.grave > other.grave || own.slight > other.slight + SLIGHT * cuts.len() as f64
    }

    /// The penalty of a page with this run of pieces.
    pub(super) fn of(&self, run: &Range<usize>) -> Penalty {
        let (penalty, is_member) = self.0[run.end - 1];
        let is_lone = is_member && run.len() == 1 && run.end < self.0.len();
        Penalty { slight: penalty.slight + if is_lone { LONE } else { 0.0 }, ..penalty }
    }
}

fn penalty(slide: &Slide, all: &[Piece], at: usize) -> Penalty {
    let Some(next) = all.get(at + 1) else { return Penalty::default() };
    let grave = usize::from(all[at].leads);
    let same = |piece: Option<&Piece>| piece.is_some_and(|piece| piece.blocks == next.blocks);
    let is_row = matches!(slide.blocks[next.blocks.start].value, Block::Code { .. });
    // A break inside a block: is a single member left alone on either side?
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
    Penalty { grave, slight }
}

/// Whether a piece is a short paragraph that may introduce the next piece, which is not text.
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
        let penalties: Vec<_> =
            (0..9_usize).map(|at| breaks.of(&(at.saturating_sub(1)..at + 1))).collect();
        assert_eq!(
            penalties.iter().map(|f| f.grave).collect::<Vec<_>>(),
            [1, 0, 0, 0, 0, 0, 0, 0, 0]
        );
        let bad: Vec<bool> = penalties.iter().map(|f| f.slight > 0.0).collect();
        assert_eq!(bad, [true, true, false, true, false, true, true, true, false]);
    }
}
