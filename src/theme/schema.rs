//! The JSON Schema of a `theme.toml`, for editors that complete and check TOML.

use serde_json::{Map, Value as Json, json};

use super::{Tokens, Value, bundled, meanings};

/// The schema of a `theme.toml`, indented, with a newline at the end.
pub(crate) fn theme() -> String {
    let names: Vec<&str> = bundled().collect();
    text(&json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Theme",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "name": { "type": "string", "description": "What the theme is called." },
            "summary": { "type": "string", "description": "What it is, in a line." },
            "extends": {
                "enum": names,
                "description": "The bundled theme whose tokens and templates it builds on.",
            },
            "tokens": {
                "type": "object",
                "additionalProperties": false,
                "properties": tokens(),
            },
        },
    }))
}

/// The schema of each token.
pub(crate) fn tokens() -> Map<String, Json> {
    let meanings = meanings();
    let tokens = Tokens::declared();
    let schema = |token: &super::Token| {
        let mut schema = of_kind(&token.value);
        if let Some(object) = schema.as_object_mut() {
            let meaning = meanings.get(&token.name).cloned().unwrap_or_default();
            object.insert("description".to_owned(), Json::String(meaning));
        }
        (token.name.clone(), schema)
    };
    tokens.iter().map(schema).collect()
}

/// A schema as text, indented, with a newline at the end.
pub(crate) fn text(schema: &Json) -> String {
    serde_json::to_string_pretty(schema).unwrap_or_default() + "\n"
}

/// The schema of a value of the same kind.
fn of_kind(value: &Value) -> Json {
    let length = json!({ "type": ["string", "number"], "pattern": "^[0-9.]+(pt)?$" });
    match value {
        Value::Colour(_) => json!({ "type": "string" }),
        Value::Length(_) => length,
        Value::Number(_) => json!({ "type": "number", "minimum": 0 }),
        Value::Bool(_) => json!({ "type": "boolean" }),
        Value::Text(_) | Value::Picture(_) => json!({ "type": "string" }),
        Value::Choice(_, all) => json!({ "enum": all }),
        Value::Selection(_, all) => {
            json!({ "type": ["array", "string"], "items": { "enum": all } })
        }
        Value::List(_) => {
            json!({ "type": ["array", "string"], "items": { "type": "string" } })
        }
        Value::Scale(_) => json!({ "type": ["array", "string"], "items": length }),
    }
}
