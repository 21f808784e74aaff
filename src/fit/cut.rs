//! The part of the search that finds page breaks: a slide is set once on a page without end, which
//! shows how tall each of its pieces is.

use std::ops::Range;

use super::breaks::Breaks;
use super::columns::{Columns, Cut, Room, Set, gathered, keep_setting};
use super::heights::{Arrangement, Heights};
use super::measure::Measure;
use super::partition::{self, Penalty};
use super::pieces::{self, Piece};
use super::search::{Attempt, Cuts, FULL, Fitting, Next, Phase, Sizing, growth, sizes_of};
use super::split::{FINENESS, Tall, split};
use super::{excerpt, whole, width};
use crate::contract::STRETCH;
use crate::deck::meta::Fit;
use crate::deck::{Block, Slide};
use crate::emit::{self, Place, Setting};
use crate::theme::Takes;

/// How often blocks that are too tall for a page are split before the result is tried.
const MOST_SPLITS: usize = 3;
/// How often all parts of a slide are cut anew.
pub(super) const MOST_CUTS: usize = 4;
/// By how much less each further cut fills a page.
const LESS: f64 = 0.07;
/// Most extra space between the blocks of a part, in em.
const MOST_SPARE: f64 = 0.6;
/// Share of the left-over room that goes into this extra space.
const SPENT: f64 = 0.7;
/// Share of what is then left over that stays above the body.
const ABOVE: f64 = 0.3;

/// A slide that was set on a page without end.
struct Unrolled<'m> {
    /// The slide, with columns that are too tall for a page split into several sets.
    slide: Slide,
    /// For each block the index of the author's block that it is, or is a part of.
    origins: Vec<usize>,
    /// Its pieces.
    all: Vec<Piece>,
    /// How tall they are.
    heights: Heights,
    measure: &'m Measure,
    /// The largest type that its layout would use.
    most: f64,
    /// What follows this many pieces is too little for a page of its own.
    little: Option<usize>,
}

