//! A fenced `chart` block → [`Chart`]: settings, one a line, then a table of numbers as CSV.

use std::ops::Range;

use super::{Chart, ChartData, ChartKind, ChartRow, Figure};
use crate::diag::nearest;

/// The settings of a chart.
const KEYS: [&str; 9] =
    ["type", "title", "unit", "source", "highlight", "scale", "alt", "file", "log"];

/// What is wrong with a chart: where in the text, what, and what would help.
#[derive(Debug)]
pub(crate) struct Fault {
    /// Bytes of the text that was parsed.
    pub(crate) range: Range<usize>,
    /// What is wrong.
    pub(crate) message: String,
    /// What would help.
    pub(crate) hint: Option<String>,
}

/// Reads what stands inside the fence. `attributes` stand behind the word `chart`.
///
/// # Errors
/// Each setting that is not understood, and the first fault of the table.
pub(crate) fn parse(text: &str, attributes: &[(String, String)]) -> Result<Chart, Vec<Fault>> {
    let mut chart = Chart::default();
    let mut faults = Vec::new();
    for (key, value) in attributes {
        set(&mut chart, key, value, 0..0, &mut faults);
    }
    let mut table_start = 0;
    for (line, range) in lines(text) {
        match line.split_once(':').filter(|(key, _)| is_key(key)) {
            Some((key, value)) => set(&mut chart, key.trim(), value, range.clone(), &mut faults),
            None if line.trim().is_empty() || line.trim() == "---" => {}
            None => break,
        }
        table_start = range.end;
    }
    match table(&text[table_start..]) {
        Ok(data) => chart.data = data,
        Err(_) if chart.file.is_some() && text[table_start..].trim().is_empty() => {}
        Err(fault) => {
            let Range { start, end } = fault.range;
            faults.push(Fault { range: start + table_start..end + table_start, ..fault });
        }
    }
    if chart.file.is_some() && !chart.data.is_empty() {
        let message = "the numbers stand in `file` or in the block, not in both".to_owned();
        faults.push(Fault { range: table_start..text.len(), message, hint: None });
    }
    if faults.is_empty() { Ok(chart) } else { Err(faults) }
}

/// Reads a table of numbers: the first line names the series, the first column the rows.
///
/// # Errors
/// The first cell that is no number, or line with another number of cells.
pub(crate) fn table(text: &str) -> Result<ChartData, Fault> {
    let text_len = text.len();
    let mut rows = lines(text).filter(|(line, _)| !line.trim().is_empty()).enumerate();
    let fault = |range, message: String| Fault { range, message, hint: None };
    let Some((_, (head_line, head_range))) = rows.next() else {
        let fault = fault(0..text_len.min(1), "the chart has no numbers".into());
        let hint = "a line `模型,参数` with the names, then one for each row: `GPT-2,15`";
        return Err(Fault { hint: Some(hint.into()), ..fault });
    };
    let separator = separator(head_line);
    let head = cells(head_line, separator);
    if head.len() < 2 {
        let message = "the first line of the table names the columns, found only one".into();
        let hint = Some("cells are separated by commas: `年份,参数`".into());
        return Err(Fault { range: head_range, message, hint });
    }
    let mut data = ChartData { series: head[1..].to_vec(), rows: Vec::new() };
    for (number, (line, range)) in rows {
        let row = cells(line, separator);
        let number = number + 1;
        if row.len() != head.len() {
            let (found, expected) = (row.len(), head.len());
            let message =
                format!("line {number} of the table has {found} cells, expected {expected}");
            let hint = "a number with commas stands in quotes: `\"1,750\"`".to_owned();
            return Err(Fault { range, message, hint: Some(hint) });
        }
        let mut values = Vec::new();
        for (column, cell) in row[1..].iter().enumerate() {
            let at = range.start + line.rfind(cell.as_str()).unwrap_or(0);
            values.push(number_of(cell).map_err(|()| no_number(cell, at, (number, column + 2)))?);
        }
        data.rows.push(ChartRow { label: row[0].clone(), values });
    }
    match data.rows.is_empty() {
        true => Err(fault(head_range, "the table has a head and no rows".into())),
        false => Ok(data),
    }
}

