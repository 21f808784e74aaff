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
mod rehearsal;
mod report;
mod serve;
mod settings;
#[doc(hidden)]
pub mod stages;
mod tables;
mod theme;
mod viewer;
mod worker;

use std::process::ExitCode;

pub use engine::budget::Budgeted;

/// Runs the program with the process's arguments. A panic ends it with the exit code 101.
pub fn run() -> ExitCode {
    report::catch_panics();
    ExitCode::from(commands::run())
}
