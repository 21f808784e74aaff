//! Diagrams of numbers, `pie` and `xychart-beta` → a chart like any other.

use super::Fault;
use super::label::Label;
use super::scan::{Source, Statement};
use crate::deck::chart::{Chart, ChartData, ChartKind, ChartRow, Figure};

/// The chart that a source means; `None`: it is no diagram of numbers.
///
/// # Errors
/// The first place that no chart of ours shows.
pub(super) fn chart(text: &str) -> Option<Result<Chart, Fault>> {
    let source = Source::read(text);
    let (first, rest) = source.statements.split_first()?;
    let (word, behind) = first.word();
    let read = match word {
        "pie" => pie(behind, rest),
        "xychart" | "xychart-beta" => bars_or_line(*first, rest),
        _ => return None,
    };
    let checked = read.and_then(|mut chart| {
        chart.title = chart.title.or_else(|| source.title.map(|title| title.line()));
        chart.alt = source.alt;
        match chart.check(&chart.data) {
            Ok(()) => Ok(chart),
            Err((why, _)) => Err(Fault::new(first.range(), why)),
        }
    });
    Some(checked)
}

/// `pie showData title 时间`, then `"开会" : 35`. A slice is a bar: lengths are compared more easily.
fn pie(behind: Statement, rest: &[Statement]) -> Result<Chart, Fault> {
    let shown = behind.text.strip_prefix("showData").map_or(behind.text, str::trim_start);
    let mut title = shown.strip_prefix("title ").map(plain);
    let mut rows = Vec::new();
    for statement in rest {
        match statement.word() {
            ("title", behind) => title = Some(plain(behind.text)),
            ("showData", _) => {}
            _ => {
                let slice = statement.text.rsplit_once(':');
                let slice = slice.and_then(|(label, number)| row(plain(label), number));
                rows.push(slice.ok_or_else(|| not_understood(*statement))?);
            }
        }
    }
    let sum: f64 = rows.iter().flat_map(ChartRow::numbers).sum();
    let unit = ((sum - 100.0).abs() < 0.5).then(|| "%".to_owned());
    let data = ChartData { series: vec![title.clone().unwrap_or_default()], rows };
    Ok(Chart { title, unit, data, ..Chart::default() })
}

/// `x-axis [一月, 二月]`, `y-axis "收入" 0 --> 100`, and one of `bar [1, 2]` and `line [1, 2]`.
fn bars_or_line(first: Statement, rest: &[Statement]) -> Result<Chart, Fault> {
    let mut chart = Chart::default();
    let (mut names, mut numbers, mut measure) = (Vec::new(), None, String::new());
    for statement in rest {
        let (word, behind) = statement.word();
        let wrong = || not_understood(*statement);
        match word {
            "title" => chart.title = Some(plain(behind.text)),
            "x-axis" => names = list(behind.text).ok_or_else(wrong)?,
            "y-axis" => measure = title_of_axis(behind.text),
            "bar" | "line" if numbers.is_none() => {
                let start = behind.text.find('[').ok_or_else(wrong)?;
                chart.kind = if word == "bar" { ChartKind::Bar } else { ChartKind::Line };
                numbers = Some(list(&behind.text[start..]).ok_or_else(wrong)?);
            }
            _ => return Err(wrong()),
        }
    }
    let numbers = numbers.filter(|numbers| numbers.len() == names.len());
    let numbers = numbers.ok_or_else(|| {
        Fault::new(first.range(), "it has not as many numbers as names on its axis")
    })?;
    let rows = names.into_iter().zip(&numbers).map(|(name, number)| row(name, number));
    let rows = rows.collect::<Option<_>>();
    let rows = rows.ok_or_else(|| Fault::new(first.range(), "one of its numbers is none"))?;
    chart.data = ChartData { series: vec![measure], rows };
    Ok(chart)
}

/// The title of an axis, without the range behind it.
fn title_of_axis(text: &str) -> String {
    match text.strip_prefix('"').and_then(|rest| rest.split_once('"')) {
        Some((title, _)) => plain(title),
        None => {
            let words = text.split_whitespace().take_while(|word| word.parse::<f64>().is_err());
            plain(&words.collect::<Vec<_>>().join(" "))
        }
    }
}

fn not_understood(statement: Statement) -> Fault {
    Fault::new(statement.range(), format!("`{}` is not understood", statement.text))
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
