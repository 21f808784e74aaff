//! A page that is not as large as the deck's.

use super::Context;
use crate::diag::Diagnostics;

/// Tolerance for rounding, in pt.
const SLACK_PT: f64 = 0.5;

/// Reports the first page of each layout that has another size.
pub(super) fn check(context: &Context, findings: &mut Diagnostics) {
    let Some(document) = context.document else { return };
    let (page_wide, page_high) = context.deck.meta.aspect.unwrap_or_default().size();
    let mut layouts = Vec::new();
    for view in &context.slides {
        let size = |number: usize| Some(document.pages().get(number - 1)?.frame.size());
        let other = view.pages.iter().find_map(|page| {
            let (wide, high) = size(page.number).map(|size| (size.x.to_pt(), size.y.to_pt()))?;
            let fits = (wide - page_wide).abs() < SLACK_PT && (high - page_high).abs() < SLACK_PT;
            (!fits).then_some((page.number, wide, high))
        });
        let Some((page, wide, high)) = other else { continue };
        let layout = view.slide.layout.as_str();
        if layouts.contains(&layout) {
            continue;
        }
        layouts.push(layout);
        let message = format!(
            "page {page} is {wide:.0} × {high:.0} pt, expected {page_wide} × {page_high} pt"
        );
        let hint = format!("the layout `{layout}` sets its pages itself: let `page-of` do it");
        findings.push(view.finding("page-size", message).hint(hint).on_page(page, None));
    }
}
