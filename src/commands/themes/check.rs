//! `llmslides themes check`: tries every layout of a theme with too little, usual and too much on
//! it, in Chinese and English, each layout for itself: one that is broken hides none of the others.

use std::path::PathBuf;

use super::short_name;
use crate::args::FindingsFormat;
use crate::args::themes::ThemesCheckArgs;
use crate::assets::Files;
use crate::check::{Depth, Levels, Places, json};
use crate::commands::project::{HERE, Project};
use crate::deck::markdown::parts::Parts;
use crate::diag::{Diagnostics, Severity, Sources};
use crate::engine::limits::{self, Limits};
use crate::pipeline::{self, Presets, Syntax};
use crate::report::{self, Reporter, count};
use crate::theme::sample::{self, ALL, Language};
use crate::theme::{Layout, Theme};

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
    let mut names = Vec::new();
    match project.theme(sources, &mut found) {
        Ok(theme) => names.extend(theme.layout_names().map(str::to_owned)),
        Err(errors) if errors.0.iter().any(|error| error.severity == Severity::Usage) => {
            return Err(errors);
        }
        Err(errors) => found.0.extend(errors.0),
    }
    let mut lines = Vec::new();
    for name in &names {
        let here = try_layout(&project, name, sources);
        lines.push(format!("  {name:14}{}", verdict(&here)));
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
            let tried = count(names.len(), "layout");
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
fn try_layout(project: &Project, name: &str, sources: &mut Sources) -> Diagnostics {
    let mut found = Diagnostics::default();
    for language in [Language::Chinese, Language::English] {
        if let Err(errors) = try_language(project, name, language, sources, &mut found) {
            found.0.extend(errors.0);
        }
    }
    found.0.retain(|found| found.is_error() || found.code.is_some_and(|c| OF_THEMES.contains(&c)));
    found
}

fn try_language(
    project: &Project,
    name: &str,
    language: Language,
    sources: &mut Sources,
    found: &mut Diagnostics,
) -> Result<(), Diagnostics> {
    let theme = project.theme(sources, &mut Diagnostics::default())?;
    let Some(layout) = theme.layout(name) else { return Ok(()) };
    let (file_name, text) = deck_of(layout, language);
    let file = sources.add(file_name, text);
    let mut ignored = Diagnostics::default();
    let (presets, parts) = (Presets::default(), Parts::default());
    let deck = pipeline::read(file, Syntax::Markdown, &presets, &parts, sources, &mut ignored)?;
    let emitted = emit(&deck, theme, sources)?;
    let root = PathBuf::from(HERE);
    let (compiled, _) = pipeline::compile(&deck, emitted, root, sources, found)?;
    let levels = Levels::default();
    let rules = pipeline::check_pages(&deck, &compiled, &levels, Depth::Full, sources);
    found.0.extend(levels.apply(rules, &Places::new(&deck, &compiled.slides)).0);
    pipeline::export_pdf(&compiled, sources, found).map(|_| ())
}

fn emit(
    deck: &crate::deck::Deck,
    theme: Theme,
    sources: &Sources,
) -> Result<pipeline::Emitted, Diagnostics> {
    pipeline::emit(deck, theme, &Files::Sample(None), sources, &mut Diagnostics::default())
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
