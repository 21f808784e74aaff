//! A talk that takes longer, or much shorter, than planned.

use super::Context;
use super::length::Unit;
use super::no_notes::speaks;
use crate::deck::timing;
use crate::diag::{Diagnostic, Diagnostics};

/// Share of the planned time from which on a talk is too long.
const LONG: f64 = 1.1;
/// Share of the planned time below which a talk is too short; lower, because questions and pauses
/// fill time.
const SHORT: f64 = 0.7;
/// Least difference in minutes that is reported.
const LEAST_MINUTES: f64 = 2.0;

/// Reports a talk that is too long.
pub(super) fn over(context: &Context, findings: &mut Diagnostics) {
    let Some((planned, spoken)) = times(context) else { return };
    if spoken > planned * LONG && spoken - planned >= LEAST_MINUTES {
        let more = length((spoken - planned) * timing::rate(context.deck), context);
        let hint =
            format!("leave out about {more} of notes, or plan more: `duration: {spoken:.0}`");
        findings.push(finding("over-time", context, planned, spoken).hint(hint));
    }
}

/// Reports a talk that is too short, if its notes are written out.
pub(super) fn under(context: &Context, findings: &mut Diagnostics) {
    let Some((planned, spoken)) = times(context) else { return };
    let written = speaks(context.slides.iter().filter(|view| view.has_content()));
    if written && spoken < planned * SHORT && planned - spoken >= LEAST_MINUTES {
        let less = length((planned - spoken) * timing::rate(context.deck), context);
        let hint = format!("there is room for about {less} of notes, or for questions");
        findings.push(finding("under-time", context, planned, spoken).hint(hint));
    }
}

/// The planned and the estimated minutes; `None` if no time is planned.
fn times(context: &Context) -> Option<(f64, f64)> {
    Some((context.deck.meta.duration?, timing::total_minutes(context.deck)))
}

/// A rounded number of Han characters, in the deck's unit.
fn length(han: f64, context: &Context) -> String {
    Unit::of(context.deck).about(han, 50.0)
}

fn finding(code: &'static str, context: &Context, planned: f64, spoken: f64) -> Diagnostic {
    let message = format!("the notes take {spoken:.0} min, {planned:.0} are planned");
    Diagnostic::warning(code, context.deck.meta.span("duration"), message)
}
