//! A theme: tokens (`theme.toml`) and Typst files, laid over those of `templates/base`, and over
//! both the templates that lie beside the deck.

pub(crate) mod colour;
pub(crate) mod ejected;
mod kinds;
mod layer;
mod layout;
mod manifest;
pub(crate) mod sample;
pub(crate) mod schema;
mod signature;
mod tokens;

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};

use crate::contract::{self, Aspect};
use crate::diag::{Diagnostic, Diagnostics, Sources, Span, nearest};
use crate::names::{self, THEMES};
pub(crate) use kinds::colour_names;
pub(crate) use layer::{Layer, Own};
pub(crate) use layout::{Layout, Plain, Roles, Slot, Takes};
use manifest::Manifest;
pub(crate) use tokens::{Origin, Token, Tokens, Value};

/// `templates/`, as it was when the program was built.
static TEMPLATES: Dir = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// Name of the file that makes a folder a theme.
pub(crate) const MANIFEST: &str = "theme.toml";

/// Size of body text in pt that a theme without one has.
const DEFAULT_SIZE: f64 = 26.0;

/// Name of the theme that is used when none is named. It declares the tokens of all.
pub(crate) const DEFAULT: &str = "classroom";

/// A resolved theme.
pub(crate) struct Theme {
    /// Its Typst files: path below `/theme/` → text.
    pub(crate) files: BTreeMap<String, String>,
    /// Those of them that the user wrote, by path below `/theme/`.
    pub(crate) own: BTreeMap<String, Own>,
    /// Its summary, in a line.
    pub(crate) summary: String,
    /// Its tokens, as they are set.
    pub(crate) tokens: Tokens,
    /// Its layouts by name.
    layouts: BTreeMap<String, Layout>,
    /// The tokens that a `theme.toml` of the user's sets, each with its place.
    own_tokens: Vec<(String, Span)>,
    /// The pictures that its tokens name.
    pub(crate) pictures: Vec<TokenPicture>,
    /// The sizes that the type of a body may have, in pt, the largest first.
    type_scale: Vec<f64>,
    /// Default size of body text in pt.
    body_size: f64,
}

impl Theme {
    /// The layout with a name.
    pub(crate) fn layout(&self, name: &str) -> Option<&Layout> {
        self.layouts.get(name)
    }

    /// A token that the theme's own file sets, if a user wrote it: its name and place.
    pub(crate) fn own_token(&self, name: &str) -> Option<(String, Span)> {
        self.own_tokens.iter().find(|(own, _)| own == name).cloned()
    }

    /// The sizes that the type of a body may have, in pt, the largest first. Never empty.
    pub(crate) fn type_scale(&self) -> &[f64] {
        &self.type_scale
    }

    /// Default size of body text in pt.
    pub(crate) fn body_size(&self) -> f64 {
        self.body_size
    }

    /// The colour of its pages, as it is written.
    pub(crate) fn paper(&self) -> &str {
        self.tokens.paper()
    }

    /// The names of all layouts: first those that every theme has, then the theme's own.
    pub(crate) fn layout_names(&self) -> impl Iterator<Item = &str> {
        let own = self.layouts.keys().map(String::as_str).filter(|name| !names::is_layout(name));
        let ours = names::layouts().map(|name| -> &str { name });
        ours.filter(|name| self.layouts.contains_key(*name)).chain(own)
    }

    /// The roles of a layout; none if there is no such layout.
    pub(crate) fn roles(&self, name: &str) -> Roles {
        self.layout(name).map(|layout| layout.roles).unwrap_or_default()
    }

    /// The fallback layout for some content.
    pub(crate) fn plain(&self, what: Plain) -> &str {
        let has = |layout: &&Layout| layout.roles.plain == Some(what);
        self.layouts.values().find(has).map_or("", |layout| &layout.name)
    }
}

/// The user's parts of a theme.
#[derive(Default)]
pub(crate) struct Layers {
    /// The theme's own files.
    pub(crate) theme: Layer,
    /// The templates that lie over those of any theme.
    pub(crate) templates: Layer,
    /// Tokens to set; later ones have precedence.
    pub(crate) tokens: Vec<Setting>,
    /// The proportions of pages.
    pub(crate) aspect: Aspect,
}

