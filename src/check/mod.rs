//! What can be found wrong with a deck: each rule in a file of its own. Rules look at a
//! [`Context`] and push findings; `levels` decides what becomes of those, and of the findings that
//! the readers of the deck made. Nothing here prints.

mod context;
mod fill;
pub(crate) mod fix;
pub(crate) mod json;
pub(crate) mod levels;
pub(crate) mod manual;
pub(crate) mod missing_glyph;
pub(crate) mod overfull;
mod places;
mod prose;

mod continued_slide;
mod dense_slide;
mod duplicate_title;
mod empty_slide;
mod half_width_punctuation;
mod heading_skips_level;
mod lone_character;
mod long_title;
mod low_contrast;
mod low_resolution_image;
mod no_notes;
mod small_text;
mod timing;
mod topic_title;

use crate::diag::{Diagnostics, Level};
pub(crate) use context::Context;
pub(crate) use levels::Levels;
pub(crate) use places::Places;

/// A rule.
pub(crate) struct Rule {
    /// The code of its findings, and the name of its manual page.
    pub(crate) code: &'static str,
    /// What its findings come to where nobody says otherwise.
    pub(crate) level: Level,
    /// Looks at a deck. Must not look at anything else.
    check: fn(&Context, &mut Diagnostics),
}

/// Every rule that looks at the whole deck. Findings of the readers of a deck (`unknown-key`) have
/// no rule: their level is `warn`.
pub(crate) static RULES: &[Rule] = &[
    Rule { code: "continued-slide", level: Level::Warn, check: continued_slide::check },
    Rule { code: "dense-slide", level: Level::Warn, check: dense_slide::check },
    Rule { code: "duplicate-title", level: Level::Warn, check: duplicate_title::check },
    Rule { code: "empty-slide", level: Level::Warn, check: empty_slide::check },
    Rule {
        code: "half-width-punctuation",
        level: Level::Warn,
        check: half_width_punctuation::check,
    },
    Rule { code: "heading-skips-level", level: Level::Warn, check: heading_skips_level::check },
    Rule { code: "lone-character", level: Level::Warn, check: lone_character::check },
    Rule { code: "long-title", level: Level::Warn, check: long_title::check },
    Rule { code: "low-contrast", level: Level::Warn, check: low_contrast::check },
    Rule { code: "low-resolution-image", level: Level::Warn, check: low_resolution_image::check },
    Rule { code: "no-notes", level: Level::Warn, check: no_notes::check },
    Rule { code: "over-time", level: Level::Warn, check: timing::over },
    Rule { code: "small-text", level: Level::Warn, check: small_text::check },
    Rule { code: "topic-title", level: Level::Off, check: topic_title::check },
    Rule { code: "under-time", level: Level::Warn, check: timing::under },
];

/// Runs every rule that is not off.
pub(crate) fn run(context: &Context, levels: &Levels) -> Diagnostics {
    let mut findings = Diagnostics::default();
    for rule in RULES.iter().filter(|rule| levels.of(rule.code) != Level::Off) {
        (rule.check)(context, &mut findings);
    }
    findings
}
