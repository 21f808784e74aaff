//! Document → PNG pictures of its pages, in parallel; the same bytes for the same document.

use png::{BitDepth, ColorType, Compression, Encoder};
use rayon::prelude::*;
use typst_layout::{Page, PagedDocument};
use typst_render::RenderOptions;

use super::{Content, Exporter, Output, Shape, Unasked};
use crate::diag::Diagnostic;
use crate::numbers::{count, size};

/// Resolution at which a page of 13⅓ × 7½ inches has 1920 × 1080 pixels.
pub(crate) const DEFAULT_PPI: f64 = 144.0;
/// Most pixels of a picture: it takes four bytes for each while it is drawn.
const MAX_PIXELS: f64 = 100e6;
/// Points in an inch.
const INCH: f64 = 72.0;

/// NAME-01.png …
pub(super) static EXPORTER: Exporter = Exporter {
    name: "png",
    ending: "png",
    help: "NAME-01.png …: a picture of each page",
    shape: Shape::Pages,
    unasked: Unasked::Omitted,
    write: |export| {
        let document = &export.built.slides().document;
        let (total, ppi) = (document.pages().len(), export.pages.ppi);
        let pages = pictures(document, &export.pages.numbers(total)?, ppi).map_err(|number| {
            let message = format!("page {number} is too large for `--ppi {ppi}`");
            Diagnostic::usage(message).hint("a picture has at most 100 million pixels")
        })?;
        let bytes = pages.iter().map(|page| page.bytes.len()).sum();
        let (wide, high) = pages.first().map(Picture::size).unwrap_or_default();
        let summary = vec![count(pages.len(), "page"), format!("{wide} × {high}"), size(bytes)];
        Ok(Output { content: Content::Pages(pages, total), summary })
    },
};

/// A page as a picture.
pub(crate) struct Picture {
    /// Number of the page in the PDF, from 1.
    pub(crate) number: usize,
    /// The PNG.
    pub(crate) bytes: Vec<u8>,
}

impl Picture {
    /// Width and height in pixels, as the head of every PNG has them.
    fn size(&self) -> (u32, u32) {
        let number = |at: usize| {
            let bytes = self.bytes.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
            bytes.map_or(0, u32::from_be_bytes)
        };
        (number(16), number(20))
    }
}

/// Draws the pages with these numbers, which have to exist.
///
/// # Errors
/// The number of a page that would have too many pixels.
fn pictures(
    document: &PagedDocument,
    numbers: &[usize],
    ppi: f64,
) -> Result<Vec<Picture>, usize> {
    let pages = document.pages();
    let scale = ppi / INCH;
    let too_large = |number: &&usize| {
        let size = pages[**number - 1].frame.size();
        size.x.to_pt() * size.y.to_pt() * scale * scale > MAX_PIXELS
    };
    if let Some(number) = numbers.iter().find(too_large) {
        return Err(*number);
    }
    let draw = |&number: &usize| Picture {
        number,
        bytes: draw(&pages[number - 1], scale, Compression::Fast).1,
    };
    Ok(numbers.par_iter().map(draw).collect())
}

/// Draws a page at so many pixels a point: size and PNG.
pub(crate) fn draw(page: &Page, scale: f64, compression: Compression) -> ((u32, u32), Vec<u8>) {
    let (size, colours) = pixels(page, scale);
    (size, encode(size, &colours, compression))
}

/// All pages on one sheet, `columns` beside each other, each `width` pixels wide.
pub(crate) fn sheet(document: &PagedDocument, columns: u32, width: u32) -> Vec<u8> {
    /// Between pages and around them, in pixels.
    const GAP: u32 = 16;
    const GROUND: u8 = 0x80;
    let draw = |page: &Page| pixels(page, f64::from(width) / page.frame.width().to_pt());
    let pages: Vec<_> = document.pages().par_iter().map(draw).collect();
    let count = u32::try_from(pages.len()).unwrap_or(u32::MAX).max(1);
    let columns = columns.min(count);
    let height = pages.iter().map(|((_, height), _)| *height).max().unwrap_or(1);
    let across = GAP + columns * (width + GAP);
    let down = GAP + count.div_ceil(columns) * (height + GAP);
    let mut sheet = vec![GROUND; across as usize * down as usize * 3];
    for (index, ((wide, high), colours)) in (0..).zip(&pages) {
        let left = (GAP + index % columns * (width + GAP)) as usize;
        let top = (GAP + index / columns * (height + GAP)) as usize;
        let (wide, most) = (*wide as usize * 3, width as usize * 3);
        for row in 0..*high as usize {
            let to = ((top + row) * across as usize + left) * 3;
            let length = wide.min(most);
            sheet[to..to + length].copy_from_slice(&colours[row * wide..row * wide + length]);
        }
    }
    encode((across, down), &sheet, Compression::Fast)
}

/// The pixels of a page, three bytes each.
fn pixels(page: &Page, scale: f64) -> ((u32, u32), Vec<u8>) {
    let options = RenderOptions { pixel_per_pt: scale.into(), render_bleed: false };
    let drawn = typst_render::render(page, &options);
    let size = (drawn.width(), drawn.height());
    // Pages are opaque, so alpha is dropped.
    let colours = drawn.data().chunks_exact(4).flat_map(|p| [p[0], p[1], p[2]]).collect();
    (size, colours)
}

fn encode(size: (u32, u32), colours: &[u8], compression: Compression) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, size.0, size.1);
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(compression);
    let mut writer = encoder.write_header().expect("a header in memory");
    writer.write_image_data(colours).expect("as many bytes as the header says");
    writer.finish().expect("an end in memory");
    bytes
}
