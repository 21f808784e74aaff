//! Consecutive pictures → side by side, since pages are wider than high. Pure.

use crate::deck::block::only_pictures;
use crate::deck::{Block, Column, Image, Inline, Inlines, Spanned};

/// Most pictures in a row.
const MOST: usize = 4;

/// A part of a block.
enum Piece {
    /// Pictures and nothing else.
    Pictures(Vec<Spanned<Image>>),
    /// Anything else.
    Block(Spanned<Block>),
}

/// Arranges consecutive pictures in rows.
pub(super) fn gather(blocks: &mut Vec<Spanned<Block>>) {
    let mut run = Vec::new();
    let mut out = Vec::new();
    for piece in std::mem::take(blocks).into_iter().flat_map(pieces) {
        match piece {
            Piece::Pictures(pictures) => run.extend(pictures),
            Piece::Block(block) => {
                out.extend(rows(std::mem::take(&mut run)));
                out.push(block);
            }
        }
    }
    out.extend(rows(run));
    *blocks = out;
}

/// A block, or the lines of a paragraph, where some of them are pictures.
fn pieces(block: Spanned<Block>) -> Vec<Piece> {
    let content = match &block.value {
        Block::Image(image) => return vec![Piece::Pictures(vec![block.with(image.clone())])],
        Block::Paragraph(content) => content,
        _ => return vec![Piece::Block(block)],
    };
    let lines = content.split(|inline| inline.value == Inline::Break);
    let lines = lines.filter(|line| !line.iter().all(|inline| inline.value.is_blank()));
    let lines: Vec<_> = lines.map(|line| (line, only_pictures(line))).collect();
    if lines.iter().all(|(_, pictures)| pictures.is_none()) {
        return vec![Piece::Block(block)];
    }
    let mut out = Vec::new();
    for (line, pictures) in lines {
        match (pictures, out.last_mut()) {
            (Some(pictures), _) => {
                let steps = |picture: Spanned<Image>| {
                    let step = block.step.max(picture.step);
                    picture.at_step(step)
                };
                out.push(Piece::Pictures(pictures.into_iter().map(steps).collect()));
            }
            (None, Some(Piece::Block(Spanned { value: Block::Paragraph(before), .. }))) => {
                before.push(line[0].with(Inline::Break));
                before.extend_from_slice(line);
            }
            (None, _) => {
                let span = line[0].span;
                let paragraph: Inlines = line.to_vec();
                let text = Spanned::new(Block::Paragraph(paragraph), span).at_step(block.step);
                out.push(Piece::Block(text));
            }
        }
    }
    out
}

/// Splits pictures into rows of about the same number; a single picture is left alone.
fn rows(run: Vec<Spanned<Image>>) -> Vec<Spanned<Block>> {
    let count = run.len().div_ceil(run.len().div_ceil(MOST).max(1)).max(1);
    run.chunks(count).map(row).collect()
}

fn row(pictures: &[Spanned<Image>]) -> Spanned<Block> {
    let first = &pictures[0];
    if pictures.len() == 1 {
        return first.block();
    }
    let shares: Vec<Option<f64>> = pictures.iter().map(|image| share(image)).collect();
    let whole: Option<f64> = shares.iter().copied().sum();
    let fit = whole.is_some_and(|whole| whole <= 100.0);
    let columns = pictures.iter().zip(shares).map(|(picture, share)| {
        let mut image = picture.value.clone();
        // A share of the page becomes the width of the column.
        let width = if share.is_some() { image.width.take().filter(|_| fit) } else { None };
        picture.with(Column { width, blocks: vec![picture.with(Block::Image(image))] })
    });
    first.with(Block::Columns(columns.collect()))
}

/// The width of a picture as a share, in percent.
fn share(image: &Image) -> Option<f64> {
    image.width.as_ref()?.strip_suffix('%')?.parse().ok()
}
