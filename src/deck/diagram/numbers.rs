//! Diagrams of numbers, `pie` and `xychart-beta` → a chart like any other.

use super::label::Label;
use super::scan::{Source, Statement};
use crate::deck::chart::{Chart, ChartData, ChartKind, ChartRow, Figure};

/// The chart that a source means; `None`: it is no diagram of numbers, or one that no chart of ours shows.
pub(super) fn chart(text: &str) -> Option<Chart> {
    let source = Source::read(text);
    let (first, rest) = source.statements.split_first()?;
    let (word, behind) = first.word();
    let mut chart = match word {
        "pie" => pie(behind, rest)?,
        "xychart" | "xychart-beta" => bars_or_line(rest)?,
        _ => return None,
    };
    chart.title = chart.title.or_else(|| source.title.map(|title| title.line()));
    chart.alt = source.alt;
    chart.check(&chart.data).ok()?;
    Some(chart)
}

/// `pie showData title 时间`, then `"开会" : 35`. A slice is a bar: lengths are compared more easily.
fn pie(behind: Statement, rest: &[Statement]) -> Option<Chart> {
    let shown = behind.text.strip_prefix("showData").map_or(behind.text, str::trim_start);
    let mut title = shown.strip_prefix("title ").map(plain);
    let mut rows = Vec::new();
    for statement in rest {
        match statement.word() {
            ("title", behind) => title = Some(plain(behind.text)),
            ("showData", _) => {}
            _ => {
                let (label, number) = statement.text.rsplit_once(':')?;
                rows.push(row(plain(label), number)?);
            }
        }
    }
    let sum: f64 = rows.iter().flat_map(ChartRow::numbers).sum();
    let unit = ((sum - 100.0).abs() < 0.5).then(|| "%".to_owned());
    let data = ChartData { series: vec![title.clone().unwrap_or_default()], rows };
    Some(Chart { title, unit, data, ..Chart::default() })
}

/// `x-axis [一月, 二月]`, `y-axis "收入" 0 --> 100`, and one of `bar [1, 2]` and `line [1, 2]`.
fn bars_or_line(rest: &[Statement]) -> Option<Chart> {
    let mut chart = Chart::default();
    let (mut names, mut numbers, mut measure) = (Vec::new(), None, String::new());
    for statement in rest {
        let (word, behind) = statement.word();
        match word {
            "title" => chart.title = Some(plain(behind.text)),
            "x-axis" => names = list(behind.text)?,
            "y-axis" => {
                measure = plain(behind.text.split(|c: char| c == '-' || c.is_ascii_digit()).next()?)
            }
            "bar" | "line" if numbers.is_none() => {
                let list = &behind.text[behind.text.find('[')?..];
                chart.kind = if word == "bar" { ChartKind::Bar } else { ChartKind::Line };
                numbers = Some(self::list(list)?);
            }
            _ => return None,
        }
    }
    let numbers = numbers.filter(|numbers| numbers.len() == names.len())?;
    let rows = names.into_iter().zip(numbers).map(|(name, number)| row(name, &number));
    chart.data = ChartData { series: vec![measure], rows: rows.collect::<Option<_>>()? };
    Some(chart)
}

fn row(label: String, number: &str) -> Option<ChartRow> {
    Some(ChartRow { label, values: vec![Some(Figure::written(number)?)] })
}

/// The members of `[a, "b, c"]`; what stands before the bracket is a title that is not drawn.
fn list(text: &str) -> Option<Vec<String>> {
    let inner = text.strip_prefix('[')?.strip_suffix(']')?;
    let mut inside = false;
    let members = inner.split(|c: char| {
        inside ^= c == '"';
        c == ',' && !inside
    });
    Some(members.map(plain).collect())
}

/// A text as it is drawn, on one line.
fn plain(text: &str) -> String {
    Label::read(text, 0).line()
}
