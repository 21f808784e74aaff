//! Finds the files of a theme: in the program, in a folder, and beside the deck.

use std::path::{Path, PathBuf};

use crate::contract::Aspect;
use crate::diag::{Diagnostic, Diagnostics, Sources, Span, nearest};
use crate::fs::{self, Gate, Reach, Refused};
use crate::theme::{self, DEFAULT, Layer, Layers, MANIFEST, Own, Setting, Theme, bundled};

/// Most bytes of a template.
const MAX_BYTES: u64 = 4 << 20;

/// Folder of a project with templates that lie over those of its theme, whichever it is.
pub(crate) const TEMPLATES: &str = "templates";
/// Folder of a project with its own themes.
pub(crate) const THEMES: &str = "themes";

/// What a deck asks for as its theme.
#[derive(Default)]
pub(crate) struct Request<'a> {
    /// A bundled theme's name, or a folder. `None`: the default.
    pub(crate) name: Option<&'a str>,
    /// Where the name was written.
    pub(crate) name_span: Span,
    /// Whether it was named on the command line: then it may be anywhere.
    pub(crate) is_the_users: bool,
    /// The deck's folder, in which themes are searched, and whose templates are laid over the
    /// theme's.
    pub(crate) base: Option<&'a Gate>,
    /// The proportions of its pages.
    pub(crate) aspect: Aspect,
}

/// A theme that was found.
pub(crate) struct Loaded {
    /// The theme.
    pub(crate) theme: Theme,
    /// Its folder; `None` for a bundled one.
    pub(super) folder: Option<Gate>,
}

impl Loaded {
    /// The default theme as it came.
    pub(crate) fn ours() -> Self {
        Self { theme: theme::ours(), folder: None }
    }
}

/// Loads a theme, lays the project's templates over it, and sets the tokens that are asked for.
///
/// # Errors
/// An unknown theme of the command line's; files that cannot be read; and those of [`theme::load`].
pub(crate) fn load(
    request: &Request,
    tokens: Vec<Setting>,
    sources: &mut Sources,
    findings: &mut Diagnostics,
) -> Result<Loaded, Diagnostics> {
    let name = request.name.unwrap_or(DEFAULT);
    let (theme, folder) = find(name, request, sources, findings)?;
    let templates = match request.base {
        Some(gate) => beside(gate, sources, findings)?,
        None => Layer::default(),
    };
    let theme = theme::load(
        Layers { theme, templates, tokens, aspect: request.aspect },
        sources,
        findings,
    )?;
    Ok(Loaded { theme, folder })
}

/// The templates in a folder: name and text.
///
/// # Errors
/// If they cannot be read.
pub(crate) fn texts_in(
    folder: &Path,
    sources: &mut Sources,
) -> Result<Vec<(String, String)>, Diagnostics> {
    let layer = read(&Gate::closed(folder), sources, &mut Diagnostics::default())?;
    Ok(layer.texts())
}

/// The summary of a theme, in a line.
///
/// # Errors
/// If there is no such theme, or its `theme.toml` cannot be read.
pub(crate) fn summary(
    name: &str,
    base: Option<&Gate>,
    sources: &mut Sources,
) -> Result<String, Diagnostics> {
    let request = Request { name: Some(name), base, ..Request::default() };
    find(name, &request, sources, &mut Diagnostics::default())?.0.summary()
}

/// Finds a theme by its name or its folder. A name means first a theme of the project's, in
/// `themes/`: whoever ejected one meant to use it. In place of one that there is not, the default
/// theme is taken; of the command line's, that is an error.
///
/// # Errors
/// If its files cannot be read.
fn find(
    name: &str,
    request: &Request,
    sources: &mut Sources,
    findings: &mut Diagnostics,
) -> Result<(Layer, Option<Gate>), Diagnostics> {
    if let Some(own) = in_project(name, request) {
        return Ok((read(&own, sources, findings)?, Some(own)));
    }
    if bundled().any(|theme| theme == name) {
        return Ok((Layer::bundled(name), None));
    }
    match folder(name, request) {
        Ok(folder) => Ok((read(&folder, sources, findings)?, Some(folder))),
        Err(why) => {
            let unknown = not_found(name, &why, request);
            if unknown.is_error() {
                return Err(unknown.into());
            }
            findings.push(unknown);
            Ok((Layer::bundled(DEFAULT), None))
        }
    }
}

/// The folder of a theme of the project's, by its name.
fn in_project(name: &str, request: &Request) -> Option<Gate> {
    let own = request.base.filter(|_| !is_path(name))?;
    let folder = own.within(&Path::new(THEMES).join(name)).ok()?;
    folder.has(Path::new(MANIFEST), Reach::Project).then_some(folder)
}

/// The folder of a theme named by its path.
fn folder(name: &str, request: &Request) -> Result<Gate, NotFound> {
    let here = Gate::closed(Path::new("."));
    let base = request.base.unwrap_or(&here);
    let folder = match base.within(Path::new(name)) {
        // Folders named on the command line may be anywhere.
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

/// The missing part of a theme.
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
fn beside(
    gate: &Gate,
    sources: &mut Sources,
    findings: &mut Diagnostics,
) -> Result<Layer, Diagnostics> {
    let path = Path::new(TEMPLATES);
    let folder = match gate.within(path) {
        Ok(folder) => folder,
        Err(Refused::Missing) => return Ok(Layer::default()),
        Err(why) => {
            findings.push(fs::unread(Span::DETACHED, &gate.name(path), &why));
            return Ok(Layer::default());
        }
    };
    // Themes are chosen by name, so a `theme.toml` here is ignored.
    Ok(read(&folder, sources, findings)?.without_manifest())
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
fn read(
    folder: &Gate,
    sources: &mut Sources,
    findings: &mut Diagnostics,
) -> Result<Layer, Diagnostics> {
    let mut layer = Layer::default();
    for path in folder.paths()?.into_iter().filter(|path| Layer::takes(path)) {
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
        layer.add(path, text, Own { name, file });
    }
    Ok(layer)
}

/// The finding that there is no such theme.
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
