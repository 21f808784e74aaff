//! The command line. Help, completions and the manual are made from these types.

mod again;
mod help;
mod refused;
pub(crate) mod themes;

use std::path::PathBuf;
use std::time::Duration;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::deck::meta::Fit;
use crate::engine::job::Limits;
use crate::export::{self, EXPORTERS, Exporter};
use crate::input::As;
pub(crate) use help::{command, completed};
pub(crate) use refused::refused;

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
    /// Colour messages: `always`, `never`, or on a terminal unless NO_COLOR is set (`auto`)
    #[arg(
        long,
        global = true,
        help_heading = "Messages",
        value_enum,
        default_value_t = Color::Auto,
        hide_possible_values = true,
        value_name = "WHEN"
    )]
    pub(crate) color: Color,
    /// Print only errors.
    #[arg(short, long, global = true, help_heading = "Messages")]
    pub(crate) quiet: bool,
}

/// The subcommands, in the order of the help: each with the group in which it stands there.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Start a talk: a folder with a deck, its settings and its pictures
    #[command(display_order = help::MAKE)]
    New(NewArgs),
    /// Make a deck to edit of an article: text, a saved web page, or Markdown
    #[command(display_order = help::MAKE)]
    Import(ImportArgs),
    /// Build a deck: a PDF to present and notes to speak from
    #[command(display_order = help::MAKE)]
    Build(BuildArgs),
    /// Check a deck: what does not fit, cannot be read, or was forgotten
    #[command(display_order = help::MAKE)]
    Check(CheckArgs),
    /// Show a deck in a browser, and what becomes of it with every save
    #[command(display_order = help::SHOW)]
    Watch(WatchArgs),
    /// Present a deck in a browser: slides, presenter view, a phone as remote control
    #[command(display_order = help::SHOW)]
    Present(PresentArgs),
    /// List themes, show one, copy one to change it, try one out
    #[command(display_order = help::LOOK)]
    Themes(themes::ThemesArgs),
    /// List the fonts, and what a deck uses each for
    #[command(display_order = help::LOOK)]
    Fonts(FontsArgs),
    /// Show the manual page of a layout or of a finding, or list them
    #[command(display_order = help::REFERENCE)]
    Explain(ExplainArgs),
    /// Print the JSON Schema of an input
    #[command(display_order = help::REFERENCE)]
    Schema(SchemaArgs),
    /// Print the completions for a shell
    #[command(display_order = help::REFERENCE)]
    Completions(CompletionsArgs),
    /// Print a manual page, for `man`
    #[command(display_order = help::REFERENCE)]
    Man(ManArgs),
    /// Build a deck again at each request on standard input: what a server starts
    #[command(hide = true)]
    Worker(DeckArgs),
}

/// `llmslides build`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  llmslides build                        the deck of this folder, or an example
  llmslides build talk.md                writes talk.pdf and talk.notes.md
  llmslides build talk.md -o out/        writes both into out/
  llmslides build 1.md 2.md outro.md     one deck from several files
  llmslides build post.md --as article   a deck that is drafted of a blog's post
  llmslides build talk.md --set accent=#c8102e --set duration=45
  cat talk.md | llmslides build - -o -   from a pipe into a pipe

Exit codes:
  0  done, perhaps with findings
  1  errors in the deck: the outputs are written; or denied findings: nothing is
  2  usage or environment")]
pub(crate) struct BuildArgs {
    /// What is written, and where.
    #[command(flatten)]
    pub(crate) written: WrittenArgs,
    /// Resolution of `--format png`, in pixels an inch [default: 144, which is 1920 × 1080]
    #[arg(long, value_name = "N", value_parser = ppi)]
    pub(crate) ppi: Option<f64>,
    /// Pages that `--format png` draws, as the PDF numbers them: `3,5-7` [default: all]
    #[arg(long, value_name = "PAGES", value_parser = Pages::parse)]
    pub(crate) pages: Option<Pages>,
    /// What is found keeps the outputs from being written
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(crate) deny: Option<Deny>,
    /// Say why slides have their layouts and what they show, of an article or a chatbot's answer
    #[arg(long)]
    pub(crate) explain: bool,
    /// Which deck, and how it is set.
    #[command(flatten)]
    pub(crate) deck: DeckArgs,
}

