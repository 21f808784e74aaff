//! Characters that no font has.

use std::collections::{BTreeMap, BTreeSet};

use super::unicode;
use crate::diag::{Diagnostic, Diagnostics, Span};
use crate::engine::{DeckWorld, Mapper, Origin, glyphs, is_private};
use crate::fit::Compiled;

/// Most characters of a run that the message spells out.
const MOST_SPELLED: usize = 3;

/// The hint about a character of the private use area.
const PRIVATE: &str = "it means something only in the font that it was made for: put that font \
                       into `fonts/` beside the deck, or use the character that is meant";

/// Reports each such character once, at its first occurrence, and returns them. `slides` are the
/// places of the slides.
pub(crate) fn check(
    compiled: &Compiled,
    slides: &[Span],
    mapper: &Mapper,
) -> (BTreeSet<char>, Diagnostics) {
    let mut errors = Diagnostics::default();
    let mut seen: BTreeSet<char> = BTreeSet::new();
    let (mut helped, mut helped_private) = (false, false);
    for (span, text, page) in runs(missing(compiled, slides, mapper)) {
        if text.chars().all(|c| seen.contains(&c)) {
            continue;
        }
        seen.extend(text.chars());
        let mut error = missing_error(span, &text, page);
        if text.chars().all(is_private) {
            let hint = (!helped_private).then(|| PRIVATE.to_owned());
            helped_private = true;
            error = error.maybe_hint(hint);
        } else if !helped {
            helped = true;
            error = hints(&compiled.world).into_iter().fold(error, Diagnostic::hint);
        }
        errors.push(error);
    }
    (seen, errors)
}

/// The texts without a glyph, each with its place and the number of its first page.
fn missing(
    compiled: &Compiled,
    slides: &[Span],
    mapper: &Mapper,
) -> BTreeMap<(Span, String), usize> {
    let (document, world) = (&compiled.document, &compiled.world);
    // Text in formulas does not always know its place; then its slide is reported.
    let slide_of = |page: usize| {
        let index = compiled.slides.iter().position(|slide| slide.pages.contains(&page))?;
        slides.get(index).copied()
    };
    let mut missing: BTreeMap<(Span, String), usize> = BTreeMap::new();
    glyphs(document, world, &mut |glyph| {
        if glyph.exists {
            return;
        }
        let place = glyph.place(world);
        let place = place.and_then(|(id, range)| mapper.character(id, range, glyph.text));
        let key =
            (place.or_else(|| slide_of(glyph.page)).unwrap_or_default(), glyph.text.to_owned());
        missing.entry(key).or_insert(glyph.page + 1);
    });
    // The compiler chooses the font of a cluster by its first character: if no font has that one,
    // the others are reported missing with it.
    let lonely = |text: &str| !text.chars().all(|c| world.fonts().has(c));
    if missing.keys().any(|(_, text)| lonely(text)) {
        missing.retain(|(_, text), _| lonely(text));
    }
    missing
}

fn missing_error(span: Span, text: &str, page: usize) -> Diagnostic {
    let shown = if text.chars().any(char::is_control) { "" } else { text };
    let mut spelled: Vec<String> = text.chars().take(MOST_SPELLED).map(unicode::spelled).collect();
    let more = text.chars().count() - spelled.len();
    if more > 0 {
        spelled.push(format!("{more} more"));
    }
    let message = format!("no font has `{shown}` ({}), on page {page}", spelled.join(", "));
    Diagnostic::warning("missing-glyph", span, message)
}

/// The hints that apply to an existing character and were not followed yet.
fn hints(world: &DeckWorld) -> Vec<String> {
    let system = world.fonts().faces().any(|face| face.origin == Origin::System);
    let look = if system { "" } else { "; `--system-fonts` looks among those of this computer" };
    vec![
        format!(
            "put a font that has it into `fonts/` beside the deck, or pass `--font-path FILE`{look}"
        ),
        "or use another character: the bundled fonts cover 21,943 Han, kana, Hangul, Latin, \
         Greek, Cyrillic, symbols and emoji"
            .to_owned(),
    ]
}

/// Joins characters that are adjacent in the author's file.
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
