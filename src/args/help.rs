//! The command line as help, completions and the manual show it: commands in groups, by what they are for.

use std::fmt::Write;

use clap::{Command, CommandFactory};

use super::Cli;

/// The groups of commands in the order of the help. Each command names its own as its display order.
const GROUPS: [&str; 4] = ["Make slides", "Show them", "Change how they look", "Look things up"];
/// Index of the group of commands that make slides.
pub(super) const MAKE: usize = 0;
/// Index of the group of commands that show slides.
pub(super) const SHOW: usize = 1;
/// Index of the group of commands about the look of slides.
pub(super) const LOOK: usize = 2;
/// Index of the group of commands that tell about the program.
pub(super) const REFERENCE: usize = 3;

/// The command line.
pub(crate) fn command() -> Command {
    let command = Cli::command();
    let template = format!(
        "{{about}}\n\n{{usage-heading}} {{usage}}\n\n{}{}\n{{options}}{{after-help}}",
        groups(&command),
        heading(&command, "Options"),
    );
    command.help_template(template)
}

/// The commands in their groups, with what they do. Hidden ones are in none.
fn groups(command: &Command) -> String {
    let shown = || command.get_subcommands().filter(|own| !own.is_hide_set());
    let width = shown().map(|own| own.get_name().len()).max().unwrap_or_default();
    let style = command.get_styles().get_literal();
    let mut out = String::new();
    for (group, title) in GROUPS.iter().enumerate() {
        let _ = writeln!(out, "{}", heading(command, title));
        for own in shown().filter(|own| own.get_display_order() == group) {
            let about = own.get_about().map(ToString::to_string).unwrap_or_default();
            let _ = writeln!(out, "  {style}{:width$}{style:#}  {about}", own.get_name());
        }
        out.push('\n');
    }
    out
}

fn heading(command: &Command, title: &str) -> String {
    let style = command.get_styles().get_header();
    format!("{style}{title}:{style:#}")
}

/// The command line as it is completed: without what is not for people.
pub(crate) fn completed() -> Command {
    let all = command();
    let shown = all.get_subcommands().filter(|own| !own.is_hide_set()).cloned();
    let options = all.get_arguments().cloned();
    Command::new("llmslides").args(options).subcommands(shown.collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::{GROUPS, command, completed};

    #[test]
    fn every_command_is_in_a_group() {
        let command = command();
        let shown = command.get_subcommands().filter(|own| !own.is_hide_set());
        let mut outside = shown.filter(|own| own.get_display_order() >= GROUPS.len());
        assert_eq!(outside.next().map(clap::Command::get_name), None);
    }

    #[test]
    fn what_is_not_for_people_is_not_completed() {
        assert!(completed().find_subcommand("worker").is_none());
        assert!(completed().find_subcommand("build").is_some());
    }
}
