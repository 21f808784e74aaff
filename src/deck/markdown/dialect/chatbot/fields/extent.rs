//! How far the text under a label extends.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::super::answer::Answer;
use super::super::conventions::Meaning;
use super::super::form::{Kind, bold, bracketed, heading, indent, is_divider, item};
use super::super::labels::{Label, Shape};
use super::super::pictures;
use super::voice::is_spoken;

/// What ends the text under a label, line by line.
pub(in super::super) struct Ends {
    /// Headings and rulers.
    divides: Vec<bool>,
    /// The same, and labels that recur or are known.
    labels: Vec<bool>,
    /// The same, and words of any kind that stand in bold above something: these end what is advised.
    frames: Vec<bool>,
}

impl Ends {
    /// Those of an answer with these labels and slides.
    pub(super) fn of(answer: &Answer, slides: &[Range<usize>], labels: &[Option<Label>]) -> Self {
        let texts = answer.is_text();
        let recurring = recurring(slides, labels);
        let recurs = |label: &&Label| !label.is_frame() && recurring.contains(&label.key());
        let all = labels.iter().flatten();
        let brackets: BTreeSet<char> =
            all.filter(recurs).filter_map(|label| label.bracket).collect();
        let is_bracketed =
            |label: &Label| label.bracket.is_some_and(|bracket| brackets.contains(&bracket));
        let ends =
            |label: &Label| label.meaning <= Meaning::Body || recurs(&label) || is_bracketed(label);
        let all = 0..answer.lines.len();
        let divides: Vec<bool> = all.clone().map(|at| answer.divides(at)).collect();
        let is_picture = |at: usize| texts[at] && pictures::is_wanted(answer.text(at));
        let is_label =
            |at: usize| divides[at] || is_picture(at) || labels[at].as_ref().is_some_and(ends);
        let labels: Vec<bool> = all.clone().map(is_label).collect();
        let is_frame = |at: usize| labels[at] || texts[at] && is_frame(answer.text(at).trim());
        let frames = all.map(is_frame).collect();
        Self { divides, labels, frames }
    }
}

/// The words of labels that stand on several slides.
fn recurring(slides: &[Range<usize>], labels: &[Option<Label>]) -> BTreeSet<String> {
    let mut last_slide = BTreeMap::new();
    let mut recurring = BTreeSet::new();
    for (number, slide) in slides.iter().enumerate() {
        for label in labels[slide.clone()].iter().flatten() {
            let other = last_slide.insert(label.key(), number);
            recurring.extend(other.filter(|other| *other < number).map(|_| label.key()));
        }
    }
    recurring
}

/// The lines that belong to a label at the start of these.
pub(in super::super) fn extent(
    answer: &Answer,
    lines: Range<usize>,
    label: &Label,
    ends: &Ends,
) -> Range<usize> {
    let Range { start: at, end } = lines;
    let line = |at: usize| answer.text(at);
    let marks = if label.meaning.is_advice() { &ends.frames } else { &ends.labels };
    let stops = |at: &usize| marks[*at];
    let last = match label.shape {
        Shape::Heading(_) => (at + 1..end).find(|at| ends.divides[*at]),
        Shape::Item(depth) => (at + 1..end)
            .find(|at| stops(at) || !answer.is_blank(*at) && indent(line(*at)) <= depth),
        Shape::Quote => {
            (at + 1..end).find(|at| stops(at) || !line(*at).trim_start().starts_with('>'))
        }
        // `【音乐：钢琴】`
        Shape::Text if label.is_closed() => Some(at + 1),
        Shape::Text if label.rest.is_empty() && label.meaning.is_advice() => {
            after_block(answer, at + 1, end, stops)
        }
        Shape::Text if label.rest.is_empty() => {
            (at + 1..end).find(|at| stops(at) || is_shown(line(*at)))
        }
        Shape::Text => after_text(answer, at..end, label, stops),
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
    lines: Range<usize>,
    label: &Label,
    stops: impl Fn(&usize) -> bool,
) -> Option<usize> {
    let count = |text: &str, sign: char| text.matches(sign).count();
    let mut open = label.rest.starts_with('“') && count(&label.rest, '“') > count(&label.rest, '”')
        || label.rest.starts_with('"') && count(&label.rest, '"') == 1;
    for next in lines.skip(1) {
        let line = answer.text(next);
        let leads = label.rest.ends_with([':', '：']);
        let is_gap = answer.is_blank(next) && !goes_on(answer, next, label);
        let ends = is_gap || is_shown(line) || !leads && item(line).is_some();
        if stops(&next) || ends && !open {
            return Some(next);
        }
        open &= !line.contains(['”', '"']);
    }
    None
}

/// Whether the paragraph below a blank line is said as well: it speaks to those who listen.
fn goes_on(answer: &Answer, blank: usize, label: &Label) -> bool {
    let Some(next) = answer.shown_from(blank) else { return false };
    let line = answer.text(next);
    let is_prose = item(line).is_none() && heading(line).is_none() && !is_divider(line);
    let is_plain = is_prose && !line.starts_with(['*', '_', '【', '[', '（', '(', '>', '|']);
    label.meaning == Meaning::Notes && is_plain && is_spoken(line)
}

/// Whether a line is shown whatever stands above it.
fn is_shown(line: &str) -> bool {
    Kind::of(line).is_object() && !line.trim_start().starts_with("<!--")
}

/// Whether the next line shows something that no speaker can say: code, a table, a picture.
pub(in super::super) fn shows(answer: &Answer, from: usize, end: usize) -> bool {
    (from..end).find(|at| !answer.is_blank(*at)).is_some_and(|at| is_shown(answer.text(at)))
}

/// Whether a line is a word or two in bold or brackets, and nothing else.
pub(super) fn is_frame(line: &str) -> bool {
    let bracket = bracketed(line).filter(|(open, _)| *open == '【').map(|(_, inner)| inner);
    bold(line).or(bracket).is_some_and(|word| word.chars().count() <= 20)
}
