//! What can be set for a deck, and how it is read: front matter, `llmslides.toml`, `--set`, the
//! schemas and the documents all ask the one table that [`keys!`] makes, in `meta`.

pub(crate) mod kinds;
mod reader;

use serde_json::{Map, Value as Json};

use super::Meta;
use super::value::{Node, Value};
use crate::diag::{Diagnostics, Span};
pub(crate) use kinds::Kind;
pub(crate) use reader::Reader;

/// Something that can be set for a deck.
pub(crate) struct Key {
    /// Its name in the front matter, for `--set` and in `deck.json`.
    pub(crate) name: &'static str,
    /// What it means, line by line.
    pub(crate) help: &'static [&'static str],
    /// A value, as the documents show it.
    pub(crate) example: &'static str,
    /// Other names that mean the same.
    pub(crate) aliases: &'static [&'static str],
    /// What it is called by those who expect it in Chinese.
    pub(crate) chinese: &'static [&'static str],
    /// The table of `llmslides.toml` that it can stand in, and its name there.
    pub(crate) project: Option<(&'static str, &'static str)>,
    /// What a value has to be.
    pub(crate) schema: fn() -> Json,
    /// Whether it can be set outside of a file.
    pub(crate) settable: bool,
    /// Whether its value has lines of its own: `notes.rate` is a line of `notes`.
    pub(crate) has_lines: bool,
    /// Reads a value.
    pub(crate) take: fn(&mut Reader, &Node),
    /// Takes what a project sets and the deck does not; whether it did.
    pub(crate) inherit: fn(&mut Meta, &Meta) -> bool,
}

/// Declares [`Meta`] and the table of its keys. An entry has what the key means, its name and its
/// [`Kind`], and in braces the rest of [`Key`] where there is anything to say. What stands below
/// `unsaved` tells how the deck is read, and is no part of it.
macro_rules! keys {
    (@key $name:ident $kind:ident [$($help:literal)+] $($option:ident $given:expr)*) => {
        #[allow(clippy::needless_update, reason = "an entry may have everything")]
        Key {
            $($option: $given,)*
            ..Key {
                name: stringify!($name),
                help: &[$($help),+],
                example: "",
                aliases: &[],
                chinese: &[],
                project: None,
                schema: <kinds::$kind as Kind>::schema,
                settable: <kinds::$kind as Kind>::SETTABLE,
                has_lines: <kinds::$kind as Kind>::HAS_LINES,
                take: |reader, node| {
                    let value = <kinds::$kind as Kind>::read(reader, stringify!($name), node);
                    reader.meta.$name = value;
                },
                inherit: |meta, project| {
                    let takes = is_unset(&meta.$name) && !is_unset(&project.$name);
                    if takes {
                        meta.$name.clone_from(&project.$name);
                    }
                    takes
                },
            }
        }
    };
    (
        $($(#[doc = $help:literal])+ $name:ident: $kind:ident {
            $($option:ident: $given:expr),* $(,)?
        })+
        unsaved
        $($(#[doc = $unsaved_help:literal])+ $unsaved:ident: $unsaved_kind:ident {
            $($unsaved_option:ident: $unsaved_given:expr),* $(,)?
        })+
    ) => {
        /// Settings of a deck. Every one is optional.
        #[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields, default)]
        pub(crate) struct Meta {
            $(
                $(#[doc = $help])+
                #[serde(skip_serializing_if = "is_unset")]
                pub $name: <kinds::$kind as Kind>::Value,
            )+
            $(
                $(#[doc = $unsaved_help])+
                #[serde(skip)]
                pub $unsaved: <kinds::$unsaved_kind as Kind>::Value,
            )+
            /// Where the values stand in the author's file, by key; a token's key is `tokens.NAME`, a
            /// level's `check.CODE` and its code's `check.CODE.name`.
            #[serde(skip)]
            pub spans: BTreeMap<String, Span>,
        }

        /// Every key, in the order in which they are written.
        pub(crate) static KEYS: &[Key] = &[
            $(keys!(@key $name $kind [$($help)+] $($option $given)*),)+
            $(keys!(
                @key $unsaved $unsaved_kind [$($unsaved_help)+] $($unsaved_option $unsaved_given)*
            ),)+
        ];
    };
}
pub(super) use keys;

/// Whether a value is the one that is there when nobody sets it.
pub(super) fn is_unset<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl Key {
    /// The key with a name, which may be an alias.
    pub(crate) fn named(name: &str) -> Option<&'static Key> {
        super::meta::KEYS.iter().find(|key| key.name == name || key.aliases.contains(&name))
    }

    /// The key with a name in Chinese.
    pub(crate) fn in_chinese(name: &str) -> Option<&'static Key> {
        super::meta::KEYS.iter().find(|key| key.chinese.contains(&name))
    }

    /// The names of all keys.
    pub(crate) fn names() -> impl Iterator<Item = &'static str> {
        super::meta::KEYS.iter().map(|key| key.name)
    }

    /// The keys that can stand in a table of `llmslides.toml`, each with its name there.
    pub(crate) fn in_project(table: &str) -> impl Iterator<Item = (&'static str, &'static Key)> {
        super::meta::KEYS.iter().filter_map(move |key| {
            key.project.filter(|(of, _)| *of == table).map(|(_, name)| (name, key))
        })
    }

    /// What it means, in a line.
    pub(crate) fn meaning(&self) -> String {
        self.help.concat().trim().to_owned()
    }

    /// The JSON Schema of its value, with what it means.
    pub(crate) fn described(&self) -> Json {
        let mut schema = (self.schema)();
        schema["description"] = self.meaning().into();
        schema
    }
}

