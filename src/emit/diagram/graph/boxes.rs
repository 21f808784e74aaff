//! How large the boxes of a graph are, where arrows meet their outlines, and which colours they have.

use super::super::Setter;
use super::super::drawing::{Lines, Tone};
use super::super::layered::Spot;
use crate::deck::diagram::{Edge, End, Graph, Node, Shape};

/// Blank at the sides of a text in a box, and above and below it.
const PAD: (f64, f64) = (0.75, 0.42);
/// How far the loop of an arrow to its own box or frame goes out.
pub(super) const LOOP: f64 = 1.2;

/// A box with its text.
pub(super) struct Boxed {
    pub(super) text: Lines,
    pub(super) form: &'static str,
    pub(super) tone: Tone,
    /// Its size along the axes of the layout.
    pub(super) size: Spot,
    /// What arrows to itself take beside it, across.
    pub(super) aside: f64,
}

impl Boxed {
    /// All the room that it takes.
    pub(super) fn room(&self) -> Spot {
        Spot { cross: self.size.cross + self.aside, ..self.size }
    }

    /// How far its outline is from its middle along the arrows, at a distance from the middle across them.
    pub(super) fn edge(&self, off: f64) -> f64 {
        let share = (off.abs() / (self.size.cross / 2.0).max(0.1)).min(1.0);
        let half = self.size.main / 2.0;
        match self.form {
            "rhombus" => half * (1.0 - share),
            "ellipse" | "ellipses" | "stop" | "dot" => half * (1.0 - share * share).sqrt(),
            _ => half,
        }
    }
}

/// The box with which everything begins, if there is one.
pub(in super::super) fn start(graph: &Graph) -> Option<usize> {
    let is_led_to = |node: usize| graph.edges.iter().any(|edge| edge.to == End::Node(node));
    let mut starts = (0..graph.nodes.len()).filter(|node| !is_led_to(*node));
    let start = starts.next().filter(|_| graph.nodes.len() > 2)?;
    (starts.next().is_none() && graph.groups.is_empty()).then_some(start)
}

/// The boxes of a graph, whose arrows lead down (or up) or to the side; `start` is the first.
pub(super) fn of(
    graph: &Graph,
    is_wide: bool,
    setter: &Setter,
    start: Option<usize>,
) -> Vec<Boxed> {
    let of_node = |(index, node): (usize, &Node)| {
        let text = setter.inside(&node.label);
        let (width, height) = size(node.shape, text.width, text.height());
        let (width, height) =
            if node.shape == Shape::Bar && !is_wide { (height, width) } else { (width, height) };
        let aside = aside(graph, End::Node(index), is_wide, setter);
        let tone = match node.shape {
            Shape::Rhombus | Shape::Hexagon => Tone::Question,
            Shape::Note => Tone::Note,
            _ if start == Some(index) => Tone::Accent,
            _ => Tone::Node,
        };
        let (cross, main) = if is_wide { (width, height) } else { (height, width) };
        Boxed { text, form: form(node.shape), tone, size: Spot { cross, main }, aside }
    };
    graph.nodes.iter().enumerate().map(of_node).collect()
}

/// What arrows from a box or a frame to itself take beside it, across.
pub(super) fn aside(graph: &Graph, end: End, is_wide: bool, setter: &Setter) -> f64 {
    let loops = graph.edges.iter().filter(|edge| edge.from == edge.to && edge.from == end);
    let room = |edge: &Edge| {
        let label = edge.label.as_ref().map(|label| setter.beside(label));
        let size = label.map_or((0.0, 0.0), |label| (label.width + 0.3, label.height()));
        LOOP + if is_wide { size.0 } else { size.1 }
    };
    loops.map(room).fold(0.0, f64::max)
}

/// How large an outline is around a text of a size.
fn size(shape: Shape, width: f64, height: f64) -> (f64, f64) {
    let (wide, high) = (width + 2.0 * PAD.0, height + 2.0 * PAD.1);
    match shape {
        Shape::Box | Shape::Note => (wide.max(3.0), high),
        Shape::Plain => (width + 0.4, height + 0.2),
        Shape::Stadium => (wide + 0.7, high),
        Shape::Subroutine => (wide + 0.8, high),
        Shape::Cylinder => (wide.max(3.2), high + 0.9),
        Shape::Circle | Shape::DoubleCircle if width <= 3.5 => {
            let across = width.hypot(height) + 0.9;
            (across, across)
        }
        Shape::Circle | Shape::DoubleCircle => (width * 1.2 + 1.6, height * 1.5 + 0.7),
        Shape::Rhombus => {
            let wide = width * 1.45 + 1.6;
            (wide, (height + 0.1) / (1.0 - width / wide))
        }
        Shape::Hexagon => (wide + 1.4, high),
        Shape::Parallelogram => (wide + 1.2, high),
        Shape::Start => (0.9, 0.9),
        Shape::Stop => (1.1, 1.1),
        Shape::Bar => (4.5, 0.3),
    }
}

/// What the template calls an outline.
fn form(shape: Shape) -> &'static str {
    match shape {
        Shape::Box | Shape::Note => "box",
        Shape::Stadium => "stadium",
        Shape::Subroutine => "subroutine",
        Shape::Cylinder => "cylinder",
        Shape::Circle => "ellipse",
        Shape::DoubleCircle => "ellipses",
        Shape::Rhombus => "rhombus",
        Shape::Hexagon => "hexagon",
        Shape::Parallelogram => "parallelogram",
        Shape::Plain => "none",
        Shape::Start => "dot",
        Shape::Stop => "stop",
        Shape::Bar => "bar",
    }
}