/// What is written, and where.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct WrittenArgs {
    /// Where to write: a file, a folder, or `-` for standard output [default: the current folder,
    /// named after the deck]
    #[arg(short, long, value_name = "PATH")]
    pub(crate) output: Option<PathBuf>,
    /// What to write, separated by commas [default: as the file is called, or
    /// pdf,notes; to standard output: pdf]
    #[arg(short, long, value_delimiter = ',', value_name = "FORMATS", value_parser = format())]
    pub(crate) format: Option<Vec<&'static Exporter>>,
}

/// `llmslides watch`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  llmslides watch               the deck of this folder; prints where to find it
  llmslides watch talk.md --open
  llmslides watch talk.md --format pdf     writes talk.pdf with every save, too
  llmslides watch talk.md --editor 'code -g'
  llmslides watch talk.md --editor 'emacsclient -n +{line} {file}'

Saving the deck, or anything that it uses, shows the slide that was edited. What was found stands
beside the slides. Alt and a click name the line that something comes from, and copy it; with
`--editor` it is opened as well. Ctrl-C ends it.")]
pub(crate) struct WatchArgs {
    /// Write files with every save, too: formats separated by commas [default: none]
    #[arg(short, long, value_delimiter = ',', value_name = "FORMATS", value_parser = format())]
    pub(crate) format: Option<Vec<&'static Exporter>>,
    /// Where they go: a file or a folder [default: the current folder, named after the deck]
    #[arg(short, long, value_name = "PATH")]
    pub(crate) output: Option<PathBuf>,
    /// Open the line that Alt and a click name with this command: its words, then `FILE:LINE`, or where
    /// `{file}` and `{line}` stand in it
    #[arg(long, value_name = "CMD")]
    pub(crate) editor: Option<String>,
    /// How it is reached.
    #[command(flatten)]
    pub(crate) server: ServerArgs,
    /// Which deck, and how it is set.
    #[command(flatten)]
    pub(crate) deck: DeckArgs,
}

/// `llmslides present`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  llmslides present talk.md --open     s opens the presenter view in a second window
  llmslides present talk.md --remote   a phone in the same network turns the pages
  llmslides present talk.md --rehearse where the time goes, and where to cut

`--remote` lets in whoever has the token: it is in the QR code and in the address below it. Ctrl-C
ends it.")]
pub(crate) struct PresentArgs {
    /// Let other machines in this network in, with a token: a phone as remote control
    #[arg(long)]
    pub(crate) remote: bool,
    /// Take down how long each step takes. At the end that is compared with the plan and written to
    /// NAME.rehearsal.json beside the deck, from which `notes.rate: learnt` takes your rate
    #[arg(long)]
    pub(crate) rehearse: bool,
    /// How it is reached.
    #[command(flatten)]
    pub(crate) server: ServerArgs,
    /// Which deck, and how it is set.
    #[command(flatten)]
    pub(crate) deck: DeckArgs,
}

/// How a server is reached.
#[derive(Debug, Args)]
#[command(next_help_heading = "Server")]
pub(crate) struct ServerArgs {
    /// The port [default: one that is free]
    #[arg(
        long,
        value_name = "N",
        default_value_t = 0,
        hide_default_value = true,
        value_parser = port
    )]
    pub(crate) port: u16,
    /// Open it in the browser
    #[arg(long)]
    pub(crate) open: bool,
}

/// `llmslides import`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  llmslides import article.txt              writes article.md, a deck to edit
  llmslides import page.html -o talk.md     the same under another name
  llmslides import post.md                  a blog's Markdown: writes post.deck.md
  llmslides import article.txt --explain    says why each slide is as it is
  llmslides import article.txt -f json      deck and account of every sentence, for scripts
  llmslides build article.txt               imports and builds in one go

Slides carry whole clauses of the article, chosen by place and weight; the full text is in the
speaker notes. What is no text of the article (menus, link lists) is set aside and named.

