//! Boxes and wires → where they stand: in ranks, each below those that lead to it, so that few wires cross
//! and most of them run straight. One axis leads along the wires (`main`), the other one across them.
//! Pure arithmetic, in em; the same input gives the same places.

use std::collections::BTreeMap;

/// Rounds of ordering the ranks.
const ORDERINGS: usize = 12;
/// Rounds of moving boxes towards what they are wired to.
const MOVES: usize = 16;
/// How much more a wire that passes a rank holds its place than a box does.
const STRAIGHT: f64 = 4.0;

/// A place, or a size.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Spot {
    /// Across the wires.
    pub(super) cross: f64,
    /// Along them.
    pub(super) main: f64,
}

/// Where a box has to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Pin {
    /// Wherever it suits.
    #[default]
    Free,
    /// In the first rank.
    First,
    /// In the last rank.
    Last,
}

/// A box.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Item {
    /// How large it is.
    pub(super) size: Spot,
    /// Where it has to stand.
    pub(super) pin: Pin,
}

/// A wire from a box to one that stands below it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Wire {
    /// The upper box.
    pub(super) from: usize,
    /// The lower one.
    pub(super) to: usize,
    /// Where it leaves the upper one, from its middle.
    pub(super) from_offset: Offset,
    /// Where it meets the lower one.
    pub(super) to_offset: Offset,
    /// How much room its label takes.
    pub(super) label: Option<Spot>,
    /// Whether its arrow leads up.
    pub(super) leads_up: bool,
}

/// How far from the middle of a box a wire meets it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Offset {
    /// How far, across the wires.
    pub(super) by: f64,
    /// Whether it has to be there.
    pub(super) is_held: bool,
}

/// The space between things.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gaps {
    /// Between neighbours of a rank.
    pub(super) cross: f64,
    /// Between ranks.
    pub(super) main: f64,
}

/// Where everything stands.
#[derive(Debug, Default)]
pub(super) struct Placed {
    /// The size of all of it.
    pub(super) size: Spot,
    /// The middle of each box.
    pub(super) items: Vec<Spot>,
    /// The points of each wire, from the end of the upper box's rank to the beginning of the lower one's.
    pub(super) wires: Vec<Vec<Spot>>,
    /// The middle of each label, and which point of its wire stands before it.
    pub(super) labels: Vec<Option<(Spot, usize)>>,
}

/// What stands in a rank: a box, or a wire that passes it.
#[derive(Debug, Clone, Copy)]
struct Cell {
    rank: usize,
    size: Spot,
    /// How firmly it holds its place.
    weight: f64,
}

/// A piece of a wire between two neighbouring ranks.
#[derive(Debug, Clone, Copy)]
struct Piece {
    upper: usize,
    lower: usize,
    /// Where it leaves and where it meets, from the middles.
    offsets: (Offset, Offset),
    /// Whether its arrow leads up.
    leads_up: bool,
}

/// A wire in the ranks.
struct Passed {
    /// Its cells between its boxes.
    cells: Vec<usize>,
    /// Which of them is its label.
    label: Option<usize>,
    /// Its first and its last piece.
    ends: (usize, usize),
}

/// The ranks while they are laid out.
struct Ranks {
    cells: Vec<Cell>,
    pieces: Vec<Piece>,
    /// The cells of each wire between its boxes, and which of them is its label.
    passed: Vec<Passed>,
    /// The cells of each rank, in order.
    order: Vec<Vec<usize>>,
    /// For each cell the pieces above it and below it.
    above: Vec<Vec<usize>>,
    below: Vec<Vec<usize>>,
}

/// Places boxes and wires. The wires must not lead in circles.
pub(super) fn place(items: &[Item], wires: &[Wire], gaps: Gaps) -> Placed {
    let has_labels = wires.iter().any(|wire| wire.label.is_some());
    let length = if has_labels { 2 } else { 1 };
    let ranks = ranks(items, wires, length);
    let mut all = Ranks::new(items, wires, &ranks);
    all.sort();
    all.spread();
    let cross = all.across(gaps.cross);
    let gap = if has_labels { gaps.main * 0.6 } else { gaps.main };
    all.placed(items.len(), &cross, gap)
}

