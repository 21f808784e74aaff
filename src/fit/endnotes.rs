//! Footnotes that no page has room for → paragraphs behind the block they belong to. Pure.

use crate::deck::block::visit_blocks_mut;
use crate::deck::{Block, Inline, Inlines, Spanned};

/// The block, followed by its footnotes as paragraphs marked a, b, c; `None` if it has none.
pub(super) fn endnotes(block: &Spanned<Block>) -> Option<Vec<Spanned<Block>>> {
    let mut blocks = vec![block.clone()];
    let mut notes = Vec::new();
    visit_blocks_mut(&mut blocks, &mut |block| {
        block.value.runs_mut(&mut |run| take(run, &mut notes));
    });
    let paragraphs = notes.into_iter().map(|note| block.with(Block::Paragraph(note)));
    blocks.extend(paragraphs);
    (blocks.len() > 1).then_some(blocks)
}

/// Moves the footnotes of a text into `notes` and leaves their marks.
fn take(content: &mut Inlines, notes: &mut Vec<Inlines>) {
    for inline in content {
        let span = inline.span;
        if let Inline::Footnote(note) = &mut inline.value {
            let sign = |text| vec![Spanned::new(Inline::Text(text), span)];
            let letter = mark(notes.len());
            let mut text = sign(format!("{letter} "));
            text.append(note);
            notes.push(text);
            inline.value = Inline::Super(sign(letter));
        } else if let Some(content) = inline.value.content_mut() {
            take(content, notes);
        }
    }
}

/// The mark of a note: a to z, then aa, ab. Letters, because other footnotes have numbers.
fn mark(index: usize) -> String {
    let letter = char::from(b'a' + (index % 26) as u8);
    if index < 26 { letter.to_string() } else { mark(index / 26 - 1) + &letter.to_string() }
}

#[cfg(test)]
mod tests {
    use super::mark;

    #[test]
    fn marks_go_on_after_z() {
        assert_eq!([0, 25, 26, 51, 52].map(mark), ["a", "z", "aa", "az", "ba"]);
    }
}
