//! Whether a picture is visible on a page: the colours along the edges of a drawing with a
//! transparent background. Photographs and pictures with a background of their own have no such
//! edges. Pure.

use std::collections::BTreeMap;
use std::io::Cursor;

use image::{ColorType, ImageDecoder, ImageFormat, ImageReader, RgbaImage};
use resvg::tiny_skia::{Pixmap, Transform};

use crate::emit::Panel;
use crate::theme::colour::{Rgb, contrast, is_dark, parse};

/// Alpha from which on a pixel is part of the drawing. Up to [`CLEAR`] the page shows through; a
/// soft shadow never goes from one to the other within [`REACH`].
const DRAWN: u8 = 110;
/// See [`DRAWN`].
const CLEAR: u8 = 25;
/// Width in pixels of a smoothed edge between the two.
const REACH: u32 = 2;
/// Least share of clear pixels; with fewer, the picture has a background with round corners.
const MOSTLY_CLEAR: f64 = 0.3;
/// Most pixels that are looked at, and least that make an outline.
const LOOKED_AT: u32 = 500_000;
/// See [`LOOKED_AT`].
const LEAST: u32 = 16;
/// Most colours that two thirds of an outline have: photographs that are cut out have more.
const COLOURS: usize = 16;
/// Share of an outline that has to be invisible before a panel is put behind it.
const VANISHING: f64 = 1.0 / 3.0;
/// The same for the whole drawing on a dark background: stickers have a rim in black or white, and
/// filled boxes show what is written in them.
const ALL_ON_DARK: f64 = 0.15;
const ALL_ON_LIGHT: f64 = 0.9;
/// Contrast below which a line is invisible on a dark background; lower on a light one, where faint
/// tints are intended.
const ON_DARK: f64 = 1.8;
/// See [`ON_DARK`].
const ON_LIGHT: f64 = 1.1;
/// Pixels of the longer side of a drawing when it is examined.
const DRAWN_AT: f32 = 800.0;
/// See [`DRAWN_AT`].
const LONGEST: usize = 1 << 20;

/// Colours in steps of a sixteenth for each channel, and how many pixels have each.
type Colours = BTreeMap<[u8; 3], u32>;

/// The colours of a drawing: along its edges, and of all of it.
#[derive(Debug, Default)]
pub(super) struct Outline {
    rim: Colours,
    all: Colours,
}

impl Outline {
    /// The outline of a picture made of pixels; empty if it is not transparent.
    pub(super) fn of_pixels(bytes: &[u8]) -> Self {
        if !may_be_clear(bytes) {
            return Self::default();
        }
        let picture = image::load_from_memory(bytes).map(|picture| picture.into_rgba8());
        picture.map(|picture| Self::of(&picture)).unwrap_or_default()
    }

    /// The outline of a drawing, whose file has `length` bytes.
    pub(super) fn of_drawing(tree: &usvg::Tree, length: usize) -> Self {
        let (wide, high) = (tree.size().width(), tree.size().height());
        let scale = DRAWN_AT / wide.max(high);
        let side = |side: f32| (side * scale).ceil().max(1.0) as u32;
        let Some(mut page) = Pixmap::new(side(wide), side(high)).filter(|_| length <= LONGEST)
        else {
            return Self::default();
        };
        resvg::render(tree, Transform::from_scale(scale, scale), &mut page.as_mut());
        let pixels = page.pixels().iter().map(|pixel| pixel.demultiply());
        let pixels = pixels.flat_map(|p| [p.red(), p.green(), p.blue(), p.alpha()]).collect();
        RgbaImage::from_raw(page.width(), page.height(), pixels)
            .map(|picture| Self::of(&picture))
            .unwrap_or_default()
    }

    fn of(picture: &RgbaImage) -> Self {
        let (width, height) = picture.dimensions();
        let step = (width.saturating_mul(height) / LOOKED_AT).isqrt().max(1);
        let mut found = Self::default();
        let (mut count, mut clear) = (0, 0);
        for y in (0..height).step_by(step as usize) {
            for x in (0..width).step_by(step as usize) {
                let [red, green, blue, alpha] = picture.get_pixel(x, y).0;
                count += 1;
                clear += u32::from(alpha <= CLEAR);
                if alpha >= DRAWN {
                    let colour = [red, green, blue].map(|channel| channel >> 4);
                    *found.all.entry(colour).or_default() += 1;
                    if is_edge(picture, x, y) {
                        *found.rim.entry(colour).or_default() += 1;
                    }
                }
            }
        }
        if f64::from(clear) < MOSTLY_CLEAR * f64::from(count) { Self::default() } else { found }
    }

    /// The panel that the picture needs on pages of this colour; `None` if it is visible.
    pub(super) fn panel(&self, paper: &str) -> Option<Panel> {
        if self.rim.values().sum::<u32>() < LEAST || has_many(&self.rim) {
            return None;
        }
        let (panel, least) = match is_dark(paper) {
            true => (Panel::Light, ALL_ON_DARK),
            false => (Panel::Dark, ALL_ON_LIGHT),
        };
        let here = vanishing(&self.rim, paper);
        let helps = vanishing(&self.rim, panel.hex()) < here / 2.0;
        let is_lost = here >= VANISHING && vanishing(&self.all, paper) >= least;
        (helps && is_lost).then_some(panel)
    }
}

