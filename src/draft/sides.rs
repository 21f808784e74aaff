//! On which side of its pictures an article speaks of them, decided once, from all of its pictures:
//! from the words beside them (`如下图：`, `上图`) and from what else stands beside them.

use super::words::WORDS;
use crate::deck::block::{only_pictures, plain_text};
use crate::deck::{Block, Spanned};

/// Where the words about a picture stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Side {
    /// Before it, as in most articles.
    #[default]
    Before,
    /// Behind it: an article that walks through the slides of a talk.
    Behind,
}

/// What the words beside a picture count, and what its place does.
const WORD: usize = 2;
const PLACE: usize = 1;
/// Fewest counts for an article that speaks of its pictures behind them.
const FEWEST: usize = 6;

/// The side of an article's pictures.
pub(super) fn side(blocks: &[Spanned<Block>]) -> Side {
    let (mut before, mut behind) = (0, 0);
    let is = |at: usize| blocks.get(at).is_some_and(is_picture);
    for at in (0..blocks.len()).filter(|at| is(*at)) {
        // Of several pictures in a row the first has what leads to them, the last what follows.
        if at == 0 || !is(at - 1) {
            let text = at.checked_sub(1).and_then(|last| words(&blocks[last]));
            let leads = text.as_deref().is_some_and(leads);
            let closes = text.is_some() && blocks.get(at + 1).and_then(words).is_none();
            before += if leads { WORD } else { usize::from(closes) * PLACE };
        }
        if !is(at + 1) {
            let text = blocks.get(at + 1).and_then(words);
            let follows = text.as_deref().is_some_and(speaks_of_picture);
            let opens = text.is_some() && (at == 0 || words(&blocks[at - 1]).is_none());
            behind += if follows { WORD } else { usize::from(opens) * PLACE };
        }
    }
    if behind >= FEWEST && behind > 2 * before { Side::Behind } else { Side::Before }
}

/// Whether a text leads to a picture behind it.
pub(super) fn leads(text: &str) -> bool {
    let text = text.trim().to_ascii_lowercase();
    let last = text.rsplit(['，', '；', ',', '。', '、']).find(|clause| !clause.trim().is_empty());
    text.ends_with(['：', ':']) || WORDS.leads.stands_in(last.unwrap_or(&text))
}

/// Whether a text speaks of the picture above it.
pub(super) fn speaks_of_picture(text: &str) -> bool {
    WORDS.shown.begins(&text.trim_start().to_ascii_lowercase())
}

/// Whether a block shows nothing but pictures.
pub(super) fn is_picture(block: &Spanned<Block>) -> bool {
    match &block.value {
        Block::Image(_) => true,
        Block::Paragraph(content) => only_pictures(content).is_some_and(|all| !all.is_empty()),
        _ => false,
    }
}

/// The text of a paragraph.
fn words(block: &Spanned<Block>) -> Option<String> {
    match &block.value {
        Block::Paragraph(content) if !is_picture(block) => Some(plain_text(content)),
        _ => None,
    }
}
