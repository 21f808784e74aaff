//! Columns that are too tall for a page → several sets of columns, one for each page. Pure.

use std::iter;
use std::ops::Range;

use super::breaks::Breaks;
use super::heights::{filled, found, gives_way};
use super::measure::Measure;
use super::partition;
use super::pieces::{self, Piece, is_heading};
use super::split::chunked;
use crate::deck::block::TableSetting;
use crate::deck::{Block, Column, Slide, Spanned};
use crate::emit::{Place, concludes};

/// The blocks of a slide with its columns as one block: those of `::: column`, or those that
/// headings make. With `closes`, the last paragraph under the last heading may stand behind them.
/// `None` if no columns are made by headings.
pub(super) fn gathered(blocks: &[Spanned<Block>], closes: bool) -> Option<Vec<Spanned<Block>>> {
    let opens = |block: &Spanned<Block>| matches!(block.value, Block::Heading { level: 1, .. });
    if blocks.iter().any(|block| matches!(block.value, Block::Columns(_))) {
        return None;
    }
    let first = blocks.iter().position(opens)?;
    let groups = || blocks[first..].chunk_by(|_, next| !opens(next));
    let (fewest, last) = (groups().next()?.len(), groups().last()?);
    let end = blocks.len() - usize::from(closes && concludes(fewest, last));
    let columns = blocks[first..end]
        .chunk_by(|_, next| !opens(next))
        .map(|group| Spanned::new(Column { width: None, blocks: group.to_vec() }, group[0].span));
    let columns = Spanned::new(Block::Columns(columns.collect()), blocks[first].span);
    Some([&blocks[..first], &[columns], &blocks[end..]].concat())
}

/// Least height in pt of a picture that gives room to the words beside it.
const PICTURE: f64 = 120.0;

/// Which columns of a slide are cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    /// All of them: each page sets them against each other.
    All,
    /// Only those that no page holds; the others stand on the first page.
    Tall,
}

/// How much of each page is free for columns, in pt.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    /// On the first of their pages.
    pub(super) first: f64,
    /// On pages with nothing but columns.
    pub(super) whole: f64,
    /// On the last of their pages.
    pub(super) last: f64,
}

impl Room {
    /// The room for a run of pieces, of which there are `count`.
    fn of(&self, run: &Range<usize>, count: usize) -> f64 {
        let first = if run.start == 0 { self.first } else { self.whole };
        let last = if run.end == count { self.last } else { self.whole };
        first.min(last)
    }
}

/// Columns that were set side by side, measured.
pub(super) struct Columns<'a>(Vec<Measured<'a>>);

/// A column, and where its pieces stood.
struct Measured<'a> {
    column: &'a Spanned<Column>,
    heading: Option<&'a Spanned<Block>>,
    /// What stands below the heading.
    rest: Slide,
    pieces: Vec<Piece>,
    /// Top and bottom of each piece in pt.
    places: Vec<(f64, f64)>,
    /// What a run takes in addition to its pieces if it begins with this one, in pt.
    repeated: Vec<f64>,
    /// Height of the heading, in pt.
    head: f64,
}

/// Columns for one page, and how tall they are in pt.
pub(super) type Set = (Vec<Spanned<Column>>, f64);

impl<'a> Columns<'a> {
    /// The columns of a block with the places of their pieces. `extent`: top and bottom of all of
    /// them.
    pub(super) fn new(
        columns: &'a [Spanned<Column>],
        block: usize,
        extent: (f64, f64),
        measure: &Measure,
    ) -> Self {
        let measured = columns.iter().enumerate().map(|(index, column)| {
            let at = Place { column: Some((index, 0)), ..Place::block(block) };
            Measured::new(column, at, extent, measure)
        });
        Self(measured.collect())
    }

    /// The pieces that are taller than `room` pt: their places and heights.
    pub(super) fn taller_than(&self, room: f64) -> impl Iterator<Item = (Place, f64)> {
        self.0.iter().enumerate().flat_map(move |(index, column)| {
            let first = usize::from(column.heading.is_some());
            let tall = column.pieces.iter().zip(&column.places);
            let tall = tall.map(move |(piece, (top, end))| {
                let at = Some((index, first + piece.blocks.start));
                (Place { block: 0, column: at, inner: piece.inner }, end - top)
            });
            tall.filter(move |(_, height)| *height > room - column.head)
        })
    }