Exit codes: 0 done, 1 something would be lost, 2 usage or environment")]
pub(crate) struct ImportArgs {
    /// The article: .txt, .html or .md in any usual encoding, or `-` for standard input
    #[arg(value_name = "ARTICLE")]
    pub(crate) article: PathBuf,
    /// Where to write: a file, a folder, or `-` for standard output [default: the current folder,
    /// named after the article]
    #[arg(short, long, value_name = "PATH")]
    pub(crate) output: Option<PathBuf>,
    /// What to write
    #[arg(short, long, value_enum, default_value_t = ImportFormat::Md, value_name = "FORMAT")]
    pub(crate) format: ImportFormat,
    /// Replace a deck that is there already
    #[arg(long)]
    pub(crate) force: bool,
    /// Read the text as this [default: a chatbot's answer with slides in it as a deck, all else as an article]
    #[arg(long = "as", value_enum, value_name = "WHAT")]
    pub(crate) read_as: Option<As>,
    /// How the article is read.
    #[command(flatten)]
    pub(crate) reading: ArticleArgs,
    /// Minutes that the talk may take, about a slide each: what is shown is chosen by them, the rest is
    /// in the notes [default: what the article says, or suits it, 45 at most]
    #[arg(long, value_name = "MINUTES", value_parser = minutes)]
    pub(crate) duration: Option<f64>,
    /// Make an error of everything that is set aside and is not known to be junk, such as videos
    #[arg(long)]
    pub(crate) strict: bool,
    /// Say for each slide why it has its layout, and what each of its sentences does
    #[arg(long)]
    pub(crate) explain: bool,
    /// Say in a comment on each slide which lines of the article it comes from
    #[arg(long)]
    pub(crate) provenance: bool,
    /// Write what there is to choose from, as JSON: each sentence, list and picture with an id
    #[arg(long, conflicts_with_all = ["format", "plan", "plan_out"])]
    pub(crate) outline: bool,
    /// Have a plan say what each slide shows, by ids of the outline; all of it is checked
    #[arg(long, value_name = "FILE", conflicts_with = "duration")]
    pub(crate) plan: Option<PathBuf>,
    /// Write the plan that was carried out: without `--plan`, the one that the rules made
    #[arg(long, value_name = "FILE")]
    pub(crate) plan_out: Option<PathBuf>,
    /// What it may take.
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
}

/// Minutes of a talk.
fn minutes(text: &str) -> Result<f64, String> {
    let minutes: Option<f64> = text.parse().ok().filter(|minutes| (1.0..=600.0).contains(minutes));
    minutes.ok_or_else(|| "expected minutes from 1 to 600".to_owned())
}

/// How an article is read.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct ArticleArgs {
    /// Take nothing for junk: menus and link lists become text, too
    #[arg(long)]
    pub(crate) keep_all: bool,
    /// Leave half-width punctuation between Chinese characters as it is
    #[arg(long)]
    pub(crate) keep_punctuation: bool,
    /// The encoding, such as `gb18030` or `big5` [default: found out]
    #[arg(long, value_name = "NAME")]
    pub(crate) encoding: Option<String>,
}

/// What `import` writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ImportFormat {
    /// A deck in Markdown
    Md,
    /// The deck as data, and where every sentence went; `llmslides schema import` describes it
    Json,
}

/// `llmslides check`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  llmslides check                        the deck of this folder
  llmslides check talk.md                findings with their place and what to do
  llmslides check talk.md --fix          corrects punctuation in talk.md, then checks again
  llmslides check talk.md -f short       FILE:LINE:COLUMN: LEVEL[CODE]: MESSAGE, for editors
  llmslides check talk.md -f json        a document, for scripts
  llmslides check --deny warnings        for scripts: exit 1 on any finding
  llmslides explain dense-slide          what a finding means

Levels stand in llmslides.toml beside the deck, or in its front matter:
  [check]
  dense-slide = \"deny\"                 off, warn, error or deny
On a single slide, its heading allows a finding: ## 标题 {allow=\"dense-slide\"}

