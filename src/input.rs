//! What the arguments name → a text, its kind, and the files it includes. The one place that
//! decides whether a file is a deck or an article, for all commands.

mod form;

use std::path::{Path, PathBuf};

use include_dir::Dir;

use crate::article::{self, decode};
use crate::assets::{Files, includes, texts};
use crate::deck::markdown::{self, Becomes, Clean, included::Included};
use crate::deck::meta::LayoutChoice;
use crate::diag::{Diagnostic, Diagnostics, FileId, Severity, Sources};
use crate::fs::{self, Gate};
use form::Form;
pub(crate) use form::{As, Kind, is_called_markdown};

/// The name of standard input.
const STDIN: &str = "<stdin>";

/// Extensions of document formats that cannot be read, and what to do about each.
const OTHERS: [(&str, &str); 9] = [
    ("pptx", "save its outline as text (.txt) and import that"),
    ("ppt", "save its outline as text (.txt) and import that"),
    ("key", "export its text and import that"),
    ("docx", "save it as a web page (.html), or `pandoc talk.docx -o talk.md`"),
    ("doc", "save it as a web page (.html)"),
    ("pdf", "`pdftotext talk.pdf` makes text of it"),
    ("epub", "`pandoc book.epub -o book.md` makes Markdown of it"),
    ("rtf", "save it as a web page (.html)"),
    ("odt", "save it as a web page (.html)"),
];

/// Where a deck or an article comes from.
#[derive(Debug)]
pub(crate) enum Input {
    /// A file, and the folder that its paths count from.
    File {
        /// The file.
        path: PathBuf,
        /// The folder; empty for the current one.
        root: PathBuf,
        /// Files that follow it, inside the folder.
        more: Vec<PathBuf>,
    },
    /// Standard input; paths count from the current folder.
    Stdin,
    /// A bundled deck.
    Bundled {
        /// Its name.
        name: &'static str,
        /// Which of its files: there may be a shorter version.
        file: &'static str,
        /// Its files.
        dir: &'static Dir<'static>,
        /// Whether it was asked for by name; else it is built because there is no other deck.
        named: bool,
    },
}

impl Input {
    /// A file whose paths count from its own folder.
    pub(crate) fn file(path: &Path) -> Self {
        let root = path.parent().map(Path::to_path_buf).unwrap_or_default();
        Self::File { path: path.to_path_buf(), root, more: Vec::new() }
    }

    /// The folder that paths are relative to; `None` for a bundled deck.
    pub(crate) fn root(&self) -> Option<&Path> {
        match self {
            Self::File { root, .. } => Some(root),
            Self::Stdin => Some(Path::new("")),
            Self::Bundled { .. } => None,
        }
    }

    /// Its name in messages.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::File { path, .. } => path.display().to_string(),
            Self::Stdin => STDIN.to_owned(),
            Self::Bundled { name, file, .. } => format!("slides/{name}/{file}"),
        }
    }
}

/// A text that was read, and what it includes.
pub(crate) struct Text {
    /// The text to be parsed.
    pub(crate) file: FileId,
    /// The author's file: another one than `file` if a deck was made of it.
    pub(crate) written: FileId,
    /// Its kind.
    pub(crate) kind: Kind,
    /// Whether it is an article by its content although it is named like a deck.
    pub(crate) is_taken_for_article: bool,
    /// Its syntax in case it is an article.
    pub(crate) syntax: article::Syntax,
    /// The titles of slides that got a layout for their content, and why.
    pub(crate) laid_out: Vec<(String, &'static str)>,
    /// The encoding that it was in.
    pub(crate) encoding: &'static str,
    /// What it includes.
    pub(crate) included: Included,
    /// Where other files of the deck are found.
    pub(crate) files: Files,
}

impl Text {
    /// A text without a file of its own; its paths are relative to `files`.
    pub(crate) fn given(
        name: &str,
        text: &str,
        files: Files,
        sources: &mut Sources,
        findings: &mut Diagnostics,
    ) -> Self {
        let form = Form::of(None, text);
        let said = Some(As::Deck).filter(|_| form == Form::Markdown);
        let reading = Reading { said, ..Reading::default() };
        let written = sources.add(name, text);
        let Understood { kind, file, syntax, laid_out } =
            understood(written, None, (form, reading), sources, findings);
        let path = Path::new(name).file_name().map(PathBuf::from).unwrap_or_default();
        let included = includes::load(&files, &[(file, path)], sources, findings);
        Self {
            file,
            written,
            kind,
            is_taken_for_article: false,
            syntax,
            laid_out,
            encoding: UTF_8,
            included,
            files,
        }
    }

