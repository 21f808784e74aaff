//! Measures a page by its frames: whether everything is inside, how large it was set, and where
//! each piece of the content stands.

use std::collections::BTreeMap;

use typst::layout::{Abs, Rect};

use crate::deck::block::TableSetting;
use crate::emit::Place;
use crate::engine::boxes::{Container, Kind, PageBoxes, Placed, Sizes};
use crate::engine::{DeckWorld, Mapper};

/// By how many em anything may stick out: accents, swashes, hanging punctuation.
const TOLERANCE: f64 = 0.3;
/// The em of shapes and pictures in pt: about the type size of the body.
const EM_PT: f64 = 26.0;
/// By how many pt text may stick out of its box: indices, the edges of formulas. One line too many
/// is more than this.
const AROUND_PT: f64 = 12.0;
/// By how many pt a box with a background may stick out, where that takes from the room below it.
const PADDED_PT: f64 = 3.0;
/// By how many pt boxes may overlap.
const TOUCHING_PT: f64 = 3.0;
/// Least distance between the words of a panel and its lower edge, in em.
const EDGE: f64 = 0.8;
/// Least distance between the words of one box and those of the box below, in em; lines of one text
/// are half an em apart.
const APART: f64 = 0.25;

/// How far something runs over.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Excess {
    /// The larger of both directions.
    pub(crate) by: Abs,
    /// Whether it is past the left or right edge, not the upper or lower one.
    pub(crate) sideways: bool,
}

/// One page of a slide, measured.
#[derive(Debug, Clone)]
pub(super) struct Measure {
    /// The sizes that the layout works with; `None` if it does not say.
    pub(super) sizes: Option<Sizes>,
    /// How far it runs over; `None` if everything is inside.
    pub(super) excess: Option<Excess>,
    /// Whether it is a further step of the page before.
    pub(super) is_step: bool,
    /// Height of the region of the body in pt, and that of what stands in it.
    pub(super) room: f64,
    /// Top and bottom in pt of everything in the body.
    pub(super) extent: (f64, f64),
    /// Height of the text in the body in pt, from its top to its bottom.
    pub(super) need: f64,
    /// Width of the widest thing in the body, as a share of the region's width.
    pub(super) wide: f64,
    /// Width of the longest line as a share of its box. The line breaks if type grows so much that
    /// this exceeds 1.
    pub(super) tight: f64,
    /// Width of the region of the body in pt.
    pub(super) width: f64,
    /// Top and bottom in pt of each piece of the content.
    pub(super) pieces: BTreeMap<Place, (f64, f64)>,
    /// Top and bottom in pt of the footnotes of each piece.
    pub(super) footnotes: BTreeMap<Place, (f64, f64)>,
    /// Top and bottom in pt of the panels that blocks stand on.
    pub(super) panels: BTreeMap<Place, (f64, f64)>,
    /// The boxes that pieces stand in, such as cards.
    pub(super) boxes: BTreeMap<Place, Rect>,
    /// For each table, how it is set.
    pub(super) tables: Vec<TableSetting>,
}

/// Measures a page. `pieces`: whether the places of the pieces are needed.
pub(super) fn measure(
    page: &PageBoxes,
    world: &DeckWorld,
    mapper: &Mapper,
    pieces: bool,
) -> Measure {
    let excess = worst(page).map(|(excess, _)| excess);
    let body = page.body.unwrap_or(Rect::new(typst::layout::Point::zero(), page.size.to_point()));
    let words = page.items.iter().filter(|item| item.in_body && item.size.is_some());
    let panels = page.containers.iter().filter(|c| c.kind == Kind::Panel).map(|panel| panel.rect);
    let boxes = words.clone().map(|item| item.rect).chain(panels);
    let top = boxes.clone().map(|rect| rect.min.y).min().unwrap_or(body.min.y);
    let bottom = boxes.map(|rect| rect.max.y).max().unwrap_or(top);
    let all = || page.items.iter().filter(|item| item.in_body).map(|item| item.rect);
    let right = all().map(|rect| rect.max.x).max();
    let widest = all().map(|rect| rect.size().x).fold(Abs::zero(), Abs::max);
    let extent = (all().map(|rect| rect.min.y).min(), all().map(|rect| rect.max.y).max());
    let width = (body.max.x - body.min.x).to_pt().max(1.0);
    let wide = (right.unwrap_or(body.min.x) - body.min.x).max(widest).to_pt() / width;
    let mut measure = Measure {
        sizes: page.sizes,
        excess,
        is_step: page.is_step,
        room: (body.max.y - body.min.y).to_pt(),
        extent: (extent.0.unwrap_or(top).to_pt(), extent.1.unwrap_or(bottom).to_pt()),
        need: (bottom - top).to_pt(),
        wide: wide.max(formula_over(page, body)),
        tight: words.clone().map(|item| tightness(item, page, body)).fold(0.0, f64::max),
        width,
        pieces: BTreeMap::new(),
        footnotes: BTreeMap::new(),
        panels: BTreeMap::new(),
        boxes: BTreeMap::new(),
        tables: Vec::new(),
    };
    if pieces {
        measure.tables.clone_from(&page.tables);
        // A table that is set smaller needs less width.
        let wide = |table: &&mut TableSetting| table.widths.iter().sum::<f64>() > width + 0.5;
        measure.tables.iter_mut().filter(wide).for_each(|table| table.widths.clear());
        measure.find_pieces(page, world, mapper);
    }
    measure
}

