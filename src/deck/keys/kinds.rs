//! What values of keys are: how each is read, and its JSON Schema.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::Reader;
use crate::contract::Aspect;
use crate::deck::markdown;
use crate::deck::meta::{Fit, LayoutChoice, NotesMeta, Rate, Rehearsed, Split};
use crate::deck::value::{Node, Value};
use crate::diag::Span;

/// What a value has to be.
pub(crate) trait Kind {
    /// As it is kept; the default stands for one that nobody sets.
    type Value;

    /// Whether it can be set outside of a file.
    const SETTABLE: bool = true;

    /// Whether it has lines of its own.
    const HAS_LINES: bool = false;

    /// Reads the value of a key. What it cannot be is a finding.
    fn read(reader: &mut Reader, key: &str, node: &Node) -> Self::Value;

    /// The JSON Schema of what is read.
    fn schema() -> Json;
}

/// Text in one line.
pub(crate) struct Text;

impl Kind for Text {
    type Value = Option<String>;

    fn read(reader: &mut Reader, key: &str, node: &Node) -> Self::Value {
        reader.text(key, node)
    }

    fn schema() -> Json {
        json!({ "type": "string" })
    }
}

/// Text whose Markdown, as Marp has it, means nothing here.
pub(crate) struct Plain;

impl Kind for Plain {
    type Value = Option<String>;

    fn read(reader: &mut Reader, key: &str, node: &Node) -> Self::Value {
        reader.text(key, node).map(|text| markdown::plain(&text))
    }

    fn schema() -> Json {
        Text::schema()
    }
}

/// A name, or a list of names.
pub(crate) struct Names;

impl Kind for Names {
    type Value = Vec<String>;

    fn read(reader: &mut Reader, key: &str, node: &Node) -> Self::Value {
        let mut name = |node: &Node| match field(node, "name") {
            // Quarto has `{name: …, affiliation: …}`.
            Some(name) => reader.text(key, name),
            None if matches!(node.value, Value::Map(_)) => None,
            None => reader.text(key, node),
        };
        match &node.value {
            Value::List(items) => items.iter().filter_map(name).collect(),
            _ => name(node).into_iter().collect(),
        }
    }

    fn schema() -> Json {
        json!({ "type": ["string", "array"], "items": { "type": "string" } })
    }
}

/// The value of a line of a mapping.
fn field<'n>(node: &'n Node, name: &str) -> Option<&'n Node> {
    let Value::Map(pairs) = &node.value else { return None };
    pairs.iter().find(|(key, _)| key.text().as_deref() == Some(name)).map(|(_, value)| value)
}

/// `true` or `false`, be it in quotation marks.
pub(crate) struct Switch;

impl Kind for Switch {
    type Value = Option<bool>;

    fn read(reader: &mut Reader, key: &str, node: &Node) -> Self::Value {
        let switch = node.text().and_then(|text| text.parse().ok());
        if switch.is_none() {
            reader.expected(key, "`true` or `false`", node);
        }
        switch
    }

    fn schema() -> Json {
        json!({ "type": "boolean" })
    }
}

/// Minutes: `45`, `45min`, `45 分钟` or `1h30`.
pub(crate) struct Minutes;

impl Kind for Minutes {
    type Value = Option<f64>;

    fn read(reader: &mut Reader, key: &str, node: &Node) -> Self::Value {
        let minutes = node.text().and_then(|text| minutes(&text));
        if minutes.is_none() {
            reader.expected(key, "minutes such as `45`", node);
        }
        minutes
    }

    fn schema() -> Json {
        json!({ "type": ["number", "string"] })
    }
}

/// Minutes from `45`, `45min`, `45 分钟`, `1h`, `1h30`.
fn minutes(text: &str) -> Option<f64> {
    let text = text.trim().to_lowercase();
    let (hours, rest) = match text.split_once(['h', ':']) {
        Some((hours, rest)) => (hours.trim().parse::<f64>().ok()?, rest),
        None => (0.0, text.as_str()),
    };
    let digits = rest.trim_end_matches(|c: char| !c.is_ascii_digit());
    let unit = rest[digits.len()..].trim();
    let known = matches!(unit, "" | "m" | "min" | "mins" | "minutes" | "分" | "分钟" | "分鐘");
    let minutes = if digits.is_empty() { Some(0.0) } else { digits.trim().parse().ok() };
    let total = hours * 60.0 + minutes.filter(|_| known)?;
    (total > 0.0).then_some(total)
}

/// The name of a theme, or with it the tokens that are set.
pub(crate) struct Theme;

impl Kind for Theme {
    type Value = Option<String>;

    fn read(reader: &mut Reader, key: &str, node: &Node) -> Self::Value {
        if !matches!(node.value, Value::Map(_)) {
            return reader.text(key, node);
        }
        for (name, _, value) in reader.lines(key, "a name", node) {
            if name != "name" {
                token(reader, name, value);
            }
        }
        let name = field(node, "name")?;
        let span = reader.span(name);
        reader.meta.spans.insert(key.to_owned(), span);
        reader.text("theme.name", name)
    }

    fn schema() -> Json {
        let name = json!({ "anyOf": [{ "enum": crate::names::THEMES }, { "type": "string" }] });
        name
    }
}

/// Tokens by name.
pub(crate) struct Tokens;

impl Kind for Tokens {
    type Value = BTreeMap<String, String>;

    const HAS_LINES: bool = true;

