//! A graph that is laid out → what is drawn, in the direction in which its arrows lead.

use std::collections::BTreeMap;

use super::super::drawing::{Drawing, Frame, Line, Mark, Point, Tone};
use super::super::layered::Spot;
use super::boxes::LOOP;
use super::{BESIDE, INSIDE, Layout, Part, Scope, is_drawn};
use crate::deck::diagram::{Direction, End, Head, Stroke};

/// The parts of an arrow, from its upper end to its lower end.
#[derive(Default)]
struct Path {
    /// Each part with its place among the others.
    parts: Vec<((Part, isize), Vec<Spot>)>,
    /// The middle of the label, and the point before it in the part that runs inside.
    label: Option<(Spot, usize)>,
}

/// Draws.
pub(super) struct Pen<'a> {
    layout: &'a Layout<'a>,
    /// The size of everything along the axes of the layout.
    total: Spot,
    drawing: Drawing,
    paths: BTreeMap<usize, Path>,
    /// Where the boxes and the frames stand.
    nodes: BTreeMap<usize, Spot>,
    groups: BTreeMap<usize, (Spot, Spot)>,
}

impl<'a> Pen<'a> {
    pub(super) fn new(layout: &'a Layout<'a>, total: Spot) -> Self {
        let (drawing, paths) = (Drawing::default(), BTreeMap::new());
        Self { layout, total, drawing, paths, nodes: BTreeMap::new(), groups: BTreeMap::new() }
    }

    /// The drawing: frames at the back, arrows, boxes in front.
    pub(super) fn finish(mut self) -> Drawing {
        self.arrows();
        self.boxes();
        let (width, height) = self.across_down(self.total);
        Drawing { width, height, ..self.drawing }
    }

    /// A size on the page.
    fn across_down(&self, size: Spot) -> Point {
        match self.layout.direction {
            Direction::Down | Direction::Up => (size.cross, size.main),
            Direction::Right | Direction::Left => (size.main, size.cross),
        }
    }

    /// A place on the page.
    fn point(&self, spot: Spot) -> Point {
        match self.layout.direction {
            Direction::Down => (spot.cross, spot.main),
            Direction::Up => (spot.cross, self.total.main - spot.main),
            Direction::Right => (spot.main, spot.cross),
            Direction::Left => (self.total.main - spot.main, spot.cross),
        }
    }

    fn frame(&self, middle: Spot, size: Spot) -> Frame {
        let (width, height) = self.across_down(size);
        Frame::around(self.point(middle), width, height)
    }

    /// Notes where everything in a frame stands whose corner is at `corner`.
    pub(super) fn scope(&mut self, scope: &Scope, corner: Spot, depth: isize) {
        let origin = add(corner, scope.before);
        for ((child, inner), at) in scope.children.iter().zip(&scope.inner).zip(&scope.placed.items)
        {
            let aside = match child {
                End::Node(index) => self.layout.boxes[*index].aside,
                End::Group(index) => self.layout.asides[*index],
            };
            let middle = add(origin, *at);
            let middle = Spot { cross: middle.cross - aside / 2.0, ..middle };
            match (child, inner) {
                (End::Node(index), _) => drop(self.nodes.insert(*index, middle)),
                (End::Group(index), Some(inner)) => {
                    self.group(*index, middle, inner.size);
                    let half = Spot { cross: inner.size.cross / 2.0, main: inner.size.main / 2.0 };
                    let corner =
                        Spot { cross: middle.cross - half.cross, main: middle.main - half.main };
                    self.scope(inner, corner, depth + 1);
                }
                (End::Group(_), None) => {}
            }
        }
        self.wires(scope, corner, depth);
    }

    /// Notes what of the arrows runs in a frame.
    fn wires(&mut self, scope: &Scope, corner: Spot, depth: isize) {
        let origin = add(corner, scope.before);
        for (index, passage) in scope.arrows.iter().enumerate() {
            let wire = scope.placed.wires[index].iter().map(|spot| add(origin, *spot));
            let mut points: Vec<Spot> = wire.collect();
            let path = self.paths.entry(passage.edge).or_default();
            let key = match passage.part {
                Part::Leaving => {
                    let cross = points[points.len() - 1].cross;
                    points.push(Spot { cross, main: corner.main + scope.size.main });
                    -depth
                }
                Part::Entering => {
                    points.insert(0, Spot { cross: points[0].cross, main: corner.main });
                    depth
                }
                Part::Inside => {
                    let label = scope.placed.labels[index];
                    path.label = label.map(|(spot, at)| (add(origin, spot), at));
                    0
                }
            };
            path.parts.push(((passage.part, key), points));
        }
    }

    fn group(&mut self, index: usize, middle: Spot, size: Spot) {
        self.groups.insert(index, (middle, size));
        let frame = self.frame(middle, size);
        self.drawing.marks.push(Mark::Outline { form: "group", frame, tone: Tone::Group });
        let title = self.layout.titles[index].clone();
        let (x, y) = (frame.x + INSIDE, frame.y + INSIDE * 0.6);
        let place = Frame { x, y, width: frame.width - 2.0 * INSIDE, height: title.height() };
        self.drawing.text(title, place, Tone::Group, "start");
    }

    fn boxes(&mut self) {
        for (index, middle) in std::mem::take(&mut self.nodes) {
            let one = &self.layout.boxes[index];
            let frame = self.frame(middle, one.size);
            self.drawing.frames.insert(index, frame);
            self.drawing.boxed(one.form, frame, one.tone, one.text.clone());
        }
    }

