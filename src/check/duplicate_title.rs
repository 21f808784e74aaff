//! Two slides with the same title.

use std::collections::BTreeMap;

use super::Context;
use super::context::SlideView;
use crate::deck::block::plain_text;
use crate::diag::Diagnostics;

/// Reports each title that comes back, once.
pub(super) fn check(context: &Context, findings: &mut Diagnostics) {
    let mut titles: BTreeMap<String, Vec<&SlideView>> = BTreeMap::new();
    for view in context.slides.iter().filter(|view| view.has_content()) {
        let title = plain_text(&view.slide.title).trim().to_lowercase();
        if !title.is_empty() {
            titles.entry(title).or_default().push(view);
        }
    }
    for views in titles.values().filter(|views| views.len() > 1) {
        let (first, second) = (views[0], views[1]);
        let message = match views.len() {
            2 => format!("slides {} and {} have the same title", first.number, second.number),
            count => format!("{count} slides have the same title, the first is {}", first.number),
        };
        findings.push(
            second
                .finding("duplicate-title", message)
                .label(first.slide.span, "the first")
                .hint("say in each title what that slide adds"),
        );
    }
}
