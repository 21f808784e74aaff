//! Arguments and what is on the disk → one resolved `Settings`, with nothing left to decide.

mod here;
mod options;
mod outputs;

use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use crate::args::{BuildArgs, DeckArgs, Deny, FontArgs, Pages, WrittenArgs};
use crate::assets::fonts::FontSources;
use crate::config::{self, Config};
use crate::diag::{Diagnostic, Diagnostics, Sources, Span};
use crate::export::png::DEFAULT_PPI;
use crate::export::{Exporter, PageChoice, Shape};
use crate::fs::{self, Gate, Reach, Refused};
use crate::input::{As, Input};
use crate::names;
use here::{DECK_FILES, deck_in, near_file};
pub(crate) use options::Options;
pub(crate) use outputs::Target;

/// `slides/`, as it was when the program was built.
static SLIDES: Dir = include_dir!("$CARGO_MANIFEST_DIR/slides");

/// The deck that is built when there is no other.
const BUNDLED: &str = "intro-to-llms";

/// The file that a deck in the program is.
const BUNDLED_FILE: &str = "deck.md";

/// The deck that shows every layout.
const GALLERY: &str = "gallery";

/// The folder that `new` copies.
const TALK: &str = "team-talk";

/// The resolved settings of `build`.
pub(crate) struct Settings {
    /// The deck.
    pub(crate) deck: DeckSettings,
    /// What is written, and where.
    pub(crate) outputs: Vec<(&'static Exporter, Target)>,
    /// How pages become pictures.
    pub(crate) pages: PageChoice,
    /// `--explain`: whether to print the reasons for the form of slides.
    pub(crate) explains: bool,
}

/// The resolved settings for compiling a deck.
pub(crate) struct DeckSettings {
    /// Where the deck comes from.
    pub(crate) input: Input,
    /// `--as`: what to read it as. `None`: detected.
    pub(crate) said: Option<As>,
    /// Options from settings and command line.
    pub(crate) options: Options,
}

/// Resolves the arguments of `build`.
///
/// # Errors
/// An input that is not there, `--set` without `=`, several formats into one pipe, an output that
/// would replace the input or is called as what it is not.
pub(crate) fn resolve(args: BuildArgs) -> Result<Settings, Diagnostic> {
    let deck = resolve_deck(args.deck, args.deny)?;
    let outputs = outputs(&deck, &args.written)?;
    let has_pages = outputs.iter().any(|(format, _)| matches!(format.shape, Shape::Pages));
    for (option, given) in [("--pages", args.pages.is_some()), ("--ppi", args.ppi.is_some())] {
        if given && !has_pages {
            let error = Diagnostic::usage(format!("`{option}` is only for `--format png`"));
            return Err(error.hint("`--format png`, or `--format pdf,png` for both"));
        }
    }
    let ranges = args.pages.map(|Pages(ranges)| ranges);
    let pages = PageChoice { ppi: args.ppi.unwrap_or(DEFAULT_PPI), ranges };
    Ok(Settings { deck, outputs, pages, explains: args.explain })
}

/// The outputs of a deck and where they go.
///
/// # Errors
/// As those of [`resolve`] that are about outputs.
pub(crate) fn outputs(
    deck: &DeckSettings,
    written: &WrittenArgs,
) -> Result<Vec<(&'static Exporter, Target)>, Diagnostic> {
    let input = &deck.input;
    let (asked, output) = (written.format.as_deref(), written.output.as_deref());
    let formats = outputs::formats(asked, output, !deck.options.no_notes)?;
    let outputs = outputs::outputs(input, output, &formats, asked.is_some())?;
    if let Input::File { path, more, .. } = input {
        let replaced = [path].into_iter().chain(more).find(|path| {
            let same =
                |target: &Target| matches!(target, Target::Path(out) if fs::same_file(out, path));
            outputs.iter().any(|(_, target)| same(target))
        });
        if let Some(path) = replaced {
            if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("pdf")) {
                let (path, quoted) = (path.display(), names::pasted(&path.to_string_lossy()));
                let error =
                    Diagnostic::usage(format!("`{path}` is called as slides are: it is no deck"));
                return Err(error.hint(format!("`pdftotext {quoted}` makes text of it")));
            }
            let message = format!("`{}` would be replaced by its own output", path.display());
            return Err(Diagnostic::usage(message).hint("name another with `-o`"));
        }
    }
    Ok(outputs)
}

/// Most bytes of a project's settings.
const MAX_CONFIG: u64 = 1 << 20;