    /// Splits the columns into as few sets as pages hold, each column under its heading again.
    pub(super) fn sets(&self, room: Room, cut: Cut) -> Vec<Set> {
        let runs: Vec<Vec<Range<usize>>> = self.0.iter().map(|one| one.runs(room)).collect();
        let count = runs.iter().map(Vec::len).max().unwrap_or(0);
        // Columns that are cut are spread over as many pages as the longest, where that gives them
        // more room.
        let spread = |(column, own): (&Measured, Vec<Range<usize>>)| {
            let evenly = column.evenly(count);
            let fits = column.fits(&evenly, room);
            match cut {
                Cut::All if fits || own.len() < count => evenly,
                Cut::Tall if fits && (2..count).contains(&own.len()) => evenly,
                Cut::All | Cut::Tall => own,
            }
        };
        let runs: Vec<_> = self.0.iter().zip(runs).map(spread).collect();
        (0..count).map(|index| self.set(&runs, index, cut)).collect()
    }

    /// The set with an index.
    fn set(&self, runs: &[Vec<Range<usize>>], index: usize, cut: Cut) -> Set {
        let own = |(column, runs): (&Measured, &Vec<Range<usize>>)| {
            // A column that has ended is kept empty, so that the others keep their places.
            let goes_on = cut == Cut::All || index < runs.len();
            column.part(runs.get(index).cloned().unwrap_or(0..0), goes_on)
        };
        let parts: Vec<Part> = self.0.iter().zip(runs).map(own).collect();
        let height = parts.iter().map(|(_, height)| *height).fold(0.0, f64::max);
        (parts.into_iter().map(|(column, _)| column).collect(), height)
    }
}

/// A part of a column, and how tall it is in pt.
type Part = (Spanned<Column>, f64);

impl<'a> Measured<'a> {
    fn new(column: &'a Spanned<Column>, at: Place, extent: (f64, f64), measure: &Measure) -> Self {
        let (heading, blocks) = heading_of(column);
        let first = at.further(usize::from(heading.is_some()));
        let rest = Slide { blocks: blocks.to_vec(), ..Slide::default() };
        let pieces = pieces::pieces(&rest, false);
        let own = |piece: &Piece| Place { inner: piece.inner, ..first.further(piece.blocks.start) };
        let found = pieces
            .iter()
            .map(|piece| found(&rest.blocks[piece.blocks.start].value, own(piece), measure));
        let (places, repeated): (Vec<_>, Vec<_>) = found.unzip();
        let head = measure.pieces.get(&at).filter(|_| heading.is_some());
        let top = head.map_or(extent.0, |head| head.0);
        let mut places = filled(&places, (top, extent.1));
        for (at, piece) in pieces.iter().enumerate() {
            if gives_way(&rest.blocks[piece.blocks.start].value) {
                let by = (places[at].1 - places[at].0 - PICTURE).max(0.0);
                places[at].1 -= by;
                places[at + 1..].iter_mut().for_each(|place| *place = (place.0 - by, place.1 - by));
            }
        }
        let head = match (heading, places.first()) {
            (Some(_), Some(first)) => (first.0 - top).max(0.0),
            _ => 0.0,
        };
        Self { column, heading, rest, pieces, places, repeated, head }
    }

    /// Height in pt of a run of pieces with the heading above it.
    fn height(&self, run: &Range<usize>) -> f64 {
        match run.is_empty() {
            true => 0.0,
            false => {
                let height = self.places[run.end - 1].1 - self.places[run.start].0;
                height + self.repeated_of(run) + self.head_of(run)
            }
        }
    }

    /// What a run takes in addition to its pieces, in pt. The lines of a listing already include a
    /// share of its padding.
    fn repeated_of(&self, run: &Range<usize>) -> f64 {
        let first = &self.pieces[run.start];
        let lines = match &self.rest.blocks[first.blocks.start].value {
            Block::Code { text, .. } => text.split('\n').count(),
            _ => return self.repeated[run.start],
        };
        let own = self.pieces[run.clone()].iter().filter(|piece| piece.blocks == first.blocks);
        self.repeated[run.start] * (1.0 - own.count() as f64 / lines as f64)
    }

    /// Height in pt of the heading above a run; 0 if the run begins with a heading itself.
    fn head_of(&self, run: &Range<usize>) -> f64 {
        if run.start > 0 && self.opens(run) { 0.0 } else { self.head }
    }

