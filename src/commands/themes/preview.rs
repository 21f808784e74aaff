//! `llmslides themes preview`: every layout in a theme, as pages or on one sheet.

use std::path::{Path, PathBuf};

use super::short_name;
use crate::args::themes::{PreviewFormat, ThemesPreviewArgs};
use crate::assets::Files;
use crate::commands::project::{HERE, Project};
use crate::deck::markdown::parts::Parts;
use crate::diag::{Diagnostics, Sources};
use crate::engine::limits::{self, Limits};
use crate::export::png;
use crate::pipeline::{self, Presets, Syntax};
use crate::report::{Reporter, count};
use crate::settings;
use crate::theme::{LAYOUTS, Theme};
use crate::{fs, theme};

/// Width of a page on a sheet, in pixels.
const SHEET_PAGE: u32 = 480;
/// Pages beside each other on a sheet.
const SHEET_COLUMNS: u32 = 4;

/// Draws the gallery and returns the exit code.
pub(super) fn run(
    args: &ThemesPreviewArgs,
    reporter: Reporter,
    sources: &mut Sources,
) -> Result<u8, Diagnostics> {
    let project = Project::here(args.name.as_deref(), &args.set, sources)?;
    let mut findings = Diagnostics::default();
    let theme = project.theme(sources, &mut findings)?;
    let name = short_name(project.theme_name());
    let (text, files) = gallery(&theme);
    let output = args.output.clone().unwrap_or_else(|| default_output(&name, args.format));
    limits::arm_default(Limits::default());
    let file = sources.add("(preview)", text);
    let (presets, parts) = (Presets::default(), Parts::default());
    let mut ignored = Diagnostics::default();
    let deck = pipeline::read(file, Syntax::Markdown, &presets, &parts, sources, &mut ignored)?;
    // What is to be said of the gallery is no concern of whoever looks at a theme.
    let emitted = pipeline::emit(&deck, theme, &files, sources, &mut Diagnostics::default())?;
    let root = PathBuf::from(HERE);
    let compiled = pipeline::lay_out(&deck, emitted, root, sources, &mut findings)?;
    let overfull = pipeline::check_fit(&compiled, &deck, sources);
    let pages = compiled.document.pages().len();
    let bytes = match args.format {
        PreviewFormat::Pdf => pipeline::export_pdf(&compiled, sources, &mut findings)?,
        PreviewFormat::Png => png::sheet(&compiled.document, SHEET_COLUMNS, SHEET_PAGE),
    };
    limits::disarm();
    reporter.diagnostics(&findings.0, sources);
    fs::stage(&output, &bytes)?.replace()?;
    reporter.line(&format!("{}  {}", output.display(), count(pages, "page")));
    if overfull.has_errors() {
        let many = count(overfull.0.len(), "slide");
        reporter.line(&format!("{many} did not fit: `llmslides themes check` says which"));
    }
    Ok(0)
}

fn default_output(name: &str, format: PreviewFormat) -> PathBuf {
    let extension = match format {
        PreviewFormat::Pdf => "pdf",
        PreviewFormat::Png => "png",
    };
    Path::new(&format!("{name}-preview.{extension}")).to_path_buf()
}

/// The gallery's text and pictures; layouts that it does not show follow with their own examples.
fn gallery(theme: &Theme) -> (String, Files<'static>) {
    let (text, dir) = settings::gallery();
    let mut text = text.to_owned();
    let own = theme.layout_names().filter(|name| !LAYOUTS.contains(name));
    for layout in own.filter_map(|name| theme.layout(name)) {
        text.push_str("\n\n");
        text.push_str(&theme::sample::example(layout));
    }
    (text, Files::Sample(Some(dir)))
}
