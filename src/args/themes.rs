//! The command line of `llmslides themes`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::{DataFormat, FindingsFormat, LimitArgs};

/// `llmslides themes`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  llmslides themes list                       the themes there are
  llmslides themes show                       every token of the theme of the deck here
  llmslides themes eject classroom section    a layout to change, in templates/
  llmslides themes preview stage              every layout in a theme, as stage-preview.pdf

docs/themes.md leads from a new colour to a theme of your own")]
pub(crate) struct ThemesArgs {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: ThemesCommand,
}

/// The subcommands of `llmslides themes`.
#[derive(Debug, Subcommand)]
pub(crate) enum ThemesCommand {
    /// List the bundled themes and those of the project in this folder
    List(ThemesListArgs),
    /// Show a theme: its tokens, what they mean, what they are and who says so, and its layouts
    Show(ThemesShowArgs),
    /// Copy a theme, or some of its templates, to change them
    Eject(ThemesEjectArgs),
    /// Show how ejected templates and their originals differ
    Diff(ThemesDiffArgs),
    /// Draw every layout in a theme
    Preview(ThemesPreviewArgs),
    /// Try every layout of a theme with too little, usual and too much on it, in Chinese and English
    Check(ThemesCheckArgs),
}

/// `llmslides themes list`
#[derive(Debug, Args)]
pub(crate) struct ThemesListArgs {
    /// How to print
    #[arg(short, long, value_enum, default_value_t = DataFormat::Human, value_name = "FORMAT")]
    pub(crate) format: DataFormat,
}

/// `llmslides themes show`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  llmslides themes show                        the theme of the deck in this folder
  llmslides themes show stage                  another one, with what is set here
  llmslides themes show --set accent=#c8102e   what it would be
  llmslides themes show -f json                for scripts

Who goes first: --set, then the front matter, then llmslides.toml, then the theme.")]
pub(crate) struct ThemesShowArgs {
    /// The theme: a name, or a folder with a theme.toml [default: that of the deck here]
    #[arg(value_name = "NAME|DIR")]
    pub(crate) name: Option<String>,
    /// Set a token; may be repeated
    #[arg(short, long = "set", value_name = "KEY=VALUE")]
    pub(crate) set: Vec<String>,
    /// How to print
    #[arg(short, long, value_enum, default_value_t = DataFormat::Human, value_name = "FORMAT")]
    pub(crate) format: DataFormat,
}

/// `llmslides themes eject`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  llmslides themes eject classroom section   templates/layouts/section.typ: used at once
  llmslides themes eject classroom footer    templates/footer.typ
  llmslides themes eject classroom           themes/classroom/: the whole theme, used in place
                                             of the bundled one
Single templates lie over whichever theme the deck has. The first line of a copy says of what it
is one; `llmslides check` says when the original moved on, `llmslides themes diff` shows how.")]
pub(crate) struct ThemesEjectArgs {
    /// The bundled theme
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    /// Layouts such as `section`, or other templates such as `footer` [default: the whole theme]
    #[arg(value_name = "TEMPLATE")]
    pub(crate) templates: Vec<String>,
    /// Replace files that are there
    #[arg(long)]
    pub(crate) force: bool,
}

/// `llmslides themes diff`
#[derive(Debug, Args)]
#[command(after_help = "\
Lines with `-` are yours, lines with `+` those of the original as it is now.")]
pub(crate) struct ThemesDiffArgs {
    /// A theme in themes/ [default: all, and templates/]
    #[arg(value_name = "NAME")]
    pub(crate) name: Option<String>,
}

/// `llmslides themes preview`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  llmslides themes preview stage                  stage-preview.pdf
  llmslides themes preview themes/ours -f png     ours-preview.png: all pages on one sheet
  llmslides themes preview stage -o look.pdf
  llmslides themes preview classroom --set accent=#0b6e4f")]
pub(crate) struct ThemesPreviewArgs {
    /// The theme: a name, or a folder with a theme.toml [default: that of the deck here]
    #[arg(value_name = "NAME|DIR")]
    pub(crate) name: Option<String>,
    /// The file to write [default: NAME-preview.pdf or .png]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// What to write
    #[arg(short, long, value_enum, default_value_t = PreviewFormat::Pdf, value_name = "FORMAT")]
    pub(crate) format: PreviewFormat,
    /// Set a token; may be repeated
    #[arg(short, long = "set", value_name = "KEY=VALUE")]
    pub(crate) set: Vec<String>,
    /// What it may take.
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
}

/// What `themes preview` can write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PreviewFormat {
    /// A page for each slide
    Pdf,
    /// All pages on one sheet
    Png,
}

/// `llmslides themes check`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  llmslides themes check                  the theme of the deck here, with templates/
  llmslides themes check themes/ours
  llmslides themes check stage -f json    for scripts

Exit codes: 0 no errors, 1 errors, 2 usage or environment")]
pub(crate) struct ThemesCheckArgs {
    /// The theme: a name, or a folder with a theme.toml [default: that of the deck here]
    #[arg(value_name = "NAME|DIR")]
    pub(crate) name: Option<String>,
    /// How findings are shown; short and json go to standard output
    #[arg(short, long, value_enum, default_value_t = FindingsFormat::Human, value_name = "FORMAT")]
    pub(crate) format: FindingsFormat,
    /// What it may take.
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
}
