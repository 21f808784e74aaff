//! The heights of runs of pieces, known from where each piece stands on a page without end.

use typst::layout::{Abs, Rect};

use super::listing;
use super::measure::Measure;
use super::pieces::{Piece, is_repeated, listings};
use crate::contract::{FOOTNOTE_AROUND, FOOTNOTE_FREE, FOOTNOTE_SIZE, LEAST_BODY};
use crate::deck::{Block, Slide};
use crate::emit::Place;
use crate::engine::boxes::LINE;

/// What a footnote takes in addition to its measured text, in pt.
const FOOTNOTE: f64 = FOOTNOTE_AROUND + FOOTNOTE_SIZE * (1.0 - LINE);
/// Gap between boxes side by side, in pt.
const GAP: f64 = 16.0;
/// Largest share of the room that a picture beside words claims: it shrinks for them.
const PICTURE: f64 = 0.35;
/// By how many pt the tops of boxes in one row may differ.
const LEVEL: f64 = 2.0;

/// How the pieces of a slide are arranged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arrangement {
    /// One below the other: a part is set as the whole is.
    Below,
    /// Side by side, as the layout arranges that number of them: a piece takes its share of the
    /// width.
    Beside,
}

/// How tall runs of pieces are.
pub(super) struct Heights {
    /// Height of a body without footnotes in pt.
    room: f64,
    /// Top and bottom of each piece in pt.
    places: Vec<(f64, f64)>,
    /// What a run takes in addition to its pieces if it begins with this one: the head of a table,
    /// the padding of a listing, the heading above it.
    repeated: Vec<f64>,
    /// Height of the footnotes of each piece, in pt.
    footnotes: Vec<f64>,
    /// For each piece, the first piece shown by a run that begins with it, and the last one shown
    /// by a run that ends with it.
    shown: Vec<(usize, usize)>,
}

impl Heights {
    /// Reads the places from a page on which the whole slide was set. `room`: height of a body
    /// without footnotes in pt.
    pub(super) fn new(
        slide: &Slide,
        all: &[Piece],
        measure: &Measure,
        room: f64,
        arrangement: Arrangement,
    ) -> Self {
        let found = all
            .iter()
            .map(|piece| found(&slide.blocks[piece.blocks.start].value, piece.place(), measure));
        let (places, mut repeated): (Vec<_>, Vec<_>) = found.unzip();
        let footnotes = all.iter().map(|piece| {
            let place = measure.footnotes.get(&piece.place());
            place.map_or(0.0, |(top, end)| end - top + FOOTNOTE)
        });
        let footnotes = footnotes.collect();
        let shown = shown(slide, all);
        let mut places = filled(&places, measure.extent);
        if arrangement == Arrangement::Beside {
            places = stacked(slide, all, measure, (&places, room));
        }
        let mut over = 0.0;
        for (at, piece) in all.iter().enumerate() {
            if let Block::Heading { content, .. } = &slide.blocks[piece.blocks.start].value
                && piece.blocks.len() == 1
            {
                let next = places.get(at + 1).unwrap_or(&places[at]);
                over = if is_repeated(content) { next.0 - places[at].0 } else { 0.0 };
            } else {
                repeated[at] += over;
            }
        }
        Self { room, places, repeated, footnotes, shown }
    }

    /// Reads them from a page on which only these pieces were set. Its room is already reduced by
    /// its footnotes, and no more than the share `full` of it may be filled.
    pub(super) fn on_page(
        slide: &Slide,
        all: &[Piece],
        page: &Measure,
        full: f64,
        arrangement: Arrangement,
    ) -> Self {
        let mut heights = Self::new(slide, all, page, page.room * full, arrangement);
        if page.room > LEAST_BODY {
            heights.room += (heights.footnotes.iter().sum::<f64>() - FOOTNOTE_FREE).max(0.0);
        }
        heights
    }

