//! `llmslides themes`: lists themes and their tokens, copies and compares templates, tries themes out.
//! One file for each subcommand.

mod check;
mod diff;
mod eject;
mod list;
mod preview;
mod show;

use std::path::Path;

use crate::args::themes::ThemesCommand;
use crate::diag::{Diagnostics, Sources};
use crate::report::Reporter;
use crate::theme::{self, DEFAULT};

/// Runs a subcommand and returns the exit code.
pub(super) fn run(
    command: ThemesCommand,
    reporter: Reporter,
    sources: &mut Sources,
) -> Result<u8, Diagnostics> {
    match command {
        ThemesCommand::List(args) => list::run(&args, reporter, sources).map(|()| 0),
        ThemesCommand::Show(args) => show::run(&args, reporter, sources).map(|()| 0),
        ThemesCommand::Eject(args) => eject::run(&args, reporter).map(|()| 0),
        ThemesCommand::Diff(args) => diff::run(&args, reporter, sources).map(|()| 0),
        ThemesCommand::Preview(args) => preview::run(&args, reporter, sources),
        ThemesCommand::Check(args) => check::run(&args, reporter, sources),
    }
}

/// The short name of a theme: the last part of its folder's path.
fn short_name(name: Option<&str>) -> String {
    let name = name.unwrap_or(DEFAULT);
    let last = Path::new(name).file_name().map(|last| last.to_string_lossy().into_owned());
    last.unwrap_or_else(|| name.to_owned())
}

/// Whether there is a bundled theme of this name.
fn is_bundled(name: &str) -> bool {
    theme::bundled().any(|bundled| bundled == name)
}
