//! Tokens: the colours, sizes and fonts of a theme, each with its default in `theme.toml`.

use std::fmt::Write;

use crate::diag::{Diagnostic, nearest};

/// The tokens of a theme, in the order of its `theme.toml`.
#[derive(Debug, Clone)]
pub(crate) struct Tokens(Vec<(String, Value)>);

/// The value of a token.
#[derive(Debug, Clone, PartialEq)]
enum Value {
    /// `#rgb` or `#rrggbb`.
    Colour(String),
    /// `28pt`.
    Length(f64),
    /// A number.
    Number(f64),
    /// A switch.
    Bool(bool),
    /// Any other text.
    Text(String),
    /// A list, such as of fonts.
    List(Vec<String>),
}

impl Tokens {
    /// Reads the table `[tokens]` of a `theme.toml`.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub(super) fn parse(manifest: &str) -> Result<Self, String> {
        let table: toml::Table =
            manifest.parse().map_err(|error: toml::de::Error| error.message().to_owned())?;
        let tokens = table.get("tokens").and_then(toml::Value::as_table);
        let tokens = tokens.ok_or("it has no table `[tokens]`")?;
        tokens
            .iter()
            .map(|(name, value)| Ok((name.clone(), Value::from_toml(name, value)?)))
            .collect::<Result<_, String>>()
            .map(Self)
    }

    /// Sets one token from text.
    ///
    /// # Errors
    /// If there is no such token, or the text is not of its kind.
    pub(super) fn set(&mut self, name: &str, text: &str) -> Result<(), Diagnostic> {
        let Some((_, value)) = self.0.iter_mut().find(|(token, _)| token == name) else {
            let names = self.0.iter().map(|(name, _)| name.as_str());
            return Err(Diagnostic::usage(format!("unknown token or setting `{name}`"))
                .maybe_hint(nearest(name, names)));
        };
        *value = value.parse_alike(text).ok_or_else(|| {
            Diagnostic::usage(format!("`{name}` expects {}, found `{text}`", value.kind()))
        })?;
        Ok(())
    }

    /// The Typst file that binds every token.
    pub(super) fn to_typst(&self) -> String {
        let mut out = String::new();
        for (name, value) in &self.0 {
            let _ = writeln!(out, "#let {name} = {}", value.to_typst());
        }
        out
    }
}

impl Value {
    fn from_toml(name: &str, value: &toml::Value) -> Result<Self, String> {
        Ok(match value {
            toml::Value::String(text) => Self::colour(text)
                .or_else(|| Self::length(text))
                .unwrap_or_else(|| Self::Text(text.clone())),
            toml::Value::Integer(number) => Self::Number(*number as f64),
            toml::Value::Float(number) => Self::Number(*number),
            toml::Value::Boolean(value) => Self::Bool(*value),
            toml::Value::Array(items) => {
                let texts = items.iter().map(|item| item.as_str().map(str::to_owned));
                let texts = texts.collect::<Option<_>>();
                Self::List(texts.ok_or(format!("`{name}` is a list of something else than text"))?)
            }
            _ => return Err(format!("`{name}` is neither text, a number, a switch nor a list")),
        })
    }

    fn colour(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        let valid = matches!(digits.len(), 3 | 6) && digits.bytes().all(|b| b.is_ascii_hexdigit());
        valid.then(|| Self::Colour(text.to_lowercase()))
    }

    fn length(text: &str) -> Option<Self> {
        text.strip_suffix("pt")?.trim().parse().ok().map(Self::Length)
    }

    /// Reads text as a value of the same kind.
    fn parse_alike(&self, text: &str) -> Option<Self> {
        match self {
            Self::Colour(_) => Self::colour(text).or_else(|| Self::colour(&format!("#{text}"))),
            Self::Length(_) => Self::length(text).or_else(|| text.parse().ok().map(Self::Length)),
            Self::Number(_) => text.parse().ok().map(Self::Number),
            Self::Bool(_) => text.parse().ok().map(Self::Bool),
            Self::Text(_) => Some(Self::Text(text.to_owned())),
            Self::List(_) => Some(Self::List(text.split(',').map(|s| s.trim().into()).collect())),
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Colour(_) => "a colour such as `#c8102e`",
            Self::Length(_) => "a length such as `28pt`",
            Self::Number(_) => "a number",
            Self::Bool(_) => "`true` or `false`",
            Self::Text(_) => "text",
            Self::List(_) => "names separated by commas",
        }
    }

    fn to_typst(&self) -> String {
        let quoted = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
        match self {
            Self::Colour(hex) => format!("rgb(\"{hex}\")"),
            Self::Length(points) => format!("{points}pt"),
            Self::Number(number) => number.to_string(),
            Self::Bool(value) => value.to_string(),
            Self::Text(text) => quoted(text),
            Self::List(items) => {
                let items: String = items.iter().map(|item| quoted(item) + ", ").collect();
                format!("({items})")
            }
        }
    }
}
