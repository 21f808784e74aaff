//! `llmslides themes check`: tries every layout of a theme with too little, usual and too much on
//! it, in Chinese and English, each layout for itself: one that is broken hides none of the others.

use super::short_name;
use crate::args::FindingsFormat;
use crate::args::themes::ThemesCheckArgs;
use crate::assets::Files;
use crate::check::{Depth, json};
use crate::commands::project::Project;
use crate::diag::{Diagnostics, Severity, Sources};
use crate::engine::limits::{self, Limits};
use crate::export::{PageChoice, pdf};
use crate::input::Text;
use crate::numbers::count;
use crate::pipeline::Build;
use crate::report::{self, Reporter};
use crate::theme::Layout;
use crate::theme::sample::{self, ALL, Language};

/// Findings that say something of a theme, rather than of what is on the slides.
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
    limits::arm_default(Limits::default());
    let mut found = Diagnostics::default();
    let mut build = project.build(sources);
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
    let layouts: Vec<&Layout> = theme
        .iter()
        .flat_map(|theme| theme.layout_names().filter_map(|name| theme.layout(name)))
        .collect();
    let mut lines = Vec::new();
    for layout in &layouts {
        let here = try_layout(&project, layout, sources);
        lines.push(format!("  {:14}{}", layout.name, verdict(&here)));
        // What is wrong with a file that several layouts share is said once.
        found.0.extend(here.0.into_iter().filter(|new| !found.0.contains(new)).collect::<Vec<_>>());
    }
    limits::disarm();
    let ordered = report::ordered(&found.0);
    match args.format {
        FindingsFormat::Human => {
            reporter.every(&found.0, sources);
            lines.iter().for_each(|line| reporter.line(line));
            let name = short_name(project.theme_name());
            let tried = count(layouts.len(), "layout");
            reporter.line(&format!(
                "{name}: {tried} on {} slides each: {}",
                ALL.len(),
                verdict(&found)
            ));
        }
        FindingsFormat::Short => {
            let lines: String = ordered.iter().map(|found| report::short(found, sources)).collect();
            reporter.data(lines.as_bytes())?;
        }
        FindingsFormat::Json => {
            reporter.data(json::write(&ordered, None, &[], sources).as_bytes())?
        }
    }
    Ok(u8::from(found.has_errors()))
}

/// What was found, in a few words.
fn verdict(found: &Diagnostics) -> String {
    let errors = found.0.iter().filter(|found| found.is_error()).count();
    let kinds = [(errors, "error"), (found.0.len() - errors, "warning")];
    let kinds = kinds.into_iter().filter(|(number, _)| *number > 0);
    let kinds: Vec<String> = kinds.map(|(number, noun)| count(number, noun)).collect();
    if kinds.is_empty() { "nothing found".to_owned() } else { kinds.join(", ") }
}

/// Everything that is found when a layout is tried.
fn try_layout(project: &Project, layout: &Layout, sources: &mut Sources) -> Diagnostics {
    let mut found = Diagnostics::default();
    for language in [Language::Chinese, Language::English] {
        let mut build = project.build(sources);
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
    // What is to be said of the sample is no concern of whoever looks at a theme.
    build.findings = Diagnostics::default();
    let fitted = build.fit(emitted)?;
    let (fitted, _) = build.check_shown(fitted)?;
    build.check_pages(&fitted, Depth::Full);
    let mut built = build.reveal(fitted);
    build.export(&mut built, &pdf::EXPORTER, &PageChoice::default()).map(|_| ())
}

/// The slides that try a layout, and the name that messages have for them.
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
