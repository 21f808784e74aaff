//! `flowchart` and `graph`: boxes, chains of arrows between them, and frames.

use super::Fault;
use super::graph::{Direction, Edge, End, Graph, Group, Head, Shape, Stroke};
use super::label::Label;
use super::scan::Statement;

/// How boxes are written: what opens them, what may close them, and their outline.
const SHAPES: [(&str, &[&str], Shape); 14] = [
    ("(((", &[")))"], Shape::DoubleCircle),
    ("((", &["))"], Shape::Circle),
    ("([", &["])"], Shape::Stadium),
    ("[[", &["]]"], Shape::Subroutine),
    ("[(", &[")]"], Shape::Cylinder),
    ("[/", &["/]", "\\]"], Shape::Parallelogram),
    ("[\\", &["\\]", "/]"], Shape::Parallelogram),
    ("{{", &["}}"], Shape::Hexagon),
    ("(-", &["-)"], Shape::Circle),
    ("[|", &["|]"], Shape::Box),
    ("{", &["}"], Shape::Rhombus),
    ("(", &[")"], Shape::Box),
    ("[", &["]"], Shape::Box),
    (">", &["]"], Shape::Box),
];

/// Statements that only say how things look or what a click does.
const LOOKS: [&str; 6] = ["classDef", "class", "style", "linkStyle", "click", "direction"];

/// Reads a flowchart: its first statement, and the others.
pub(super) fn parse(head: Statement, rest: &[Statement]) -> Result<Graph, Fault> {
    let mut flow = Flow::default();
    let (_, direction) = head.word();
    let (word, behind) = direction.word();
    flow.graph.direction = named(word).unwrap_or_default();
    // What stands behind the kind on the same line may be a statement.
    let first = if named(word).is_some() { behind } else { direction };
    for statement in std::iter::once(&first).chain(rest) {
        if !statement.text.is_empty() {
            flow.statement(*statement)?;
        }
        if flow.graph.is_endless() {
            return Err(Fault::new(
                head.range(),
                "it has more boxes and arrows than a page can show",
            ));
        }
    }
    flow.graph.join_groups();
    Ok(flow.graph)
}

/// The direction that a word names.
pub(super) fn named(word: &str) -> Option<Direction> {
    Some(match word {
        "TD" | "TB" | "v" => Direction::Down,
        "BT" | "^" => Direction::Up,
        "LR" | ">" => Direction::Right,
        "RL" | "<" => Direction::Left,
        _ => return None,
    })
}

/// A flowchart that is being read.
#[derive(Default)]
struct Flow {
    graph: Graph,
    /// The frames that are open.
    open: Vec<usize>,
}

impl Flow {
    fn statement(&mut self, statement: Statement) -> Result<(), Fault> {
        let (word, rest) = statement.word();
        match word {
            "subgraph" => self.group(rest),
            "end" if rest.text.is_empty() => drop(self.open.pop()),
            _ if LOOKS.contains(&word) && !rest.text.starts_with(['-', '=', '~', '<']) => {}
            _ => return self.chain(&mut Cursor { statement, at: 0 }),
        }
        Ok(())
    }

    /// `subgraph id [title]`, `subgraph title`
    fn group(&mut self, rest: Statement) {
        let bracket = rest.text.find('[').filter(|_| rest.text.ends_with(']'));
        let (id, label) = match bracket {
            Some(at) => {
                let inner = &rest.text[at + 1..rest.text.len() - 1];
                (rest.text[..at].trim(), Label::read(inner, rest.at + at + 1))
            }
            None => (rest.text.trim_matches('"'), rest.label()),
        };
        let parent = self.open.last().copied();
        self.open.push(self.graph.groups.len());
        self.graph.groups.push(Group { id: id.to_owned(), label, parent });
    }

    /// `A[text] & B --> C -- text --> D`
    fn chain(&mut self, cursor: &mut Cursor) -> Result<(), Fault> {
        let mut from = self.nodes(cursor)?;
        while let Some(link) = cursor.link() {
            let to = self.nodes(cursor)?;
            for (a, b) in from.iter().flat_map(|a| to.iter().map(move |b| (*a, *b))) {
                self.graph.edges.push(Edge {
                    from: End::Node(a),
                    to: End::Node(b),
                    label: link.label.clone(),
                    stroke: link.stroke,
                    tail: link.tail,
                    head: link.head,
                });
            }
            from = to;
        }
        if cursor.rest().is_empty() { Ok(()) } else { Err(cursor.fault()) }
    }

    /// `A[text] & B`
    fn nodes(&mut self, cursor: &mut Cursor) -> Result<Vec<usize>, Fault> {
        let mut nodes = vec![self.node(cursor)?];
        while cursor.take("&") {
            nodes.push(self.node(cursor)?);
        }
        Ok(nodes)
    }