/// The project's settings from `llmslides.toml` beside the deck, if there is one. What is wrong in
/// it is among the findings.
///
/// # Errors
/// If it is not text.
pub(crate) fn config(
    gate: Option<&Gate>,
    sources: &mut Sources,
    findings: &mut Diagnostics,
) -> Result<Config, Diagnostics> {
    let Some(gate) = gate else { return Ok(Config::default()) };
    let path = Path::new(config::FILE);
    let name = gate.name(path);
    let text = match gate.read(path, Reach::Project, MAX_CONFIG) {
        Ok(bytes) => fs::decode(&name, bytes)?,
        Err(Refused::Missing) => return Ok(Config::default()),
        Err(why) => {
            findings.push(fs::unread(Span::DETACHED, &name, &why));
            return Ok(Config::default());
        }
    };
    let file = sources.add(name, text.as_str());
    Ok(config::read(&text, file, findings).unwrap_or_else(|no_toml| {
        findings.push(no_toml);
        Config::default()
    }))
}

/// Resolves the arguments that all commands that compile a deck share.
///
/// # Errors
/// An input that is not there, `--set` without `=`.
pub(crate) fn resolve_deck(args: DeckArgs, deny: Option<Deny>) -> Result<DeckSettings, Diagnostic> {
    let input = input(&args.input)?;
    let beside = input.root().map(Path::to_path_buf);
    let FontArgs { font_paths: paths, system_fonts: system } = args.fonts;
    let fonts = FontSources { beside, paths, system };
    let set = args.set.iter().map(|pair| key_value(pair));
    let fit = args.fit.into_iter().map(|mode| Ok(("fit".to_owned(), mode)));
    let handout = args.handout.then(|| Ok(("handout".to_owned(), "true".to_owned())));
    let set = set.chain(fit).chain(handout).collect::<Result<_, _>>()?;
    let root = args.root;
    if let (Some(root), Some(folder)) = (&root, input.root()) {
        let (gate, root) = (Gate::new(folder, Some(root)), root.display());
        if !gate.is_inside() {
            let message = format!("`--root {root}`: the deck is not in that folder");
            return Err(Diagnostic::usage(message));
        }
    }
    let limits = args.limits.limits();
    let theme = args.theme.map(|theme| theme_from_here(theme, &input));
    let deny_warnings = deny == Some(Deny::Warnings);
    let no_notes = args.no_notes;
    let rehearsal = rehearsal(&input).file_name().map(PathBuf::from);
    let options = Options {
        rehearsal,
        theme,
        set,
        limits,
        fonts,
        no_notes,
        deny_warnings,
        root,
        ..Options::default()
    };
    Ok(DeckSettings { input, said: args.read_as, options })
}

/// A theme folder of the command line, made relative to the deck's folder as the deck would name
/// it.
fn theme_from_here(theme: String, input: &Input) -> String {
    let elsewhere = matches!(input, Input::File { root, .. } if root != Path::new(""));
    if !elsewhere || !fs::is_folder(Path::new(&theme)) {
        return theme;
    }
    let absolute = std::path::absolute(&theme).ok();
    absolute.and_then(|path| path.into_os_string().into_string().ok()).unwrap_or(theme)
}

/// Takes `KEY=VALUE` apart.
///
/// # Errors
/// If there is no `=`.
pub(crate) fn key_value(pair: &str) -> Result<(String, String), Diagnostic> {
    let (key, value) = pair.split_once('=').ok_or_else(|| {
        Diagnostic::usage(format!("`--set` expects KEY=VALUE, found `{pair}`"))
            .hint("for example `--set accent=#c8102e`")
    })?;
    Ok((key.trim().to_owned(), value.trim().to_owned()))
}

/// The input that the arguments name; without any, the deck of the current folder.
fn input(paths: &[PathBuf]) -> Result<Input, Diagnostic> {
    match paths {
        [] => Ok(deck_in(Path::new(""))?.unwrap_or_else(bundled)),
        [path] => one_input(path),
        paths => several_inputs(paths),
    }
}

