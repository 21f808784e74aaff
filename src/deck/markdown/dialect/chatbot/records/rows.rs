//! A table with a row for each slide, or one for each section; also as CSV.

use std::ops::Range;

use super::super::answer::Answer;
use super::super::conventions::{CONVENTIONS, Meaning};
use super::super::form::{
    Counter, Kind, bullet, counter, heading, is_divider, item, number, spans,
};
use super::super::tables::is_delimiter;
use super::super::titles;
use super::{FEWEST, Slide, is_body, meaning};

/// Signs that begin the parts of a cell.
const BULLETS: [char; 4] = ['•', '·', '●', '・'];

/// A table, and the lines where it stands.
struct Table {
    lines: Range<usize>,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// What the columns of tables of slides are.
struct Columns {
    counter: usize,
    title: usize,
    meanings: Vec<Option<Meaning>>,
}

/// The tables with a row for each slide, alone in the answer.
pub(super) fn read(answer: &Answer) -> Option<(Range<usize>, Vec<String>)> {
    deck(answer, FEWEST, |_| true)
}

/// The same where headings divide the answer: its rows then say that they count slides.
pub(super) fn read_among_headings(answer: &Answer) -> Option<(Range<usize>, Vec<String>)> {
    let counts_slides = |name: &str| {
        let name = name.trim().to_lowercase();
        CONVENTIONS.about.stands_in(&name) || name.contains("page") || name.contains("頁")
    };
    deck(answer, FEWEST + 2, counts_slides)
}

/// The slides of tables that are alike and count on from one to the next.
fn deck(
    answer: &Answer,
    fewest: usize,
    is_counter: impl Fn(&str) -> bool,
) -> Option<(Range<usize>, Vec<String>)> {
    let tables: Vec<Table> = tables(answer).into_iter().chain(csv(answer)).collect();
    let first = tables.iter().find(|table| Columns::of(&table.head, &table.rows, 0).is_some())?;
    let mut alike = tables.iter().filter(|table| table.head == first.head).peekable();
    let (lines, mut deck) = (first.lines.start, vec![String::new()]);
    let (mut end, mut count, mut parts) = (first.lines.end, 0, 0);
    while let Some(table) = alike.next() {
        let Some(columns) = Columns::of(&table.head, &table.rows, count) else { break };
        if !is_counter(&table.head[columns.counter]) {
            return None;
        }
        let mut title = section(answer, table).filter(|_| parts > 0 || alike.peek().is_some());
        for row in &table.rows {
            // The first section begins below the cover.
            if let Some(title) = title.take_if(|_| count > 0) {
                parts += 1;
                deck.extend([format!("Part {parts}: {title}"), String::new()]);
            }
            count += 1;
            slide(&whole(row, &columns), &columns, &table.head).write(count, &mut deck);
        }
        end = table.lines.end;
        if let Some(next) = alike.peek() {
            deck.extend(between(answer, end..next.lines.start));
        }
    }
    let start = if parts > 0 { answer.shown_before(lines).unwrap_or(lines) } else { lines };
    (count >= fewest).then_some((start..end, deck))
}

/// What stands between two tables but for the title of the second one: the last slide of the first one shows it.
fn between(answer: &Answer, lines: Range<usize>) -> Vec<String> {
    let title = answer.shown_before(lines.end).filter(|at| heading(answer.text(*at)).is_some());
    let is_shown = |at: &usize| Some(*at) != title && !is_divider(answer.text(*at));
    // A quotation only sets it off from the tables.
    let text = |at: usize| answer.text(at).trim_start_matches(['>', ' ']).to_owned();
    lines.filter(is_shown).map(text).collect()
}

/// The title of the section that a table holds: the heading right above.
fn section<'a>(answer: &'a Answer, table: &Table) -> Option<&'a str> {
    let (_, title) = heading(answer.text(answer.shown_before(table.lines.start)?))?;
    let title = titles::remark(title).map_or(title, |(title, _)| title);
    Some(counter(title).map_or(title, |(_, rest)| rest))
}

/// A row with more cells than the table has columns: bars of what the slide shows parted it.
fn whole(row: &[String], columns: &Columns) -> Vec<String> {
    let width = columns.meanings.len();
    let is_body = |at: &usize| columns.meanings[*at] == Some(Meaning::Body);
    let Some(body) = (0..width).find(is_body).filter(|_| row.len() > width) else {
        return row.to_vec();
    };
    let end = body + 1 + row.len() - width;
    let mut whole = row[..body].to_vec();
    whole.push(row[body..end].join(" | "));
    whole.extend_from_slice(&row[end..]);
    whole
}

