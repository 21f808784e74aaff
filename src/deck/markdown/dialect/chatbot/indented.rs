//! Slides whose marker stands above an indented block, as drawn boxes do: the block is what the slide shows, and
//! the prose below it is said, if it reads so.

use std::ops::Range;

use super::answer::{Answer, Line, comment};
use super::division::is_title;
use super::fields::is_spoken;
use super::form::{Kind, heading, indent, is_divider, item, outdented, spans};
use super::shapes::longest;

/// Columns that a block stands to the right at the least.
const FEWEST_COLUMNS: usize = 4;

/// Takes the blocks to the left, and the prose into comments.
pub(super) fn settle(answer: &mut Answer) {
    let Some(run) = longest(answer) else { return };
    let slides = spans(run.iter().map(|(at, _)| *at), last_end(answer, run[run.len() - 1].0));
    let slides: Vec<_> = slides.into_iter().map(|slide| slide.start + 1..slide.end).collect();
    let blocks: Vec<Range<usize>> =
        slides.iter().filter_map(|slide| block(answer, slide.clone())).collect();
    if blocks.len() * 3 < slides.len() * 2 {
        return;
    }
    let of = |slide: &Range<usize>| blocks.iter().find(|block| slide.contains(&block.start));
    let found: Vec<(Range<usize>, Range<usize>)> =
        slides.iter().filter_map(|slide| Some((slide.clone(), of(slide)?.clone()))).collect();
    let speaks = |(slide, block): &&(Range<usize>, Range<usize>)| {
        let said = said(answer, block.end..slide.end);
        is_spoken(&said.iter().map(|at| answer.text(*at)).collect::<Vec<_>>().join(" "))
    };
    let is_script = found.iter().filter(speaks).count() * 2 >= found.len();
    for (slide, block) in found.into_iter().rev() {
        if is_script {
            say(answer, block.end..slide.end);
        }
        show(answer, block);
    }
}

/// Where the last slide ends: at a ruler or a heading.
fn last_end(answer: &Answer, last: usize) -> usize {
    let ends = |at: &usize| is_divider(answer.text(*at)) || heading(answer.text(*at)).is_some();
    (last + 1..answer.lines.len()).find(ends).unwrap_or(answer.lines.len())
}

/// The indented block that a slide begins with.
fn block(answer: &Answer, slide: Range<usize>) -> Option<Range<usize>> {
    let is_inside = |at: &usize| {
        let line = answer.text(*at);
        indent(line) >= FEWEST_COLUMNS && item(line).is_none()
    };
    let first = slide.clone().find(|at| !answer.is_blank(*at)).filter(is_inside)?;
    let last = (first..slide.end)
        .take_while(|at| answer.is_blank(*at) || is_inside(at))
        .filter(|at| !answer.is_blank(*at))
        .last()?;
    Some(first..last + 1)
}

/// The lines of prose among these: no tables and rulers.
fn said(answer: &Answer, lines: Range<usize>) -> Vec<usize> {
    let is_said = |at: &usize| {
        let kind = Kind::of(answer.text(*at));
        !kind.is_object() && kind != Kind::Heading
    };
    answer.shown(lines).filter(is_said).collect()
}

/// Takes the prose among these lines into a comment.
fn say(answer: &mut Answer, lines: Range<usize>) {
    let said = said(answer, lines.clone());
    let Some(first) = said.first().copied() else { return };
    let mut text = vec![answer.lines[first].clone()];
    for pair in said.windows(2) {
        let number = answer.lines[pair[0]].number;
        text.extend((pair[0] + 1 < pair[1]).then(|| Line { text: String::new(), number }));
        text.push(answer.lines[pair[1]].clone());
    }
    let kept: Vec<Line> =
        lines.clone().filter(|at| !said.contains(at)).map(|at| answer.lines[at].clone()).collect();
    answer.lines.splice(lines, kept.into_iter().chain(comment(text)));
}

/// Takes a block to the left; a line by itself above the rest is its title.
fn show(answer: &mut Answer, block: Range<usize>) {
    let depth = answer.depth(block.clone());
    for line in &mut answer.lines[block.clone()] {
        line.text = outdented(&line.text, depth).trim_end().to_owned();
    }
    let title = answer.text(block.start).to_owned();
    if block.len() > 2 && answer.is_blank(block.start + 1) && is_title(&title) {
        answer.lines[block.start].text = format!("## {title}");
    }
}
