//! Boxes and arrows.

use super::label::Label;

/// Most boxes and frames of a graph: more could not be read on one page.
const MOST_NODES: usize = 80;
/// Most arrows.
const MOST_EDGES: usize = 160;

/// Boxes, and the arrows between them.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Graph {
    /// Where arrows lead.
    pub(crate) direction: Direction,
    /// The boxes, in the order in which they are named.
    pub(crate) nodes: Vec<Node>,
    /// The arrows.
    pub(crate) edges: Vec<Edge>,
    /// Frames around boxes.
    pub(crate) groups: Vec<Group>,
}

/// Where the arrows of a graph lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Direction {
    #[default]
    /// From top to bottom.
    Down,
    /// From bottom to top.
    Up,
    /// From left to right.
    Right,
    /// From right to left.
    Left,
}

/// A box.
#[derive(Debug, PartialEq)]
pub(crate) struct Node {
    /// What it is called in the source.
    pub(crate) id: String,
    /// What stands in it.
    pub(crate) label: Label,
    /// Its outline.
    pub(crate) shape: Shape,
    /// The frame that it stands in.
    pub(crate) group: Option<usize>,
}

/// Outlines of boxes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Shape {
    #[default]
    /// A rectangle.
    Box,
    /// One whose ends are half circles.
    Stadium,
    /// One with a second line at both sides.
    Subroutine,
    /// A can, for what is stored.
    Cylinder,
    /// A circle or an ellipse.
    Circle,
    /// The same with two lines.
    DoubleCircle,
    /// A question.
    Rhombus,
    /// A hexagon.
    Hexagon,
    /// A parallelogram, for what comes in and goes out.
    Parallelogram,
    /// No outline.
    Plain,
    /// A dot, where things begin.
    Start,
    /// A dot in a circle, where they end.
    Stop,
    /// A bar, where ways part or meet.
    Bar,
    /// A remark.
    Note,
}

/// What an arrow leads from or to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// A box.
    Node(usize),
    /// A frame.
    Group(usize),
}

/// An arrow.
#[derive(Debug, PartialEq)]
pub(crate) struct Edge {
    /// Where it begins.
    pub(crate) from: End,
    /// Where it ends.
    pub(crate) to: End,
    /// What stands on it.
    pub(crate) label: Option<Label>,
    /// Its line.
    pub(crate) stroke: Stroke,
    /// What it begins with.
    pub(crate) tail: Head,
    /// What it ends with.
    pub(crate) head: Head,
}

/// The line of an arrow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Stroke {
    #[default]
    /// A line.
    Solid,
    /// Dashes.
    Dashed,
    /// A bold line.
    Thick,
    /// A fine line of dashes that steps back.
    Faint,
    /// None: it only says what stands below what.
    Hidden,
}

/// An end of an arrow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Head {
    #[default]
    /// The bare line.
    None,
    /// An arrowhead.
    Arrow,
    /// A dot.
    Dot,
    /// A cross.
    Cross,
}

/// A frame around boxes.
#[derive(Debug, PartialEq)]
pub(crate) struct Group {
    /// What it is called in the source.
    pub(crate) id: String,
    /// Its title.
    pub(crate) label: Label,
    /// The frame that it stands in.
    pub(crate) parent: Option<usize>,
}

impl Graph {
    /// Every text that is drawn.
    pub(super) fn labels(&self) -> impl Iterator<Item = &Label> {
        let groups = self.groups.iter().map(|group| &group.label);
        let nodes = self.nodes.iter().map(|node| &node.label);
        groups.chain(nodes).chain(self.edges.iter().filter_map(|edge| edge.label.as_ref()))
    }

    /// Whether it has more than a page can show.
    pub(super) fn is_endless(&self) -> bool {
        self.nodes.len() + self.groups.len() > MOST_NODES || self.edges.len() > MOST_EDGES
    }

    /// The box of a name, which is new if there was none.
    pub(super) fn node(&mut self, id: &str, at: usize, group: Option<usize>) -> usize {
        let found = self.nodes.iter().position(|node| node.id == id);
        let index = found.unwrap_or_else(|| {
            let (label, shape) = (Label::name(id, at), Shape::Box);
            self.nodes.push(Node { id: id.to_owned(), label, shape, group: None });
            self.nodes.len() - 1
        });
        let node = &mut self.nodes[index];
        node.group = node.group.or(group);
        index
    }

    /// Lets arrows that name a frame lead to the frame, which may have been written below them.
    pub(super) fn join_groups(&mut self) {
        let group_of = |node: &Node| self.groups.iter().position(|group| group.id == node.id);
        let ends: Vec<Option<usize>> = self.nodes.iter().map(group_of).collect();
        let mut kept = 0;
        let places: Vec<End> = ends
            .iter()
            .map(|group| match group {
                Some(group) => End::Group(*group),
                None => {
                    kept += 1;
                    End::Node(kept - 1)
                }
            })
            .collect();
        for end in self.edges.iter_mut().flat_map(|edge| [&mut edge.from, &mut edge.to]) {
            if let End::Node(index) = *end {
                *end = places[index];
            }
        }
        let mut is_group = ends.iter().map(Option::is_some);
        self.nodes.retain(|_| !is_group.next().unwrap_or_default());
    }
}
