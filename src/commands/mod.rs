//! The subcommands, one file each. What they share is here: parsing arguments, and one way to exit.

mod build;
mod check;
mod explain;
mod fonts;
mod guide;
mod import;
mod new;
mod outputs;
mod present;
mod project;
mod schema;
mod shell;
mod themes;
mod watch;
mod worker;

use clap::FromArgMatches;

use crate::args::{self, Cli, Color, Command};
use crate::deck::Deck;
use crate::diag::{Diagnostic, Diagnostics, Severity, Sources};
use crate::input::Text;
use crate::numbers::count;
use crate::pipeline::Why;
use crate::report::Reporter;

/// Runs the program and returns its exit code.
pub(crate) fn run() -> u8 {
    let cli = args::command().try_get_matches().and_then(|given| Cli::from_arg_matches(&given));
    let cli = match cli {
        Ok(cli) => cli,
        Err(error) => return refuse(&error),
    };
    let reporter = Reporter::new(cli.color, cli.quiet);
    let mut sources = Sources::default();
    let result = match cli.command {
        Command::Build(args) => build::run(args, reporter, &mut sources),
        Command::Watch(args) => watch::run(args, reporter).map(|()| 0),
        Command::Present(args) => present::run(args, reporter).map(|()| 0),
        Command::Import(args) => import::run(&args, reporter, &mut sources).map(|()| 0),
        Command::Check(args) => check::run(args, reporter, &mut sources),
        Command::Fonts(args) => fonts::run(args, reporter, &mut sources).map(|()| 0),
        Command::New(args) => new::run(&args, reporter, &mut sources).map(|()| 0),
        Command::Themes(args) => themes::run(args.command, reporter, &mut sources),
        Command::Explain(args) => explain::run(&args, reporter, &mut sources).map(|()| 0),
        Command::Schema(args) => schema::run(&args, reporter).map(|()| 0),
        Command::Completions(args) => shell::completions(&args, reporter).map(|()| 0),
        Command::Man(args) => shell::man(&args, reporter).map(|()| 0),
        Command::Worker(args) => worker::run(args, reporter).map(|()| 0),
    };
    match result {
        Ok(code) => code,
        Err(errors) => {
            reporter.diagnostics(&errors.0, &sources);
            exit_code(&errors)
        }
    }
}

/// Reports what is wrong with a command line, or prints the help or version that it asks for.
fn refuse(error: &clap::Error) -> u8 {
    let program = args::command();
    let named = std::env::args_os().skip(1).find_map(|word| program.find_subcommand(word));
    match args::refused(error, named.map(clap::Command::get_name)) {
        Some(wrong) => {
            let reporter = Reporter::new(Color::Auto, false);
            reporter.diagnostics(&[wrong], &Sources::default());
            2
        }
        None => {
            // Help goes to standard output if it was asked for; clap knows.
            let _ = error.print();
            u8::try_from(error.exit_code()).unwrap_or(2)
        }
    }
}

/// What the author still has to do, in clauses: pictures to add, placeholders to fill in.
fn left_to_do(found: &[Diagnostic]) -> impl Iterator<Item = String> {
    let of = |code: &str| found.iter().filter(|found| found.code == Some(code)).count();
    let pictures = (of("wanted-picture"), "picture", "add");
    let places = (of("to-fill-in"), "place", "fill in");
    let left = [pictures, places].into_iter().filter(|(number, ..)| *number > 0);
    left.map(|(number, noun, verb)| format!("{} to {verb}", count(number, noun)))
}

/// Number of slides from which on progress is reported.
const MANY_SLIDES: usize = 300;

/// Reports progress if building will take long.
fn say_if_long(deck: &Deck, reporter: Reporter) {
    let slides = deck.slides().count();
    if slides >= MANY_SLIDES {
        reporter.line(&format!("setting {slides} slides …"));
    }
}

/// Prints the reasons for the form of slides.
fn say_why(why: &[Why], reporter: Reporter) {
    for Why { number, title, reasons } in why {
        let number = number.map_or(String::new(), |number| format!(" {number}"));
        reporter.line(&format!("slide{number} 「{title}」"));
        reasons.iter().for_each(|reason| reporter.line(&format!("  {reason}")));
    }
}

/// Reports that a text with a deck's file name is taken for an article.
fn say_if_taken(text: &Text, sources: &Sources, reporter: Reporter) {
    if text.is_taken_for_article {
        let name = sources.get(text.written).map_or("", |file| file.name.as_str());
        reporter.line(&format!(
            "{name}: an article, of which a deck is drafted; `--as deck` takes it for a deck"
        ));
    }
}

/// The exit code: 2 if the command line or the machine is at fault, else 1.
fn exit_code(errors: &Diagnostics) -> u8 {
    if errors.0.iter().any(|error| error.severity == Severity::Usage) { 2 } else { 1 }
}
