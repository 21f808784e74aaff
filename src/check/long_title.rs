//! A title with too many lines to be read at a glance.

use super::Context;
use crate::diag::Diagnostics;
use crate::engine::boxes::region;

/// Most lines of a title.
const MOST_LINES: usize = 2;
/// Most lines of a title on a slide without other text.
const MOST_LINES_ALONE: usize = 3;

/// Reports each longer title.
pub(super) fn check(context: &Context, findings: &mut Diagnostics) {
    for view in &context.slides {
        let prose = view.prose();
        let Some(title) = prose.iter().find(|prose| prose.kind == "title") else { continue };
        // A continued slide repeats its title on every page.
        let mut lines = view.lines(title);
        lines.retain(|line| Some(line.page) == view.pages.first().map(|page| page.number));
        let (most, said) =
            if view.roles.poster { (MOST_LINES_ALONE, "three") } else { (MOST_LINES, "two") };
        if lines.len() > most {
            let message = format!("the title of slide {} takes {} lines", view.number, lines.len());
            let around = lines
                .iter()
                .map(|line| line.rect)
                .reduce(|a, b| typst::layout::Rect::new(a.min.min(b.min), a.max.max(b.max)));
            findings.push(
                view.finding("long-title", message)
                    .hint(format!(
                        "say it in one sentence that fits on {said} lines; the rest is body or notes"
                    ))
                    .on_page(lines[0].page, around.map(region)),
            );
        }
    }
}
