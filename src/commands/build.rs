//! `llmslides build`: a deck becomes files.

use std::path::{Path, PathBuf};
use std::time::Instant;

use unicode_width::UnicodeWidthStr;

use crate::args::{BuildArgs, Format};
use crate::assets::Files;
use crate::deck::{Block, Deck, json, timing};
use crate::diag::{Diagnostic, Diagnostics, Sources, Span};
use crate::engine::limits;
use crate::export::notes;
use crate::pipeline::{self, Emitted, Syntax};
use crate::report::Reporter;
use crate::settings::{self, Input, Settings, Target};
use crate::{fs, report};

/// One finished output.
struct Output {
    target: Target,
    /// A file's content, or a folder's files.
    content: Content,
    /// What the summary says of it.
    summary: String,
}

enum Content {
    File(Vec<u8>),
    Folder(Vec<(String, Vec<u8>)>),
}

/// Builds a deck. Nothing is written before everything is done.
pub(super) fn run(
    args: BuildArgs,
    reporter: Reporter,
    sources: &mut Sources,
) -> Result<(), Diagnostics> {
    let started = Instant::now();
    let settings = settings::resolve(args)?;
    if let Input::Bundled { name, .. } = &settings.input {
        reporter.line(&format!("no deck here: building the bundled one, `{name}`"));
    }
    let mut findings = Diagnostics::default();
    let outputs = outputs(&settings, sources, &mut findings).map_err(|mut errors| {
        // Findings lead to errors: `unknown key` explains why a title is missing.
        errors.0.splice(0..0, findings.0.drain(..));
        errors
    })?;
    reporter.diagnostics(&findings.0, sources);
    write(&outputs, reporter)?;
    summarize(&outputs, started, reporter);
    Ok(())
}

fn outputs(
    settings: &Settings,
    sources: &mut Sources,
    findings: &mut Diagnostics,
) -> Result<Vec<Output>, Diagnostics> {
    let (file, syntax, root) = read_input(&settings.input, sources)?;
    let files = match &settings.input {
        Input::Bundled { dir, .. } => Files::Embedded(dir),
        Input::File { .. } | Input::Stdin => Files::Folder(&root),
    };
    let mut deck = pipeline::read(file, syntax, sources, findings)?;
    pipeline::configure(&mut deck, settings.theme.as_deref(), &settings.set)?;
    let theme_span = theme_span(settings, &deck, file, sources);
    let emitted = pipeline::emit(&deck, &files, theme_span, sources, findings)?;
    let wants = |format: Format| settings.outputs.iter().any(|(f, _)| *f == format);
    limits::arm(settings.limits, last_words(&emitted, &deck, settings, sources));
    let typst = wants(Format::Typst).then(|| pipeline::typst_files(&emitted));
    let compiled = pipeline::compile(emitted, root.clone(), sources, findings)?;
    let pages = compiled.document.pages().len();
    let pdf = match wants(Format::Pdf) {
        true => Some(pipeline::export_pdf(&compiled, sources, findings)?),
        false => None,
    };
    limits::disarm();
    let slides = deck.slides().count();
    let (mut pdf, mut typst) = (pdf, typst);
    let one = |(format, target): &(Format, Target)| {
        let (content, summary) = match format {
            Format::Pdf => {
                let bytes = pdf.take().unwrap_or_default();
                let summary = format!("{} · {}", count(pages, "page"), size(bytes.len()));
                (Content::File(bytes), summary)
            }
            Format::Notes => {
                let bytes = notes::write(&deck).into_bytes();
                let talk = talk(&deck);
                let summary =
                    format!("{} · {} · {talk}", count(slides, "slide"), size(bytes.len()));
                (Content::File(bytes), summary)
            }
            Format::Json => {
                let bytes = json::write(&deck).into_bytes();
                let summary = format!("{} · {}", count(slides, "slide"), size(bytes.len()));
                (Content::File(bytes), summary)
            }
            Format::Typst => {
                let files = typst.take().unwrap_or_default();
                let summary = count(files.len(), "file");
                (Content::Folder(files), summary)
            }
        };
        Output { target: target.clone(), content, summary }
    };
    Ok(settings.outputs.iter().map(one).collect())
}

