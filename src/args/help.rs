//! The command line as help, completions and the manual show it: commands in groups, by what they are for.

use std::fmt::Write;

use clap::{Command, CommandFactory};

use super::Cli;

/// The commands, in the order in which somebody meets them.
const GROUPS: [(&str, &[&str]); 4] = [
    ("Make slides", &["new", "import", "build", "check"]),
    ("Show them", &["watch", "present"]),
    ("Change how they look", &["themes", "fonts"]),
    ("Look things up", &["explain", "schema", "completions", "man"]),
];

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

fn groups(command: &Command) -> String {
    let width = GROUPS.iter().flat_map(|(_, names)| *names).map(|name| name.len()).max();
    let style = command.get_styles().get_literal();
    let mut out = String::new();
    for (title, names) in GROUPS {
        let _ = writeln!(out, "{}", heading(command, title));
        let found = names.iter().filter_map(|name| command.find_subcommand(name));
        for own in found {
            let (name, width) = (own.get_name(), width.unwrap_or_default());
            let about = own.get_about().map(ToString::to_string).unwrap_or_default();
            let _ = writeln!(out, "  {style}{name:width$}{style:#}  {about}");
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
        let mut shown: Vec<&str> = shown.map(clap::Command::get_name).collect();
        let mut listed: Vec<&str> = GROUPS.iter().flat_map(|(_, names)| *names).copied().collect();
        shown.sort_unstable();
        listed.sort_unstable();
        assert_eq!(listed, shown);
    }

    #[test]
    fn what_is_not_for_people_is_not_completed() {
        assert!(completed().find_subcommand("worker").is_none());
        assert!(completed().find_subcommand("build").is_some());
    }
}
