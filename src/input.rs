//! What the arguments name → a text, what it is, and what it includes. The one place that decides
//! whether a file is a deck or an article, for all commands.

use std::path::{Path, PathBuf};

use include_dir::Dir;

use crate::article::{self, decode};
use crate::assets::{Files, parts, texts};
use crate::deck::markdown::{self, parts::Parts};
use crate::diag::{Diagnostic, Diagnostics, FileId, Severity, Sources};
use crate::fs::{self, Gate};

/// What standard input is called.
const STDIN: &str = "<stdin>";

/// Endings of files that hold an article in no syntax that is read, and what to do about it.
const OTHERS: [(&str, &str); 6] = [
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
    /// A deck in the program.
    Bundled {
        /// Its name.
        name: &'static str,
        /// Its files.
        dir: &'static Dir<'static>,
        /// Whether it was asked for by its name; else there was no other deck.
        named: bool,
    },
}

impl Input {
    /// A file whose paths count from its own folder.
    pub(crate) fn file(path: &Path) -> Self {
        let root = path.parent().map(Path::to_path_buf).unwrap_or_default();
        Self::File { path: path.to_path_buf(), root, more: Vec::new() }
    }

    /// The folder that paths count from; `None` for a deck in the program.
    pub(crate) fn root(&self) -> Option<&Path> {
        match self {
            Self::File { root, .. } => Some(root),
            Self::Stdin => Some(Path::new("")),
            Self::Bundled { .. } => None,
        }
    }

    /// As messages call it.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::File { path, .. } => path.display().to_string(),
            Self::Stdin => STDIN.to_owned(),
            Self::Bundled { name, .. } => format!("slides/{name}/deck.md"),
        }
    }
}

/// What a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A deck in Markdown; for `import`, an article in Markdown.
    Markdown,
    /// `deck.json`.
    Json,
    /// An article: plain text.
    Text,
    /// An article: a web page.
    Html,
}

impl Kind {
    /// What a text is, by the name of its file, if it has one, and by how it begins.
    pub(crate) fn of(path: Option<&Path>, text: &str) -> Self {
        match path.map_or(Named::Nothing, Named::of) {
            Named::Kind(Self::Text | Self::Html) | Named::Nothing if is_page(text) => Self::Html,
            Named::Kind(Self::Text) if is_deck(text) => Self::Markdown,
            Named::Kind(kind) => kind,
            // `{{<` begins an include.
            Named::Nothing => match text.trim_start() {
                text if text.starts_with('{') && !text.starts_with("{{") => Self::Json,
                _ => Self::Markdown,
            },
        }
    }

    /// The syntax of a text of this kind, should it be read as an article.
    fn as_article(self, path: Option<&Path>, text: &str) -> article::Syntax {
        match self {
            Self::Html => article::Syntax::Html,
            Self::Text => article::Syntax::Text,
            Self::Markdown | Self::Json if path.is_some() || is_markdown(text) => {
                article::Syntax::Markdown
            }
            Self::Markdown | Self::Json => article::Syntax::Text,
        }
    }
}

/// What the name of a file tells of it.
enum Named {
    Kind(Kind),
    Nothing,
}

impl Named {
    fn of(path: &Path) -> Self {
        let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        Self::Kind(match ending.as_str() {
            "json" => Kind::Json,
            "txt" | "text" => Kind::Text,
            "html" | "htm" | "xhtml" | "shtml" => Kind::Html,
            ending if texts::MARKDOWN.contains(&ending) => Kind::Markdown,
            _ => return Self::Nothing,
        })
    }
}

/// Whether a file is called as if it held an article. It is read as it is: what would be mended is
/// mended in the deck that is made of it.
pub(crate) fn is_called_article(path: &Path) -> bool {
    matches!(Named::of(path), Named::Kind(Kind::Text | Kind::Html))
}

