//! The level of each finding: what the rule says, the project, the deck, the slide. The one place
//! that every finding passes on its way to a reader.

use std::collections::BTreeMap;

use super::places::Places;
use super::{RULES, manual};
use crate::deck::{Deck, Slide};
use crate::diag::{Diagnostic, Diagnostics, Level, Severity, Sources, Span, nearest};

/// Option of a slide that names what is not reported of it.
const ALLOW: &str = "allow";

/// Findings that are errors where nobody says otherwise: the pages do not show what was written.
const ERRORS: [&str; 3] = ["lost-text", "overfull", "unset"];

/// What the findings of each code come to.
#[derive(Debug, Default, Clone)]
pub(crate) struct Levels {
    /// Those that are not the default.
    set: BTreeMap<&'static str, Level>,
    /// Whether nothing is written if anything was found.
    pub(crate) deny_warnings: bool,
}

impl Levels {
    /// The level of a code.
    pub(crate) fn of(&self, code: &str) -> Level {
        let default = || match RULES.iter().find(|rule| rule.code == code) {
            Some(rule) => rule.level,
            None if ERRORS.contains(&code) => Level::Error,
            None => Level::Warn,
        };
        self.set.get(code).copied().unwrap_or_else(default)
    }

    /// Sets the level of a code, as it was written at `name` and `value`.
    ///
    /// # Errors
    /// If there is no such code or no such level: then nothing is set, and that is a finding.
    pub(crate) fn set(
        &mut self,
        (code, name): (&str, Span),
        (level, value): (&str, Span),
    ) -> Result<(), Diagnostic> {
        let known = known(code).ok_or_else(|| no_finding(code, name))?;
        let level = Level::parse(level).ok_or_else(|| no_level(code, level, value))?;
        self.set.insert(known, level);
        Ok(())
    }

    /// Adds what the front matter says, which goes before what is set already. The answer is each
    /// unknown code and level.
    pub(crate) fn take_deck(&mut self, deck: &Deck) -> Diagnostics {
        let mut findings = Diagnostics::default();
        for (code, level) in &deck.meta.check {
            let key = deck.meta.span(&format!("check.{code}"));
            let name = deck.meta.span(&format!("check.{code}.name"));
            findings.0.extend(self.set((code, name), (level.as_str(), key)).err());
        }
        findings
    }

    /// What becomes of what was found: what is off, or allowed on its slide, is dropped; the rest gets
    /// its level. An error stays one, unless a level is set for its code.
    pub(crate) fn apply(&self, found: Diagnostics, places: &Places) -> Diagnostics {
        let judged = found.0.into_iter().filter_map(|mut found| {
            places.locate(&mut found);
            found.severity = self.severity(&found, places)?;
            let strict = self.deny_warnings && found.severity <= Severity::Error;
            if strict {
                found.severity = Severity::Denied;
            }
            Some(found)
        });
        Diagnostics(judged.collect())
    }

    /// How bad a finding is at its level; `None` if it is not to be reported.
    fn severity(&self, found: &Diagnostic, places: &Places) -> Option<Severity> {
        let decided = |code: &&str| {
            found.severity == Severity::Warning
                || found.severity == Severity::Error && self.set.contains_key(code)
        };
        let Some(code) = found.code.filter(decided) else { return Some(found.severity) };
        match self.of(code) {
            _ if places.allows(found, code) => None,
            Level::Off => None,
            Level::Warn => Some(Severity::Warning),
            Level::Error => Some(Severity::Error),
            Level::Deny => Some(Severity::Denied),
        }
    }
}

/// Reports each code in an `allow` that is none.
pub(crate) fn check_allowed(deck: &Deck, sources: &Sources) -> Diagnostics {
    let mut findings = Diagnostics::default();
    for slide in deck.slides() {
        for word in allowed(slide).filter(|word| known(word).is_none()) {
            let text = sources.text(slide.span);
            let from = text.rfind(ALLOW).unwrap_or(0);
            let at = text[from..].find(word).map(|at| from + at);
            let span = at.map_or(slide.span, |at| slide.span.within(at..at + word.len()));
            let message = format!("`allow` names no finding: `{word}`");
            findings.push(
                Diagnostic::warning("unknown-finding", span, message)
                    .maybe_hint(nearest(word, manual::codes()))
                    .hint("`llmslides explain findings` lists them"),
            );
        }
    }
    findings
}

/// The codes that are not reported of a slide.
pub(super) fn allowed(slide: &Slide) -> impl Iterator<Item = &str> {
    let words = slide.options.get(ALLOW).map_or("", String::as_str);
    words.split([' ', ',', '，', '\t']).filter(|word| !word.is_empty())
}

/// A code as the manual has it; `None` if it is none.
fn known(code: &str) -> Option<&'static str> {
    manual::codes().find(|known| *known == code)
}

fn no_finding(code: &str, span: Span) -> Diagnostic {
    Diagnostic::warning("unknown-finding", span, format!("there is no finding `{code}`"))
        .maybe_hint(nearest(code, manual::codes()))
        .hint("`llmslides explain findings` lists them")
}

fn no_level(code: &str, level: &str, span: Span) -> Diagnostic {
    let names = Level::NAMES;
    let expected = format!("expected `{}`", names.join("`, `"));
    let message = format!("`{code}` has no level `{level}`: {expected}");
    Diagnostic::warning("ignored-value", span, message).maybe_hint(nearest(level, names))
}
