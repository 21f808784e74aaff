//! `llmslides.toml`, the settings of a project → [`Config`]. Each table has its own function, and
//! every fault is reported at its place in the file.

use std::borrow::Cow;
use std::ops::Range;

use serde_json::json;
use toml::de::{DeTable, DeValue};

use crate::check::Levels;
use crate::deck::Meta;
use crate::deck::keys::{self, Key, Reader};
use crate::deck::value::{Node, Value};
use crate::diag::{Diagnostic, Diagnostics, FileId, Level, Span, nearest};
use crate::tables::{self, Entry};
use crate::theme::{Given, Setting};

/// Name of the file, beside the deck.
pub(crate) const FILE: &str = "llmslides.toml";

/// The tables it can have, each with an example line.
const TABLES: [(&str, &str); 3] = [
    ("deck", "what the front matter of a deck says, such as `author`"),
    ("theme", "`name` and the tokens of the theme"),
    ("check", "a level for each finding"),
];

/// The settings of a project.
#[derive(Debug, Default, Clone)]
pub(crate) struct Config {
    /// `[check]`: the levels of findings.
    pub(crate) levels: Levels,
    /// `[deck]`, and `name` and `footer` of `[theme]`: defaults for decks.
    pub(crate) meta: Meta,
    /// `[theme]`: the tokens.
    pub(crate) tokens: Vec<Setting>,
}

/// Reads the settings. Unknown entries are ignored, with a finding.
///
/// # Errors
/// If it is not TOML.
pub(crate) fn read(
    text: &str,
    file: FileId,
    findings: &mut Diagnostics,
) -> Result<Config, Diagnostic> {
    let table = tables::parse(text, file)?;
    let mut levels = Levels::default();
    let mut tokens = Vec::new();
    let mut reader = Reader::new(file, 0, findings);
    for entry in tables::entries(&table, file) {
        match (entry.name, entry.value) {
            ("check", DeValue::Table(table)) => check(&mut reader, table, file, &mut levels),
            ("deck", DeValue::Table(table)) => deck(&mut reader, table, file),
            ("theme", DeValue::Table(table)) => tokens = theme(&mut reader, table, file),
            (name, _) if TABLES.iter().any(|(table, _)| *table == name) => {
                reader.findings.push(no_table(&entry));
            }
            _ => reader.findings.push(unknown(&entry)),
        }
    }
    Ok(Config { levels, meta: reader.meta, tokens })
}

/// The JSON Schema of the file, indented, with a newline at the end.
pub(crate) fn schema() -> String {
    let mut tokens = crate::theme::schema::tokens();
    tokens.extend(keys::schemas("theme"));
    let levels = json!({ "enum": Level::NAMES });
    let level = |code: &'static str| (code.to_owned(), levels.clone());
    let codes: serde_json::Map<_, _> = crate::check::manual::codes().map(level).collect();
    let table = |properties: serde_json::Map<String, serde_json::Value>| json!({ "type": "object", "additionalProperties": false, "properties": properties });
    crate::theme::schema::text(&json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Project",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "deck": table(keys::schemas("deck")),
            "theme": table(tokens),
            "check": table(codes),
        },
    }))
}

/// `[check]`: a level for each code.
fn check(reader: &mut Reader, table: &DeTable, file: FileId, levels: &mut Levels) {
    for Entry { name, name_span, value, span } in tables::entries(table, file) {
        let finding = match value.as_str() {
            Some(level) => levels.set((name, name_span), (level, span)).err(),
            None => Some(
                ignored(span, format!("`{name}` expects a level"))
                    .hint(format!("for example `{name} = \"deny\"`")),
            ),
        };
        reader.findings.0.extend(finding);
    }
}

/// `[deck]`: keys of the front matter.
fn deck(reader: &mut Reader, table: &DeTable, file: FileId) {
    let known = || Key::in_project("deck").map(|(name, _)| name);
    for entry in tables::entries(table, file) {
        let Entry { name, name_span, .. } = entry;
        if known().any(|key| key == name) {
            keys::take(reader, name, &node(entry.value, entry.span.range()));
            continue;
        }
        let message = format!("`[deck]` has no key `{name}`");
        let finding = Diagnostic::warning("unknown-key", name_span, message);
        reader.findings.push(match elsewhere(name) {
            Some(place) => finding.hint(place),
            None => {
                let all = known().collect::<Vec<_>>().join("`, `");
                let near = nearest(name, known().chain(Key::names()));
                finding.maybe_hint(near).hint(format!("the keys are `{all}`"))
            }
        });
    }
}