/// Whether a file is called as if it held Markdown.
pub(crate) fn is_called_markdown(path: &Path) -> bool {
    matches!(Named::of(path), Named::Kind(Kind::Markdown))
}

/// Whether a text begins as a web page does.
fn is_page(text: &str) -> bool {
    let head: String = text.trim_start().chars().take(16).collect::<String>().to_lowercase();
    ["<!doctype", "<html", "<?xml"].iter().any(|tag| head.starts_with(tag))
}

/// Whether a text has headings, code or front matter as Markdown has them.
fn is_markdown(text: &str) -> bool {
    let mut lines = text.lines();
    text.trim_start().starts_with("---\n")
        || lines.any(|line| is_heading(line) || line.starts_with("```"))
}

/// Whether a line is a heading in Markdown.
fn is_heading(line: &str) -> bool {
    let hashes = line.len() - line.trim_start_matches('#').len();
    (1..=6).contains(&hashes) && line[hashes..].starts_with(' ')
}

/// Whether a text that is called as plain text is a deck in Markdown.
fn is_deck(text: &str) -> bool {
    let headings = text.lines().filter(|line| is_heading(line)).count();
    headings > 0 && markdown::clean(text).is_some_and(|clean| clean.is_of_chatbot())
        || headings > 1 && text.lines().any(|line| line.starts_with("## "))
}

/// A text that was read, and what it includes.
pub(crate) struct Text {
    /// The text that is read.
    pub(crate) file: FileId,
    /// The file that the author has. It is another one if a deck was made of it.
    pub(crate) written: FileId,
    /// What it is.
    pub(crate) kind: Kind,
    /// Its syntax, should it be read as an article.
    pub(crate) syntax: article::Syntax,
    /// The encoding that it was in.
    pub(crate) encoding: &'static str,
    /// What it includes.
    pub(crate) parts: Parts,
    /// Where its files are.
    pub(crate) files: Files,
}

impl Text {
    /// A text that stands in no file of its own; its paths count from `files`.
    pub(crate) fn given(
        name: &str,
        text: &str,
        files: Files,
        sources: &mut Sources,
        findings: &mut Diagnostics,
    ) -> Self {
        let kind = Kind::of(None, text);
        let written = sources.add(name, text);
        let file = cleaned(written, kind, sources, findings);
        let parts = match &files {
            Files::Folder(gate) => {
                parts::load(gate, &[(file, PathBuf::from(name))], sources, findings)
            }
            Files::Embedded(_) | Files::Sample(_) => Parts::default(),
        };
        let syntax = kind.as_article(None, text);
        Self { file, written, kind, syntax, encoding: UTF_8, parts, files }
    }

    /// An article that stands in no file of its own, and includes nothing.
    pub(crate) fn article(syntax: article::Syntax, text: &str, sources: &mut Sources) -> Self {
        let file = sources.add("article", text);
        let (kind, parts, files) = (Kind::of(None, text), Parts::default(), Files::Sample(None));
        Self { file, written: file, kind, syntax, encoding: UTF_8, parts, files }
    }

    /// Every file of it: the one that was named, then those that it includes.
    pub(crate) fn all_files(&self) -> Vec<FileId> {
        let others = self.parts.files().filter(|file| *file != self.file);
        [self.written].into_iter().chain(others).collect()
    }
}

/// The deck that a text in Markdown means: a chatbot's answer holds one.
fn cleaned(file: FileId, kind: Kind, sources: &mut Sources, findings: &mut Diagnostics) -> FileId {
    let text = sources.get(file).map_or("", |file| file.text.as_str());
    match markdown::clean(text).filter(|_| kind == Kind::Markdown) {
        Some(clean) => {
            findings.0.extend(clean.findings(file, text));
            sources.add_made(file, clean.text, clean.lines)
        }
        None => file,
    }
}

const UTF_8: &str = "UTF-8";