/// A token that a project, a deck or the command line sets.
#[derive(Debug, Clone)]
pub(crate) struct Setting {
    /// The token.
    pub(crate) name: String,
    /// Its value.
    pub(crate) value: Given,
    /// Where it is set; detached if the command line does.
    pub(crate) span: Span,
}

/// The value of a token as it was given.
#[derive(Debug, Clone)]
pub(crate) enum Given {
    /// As text, whatever its kind.
    Text(String),
    /// As TOML.
    Toml(toml::Value),
}

/// A picture that a token names.
#[derive(Debug, Clone)]
pub(crate) struct TokenPicture {
    /// The token.
    token: String,
    /// The path as it is written.
    pub(crate) path: String,
    /// Where it is written; detached for the command line.
    pub(crate) span: Span,
    /// Whether the path counts from the theme's folder, and not from the deck's.
    pub(crate) is_beside_theme: bool,
}

impl TokenPicture {
    /// Its path below the root. It does not tell the format, so the compiler looks at the bytes.
    pub(crate) fn place(&self) -> String {
        format!("theme/{}", self.token)
    }
}

/// The names of the bundled themes.
pub(crate) fn bundled() -> impl Iterator<Item = &'static str> {
    THEMES.into_iter()
}

/// Templates for the page around the body, which are not layouts.
const SLOT_FILES: [&str; 2] = ["header.typ", "footer.typ"];

/// Whether a template is the header or the footer of a page.
pub(crate) fn is_slot_file(path: &str) -> bool {
    SLOT_FILES.contains(&path)
}

/// The paths of a bundled theme's files, with those that it leaves to the base.
pub(crate) fn paths(name: &str) -> Vec<String> {
    let mut files = embedded("base");
    files.extend(embedded(name));
    files.into_keys().collect()
}

/// The `theme.toml` of a bundled theme.
fn bundled_manifest(name: &str) -> Manifest {
    let mut errors = Diagnostics::default();
    let manifest = Manifest::parse(&Layer::bundled(name), &mut errors);
    assert!(errors.0.is_empty(), "theme `{name}`: {errors:?}");
    manifest
}

/// What each token means: the comment above it in the default theme. Tokens below each other, with
/// no blank line between them, share one.
pub(crate) fn meanings() -> BTreeMap<String, String> {
    let text = embedded(DEFAULT).remove(MANIFEST).unwrap_or_default();
    let mut meanings = BTreeMap::new();
    let (mut comment, mut fresh) = (String::new(), false);
    for line in text.lines() {
        if let Some(words) = line.strip_prefix('#') {
            if !fresh {
                comment.clear();
            }
            let blank = if comment.is_empty() { "" } else { " " };
            comment.push_str(blank);
            comment.push_str(words.trim());
            fresh = true;
            continue;
        }
        fresh = false;
        match line.split_once(" = ") {
            Some((name, _)) if !line.starts_with(' ') => {
                meanings.insert(name.to_owned(), comment.clone());
            }
            _ if line.trim().is_empty() => comment.clear(),
            _ => {}
        }
    }
    meanings
}

/// Whether there is a token of this name.
pub(crate) fn is_token(name: &str) -> bool {
    Tokens::declared().iter().any(|token| token.name == name)
}

/// The default theme as it came.
pub(crate) fn ours() -> Theme {
    let (sources, mut findings) = (Sources::default(), Diagnostics::default());
    let layers = Layers { theme: Layer::bundled(DEFAULT), ..Layers::default() };
    load(layers, &sources, &mut findings).expect("the default theme")
}

