//! `llmslides themes show`: every token of a theme with its meaning, its value and where it is set.

use std::fmt::Write;

use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::short_name;
use crate::args::DataFormat;
use crate::args::themes::ThemesShowArgs;
use crate::commands::project::Project;
use crate::diag::{Diagnostics, Sources, Span};
use crate::engine::job::Job;
use crate::report::Reporter;
use crate::theme::{Origin, Theme, Token, meanings};

/// A theme as `--format json` prints it.
#[derive(Serialize)]
struct View {
    name: String,
    /// What it is, in a line.
    summary: String,
    /// In the order in which the default theme declares them.
    tokens: Vec<TokenView>,
    layouts: Vec<LayoutView>,
}

/// A token.
#[derive(Serialize)]
struct TokenView {
    name: String,
    meaning: String,
    /// What kind of value it takes.
    kind: &'static str,
    /// Its value in the theme.
    default: String,
    /// Its value here.
    value: String,
    /// Where that is set: `theme`, `command-line`, or a place such as `llmslides.toml:5`.
    from: String,
}

/// A layout.
#[derive(Serialize)]
struct LayoutView {
    name: String,
    /// What it is for, in a line.
    summary: String,
    /// Its file, if the user wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
}

/// Shows a theme.
pub(super) fn run(
    args: &ThemesShowArgs,
    reporter: Reporter,
    sources: &mut Sources,
) -> Result<(), Diagnostics> {
    let project = Project::here(args.name.as_deref(), &args.set, sources)?;
    let mut build = project.build(&Job::default(), sources);
    let theme = project.theme(&mut build)?;
    let findings = build.findings;
    reporter.diagnostics(&findings.0, sources);
    let mut view = View::new(short_name(project.theme_name()), &theme, sources);
    view.tokens.push(footer(&project, sources));
    let text = match args.format {
        DataFormat::Human => view.text(),
        DataFormat::Json => serde_json::to_string_pretty(&view).unwrap_or_default() + "\n",
    };
    Ok(reporter.data(text.as_bytes())?)
}

/// The footer, shown as a token because it is set in `[theme]` as well, although it is a key of the
/// front matter.
fn footer(project: &Project, sources: &Sources) -> TokenView {
    let (value, span) = project.footer();
    let from = match span.is_attached() {
        true => place(span, sources),
        false if value.is_empty() => "theme".to_owned(),
        false => "--set".to_owned(),
    };
    TokenView {
        name: "footer".to_owned(),
        meaning: "What stands at the foot of every slide, in place of the section's name."
            .to_owned(),
        kind: "text",
        default: String::new(),
        value: value.to_owned(),
        from,
    }
}

impl View {
    fn new(name: String, theme: &Theme, sources: &Sources) -> Self {
        let meanings = meanings();
        let token = |token: &Token| TokenView {
            name: token.name.clone(),
            meaning: meanings.get(&token.name).cloned().unwrap_or_default(),
            kind: token.value.kind(),
            default: token.default.to_text(),
            value: token.value.to_text(),
            from: match token.origin {
                Origin::Theme => "theme".to_owned(),
                Origin::CommandLine => "--set".to_owned(),
                Origin::Written(span) => place(span, sources),
            },
        };
        let layout = |name: &str| {
            let layout = theme.layout(name)?;
            let file = theme.own.get(&format!("layouts/{name}.typ")).map(|own| own.name.clone());
            Some(LayoutView { name: name.to_owned(), summary: layout.summary.clone(), file })
        };
        Self {
            name,
            summary: theme.summary.clone(),
            tokens: theme.tokens.iter().map(token).collect(),
            layouts: theme.layout_names().filter_map(layout).collect(),
        }
    }

    /// The tokens below their meanings (several may share one), then the layouts.
    fn text(&self) -> String {
        let mut out = format!("{}: {}\n\nTokens\n", self.name, self.summary);
        let width = self.tokens.iter().map(|token| token.name.width()).max().unwrap_or(0);
        let mut meaning = "";
        for token in &self.tokens {
            if token.meaning != meaning {
                meaning = &token.meaning;
                let _ = writeln!(out, "\n  {meaning}");
            }
            let value = shown(&token.value);
            let from = match token.from.as_str() {
                "theme" => String::new(),
                from => format!("  (from {from}; the theme has {})", shown(&token.default)),
            };
            let _ = writeln!(out, "    {:width$}  {value}{from}", token.name);
        }
        out.push_str("\nLayouts\n\n");
        let width = self.layouts.iter().map(|layout| layout.name.width()).max().unwrap_or(0);
        for LayoutView { name, summary, file } in &self.layouts {
            let file = file.as_ref().map(|file| format!(" ({file})")).unwrap_or_default();
            let _ = writeln!(out, "  {name:width$}  {summary}{file}");
        }
        out.push_str(
            "\nA token is set below `[theme]` in llmslides.toml, below `tokens:` in the front \
             matter,\nor with `--set`. `llmslides explain LAYOUT` shows what one takes.\n",
        );
        out
    }
}

/// A value for display; an empty one is made visible.
fn shown(value: &str) -> &str {
    if value.is_empty() { "(none)" } else { value }
}

/// The file and the line of a place.
fn place(span: Span, sources: &Sources) -> String {
    let line = sources.line_column(span).map_or(0, |(line, _)| line);
    let name = sources.get(span.file).map_or("", |file| file.name.as_str());
    format!("{}:{line}", name.strip_prefix("./").unwrap_or(name))
}
