//! `llmslides.toml`, the settings of a project → [`Config`]. Each table has a function of its own;
//! whatever is wrong is said at its own place in the file.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::check::Levels;
use crate::diag::{Diagnostic, Diagnostics, FileId, Span, nearest};

/// Name of the file, beside the deck.
pub(crate) const FILE: &str = "llmslides.toml";

/// The tables that it can have.
const TABLES: [&str; 1] = ["check"];

/// The settings of a project.
#[derive(Debug, Default)]
pub(crate) struct Config {
    /// `[check]`: what findings come to.
    pub(crate) levels: Levels,
}

/// Reads the settings.
///
/// # Errors
/// What is no TOML, and every table, key and value that means nothing.
pub(crate) fn read(text: &str, file: FileId) -> Result<Config, Diagnostics> {
    let table = DeTable::parse(text).map_err(|error| {
        let span = error.span().map(|range| Span::new(file, range)).unwrap_or_default();
        Diagnostic::error(span, format!("not TOML: {}", first_line(error.message())))
    })?;
    let mut reader = Reader { file, errors: Diagnostics::default(), config: Config::default() };
    for (key, value) in table.into_inner() {
        match (key.get_ref().as_ref(), value.get_ref()) {
            ("check", DeValue::Table(table)) => reader.check(table),
            ("check", _) => reader.no_table(&value),
            (name, _) => reader.unknown(name, &key),
        }
    }
    reader.errors.stop_on_errors().map(|()| reader.config)
}

/// What has been read, and what is wrong.
struct Reader {
    file: FileId,
    errors: Diagnostics,
    config: Config,
}

impl Reader {
    fn span<T>(&self, node: &Spanned<T>) -> Span {
        Span::new(self.file, node.span())
    }

    /// `[check]`: a level for each code.
    fn check(&mut self, table: &DeTable) {
        let mut pairs: Vec<_> = table.iter().collect();
        pairs.sort_by_key(|(code, _)| code.span().start);
        for (code, level) in pairs {
            let name = (code.get_ref().as_ref(), self.span(code));
            let place = self.span(level);
            let error = match level.get_ref().as_str() {
                Some(level) => self.config.levels.set(name, (level, place)).err(),
                None => Some(
                    Diagnostic::error(place, format!("`{}` expects a level", name.0))
                        .hint(format!("for example `{} = \"deny\"`", name.0)),
                ),
            };
            self.errors.0.extend(error);
        }
    }

    fn no_table(&mut self, value: &Spanned<DeValue>) {
        let span = self.span(value);
        self.errors.push(
            Diagnostic::error(span, "`check` expects a table")
                .hint("write `[check]` and below it a line for each finding"),
        );
    }

    fn unknown<T>(&mut self, name: &str, key: &Spanned<T>) {
        let known = crate::check::manual::codes().any(|code| code == name);
        let message = format!("there is no setting `{name}`");
        let hint = if known {
            "levels of findings stand below a line `[check]`".to_owned()
        } else {
            format!("the tables are `[{}]`", TABLES.join("]`, `["))
        };
        let near = nearest(name, TABLES).filter(|_| !known);
        self.errors.push(Diagnostic::error(self.span(key), message).maybe_hint(near).hint(hint));
    }
}

/// Messages of the parser have several lines at times.
fn first_line(message: &str) -> &str {
    message.lines().next().unwrap_or(message)
}
