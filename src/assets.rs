//! Loads the pictures of a deck: reads them, checks them before anything decodes them, and measures
//! them.

mod drawing;
mod files;
pub(crate) mod fonts;
pub(crate) mod includes;
mod kind;
mod nearby;
mod outline;
mod picture;
mod places;
mod raster;
mod raw;
pub(crate) mod texts;
pub(crate) mod themes;

use std::collections::BTreeMap;

use crate::contract::MISSING;
use crate::deck::block::{visit_blocks, visit_inlines};
use crate::deck::{Block, ChartData, Deck, Image, Inline, chart};
use crate::diag::{Diagnostic, Diagnostics, Span};
use crate::emit::{self, Assets, Panel};
use crate::engine::pictures::blank;
use crate::fs::Gate;
use crate::theme::TokenPicture;
pub(crate) use files::Files;
use nearby::Nearby;
use picture::{Flaw, Picture, Size, Unshown};
use themes::Loaded;

/// Most bytes of a table of numbers.
const MAX_CSV: u64 = 1 << 20;

/// The pictures of a deck.
#[derive(Default)]
pub(crate) struct Pictures {
    /// What emission needs.
    pub(crate) assets: Assets,
    /// Their content, by path below the root.
    pub(crate) bytes: BTreeMap<String, Vec<u8>>,
}

/// Loads every picture that the deck and the tokens of its theme name.
///
/// One that is missing, outside the project, no picture, or enormous is a finding, and one that cannot be
/// seen on the theme's pages.
pub(crate) fn load(
    deck: &Deck,
    loaded: &Loaded,
    files: &Files,
    findings: &mut Diagnostics,
) -> Pictures {
    let Loaded { theme, folder } = loaded;
    let (pictures, nearby) = (Pictures::default(), Nearby::default());
    let mut loader = Loader { files, findings, pictures, nearby };
    for (path, span) in chart_files(deck) {
        loader.chart(path, span);
    }
    for picture in &theme.pictures {
        loader.of_theme(picture, folder.as_ref());
    }
    for (image, span) in images(deck) {
        if image.alt.trim().is_empty() {
            loader.findings.push(without_alt(&image, span));
        }
        match image.path.is_empty() {
            true => loader.wanted(&image, span),
            false => loader.add(&image.path, span, Some(theme.paper())),
        }
    }
    for (path, span) in backgrounds(deck) {
        loader.add(path, span, None);
    }
    loader.pictures
}

/// Loads what a deck names.
struct Loader<'a> {
    files: &'a Files,
    findings: &'a mut Diagnostics,
    pictures: Pictures,
    nearby: Nearby,
}

