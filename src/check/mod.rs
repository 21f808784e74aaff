//! The rules, each in a file of its own. Rules look at a [`Context`] and push findings; `levels`
//! decides how those, and the findings of earlier stages, are reported. Nothing here prints.

pub(crate) mod adjusted_colour;
mod context;
mod fill;
pub(crate) mod fix;
pub(crate) mod font_fallback;
pub(crate) mod json;
pub(crate) mod levels;
pub(crate) mod lost_text;
pub(crate) mod manual;
mod marks;
pub(crate) mod missing_glyph;
pub(crate) mod overfull;
mod places;
mod prose;
pub(crate) mod unicode;
mod visible;
mod words;

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
mod overlapping_text;
mod page_size;
mod regional_shapes;
mod small_text;
mod timing;
mod to_fill_in;
mod topic_title;
mod torn_word;

use crate::diag::{Diagnostic, Diagnostics, Level};
use crate::engine::guard;
pub(crate) use context::Context;
pub(crate) use levels::Levels;
pub(crate) use places::Places;

/// A rule.
pub(crate) struct Rule {
    /// The code of its findings, and the name of its manual page.
    pub(crate) code: &'static str,
    /// The default level of its findings.
    pub(crate) level: Level,
    /// What it needs.
    needs: Needs,
    /// Whether it takes more than a tenth of a build; then only `check` runs it.
    slow: bool,
    /// Looks at a deck. Must not look at anything else.
    check: fn(&Context, &mut Diagnostics),
}

/// What a rule looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Needs {
    /// The deck as it was written.
    Text,
    /// The laid-out pages, which a deck with errors does not have.
    Pages,
}

/// Codes that are found on the pages without a rule, while the deck is compiled and exported.
const FOUND_ON_PAGES: [&str; 6] = [
    "adjusted-colour", "font-fallback", "lost-text", "missing-glyph", "not-accessible", "overfull",
];

/// Every rule. Findings of earlier stages such as `unknown-key` have no rule, and the level `warn`.
pub(crate) static RULES: &[Rule] = &[
    Rule::new("continued-slide", Needs::Pages, continued_slide::check),
    Rule::new("dense-slide", Needs::Pages, dense_slide::check),
    Rule::new("duplicate-title", Needs::Text, duplicate_title::check),
    Rule::new("empty-slide", Needs::Text, empty_slide::check),
    Rule::new("half-width-punctuation", Needs::Text, half_width_punctuation::check),
    Rule::new("heading-skips-level", Needs::Text, heading_skips_level::check),
    Rule::new("lone-character", Needs::Pages, lone_character::check),
    Rule::new("long-title", Needs::Pages, long_title::check),
    Rule::new("low-contrast", Needs::Pages, low_contrast::check).slow(),
    Rule::new("low-resolution-image", Needs::Pages, low_resolution_image::check),
    Rule::new("no-notes", Needs::Text, no_notes::check),
    Rule::new("over-time", Needs::Text, timing::over),
    Rule::new("overlapping-text", Needs::Pages, overlapping_text::check),
    Rule::new("page-size", Needs::Pages, page_size::check).error(),
    Rule::new("regional-shapes", Needs::Pages, regional_shapes::check),
    Rule::new("small-text", Needs::Pages, small_text::check),
    Rule::new("to-fill-in", Needs::Text, to_fill_in::check),
    Rule::new("topic-title", Needs::Text, topic_title::check).off(),
    Rule::new("torn-word", Needs::Pages, torn_word::check),
    Rule::new("under-time", Needs::Text, timing::under),
];

impl Rule {
    const fn new(code: &'static str, needs: Needs, check: fn(&Context, &mut Diagnostics)) -> Self {
        Self { code, level: Level::Warn, needs, slow: false, check }
    }

    const fn error(self) -> Self {
        Self { level: Level::Error, ..self }
    }

    const fn off(self) -> Self {
        Self { level: Level::Off, ..self }
    }

    const fn slow(self) -> Self {
        Self { slow: true, ..self }
    }
}

/// How much time checking may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Depth {
    /// Little: every rule but the slow ones.
    Quick,
    /// Every rule.
    Full,
}

/// Runs every rule that is not off and has these needs.
pub(crate) fn run(context: &Context, needs: Needs, levels: &Levels, depth: Depth) -> Diagnostics {
    let mut findings = Diagnostics::default();
    let on = |rule: &&Rule| rule.needs == needs && levels.of(rule.code) != Level::Off;
    let in_time = |rule: &&Rule| depth == Depth::Full || !rule.slow;
    for rule in RULES.iter().filter(on).filter(in_time) {
        // A rule that panics becomes a finding and affects neither other rules nor the slides.
        let mut found = Diagnostics::default();
        if let Err(panic) = guard::caught(|| (rule.check)(context, &mut found)) {
            found.push(Diagnostic::internal(format!("the rule `{}`: {panic}", rule.code)));
        }
        findings.0.append(&mut found.0);
    }
    findings
}

/// The codes that are not off and cannot be found without pages, in their order.
pub(crate) fn found_on_pages(levels: &Levels) -> Vec<&'static str> {
    let rules = RULES.iter().filter(|rule| rule.needs == Needs::Pages).map(|rule| rule.code);
    let mut codes: Vec<&str> = rules.chain(FOUND_ON_PAGES).collect();
    codes.retain(|code| levels.of(code) != Level::Off);
    codes.sort_unstable();
    codes
}
