//! A theme: tokens (`theme.toml`) and Typst files, laid over those of `templates/base`.

mod layout;
mod tokens;

use std::collections::BTreeMap;
use std::path::Path;

use include_dir::{Dir, include_dir};

use crate::diag::{Diagnostic, Diagnostics, Span, nearest};
use crate::fs;
pub(crate) use layout::{Layout, Slot, Takes};
use tokens::Tokens;

/// `templates/`, as it was when the program was built.
static TEMPLATES: Dir = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// Name of the theme that is used when none is named.
pub(crate) const DEFAULT: &str = "classroom";

/// The layouts that every theme has, in the order in which they are listed.
pub(crate) const LAYOUTS: [&str; 16] = [
    "title", "agenda", "section", "content", "statement", "definition", "columns", "cards",
    "timeline", "table", "code", "math", "image", "quote", "summary", "closing",
];

/// A resolved theme.
pub(crate) struct Theme {
    /// Its Typst files: path below `/theme/` → text.
    pub(crate) files: BTreeMap<String, String>,
    /// Its layouts by name.
    layouts: BTreeMap<String, Layout>,
}

impl Theme {
    /// The layout with a name.
    pub(crate) fn layout(&self, name: &str) -> Option<&Layout> {
        self.layouts.get(name)
    }

    /// The names of all layouts: first those that every theme has, then the theme's own.
    pub(crate) fn layout_names(&self) -> impl Iterator<Item = &str> {
        let own = self.layouts.keys().map(String::as_str).filter(|name| !LAYOUTS.contains(name));
        LAYOUTS.into_iter().filter(|name| self.layouts.contains_key(*name)).chain(own)
    }
}

/// What a deck asks of its theme.
#[derive(Default)]
pub(crate) struct Request<'a> {
    /// A bundled theme's name, or a folder. `None`: the default.
    pub(crate) name: Option<&'a str>,
    /// Where the name was written.
    pub(crate) name_span: Span,
    /// Folder that a relative theme folder is looked for in.
    pub(crate) base: Option<&'a Path>,
    /// Values for tokens, by name.
    pub(crate) tokens: BTreeMap<String, String>,
}

/// The names of the bundled themes.
pub(crate) fn bundled() -> impl Iterator<Item = &'static str> {
    TEMPLATES
        .dirs()
        .filter(|dir| dir.get_file(dir.path().join("theme.toml")).is_some())
        .filter_map(|dir| dir.path().to_str())
}

/// Loads a theme and sets the tokens that the deck asks for.
///
/// # Errors
/// An unknown theme; an unknown token or a value of the wrong kind; a layout whose declaration
/// cannot be read.
pub(crate) fn load(request: &Request) -> Result<Theme, Diagnostics> {
    let name = request.name.unwrap_or(DEFAULT);
    let mut files = embedded("base");
    files.extend(own_files(name, request)?);
    let manifest = files.remove("theme.toml").unwrap_or_default();
    let mut tokens = Tokens::parse(&manifest)
        .map_err(|why| Diagnostic::usage(format!("theme `{name}`: theme.toml: {why}")))?;
    let mut errors = Diagnostics::default();
    for (token, value) in &request.tokens {
        if let Err(error) = tokens.set(token, value) {
            errors.push(error);
        }
    }
    let mut layouts = BTreeMap::new();
    for (path, text) in &files {
        let layout = path.strip_prefix("layouts/").and_then(|name| name.strip_suffix(".typ"));
        let Some(layout) = layout else { continue };
        match Layout::parse(layout, text) {
            Ok(declared) => {
                layouts.insert(layout.to_owned(), declared);
            }
            Err(why) => {
                errors.push(Diagnostic::usage(format!("theme `{name}`: {path}: {why}")));
            }
        }
    }
    errors.stop_on_errors()?;
    files.insert("tokens.typ".into(), tokens.to_typst());
    Ok(Theme { files, layouts })
}

/// The files of a bundled theme or of a folder, by path.
fn own_files(name: &str, request: &Request) -> Result<BTreeMap<String, String>, Diagnostics> {
    if bundled().any(|theme| theme == name) {
        return Ok(embedded(name));
    }
    let folder = request.base.unwrap_or(Path::new("")).join(name);
    if !fs::is_file(&folder.join("theme.toml")) {
        let names: Vec<&str> = bundled().collect();
        let error = if request.name_span.is_attached() {
            Diagnostic::error(request.name_span, format!("unknown theme `{name}`"))
        } else {
            Diagnostic::usage(format!("unknown theme `{name}`"))
        };
        let known = format!("bundled: `{}`; or name a folder with a `theme.toml`", names.join("`, `"));
        return Err(error.maybe_hint(nearest(name, names)).hint(known).into());
    }
    let mut files = BTreeMap::new();
    for (path, bytes) in fs::read_folder(&folder)? {
        if path.ends_with(".typ") || path == "theme.toml" {
            let text = String::from_utf8(bytes)
                .map_err(|_| Diagnostic::usage(format!("`{name}/{path}` is not UTF-8")))?;
            files.insert(path, text);
        }
    }
    Ok(files)
}

fn embedded(name: &str) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut pending: Vec<&Dir> = TEMPLATES.get_dir(name).into_iter().collect();
    while let Some(dir) = pending.pop() {
        pending.extend(dir.dirs());
        for file in dir.files() {
            let path = file.path().strip_prefix(name).unwrap_or(file.path());
            let path = path.to_string_lossy().replace('\\', "/");
            files.insert(path, file.contents_utf8().unwrap_or_default().to_owned());
        }
    }
    files
}

#[cfg(test)]
mod tests {
    use super::{LAYOUTS, Request, bundled, load};

    #[test]
    fn every_bundled_theme_has_every_layout() {
        for theme in bundled() {
            let request = Request { name: Some(theme), ..Request::default() };
            let theme = load(&request).unwrap_or_else(|e| panic!("{e:?}"));
            for layout in LAYOUTS {
                assert!(theme.layout(layout).is_some(), "no layout `{layout}`");
            }
        }
    }
}
