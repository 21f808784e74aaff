//! The part of the search that sets a slide on several pages: how large the parts are set, and what
//! happens to those that suit no layout.

use std::borrow::Cow;

use super::columns::in_sequence;
use super::cut::MOST_CUTS;
use super::measure::Measure;
use super::search::{
    Attempt, Cuts, FULL, Fitting, Next, Phase, Shrinking, Sizing, fit, is_tall, predicted,
};
use crate::deck::meta::Fit;
use crate::deck::{Block, Slide, Spanned};
use crate::emit;
use crate::engine::boxes::Sizes;
use crate::theme::{Plain, Takes};

impl Fitting<'_> {
    /// Gives up the layout for the plain one, in which anything can be continued.
    pub(super) fn flatten(&mut self) -> Next {
        // A slide that its layout fills by itself, such as an agenda, has no content that could be
        // plain.
        if self.is_plain(&self.slide) || self.slide.blocks.is_empty() {
            return Next::Done;
        }
        self.choose_plain();
        self.unroll(self.floor(), Cuts::default())
    }

    /// Stacks columns because something in them is too wide or too tall for its column; gives up if
    /// there are none.
    pub(super) fn unstack(&mut self) -> Next {
        if self.mode == Fit::Shrink || !self.is_side_by_side() {
            return Next::Done;
        }
        // Column settings such as the widths of tables no longer apply, so the blocks are taken as
        // the author wrote them.
        let blocks = self.written.blocks.iter().flat_map(|block| match &block.value {
            Block::Columns(columns) => in_sequence(columns),
            _ => vec![block.clone()],
        });
        self.restart(blocks.collect());
        Next::Again
    }

    /// Restarts the search with these blocks as plain content.
    fn restart(&mut self, blocks: Vec<Spanned<Block>>) {
        self.slide = Cow::Owned(self.written.with_blocks(blocks));
        self.choose_plain();
        self.origins = (0..self.slide.blocks.len()).collect();
        self.now = Attempt::default();
        self.tries = 0;
        self.shrinking = Shrinking::default();
        self.phase = Phase::Whole(Sizing::default());
    }

    /// Restarts the search with the whole slide as plain content, after a try that suits no layout.
    pub(super) fn give_up(&mut self) {
        let was_plain = self.is_plain(&self.slide);
        self.restart(self.written.blocks.clone());
        if was_plain {
            self.phase = Phase::Done;
        }
    }

    fn is_plain(&self, slide: &Slide) -> bool {
        slide.layout == self.theme.plain(Plain::Content)
    }

    pub(super) fn is_side_by_side(&self) -> bool {
        let is_columns = |block: &Spanned<Block>| matches!(block.value, Block::Columns(_));
        self.layout.slots.iter().any(|slot| slot.takes == Takes::Columns)
            || self.slide.blocks.iter().any(is_columns)
    }

    pub(super) fn choose_plain(&mut self) {
        let name = self.theme.plain(Plain::Content);
        self.layout = self.theme.layout(name).unwrap_or(self.layout);
        set_plain(self.slide.to_mut(), name);
    }

    /// Gives a part the plain layout.
    pub(super) fn set_plain(&self, part: &mut Slide) {
        set_plain(part, self.theme.plain(Plain::Content));
    }

    /// Keeps the layout of a part if the part has what the layout is made for.
    pub(super) fn choose_layout(&self, part: &mut Slide, index: usize) {
        let main = |takes: Takes| !matches!(takes, Takes::Text | Takes::Blocks);
        let repeats = self.layout.slots.iter().any(|slot| main(slot.takes) && slot.min > 0)
            || matches!(self.layout.slots.as_slice(), [slot] if slot.min > 0);
        let keeps = self.is_plain(part) || index == 0 || repeats;
        if !keeps || !emit::accepts(part, self.layout) {
            self.set_plain(part);
        }
    }

    /// After a try on several pages: decides what to do next.
    pub(super) fn parts(&mut self, mut sizing: Sizing, cuts: Cuts, pages: &[Vec<Measure>]) -> Next {
        let all: Vec<&Measure> = pages.iter().flatten().collect();
        let sizes: Vec<Sizes> = all.iter().filter_map(|page| page.sizes).collect();
        let Some(least) = sizes.iter().copied().min_by(|a, b| a.size.total_cmp(&b.size)) else {
            return Next::Done;
        };
        // All parts get the same type size, that of the fullest one.
        if self.now.setting.size.is_none() && sizes.iter().any(|sizes| sizes.size != least.size) {
            self.now.setting.size = Some(least.size);
            return self.again(Phase::Parts(sizing, cuts));
        }
        if fit(pages) {
            let most = sizes.iter().map(|sizes| sizes.most).fold(least.most, f64::min);
            let raised = self.raise(&mut sizing, Sizes { most, ..least }, pages);
            return self.go_on(raised, Phase::Parts(sizing, cuts));
        }
        sizing.fails = sizing.fails.min(least.size);
        if let Some(raised) = self.step_back(&sizing, least.size) {
            return self.go_on(raised, Phase::Parts(sizing, cuts));
        }
        let pictures = pages.iter().zip(self.settings()).find_map(|(pages, (part, _))| {
            let page =
                pages.iter().find(|page| page.excess.is_some_and(|excess| !excess.sideways))?;
            Some((page, self.pictures(part))).filter(|(_, count)| *count > 0)
        });
        if pictures.is_some_and(|(page, count)| self.shrink_pictures(page, count))
            || self.give_way(&all, least)
        {
            return self.again(Phase::Parts(sizing, cuts));
        }
        self.cut_again(sizing, cuts, pages, least)
    }

    /// Sets the parts tighter, or their pictures and formulas smaller; false if nothing more can be
    /// done.
    fn give_way(&mut self, all: &[&Measure], least: Sizes) -> bool {
        let runs_over = |sideways: bool| {
            all.iter().find(|page| page.excess.is_some_and(|excess| excess.sideways == sideways))
        };
        if runs_over(true).is_some_and(|page| self.shrink_formulas(page)) {
            return true;
        }
        let sideways = runs_over(true).is_some();
        let floor = if sideways { least.least } else { self.floor().max(least.least) };
        let steps = self.theme.type_scale().iter().copied();
        let mut steps = steps.filter(|step| *step < least.size && *step >= floor);
        let promised = |step: &f64| {
            all.iter().all(|page| predicted(page, least.size, *step) <= FULL * page.room)
        };
        match steps.clone().find(promised).or_else(|| steps.next_back()) {
            Some(step) => self.now.setting.size = Some(step),
            // The layout may have put more space between blocks than there is room for.
            None if (self.now.setting.spare, self.now.setting.above) != (Some(0.0), Some(0.0)) => {
                (self.now.setting.spare, self.now.setting.above) = (Some(0.0), Some(0.0));
            }
            None => return false,
        }
        true
    }

    /// Cuts the slide anew: all of it, and after a few times those parts that do not fit.
    fn cut_again(
        &mut self,
        sizing: Sizing,
        mut cuts: Cuts,
        pages: &[Vec<Measure>],
        least: Sizes,
    ) -> Next {
        // If parts are only too wide, cutting does not help.
        if pages.iter().all(|part| !is_tall(part)) {
            return self.unstack();
        }
        if cuts.count < MOST_CUTS {
            return self.unroll(self.floor().max(least.least), cuts);
        }
        match self.repair(&mut cuts, pages) {
            true => self.again(Phase::Parts(sizing, cuts)),
            false if self.is_side_by_side() => self.unstack(),
            false => self.flatten(),
        }
    }
}

/// Gives a slide the plain layout, which has this name.
fn set_plain(slide: &mut Slide, name: &str) {
    name.clone_into(&mut slide.layout);
    slide.options.retain(|key, _| key == "id");
}