/// The fault of a cell, at a byte of the table, that is not a number.
fn no_number(cell: &str, at: usize, (line, column): (usize, usize)) -> Fault {
    let message = format!("`{cell}` is not a number, in line {line}, column {column} of the table");
    let hint = "a unit stands in `unit:`; what is not known stays empty".to_owned();
    Fault { range: at..at + cell.len(), message, hint: Some(hint) }
}

/// The lines of a text with their bytes, without their ends.
fn lines(text: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let mut start = 0;
    text.split_inclusive('\n').map(move |whole| {
        let at = start;
        start += whole.len();
        let line = whole.trim_end_matches(['\n', '\r']);
        (line, at..at + line.len())
    })
}

/// Whether what stands before a colon is meant as the name of a setting.
fn is_key(text: &str) -> bool {
    let key = text.trim();
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
}

fn set(chart: &mut Chart, key: &str, value: &str, range: Range<usize>, faults: &mut Vec<Fault>) {
    let value = value.trim();
    let plain = value.trim_matches(['"', '\'']).trim().to_owned();
    let text = || Some(plain.clone()).filter(|text| !text.is_empty());
    let mut wrong = |message: String, hint: Option<String>| {
        faults.push(Fault { range: range.clone(), message, hint });
    };
    match key {
        "type" => match ChartKind::named(&plain) {
            Some(kind) => chart.kind = kind,
            None => {
                let known = ChartKind::NAMES.join("`, `");
                let message = format!("unknown type of chart `{plain}`, expected `{known}`");
                wrong(message, nearest(&plain, ChartKind::NAMES));
            }
        },
        "scale" | "log" => match plain.as_str() {
            "log" | "true" | "yes" => chart.log = true,
            "linear" | "false" | "no" => chart.log = false,
            _ => wrong(format!("`scale` expects `linear` or `log`, found `{plain}`"), None),
        },
        "title" => chart.title = text(),
        "unit" => chart.unit = text(),
        "source" => chart.source = text(),
        "alt" => chart.alt = text(),
        "file" => chart.file = text(),
        "highlight" => {
            let names = value.trim_matches(['[', ']']).split([',', '，', '、']);
            let names = names.map(|name| name.trim().trim_matches(['"', '\'']).to_owned());
            chart.highlight = names.filter(|name| !name.is_empty()).collect();
        }
        _ => wrong(
            format!("unknown setting `{key}` of a chart"),
            nearest(key, KEYS).or_else(|| Some(format!("known are `{}`", KEYS[..8].join("`, `")))),
        ),
    }
}

/// What separates the cells of a table with this first line.
fn separator(line: &str) -> char {
    [',', '\t', ';', '，', '|']
        .into_iter()
        .find(|separator| line.contains(*separator))
        .unwrap_or(',')
}

/// The cells of a line.
fn cells(line: &str, separator: char) -> Vec<String> {
    // The reader takes separators of one byte.
    let line = if separator.is_ascii() { line.to_owned() } else { line.replace(separator, ",") };
    let delimiter = if separator.is_ascii() { separator as u8 } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .delimiter(delimiter)
        .from_reader(line.as_bytes());
    let record = reader.records().next().and_then(Result::ok).unwrap_or_default();
    record.iter().map(str::to_owned).collect()
}

/// A number of a cell; `None` for none.
fn number_of(cell: &str) -> Result<Option<Figure>, ()> {
    match cell.trim() {
        "" | "-" | "–" | "—" | "NA" | "n/a" | "null" => Ok(None),
        cell => Figure::written(cell).map(Some).ok_or(()),
    }
}