    /// Whether a run begins with a heading of its own.
    fn opens(&self, run: &Range<usize>) -> bool {
        let first = self.pieces.get(run.start).filter(|_| !run.is_empty());
        first.is_some_and(|piece| is_heading(&self.rest.blocks[piece.blocks.start]))
    }

    /// Splits the pieces into as few runs as pages hold.
    fn runs(&self, room: Room) -> Vec<Range<usize>> {
        let count = self.pieces.len();
        if self.height(&(0..count)) <= room.first {
            return iter::once(0..count).collect();
        }
        let share = |run: Range<usize>| {
            let share = self.height(&run) / room.of(&run, count).max(1.0);
            (share <= 1.0 || run.len() == 1).then_some(share)
        };
        let breaks = Breaks::new(&self.rest, &self.pieces);
        let cuts = partition::cuts(count, share, |run| Some(breaks.of(&run))).unwrap_or_default();
        partition::runs(&cuts, count).collect()
    }

    /// Whether pages hold these runs.
    fn fits(&self, runs: &[Range<usize>], room: Room) -> bool {
        runs.iter().all(|run| self.height(run) <= room.of(run, self.pieces.len()))
    }

    /// Splits the pieces into so many runs of about the same height; fewer if there are not enough.
    fn evenly(&self, parts: usize) -> Vec<Range<usize>> {
        let heights: Vec<f64> = self.places.iter().map(|(top, end)| (end - top).max(0.0)).collect();
        let cuts = partition::evenly(&heights, parts);
        partition::runs(&cuts, heights.len()).collect()
    }

    /// The column with a run of its pieces, and its height in pt. `headed`: whether its heading
    /// stands above them.
    fn part(&self, run: Range<usize>, headed: bool) -> Part {
        let origins = pieces::origins(&self.rest.blocks);
        let headed = headed && (run.start == 0 || !self.opens(&run));
        let mut blocks: Vec<Spanned<Block>> =
            self.heading.filter(|_| headed).cloned().into_iter().collect();
        blocks.extend(pieces::select(&self.rest, &self.pieces[run.clone()], &origins).blocks);
        let width = self.column.width.clone();
        (self.column.with(Column { width, blocks }), self.height(&run))
    }
}

/// Splits columns that were not measured into so many sets, under the same headings.
pub(super) fn parted(columns: &[Spanned<Column>], parts: usize) -> Vec<Vec<Spanned<Column>>> {
    let chunks: Vec<_> = columns
        .iter()
        .map(|column| {
            let (heading, rest) = heading_of(column);
            (heading, chunked(rest, parts))
        })
        .collect();
    let count = chunks.iter().map(|(_, chunks)| chunks.len()).max().unwrap_or(0);
    let set = |index: usize| {
        let own = columns.iter().zip(&chunks).map(|(column, (heading, chunks))| {
            let mut blocks: Vec<Spanned<Block>> = heading.cloned().into_iter().collect();
            blocks.extend(chunks.get(index).cloned().unwrap_or_default());
            column.with(Column { width: column.width.clone(), blocks })
        });
        own.collect()
    };
    (0..count).map(set).collect()
}

/// The heading of a column, and what stands below it.
fn heading_of(column: &Spanned<Column>) -> (Option<&Spanned<Block>>, &[Spanned<Block>]) {
    match column.blocks.split_first() {
        Some((heading, rest)) if is_heading(heading) => (Some(heading), rest),
        _ => (None, &column.blocks),
    }
}

/// The content of columns, one column after the other.
pub(super) fn in_sequence(columns: &[Spanned<Column>]) -> Vec<Spanned<Block>> {
    columns.iter().flat_map(|column| column.blocks.iter().cloned()).collect()
}

/// Gives the tables in some blocks the widths and sizes that they had where the whole slide was
/// set; `found` has these for each table.
pub(super) fn keep_setting(blocks: &mut [Spanned<Block>], found: &[TableSetting]) {
    let mut tables = Vec::new();
    for block in blocks {
        match &mut block.value {
            Block::Table(table) => tables.push(table),
            Block::Columns(columns) => {
                let inner = columns.iter_mut().flat_map(|column| &mut column.value.blocks);
                tables.extend(inner.filter_map(|block| match &mut block.value {
                    Block::Table(table) => Some(table),
                    _ => None,
                }));
            }
            _ => {}
        }
    }
    // If the numbers differ, it is not known which setting belongs to which table.
    if tables.len() == found.len() {
        for (table, setting) in tables.into_iter().zip(found) {
            table.setting.clone_from(setting);
        }
    }
}
