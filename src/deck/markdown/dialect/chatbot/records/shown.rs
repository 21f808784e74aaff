//! What a value of JSON shows: a text is a paragraph, a list its items, an object its labels with what
//! stands below them, or a table.

use super::super::conventions::Meaning;
use super::super::labels::colon;
use super::json::{Fields, Value};
use super::meaning;
use super::objects::title;

/// Writes a value at a depth of lists.
pub(super) fn value(value: &Value, depth: usize, out: &mut Vec<String>) {
    match value {
        Value::Text(text) if !is_kind(text) => {
            out.extend([String::new(), text.clone(), String::new()]);
        }
        Value::List(list) => match table(list.first().and_then(row), list.get(1..)) {
            Some(table) => out.extend(table),
            None => list.iter().enumerate().for_each(|(at, one)| entry(one, at, depth, out)),
        },
        Value::Object(fields) => object(fields, depth, out),
        _ => {}
    }
}

/// Writes a list of texts as steps.
pub(super) fn steps(steps: &Value, out: &mut Vec<String>) {
    let texts = steps.as_list().map(|list| list.iter().map(Value::as_text));
    match texts.and_then(|texts| texts.collect::<Option<Vec<&str>>>()) {
        Some(texts) => out.extend((1..).zip(texts).map(|(at, text)| format!("{at}. {text}"))),
        None => value(steps, 0, out),
    }
}

/// A listing.
pub(super) fn listing(code: &str) -> [String; 5] {
    let mark = if code.contains("```") { "````" } else { "```" };
    let [open, close] = [mark.to_owned(), mark.to_owned()];
    [String::new(), open, code.trim_end().to_owned(), close, String::new()]
}

/// `"type": "bullets"` names a kind.
pub(super) fn is_kind(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_lowercase() || b"_-".contains(&b))
}

/// An entry of a list, which stands behind so many others.
fn entry(one: &Value, at: usize, depth: usize, out: &mut Vec<String>) {
    let blanks = "  ".repeat(depth);
    match one {
        Value::Text(text) | Value::Number(text) => {
            out.push(format!("{blanks}- {}", text.replace('\n', " ")));
        }
        Value::Object(fields) => labelled(fields, at, depth, out),
        Value::List(_) => value(one, depth + 1, out),
        Value::Other => {}
    }
}

/// An object in a list: its first text is the label of the others. What only counts the objects is none.
fn labelled(fields: &Fields, at: usize, depth: usize, out: &mut Vec<String>) {
    let blanks = "  ".repeat(depth);
    let first = || fields.iter().find_map(|(_, value)| value.as_text());
    let label = title(fields).or_else(first).unwrap_or_default();
    let others = || fields.iter().map(|(_, value)| value);
    let others = || others().filter(|value| value.as_text() != Some(label));
    let counts = |value: &Value| *value == Value::Number((at + 1).to_string());
    let said = others().filter(|value| !counts(value) && **value != Value::Other);
    let text: Vec<&str> = said.filter_map(Value::as_cell).collect();
    out.push(match text.is_empty() {
        true => format!("{blanks}- {label}"),
        // A question has its mark.
        false if label.ends_with(['?', '？']) => {
            format!("{blanks}- **{label}** {}", text.join(" "))
        }
        false => format!("{blanks}- **{label}**{}{}", colon(label, ""), text.join(" ")),
    });
    others().filter(|one| one.as_list().is_some()).for_each(|one| value(one, depth + 1, out));
}

/// An object: a table, heads with a list each, or labels with a text.
fn object(fields: &Fields, depth: usize, out: &mut Vec<String>) {
    if let Some(chart) = super::charts::chart(fields) {
        return out.extend(chart);
    }
    let head = fields.iter().find_map(|(_, value)| row(value));
    let rows = fields.iter().filter_map(|(_, value)| value.as_list());
    let rows = rows.max_by_key(|list| list.iter().filter(|one| one.as_list().is_some()).count());
    if let Some(table) = table(head, rows) {
        return out.extend(table);
    }
    for (name, one) in fields {
        match (meaning(name), one) {
            (Some(Meaning::Body), _) => value(one, depth, out),
            (_, Value::Text(text) | Value::Number(text)) if !is_kind(text) => {
                let (blanks, name) = ("  ".repeat(depth), words(name));
                out.push(format!("{blanks}- **{name}**{}{text}", colon(&name, "")));
            }
            (_, Value::List(_) | Value::Object(_)) if depth == 0 => {
                out.extend([String::new(), format!("### {}", words(name)), String::new()]);
                value(one, depth, out);
            }
            (_, Value::List(_) | Value::Object(_)) => {
                out.push(format!("{}- {}", "  ".repeat(depth), words(name)));
                value(one, depth + 1, out);
            }
            _ => {}
        }
    }
}

/// The name of a field as words.
fn words(name: &str) -> String {
    let words = name.replace('_', " ");
    let mut letters = words.chars();
    let first = letters.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// The cells of a list of single things.
fn row(value: &Value) -> Option<Vec<&str>> {
    let cells: Vec<&str> = value.as_list()?.iter().map(Value::as_cell).collect::<Option<_>>()?;
    (cells.len() > 1).then_some(cells)
}

/// Whether a list is the rows of a table.
pub(super) fn is_table(value: &Value) -> bool {
    let Some([head, rows @ ..]) = value.as_list() else { return false };
    table(row(head), Some(rows)).is_some()
}

/// A table of a head and rows that are as long.
fn table(head: Option<Vec<&str>>, rows: Option<&[Value]>) -> Option<Vec<String>> {
    let (head, rows) = (head?, rows?);
    let cells: Vec<Vec<&str>> = rows.iter().map(row).collect::<Option<_>>()?;
    if cells.is_empty() || !cells.iter().all(|row| row.len() == head.len()) {
        return None;
    }
    let cell = |text: &&str| text.replace('|', "\\|").replace('\n', " ");
    let line =
        |cells: &[&str]| format!("| {} |", cells.iter().map(cell).collect::<Vec<_>>().join(" | "));
    let rule = format!("|{}", "---|".repeat(head.len()));
    let rows = cells.iter().map(|row| line(row));
    Some([String::new(), line(&head), rule].into_iter().chain(rows).collect())
}
