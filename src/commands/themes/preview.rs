//! `llmslides themes preview`: every layout in a theme, as pages or on one sheet.

use std::path::{Path, PathBuf};

use super::short_name;
use crate::args::themes::{PreviewFormat, ThemesPreviewArgs};
use crate::assets::Files;
use crate::commands::project::Project;
use crate::diag::{Diagnostics, Sources};
use crate::engine::job::Job;
use crate::export::{PageChoice, pdf, png};
use crate::input::Text;
use crate::names;
use crate::numbers::count;
use crate::pipeline;
use crate::report::Reporter;
use crate::settings;
use crate::theme::Theme;
use crate::{fs, theme};

/// Width of a page on a sheet, in pixels.
const SHEET_PAGE: u32 = 480;
/// Columns of pages on a sheet.
const SHEET_COLUMNS: u32 = 4;

/// Draws the gallery and returns the exit code.
pub(super) fn run(
    args: &ThemesPreviewArgs,
    reporter: Reporter,
    sources: &mut Sources,
) -> Result<u8, Diagnostics> {
    let project = Project::here(args.name.as_deref(), &args.set, sources)?;
    let name = short_name(project.theme_name());
    let output = args.output.clone().unwrap_or_else(|| default_output(&name, args.format));
    let Drawn { bytes, pages, overfull, findings } =
        pipeline::job(Some(args.limits.limits()), |job| draw(job, &project, args.format, sources))?;
    reporter.diagnostics(&findings.0, sources);
    fs::stage(&output, &bytes)?.replace()?;
    reporter.line(&format!("{}  {}", output.display(), count(pages, "page")));
    if overfull > 0 {
        let many = count(overfull, "slide");
        reporter.line(&format!("{many} did not fit: `llmslides themes check` says which"));
    }
    Ok(0)
}

/// The finished preview.
struct Drawn {
    bytes: Vec<u8>,
    pages: usize,
    /// How many of its slides did not fit.
    overfull: usize,
    /// Findings about the theme.
    findings: Diagnostics,
}

/// Draws the gallery in the theme of a project.
fn draw(
    job: &Job,
    project: &Project,
    format: PreviewFormat,
    sources: &mut Sources,
) -> Result<Drawn, Diagnostics> {
    let mut build = project.build(job, sources);
    let theme = project.theme(&mut build)?;
    let (text, files) = gallery(&theme);
    // Findings about the gallery's text do not concern the theme.
    let of_theme = std::mem::take(&mut build.findings);
    let text = Text::given("(preview)", &text, files, build.sources, &mut build.findings);
    let mut deck = build.read(&text)?;
    project.lend_theme(&mut deck.meta);
    let resolved = build.resolve(deck, &text.files)?;
    let emitted = build.emit(resolved);
    build.findings = of_theme;
    let fitted = build.fit(emitted)?;
    let overfull = build.check_fit(&fitted);
    let mut built = build.reveal(fitted);
    let pages = built.slides().document.pages().len();
    let bytes = match format {
        PreviewFormat::Pdf => {
            let output = build.export(&mut built, &pdf::EXPORTER, &PageChoice::default(), "")?;
            output.content.into_bytes()
        }
        PreviewFormat::Png => png::sheet(&built.slides().document, SHEET_COLUMNS, SHEET_PAGE),
    };
    let overfull = overfull.0.iter().filter(|found| found.is_error()).count();
    Ok(Drawn { bytes, pages, overfull, findings: build.findings })
}

fn default_output(name: &str, format: PreviewFormat) -> PathBuf {
    let extension = match format {
        PreviewFormat::Pdf => "pdf",
        PreviewFormat::Png => "png",
    };
    Path::new(&format!("{name}-preview.{extension}")).to_path_buf()
}

/// The gallery's text and pictures; layouts that it does not show follow with their own examples.
fn gallery(theme: &Theme) -> (String, Files) {
    let (text, dir) = settings::gallery();
    let mut text = text.to_owned();
    let own = theme.layout_names().filter(|name| !names::is_layout(name));
    for layout in own.filter_map(|name| theme.layout(name)) {
        text.push_str("\n\n");
        text.push_str(&theme::sample::example(layout));
    }
    (text, Files::Sample(Some(dir)))
}
