//! `llmslides themes eject`: copies a theme or single templates for the user to change.

use std::path::{Path, PathBuf};

use crate::args::themes::ThemesEjectArgs;
use crate::assets::themes::{TEMPLATES, THEMES};
use crate::diag::{Diagnostic, Diagnostics, nearest};
use crate::fs;
use crate::numbers::count;
use crate::report::Reporter;
use crate::theme::{self, ejected};

/// A copy, and where it goes.
struct Copy {
    path: PathBuf,
    text: String,
}

/// Copies what is asked for; writes nothing if a file is in the way.
pub(super) fn run(args: &ThemesEjectArgs, reporter: Reporter) -> Result<(), Diagnostics> {
    let name = args.name.as_str();
    let bundled: Vec<&str> = theme::bundled().collect();
    if !bundled.contains(&name) {
        let error = Diagnostic::usage(format!("there is no bundled theme `{name}`"));
        let known = format!("the bundled themes are `{}`", bundled.join("`, `"));
        return Err(error.maybe_hint(nearest(name, bundled)).hint(known).into());
    }
    let copies = match args.templates.as_slice() {
        [] => whole(name),
        templates => single(name, templates)?,
    };
    if !args.force {
        nothing_in_the_way(&copies)?;
    }
    let staged: Vec<fs::Staged> = copies
        .iter()
        .map(|copy| fs::stage(&copy.path, copy.text.as_bytes()))
        .collect::<Result<_, _>>()?;
    staged.into_iter().try_for_each(fs::Staged::replace)?;
    if args.templates.is_empty() {
        let folder = Path::new(THEMES).join(name);
        let files = count(copies.len(), "file");
        reporter.line(&format!("{}/  {files}", folder.display()));
        reporter.line(&format!("decks here with `theme: {name}` use it from now on"));
    } else {
        copies.iter().for_each(|copy| reporter.line(&copy.path.display().to_string()));
        reporter.line("decks here use it from now on, whatever their theme");
    }
    Ok(())
}

/// Every file of a theme: tokens, layouts, header and footer. The base that all themes share stays
/// in the program.
fn whole(name: &str) -> Vec<Copy> {
    let folder = Path::new(THEMES).join(name);
    let is_own = |path: &&String| path.starts_with("layouts/") || theme::is_slot_file(path);
    let mut paths: Vec<String> = theme::paths(name);
    paths.retain(|path| is_own(&path) || !path.ends_with(".typ"));
    let copy =
        |path: &String| Some(Copy { path: folder.join(path), text: ejected::copy(name, path)? });
    paths.iter().filter_map(copy).collect()
}

/// The templates with these names.
fn single(name: &str, templates: &[String]) -> Result<Vec<Copy>, Diagnostics> {
    let paths = theme::paths(name);
    let mut errors = Diagnostics::default();
    let mut copies = Vec::new();
    for template in templates {
        let wanted = template.trim_end_matches(".typ");
        let named = |path: &&String| stem(path) == Some(wanted);
        let found = paths.iter().filter(|path| path.ends_with(".typ")).find(named);
        match found.and_then(|path| Some((path, ejected::copy(name, path)?))) {
            Some((path, text)) => {
                copies.push(Copy { path: Path::new(TEMPLATES).join(path), text });
            }
            None => {
                let known = paths.iter().filter_map(|path| stem(path));
                errors.push(
                    Diagnostic::usage(format!("`{name}` has no template `{template}`"))
                        .maybe_hint(nearest(wanted, known))
                        .hint("`llmslides explain layouts` lists the layouts"),
                );
            }
        }
    }
    errors.stop_on_errors().map(|()| copies)
}

/// The name of a template: `layouts/section.typ` → `section`.
fn stem(path: &str) -> Option<&str> {
    path.strip_suffix(".typ").map(|path| path.rsplit('/').next().unwrap_or(path))
}

fn nothing_in_the_way(copies: &[Copy]) -> Result<(), Diagnostics> {
    let there: Vec<String> = copies
        .iter()
        .filter(|copy| fs::exists(&copy.path))
        .map(|copy| copy.path.display().to_string())
        .collect();
    match there.as_slice() {
        [] => Ok(()),
        [first, rest @ ..] => {
            let more = match rest.len() {
                0 => String::new(),
                more => format!(", and {} more", count(more, "file")),
            };
            let message = format!("`{first}` is there already{more}: nothing was written");
            Err(Diagnostic::usage(message).hint("`--force` replaces what is there").into())
        }
    }
}
