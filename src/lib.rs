//! Markdown decks become PDF slides and speaker notes.
//!
//! `ARCHITECTURE.md` says what each module turns into what. A module uses what stands to its left
//! in **theme · deck → emit → engine → check → export**, plus `diag` and `locale`; only `commands`, `settings`,
//! `assets`, `report` and `fs` know that there is a machine around them.

mod args;
mod article;
mod assets;
mod check;
mod commands;
mod config;
mod contract;
mod deck;
pub mod diag;
mod draft;
mod emit;
mod engine;
mod excerpt;
mod export;
mod fit;
mod fs;
mod input;
mod locale;
mod names;
mod numbers;
mod pipeline;
mod report;
mod settings;
#[doc(hidden)]
pub mod stages;
mod tables;
mod theme;

use std::process::ExitCode;

pub use engine::budget::Budgeted;

/// Exit code of a run that a bug of ours ended.
const PANICKED: u8 = 101;

/// Runs the program with the process's arguments.
pub fn run() -> ExitCode {
    report::catch_panics();
    let code = match engine::limits::with_deep_stack(commands::run) {
        Ok(code) => code.unwrap_or(PANICKED),
        Err(error) => commands::cannot_start(&error),
    };
    ExitCode::from(code)
}
