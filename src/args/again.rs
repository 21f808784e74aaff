//! Arguments that were read → the same arguments, for a child of this process.

use std::ffi::{OsStr, OsString};

use clap::ValueEnum;

use super::{DeckArgs, FontArgs, LimitArgs};

impl DeckArgs {
    /// The arguments that come to the same.
    pub(crate) fn again(&self) -> Vec<OsString> {
        // A field that is added must not be forgotten here.
        let Self {
            input,
            read_as,
            theme,
            set,
            fit,
            handout,
            no_notes,
            root,
            fonts,
            limits: LimitArgs { time_limit, memory_limit },
        } = self;
        let FontArgs { font_paths, system_fonts } = fonts;
        let read_as = read_as.iter().filter_map(ValueEnum::to_possible_value);
        let read_as = read_as.map(|value| option("--as", value.get_name()));
        let theme = theme.iter().map(|name| option("--theme", name));
        let set = set.iter().map(|pair| option("--set", pair));
        let fit = fit.iter().map(|mode| option("--fit", mode));
        let root = root.iter().map(|folder| option("--root", folder));
        let font_paths = font_paths.iter().map(|path| option("--font-path", path));
        let limits = [("--time-limit", time_limit), ("--memory-limit", memory_limit)];
        let limits = limits.map(|(name, limit)| option(name, limit.to_string()));
        let flags =
            [("--handout", handout), ("--no-notes", no_notes), ("--system-fonts", system_fonts)];
        let flags = flags.into_iter().filter(|(_, given)| **given).map(|(name, _)| name.into());
        let options =
            read_as.chain(theme).chain(set).chain(fit).chain(root).chain(font_paths).chain(limits);
        let input = input.iter().map(|path| path.clone().into_os_string());
        options.chain(flags).chain(["--".into()]).chain(input).collect()
    }
}

/// An option with its value, which may begin with a hyphen.
fn option(name: &str, value: impl AsRef<OsStr>) -> OsString {
    let mut option = OsString::from(name);
    option.push("=");
    option.push(value);
    option
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use clap::Parser;

    use crate::args::{Cli, Command};

    #[test]
    fn they_come_to_the_same() {
        let read = |arguments: &[OsString]| {
            let program = ["llmslides", "worker"].map(OsString::from);
            match Cli::parse_from(program.iter().chain(arguments)).command {
                Command::Worker(deck) => deck,
                _ => unreachable!(),
            }
        };
        let all = [
            "--as=deck", "--theme=-x", "--set=a=b", "--set=c=", "--fit=split", "--root=..",
            "--font-path=f", "--time-limit=7", "--memory-limit=8", "--handout", "--no-notes",
            "--system-fonts", "--", "-", "b.md",
        ];
        for given in [&all[..], &[]] {
            let given: Vec<OsString> = given.iter().map(OsString::from).collect();
            let deck = read(&given);
            assert_eq!(read(&deck.again()).again(), deck.again());
            assert!(given.iter().all(|argument| deck.again().contains(argument)), "{deck:?}");
        }
    }
}