/// What is said about an input outside of it.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Reading<'a> {
    /// The encoding that it is in, where that is not to be found out.
    pub(crate) encoding: Option<&'a str>,
    /// The root of its project, where that is not to be found out.
    pub(crate) project: Option<&'a Path>,
    /// Whether it is read as it is, for what is made of it: no deck is looked for in it.
    pub(crate) as_written: bool,
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
    let gate = |root: &Path| Gate::new(root, reading.project);
    match input {
        Input::Bundled { dir, .. } => {
            let text = dir.get_file(dir.path().join("deck.md"));
            let text = text.and_then(|file| file.contents_utf8()).unwrap_or_default();
            let files = Files::Embedded(dir);
            Ok(Text::given(&input.name(), text, files, sources, findings))
        }
        Input::Stdin => {
            let read = add(None, reading.encoding, sources, findings)?;
            let mut files = [(read, PathBuf::from(STDIN))];
            let written = prepare(None, &mut files, reading, sources, findings);
            let text = with_parts(None, &files, gate(Path::new("")), sources, findings);
            Ok(Text { written, ..text })
        }
        Input::File { path, root, more } => {
            let mut files = Vec::new();
            for path in [path].into_iter().chain(more) {
                let below = path.strip_prefix(root).unwrap_or(path).to_path_buf();
                files.push((add(Some(path), reading.encoding, sources, findings)?, below));
            }
            let written = prepare(Some(path), &mut files, reading, sources, findings);
            let text = with_parts(Some(path), &files, gate(root), sources, findings);
            Ok(Text { written, ..text })
        }
    }
}

/// Has the deck that is found in the first of these files stand in its place; the file as it was
/// written.
fn prepare(
    path: Option<&Path>,
    files: &mut [(Added, PathBuf)],
    reading: Reading,
    sources: &mut Sources,
    findings: &mut Diagnostics,
) -> FileId {
    let written = files[0].0.0;
    let text = sources.get(written).map_or("", |file| file.text.as_str());
    let kind = Kind::of(path, text);
    if !reading.as_written {
        files[0].0.0 = cleaned(written, kind, sources, findings);
    }
    written
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
    let named = path.map_or(Named::Nothing, Named::of);
    let is_article = matches!(named, Named::Kind(Kind::Text | Kind::Html));
    let name = path.map_or(STDIN.to_owned(), |path| path.display().to_string());
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
        Named::Kind(Kind::Json) => {
            Ok((sources.add(name.clone(), fs::decode(&name, bytes)?), UTF_8))
        }
        _ => texts::add(&name, bytes, sources, findings)
            .map_err(|error| error.maybe_hint(path.and_then(of_other).map(str::to_owned))),
    }
}

/// The text in the first of these files, with what they include. `path`: what the first is called.
fn with_parts(
    path: Option<&Path>,
    files: &[(Added, PathBuf)],
    gate: Gate,
    sources: &mut Sources,
    findings: &mut Diagnostics,
) -> Text {
    let (file, encoding) = files[0].0;
    let text = sources.get(file).map_or("", |file| file.text.as_str());
    let kind = Kind::of(path, text);
    let syntax = kind.as_article(path, text);
    let parts = match kind {
        Kind::Markdown => {
            let files: Vec<(FileId, PathBuf)> =
                files.iter().map(|((file, _), path)| (*file, path.clone())).collect();
            parts::load(&gate, &files, sources, findings)
        }
        Kind::Json | Kind::Text | Kind::Html => Parts::default(),
    };
    let files = Files::Folder(gate);
    Text { file, written: file, kind, syntax, encoding, parts, files }
}

/// What to do about a file of another kind, by its name.
fn of_other(path: &Path) -> Option<&'static str> {
    let ending = path.extension()?.to_string_lossy().to_lowercase();
    OTHERS.iter().find(|(other, _)| *other == ending).map(|(_, hint)| *hint)
}

/// The bytes of a file are no text.
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