/// Whether colours are those of a photograph.
fn has_many(colours: &Colours) -> bool {
    let mut counts: Vec<u32> = colours.values().copied().collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    let most: u32 = counts.iter().take(COLOURS).sum();
    f64::from(most) * 1.5 < f64::from(counts.iter().sum::<u32>())
}

/// The share of colours that are invisible on a background.
fn vanishing(colours: &Colours, ground: &str) -> f64 {
    let least = if is_dark(ground) { ON_DARK } else { ON_LIGHT };
    let ground = parse(ground).unwrap_or([1.0; 3]);
    let colour = |steps: &[u8; 3]| -> Rgb { steps.map(|step| f64::from(step) / 15.0) };
    let unseen = colours.iter().filter(|(steps, _)| contrast(colour(steps), ground) < least);
    let unseen: u32 = unseen.map(|(_, count)| count).sum();
    f64::from(unseen) / f64::from(colours.values().sum::<u32>().max(1))
}

/// Whether the page shows through right next to a pixel.
fn is_edge(picture: &RgbaImage, x: u32, y: u32) -> bool {
    let beside = [
        (x.checked_sub(REACH), Some(y)),
        (Some(x + REACH), Some(y)),
        (Some(x), y.checked_sub(REACH)),
        (Some(x), Some(y + REACH)),
    ];
    let beside = beside.into_iter().filter_map(|(x, y)| picture.get_pixel_checked(x?, y?));
    beside.into_iter().any(|pixel| pixel.0[3] <= CLEAR)
}

/// Whether a picture may be transparent: most with an alpha channel are not, and this avoids
/// decoding them.
fn may_be_clear(bytes: &[u8]) -> bool {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format();
    let Ok(reader) = reader else { return false };
    if reader.format() == Some(ImageFormat::Png) {
        return first_row_is_clear(bytes).unwrap_or_default();
    }
    let colours = reader.into_decoder().map(|decoder| decoder.color_type());
    colours.is_ok_and(ColorType::has_alpha)
}

/// Whether the first row of a PNG is transparent.
fn first_row_is_clear(bytes: &[u8]) -> Option<bool> {
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().ok()?;
    let (colours, _) = reader.output_color_type();
    if !matches!(colours, png::ColorType::GrayscaleAlpha | png::ColorType::Rgba) {
        return Some(false);
    }
    let row = reader.next_row().ok()??;
    let alphas = row.data().iter().skip(colours.samples() - 1).step_by(colours.samples());
    Some(alphas.into_iter().any(|&alpha| alpha <= CLEAR))
}

#[cfg(test)]
mod tests {
    use image::{Rgba, RgbaImage};

    use super::Outline;
    use crate::emit::Panel;

    /// A cross in a colour on a transparent background.
    fn cross(colour: [u8; 3]) -> RgbaImage {
        RgbaImage::from_fn(60, 60, |x, y| {
            let [red, green, blue] = colour;
            let on = (28..32).contains(&x) || (28..32).contains(&y);
            Rgba([red, green, blue, if on { 255 } else { 0 }])
        })
    }

    #[test]
    fn lines_get_a_panel_where_they_cannot_be_seen() {
        let panel = |colour, paper| Outline::of(&cross(colour)).panel(paper);
        assert_eq!(panel([0, 0, 0], "#0b0c0f"), Some(Panel::Light));
        assert_eq!(panel([0, 0, 0], "#ffffff"), None);
        assert_eq!(panel([255, 255, 255], "#fdfcfa"), Some(Panel::Dark));
        assert_eq!(panel([255, 255, 255], "#0b0c0f"), None);
        assert_eq!(panel([230, 90, 40], "#0b0c0f"), None);
        assert_eq!(panel([200, 225, 255], "#ffffff"), None, "a faint tint is meant");
    }

    #[test]
    fn pictures_with_a_ground_of_their_own_get_none() {
        let window = RgbaImage::from_fn(60, 60, |x, y| {
            let corner = !(3..=56).contains(&x) && !(3..=56).contains(&y);
            Rgba([10, 10, 10, if corner { 0 } else { 255 }])
        });
        assert_eq!(Outline::of(&window).panel("#0b0c0f"), None);
        let cut_out = RgbaImage::from_fn(200, 200, |x, y| {
            let off = x.abs_diff(100).pow(2) + y.abs_diff(100).pow(2);
            let shade = [(x * 7 % 200) as u8, (y * 5 % 180) as u8, (x * y % 190) as u8];
            Rgba([shade[0], shade[1], shade[2], if off < 4900 { 255 } else { 0 }])
        });
        assert_eq!(Outline::of(&cut_out).panel("#0b0c0f"), None);
        let sticker = RgbaImage::from_fn(200, 200, |x, y| {
            let off = x.abs_diff(100).pow(2) + y.abs_diff(100).pow(2);
            let inside = if off < 4000 { [230, 90, 40] } else { [255; 3] };
            Rgba([inside[0], inside[1], inside[2], if off < 4900 { 255 } else { 0 }])
        });
        assert_eq!(Outline::of(&sticker).panel("#ffffff"), None);
    }
}
