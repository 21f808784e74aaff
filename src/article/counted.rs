//! Numbered lists that what belongs to their items parts (`1. …`, a listing, `2. …`, where the listing is not
//! indented) → one list, with what stands between below the item before it.

use crate::deck::arrange::width;
use crate::deck::block::plain_text;
use crate::deck::{Block, Item, Spanned};

/// Most blocks between two items.
const MOST_BETWEEN: usize = 6;

/// Joins them.
pub(super) fn settle(blocks: &mut Vec<Spanned<Block>>) {
    let old = std::mem::take(blocks);
    for block in old {
        let first = match &block.value {
            Block::List { kind, .. } => kind.start.filter(|start| *start > 1),
            _ => None,
        };
        let open = first.and_then(|first| goes_on(blocks, first));
        let Some(at) = open else {
            blocks.push(block);
            continue;
        };
        let between = blocks.split_off(at + 1);
        let span = blocks[at].span.to(block.span);
        if let (Block::List { items, .. }, Block::List { items: next, .. }) =
            (&mut blocks[at].value, block.value)
        {
            if let Some(last) = items.last_mut() {
                last.value.blocks.extend(between);
            }
            items.extend(next);
        }
        blocks[at].span = span;
    }
}

fn is_text(block: &Spanned<Block>) -> bool {
    matches!(block.value, Block::Paragraph(_))
}

/// Whether an item is no more than a term: the paragraph behind it explains that, as those of its fellows do.
fn is_term(item: &Item) -> bool {
    const WIDEST: f64 = 16.0;
    let [Spanned { value: Block::Paragraph(content), .. }] = item.blocks.as_slice() else {
        return false;
    };
    let text = plain_text(content);
    let ends = text
        .trim_end()
        .ends_with(['。', '！', '？', '.', '!', '?', '；', ';', '，', ',', '：', ':']);
    width(&text) <= WIDEST && !ends
}

/// Where the list stands that one beginning with `first` goes on with: nothing but what may stand below an item is
/// between them.
fn goes_on(blocks: &[Spanned<Block>], first: usize) -> Option<usize> {
    let near = blocks.len().saturating_sub(MOST_BETWEEN + 1)..blocks.len();
    for at in near.rev() {
        match &blocks[at].value {
            Block::List { kind, items } if kind.start.is_some() => {
                let ends = kind.start.is_some_and(|start| start + items.len() == first);
                let explained = matches!(&blocks[at + 1..], [one] if is_text(one))
                    && items.last().is_some_and(|item| is_term(item));
                return (ends && !explained).then_some(at);
            }
            Block::Heading { .. } => return None,
            _ => {}
        }
    }
    None
}
