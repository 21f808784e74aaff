//! Text whose colour is too close to its background: panels, drawings, pictures.
//!
//! The background is found by drawing the page without its text, coarsely.

use rayon::prelude::*;
use typst::layout::{Abs, Frame, FrameItem, Point, Rect};
use typst::visualize::Paint;
use typst_layout::Page;
use typst_render::{RenderOptions, render};

use super::Context;
use super::context::{Item, PageView};
use crate::diag::Diagnostics;
use crate::theme::colour::{Rgb, contrast};

/// Least contrast of text (WCAG 2.2, 1.4.3).
const TEXT: f64 = 4.5;
/// Least contrast of large text.
const LARGE: f64 = 3.0;
/// Size from which on text is large, in pt.
const LARGE_PT: f64 = 24.0;
/// Resolution of that drawing in pixels per pt: a line of text covers about four rows of pixels.
const PIXELS_PER_PT: f64 = 0.25;
/// Share of the background of a text that may be too close to its colour: the box is larger than
/// the strokes.
const NEAR: f64 = 0.2;

/// A text with too little contrast: its contrast, and the least that it should have.
struct Faint<'v, 'a> {
    page: &'v PageView<'a>,
    item: &'v Item<'a>,
    contrast: f64,
    least: f64,
}

/// Reports the faintest text of each slide.
pub(super) fn check(context: &Context, findings: &mut Diagnostics) {
    let Some(document) = context.document else { return };
    let found: Vec<_> = context
        .slides
        .par_iter()
        .map(|view| {
            let pages = view.pages.iter();
            let faint =
                pages.filter_map(|page| faintest(page, document.pages().get(page.number - 1)?));
            faint.min_by(|a, b| a.contrast.total_cmp(&b.contrast)).map(|faint| (view, faint))
        })
        .collect();
    for (view, faint) in found.into_iter().flatten() {
        let contrast = (faint.contrast * 10.0).floor() / 10.0;
        let message = format!(
            "text on slide {} has a contrast of {contrast} : 1 to what is behind it, expected {} : 1",
            view.number, faint.least
        );
        let span = faint.item.span.unwrap_or_default();
        findings.push(
            view.finding_at("low-contrast", span, message)
                .hint("darken one of the two, or lighten the other; on a picture, put a panel between")
                .on_page(faint.page.number, Some(faint.item.placed.region())),
        );
    }
}

/// The text of a page with the least contrast, if that is too little.
fn faintest<'v, 'a>(page: &'v PageView<'a>, laid_out: &Page) -> Option<Faint<'v, 'a>> {
    let ground = Ground::of(laid_out);
    let faint = page.items.iter().filter_map(|item| {
        let (contrast, least) = too_faint(item, &ground)?;
        Some(Faint { page, item, contrast, least })
    });
    faint.min_by(|a, b| a.contrast.total_cmp(&b.contrast))
}

/// The contrast of a text and the least that it should have; `None` if it is enough.
fn too_faint(item: &Item, ground: &Ground) -> Option<(f64, f64)> {
    let text = item.placed.text()?;
    // Emoji have colours of their own.
    if item.family().is_some_and(|family| family.contains("Emoji")) {
        return None;
    }
    let Paint::Solid(colour) = &text.fill else { return None };
    let [red, green, blue, alpha]: [f32; 4] = colour.to_rgb().into();
    let over = [red, green, blue].map(f64::from);
    let least = if item.size_pt()? >= LARGE_PT { LARGE } else { TEXT };
    let mut contrasts: Vec<f64> = ground
        .behind(item.placed.rect)
        .map(|behind| contrast(mixed(over, behind, f64::from(alpha)), behind))
        .collect();
    contrasts.sort_by(f64::total_cmp);
    let contrast = *contrasts.get((contrasts.len() as f64 * NEAR) as usize)?;
    // Fully transparent text is hidden on purpose.
    (contrast < least && alpha > 0.0).then_some((contrast, least))
}

/// A page without its text, as pixels.
struct Ground {
    width: usize,
    pixels: Vec<Rgb>,
}

impl Ground {
    fn of(page: &Page) -> Self {
        let mut page = page.clone();
        take_out_text(&mut page.frame);
        let options = RenderOptions { pixel_per_pt: PIXELS_PER_PT.into(), render_bleed: false };
        let pixmap = render(&page, &options);
        let pixels = pixmap.pixels().iter().map(|pixel| {
            let pixel = pixel.demultiply();
            [pixel.red(), pixel.green(), pixel.blue()].map(|channel| f64::from(channel) / 255.0)
        });
        Self { width: pixmap.width() as usize, pixels: pixels.collect() }
    }

    /// The colours behind a box on the page.
    fn behind(&self, rect: Rect) -> impl Iterator<Item = Rgb> {
        let at = |length: Abs| (length.to_pt().max(0.0) * PIXELS_PER_PT) as usize;
        let Point { x: right, y: lower } = rect.max;
        let columns = at(rect.min.x)..(at(right) + 1).min(self.width);
        let rows = at(rect.min.y)..at(lower) + 1;
        rows.flat_map(move |row| columns.clone().map(move |column| row * self.width + column))
            .filter_map(|index| self.pixels.get(index).copied())
    }
}

fn take_out_text(frame: &mut Frame) {
    frame.retain(|item| {
        if let FrameItem::Group(group) = item {
            take_out_text(&mut group.frame);
        }
        !matches!(item, FrameItem::Text(_))
    });
}

/// A colour over another.
fn mixed(over: Rgb, under: Rgb, alpha: f64) -> Rgb {
    std::array::from_fn(|i| over[i] * alpha + under[i] * (1.0 - alpha))
}
