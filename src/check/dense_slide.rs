//! A slide with more text than an audience reads while someone speaks.

use super::Context;
use super::fill::Fill;
use super::length::Unit;
use super::prose::Apart;
use crate::diag::Diagnostics;
use crate::engine::boxes::region;

/// Most characters on a page, Latin words counted as two: half a minute of silent reading, and
/// nearly twice what the fullest slide of the bundled deck has.
const MOST_HAN: f64 = 180.0;
/// Most lines of text on a page.
const MOST_LINES: usize = 14;
/// Most lines of code on a page.
const MOST_CODE: usize = 14;

/// Reports the fullest page of each slide, if it is too full.
pub(super) fn check(context: &Context, findings: &mut Diagnostics) {
    let unit = Unit::of(context.deck);
    for view in context.slides.iter().filter(|view| view.has_content()) {
        let apart = Apart::of(view.slide);
        let fill = view.pages.iter().map(|page| (page, Fill::of(page, &apart)));
        let fullest = fill.max_by(|a, b| excess(&a.1).total_cmp(&excess(&b.1)));
        let Some((page, fill)) = fullest.filter(|(_, fill)| excess(fill) > 1.0) else { continue };
        let percent = fill.share * 100.0;
        let message = format!(
            "slide {} is dense: {}, and {percent:.0} % of its body is used",
            view.number,
            amount(&fill, unit)
        );
        findings.push(
            view.finding("dense-slide", message)
                .hint(advice(&fill, unit))
                .on_page(page.number, page.body.map(region)),
        );
    }
}

/// The largest of the three ratios of an amount to its limit.
fn excess(fill: &Fill) -> f64 {
    let lines = fill.lines as f64 / MOST_LINES as f64;
    let code = fill.code as f64 / MOST_CODE as f64;
    (fill.han / MOST_HAN).max(lines).max(code)
}

/// The amount of text on a page, for a message.
fn amount(fill: &Fill, unit: Unit) -> String {
    let text = format!("{} on {}", unit.exactly(fill.han), lines(fill.lines));
    let code = format!("{} of code", lines(fill.code));
    match (fill.lines, fill.code) {
        (_, 0) => text,
        (0, _) => code,
        _ => format!("{text}, {code}"),
    }
}

/// "1 line", "7 lines".
fn lines(number: usize) -> String {
    if number == 1 { "1 line".to_owned() } else { format!("{number} lines") }
}

/// The hint: how much to cut, and how much a page holds.
fn advice(fill: &Fill, unit: Unit) -> String {
    let over = fill.han - MOST_HAN;
    if over > 0.0 {
        return format!(
            "about {} fit: move {} into the notes, or make two slides of it",
            unit.exactly(MOST_HAN),
            unit.at_least(over, 10.0)
        );
    }
    let prose = fill.lines.saturating_sub(MOST_LINES);
    let code = fill.code.saturating_sub(MOST_CODE);
    let (over, most) = if prose > code { (prose, MOST_LINES) } else { (code, MOST_CODE) };
    format!("{most} lines fit: leave out {over}, or make two slides of it")
}
