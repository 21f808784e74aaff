//! `llmslides completions` and `llmslides man`: what shells and `man` know of the command line.

use clap::CommandFactory;

use crate::args::{Cli, CompletionsArgs};
use crate::diag::Diagnostics;
use crate::report::Reporter;

/// Prints the completions for a shell.
pub(super) fn completions(args: &CompletionsArgs, reporter: Reporter) -> Result<(), Diagnostics> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "llmslides", &mut script);
    Ok(reporter.data(&script)?)
}

/// Prints the manual page.
pub(super) fn man(reporter: Reporter) -> Result<(), Diagnostics> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Cli::command())
        .render(&mut page)
        .expect("writing into memory does not fail");
    Ok(reporter.data(&page)?)
}
