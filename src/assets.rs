//! The pictures that a deck names: read, checked before anything decodes them, and measured.

pub(crate) mod fonts;
pub(crate) mod parts;
mod raster;
pub(crate) mod texts;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::deck::block::{visit_blocks, visit_inlines};
use crate::deck::{Block, ChartData, Deck, Image, Inline, chart};
use crate::diag::{Diagnostic, Diagnostics, Span};
use crate::emit::{Assets, MISSING};
use crate::engine::pictures::blank;
use crate::fs;
use crate::theme::TokenPicture;

/// Most pixels of a picture: decoded, this takes 400 MB.
const MAX_PIXELS: u64 = 100_000_000;
/// Most bytes of a picture's file.
const MAX_BYTES: usize = 64 << 20;
/// Most bytes of a table of numbers.
const MAX_CSV: usize = 1 << 20;
/// Resolution below which a picture is not enlarged, in pixels an inch: less looks coarse on a
/// projector of 1920 × 1080, where a slide has 144.
const PPI: f64 = 150.0;
/// Formats that Typst shows.
const FORMATS: &str = "PNG, JPEG, GIF, WebP or SVG";

/// The pictures of a deck.
#[derive(Default)]
pub(crate) struct Pictures {
    /// What emission needs.
    pub(crate) assets: Assets,
    /// Their content, by path below the root.
    pub(crate) bytes: BTreeMap<String, Vec<u8>>,
}

/// Where the files of a deck are.
#[derive(Debug)]
pub(crate) enum Files {
    /// In a folder.
    Folder(PathBuf),
    /// In the program.
    Embedded(&'static include_dir::Dir<'static>),
    /// In the program, if they are there; whatever else is named is a picture that says nothing.
    Sample(Option<&'static include_dir::Dir<'static>>),
}

/// The picture that says nothing.
const SAMPLE: &[u8] = b"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 160 90\">\
    <rect width=\"160\" height=\"90\" fill=\"#d5dae1\"/>\
    <path d=\"M0 90 48 40 76 68 108 28 160 90z\" fill=\"#98a2b0\"/>\
    <circle cx=\"34\" cy=\"24\" r=\"9\" fill=\"#f4f6f8\"/></svg>";

/// Loads every picture that the deck and the tokens of its theme name.
///
/// One that is missing, outside the project, no picture, or enormous is a finding.
pub(crate) fn load(
    deck: &Deck,
    of_theme: &[TokenPicture],
    files: &Files,
    findings: &mut Diagnostics,
) -> Pictures {
    let mut pictures = Pictures::default();
    for (path, span) in chart_files(deck) {
        match load_chart(&path, span, files) {
            Ok(data) => {
                pictures.assets.charts.insert(path, data);
            }
            Err(finding) => findings.push(finding),
        }
    }
    for picture in of_theme {
        let own = picture.folder.clone().or(picture.project.clone()).map(Files::Folder);
        match load_one(&picture.path, picture.span, own.as_ref().unwrap_or(files)) {
            Ok((_, bytes, _)) => {
                pictures.bytes.insert(picture.place(), bytes);
            }
            Err(finding) => {
                findings.push(finding);
                pictures.bytes.insert(picture.place(), blank(&picture.path));
            }
        }
    }
    for (image, span) in images(deck) {
        if image.alt.trim().is_empty() {
            let message = format!("the picture `{}` has no alternative text", image.path);
            findings.push(
                Diagnostic::warning("missing-alt", span, message)
                    .hint("add what it shows between the brackets, for those who cannot see it"),
            );
        }
        pictures.add(&image.path, span, files, findings);
    }
    for (path, span) in backgrounds(deck) {
        pictures.add(path, span, files, findings);
    }
    pictures
}

impl Pictures {
    /// Loads a picture that the deck names, unless it is there.
    fn add(&mut self, written: &str, span: Span, files: &Files, findings: &mut Diagnostics) {
        if self.assets.pictures.contains_key(written) {
            return;
        }
        match load_one(written, span, files) {
            Ok((mut path, mut bytes, size)) => {
                if let Some(rest) = raster::mended(&bytes) {
                    findings.push(cut_short(written, span));
                    path.push_str(".png");
                    bytes = rest;
                }
                self.assets.pictures.insert(written.to_owned(), (path.clone(), size));
                self.bytes.insert(path, bytes);
            }
            Err(finding) => {
                findings.push(finding);
                let frame = frame(written);
                self.bytes.insert(frame.clone(), FRAME.to_vec());
                self.assets.pictures.insert(written.to_owned(), (frame, Some(FRAME_SIZE)));
            }
        }
    }
}

/// What stands for a picture that cannot be shown, where a template draws it as any other.
const FRAME: &[u8] = b"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 160 90\">\
    <rect width=\"160\" height=\"90\" fill=\"#8884\"/></svg>";
/// Its size in pt.
const FRAME_SIZE: (f64, f64) = (480.0, 270.0);

/// The path of the frame that stands for a picture; its name is the picture's.
fn frame(written: &str) -> String {
    let path = written.split(['?', '#']).next().unwrap_or(written);
    let name = path.rsplit(['/', '\\']).find(|name| !name.is_empty()).unwrap_or("picture");
    let name: String = name.chars().filter(|c| !c.is_control()).take(80).collect();
    format!("{MISSING}{name}.svg")
}

