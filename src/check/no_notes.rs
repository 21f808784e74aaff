//! A slide without speaker notes in a deck that has them.

use super::Context;
use super::context::SlideView;
use crate::diag::Diagnostics;

/// Fewest content slides; in a smaller deck notes are not a habit.
const FEWEST: usize = 4;
/// Share of slides with notes from which on a slide without seems forgotten.
const MOST: f64 = 0.75;

/// Reports each such slide.
pub(super) fn check(context: &Context, findings: &mut Diagnostics) {
    let talk = || context.slides.iter().filter(|view| !view.number.is_appendix());
    let content = || talk().filter(|view| view.has_content());
    if !speaks(content()) || content().count() < FEWEST {
        return;
    }
    for view in content().filter(|view| view.slide.notes.is_empty()) {
        let message = format!("slide {} has no notes, nearly all others do", view.number);
        let hint = "say below its content what you will say: `<!-- … -->`";
        findings.push(view.finding("no-notes", message).hint(hint));
    }
}

/// Whether nearly all slides have notes.
pub(super) fn speaks<'a>(views: impl Iterator<Item = &'a SlideView<'a>>) -> bool {
    let (mut all, mut with) = (0, 0);
    for view in views {
        all += 1;
        with += i32::from(!view.slide.notes.is_empty());
    }
    with > 0 && f64::from(with) >= MOST * f64::from(all)
}
