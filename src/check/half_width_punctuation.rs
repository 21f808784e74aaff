//! ASCII punctuation in Chinese text, where full-width marks belong: every piece of text with such
//! marks, with all of them corrected. Only in prose: never in code, addresses or formulas. Which marks
//! are wrong, [`marks`] decides.

use std::collections::BTreeSet;

use super::Context;
use super::marks::{self, Mark, POINT, full};
use super::prose::Prose;
use crate::deck::Inline;
use crate::deck::block::walk_inlines;
use crate::diag::{Diagnostic, Diagnostics, Sources, Span};
use crate::locale::is_hangul;

/// Reports each piece of text with such marks, with all of them corrected.
pub(super) fn check(context: &Context, findings: &mut Diagnostics) {
    let words = context.deck.meta.locale().words.of_han();
    // A footnote with two references occurs twice in the deck.
    let mut seen = BTreeSet::new();
    for view in &context.slides {
        for run in view.prose() {
            let mut pieces = pieces(&run, context.sources);
            pieces.retain(|piece| seen.insert(*piece));
            // The text of a footnote stands elsewhere in the file, so the pieces need sorting.
            pieces.sort_unstable();
            for found in corrections(context.sources, &pieces, &words.comma) {
                let marks: Vec<String> =
                    found.marks.iter().map(|mark| format!("`{mark}`")).collect();
                let message = format!("half-width {} in {} text", marks.join(", "), words.name);
                let finding = view.finding_at("half-width-punctuation", found.span, message);
                findings.push(correction(finding, &found));
            }
        }
    }
}

fn correction(finding: Diagnostic, found: &Corrected) -> Diagnostic {
    finding
        .hint(format!("write `{}`; `llmslides check --fix` does", found.replacement))
        .fixed_by(found.span, found.replacement.clone())
}

/// The corrections of each piece of a run.
fn corrections(sources: &Sources, pieces: &[Span], comma: &str) -> Vec<Corrected> {
    let file = pieces.first().and_then(|piece| sources.get(piece.file));
    let Some(file) = file.map(|file| file.text.as_str()) else { return Vec::new() };
    let ranges: Vec<_> = pieces.iter().map(|piece| piece.range()).collect();
    // Korean has narrow marks, also beside its Han.
    if ranges.iter().any(|range| file[range.clone()].contains(is_hangul)) {
        return Vec::new();
    }
    let marks = marks::wrong(file, &ranges);
    let of = |piece: &Span| {
        let own = marks.iter().filter(|mark| piece.range().contains(&mark.at));
        correct(file, *piece, &own.copied().collect::<Vec<_>>(), comma)
    };
    pieces.iter().filter_map(of).collect()
}

/// The pieces of a run of prose that are the same, byte by byte, in the author's file, so that
/// every mark has its place there. A link whose text is its address is not prose.
fn pieces(run: &Prose, sources: &Sources) -> Vec<Span> {
    let mut spans = Vec::new();
    walk_inlines(run.content, &mut |inline| {
        let written = || sources.text(inline.span);
        if let Inline::Text(text) = &inline.value
            && !text.contains("://")
            && !text.contains('@')
            && !written().is_empty()
            && marks_of(text).eq(marks_of(written()))
        {
            spans.push(inline.span);
        }
    });
    spans
}

fn marks_of(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| full(*c).is_some() || matches!(c, '&' | '`' | '<' | '\\'))
}

/// The full-width form of a mark. `comma`: the comma of the language.
fn corrected(mark: char, comma: &str) -> String {
    match mark {
        ',' => comma.to_owned(),
        POINT => "。".to_owned(),
        mark => full(mark).unwrap_or(mark).into(),
    }
}

/// A corrected part of a piece.
struct Corrected {
    /// From the first mark to the last.
    span: Span,
    /// The corrected text.
    replacement: String,
    /// The marks, each once.
    marks: Vec<char>,
}

/// Corrects marks of a piece; `None` if there are none.
fn correct(file: &str, piece: Span, marks: &[Mark], comma: &str) -> Option<Corrected> {
    let (first, last) = (marks.first()?, marks.last()?);
    let part = first.at..last.end;
    let (mut replacement, mut at) = (String::new(), part.start);
    let mut names = Vec::new();
    for mark in marks {
        replacement.push_str(&file[at..mark.at]);
        replacement.push_str(&corrected(mark.sign, comma));
        at = mark.end;
        if !names.contains(&mark.sign) {
            names.push(mark.sign);
        }
    }
    Some(Corrected { span: Span::new(piece.file, part), replacement, marks: names })
}