impl Measure {
    /// Finds the places of the pieces on a page, of their footnotes, panels and boxes.
    fn find_pieces(&mut self, page: &PageBoxes, world: &DeckWorld, mapper: &Mapper) {
        for item in &page.items {
            let Some((file, range)) = item.place(world) else { continue };
            let places = if item.in_body { &mut self.pieces } else { &mut self.footnotes };
            for mark in mapper.marks(file).iter().filter(|mark| mark.range.contains(&range.start)) {
                extend(places, mark.place, item.rect);
                if let Some(panel) = panel_of(item, page).filter(|_| mark.place.inner.is_none()) {
                    extend(&mut self.panels, mark.place, panel);
                }
                if let Some(own) = outermost(item, page).filter(|_| item.in_body) {
                    let around = self.boxes.entry(mark.place).or_insert(own);
                    *around = Rect::new(around.min.min(own.min), around.max.max(own.max));
                }
            }
        }
    }
}

/// Extends the place of a piece so that it covers a rectangle.
fn extend(places: &mut BTreeMap<Place, (f64, f64)>, key: Place, rect: Rect) {
    let (top, bottom) = (rect.min.y.to_pt(), rect.max.y.to_pt());
    let place = places.entry(key).or_insert((top, bottom));
    *place = (place.0.min(top), place.1.max(bottom));
}

/// The panel that an item stands on.
fn panel_of(item: &Placed, page: &PageBoxes) -> Option<Rect> {
    let mut around = page.containers[item.container?];
    while around.kind != Kind::Panel {
        around = page.containers[around.parent?];
    }
    Some(around.rect)
}

/// The largest box around an item.
fn outermost(item: &Placed, page: &PageBoxes) -> Option<Rect> {
    let mut around = page.containers[item.container?];
    while let Some(parent) = around.parent {
        around = page.containers[parent];
    }
    Some(around.rect)
}

/// Which share of its line a run of text takes, together with what stands before it.
fn tightness(item: &Placed, page: &PageBoxes, body: Rect) -> f64 {
    let around = item.container.map_or(body, |container| page.containers[container].rect);
    let width = (around.max.x - around.min.x).to_pt();
    if width > 0.0 { (item.rect.max.x - around.min.x).to_pt() / width } else { 0.0 }
}

/// By which factor a formula is wider than the column at the left edge in whose middle it stands; 0 if none is,
/// or if it is so much wider that it belongs below the others.
fn formula_over(page: &PageBoxes, body: Rect) -> f64 {
    /// A formula that is set smaller by more than this is hard to read.
    const MOST_OVER: f64 = 1.4;
    let formulas = || page.items.iter().filter(|item| item.in_body && item.is_formula());
    let Some(first) = formulas().min_by_key(|item| item.rect.min.x) else { return 0.0 };
    let over = (body.min.x - first.rect.min.x).to_pt();
    if over <= 0.0 {
        return 0.0;
    }
    let beside =
        |item: &&Placed| item.rect.min.y < first.rect.max.y && item.rect.max.y > first.rect.min.y;
    let right = formulas().filter(beside).map(|item| item.rect.max.x).max();
    let whole = (right.unwrap_or(first.rect.max.x) - first.rect.min.x).to_pt();
    let factor = whole / (whole - 2.0 * over).max(1.0);
    if factor <= MOST_OVER { factor } else { 0.0 }
}

/// How far a page's content runs over at the most, and the items that do; `None` if everything
/// fits.
pub(crate) fn worst<'p, 'd>(page: &'p PageBoxes<'d>) -> Option<(Excess, Vec<&'p Placed<'d>>)> {
    let body = page.body?;
    let mut worst: Option<Excess> = None;
    let mut items = Vec::new();
    for item in &page.items {
        let excess = excess(item, body, page);
        if excess.by <= tolerance(item, excess) {
            continue;
        }
        items.push(item);
        if worst.as_ref().is_none_or(|most| most.by < excess.by) {
            worst = Some(excess);
        }
    }
    let covered = covered(&page.containers).into_iter().chain(crowded(page));
    if let Some(covered) = covered.max_by(|a, b| a.0.by.cmp(&b.0.by))
        && worst.is_none_or(|most| most.by < covered.0.by)
    {
        worst = Some(covered.0);
        let inside = |item: &&Placed| item.container == Some(covered.1);
        items.splice(0..0, page.items.iter().filter(inside));
    }
    worst.map(|worst| (worst, items))
}