Exit codes: 0 no errors, perhaps findings, 1 errors or denied findings, 2 usage or environment")]
pub(crate) struct CheckArgs {
    /// How findings are shown; short and json go to standard output
    #[arg(short, long, value_enum, default_value_t = FindingsFormat::Human, value_name = "FORMAT")]
    pub(crate) format: FindingsFormat,
    /// Make errors of findings
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

/// The arguments of every command that compiles a deck.
#[derive(Debug, Args)]
#[command(next_help_heading = "Deck")]
pub(crate) struct DeckArgs {
    /// The deck: a Markdown file, a deck.json, a folder with a deck.md, an article (.txt, .html), or
    /// `-` for standard input. Several Markdown files make one deck: the front matter of the first
    /// holds
    #[arg(value_name = "INPUT")]
    pub(crate) input: Vec<PathBuf>,
    /// As what the input is read: an article, of which a deck is drafted, or a deck as it stands
    /// [default: as it is called; Markdown that is plainly running text is an article]
    #[arg(long = "as", value_enum, value_name = "WHAT")]
    pub(crate) read_as: Option<As>,
    /// The theme: a bundled one, or a folder with a theme.toml
    #[arg(short, long, value_name = "NAME|DIR")]
    pub(crate) theme: Option<String>,
    /// Set a key of the front matter or a token of the theme; may be repeated
    #[arg(short, long = "set", value_name = "KEY=VALUE")]
    pub(crate) set: Vec<String>,
    /// What to do about a slide with more on it than its page holds: set it smaller and then go on
    /// on further pages (`auto`), only one of these, or neither [default: as the deck says, or auto]
    #[arg(long, value_name = "MODE", value_parser = Fit::NAMES)]
    pub(crate) fit: Option<String>,
    /// One page for each slide, with all of its steps: for those who read it
    #[arg(long)]
    pub(crate) handout: bool,
    /// Leave the speaker notes out of everything that is written
    #[arg(long)]
    pub(crate) no_notes: bool,
    /// The root of the project: nothing outside of it is read [default: the nearest folder above the
    /// deck with `.git`, `llmslides.toml` or a package file, else the deck's]
    #[arg(long, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
    /// Fonts beside the bundled ones
    #[command(flatten)]
    pub(crate) fonts: FontArgs,
    /// What it may take.
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
}

/// What a command may take.
#[derive(Debug, Clone, Copy, Args)]
#[command(next_help_heading = "Limits")]
pub(crate) struct LimitArgs {
    /// Stop after this time, as long as the processor worked for as long
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = positive)]
    pub(crate) time_limit: u64,
    /// Stop at this much memory
    #[arg(long, value_name = "MIB", default_value_t = 4096, value_parser = positive)]
    pub(crate) memory_limit: u64,
}

impl LimitArgs {
    /// The limits of a job.
    pub(crate) fn limits(self) -> Limits {
        let memory = usize::try_from(self.memory_limit).unwrap_or(usize::MAX);
        Limits {
            time: Duration::from_secs(self.time_limit),
            memory: memory.saturating_mul(1 << 20),
        }
    }
}

/// Fonts beside the bundled ones.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Fonts")]
pub(crate) struct FontArgs {
    /// Use a font, or the fonts in a folder, beside the bundled ones and those in `fonts/` beside
    /// the deck; may be repeated
    #[arg(long = "font-path", value_name = "DIR|FILE")]
    pub(crate) font_paths: Vec<PathBuf>,
    /// Use the fonts of this computer for what no other has; another one may have others
    #[arg(long)]
    pub(crate) system_fonts: bool,
}

/// `llmslides fonts`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  llmslides fonts                         what the deck of this folder uses, or an example does
  llmslides fonts talk.md                 which face shows what, and what came as a fallback
  llmslides fonts --list --system-fonts   every face there is")]
pub(crate) struct FontsArgs {
    /// Only list the faces; no deck is read
    #[arg(short, long)]
    pub(crate) list: bool,
    /// How to print
    #[arg(short, long, value_enum, default_value_t = DataFormat::Human, value_name = "FORMAT")]
    pub(crate) format: DataFormat,
    /// Which deck, and how it is set.
    #[command(flatten)]
    pub(crate) deck: DeckArgs,
}

/// How a list is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DataFormat {
    /// A table to read
    Human,
    /// JSON; `llmslides schema fonts` describes it
    Json,
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
    /// A layout such as `timeline`, a finding such as `overfull`, a topic such as `incremental`,
    /// `layouts` or `findings`; none: a list of all
    #[arg(value_name = "TOPIC")]
    pub(crate) topic: Option<String>,
    /// The theme whose layouts are meant
    #[arg(short, long, value_name = "NAME|DIR")]
    pub(crate) theme: Option<String>,
}

