//! The command line. Help, completions and the manual are made from these types.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Markdown decks, mostly Chinese, become PDF slides and speaker notes: offline, in one binary.
#[derive(Debug, Parser)]
#[command(
    name = "llmslides",
    version,
    after_help = "Without a file, `llmslides build` builds the deck of this folder, or else an example."
)]
pub(crate) struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
    /// Colour messages.
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(crate) color: Color,
    /// Print only errors.
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Build a deck: a PDF to present and notes to speak from
    Build(BuildArgs),
    /// Check a deck: what does not fit, cannot be read, or was forgotten
    Check(CheckArgs),
    /// Show the manual page of a layout or of a finding, or list them
    Explain(ExplainArgs),
    /// Print the JSON Schema of an input
    Schema(SchemaArgs),
}

/// `llmslides build`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  llmslides build                        the deck of this folder, or an example
  llmslides build talk.md                writes talk.pdf and talk.notes.md
  llmslides build talk.md -o out/        writes both into out/
  llmslides build talk.md --set accent=#c8102e --set duration=45
  cat talk.md | llmslides build - -o -   from a pipe into a pipe

Exit codes: 0 done, 1 errors in the deck, 2 usage or environment")]
pub(crate) struct BuildArgs {
    /// Where to write: a file, a folder, or `-` for standard output [default: the current folder,
    /// named after the deck]
    #[arg(short, long, value_name = "PATH")]
    pub(crate) output: Option<PathBuf>,
    /// What to write, separated by commas [default: pdf,notes; to standard output: pdf]
    #[arg(short, long, value_enum, value_delimiter = ',', value_name = "FORMATS")]
    pub(crate) format: Option<Vec<Format>>,
    /// Make errors of warnings: then nothing is written
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(crate) deny: Option<Deny>,
    /// Which deck, and how it is set.
    #[command(flatten)]
    pub(crate) deck: DeckArgs,
}

/// `llmslides check`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  llmslides check                        the deck of this folder, or the example
  llmslides check talk.md                findings with their place and what to do
  llmslides check talk.md --fix          corrects punctuation in talk.md, then checks again
  llmslides check talk.md -f short       FILE:LINE:COLUMN: LEVEL[CODE]: MESSAGE, for editors
  llmslides check talk.md -f json        a document, for scripts
  llmslides check --deny warnings        for scripts: exit 1 on any finding
  llmslides explain dense-slide          what a finding means

Levels stand in llmslides.toml beside the deck, or in its front matter:
  [check]
  dense-slide = \"deny\"                 off, warn or deny
On a single slide, its heading allows a finding: ## 标题 {allow=\"dense-slide\"}

Exit codes: 0 no errors, 1 errors or denied findings, 2 usage or environment")]
pub(crate) struct CheckArgs {
    /// How findings are shown; short and json go to standard output
    #[arg(short, long, value_enum, default_value_t = FindingsFormat::Human, value_name = "FORMAT")]
    pub(crate) format: FindingsFormat,
    /// Make errors of warnings
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(crate) deny: Option<Deny>,
    /// Mend in the deck's file what can be mended without a thought, and check again
    #[arg(long)]
    pub(crate) fix: bool,
    /// Which deck, and how it is set.
    #[command(flatten)]
    pub(crate) deck: DeckArgs,
}

/// How findings are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FindingsFormat {
    /// With an excerpt of the file and hints, to standard error
    Human,
    /// A line each
    Short,
    /// A document; `llmslides schema findings` prints its schema
    Json,
}

/// What can be denied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Deny {
    /// Every warning
    Warnings,
}

/// What every command that compiles a deck is told.
#[derive(Debug, Args)]
pub(crate) struct DeckArgs {
    /// The deck: a Markdown file, a deck.json, a folder with a deck.md, or `-` for standard input
    #[arg(value_name = "INPUT")]
    pub(crate) input: Option<PathBuf>,
    /// The theme: a bundled one, or a folder with a theme.toml
    #[arg(short, long, value_name = "NAME|DIR")]
    pub(crate) theme: Option<String>,
    /// Set a key of the front matter or a token of the theme; may be repeated
    #[arg(short, long = "set", value_name = "KEY=VALUE")]
    pub(crate) set: Vec<String>,
    /// Stop compiling after this time
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = positive)]
    pub(crate) time_limit: u64,
    /// Stop compiling at this much memory
    #[arg(long, value_name = "MIB", default_value_t = 4096, value_parser = positive)]
    pub(crate) memory_limit: u64,
}

/// `llmslides explain`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  llmslides explain            every topic, a line for each
  llmslides explain timeline   what a layout takes, with an example
  llmslides explain overfull   what a finding means, and what to do about it
  llmslides explain layouts    the layouts alone")]
pub(crate) struct ExplainArgs {
    /// A layout such as `timeline`, a finding such as `overfull`, `layouts` or `findings`; none:
    /// a list of all
    #[arg(value_name = "TOPIC")]
    pub(crate) topic: Option<String>,
    /// The theme whose layouts are meant
    #[arg(short, long, value_name = "NAME|DIR")]
    pub(crate) theme: Option<String>,
}

/// `llmslides schema`
#[derive(Debug, Args)]
pub(crate) struct SchemaArgs {
    /// What the schema describes
    #[arg(value_enum, value_name = "WHAT")]
    pub(crate) what: Schema,
}

/// The schemas there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Schema {
    /// A deck.json
    Deck,
    /// What `check --format json` prints
    Findings,
}

/// What `build` can write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// NAME.pdf: the slides
    Pdf,
    /// NAME.notes.md: what to say, with times
    Notes,
    /// NAME.typst/: the Typst source, for `typst compile NAME.typst/main.typ`
    Typst,
    /// NAME.json: the deck as data
    Json,
}

/// Reads a limit. None at all would not be one that stops anything.
fn positive(text: &str) -> Result<u64, String> {
    let number = text.parse().ok().filter(|number: &u64| *number > 0);
    number.ok_or_else(|| "expected a whole number from 1".to_owned())
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}
