//! `llmslides.toml`, the settings of a project → [`Config`]. Each table has a function of its own;
//! whatever is wrong is said at its own place in the file.

use serde_json::json;
use toml::de::{DeTable, DeValue};

use crate::check::Levels;
use crate::deck::meta::Fit;
use crate::deck::{Meta, markdown};
use crate::diag::{Diagnostic, Diagnostics, FileId, Level, Span, nearest};
use crate::tables::{self, Entry};
use crate::theme::{Given, Setting};

/// Name of the file, beside the deck.
pub(crate) const FILE: &str = "llmslides.toml";

/// The tables that it can have, each with an example of what stands in it.
const TABLES: [(&str, &str); 3] = [
    ("deck", "what the front matter of a deck says, such as `author`"),
    ("theme", "`name` and the tokens of the theme"),
    ("check", "a level for each finding"),
];

/// Keys of the front matter that make sense for every deck of a project.
pub(crate) const DECK_KEYS: [&str; 7] =
    ["author", "lang", "date", "duration", "agenda", "fit", "incremental"];

/// The settings of a project.
#[derive(Debug, Default, Clone)]
pub(crate) struct Config {
    /// `[check]`: what findings come to.
    pub(crate) levels: Levels,
    /// `[deck]`, and `name` and `footer` of `[theme]`: what decks say that do not say otherwise.
    pub(crate) meta: Meta,
    /// `[theme]`: the tokens.
    pub(crate) tokens: Vec<Setting>,
}

/// Reads the settings.
///
/// # Errors
/// What is no TOML, and every table, key and value that means nothing.
pub(crate) fn read(text: &str, file: FileId) -> Result<Config, Diagnostics> {
    let table = tables::parse(text, file)?;
    let mut reader = Reader { file, errors: Diagnostics::default(), config: Config::default() };
    for entry in tables::entries(&table, file) {
        match (entry.name, entry.value) {
            ("check", DeValue::Table(table)) => reader.check(table),
            ("deck", DeValue::Table(table)) => reader.deck(table),
            ("theme", DeValue::Table(table)) => reader.theme(table),
            (name, _) if TABLES.iter().any(|(table, _)| *table == name) => reader.no_table(&entry),
            _ => reader.unknown(&entry),
        }
    }
    reader.errors.stop_on_errors().map(|()| reader.config)
}

/// The JSON Schema of the file, indented, with a newline at the end.
pub(crate) fn schema() -> String {
    let mut tokens = crate::theme::schema::tokens();
    let names: Vec<&str> = crate::theme::bundled().collect();
    let name = "A bundled theme, one in `themes/`, or a folder with a theme.toml.";
    tokens.insert(
        "name".into(),
        json!({ "anyOf": [{ "enum": names }, { "type": "string" }], "description": name }),
    );
    let footer = "Shown at the foot of every slide.";
    tokens.insert("footer".into(), json!({ "type": "string", "description": footer }));
    let levels = json!({ "enum": Level::NAMES });
    let level = |code: &'static str| (code.to_owned(), levels.clone());
    let codes: serde_json::Map<_, _> = crate::check::manual::codes().map(level).collect();
    let names = json!({ "type": ["string", "array"], "items": { "type": "string" } });
    let table = |properties: serde_json::Value| json!({ "type": "object", "additionalProperties": false, "properties": properties });
    crate::theme::schema::text(&json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Project",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "deck": table(json!({
                "author": names,
                "lang": { "type": "string" },
                "date": { "type": "string" },
                "duration": { "type": ["number", "string"] },
                "agenda": { "type": "boolean" },
                "fit": { "enum": Fit::NAMES },
                "incremental": { "type": "boolean" },
            })),
            "theme": table(tokens.into()),
            "check": table(codes.into()),
        },
    }))
}

/// What has been read, and what is wrong.
struct Reader {
    file: FileId,
    errors: Diagnostics,
    config: Config,
}

impl Reader {
    fn error(&mut self, span: Span, message: impl Into<String>) {
        self.errors.push(Diagnostic::error(span, message));
    }

