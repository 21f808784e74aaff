//! Captions of pictures and tables: from alternative texts, or from a line next to them.

use super::plan::said;
use super::units::{Kind, Note, Unit};
use super::words::WORDS;
use crate::deck::arrange::width;
use crate::deck::block::plain_text;
use crate::deck::{Block, Image, Inline, Inlines};
use crate::diag::Span;

/// Widest line that is a caption, in Han characters.
const WIDEST: f64 = 40.0;

/// The caption in a picture's own texts; a file name does not count.
pub(super) fn of_image(image: &Image) -> Option<String> {
    let named = [image.caption.as_ref(), Some(&image.alt)].into_iter().flatten();
    let texts = || named.clone().map(|text| bare(unquoted(text.trim())));
    let whole = texts().find(|text| is_caption(text));
    whole.or_else(|| texts().find_map(first_sentence)).map(str::to_owned)
}

/// The first sentence of a caption that is too long for a slide.
fn first_sentence(text: &str) -> Option<&str> {
    const WIDEST_SENTENCE: f64 = 60.0;
    let content = super::titles::plain(text);
    let run = super::runs::Run::new(&content);
    let first = run.sentences().into_iter().next()?;
    let first = &text[first];
    (width(text) > WIDEST && width(first) <= WIDEST_SENTENCE).then_some(first.trim())
}

fn is_caption(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let file = !lower.contains(' ') && lower.is_ascii() && lower.contains(['.', '_', '/', '-']);
    let stem = lower.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    let name = WORDS.file_names.has(stem) || WORDS.file_names.has(lower.as_str());
    width(text) >= 2.0 && width(text) <= WIDEST && !file && !name
}

/// A text without quotation marks around all of it.
fn unquoted(text: &str) -> &str {
    let pairs = [('"', '"'), ('“', '”'), ('「', '」')];
    let inner = |(open, close)| text.strip_prefix(open)?.strip_suffix(close);
    let inner = pairs.into_iter().find_map(inner);
    inner.filter(|text| !text.contains(['"', '“', '」'])).unwrap_or(text).trim()
}

/// A caption without a number such as `图1` in front.
fn bare(text: &str) -> &str {
    numbered(text).map_or(text, |at| &text[at..])
}

/// Length of a number such as `图1` or `Figure 2:` at the start of a text, if more follows.
fn numbered(text: &str) -> Option<usize> {
    let words = ["图", "圖", "図", "表", "Figure", "Fig.", "Fig", "Table"];
    let rest = words.iter().find_map(|word| text.strip_prefix(word))?.trim_start();
    let after =
        rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '.' | '—'));
    let parted = after.trim_start_matches([' ', '：', ':', '\u{3000}', '、', '.']);
    let number = after.len() < rest.len() && parted.len() < after.len() && !parted.is_empty();
    number.then_some(text.len() - parted.len())
}

/// Makes a paragraph the caption of the picture or table right above it; false if it is not a
/// caption.
pub(super) fn take(content: &Inlines, span: Span, units: &mut [Unit]) -> bool {
    let Some(last) = units.last_mut() else { return false };
    let Kind::Object(object) = &mut last.kind else { return false };
    let text = plain_text(content);
    let text = text.trim();
    let slanted = content.iter().all(|one| match &one.value {
        Inline::Emph(_) | Inline::Strong(_) => true,
        Inline::Text(text) => text.trim().is_empty(),
        _ => false,
    });
    let picture = matches!(object.block.value, Block::Image(_));
    let captioned = picture || matches!(object.block.value, Block::Table(_));
    let bare_text = |text: &str| text.trim_end_matches(['。', '.']).to_lowercase();
    let again = object.caption.as_deref().is_some_and(|own| bare_text(own) == bare_text(text));
    let is = captioned && numbered(text).is_some()
        || picture && (slanted || again) && !content.is_empty();
    if !is || width(text) > WIDEST || object.block.span.end > span.start {
        return false;
    }
    object.caption = Some(bare(text).trim_end_matches('。').to_owned());
    last.notes.push(Note { paragraph: span, text: said(content) });
    true
}
