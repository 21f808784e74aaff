//! How tall runs of pieces are, from where each of them stands on a page without end.

use super::measure::Measure;
use super::pieces::Piece;
use crate::deck::{Block, Slide};

/// How tall runs of pieces are.
pub(super) struct Heights {
    /// Top and bottom of each piece in pt.
    places: Vec<(f64, f64)>,
    /// What a run takes beside its pieces if it begins inside a block: the head of a table, the
    /// edges of a listing.
    repeated: Vec<f64>,
}

impl Heights {
    /// Takes the places from a page on which the whole slide was set.
    pub(super) fn new(slide: &Slide, all: &[Piece], measure: &Measure) -> Self {
        let mut places: Vec<(f64, f64)> = Vec::with_capacity(all.len());
        let mut repeated = Vec::with_capacity(all.len());
        let mut bottom = f64::NAN;
        for piece in all {
            let block = piece.blocks.start;
            let whole = measure.pieces.get(&(block, None)).copied();
            let own = measure.pieces.get(&(block, piece.inner)).copied();
            let first = measure.pieces.get(&(block, Some(0))).copied();
            let (place, extra) = match (&slide.blocks[block].value, piece.inner, whole) {
                (Block::Code { text, .. }, Some(line), Some((top, end))) => {
                    let height = (end - top) / text.split('\n').count() as f64;
                    let top = top + height * line as f64;
                    ((top, top + height), 1.6 * height)
                }
                (Block::Table(_), Some(_), Some((top, _))) => {
                    (own.unwrap_or((bottom, bottom)), first.map_or(0.0, |first| first.0 - top))
                }
                (Block::Paragraph(_), None, Some((top, end))) => ((top, end), 0.0),
                _ => (own.or(whole).unwrap_or((bottom, bottom)), 0.0),
            };
            let place = if place.0.is_nan() { (0.0, 0.0) } else { place };
            bottom = place.1;
            places.push(place);
            repeated.push(extra);
        }
        Self { places, repeated }
    }

    /// Height of a run in pt.
    pub(super) fn of(&self, run: std::ops::Range<usize>) -> f64 {
        let (Some(first), Some(last)) = (self.places.get(run.start), self.places.get(run.end - 1))
        else {
            return 0.0;
        };
        (last.1 - first.0).max(0.0) + self.repeated[run.start]
    }
}
