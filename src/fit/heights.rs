//! How tall runs of pieces are, from where each of them stands on a page without end.

use super::listing;
use super::measure::Measure;
use super::pieces::{Piece, is_repeated, listings};
use crate::contract::{LEAST_BODY, NOTE_AROUND, NOTE_FREE, NOTE_SIZE};
use crate::deck::{Block, Slide};
use crate::diag::Span;
use crate::engine::boxes::LINE;

/// What a footnote takes beside its words as they are measured, in pt.
const NOTE: f64 = NOTE_AROUND + NOTE_SIZE * (1.0 - LINE);

/// How tall runs of pieces are.
pub(super) struct Heights {
    /// Height of a body without footnotes in pt.
    room: f64,
    /// Top and bottom of each piece in pt.
    places: Vec<(f64, f64)>,
    /// What a run takes beside its pieces if it begins with this one: the head of a table, the edges
    /// of a listing, the heading above it.
    repeated: Vec<f64>,
    /// What the footnotes of each piece take, in pt.
    notes: Vec<f64>,
    /// For each piece, the first that a run shows which begins with it, and the last of one that
    /// ends with it.
    shown: Vec<(usize, usize)>,
}

impl Heights {
    /// Takes the places from a page on which the whole slide was set. `room`: height of a body
    /// without footnotes in pt. `wholes`: how tall blocks were that have become several.
    pub(super) fn new(
        slide: &Slide,
        all: &[Piece],
        measure: &Measure,
        (room, wholes): (f64, &[(Span, f64)]),
    ) -> Self {
        let found = all.iter().map(|piece| found(slide, piece, measure));
        let (places, mut repeated): (Vec<_>, Vec<_>) = found.unzip();
        let notes = all.iter().map(|piece| {
            let place = measure.notes.get(&(piece.blocks.start, piece.inner));
            place.map_or(0.0, |(top, end)| end - top + NOTE)
        });
        let notes = notes.collect();
        let shown = shown(slide, all);
        let mut places = filled(&places, measure.extent);
        level(slide, all, wholes, (&mut places, &mut repeated));
        let mut over = 0.0;
        for (at, piece) in all.iter().enumerate() {
            if let Block::Heading { content, .. } = &slide.blocks[piece.blocks.start].value {
                let next = places.get(at + 1).unwrap_or(&places[at]);
                over = if is_repeated(content) { next.0 - places[at].0 } else { 0.0 };
            } else {
                repeated[at] += over;
            }
        }
        Self { room, places, repeated, notes, shown }
    }

    /// The same from a page on which only these pieces were set: its footnotes have been taken from
    /// its room, of which no more than `full` may be filled.
    pub(super) fn on_page(slide: &Slide, all: &[Piece], page: &Measure, full: f64) -> Self {
        let mut heights = Self::new(slide, all, page, (page.room * full, &[]));
        if page.room > LEAST_BODY {
            heights.room += (heights.notes.iter().sum::<f64>() - NOTE_FREE).max(0.0);
        }
        heights
    }

    /// Height in pt that is there for a run: its footnotes take from the body.
    pub(super) fn room(&self, run: std::ops::Range<usize>) -> f64 {
        let notes: f64 = self.notes[run].iter().sum();
        (self.room - (notes - NOTE_FREE).max(0.0)).max(LEAST_BODY.min(self.room))
    }

    /// Height of a run in pt.
    pub(super) fn of(&self, run: std::ops::Range<usize>) -> f64 {
        let (first, last) = (self.shown[run.start].0, self.shown[run.end - 1].1);
        let (first, last) = if first < run.end && last >= run.start {
            (first, last)
        } else {
            (run.start, run.end - 1)
        };
        (self.places[last].1 - self.places[first].0).max(0.0) + self.repeated[run.start]
    }
}

