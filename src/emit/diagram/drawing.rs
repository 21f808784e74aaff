//! What a diagram is drawn with: outlines, lines and texts at their places, in em of its labels.

use std::collections::BTreeMap;

use crate::deck::diagram::{Head, Label, Stroke};

/// A point.
pub(super) type Point = (f64, f64);

/// A drawing.
#[derive(Debug, Default)]
pub(super) struct Drawing {
    /// Its width.
    pub(super) width: f64,
    /// Its height.
    pub(super) height: f64,
    /// What is drawn, from the back to the front.
    pub(super) marks: Vec<Mark>,
    /// Where the boxes of a graph stand, by their place in it.
    pub(super) frames: BTreeMap<usize, Frame>,
}

/// A piece of a drawing.
#[derive(Debug)]
pub(super) enum Mark {
    /// An outline with its fill.
    Outline {
        /// Its form, as the template knows it.
        form: &'static str,
        /// Its place.
        frame: Frame,
        /// Which colours it has.
        tone: Tone,
    },
    /// A line, straight or curved, and what stands at its ends.
    Line(Line),
    /// A text, line by line, in the middle of its frame.
    Text {
        /// Its lines.
        text: Lines,
        /// Its place.
        frame: Frame,
        /// Which colour it has.
        tone: Tone,
        /// How it stands in the frame.
        align: &'static str,
    },
}

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Frame {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// What something is, for its colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    /// A box.
    Node,
    /// The box with which everything begins.
    Accent,
    /// A question.
    Question,
    /// A frame around boxes.
    Group,
    /// A remark.
    Note,
    /// A line.
    Line,
    /// Text beside a line.
    Muted,
    /// A time.
    Time,
}

/// A line with what stands at its ends.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    /// Its points, the first without and each other one with two that its curve tends to.
    pub(super) start: Point,
    /// The curves.
    pub(super) curves: Vec<[Point; 3]>,
    /// How it is drawn.
    pub(super) stroke: Stroke,
    /// What it begins with.
    pub(super) tail: Head,
    /// What it ends with.
    pub(super) head: Head,
}

/// A text that is set on lines.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Lines {
    /// Each line, and its bytes in the source of the diagram.
    pub(super) lines: Vec<String>,
    /// The label.
    pub(super) label: Label,
    /// Width of the longest line.
    pub(super) width: f64,
}

/// What the lines of a label take each.
pub(super) const LINE: f64 = 1.35;

impl Lines {
    /// How tall they are.
    pub(super) fn height(&self) -> f64 {
        self.lines.len() as f64 * LINE
    }
}

impl Frame {
    /// A frame around a point.
    pub(super) fn around((x, y): Point, width: f64, height: f64) -> Self {
        Self { x: x - width / 2.0, y: y - height / 2.0, width, height }
    }

    fn shift(&mut self, dx: f64, dy: f64) {
        self.x += dx;
        self.y += dy;
    }
}

impl Tone {
    /// What the template calls it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Node => "node",
            Self::Accent => "accent",
            Self::Question => "question",
            Self::Group => "group",
            Self::Note => "note",
            Self::Line => "line",
            Self::Muted => "muted",
            Self::Time => "time",
        }
    }
}

impl Line {
    /// A straight line.
    pub(super) fn straight(from: Point, to: Point) -> Self {
        let third =
            |share: f64| (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
        Self { start: from, curves: vec![[third(0.33), third(0.67), to]], ..Self::default() }
    }
}

impl Drawing {
    /// Adds an outline with a text in its middle.
    pub(super) fn boxed(&mut self, form: &'static str, frame: Frame, tone: Tone, text: Lines) {
        self.marks.push(Mark::Outline { form, frame, tone });
        self.text(text, frame, tone, "center");
    }

    /// Adds a text; an empty one is nothing.
    pub(super) fn text(&mut self, text: Lines, frame: Frame, tone: Tone, align: &'static str) {
        if text.lines.iter().any(|line| !line.is_empty()) {
            self.marks.push(Mark::Text { text, frame, tone, align });
        }
    }

    /// Whether it takes no room: there is nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        self.width <= 0.0 || self.height <= 0.0
    }

    /// Type size in pt at which it fills a room.
    pub(super) fn size_in(&self, (width, height): (f64, f64)) -> f64 {
        (width / self.width.max(0.1)).min(height / self.height.max(0.1))
    }

    /// Moves everything to the right and down.
    pub(super) fn shift(&mut self, dx: f64, dy: f64) {
        self.marks.iter_mut().for_each(|mark| mark.shift(dx, dy));
        self.frames.values_mut().for_each(|frame| frame.shift(dx, dy));
        self.width += dx;
        self.height += dy;
    }

    /// Moves everything down and makes room for a title.
    pub(super) fn entitle(&mut self, title: Lines) {
        const GAP: f64 = 0.6;
        let tall = title.height() + GAP;
        self.shift((title.width - self.width).max(0.0) / 2.0, tall);
        self.width = self.width.max(title.width);
        let frame = Frame { x: 0.0, y: 0.0, width: self.width, height: title.height() };
        self.text(title, frame, Tone::Muted, "center");
    }
}

impl Mark {
    fn shift(&mut self, dx: f64, dy: f64) {
        let shift = |point: &mut Point| *point = (point.0 + dx, point.1 + dy);
        match self {
            Self::Outline { frame, .. } | Self::Text { frame, .. } => frame.shift(dx, dy),
            Self::Line(line) => {
                shift(&mut line.start);
                line.curves.iter_mut().flatten().for_each(shift);
            }
        }
    }
}
