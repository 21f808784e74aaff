//! Lines that are numbered as headings are, `（一）背景`, `1.1 背景`, below the titles of slides: to Markdown they
//! go on in the item above. They are heads of what stands below them.

use std::ops::Range;

use super::answer::Answer;
use super::division::is_title;
use super::form::{heading, indent, item};
use super::lines::is_prose;
use super::lists::is_bulleted;
use crate::deck::arrange::marks::{Style, marker};

/// How such lines are numbered.
const STYLES: [Style; 4] = [Style::HanComma, Style::HanBracket, Style::Dotted(2), Style::Bracket];

/// Makes headings of them, where they count up on their slides and most have something below.
pub(super) fn settle(answer: &mut Answer) {
    let (slides, texts) = (answer.slides(), answer.is_text());
    let found = STYLES.iter().map(|style| heads(answer, (&slides, &texts), *style));
    let Some(heads) = found.into_iter().find(|heads| are_heads(answer, heads)) else { return };
    for at in heads.into_iter().flatten().rev() {
        let head = format!("### {}", answer.text(at).trim());
        let above = !answer.is_blank(at.saturating_sub(1));
        let texts = ["", head.as_str(), ""];
        answer.replace(at..at + 1, if above { &texts } else { &texts[1..] });
    }
}

/// Makes headings of plain lines that end as the title of their slide does, `技术问题` and `管理问题` below `存在的问题`, with
/// longer lines below each.
pub(super) fn settle_kinds(answer: &mut Answer) {
    if !answer.is_evident() {
        return;
    }
    let (slides, texts) = (answer.slides(), answer.is_text());
    let found: Vec<usize> =
        slides.iter().flat_map(|slide| kinds(answer, &texts, slide.clone())).collect();
    for at in found.into_iter().rev() {
        let head = format!("### {}", answer.text(at).trim());
        answer.replace(at..at + 1, &["", &head, ""]);
    }
}

/// The lines of a slide that name kinds of what its title does; none if other things than plain lines stand on it.
fn kinds(answer: &Answer, texts: &[bool], slide: Range<usize>) -> Vec<usize> {
    const FEWEST: usize = 2;
    let mut shown = answer.shown(slide);
    let title = shown.next().and_then(|at| heading(answer.text(at)));
    let Some((2, title)) = title else { return Vec::new() };
    let tail: String = title.chars().skip(title.chars().count().saturating_sub(2)).collect();
    let lines: Vec<usize> = shown.collect();
    let is_plain = |at: &usize| {
        let line = answer.text(*at);
        texts[*at] && is_prose(line) && item(line).is_none() && !is_bulleted(line)
    };
    let width = |at: usize| answer.text(at).trim().chars().count();
    let heads: Vec<usize> =
        lines.iter().copied().filter(|at| answer.text(*at).trim().ends_with(&tail)).collect();
    let widest = heads.iter().map(|at| width(*at)).max().unwrap_or(0);
    let is_other = |at: &usize| !heads.contains(at);
    let has_below = lines.windows(2).all(|pair| is_other(&pair[0]) || is_other(&pair[1]));
    let are_kinds = heads.len() >= FEWEST
        && tail.chars().all(|c| c.is_alphabetic() && !c.is_ascii())
        && lines.iter().all(is_plain)
        && lines.first() == heads.first()
        && lines.last() != heads.last()
        && has_below
        && lines.iter().filter(|at| is_other(at)).all(|at| width(*at) > widest);
    if are_kinds { heads } else { Vec::new() }
}

/// The lines of a style that count up from the first, slide by slide.
fn heads(
    answer: &Answer,
    (slides, texts): (&[Range<usize>], &[bool]),
    style: Style,
) -> Vec<Vec<usize>> {
    let of = |slide: &Range<usize>| {
        let has_title = slide.clone().any(|at| answer.heading(at).is_some());
        let mut heads: Vec<usize> = Vec::new();
        for at in slide.clone().filter(|at| texts[*at] && has_title) {
            let line = answer.text(at).trim_start_matches('　');
            let marker = marker(line).filter(|marker| marker.style == style);
            let Some(marker) = marker else { continue };
            if marker.number != heads.len() + 1 || !is_title(line.trim()) {
                return Vec::new();
            }
            heads.push(at);
        }
        heads
    };
    slides.iter().map(of).collect()
}

/// Whether lines are heads: a slide has several, and something stands below most. In a deck that is no
/// chatbot's, items have to.
fn are_heads(answer: &Answer, heads: &[Vec<usize>]) -> bool {
    let all: Vec<usize> = heads.iter().flatten().copied().collect();
    let is_evident = answer.is_evident();
    let is_item = |at: usize| item(answer.text(at)).is_some() || is_bulleted(answer.text(at));
    let stands_above = |at: &&usize| {
        let below = answer.shown_from(*at + 1);
        below.is_some_and(|below| {
            let line = answer.text(below);
            let is_other = all.binary_search(&below).is_ok() || heading(line).is_some();
            !is_other && (is_item(below) || is_evident && indent(line) == 0)
        })
    };
    heads.iter().any(|heads| heads.len() > 1)
        && all.iter().filter(stands_above).count() * 3 >= all.len() * 2
}