/// Makes a theme of its files, with the project's templates over them, and sets the tokens that are
/// asked for.
///
/// # Errors
/// A `theme.toml` or a layout's declaration that cannot be read; an unknown token or a value of the
/// wrong kind.
pub(crate) fn load(
    layers: Layers,
    sources: &Sources,
    findings: &mut Diagnostics,
) -> Result<Theme, Diagnostics> {
    let Layers { theme, templates, tokens: settings, aspect } = layers;
    let mut errors = Diagnostics::default();
    let manifest = Manifest::parse(&theme, &mut errors);
    let is_own = theme.is_own();
    let parent = manifest.extends.as_deref().unwrap_or(DEFAULT);
    let mut tokens = Tokens::declared();
    bundled_manifest(parent).set_tokens(&mut tokens, &mut errors);
    manifest.set_tokens(&mut tokens, &mut errors);
    tokens.settle();
    let mut all = Layer::bundled("base");
    all.files.extend(embedded(parent));
    all.lay_over(theme);
    all.lay_over(templates);
    findings.0.extend(stale(&all, sources).0);
    findings.0.extend(unused(&all).0);
    let Layer { mut files, own } = all;
    files.remove(MANIFEST);
    let layouts = layouts(&files, &own, &mut errors);
    errors.0.extend(slot_files(&files, &own).0);
    findings.0.extend(set(&mut tokens, &settings, &mut errors).0);
    errors.stop_on_errors()?;
    let pictures = pictures(&tokens, &manifest, is_own);
    files.insert("tokens.typ".into(), tokens.to_typst(&pictures));
    files.insert("contract.typ".into(), contract::to_typst(aspect));
    let type_scale = tokens.type_scale().to_vec();
    let body_size = tokens.length("body-size").unwrap_or(DEFAULT_SIZE);
    let own_tokens = manifest.tokens.iter().filter(|_| is_own);
    let own_tokens = own_tokens.map(|(name, _, span)| (name.clone(), *span)).collect();
    let summary = manifest.summary;
    Ok(Theme { files, own, summary, tokens, own_tokens, pictures, layouts, type_scale, body_size })
}

/// The pictures that tokens name. The paths in a theme's own file count from its folder.
fn pictures(tokens: &Tokens, manifest: &Manifest, is_own: bool) -> Vec<TokenPicture> {
    let picture = |(token, path): (&Token, &str)| {
        let own = manifest.tokens.iter().find(|(name, ..)| *name == token.name);
        let (span, is_beside_theme) = match (token.origin, own) {
            (Origin::Theme, Some((.., span))) => (*span, is_own),
            (Origin::Written(span), _) => (span, false),
            _ => (Span::DETACHED, false),
        };
        TokenPicture { token: token.name.clone(), path: path.to_owned(), span, is_beside_theme }
    };
    tokens.pictures().map(picture).collect()
}

/// Sets tokens in order. An invalid value of the deck or the project is a finding, and the token
/// keeps its value.
fn set(tokens: &mut Tokens, settings: &[Setting], errors: &mut Diagnostics) -> Diagnostics {
    let mut findings = Diagnostics::default();
    for Setting { name, value, span } in settings {
        let written = span.is_attached();
        let origin = if written { Origin::Written(*span) } else { Origin::CommandLine };
        let set = match value {
            Given::Text(text) => tokens.set(name, text, origin),
            Given::Toml(value) => tokens.set_raw(name, value, origin),
        };
        if let Err((message, hint)) = set {
            match written {
                true => {
                    let finding = Diagnostic::warning("ignored-value", *span, message);
                    findings.push(finding.maybe_hint(hint));
                }
                false => errors.push(Diagnostic::usage(message).maybe_hint(hint)),
            }
        }
    }
    findings
}

/// A finding for each ejected template whose original has changed since.
fn stale(found: &Layer, sources: &Sources) -> Diagnostics {
    let copies = found.own.values().filter_map(|own| {
        let text = &sources.get(own.file)?.text;
        let stamp = ejected::stamp(text).filter(ejected::Stamp::is_stale)?;
        let message = format!(
            "`{}/{}` has changed since this copy of it was ejected from version {}",
            stamp.theme, stamp.path, stamp.version
        );
        let finding = Diagnostic::warning(
            "stale-template",
            Span::new(own.file, stamp.range.clone()),
            message,
        );
        Some(match (stamp.original(), stamp.is_untouched(text)) {
            (None, _) => finding.hint("there is no such original any more: the copy is all yours"),
            (Some(_), true) => finding.hint("you did not change it: delete it, or eject it again"),
            (Some(_), false) => finding.hint("`llmslides themes diff` shows how the two differ"),
        })
    });
    Diagnostics(copies.collect())
}

/// A finding for each template of the user's that has no bundled name and is not imported: its name
/// may be misspelt.
fn unused(found: &Layer) -> Diagnostics {
    let ours: Vec<String> =
        embedded("base").into_keys().filter(|path| !path.contains('/')).collect();
    let alone = |path: &str| {
        let own = found.own.keys().filter(|other| *other != path);
        let mut texts = own.filter_map(|other| found.files.get(other));
        !path.contains('/')
            && path.ends_with(".typ")
            && !ours.iter().any(|known| known == path)
            && !texts.any(|text| text.contains(path))
    };
    let unused = found.own.iter().filter(|(path, _)| alone(path)).map(|(path, own)| {
        let line = found.files.get(path).map_or(0, |text| text.lines().next().map_or(0, str::len));
        let message = format!("no layout imports `{}`, and no theme has such a template", own.name);
        Diagnostic::warning("unused-template", Span::new(own.file, 0..line), message)
            .maybe_hint(nearest(path, ours.iter().map(String::as_str)))
            .hint("layouts of your own stand in `templates/layouts/`")
    });
    Diagnostics(unused.collect())
}

