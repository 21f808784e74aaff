//! Slides that are records: objects of JSON or YAML, rows of a table with a column for each part of a slide, a
//! table for each slide, or elements of HTML.

mod beamer;
mod charts;
mod elements;
mod json;
mod objects;
mod pairs;
mod program;
mod rows;
mod shown;
mod tree;

use std::ops::Range;

use super::answer::{Answer, Line, comment};
use super::conventions::{CONVENTIONS, Meaning, Words};
use super::fields::by_stem;
use super::form::{Kind, heading};
use super::markers::{self, runs};

/// What is said of records.
const RECORDS: &str = "a record for each slide is read as the slide";
/// What is said of what stands around them.
const AROUND: &str = "what is written around the records of the slides is left out";
/// Fewest records.
const FEWEST: usize = 3;

/// Makes slides of them, where there are no others.
pub(super) fn settle(answer: &mut Answer) {
    charts::settle(answer);
    pairs::settle(answer);
    beamer::settle(answer);
    program::settle(answer);
    if has_slides(answer) {
        if let Some((lines, deck)) = rows::read_among_headings(answer) {
            put(answer, lines.clone(), &deck);
            above(answer, lines.start);
        }
        return;
    }
    let readers = [objects::read, rows::read, elements::read, tree::read];
    if let Some((lines, deck)) = readers.iter().find_map(|read| read(answer)) {
        put(answer, lines, &deck);
    }
}

/// Puts a deck in place of the records. What stands behind them is about the slides, and none of them.
fn put(answer: &mut Answer, lines: Range<usize>, deck: &[String]) {
    let number = answer.lines[lines.start].number;
    let mut deck = deck.to_vec();
    let mut start = lines.end;
    for (page, table) in tables_of_pages(answer, lines.end) {
        let begins = |page: usize| {
            let marker = |line: &String| markers::Marker::of(line, true).map(|one| one.number);
            deck.iter().position(|line| marker(line) == Some(page))
        };
        if begins(page).is_none() {
            continue;
        }
        answer.say_left_out("text-outside-deck", AROUND, start..table.start);
        start = table.end;
        let end = begins(page + 1).unwrap_or(deck.len());
        let rows = table.map(|at| answer.text(at).to_owned()).chain([String::new()]);
        deck.splice(end..end, rows);
    }
    answer.say_left_out("text-outside-deck", AROUND, start..answer.lines.len());
    answer.say("chat-scaffolding", RECORDS, number);
    answer.replace(lines.start..answer.lines.len(), &deck);
}

/// The tables behind a line whose heads name a page, `附：第5页图表数据`: they belong to it.
fn tables_of_pages(answer: &Answer, from: usize) -> Vec<(usize, Range<usize>)> {
    let is_row = |at: usize| Kind::of(answer.text(at)) == Kind::Row;
    let table = |at: usize| {
        let line = answer.text(at);
        let is_head =
            heading(line).is_some() || line.starts_with("**") || line.ends_with(['：', ':']);
        let start = answer.shown_from(at + 1).filter(|start| is_head && is_row(*start))?;
        let [page] = markers::mentioned(line)[..] else { return None };
        let end = (start..answer.lines.len()).find(|at| !is_row(*at));
        Some((page, start..end.unwrap_or(answer.lines.len())))
    };
    (from..answer.lines.len()).filter_map(table).collect()
}

/// Leaves out what stands above the records but for the title of the talk.
fn above(answer: &mut Answer, start: usize) {
    let is_title = |at: usize| heading(answer.text(at)).is_some_and(|(level, _)| level == 1);
    let front = answer.front_matter().map_or(0, |front| front.end);
    let mut out: Vec<bool> = (0..start).map(|at| at >= front && !is_title(at)).collect();
    for at in (0..start).filter(|at| out[*at]) {
        answer.say_left_out("text-outside-deck", AROUND, at..at + 1);
    }
    out.resize(answer.lines.len(), false);
    answer.leave_out(&out);
}

/// Whether an answer is divided otherwise: what stands in it is then one of the things it tells.
fn has_slides(answer: &Answer) -> bool {
    (0..answer.lines.len()).filter(|at| answer.divides(*at)).count() > 3
        || runs(answer).iter().any(|run| run.len() > 2)
}

/// What a name of a field, or the head of a column, means.
fn meaning(name: &str) -> Option<Meaning> {
    let name = name.trim().to_lowercase().replace(['_', '-'], " ");
    let labels = [
        Meaning::Title,
        Meaning::Subtitle,
        Meaning::Notes,
        Meaning::Remark,
        Meaning::Advice,
        Meaning::Look,
        Meaning::Body,
        Meaning::Person,
        Meaning::Date,
        Meaning::Left,
        Meaning::Right,
    ];
    let has = |words: &Words| words.has(&name);
    let label = labels.into_iter().find(|meaning| CONVENTIONS.label.get(meaning).is_some_and(has));
    let tail = |words: &Words| words.iter().any(|word| name.ends_with(word));
    let by_tail = || {
        [Meaning::Title, Meaning::Body]
            .into_iter()
            .find(|meaning| CONVENTIONS.label.get(meaning).is_some_and(tail))
    };
    label.or_else(by_tail).or_else(|| by_stem(&name))
}

/// Whether a part stands below the title of a slide.
fn is_body(meaning: Meaning) -> bool {
    matches!(meaning, Meaning::Body | Meaning::Notes) || meaning.is_advice()
}

/// What a record comes to.
#[derive(Default)]
struct Slide {
    title: String,
    /// What stands on it, in Markdown.
    shown: Vec<String>,
    /// What is said, text by text.
    said: Vec<String>,
}

impl Slide {
    /// Writes it with its marker.
    fn write(&self, number: usize, deck: &mut Vec<String>) {
        let title = self.title.trim().trim_matches('*');
        match title {
            "" => deck.extend([format!("**Slide {number}**"), String::new()]),
            title => deck.extend([format!("## Slide {number}: {title}"), String::new()]),
        }
        deck.extend(self.shown.iter().flat_map(|text| text.split('\n').map(str::to_owned)));
        if !self.said.is_empty() {
            let said = self.said.join("\n\n");
            let line = |text: &str| Line { text: text.to_owned(), number };
            deck.extend(
                comment(said.split('\n').map(line).collect()).into_iter().map(|line| line.text),
            );
        }
        deck.push(String::new());
    }
}