/// Takes a value that a file has for a key, or for a line of one, as in `notes.rate`; false if there
/// is no such key.
pub(crate) fn take(reader: &mut Reader, name: &str, node: &Node) -> bool {
    let Some(key) = Key::named(name) else {
        let Some((head, line)) = name.split_once('.') else { return false };
        let line = Node { range: node.range.clone(), value: Value::Text(line.to_owned()) };
        let lines = Value::Map(vec![(line, node.clone())]);
        let has_lines = Key::named(head).is_some_and(|key| key.has_lines);
        return has_lines && take(reader, head, &Node { range: node.range.clone(), value: lines });
    };
    let span = reader.span(node);
    reader.meta.spans.insert(key.name.to_owned(), span);
    (key.take)(reader, node);
    true
}

/// Sets a key as if it stood in the front matter. False if there is no such key.
///
/// # Errors
/// Why the value is not of the key's kind.
pub(crate) fn set(meta: &mut Meta, name: &str, value: Value) -> Result<bool, String> {
    let head = name.split_once('.').map_or(name, |(head, _)| head);
    if Key::named(head).is_some_and(|key| !key.settable) {
        return Err(format!("`{head}` can only stand in the front matter"));
    }
    let mut findings = Diagnostics::default();
    let mut reader = Reader::new(Span::DETACHED.file, 0, &mut findings);
    reader.meta = std::mem::take(meta);
    let is_key = take(&mut reader, name, &Node { range: 0..0, value });
    *meta = reader.meta;
    meta.spans.retain(|_, span| *span != Span::DETACHED);
    match findings.0.into_iter().next() {
        Some(error) => Err(error.message),
        None => Ok(is_key),
    }
}

/// The JSON Schemas of the keys that can stand in a table of `llmslides.toml`.
pub(crate) fn schemas(table: &str) -> Map<String, Json> {
    Key::in_project(table).map(|(name, key)| (name.to_owned(), key.described())).collect()
}

/// The keys as a table of Markdown, for the documents.
pub(crate) fn document() -> String {
    let mut out = "| Key | | For example | In `llmslides.toml` |\n|---|---|---|---|\n".to_owned();
    for key in super::meta::KEYS {
        let place = key.project.map(|(table, name)| match name {
            name if name == key.name => format!("`[{table}]`"),
            name => format!("`[{table}]`, as `{name}`"),
        });
        let (name, meaning, example) = (key.name, key.meaning(), key.example);
        let place = place.unwrap_or_default();
        out += &format!("| `{name}` | {meaning} | `{example}` | {place} |\n");
    }
    out
}
