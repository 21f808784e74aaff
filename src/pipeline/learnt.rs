//! The speech rate learnt from a rehearsal of the deck.

use std::path::Path;

use crate::assets::Files;
use crate::deck::Meta;
use crate::deck::meta::{Rate, Rehearsed};
use crate::diag::{Diagnostic, Diagnostics};
use crate::fs::Reach;
use crate::rehearsal;

/// Most bytes of a rehearsal file.
const MOST: u64 = 4 << 20;

/// Reads the rate from the rehearsal file, if the deck asks for it.
pub(super) fn take(
    meta: &mut Meta,
    file: Option<&Path>,
    files: &Files,
    findings: &mut Diagnostics,
) {
    if meta.notes.rate != Some(Rate::As(Rehearsed::Learnt)) {
        return;
    }
    let read = |file| files.gate().and_then(|gate| gate.read(file, Reach::Deck, MOST).ok());
    meta.notes.learnt = file.and_then(read).and_then(|json| rehearsal::learnt(&json));
    if meta.notes.learnt.is_none() {
        let file = file.map_or("rehearsal".into(), |file| format!("`{}`", file.display()));
        let message = format!("no rate was learnt yet: there is none in {file}");
        let finding = Diagnostic::warning("ignored-value", meta.span("notes"), message);
        findings.push(finding.hint("`llmslides present --rehearse` finds it out"));
    }
}