impl Loader<'_> {
    /// Loads the numbers of a chart.
    fn chart(&mut self, path: String, span: Span) {
        match load_chart(&path, span, self.files) {
            Ok(data) => {
                self.pictures.assets.charts.insert(path, data);
            }
            Err(finding) => self.findings.push(finding),
        }
    }

    /// Loads a picture that a token names. `folder`: the theme's, if it is the user's.
    fn of_theme(&mut self, token: &TokenPicture, folder: Option<&Gate>) {
        let own = folder.filter(|_| token.is_beside_theme).cloned().map(Files::Folder);
        let files = own.as_ref().unwrap_or(self.files).clone();
        let bytes = match self.load(&token.path, token.span, &files) {
            Ok(picture) => picture.bytes,
            Err(_) => blank(&token.place()),
        };
        self.pictures.bytes.insert(token.place(), bytes);
    }

    /// Puts a frame in place of a picture that does not exist yet.
    fn wanted(&mut self, image: &Image, span: Span) {
        let message = format!("a picture is wanted here: {}", image.alt.trim());
        let finding = Diagnostic::warning("wanted-picture", span, message);
        self.findings.push(finding.hint("name its file between the parentheses"));
        let path = format!("{MISSING}.svg");
        self.pictures.bytes.insert(path.clone(), FRAME.to_vec());
        let picture = emit::Picture { path, size: Some(FRAME_SIZE), is_small: false, panel: None };
        self.pictures.assets.pictures.insert(String::new(), picture);
    }

    /// Loads a picture of the deck unless already loaded. `paper`: the colour behind it, unless
    /// text is on it.
    fn add(&mut self, written: &str, span: Span, paper: Option<&str>) {
        if self.pictures.assets.pictures.contains_key(written) {
            return;
        }
        let files = self.files;
        let (path, bytes, size, (is_small, panel)) = match self.load(written, span, files) {
            Ok(picture) => {
                let panel = paper.and_then(|paper| picture.outline.panel(paper));
                self.findings.0.extend(panel.map(|panel| unseen(panel, written, span)));
                let path = self.free(picture.path, &picture.bytes);
                (path, picture.bytes, picture.size, (picture.is_small, panel))
            }
            Err(size) => {
                let size = Some(size.unwrap_or(FRAME_SIZE));
                (frame(written), FRAME.to_vec(), size, (false, None))
            }
        };
        self.pictures.bytes.insert(path.clone(), bytes);
        let picture = emit::Picture { path, size, is_small, panel };
        self.pictures.assets.pictures.insert(written.to_owned(), picture);
    }

    /// Loads a picture and reports what is wrong with it. Even one that cannot be shown may have a
    /// size.
    fn load(&mut self, written: &str, span: Span, files: &Files) -> Result<Picture, Option<Size>> {
        match picture::load(written, files) {
            Ok(picture) => {
                self.findings
                    .0
                    .extend(picture.flaw.as_ref().map(|flaw| flawed(flaw, written, span)));
                Ok(picture)
            }
            Err(why) => {
                let near = || files.gate().map(|gate| self.nearby.hint(written, gate));
                self.findings.push(unshown(&why, written, span, near));
                Err(if let Unshown::Unfit(_, size) = why { size } else { None })
            }
        }
    }

    /// A path that is not taken, for pictures in `data:` addresses, which have no names.
    fn free(&self, path: String, bytes: &[u8]) -> String {
        let free = |path: &String| self.pictures.bytes.get(path).is_none_or(|other| other == bytes);
        if free(&path) {
            return path;
        }
        let (stem, ending) = path.rsplit_once('.').unwrap_or((&path, ""));
        let others = (2..).map(|number| format!("{stem}-{number}.{ending}"));
        others.into_iter().find(free).unwrap_or(path.clone())
    }
}

/// A blank picture that templates draw in place of one that cannot be shown.
const FRAME: &[u8] = b"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 160 90\">\
    <rect width=\"160\" height=\"90\" fill=\"#8884\"/></svg>";
/// Its size in pt.
const FRAME_SIZE: (f64, f64) = (480.0, 270.0);

/// The path of the frame for a picture; it has the picture's name.
fn frame(written: &str) -> String {
    let name = (!picture::is_in_text(written)).then(|| places::name(written)).flatten();
    let name = name.unwrap_or_else(|| "picture".to_owned());
    let name: String = name.chars().filter(|c| !c.is_control()).take(80).collect();
    format!("{MISSING}{name}.svg")
}

/// The background pictures of slides.
fn backgrounds(deck: &Deck) -> impl Iterator<Item = (&str, Span)> {
    deck.slides().filter_map(|slide| Some((slide.background()?, slide.span)))
}

/// The files of the pictures that a deck names, each with its path from the deck's folder, to be copied
/// with it. One that lies outside of that folder is a finding; one that is missing is found when the deck
/// is built.
pub(crate) fn originals(
    deck: &Deck,
    files: &Files,
    findings: &mut Diagnostics,
) -> BTreeMap<String, Vec<u8>> {
    let mut originals = BTreeMap::new();
    for (image, span) in images(deck) {
        let Some((path, bytes)) = picture::original(&image.path, files) else { continue };
        if path.starts_with("..") || path.is_absolute() {
            let message = format!("`{}` is not copied: it lies outside the folder", image.path);
            findings.push(Diagnostic::warning("missing-picture", span, message));
        } else {
            originals.insert(path.to_string_lossy().replace('\\', "/"), bytes);
        }
    }
    originals
}