    /// `A`, `A[text]`, `A[text]:::class`, `A@{shape: circle, label: "text"}`
    fn node(&mut self, cursor: &mut Cursor) -> Result<usize, Fault> {
        let (id, at) = cursor.name().ok_or_else(|| cursor.fault())?;
        let index = self.graph.node(id, at, self.open.last().copied());
        let node = &mut self.graph.nodes[index];
        if cursor.take_here("@{") {
            let start = cursor.at;
            let settings = cursor.until("}").ok_or_else(|| cursor.fault())?;
            cursor.settings(settings, start, node);
        } else if let Some((label, shape)) = cursor.shape()? {
            node.label = label;
            node.shape = shape;
        }
        if cursor.take_here(":::") {
            cursor.name();
        }
        Ok(index)
    }
}

/// A line between boxes.
struct Link {
    stroke: Stroke,
    tail: Head,
    head: Head,
    label: Option<Label>,
}

/// A place in a statement.
struct Cursor<'t> {
    statement: Statement<'t>,
    at: usize,
}

impl<'t> Cursor<'t> {
    fn rest(&self) -> &'t str {
        self.statement.text[self.at..].trim_start()
    }

    fn skip_blanks(&mut self) {
        self.at = self.statement.text.len() - self.rest().len();
    }

    fn fault(&self) -> Fault {
        let start = self.statement.text.len() - self.rest().len();
        let range = self.statement.at + start..self.statement.range().end;
        let range = if range.is_empty() { self.statement.range() } else { range };
        let shown: String = self.rest().chars().take(24).collect();
        let message = match shown.as_str() {
            "" => "an arrow that leads nowhere is not understood".to_owned(),
            shown => format!("`{shown}` is not understood"),
        };
        Fault::new(range, message)
    }

    /// Passes over a text behind any blanks, if it stands there.
    fn take(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        if found {
            self.skip_blanks();
            self.at += text.len();
        }
        found
    }

    /// The same for a text right here.
    fn take_here(&mut self, text: &str) -> bool {
        let found = self.statement.text[self.at..].starts_with(text);
        self.at += if found { text.len() } else { 0 };
        found
    }

    /// What stands before a text, which is passed over as well.
    fn until(&mut self, text: &str) -> Option<&'t str> {
        let rest = &self.statement.text[self.at..];
        let end = rest.find(text)?;
        self.at += end + text.len();
        Some(&rest[..end])
    }

    /// The name of a box and its place in the source.
    fn name(&mut self) -> Option<(&'t str, usize)> {
        self.skip_blanks();
        let rest = &self.statement.text[self.at..];
        let mut end = 0;
        for (at, c) in rest.char_indices() {
            let behind = &rest[at + c.len_utf8()..];
            let joins = matches!(c, '-' | '.' | '/' | '*' | '\'')
                && at > 0
                && behind.starts_with(|next: char| next.is_alphanumeric());
            if !(c.is_alphanumeric() || c == '_' || joins || is_sign(c)) {
                break;
            }
            end = at + c.len_utf8();
        }
        let at = self.statement.at + self.at;
        self.at += end;
        (end > 0).then(|| (&rest[..end], at))
    }

    /// The text in a box and its outline; `None` where the name stands alone.
    fn shape(&mut self) -> Result<Option<(Label, Shape)>, Fault> {
        let rest = &self.statement.text[self.at..];
        let Some((open, closers, shape)) = SHAPES.iter().find(|(open, ..)| rest.starts_with(open))
        else {
            return Ok(None);
        };
        let inner = &rest[open.len()..];
        let (length, closer) = closing(inner, closers).ok_or_else(|| self.fault())?;
        let label = Label::read(&inner[..length], self.statement.at + self.at + open.len());
        self.at += open.len() + length + closer;
        Ok(Some((label, *shape)))
    }

    /// `shape: circle, label: "text"`
    fn settings(&self, settings: &str, start: usize, node: &mut super::Node) {
        for part in settings.split([',', '\n']) {
            let Some((key, value)) = part.split_once(':') else { continue };
            let offset = value.as_ptr() as usize - settings.as_ptr() as usize;
            match key.trim() {
                "label" => node.label = Label::read(value, self.statement.at + start + offset),
                "shape" => node.shape = outline(value.trim().trim_matches('"')),
                _ => {}
            }
        }
    }

    /// `-->`, `-- text -->`, `-.->`, `==>`, `<-->`, `--o`, `~~~`, each with `|text|` behind it
    fn link(&mut self) -> Option<Link> {
        let before = self.at;
        self.skip_blanks();
        // The name of an arrow: `e1@-->`.
        if let Some((name, behind)) = self.rest().split_once('@')
            && name.chars().all(char::is_alphanumeric)
            && behind.starts_with(['-', '=', '<'])
        {
            self.at += name.len() + 1;
        }
        let link = self.bare_link();
        if link.is_none() {
            self.at = before;
        }
        let mut link = link?;
        if self.take("|") {
            let at = self.statement.at + self.at;
            let text = self.until("|")?;
            link.label = Some(Label::read(text, at)).filter(|label| !label.text.is_empty());
        }
        Some(link)
    }

    fn bare_link(&mut self) -> Option<Link> {
        let rest = &self.statement.text[self.at..];
        let tail = match rest.as_bytes().first()? {
            b'<' => Head::Arrow,
            b'o' => Head::Dot,
            b'x' => Head::Cross,
            _ => Head::None,
        };
        let after_tail = &rest[usize::from(tail != Head::None)..];
        let run = line_run(after_tail);
        if run.len() < 2 || run == ".-" {
            return None;
        }
        self.at += usize::from(tail != Head::None) + run.len();
        let mut stroke = stroke_of(run);
        let mut head = self.head();
        let mut label = None;
        let is_open = head == Head::None && (run.len() == 2 && run != "~~");
        if is_open {
            let (text, length) = text_before_line(&self.statement.text[self.at..], run)?;
            label = Some(Label::read(text, self.statement.at + self.at));
            self.at += text.len() + length;
            head = self.head();
            stroke = if stroke == Stroke::Hidden { Stroke::Solid } else { stroke };
        }
        Some(Link { stroke, tail, head, label: label.filter(|label| !label.text.is_empty()) })
    }

    /// What stands at the end of a line.
    fn head(&mut self) -> Head {
        let rest = &self.statement.text[self.at..];
        let stands_alone = |rest: &str| rest[1..].starts_with([' ', '|', '\t']);
        let head = match rest.as_bytes().first() {
            Some(b'>') => Head::Arrow,
            Some(b'o') if stands_alone(rest) => Head::Dot,
            Some(b'x') if stands_alone(rest) => Head::Cross,
            _ => Head::None,
        };
        self.at += usize::from(head != Head::None);
        head
    }
}

