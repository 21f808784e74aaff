//! Lists that belong on one page, such as the options of a quiz: what follows them is moved to the
//! next page first. If the list has to be split all the same, no page shows an answer before all
//! options were seen. Pure.

use crate::deck::{Block, Slide, Spanned};
use crate::theme::Layout;

/// The index of the list that the layout keeps on one page, if the slide has just this one.
pub(super) fn list(slide: &Slide, layout: &Layout) -> Option<usize> {
    let is_list = |block: &Spanned<Block>| matches!(block.value, Block::List { .. });
    let is_kept = slide.layout == layout.name && layout.slots.iter().any(|slot| slot.whole);
    is_kept.then(|| slide.blocks.iter().position(is_list)).flatten()
}

/// Splits a slide in two: up to its list, and then the list with its done items marked, followed by
/// the rest. `None` if there is nothing for the second.
pub(super) fn parted(slide: &Slide, list: usize) -> Option<[Slide; 2]> {
    let mut answer = slide.blocks[list].clone();
    if let Block::List { items, .. } = &mut answer.value {
        items.retain(|item| item.done == Some(true));
    }
    let is_empty = matches!(&answer.value, Block::List { items, .. } if items.is_empty());
    let answer = (!is_empty).then_some(answer);
    let rest: Vec<_> = answer.into_iter().chain(slide.blocks[list + 1..].to_vec()).collect();
    let list = slide.blocks[..=list].to_vec();
    (!rest.is_empty()).then(|| [slide.with_blocks(list), slide.with_blocks(rest)])
}

/// Removes the marks of done items from a part that does not have the whole list.
pub(super) fn conceal(part: &mut Slide) {
    for block in &mut part.blocks {
        if let Block::List { items, .. } = &mut block.value {
            let tasks = items.iter_mut().filter(|item| item.done.is_some());
            tasks.for_each(|item| item.value.done = Some(false));
        }
    }
}
