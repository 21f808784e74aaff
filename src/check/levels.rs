//! The level of each finding: the rule's default, then the project, the deck, the slide. Every
//! finding passes through here before it is reported.

use std::collections::BTreeMap;

use super::places::Places;
use super::{RULES, manual};
use crate::deck::{Deck, Slide};
use crate::diag::{Diagnostic, Diagnostics, Level, Severity, Sources, Span, nearest};

/// The slide option that names codes not to be reported for it.
const ALLOW: &str = "allow";

/// Findings that are errors by default: the pages do not show what was written.
const ERRORS: [&str; 3] = ["lost-text", "overfull", "unset"];

/// The level of each code.
#[derive(Debug, Default, Clone)]
pub(crate) struct Levels {
    /// Levels that differ from the default.
    set: BTreeMap<&'static str, Level>,
    /// Whether any finding prevents outputs from being written (`--deny warnings`).
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

    /// Adds the levels of the front matter, which have precedence. Returns a finding for each
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

    /// Applies levels to findings: those that are off, or allowed on their slide, are dropped. An
    /// error stays one unless a level is set for its code.
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

    /// The severity of a finding; `None` if it is not to be reported.
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

/// Reports unknown codes in `allow` options.
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

/// The codes that are not reported for a slide.
pub(super) fn allowed(slide: &Slide) -> impl Iterator<Item = &str> {
    let words = slide.options.get(ALLOW).map_or("", String::as_str);
    words.split([' ', ',', '，', '\t']).filter(|word| !word.is_empty())
}

/// A code as the manual has it; `None` if it is unknown.
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
