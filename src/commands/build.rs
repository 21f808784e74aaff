//! `llmslides build`: a deck becomes files.

use std::path::{Path, PathBuf};
use std::time::Instant;

use unicode_width::UnicodeWidthStr;

use super::pages::{self, Pictures};
use super::source::Source;
use crate::args::{BuildArgs, Format};
use crate::check::Depth;
use crate::deck::{Deck, json, timing};
use crate::diag::{Diagnostic, Diagnostics, Sources};
use crate::engine::limits;
use crate::export::{notes, pdfpc};
use crate::fit::FittedSlide;
use crate::fs;
use crate::pipeline;
use crate::report::{Reporter, count};
use crate::settings::{self, Input, Settings, Target};

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
    if let Input::Bundled { name, named: false, .. } = &settings.deck.input {
        reporter.line(&format!("no deck here: building the bundled one, `{name}`"));
    }
    let mut source = Source::new(&settings.deck, sources)?;
    let built = build(&settings, &mut source, reporter, sources);
    let (built, errors) = match built {
        Ok(built) => (Some(built), Diagnostics::default()),
        Err(errors) => (None, errors),
    };
    let found = source.judge(errors);
    let Some(mut built) = built.filter(|_| !found.has_errors()) else { return Err(found) };
    let outputs: Vec<Output> = settings
        .outputs
        .iter()
        .map(|(format, target)| {
            let (content, summary) = built.take(*format, &source.deck);
            Output { target: target.clone(), content, summary }
        })
        .collect();
    reporter.briefly(&found.0, sources);
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
    pages: usize,
    /// How they came out.
    slides: Vec<FittedSlide>,
    /// `None` if nobody asked for it.
    pdf: Option<Vec<u8>>,
    /// `None` if nobody asked for it.
    typst: Option<Vec<(String, Vec<u8>)>>,
    /// `None` if nobody asked for it.
    png: Option<Pictures>,
}

/// Runs the stages.
fn build(
    settings: &Settings,
    source: &mut Source,
    reporter: Reporter,
    sources: &mut Sources,
) -> Result<Built, Diagnostics> {
    let emitted = source.emit(reporter, sources)?;
    let wants = |format: Format| settings.outputs.iter().any(|(f, _)| *f == format);
    let compiled = source.compile(emitted, Depth::Quick, sources)?;
    source.check_text(sources);
    if source.has_errors() {
        return Err(Diagnostics::default());
    }
    let typst = wants(Format::Typst).then(|| pipeline::typst_files(&compiled));
    let pages = compiled.document.pages().len();
    let pdf = match wants(Format::Pdf) {
        true => Some(pipeline::export_pdf(&compiled, sources, &mut source.findings)?),
        false => None,
    };
    let png = settings.outputs.iter().find(|(format, _)| *format == Format::Png);
    let png = png.map(|(_, target)| pages::draw(&compiled, &settings.pages, target)).transpose()?;
    limits::disarm();
    Ok(Built { pages, slides: compiled.slides, pdf, typst, png })
}

impl Built {
    /// Takes the content of one format, and what the summary says of it.
    fn take(&mut self, format: Format, deck: &Deck) -> (Content, String) {
        let slides = count(deck.slides().count(), "slide");
        match format {
            Format::Pdf => {
                let bytes = self.pdf.take().unwrap_or_default();
                let summary = format!("{} · {}", count(self.pages, "page"), size(bytes.len()));
                (Content::File(bytes), summary)
            }
            Format::Notes => {
                let bytes = notes::write(deck).into_bytes();
                let summary = format!("{slides} · {} · {}", size(bytes.len()), talk(deck));
                (Content::File(bytes), summary)
            }
            Format::Pdfpc => {
                let bytes = pdfpc::write(deck, &self.slides).into_bytes();
                let summary = format!("{} · {}", count(self.pages, "page"), size(bytes.len()));
                (Content::File(bytes), summary)
            }
            Format::Json => {
                let bytes = json::write(deck).into_bytes();
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

fn size(bytes: usize) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} KiB", bytes / 1024),
        _ => format!("{:.1} MiB", bytes as f64 / 1_048_576.0),
    }
}
