//! A long row of boxes → several rows, as text is broken into lines: where a single arrow holds two halves of a
//! graph together, the second half begins a new row.

use super::Setter;
use super::drawing::{Drawing, Line, Mark, Point};
use super::graph;
use crate::deck::diagram::{Direction, Edge, End, Graph, Head, Node, Stroke};

/// The space between rows, in which the arrow runs back.
const GAP: f64 = 1.9;
/// How round its corners are.
const ROUND: f64 = 0.5;

/// Draws a graph in so many rows, each from left to right; `None` if it cannot be parted so.
pub(super) fn draw(graph: &Graph, rows: usize, setter: &Setter) -> Option<Drawing> {
    if !graph.groups.is_empty() || graph.nodes.len() < 2 * rows {
        return None;
    }
    let cuts = cuts(graph, rows)?;
    let start = graph::boxes::start(graph);
    let row_of = |node: usize| cuts.iter().filter(|cut| cut.below[node]).count();
    let mut folded = Drawing::default();
    for row in 0..rows {
        let kept: Vec<usize> = (0..graph.nodes.len()).filter(|node| row_of(*node) == row).collect();
        let first = kept.iter().position(|node| Some(*node) == start);
        let mut piece = graph::draw(&part(graph, &kept), Direction::Right, setter, first)?;
        piece.frames = piece.frames.into_iter().map(|(at, frame)| (kept[at], frame)).collect();
        folded.append(piece, GAP);
    }
    for cut in &cuts {
        let line = folded.way_back(&graph.edges[cut.edge])?;
        folded.marks.push(Mark::Line(line));
    }
    Some(folded)
}

/// An arrow that alone leads from one half of a graph to the other.
struct Cut {
    edge: usize,
    /// Which boxes stand behind it.
    below: Vec<bool>,
}

/// The arrows at which rows end, so that rows have about equally many boxes.
fn cuts(graph: &Graph, rows: usize) -> Option<Vec<Cut>> {
    let bridges: Vec<Cut> = (0..graph.edges.len()).filter_map(|edge| bridge(graph, edge)).collect();
    let all = graph.nodes.len() as f64;
    let mut cuts: Vec<Cut> = Vec::new();
    for row in 1..rows {
        let aim = all * row as f64 / rows as f64;
        let off = |cut: &&Cut| {
            let above = cut.below.iter().filter(|below| !**below).count();
            (above as f64 - aim).abs()
        };
        let inside = |cut: &&Cut| {
            cuts.last().is_none_or(|last| {
                last.edge != cut.edge
                    && (0..all as usize).all(|at| last.below[at] || !cut.below[at])
            })
        };
        let best = bridges.iter().filter(inside).min_by(|a, b| off(a).total_cmp(&off(b)))?;
        cuts.push(Cut { edge: best.edge, below: best.below.clone() });
    }
    Some(cuts)
}

/// The cut at an arrow without a label, if nothing else joins what stands before and behind it.
fn bridge(graph: &Graph, edge: usize) -> Option<Cut> {
    let Edge { from: End::Node(from), to: End::Node(to), label: None, stroke, .. } =
        &graph.edges[edge]
    else {
        return None;
    };
    let mut below = vec![false; graph.nodes.len()];
    let mut way = vec![*to];
    while let Some(node) = way.pop() {
        if std::mem::replace(&mut below[node], true) {
            continue;
        }
        for (index, other) in graph.edges.iter().enumerate() {
            match (other.from, other.to) {
                _ if index == edge => {}
                (End::Node(a), End::Node(b)) if a == node => way.push(b),
                (End::Node(a), End::Node(b)) if b == node => way.push(a),
                _ => {}
            }
        }
    }
    (!below[*from] && *stroke != Stroke::Hidden).then_some(Cut { edge, below })
}

/// The part of a graph with some of its boxes.
fn part(graph: &Graph, kept: &[usize]) -> Graph {
    let place = |end: End| match end {
        End::Node(node) => kept.iter().position(|one| *one == node).map(End::Node),
        End::Group(_) => None,
    };
    let edge = |edge: &Edge| {
        Some(Edge {
            from: place(edge.from)?,
            to: place(edge.to)?,
            label: edge.label.clone(),
            ..*edge
        })
    };
    let node = |at: &usize| {
        let Node { id, label, shape, .. } = &graph.nodes[*at];
        Node { id: id.clone(), label: label.clone(), shape: *shape, group: None }
    };
    Graph {
        direction: Direction::Right,
        nodes: kept.iter().map(node).collect(),
        edges: graph.edges.iter().filter_map(edge).collect(),
        groups: Vec::new(),
    }
}

impl Drawing {
    /// Adds a drawing below.
    fn append(&mut self, mut other: Drawing, gap: f64) {
        let top = if self.height > 0.0 { self.height + gap } else { 0.0 };
        other.shift(0.0, top);
        self.width = self.width.max(other.width);
        self.height = other.height;
        self.marks.append(&mut other.marks);
        self.frames.append(&mut other.frames);
    }

    /// The arrow from the end of a row to the beginning of the next: out to the right or down, back between
    /// the rows, and down.
    fn way_back(&self, edge: &Edge) -> Option<Line> {
        let (End::Node(from), End::Node(to)) = (edge.from, edge.to) else { return None };
        let (from, to) = (self.frames.get(&from)?, self.frames.get(&to)?);
        let start = (from.x + from.width / 2.0, from.y + from.height);
        let end = (to.x + to.width / 2.0, to.y);
        let middle = end.1.min(self.row_top(to.y)) - GAP * 0.55;
        let corners = [start, (start.0, middle), (end.0, middle), end];
        let (tail, head) = (edge.tail, edge.head);
        Some(Line { stroke: edge.stroke, tail, head, ..rounded(&corners) })
    }

    /// The top of the row in which something begins at a height.
    fn row_top(&self, y: f64) -> f64 {
        let near = self.frames.values().filter(|frame| frame.y <= y && frame.y + frame.height >= y);
        near.map(|frame| frame.y).fold(y, f64::min)
    }
}

/// A line through corners, which are rounded.
fn rounded(corners: &[Point]) -> Line {
    let toward = |from: Point, to: Point, by: f64| {
        let length = (to.0 - from.0).hypot(to.1 - from.1).max(1e-9);
        let by = by.min(length / 2.0) / length;
        (from.0 + (to.0 - from.0) * by, from.1 + (to.1 - from.1) * by)
    };
    let mut line = Line { start: corners[0], head: Head::None, ..Line::default() };
    let mut at = corners[0];
    for three in corners.windows(3) {
        let (before, after) =
            (toward(three[1], three[0], ROUND), toward(three[1], three[2], ROUND));
        line.curves.push(straight(at, before));
        line.curves.push([
            toward(three[1], before, ROUND * 0.45),
            toward(three[1], after, ROUND * 0.45),
            after,
        ]);
        at = after;
    }
    line.curves.push(straight(at, corners[corners.len() - 1]));
    line
}

fn straight(from: Point, to: Point) -> [Point; 3] {
    Line::straight(from, to).curves[0]
}
