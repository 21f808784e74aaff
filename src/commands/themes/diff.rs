//! `llmslides themes diff`: how ejected templates and their originals differ.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use similar::TextDiff;

use crate::args::themes::ThemesDiffArgs;
use crate::assets::themes::{self, TEMPLATES, THEMES};
use crate::commands::project;
use crate::diag::{Diagnostic, Diagnostics, Sources, nearest};
use crate::fs;
use crate::numbers::count;
use crate::report::Reporter;
use crate::theme::ejected;

/// Prints a unified diff of every copy that differs from the current original.
pub(super) fn run(
    args: &ThemesDiffArgs,
    reporter: Reporter,
    sources: &mut Sources,
) -> Result<(), Diagnostics> {
    let (mut out, mut copies) = (String::new(), 0);
    for folder in folders(args.name.as_deref())? {
        for (name, text) in themes::texts_in(&folder, sources)? {
            let Some(stamp) = ejected::stamp(&text) else { continue };
            copies += 1;
            out.push_str(&difference(&name, &text, &stamp));
        }
    }
    if copies == 0 {
        let error = Diagnostic::usage("there are no ejected templates here");
        return Err(error.hint("`llmslides themes eject NAME TEMPLATE` makes one").into());
    }
    if out.is_empty() {
        let copies = count(copies, "ejected template");
        reporter.line(&format!("no difference: {copies} as the originals are now"));
    }
    Ok(reporter.data(out.as_bytes())?)
}

/// The folders that may contain copies.
fn folders(name: Option<&str>) -> Result<Vec<PathBuf>, Diagnostic> {
    let own = themes::themes_in(&project::gate());
    let Some(name) = name else {
        let templates = Some(PathBuf::from(TEMPLATES)).filter(|folder| fs::is_folder(folder));
        return Ok(templates
            .into_iter()
            .chain(own.into_iter().map(|(_, folder)| folder))
            .collect());
    };
    let plain = name.trim_end_matches('/');
    if plain == TEMPLATES || fs::is_folder(Path::new(name)) {
        return Ok(vec![PathBuf::from(name)]);
    }
    if let Some((_, folder)) = own.iter().find(|(own, _)| own == name) {
        return Ok(vec![folder.clone()]);
    }
    let names = own.iter().map(|(name, _)| name.as_str()).chain([TEMPLATES]);
    let near = nearest(name, names.collect::<Vec<_>>());
    let error = Diagnostic::usage(format!("there is no theme `{name}` in `{THEMES}/`"));
    Err(error.maybe_hint(near).hint("without a name, all of this folder are compared"))
}

/// How a copy and its original differ; empty if they do not.
fn difference(name: &str, text: &str, stamp: &ejected::Stamp) -> String {
    let original = format!("{}/{}", stamp.theme, stamp.path);
    let Some(now) = stamp.original() else {
        return format!("{name}: there is no `{original}` any more\n");
    };
    let mine = ejected::without_stamp(text);
    if mine == now {
        return String::new();
    }
    let diff = TextDiff::from_lines(&mine, &now);
    let header = format!("{original}, llmslides {}", env!("CARGO_PKG_VERSION"));
    let mut out = diff.unified_diff().header(name, &header).to_string();
    if stamp.is_stale() {
        let fresh = ejected::copy(&stamp.theme, &stamp.path);
        let first = fresh.as_deref().and_then(|copy| copy.lines().next()).unwrap_or_default();
        let _ = writeln!(
            out,
            "The original moved on since version {}. When you have taken over what you want, \
             make this the first line of `{name}`:\n{first}\n",
            stamp.version
        );
    }
    out
}
