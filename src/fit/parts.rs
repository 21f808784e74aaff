//! The part of the search that sets a slide on several pages: where to cut it, and how large the
//! parts are set.

use std::borrow::Cow;
use std::ops::Range;

use super::balance;
use super::breaks::Breaks;
use super::columns::{ColumnsOf, Cut, column_parts, columns_of, gather, in_sequence, keep_setting};
use super::excerpt;
use super::explode::{FINENESS, Tall, explode};
use super::heights::Heights;
use super::measure::Measure;
use super::pieces::{self, Piece};
use super::search::{
    Attempt, FULL, Fitting, MOST_CUTS, Phase, fit, growth, is_tall, predicted, sizes_of,
};
use super::whole;
use crate::contract::STRETCH;
use crate::deck::meta::Fit;
use crate::deck::{Block, Slide, Spanned};
use crate::diag::Span;
use crate::emit;
use crate::engine::boxes::Sizes;
use crate::theme::{Plain, Takes};

/// How often what is too tall for a page is made several, before it is seen how that comes out.
const MOST_EXPLOSIONS: usize = 3;
/// By how many em blocks of a part stand wider apart than they must, at most.
const MOST_SPARE: f64 = 0.6;
/// How much of the room that is left over is spent on that.
const SPENT: f64 = 0.7;
/// How much of what is then left over stands above the body.
const ABOVE: f64 = 0.3;

