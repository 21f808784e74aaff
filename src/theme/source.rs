//! Where the files of a theme come from: the program, a folder, and what lies beside the deck.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use super::manifest::Manifest;
use super::{MANIFEST, Request, bundled, embedded};
use crate::diag::{Diagnostic, Diagnostics, FileId, Sources, nearest};
use crate::fs;

/// Folder of a project with templates that lie over those of its theme, whichever it is.
pub(crate) const TEMPLATES: &str = "templates";
/// Folder of a project with its own themes.
pub(crate) const THEMES: &str = "themes";

/// A file that the user wrote.
#[derive(Debug, Clone)]
pub(crate) struct Own {
    /// Its name, as the user would type it.
    pub(crate) name: String,
    /// Its text, for diagnostics.
    pub(crate) file: FileId,
}

/// The files of a theme, without those that it builds on.
#[derive(Default)]
pub(super) struct Found {
    /// Path → text.
    pub(super) files: BTreeMap<String, String>,
    /// Those of the user's by path; empty for a bundled theme.
    pub(super) own: BTreeMap<String, Own>,
    /// Their folder; `None` for a bundled theme.
    pub(super) folder: Option<PathBuf>,
}

/// The `theme.toml` of a bundled theme.
pub(super) fn bundled_manifest(name: &str) -> Manifest {
    let found = Found { files: embedded(name), ..Found::default() };
    let mut errors = Diagnostics::default();
    let manifest = Manifest::parse(&found, &mut errors);
    assert!(errors.0.is_empty(), "theme `{name}`: {errors:?}");
    manifest
}

/// Finds a theme by its name or its folder. A name means first a theme of the project's, in
/// `themes/`: whoever ejected one meant to use it.
///
/// # Errors
/// If there is none, or its files cannot be read.
pub(super) fn find(
    name: &str,
    request: &Request,
    sources: &mut Sources,
) -> Result<Found, Diagnostics> {
    let base = request.base.unwrap_or(Path::new(""));
    let is_path = name.starts_with('.') || name.contains(['/', '\\']);
    let own = base.join(THEMES).join(name);
    if request.base.is_some() && !is_path && fs::is_file(&own.join(MANIFEST)) {
        return read(&own, sources);
    }
    if bundled().any(|theme| theme == name) {
        return Ok(Found { files: embedded(name), ..Found::default() });
    }
    let folder = base.join(name);
    if !fs::is_file(&folder.join(MANIFEST)) {
        return Err(not_found(name, fs::is_folder(&folder), request).into());
    }
    read(&folder, sources)
}

/// The templates that lie beside a deck; none if there is no such folder.
///
/// # Errors
/// If they cannot be read.
pub(super) fn beside(root: &Path, sources: &mut Sources) -> Result<Found, Diagnostics> {
    let folder = root.join(TEMPLATES);
    if !fs::is_folder(&folder) {
        return Ok(Found::default());
    }
    let mut found = read(&folder, sources)?;
    // A theme is chosen by its name; only its templates could lie here.
    found.files.remove(MANIFEST);
    found.own.remove(MANIFEST);
    Ok(found)
}

/// The names of the themes in a project's folder.
pub(crate) fn themes_in(root: &Path) -> Vec<(String, PathBuf)> {
    let folder = root.join(THEMES);
    let names = fs::folders_in(&folder).into_iter();
    let themes = names.map(|name| (name.clone(), folder.join(name)));
    themes.filter(|(_, folder)| fs::is_file(&folder.join(MANIFEST))).collect()
}

/// Reads the theme or the templates in a folder.
pub(super) fn read(folder: &Path, sources: &mut Sources) -> Result<Found, Diagnostics> {
    let mut found = Found { folder: Some(folder.to_path_buf()), ..Found::default() };
    for path in fs::paths_in(folder)? {
        if !path.ends_with(".typ") && path != MANIFEST {
            continue;
        }
        let name = fs::normalize(&folder.join(&path)).display().to_string();
        let bytes =
            fs::read_inside(folder, Path::new(&path)).map_err(|error| refused(&name, &error))?;
        let text = fs::decode(&name, bytes)?;
        let file = sources.add(name.as_str(), text.as_str());
        found.files.insert(path.clone(), text);
        found.own.insert(path, Own { name, file });
    }
    Ok(found)
}

fn refused(name: &str, error: &io::Error) -> Diagnostic {
    let why = match error.kind() {
        io::ErrorKind::PermissionDenied => "it leads out of its folder, or is not readable".into(),
        _ => fs::reason(error),
    };
    Diagnostic::usage(format!("cannot read `{name}` ({why})"))
}

fn not_found(name: &str, is_folder: bool, request: &Request) -> Diagnostic {
    let own = request.base.map(themes_in).unwrap_or_default();
    let mut names: Vec<&str> = bundled().collect();
    names.extend(own.iter().map(|(name, _)| name.as_str()));
    let is_path = name.starts_with('.') || name.contains(['/', '\\']);
    let message = match (is_folder, is_path) {
        (true, _) => format!("the theme folder `{name}` has no `{MANIFEST}`"),
        (false, true) => format!("there is no theme folder `{name}`"),
        (false, false) => format!("unknown theme `{name}`"),
    };
    let error = match request.name_span.is_attached() {
        true => Diagnostic::warning("unknown-theme", request.name_span, message),
        false => Diagnostic::usage(message),
    };
    let bundled: Vec<&str> = bundled().collect();
    let known =
        format!("bundled: `{}`; or name a folder with a `{MANIFEST}`", bundled.join("`, `"));
    match is_folder {
        true => error.hint("an empty one makes it the default theme, for a start"),
        false => error.maybe_hint(nearest(name, names)).hint(known),
    }
}
