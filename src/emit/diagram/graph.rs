//! Boxes and arrows → a drawing. Each frame is laid out by itself, and is a box of what it stands in;
//! arrows that leave it pass a port at its border.

pub(super) mod boxes;
mod pen;

use super::Setter;
use super::drawing::{Drawing, Lines};
use super::layered::{Gaps, Item, Offset, Pin, Placed, Spot, Wire, place, turned};
use crate::deck::diagram::{Direction, Edge, End, Graph, Stroke};
use boxes::Boxed;
use pen::Pen;

/// Blank inside the border of a frame.
const INSIDE: f64 = 0.7;
/// Blank around the label of an arrow.
const BESIDE: f64 = 0.3;
/// Width of a port.
const PORT: f64 = 0.5;

/// A graph that is being laid out.
struct Layout<'a> {
    graph: &'a Graph,
    direction: Direction,
    boxes: Vec<Boxed>,
    titles: Vec<Lines>,
    /// What arrows from a frame to itself take beside it, across.
    asides: Vec<f64>,
    labels: Vec<Option<Lines>>,
    /// The frame inside which each arrow runs; for the outermost, `None`.
    around: Vec<Option<usize>>,
    /// Which arrows lead up.
    turned: Vec<bool>,
}

/// A frame, or the whole graph, laid out from zero on.
struct Scope {
    placed: Placed,
    /// What stands in it: boxes and frames.
    children: Vec<End>,
    /// What is inside the frames, in the order of `children`.
    inner: Vec<Option<Scope>>,
    /// The arrows that have a wire in it.
    arrows: Vec<Passage>,
    /// Blank before its content.
    before: Spot,
    /// How large it is with the blank around.
    size: Spot,
}

/// What of an arrow runs in a frame.
#[derive(Debug, Clone, Copy)]
struct Passage {
    /// The arrow.
    edge: usize,
    /// What of it.
    part: Part,
    /// The place of its port among the items; none for one that stays inside.
    port: Option<usize>,
}

/// Which part of an arrow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// From the upper box to the border of its frame.
    Leaving,
    /// From box to box.
    Inside,
    /// From the border to the lower box.
    Entering,
}

/// Draws a graph with its arrows in a direction, and one of its boxes as the first; `None` if an arrow leads from a frame to what is in it.
pub(super) fn draw(
    graph: &Graph,
    direction: Direction,
    setter: &Setter,
    start: Option<usize>,
) -> Option<Drawing> {
    let layout = Layout::new(graph, direction, setter, start)?;
    let scope = layout.scope(None);
    let mut pen = Pen::new(&layout, scope.size);
    pen.scope(&scope, Spot::default(), 0);
    Some(pen.finish())
}

impl<'a> Layout<'a> {
    fn new(
        graph: &'a Graph,
        direction: Direction,
        setter: &Setter,
        start: Option<usize>,
    ) -> Option<Self> {
        let is_wide = matches!(direction, Direction::Down | Direction::Up);
        let labels = graph.edges.iter().map(|edge| edge.label.as_ref().map(|l| setter.beside(l)));
        let asides = (0..graph.groups.len())
            .map(|index| boxes::aside(graph, End::Group(index), is_wide, setter));
        let mut layout = Self {
            graph,
            direction,
            boxes: boxes::of(graph, is_wide, setter, start),
            titles: graph.groups.iter().map(|group| setter.title(&group.label)).collect(),
            asides: asides.collect(),
            labels: labels.collect(),
            around: Vec::new(),
            turned: vec![false; graph.edges.len()],
        };
        for edge in &graph.edges {
            layout.around.push(layout.common(edge)?);
        }
        for scope in (0..graph.groups.len()).map(Some).chain([None]) {
            layout.turn_wires(scope);
        }
        Some(layout)
    }

    /// The frame that something stands in.
    fn parent(&self, end: End) -> Option<usize> {
        match end {
            End::Node(index) => self.graph.nodes[index].group,
            End::Group(index) => self.graph.groups[index].parent,
        }
    }

    /// What something is part of, directly inside a frame; `None` if it does not stand in it.
    fn within(&self, end: End, scope: Option<usize>) -> Option<End> {
        let mut part = end;
        loop {
            match self.parent(part) {
                parent if parent == scope => return Some(part),
                Some(parent) => part = End::Group(parent),
                None => return None,
            }
        }
    }

