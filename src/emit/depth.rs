//! Flattens content that is nested deeper than a page has room for, or than the compiler can go.
//! All of the content stays.

use std::mem;

use crate::deck::block::visit_blocks_mut;
use crate::deck::{self, Block, Inline, Inlines, Slide, Spanned};
use crate::diag::{Diagnostic, Span};

/// Most levels of lists, quotations and columns in each other. Every continued page repeats one
/// line for each level, and the compiler itself takes only 26 lists in a column.
const BLOCKS: usize = 8;
/// Levels that are kept of lists nested more deeply than that: a page that repeats eight levels has little room left.
const LISTS: usize = 4;
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
    let lists = if nested_lists(&slide.blocks) > BLOCKS { LISTS } else { BLOCKS };
    shallow(&mut slide.blocks, Left { blocks: BLOCKS, lists }, &mut deep);
    thin(&mut slide.title, INLINES, &mut deep);
    visit_blocks_mut(&mut slide.blocks, &mut |block| {
        block.value.runs_mut(&mut |run| thin(run, INLINES, &mut deep));
    });
    deep.map(deck::nested_too_deeply)
}

/// How many levels may still be nested in a block.
#[derive(Clone, Copy)]
struct Left {
    /// Levels of blocks, as [`BLOCKS`] counts them.
    blocks: usize,
    /// Levels of lists.
    lists: usize,
}

impl Left {
    /// What is left inside a block.
    fn inside(self, block: &Block) -> Self {
        let (levels, lists) = match block {
            Block::Columns(_) => (COLUMNS, 0),
            Block::Alert { .. } => (ALERTS, 0),
            Block::List { .. } => (1, 1),
            _ => (1, 0),
        };
        let Self { blocks, lists: own } = self;
        Self { blocks: blocks.saturating_sub(levels), lists: own.saturating_sub(lists) }
    }
}

/// How many lists stand in each other, at most.
fn nested_lists(blocks: &[Spanned<Block>]) -> usize {
    let of = |block: &Spanned<Block>| {
        let mut inside = 0;
        block.value.inner(&mut |blocks| inside = inside.max(nested_lists(blocks)));
        inside + usize::from(matches!(block.value, Block::List { .. }))
    };
    blocks.iter().map(of).max().unwrap_or(0)
}

/// Flattens whatever is nested more deeply than is left. `deep` gets the place of the first block
/// that is flattened.
fn shallow(blocks: &mut Vec<Spanned<Block>>, left: Left, deep: &mut Option<Span>) {
    if left.blocks > 0 && left.lists > 0 {
        for block in blocks {
            let left = left.inside(&block.value);
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