    /// Replaces a piece by pieces of these heights in pt.
    pub(super) fn replace(&mut self, at: usize, heights: &[f64]) {
        let (mut top, old) = self.places[at];
        let more = heights.len() - 1;
        let by = heights.iter().sum::<f64>() - (old - top);
        self.places[at + 1..].iter_mut().for_each(|place| *place = (place.0 + by, place.1 + by));
        let places = heights.iter().map(|height| {
            top += height;
            (top - height, top)
        });
        self.places.splice(at..=at, places);
        self.repeated.splice(at + 1..at + 1, std::iter::repeat_n(0.0, more));
        self.footnotes.splice(at + 1..at + 1, std::iter::repeat_n(0.0, more));
        for shown in &mut self.shown {
            let later = |piece: usize| if piece > at { piece + more } else { piece };
            *shown = (later(shown.0), later(shown.1));
        }
        self.shown.splice(at..=at, (at..=at + more).map(|piece| (piece, piece)));
    }

    /// Top and bottom of a piece in pt.
    pub(super) fn place(&self, at: usize) -> (f64, f64) {
        self.places[at]
    }

    /// Top and bottom of everything in pt.
    pub(super) fn extent(&self) -> (f64, f64) {
        let ends = self.places.first().zip(self.places.last());
        ends.map_or((0.0, 0.0), |(first, last)| (first.0, last.1))
    }

    /// The room in pt for a run: the body without the run's footnotes.
    pub(super) fn room(&self, run: std::ops::Range<usize>) -> f64 {
        let footnotes: f64 = self.footnotes[run].iter().sum();
        (self.room - (footnotes - FOOTNOTE_FREE).max(0.0)).max(LEAST_BODY.min(self.room))
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

/// Which pieces runs really show: a listing loses its empty lines where it is cut.
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

/// The place of a piece of a block, if it was found on the page, and what a run that begins with it
/// takes in addition.
pub(super) fn found(block: &Block, at: Place, measure: &Measure) -> (Option<(f64, f64)>, f64) {
    let place = |inner| measure.pieces.get(&Place { inner, ..at }).copied();
    let (whole, own) = (place(None), place(at.inner));
    match (block, at.inner, whole) {
        (Block::Code { text, .. }, Some(line), Some((top, end))) => {
            let height = (end - top) / text.split('\n').count() as f64;
            let top = top + height * line as f64;
            (Some((top, top + height)), 1.6 * height)
        }
        (Block::Table(_), Some(_), Some((top, _))) => {
            (own, place(Some(0)).map_or(0.0, |first| first.0 - top))
        }
        (_, Some(_), _) => (own, 0.0),
        (Block::Alert { .. }, None, _) => (measure.panels.get(&at).copied().or(whole), 0.0),
        (_, None, _) => (whole, 0.0),
    }
}

/// The places of pieces that stand side by side, stacked as if each took the whole width and
/// proportionally less height. `places`: where they stand, and the room.
fn stacked(
    slide: &Slide,
    all: &[Piece],
    measure: &Measure,
    (places, room): (&[(f64, f64)], f64),
) -> Vec<(f64, f64)> {
    let boxes: Vec<_> = all.iter().map(|piece| measure.boxes.get(&piece.place())).collect();
    let row = |top: Abs| {
        let beside = boxes.iter().flatten();
        let beside = beside.filter(|other| (other.min.y - top).to_pt().abs() < LEVEL);
        beside.map(|other| other.size().y.to_pt()).fold(0.0, f64::max)
    };
    let is_shared = |own: &Rect| boxes.iter().flatten().filter(|other| **other == own).count() > 1;
    let mut top = 0.0;
    let stacked = all.iter().enumerate().map(|(at, piece)| {
        let own = places[at].1 - places[at].0;
        let mut height = match boxes[at] {
            Some(around) => {
                let share = (around.size().x.to_pt() + GAP) / (measure.width + GAP);
                let tall = if is_shared(around) { own } else { row(around.min.y) };
                (tall + GAP) * share.min(1.0)
            }
            None => own + GAP,
        };
        if gives_way(&slide.blocks[piece.blocks.start].value) {
            height = height.min(PICTURE * room);
        }
        top += height;
        (top - height, top)
    });
    stacked.collect()
}

/// Whether a block takes the room that the words leave.
pub(super) fn gives_way(block: &Block) -> bool {
    matches!(block, Block::Image(_) | Block::Chart(_) | Block::Diagram(_))
}

/// Fills in the places that were not found, between those of their neighbours: pictures do not
/// report their origin. `extent`: top and bottom of everything.
pub(super) fn filled(places: &[Option<(f64, f64)>], extent: (f64, f64)) -> Vec<(f64, f64)> {
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
