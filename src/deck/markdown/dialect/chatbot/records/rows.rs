//! A table with a row for each slide.

use std::ops::Range;

use super::super::answer::{Answer, item};
use super::super::conventions::Meaning;
use super::super::lists::circled;
use super::super::markers::number;
use super::{FEWEST, Slide, is_body, meaning};

/// A table with a row for each slide, alone in the answer.
pub(super) fn read(answer: &Answer) -> Option<(Range<usize>, Vec<String>)> {
    let texts = answer.is_text();
    let is_row = |at: usize| texts[at] && answer.text(at).trim_start().starts_with('|');
    let first = (0..answer.lines.len()).find(|at| is_row(*at))?;
    let end = (first..answer.lines.len()).find(|at| !is_row(*at)).unwrap_or(answer.lines.len());
    let head = cells(answer.text(first));
    let rows: Vec<Vec<String>> = (first + 2..end).map(|at| cells(answer.text(at))).collect();
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
fn cells(line: &str) -> Vec<String> {
    let line = line.trim();
    let inner = line.strip_prefix('|').unwrap_or(line);
    inner.strip_suffix('|').unwrap_or(inner).split('|').map(|cell| cell.trim().to_owned()).collect()
}

/// What a cell enumerates, as items; a single thing is a paragraph.
fn points(cell: &str) -> Vec<String> {
    let text = cell.replace("<br/>", "<br>").replace("<br />", "<br>");
    let by_line: Vec<&str> = text.split("<br>").collect();
    let by_sign: Vec<&str> = text.split(['；', ';', '•']).collect();
    let parts = if by_line.len() > 1 { by_line } else { by_sign };
    let bare = |part: &str| {
        let part = part.trim().trim_start_matches(['•', '·', '●']).trim_start();
        item(part).map_or(part, |(_, text)| text).to_owned()
    };
    let parts: Vec<String> = parts.into_iter().map(bare).filter(|part| !part.is_empty()).collect();
    let is_counted =
        parts.iter().enumerate().all(|(at, part)| circled(part).is_some_and(|(n, _)| n == at + 1));
    match parts.as_slice() {
        [one] => vec![one.clone()],
        all if is_counted => {
            let text = |part: &String| circled(part).map_or(String::new(), |(_, text)| text.into());
            all.iter().enumerate().map(|(at, part)| format!("{}. {}", at + 1, text(part))).collect()
        }
        all => all.iter().map(|part| format!("- {part}")).collect(),
    }
}
