//! `llmslides new`: a folder with a talk that builds at once.

use std::collections::BTreeMap;
use std::path::Path;

use include_dir::Dir;

use crate::args::NewArgs;
use crate::article;
use crate::assets;
use crate::config;
use crate::diag::{Diagnostic, Diagnostics, Sources, nearest};
use crate::draft;
use crate::engine::job::Job;
use crate::pipeline::{self, Build};
use crate::report::Reporter;
use crate::settings::Options;
use crate::{fs, names, settings, theme};

/// The file that `--from` replaces.
const DECK: &str = "deck.md";

/// Creates the folder, completely or not at all.
pub(super) fn run(
    args: &NewArgs,
    reporter: Reporter,
    sources: &mut Sources,
) -> Result<(), Diagnostics> {
    if let Some(theme) = &args.theme {
        is_bundled(theme)?;
    }
    let folder = args.folder.as_path();
    is_free(folder)?;
    let mut files = template(settings::talk());
    if let Some(theme) = &args.theme {
        choose_theme(&mut files, theme);
    }
    if let Some(path) = &args.from {
        let (deck, findings) = pipeline::job(None, |job| deck_from(job, path, sources))?;
        reporter.briefly(&findings.0, sources);
        files.retain(|(path, _)| !deck.contains_key(path));
        files.extend(deck);
        files.sort();
    }
    fs::create_folder(folder, &files)?;
    let shown = folder.display();
    reporter.line(&format!("{shown}/"));
    for (path, _) in &files {
        reporter.line(&format!("  {path:18}{}", what(path)));
    }
    match folder == Path::new(".") {
        true => reporter.line("next: llmslides build"),
        false => reporter
            .line(&format!("next: cd {} && llmslides build", names::pasted(&shown.to_string()))),
    }
    Ok(())
}

/// The deck drafted from an article, with the pictures that it shows, and what was found.
///
/// # Errors
/// If it cannot be read, or has no text.
fn deck_from(
    job: &Job,
    path: &Path,
    sources: &mut Sources,
) -> Result<(BTreeMap<String, Vec<u8>>, Diagnostics), Diagnostics> {
    let mut build = Build::new(job, Options::default(), sources);
    let text = build.article(path, None)?;
    let stem = article::name(path);
    let drafting = draft::Options { name: &stem, ..draft::Options::default() };
    let draft = build.import(&text, article::Options::default(), drafting)?;
    let mut files = assets::originals(&draft.deck, &text.files, &mut build.findings);
    files.insert(DECK.to_owned(), draft.markdown.into_bytes());
    Ok((files, build.findings))
}

fn is_bundled(theme: &str) -> Result<(), Diagnostic> {
    let bundled: Vec<&str> = theme::bundled().collect();
    if bundled.contains(&theme) {
        return Ok(());
    }
    let known = format!("the bundled themes are `{}`", bundled.join("`, `"));
    let error = Diagnostic::usage(format!("there is no bundled theme `{theme}`"));
    Err(error.maybe_hint(nearest(theme, bundled)).hint(known))
}

/// Refuses a folder that exists and is not empty.
fn is_free(folder: &Path) -> Result<(), Diagnostic> {
    if !fs::exists(folder) {
        return Ok(());
    }
    if !fs::is_folder(folder) {
        let message = format!("`{}` is there already, and is no folder", folder.display());
        return Err(Diagnostic::usage(message).hint("name a folder that is not there yet"));
    }
    if fs::is_empty(folder)? {
        return Ok(());
    }
    let message = format!("`{}` is not empty: nothing was written", folder.display());
    Err(Diagnostic::usage(message).hint("name a folder that is not there yet"))
}

/// The files of an embedded folder, by path.
fn template(dir: &Dir) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut pending = vec![dir];
    while let Some(current) = pending.pop() {
        pending.extend(current.dirs());
        for file in current.files() {
            let path = file.path().strip_prefix(dir.path()).unwrap_or(file.path());
            let path = path.to_string_lossy().replace('\\', "/");
            files.push((path, file.contents().to_vec()));
        }
    }
    files.sort();
    files
}

/// Sets the theme in the settings file, in place of the commented default.
fn choose_theme(files: &mut [(String, Vec<u8>)], theme: &str) {
    let comment = format!("# name = \"{}\"", theme::DEFAULT);
    for (_, bytes) in files.iter_mut().filter(|(path, _)| path == config::FILE) {
        let text = String::from_utf8_lossy(bytes);
        *bytes = text.replacen(&comment, &format!("name = \"{theme}\""), 1).into_bytes();
    }
}

/// What a file is for, in a few words.
fn what(path: &str) -> &'static str {
    match path {
        DECK => "the slides and what to say",
        config::FILE => "theme, colours, logo, footer, what to check",
        _ => "a picture of the deck",
    }
}
