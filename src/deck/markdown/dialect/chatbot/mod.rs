//! Decks as chatbots write them. A chatbot does not see what it made, so what it left beside the
//! deck, and what turns out otherwise than its author can have meant, is understood here; only on
//! evidence, so that no deck that was written by hand is touched.
//!
//! It works on lines: an answer becomes the deck that its author would have written. Its conventions
//! stand in `conventions.toml`.

mod answer;
mod beside;
mod bold;
mod boxes;
mod columns;
mod conventions;
mod cover;
mod debris;
mod details;
mod dividers;
mod division;
mod ends;
mod fence;
mod fields;
mod formulas;
mod frame;
mod heads;
mod labels;
mod layouts;
mod lines;
mod lists;
mod markers;
mod notes;
mod numbers;
mod pictures;
mod records;
mod rulers;
mod said;
mod sections;
mod shapes;
mod speech;
mod tables;
mod titles;
mod wide;

use super::Adapter;
use crate::deck::markdown::source::Lines;
use crate::deck::meta::LayoutChoice;
use answer::Answer;
pub(super) use rulers::below_text;
pub(crate) use said::{Becomes, Clean};

/// Any chatbot.
pub(super) struct Chatbot;

impl Adapter for Chatbot {
    fn clean(&self, source: &str, layouts: Option<LayoutChoice>) -> Option<Clean> {
        clean(source, layouts)
    }
}

/// The deck that an answer means; `None` if it is one as it is.
fn clean(source: &str, layouts: Option<LayoutChoice>) -> Option<Clean> {
    let lines = Lines::new(source);
    let mut answer = Answer::new(&lines);
    fence::settle(&mut answer, &lines);
    wide::settle(&mut answer);
    debris::settle(&mut answer);
    records::settle(&mut answer);
    dividers::settle(&mut answer);
    shapes::settle(&mut answer);
    frame::settle_greeting(&mut answer);
    beside::settle(&mut answer);
    let marked = markers::settle(&mut answer);
    let has_markers = !marked.is_empty();
    let first = match marked.first() {
        Some(first) => Some(sections::settle(&mut answer, *first)),
        None => division::settle(&mut answer).first().copied(),
    };
    let number = first.map(|at| answer.lines[at].number);
    if answer.is_outline {
        frame::settle_greeting(&mut answer);
    }
    titles::settle(&mut answer);
    frame::settle_breaks(&mut answer);
    frame::settle_farewell(&mut answer);
    let first = number.and_then(|number| {
        answer.lines.iter().position(|line| line.number == number && !line.text.trim().is_empty())
    });
    if first.is_none() {
        sections::raise(&mut answer, has_markers);
    }
    cover::settle(&mut answer, first);
    sections::raise(&mut answer, has_markers);
    cover::unquote(&mut answer);
    sections::unnumber(&mut answer);
    notes::settle(&mut answer);
    sections::unnumber_slides(&mut answer);
    titles::settle(&mut answer);
    pictures::settle(&mut answer);
    if speech::settle(&mut answer, &beginning(&lines), has_markers) {
        return Some(write(answer, source, Becomes::Article));
    }
    pictures::beside(&mut answer);
    details::settle(&mut answer);
    heads::settle(&mut answer);
    lists::settle(&mut answer);
    tables::settle(&mut answer);
    columns::settle(&mut answer);
    formulas::settle(&mut answer);
    bold::settle(&mut answer);
    ends::settle(&mut answer);
    layouts::settle(&mut answer, layouts);
    lines::settle(&mut answer);
    if !answer.said.is_empty() {
        frame::begin(&mut answer);
    }
    division::check(&mut answer);
    sections::lead(&mut answer);
    answer.tidy(&lines);
    let is_same = answer.lines.len() == lines.len()
        && answer.lines.iter().enumerate().all(|(at, line)| line.text == lines.text(at));
    (!is_same).then(|| write(answer, source, Becomes::Deck))
}

/// The first lines of an answer that say anything, in lower case.
fn beginning(lines: &Lines) -> String {
    const MOST: usize = 3;
    let said = (0..lines.len()).map(|at| lines.text(at)).filter(|line| !line.trim().is_empty());
    said.take(MOST).collect::<Vec<_>>().join("\n").to_lowercase()
}

/// What was made as a text, with the line ends of the answer.
fn write(answer: Answer, source: &str, becomes: Becomes) -> Clean {
    let end = if source.contains("\r\n") { "\r\n" } else { "\n" };
    let text = answer.lines.iter().map(|line| format!("{}{end}", line.text)).collect();
    Clean {
        text,
        lines: answer.lines.iter().map(|line| line.number).collect(),
        said: answer.said,
        laid_out: answer.laid_out,
        becomes,
    }
}
