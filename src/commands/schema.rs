//! `llmslides schema`: JSON Schemas, to standard output.

use crate::args::{Schema, SchemaArgs};
use crate::check;
use crate::config;
use crate::deck::json;
use crate::diag::Diagnostics;
use crate::draft;
use crate::report::Reporter;
use crate::theme;

/// Prints a schema.
pub(super) fn run(args: &SchemaArgs, reporter: Reporter) -> Result<(), Diagnostics> {
    let text = match args.what {
        Schema::Deck => json::schema(),
        Schema::Fonts => super::fonts::schema(),
        Schema::Import => draft::json::schema(),
        Schema::Outline => draft::choice::outline::schema(),
        Schema::Plan => draft::choice::plan::schema(),
        Schema::Findings => check::json::schema(),
        Schema::Theme => theme::schema::theme(),
        Schema::Config => config::schema(),
    };
    Ok(reporter.data(text.as_bytes())?)
}
