//! Refuses slides that are far too large before anything is tried.

use crate::deck::block::{visit_blocks, visit_inlines};
use crate::deck::{Block, Deck, Inline, Slide};
use crate::diag::{Diagnostic, Diagnostics};
use crate::numbers::thousands;

/// Most characters of a slide. These take some 2,000 pages and 15 to 30 s, as measured; more is a
/// deck without headings.
const MOST: usize = 500_000;

/// Refuses slides that are too large to be set.
///
/// # Errors
/// One for each such slide.
pub(super) fn check(deck: &Deck) -> Result<(), Diagnostics> {
    let mut errors = Diagnostics::default();
    for ((index, slide), number) in deck.slides().enumerate().zip(deck.numbers()) {
        let count = characters(slide);
        if count > MOST {
            let (count, most) = (thousands(count), thousands(MOST));
            let message = format!(
                "slide {number} has {count} characters, more than the {most} that can be one slide"
            );
            let hint = "begin the slides with a heading each: `## …`";
            errors.push(Diagnostic::error(slide.span, message).hint(hint).on_slide(index + 1));
        }
    }
    errors.stop_on_errors()
}

/// Characters of the text and the listings on a slide.
fn characters(slide: &Slide) -> usize {
    let mut count = 0;
    visit_inlines(slide, &mut |inline| {
        if let Inline::Text(text) | Inline::Code(text) = &inline.value {
            count += text.chars().count();
        }
    });
    visit_blocks(&slide.blocks, &mut |block| {
        if let Block::Code { text, .. } = &block.value {
            count += text.chars().count();
        }
    });
    count
}