    /// The innermost frame with both ends of an arrow.
    fn common(&self, edge: &Edge) -> Option<Option<usize>> {
        let mut scope = self.parent(edge.from);
        loop {
            if let Some(a) = self.within(edge.from, scope)
                && let Some(b) = self.within(edge.to, scope)
            {
                return (a != b || edge.from == edge.to).then_some(scope);
            }
            scope = self.graph.groups[scope?].parent;
        }
    }

    /// What stands directly in a frame, in the order of the source.
    fn children(&self, scope: Option<usize>) -> Vec<End> {
        let nodes = (0..self.graph.nodes.len()).map(End::Node);
        let mut children: Vec<End> = Vec::new();
        for part in nodes.filter_map(|node| self.within(node, scope)) {
            if !children.contains(&part) {
                children.push(part);
            }
        }
        // Frames that hold nothing.
        for group in (0..self.graph.groups.len()).map(End::Group) {
            if self.parent(group) == scope && !children.contains(&group) {
                children.push(group);
            }
        }
        children
    }

    /// Says which of the arrows in a frame have to lead up.
    fn turn_wires(&mut self, scope: Option<usize>) {
        let children = self.children(scope);
        let place = |end: End| {
            self.within(end, scope).and_then(|part| children.iter().position(|one| *one == part))
        };
        let mut edges = Vec::new();
        let mut wires = Vec::new();
        for (index, edge) in self.graph.edges.iter().enumerate() {
            if self.around[index] == scope
                && edge.from != edge.to
                && let Some(from) = place(edge.from)
                && let Some(to) = place(edge.to)
            {
                edges.push(index);
                wires.push((from, to));
            }
        }
        for (edge, is_turned) in edges.into_iter().zip(turned(children.len(), &wires)) {
            self.turned[edge] = is_turned;
        }
    }

    /// The upper and the lower end of an arrow.
    fn ends(&self, edge: usize) -> (End, End) {
        let Edge { from, to, .. } = self.graph.edges[edge];
        if self.turned[edge] { (to, from) } else { (from, to) }
    }

    /// Lays out a frame.
    fn scope(&self, group: Option<usize>) -> Scope {
        let children = self.children(group);
        let inner: Vec<Option<Scope>> = children
            .iter()
            .map(|child| match child {
                End::Group(index) => Some(self.scope(Some(*index))),
                End::Node(_) => None,
            })
            .collect();
        let mut board = Board {
            layout: self,
            group,
            children: &children,
            inner: &inner,
            items: Vec::new(),
            wires: Vec::new(),
            arrows: Vec::new(),
        };
        board.fill();
        let placed = place(&board.items, &board.wires, self.gaps());
        let arrows = board.arrows;
        let (before, size) = self.around_content(group, placed.size);
        Scope { placed, children, inner, arrows, before, size }
    }

    fn gaps(&self) -> Gaps {
        match self.direction {
            Direction::Down | Direction::Up => Gaps { cross: 1.0, main: 1.35 },
            Direction::Right | Direction::Left => Gaps { cross: 0.7, main: 1.6 },
        }
    }

    /// The blank before the content of a frame, and how large it is with all that is around it.
    fn around_content(&self, group: Option<usize>, content: Spot) -> (Spot, Spot) {
        let Some(group) = group else { return (Spot::default(), content) };
        let title = &self.titles[group];
        let (wide, high) = (title.width + 2.0 * INSIDE, title.height());
        let mut before = Spot { cross: INSIDE, main: INSIDE };
        let mut size =
            Spot { cross: content.cross + 2.0 * INSIDE, main: content.main + 2.0 * INSIDE };
        match self.direction {
            Direction::Down | Direction::Up => {
                let more = (wide - size.cross).max(0.0);
                size.cross += more;
                before.cross += more / 2.0;
                size.main += high;
                before.main += if self.direction == Direction::Down { high } else { 0.0 };
            }
            Direction::Right | Direction::Left => {
                let more = (wide - size.main).max(0.0);
                size.main += more;
                before.main += more / 2.0;
                size.cross += high;
                before.cross += high;
            }
        }
        (before, size)
    }

