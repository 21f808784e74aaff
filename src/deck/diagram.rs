//! Diagrams as text, in Mermaid's language: what stands in the fence, and what it means. Where things stand
//! and how they look is decided in `emit`.

mod flow;
mod graph;
mod label;
mod scan;
mod state;

use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub(crate) use graph::{Direction, Edge, End, Graph, Head, Node, Shape, Stroke};
pub(crate) use label::Label;

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
        let kind = match first.text.split_whitespace().next().unwrap_or_default() {
            "graph" | "flowchart" | "flowchart-elk" => Kind::Graph(flow::parse(*first, rest)?),
            "stateDiagram" | "stateDiagram-v2" => Kind::Graph(state::parse(rest)?),
            other => {
                let message = format!("diagrams of the kind `{other}` are not drawn");
                return Err(Fault::new(first.range(), message));
            }
        };
        Ok(Shown { title: source.title, alt: source.alt, kind })
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
        let Kind::Graph(graph) = &self.kind;
        self.title.iter().chain(graph.labels())
    }
}