/// `llmslides new`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  llmslides new team-talk                     a talk of eight slides to write over
  llmslides new team-talk --theme stage       the same in another theme
  llmslides new team-talk --from article.md   the deck is made from an article
  cd team-talk && llmslides build             makes team-talk.pdf and team-talk.notes.md

Nothing is overwritten: the folder must be new or empty.

Exit codes: 0 done, 2 usage or environment")]
pub(crate) struct NewArgs {
    /// The folder
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// The theme of the talk: a bundled one [default: classroom]
    #[arg(short, long, value_name = "NAME")]
    pub(crate) theme: Option<String>,
    /// Make the deck from this article instead
    #[arg(long, value_name = "ARTICLE")]
    pub(crate) from: Option<PathBuf>,
}

/// `llmslides schema`
#[derive(Debug, Args)]
pub(crate) struct SchemaArgs {
    /// What the schema describes
    #[arg(value_enum, value_name = "WHAT")]
    pub(crate) what: Schema,
}

/// `llmslides completions`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  llmslides completions bash > ~/.local/share/bash-completion/completions/llmslides
  llmslides completions fish > ~/.config/fish/completions/llmslides.fish")]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    pub(crate) shell: clap_complete::Shell,
}

/// `llmslides man`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  llmslides man | man -l -             reads the page of the program
  llmslides man build > llmslides-build.1")]
pub(crate) struct ManArgs {
    /// The command whose page it is [default: the program's]
    #[arg(value_name = "COMMAND")]
    pub(crate) command: Option<String>,
    /// List the commands that have a page
    #[arg(short, long, conflicts_with = "command")]
    pub(crate) list: bool,
}

/// The schemas there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Schema {
    /// A deck.json
    Deck,
    /// What `llmslides fonts --format json` prints
    Fonts,
    /// What `check --format json` prints
    Findings,
    /// What `import --format json` writes
    Import,
    /// What `import --outline` writes
    Outline,
    /// What `import --plan` reads
    Plan,
    /// A theme.toml
    Theme,
    /// An llmslides.toml
    Config,
}

/// Pages by their numbers, from 1: `3,5-7`, `12-`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pages(pub(crate) Vec<(usize, usize)>);

impl Pages {
    /// Reads numbers and ranges. A range without an end goes to the last page.
    fn parse(text: &str) -> Result<Self, String> {
        let number = |text: &str| text.trim().parse().ok().filter(|page: &usize| *page > 0);
        let range = |part: &str| match part.split_once('-') {
            None => number(part).map(|page| (page, page)),
            Some((from, "")) => number(from).map(|from| (from, usize::MAX)),
            Some((from, to)) => number(from).zip(number(to)).filter(|(from, to)| from <= to),
        };
        let ranges: Option<Vec<_>> = text.split(',').map(range).collect();
        ranges.map(Self).ok_or_else(|| "expected page numbers such as `3,5-7`".to_owned())
    }
}

/// Reads the name of an output.
fn format() -> impl TypedValueParser<Value = &'static Exporter> {
    let names =
        EXPORTERS.iter().map(|exporter| PossibleValue::new(exporter.name).help(exporter.help));
    PossibleValuesParser::new(names)
        .map(|name| export::named(&name).expect("one of the possible values"))
}

/// Reads a resolution.
fn ppi(text: &str) -> Result<f64, String> {
    let ppi = text.parse().ok().filter(|ppi| (10.0..=1200.0).contains(ppi));
    ppi.ok_or_else(|| "expected a number from 10 to 1200".to_owned())
}

/// Reads the number of a port.
fn port(text: &str) -> Result<u16, String> {
    text.parse().map_err(|_| "expected a number from 0 to 65535".to_owned())
}

/// Reads a limit. None at all would not be one that stops anything.
fn positive(text: &str) -> Result<u64, String> {
    let number = text.parse().ok().filter(|number: &u64| *number > 0);
    number.ok_or_else(|| "expected a whole number from 1".to_owned())
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}
