//! Which pictures cannot be shown, and why: asked only once the compiler has stumbled over one.

use typst::foundations::Bytes;
use typst::visualize::{ExchangeFormat, ImageFormat, RasterFormat, RasterImage};

/// Why a file cannot be shown as a picture; `None` if it can, or is no picture by its name.
pub(super) fn why_broken(path: &str, bytes: &Bytes) -> Option<String> {
    let format = by_name(path)?;
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

/// The format that a name stands for. The compiler goes by the name, too.
fn by_name(path: &str) -> Option<ExchangeFormat> {
    Some(match path.rsplit_once('.')?.1 {
        "png" => ExchangeFormat::Png,
        "jpg" | "jpeg" => ExchangeFormat::Jpg,
        "gif" => ExchangeFormat::Gif,
        "webp" => ExchangeFormat::Webp,
        _ => return None,
    })
}

fn name(format: ExchangeFormat) -> &'static str {
    match format {
        ExchangeFormat::Png => "PNG",
        ExchangeFormat::Jpg => "JPEG",
        ExchangeFormat::Gif => "GIF",
        ExchangeFormat::Webp => "WebP",
    }
}