/// Which wires have to be turned around so that none leads in a circle.
pub(super) fn turned(count: usize, wires: &[(usize, usize)]) -> Vec<bool> {
    let mut below = vec![Vec::new(); count];
    for (index, (from, to)) in wires.iter().enumerate() {
        below[*from].push((index, *to));
    }
    let mut turned = vec![false; wires.len()];
    // 0: not seen, 1: on the way here, 2: done.
    let mut state = vec![0u8; count];
    let has_entry = |node: &usize| wires.iter().any(|(from, to)| to == node && from != to);
    let starts = (0..count).filter(|node| !has_entry(node)).chain(0..count);
    for start in starts.collect::<Vec<_>>() {
        if state[start] != 0 {
            continue;
        }
        state[start] = 1;
        let mut way = vec![(start, 0)];
        while let Some((node, next)) = way.last_mut() {
            let Some((wire, to)) = below[*node].get(*next).copied() else {
                state[*node] = 2;
                way.pop();
                continue;
            };
            *next += 1;
            match state[to] {
                0 => {
                    state[to] = 1;
                    way.push((to, 0));
                }
                1 => turned[wire] = true,
                _ => {}
            }
        }
    }
    turned
}

/// The rank of each box: as far up as those that lead to it allow, and not far above what it leads to.
fn ranks(items: &[Item], wires: &[Wire], length: usize) -> Vec<usize> {
    let mut ranks = vec![0usize; items.len()];
    // Without circles, as many rounds as there are boxes are enough.
    for _ in 0..items.len() {
        let before = ranks.clone();
        for wire in wires {
            ranks[wire.to] = ranks[wire.to].max(ranks[wire.from] + length);
        }
        if before == ranks {
            break;
        }
    }
    // What nothing leads to stands right above what it leads to.
    for _ in 0..items.len() {
        let mut moved = false;
        for index in 0..items.len() {
            let is_lead = !wires.iter().any(|wire| wire.to == index);
            let nearest =
                wires.iter().filter(|wire| wire.from == index).map(|wire| ranks[wire.to]).min();
            let Some(nearest) = nearest.filter(|_| is_lead && items[index].pin == Pin::Free) else {
                continue;
            };
            moved |= ranks[index] != nearest - length;
            ranks[index] = nearest - length;
        }
        if !moved {
            break;
        }
    }
    let last = ranks.iter().copied().max().unwrap_or_default();
    for (rank, item) in ranks.iter_mut().zip(items) {
        if item.pin == Pin::Last {
            *rank = last;
        }
    }
    ranks
}

impl Ranks {
    fn new(items: &[Item], wires: &[Wire], ranks: &[usize]) -> Self {
        let cell =
            |(item, rank): (&Item, &usize)| Cell { rank: *rank, size: item.size, weight: 1.0 };
        let mut all = Self {
            cells: items.iter().zip(ranks).map(cell).collect(),
            pieces: Vec::new(),
            passed: Vec::new(),
            order: Vec::new(),
            above: Vec::new(),
            below: Vec::new(),
        };
        for wire in wires {
            all.wire(wire);
        }
        let last = all.cells.iter().map(|cell| cell.rank).max().unwrap_or_default();
        all.order = vec![Vec::new(); last + 1];
        all.above = vec![Vec::new(); all.cells.len()];
        all.below = vec![Vec::new(); all.cells.len()];
        for (index, piece) in all.pieces.iter().enumerate() {
            all.below[piece.upper].push(index);
            all.above[piece.lower].push(index);
        }
        all.visit(items.len());
        all
    }

