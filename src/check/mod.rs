//! What can be found wrong with a compiled deck. One file for each rule; nothing here prints.

pub(crate) mod font_fallback;
pub(crate) mod lost_text;
pub(crate) mod manual;
pub(crate) mod missing_glyph;
pub(crate) mod overfull;
pub(crate) mod unicode;