fn images(deck: &Deck) -> Vec<(Image, Span)> {
    let mut images = Vec::new();
    for slide in deck.slides() {
        visit_blocks(&slide.blocks, &mut |block| {
            if let Block::Image(image) = &block.value {
                images.push((image.clone(), block.span));
            }
        });
        visit_inlines(slide, &mut |inline| {
            if let Inline::Image(image) = &inline.value {
                images.push((image.clone(), inline.span));
            }
        });
    }
    images
}

/// The CSV files that charts name.
fn chart_files(deck: &Deck) -> Vec<(String, Span)> {
    let mut paths = Vec::new();
    for slide in deck.slides() {
        visit_blocks(&slide.blocks, &mut |block| {
            if let Block::Chart(chart) = &block.value {
                paths.extend(chart.file.clone().map(|path| (path, block.span)));
            }
        });
    }
    paths
}

/// Reads the numbers of a chart.
fn load_chart(written: &str, span: Span, files: &Files) -> Result<ChartData, Diagnostic> {
    let error =
        |why: &str| Diagnostic::warning("unset", span, format!("cannot draw `{written}`: {why}"));
    if written.contains("://") {
        return Err(error("nothing is fetched").hint("save the numbers beside the deck"));
    }
    let bytes = files.text(written, MAX_CSV).map_err(|why| error(&why.why()))?;
    let text = String::from_utf8(bytes).map_err(|_| {
        error("it is not UTF-8").hint("save it as “CSV UTF-8”, as spreadsheets call it")
    })?;
    let text = text.trim_start_matches('\u{feff}');
    chart::table(text).map_err(|fault| error(&fault.message).maybe_hint(fault.hint))
}

fn without_alt(image: &Image, span: Span) -> Diagnostic {
    let message = format!("the picture `{}` has no alternative text", shortened(&image.path));
    Diagnostic::warning("missing-alt", span, message)
        .hint("add what it shows between the brackets, for those who cannot see it")
}

/// The diagnostic about a picture that cannot be shown; an error if the command line names it.
/// `near`: what may be meant by a path to nothing.
fn unshown(
    why: &Unshown,
    written: &str,
    span: Span,
    near: impl FnOnce() -> Option<String>,
) -> Diagnostic {
    let name = shortened(written);
    let (code, message, hint) = match why {
        Unshown::Remote => (
            "remote-picture",
            format!("`{name}` is not a file: nothing is fetched"),
            Some("save the picture beside the deck".to_owned()),
        ),
        Unshown::Missing => {
            ("missing-picture", format!("cannot show `{name}`: no such file or folder"), near())
        }
        Unshown::Unfit(why, _) => ("missing-picture", format!("cannot show `{name}`: {why}"), None),
    };
    let found = match span.is_attached() {
        true => {
            Diagnostic { code: Some(code), ..Diagnostic::warning("missing-picture", span, message) }
        }
        false => Diagnostic::usage(message),
    };
    found.maybe_hint(hint)
}

/// The finding about a picture that gets a panel.
fn unseen(panel: Panel, written: &str, span: Span) -> Diagnostic {
    let (lines, stands) = match panel {
        Panel::Light => ("dark", "light"),
        Panel::Dark => ("light", "dark"),
    };
    let name = shortened(written);
    let message =
        format!("the lines of `{name}` are as {lines} as the page: it stands on a {stands} panel");
    Diagnostic::warning("faint-picture", span, message)
        .hint(format!("give it a ground of its own, or choose a theme with {stands} pages"))
}

/// The finding about a picture that deviates from its file.
fn flawed(flaw: &Flaw, written: &str, span: Span) -> Diagnostic {
    let name = shortened(written);
    match flaw {
        Flaw::CutShort => {
            let message =
                format!("the file of the picture `{name}` ends too early: part of it is shown");
            Diagnostic::warning("truncated-picture", span, message)
                .hint("copy or download it once more")
        }
        Flaw::ForeignObject => {
            let message =
                format!("the drawing `{name}` has parts of a web page in it: their text is shown");
            Diagnostic::warning("foreign-object", span, message)
                .hint("export it with its labels as text, or as PNG")
        }
    }
}

fn shortened(url: &str) -> String {
    const MOST: usize = 60;
    if url.chars().count() <= MOST {
        return url.to_owned();
    }
    url.chars().take(MOST).chain(['…']).collect()
}