    /// Adds the cells and the pieces of a wire.
    fn wire(&mut self, wire: &Wire) {
        let (first, last) = (self.cells[wire.from].rank, self.cells[wire.to].rank);
        let middle = (first + last) / 2;
        let (mut cells, mut label) = (Vec::new(), None);
        for rank in first + 1..last {
            let size = wire.label.filter(|_| rank == middle).unwrap_or_default();
            if wire.label.is_some() && rank == middle {
                label = Some(cells.len());
            }
            cells.push(self.cells.len());
            self.cells.push(Cell { rank, size, weight: STRAIGHT });
        }
        let ends = [wire.from].into_iter().chain(cells.iter().copied()).chain([wire.to]);
        let ends: Vec<usize> = ends.collect();
        let (pairs, before) = (ends.len() - 1, self.pieces.len());
        for (index, pair) in ends.windows(2).enumerate() {
            let leaves = if index == 0 { wire.from_offset } else { Offset::default() };
            let meets = if index + 1 == pairs { wire.to_offset } else { Offset::default() };
            let (offsets, leads_up) = ((leaves, meets), wire.leads_up);
            self.pieces.push(Piece { upper: pair[0], lower: pair[1], offsets, leads_up });
        }
        self.passed.push(Passed { cells, label, ends: (before, self.pieces.len() - 1) });
    }

    /// The first order: what belongs together stands together.
    fn visit(&mut self, items: usize) {
        let mut seen = vec![false; self.cells.len()];
        let starts = (0..items).filter(|item| self.above[*item].is_empty());
        for start in starts.chain(0..self.cells.len()).collect::<Vec<_>>() {
            let mut stack = vec![start];
            while let Some(cell) = stack.pop() {
                if std::mem::replace(&mut seen[cell], true) {
                    continue;
                }
                self.order[self.cells[cell].rank].push(cell);
                let lower = self.below[cell].iter().map(|piece| self.pieces[*piece].lower);
                stack.extend(lower.rev());
            }
        }
    }

    /// Orders the ranks so that few wires cross.
    fn sort(&mut self) {
        let mut best = (self.crossings(), self.order.clone());
        for round in 0..ORDERINGS {
            if best.0 == 0 {
                break;
            }
            let down = round % 2 == 0;
            let ranks: Vec<usize> = match down {
                true => (1..self.order.len()).collect(),
                false => (0..self.order.len().saturating_sub(1)).rev().collect(),
            };
            for rank in ranks {
                self.sort_rank(rank, down);
            }
            let crossings = self.crossings();
            if crossings < best.0 {
                best = (crossings, self.order.clone());
            }
        }
        self.order = best.1;
    }

    /// Orders a rank by the middle of what its cells are wired to in the rank before.
    fn sort_rank(&mut self, rank: usize, down: bool) {
        let places = self.places();
        let middle = |(at, cell): (usize, &usize)| {
            let pieces = if down { &self.above[*cell] } else { &self.below[*cell] };
            let others = pieces.iter().map(|piece| {
                let piece = &self.pieces[*piece];
                places[if down { piece.upper } else { piece.lower }] as f64
            });
            let count = pieces.len() as f64;
            let middle = if pieces.is_empty() { at as f64 } else { others.sum::<f64>() / count };
            (middle, at, *cell)
        };
        let mut cells: Vec<_> = self.order[rank].iter().enumerate().map(middle).collect();
        cells.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        self.order[rank] = cells.into_iter().map(|(.., cell)| cell).collect();
    }

    /// The place of each cell in its rank.
    fn places(&self) -> Vec<usize> {
        let mut places = vec![0; self.cells.len()];
        for rank in &self.order {
            rank.iter().enumerate().for_each(|(at, cell)| places[*cell] = at);
        }
        places
    }

