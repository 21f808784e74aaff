//! What the name of a token says about its value: pictures, choices, named colours.

use super::colour;

/// Tokens that name a picture; empty for none.
const PICTURES: [&str; 3] = ["logo", "logo-dark", "background"];

/// Tokens that are one of a few words.
const CHOICES: [(&str, &[&str]); 3] = [
    ("panels", &["filled", "tinted", "outlined"]),
    ("posters", &["accent", "paper"]),
    ("progress", &["sections", "line", "none"]),
];

/// Tokens that are some of a few words.
const SELECTIONS: [(&str, &[&str]); 1] =
    [("background-on", &["title", "section", "closing", "statement", "plain", "all"])];

/// Named colours: the value for light paper, on which white text is legible, and the value for dark
/// paper.
const COLOURS: [(&str, &str, &str); 12] = [
    ("red", "#c2281f", "#ff6b5e"),
    ("orange", "#b3480a", "#ff8d42"),
    ("amber", "#8f5a00", "#ffc233"),
    ("green", "#1b7444", "#4fd38a"),
    ("teal", "#0b706c", "#3fd6c4"),
    ("cyan", "#0a6a8a", "#4cc9f0"),
    ("blue", "#1f5bd0", "#6ea8ff"),
    ("indigo", "#4a3fcf", "#9d96ff"),
    ("violet", "#7a35c4", "#c08fff"),
    ("magenta", "#a31f9b", "#f27de8"),
    ("pink", "#bd1f68", "#ff7db3"),
    ("graphite", "#3b4250", "#c6cbd6"),
];

/// Whether a token names a picture.
pub(super) fn is_picture(token: &str) -> bool {
    PICTURES.contains(&token)
}

/// The words that a token can be; `None` if it is not a choice.
pub(super) fn choices(token: &str) -> Option<&'static [&'static str]> {
    CHOICES.iter().find(|(name, _)| *name == token).map(|(_, words)| *words)
}

/// The words that a token can be a list of; `None` if it is not such a list.
pub(super) fn selection(token: &str) -> Option<&'static [&'static str]> {
    SELECTIONS.iter().find(|(name, _)| *name == token).map(|(_, words)| *words)
}

/// The names that colours have.
pub(crate) fn colour_names() -> impl Iterator<Item = &'static str> {
    COLOURS.iter().map(|(name, ..)| *name)
}

/// The value of a named colour on a given paper.
pub(super) fn named_colour(name: &str, paper: &str) -> Option<&'static str> {
    let (_, on_light, on_dark) = COLOURS.iter().find(|(known, ..)| *known == name)?;
    Some(if colour::is_dark(paper) { on_dark } else { on_light })
}
