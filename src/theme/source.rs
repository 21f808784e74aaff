//! Where the files of a theme come from: the program, a folder, and what lies beside the deck.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::manifest::Manifest;
use super::{DEFAULT, MANIFEST, Request, bundled, embedded};
use crate::diag::{Diagnostic, Diagnostics, FileId, Sources, Span, nearest};
use crate::fs::{self, Gate, Reach, Refused};

/// Most bytes of a template.
const MAX_BYTES: u64 = 4 << 20;

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
    pub(super) folder: Option<Gate>,
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
/// `themes/`: whoever ejected one meant to use it. In place of one that there is not, the default
/// theme is taken; of the command line's, that is an error.
///
/// # Errors
/// If its files cannot be read.
pub(super) fn find(
    name: &str,
    request: &Request,
    sources: &mut Sources,
    findings: &mut Diagnostics,
) -> Result<Found, Diagnostics> {
    if let Some(own) = in_project(name, request) {
        return read(&own, sources, findings);
    }
    if bundled().any(|theme| theme == name) {
        return Ok(Found { files: embedded(name), ..Found::default() });
    }
    match folder(name, request) {
        Ok(folder) => read(&folder, sources, findings),
        Err(why) => {
            let unknown = not_found(name, &why, request);
            if unknown.is_error() {
                return Err(unknown.into());
            }
            findings.push(unknown);
            Ok(Found { files: embedded(DEFAULT), ..Found::default() })
        }
    }
}

/// The folder of a theme of the project's, by its name.
fn in_project(name: &str, request: &Request) -> Option<Gate> {
    let own = request.base.filter(|_| !is_path(name))?;
    let folder = own.within(&Path::new(THEMES).join(name)).ok()?;
    folder.has(Path::new(MANIFEST), Reach::Project).then_some(folder)
}

/// The folder that a theme is called by.
fn folder(name: &str, request: &Request) -> Result<Gate, NotFound> {
    let here = Gate::closed(Path::new("."));
    let base = request.base.unwrap_or(&here);
    let folder = match base.within(Path::new(name)) {
        // What the user names on the command line may lie anywhere.
        Err(_) if request.is_the_users => Ok(base.closed_beside(Path::new(name))),
        folder => folder,
    };
    let folder = folder.map_err(NotFound::Folder)?;
    match folder.find(Path::new(MANIFEST), Reach::Project) {
        Ok(_) => Ok(folder),
        Err(why) => {
            Err(if folder.is_folder() { NotFound::Manifest(why) } else { NotFound::Folder(why) })
        }
    }
}

/// What is missing of a theme.
enum NotFound {
    /// Its folder.
    Folder(Refused),
    /// The file that makes the folder a theme.
    Manifest(Refused),
}

fn is_path(name: &str) -> bool {
    name.starts_with('.') || name.contains(['/', '\\'])
}

/// The templates that lie beside a deck; none if there is no such folder.
///
/// # Errors
/// If they cannot be read.
pub(super) fn beside(
    gate: &Gate,
    sources: &mut Sources,
    findings: &mut Diagnostics,
) -> Result<Found, Diagnostics> {
    let path = Path::new(TEMPLATES);
    let folder = match gate.within(path) {
        Ok(folder) => folder,
        Err(Refused::Missing) => return Ok(Found::default()),
        Err(why) => {
            findings.push(fs::unread(Span::DETACHED, &gate.name(path), &why));
            return Ok(Found::default());
        }
    };
    let mut found = read(&folder, sources, findings)?;
    // A theme is chosen by its name; only its templates could lie here.
    found.files.remove(MANIFEST);
    found.own.remove(MANIFEST);
    Ok(found)
}

/// The names of the themes in a project's folder.
pub(crate) fn themes_in(gate: &Gate) -> Vec<(String, PathBuf)> {
    let folder = Path::new(THEMES);
    let names = gate.folders_in(folder).into_iter();
    let themes = names.map(|name| (folder.join(&name), name));
    let is_theme = |path: &Path| gate.has(&path.join(MANIFEST), Reach::Project);
    let themes = themes.filter(|(path, _)| is_theme(path));
    themes.map(|(path, name)| (name, gate.folder().join(path))).collect()
}

/// Reads the theme or the templates in a folder. What it may not read of them is a finding.
pub(super) fn read(
    folder: &Gate,
    sources: &mut Sources,
    findings: &mut Diagnostics,
) -> Result<Found, Diagnostics> {
    let mut found = Found { folder: Some(folder.clone()), ..Found::default() };
    for path in folder.paths()? {
        if !path.ends_with(".typ") && path != MANIFEST {
            continue;
        }
        let name = folder.name(Path::new(&path));
        let bytes = match folder.read(Path::new(&path), Reach::Project, MAX_BYTES) {
            Ok(bytes) => bytes,
            Err(why) => {
                findings.push(fs::unread(Span::DETACHED, &name, &why));
                continue;
            }
        };
        let text = fs::decode(&name, bytes)?;
        let file = sources.add(name.as_str(), text.as_str());
        found.files.insert(path.clone(), text);
        found.own.insert(path, Own { name, file });
    }
    Ok(found)
}

/// There is no such theme.
fn not_found(name: &str, why: &NotFound, request: &Request) -> Diagnostic {
    let own = request.base.map(themes_in).unwrap_or_default();
    let mut names: Vec<&str> = bundled().collect();
    names.extend(own.iter().map(|(name, _)| name.as_str()));
    let message = match why {
        NotFound::Folder(Refused::Outside(_)) => {
            format!("the theme `{name}` is outside the project")
        }
        NotFound::Folder(_) if is_path(name) => format!("there is no theme folder `{name}`"),
        NotFound::Folder(_) => format!("there is no theme `{name}`"),
        NotFound::Manifest(Refused::Missing) => {
            format!("the theme folder `{name}` has no `{MANIFEST}`")
        }
        NotFound::Manifest(why) => {
            format!("the `{MANIFEST}` of the theme `{name}` is not read: {}", why.why())
        }
    };
    let bundled: Vec<&str> = bundled().collect();
    let known =
        format!("bundled: `{}`; or name a folder with a `{MANIFEST}`", bundled.join("`, `"));
    let error = match request.is_the_users {
        true => Diagnostic::usage(message),
        false => {
            let message = format!("{message}: the default theme is used");
            Diagnostic::warning("unknown-theme", request.name_span, message)
        }
    };
    match why {
        NotFound::Folder(Refused::Outside(_)) => error.hint(fs::ROOT_HINT),
        NotFound::Manifest(Refused::Missing) => {
            error.hint("an empty one makes it the default theme, for a start")
        }
        NotFound::Manifest(_) => error,
        NotFound::Folder(_) => error.maybe_hint(nearest(name, names)).hint(known),
    }
}
