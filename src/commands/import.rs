//! `llmslides import`: an article becomes a deck to edit, with an account of every sentence.

use std::path::{Path, PathBuf};

use crate::args::{ImportArgs, ImportFormat};
use crate::article::{self, Aside, Reason, Syntax};
use crate::deck::markdown::{self, Clean, Prose};
use crate::deck::meta::LayoutChoice;
use crate::deck::timing;
use crate::diag::{Diagnostic, Diagnostics, Sources, Span};
use crate::draft::account::Account;
use crate::draft::choice::Plan;
use crate::draft::choice::outline::Outline;
use crate::draft::{self, Draft};
use crate::engine::job::Job;
use crate::export::EXPORTERS;
use crate::input::{As, Text};
use crate::numbers::count;
use crate::pipeline::{self, Build, Why};
use crate::report::Reporter;
use crate::settings::{self, Options};
use crate::{fs, input, names};

/// Most slides of a deck; a longer one cannot be presented.
const MOST_SLIDES: usize = 120;
/// Most characters shown of a piece that was set aside.
const MOST_SHOWN: usize = 30;
/// Most runs of pieces that are listed.
const MOST_RUNS: usize = 12;

/// Imports an article. Nothing is written before everything is accounted for.
pub(super) fn run(
    args: &ImportArgs,
    reporter: Reporter,
    sources: &mut Sources,
) -> Result<(), Diagnostics> {
    let path = args.article.as_path();
    if path != Path::new("-") && !fs::is_file(path) {
        return Err(not_there(path).into());
    }
    let output = output(args)?;
    let made = pipeline::job(Some(args.limits.limits()), |job| {
        make(job, args, output.as_deref(), sources)
    })?;
    match &made {
        Made::Clean(clean, article) => {
            if args.explain {
                super::say_why(&Why::of_answer(&clean.laid_out), reporter);
            }
            write_answer(clean, article, output.as_deref(), reporter, sources)
        }
        Made::Outline(outline) => write(output.as_deref(), &json(outline), reporter),
        Made::Drafted(drafted) => write_draft(args, drafted, output.as_deref(), reporter, sources),
    }
}

/// The result of importing a text.
enum Made {
    /// The outline of an article, for plans.
    Outline(Box<Outline>),
    /// The cleaned deck of a chatbot's answer.
    Clean(Clean, Box<Text>),
    /// The deck that is drafted of an article.
    Drafted(Box<Drafted>),
}

/// A deck that is drafted of an article.
struct Drafted {
    draft: Draft,
    article: Text,
    findings: Diagnostics,
}

/// Reads a text and makes a deck or an outline of it.
fn make(
    job: &Job,
    args: &ImportArgs,
    output: Option<&Path>,
    sources: &mut Sources,
) -> Result<Made, Diagnostics> {
    let path = args.article.as_path();
    let mut build = Build::new(job, Options::default(), sources);
    let article = build.article(path, args.reading.encoding.as_deref())?;
    let project = settings::config(article.files.gate(), build.sources, &mut build.findings)?;
    let layouts = Options { project, ..Options::default() }.layouts();
    let clean = answer(args, &article, layouts, build.sources);
    match (clean, args.read_as) {
        (Some(clean), _) => return Ok(Made::Clean(clean, Box::new(article))),
        (None, Some(As::Deck)) => return Err(a_deck(path).into()),
        (None, _) => {}
    }
    let reading = article::Options {
        keep_all: args.reading.keep_all,
        keep_punctuation: args.reading.keep_punctuation,
    };
    let stem = article::name(path);
    let folder = output.map(|output| fs::way(output, path)).unwrap_or_default();
    let drafting = draft::Options {
        name: &stem,
        folder: &folder,
        provenance: args.provenance,
        minutes: args.duration,
        ..draft::Options::default()
    };
    if args.outline {
        return Ok(Made::Outline(Box::new(build.outline(&article, reading, drafting)?)));
    }
    let plan = match &args.plan {
        Some(path) => Some(plan(path, build.sources)?),
        None => None,
    };
    let drafting = draft::Options { plan: plan.as_ref(), ..drafting };
    let draft = build.import(&article, reading, drafting)?;
    Ok(Made::Drafted(Box::new(Drafted { draft, article, findings: build.findings })))
}

/// Writes the deck of an article, and reports where its sentences ended up.
fn write_draft(
    args: &ImportArgs,
    Drafted { draft, article, findings }: &Drafted,
    output: Option<&Path>,
    reporter: Reporter,
    sources: &Sources,
) -> Result<(), Diagnostics> {
    let name = sources.get(article.file).map_or("", |file| file.name.as_str());
    if args.strict {
        refuse_losses(&draft.account)?;
    }
    let text = match args.format {
        ImportFormat::Md => draft.markdown.clone(),
        ImportFormat::Json => draft::json::write(draft, sources, name, article.encoding),
    };
    write(output, &text, reporter)?;
    if let Some(path) = &args.plan_out {
        fs::stage(path, json(&draft.plan).as_bytes())?.replace()?;
    }
    reporter.briefly(&findings.0, sources);
    if args.explain {
        super::say_why(&Why::of_draft(draft), reporter);
    }
    report(draft, sources, (name, article.encoding), reporter);
    if let Some(output) = output {
        summarize(draft, output, args.format, reporter);
    }
    Ok(())
}

