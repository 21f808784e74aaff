//! Reads raster files: their displayed size, whether they are truncated, and what can be shown of a
//! truncated one. Pure.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader};

/// What the markers of a JPEG begin with.
const MARKER: u8 = 0xff;

/// Width and height in pixels as the picture is shown: turned as its EXIF says. `None`: it is no picture.
pub(super) fn pixels(bytes: &[u8]) -> Option<(u32, u32)> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    reader.format()?;
    let (width, height) = reader.into_dimensions().ok()?;
    Some(if lies(bytes) { (height, width) } else { (width, height) })
}

/// Whether a picture is displayed turned by 90°. Read as the compiler does, which turns the picture
/// itself.
fn lies(bytes: &[u8]) -> bool {
    let exif = exif::Reader::new().read_from_container(&mut Cursor::new(bytes));
    let turned = |exif: exif::Exif| {
        let field = exif.get_field(exif::Tag::Orientation, exif::In::PRIMARY)?;
        field.value.get_uint(0)
    };
    matches!(exif.ok().and_then(turned), Some(5..=8))
}

/// The visible part of a truncated file, as PNG; `None` if the file is complete or nothing can be
/// shown.
pub(super) fn mended(bytes: &[u8]) -> Option<Vec<u8>> {
    let picture = match image::guess_format(bytes).ok()? {
        ImageFormat::Jpeg if !jpeg_ends(bytes) => decoded(bytes),
        ImageFormat::Png if !png_ends(bytes) => rows(bytes),
        _ => None,
    }?;
    let mut png = Vec::new();
    picture.write_to(&mut Cursor::new(&mut png), ImageFormat::Png).ok()?;
    Some(png)
}

/// Whether a JPEG has an end. Thumbnails in front of the picture have ends of their own.
fn jpeg_ends(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some(&[MARKER, kind, high, low]) = bytes.get(at..at + 4) {
        let length = usize::from(u16::from_be_bytes([high, low]));
        at += 2 + length.max(2);
        // Start of the image data.
        if kind == 0xda {
            break;
        }
    }
    bytes.get(at..).is_some_and(|rest| rest.windows(2).rev().any(|pair| pair == [MARKER, 0xd9]))
}

/// Whether a PNG has an end.
fn png_ends(bytes: &[u8]) -> bool {
    let mut at = 8;
    while let Some(&[a, b, c, d, ref kind @ ..]) = bytes.get(at..at + 8) {
        if kind == b"IEND" {
            return true;
        }
        at = at.saturating_add(12).saturating_add(u32::from_be_bytes([a, b, c, d]) as usize);
    }
    false
}

/// A truncated JPEG, grey from the end on, and turned as its EXIF says, which the new file does not
/// have.
fn decoded(bytes: &[u8]) -> Option<DynamicImage> {
    let reader = ImageReader::with_format(Cursor::new(bytes), ImageFormat::Jpeg);
    let mut decoder = reader.into_decoder().ok()?;
    let turn = decoder.orientation().ok()?;
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    picture.apply_orientation(turn);
    Some(picture)
}

/// The existing rows of a truncated PNG, transparent from there on.
fn rows(bytes: &[u8]) -> Option<DynamicImage> {
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    let eight = png::Transformations::normalize_to_color8();
    decoder.set_transformations(eight | png::Transformations::ALPHA);
    let mut reader = decoder.read_info().ok()?;
    let (width, height) = reader.info().size();
    let samples = reader.output_color_type().0.samples();
    let stride = width as usize * samples;
    let mut data = vec![0; stride * height as usize];
    let mut count = 0;
    while let Ok(Some(row)) = reader.next_interlaced_row() {
        match row.interlace() {
            png::InterlaceInfo::Null(_) => {
                let at = count * stride;
                data[at..at + stride].copy_from_slice(row.data());
            }
            png::InterlaceInfo::Adam7(pass) => {
                png::expand_interlaced_row(&mut data, stride, row.data(), pass, 8 * samples as u8);
            }
        }
        count += 1;
    }
    match samples {
        _ if count == 0 => None,
        2 => image::GrayAlphaImage::from_raw(width, height, data).map(Into::into),
        _ => image::RgbaImage::from_raw(width, height, data).map(Into::into),
    }
}
