//! A slide with nothing but a title, unless it looks intended.

use super::Context;
use super::context::SlideView;
use crate::deck::block::plain_text;
use crate::diag::Diagnostics;

/// Reports each such slide.
pub(super) fn check(context: &Context, findings: &mut Diagnostics) {
    let last = context.slides.len();
    for view in context.slides.iter().filter(|view| view.place != last && is_bare(view)) {
        let message = format!("slide {} has a title and nothing else", view.number);
        let hint = "add what it shows; `{.statement}` behind the title says that it is all";
        findings.push(view.finding("empty-slide", message).hint(hint));
    }
}

/// Whether content seems to be missing: the slide has no layout of the author's choice, no
/// background picture, no notes, and its title is not a question.
fn is_bare(view: &SlideView) -> bool {
    let slide = view.slide;
    let title = plain_text(&slide.title);
    slide.blocks.is_empty()
        && view.has_content()
        && !slide.layout_span.is_attached()
        && slide.notes.is_empty()
        && slide.background().is_none()
        && !title.trim().is_empty()
        && !title.trim_end().ends_with(['?', '？', '!', '！', '。', '.', '…'])
}
