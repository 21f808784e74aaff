//! Finds how far the text under a label extends.

use std::ops::Range;

use super::super::answer::{Answer, heading, indent, is_divider, item};
use super::super::conventions::Meaning;
use super::super::labels::{Label, Shape};
use super::evidence::{Evidence, is_frame};

/// Whether the next line shows something that no speaker can say: code, a table, a picture.
pub(super) fn shows(answer: &Answer, from: usize, end: usize) -> bool {
    (from..end).find(|at| !answer.is_blank(*at)).is_some_and(|at| is_shown(answer.text(at)))
}

/// The lines that belong to a label at the start of these.
pub(super) fn extent(
    answer: &Answer,
    texts: &[bool],
    lines: Range<usize>,
    label: &Label,
    labels: &Evidence,
) -> Range<usize> {
    let Range { start: at, end } = lines;
    let line = |at: usize| answer.text(at);
    let is_label = |at: usize| {
        texts[at]
            && (labels.label(line(at)).is_some_and(|label| label.meaning <= Meaning::Body)
                || label.meaning.is_advice() && is_frame(line(at).trim()))
    };
    let stops = |at: &usize| {
        texts[*at] && (heading(line(*at)).is_some() || is_divider(line(*at)) || is_label(*at))
    };
    let last = match label.shape {
        Shape::Heading(_) => (at + 1..end)
            .find(|at| texts[*at] && (heading(line(*at)).is_some() || is_divider(line(*at)))),
        Shape::Item(depth) => (at + 1..end)
            .find(|at| stops(at) || !line(*at).trim().is_empty() && indent(line(*at)) <= depth),
        Shape::Quote => {
            (at + 1..end).find(|at| stops(at) || !line(*at).trim_start().starts_with('>'))
        }
        Shape::Text if label.rest.is_empty() && label.meaning.is_advice() => {
            after_block(answer, at + 1, end, stops)
        }
        Shape::Text if label.rest.is_empty() => {
            (at + 1..end).find(|at| stops(at) || is_shown(line(*at)))
        }
        Shape::Text => after_text(answer, at, end, label, stops),
    };
    let mut last = last.unwrap_or(end);
    while last > at + 1 && answer.is_blank(last - 1) {
        last -= 1;
    }
    at..last
}

/// The end of the first block behind a label.
fn after_block(
    answer: &Answer,
    from: usize,
    end: usize,
    stops: impl Fn(&usize) -> bool,
) -> Option<usize> {
    let first = (from..end).find(|at| !answer.is_blank(*at) || stops(at))?;
    (first..end).find(|at| answer.is_blank(*at) || stops(at))
}

/// The end of a paragraph behind a label; what is quoted ends with the quotation.
fn after_text(
    answer: &Answer,
    at: usize,
    end: usize,
    label: &Label,
    stops: impl Fn(&usize) -> bool,
) -> Option<usize> {
    let count = |text: &str, sign: char| text.matches(sign).count();
    let mut open = label.rest.starts_with('“') && count(&label.rest, '“') > count(&label.rest, '”')
        || label.rest.starts_with('"') && count(&label.rest, '"') == 1;
    for next in at + 1..end {
        let line = answer.text(next);
        let leads = label.rest.ends_with([':', '：']);
        let ends = answer.is_blank(next) || is_shown(line) || !leads && item(line).is_some();
        if stops(&next) || ends && !open {
            return Some(next);
        }
        open &= !line.contains(['”', '"']);
    }
    None
}

/// Whether a line is shown whatever stands above it.
fn is_shown(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with('|')
        || line.starts_with("![")
        || line.starts_with(":::")
        || line.starts_with("```")
}

/// Whether a slide shows nothing more.
pub(super) fn is_last(answer: &Answer, from: usize, end: usize) -> bool {
    (from..end).all(|at| {
        let line = answer.text(at).trim();
        line.is_empty()
            || is_divider(line)
            || line.starts_with("<!--")
            || Label::of(line).is_some_and(|label| label.meaning <= Meaning::Look)
    })
}
