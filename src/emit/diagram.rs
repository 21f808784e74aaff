//! A diagram → the Typst call that draws it. Places and sizes are em of its labels, so that the template can
//! set it as large as there is room for; of several drawings it takes the one that becomes the largest.

mod drawing;
mod fold;
mod graph;
mod layered;
mod sequence;
mod strokes;
mod tree;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;

use super::lines;
use super::markup::Emitter;
use crate::contract::{Aspect, LEAST_SMALL};
use crate::deck::diagram::{
    Diagram, Direction, Edge, End, Event, Graph, Kind, LANGUAGE, Label, Message, Period, Sequence,
    Shown,
};
use crate::deck::{Block, Inline, Spanned};
use crate::diag::{Diagnostic, Sources, Span};
use crate::locale::{DiagramWords, Dictionary, Words};
use drawing::{Drawing, Frame, LINE, Lines, Mark};

/// What the margins, and title and foot leave of a page, in pt, in the theme that leaves the least.
const AROUND: (f64, f64) = (160.0, 210.0);
/// The widths in em that labels of boxes are tried with.
const WIDEST: [f64; 3] = [10.0, 7.0, 5.0];
/// The same for labels of arrows.
const WIDEST_BESIDE: f64 = 7.0;
/// Width in em of the longest title of a frame.
const WIDEST_TITLE: f64 = 24.0;
/// How much larger a drawing must become in another direction than its author gave it.
const WORTH_TURNING: f64 = 1.15;
/// How much is thought of several rows: one is easier to follow.
const WORTH_FOLDING: f64 = 0.9;
/// Most rows that a graph is broken into.
const MOST_ROWS: usize = 3;
/// Most arrows that the alternative text names.
const MOST_SAID: usize = 24;

/// Sets labels.
struct Setter {
    /// The dictionary that finds words to keep together.
    dictionary: Option<Dictionary>,
    /// Width of the widest line in a box.
    widest: f64,
}

impl Setter {
    fn lines(&self, label: &Label, widest: f64) -> Lines {
        let (mut lines, mut width) = (Vec::new(), 0.0f64);
        for line in label.text.split('\n') {
            let (pieces, wide) = lines::label(line, self.dictionary, widest);
            lines.extend(pieces);
            width = width.max(wide);
        }
        Lines { lines, label: label.clone(), width }
    }

    /// The label of a box.
    fn inside(&self, label: &Label) -> Lines {
        self.lines(label, self.widest)
    }

    /// The label of an arrow.
    fn beside(&self, label: &Label) -> Lines {
        self.lines(label, WIDEST_BESIDE.min(self.widest))
    }

    /// The text of a message or a note.
    fn message(&self, label: &Label) -> Lines {
        self.lines(label, self.widest * 1.6)
    }

    /// The title of a frame behind a word that says what it is.
    fn title_with(&self, word: &str, label: &Label) -> Lines {
        let text = match label.text.is_empty() {
            true => word.to_owned(),
            false => format!("{word} · {}", label.line()),
        };
        self.title(&Label { text, range: label.range.clone() })
    }

    /// The title of a frame.
    fn title(&self, label: &Label) -> Lines {
        self.lines(label, WIDEST_TITLE)
    }
}

/// The drawings of a diagram among which its place decides, the one that is best on a page of its own first.
///
/// # Errors
/// Why there is none.
fn drawings(shown: &Shown, words: &Words, aspect: Aspect) -> Result<Vec<Drawing>, &'static str> {
    let room = (aspect.width() - AROUND.0, aspect.size().1 - AROUND.1);
    let mut all = Vec::new();
    for widest in WIDEST {
        let setter = Setter { dictionary: words.dictionary, widest };
        for (worth, drawing) in ways(&shown.kind, &setter, &words.diagram) {
            let mut drawing = drawing.ok_or("an arrow leads from a frame to what is in it")?;
            if drawing.is_empty() {
                return Err("there is nothing in it");
            }
            if let Some(title) = &shown.title {
                drawing.entitle(setter.title(title));
            }
            all.push((worth, drawing));
        }
    }
    let best = |room| {
        let size = |at: usize| all[at].1.size_in(room).min(24.0) * all[at].0;
        (0..all.len()).rev().max_by(|a, b| size(*a).total_cmp(&size(*b)))
    };
    let whole = best(room).ok_or("there is nothing in it")?;
    let half = best((room.0 * 0.45, room.1)).filter(|half| *half != whole);
    if all[whole].1.size_in(room) < LEAST_SMALL {
        return Err("it is too large to be read on one page");
    }
    let mut all: Vec<Option<Drawing>> = all.into_iter().map(|(_, drawing)| Some(drawing)).collect();
    Ok([Some(whole), half].into_iter().flatten().filter_map(|at| all[at].take()).collect())
}