/// Whether a character that is no letter may be part of a name, as in a name of an emoji.
fn is_sign(c: char) -> bool {
    !c.is_ascii() && !c.is_whitespace() && !matches!(c, '—' | '→' | '，' | '；')
}

/// The signs of a line at the beginning of a text.
fn line_run(text: &str) -> &str {
    let end = text.find(|c| !matches!(c, '-' | '=' | '.' | '~')).unwrap_or(text.len());
    &text[..end]
}

fn stroke_of(run: &str) -> Stroke {
    match run {
        run if run.contains('=') => Stroke::Thick,
        run if run.contains('.') => Stroke::Dashed,
        run if run.contains('~') => Stroke::Hidden,
        _ => Stroke::Solid,
    }
}

/// The text of an arrow that began with `run`, and how long the rest of its line is.
fn text_before_line<'t>(text: &'t str, run: &str) -> Option<(&'t str, usize)> {
    let ends: &[&str] = match run {
        "==" => &["=="],
        "-." => &[".-", "-.-"],
        _ => &["--"],
    };
    // Signs inside quotation marks are text.
    let trimmed = text.trim_start();
    let quoted = trimmed.strip_prefix('"').and_then(|rest| rest.find('"'));
    let from = quoted.map_or(0, |end| text.len() - trimmed.len() + end + 2);
    let at = ends.iter().filter_map(|end| text[from..].find(end)).min()? + from;
    Some((&text[..at], line_run(&text[at..]).len()))
}

/// Where the text in a box ends, and how long what closes it is.
fn closing(inner: &str, closers: &[&str]) -> Option<(usize, usize)> {
    let trimmed = inner.trim_start();
    let quoted = trimmed.strip_prefix('"').and_then(|rest| rest.find('"'));
    let from = quoted.map_or(0, |end| inner.len() - trimmed.len() + end + 2);
    let mut depth = 0usize;
    for (at, c) in inner.char_indices().skip_while(|(at, _)| *at < from) {
        let found = closers.iter().find(|closer| inner[at..].starts_with(**closer));
        if let Some(closer) = found.filter(|_| depth == 0) {
            return Some((at, closer.len()));
        }
        let single = closers[0].len() == 1;
        match c {
            '(' | '[' | '{' if single => depth += 1,
            ')' | ']' | '}' if single => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    // Brackets inside the text that are not closed are text.
    let last =
        closers.iter().filter_map(|closer| Some((inner[from..].find(closer)?, closer.len())));
    last.min().map(|(at, closer)| (at + from, closer))
}

/// The outline that a name of Mermaid's newer syntax stands for.
fn outline(name: &str) -> Shape {
    match name {
        "diam" | "diamond" | "decision" | "question" => Shape::Rhombus,
        "circle" | "circ" => Shape::Circle,
        "dbl-circ" | "double-circle" | "framed-circle" | "fr-circ" => Shape::DoubleCircle,
        "stadium" | "pill" | "terminal" => Shape::Stadium,
        "cyl" | "cylinder" | "database" | "db" | "lin-cyl" | "h-cyl" | "das" | "disk" => {
            Shape::Cylinder
        }
        "hex" | "hexagon" | "prepare" => Shape::Hexagon,
        "subproc" | "subroutine" | "fr-rect" | "subprocess" => Shape::Subroutine,
        "lean-r" | "lean-l" | "in-out" | "out-in" | "trap-b" | "trap-t" => Shape::Parallelogram,
        "text" => Shape::Plain,
        _ => Shape::Box,
    }
}
