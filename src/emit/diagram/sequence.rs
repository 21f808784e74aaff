//! Messages in order → a drawing: a column for each who takes part, a row for each message.

use super::Setter;
use super::drawing::{Drawing, Frame, LINE, Line, Lines, Mark, Tone};
use crate::deck::diagram::{Event, FrameKind, Head, Message, Sequence, Side, Stroke};
use crate::locale::DiagramWords;

/// Blank beside and above the text of a box.
const PAD: (f64, f64) = (0.7, 0.35);
/// The least space between two boxes.
const BETWEEN: f64 = 0.9;
/// Blank beside the text of a message.
const BESIDE: f64 = 0.8;
/// How far a message to oneself goes out.
const LOOP: f64 = 1.6;

/// A frame that is open.
struct Open {
    /// Where its outline stands among the marks.
    mark: usize,
    top: f64,
    /// The first and the last who are in it.
    span: Option<(usize, usize)>,
    /// Where cases part: how far down, and the text there.
    parts: Vec<f64>,
    /// The place of its title and of its other labels among the marks.
    labels: Vec<usize>,
}

struct Rows<'a> {
    setter: &'a Setter,
    words: &'a DiagramWords,
    /// The middle of each column.
    columns: Vec<f64>,
    drawing: Drawing,
    y: f64,
    open: Vec<Open>,
    /// What lifelines must not run through.
    texts: Vec<Frame>,
}

/// Draws a sequence.
pub(super) fn draw(sequence: &Sequence, setter: &Setter, words: &DiagramWords) -> Drawing {
    let heads: Vec<Lines> =
        sequence.people.iter().map(|person| setter.inside(&person.label)).collect();
    let tall = heads.iter().map(Lines::height).fold(LINE, f64::max) + 2.0 * PAD.1;
    let (columns, width) = columns(sequence, setter, &heads);
    let (drawing, open, texts) = (Drawing::default(), Vec::new(), Vec::new());
    let mut rows = Rows { setter, words, columns, drawing, y: tall + 0.35, open, texts };
    for event in &sequence.events {
        rows.event(event);
    }
    rows.y += 0.5;
    rows.lifelines(tall);
    for (at, text) in heads.into_iter().enumerate() {
        let frame = Frame {
            x: rows.columns[at] - text.width / 2.0 - PAD.0,
            y: 0.0,
            width: text.width + 2.0 * PAD.0,
            height: tall,
        };
        let form = if sequence.people[at].is_actor { "stadium" } else { "box" };
        rows.drawing.boxed(form, frame, Tone::Node, text);
    }
    let width = width.max(rows.drawing.width);
    Drawing { width, height: rows.y, ..rows.drawing }
}

/// The middle of each column, and how wide they are with what stands beside them.
fn columns(sequence: &Sequence, setter: &Setter, heads: &[Lines]) -> (Vec<f64>, f64) {
    let count = heads.len();
    let half = |at: usize| heads[at].width / 2.0 + PAD.0;
    let mut steps: Vec<f64> = (1..count).map(|at| half(at - 1) + half(at) + BETWEEN).collect();
    let mut sides = (half(0), half(count - 1));
    let mut needs: Vec<(usize, usize, f64)> = Vec::new();
    for event in &sequence.events {
        match event {
            Event::Message(Message { from, to, label, .. }) => {
                let wide = setter.message(label).width + BESIDE;
                let (a, b) = (*from.min(to), *from.max(to));
                needs.push(if a == b { (a, a + 1, wide + LOOP) } else { (a, b, wide + 0.6) });
            }
            Event::Note { over, side, label } => {
                let wide = setter.message(label).width + 2.0 * PAD.0;
                match side {
                    Side::Over if over.0 < over.1 => needs.push((over.0, over.1, wide - 1.0)),
                    Side::Over => {
                        needs.push((over.0, over.0 + 1, wide / 2.0 + 0.5));
                        if over.0 > 0 {
                            needs.push((over.0 - 1, over.0, wide / 2.0 + 0.5));
                        } else {
                            sides.0 = sides.0.max(wide / 2.0);
                        }
                    }
                    Side::Right => needs.push((over.1, over.1 + 1, wide + 0.8)),
                    Side::Left if over.0 > 0 => needs.push((over.0 - 1, over.0, wide + 0.8)),
                    Side::Left => sides.0 = sides.0.max(wide + 0.4),
                }
            }
            _ => {}
        }
    }
    needs.sort_by_key(|(a, b, _)| b - a);
    for (a, b, wide) in needs {
        if b >= count {
            sides.1 = sides.1.max(wide);
            continue;
        }
        let missing = wide - steps[a..b].iter().sum::<f64>();
        steps[a..b].iter_mut().for_each(|step| *step += missing.max(0.0) / (b - a) as f64);
    }
    let mut at = sides.0;
    let mut columns = vec![at];
    for step in steps {
        at += step;
        columns.push(at);
    }
    (columns, at + sides.1)
}