impl Fitting<'_> {
    /// Whether the slide has so much text that no size will do, so that one page is not even tried.
    pub(super) fn is_hopeless(&self) -> bool {
        /// More text than any page holds at the smallest size, in em.
        const MOST: f64 = 1100.0;
        let is_long = || width::of_blocks(&self.slide.blocks) > MOST;
        self.mode == Fit::Auto && self.is_flow() && is_long()
    }

    /// Whether parts of the slide are set exactly as the whole is, one block below the other.
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

    /// How the pieces of a part are arranged.
    pub(super) fn arrangement(&self, part: &Slide) -> Arrangement {
        let is_own = part.layout == self.layout.name;
        match is_own && !self.is_flow() && self.columns_slot().is_none() {
            true => Arrangement::Beside,
            false => Arrangement::Below,
        }
    }

    /// The pieces of a part. In a layout that takes items, a heading and what stands below it are one.
    pub(super) fn pieces(&self, part: &Slide) -> Vec<Piece> {
        let takes_items = self.layout.slots.iter().any(|slot| slot.takes.is_items());
        pieces::pieces(part, takes_items && part.layout == self.layout.name)
    }

    /// Next, sets the slide on a page without end, at its smallest size.
    pub(super) fn unroll(&mut self, floor: f64, mut cuts: Cuts) -> Next {
        if let Some(parts) = self.revealed_later() {
            // No further cut of the whole: parts that do not fit are cut one by one.
            cuts.count = MOST_CUTS;
            self.now = Attempt { parts, ..Attempt::default() };
            return self.again(Phase::Parts(Sizing::default(), cuts));
        }
        self.gather_columns();
        let (size, formula, stretch) = (Some(floor), self.now.setting.formula, STRETCH);
        let spare = self.is_flow().then_some(0.0);
        let setting = Setting { size, formula, spare, stretch, ..Setting::default() };
        self.now = Attempt { parts: Vec::new(), setting };
        self.again(Phase::Unrolled(cuts))
    }

    /// The two parts of a slide whose layout keeps its list on one page: the list, and the answers.
    fn revealed_later(&self) -> Option<Vec<(Slide, usize)>> {
        let list = whole::list(&self.slide, self.layout)?;
        let [list, mut rest] = whole::parted(&self.slide, list)?;
        self.set_plain(&mut rest);
        Some(vec![(list, 0), (rest, 0)])
    }

    /// Turns columns that are made by headings into one block, if the layout takes columns.
    fn gather_columns(&mut self) {
        let closes = self.layout.slots.iter().any(|slot| slot.closes);
        let blocks = self.columns_slot().and_then(|_| gathered(&self.slide.blocks, closes));
        if let Some(blocks) = blocks {
            self.origins = (0..blocks.len()).collect();
            self.slide.to_mut().blocks = blocks;
        }
    }

    /// Which columns of the slide are cut: a layout that takes just so many sets them against each other.
    fn columns_slot(&self) -> Option<Cut> {
        let slot = self.layout.slots.iter().find(|slot| slot.takes == Takes::Columns)?;
        Some(if slot.min == slot.max { Cut::All } else { Cut::Tall })
    }

    /// After the try on a page without end: decides where to cut.
    pub(super) fn cut(&mut self, mut cuts: Cuts, pages: &[Vec<Measure>]) -> Next {
        let Some((sizes, measure)) = sizes_of(pages) else { return Next::Done };
        if measure.excess.is_some_and(|excess| excess.sideways) {
            if self.shrink_formulas(measure) {
                return self.again(Phase::Unrolled(cuts));
            }
            if self.is_side_by_side() {
                return self.unstack();
            }
        }
        if !measure.tables.is_empty() {
            keep_setting(&mut self.slide.to_mut().blocks, &measure.tables);
        }
        let unrolled = self.unrolled(measure, sizes.most, cuts.count);
        if unrolled.all.is_empty() {
            return Next::Done;
        }
        let tall = self.tall(&unrolled);
        if cuts.splits < MOST_SPLITS && self.split(&tall) {
            cuts.splits += 1;
            if !emit::accepts(&self.slide, self.layout) {
                self.choose_plain();
            }
            return self.unroll(self.floor(), cuts);
        }
        if !tall.is_empty() && !self.is_flow() {
            return self.flatten();
        }
        self.set_parts(unrolled, cuts)
    }

    /// Reads what was measured on the page without end.
    fn unrolled<'m>(&self, measure: &'m Measure, most: f64, cuts: usize) -> Unrolled<'m> {
        let (slide, origins) = (self.slide.clone().into_owned(), self.origins.clone());
        let all = self.pieces(&slide);
        // A layout that ignores the stretching reports its usual room, and what does not fit is
        // measured less well.
        let room = if measure.room > STRETCH { measure.room - STRETCH } else { measure.room };
        let room = room * FULL / (1.0 + LESS * cuts as f64);
        let heights = Heights::new(&slide, &all, measure, room, self.arrangement(&slide));
        Unrolled { slide, origins, all, heights, measure, most, little: None }
    }

    /// The pieces that are too tall for a page and have to be split.
    fn tall(&self, unrolled: &Unrolled) -> Vec<Tall> {
        let mut tall = Vec::new();
        for (at, piece) in unrolled.all.iter().enumerate() {
            let place = piece.place();
            let room = unrolled.heights.room(at..at + 1);
            let is_tall = unrolled.heights.of(at..at + 1) > room;
            let chunks = |height: f64| FINENESS * (height / room).ceil() as usize;
            let Some(columns) = unrolled.columns(at).filter(|_| is_tall) else {
                let chunks = chunks(unrolled.heights.of(at..at + 1));
                tall.extend(is_tall.then_some(Tall { place, chunks }));
                continue;
            };
            let before = tall.len();
            tall.extend(columns.taller_than(room).map(|(inside, height)| Tall {
                place: Place { block: place.block, ..inside },
                chunks: chunks(height),
            }));
            // Columns that cannot be split side by side may be split when stacked.
            if tall.len() == before && self.sets(unrolled, at, 1.0).len() < 2 {
                tall.push(Tall { place, chunks: 1 });
            }
        }
        tall
    }

    /// The columns of a piece, in one set for each page. `share`: how much of a page is free for
    /// them.
    fn sets(&self, unrolled: &Unrolled, at: usize, share: f64) -> Vec<Set> {
        let cut = self.columns_slot().unwrap_or(Cut::Tall);
        let Some(columns) = unrolled.columns(at) else { return Vec::new() };
        columns.sets(unrolled.room(at, share), cut)
    }

    /// Next, sets the slide in parts.
    fn set_parts(&mut self, mut unrolled: Unrolled, mut cuts: Cuts) -> Next {
        for at in (0..unrolled.all.len()).rev() {
            let range = at..at + 1;
            if unrolled.heights.of(range.clone()) > unrolled.heights.room(range) {
                let sets = self.sets(&unrolled, at, 1.0);
                unrolled.part_columns(at, sets, |slide| self.pieces(slide));
            }
        }
        let Some((mut at, mut size)) = self.where_to_cut(&unrolled, &cuts) else {
            return self.flatten();
        };
        if let Some(columns) = unrolled.columns_before_little(&at) {
            let before = unrolled.all.len();
            let sets = self.sets(&unrolled, columns, 0.5);
            unrolled.part_columns(columns, sets, |slide| self.pieces(slide));
            unrolled.little = Some(unrolled.all.len() - (before - columns - 1));
            (at, size) = self.where_to_cut(&unrolled, &cuts).unwrap_or((at, size));
        }
        cuts.count += 1;
        cuts.parts = at.len() + 1;
        let mut setting = Setting { formula: self.now.setting.formula, ..Setting::default() };
        if self.is_flow() {
            let (spare, above) = self.spread(&unrolled, &at, size);
            (setting.size, setting.spare, setting.above) = (Some(size), Some(spare), Some(above));
        } else {
            setting.size = (self.mode == Fit::Split).then_some(size);
        }
        self.now = Attempt { parts: Vec::new(), setting };
        // If everything fits on one page after all, it is set as a whole; what does not is cut part
        // by part.
        if !at.is_empty() || cuts.count > 1 {
            self.now.parts = self.slides(&unrolled, &at);
        }
        self.again(Phase::Parts(Sizing::default(), cuts))
    }

    /// Where to cut the slide, and the type size for which that holds: where parts are set as the
    /// whole is, the largest size that needs no more parts.
    fn where_to_cut(&self, unrolled: &Unrolled, cuts: &Cuts) -> Option<(Vec<usize>, f64)> {
        let floor = self.floor();
        let breaks = Breaks::new(&unrolled.slide, &unrolled.all);
        if !self.is_flow() {
            return Some((self.more_parts(unrolled, &breaks, cuts.parts)?, floor));
        }
        let cuts_at = |size: f64| {
            unrolled.cuts(growth(unrolled.measure, floor, size), |run| Some(breaks.of(run)))
        };
        let (mut best, mut size) = (cuts_at(floor)?, floor);
        if self.mode != Fit::Auto {
            return Some((best, size));
        }
        let steps = self.theme.type_scale().iter().rev().copied();
        for step in steps.filter(|step| *step > floor && *step <= unrolled.most) {
            let Some(others) = cuts_at(step).filter(|others| others.len() <= best.len()) else {
                break;
            };
            // Larger type is no gain if it needs clearly worse breaks.
            if breaks.worse(&others, &best) {
                break;
            }
            (best, size) = (others, step);
        }
        Some((best, size))
    }

    /// Where to cut a slide whose parts may be arranged differently from the whole: into more than
    /// `parts`, each with as many items as its layout takes at the least.
    fn more_parts(&self, unrolled: &Unrolled, breaks: &Breaks, parts: usize) -> Option<Vec<usize>> {
        /// By how much the assumed height grows with each try.
        const STEP: f64 = 1.1;
        const MOST_STEPS: i32 = 40;
        let items = self.layout.slots.iter().find(|slot| slot.takes.is_items());
        let fewest = items.map_or(0, |slot| slot.min);
        let enough = |run: &Range<usize>| {
            let items = unrolled.items(run);
            (items == 0 || items >= fewest).then(|| breaks.of(run))
        };
        let more = |cuts: &Vec<usize>| cuts.len() >= parts.max(1);
        let scales = (0..MOST_STEPS).map(|step| STEP.powi(step));
        scales.filter_map(|scale| unrolled.cuts(scale, enough)).find(more)
    }

    /// The extra space between blocks in em and the free space above the body in pt: the same on
    /// all parts, as much as the fullest one has room for.
    fn spread(&self, unrolled: &Unrolled, at: &[usize], size: f64) -> (f64, f64) {
        let Unrolled { all, heights, measure, .. } = unrolled;
        let scale = growth(measure, self.floor(), size);
        let left = |run: &Range<usize>| heights.room(run.clone()) - heights.of(run.clone()) * scale;
        let gaps = |run: &Range<usize>| run.len().saturating_sub(1) as f64 * size;
        let runs = || partition::runs(at, all.len());
        let spare = runs().map(|run| left(&run) / gaps(&run) * SPENT).fold(MOST_SPARE, f64::min);
        let spare = spare.max(0.0);
        let above = runs().map(|run| left(&run) - gaps(&run) * spare).fold(f64::INFINITY, f64::min);
        (spare, (above * ABOVE).max(0.0))
    }

    /// The slides between cuts, each with a layout that can show it.
    fn slides(&self, unrolled: &Unrolled, at: &[usize]) -> Vec<(Slide, usize)> {
        let Unrolled { slide, origins, all, .. } = unrolled;
        let mut parts = pieces::between(slide, all, at, origins, 0);
        for (index, (part, _)) in parts.iter_mut().enumerate() {
            excerpt::trim(&mut part.blocks);
            self.choose_layout(part, index);
        }
        parts
    }

    /// Replaces what is too tall by several; false if none of it can be.
    fn split(&mut self, tall: &[Tall]) -> bool {
        let (mut blocks, mut origins, mut any) = (Vec::new(), Vec::new(), false);
        for (index, block) in self.slide.blocks.iter().enumerate() {
            let own = tall.iter().filter(|tall| tall.place.block == index);
            let parts = split(block, &own.copied().collect::<Vec<_>>());
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
}

impl Unrolled<'_> {
    /// The columns that a piece is, measured.
    fn columns(&self, at: usize) -> Option<Columns<'_>> {
        let place = self.all[at].place();
        let Block::Columns(columns) = &self.slide.blocks[place.block].value else { return None };
        Some(Columns::new(columns, place.block, self.heights.place(at), self.measure))
    }

    /// The room for a piece on its pages. What stands before and after it is on the first and the
    /// last page, unless that takes most of one.
    fn room(&self, at: usize, share: f64) -> Room {
        /// Largest share of a page that is left to other content.
        const MOST: f64 = 0.6;
        let whole = self.heights.room(at..at + 1) * share;
        let (top, end) = self.heights.place(at);
        let extent = self.heights.extent();
        let beside = |taken: f64| if taken <= MOST * whole { whole - taken } else { whole };
        Room { first: beside(top - extent.0), whole, last: beside(extent.1 - end) }
    }

    /// Replaces a piece by sets of columns.
    fn part_columns(&mut self, at: usize, sets: Vec<Set>, pieces: impl Fn(&Slide) -> Vec<Piece>) {
        if sets.len() < 2 {
            return;
        }
        let block = self.all[at].blocks.start;
        let whole = self.slide.blocks[block].clone();
        let heights: Vec<f64> = sets.iter().map(|(_, height)| *height).collect();
        let blocks = sets.into_iter().map(|(columns, _)| whole.with(Block::Columns(columns)));
        self.slide.blocks.splice(block..=block, blocks);
        let origin = self.origins[block];
        self.origins.splice(block..=block, std::iter::repeat_n(origin, heights.len()));
        self.heights.replace(at, &heights);
        self.all = pieces(&self.slide);
    }

    /// The index of columns that fill a page, if hardly anything would be left for the last page.
    fn columns_before_little(&self, cuts: &[usize]) -> Option<usize> {
        /// Least share of a last page that is filled.
        const LEAST: f64 = 0.4;
        let last = *cuts.last()?..self.all.len();
        let is_little = self.heights.of(last.clone()) < LEAST * self.heights.room(last.clone());
        let before = last.start.checked_sub(1).filter(|_| is_little)?;
        self.columns(before).map(|_| before)
    }

    /// Where to cut if everything is taller than it was measured by the factor `scale`. `penalty`
    /// gives the penalty of a run, `None` if it must not be one.
    fn cuts(
        &self,
        scale: f64,
        penalty: impl Fn(&Range<usize>) -> Option<Penalty>,
    ) -> Option<Vec<usize>> {
        let height = |run: Range<usize>| {
            let height = self.heights.of(run.clone()) * scale / self.heights.room(run.clone());
            (height <= 1.0 || run.len() == 1).then_some(height)
        };
        partition::cuts(self.all.len(), height, |run| {
            let grave = usize::from(self.little == Some(run.end));
            penalty(&run).map(|penalty| penalty + Penalty { grave, slight: 0.0 })
        })
    }

    /// How many items, or groups under headings, are in a run.
    fn items(&self, run: &Range<usize>) -> usize {
        let is_item = |piece: &&Piece| {
            let block = &self.slide.blocks[piece.blocks.start];
            piece.inner.is_some() || pieces::is_heading(block) || is_list(&block.value)
        };
        self.all[run.clone()].iter().filter(is_item).count()
    }
}

/// Whether a block is a list.
fn is_list(block: &Block) -> bool {
    matches!(block, Block::List { .. } | Block::Definitions(_))
}
