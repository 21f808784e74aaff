//! Charts as programs write them, with `labels` and `series` of numbers → a listing that is a chart.

use super::super::answer::Answer;
use super::json::{self, Fields, Value};
use crate::deck::markdown::yaml;

/// What the list of names along a chart is called, and the list of its series.
const NAMES: [&str; 4] = ["categories", "labels", "x", "xaxis"];
const SERIES: [&str; 2] = ["series", "datasets"];

/// Makes charts of listings that are called so but written in another way.
pub(super) fn settle(answer: &mut Answer) {
    for lines in answer.listings(|words| words == "chart").into_iter().rev() {
        let text = answer.texts(lines.start + 1..lines.end - 1);
        let value = json::read(&text).or_else(|| yaml::parse(&text).ok().map(Value::of));
        if let Some(chart) = value.as_ref().and_then(of) {
            answer.replace(lines, &chart);
        }
    }
}

/// The chart that a value is.
pub(super) fn of(value: &Value) -> Option<Vec<String>> {
    chart(value.as_object()?)
}

/// The chart that an object is, which may hold another one with its data.
pub(super) fn chart(fields: &Fields) -> Option<Vec<String>> {
    let held = fields.iter().find(|(name, _)| name.eq_ignore_ascii_case("data"));
    let data = held.and_then(|(_, value)| value.as_object()).unwrap_or(fields);
    let find = |names: &[&str]| {
        let mut found =
            data.iter().filter(|(name, _)| names.contains(&name.to_lowercase().as_str()));
        found.find_map(|(_, value)| value.as_list())
    };
    let names: Vec<&str> = find(&NAMES)?.iter().map(Value::as_cell).collect::<Option<_>>()?;
    let series: Vec<(String, Vec<&str>)> = find(&SERIES)?.iter().map(one).collect::<Option<_>>()?;
    let is_whole = !series.is_empty() && series.iter().all(|(_, data)| data.len() == names.len());
    is_whole.then(|| written(fields, &names, &series))
}

/// The name and the numbers of a series.
fn one(value: &Value) -> Option<(String, Vec<&str>)> {
    let fields = value.as_object()?;
    let find = |names: [&str; 2]| {
        fields.iter().find(|(name, _)| names.contains(&name.as_str())).map(|(_, value)| value)
    };
    let name = find(["name", "label"]).and_then(Value::as_cell).unwrap_or_default();
    let numbers = find(["data", "values"])?.as_list()?.iter().map(|value| match value {
        Value::Number(number) => Some(number.as_str()),
        _ => None,
    });
    Some((name.to_owned(), numbers.collect::<Option<_>>()?))
}

/// The listing.
fn written(fields: &Fields, names: &[&str], series: &[(String, Vec<&str>)]) -> Vec<String> {
    let kind =
        fields.iter().find(|(name, _)| name == "type").and_then(|(_, value)| value.as_text());
    let kind = kind.filter(|kind| ["bar", "line", "pie"].contains(kind)).unwrap_or("bar");
    let cell = |text: &str| text.replace(',', "，");
    let row = |first: &str, cells: Vec<String>| format!("{},{}", cell(first), cells.join(","));
    let mut lines =
        vec![String::new(), "```chart".to_owned(), format!("type: {kind}"), String::new()];
    lines.push(row("", series.iter().map(|(name, _)| cell(name)).collect()));
    for (at, name) in names.iter().enumerate() {
        lines.push(row(name, series.iter().map(|(_, data)| data[at].to_owned()).collect()));
    }
    lines.extend(["```".to_owned(), String::new()]);
    lines
}
