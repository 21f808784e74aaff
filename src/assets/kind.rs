//! Detects the format of a picture by its bytes, since its name may be wrong. Pure.

use image::ImageFormat;

/// Formats that are shown.
const SHOWN: &str = "PNG, JPEG, GIF, WebP or SVG";
/// Bytes at the front in which an SVG has its root element.
const HEAD: usize = 4096;

/// A kind of picture that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Made of pixels.
    Raster(ImageFormat),
    /// A drawing.
    Svg,
    /// A compressed drawing.
    Svgz,
}

impl Kind {
    /// The kind of a picture.
    ///
    /// # Errors
    /// If it cannot be shown: what it is instead, in a clause.
    pub(super) fn of(bytes: &[u8]) -> Result<Self, String> {
        use ImageFormat::{Gif, Jpeg, Png, WebP};
        match image::guess_format(bytes) {
            Ok(format @ (Png | Jpeg | Gif | WebP)) => return Ok(Self::Raster(format)),
            _ if bytes.starts_with(b"\x1f\x8b") => return Ok(Self::Svgz),
            _ if is_svg(bytes) => return Ok(Self::Svg),
            _ => {}
        }
        Err(match other(bytes) {
            Some(other) => format!("it is {other}, not {SHOWN}"),
            None => format!("it is no {SHOWN}"),
        })
    }

    /// Gives a path the extension of this kind, by which the compiler decides.
    pub(super) fn named(self, path: String) -> String {
        let endings: &[&str] = match self {
            Self::Raster(ImageFormat::Jpeg) => &["jpg", "jpeg"],
            Self::Raster(format) => format.extensions_str(),
            Self::Svg => &["svg"],
            Self::Svgz => &["svgz"],
        };
        let says = path.rsplit_once('.').is_some_and(|(_, ending)| endings.contains(&ending));
        if says { path } else { format!("{path}.{}", endings[0]) }
    }
}

/// Whether bytes are an SVG.
fn is_svg(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]);
    head.trim_start_matches('\u{feff}').trim_start().starts_with('<')
        && head.match_indices("svg").any(|(at, _)| head[..at].ends_with(['<', ':']))
        && !is_page(&head)
}

fn is_page(head: &str) -> bool {
    let head = head.trim_start_matches('\u{feff}').trim_start().to_ascii_lowercase();
    head.starts_with("<!doctype html") || head.starts_with("<html")
}

/// The name of another format that is often used for pictures.
fn other(bytes: &[u8]) -> Option<&'static str> {
    const STARTS: [(&[u8], &str); 6] = [
        (b"%PDF", "PDF"),
        (b"BM", "BMP"),
        (b"II*\0", "TIFF"),
        (b"MM\0*", "TIFF"),
        (b"\0\0\x01\0", "an icon (ICO)"),
        (b"version https://git-lfs", "a pointer of Git LFS (`git lfs pull` gets the picture)"),
    ];
    let brand = bytes.get(4..12).filter(|brand| brand.starts_with(b"ftyp"));
    match brand.map(|brand| &brand[4..]) {
        Some(b"avif" | b"avis") => return Some("AVIF"),
        Some(b"heic" | b"heix" | b"mif1") => return Some("HEIC"),
        Some(_) => return Some("a video"),
        None if bytes.is_empty() => return Some("empty"),
        None => {}
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(64)]);
    let start = STARTS.iter().find(|(start, _)| bytes.starts_with(start));
    start.map(|(_, what)| *what).or_else(|| is_page(&head).then_some("a web page"))
}

#[cfg(test)]
mod tests {
    use super::Kind;

    #[test]
    fn a_name_is_made_to_fit() {
        let png = Kind::of(b"\x89PNG\r\n\x1a\n").unwrap();
        assert_eq!(png.named("img/photo.jpg".into()), "img/photo.jpg.png");
        assert_eq!(png.named("img/photo.png".into()), "img/photo.png");
        let svg = Kind::of(b"<?xml version='1.0'?>\n<!-- x -->\n<svg xmlns='x'/>").unwrap();
        assert_eq!(svg, Kind::Svg);
    }

    #[test]
    fn what_is_no_picture_is_named() {
        let why = |bytes: &[u8]| Kind::of(bytes).unwrap_err();
        assert!(why(b"<!DOCTYPE html><svg>").starts_with("it is a web page"));
        assert!(why(b"\0\0\0\x1cftypavif").starts_with("it is AVIF"));
        assert!(why(b"hello").starts_with("it is no PNG"));
    }
}
