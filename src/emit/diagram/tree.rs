//! Mind maps: a root in the middle or at the left, and what stands below each thing beside it. Timelines: a
//! column for each time.

use super::Setter;
use super::drawing::{Drawing, Frame, LINE, Line, Lines, Mark, Tone};
use crate::deck::diagram::{Branch, Period, Stroke};

/// Blank beside and above the text of a box.
const PAD: (f64, f64) = (0.7, 0.35);
/// Between a thing and what stands below it, and between neighbours.
const GAP: (f64, f64) = (1.5, 0.35);

/// A thing with what stands below it.
struct Twig {
    text: Lines,
    depth: usize,
    /// How tall it is with all below it.
    height: f64,
    twigs: Vec<Twig>,
}

impl Twig {
    fn new(branch: &Branch, depth: usize, setter: &Setter) -> Self {
        let text = setter.inside(&branch.label);
        let twigs: Vec<Twig> =
            branch.branches.iter().map(|one| Twig::new(one, depth + 1, setter)).collect();
        let height = size(&text, depth).1.max(heights(&twigs));
        Self { text, depth, height, twigs }
    }
}

/// How tall things are below each other.
fn heights(twigs: &[Twig]) -> f64 {
    let gaps = GAP.1 * twigs.len().saturating_sub(1) as f64;
    twigs.iter().map(|twig| twig.height).sum::<f64>() + gaps
}

/// The size of a thing: from the second level on, it is text alone.
fn size(text: &Lines, depth: usize) -> (f64, f64) {
    if depth < 2 {
        (text.width + 2.0 * PAD.0, text.height() + 2.0 * PAD.1)
    } else {
        (text.width + 0.3, text.height() + 0.1)
    }
}

/// Draws a mind map, on both sides of its root or on one.
pub(super) fn mind_map(root: &Branch, both: bool, setter: &Setter) -> Drawing {
    let mut root = Twig::new(root, 0, setter);
    let mut left = Vec::new();
    if both {
        let all = heights(&root.twigs);
        let mut sum = 0.0;
        let here = root.twigs.iter().take_while(|twig| {
            sum += twig.height + GAP.1;
            sum - twig.height / 2.0 <= all / 2.0 + GAP.1
        });
        left = root.twigs.split_off(here.count().max(1).min(root.twigs.len()));
    }
    let mut drawing = Drawing::default();
    let (wide, high) = size(&root.text, 0);
    let tall = high.max(heights(&root.twigs)).max(heights(&left));
    let frame = Frame { x: -wide / 2.0, y: (tall - high) / 2.0, width: wide, height: high };
    twigs(&root.twigs, frame, 1.0, &mut drawing);
    twigs(&left, frame, -1.0, &mut drawing);
    drawing.boxed("stadium", frame, Tone::Accent, root.text);
    let low = drawing.frames.values().map(|frame| frame.x).fold(frame.x, f64::min);
    let edge = |frame: &Frame| frame.x + frame.width;
    let high = drawing.frames.values().map(edge).fold(edge(&frame), f64::max);
    drawing.shift(-low, 0.0);
    Drawing { width: high - low, height: tall, ..drawing }
}

/// Draws things one below the other, beside what they stand below; `side` is 1 for the right, −1 for the left.
fn twigs(all: &[Twig], parent: Frame, side: f64, drawing: &mut Drawing) {
    let middle = parent.y + parent.height / 2.0;
    let edge = parent.x + if side > 0.0 { parent.width } else { 0.0 };
    let mut y = middle - heights(all) / 2.0;
    for twig in all {
        let (width, height) = size(&twig.text, twig.depth);
        let near = edge + side * GAP.0;
        let x = if side > 0.0 { near } else { near - width };
        let frame = Frame { x, y: y + (twig.height - height) / 2.0, width, height };
        let end = (near, frame.y + height / 2.0);
        let between = edge + side * GAP.0 / 2.0;
        let curve = [(between, middle), (between, end.1), end];
        let line = Line { start: (edge, middle), curves: vec![curve], ..Line::default() };
        drawing.marks.push(Mark::Line(line));
        let index = drawing.frames.len();
        drawing.frames.insert(index, frame);
        match twig.depth {
            1 => drawing.boxed("box", frame, Tone::Note, twig.text.clone()),
            _ => drawing.text(twig.text.clone(), frame, Tone::Line, "center"),
        }
        twigs(&twig.twigs, frame, side, drawing);
        y += twig.height + GAP.1;
    }
}

/// Draws a timeline.
pub(super) fn timeline(periods: &[Period], setter: &Setter) -> Drawing {
    let texts: Vec<(Lines, Vec<Lines>)> = periods
        .iter()
        .map(|period| {
            let events = period.events.iter().map(|event| setter.inside(event)).collect();
            (setter.inside(&period.time), events)
        })
        .collect();
    let has_sections = periods.iter().any(|period| period.section.is_some());
    let top = if has_sections { LINE + 0.7 } else { 0.0 };
    let tall = texts.iter().map(|(time, _)| time.height()).fold(LINE, f64::max);
    let axis = top + tall + 0.6;
    let mut drawing = Drawing { height: axis, ..Drawing::default() };
    let mut starts = Vec::new();
    for (time, events) in texts {
        let wide = events.iter().map(|event| event.width + 0.2).fold(time.width, f64::max).max(3.0);
        let x = drawing.width;
        starts.push(x);
        let frame = Frame { x, y: top, width: wide, height: tall };
        drawing.text(time, frame, Tone::Time, "start");
        let dot = Frame::around((x + 0.35, axis), 0.7, 0.7);
        drawing.marks.push(Mark::Outline { form: "point", frame: dot, tone: Tone::Accent });
        let mut y = axis + 0.7;
        for event in events {
            let height = event.height();
            drawing.text(event, Frame { x, y, width: wide, height }, Tone::Line, "start");
            y += height + 0.3;
        }
        drawing.height = drawing.height.max(y);
        drawing.width += wide + 1.0;
    }
    drawing.width -= 1.0;
    let line = Line { stroke: Stroke::Solid, ..Line::straight((0.0, axis), (drawing.width, axis)) };
    drawing.marks.insert(0, Mark::Line(line));
    sections(periods, &starts, setter, &mut drawing);
    drawing
}

/// The names of the parts of a timeline, each above its first time.
fn sections(periods: &[Period], starts: &[f64], setter: &Setter, drawing: &mut Drawing) {
    for (at, period) in periods.iter().enumerate() {
        let Some(section) = &period.section else { continue };
        let next = (at + 1..periods.len()).find(|later| periods[*later].section.is_some());
        let end = next.map_or(drawing.width, |next| starts[next] - 0.5);
        let text = setter.title(section);
        let (x, height) = (starts[at], LINE + 0.2);
        let frame = Frame { x, y: 0.0, width: end - x, height };
        drawing.width = drawing.width.max(x + text.width);
        drawing.marks.push(Mark::Outline { form: "box", frame, tone: Tone::Note });
        drawing.text(text, frame, Tone::Note, "center");
    }
}
