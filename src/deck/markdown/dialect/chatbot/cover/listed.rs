//! `- **标题页**` as an item of the first slide, with what the cover says below it: a slide of its own.

use super::super::answer::{Answer, Line};
use super::super::conventions::CONVENTIONS;
use super::super::form::{heading, indent, item};
use super::{is_pair, slide_with};

/// Puts such an item above the slide; where the first slide, at `first`, begins then.
pub(super) fn settle(answer: &mut Answer, first: Option<usize>) -> Option<usize> {
    let start = first?;
    let slide = slide_with(answer, start);
    let texts = answer.is_text();
    let is_top = |at: &usize| texts[*at] && indent(answer.text(*at)) == 0 && !answer.is_blank(*at);
    let names_cover = |at: &usize| {
        is_top(at)
            && item(answer.text(*at)).is_some_and(|(_, text)| CONVENTIONS.name.cover.has(text))
    };
    let Some(at) = (start + 1..slide.end).find(names_cover) else { return first };
    let end = (at + 1..slide.end).find(is_top).unwrap_or(slide.end);
    let is_cover = (at + 1..end).any(|at| is_pair(answer.text(at)));
    if !is_cover || heading(answer.text(start)).is_none() {
        return first;
    }
    let number = answer.lines[at].number;
    let name = item(answer.text(at)).map_or("", |(_, text)| text).trim_matches('*');
    let head = format!("## {name}");
    let mut lines: Vec<Line> = answer.lines.drain(at..end).skip(1).collect();
    lines.iter_mut().for_each(|line| line.text = line.text.trim_start().to_owned());
    let line = |text: String| Line { text, number };
    lines.insert(0, line(head));
    lines.push(line(String::new()));
    answer.lines.splice(start..start, lines);
    first
}
