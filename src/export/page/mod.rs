//! A laid-out page → what a browser shows of it: the drawing, the text over it that can be selected,
//! found and heard, and the links. Pure.
//!
//! Glyphs and whatever else pages share stand in [`Drawing::shared`], by names that are hashes of
//! what they name: drawings of different builds can use the same.

mod curves;
mod drawing;
mod outline;
mod tags;
mod text;

use std::fmt::Write;

use typst::visualize::Paint;
use typst_layout::Page;

pub(crate) use drawing::{Drawing, draw};
use text::Targets;

/// A page as SVG in its own size: the drawing, and the text over it.
pub(crate) fn svg(page: &Page, drawn: &str, targets: &Targets) -> String {
    let (width, height) = size(page);
    let (width, height) = (number(width), number(height));
    let mut out = String::with_capacity(drawn.len() * 2);
    let _ = write!(out, "<svg viewBox=\"0 0 {width} {height}\">{drawn}<g class=\"text\">");
    text::write(page, targets, &mut out);
    out.push_str("</g></svg>");
    out
}

/// The width and height of a page, in points.
pub(crate) fn size(page: &Page) -> (f64, f64) {
    let size = page.frame.size();
    (size.x.to_pt(), size.y.to_pt())
}

/// The colour behind a page, as CSS writes it.
pub(crate) fn ground(page: &Page) -> String {
    match page.fill_or_white() {
        Some(Paint::Solid(colour)) => colour.to_hex().to_string(),
        _ => "#fff".to_owned(),
    }
}

/// A length in points, rounded to hundredths and as short as possible.
fn number(value: f64) -> String {
    short(value, 2)
}

/// A number with at most so many decimals.
fn short(value: f64, decimals: i32) -> String {
    let factor = 10_f64.powi(decimals);
    // Not “-0”.
    let text = format!("{}", (value * factor).round() / factor + 0.0);
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("-", digits));
    digits.strip_prefix("0.").map_or(text.clone(), |fraction| format!("{sign}.{fraction}"))
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_are_short() {
        let texts = [0.0, -0.001, 0.256, 12.0, -3.456].map(number);
        assert_eq!(texts, ["0", "0", ".26", "12", "-3.46"]);
    }
}
