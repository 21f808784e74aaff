//! Where each piece of emitted Typst comes from in the author's file.

use std::ops::Range;

use crate::diag::{Sources, Span};

/// The origin of one run of emitted text.
#[derive(Debug, Clone)]
struct Segment {
    /// Bytes of the emitted file.
    emitted: Range<usize>,
    /// Where the author wrote it.
    author: Span,
    /// How the bytes correspond.
    kind: Correspondence,
}

/// How emitted bytes correspond to the author's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Correspondence {
    /// One by one.
    Verbatim,
    /// One by one, but for backslashes that were added.
    Escaped,
    /// Only as a whole.
    Whole,
}

/// The segments of one emitted file, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct SourceMap {
    segments: Vec<Segment>,
}

impl SourceMap {
    /// Adds the next segment.
    pub(super) fn push(&mut self, emitted: Range<usize>, author: Span, kind: Correspondence) {
        if author.is_attached() && !emitted.is_empty() {
            self.segments.push(Segment { emitted, author, kind });
        }
    }

    /// Adds a segment that encloses those added since its start.
    pub(super) fn cover(&mut self, emitted: Range<usize>, author: Span) {
        if author.is_attached() && !emitted.is_empty() {
            let at = self.segments.partition_point(|s| s.emitted.start < emitted.start);
            self.segments.insert(at, Segment { emitted, author, kind: Correspondence::Whole });
        }
    }

    /// The author's span for a range of the emitted text; in scaffolding, the nearest one before
    /// it. `None` if nothing up to there comes from the author.
    pub(crate) fn author(&self, text: &str, range: Range<usize>) -> Option<Span> {
        let after = self.segments.partition_point(|segment| segment.emitted.start <= range.start);
        // Segments nest: a list and the words in it. The innermost that holds the start wins.
        let inside = self.segments[..after]
            .iter()
            .rev()
            .take(64)
            .find(|segment| segment.emitted.end > range.start);
        let segment = inside.or_else(|| {
            // The range begins in scaffolding: a segment that begins inside the range is nearer
            // than the one before it.
            self.segments.get(after).filter(|next| next.emitted.start < range.end)
        });
        let Some(segment) = segment else {
            return self.segments[..after].last().map(|segment| segment.author);
        };
        if !segment.emitted.contains(&range.start) {
            return Some(segment.author);
        }
        let end = range.end.min(segment.emitted.end);
        Some(match segment.kind {
            Correspondence::Whole => segment.author,
            Correspondence::Verbatim => {
                let base = segment.emitted.start;
                segment.author.within(range.start - base..end.max(range.start) - base)
            }
            Correspondence::Escaped => {
                // A show rule may split a text, and then offsets into it are only approximate.
                let at = |offset: usize| {
                    let offset = text.floor_char_boundary(offset);
                    unescaped_length(&text[segment.emitted.start..offset])
                };
                segment.author.within(at(range.start)..at(end.max(range.start)))
            }
        })
    }

    /// The author's span of one character that occurs in the emitted range, for ranges that map
    /// only as a whole.
    pub(crate) fn character(
        &self,
        text: &str,
        range: Range<usize>,
        character: &str,
        sources: &Sources,
    ) -> Option<Span> {
        let span = self.author(text, range)?;
        let found = sources.text(span).find(character);
        Some(found.map_or(span, |at| span.within(at..at + character.len())))
    }
}

/// Length in bytes of escaped text without the backslashes that `escape` added.
fn unescaped_length(text: &str) -> usize {
    let mut length = 0;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => length += chars.next().map_or(0, char::len_utf8),
            c => length += c.len_utf8(),
        }
    }
    length
}
