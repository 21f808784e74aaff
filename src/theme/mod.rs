//! A theme: tokens (`theme.toml`) and Typst files, laid over those of `templates/base`.

mod layout;
mod manifest;
mod source;
mod tokens;

use std::collections::BTreeMap;
use std::path::Path;

use include_dir::{Dir, include_dir};

use crate::diag::{Diagnostic, Diagnostics, Span};
pub(crate) use layout::{Layout, Slot, Takes};
use manifest::Manifest;
use tokens::Tokens;

/// `templates/`, as it was when the program was built.
static TEMPLATES: Dir = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// Name of the file that makes a folder a theme.
const MANIFEST: &str = "theme.toml";

/// Takes something that is wrong with a theme: a message, and what would help.
type Fault<'a> = dyn FnMut(String, Option<String>) + 'a;

/// Size of body text in pt that a theme without one has.
const DEFAULT_SIZE: f64 = 26.0;

/// Name of the theme that is used when none is named. It declares the tokens of all.
pub(crate) const DEFAULT: &str = "classroom";

/// The layouts that every theme has, in the order in which they are listed.
pub(crate) const LAYOUTS: [&str; 23] = [
    "title", "agenda", "section", "content", "statement", "definition", "columns", "compare",
    "cards", "timeline", "steps", "table", "chart", "code", "math", "image", "quote", "quiz",
    "team", "summary", "qa", "closing", "references",
];

/// A resolved theme.
pub(crate) struct Theme {
    /// Its Typst files: path below `/theme/` → text.
    pub(crate) files: BTreeMap<String, String>,
    /// Those of them that come from a folder of the user's: path below `/theme/` → name.
    pub(crate) own: BTreeMap<String, String>,
    /// Its layouts by name.
    layouts: BTreeMap<String, Layout>,
    /// The sizes that the type of a body may have, in pt, the largest first.
    type_scale: Vec<f64>,
    /// Size of body text in pt where nothing else decides it.
    body_size: f64,
}

impl Theme {
    /// The layout with a name.
    pub(crate) fn layout(&self, name: &str) -> Option<&Layout> {
        self.layouts.get(name)
    }

    /// The sizes that the type of a body may have, in pt, the largest first. Never empty.
    #[allow(dead_code, reason = "the fit loop reads it")]
    pub(crate) fn type_scale(&self) -> &[f64] {
        &self.type_scale
    }

    /// Size of body text in pt where nothing else decides it.
    pub(crate) fn body_size(&self) -> f64 {
        self.body_size
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
    /// Tokens to replace.
    pub(crate) tokens: Vec<Setting>,
}

/// A token that a deck or the command line sets.
pub(crate) struct Setting {
    /// The token.
    pub(crate) name: String,
    /// Its value as text.
    pub(crate) value: String,
    /// Where the deck sets it; detached if the command line does.
    pub(crate) span: Span,
}

/// The names of the bundled themes.
pub(crate) fn bundled() -> impl Iterator<Item = &'static str> {
    TEMPLATES
        .dirs()
        .filter(|dir| dir.get_file(dir.path().join(MANIFEST)).is_some())
        .filter_map(|dir| dir.path().to_str())
}

/// Loads a theme and sets the tokens that the deck asks for.
///
/// # Errors
/// An unknown theme; a `theme.toml` or a layout's declaration that cannot be read; an unknown
/// token or a value of the wrong kind.
pub(crate) fn load(request: &Request) -> Result<Theme, Diagnostics> {
    let found = source::find(request.name.unwrap_or(DEFAULT), request)?;
    let mut errors = Diagnostics::default();
    let mut fault = |message: String, hint: Option<String>| {
        let error = Diagnostic::error(request.name_span, message).maybe_hint(hint);
        errors.push(error);
    };
    let manifest = Manifest::parse(&found, &mut fault);
    let parent = manifest.extends.as_deref().unwrap_or(DEFAULT);
    let mut tokens = Tokens::declared();
    let inherited = source::bundled_manifest(parent);
    inherited.set_tokens(&mut tokens, &mut fault);
    manifest.set_tokens(&mut tokens, &mut fault);
    let mut files = embedded("base");
    files.extend(embedded(parent));
    files.extend(found.files);
    files.remove(MANIFEST);
    let layouts = layouts(&files, &found.own, &mut fault);
    for setting in &request.tokens {
        if let Err((message, hint)) = tokens.set(&setting.name, &setting.value) {
            let error = match setting.span.is_attached() {
                true => Diagnostic::error(setting.span, message),
                false => Diagnostic::usage(message),
            };
            errors.push(error.maybe_hint(hint));
        }
    }
    errors.stop_on_errors()?;
    files.insert("tokens.typ".into(), tokens.to_typst());
    let type_scale = tokens.type_scale().to_vec();
    let body_size = tokens.length("body-size").unwrap_or(DEFAULT_SIZE);
    Ok(Theme { files, own: found.own, layouts, type_scale, body_size })
}

/// The layouts among the files of a theme.
fn layouts(
    files: &BTreeMap<String, String>,
    own: &BTreeMap<String, String>,
    fault: &mut Fault,
) -> BTreeMap<String, Layout> {
    let mut layouts = BTreeMap::new();
    for (path, text) in files {
        let layout = path.strip_prefix("layouts/").and_then(|name| name.strip_suffix(".typ"));
        let Some(layout) = layout else { continue };
        match Layout::parse(layout, text) {
            Ok(declared) => {
                layouts.insert(layout.to_owned(), declared);
            }
            Err(why) => fault(format!("`{}`: {why}", own.get(path).unwrap_or(path)), None),
        }
    }
    layouts
}

/// The files below a folder of `templates/`, by path.
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
