//! TOML whose keys and values know their places. Every settings file is read through it, so that
//! faults are reported at their places.

use toml::de::{DeTable, DeValue};

use crate::diag::{Diagnostic, FileId, Span};

/// A key with its value.
pub(crate) struct Entry<'a> {
    /// The key.
    pub(crate) name: &'a str,
    /// The place of the key.
    pub(crate) name_span: Span,
    /// The value.
    pub(crate) value: &'a DeValue<'a>,
    /// The place of the value.
    pub(crate) span: Span,
}

/// Parses a file.
///
/// # Errors
/// Where it stops being TOML, and why.
pub(crate) fn parse(text: &str, file: FileId) -> Result<DeTable<'_>, Diagnostic> {
    DeTable::parse(text).map(toml::Spanned::into_inner).map_err(|error| {
        let span = error.span().map(|range| Span::new(file, range)).unwrap_or_default();
        // Some messages of the parser have several lines.
        let message = error.message().lines().next().unwrap_or_default();
        Diagnostic::error(span, format!("not TOML: {message}"))
    })
}

/// The entries of a table in the order of the file.
pub(crate) fn entries<'a>(table: &'a DeTable<'a>, file: FileId) -> Vec<Entry<'a>> {
    let entry = |(key, value): (&'a toml::Spanned<_>, &'a toml::Spanned<DeValue<'a>>)| {
        let name: &std::borrow::Cow<'a, str> = key.get_ref();
        Entry {
            name: name.as_ref(),
            name_span: Span::new(file, key.span()),
            value: value.get_ref(),
            span: Span::new(file, value.span()),
        }
    };
    let mut entries: Vec<Entry> = table.iter().map(entry).collect();
    entries.sort_by_key(|entry| entry.name_span.start);
    entries
}

/// A value without places.
pub(crate) fn plain(value: &DeValue) -> toml::Value {
    match value {
        DeValue::String(text) => toml::Value::String(text.to_string()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or_else(|_| toml::Value::String(number.to_string()), toml::Value::Integer),
        DeValue::Float(number) => number
            .as_str()
            .parse()
            .map_or_else(|_| toml::Value::String(number.to_string()), toml::Value::Float),
        DeValue::Boolean(value) => toml::Value::Boolean(*value),
        DeValue::Datetime(date) => toml::Value::Datetime(*date),
        DeValue::Array(items) => {
            toml::Value::Array(items.iter().map(|item| plain(item.get_ref())).collect())
        }
        DeValue::Table(table) => {
            let pairs = table.iter();
            let pairs =
                pairs.map(|(key, value)| (key.get_ref().to_string(), plain(value.get_ref())));
            toml::Value::Table(pairs.collect())
        }
    }
}

/// The kind of a value for messages: "a list".
pub(crate) fn kind(value: &DeValue) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "a yes or no",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
