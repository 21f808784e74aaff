//! What can be found wrong with a deck: each rule in a file of its own. Rules look at a
//! [`Context`] and push findings; `levels` decides what becomes of those, and of the findings that
//! the readers of the deck made. Nothing here prints.

pub(crate) mod adjusted_colour;
mod context;
mod fill;
pub(crate) mod fix;
pub(crate) mod font_fallback;
pub(crate) mod json;
pub(crate) mod levels;
pub(crate) mod lost_text;
pub(crate) mod manual;
pub(crate) mod missing_glyph;
pub(crate) mod overfull;
mod places;
mod prose;
pub(crate) mod unicode;

mod continued_slide;
mod dense_slide;
mod duplicate_title;
mod empty_slide;
mod half_width_punctuation;
mod heading_skips_level;
mod length;
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
    /// Whether it takes more than a tenth of a build: then only `check` runs it.
    slow: bool,
    /// Looks at a deck. Must not look at anything else.
    check: fn(&Context, &mut Diagnostics),
}

/// Every rule that looks at the whole deck. Findings of the readers of a deck (`unknown-key`) have
/// no rule: their level is `warn`.
pub(crate) static RULES: &[Rule] = &[
    Rule::new("continued-slide", continued_slide::check),
    Rule::new("dense-slide", dense_slide::check),
    Rule::new("duplicate-title", duplicate_title::check),
    Rule::new("empty-slide", empty_slide::check),
    Rule::new("half-width-punctuation", half_width_punctuation::check),
    Rule::new("heading-skips-level", heading_skips_level::check),
    Rule::new("lone-character", lone_character::check),
    Rule::new("long-title", long_title::check),
    Rule::new("low-contrast", low_contrast::check).slow(),
    Rule::new("low-resolution-image", low_resolution_image::check),
    Rule::new("no-notes", no_notes::check),
    Rule::new("over-time", timing::over),
    Rule::new("small-text", small_text::check),
    Rule::new("topic-title", topic_title::check).off(),
    Rule::new("under-time", timing::under),
];

impl Rule {
    const fn new(code: &'static str, check: fn(&Context, &mut Diagnostics)) -> Self {
        Self { code, level: Level::Warn, slow: false, check }
    }

    const fn off(self) -> Self {
        Self { level: Level::Off, ..self }
    }

    const fn slow(self) -> Self {
        Self { slow: true, ..self }
    }
}

/// How much time a look at a deck may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Depth {
    /// Next to none: every rule but the slow ones.
    Quick,
    /// Every rule.
    Full,
}

/// Runs every rule that is not off.
pub(crate) fn run(context: &Context, levels: &Levels, depth: Depth) -> Diagnostics {
    let mut findings = Diagnostics::default();
    let on = |rule: &&Rule| levels.of(rule.code) != Level::Off;
    let in_time = |rule: &&Rule| depth == Depth::Full || !rule.slow;
    for rule in RULES.iter().filter(on).filter(in_time) {
        (rule.check)(context, &mut findings);
    }
    findings
}
