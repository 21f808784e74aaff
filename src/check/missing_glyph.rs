//! A character that no font has would be shown as an empty box.

use std::collections::BTreeMap;

use typst_layout::PagedDocument;

use crate::diag::{Diagnostic, Diagnostics, Span};
use crate::engine::{DeckWorld, Mapper, glyphs};

/// What helps.
const HINT: &str = "use another character: the bundled fonts cover 11,574 Han, kana, Latin, \
                    Greek, Cyrillic, symbols and emoji";

/// Reports each such character once, where it stands first.
pub(crate) fn check(document: &PagedDocument, world: &DeckWorld, mapper: &Mapper) -> Diagnostics {
    let mut missing: BTreeMap<(Span, String), usize> = BTreeMap::new();
    glyphs(document, world, &mut |glyph| {
        if glyph.exists {
            return;
        }
        let place = glyph.place.and_then(|(id, range)| mapper.character(id, range, glyph.text));
        let key = (place.unwrap_or_default(), glyph.text.to_owned());
        missing.entry(key).or_insert(glyph.page + 1);
    });
    let mut errors = Diagnostics::default();
    let mut seen: Vec<String> = Vec::new();
    for (span, text, page) in runs(missing) {
        if seen.contains(&text) {
            continue;
        }
        let points: Vec<String> = text.chars().map(|c| format!("U+{:04X}", c as u32)).collect();
        let shown = if text.chars().any(char::is_control) { "" } else { &text };
        let message = format!("no font has `{shown}` ({}), on page {page}", points.join(" "));
        let mut error = Diagnostic::error(span, message);
        if seen.is_empty() {
            error = error.hint(HINT);
        }
        errors.push(error);
        seen.push(text);
    }
    errors
}

/// Joins characters that stand side by side in the author's file.
fn runs(missing: BTreeMap<(Span, String), usize>) -> Vec<(Span, String, usize)> {
    let mut runs: Vec<(Span, String, usize)> = Vec::new();
    for ((span, text), page) in missing {
        match runs.last_mut() {
            Some((before, run, _))
                if span.is_attached() && before.file == span.file && before.end == span.start =>
            {
                before.end = span.end;
                run.push_str(&text);
            }
            _ => runs.push((span, text, page)),
        }
    }
    runs
}
