//! A run of text whose last line holds a single Han character.

use super::Context;
use super::context::{Line, SlideView};
use super::prose::{Prose, same_text};
use crate::deck::Inline;
use crate::deck::markdown::is_cjk;
use crate::diag::Diagnostics;
use crate::engine::boxes::region;

/// Reports the first one on each slide with the number of others: cells of a table can have dozens.
pub(super) fn check(context: &Context, findings: &mut Diagnostics) {
    for view in &context.slides {
        let prose = view.prose();
        let mut found = prose.iter().filter_map(|run| Some((run, lone(view, run)?)));
        let Some((run, (character, line))) = found.next() else { continue };
        let more = match found.count() {
            0 => String::new(),
            1 => ", and one in another place".to_owned(),
            more => format!(", and one in {more} more places"),
        };
        let message =
            format!("`{character}` stands alone on the last line of this {}{more}", run.kind);
        findings.push(
            view.finding_at("lone-character", run.span, message)
                .hint("shorten it by a character, or add a few")
                .on_page(line.page, Some(region(line.rect))),
        );
    }
}

/// The character that is alone on the last line of a run of text, and that line.
fn lone(view: &SlideView, run: &Prose) -> Option<(char, Line)> {
    // Manual line breaks are intended.
    if run.content.iter().any(|inline| matches!(inline.value, Inline::Break)) {
        return None;
    }
    let mut lines = view.lines(run);
    let last = lines.pop()?;
    // A title is repeated on each page of a continued slide.
    let before = lines.pop().filter(|before| before.page == last.page)?;
    let mut said = last.text.chars().filter(|c| c.is_alphanumeric());
    let lone = said.next().filter(|c| is_cjk(*c) && said.next().is_none())?;
    same_text(run.content, before.last?, last.last?).then_some((lone, last))
}
