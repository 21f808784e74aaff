//! A character that no font has would be shown as an empty box.

use std::collections::BTreeMap;

use typst_layout::PagedDocument;

use crate::diag::{Diagnostic, Diagnostics, Span};
use crate::engine::{DeckWorld, Mapper, glyphs};

/// Reports each such character once, where it stands first.
pub(crate) fn check(document: &PagedDocument, world: &DeckWorld, mapper: &Mapper) -> Diagnostics {
    let mut missing: BTreeMap<(Span, String), (usize, usize)> = BTreeMap::new();
    glyphs(document, world, &mut |glyph| {
        if glyph.exists {
            return;
        }
        let place = glyph.place.and_then(|(id, range)| mapper.character(id, range, glyph.text));
        let key = (place.unwrap_or_default(), glyph.text.to_owned());
        missing.entry(key).or_insert((glyph.page + 1, 0)).1 += 1;
    });
    let mut seen: Vec<String> = Vec::new();
    let mut errors = Diagnostics::default();
    for ((span, text), (page, _)) in missing {
        if seen.contains(&text) {
            continue;
        }
        let points: Vec<String> = text.chars().map(|c| format!("U+{:04X}", c as u32)).collect();
        let shown = if text.chars().any(char::is_control) { "" } else { &text };
        let message = format!("no font has `{shown}` ({}), on page {page}", points.join(" "));
        errors.push(
            Diagnostic::error(span, message)
                .hint("write it another way: the bundled fonts have 11,574 Han, Latin, Greek, Cyrillic, symbols and emoji"),
        );
        seen.push(text);
    }
    errors
}
