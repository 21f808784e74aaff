//! The rate of the speaker, as a rehearsal of the deck taught it.

use std::path::Path;

use crate::assets::Files;
use crate::deck::Meta;
use crate::deck::meta::{Rate, Rehearsed};
use crate::diag::{Diagnostic, Diagnostics};
use crate::fs::Reach;
use crate::rehearsal;

/// Most bytes of the file of a rehearsal.
const MOST: u64 = 4 << 20;

/// Takes the rate from the file of a rehearsal, if the deck asks for it.
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
