//! Loads one picture by the path that the deck writes: finds it, detects its format, measures it,
//! and repairs it as far as possible.

use std::path::PathBuf;

use data_url::DataUrl;

use super::drawing;
use super::files::Files;
use super::kind::Kind;
use super::outline::Outline;
use super::raster;
use crate::fs::Refused;

/// Most pixels of a picture: decoded, this takes 400 MB.
const MAX_PIXELS: u64 = 100_000_000;
/// Most bytes of a picture's file.
const MAX_BYTES: u64 = 64 << 20;
/// Resolution below which a picture is not enlarged, in pixels an inch: less looks coarse on a
/// projector of 1920 × 1080, where a slide has 144.
const PPI: f64 = 150.0;
/// Tallest that an icon or a badge is, in pixels of the screen.
const SMALL: f64 = 48.0;
/// The folder, below the root of what is compiled, of pictures that stand in the text itself.
const IN_TEXT: &str = "data/picture";

/// Width and height in pt.
pub(super) type Size = (f64, f64);

/// A picture that can be shown.
pub(super) struct Picture {
    /// Its path below the root of what is compiled; it says what kind of picture this is.
    pub(super) path: String,
    /// Its content.
    pub(super) bytes: Vec<u8>,
    /// Its size at [`PPI`]; `None` for drawings, which have no pixels.
    pub(super) size: Option<Size>,
    /// Whether it is no larger than a letter or a line.
    pub(super) is_small: bool,
    /// A deviation from what is in the file.
    pub(super) flaw: Option<Flaw>,
    /// The colours of its edges.
    pub(super) outline: Outline,
}

/// How the shown picture deviates from its file.
pub(super) enum Flaw {
    /// The file ends too early.
    CutShort,
    /// A drawing has parts of a web page in it, of which only the text is shown.
    ForeignObject,
}

/// Why a picture cannot be shown.
pub(super) enum Unshown {
    /// It is on the network.
    Remote,
    /// There is no such file.
    Missing,
    /// Any other reason, and its size if known.
    Unfit(String, Option<Size>),
}

impl From<Refused> for Unshown {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Missing => Self::Missing,
            other => Self::Unfit(other.why(), None),
        }
    }
}

/// Whether a path is a `data:` address, the picture itself.
pub(super) fn is_in_text(written: &str) -> bool {
    written.trim_start().get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"))
}

/// Loads a picture.
///
/// # Errors
/// If it cannot be shown.
pub(super) fn load(written: &str, files: &Files) -> Result<Picture, Unshown> {
    let (path, bytes) = if is_in_text(written) {
        (IN_TEXT.to_owned(), in_text(written)?)
    } else if written.starts_with("//") || is_remote(written) {
        return Err(Unshown::Remote);
    } else {
        files.picture(written, MAX_BYTES)?
    };
    let kind = Kind::of(&bytes).map_err(|why| Unshown::Unfit(why, None))?;
    let path = kind.named(path);
    match kind {
        Kind::Raster(_) => of_pixels(path, bytes),
        Kind::Svg | Kind::Svgz => drawn(path, bytes),
    }
}

/// The file of a picture, with its path from the deck's folder; `None` if there is none that may be read.
pub(super) fn original(written: &str, files: &Files) -> Option<(PathBuf, Vec<u8>)> {
    let is_file = !is_in_text(written) && !written.starts_with("//") && !is_remote(written);
    if is_file { files.original(written, MAX_BYTES) } else { None }
}

fn is_remote(written: &str) -> bool {
    let scheme = written.split_once("://").map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| !scheme.eq_ignore_ascii_case("file") && !scheme.contains('/'))
}

/// The bytes of a picture in a `data:` address.
fn in_text(written: &str) -> Result<Vec<u8>, Unshown> {
    let why = |why: &str| Unshown::Unfit(format!("its `data:` {why}"), None);
    let packed = written.split(',').next().is_some_and(|head| head.ends_with(";base64"));
    // In unpacked SVG `#` begins a colour, but in an address it begins a fragment.
    let written = if packed { written.to_owned() } else { written.replace('#', "%23") };
    let url = DataUrl::process(written.trim()).map_err(|_| why("has no comma"))?;
    let (bytes, _) = url.decode_to_vec().map_err(|_| why("is no base64"))?;
    Ok(bytes)
}

fn of_pixels(path: String, bytes: Vec<u8>) -> Result<Picture, Unshown> {
    let unfit = |why: String, size| Err(Unshown::Unfit(why, size));
    let Some((width, height)) = raster::pixels(&bytes) else {
        return unfit("it cannot be decoded".to_owned(), None);
    };
    let points = |pixels: u32| (f64::from(pixels) * 72.0 / PPI * 100.0).round() / 100.0;
    let size = Some((points(width), points(height)));
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        let most = MAX_PIXELS / 1_000_000;
        return unfit(format!("it has {width} × {height} pixels, at most {most} million"), size);
    }
    let is_small = f64::from(height) <= SMALL;
    Ok(match raster::mended(&bytes) {
        Some(rest) => {
            let (flaw, outline) = (Some(Flaw::CutShort), Outline::default());
            Picture { path: path + ".png", bytes: rest, size, is_small, flaw, outline }
        }
        None => {
            let outline = Outline::of_pixels(&bytes);
            Picture { path, bytes, size, is_small, flaw: None, outline }
        }
    })
}

fn drawn(path: String, bytes: Vec<u8>) -> Result<Picture, Unshown> {
    let (bytes, flaw) = match drawing::without_foreign_objects(&bytes) {
        Some(plain) => (plain, Some(Flaw::ForeignObject)),
        None => (bytes, None),
    };
    let tree = drawing::tree(&bytes).map_err(|why| Unshown::Unfit(why, None))?;
    let outline = Outline::of_drawing(&tree, bytes.len());
    let is_small = f64::from(tree.size().height()) <= SMALL;
    Ok(Picture { path, bytes, size: None, is_small, flaw, outline })
}
