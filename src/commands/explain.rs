//! `llmslides explain`: the manual page of a layout, from its declaration, of a finding, or a section
//! of the guide.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use super::guide;
use super::project::Project;
use crate::args::ExplainArgs;
use crate::check::manual;
use crate::diag::{Diagnostic, Diagnostics, Sources, nearest};
use crate::engine::job::Job;
use crate::report::Reporter;
use crate::theme::{Layout, Theme};

/// Prints the page of a topic.
pub(super) fn run(
    args: &ExplainArgs,
    reporter: Reporter,
    sources: &mut Sources,
) -> Result<(), Diagnostics> {
    // Findings first: they are explained even if the project here cannot be read.
    if let Some(page) = args.topic.as_deref().and_then(manual::page) {
        return Ok(reporter.data(page.as_bytes())?);
    }
    let project = Project::here(args.theme.as_deref(), &[], sources)?;
    let theme = project.theme(&mut project.build(&Job::default(), sources))?;
    let text = match args.topic.as_deref() {
        None => [layouts(&theme), writing(), findings(), TOPICS.to_owned()].join("\n"),
        Some("layouts") => layouts(&theme) + "\n" + TOPICS,
        Some("findings") => findings() + "\n" + TOPICS,
        Some(topic) => {
            let layout = theme.layout(topic).map(|layout| page(layout, &theme));
            let section = || guide::topic(topic).map(guide::Topic::page);
            layout.or_else(section).ok_or_else(|| no_page(topic, &theme))?
        }
    };
    Ok(reporter.data(text.as_bytes())?)
}

/// The last line of every list.
const TOPICS: &str = "`llmslides explain TOPIC` says more about one, with an example; \
                      `llmslides build gallery` shows every layout.\n";

fn no_page(topic: &str, theme: &Theme) -> Diagnostic {
    let mut known = vec!["layouts", "findings"];
    known.extend(manual::codes().chain(guide::words()));
    let known = known.into_iter().map(|name| -> &str { name }).chain(theme.layout_names());
    Diagnostic::usage(format!("no manual page `{topic}`"))
        .maybe_hint(nearest(topic, known))
        .hint("`llmslides explain` lists all of them")
}

fn layouts(theme: &Theme) -> String {
    let layouts = theme.layout_names().filter_map(|name| theme.layout(name));
    let rows = layouts.map(|layout| (layout.name.as_str(), layout.summary.as_str()));
    list("Layouts, chosen on a heading: `## 标题 {.timeline}`", rows)
}

fn writing() -> String {
    let rows = guide::TOPICS.iter().map(|topic| (topic.name, topic.heading));
    list("Writing, looks, presenting", rows)
}

fn findings() -> String {
    let rows = manual::codes().map(|code| (code, manual::summary(code)));
    list("Findings, by the code in their message: `warning[overfull]`", rows)
}

/// A headline and a table of names and what they are.
fn list<'a>(headline: &str, rows: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let rows: Vec<(&str, &str)> = rows.collect();
    let width = rows.iter().map(|(name, _)| name.width()).max().unwrap_or(0);
    let mut out = format!("{headline}\n\n");
    for (name, summary) in rows {
        let _ = writeln!(out, "  {name:width$}  {summary}");
    }
    out
}

/// The page of a layout.
fn page(layout: &Layout, theme: &Theme) -> String {
    let mut out = format!("{}: {}\n\n", layout.name, layout.summary);
    if let Some(own) = theme.own.get(&format!("layouts/{}.typ", layout.name)) {
        let _ = writeln!(out, "Your own: {}\n", own.name);
    }
    out.push_str("Takes, from top to bottom\n");
    for slot in &layout.slots {
        let _ = writeln!(out, "  {:12}  {}", slot.name, slot.wants());
    }
    if !layout.options.is_empty() {
        out.push_str("\nOptions, on the heading\n");
        for (name, values) in &layout.options {
            let _ = writeln!(out, "  {name:12}  {values}");
        }
    }
    if !layout.example.trim().is_empty() {
        out.push_str("\nExample\n");
    }
    for line in layout.example.trim().lines() {
        let _ = writeln!(out, "{}", format!("  {line}").trim_end());
    }
    out.push_str("\n`llmslides build gallery` shows every layout on a slide.\n");
    out
}
