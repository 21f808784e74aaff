//! `llmslides themes list`: the bundled themes, and those of the project here.

use std::fmt::Write;

use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::is_bundled;
use crate::args::DataFormat;
use crate::args::themes::ThemesListArgs;
use crate::assets::themes;
use crate::commands::project::{self, Project};
use crate::diag::{Diagnostics, Sources};
use crate::report::Reporter;
use crate::theme::{self, DEFAULT};

/// A theme.
#[derive(Serialize)]
struct Entry {
    name: String,
    /// Its summary, in a line.
    summary: String,
    /// Its folder; none for a bundled one.
    #[serde(skip_serializing_if = "Option::is_none")]
    folder: Option<String>,
    /// Whether the deck here uses it.
    used: bool,
}

/// Lists the themes.
pub(super) fn run(
    args: &ThemesListArgs,
    reporter: Reporter,
    sources: &mut Sources,
) -> Result<(), Diagnostics> {
    let project = Project::here(None, &[], sources)?;
    let used = project.theme_name().unwrap_or(DEFAULT);
    let gate = project::gate();
    let own = themes::themes_in(&gate);
    let mut entries = Vec::new();
    for name in theme::bundled().filter(|name| own.iter().all(|(own, _)| own != name)) {
        let summary = themes::summary(name, None, sources)?;
        entries.push(Entry { name: name.to_owned(), summary, folder: None, used: used == name });
    }
    for (name, folder) in own {
        let summary = themes::summary(&name, Some(&gate), sources)?;
        let folder = crate::fs::normalize(&folder).display().to_string();
        let used = used == name || used == folder;
        entries.push(Entry { name, summary, folder: Some(folder), used });
    }
    let text = match args.format {
        DataFormat::Human => table(&entries),
        DataFormat::Json => serde_json::to_string_pretty(&entries).unwrap_or_default() + "\n",
    };
    Ok(reporter.data(text.as_bytes())?)
}

fn table(entries: &[Entry]) -> String {
    let width = entries.iter().map(|entry| entry.name.width()).max().unwrap_or(0);
    let mut out = String::new();
    for Entry { name, summary, folder, used } in entries {
        let pad = " ".repeat(width - name.width());
        let mark = if *used { "*" } else { " " };
        let folder = match folder {
            Some(folder) if is_bundled(name) => format!(" ({folder}, in place of the bundled one)"),
            Some(folder) => format!(" ({folder})"),
            None => String::new(),
        };
        let _ = writeln!(out, "{}", format!("{mark} {name}{pad}  {summary}{folder}").trim_end());
    }
    out.push_str("\n`llmslides themes show NAME` shows its tokens. * is used here.\n");
    out
}