impl Fitting<'_> {
    /// Whether the slide has so much text that no size will do: then it is not tried.
    pub(super) fn is_hopeless(&self) -> bool {
        /// What a page holds at the smallest size, in Han characters, with a good margin.
        const MOST: f64 = 1100.0;
        let all = pieces::pieces(&self.slide, false);
        let weight = || all.iter().map(|piece| pieces::weight(&self.slide, piece)).sum::<f64>();
        self.mode == Fit::Auto && self.is_flow() && weight() > MOST
    }

    /// Whether the content stands one thing below the other, so that places of a part can be told
    /// from those of the whole.
    fn is_flow(&self) -> bool {
        let flows = |takes: Takes| {
            matches!(
                takes,
                Takes::Text
                    | Takes::Blocks
                    | Takes::Table
                    | Takes::Code
                    | Takes::Math
                    | Takes::Quote
            )
        };
        self.layout.slots.iter().all(|slot| flows(slot.takes))
    }

    /// Turns to parts.
    pub(super) fn unroll(&mut self, floor: f64) {
        self.best = None;
        self.fails = f64::INFINITY;
        if self.is_flow() {
            self.now.size = Some(floor);
            (self.now.spare, self.now.above) = (Some(0.0), None);
            self.now.stretched = Some(self.cuts + self.explosions);
            self.phase = Phase::Unrolled;
        } else {
            self.phase = Phase::Parts;
            self.now.size = (self.mode == Fit::Split).then_some(floor);
            self.cut_by_weight();
        }
    }

    /// Cuts the slide into one part more than before, by how much there is to read.
    fn cut_by_weight(&mut self) {
        self.cuts += 1;
        let list = whole::list(&self.slide, self.layout);
        if let Some(mut slides) = list.and_then(|list| whole::parted(&self.slide, list)) {
            set_plain(&mut slides[1], self.theme.plain(Plain::Content));
            self.now.parts = slides.map(|slide| (slide, 0)).into();
            // What still does not fit is cut by itself.
            self.cuts = MOST_CUTS;
            return;
        }
        let parts = self.now.parts.len().max(1) + 1;
        let slides = match self.columns(parts) {
            Some((columns, of)) => column_parts(&self.slide, &columns, (parts, of)),
            None => {
                let groups = self.layout.slots.iter().any(|slot| slot.takes.is_items());
                let all = pieces::pieces(&self.slide, groups);
                let items = self.layout.slots.iter().find(|slot| slot.takes.is_items());
                let fewest = items.map_or(1, |slot| slot.min);
                let weight = |piece| pieces::weight(&self.slide, piece);
                let weights: Vec<f64> = all.iter().map(weight).collect();
                let cuts = balance::by_weight(&weights, parts, fewest);
                self.slides(&all, &cuts)
            }
        };
        if slides.len() > self.now.parts.len() && slides.len() > 1 {
            self.now.parts = slides;
        } else if self.explode_all(2 * parts) {
            self.cut_by_weight();
        } else {
            self.flatten();
        }
    }

    /// Makes several blocks of each that has more than a part's share of the text and can be
    /// parted; false if none can.
    fn explode_all(&mut self, chunks: usize) -> bool {
        let pieces = pieces::pieces(&self.slide, false);
        let weights: Vec<f64> = pieces.iter().map(|p| pieces::weight(&self.slide, p)).collect();
        let share = weights.iter().sum::<f64>() / chunks as f64;
        let tall = pieces.iter().zip(&weights).filter_map(|(piece, weight)| {
            let chunks = (weight / share).round() as usize;
            let (block, inner) = (piece.blocks.start, piece.inner);
            (chunks > 1).then_some(Tall { block, inner, chunks })
        });
        let tall: Vec<Tall> = tall.collect();
        let before = self.slide.clone();
        let origins = self.origins.clone();
        if self.cuts > MOST_CUTS || !self.explode(&tall) {
            return false;
        }
        if !emit::accepts(&self.slide, self.layout) {
            (self.slide, self.origins) = (before, origins);
            return false;
        }
        true
    }

    /// Gives up the layout for the plain one, in which anything can be continued.
    fn flatten(&mut self) {
        // Nothing is plain content of what a layout fills by itself, such as an agenda.
        if self.is_plain(&self.slide) || self.slide.blocks.is_empty() {
            return self.end();
        }
        self.choose_plain();
        self.now.parts.clear();
        if self.is_flow() {
            self.unroll(self.floor());
        } else {
            self.end();
        }
    }

    /// Sets what stands side by side one below the other, since something in it is too wide or too tall
    /// for its column; gives up if nothing does.
    pub(super) fn unstack(&mut self) {
        if self.mode == Fit::Shrink || !self.is_side_by_side() {
            return self.end();
        }
        // Nothing is kept of how it was set in columns, such as the widths of tables.
        let blocks = self.written.blocks.iter().flat_map(|block| match &block.value {
            Block::Columns(columns) => in_sequence(columns),
            _ => vec![block.clone()],
        });
        self.restart(blocks.collect());
    }

    /// Begins anew with these blocks, as plain content.
    fn restart(&mut self, blocks: Vec<Spanned<Block>>) {
        self.slide = Cow::Owned(self.written.with_blocks(blocks));
        self.choose_plain();
        self.origins = (0..self.slide.blocks.len()).collect();
        self.now = Attempt::default();
        (self.best, self.fails) = (None, f64::INFINITY);
        self.wholes.clear();
        (self.cuts, self.explosions, self.tries) = (0, 0, 0);
        (self.over, self.vain) = (f64::INFINITY, 0);
        self.phase = Phase::Whole;
    }

    /// Begins anew with all of the slide as plain content, after a try that no layout can show.
    pub(super) fn give_up(&mut self) {
        let was_plain = self.is_plain(&self.slide);
        self.restart(self.written.blocks.clone());
        if was_plain {
            self.end();
        }
    }

    fn is_plain(&self, slide: &Slide) -> bool {
        slide.layout == self.theme.plain(Plain::Content)
    }

    fn is_side_by_side(&self) -> bool {
        let is_columns = |block: &Spanned<Block>| matches!(block.value, Block::Columns(_));
        self.layout.slots.iter().any(|slot| slot.takes == Takes::Columns)
            || self.slide.blocks.iter().any(is_columns)
    }

    fn choose_plain(&mut self) {
        self.layout = self.theme.layout(self.theme.plain(Plain::Content)).unwrap_or(self.layout);
        let name = self.theme.plain(Plain::Content);
        set_plain(self.slide.to_mut(), name);
    }

    /// The columns of a slide with what stands before and after them, if its layout takes columns,
    /// and which of them are cut into so many parts.
    fn columns(&self, parts: usize) -> Option<(ColumnsOf, Cut)> {
        let slot = self.layout.slots.iter().find(|slot| slot.takes == Takes::Columns)?;
        let closes = self.layout.slots.iter().any(|slot| slot.closes);
        // A layout that takes just so many sets them against each other.
        let of = if slot.min == slot.max { Cut::All } else { Cut::Tall(parts) };
        Some((columns_of(&self.slide.blocks, closes)?, of))
    }

    /// After a try on a page without end: where to cut.
    pub(super) fn cut(&mut self, pages: &[Vec<Measure>]) {
        let floor = self.floor();
        let Some((sizes, measure)) = sizes_of(pages) else { return self.end() };
        if measure.excess.is_some_and(|excess| excess.sideways) {
            if self.shrink_formulas(measure) {
                return;
            }
            if self.is_side_by_side() {
                return self.unstack();
            }
        }
        self.now.stretched = None;
        let all = pieces::pieces(&self.slide, false);
        if all.is_empty() {
            return self.end();
        }
        // A layout that knows nothing of stretching measures what does not fit less well.
        let room = if measure.room > STRETCH { measure.room - STRETCH } else { measure.room };
        let room = room * FULL / (1.0 + 0.07 * self.cuts as f64);
        let heights = Heights::new(&self.slide, &all, measure, (room, &self.wholes));
        let tall = all.iter().enumerate().filter_map(|(at, piece)| {
            let pages = heights.of(at..at + 1) / heights.room(at..at + 1);
            let (block, inner) = (piece.blocks.start, piece.inner);
            (pages > 1.0).then(|| Tall { block, inner, chunks: FINENESS * pages.ceil() as usize })
        });
        let tall: Vec<Tall> = tall.collect();
        if self.explosions < MOST_EXPLOSIONS && self.explode_measured(&tall, &all, &heights) {
            if !emit::accepts(&self.slide, self.layout) {
                self.choose_plain();
            }
            self.explosions += 1;
            self.now.stretched = Some(self.cuts + self.explosions);
            return;
        }
        self.cuts += 1;
        if !measure.tables.is_empty() {
            keep_setting(&mut self.slide.to_mut().blocks, &measure.tables);
        }
        let breaks = Breaks::new(&self.slide, &all);
        let cuts_at = |size: f64| {
            let scale = growth(measure, floor, size);
            let height = |run: Range<usize>| {
                let height = heights.of(run.clone()) * scale / heights.room(run.clone());
                (height <= 1.0 || run.len() == 1).then_some(height)
            };
            balance::cuts(all.len(), height, |run| Some(breaks.of(&run)))
        };
        let Some(mut cuts) = cuts_at(floor) else { return self.end() };
        if self.part_columns(&all, &cuts, &heights) {
            return;
        }
        let mut size = floor;
        if self.mode == Fit::Auto {
            let steps = self.theme.type_scale().iter().rev().copied();
            for step in steps.filter(|step| *step > floor && *step <= sizes.most) {
                let Some(others) = cuts_at(step).filter(|others| others.len() <= cuts.len()) else {
                    break;
                };
                // Larger type is no gain where what belongs together is torn apart for it.
                if breaks.worse(&others, &cuts) {
                    break;
                }
                (cuts, size) = (others, step);
            }
        }
        self.now.size = Some(size);
        // All parts as wide apart as the fullest one can be, and all begin where it does.
        let scale = growth(measure, floor, size);
        let left = |run: &Range<usize>| heights.room(run.clone()) - heights.of(run.clone()) * scale;
        let gaps = |run: &Range<usize>| run.len().saturating_sub(1) as f64 * size;
        let runs = || balance::runs(&cuts, all.len());
        let spare = runs().map(|run| left(&run) / gaps(&run) * SPENT).fold(MOST_SPARE, f64::min);
        let spare = spare.max(0.0);
        let above = runs().map(|run| left(&run) - gaps(&run) * spare).fold(f64::INFINITY, f64::min);
        self.now.spare = Some(spare);
        self.now.above = Some((above * ABOVE).max(0.0));
        self.phase = Phase::Parts;
        self.now.parts = self.slides(&all, &cuts);
        if self.now.parts.len() < 2 && self.cuts == 1 {
            self.now.parts.clear();
            self.phase = Phase::Whole;
        }
    }

    /// Parts columns that fill a page where hardly anything is left for the last one, to measure them
    /// again; false if that is not so.
    fn part_columns(&mut self, all: &[Piece], cuts: &[usize], heights: &Heights) -> bool {
        /// What a last page holds at the least, as a share of it.
        const LEAST: f64 = 0.3;
        let last = cuts.last().copied().unwrap_or(0)..all.len();
        let is_thin = heights.of(last.clone()) < LEAST * heights.room(last.clone());
        let before = last.start.checked_sub(1).map(|at| all[at].blocks.start);
        let is_columns =
            |block: &usize| matches!(self.slide.blocks[*block].value, Block::Columns(_));
        let Some(block) = before.filter(|block| is_thin && is_columns(block)) else { return false };
        let tall = Tall { block, inner: None, chunks: 2 * FINENESS };
        if self.explosions >= MOST_EXPLOSIONS || !self.explode_measured(&[tall], all, heights) {
            return false;
        }
        self.explosions += 1;
        self.now.stretched = Some(self.cuts + self.explosions);
        true
    }

    /// Replaces blocks that are too tall by several, and keeps how tall columns were.
    fn explode_measured(&mut self, tall: &[Tall], all: &[Piece], heights: &Heights) -> bool {
        let block = |at: usize| &self.slide.blocks[all[at].blocks.start];
        let is_tall = |at: usize| tall.iter().any(|tall| all[at].blocks.start == tall.block);
        let columns = (0..all.len())
            .filter(|at| is_tall(*at) && matches!(block(*at).value, Block::Columns(_)));
        let wholes: Vec<_> = columns.map(|at| (block(at).span, heights.of(at..at + 1))).collect();
        let known = |span: Span| self.wholes.iter().any(|whole| whole.0 == span);
        let new: Vec<_> = wholes.into_iter().filter(|whole| !known(whole.0)).collect();
        self.wholes.extend(new);
        self.explode(tall)
    }

    /// Replaces blocks that are too tall by several; false if none of them can be.
    fn explode(&mut self, tall: &[Tall]) -> bool {
        let (mut blocks, mut origins, mut any) = (Vec::new(), Vec::new(), false);
        for (index, block) in self.slide.blocks.iter().enumerate() {
            let own: Vec<Tall> = tall.iter().filter(|tall| tall.block == index).copied().collect();
            let parts = explode(block, &own);
            any |= parts.is_some();
            let parts = parts.unwrap_or_else(|| vec![block.clone()]);
            origins.extend(std::iter::repeat_n(self.origins[index], parts.len()));
            blocks.extend(parts);
        }
        if any {
            self.slide.to_mut().blocks = blocks;
            self.origins = origins;
        }
        any
    }

    /// The slides between cuts, each with a layout that can show it.
    fn slides(&self, all: &[Piece], cuts: &[usize]) -> Vec<(Slide, usize)> {
        let inner = |pieces: &[Piece]| pieces.iter().filter(|piece| piece.inner.is_some()).count();
        let mut parts: Vec<(Slide, usize)> = balance::runs(cuts, all.len())
            .map(|run| {
                let first = inner(&all[..run.start]);
                (pieces::part(&self.slide, &all[run], &self.origins), first)
            })
            .collect();
        gather(&mut parts, self.written);
        for (index, (part, _)) in parts.iter_mut().enumerate() {
            excerpt::trim(&mut part.blocks);
            self.choose_layout(part, index);
        }
        parts
    }

    /// A part keeps the layout if it has what the layout is made for.
    pub(super) fn choose_layout(&self, part: &mut Slide, index: usize) {
        let main = |takes: Takes| !matches!(takes, Takes::Text | Takes::Blocks);
        let repeats = self.layout.slots.iter().any(|slot| main(slot.takes) && slot.min > 0)
            || matches!(self.layout.slots.as_slice(), [slot] if slot.min > 0);
        let keeps = self.is_plain(part) || index == 0 || repeats;
        if !keeps || !emit::accepts(part, self.layout) {
            set_plain(part, self.theme.plain(Plain::Content));
        }
    }

    /// After a try on several pages.
    pub(super) fn parts(&mut self, pages: &[Vec<Measure>]) {
        let all: Vec<&Measure> = pages.iter().flatten().collect();
        let sizes: Vec<Sizes> = all.iter().filter_map(|page| page.sizes).collect();
        let Some(least) = sizes.iter().copied().min_by(|a, b| a.size.total_cmp(&b.size)) else {
            return self.end();
        };
        // All parts in the same size: that of the fullest.
        if self.now.size.is_none() && sizes.iter().any(|sizes| sizes.size != least.size) {
            self.now.size = Some(least.size);
            return;
        }
        if fit(pages) {
            let most = sizes.iter().map(|sizes| sizes.most).fold(least.most, f64::min);
            return self.raise(Sizes { most, ..least }, pages);
        }
        self.fails = self.fails.min(least.size);
        if self.step_back(least.size) {
            return;
        }
        let wide = all.iter().find(|page| page.excess.is_some_and(|excess| excess.sideways));
        if wide.is_some_and(|page| self.shrink_formulas(page)) {
            return;
        }
        let tall = all.iter().find(|page| page.excess.is_some_and(|excess| !excess.sideways));
        if tall.is_some_and(|page| self.shrink_pictures(page)) {
            return;
        }
        let sideways = wide.is_some();
        // If all that does not fit is too wide, cutting is no help.
        let only_wide = pages.iter().all(|part| !is_tall(part));
        let floor = if sideways { least.least } else { self.floor().max(least.least) };
        let steps = self.theme.type_scale().iter().copied();
        let mut steps = steps.filter(|step| *step < least.size && *step >= floor);
        let promised = |step: &f64| {
            all.iter().all(|page| predicted(page, least.size, *step) <= FULL * page.room)
        };
        match steps.clone().find(promised).or_else(|| steps.next_back()) {
            Some(step) => self.now.size = Some(step),
            None if only_wide => self.unstack(),
            // The layout may have thought that there is more room between blocks.
            None if (self.now.spare, self.now.above) != (Some(0.0), Some(0.0)) => {
                (self.now.spare, self.now.above) = (Some(0.0), Some(0.0));
            }
            None if self.cuts >= MOST_CUTS => {
                if !self.repair(pages) {
                    self.unstack();
                }
            }
            None if self.is_flow() => {
                self.now.parts.clear();
                self.unroll(floor);
            }
            None => self.cut_by_weight(),
        }
    }
}

/// Gives a slide the plain layout, which has this name.
fn set_plain(slide: &mut Slide, name: &str) {
    name.clone_into(&mut slide.layout);
    slide.options.retain(|key, _| key == "id");
}
