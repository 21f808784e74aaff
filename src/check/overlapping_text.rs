//! Text on top of other text, so that neither is legible. Found on the frames, whatever drew it.

use typst::layout::Rect;

use super::Context;
use super::context::{Item, PageView};
use crate::diag::Diagnostics;

/// Share of the height of a line's box that letters fill; the rest is for accents and descenders.
const UPRIGHT: f64 = 0.6;
/// Least overlap of two texts across, in type sizes of the smaller one.
const ACROSS: f64 = 0.3;
/// Least overlap of two texts in height, in the same unit.
const DOWN: f64 = 0.25;
/// Alpha below which a text is not meant to be read.
const FAINT: f32 = 0.2;

/// Reports the first text of each slide that stands on another one.
pub(super) fn check(context: &Context, findings: &mut Diagnostics) {
    for view in &context.slides {
        let first = view.pages.iter().find_map(|page| Some((page, overlap(page)?)));
        let Some((page, (under, over))) = first else { continue };
        let words =
            |item: &Item| item.placed.text().map(|text| text.text.chars().take(20).collect());
        let (under_words, over_words): (String, String) =
            (words(under).unwrap_or_default(), words(over).unwrap_or_default());
        let message = format!(
            "on slide {}, “{over_words}” stands on “{under_words}”: neither can be read",
            view.number
        );
        let span = over.span.or(under.span).unwrap_or_default();
        findings.push(
            view.finding_at("overlapping-text", span, message)
                .hint("give each its own place, or leave one of them out")
                .on_page(page.number, Some(over.placed.region())),
        );
    }
}

/// Two texts of a page that overlap.
fn overlap<'v, 'a>(page: &'v PageView<'a>) -> Option<(&'v Item<'a>, &'v Item<'a>)> {
    let mut texts: Vec<(Rect, &Item)> =
        page.items.iter().filter(|item| is_read(item)).map(|item| (letters(item), item)).collect();
    texts.sort_by_key(|text| text.0.min.y);
    texts.iter().enumerate().find_map(|(at, (rect, item))| {
        let below = texts[at + 1..].iter().take_while(|(other, _)| other.min.y < rect.max.y);
        let on = below.into_iter().find(|(other, on)| covers((*rect, item), (*other, on)))?;
        Some((*item, on.1))
    })
}

/// Whether a text is meant to be read: no part of a formula (those interlock), nothing hidden, no
/// emoji.
fn is_read(item: &Item) -> bool {
    let Some(text) = item.placed.text() else { return false };
    let alpha = match &text.fill {
        typst::visualize::Paint::Solid(colour) => colour.to_rgb().alpha,
        _ => 1.0,
    };
    let is_emoji = item.family().is_some_and(|family| family.contains("Emoji"));
    alpha > FAINT
        && !is_emoji
        && !item.placed.is_formula()
        && text.text.chars().any(char::is_alphanumeric)
}

/// The part of a text's box that its letters fill.
fn letters(item: &Item) -> Rect {
    let Rect { mut min, mut max } = item.placed.rect;
    let off = (max.y - min.y) * ((1.0 - UPRIGHT) / 2.0);
    min.y += off;
    max.y -= off;
    Rect { min, max }
}

/// Whether two texts overlap more than closely set lines may.
fn covers((rect, item): (Rect, &Item), (other, on): (Rect, &Item)) -> bool {
    let size = item.size_pt().into_iter().chain(on.size_pt()).fold(f64::INFINITY, f64::min);
    let across = (rect.max.x.min(other.max.x) - rect.min.x.max(other.min.x)).to_pt();
    let down = (rect.max.y.min(other.max.y) - rect.min.y.max(other.min.y)).to_pt();
    // The same words in the same place are one text drawn twice, such as an outline.
    let twice = item.placed.text().map(|text| &text.text)
        == on.placed.text().map(|text| &text.text)
        && (across - (rect.max.x - rect.min.x).to_pt()).abs() < 1.0;
    across > ACROSS * size && down > DOWN * size && !twice
}
