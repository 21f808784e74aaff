//! [`Meta`] → front matter.

use serde_json::Value;

use crate::deck::Meta;
use crate::deck::meta::KEYS;

/// The front matter with its rulers, or nothing if it would be empty.
pub(super) fn write(meta: &Meta) -> String {
    let values = serde_json::to_value(meta).unwrap_or_default();
    let lines = KEYS.iter().filter_map(|key| Some(line(key.name, values.get(key.name)?)));
    format!("---\n{}---\n", lines.collect::<String>())
}

/// A key with its value, and the lines that belong to it.
fn line(name: &str, value: &Value) -> String {
    match value {
        Value::Object(pairs) => {
            let lines = pairs.iter().map(|(name, value)| format!("  {}", line(name, value)));
            format!("{name}:\n{}", lines.collect::<String>())
        }
        Value::Array(items) if items.len() != 1 => {
            let items: Vec<String> = items.iter().map(written).collect();
            format!("{name}: [{}]\n", items.join(", "))
        }
        Value::Array(items) => line(name, &items[0]),
        value => format!("{name}: {}\n", written(value)),
    }
}

/// A single value.
fn written(value: &Value) -> String {
    match value {
        Value::String(text) => scalar(text),
        Value::Number(number) => number.as_f64().unwrap_or_default().to_string(),
        other => other.to_string(),
    }
}

/// A text as YAML reads it back.
fn scalar(text: &str) -> String {
    let first = text.chars().next();
    let special = first.is_none_or(|c| {
        "-?:,[]{}#&*!|>'\"%@` ".contains(c) || c.is_ascii_digit() || c == '.' || c == '+'
    }) || text.contains(": ")
        || text.contains(" #")
        || text.ends_with([':', ' '])
        || text.contains(|c: char| c.is_control() || c == ',')
        || matches!(
            text.to_lowercase().as_str(),
            "true" | "false" | "yes" | "no" | "on" | "off" | "null" | "~"
        );
    if !special {
        return text.to_owned();
    }
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    let escaped: String = escaped.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("\"{escaped}\"")
}