/// Makes a listing of a diagram that cannot be drawn; returns the finding that says why.
pub(super) fn settle(
    block: &mut Spanned<Block>,
    words: &Words,
    aspect: Aspect,
    sources: &Sources,
) -> Option<Diagnostic> {
    let Block::Diagram(diagram) = &block.value else { return None };
    let places = Places::new(diagram, block.span, sources);
    let (span, why) = match diagram.parse() {
        Ok(shown) => match drawings(&shown, words, aspect) {
            Ok(_) => return None,
            Err(why) => (block.span, why.to_owned()),
        },
        Err(fault) => (places.within(fault.range), fault.message),
    };
    let message = format!("this diagram is not drawn, its source is shown as code: {why}");
    let (lang, text) = (Some(LANGUAGE.to_owned()), diagram.text.clone());
    block.value = Block::Code { lang, text, options: BTreeMap::new() };
    Some(Diagnostic::warning("undrawn-diagram", span, message))
}

/// The ways in which a diagram can be drawn, and how much is thought of each.
fn ways(kind: &Kind, setter: &Setter, words: &DiagramWords) -> Vec<(f64, Option<Drawing>)> {
    match kind {
        Kind::Graph(graph) | Kind::States(graph) => ways_of_graph(graph, setter),
        Kind::Sequence(sequence) => vec![(1.0, Some(sequence::draw(sequence, setter, words)))],
        Kind::MindMap(root) => {
            let way = |both| (1.0, Some(tree::mind_map(root, both, setter)));
            vec![way(true), way(false)]
        }
        Kind::Timeline(periods) => vec![(1.0, Some(tree::timeline(periods, setter)))],
    }
}

/// The ways in which a graph can be drawn.
fn ways_of_graph(graph: &Graph, setter: &Setter) -> Vec<(f64, Option<Drawing>)> {
    let other = match graph.direction {
        Direction::Down | Direction::Up => Direction::Right,
        Direction::Right | Direction::Left => Direction::Down,
    };
    let start = graph::boxes::start(graph);
    let mut ways = vec![
        (WORTH_TURNING, graph::draw(graph, graph.direction, setter, start)),
        (1.0, graph::draw(graph, other, setter, start)),
    ];
    let folded = (2..=MOST_ROWS).map(|rows| fold::draw(graph, rows, setter));
    ways.extend(folded.filter(Option::is_some).map(|drawing| (WORTH_FOLDING, drawing)));
    ways
}

/// Where the labels of a diagram were written.
struct Places<'s> {
    span: Span,
    /// What stands there, if it is the source as it was read.
    text: Option<&'s str>,
}

impl<'s> Places<'s> {
    fn new(diagram: &Diagram, span: Span, sources: &'s Sources) -> Self {
        Self { span, text: Some(sources.text(span)).filter(|text| *text == diagram.text) }
    }

    /// The place of bytes of the source.
    fn within(&self, range: Range<usize>) -> Span {
        if self.text.is_some() { self.span.within(range) } else { self.span }
    }

    /// The place of a line of a label.
    fn of(&self, label: &Label, line: &str) -> Span {
        let Some(text) = self.text else { return self.span };
        let written = text.get(label.range.clone()).unwrap_or_default();
        let start = label.range.start;
        match written.find(line) {
            Some(at) => self.span.within(start + at..start + at + line.len()),
            None => self.span.within(label.range.clone()),
        }
    }
}