/// Says how long a written deck is, and what to do with it.
fn summarize(draft: &Draft, output: &Path, format: ImportFormat, reporter: Reporter) {
    let slides = count(draft.deck.slides().count(), "slide");
    let minutes = timing::total_minutes(&draft.deck);
    reporter.line(&format!(
        "{}  {slides}; to read out all of the notes takes about {minutes:.0} min",
        output.display()
    ));
    let all = draft.chosen.slides;
    if all > MOST_SLIDES {
        let all = count(all, "slide");
        reporter.line(&format!(
            "all of it would be {all}, which is no talk: import its chapters one by one"
        ));
    }
    if format == ImportFormat::Md {
        reporter.line(&format!(
            "edit it, then: llmslides build {}",
            names::pasted(&output.to_string_lossy())
        ));
    }
}

/// Reads a plan.
fn plan(path: &Path, sources: &mut Sources) -> Result<Plan, Diagnostics> {
    let name = path.display().to_string();
    let text = fs::decode(&name, fs::read_deck(path)?)?;
    let file = sources.add(name, text.as_str());
    Ok(Plan::read(&text, file)?)
}

/// A document as indented JSON with a newline at the end.
fn json(document: &impl serde::Serialize) -> String {
    serde_json::to_string_pretty(document).unwrap_or_default() + "\n"
}

/// Writes the result to a file or standard output.
fn write(output: Option<&Path>, text: &str, reporter: Reporter) -> Result<(), Diagnostics> {
    match output {
        None => Ok(reporter.data(text.as_bytes())?),
        Some(output) => Ok(fs::stage(output, text.as_bytes())?.replace()?),
    }
}

/// Says that a text is a deck as it is, of which there is nothing to make.
fn a_deck(path: &Path) -> Diagnostic {
    Diagnostic::usage(format!("`{}` is a deck already, of which no other is made", path.display()))
        .hint(format!("llmslides build {}", path.display()))
}

/// The cleaned deck of a chatbot's answer; `None` if the text is an article.
fn answer(
    args: &ImportArgs,
    text: &Text,
    layouts: Option<LayoutChoice>,
    sources: &Sources,
) -> Option<Clean> {
    let written = sources.get(text.file).map_or("", |file| file.text.as_str());
    let chosen = args.outline || args.plan.is_some() || args.plan_out.is_some();
    let drafted = text.syntax == Syntax::Html || args.format != ImportFormat::Md || chosen;
    if args.read_as == Some(As::Deck) {
        return markdown::clean(written, layouts).filter(|_| !drafted);
    }
    if drafted || args.read_as == Some(As::Article) {
        return None;
    }
    let clean = markdown::clean(written, layouts).filter(Clean::is_answer)?;
    (markdown::prose(written) != Some(Prose::OfBlog)).then_some(clean)
}

/// Writes the cleaned deck of an answer.
fn write_answer(
    clean: &Clean,
    text: &Text,
    output: Option<&Path>,
    reporter: Reporter,
    sources: &Sources,
) -> Result<(), Diagnostics> {
    let file = sources.get(text.file);
    let (name, written) = file.map_or(("", ""), |file| (&file.name, &file.text));
    match output {
        None => reporter.data(clean.text.as_bytes())?,
        Some(output) => fs::stage(output, clean.text.as_bytes())?.replace()?,
    }
    reporter.briefly(&clean.findings(text.file, written), sources);
    reporter.line(&format!("{name}: the answer of a chatbot, with a deck in it"));
    if !clean.laid_out.is_empty() {
        let slides = count(clean.laid_out.len(), "slide");
        reporter.line(&format!(
            "  layouts    {slides} laid out by content; `layouts: plain` keeps lists"
        ));
    }
    if let Some(output) = output {
        let slides = count(markdown::read_text(&clean.text).slides().count(), "slide");
        reporter.line(&format!("{}  {slides}", output.display()));
        reporter.line(&format!(
            "edit it, then: llmslides build {}",
            names::pasted(&output.to_string_lossy())
        ));
    }
    Ok(())
}

fn not_there(path: &Path) -> Diagnostic {
    if fs::is_folder(path) {
        let error = Diagnostic::usage(format!("`{}` is a folder", path.display()));
        return error.hint("name a file: .txt, .html or .md");
    }
    Diagnostic::usage(format!("cannot read `{}` (no such file)", path.display()))
}