fn read_input(
    input: &Input,
    sources: &mut Sources,
) -> Result<(crate::diag::FileId, Syntax, PathBuf), Diagnostics> {
    Ok(match input {
        Input::File { path, root } => {
            let text = fs::read_text(path)?;
            let json = path.extension().is_some_and(|extension| extension == "json");
            let syntax = if json { Syntax::Json } else { Syntax::Markdown };
            (sources.add(path.display().to_string(), text), syntax, pipeline::root_of(root))
        }
        Input::Stdin => {
            let text = fs::read_stdin()?;
            let json = text.trim_start().starts_with('{');
            let syntax = if json { Syntax::Json } else { Syntax::Markdown };
            (sources.add("<stdin>", text), syntax, PathBuf::from("."))
        }
        Input::Bundled { name, dir } => {
            let file = dir.get_file(dir.path().join("deck.md"));
            let text = file.and_then(|file| file.contents_utf8()).unwrap_or_default();
            let name = format!("slides/{name}/deck.md");
            (sources.add(name, text), Syntax::Markdown, PathBuf::from("."))
        }
    })
}

/// Where the deck names its theme, for a message; detached if the command line does.
fn theme_span(
    settings: &Settings,
    deck: &Deck,
    file: crate::diag::FileId,
    sources: &Sources,
) -> Span {
    let Some(theme) = deck.meta.theme.as_deref().filter(|_| settings.theme.is_none()) else {
        return Span::DETACHED;
    };
    let text = sources.get(file).map_or("", |file| file.text.as_str());
    let found = text.find("theme").and_then(|key| Some(key + text[key..].find(theme)?));
    found.map_or(Span::DETACHED, |at| Span::new(file, at..at + theme.len()))
}

/// What is said if compiling takes too long or too much memory, for each raw Typst block.
fn last_words(
    emitted: &Emitted,
    deck: &Deck,
    settings: &Settings,
    sources: &Sources,
) -> limits::LastWords {
    let seconds = settings.limits.time.as_secs();
    let mib = settings.limits.memory >> 20;
    let words = |path: &str, span: Option<Span>| {
        let say = |what: &str, option: &str| {
            let message = format!("compiling the deck takes more than {what}");
            let mut error = match span {
                Some(span) => Diagnostic::error(span, message)
                    .hint("this raw Typst was compiled last; does it loop without end?"),
                None => Diagnostic::usage(message),
            };
            error = error.hint(format!("`{option}` allows more"));
            report::render(&error, sources, false)
        };
        let time = say(&format!("{seconds} s"), "--time-limit");
        let memory = say(&format!("{mib} MiB of memory"), "--memory-limit");
        (path.to_owned(), time, memory)
    };
    let mut spans = Vec::new();
    for slide in deck.slides() {
        crate::deck::block::visit_blocks(&slide.blocks, &mut |block| {
            if matches!(block.value, Block::Typst { .. }) {
                spans.push(block.span);
            }
        });
    }
    let raw = emitted.files.iter().filter(|file| file.path.contains("-typst-"));
    let mut all = vec![words("", None)];
    all.extend(raw.zip(spans).map(|(file, span)| words(&file.path, Some(span))));
    all
}

/// Writes every output; files are replaced only when all of them could be written.
fn write(outputs: &[Output], reporter: Reporter) -> Result<(), Diagnostics> {
    let mut staged = Vec::new();
    for output in outputs {
        match (&output.target, &output.content) {
            (Target::Stdout, Content::File(bytes)) => reporter.data(bytes)?,
            (Target::Path(path), Content::File(bytes)) => staged.push(fs::stage(path, bytes)?),
            (Target::Path(folder), Content::Folder(files)) => {
                for (path, bytes) in files {
                    staged.push(fs::stage(&folder.join(path), bytes)?);
                }
            }
            (Target::Stdout, Content::Folder(_)) => {}
        }
    }
    for file in staged {
        file.replace()?;
    }
    Ok(())
}

fn summarize(outputs: &[Output], started: Instant, reporter: Reporter) {
    let name = |target: &Target| match target {
        Target::Stdout => "(standard output)".to_owned(),
        Target::Path(path) => shown(path),
    };
    let width = outputs.iter().map(|output| name(&output.target).width()).max().unwrap_or(0);
    for output in outputs {
        let name = name(&output.target);
        let pad = " ".repeat(width - name.width());
        reporter.line(&format!("{name}{pad}  {}", output.summary));
    }
    reporter.line(&format!("done in {:.2} s", started.elapsed().as_secs_f64()));
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn talk(deck: &Deck) -> String {
    let minutes = timing::total_minutes(deck);
    let planned = deck.meta.duration.map(|planned| format!(" of {planned:.0} planned"));
    format!("{minutes:.0} min of talk{}", planned.unwrap_or_default())
}

fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

fn size(bytes: usize) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} KiB", bytes / 1024),
        _ => format!("{:.1} MiB", bytes as f64 / 1_048_576.0),
    }
}
