//! Diagrams as text, in Mermaid's language: what stands in the fence, and what it means. Where things stand
//! and how they look is decided in `emit`.

mod flow;
mod graph;
mod label;
mod numbers;
mod scan;
mod sequence;
mod state;
mod tree;

use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Chart;

pub(crate) use graph::{Direction, Edge, End, Graph, Head, Node, Shape, Stroke};
pub(crate) use label::Label;
pub(crate) use sequence::{Event, FrameKind, Message, Sequence, Side};
pub(crate) use tree::{Branch, Period};

/// The language of the fence.
pub(crate) const LANGUAGE: &str = "mermaid";

/// A diagram that the author wrote as text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Diagram {
    /// Its source in Mermaid's language, without the last newline.
    pub text: String,
}

/// What a diagram shows.
#[derive(Debug, PartialEq)]
pub(crate) struct Shown {
    /// Stands above it.
    pub(crate) title: Option<Label>,
    /// What it is said to be for those who cannot see it; `None`: said from what it shows.
    pub(crate) alt: Option<String>,
    /// What is drawn.
    pub(crate) kind: Kind,
}

/// The kinds of diagrams.
#[derive(Debug, PartialEq)]
pub(crate) enum Kind {
    /// Boxes and arrows.
    Graph(Graph),
    /// States and what leads from one to the other.
    States(Graph),
    /// Messages between those who take part.
    Sequence(Sequence),
    /// A tree.
    MindMap(Branch),
    /// What happened when.
    Timeline(Vec<Period>),
}

/// What is not understood.
#[derive(Debug, PartialEq)]
pub(crate) struct Fault {
    /// Bytes of the text.
    pub(crate) range: Range<usize>,
    /// Why it is not drawn.
    pub(crate) message: String,
}

impl Fault {
    fn new(range: Range<usize>, message: impl Into<String>) -> Self {
        Self { range, message: message.into() }
    }
}

impl Diagram {
    /// Reads the source.
    ///
    /// # Errors
    /// The first place that is not understood.
    pub(crate) fn parse(&self) -> Result<Shown, Fault> {
        let source = scan::Source::read(&self.text);
        let Some((first, rest)) = source.statements.split_first() else {
            return Err(Fault::new(0..self.text.len(), "there is nothing in this diagram"));
        };
        let (kind, title) = match first.text.split_whitespace().next().unwrap_or_default() {
            "graph" | "flowchart" | "flowchart-elk" => {
                (Kind::Graph(flow::parse(*first, rest)?), None)
            }
            "stateDiagram" | "stateDiagram-v2" => (Kind::States(state::parse(rest)?), None),
            "sequenceDiagram" => {
                let (sequence, title) = sequence::parse(rest)?;
                (Kind::Sequence(sequence), title)
            }
            "mindmap" => (Kind::MindMap(tree::mind_map(rest)?), None),
            "timeline" => {
                let (periods, title) = tree::timeline(rest)?;
                (Kind::Timeline(periods), title)
            }
            other => {
                if let Some(Err(fault)) = numbers::chart(&self.text) {
                    return Err(fault);
                }
                let message = format!("diagrams of the kind `{other}` are not drawn");
                return Err(Fault::new(first.range(), message));
            }
        };
        Ok(Shown { title: title.or(source.title), alt: source.alt, kind })
    }

    /// The chart that it means, if it is a diagram of numbers and a chart can show it.
    pub(crate) fn chart(&self) -> Option<Chart> {
        numbers::chart(&self.text)?.ok()
    }

    /// The texts that are drawn; all of the source, where it is not understood.
    pub(crate) fn texts(&self) -> Vec<String> {
        match self.parse() {
            Ok(shown) => shown.labels().map(|label| label.text.clone()).collect(),
            Err(_) => vec![self.text.clone()],
        }
    }
}

impl Shown {
    /// Every text that is drawn.
    pub(crate) fn labels(&self) -> impl Iterator<Item = &Label> {
        let labels: Vec<&Label> = match &self.kind {
            Kind::Graph(graph) | Kind::States(graph) => graph.labels().collect(),
            Kind::Sequence(sequence) => sequence.labels().collect(),
            Kind::MindMap(root) => root.labels(),
            Kind::Timeline(periods) => periods.iter().flat_map(Period::labels).collect(),
        };
        self.title.iter().chain(labels)
    }
}
