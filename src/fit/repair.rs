//! The last resort: a part that still does not fit is cut once more, by itself. Whatever can be
//! parted at all ends up on pages that hold it, if not as evenly as where all of the slide is cut.
//! Pure.

use super::balance;
use super::breaks::Breaks;
use super::endnotes::endnotes;
use super::excerpt;
use super::explode::{Tall, explode};
use super::heights::Heights;
use super::measure::Measure;
use super::pieces::{self, Piece};
use super::search::{FULL, Fitting, is_tall};
use super::whole;
use crate::deck::Slide;

/// A slide, and how many items stand before it.
type Part = (Slide, usize);

/// What is left at the most of how far parts run over when they were cut once more. Otherwise something
/// stands on each part again that leaves no room to the rest, and it would go on for ever.
const PROGRESS: f64 = 0.99;
/// How often it may be no help: of some things, such as footnotes, that shows later.
const MOST_VAIN: usize = 6;

impl Fitting<'_> {
    /// Cuts each part that does not fit; false if none of them can be parted, or
    /// it was no help too often.
    pub(super) fn repair(&mut self, pages: &[Vec<Measure>]) -> bool {
        let over = over(pages);
        self.vain += usize::from(over > PROGRESS * self.over);
        if self.vain > MOST_VAIN {
            return false;
        }
        self.over = self.over.min(over);
        let mut parts: Vec<Part> = Vec::with_capacity(self.now.parts.len() + 1);
        let mut any = false;
        for (part, measures) in self.now.parts.iter().zip(pages) {
            let several = if is_tall(measures) { cut(part, measures) } else { None };
            any |= several.is_some();
            let conceals = several.is_some() && whole::list(&part.0, self.layout).is_some();
            for (mut slide, first) in several.unwrap_or_else(|| vec![part.clone()]) {
                excerpt::trim(&mut slide.blocks);
                if conceals {
                    whole::conceal(&mut slide);
                }
                self.choose_layout(&mut slide, parts.len());
                parts.push((slide, first));
            }
        }
        self.now.parts = parts;
        any
    }
}

/// By how much parts run over in all, in pt.
fn over(pages: &[Vec<Measure>]) -> f64 {
    let of = |page: &Measure| page.excess.map_or(0.0, |excess| excess.by.to_pt());
    let further = |part: &[Measure]| part.iter().skip(1).map(|page| page.room).sum::<f64>();
    pages.iter().map(|part| part.iter().map(of).sum::<f64>() + further(part)).sum()
}

/// A part as several; `None` if it is one thing.
fn cut((slide, first): &Part, pages: &[Measure]) -> Option<Vec<Part>> {
    let all = pieces::pieces(slide, false);
    // What runs over onto another page was not measured from its top to its bottom.
    let one = pages.iter().filter(|page| !page.is_step).count() == 1;
    let Some(page) = pages.first().filter(|_| one && all.len() > 1) else {
        return halves(slide, *first);
    };
    let heights = Heights::on_page(slide, &all, page, FULL);
    let height = |run: std::ops::Range<usize>| {
        let height = heights.of(run.clone()) / heights.room(run.clone());
        (height <= 1.0 || run.len() == 1).then_some(height)
    };
    let breaks = Breaks::new(slide, &all);
    match balance::cuts(all.len(), height, |run| Some(breaks.of(&run))) {
        Some(cuts) if !cuts.is_empty() => Some(between(slide, &all, &cuts, None, *first)),
        _ => halves(slide, *first),
    }
}

/// A slide as two. `None` if it is one thing.
fn halves(slide: &Slide, first: usize) -> Option<Vec<Part>> {
    let mut slide = slide.clone();
    let mut all = pieces::pieces(&slide, false);
    let mut origins = None;
    if let [block] = slide.blocks.as_slice()
        && all.len() == 1
    {
        let tall = Tall { block: 0, inner: None, chunks: 2 };
        let exploded = explode(block, &[tall]);
        origins = exploded.as_ref().map(|blocks| vec![0; blocks.len()]);
        slide.blocks = exploded.or_else(|| endnotes(block))?;
        all = pieces::pieces(&slide, false);
    }
    let cut = middle(&slide, &all)?;
    Some(between(&slide, &all, &[cut], origins.as_deref(), first))
}

/// The slides between cuts. `origins`: the blocks are parts of one.
fn between(
    slide: &Slide,
    all: &[Piece],
    cuts: &[usize],
    origins: Option<&[usize]>,
    first: usize,
) -> Vec<Part> {
    let inner = |pieces: &[Piece]| pieces.iter().filter(|piece| piece.inner.is_some()).count();
    let runs = balance::runs(cuts, all.len());
    let part = |run: std::ops::Range<usize>| {
        let before = first + inner(&all[..run.start]);
        (pieces::part(slide, &all[run], origins.unwrap_or_default()), before)
    };
    runs.map(part).collect()
}

/// Where to cut so that the heavier half is as light as possible, and no heading or lead-in is left
/// alone if that can be.
fn middle(slide: &Slide, all: &[Piece]) -> Option<usize> {
    let weights: Vec<f64> = all.iter().map(|piece| pieces::weight(slide, piece)).collect();
    let total: f64 = weights.iter().sum();
    let heavier = |cut: usize| {
        let before: f64 = weights[..cut].iter().sum();
        before.max(total - before)
    };
    let best = |cuts: &mut dyn Iterator<Item = usize>| {
        cuts.min_by(|a, b| heavier(*a).total_cmp(&heavier(*b)))
    };
    let leads = |cut: &usize| all[cut - 1].leads;
    best(&mut (1..all.len()).filter(|cut| !leads(cut))).or_else(|| best(&mut (1..all.len())))
}
