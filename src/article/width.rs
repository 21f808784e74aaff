//! How wide a text is, in Han characters: a Latin letter is half of one.

use unicode_width::UnicodeWidthStr;

/// Width of a text in Han characters.
pub(crate) fn width(text: &str) -> f64 {
    text.width() as f64 / 2.0
}
