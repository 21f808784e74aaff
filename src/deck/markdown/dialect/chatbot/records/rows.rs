//! A table with a row for each slide.

use std::ops::Range;

use super::super::answer::{Answer, item};
use super::super::conventions::Meaning;
use super::super::lists::circled;
use super::super::markers::number;
use super::super::tables::is_delimiter;
use super::{FEWEST, Slide, is_body, meaning};

/// Signs that begin the parts of a cell.
const BULLETS: [char; 4] = ['•', '·', '●', '・'];

/// A table with a row for each slide, alone in the answer.
pub(super) fn read(answer: &Answer) -> Option<(Range<usize>, Vec<String>)> {
    let texts = answer.is_text();
    let is_row = |at: usize| texts[at] && answer.text(at).trim_start().starts_with('|');
    let first = (0..answer.lines.len()).find(|at| is_row(*at))?;
    let end = (first..answer.lines.len()).find(|at| !is_row(*at)).unwrap_or(answer.lines.len());
    let head = cells(answer.text(first));
    let below = first + 1 + usize::from(is_delimiter(answer.text(first + 1)));
    let rows: Vec<Vec<String>> = (below..end).map(|at| cells(answer.text(at))).collect();
    let meanings: Vec<Option<Meaning>> = head.iter().map(|name| meaning(name)).collect();
    let counter = (0..head.len()).find(|column| counts(&rows, *column))?;
    let titles = meanings.iter().position(|meaning| *meaning == Some(Meaning::Title))?;
    let has_body = meanings.iter().flatten().copied().any(is_body);
    if rows.len() < FEWEST || head.len() < 3 || !has_body || counter == titles {
        return None;
    }
    let mut deck = vec![String::new()];
    for (at, row) in rows.iter().enumerate() {
        let mut slide =
            Slide { title: row.get(titles).cloned().unwrap_or_default(), ..Slide::default() };
        let others = |column: &usize| *column != counter && *column != titles;
        for column in (0..row.len()).filter(others) {
            let name = head.get(column).map_or("", String::as_str);
            slide.take(name, meanings.get(column).copied().flatten(), &row[column]);
        }
        slide.write(at + 1, &mut deck);
    }
    Some((first..end, deck))
}

/// Whether the cells of a column count the rows.
fn counts(rows: &[Vec<String>], column: usize) -> bool {
    let of = |row: &Vec<String>| {
        number(row.get(column)?.trim_start_matches(|c: char| !c.is_numeric()))
            .map(|(number, _)| number)
    };
    rows.iter().enumerate().all(|(at, row)| of(row) == Some(at + 1))
}

impl Slide {
    /// Takes a cell of a column of this name.
    fn take(&mut self, name: &str, meaning: Option<Meaning>, cell: &str) {
        match meaning {
            _ if cell.is_empty() || matches!(cell, "-" | "—" | "无" | "/") => {}
            Some(Meaning::Notes | Meaning::Remark) => self.said.push(cell.replace("<br>", "\n")),
            Some(meaning) if meaning.is_advice() => self.said.push(format!("{name}: {cell}")),
            _ => self.shown.extend(points(cell)),
        }
    }
}

/// The cells of a row.
pub(super) fn cells(line: &str) -> Vec<String> {
    let line = line.trim();
    let inner = line.strip_prefix('|').unwrap_or(line);
    inner.strip_suffix('|').unwrap_or(inner).split('|').map(|cell| cell.trim().to_owned()).collect()
}

/// What a cell enumerates, as items; a single thing is a paragraph. Numbers that count stay.
pub(super) fn points(cell: &str) -> Vec<String> {
    let text = cell.replace("<br/>", "<br>").replace("<br />", "<br>");
    let by_line: Vec<&str> = text.split("<br>").collect();
    let by_sign: Vec<&str> = text.split(['；', ';', '•']).collect();
    let by_number = by_number(&text);
    let parts = [by_line, by_number].into_iter().find(|parts| parts.len() > 1).unwrap_or(by_sign);
    let parts: Vec<&str> = parts.into_iter().map(bare).filter(|part| !part.is_empty()).collect();
    let counted: Vec<&str> = parts
        .iter()
        .enumerate()
        .filter_map(|(at, part)| numbered(part).filter(|(number, _)| *number == at + 1))
        .map(|(_, text)| text)
        .collect();
    match parts.as_slice() {
        [one] => vec![(*one).to_owned()],
        all if counted.len() == all.len() => {
            counted.iter().enumerate().map(|(at, text)| format!("{}. {text}", at + 1)).collect()
        }
        all => all.iter().map(|part| format!("- {}", unlisted(part))).collect(),
    }
}

/// `① 绿茶 ② 红茶` in its parts.
fn by_number(text: &str) -> Vec<&str> {
    let starts: Vec<usize> = text
        .char_indices()
        .map(|(at, _)| at)
        .filter(|at| circled(&text[*at..]).is_some())
        .collect();
    if starts.first() != Some(&0) {
        return vec![text];
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().zip(ends).map(|(start, end)| text[*start..end].trim()).collect()
}

/// A part of a cell without the sign before it.
fn bare(part: &str) -> &str {
    let part = part.trim();
    match item(part) {
        Some((mark, text)) if mark.starts_with(['-', '*', '+']) => text.trim(),
        _ => part.trim_start_matches(BULLETS).trim_start(),
    }
}

/// A part whose number is text, since it does not count.
fn unlisted(part: &str) -> String {
    let Some((mark, text)) = item(part) else { return part.to_owned() };
    let (number, sign) = mark.trim().split_at(mark.trim().len() - 1);
    format!("{number}\\{sign} {text}")
}

/// The number before a part of a cell, and the rest.
fn numbered(part: &str) -> Option<(usize, &str)> {
    circled(part).or_else(|| {
        let (mark, text) = item(part)?;
        Some((mark.trim().trim_end_matches(['.', ')']).parse().ok()?, text.trim()))
    })
}