/// The pictures that slides have behind them.
fn backgrounds(deck: &Deck) -> impl Iterator<Item = (&str, Span)> {
    deck.slides().filter_map(|slide| Some((slide.background()?, slide.span)))
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
    let path = fs::normalize(Path::new(written.trim_start_matches('/')));
    let bytes =
        files.read(&path.to_string_lossy().replace('\\', "/")).map_err(|why| error(&why))?;
    if bytes.len() > MAX_CSV {
        return Err(error(&format!("it has {} KiB, at most {}", bytes.len() >> 10, MAX_CSV >> 10)));
    }
    let text = String::from_utf8(bytes).map_err(|_| {
        error("it is not UTF-8").hint("save it as “CSV UTF-8”, as spreadsheets call it")
    })?;
    let text = text.trim_start_matches('\u{feff}');
    chart::table(text).map_err(|fault| error(&fault.message).maybe_hint(fault.hint))
}

type Loaded = (String, Vec<u8>, Option<(f64, f64)>);

fn load_one(written: &str, span: Span, files: &Files) -> Result<Loaded, Diagnostic> {
    if written.contains("://") || written.starts_with("data:") {
        let message = format!("`{}` is not a file: nothing is fetched", shortened(written));
        let finding = Diagnostic { code: Some("remote-picture"), ..fault(span, message) };
        return Err(finding.hint("save the picture beside the deck"));
    }
    let error = |why: &str| fault(span, format!("cannot show `{written}`: {why}"));
    let plain = written.trim_start_matches('/');
    let decoded = percent_decode(plain);
    let path = [plain, decoded.as_str()]
        .into_iter()
        .map(|path| fs::normalize(Path::new(path)).to_string_lossy().replace('\\', "/"))
        .find(|path| files.exists(path))
        .unwrap_or_else(|| plain.to_owned());
    let bytes = files.read(&path).map_err(|why| {
        let missing = error(&why);
        if why.starts_with("no such") {
            missing.hint("a path counts from the folder of the file that it stands in")
        } else {
            missing
        }
    })?;
    if bytes.len() > MAX_BYTES {
        return Err(error(&format!(
            "it has {} MiB, at most {}",
            bytes.len() >> 20,
            MAX_BYTES >> 20
        )));
    }
    let size = natural_size(&path, &bytes).map_err(|why| error(&why))?;
    // Its name has to say what it is.
    let path = if bytes == SAMPLE { "sample.svg".to_owned() } else { path };
    Ok((path, bytes, size))
}

/// What is said of a picture that cannot be shown; one that the command line names is its error.
fn fault(span: Span, message: String) -> Diagnostic {
    if span.is_attached() {
        Diagnostic::warning("missing-picture", span, message)
    } else {
        Diagnostic::usage(message)
    }
}

fn cut_short(written: &str, span: Span) -> Diagnostic {
    let message =
        format!("the file of the picture `{written}` ends too early: part of it is shown");
    Diagnostic::warning("truncated-picture", span, message).hint("copy or download it once more")
}

/// The natural size in pt at [`PPI`]; `None` for SVG, which has no pixels.
fn natural_size(path: &str, bytes: &[u8]) -> Result<Option<(f64, f64)>, String> {
    let head = &bytes[..bytes.len().min(1024)];
    let is_svg = path.to_lowercase().ends_with(".svg")
        || String::from_utf8_lossy(head).trim_start().starts_with("<svg");
    if is_svg {
        return svg_is_sound(bytes).map(|()| None);
    }
    let (width, height) = raster::pixels(bytes).ok_or_else(|| format!("it is no {FORMATS}"))?;
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        let most = MAX_PIXELS / 1_000_000;
        return Err(format!("it has {width} × {height} pixels, at most {most} million"));
    }
    let points = |pixels: u32| (f64::from(pixels) * 72.0 / PPI * 100.0).round() / 100.0;
    Ok(Some((points(width), points(height))))
}

fn svg_is_sound(bytes: &[u8]) -> Result<(), String> {
    usvg::Tree::from_data(bytes, &usvg::Options::default()).map(|_| ()).map_err(|error| {
        let why = error.to_string().to_lowercase();
        let why = why.trim_start_matches("svg data parsing failed cause ");
        format!("it cannot be read as SVG: {why}")
    })
}

impl Files {
    /// The folder that they are in; `None` if they are in the program.
    pub(crate) fn folder(&self) -> Option<&Path> {
        match self {
            Files::Folder(root) => Some(root),
            Files::Embedded(_) | Files::Sample(_) => None,
        }
    }

    fn exists(&self, path: &str) -> bool {
        match self {
            Files::Folder(root) => fs::is_file(&root.join(path)),
            Files::Embedded(dir) => dir.get_file(dir.path().join(path)).is_some(),
            Files::Sample(_) => true,
        }
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        match self {
            Files::Folder(root) => fs::read_inside(root, Path::new(path)).map_err(|error| {
                if error.kind() == std::io::ErrorKind::PermissionDenied {
                    "it is outside the folder of the deck, or not readable".into()
                } else {
                    fs::reason(&error)
                }
            }),
            Files::Embedded(dir) => dir
                .get_file(dir.path().join(path))
                .map(|file| file.contents().to_vec())
                .ok_or_else(|| "no such file".into()),
            Files::Sample(dir) => {
                let file = dir.and_then(|dir| dir.get_file(dir.path().join(path)));
                Ok(file.map_or(SAMPLE, include_dir::File::contents).to_vec())
            }
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

fn percent_decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = text.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match code.filter(|_| bytes[at] == b'%') {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}