    fn arrows(&mut self) {
        for (edge, mut path) in std::mem::take(&mut self.paths) {
            path.parts.sort_by_key(|(key, _)| *key);
            if is_drawn(&self.layout.graph.edges[edge]) {
                self.arrow(edge, &path);
            }
        }
        let edges = &self.layout.graph.edges;
        for index in (0..edges.len()).filter(|index| edges[*index].from == edges[*index].to) {
            self.turn_back(index);
        }
    }

    /// An arrow between two boxes, interrupted by its label.
    fn arrow(&mut self, edge: usize, path: &Path) {
        let (upper, lower) = self.layout.ends(edge);
        let before: usize = path
            .parts
            .iter()
            .take_while(|((part, _), _)| *part == Part::Leaving)
            .map(|(_, p)| p.len())
            .sum();
        let mut points: Vec<Spot> =
            path.parts.iter().flat_map(|(_, points)| points.clone()).collect();
        let (Some(first), Some(last)) = (points.first().copied(), points.last().copied()) else {
            return;
        };
        points.insert(0, self.border(upper, first.cross, 1.0));
        points.push(self.border(lower, last.cross, -1.0));
        let Some((label, at)) = path.label else {
            return self.line(edge, &points, (true, true));
        };
        let Some(text) = self.layout.labels[edge].clone() else { return };
        let size = self.layout.label_size(edge).unwrap_or_default();
        let (above, below) = points.split_at((before + at + 2).min(points.len() - 1));
        let edge_of = |by: f64| Spot { main: label.main + by * size.main / 2.0, ..label };
        let above: Vec<Spot> = above.iter().copied().chain([edge_of(-1.0)]).collect();
        let below: Vec<Spot> = [edge_of(1.0)].into_iter().chain(below.iter().copied()).collect();
        self.line(edge, &above, (true, false));
        self.line(edge, &below, (false, true));
        let frame = self.frame(label, size);
        self.drawing.text(text, frame, Tone::Muted, "center");
    }

    /// Where an arrow meets the outline of what it leads to: `side` is 1 for the end of a box, −1 for its
    /// beginning.
    fn border(&self, end: End, cross: f64, side: f64) -> Spot {
        let (middle, away) = match end {
            End::Node(index) => {
                let middle = self.nodes.get(&index).copied().unwrap_or_default();
                (middle, self.layout.boxes[index].edge(cross - middle.cross))
            }
            End::Group(index) => {
                let (middle, size) = self.groups.get(&index).copied().unwrap_or_default();
                (middle, size.main / 2.0)
            }
        };
        Spot { cross, main: middle.main + side * away }
    }

    /// A line through points, with what stands at the ends that it has.
    fn line(&mut self, edge: usize, points: &[Spot], (begins, ends): (bool, bool)) {
        let one = &self.layout.graph.edges[edge];
        let (tail, head) =
            if self.layout.turned[edge] { (one.head, one.tail) } else { (one.tail, one.head) };
        let curves = points.windows(2).filter(|pair| pair[0] != pair[1]).map(|pair| {
            let middle = (pair[0].main + pair[1].main) / 2.0;
            let bend = |spot: Spot| self.point(Spot { main: middle, ..spot });
            [bend(pair[0]), bend(pair[1]), self.point(pair[1])]
        });
        let line = Line {
            start: self.point(points[0]),
            curves: curves.collect(),
            stroke: one.stroke,
            tail: if begins { tail } else { Head::None },
            head: if ends { head } else { Head::None },
        };
        self.drawing.marks.push(Mark::Line(line));
    }

    /// An arrow from a box or a frame to itself.
    fn turn_back(&mut self, edge: usize) {
        let one = &self.layout.graph.edges[edge];
        let found = match one.from {
            End::Node(index) => {
                let found = &self.layout.boxes[index];
                self.nodes.get(&index).map(|middle| (*middle, found.size, found.form))
            }
            End::Group(index) => self.groups.get(&index).map(|(at, size)| (*at, *size, "group")),
        };
        let Some((middle, size, form)) = found else { return };
        let cross = middle.cross + size.cross / 2.0;
        let by = (size.main * 0.3).min(0.6);
        let spot = |out: f64, along: f64| {
            self.point(Spot { cross: cross + out, main: middle.main + along })
        };
        let out = LOOP * 1.1;
        let inset = if form == "rhombus" { -size.cross * 0.3 } else { 0.0 };
        let curve = [spot(out, -by * 1.2), spot(out, by * 1.2), spot(inset, by)];
        let (start, stroke) =
            (spot(inset, -by), if is_drawn(one) { one.stroke } else { Stroke::Solid });
        let line = Line { start, curves: vec![curve], stroke, tail: one.tail, head: one.head };
        self.drawing.marks.push(Mark::Line(line));
        if let Some(text) = self.layout.labels[edge].clone() {
            let size = self.layout.spot((text.width, text.height()));
            let spot =
                Spot { cross: cross + LOOP + size.cross / 2.0 + BESIDE / 2.0, main: middle.main };
            let frame = self.frame(spot, size);
            self.drawing.text(text, frame, Tone::Muted, "center");
        }
    }
}

fn add(a: Spot, b: Spot) -> Spot {
    Spot { cross: a.cross + b.cross, main: a.main + b.main }
}