    /// `[check]`: a level for each code.
    fn check(&mut self, table: &DeTable) {
        for Entry { name, name_span, value, span } in tables::entries(table, self.file) {
            let error = match value.as_str() {
                Some(level) => self.config.levels.set((name, name_span), (level, span)).err(),
                None => Some(
                    Diagnostic::error(span, format!("`{name}` expects a level"))
                        .hint(format!("for example `{name} = \"deny\"`")),
                ),
            };
            self.errors.0.extend(error);
        }
    }

    /// `[deck]`: keys of the front matter.
    fn deck(&mut self, table: &DeTable) {
        for entry in tables::entries(table, self.file) {
            let Entry { name, name_span, span, .. } = entry;
            if !DECK_KEYS.contains(&name) {
                let known = DECK_KEYS.join("`, `");
                let error = Diagnostic::error(name_span, format!("`[deck]` has no key `{name}`"));
                let near = nearest(name, DECK_KEYS);
                let hint = match markdown::is_key(name) {
                    true => format!("`{name}` stands in the front matter of a deck"),
                    false => format!("the keys are `{known}`"),
                };
                self.errors.push(error.maybe_hint(near).hint(hint));
                continue;
            }
            match (name, entry.value) {
                ("author", DeValue::Array(items)) => {
                    let names = items.iter().map(|item| tables::text(item.get_ref()));
                    match names.collect::<Option<Vec<String>>>() {
                        Some(names) => self.config.meta.author = names,
                        None => self.error(span, "`author` expects names"),
                    }
                }
                _ => self.meta(&entry),
            }
        }
    }

    /// Takes a key of the front matter.
    fn meta(&mut self, entry: &Entry) {
        let Entry { name, span, .. } = *entry;
        let Some(text) = tables::text(entry.value) else {
            let found = tables::kind(entry.value);
            return self.error(span, format!("`{name}` cannot be {found}"));
        };
        match markdown::set(&mut self.config.meta, name, &text) {
            Ok(_) => {
                self.config.meta.spans.insert(name.to_owned(), span);
            }
            Err(why) => self.error(span, why),
        }
    }

    /// `[theme]`: its name, the footer, and tokens. Which tokens there are, the theme knows.
    fn theme(&mut self, table: &DeTable) {
        for entry in tables::entries(table, self.file) {
            let Entry { name, value, span, .. } = entry;
            match (name, value) {
                ("name", DeValue::String(theme)) => {
                    self.config.meta.theme = Some(theme.to_string());
                    self.config.meta.spans.insert("theme".to_owned(), span);
                }
                ("name", value) => {
                    let message = format!("`name` expects text, found {}", tables::kind(value));
                    self.error(span, message);
                }
                ("footer", _) => self.meta(&entry),
                (_, DeValue::Table(_)) => {
                    self.error(span, format!("a token such as `{name}` cannot be a table"));
                }
                (name, value) => {
                    let value = Given::Toml(tables::plain(value));
                    let span = entry.name_span.to(span);
                    self.config.tokens.push(Setting { name: name.to_owned(), value, span });
                }
            }
        }
    }

    fn no_table(&mut self, entry: &Entry) {
        let what = TABLES.iter().find(|(table, _)| *table == entry.name).map_or("", |(_, w)| w);
        self.errors.push(
            Diagnostic::error(entry.span, format!("`{}` expects a table", entry.name))
                .hint(format!("write `[{}]` and below it {what}, a line each", entry.name)),
        );
    }

    fn unknown(&mut self, entry: &Entry) {
        let name = entry.name;
        let finding = crate::check::manual::codes().any(|code| code == name);
        let token = crate::theme::is_token(name);
        let names = TABLES.map(|(table, _)| table);
        let hint = match name {
            _ if finding => "levels of findings stand below a line `[check]`".to_owned(),
            _ if token || name == "footer" => "tokens stand below a line `[theme]`".to_owned(),
            _ if DECK_KEYS.contains(&name) => format!("`{name}` stands below a line `[deck]`"),
            _ => format!("the tables are `[{}]`", names.join("]`, `[")),
        };
        let near = nearest(name, names).filter(|_| hint.starts_with("the tables"));
        let error = Diagnostic::error(entry.name_span, format!("there is no setting `{name}`"));
        self.errors.push(error.maybe_hint(near).hint(hint));
    }
}