    /// An article without a file of its own, which includes nothing.
    pub(crate) fn article(syntax: article::Syntax, text: &str, sources: &mut Sources) -> Self {
        let file = sources.add("article", text);
        Self {
            file,
            written: file,
            kind: Kind::Article,
            is_taken_for_article: false,
            syntax,
            laid_out: Vec::new(),
            encoding: UTF_8,
            included: Included::default(),
            files: Files::Sample(None),
        }
    }

    /// Every file of it: the one that was named, then those that it includes.
    pub(crate) fn all_files(&self) -> Vec<FileId> {
        let others = self.included.files().filter(|file| *file != self.file);
        [self.written].into_iter().chain(others).collect()
    }
}

/// The kind of a text, and what was made of it.
struct Understood {
    kind: Kind,
    file: FileId,
    /// Its syntax, should it be read as an article.
    syntax: article::Syntax,
    laid_out: Vec<(String, &'static str)>,
}

/// Finds out the kind of a text. A chatbot's answer contains a deck, or only speech, from which one
/// is drafted. `path`: its file name.
fn understood(
    file: FileId,
    path: Option<&Path>,
    (form, reading): (Form, Reading),
    sources: &mut Sources,
    findings: &mut Diagnostics,
) -> Understood {
    let text = sources.get(file).map_or("", |file| file.text.as_str());
    // Both parse the whole text, so they run in parallel.
    let (prose, clean) =
        rayon::join(|| form.prose(text, reading.said), || markdown::clean(text, reading.layouts));
    let kind = form.kind(text, reading.said, prose, clean.as_ref());
    let syntax = form.syntax(path, text, clean.as_ref());
    let is_said = |clean: &Clean| {
        let is_text = matches!(form, Form::Markdown | Form::Text);
        clean.becomes == Becomes::Article && is_text && reading.said != Some(As::Deck)
    };
    let as_it_is = Understood { kind, file, syntax, laid_out: Vec::new() };
    let Some(clean) = clean else { return as_it_is };
    if kind != Kind::Markdown && !is_said(&clean) {
        findings.0.extend(clean.undivided(file, text));
        return as_it_is;
    }
    let (kind, syntax) = match is_said(&clean) {
        true => (Kind::Article, article::Syntax::Markdown),
        false => (kind, syntax),
    };
    findings.0.extend(clean.findings(file, text));
    let file = sources.add_made(file, clean.text, clean.lines);
    Understood { kind, file, syntax, laid_out: clean.laid_out }
}

const UTF_8: &str = "UTF-8";

/// Options for reading an input.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Reading<'a> {
    /// Its encoding; `None`: detected.
    pub(crate) encoding: Option<&'a str>,
    /// The gate of its folder, if there is one already.
    pub(crate) gate: Option<&'a Gate>,
    /// What to read it as; `None`: detected.
    pub(crate) said: Option<As>,
    /// Which slides of an answer get a layout if the answer does not say.
    pub(crate) layouts: Option<LayoutChoice>,
}

/// Reads an input and what it includes.
///
/// # Errors
/// What cannot be read, is too large, or is no text.
pub(crate) fn read(
    input: &Input,
    reading: Reading,
    sources: &mut Sources,
    findings: &mut Diagnostics,
) -> Result<Text, Diagnostics> {
    let gate = |root: &Path| reading.gate.cloned().unwrap_or_else(|| Gate::new(root, None));
    match input {
        Input::Bundled { dir, file, .. } => {
            let text = dir.get_file(dir.path().join(file));
            let text = text.and_then(|file| file.contents_utf8()).unwrap_or_default();
            let files = Files::Embedded(dir);
            Ok(Text::given(&input.name(), text, files, sources, findings))
        }
        Input::Stdin => {
            let read = add(None, reading.encoding, sources, findings)?;
            let mut files = [(read, PathBuf::from(STDIN))];
            Ok(whole(None, &mut files, (reading, gate(Path::new(""))), sources, findings))
        }
        Input::File { path, root, more } => {
            let mut files = Vec::new();
            for path in [path].into_iter().chain(more) {
                let below = path.strip_prefix(root).unwrap_or(path).to_path_buf();
                files.push((add(Some(path), reading.encoding, sources, findings)?, below));
            }
            // Several files always make a deck.
            let said = if more.is_empty() { reading.said } else { Some(As::Deck) };
            let reading = Reading { said, ..reading };
            Ok(whole(Some(path), &mut files, (reading, gate(root)), sources, findings))
        }
    }
}

/// A file among the sources, and the encoding that it was in.
type Added = (FileId, &'static str);

/// Adds the text of a file, or of standard input, to the sources.
fn add(
    path: Option<&Path>,
    encoding: Option<&str>,
    sources: &mut Sources,
    findings: &mut Diagnostics,
) -> Result<Added, Diagnostic> {
    let named = path.and_then(Form::named);
    let is_article = matches!(named, Some(Form::Text | Form::Html));
    let name = path.map_or(STDIN.to_owned(), |path| path.display().to_string());
    if let Some((path, hint)) = path.and_then(|path| Some((path, of_other(path)?))) {
        fs::read_deck(path)?;
        let message = format!("`{name}` is neither a deck nor text");
        return Err(
            Diagnostic { severity: Severity::Error, ..Diagnostic::usage(message) }.hint(hint)
        );
    }
    let bytes = match path {
        None => fs::read_stdin()?,
        Some(path) if is_article => fs::read_article(path)?,
        Some(path) => fs::read_deck(path)?,
    };
    if is_article || encoding.is_some() {
        let decoded = decode::decode(&bytes, encoding).map_err(|why| no_text(&name, path, why))?;
        return Ok((sources.add(name, decoded.text), decoded.encoding));
    }
    match named {
        Some(Form::Json) => Ok((sources.add(name.clone(), fs::decode(&name, bytes)?), UTF_8)),
        _ => texts::add(&name, bytes, sources, findings)
            .map_err(|error| error.maybe_hint(path.and_then(of_other).map(str::to_owned))),
    }
}

/// The text of the first of these files with its includes, and the deck found in it in its place.
/// `path`: the name of the first.
fn whole(
    path: Option<&Path>,
    files: &mut [(Added, PathBuf)],
    (reading, gate): (Reading, Gate),
    sources: &mut Sources,
    findings: &mut Diagnostics,
) -> Text {
    let (written, encoding) = files[0].0;
    let text = sources.get(written).map_or("", |file| file.text.as_str());
    let form = Form::of(path, text);
    let Understood { kind, file, syntax, laid_out } =
        understood(written, path, (form, reading), sources, findings);
    let is_taken_for_article = reading.said.is_none()
        && kind == Kind::Article
        && form == Form::Markdown
        && file == written;
    files[0].0.0 = file;
    let place = Files::Folder(gate);
    let included = match kind {
        Kind::Markdown => {
            let files: Vec<(FileId, PathBuf)> =
                files.iter().map(|((file, _), path)| (*file, path.clone())).collect();
            includes::load(&place, &files, sources, findings)
        }
        Kind::Json | Kind::Article => Included::default(),
    };
    Text {
        file,
        written,
        kind,
        is_taken_for_article,
        syntax,
        laid_out,
        encoding,
        included,
        files: place,
    }
}

/// The hint about a file in a format that cannot be read, by its extension.
fn of_other(path: &Path) -> Option<&'static str> {
    let ending = path.extension()?.to_string_lossy().to_lowercase();
    OTHERS.iter().find(|(other, _)| *other == ending).map(|(_, hint)| *hint)
}

/// The error that a file is not text.
fn no_text(name: &str, path: Option<&Path>, why: String) -> Diagnostic {
    let unknown = why.starts_with("unknown");
    let message = if unknown { why } else { format!("cannot read `{name}`: {why}") };
    let severity = if unknown { Severity::Usage } else { Severity::Error };
    let error = Diagnostic { severity, ..Diagnostic::usage(message) };
    error.hint(match path.and_then(of_other) {
        Some(hint) => hint,
        None if unknown => "for example `--encoding gb18030` or `--encoding big5`",
        None => {
            "`--encoding gb18030` or another name decodes a text whose encoding is not found out"
        }
    })
}
