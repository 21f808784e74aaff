//! Lists whose items all begin with a picture of something, `✅ 甲`, `❌ 乙`: the sign is the item's bullet, and there is
//! no other one before it.

use crate::deck::numbering::coded_sign;
use crate::deck::{Block, Inline, Item, Spanned};

/// How a sign is drawn as a picture.
const AS_PICTURE: char = '\u{fe0f}';

/// An item without the sign at its front.
pub(super) struct Signed {
    /// The sign, coded as a number.
    pub(super) number: usize,
    /// What the item says.
    pub(super) blocks: Vec<Spanned<Block>>,
}

/// The items of a list; `None` if one has no sign, or there is one item only.
pub(super) fn signed(items: &[Spanned<Item>]) -> Option<Vec<Signed>> {
    if items.len() < 2 {
        return None;
    }
    items.iter().map(|item| item_of(&item.blocks)).collect()
}

/// The sign that blocks begin with, and the blocks without it.
fn item_of(blocks: &[Spanned<Block>]) -> Option<Signed> {
    let Block::Paragraph(content) = &blocks.first()?.value else { return None };
    let Inline::Text(text) = &content.first()?.value else { return None };
    let sign = text.chars().next().filter(|c| is_sign(*c))?;
    let behind = &text[sign.len_utf8()..];
    let bare = behind.trim_start_matches(AS_PICTURE);
    let rest = bare.trim_start();
    if rest.len() == bare.len() || rest.is_empty() && content.len() < 2 {
        return None;
    }
    let number = coded_sign(sign, bare.len() < behind.len());
    let mut content = content.clone();
    content[0].value = Inline::Text(rest.to_owned());
    let mut blocks = blocks.to_vec();
    blocks[0].value = Block::Paragraph(content);
    Some(Signed { number, blocks })
}

/// Whether a character is a picture of something, or a mark.
fn is_sign(c: char) -> bool {
    matches!(c, '\u{2600}'..='\u{27bf}' | '\u{2b50}' | '\u{2b55}' | '\u{1f300}'..='\u{1faff}')
}