/// The slide of a row.
fn slide(row: &[String], columns: &Columns, head: &[String]) -> Slide {
    let title = row.get(columns.title).filter(|title| !is_nothing(title));
    let title = title.cloned().unwrap_or_default();
    let mut slide = Slide { title, ..Slide::default() };
    let others = |column: &usize| *column != columns.counter && *column != columns.title;
    for column in (0..row.len()).filter(others) {
        let name = head.get(column).map_or("", String::as_str);
        slide.take(name, columns.meanings.get(column).copied().flatten(), &row[column]);
    }
    slide
}

impl Columns {
    /// The columns of a table whose rows count on from a number, with a title and something below it.
    fn of(head: &[String], rows: &[Vec<String>], from: usize) -> Option<Self> {
        let meanings: Vec<Option<Meaning>> = head.iter().map(|name| meaning(name)).collect();
        let counter = (0..head.len()).find(|column| counts(rows, *column, from))?;
        let title = meanings.iter().position(|meaning| *meaning == Some(Meaning::Title))?;
        let has_body = meanings.iter().flatten().copied().any(is_body);
        let is_deck = head.len() >= 3 && has_body && counter != title && !rows.is_empty();
        is_deck.then_some(Self { counter, title, meanings })
    }
}

/// The tables of an answer.
fn tables(answer: &Answer) -> Vec<Table> {
    let table = |lines: Range<usize>| {
        let at = lines.start;
        let below = at + 1 + usize::from(is_delimiter(answer.text(at + 1)));
        let rows = (below..lines.end).map(|at| cells(answer.text(at))).collect();
        Table { lines, head: cells(answer.text(at)), rows }
    };
    answer.runs(|line| Kind::of(line) == Kind::Row).into_iter().map(table).collect()
}

/// The table that a listing of CSV holds.
fn csv(answer: &Answer) -> Option<Table> {
    let lines = answer.listings(|words| words == "csv").into_iter().next()?;
    let text = answer.texts(lines.start + 1..lines.end - 1);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let row = |record: csv::StringRecord| {
        record.iter().map(|cell| cell.replace('\n', "<br>")).collect::<Vec<_>>()
    };
    let mut rows: Vec<Vec<String>> = reader.records().filter_map(Result::ok).map(row).collect();
    let head = (!rows.is_empty()).then(|| rows.remove(0))?;
    Some(Table { lines, head, rows })
}

/// Whether the cells of a column count the rows, on from a number.
fn counts(rows: &[Vec<String>], column: usize, from: usize) -> bool {
    let of = |row: &Vec<String>| {
        number(row.get(column)?.trim_start_matches(|c: char| !c.is_numeric()))
            .map(|(number, _)| number)
    };
    rows.iter().enumerate().all(|(at, row)| of(row) == Some(from + at + 1))
}

impl Slide {
    /// Takes a cell of a column of this name.
    fn take(&mut self, name: &str, meaning: Option<Meaning>, cell: &str) {
        match meaning {
            _ if is_nothing(cell) => {}
            Some(Meaning::Notes | Meaning::Remark) => self.said.push(cell.replace("<br>", "\n")),
            Some(meaning) if meaning.is_advice() => self.said.push(format!("{name}: {cell}")),
            _ => self.shown.extend(points(cell)),
        }
    }
}

/// Whether a cell says nothing, or that there is nothing: `—`, `（无）`.
fn is_nothing(cell: &str) -> bool {
    cell.is_empty() || matches!(cell, "-" | "–" | "—" | "/") || CONVENTIONS.nothing.has(cell)
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
    let counts =
        |(at, part)| counter(part).filter(|(number, text)| *number == at + 1 && !text.is_empty());
    let all = parts.iter().copied().enumerate();
    let counted: Vec<&str> = all.filter_map(counts).map(|(_, text)| text).collect();
    match parts.as_slice() {
        [one] => vec![(*one).to_owned()],
        all if counted.len() == all.len() => {
            counted.iter().enumerate().map(|(at, text)| format!("{}. {text}", at + 1)).collect()
        }
        all => all.iter().map(|part| format!("- {}", escaped(part))).collect(),
    }
}

/// `① 绿茶 ② 红茶` in its parts.
fn by_number(text: &str) -> Vec<&str> {
    let counts = |at: &usize| Counter::of(&text[*at..]).is_some_and(|one| one.has_own_sign());
    let parts = spans(text.char_indices().map(|(at, _)| at).filter(counts), text.len());
    match parts.first() {
        Some(first) if first.start == 0 => {
            parts.into_iter().map(|part| text[part].trim()).collect()
        }
        _ => vec![text],
    }
}

/// A part of a cell without the sign before it.
fn bare(part: &str) -> &str {
    let part = part.trim();
    let text = bullet(part).map(|(_, text)| text.trim());
    text.unwrap_or_else(|| part.trim_start_matches(BULLETS).trim_start())
}

/// A part whose number is text, since it does not count.
fn escaped(part: &str) -> String {
    let Some((mark, text)) = item(part) else { return part.to_owned() };
    let (number, sign) = mark.trim().split_at(mark.trim().len() - 1);
    format!("{number}\\{sign} {text}")
}