    /// How many pieces cross.
    fn crossings(&self) -> usize {
        let places = self.places();
        let mut by_rank: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
        for piece in &self.pieces {
            let ends = (places[piece.upper], places[piece.lower]);
            by_rank.entry(self.cells[piece.upper].rank).or_default().push(ends);
        }
        let of_rank = |ends: &Vec<(usize, usize)>| {
            let later = |at: usize| ends[at + 1..].iter();
            let crosses = |a: (usize, usize), b: (usize, usize)| {
                (a.0 < b.0 && a.1 > b.1) || (a.0 > b.0 && a.1 < b.1)
            };
            let count = |at: usize| later(at).filter(|other| crosses(ends[at], **other)).count();
            (0..ends.len()).map(count).sum::<usize>()
        };
        by_rank.values().map(of_rank).sum()
    }

    /// Parts the wires at one side of a box where some lead there and others away, or where two have the same
    /// ends.
    fn spread(&mut self) {
        let places = self.places();
        for cell in 0..self.cells.len() {
            for down in [true, false] {
                let mut side = if down { &self.below } else { &self.above }[cell].clone();
                let other = |piece: &usize| {
                    let piece = &self.pieces[*piece];
                    places[if down { piece.lower } else { piece.upper }]
                };
                side.sort_by_key(|piece| (other(piece), *piece));
                let leads_up = |piece: &usize| self.pieces[*piece].leads_up;
                let is_mixed = side.iter().any(|piece| leads_up(piece) != leads_up(&side[0]));
                if !is_mixed && !side.windows(2).any(|two| other(&two[0]) == other(&two[1])) {
                    continue;
                }
                let step = (self.cells[cell].size.cross * 0.7 / side.len() as f64).min(1.5);
                for (at, piece) in side.iter().enumerate() {
                    let by = (at as f64 - (side.len() - 1) as f64 / 2.0) * step;
                    let offsets = &mut self.pieces[*piece].offsets;
                    let offset = if down { &mut offsets.0 } else { &mut offsets.1 };
                    offset.by += if offset.is_held { 0.0 } else { by };
                }
            }
        }
    }

    /// Where each cell stands across the wires.
    fn across(&self, gap: f64) -> Vec<f64> {
        let mut at = vec![0.0; self.cells.len()];
        for rank in &self.order {
            let mut edge = 0.0;
            for cell in rank {
                let half = self.cells[*cell].size.cross / 2.0;
                at[*cell] = edge + half;
                edge += 2.0 * half + gap;
            }
        }
        for round in 0..MOVES {
            let down = round % 2 == 0;
            let both = round + 2 >= MOVES;
            let mut ranks: Vec<usize> = (0..self.order.len()).collect();
            if !down {
                ranks.reverse();
            }
            for rank in ranks {
                self.settle_rank(&self.order[rank], (down || both, !down || both), gap, &mut at);
            }
        }
        at
    }

    /// Moves the cells of a rank to where their wires run straight, as far as their order and sizes allow.
    fn settle_rank(&self, rank: &[usize], sides: (bool, bool), gap: f64, at: &mut [f64]) {
        let wish = |cell: &usize| {
            let above = self.above[*cell].iter().filter(|_| sides.0).map(|piece| {
                let Piece { upper, offsets, .. } = self.pieces[*piece];
                (at[upper] + offsets.0.by - offsets.1.by, self.cells[upper].weight)
            });
            let below = self.below[*cell].iter().filter(|_| sides.1).map(|piece| {
                let Piece { lower, offsets, .. } = self.pieces[*piece];
                (at[lower] + offsets.1.by - offsets.0.by, self.cells[lower].weight)
            });
            let (mut sum, mut weight) = (0.0, 0.0);
            above.chain(below).for_each(|(place, own)| {
                sum += place * own;
                weight += own;
            });
            let own = self.cells[*cell].weight;
            if weight == 0.0 { (at[*cell], 0.05) } else { (sum / weight, own * weight) }
        };
        let wishes: Vec<(f64, f64)> = rank.iter().map(wish).collect();
        let sizes: Vec<f64> = rank.iter().map(|cell| self.cells[*cell].size.cross).collect();
        for (cell, place) in rank.iter().zip(apart(&wishes, &sizes, gap)) {
            at[*cell] = place;
        }
    }

