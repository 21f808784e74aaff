//! A table for each slide that says row by row what its parts are: `| 标题 | … |`, `| 正文 | … |`, `| 备注 | … |`.

use std::ops::Range;

use super::super::answer::Answer;
use super::super::conventions::Meaning;
use super::super::form::Kind;
use super::super::tables::is_delimiter;
use super::rows::{cells, points};
use super::{FEWEST, meaning};

/// Makes labelled lines of the rows, which later steps know.
pub(super) fn settle(answer: &mut Answer) {
    let tables: Vec<Range<usize>> =
        tables(answer).into_iter().filter(|table| is_of_slide(answer, table.clone())).collect();
    if tables.len() < FEWEST {
        return;
    }
    for table in tables.into_iter().rev() {
        let number = answer.lines[table.start].number;
        answer.say("chat-scaffolding", super::RECORDS, number);
        let lines: Vec<String> =
            rows(answer, table.clone()).flat_map(|(name, text)| written(&name, &text)).collect();
        answer.replace(table, &lines);
    }
}

/// The tables of two columns.
fn tables(answer: &Answer) -> Vec<Range<usize>> {
    answer.runs(|line| Kind::of(line) == Kind::Row && cells(line).len() == 2)
}

/// The names and the texts of a table's rows.
fn rows(answer: &Answer, table: Range<usize>) -> impl Iterator<Item = (String, String)> {
    let lines = table.filter(|at| !is_delimiter(answer.text(*at))).map(|at| cells(answer.text(at)));
    let pairs = lines.filter_map(|cells| Some((cells.first()?.clone(), cells.get(1)?.clone())));
    // The head, `| 元素 | 内容 |`, names the columns.
    pairs.filter(|(name, text)| !(meaning(name).is_none() && meaning(text) == Some(Meaning::Body)))
}

/// Whether most rows say what part of a slide they are, one of them what it shows or is called; or all of them what is
/// said.
fn is_of_slide(answer: &Answer, table: Range<usize>) -> bool {
    let meanings: Vec<Option<Meaning>> =
        rows(answer, table).map(|(name, _)| meaning(&name)).collect();
    let known = meanings.iter().flatten().count();
    let shows = meanings.iter().flatten().any(|one| matches!(one, Meaning::Title | Meaning::Body));
    let is_said = |one: &Option<Meaning>| one.is_some_and(Meaning::is_said);
    known >= 2 && shows && known * 4 >= meanings.len() * 3
        || !meanings.is_empty() && meanings.iter().all(is_said)
}

/// A row as lines: what a slide shows by itself, all else behind its label.
fn written(name: &str, text: &str) -> Vec<String> {
    let mut lines = match meaning(name) {
        _ if text.is_empty() => return Vec::new(),
        Some(Meaning::Body) => points(text),
        _ => vec![format!("**{}：** {text}", name.trim_matches('*'))],
    };
    lines.push(String::new());
    lines
}