/// A hint on where a key belongs that is not one of `[deck]`.
fn elsewhere(name: &str) -> Option<String> {
    match Key::named(name).map(|key| key.project) {
        Some(Some(("theme", own))) if own == name => {
            Some(format!("`{name}` stands below `[theme]`"))
        }
        Some(Some((table, own))) => Some(format!("`[{table}]` has it, as `{own}`")),
        Some(None) => Some(format!("`{name}` stands in the front matter of a deck")),
        None if crate::theme::is_token(name) => Some(format!("`{name}` stands below `[theme]`")),
        None => None,
    }
}

/// `[theme]`: its name, the footer, and tokens, which are checked by the theme.
fn theme(reader: &mut Reader, table: &DeTable, file: FileId) -> Vec<Setting> {
    let mut tokens = Vec::new();
    for entry in tables::entries(table, file) {
        let Entry { name, name_span, value, span } = entry;
        if let Some((_, key)) = Key::in_project("theme").find(|(known, _)| *known == name) {
            keys::take(reader, key.name, &node(entry.value, entry.span.range()));
        } else if matches!(value, DeValue::Table(_)) {
            let message = format!("a token such as `{name}` cannot be a table");
            reader.findings.push(ignored(span, message));
        } else {
            let (name, value) = (name.to_owned(), Given::Toml(tables::plain(value)));
            tokens.push(Setting { name, value, span: name_span.to(span) });
        }
    }
    tokens
}

/// The finding about a value of the wrong kind.
fn ignored(span: Span, message: String) -> Diagnostic {
    Diagnostic::warning("ignored-value", span, message)
}

/// A value in the form common to all settings files. Dates become text.
fn node(value: &DeValue, range: Range<usize>) -> Node {
    let value = match value {
        DeValue::Boolean(value) => Value::Bool(*value),
        DeValue::Array(items) => {
            Value::List(items.iter().map(|item| node(item.get_ref(), item.span())).collect())
        }
        DeValue::Table(table) => {
            let text = |key: &toml::Spanned<_>| {
                let name: &Cow<str> = key.get_ref();
                Node { range: key.span(), value: Value::Text(name.to_string()) }
            };
            let pairs = table.iter();
            Value::Map(
                pairs
                    .map(|(key, value)| (text(key), node(value.get_ref(), value.span())))
                    .collect(),
            )
        }
        DeValue::String(text) => Value::Text(text.to_string()),
        other => match tables::plain(other) {
            toml::Value::Integer(number) => Value::Number(number as f64, number.to_string()),
            toml::Value::Float(number) => Value::Number(number, number.to_string()),
            other => Value::Text(other.to_string()),
        },
    };
    Node { range, value }
}

/// The finding about something that should be a table.
fn no_table(entry: &Entry) -> Diagnostic {
    let what = TABLES.iter().find(|(table, _)| *table == entry.name).map_or("", |(_, w)| w);
    ignored(entry.span, format!("`{}` expects a table", entry.name))
        .hint(format!("write `[{}]` and below it {what}, a line each", entry.name))
}

/// The finding about an unknown table; it may be a line of a known one.
fn unknown(entry: &Entry) -> Diagnostic {
    let name = entry.name;
    let names = TABLES.map(|(table, _)| table);
    let table = TABLES.iter().map(|(table, _)| *table).find(|table| has_line(table, name));
    let hint = match table {
        Some(table) => format!("`{name}` stands below a line `[{table}]`"),
        None => format!("the tables are `[{}]`", names.join("]`, `[")),
    };
    let near = nearest(name, names).filter(|_| table.is_none());
    let message = format!("there is no setting `{name}`");
    Diagnostic::warning("unknown-key", entry.name_span, message).maybe_hint(near).hint(hint)
}

/// Whether a table can have a key.
fn has_line(table: &str, name: &str) -> bool {
    Key::in_project(table).any(|(known, _)| known == name)
        || table == "theme" && crate::theme::is_token(name)
        || table == "check" && crate::check::manual::codes().any(|code| code == name)
}
