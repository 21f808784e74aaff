//! Text too small to be read from the back of the room.

use super::Context;
use super::context::{Item, PageView, SlideView};
use super::prose::Apart;
use crate::contract::{CODE_GROWTH, LEAST_SIZE, LEAST_SMALL};
use crate::diag::{Diagnostics, Span};

/// Size of inline code relative to the words around it: its letters are larger.
const CODE: f64 = 0.8 * CODE_GROWTH;
/// Tolerance for rounding, in pt.
const SLACK_PT: f64 = 0.05;

/// Reports the smallest text of each slide, if it is too small.
pub(super) fn check(context: &Context, findings: &mut Diagnostics) {
    for view in &context.slides {
        let apart = Apart::of(view.slide);
        let small = view.pages.iter().flat_map(|page| page.items.iter().map(move |i| (page, i)));
        let small = small.filter_map(|(page, item)| Some((page, item, too_small(item, &apart)?)));
        let worst = small.min_by(|a, b| a.2.0.total_cmp(&b.2.0));
        let Some((page, item, (size, least))) = worst else { continue };
        report(view, &apart, (page, item), (size, least), findings);
    }
}

fn report(
    view: &SlideView,
    apart: &Apart,
    (page, item): (&PageView, &Item),
    (size, least): (f64, f64),
    findings: &mut Diagnostics,
) {
    let [size, least] = [size, least].map(|points| (points * 10.0).round() / 10.0);
    let message =
        format!("text of {size} pt on slide {}, expected at least {least} pt", view.number);
    let in_table = item.span.is_some_and(|span| apart.is_in_table(span));
    let hint = match in_table {
        true => "fewer columns, shorter cells or two tables leave room for larger type",
        false => "set it larger, or leave out what nobody has to read",
    };
    findings.push(
        view.finding_at("small-text", item.span.unwrap_or_default(), message)
            .hint(hint)
            .on_page(page.number, Some(item.placed.region())),
    );
}

/// The size of an item and the least that it should have; `None` if it is large enough.
fn too_small(item: &Item, apart: &Apart) -> Option<(f64, f64)> {
    let size = item.size_pt()?;
    let least = match item.span {
        // Indices and exponents are small by nature.
        _ if item.placed.is_formula() => return None,
        Some(span) if apart.is_raised(span) => return None,
        Some(span) if is_inline_code(item, apart, span) => LEAST_SMALL * CODE,
        _ if item.is_code() => LEAST_SMALL * CODE,
        Some(span) if apart.is_drawn(span) || apart.is_in_table(span) => LEAST_SMALL,
        Some(_) if item.placed.in_body && !item.is_set_apart() => LEAST_SIZE,
        _ => LEAST_SMALL,
    };
    (size < least - SLACK_PT).then_some((size, least))
}

fn is_inline_code(item: &Item, apart: &Apart, span: Span) -> bool {
    item.placed.text().is_some_and(|text| apart.is_inline_code(&text.text, span))
}
