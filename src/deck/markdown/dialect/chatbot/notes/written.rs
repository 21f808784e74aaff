//! Writes notes as comments below the slides.

use std::ops::Range;

use super::super::answer::{Answer, Line, comment};
use super::super::conventions::Meaning;
use super::super::form::{indent, outdented};
use super::super::labels::{Label, Shape, colon};
use super::Said;

/// What is said: the lines without the label, and without what they begin with.
pub(super) fn text(answer: &Answer, lines: Range<usize>, label: &Label) -> Vec<String> {
    let first = match label.meaning {
        // A sign is no label that can be read out.
        meaning
            if (meaning.is_advice() || matches!(meaning, Meaning::Answer | Meaning::Direction))
                && !label.rest.is_empty()
                && !label.is_wordless() =>
        {
            let colon = colon(&label.word, answer.text(lines.start));
            format!("{}{colon}{}", label.word, label.rest)
        }
        // `页面只放一句话：`
        Meaning::Direction if label.rest.is_empty() => label.word.clone(),
        _ => label.rest.clone(),
    };
    let below = lines.skip(1).map(|at| answer.text(at));
    let below = below.map(|line| match label.shape {
        Shape::Quote => line.trim_start().trim_start_matches('>').trim_start().to_owned(),
        _ => line.to_owned(),
    });
    let depth = below
        .clone()
        .filter(|line| !line.trim().is_empty())
        .map(|line| indent(&line))
        .min()
        .unwrap_or(0);
    let below = below.map(|line| outdented(&line, depth).to_owned());
    let mut all: Vec<String> = [first].into_iter().chain(below).collect();
    all.iter_mut().for_each(|line| *line = line.trim_start_matches('>').trim().to_owned());
    if let Some(last) = all.iter_mut().rev().find(|line| !line.is_empty()) {
        *last = label.without_open(last).to_owned();
    }
    while all.first().is_some_and(String::is_empty) {
        all.remove(0);
    }
    all.iter().map(|line| uncommented(line)).collect()
}

/// The text of a comment; of any other line, all of it.
fn uncommented(line: &str) -> String {
    let inside = line.trim().strip_prefix("<!--").and_then(|line| line.strip_suffix("-->"));
    inside.map_or(line, str::trim).to_owned()
}

/// Writes the notes at the end of their slides, as comments.
pub(super) fn write(answer: &mut Answer, out: &[bool], notes: Vec<Said>) {
    let mut lines = Vec::with_capacity(answer.lines.len());
    let mut notes = notes.into_iter().filter(|one| !one.text.is_empty()).peekable();
    for (at, is_out) in out.iter().chain([&true]).enumerate() {
        while let Some(one) = notes.next_if(|one| one.end == at) {
            while lines.last().is_some_and(|line: &Line| line.text.trim().is_empty()) {
                lines.pop();
            }
            lines.extend(numbered(&one.text, one.number));
        }
        // Where a line between blank ones went, one of these is enough.
        let is_gap = at > 0 && out[at - 1] && answer.is_blank(at);
        let is_doubled =
            is_gap && lines.last().is_none_or(|line: &Line| line.text.trim().is_empty());
        if let Some(line) = answer.lines.get(at).filter(|_| !is_out && !is_doubled) {
            lines.push(line.clone());
        }
    }
    answer.lines = lines.into();
}

/// Puts a comment at the end of a slide that ends at a line.
pub(super) fn insert(answer: &mut Answer, end: usize, text: &[String], number: usize) {
    let at = answer.shown_before(end).map_or(0, |last| last + 1);
    answer.lines.splice(at..at, numbered(text, number));
}

/// A comment that comes from one line.
fn numbered(text: &[String], number: usize) -> Vec<Line> {
    comment(text.iter().map(|text| Line { text: text.clone(), number }).collect())
}

/// Takes labels off comments: whatever stands there is said.
pub(super) fn comments(answer: &mut Answer) {
    for at in (0..answer.lines.len()).rev() {
        let line = answer.text(at);
        let Some(inside) = line.trim_start().strip_prefix("<!--") else { continue };
        let (begin, next) = match inside.trim().is_empty() {
            true => ("", at + 1),
            false => ("<!-- ", at),
        };
        let text = if begin.is_empty() { answer.text(next) } else { inside }.trim().to_owned();
        let said = [Meaning::Notes, Meaning::Remark];
        let Some(label) = Label::of_kind(text.trim_end_matches("-->"), &said) else { continue };
        // `<!-- 讲稿 -->` says this, and is the label of nothing.
        if label.rest.is_empty() && (!begin.is_empty() || !text.ends_with([':', '：'])) {
            continue;
        }
        let closes = if text.ends_with("-->") { " -->" } else { "" };
        match label.rest.is_empty() && begin.is_empty() {
            true => answer.remove(next..next + 1),
            false => answer.lines[next].text = format!("{begin}{}{closes}", label.text()),
        }
    }
}
