//! `llmslides explain`: the manual page of a layout, from its declaration.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use crate::args::ExplainArgs;
use crate::diag::{Diagnostic, Diagnostics, nearest};
use crate::report::Reporter;
use crate::theme::{self, Layout, Theme};

/// Prints the page of a topic.
pub(super) fn run(args: &ExplainArgs, reporter: Reporter) -> Result<(), Diagnostics> {
    let request = theme::Request { name: args.theme.as_deref(), ..theme::Request::default() };
    let theme = theme::load(&request)?;
    let text = match theme.layout(&args.topic) {
        Some(layout) => page(layout),
        None if args.topic == "layouts" => list(&theme),
        None => {
            let known = theme.layout_names().chain(["layouts"]);
            return Err(Diagnostic::usage(format!("no manual page `{}`", args.topic))
                .maybe_hint(nearest(&args.topic, known))
                .hint("`llmslides explain layouts` lists the layouts")
                .into());
        }
    };
    Ok(reporter.data(text.as_bytes())?)
}

fn list(theme: &Theme) -> String {
    let width = theme.layout_names().map(UnicodeWidthStr::width).max().unwrap_or(0);
    let mut out = String::from("Layouts, chosen on a heading: `## 标题 {.timeline}`\n\n");
    for layout in theme.layout_names().filter_map(|name| theme.layout(name)) {
        let _ = writeln!(out, "  {:width$}  {}", layout.name, layout.summary);
    }
    out.push_str("\n`llmslides explain LAYOUT` shows what one takes, with an example.\n");
    out
}

fn page(layout: &Layout) -> String {
    let mut out = format!("{}: {}\n\nTakes, from top to bottom\n", layout.name, layout.summary);
    for slot in &layout.slots {
        let _ = writeln!(out, "  {:12}  {}", slot.name, slot.wants());
    }
    if !layout.options.is_empty() {
        out.push_str("\nOptions, on the heading\n");
        for (name, values) in &layout.options {
            let _ = writeln!(out, "  {name:12}  {values}");
        }
    }
    out.push_str("\nExample\n");
    for line in layout.example.trim().lines() {
        let _ = writeln!(out, "{}", format!("  {line}").trim_end());
    }
    out
}
