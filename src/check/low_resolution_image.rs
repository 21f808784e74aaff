//! A picture with too few pixels for the size at which it is shown, or was asked to be shown.

use super::Context;
use super::context::{Item, PageView, SlideView};
use crate::deck::block::visit_blocks;
use crate::deck::{Block, Image, Slide, Spanned};
use crate::diag::{Diagnostic, Diagnostics, Span};
use crate::engine::boxes::Placed;

/// Fewest pixels an inch. A projector of 1920 × 1080 shows 144 for each inch of a page; with less
/// than two thirds of that, every pixel of the picture covers more than two of the projector's.
const FEWEST_PPI: f64 = 96.0;
/// Fewest pixels per inch of a background picture, which has a veil over it.
const FEWEST_BEHIND: f64 = 72.0;
/// Pictures smaller than this, in pt, are not checked.
const SMALL_PT: f64 = 48.0;

/// Reports each such picture once per slide; a background picture once per deck.
pub(super) fn check(context: &Context, findings: &mut Diagnostics) {
    let mut behind = Vec::new();
    for view in &context.slides {
        let mut seen = Vec::new();
        let mut wide = with_width(view.slide);
        for (page, item) in view.pages.iter().flat_map(|p| p.items.iter().map(move |i| (p, i))) {
            let found = coarse(view, item).or_else(|| small(view, item, &mut wide));
            let Some(found) = found.filter(|found| !seen.contains(&found.span())) else { continue };
            seen.push(found.span());
            findings.push(found.on_page(page.number, Some(item.placed.region())));
        }
        findings
            .0
            .extend(view.pages.first().and_then(|page| backdrop(context, view, page, &mut behind)));
    }
}

/// The finding about a picture that is shown larger than its resolution allows.
fn coarse(view: &SlideView, item: &Item) -> Option<Diagnostic> {
    let (ppi, pixels) = resolution(&item.placed).filter(|(ppi, _)| *ppi < FEWEST_PPI)?;
    let message = format!(
        "this picture has {ppi:.0} pixels an inch at the size shown, at least {FEWEST_PPI:.0} look sharp"
    );
    let hint = format!(
        "it is {} × {} pixels: take a larger file, or show it at {:.0} % of this size",
        pixels.0,
        pixels.1,
        (ppi / FEWEST_PPI * 100.0).floor()
    );
    let span = item.span.or_else(|| to_the_edges(view.slide)).unwrap_or_default();
    Some(view.finding_at("low-resolution-image", span, message).hint(hint))
}

/// The finding about a picture that is shown smaller than the author wants because it has too few
/// pixels.
fn small(view: &SlideView, item: &Item, wide: &mut Vec<(Span, &Image)>) -> Option<Diagnostic> {
    let asked = item.placed.asked?;
    let (picture, width) = item.placed.pixels()?;
    let (across, down) = (picture.width(), picture.height());
    let message =
        format!("this picture is set {width:.0} pt wide, not {asked:.0}: it has too few pixels");
    let needed = f64::from(across) * asked / width;
    let hint = format!(
        "it is {across} × {down} pixels, and pictures are not enlarged past their pixels: that width takes \
         a file with {needed:.0} across; as it is, `{{width={:.0}pt}}` asks for what there is",
        width.floor()
    );
    // The layout sets its size, so the page does not say where it was written; its alternative text
    // tells.
    let alt = item.placed.alt().unwrap_or_default();
    let is_it = |image: &Image| image.alt == alt || image.caption.as_deref() == Some(alt);
    let at = wide.iter().position(|(_, image)| is_it(image)).or((!wide.is_empty()).then_some(0));
    let span = at.map(|at| wide.remove(at).0).unwrap_or_default();
    Some(view.finding_at("low-resolution-image", span, message).hint(hint))
}

/// The pictures of a slide for which the author sets a width.
fn with_width(slide: &Slide) -> Vec<(Span, &Image)> {
    let mut found = Vec::new();
    visit_blocks(&slide.blocks, &mut |block| {
        if let Block::Image(image) = &block.value
            && image.width.is_some()
        {
            found.push((block.span, image));
        }
    });
    found
}

/// The finding about a background picture. `seen`: those of the theme or the front matter that are
/// behind several slides and were checked already.
fn backdrop(
    context: &Context,
    view: &SlideView,
    page: &PageView,
    seen: &mut Vec<(u32, u32)>,
) -> Option<Diagnostic> {
    let placed = page.backdrop.as_ref()?;
    let (ppi, pixels) = resolution(placed).filter(|(ppi, _)| *ppi < FEWEST_BEHIND)?;
    let own = view.slide.background().is_some();
    let span = if own { view.slide.span } else { context.deck.meta.span("tokens.background") };
    if !own && seen.contains(&pixels) {
        return None;
    }
    if !own {
        seen.push(pixels);
    }
    let message = format!(
        "the picture behind slide {} has {ppi:.0} pixels an inch, at least {FEWEST_BEHIND:.0} look sharp",
        view.number
    );
    let needed = f64::from(pixels.0) * FEWEST_BEHIND / ppi;
    let hint =
        format!("it is {} × {} pixels: take a file with {needed:.0} across", pixels.0, pixels.1);
    let found = view.finding_at("low-resolution-image", span, message).hint(hint);
    Some(found.on_page(page.number, None))
}

/// The picture of a slide that bleeds off the page. Only such a picture is enlarged by the layout,
/// so the page does not say where it was written.
fn to_the_edges(slide: &Slide) -> Option<Span> {
    let enlarged = slide.options.contains_key("bleed") || slide.options.contains_key("side");
    let picture = |block: &&Spanned<Block>| matches!(block.value, Block::Image(_));
    slide.blocks.iter().filter(|_| enlarged).find(picture).map(|block| block.span)
}

/// Pixels per inch, and width and height in pixels; `None` for vector graphics and for small
/// pictures.
fn resolution(placed: &Placed) -> Option<(f64, (u32, u32))> {
    let (picture, width) = placed.pixels().filter(|(_, width)| *width >= SMALL_PT)?;
    let pixels = (picture.width(), picture.height());
    Some((f64::from(pixels.0) * 72.0 / width, pixels))
}