/// Several files as one deck; paths are relative to their common folder.
fn several_inputs(paths: &[PathBuf]) -> Result<Input, Diagnostic> {
    let mut files = Vec::new();
    for path in paths {
        match one_input(path)? {
            Input::File { path, .. } if path.extension().is_none_or(|e| e != "json") => {
                files.push(fs::normalize(&path));
            }
            _ => {
                let message = format!("`{}` cannot be one of several inputs", path.display());
                return Err(Diagnostic::usage(message).hint("several inputs are Markdown files"));
            }
        }
    }
    let leads_out = |path: &PathBuf| path.is_absolute() || path.starts_with("..");
    if files.iter().any(leads_out) {
        for path in &mut files {
            let absolute = std::path::absolute(&path).map(|path| fs::normalize(&path));
            *path = absolute.unwrap_or_else(|_| path.clone());
        }
    }
    let folder = |path: &PathBuf| path.parent().map(Path::to_path_buf).unwrap_or_default();
    let root = files.iter().map(folder).reduce(|a, b| {
        a.components().zip(b.components()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect()
    });
    let path = files.remove(0);
    Ok(Input::File { path, root: root.unwrap_or_default(), more: files })
}

fn one_input(path: &Path) -> Result<Input, Diagnostic> {
    if path == Path::new("-") {
        return Ok(Input::Stdin);
    }
    if fs::is_folder(path) {
        return deck_in(path)?.ok_or_else(|| no_deck(&format!("in `{}`", path.display())));
    }
    // Pipes are allowed.
    if !fs::exists(path) {
        return bundled_deck(path).ok_or_else(|| {
            if is_address(path) {
                return Diagnostic::usage(format!(
                    "`{}` is an address, and no network is opened",
                    path.display()
                ))
                .hint("save the page in the browser, then name its file");
            }
            let near = near_file(path);
            let path = path.display();
            let decks: Vec<&str> = SLIDES.dirs().filter_map(|dir| dir.path().to_str()).collect();
            Diagnostic::usage(format!("cannot read `{path}` (no such file or folder)"))
                .maybe_hint(near)
                .hint(format!("decks that come with llmslides: `{}`", decks.join("`, `")))
        });
    }
    Ok(Input::file(path))
}

/// Whether a path is an address on the web.
fn is_address(path: &Path) -> bool {
    let path = path.to_string_lossy();
    ["http://", "https://"].iter().any(|scheme| path.starts_with(scheme))
}

/// There is no deck in a folder.
fn no_deck(place: &str) -> Diagnostic {
    let names = DECK_FILES.join("`, `");
    Diagnostic::usage(format!("no deck {place}"))
        .hint(format!("a folder's deck is called `{names}`, or is its only Markdown"))
}

/// No deck was named, and there is none here.
pub(crate) fn no_deck_here(command: &str) -> Diagnostic {
    no_deck("here")
        .hint(format!("`llmslides {command} talk.md` takes a file of another name"))
        .hint(format!("`llmslides {command} {BUNDLED}` takes the deck that comes with llmslides"))
}

/// The deck of the current folder, if there is exactly one.
pub(crate) fn deck_here() -> Option<Input> {
    deck_in(Path::new("")).ok().flatten()
}

/// The deck that shows every layout: its text and its folder.
pub(crate) fn gallery() -> (&'static str, &'static Dir<'static>) {
    let dir = SLIDES.get_dir(GALLERY).expect("the gallery is embedded");
    let deck = dir.get_file(dir.path().join("deck.md"));
    (deck.and_then(|deck| deck.contents_utf8()).unwrap_or_default(), dir)
}

/// The folder that a new talk begins as.
pub(crate) fn talk() -> &'static Dir<'static> {
    SLIDES.get_dir(TALK).expect("the talk is embedded")
}

fn bundled() -> Input {
    let dir = SLIDES.get_dir(BUNDLED).expect("the bundled deck is embedded");
    Input::Bundled { name: BUNDLED, file: BUNDLED_FILE, dir, named: false }
}

/// A deck that comes with the program, by its name, or by that of one of its files.
fn bundled_deck(path: &Path) -> Option<Input> {
    // Who writes a slash behind a name means a folder, and it is missing.
    if path.to_string_lossy().ends_with(std::path::is_separator) {
        return None;
    }
    let dir = SLIDES.dirs().find(|dir| path.starts_with(dir.path()))?;
    let file = match path.strip_prefix(dir.path()).ok()? {
        rest if rest == Path::new("") => BUNDLED_FILE,
        rest => {
            let file =
                dir.files().find(|file| file.path().file_name() == Some(rest.as_os_str()))?;
            file.path().file_name()?.to_str().filter(|name| name.ends_with(".md"))?
        }
    };
    Some(Input::Bundled { name: dir.path().to_str()?, file, dir, named: true })
}

/// The rehearsal file of a deck, beside it.
pub(crate) fn rehearsal(input: &Input) -> PathBuf {
    let file = format!("{}.{}", output_name(input), crate::rehearsal::ENDING);
    input.root().unwrap_or(Path::new("")).join(file)
}

/// The name that the outputs of an input get.
fn output_name(input: &Input) -> String {
    let stem = |path: &Path| path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    match input {
        Input::Bundled { name, file: BUNDLED_FILE, .. } => (*name).to_owned(),
        Input::Bundled { name, file, .. } => {
            format!("{name}-{}", file.trim_end_matches(".md"))
        }
        Input::Stdin => "slides".to_owned(),
        Input::File { path, root, .. } => {
            // `deck.md` and the like are named after their folder.
            let generic =
                path.file_name().is_some_and(|name| DECK_FILES.iter().any(|deck| name == *deck));
            // The folder may be the current one, whose name is not in the path.
            let root = std::path::absolute(fs::or_here(root.as_path()));
            let root = root.map(|path| fs::normalize(&path));
            let folder = root.ok().filter(|_| generic);
            let folder = folder.and_then(|root| Some(root.file_name()?.to_str()?.to_owned()));
            folder.or_else(|| stem(path)).unwrap_or_else(|| "slides".to_owned())
        }
    }
}