/// What is shown of runs: a listing loses empty lines where it is cut.
fn shown(slide: &Slide, all: &[Piece]) -> Vec<(usize, usize)> {
    let mut shown: Vec<(usize, usize)> = (0..all.len()).map(|at| (at, at)).collect();
    for (first, text, _) in listings(slide, all) {
        let lines: Vec<&str> = text.split('\n').collect();
        for (line, at) in shown[first..].iter_mut().take(lines.len()).enumerate() {
            let from = listing::trimmed(&lines, line..lines.len()).start;
            let to = listing::trimmed(&lines, 0..line + 1).end;
            *at = (first + from, first + to - 1);
        }
    }
    shown
}

/// Where a piece stands, if it can be told, and what a run that begins with it takes beside it.
fn found(slide: &Slide, piece: &Piece, measure: &Measure) -> (Option<(f64, f64)>, f64) {
    let block = piece.blocks.start;
    let place = |inner| measure.pieces.get(&(block, inner)).copied();
    let (whole, own) = (place(None), place(piece.inner));
    match (&slide.blocks[block].value, piece.inner, whole) {
        (Block::Code { text, .. }, Some(line), Some((top, end))) => {
            let height = (end - top) / text.split('\n').count() as f64;
            let top = top + height * line as f64;
            (Some((top, top + height)), 1.6 * height)
        }
        (Block::Table(_), Some(_), Some((top, _))) => {
            (own, place(Some(0)).map_or(0.0, |first| first.0 - top))
        }
        (_, Some(_), _) => (own, 0.0),
        (Block::Alert { .. }, None, _) => (measure.panels.get(&block).copied().or(whole), 0.0),
        (_, None, _) => (whole, 0.0),
    }
}

/// Columns that have become several stand side by side again where they come on one page: each share
/// takes its part of the whole, and what it takes by itself beside that, such as the head of a table,
/// only where a page begins with it. `wholes`: how tall they were, in pt.
fn level(
    slide: &Slide,
    all: &[Piece],
    wholes: &[(Span, f64)],
    (places, repeated): (&mut [(f64, f64)], &mut [f64]),
) {
    let span = |at: usize| slide.blocks[all[at].blocks.start].span;
    for (whole, height) in wholes {
        let Some(first) = (0..all.len()).find(|at| span(*at) == *whole) else { continue };
        let count = (first..all.len()).take_while(|at| span(*at) == *whole).count();
        let (top, end) = (places[first].0, places[first + count - 1].1);
        let excess = (end - top - height).max(0.0);
        let alone = excess / count as f64;
        let own = |at: usize| (places[at].1 - places[at].0 - alone).max(1.0);
        let shares: Vec<f64> = (first..first + count).map(own).collect();
        let scale = height / shares.iter().sum::<f64>();
        let mut from = top;
        for (at, share) in (first..).zip(shares) {
            places[at] = (from, from + share * scale);
            repeated[at] = if at == first { 0.0 } else { alone };
            from = places[at].1;
        }
        places[first + count..].iter_mut().for_each(|place| {
            place.0 -= excess;
            place.1 -= excess;
        });
    }
}

/// The places, with those that could not be told between the others: pictures do not know where
/// they come from. `extent`: top and bottom of everything.
fn filled(places: &[Option<(f64, f64)>], extent: (f64, f64)) -> Vec<(f64, f64)> {
    let mut filled = Vec::with_capacity(places.len());
    let mut from = extent.0;
    for (at, place) in places.iter().enumerate() {
        let place = place.unwrap_or_else(|| {
            let unknown = places[at..].iter().take_while(|place| place.is_none()).count();
            let next = places.get(at + unknown).copied().flatten();
            let to = next.map_or(extent.1, |next| next.0).max(from);
            (from, from + (to - from) / unknown as f64)
        });
        from = place.1;
        filled.push(place);
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::filled;

    #[test]
    fn what_has_no_place_stands_between_the_others() {
        let places = [None, Some((10.0, 20.0)), None, None, Some((60.0, 70.0)), None];
        let expected =
            [(0.0, 10.0), (10.0, 20.0), (20.0, 40.0), (40.0, 60.0), (60.0, 70.0), (70.0, 90.0)];
        assert_eq!(filled(&places, (0.0, 90.0)), expected);
    }
}
