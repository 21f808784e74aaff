//! `llmslides build`: a deck becomes files.

use std::path::{Path, PathBuf};
use std::time::Instant;

use unicode_width::UnicodeWidthStr;

use super::pages::{self, Pictures};
use crate::args::{BuildArgs, Format};
use crate::assets::{Files, fonts};
use crate::deck::{Block, Deck, json, timing};
use crate::diag::{Diagnostic, Diagnostics, Sources, Span};
use crate::engine::limits::{self, LastWords, Limits};
use crate::export::notes;
use crate::pipeline::{self, Emitted, Syntax};
use crate::report::Reporter;
use crate::settings::{self, Input, Settings, Target};
use crate::{fs, report};

/// From this many slides on, it takes long enough to say what is going on.
const MANY_SLIDES: usize = 300;

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
    Pages(Pictures),
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
    let built = build(&settings, reporter, sources, &mut findings);
    let mut built = built.map_err(|mut errors| {
        // Findings lead to errors: `unknown key` explains why a title is missing.
        errors.0.splice(0..0, findings.0.drain(..));
        errors
    })?;
    let outputs: Vec<Output> = settings
        .outputs
        .iter()
        .map(|(format, target)| {
            let (content, summary) = built.take(*format);
            Output { target: target.clone(), content, summary }
        })
        .collect();
    reporter.diagnostics(&findings.0, sources);
    write(&outputs, reporter)?;
    for output in &outputs {
        if let (Target::Pages(path), Content::Pages(pictures)) = (&output.target, &output.content)
            && let Some(left) = pictures.left_over(path)?
        {
            reporter.line(&left);
        }
    }
    summarize(&outputs, started, reporter);
    Ok(())
}

/// A deck from which every format can be written.
struct Built {
    deck: Deck,
    pages: usize,
    /// `None` if nobody asked for it.
    pdf: Option<Vec<u8>>,
    /// `None` if nobody asked for it.
    typst: Option<Vec<(String, Vec<u8>)>>,
    /// `None` if nobody asked for it.
    png: Option<Pictures>,
}

/// Runs the stages, under the limits of the settings.
fn build(
    settings: &Settings,
    reporter: Reporter,
    sources: &mut Sources,
    findings: &mut Diagnostics,
) -> Result<Built, Diagnostics> {
    let (file, syntax, root) = read_input(&settings.input, sources)?;
    arm(settings.limits, sources);
    let files = match &settings.input {
        Input::Bundled { dir, .. } => Files::Embedded(dir),
        Input::File { .. } | Input::Stdin => Files::Folder(&root),
    };
    let mut deck = pipeline::read(file, syntax, sources, findings)?;
    pipeline::configure(&mut deck, settings.theme.as_deref(), &settings.set)?;
    let slides = deck.slides().count();
    if slides >= MANY_SLIDES {
        reporter.line(&format!("setting {slides} slides …"));
    }
    let mut emitted = pipeline::emit(&deck, &files, sources, findings)?;
    emitted.fonts = fonts::load(&settings.fonts, findings)?;
    limits::name_files(raw_words(&emitted, &deck, settings.limits, sources));
    let wants = |format: Format| settings.outputs.iter().any(|(f, _)| *f == format);
    let compiled = pipeline::compile(&deck, emitted, root.clone(), sources, findings)?;
    let typst = wants(Format::Typst).then(|| pipeline::typst_files(&compiled));
    let pages = compiled.document.pages().len();
    let pdf = match wants(Format::Pdf) {
        true => Some(pipeline::export_pdf(&compiled, sources, findings)?),
        false => None,
    };
    let png = settings.outputs.iter().find(|(format, _)| *format == Format::Png);
    let png = png.map(|(_, target)| pages::draw(&compiled, &settings.pages, target)).transpose()?;
    limits::disarm();
    Ok(Built { deck, pages, pdf, typst, png })
}

impl Built {
    /// Takes the content of one format, and what the summary says of it.
    fn take(&mut self, format: Format) -> (Content, String) {
        let slides = count(self.deck.slides().count(), "slide");
        match format {
            Format::Pdf => {
                let bytes = self.pdf.take().unwrap_or_default();
                let summary = format!("{} · {}", count(self.pages, "page"), size(bytes.len()));
                (Content::File(bytes), summary)
            }
            Format::Notes => {
                let bytes = notes::write(&self.deck).into_bytes();
                let summary = format!("{slides} · {} · {}", size(bytes.len()), talk(&self.deck));
                (Content::File(bytes), summary)
            }
            Format::Json => {
                let bytes = json::write(&self.deck).into_bytes();
                let summary = format!("{slides} · {}", size(bytes.len()));
                (Content::File(bytes), summary)
            }
            Format::Png => {
                let pictures = self.png.take().unwrap_or_default();
                let bytes = pictures.pages.iter().map(|page| page.bytes.len()).sum();
                let pixels = pictures.pages.first().map(|page| page.size).unwrap_or_default();
                let pages = count(pictures.pages.len(), "page");
                let summary = format!("{pages} · {} × {} · {}", pixels.0, pixels.1, size(bytes));
                (Content::Pages(pictures), summary)
            }
            Format::Typst => {
                let files = self.typst.take().unwrap_or_default();
                let summary = count(files.len(), "file");
                (Content::Folder(files), summary)
            }
        }
    }
}

