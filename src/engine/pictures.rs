//! Finds out which pictures cannot be shown and why, after the compiler failed on one.

use typst::foundations::Bytes;
use typst::visualize::{ExchangeFormat, ImageFormat, RasterFormat, RasterImage};

/// Why a file cannot be decoded as a picture; `None` if it can, or is not named like a picture.
pub(super) fn why_broken(path: &str, bytes: &Bytes) -> Option<String> {
    let format = by_name(path).or_else(|| by_bytes(bytes))?;
    let why = RasterImage::plain(bytes.clone(), format).err()?;
    Some(match ImageFormat::detect(bytes) {
        Some(ImageFormat::Raster(RasterFormat::Exchange(found))) if found != format => {
            format!("it is a {}: rename it", name(found))
        }
        _ => {
            let why = why.strip_prefix("failed to decode image (").unwrap_or(&why);
            format!("it cannot be decoded: {}", why.trim_end_matches(')'))
        }
    })
}

/// An empty picture in the format that a name implies.
pub(crate) fn blank(path: &str) -> Vec<u8> {
    const DRAWING: &[u8] = b"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"/>";
    let format = image::ImageFormat::from_path(path).ok();
    let picture = format.and_then(|format| {
        let mut bytes = std::io::Cursor::new(Vec::new());
        // JPEG has no transparency.
        let picture = match format {
            image::ImageFormat::Jpeg => image::DynamicImage::new_rgb8(1, 1),
            _ => image::DynamicImage::new_rgba8(1, 1),
        };
        picture.write_to(&mut bytes, format).ok().map(|()| bytes.into_inner())
    });
    picture.unwrap_or_else(|| DRAWING.to_vec())
}

/// The format that a file name implies, as in the compiler.
fn by_name(path: &str) -> Option<ExchangeFormat> {
    Some(match path.rsplit_once('.')?.1 {
        "png" => ExchangeFormat::Png,
        "jpg" | "jpeg" => ExchangeFormat::Jpg,
        "gif" => ExchangeFormat::Gif,
        "webp" => ExchangeFormat::Webp,
        _ => return None,
    })
}

/// The format that the compiler detects when the name implies none.
fn by_bytes(bytes: &Bytes) -> Option<ExchangeFormat> {
    match ImageFormat::detect(bytes)? {
        ImageFormat::Raster(RasterFormat::Exchange(format)) => Some(format),
        _ => None,
    }
}

fn name(format: ExchangeFormat) -> &'static str {
    match format {
        ExchangeFormat::Png => "PNG",
        ExchangeFormat::Jpg => "JPEG",
        ExchangeFormat::Gif => "GIF",
        ExchangeFormat::Webp => "WebP",
    }
}