impl Rows<'_> {
    fn event(&mut self, event: &Event) {
        match event {
            Event::Message(message) => self.message(message),
            Event::Note { over, side, label } => {
                self.note(*over, *side, self.setter.message(label))
            }
            Event::Open { kind, label } => {
                let word = match kind {
                    FrameKind::Loop => self.words.again.as_str(),
                    FrameKind::Option => self.words.maybe.as_str(),
                    FrameKind::Parallel => self.words.parallel.as_str(),
                    FrameKind::Plain => "",
                };
                let mut text = self.setter.title(label);
                if !word.is_empty() {
                    text = self.setter.title_with(word, label);
                }
                self.y += 0.25;
                let mark = self.drawing.marks.len();
                let frame = Frame::default();
                self.drawing.marks.push(Mark::Outline { form: "group", frame, tone: Tone::Group });
                self.open.push(Open {
                    mark,
                    top: self.y,
                    span: None,
                    parts: Vec::new(),
                    labels: Vec::new(),
                });
                self.case(text);
            }
            Event::Else(label) => {
                self.y += 0.35;
                let y = self.y;
                if let Some(open) = self.open.last_mut() {
                    open.parts.push(y);
                }
                self.case(self.setter.title(label));
            }
            Event::Close => self.close(),
        }
    }

    /// The text at the top of a frame or of another case in it.
    fn case(&mut self, text: Lines) {
        let height = text.height();
        let frame = Frame { x: 0.0, y: self.y + 0.1, width: text.width, height };
        if text.lines.iter().any(|line| !line.is_empty()) {
            let at = self.drawing.marks.len();
            if let Some(open) = self.open.last_mut() {
                open.labels.push(at);
            }
            self.drawing.text(text, frame, Tone::Muted, "start");
            self.y += height + 0.1;
        }
    }

    /// The frame is as wide as those who are in it.
    fn close(&mut self) {
        let Some(open) = self.open.pop() else { return };
        self.y += 0.4;
        let (a, b) = open.span.unwrap_or((0, self.columns.len() - 1));
        let inset = 1.1 - 0.25 * self.open.len() as f64;
        let texts = self.texts.iter().filter(|text| text.y >= open.top);
        let low = texts.clone().map(|text| text.x - 0.3).fold(self.columns[a] - inset, f64::min);
        let high =
            texts.map(|text| text.x + text.width + 0.3).fold(self.columns[b] + inset, f64::max);
        let x = low.max(0.0);
        let labelled = open.labels.iter().filter_map(|at| match &self.drawing.marks[*at] {
            Mark::Text { frame, .. } => Some(x + frame.width + 0.8),
            _ => None,
        });
        let width = labelled.fold(high, f64::max) - x;
        self.drawing.width = self.drawing.width.max(x + width);
        if let Mark::Outline { frame, .. } = &mut self.drawing.marks[open.mark] {
            *frame = Frame { x, y: open.top, width, height: self.y - open.top };
        }
        for at in open.labels {
            if let Mark::Text { frame, .. } = &mut self.drawing.marks[at] {
                frame.x = x + 0.4;
                self.texts.push(*frame);
            }
        }
        for y in open.parts {
            let line = Line { stroke: Stroke::Dashed, ..Line::straight((x, y), (x + width, y)) };
            self.drawing.marks.push(Mark::Line(line));
        }
        self.reach(a, b);
        self.y += 0.15;
    }

    /// Widens the frames that are open to those who take part in something.
    fn reach(&mut self, a: usize, b: usize) {
        if let Some(open) = self.open.last_mut() {
            let (low, high) = open.span.unwrap_or((a, b));
            open.span = Some((low.min(a), high.max(b)));
        }
    }

    fn message(&mut self, message: &Message) {
        let Message { from, to, label, is_dashed, tail, head } = message;
        let text = self.setter.message(label);
        self.reach(*from.min(to), *from.max(to));
        let (a, b) = (self.columns[*from], self.columns[*to]);
        let height = if text.lines.iter().all(String::is_empty) { 0.3 } else { text.height() };
        let stroke = if *is_dashed { Stroke::Dashed } else { Stroke::Solid };
        let shape = if from == to {
            let frame = Frame { x: a + LOOP + 0.3, y: self.y + 0.2, width: text.width, height };
            self.say(text, frame, "start");
            let (y, below) = (self.y + 0.3, self.y + height.max(0.9) + 0.1);
            let curve = [(a + LOOP * 1.2, y), (a + LOOP * 1.2, below), (a, below)];
            self.y = below;
            Line { start: (a, y), curves: vec![curve], ..Line::default() }
        } else {
            let middle = (a + b) / 2.0;
            let frame =
                Frame { x: middle - text.width / 2.0, y: self.y + 0.05, width: text.width, height };
            self.say(text, frame, "center");
            self.y += height + 0.2;
            Line::straight((a, self.y), (b, self.y))
        };
        let line = Line { stroke, tail: *tail, head: *head, ..shape };
        self.drawing.marks.push(Mark::Line(line));
        self.y += 0.3;
    }

    fn say(&mut self, text: Lines, frame: Frame, align: &'static str) {
        self.texts.push(frame);
        self.drawing.text(text, frame, Tone::Muted, align);
    }

    fn note(&mut self, over: (usize, usize), side: Side, text: Lines) {
        let (a, b) = (self.columns[over.0], self.columns[over.1]);
        let (wide, height) = (text.width + 2.0 * PAD.0, text.height() + 2.0 * PAD.1);
        let spread = (b - a + 1.6).max(wide);
        let (x, width) = match side {
            Side::Over if over.0 < over.1 => ((a + b - spread) / 2.0, spread),
            Side::Over => (a - wide / 2.0, wide),
            Side::Right => (b + 0.4, wide),
            Side::Left => (a - 0.4 - wide, wide),
        };
        let frame = Frame { x: x.max(0.0), y: self.y + 0.15, width, height };
        self.reach(over.0, over.1);
        self.texts.push(frame);
        self.drawing.boxed("box", frame, Tone::Note, text);
        self.y = frame.y + height + 0.25;
    }

    /// The line below each who takes part, which leaves out texts.
    fn lifelines(&mut self, top: f64) {
        let mut lines = Vec::new();
        for x in &self.columns {
            let mut hidden: Vec<(f64, f64)> = self
                .texts
                .iter()
                .filter(|text| text.x - 0.15 < *x && *x < text.x + text.width + 0.15)
                .map(|text| (text.y, text.y + text.height))
                .collect();
            hidden.sort_by(|a, b| a.0.total_cmp(&b.0));
            let mut from = top;
            for (a, b) in hidden.into_iter().chain([(self.y, self.y)]) {
                if a > from + 0.1 {
                    let line = Line::straight((*x, from), (*x, a));
                    lines.push(Mark::Line(Line {
                        stroke: Stroke::Faint,
                        head: Head::None,
                        ..line
                    }));
                }
                from = from.max(b);
            }
        }
        // Behind arrows and texts, in front of frames.
        let frames = |mark: &Mark| matches!(mark, Mark::Outline { tone: Tone::Group, .. });
        let (back, front): (Vec<Mark>, Vec<Mark>) =
            std::mem::take(&mut self.drawing.marks).into_iter().partition(frames);
        self.drawing.marks = back.into_iter().chain(lines).chain(front).collect();
    }
}