impl Emitter<'_> {
    /// `theme.diagram(…)`, as an expression.
    pub(super) fn diagram(&mut self, diagram: &Diagram, span: Span) {
        // `settle` has already turned diagrams that cannot be drawn into listings.
        let Ok(shown) = diagram.parse() else { return self.out.code("none") };
        let Ok(drawings) = drawings(&shown, self.words, self.aspect) else {
            return self.out.code("none");
        };
        let places = Places::new(diagram, span, self.sources);
        self.out.code("theme.diagram(alt: ");
        self.out.string(&alt(&shown, self.words), span);
        self.share();
        self.out.code(",");
        self.out.indent_in();
        let around = self.breaking;
        self.breaking.room = f64::INFINITY;
        (self.breaking.words, self.breaking.balancing) = (None, None);
        for drawing in &drawings {
            self.drawing_data(drawing, &places);
        }
        self.breaking = around;
        self.out.indent_out();
        self.out.newline();
        self.out.code(")");
    }

    /// A drawing, as a dictionary.
    fn drawing_data(&mut self, drawing: &Drawing, places: &Places) {
        self.out.newline();
        let Drawing { width, height, marks, .. } = drawing;
        self.out.code(&format!("(width: {width:.2}, height: {height:.2}, marks: ("));
        self.out.indent_in();
        for mark in marks {
            self.out.newline();
            match mark {
                Mark::Outline { form, frame, tone } => {
                    self.out.code(&format!(
                        "(\"{form}\", \"{}\", {}),",
                        tone.name(),
                        sides(*frame)
                    ));
                }
                Mark::Line(line) => self.out.code(&strokes::line(line)),
                Mark::Text { text, frame, tone, align } => {
                    let at = sides(*frame);
                    let tone = tone.name();
                    self.out.code(&format!("(\"text\", \"{tone}\", {at}, {align}, {LINE}, ("));
                    self.label_lines(text, places);
                    self.out.code(")),");
                }
            }
        }
        self.out.indent_out();
        self.out.newline();
        self.out.code(")),");
    }

    fn label_lines(&mut self, text: &Lines, places: &Places) {
        for line in &text.lines {
            let span = places.of(&text.label, line);
            self.bracketed(&[Spanned::new(Inline::Text(line.clone()), span)]);
            self.out.code(", ");
        }
    }
}

fn sides(frame: Frame) -> String {
    let Frame { x, y, width, height } = frame;
    format!("{x:.2}, {y:.2}, {width:.2}, {height:.2}")
}

/// The alternative text: what kind of diagram it is, and its arrows.
fn alt(shown: &Shown, words: &Words) -> String {
    if let Some(alt) = &shown.alt {
        return alt.clone();
    }
    let (kind, said) = match &shown.kind {
        Kind::Graph(graph) => (&words.diagram.flow, arrows(graph, words)),
        Kind::States(graph) => (&words.diagram.state, arrows(graph, words)),
        Kind::Sequence(sequence) => (&words.diagram.sequence, messages(sequence, words)),
        Kind::MindMap(_) => (&words.diagram.mind, shown.labels().map(Label::line).collect()),
        Kind::Timeline(periods) => (&words.diagram.timeline, times(periods, words)),
    };
    let mut out = kind.clone();
    if let Some(title) = &shown.title {
        let _ = write!(out, "{}{}", words.colon, title.line());
    }
    let more = if said.len() > MOST_SAID { " …" } else { "" };
    let said: Vec<String> = said.into_iter().take(MOST_SAID).collect();
    let _ = write!(out, "{}{}{more}", words.stop, said.join(&words.comma));
    out
}

/// The arrows of a graph as text; its boxes, where it has none.
fn arrows(graph: &Graph, words: &Words) -> Vec<String> {
    let name = |end: End| match end {
        End::Node(index) => graph.nodes[index].label.line(),
        End::Group(index) => graph.groups[index].label.line(),
    };
    if graph.edges.is_empty() {
        return graph.nodes.iter().map(|node| node.label.line()).collect();
    }
    let said = |edge: &Edge| match &edge.label {
        Some(label) => {
            let to = words.chart.qualified(&name(edge.to), &label.line());
            format!("{} → {to}", name(edge.from))
        }
        None => format!("{} → {}", name(edge.from), name(edge.to)),
    };
    graph.edges.iter().map(said).collect()
}

/// The messages of a sequence as text.
fn messages(sequence: &Sequence, words: &Words) -> Vec<String> {
    let name = |at: usize| sequence.people[at].label.line();
    let said = |event: &Event| match event {
        Event::Message(Message { from, to, label, .. }) => {
            Some(format!("{} → {}{}{}", name(*from), name(*to), words.colon, label.line()))
        }
        Event::Note { label, .. } => Some(label.line()),
        _ => None,
    };
    sequence.events.iter().filter_map(said).collect()
}

/// The times of a timeline as text.
fn times(periods: &[Period], words: &Words) -> Vec<String> {
    let said = |period: &Period| {
        let events: Vec<String> = period.events.iter().map(Label::line).collect();
        format!("{}{}{}", period.time.line(), words.colon, events.join(&words.comma))
    };
    periods.iter().map(said).collect()
}
