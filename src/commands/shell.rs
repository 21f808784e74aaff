//! `llmslides completions` and `llmslides man`: the command line for shells and for `man`.

use crate::args::{self, CompletionsArgs, ManArgs};
use crate::diag::{Diagnostic, Diagnostics, nearest};
use crate::report::Reporter;

/// Prints the completions for a shell.
pub(super) fn completions(args: &CompletionsArgs, reporter: Reporter) -> Result<(), Diagnostics> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut args::completed(), "llmslides", &mut script);
    Ok(reporter.data(&script)?)
}

/// Prints a manual page, or the names of the commands that have one.
pub(super) fn man(args: &ManArgs, reporter: Reporter) -> Result<(), Diagnostics> {
    let program = args::command();
    let commands = || program.get_subcommands().filter(|own| !own.is_hide_set());
    if args.list {
        let names: String = commands().map(|own| format!("{}\n", own.get_name())).collect();
        return Ok(reporter.data(names.as_bytes())?);
    }
    let page = match &args.command {
        None => program.clone(),
        Some(name) => {
            let own = commands().find(|own| own.get_name() == name).cloned();
            let full = format!("llmslides-{name}");
            own.ok_or_else(|| no_command(name, commands().map(clap::Command::get_name)))?
                .bin_name(format!("llmslides {name}"))
                .display_name(full)
        }
    };
    let mut text = Vec::new();
    clap_mangen::Man::new(page).render(&mut text).expect("writing into memory does not fail");
    Ok(reporter.data(&text)?)
}

fn no_command<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Diagnostic {
    Diagnostic::usage(format!("there is no command `{name}`"))
        .maybe_hint(nearest(name, known))
        .hint("`llmslides man --list` lists them")
}
