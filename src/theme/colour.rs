//! Luminance and contrast of colours as WCAG 2 defines them.

/// Red, green and blue, from 0 to 1.
pub(crate) type Rgb = [f64; 3];

/// Luminance below which a background is dark: there black and white text are about equally
/// legible.
const DARK: f64 = 0.18;

/// A colour as it is written, `#rgb` or `#rrggbb`.
pub(crate) fn parse(hex: &str) -> Option<Rgb> {
    let digits = hex.strip_prefix('#')?;
    let channel = |at: usize| {
        let wide = digits.len() == 6;
        let text = if wide { digits.get(2 * at..2 * at + 2)? } else { digits.get(at..=at)? };
        let value = f64::from(u8::from_str_radix(text, 16).ok()?);
        Some(value / if wide { 255.0 } else { 15.0 })
    };
    matches!(digits.len(), 3 | 6).then(|| Some([channel(0)?, channel(1)?, channel(2)?]))?
}

/// Whether a colour, as it is written, is a dark ground.
pub(crate) fn is_dark(hex: &str) -> bool {
    parse(hex).is_some_and(|colour| luminance(colour) < DARK)
}

/// The contrast of two colours, 1 to 21.
pub(crate) fn contrast(a: Rgb, b: Rgb) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Relative luminance, 0 to 1.
fn luminance(colour: Rgb) -> f64 {
    let linear = colour.map(|channel| {
        if channel <= 0.040_45 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}
