//! `llmslides themes check`: tries every layout of a theme with too little, usual and too much
//! content, in Chinese and English. Each layout is tried separately, so that a broken one does not
//! hide others.

use super::short_name;
use crate::args::FindingsFormat;
use crate::args::themes::ThemesCheckArgs;
use crate::assets::Files;
use crate::check::{Depth, json};
use crate::commands::project::Project;
use crate::diag::{Diagnostic, Diagnostics, Severity, Sources};
use crate::engine::job::Job;
use crate::export::{PageChoice, pdf};
use crate::input::Text;
use crate::numbers::count;
use crate::pipeline::{self, Build};
use crate::report::{self, Reporter};
use crate::theme::Layout;
use crate::theme::sample::{self, ALL, Language};

/// Findings that are about a theme rather than about the content of slides.
const OF_THEMES: [&str; 8] = [
    "font-fallback", "lost-text", "low-contrast", "missing-glyph", "not-accessible", "small-text",
    "stale-template", "typst",
];

/// Checks a theme and returns the exit code.
pub(super) fn run(
    args: &ThemesCheckArgs,
    reporter: Reporter,
    sources: &mut Sources,
) -> Result<u8, Diagnostics> {
    let project = Project::here(args.name.as_deref(), &[], sources)?;
    let tried = pipeline::job(Some(args.limits.limits()), |job| try_theme(job, &project, sources))?;
    let name = short_name(project.theme_name());
    show(&tried, &name, args.format, reporter, sources)?;
    Ok(u8::from(tried.found.has_errors()))
}

/// The result of trying a theme.
struct Tried {
    /// Everything that was found.
    found: Diagnostics,
    /// A line for each of its layouts.
    layouts: Vec<String>,
}

/// Tries every layout of a project's theme.
fn try_theme(job: &Job, project: &Project, sources: &mut Sources) -> Result<Tried, Diagnostics> {
    let mut found = Diagnostics::default();
    let mut build = project.build(job, sources);
    let theme = project.theme(&mut build);
    found.0.append(&mut build.findings.0);
    let theme = match theme {
        Ok(theme) => Some(theme),
        Err(errors) if errors.0.iter().any(|error| error.severity == Severity::Usage) => {
            return Err(errors);
        }
        Err(errors) => {
            found.0.extend(errors.0);
            None
        }
    };
    let mut layouts = Vec::new();
    let all =
        theme.iter().flat_map(|theme| theme.layout_names().filter_map(|name| theme.layout(name)));
    for layout in all {
        let here = try_layout(job, project, layout, sources);
        layouts.push(format!("  {:14}{}", layout.name, verdict(&here)));
        // A fault in a file that several layouts share is reported once.
        found.0.extend(here.0.into_iter().filter(|new| !found.0.contains(new)).collect::<Vec<_>>());
    }
    Ok(Tried { found, layouts })
}

/// Shows what was found.
fn show(
    Tried { found, layouts }: &Tried,
    theme: &str,
    format: FindingsFormat,
    reporter: Reporter,
    sources: &Sources,
) -> Result<(), Diagnostic> {
    let ordered = report::ordered(&found.0);
    match format {
        FindingsFormat::Human => {
            reporter.every(&found.0, sources);
            layouts.iter().for_each(|line| reporter.line(line));
            let tried = count(layouts.len(), "layout");
            let verdict = verdict(found);
            let slides = ALL.len();
            reporter.line(&format!("{theme}: {tried} on {slides} slides each: {verdict}"));
            Ok(())
        }
        FindingsFormat::Short => {
            let lines: String = ordered.iter().map(|found| report::short(found, sources)).collect();
            reporter.data(lines.as_bytes())
        }
        FindingsFormat::Json => reporter.data(json::write(&ordered, None, &[], sources).as_bytes()),
    }
}

/// The findings about a layout in a few words.
fn verdict(found: &Diagnostics) -> String {
    let errors = found.0.iter().filter(|found| found.is_error()).count();
    let kinds = [(errors, "error"), (found.0.len() - errors, "warning")];
    let kinds = kinds.into_iter().filter(|(number, _)| *number > 0);
    let kinds: Vec<String> = kinds.map(|(number, noun)| count(number, noun)).collect();
    if kinds.is_empty() { "nothing found".to_owned() } else { kinds.join(", ") }
}

/// Tries a layout and returns the findings.
fn try_layout(job: &Job, project: &Project, layout: &Layout, sources: &mut Sources) -> Diagnostics {
    let mut found = Diagnostics::default();
    for language in [Language::Chinese, Language::English] {
        let mut build = project.build(job, sources);
        let errors = try_language(project, layout, language, &mut build).err();
        found.0.extend(build.judge().0);
        found.0.extend(errors.unwrap_or_default().0);
    }
    found.0.retain(|found| found.is_error() || found.code.is_some_and(|c| OF_THEMES.contains(&c)));
    found
}

fn try_language(
    project: &Project,
    layout: &Layout,
    language: Language,
    build: &mut Build,
) -> Result<(), Diagnostics> {
    let (file_name, text) = deck_of(layout, language);
    let files = Files::Sample(None);
    let text = Text::given(&file_name, &text, files, build.sources, &mut build.findings);
    let mut deck = build.read(&text)?;
    project.lend_theme(&mut deck.meta);
    let resolved = build.resolve(deck, &text.files)?;
    let emitted = build.emit(resolved);
    // Findings about the sample text do not concern the theme.
    build.findings = Diagnostics::default();
    let fitted = build.fit(emitted)?;
    let (fitted, _) = build.check_shown(fitted)?;
    build.check_pages(&fitted, Depth::Full);
    let mut built = build.reveal(fitted);
    build.export(&mut built, &pdf::EXPORTER, &PageChoice::default(), "").map(|_| ())
}

/// The slides that try a layout, and their name in messages.
fn deck_of(layout: &Layout, language: Language) -> (String, String) {
    let lang = match language {
        Language::Chinese => "zh",
        Language::English => "en",
    };
    let mut text = format!("---\nlang: {lang}\nagenda: false\nsplit: headings\n---\n");
    for (amount, _) in ALL.into_iter().filter(|(_, other)| *other == language) {
        text.push_str(&format!("\n{}", sample::slide(layout, amount, language)));
    }
    (format!("(sample of {}, {lang})", layout.name), text)
}