/// Reads the text of a deck.
pub(super) fn read_input(
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

/// Holds what follows to the limits.
pub(super) fn arm(limits: Limits, sources: &Sources) {
    limits::arm(limits, last_words(limits, None, sources));
}

/// What is said if compiling takes too long or too much memory: in general, or while the raw Typst
/// at `place` is compiled.
fn last_words(limits: Limits, place: Option<Span>, sources: &Sources) -> LastWords {
    let say = |what: &str, question: &str, option: &str| {
        let message = format!("compiling the deck takes more than {what}");
        let error = match place {
            Some(place) => Diagnostic::error(place, message)
                .hint(format!("this raw Typst was compiled last; does it {question}?")),
            None => Diagnostic::usage(message),
        };
        let error = error.hint(format!("`{option}` allows more"));
        report::render(&error, sources, false)
    };
    let time = format!("{} s", limits.time.as_secs());
    let memory = format!("{} MiB of memory", limits.memory >> 20);
    LastWords {
        time: say(&time, "loop without end", "--time-limit"),
        memory: say(&memory, "build something huge", "--memory-limit"),
    }
}

/// The same for each raw Typst block, with the path of its emitted file.
fn raw_words(
    emitted: &Emitted,
    deck: &Deck,
    limits: Limits,
    sources: &Sources,
) -> Vec<(String, LastWords)> {
    let mut places = Vec::new();
    for slide in deck.slides() {
        crate::deck::block::visit_blocks(&slide.blocks, &mut |block| {
            if matches!(block.value, Block::Typst { .. }) {
                places.push(block.span);
            }
        });
    }
    let raw = emitted.files.iter().filter(|file| file.path.contains("-typst-"));
    let words = |place| last_words(limits, Some(place), sources);
    raw.zip(places).map(|(file, place)| (file.path.clone(), words(place))).collect()
}

/// Writes every output; files are replaced only when all of them could be written.
fn write(outputs: &[Output], reporter: Reporter) -> Result<(), Diagnostics> {
    let mut staged = Vec::new();
    let mut stale = Vec::new();
    for output in outputs {
        match (&output.target, &output.content) {
            (Target::Stdout, Content::File(bytes)) => reporter.data(bytes)?,
            (Target::Path(path), Content::File(bytes)) => staged.push(fs::stage(path, bytes)?),
            (Target::Path(folder), Content::Folder(files)) => {
                for (path, bytes) in files {
                    staged.push(fs::stage(&folder.join(path), bytes)?);
                }
                stale.extend(stale_slides(folder, files)?);
            }
            (Target::Pages(path), Content::Pages(pictures)) => {
                for page in &pictures.pages {
                    let file = pictures.file(path, page.number);
                    staged.push(fs::stage(&file, &page.bytes)?);
                }
            }
            (Target::Path(path), Content::Pages(pictures)) => {
                for page in &pictures.pages {
                    staged.push(fs::stage(path, &page.bytes)?);
                }
            }
            (Target::Stdout, Content::Pages(pictures)) => {
                pictures.pages.iter().try_for_each(|page| reporter.data(&page.bytes))?;
            }
            (Target::Stdout, Content::Folder(_)) | (Target::Pages(_), _) => {}
        }
    }
    for file in staged {
        file.replace()?;
    }
    stale.iter().try_for_each(|path| fs::remove(path))?;
    Ok(())
}

/// The slides that an earlier build left in a folder of Typst, and that this one does not write.
fn stale_slides(folder: &Path, files: &[(String, Vec<u8>)]) -> Result<Vec<PathBuf>, Diagnostic> {
    let is_slide = |name: &str| {
        let rest = name.strip_prefix("slide-").and_then(|rest| rest.strip_suffix(".typ"));
        rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    let names = fs::names_in(folder)?.into_iter();
    let stale = names.filter(|name| is_slide(name) && files.iter().all(|(file, _)| file != name));
    Ok(stale.map(|name| folder.join(name)).collect())
}

fn summarize(outputs: &[Output], started: Instant, reporter: Reporter) {
    let name = |output: &Output| match (&output.target, &output.content) {
        (Target::Stdout, _) => "(standard output)".to_owned(),
        (Target::Pages(path), Content::Pages(pictures)) => pictures.named(path),
        (Target::Path(path) | Target::Pages(path), _) => shown(path),
    };
    let width = outputs.iter().map(|output| name(output).width()).max().unwrap_or(0);
    for output in outputs {
        let name = name(output);
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
    let planned = planned.unwrap_or_default();
    // Rounded, this would say that there is nothing to say.
    if minutes < 0.5 {
        return format!("under a minute of talk{planned}");
    }
    format!("{minutes:.0} min of talk{planned}")
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
