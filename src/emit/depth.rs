//! Content that is nested deeper than a page has room for, or the compiler goes → the same, less deep.

use std::mem;

use crate::deck::block::visit_blocks_mut;
use crate::deck::{self, Block, Inline, Inlines, Slide, Spanned};
use crate::diag::{Diagnostic, Span};

/// Lists, quotations and columns in each other: each level is a line on each page that goes on with what is
/// inside. The compiler takes 26 lists in a column.
const BLOCKS: usize = 8;
/// As how many of these columns count: the third would be an eighth of the page.
const COLUMNS: usize = 4;
/// As how many of these alerts count: each has a title and edges.
const ALERTS: usize = 2;
/// Emphases, links and footnotes in each other. The compiler takes 15 in a title.
const INLINES: usize = 8;

/// Leaves out of a slide the levels that are too deep, and nothing of what stands there.
pub(super) fn settle(slide: &mut Slide) -> Option<Diagnostic> {
    let mut deep = None;
    shallow(&mut slide.blocks, BLOCKS, &mut deep);
    thin(&mut slide.title, INLINES, &mut deep);
    visit_blocks_mut(&mut slide.blocks, &mut |block| {
        block.value.runs_mut(&mut |run| thin(run, INLINES, &mut deep));
    });
    deep.map(deck::nested_too_deeply)
}

/// Takes blocks out of those around them where so many are open.
fn shallow(blocks: &mut Vec<Spanned<Block>>, left: usize, deep: &mut Option<Span>) {
    if left > 0 {
        for block in blocks {
            let levels = match block.value {
                Block::Columns(_) => COLUMNS,
                Block::Alert { .. } => ALERTS,
                _ => 1,
            };
            let left = left.saturating_sub(levels);
            block.value.inner_mut(&mut |blocks| shallow(blocks, left, deep));
        }
        return;
    }
    let mut flat = Vec::new();
    for block in mem::take(blocks) {
        open(block, &mut flat, deep);
    }
    *blocks = flat;
}

/// Adds what a block holds, in its order; itself, if it holds no blocks.
fn open(mut block: Spanned<Block>, flat: &mut Vec<Spanned<Block>>, deep: &mut Option<Span>) {
    let (span, step, before) = (block.span, block.step, flat.len());
    let paragraph = |content| Spanned::new(Block::Paragraph(content), span).at_step(step);
    if let Block::Alert { title: Some(title), .. } = &mut block.value {
        flat.push(paragraph(vec![Spanned::new(Inline::Text(mem::take(title)), span)]));
    }
    let mut terms = Vec::new();
    if let Block::Definitions(all) = &mut block.value {
        terms = all.iter_mut().map(|one| mem::take(&mut one.value.term)).collect();
    }
    let (mut terms, mut holds) = (terms.into_iter(), false);
    block.value.inner_mut(&mut |blocks| {
        holds = true;
        deep.get_or_insert(span);
        flat.extend(terms.next().map(paragraph));
        mem::take(blocks).into_iter().for_each(|block| open(block, flat, deep));
    });
    if !holds && flat.len() == before {
        flat.push(block);
    }
}

/// Takes inlines out of those around them where so many are open.
fn thin(content: &mut Inlines, left: usize, deep: &mut Option<Span>) {
    let mut flat = Inlines::new();
    for mut inline in mem::take(content) {
        let Some(inner) = inline.value.content_mut() else {
            flat.push(inline);
            continue;
        };
        if left == 0 {
            deep.get_or_insert(inline.span);
        }
        thin(inner, left.saturating_sub(1), deep);
        match left {
            0 => flat.append(inner),
            _ => flat.push(inline),
        }
    }
    *content = flat;
}
