//! Colours of CSS where a picture could stand.

/// Whether a text is a colour or a gradient, `#43464B`, `navy`, `rgb(…)`: none of them names a file.
pub(super) fn is_colour(text: &str) -> bool {
    let is_function = || {
        let name = text.split('(').next().unwrap_or_default();
        text.ends_with(')') && name.chars().all(|c| c.is_ascii_alphabetic() || c == '-')
    };
    text.starts_with('#')
        || text.contains('(') && is_function()
        || !text.is_empty() && text.chars().all(|c| c.is_ascii_alphabetic())
}
