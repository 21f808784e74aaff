//! `stateDiagram`: states and what leads from one to the other, as boxes and arrows.

use super::Fault;
use super::flow;
use super::graph::{Edge, End, Graph, Group, Head, Shape, Stroke};
use super::label::Label;
use super::scan::Statement;

/// Reads a state diagram without its first statement.
pub(super) fn parse(statements: &[Statement]) -> Result<Graph, Fault> {
    let mut reader = Reader::default();
    for statement in statements {
        reader.statement(*statement)?;
    }
    reader.graph.join_groups();
    if let Some(first) = statements.first().filter(|_| reader.graph.is_endless()) {
        return Err(Fault::new(first.range(), "it has more than a page can show"));
    }
    Ok(reader.graph)
}

/// A state diagram that is being read.
#[derive(Default)]
struct Reader {
    graph: Graph,
    open: Vec<usize>,
    /// Whether a note goes on until `end note`.
    in_note: Option<usize>,
}

impl Reader {
    fn statement(&mut self, statement: Statement) -> Result<(), Fault> {
        if let Some(note) = self.in_note {
            match statement.text {
                "end note" => self.in_note = None,
                _ => self.more(note, statement.label()),
            }
            return Ok(());
        }
        let (word, rest) = statement.word();
        match word {
            "direction" => {
                if let Some(direction) = flow::named(rest.text).filter(|_| self.open.is_empty()) {
                    self.graph.direction = direction;
                }
            }
            "state" if !rest.text.starts_with("-->") => self.state(rest),
            "note" => self.note(rest)?,
            "classDef" | "class" | "style" | "hide" | "scale" | "--" => {}
            "}" => drop(self.open.pop()),
            _ => self.arrow(statement)?,
        }
        Ok(())
    }

    /// `"text" as id`, `id <<choice>>`, `id {`, `id : text`
    fn state(&mut self, rest: Statement) {
        let is_group = rest.text.ends_with('{');
        let text = rest.text.trim_end_matches('{').trim_end();
        let (name, shape) = match text.find("<<") {
            Some(at) => (text[..at].trim_end(), Some(&text[at..])),
            None => (text, None),
        };
        let (id, label) = match name.find(" as ") {
            Some(at) => (name[at + 4..].trim(), Label::read(&name[..at], rest.at)),
            None => (name, Label::read(name, rest.at)),
        };
        let parent = self.open.last().copied();
        if is_group {
            self.open.push(self.graph.groups.len());
            self.graph.groups.push(Group { id: id.to_owned(), label, parent });
            return;
        }
        let index = self.graph.node(id, rest.at, parent);
        let node = &mut self.graph.nodes[index];
        node.label = label;
        let (shape, is_named) = match shape {
            Some("<<choice>>") => (Shape::Rhombus, false),
            Some("<<fork>>" | "<<join>>") => (Shape::Bar, false),
            _ => (node.shape, true),
        };
        node.shape = shape;
        if !is_named {
            node.label.text = String::new();
        }
    }

    /// `right of id : text`, or until `end note`
    fn note(&mut self, rest: Statement) -> Result<(), Fault> {
        let (side, behind) = rest.word();
        let (of, behind) = behind.word();
        if !matches!(side, "left" | "right") || of != "of" {
            return Err(Fault::new(rest.range(), "this note is not understood"));
        }
        let colon = behind.text.find(':').unwrap_or(behind.text.len());
        let state = self.end(behind.text[..colon].trim(), behind.at, true);
        let label = behind.from(behind.text.len().min(colon + 1)).label();
        let id = format!("note {}", self.graph.nodes.len());
        let group = match state {
            End::Node(index) => self.graph.nodes[index].group,
            End::Group(index) => self.graph.groups[index].parent,
        };
        let note = self.graph.node(&id, behind.at, group);
        self.in_note = label.text.is_empty().then_some(note);
        self.graph.nodes[note].label = label;
        self.graph.nodes[note].shape = Shape::Note;
        self.graph.edges.push(Edge {
            from: state,
            to: End::Node(note),
            label: None,
            stroke: Stroke::Dashed,
            tail: Head::None,
            head: Head::None,
        });
        Ok(())
    }

    /// Adds a line to the text of a state.
    fn more(&mut self, node: usize, label: Label) {
        let own = &mut self.graph.nodes[node].label;
        match own.text.is_empty() {
            true => *own = label,
            false => {
                own.text = format!("{}\n{}", own.text, label.text);
                own.range.end = label.range.end.max(own.range.start);
            }
        }
    }

    /// `a --> b : text`, `id : text`, `id`
    fn arrow(&mut self, statement: Statement) -> Result<(), Fault> {
        let text = statement.text;
        let Some(at) = text.find("-->") else { return self.described(statement) };
        let behind = statement.from(at + 3);
        let colon = behind.text.find(':').unwrap_or(behind.text.len());
        let label = behind.from(behind.text.len().min(colon + 1)).label();
        let from = self.end(text[..at].trim(), statement.at, true);
        let to = self.end(behind.text[..colon].trim(), behind.at, false);
        self.graph.edges.push(Edge {
            from,
            to,
            label: Some(label).filter(|label| !label.text.is_empty()),
            stroke: Stroke::Solid,
            tail: Head::None,
            head: Head::Arrow,
        });
        Ok(())
    }

    /// `id : text`, `id`
    fn described(&mut self, statement: Statement) -> Result<(), Fault> {
        let (id, said) =
            match statement.text.find(':').filter(|at| !statement.text[*at..].starts_with(":::")) {
                Some(at) => (statement.text[..at].trim(), Some(statement.from(at + 1).label())),
                None => (statement.text.split(":::").next().unwrap_or_default().trim(), None),
            };
        if id.is_empty() || id.contains(char::is_whitespace) || id.contains("->") {
            let shown: String = statement.text.chars().take(24).collect();
            return Err(Fault::new(statement.range(), format!("`{shown}` is not understood")));
        }
        let node = self.graph.node(id, statement.at, self.open.last().copied());
        if let Some(said) = said {
            let own = &self.graph.nodes[node];
            match own.label.text == own.id {
                true => self.graph.nodes[node].label = said,
                false => self.more(node, said),
            }
        }
        Ok(())
    }

    /// A state by its name; `[*]` is where everything begins or ends.
    fn end(&mut self, id: &str, at: usize, is_start: bool) -> End {
        let id = id.split(":::").next().unwrap_or(id).trim();
        let group = self.open.last().copied();
        if id != "[*]" {
            return End::Node(self.graph.node(id, at, group));
        }
        let (name, shape) = if is_start { ("start", Shape::Start) } else { ("stop", Shape::Stop) };
        let name = format!("[*] {name} {}", group.map_or(0, |group| group + 1));
        let index = self.graph.node(&name, at, group);
        self.graph.nodes[index].shape = shape;
        self.graph.nodes[index].label.text = String::new();
        End::Node(index)
    }
}
