//! What clap says of a command line that is none of ours → a message as all others are.

use std::error::Error as _;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::diag::{Diagnostic, nearest, nearest_name};
use crate::export::EXPORTERS;
use crate::{fs, input, names};

/// The message for a command line that cannot be read; `None` for help and the version, which are no
/// errors.
///
/// `command`: the one that was to run, if any.
pub(crate) fn refused(error: &clap::Error, command: Option<&str>) -> Option<Diagnostic> {
    let error = Refused(error);
    let (argument, value) = (error.words(ContextKind::InvalidArg), error.value());
    let argument = argument.join("`, `");
    let message = match error.0.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
        | ErrorKind::DisplayVersion => return None,
        ErrorKind::UnknownArgument if argument.starts_with('-') => {
            format!("there is no option `{argument}`")
        }
        ErrorKind::UnknownArgument => format!("`{argument}` is one argument too many"),
        ErrorKind::InvalidSubcommand => {
            format!("there is no command `{}`", error.text(ContextKind::InvalidSubcommand))
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("`{argument}` expects a value"),
        ErrorKind::InvalidValue => format!("`{argument}` cannot be `{value}`"),
        ErrorKind::ValueValidation => match error.0.source() {
            Some(why) => format!("`{argument}`: {why}, found `{value}`"),
            None => format!("`{argument}` cannot be `{value}`"),
        },
        ErrorKind::MissingRequiredArgument => format!("`{argument}` is missing"),
        ErrorKind::ArgumentConflict => {
            let others = error.words(ContextKind::PriorArg).join("`, `");
            match others == argument {
                true => format!("`{argument}` can be said only once"),
                false => format!("`{argument}` does not go with `{others}`"),
            }
        }
        ErrorKind::TooManyValues => format!("`{argument}` takes no value `{value}`"),
        _ => error.0.kind().as_str().unwrap_or("the command line cannot be read").to_owned(),
    };
    let help = match command {
        Some(command) => format!("`llmslides {command} --help` says what there is"),
        None => "`llmslides --help` says what there is".to_owned(),
    };
    let hints = error.hints().into_iter().chain([help]);
    Some(hints.fold(Diagnostic::usage(message), Diagnostic::hint))
}

/// An error of clap's, and what it knows.
struct Refused<'a>(&'a clap::Error);

impl Refused<'_> {
    /// The words that it has of a kind, without what stands for their values.
    fn words(&self, kind: ContextKind) -> Vec<String> {
        let name = |word: &str| match word.starts_with('-') {
            true => word.split([' ', '=']).next().unwrap_or_default().to_owned(),
            false => word.to_owned(),
        };
        match self.0.get(kind) {
            Some(ContextValue::String(word)) => vec![name(word)],
            Some(ContextValue::Strings(words)) => words.iter().map(|word| name(word)).collect(),
            _ => Vec::new(),
        }
    }

    /// The word that it has of a kind.
    fn text(&self, kind: ContextKind) -> String {
        self.words(kind).join(" ")
    }

    /// The value that is wrong.
    fn value(&self) -> String {
        self.text(ContextKind::InvalidValue)
    }

    /// What to do instead.
    fn hints(&self) -> Vec<String> {
        let known = self.words(ContextKind::ValidValue);
        match self.0.kind() {
            ErrorKind::UnknownArgument => self.option().into_iter().collect(),
            ErrorKind::InvalidSubcommand => self.command().into_iter().collect(),
            ErrorKind::InvalidValue if !known.is_empty() => {
                let near = nearest(&self.value(), known.iter().map(String::as_str));
                near.into_iter().chain([format!("known are `{}`", known.join("`, `"))]).collect()
            }
            _ => Vec::new(),
        }
    }

    /// What an unknown option may have meant.
    fn option(&self) -> Option<String> {
        let written = self.text(ContextKind::InvalidArg);
        let name = written.trim_start_matches('-');
        let known = self.words(ContextKind::SuggestedArg);
        let near = nearest_name(name, known.iter().map(|known| known.trim_start_matches('-')));
        let format = || nearest_name(name, EXPORTERS.iter().map(|exporter| exporter.name));
        match near {
            Some(near) => Some(format!("did you mean `--{near}`?")),
            None => format().map(|format| format!("`--format {format}` writes that")),
        }
    }

    /// What an unknown command may have meant.
    fn command(&self) -> Option<String> {
        let word = self.text(ContextKind::InvalidSubcommand);
        let path = std::path::Path::new(&word);
        if fs::exists(path) || input::is_called_markdown(path) {
            return Some(format!("`llmslides build {}` builds it", names::pasted(&word)));
        }
        let near = self.words(ContextKind::SuggestedSubcommand);
        nearest(&word, near.iter().map(String::as_str))
    }
}