    /// Where each rank begins and ends.
    fn bands(&self, gap: f64) -> Vec<(f64, f64)> {
        let mut edge = 0.0;
        let band = |rank: &Vec<usize>| {
            let sizes = rank.iter().map(|cell| self.cells[*cell].size.main);
            let from = edge;
            let to = from + sizes.fold(0.0, f64::max);
            edge = to + gap;
            (from, to)
        };
        self.order.iter().map(band).collect()
    }

    /// Everything in its place, from zero on.
    fn placed(&self, items: usize, cross: &[f64], gap: f64) -> Placed {
        let bands = self.bands(gap);
        let half = |cell: usize| self.cells[cell].size.cross / 2.0;
        let all = 0..self.cells.len();
        let low = all.clone().map(|cell| cross[cell] - half(cell)).fold(f64::INFINITY, f64::min);
        let high = all.map(|cell| cross[cell] + half(cell)).fold(f64::NEG_INFINITY, f64::max);
        let at: Vec<f64> = cross.iter().map(|cross| cross - low).collect();
        let spot = |cell: usize| {
            let (from, to) = bands[self.cells[cell].rank];
            Spot { cross: at[cell], main: (from + to) / 2.0 }
        };
        let label = |wire: &Passed| wire.label.map(|cell| (spot(wire.cells[cell]), 2 * cell + 1));
        let end = bands.last().map_or(0.0, |band| band.1);
        Placed {
            size: Spot { cross: (high - low).max(0.0), main: end },
            items: (0..items).map(spot).collect(),
            wires: self.passed.iter().map(|wire| self.points(wire, &at, &bands)).collect(),
            labels: self.passed.iter().map(label).collect(),
        }
    }

    /// The points of a wire: where it leaves the rank of its upper box, goes through the others, and reaches
    /// that of the lower box.
    fn points(&self, wire: &Passed, at: &[f64], bands: &[(f64, f64)]) -> Vec<Spot> {
        let (first, last) = (self.pieces[wire.ends.0], self.pieces[wire.ends.1]);
        let band = |cell: usize| bands[self.cells[cell].rank];
        let leaves =
            Spot { cross: at[first.upper] + first.offsets.0.by, main: band(first.upper).1 };
        let meets = Spot { cross: at[last.lower] + last.offsets.1.by, main: band(last.lower).0 };
        let through = wire.cells.iter().flat_map(|cell| {
            let (from, to) = band(*cell);
            [Spot { cross: at[*cell], main: from }, Spot { cross: at[*cell], main: to }]
        });
        [leaves].into_iter().chain(through).chain([meets]).collect()
    }
}

/// The places that are nearest to what is wished for (a place and how much it counts, for each thing), with
/// the things in their order and a gap between neighbours.
fn apart(wishes: &[(f64, f64)], sizes: &[f64], gap: f64) -> Vec<f64> {
    // How far each thing stands from the first one at the least.
    let mut least = vec![0.0; sizes.len()];
    for at in 1..sizes.len() {
        least[at] = least[at - 1] + (sizes[at - 1] + sizes[at]) / 2.0 + gap;
    }
    // Things that would overlap become a group, which stands where their wishes meet.
    let mut groups: Vec<(f64, f64, usize)> = Vec::new();
    for (at, (wish, weight)) in wishes.iter().enumerate() {
        let mut group = ((wish - least[at]) * weight, *weight, 1);
        while let Some(last) = groups.last() {
            if last.0 / last.1 <= group.0 / group.1 {
                break;
            }
            group = (group.0 + last.0, group.1 + last.1, group.2 + last.2);
            groups.pop();
        }
        groups.push(group);
    }
    let firsts = groups.iter().flat_map(|(sum, weight, count)| vec![sum / weight; *count]);
    firsts.zip(least).map(|(first, least)| first + least).collect()
}
