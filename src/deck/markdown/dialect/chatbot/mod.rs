//! Decks as chatbots write them. A chatbot does not see what it made, so what it left beside the
//! deck, and what turns out otherwise than its author can have meant, is understood here; only on
//! evidence, so that no deck that was written by hand is touched.
//!
//! It works on lines: an answer becomes the deck that its author would have written. Its conventions
//! stand in `conventions.toml`.

mod answer;
mod bare;
mod beside;
mod bold;
mod boxes;
mod circled;
mod code;
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
mod footers;
mod form;
mod formulas;
mod frame;
mod hand;
mod heads;
mod indented;
mod labels;
mod layouts;
mod lines;
mod lists;
mod lost;
mod markers;
mod notes;

mod passes;
mod pictures;
mod records;
mod rulers;
mod said;
mod sections;
mod shapes;
mod speech;
mod spreads;
mod tables;
mod titles;
mod trees;
mod versions;
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

/// A step on the way from an answer to a deck.
type Step = fn(&mut Answer);

/// What is written in other ways is written in ours; what stands around the deck goes.
const BEFORE: [Step; 19] = [
    frame::settle_mail,
    wide::settle,
    debris::settle,
    footers::settle,
    circled::settle,
    frame::settle_turns,
    frame::settle_requests,
    details::said,
    bare::settle,
    records::settle,
    dividers::settle,
    shapes::settle,
    frame::settle_greeting,
    versions::settle,
    passes::settle,
    spreads::settle,
    beside::settle,
    dividers::appendix,
    // Before markers behind titles are taken off them.
    titles::part_remarks,
];
/// Titles say nothing but what slides are called, and what is said is in the notes.
const TITLES: [Step; 8] = [
    debris::settle_numbers,
    cover::unquote,
    sections::unnumber,
    notes::settle,
    frame::settle_late_farewell,
    sections::unnumber_slides,
    // A cover that was made since may say more.
    titles::about_talk,
    pictures::settle,
];
/// What slides show is what it looks like.
const CONTENT: [Step; 11] = [
    code::settle,
    pictures::beside,
    details::settle,
    heads::settle,
    heads::settle_kinds,
    lists::settle,
    tables::settle,
    columns::settle,
    formulas::settle,
    bold::settle,
    ends::settle,
];
/// What the whole deck needs.
const DECK: [Step; 4] = [lines::settle, frame::settle_ends, division::check, sections::lead];

/// The deck that an answer means; `None` if it is one as it is.
fn clean(source: &str, layouts: Option<LayoutChoice>) -> Option<Clean> {
    let lines = Lines::new(source);
    if hand::is_written(&lines) {
        return None;
    }
    let mut answer = Answer::new(&lines);
    fence::settle(&mut answer, &lines);
    BEFORE.iter().for_each(|step| step(&mut answer));
    let has_markers = divide(&mut answer);
    TITLES.iter().for_each(|step| step(&mut answer));
    if speech::settle(&mut answer, &beginning(&lines), has_markers) {
        return Some(write(answer, source, Becomes::Article));
    }
    CONTENT.iter().for_each(|step| step(&mut answer));
    layouts::settle(&mut answer, layouts);
    DECK.iter().for_each(|step| step(&mut answer));
    answer.tidy(&lines);
    let is_same = answer.lines.len() == lines.len()
        && answer.lines.iter().enumerate().all(|(at, line)| line.text == lines.text(at));
    (!is_same).then(|| write(answer, source, Becomes::Deck))
}

/// Finds the slides, the cover and the sections; whether markers divide the answer.
fn divide(answer: &mut Answer) -> bool {
    let marked = markers::settle(answer);
    let has_markers = !marked.is_empty();
    let first = match has_markers {
        true => Some(sections::settle(answer, &marked)),
        false => division::settle(answer).first().copied(),
    };
    let number = first.map(|at| answer.lines[at].number);
    if answer.is_outline {
        // Now that there are headings, it stands above one.
        frame::settle_greeting(answer);
    }
    titles::settle(answer);
    frame::settle_breaks(answer);
    frame::settle_farewell(answer);
    let first = number.and_then(|number| {
        answer.lines.iter().position(|line| line.number == number && !line.text.trim().is_empty())
    });
    // A cover without a marker is known by the level of its heading, and with a cover others stand below a title.
    if first.is_none() {
        sections::raise(answer, has_markers);
    }
    cover::settle(answer, first);
    sections::raise(answer, has_markers);
    has_markers
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
        is_scripted: answer.is_scripted,
        laid_out: answer.laid_out,
        becomes,
    }
}
