//! A slide that takes more than one page.

use super::Context;
use super::fill::Fill;
use super::length::Unit;
use super::prose::Apart;
use crate::diag::Diagnostics;

/// Reports how many pages each such slide takes.
pub(super) fn check(context: &Context, findings: &mut Diagnostics) {
    let shown = context.slides.iter().filter(|view| !view.roles.continues);
    for view in shown.filter(|view| view.pages.len() > 1) {
        let message = format!("slide {} continues over {} pages", view.number, view.pages.len());
        let apart = Apart::of(view.slide);
        let over: f64 = view.pages[1..].iter().map(|page| Fill::of(page, &apart).han).sum();
        let finding = view.finding("continued-slide", message);
        let finding = match over {
            0.0 => finding,
            over => {
                let less = Unit::of(context.deck).at_least(over, 10.0);
                finding.hint(format!("about {less} less would fit on one"))
            }
        };
        findings.push(finding.hint("make slides of its parts, each with a title of its own"));
    }
}
