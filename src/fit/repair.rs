//! The last resort: parts that still do not fit are cut once more, one by one. Whatever can be cut
//! at all ends up on pages that hold it, if less evenly than when the whole slide is cut. Pure.

use super::breaks::Breaks;
use super::endnotes::endnotes;
use super::excerpt;
use super::heights::Heights;
use super::measure::Measure;
use super::partition;
use super::pieces::{self, Piece};
use super::search::{Cuts, FULL, Fitting, is_tall};
use super::split::{Tall, split};
use super::{whole, width};
use crate::deck::Slide;
use crate::emit::Place;

/// A part of a slide, and the number of items before it.
type Part = (Slide, usize);

/// Cutting once more must leave at most this share of the excess. Otherwise every part repeats
/// something that leaves no room for the rest, and cutting would never end.
const PROGRESS: f64 = 0.99;
/// How often cutting may fail to help: for some content, such as footnotes, it helps only later.
const MOST_VAIN: usize = 6;

impl Fitting<'_> {
    /// Cuts each part that does not fit; false if none can be cut, or cutting failed to help too
    /// often.
    pub(super) fn repair(&mut self, cuts: &mut Cuts, pages: &[Vec<Measure>]) -> bool {
        let over = over(pages);
        let (least, vain) = cuts.repairs.unwrap_or((f64::INFINITY, 0));
        let vain = vain + usize::from(over > PROGRESS * least);
        cuts.repairs = Some((least.min(over), vain));
        if vain > MOST_VAIN {
            return false;
        }
        let mut parts: Vec<Part> = Vec::with_capacity(self.now.parts.len() + 1);
        let mut any = false;
        for (part, measures) in self.now.parts.iter().zip(pages) {
            let several = if is_tall(measures) { self.cut_part(part, measures) } else { None };
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

    /// Splits a part into several; `None` if it is a single piece.
    fn cut_part(&self, (slide, first): &Part, pages: &[Measure]) -> Option<Vec<Part>> {
        let all = self.pieces(slide);
        // A part that overflows onto another page was not measured from top to bottom.
        let one = pages.iter().filter(|page| !page.is_step).count() == 1;
        let Some(page) = pages.first().filter(|_| one && all.len() > 1) else {
            return halves(slide, *first);
        };
        let heights = Heights::on_page(slide, &all, page, FULL, self.arrangement(slide));
        let height = |run: std::ops::Range<usize>| {
            let height = heights.of(run.clone()) / heights.room(run.clone());
            (height <= 1.0 || run.len() == 1).then_some(height)
        };
        let breaks = Breaks::new(slide, &all);
        match partition::cuts(all.len(), height, |run| Some(breaks.of(&run))) {
            Some(cuts) if !cuts.is_empty() => {
                Some(pieces::between(slide, &all, &cuts, &[], *first))
            }
            _ => halves(slide, *first),
        }
    }
}

/// By how much parts run over in all, in pt.
fn over(pages: &[Vec<Measure>]) -> f64 {
    let of = |page: &Measure| page.excess.map_or(0.0, |excess| excess.by.to_pt());
    let further = |part: &[Measure]| part.iter().skip(1).map(|page| page.room).sum::<f64>();
    pages.iter().map(|part| part.iter().map(of).sum::<f64>() + further(part)).sum()
}

/// Splits a slide in two; `None` if it is a single piece.
fn halves(slide: &Slide, first: usize) -> Option<Vec<Part>> {
    let mut slide = slide.clone();
    let mut all = pieces::pieces(&slide, false);
    let mut origins = None;
    if let [block] = slide.blocks.as_slice()
        && all.len() == 1
    {
        let tall = Tall { place: Place::block(0), chunks: 2 };
        let blocks = split(block, &[tall]);
        origins = blocks.as_ref().map(|blocks| vec![0; blocks.len()]);
        slide.blocks = blocks.or_else(|| endnotes(block))?;
        all = pieces::pieces(&slide, false);
    }
    let cut = middle(&slide, &all)?;
    let origins = origins.as_deref().unwrap_or_default();
    Some(pieces::between(&slide, &all, &[cut], origins, first))
}

/// Where to cut so that the longer half is as short as possible, and no heading or lead-in is left
/// alone if that can be.
fn middle(slide: &Slide, all: &[Piece]) -> Option<usize> {
    let lengths: Vec<f64> = all.iter().map(|piece| width::of_piece(slide, piece)).collect();
    let total: f64 = lengths.iter().sum();
    let longer = |cut: usize| {
        let before: f64 = lengths[..cut].iter().sum();
        before.max(total - before)
    };
    let best = |cuts: &mut dyn Iterator<Item = usize>| {
        cuts.min_by(|a, b| longer(*a).total_cmp(&longer(*b)))
    };
    let leads = |cut: &usize| all[cut - 1].leads;
    best(&mut (1..all.len()).filter(|cut| !leads(cut))).or_else(|| best(&mut (1..all.len())))
}
