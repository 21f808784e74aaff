//! The blocks of an article → its parts, each a heading with what stands below it.

use crate::deck::{Block, Inlines, Spanned};
use crate::diag::Span;

/// A heading and what stands below it.
#[derive(Debug, Default)]
pub(super) struct Part<'a> {
    /// The heading; empty for what stands before the first.
    pub(super) heading: Inlines,
    /// Where it stands.
    pub(super) span: Span,
    /// What stands below it, before the next heading.
    pub(super) blocks: Vec<&'a Spanned<Block>>,
    /// The parts below it.
    pub(super) parts: Vec<Part<'a>>,
}

/// The whole article: its blocks are those before the first heading.
pub(super) fn outline(blocks: &[Spanned<Block>]) -> Part<'_> {
    let mut root = Part::default();
    // The open parts from the outermost to the innermost, each with its level.
    let mut open: Vec<(u8, Part)> = Vec::new();
    for block in blocks {
        match &block.value {
            Block::Heading { level, content } => {
                while open.last().is_some_and(|(above, _)| above >= level) {
                    close(&mut open, &mut root);
                }
                let part = Part { heading: content.clone(), span: block.span, ..Part::default() };
                open.push((*level, part));
            }
            _ => open.last_mut().map_or(&mut root, |(_, part)| part).blocks.push(block),
        }
    }
    while !open.is_empty() {
        close(&mut open, &mut root);
    }
    root
}

/// Closes the innermost part and adds it to the one around it.
fn close<'a>(open: &mut Vec<(u8, Part<'a>)>, root: &mut Part<'a>) {
    let Some((_, part)) = open.pop() else { return };
    open.last_mut().map_or(root, |(_, above)| above).parts.push(part);
}