    /// The room of an arrow's label.
    fn label_size(&self, edge: usize) -> Option<Spot> {
        let label = self.labels[edge].as_ref()?;
        let size = (label.width + 2.0 * BESIDE, label.height() + BESIDE);
        Some(self.spot(size))
    }

    /// A width and a height along the axes of the layout, and the other way round.
    fn spot(&self, (width, height): (f64, f64)) -> Spot {
        match self.direction {
            Direction::Down | Direction::Up => Spot { cross: width, main: height },
            Direction::Right | Direction::Left => Spot { cross: height, main: width },
        }
    }
}

/// What a frame holds, as boxes and wires.
struct Board<'b> {
    layout: &'b Layout<'b>,
    group: Option<usize>,
    children: &'b [End],
    inner: &'b [Option<Scope>],
    items: Vec<Item>,
    wires: Vec<Wire>,
    arrows: Vec<Passage>,
}

impl Board<'_> {
    fn fill(&mut self) {
        for (child, inner) in self.children.iter().zip(self.inner) {
            let size = match (child, inner) {
                (End::Node(index), _) => self.layout.boxes[*index].room(),
                (End::Group(index), Some(scope)) => {
                    let cross = scope.size.cross + self.layout.asides[*index];
                    Spot { cross, ..scope.size }
                }
                (End::Group(_), None) => Spot::default(),
            };
            self.items.push(Item { size, pin: Pin::Free });
        }
        for (index, edge) in self.layout.graph.edges.iter().enumerate() {
            if edge.from == edge.to {
                continue;
            }
            let (upper, lower) = self.layout.ends(index);
            match (self.socket(index, upper), self.socket(index, lower)) {
                (Some(from), Some(to)) if self.layout.around[index] == self.group => {
                    let label = self.layout.label_size(index);
                    self.wire(index, Part::Inside, (from, to), label);
                }
                (Some(from), None) => {
                    let port = self.port(Pin::Last);
                    self.wire(index, Part::Leaving, (from, port), None);
                }
                (None, Some(to)) => {
                    let port = self.port(Pin::First);
                    self.wire(index, Part::Entering, (port, to), None);
                }
                _ => {}
            }
        }
    }

    /// Where an end of an arrow meets what stands in the frame: the item, and how far from its middle.
    fn socket(&self, edge: usize, end: End) -> Option<(usize, Offset)> {
        let child = self.layout.within(end, self.group)?;
        let at = self.children.iter().position(|one| *one == child)?;
        let offset = match (child, &self.inner[at]) {
            (End::Node(index), _) => {
                Offset { by: -self.layout.boxes[index].aside / 2.0, is_held: false }
            }
            (End::Group(index), Some(scope)) => {
                let is_held = child != end;
                let port = if is_held { scope.port_offset(edge)? } else { 0.0 };
                Offset { by: port - self.layout.asides[index] / 2.0, is_held }
            }
            _ => Offset::default(),
        };
        Some((at, offset))
    }

    fn port(&mut self, pin: Pin) -> (usize, Offset) {
        self.items.push(Item { size: Spot { cross: PORT, main: 0.0 }, pin });
        (self.items.len() - 1, Offset::default())
    }

    fn wire(
        &mut self,
        edge: usize,
        part: Part,
        ends: ((usize, Offset), (usize, Offset)),
        label: Option<Spot>,
    ) {
        let ((from, from_offset), (to, to_offset)) = ends;
        let port = match part {
            Part::Leaving => Some(to),
            Part::Entering => Some(from),
            Part::Inside => None,
        };
        self.arrows.push(Passage { edge, part, port });
        let leads_up = self.layout.turned[edge];
        self.wires.push(Wire { from, to, from_offset, to_offset, label, leads_up });
    }
}

impl Scope {
    /// How far from the middle of the frame an arrow passes its border.
    fn port_offset(&self, edge: usize) -> Option<f64> {
        let passage = self.arrows.iter().find(|passage| passage.edge == edge)?;
        let at = self.placed.items.get(passage.port?)?;
        Some(self.before.cross + at.cross - self.size.cross / 2.0)
    }
}

/// Whether an arrow is drawn.
fn is_drawn(edge: &Edge) -> bool {
    edge.stroke != Stroke::Hidden
}
