//! Flattens content that is nested deeper than a page has room for, or than the compiler can go.
//! All of the content stays.

use std::mem;

use crate::deck::block::visit_blocks_mut;
use crate::deck::{self, Block, Inline, Inlines, Slide, Spanned};
use crate::diag::{Diagnostic, Span};

/// Most levels of lists, quotations and columns in each other. Every continued page repeats one
/// line for each level, and the compiler itself takes only 26 lists in a column.
const BLOCKS: usize = 8;
/// How many levels columns count for: a third set inside two others would be an eighth of the page
/// wide.
const COLUMNS: usize = 4;
/// How many levels an alert counts for: each has a title and edges.
const ALERTS: usize = 2;
/// Most levels of emphasis, links and footnotes in each other. The compiler takes 15 in a title.
const INLINES: usize = 8;

/// Removes the levels of a slide that are too deep and keeps their content; returns the finding
/// about the first one.
pub(super) fn settle(slide: &mut Slide) -> Option<Diagnostic> {
    let mut deep = None;
    shallow(&mut slide.blocks, BLOCKS, &mut deep);
    thin(&mut slide.title, INLINES, &mut deep);
    visit_blocks_mut(&mut slide.blocks, &mut |block| {
        block.value.runs_mut(&mut |run| thin(run, INLINES, &mut deep));
    });
    deep.map(deck::nested_too_deeply)
}

/// Flattens whatever is nested more than `left` levels deep. `deep` gets the place of the first
/// block that is flattened.
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

/// Appends the leaf blocks inside a block to `flat`, in order; a block that holds no others is
/// appended itself.
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

/// The same for inlines: markup nested more than `left` levels deep is dropped, and its text stays.
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
