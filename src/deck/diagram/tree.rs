//! `mindmap`: a tree, by how far its lines are indented; `timeline`: what happened when.

use super::Fault;
use super::label::Label;
use super::scan::Statement;

/// Most things in a mind map or on a timeline: more could not be read on one page.
const MOST: usize = 120;

/// A thing in a mind map with what stands below it.
#[derive(Debug, PartialEq)]
pub(crate) struct Branch {
    /// What it says.
    pub(crate) label: Label,
    /// What stands below it.
    pub(crate) branches: Vec<Branch>,
}

/// A time, and what happened then.
#[derive(Debug, PartialEq)]
pub(crate) struct Period {
    /// The part of the timeline that it begins, if it does.
    pub(crate) section: Option<Label>,
    /// When.
    pub(crate) time: Label,
    /// What happened.
    pub(crate) events: Vec<Label>,
}

impl Branch {
    /// Every text in it.
    pub(super) fn labels(&self) -> Vec<&Label> {
        let below = self.branches.iter().flat_map(Branch::labels);
        std::iter::once(&self.label).chain(below).collect()
    }
}

impl Period {
    /// Every text in it.
    pub(super) fn labels(&self) -> impl Iterator<Item = &Label> {
        self.section.iter().chain([&self.time]).chain(&self.events)
    }
}

/// Reads a mind map without its first statement.
pub(super) fn mind_map(statements: &[Statement]) -> Result<Branch, Fault> {
    let says = |statement: &&Statement| !statement.text.starts_with("::");
    let mut rest: Vec<&Statement> = statements.iter().filter(says).collect();
    if rest.len() > MOST {
        return Err(Fault::new(rest[0].range(), "it has more than a page can show"));
    }
    rest.reverse();
    let Some(first) = rest.pop() else {
        return Err(Fault::new(0..0, "there is nothing in this diagram"));
    };
    let root = branch(first, &mut rest, 0);
    match rest.pop() {
        Some(other) => Err(Fault::new(other.range(), "a second root is not understood")),
        None => Ok(root),
    }
}

/// A line with those that are indented further. Below `MOST_DEEP`, they are one level.
fn branch(line: &Statement, rest: &mut Vec<&Statement>, depth: usize) -> Branch {
    const MOST_DEEP: usize = 20;
    let mut branches = Vec::new();
    while let Some(next) = rest.last().copied().filter(|next| next.indent > line.indent) {
        rest.pop();
        if depth < MOST_DEEP {
            branches.push(branch(next, rest, depth + 1));
        } else {
            branches.push(Branch { label: text(next), branches: Vec::new() });
        }
    }
    Branch { label: text(line), branches }
}

/// The text of a line: `id((text))`, `text`
fn text(line: &Statement) -> Label {
    let written = line.text.split(":::").next().unwrap_or(line.text).trim_end();
    const MARKS: [(&str, &str); 8] = [
        ("((", "))"),
        ("))", "(("),
        ("{{", "}}"),
        (")", "("),
        ("[", "]"),
        ("(", ")"),
        ("[\"", "\"]"),
        ("(\"", "\")"),
    ];
    for (open, close) in MARKS {
        if let Some(at) = written.find(open)
            && written.ends_with(close)
            && at + open.len() + close.len() < written.len()
            && !written[..at].contains(char::is_whitespace)
        {
            let inner = &written[at + open.len()..written.len() - close.len()];
            return Label::read(inner, line.at + at + open.len());
        }
    }
    Label::read(written, line.at)
}

/// Reads a timeline without its first statement: its periods and its title.
pub(super) fn timeline(statements: &[Statement]) -> Result<(Vec<Period>, Option<Label>), Fault> {
    let (mut periods, mut title) = (Vec::<Period>::new(), None);
    let mut section = None;
    for statement in statements {
        let (word, rest) = statement.word();
        match word {
            "title" => title = Some(rest.label()),
            "section" => section = Some(rest.label()),
            _ => {
                let mut parts = parts(*statement).into_iter();
                let first = parts.next().filter(|label| !label.text.is_empty());
                match (first, periods.last_mut()) {
                    (Some(time), _) => periods.push(Period {
                        section: section.take(),
                        time,
                        events: parts.collect(),
                    }),
                    (None, Some(last)) => last.events.extend(parts),
                    (None, None) => {
                        return Err(Fault::new(statement.range(), "an event without a time"));
                    }
                }
            }
        }
    }
    let count = periods.iter().map(|period| 1 + period.events.len()).sum::<usize>();
    match statements.first() {
        Some(first) if periods.is_empty() || count > MOST => {
            let why = if count > MOST {
                "it has more than a page can show"
            } else {
                "there is nothing in this diagram"
            };
            Err(Fault::new(first.range(), why))
        }
        None => Err(Fault::new(0..0, "there is nothing in this diagram")),
        Some(_) => Ok((periods, title)),
    }
}

/// The parts of a line between colons; one inside a time, as in `9:30`, parts nothing.
fn parts(statement: Statement) -> Vec<Label> {
    let text = statement.text;
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(':') {
        let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let between =
            is_digit(text[..at].chars().next_back()) && is_digit(text[at + 1..].chars().next());
        if !between {
            parts.push(Label::read(&text[start..at], statement.at + start));
            start = at + 1;
        }
    }
    parts.push(Label::read(&text[start..], statement.at + start));
    parts
}