/// How far an item may stick out.
fn tolerance(item: &Placed, excess: Excess) -> Abs {
    let own = item.size.unwrap_or(Abs::pt(EM_PT)) * TOLERANCE;
    // The tolerance depends on type size, but scripts of a formula are small, and so is a formula
    // at the end of the last line.
    if item.is_formula() && !excess.sideways { own.max(Abs::pt(AROUND_PT)) } else { own }
}

/// The largest overlap of two boxes, such as cards or rows, and the index of the one that is
/// covered.
fn covered(containers: &[Container]) -> Option<(Excess, usize)> {
    let mut worst: Option<(Excess, usize)> = None;
    for (index, a) in containers.iter().enumerate() {
        for b in containers[..index].iter().filter(|b| b.parent == a.parent) {
            let across = a.rect.max.x.min(b.rect.max.x) - a.rect.min.x.max(b.rect.min.x);
            let down = a.rect.max.y.min(b.rect.max.y) - a.rect.min.y.max(b.rect.min.y);
            let by = across.min(down);
            if by > Abs::pt(TOUCHING_PT) && worst.is_none_or(|(most, _)| most.by < by) {
                worst = Some((Excess { by, sideways: across < down }, index));
            }
        }
    }
    worst
}

/// The largest amount by which the words of one box stand too close above those of another, and the
/// index of the upper one: it is too full although nothing overlaps.
fn crowded(page: &PageBoxes) -> Option<(Excess, usize)> {
    let mut words: Vec<Option<(Rect, Abs)>> = vec![None; page.containers.len()];
    for item in &page.items {
        let (Some(index), Some(em)) = (item.container, item.size) else { continue };
        let (rect, most) = words[index].unwrap_or((item.rect, em));
        let around = Rect::new(rect.min.min(item.rect.min), rect.max.max(item.rect.max));
        words[index] = Some((around, most.max(em)));
    }
    let mut worst: Option<(Excess, usize)> = None;
    for (upper, a) in words.iter().enumerate() {
        let Some((a, em)) = a else { continue };
        let beside = |index: usize| page.containers[index].parent == page.containers[upper].parent;
        for (_, b) in
            words.iter().enumerate().filter(|(index, _)| *index != upper && beside(*index))
        {
            let Some((b, _)) = b.as_ref().filter(|(b, _)| b.min.y > a.min.y) else { continue };
            let across = a.max.x.min(b.max.x) - a.min.x.max(b.min.x);
            let by = *em * APART - (b.min.y - a.max.y);
            let is_close = across > Abs::pt(TOUCHING_PT) && by > Abs::zero();
            if is_close && worst.is_none_or(|(most, _)| most.by < by) {
                worst = Some((Excess { by, sideways: false }, upper));
            }
        }
    }
    worst
}

/// How far an item runs over the body, if it is part of it, over the box that holds it, and over
/// the page. Shapes outside the body are the layout's own and may bleed off the page.
fn excess(item: &Placed, body: Rect, page: &PageBoxes) -> Excess {
    let size = page.size;
    let Rect { min, max } = item.rect;
    let (mut across, mut down) = (Abs::zero(), Abs::zero());
    if item.in_body {
        (across, down) = (max.x - body.max.x, max.y - body.max.y);
        // A formula that is wider than its column stands in the middle of it, and leaves it on both sides.
        if item.is_formula() {
            across = across.max(body.min.x - min.x);
        }
    }
    // An over-long list item does not leave its own box but the card around it, so the card counts.
    let mut around = item.container.filter(|_| item.size.is_some());
    while let Some(Container { rect, kind, parent }) = around.map(|index| page.containers[index]) {
        let is_cut_off = kind == Kind::Panel && rect.max.y > body.max.y - Abs::pt(TOUCHING_PT);
        let edge = item.size.filter(|_| is_cut_off).map(|em| em * EDGE);
        let slack = if kind == Kind::Padded { PADDED_PT } else { AROUND_PT };
        across = across.max(max.x - rect.max.x - Abs::pt(AROUND_PT));
        down = down.max(max.y - rect.max.y + edge.unwrap_or(-Abs::pt(slack)));
        around = parent;
    }
    if item.in_body || item.size.is_some() {
        across = across.max(max.x - size.x).max(-min.x);
        down = down.max(max.y - size.y).max(-min.y);
    }
    Excess { by: across.max(down), sideways: across > down }
}
