//! Makes lists of lines numbered in ways that Markdown does not know: `①…`, `（1）…`, `一、…`. A single
//! such line is text, since a sentence may begin with `一、`.

use crate::deck::block::visit_blocks_mut;
use crate::deck::numbering::{Numbering, marker};
use crate::deck::{Block, Inline, Inlines, Item, ListKind, Spanned};

/// Makes lists of numbered lines in neighbouring paragraphs, at any level.
pub(super) fn gather(blocks: &mut Vec<Spanned<Block>>) {
    *blocks = gathered(std::mem::take(blocks));
    visit_blocks_mut(blocks, &mut |block| match &mut block.value {
        Block::List { items, .. } => items.iter_mut().for_each(|item| flow(&mut item.value.blocks)),
        Block::Definitions(all) => all.iter_mut().for_each(|one| flow(&mut one.value.blocks)),
        Block::Quote(blocks) | Block::Alert { blocks, .. } => flow(blocks),
        Block::Columns(columns) => {
            columns.iter_mut().for_each(|column| flow(&mut column.value.blocks))
        }
        _ => {}
    });
}

fn flow(blocks: &mut Vec<Spanned<Block>>) {
    *blocks = gathered(std::mem::take(blocks));
}

/// A line of a paragraph.
struct Line {
    /// Its text.
    content: Inlines,
    /// Its numbering, its number, and the length of both in bytes.
    marker: Option<(Numbering, usize, usize)>,
    /// The paragraph in which it stands.
    paragraph: usize,
}

fn gathered(blocks: Vec<Spanned<Block>>) -> Vec<Spanned<Block>> {
    let mut out = Vec::with_capacity(blocks.len());
    let mut run: Vec<Spanned<Inlines>> = Vec::new();
    for block in blocks {
        match block.value {
            Block::Paragraph(content) => {
                let (span, step) = (block.span, block.step);
                run.push(Spanned { value: content, span, step });
            }
            _ => {
                paragraphs(std::mem::take(&mut run), &mut out);
                out.push(block);
            }
        }
    }
    paragraphs(run, &mut out);
    out
}

/// Adds neighbouring paragraphs, with their numbered lines as lists.
fn paragraphs(run: Vec<Spanned<Inlines>>, out: &mut Vec<Spanned<Block>>) {
    let lines: Vec<Line> = run
        .iter()
        .enumerate()
        .flat_map(|(paragraph, content)| {
            content.split(|inline| inline.value == Inline::Break).map(move |line| Line {
                content: line.to_vec(),
                marker: number(line),
                paragraph,
            })
        })
        .collect();
    if !(1..lines.len()).any(|at| goes_on(&lines, at)) {
        return out.extend(run.into_iter().map(|content| {
            let (span, step) = (content.span, content.step);
            Spanned { value: Block::Paragraph(content.value), span, step }
        }));
    }
    let mut at = 0;
    while at < lines.len() {
        let mut end = at + 1;
        while end < lines.len() && goes_on(&lines, end) {
            end += 1;
        }
        if end > at + 1 {
            out.push(list(&lines[at..end], run[lines[at].paragraph].step));
        } else {
            text(&lines, at, &run, out);
        }
        at = end;
    }
}

/// How a line is numbered.
fn number(line: &[Spanned<Inline>]) -> Option<(Numbering, usize, usize)> {
    match line.first().map(|first| &first.value) {
        Some(Inline::Text(text)) => marker(text).or_else(|| {
            // `①**词**`
            let (numbering, number, _) = marker(&format!("{text}x"))?;
            (line.len() > 1).then_some((numbering, number, text.len()))
        }),
        _ => None,
    }
}

/// Whether the number of a line follows that of the line before.
fn goes_on(lines: &[Line], at: usize) -> bool {
    match (lines[at - 1].marker, lines[at].marker) {
        (Some((before, last, _)), Some((numbering, number, _))) => {
            before == numbering && number == last + 1
        }
        _ => false,
    }
}

fn list(lines: &[Line], step: usize) -> Spanned<Block> {
    let (numbering, start) = lines[0].marker.map_or((Numbering::Circled, 1), |(n, at, _)| (n, at));
    let items: Vec<Spanned<Item>> = lines
        .iter()
        .map(|line| {
            let span = line.content[0].span.to(line.content[line.content.len() - 1].span);
            let mut content = line.content.clone();
            let length = line.marker.map_or(0, |(.., length)| length);
            if let Inline::Text(text) = &mut content[0].value {
                *text = text[length..].to_owned();
                content[0].span = content[0].span.within(length..usize::MAX >> 33);
            }
            content.retain(|inline| inline.value != Inline::Text(String::new()));
            let blocks = vec![Spanned::new(Block::Paragraph(content), span).at_step(step)];
            Spanned::new(Item { done: None, blocks }, span).at_step(step)
        })
        .collect();
    let span = items[0].span.to(items[items.len() - 1].span);
    let kind = ListKind { start: Some(start), numbering: Some(numbering) };
    Spanned::new(Block::List { kind, items }, span).at_step(step)
}

/// Adds a line of text: appended to the previous line if that is in the same paragraph and not an
/// item.
fn text(lines: &[Line], at: usize, run: &[Spanned<Inlines>], out: &mut Vec<Spanned<Block>>) {
    let line = &lines[at];
    let Some(first) = line.content.first() else { return };
    let joins = at > 0 && lines[at - 1].paragraph == line.paragraph;
    if let Some(Spanned { value: Block::Paragraph(before), .. }) = out.last_mut().filter(|_| joins)
    {
        before.push(Spanned::new(Inline::Break, first.span));
        before.extend(line.content.iter().cloned());
        return;
    }
    let span = first.span.to(run[line.paragraph].span);
    let step = run[line.paragraph].step;
    out.push(Spanned { value: Block::Paragraph(line.content.clone()), span, step });
}
