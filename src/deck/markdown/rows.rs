//! Pictures that stand one after the other → side by side: pages are wider than high. Pure.

use crate::deck::{Block, Column, Image, Inline, Spanned};

/// Most pictures in a row.
const MOST: usize = 4;

/// Sets pictures between which nothing stands in rows.
pub(super) fn gather(blocks: &mut Vec<Spanned<Block>>) {
    let mut run = Vec::new();
    let mut out = Vec::new();
    for block in std::mem::take(blocks) {
        match pictures(&block) {
            Some(pictures) => run.extend(pictures),
            None => {
                out.extend(rows(std::mem::take(&mut run)));
                out.push(block);
            }
        }
    }
    out.extend(rows(run));
    *blocks = out;
}

/// The pictures of a block that is nothing else.
fn pictures(block: &Spanned<Block>) -> Option<Vec<Spanned<Image>>> {
    let content = match &block.value {
        Block::Image(image) => return Some(vec![block.with(image.clone())]),
        Block::Paragraph(content) => content,
        _ => return None,
    };
    let mut found = Vec::new();
    for inline in content {
        match &inline.value {
            Inline::Image(image) => {
                let image = Spanned::new(image.clone(), inline.span);
                found.push(image.at_step(block.step.max(inline.step)));
            }
            other if other.is_blank() => {}
            _ => return None,
        }
    }
    (!found.is_empty()).then_some(found)
}

/// Rows of about as many pictures; one alone is no row.
fn rows(run: Vec<Spanned<Image>>) -> Vec<Spanned<Block>> {
    let count = run.len().div_ceil(run.len().div_ceil(MOST).max(1)).max(1);
    run.chunks(count).map(row).collect()
}

fn row(pictures: &[Spanned<Image>]) -> Spanned<Block> {
    let first = &pictures[0];
    if pictures.len() == 1 {
        return first.with(Block::Image(first.value.clone()));
    }
    let shares: Vec<Option<f64>> = pictures.iter().map(|image| share(image)).collect();
    let whole: Option<f64> = shares.iter().copied().sum();
    let fit = whole.is_some_and(|whole| whole <= 100.0);
    let columns = pictures.iter().zip(shares).map(|(picture, share)| {
        let mut image = picture.value.clone();
        // A share of the page is that of its column.
        let width = if share.is_some() { image.width.take().filter(|_| fit) } else { None };
        picture.with(Column { width, blocks: vec![picture.with(Block::Image(image))] })
    });
    first.with(Block::Columns(columns.collect()))
}

/// Which share of the width a picture is to take, in percent.
fn share(image: &Image) -> Option<f64> {
    image.width.as_ref()?.strip_suffix('%')?.parse().ok()
}
