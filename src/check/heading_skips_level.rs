//! A heading inside a slide that skips a level.

use super::Context;
use crate::deck::Block;
use crate::deck::block::visit_blocks;
use crate::diag::{Diagnostics, Sources, Span};

/// Reports the first such heading of each slide; later ones are its consequence.
pub(super) fn check(context: &Context, findings: &mut Diagnostics) {
    for view in &context.slides {
        // In a deck divided by rulers, the level of a title says nothing about headings below it.
        let title = written(context.sources, view.slide.span).filter(|level| *level > 1);
        let mut headings = Vec::new();
        visit_blocks(&view.slide.blocks, &mut |block| {
            if let Block::Heading { .. } = block.value {
                headings.extend(written(context.sources, block.span).map(|l| (l, block.span)));
            }
        });
        let mut above = title;
        for (level, span) in headings {
            if let Some(above) = above.filter(|above| level > above + 1) {
                let (was, is) = ("#".repeat(level), "#".repeat(above + 1));
                let message =
                    format!("this heading skips a level: `{was}` below `{}`", "#".repeat(above));
                let hint = format!("`{is}` is the level below");
                findings.push(view.finding_at("heading-skips-level", span, message).hint(hint));
                break;
            }
            above = Some(level);
        }
    }
}

/// The level of a heading as it was written; `None` if it is not written with `#`.
fn written(sources: &Sources, span: Span) -> Option<usize> {
    let text = sources.text(span).trim_start();
    let level = text.len() - text.trim_start_matches('#').len();
    (level > 0).then_some(level)
}