/// Checks the user's own header and footer.
fn slot_files(files: &BTreeMap<String, String>, own: &BTreeMap<String, Own>) -> Diagnostics {
    let faults = SLOT_FILES.iter().filter_map(|path| {
        let (own, text) = (own.get(*path)?, files.get(*path)?);
        let fault = signature::check_slot_file(path.trim_end_matches(".typ"), text)?;
        let span = Span::new(own.file, fault.range);
        Some(Diagnostic::error(span, fault.message).maybe_hint(fault.hint))
    });
    Diagnostics(faults.collect())
}

/// The layouts among the files of a theme.
fn layouts(
    files: &BTreeMap<String, String>,
    own: &BTreeMap<String, Own>,
    errors: &mut Diagnostics,
) -> BTreeMap<String, Layout> {
    let mut layouts = BTreeMap::new();
    for (path, text) in files {
        let layout = path.strip_prefix("layouts/").and_then(|name| name.strip_suffix(".typ"));
        let Some(layout) = layout else { continue };
        let declared = Layout::parse(layout, text).and_then(|mut declared| {
            // Bundled layouts are covered by tests.
            if own.contains_key(path) {
                inherit_roles(&mut declared, path);
                signature::check(&declared, text).map_or(Ok(declared), Err)
            } else {
                Ok(declared)
            }
        });
        match declared {
            Ok(declared) => {
                layouts.insert(layout.to_owned(), declared);
            }
            Err(fault) => {
                let span = own.get(path).map(|own| Span::new(own.file, fault.range));
                let error = Diagnostic::error(span.unwrap_or_default(), fault.message);
                errors.push(error.maybe_hint(fault.hint));
            }
        }
    }
    layouts
}

/// Gives a user's layout that replaces a bundled one the roles of that, unless it declares its own.
fn inherit_roles(layout: &mut Layout, path: &str) {
    let ours = TEMPLATES.get_file(format!("base/{path}")).and_then(|file| file.contents_utf8());
    let ours = ours.and_then(|text| Layout::parse(&layout.name, text).ok());
    if let Some(ours) = ours.filter(|_| layout.roles == Roles::default()) {
        layout.roles = ours.roles;
    }
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
    use super::{Layer, Layers, MANIFEST, Plain, TEMPLATES, THEMES, bundled, load};
    use crate::diag::{Diagnostics, Sources};
    use crate::names;

    #[test]
    fn every_bundled_theme_is_named() {
        let embedded: Vec<&str> = TEMPLATES
            .dirs()
            .filter(|dir| dir.get_file(dir.path().join(MANIFEST)).is_some())
            .filter_map(|dir| dir.path().to_str())
            .collect();
        assert_eq!(embedded, THEMES);
    }

    #[test]
    fn every_token_has_a_meaning() {
        let meanings = super::meanings();
        for token in super::Tokens::declared().iter() {
            let meaning = meanings.get(&token.name).map_or("", String::as_str);
            assert!(meaning.ends_with('.') || meaning.contains(". "), "{}: {meaning}", token.name);
        }
    }

    #[test]
    fn every_bundled_theme_has_every_layout() {
        for theme in bundled() {
            let layers = Layers { theme: Layer::bundled(theme), ..Layers::default() };
            let (sources, mut findings) = (Sources::default(), Diagnostics::default());
            let theme = load(layers, &sources, &mut findings);
            let theme = theme.unwrap_or_else(|e| panic!("{e:?}"));
            let named: std::collections::BTreeSet<&str> = names::layouts().collect();
            let found: std::collections::BTreeSet<&str> =
                theme.layouts.keys().map(String::as_str).collect();
            assert_eq!(named, found, "src/names/layouts.txt lists what is in base/layouts");
            for what in [Plain::Content, Plain::Title] {
                assert!(theme.layout(theme.plain(what)).is_some(), "{what:?}");
            }
        }
    }
}
