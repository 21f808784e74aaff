//! `theme.toml`: the name of the theme, what it extends, and the tokens that it sets.

use toml::de::DeValue;

use super::layer::Layer;
use super::tokens::{Origin, Tokens};
use super::{MANIFEST, bundled};
use crate::diag::{Diagnostic, Diagnostics, FileId, Span, nearest};
use crate::tables::{self, Entry};

/// The keys that a `theme.toml` can have.
pub(super) const KEYS: [&str; 4] = ["name", "summary", "extends", "tokens"];

/// A `theme.toml`.
#[derive(Default)]
pub(super) struct Manifest {
    /// Its summary, in a line.
    pub(super) summary: String,
    /// The bundled theme that the theme builds on; `None`: the default.
    pub(super) extends: Option<String>,
    /// The tokens as they are written, each with its place, in the order of the file.
    pub(super) tokens: Vec<(String, toml::Value, Span)>,
}

impl Manifest {
    /// Reads the `theme.toml` of a theme.
    pub(super) fn parse(found: &Layer, errors: &mut Diagnostics) -> Self {
        let text = found.files.get(MANIFEST).map_or("", String::as_str);
        // Bundled themes have no mistakes to point at.
        let file = found.own.get(MANIFEST).map_or(Span::DETACHED.file, |own| own.file);
        let mut reader = Reader { file, errors, manifest: Self::default() };
        match tables::parse(text, file) {
            Ok(table) => {
                tables::entries(&table, file).iter().for_each(|entry| reader.entry(entry));
            }
            Err(error) => reader.errors.push(error),
        }
        reader.manifest
    }

    /// Sets the tokens that the theme sets.
    pub(super) fn set_tokens(&self, tokens: &mut Tokens, errors: &mut Diagnostics) {
        for (name, value, span) in &self.tokens {
            if let Err((message, hint)) = tokens.set_raw(name, value, Origin::Theme) {
                errors.push(Diagnostic::error(*span, message).maybe_hint(hint));
            }
        }
    }
}

/// What was read so far, and the errors.
struct Reader<'a> {
    file: FileId,
    errors: &'a mut Diagnostics,
    manifest: Manifest,
}

impl Reader<'_> {
    fn entry(&mut self, entry: &Entry) {
        match (entry.name, entry.value) {
            ("name", DeValue::String(_)) => {}
            ("summary", DeValue::String(text)) => self.manifest.summary = text.to_string(),
            ("tokens", DeValue::Table(table)) => {
                let tokens = tables::entries(table, self.file);
                let tokens = tokens.iter().map(|token| {
                    (token.name.to_owned(), tables::plain(token.value), token.name_span)
                });
                self.manifest.tokens = tokens.collect();
            }
            ("extends", DeValue::String(theme)) if bundled().any(|name| name == theme) => {
                self.manifest.extends = Some(theme.to_string());
            }
            ("extends", value) => self.no_parent(value, entry.span),
            (key, value) if KEYS.contains(&key) => {
                let expected = if key == "tokens" { "a table" } else { "text" };
                let message = format!("`{key}` expects {expected}, found {}", tables::kind(value));
                self.errors.push(Diagnostic::error(entry.span, message));
            }
            (key, _) => {
                let hint = nearest(key, KEYS)
                    .unwrap_or_else(|| "tokens stand below a line `[tokens]`".to_owned());
                let error = Diagnostic::error(entry.name_span, format!("unknown key `{key}`"));
                self.errors.push(error.hint(hint));
            }
        }
    }

    fn no_parent(&mut self, value: &DeValue, span: Span) {
        let known: Vec<&str> = bundled().collect();
        let hint = value.as_str().and_then(|theme| nearest(theme, known.clone()));
        let expected = format!("expected a bundled theme: `{}`", known.join("`, `"));
        let found = value.as_str().map_or_else(|| tables::kind(value).into(), |t| format!("`{t}`"));
        let message = format!("`extends` is {found}, {expected}");
        self.errors.push(Diagnostic::error(span, message).maybe_hint(hint));
    }
}
