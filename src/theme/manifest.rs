//! `theme.toml`: what the theme is called, what it extends, and the tokens that it sets.

use super::source::Found;
use super::tokens::Tokens;
use super::{Fault, MANIFEST, bundled};
use crate::diag::nearest;

/// The keys that a `theme.toml` can have.
const KEYS: [&str; 4] = ["name", "summary", "extends", "tokens"];

/// A `theme.toml`. Name and summary are for people and are not kept.
#[derive(Default)]
pub(super) struct Manifest {
    /// The bundled theme that the theme builds on; `None`: the default.
    pub(super) extends: Option<String>,
    /// The tokens as they are written.
    pub(super) tokens: toml::Table,
    /// The text, for line numbers.
    text: String,
    /// The file's name in messages.
    name: String,
}

impl Manifest {
    /// Reads the `theme.toml` of a theme. What is wrong with it goes to `fault`.
    pub(super) fn parse(found: &Found, fault: &mut Fault) -> Self {
        let text = found.files.get(MANIFEST).cloned().unwrap_or_default();
        let name = found.own.get(MANIFEST).cloned().unwrap_or_else(|| MANIFEST.to_owned());
        let mut manifest = Self { text, name, ..Self::default() };
        let table = match manifest.text.parse::<toml::Table>() {
            Ok(table) => table,
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start);
                fault(format!("{}: {}", manifest.place(at), error.message()), None);
                return manifest;
            }
        };
        for (key, value) in table {
            match (key.as_str(), value) {
                ("name" | "summary", toml::Value::String(_)) => {}
                ("tokens", toml::Value::Table(tokens)) => manifest.tokens = tokens,
                ("extends", toml::Value::String(theme)) if bundled().any(|name| name == theme) => {
                    manifest.extends = Some(theme);
                }
                ("extends", value) => {
                    let known: Vec<&str> = bundled().collect();
                    let hint = value.as_str().and_then(|theme| nearest(theme, known.clone()));
                    let expected = format!("expected a bundled theme: `{}`", known.join("`, `"));
                    let place = manifest.place_of(&key);
                    fault(format!("{place}: `extends` is {value}, {expected}"), hint);
                }
                (key, value) if KEYS.contains(&key) => {
                    let expected = if key == "tokens" { "a table" } else { "text" };
                    let place = manifest.place_of(key);
                    fault(format!("{place}: `{key}` expects {expected}, found `{value}`"), None);
                }
                (key, _) => {
                    let hint = nearest(key, KEYS)
                        .or_else(|| Some("tokens stand below a line `[tokens]`".to_owned()));
                    fault(format!("{}: unknown key `{key}`", manifest.place_of(key)), hint);
                }
            }
        }
        manifest
    }

    /// Sets the tokens that the theme sets.
    pub(super) fn set_tokens(&self, tokens: &mut Tokens, fault: &mut Fault) {
        for (name, value) in &self.tokens {
            if let Err((message, hint)) = tokens.set_raw(name, value) {
                fault(format!("{}: {message}", self.place_of(name)), hint);
            }
        }
    }

    /// The file and the line of a byte of it.
    fn place(&self, at: usize) -> String {
        let before = &self.text.as_bytes()[..at.min(self.text.len())];
        let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
        format!("`{}`, line {line}", self.name)
    }

    /// The file and the line of a key.
    fn place_of(&self, key: &str) -> String {
        let is_key = |line: &str| {
            let line = line.trim_start_matches([' ', '\t', '[', '"', '\'']);
            line.strip_prefix(key).is_some_and(|rest| {
                rest.trim_start_matches([' ', '"', '\'']).starts_with(['=', ']', '.'])
            })
        };
        let mut at = 0;
        for line in self.text.split_inclusive('\n') {
            if is_key(line) {
                return self.place(at);
            }
            at += line.len();
        }
        format!("`{}`", self.name)
    }
}
