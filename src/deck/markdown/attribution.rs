//! The attribution of a quotation: its last line, if it begins with a dash, becomes a paragraph
//! behind it.

use crate::deck::block::plain_text;
use crate::deck::{Block, Inline, Inlines, Slide, Spanned};
use crate::diag::Span;

/// Dashes that such a line begins with.
const DASHES: [&str; 5] = ["—", "―", "–", "--", "─"];

/// Separates the attribution if the slide is nothing but a quotation.
pub(super) fn part(slide: &mut Slide, source: &str) {
    let [Spanned { value: Block::Quote(quote), .. }] = slide.blocks.as_mut_slice() else { return };
    // In a dialogue a dash marks each speaker.
    let is_dialogue = quote.first().is_some_and(|first| match &first.value {
        Block::Paragraph(content) => begins(&plain_text(content)),
        _ => false,
    });
    let only = quote.len() == 1;
    let Some(Spanned { value: Block::Paragraph(content), span, .. }) = quote.last_mut() else {
        return;
    };
    let span = *span;
    let end = content.iter().rposition(|inline| matches!(inline.value, Inline::Break));
    let start = end.map_or(0, |at| at + 1);
    let is_alone = start == 0;
    if is_alone && only || is_dialogue || !is_attribution(&content[start..]) {
        return;
    }
    let mut said = content.split_off(start);
    content.pop();
    if is_alone {
        quote.pop();
    }
    without_dash(&mut said, source);
    let place = said.first().map_or(span, |first| Span { start: first.span.start, ..span });
    slide.blocks.push(Spanned::new(Block::Paragraph(said), place));
}

/// Whether a text begins with a dash.
pub(super) fn begins(text: &str) -> bool {
    DASHES.iter().any(|dash| text.trim_start().starts_with(dash))
}

/// Whether a line begins with a dash and says a name.
fn is_attribution(line: &[Spanned<Inline>]) -> bool {
    let text = plain_text(line);
    begins(&text) && text.chars().any(char::is_alphanumeric)
}

/// Removes the dash; the place of the rest begins behind it.
fn without_dash(line: &mut Inlines, source: &str) {
    let Some(first) = line.first_mut() else { return };
    let Inline::Text(text) = &mut first.value else { return };
    let dash =
        |c: char| c.is_whitespace() || c == '-' || DASHES.iter().any(|dash| dash.starts_with(c));
    let rest = text.trim_start_matches(dash).to_owned();
    let written = source.get(first.span.range()).unwrap_or_default();
    let behind = written.len() - written.trim_start_matches(dash).len();
    if written[behind..] == rest {
        first.span.start += behind as u32;
    }
    *text = rest;
    if text.is_empty() {
        line.remove(0);
    }
}