/// Where the deck goes; `None` for standard output. An existing deck, which may have been edited,
/// is only replaced with `--force`.
fn output(args: &ImportArgs) -> Result<Option<PathBuf>, Diagnostic> {
    let extension = if args.format == ImportFormat::Json { "json" } else { "md" };
    let stdin = args.article == Path::new("-");
    let stem = args.article.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    // The deck of a Markdown article needs another name than the article.
    let name = if input::is_called_markdown(&args.article) {
        format!("{stem}.deck.{extension}")
    } else {
        format!("{stem}.{extension}")
    };
    let path = match &args.output {
        None if args.outline => return Ok(None),
        Some(path) if fs::is_stdout(path) => return Ok(None),
        Some(path) if fs::is_folder(path) || path.to_string_lossy().ends_with('/') => {
            path.join(name)
        }
        Some(path) => {
            names_deck(path)?;
            path.clone()
        }
        None if stdin => return Ok(None),
        None => PathBuf::from(name),
    };
    if fs::same_file(&path, &args.article) {
        let error =
            Diagnostic::usage(format!("`{}` would be replaced by its own deck", path.display()));
        return Err(error.hint("name another file with `-o`"));
    }
    if fs::is_file(&path) && !args.force {
        let error = Diagnostic::usage(format!("`{}` is there already", path.display()));
        return Err(error.hint("`-o OTHER.md` writes beside it, `--force` replaces it"));
    }
    Ok(Some(path))
}

/// Refuses names that belong to outputs of `build` or other programs. JSON is both an output and a
/// deck.
fn names_deck(path: &Path) -> Result<(), Diagnostic> {
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let is_output = EXPORTERS.iter().any(|exporter| exporter.ending == ending);
    if ending == "json" || !is_output && !matches!(ending.as_str(), "pptx" | "ppt") {
        return Ok(());
    }
    let error = Diagnostic::usage(format!("`{}` is no name for a deck", path.display()));
    Err(error.hint("`llmslides build article.txt -o talk.pdf` makes slides of an article at once"))
}

/// With `--strict`, refuses an article of which something was set aside that may be text.
fn refuse_losses(account: &Account) -> Result<(), Diagnostics> {
    let lost = account.aside.iter().filter(|aside| !aside.reason.is_junk());
    let errors: Vec<Diagnostic> = lost
        .map(|aside| {
            Diagnostic::error(aside.span, format!("{} is left out", shown(&aside.text)))
                .hint("without `--strict` it is only named")
        })
        .collect();
    if errors.is_empty() { Ok(()) } else { Err(Diagnostics(errors)) }
}

/// The report on where sentences ended up.
fn report(draft: &Draft, sources: &Sources, (name, encoding): (&str, &str), reporter: Reporter) {
    let account = &draft.account;
    let lines = account.units.first().and_then(|unit| sources.get(unit.span.file));
    let lines = lines.map_or(0, |file| file.text.lines().count());
    let all = count(account.units.len(), "sentence");
    reporter.line(&format!("{name}: {encoding}, {}, {all}", count(lines, "line")));
    reporter.line(&format!("  on slides  {}, and {} in part", account.shown(), account.in_part()));
    reporter.line(&format!("  in notes   {}", account.said()));
    let chosen = draft.chosen;
    if chosen.shown < chosen.all {
        let all = count(chosen.all, "point");
        reporter.line(&format!("  chosen     {} of {all}; the rest is in the notes", chosen.shown));
    }
    if !account.aside.is_empty() {
        let pieces = account.aside.len();
        reporter.line(&format!(
            "  set aside  {}: {}",
            count(pieces, "line"),
            by_reason(&account.aside)
        ));
        let runs = runs(&account.aside, sources);
        for run in runs.iter().take(MOST_RUNS) {
            reporter.line(&format!("    {run}"));
        }
        if runs.len() > MOST_RUNS {
            reporter.line(&format!(
                "    … and {} more; `--format json` lists all",
                runs.len() - MOST_RUNS
            ));
        }
    }
    reporter.line(&format!(
        "  coverage   {:.0} %: every other sentence is on a slide or in the notes",
        account.coverage()
    ));
}

/// The numbers of pieces for each reason.
fn by_reason(aside: &[Aside]) -> String {
    let mut reasons: Vec<Reason> = aside.iter().map(|aside| aside.reason).collect();
    reasons.sort();
    let parts = reasons.chunk_by(|a, b| a == b).map(|run| format!("{} {}", run[0], run.len()));
    parts.collect::<Vec<_>>().join(", ")
}

/// Pieces that were set aside with their lines; neighbours with the same reason are one entry.
fn runs(aside: &[Aside], sources: &Sources) -> Vec<String> {
    let line = |span: Span| sources.line_column(span).map_or(0, |(line, _)| line);
    aside
        .chunk_by(|a, b| a.reason == b.reason)
        .map(|run| {
            let (first, last) = (&run[0], &run[run.len() - 1]);
            let (from, to) = (line(first.span), line(last.span));
            let lines =
                if from == to { format!("line {from}") } else { format!("lines {from}-{to}") };
            let more = if run.len() > 1 { " …" } else { "" };
            format!("{lines}  {}  {}{more}", first.reason, shown(&first.text))
        })
        .collect()
}

fn shown(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MOST_SHOWN) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}
