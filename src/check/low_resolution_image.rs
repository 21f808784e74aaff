//! A picture with too few pixels for the size at which it is shown.

use super::Context;
use super::context::Item;
use crate::deck::{Block, Slide, Spanned};
use crate::diag::{Diagnostics, Span};

/// Fewest pixels an inch. A projector of 1920 × 1080 shows 144 for each inch of a page; with less
/// than two thirds of that, every pixel of the picture covers more than two of the projector's.
const FEWEST_PPI: f64 = 96.0;
/// Nobody looks for detail in what is smaller than this, in pt.
const SMALL_PT: f64 = 48.0;

/// Reports each such picture once on its slide.
pub(super) fn check(context: &Context, findings: &mut Diagnostics) {
    for view in &context.slides {
        let mut seen = Vec::new();
        for (page, item) in view.pages.iter().flat_map(|p| p.items.iter().map(move |i| (p, i))) {
            let Some((ppi, pixels)) = resolution(item).filter(|(ppi, _)| *ppi < FEWEST_PPI) else {
                continue;
            };
            if seen.contains(&item.span) {
                continue;
            }
            seen.push(item.span);
            let message = format!(
                "this picture has {ppi:.0} pixels an inch at the size shown, at least \
                 {FEWEST_PPI:.0} look sharp"
            );
            let hint = format!(
                "it is {} × {} pixels: take a larger file, or show it at {:.0} % of this size",
                pixels.0,
                pixels.1,
                (ppi / FEWEST_PPI * 100.0).floor()
            );
            let span = item.span.or_else(|| to_the_edges(view.slide)).unwrap_or_default();
            findings.push(
                view.finding_at("low-resolution-image", span, message)
                    .hint(hint)
                    .on_page(page.number, Some(item.placed.region())),
            );
        }
    }
}

/// The picture of a slide that runs off the edges of its page: only such a one is enlarged, by the
/// layout, so nothing on the page tells where it was written.
fn to_the_edges(slide: &Slide) -> Option<Span> {
    let enlarged = slide.options.contains_key("bleed") || slide.options.contains_key("side");
    let picture = |block: &&Spanned<Block>| matches!(block.value, Block::Image(_));
    slide.blocks.iter().filter(|_| enlarged).find(picture).map(|block| block.span)
}

/// Pixels an inch, and pixels; `None` for what has none and for what is small.
fn resolution(item: &Item) -> Option<(f64, (u32, u32))> {
    let (picture, width) = item.placed.pixels().filter(|(_, width)| *width >= SMALL_PT)?;
    let pixels = (picture.width(), picture.height());
    Some((f64::from(pixels.0) * 72.0 / width, pixels))
}