    fn read(reader: &mut Reader, key: &str, node: &Node) -> Self::Value {
        for (name, _, value) in reader.lines(key, "lines `name: value`", node) {
            token(reader, name, value);
        }
        std::mem::take(&mut reader.meta.tokens)
    }

    fn schema() -> Json {
        json!({ "type": "object" })
    }
}

/// Takes a token. Fonts and the like are lists, which tokens also take as text.
fn token(reader: &mut Reader, name: String, node: &Node) {
    let list = match &node.value {
        Value::List(items) => items.iter().map(Node::text).collect::<Option<Vec<_>>>(),
        _ => None,
    };
    let text = list.map(|items| items.join(", ")).or_else(|| reader.text(&name, node));
    if let Some(text) = text {
        let span = reader.span(node);
        reader.meta.spans.insert(format!("tokens.{name}"), span);
        reader.meta.tokens.insert(name, text);
    }
}

/// What findings come to, by code. Which there are is not known here.
pub(crate) struct Levels;

impl Kind for Levels {
    type Value = BTreeMap<String, String>;

    const HAS_LINES: bool = true;

    fn read(reader: &mut Reader, key: &str, node: &Node) -> Self::Value {
        for (code, name, value) in reader.lines(key, "lines `code: level`", node) {
            let Some(level) = reader.text(key, value) else { continue };
            let spans = [(format!("check.{code}.name"), name), (format!("check.{code}"), value)];
            let spans = spans.map(|(key, node)| (key, reader.span(node)));
            reader.meta.spans.extend(spans);
            reader.meta.check.insert(code, level);
        }
        std::mem::take(&mut reader.meta.check)
    }

    fn schema() -> Json {
        json!({ "type": "object" })
    }
}

/// How notes are timed.
pub(crate) struct Notes;

impl Kind for Notes {
    type Value = NotesMeta;

    const HAS_LINES: bool = true;

    fn read(reader: &mut Reader, key: &str, node: &Node) -> Self::Value {
        let mut notes = std::mem::take(&mut reader.meta.notes);
        for (name, place, value) in reader.lines(key, "`rate: …`", node) {
            match name.as_str() {
                "rate" if value.text().as_deref() == Some("learnt") => {
                    notes.rate = Some(Rate::As(Rehearsed::Learnt));
                }
                "rate" => notes.rate = reader.number("notes.rate", value).map(Rate::PerMinute),
                _ => reader.ignore(place, "`notes` has only the key `rate`"),
            }
        }
        notes
    }

    fn schema() -> Json {
        json!({ "type": "object" })
    }
}

/// One of a few words.
fn word<T: Copy>(reader: &mut Reader, key: &str, words: &[(&str, T)], node: &Node) -> Option<T> {
    let word = node.text().unwrap_or_default();
    let found = words.iter().find(|(name, _)| *name == word).map(|(_, value)| *value);
    if found.is_none() {
        let names: Vec<String> = words.iter().map(|(name, _)| format!("`{name}`")).collect();
        let (last, others) = names.split_last().expect("there are words");
        reader.expected(key, &format!("{} or {last}", others.join(", ")), node);
    }
    found
}

/// What is done about a slide that is too full.
pub(crate) struct Fits;

impl Kind for Fits {
    type Value = Option<Fit>;

    fn read(reader: &mut Reader, key: &str, node: &Node) -> Self::Value {
        let words = Fit::NAMES.map(|name| (name, Fit::named(name)));
        word(reader, key, &words, node).flatten()
    }

    fn schema() -> Json {
        json!({ "enum": Fit::NAMES })
    }
}

/// The proportions of a page: one of a few words, or a ratio that is one of them.
pub(crate) struct Aspects;

impl Kind for Aspects {
    type Value = Option<Aspect>;

    fn read(reader: &mut Reader, key: &str, node: &Node) -> Self::Value {
        let text = node.text().unwrap_or_default();
        Aspect::of_ratio(&text).or_else(|| word(reader, key, &Aspect::WORDS, node))
    }

    fn schema() -> Json {
        json!({ "enum": Aspect::WORDS.map(|(name, _)| name) })
    }
}

/// How slides are told apart.
pub(crate) struct Splits;

impl Kind for Splits {
    type Value = Option<Split>;

    fn read(reader: &mut Reader, key: &str, node: &Node) -> Self::Value {
        word(reader, key, &Split::WORDS, node).flatten()
    }

    fn schema() -> Json {
        json!({ "enum": Split::WORDS.map(|(name, _)| name) })
    }
}

/// Which slides of an answer get a layout. It is decided before anything else is read.
pub(crate) struct Layouts;

impl Kind for Layouts {
    type Value = Option<LayoutChoice>;

    fn read(reader: &mut Reader, key: &str, node: &Node) -> Self::Value {
        word(reader, key, &LayoutChoice::WORDS, node).flatten()
    }

    fn schema() -> Json {
        json!({ "enum": LayoutChoice::WORDS.map(|(name, _)| name) })
    }
}

/// The path of a file, or a list of them. They are read before anything is set.
pub(crate) struct Files;

impl Kind for Files {
    type Value = Vec<(String, Span)>;

    const SETTABLE: bool = false;

    fn read(reader: &mut Reader, key: &str, node: &Node) -> Self::Value {
        let paths = match &node.value {
            Value::List(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        let mut path = |path| Some((reader.text(key, path)?, reader.span(path)));
        paths.iter().filter_map(&mut path).collect()
    }

    fn schema() -> Json {
        Names::schema()
    }
}
