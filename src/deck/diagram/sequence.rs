//! `sequenceDiagram`: who says what to whom, in order.

use super::Fault;
use super::graph::Head;
use super::label::Label;
use super::scan::Statement;

/// Most messages and notes: more could not be read on one page.
const MOST_EVENTS: usize = 80;
/// Most of those who take part.
const MOST_PEOPLE: usize = 16;

/// Arrows, the longest first: what they begin with, whether their line is dashed, and what they end with.
const ARROWS: [(&str, Head, bool, Head); 12] = [
    ("<<-->>", Head::Arrow, true, Head::Arrow),
    ("<<->>", Head::Arrow, false, Head::Arrow),
    ("-->>", Head::None, true, Head::Arrow),
    ("->>", Head::None, false, Head::Arrow),
    ("-->", Head::None, true, Head::Arrow),
    ("--x", Head::None, true, Head::Cross),
    ("--)", Head::None, true, Head::Arrow),
    ("->", Head::None, false, Head::Arrow),
    ("-x", Head::None, false, Head::Cross),
    ("-)", Head::None, false, Head::Arrow),
    ("--\\", Head::None, true, Head::Arrow),
    ("-\\", Head::None, false, Head::Arrow),
];

/// Statements that say nothing that is drawn.
const PASSED: [&str; 8] =
    ["activate", "deactivate", "links", "link", "properties", "details", "destroy", "rect"];

/// Messages between those who take part.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Sequence {
    /// Who takes part, from left to right.
    pub(crate) people: Vec<Person>,
    /// What happens, in order.
    pub(crate) events: Vec<Event>,
}

/// Somebody or something that takes part.
#[derive(Debug, PartialEq)]
pub(crate) struct Person {
    /// What it is called in the source.
    pub(crate) id: String,
    /// What it is called on the page.
    pub(crate) label: Label,
    /// Whether it is a person.
    pub(crate) is_actor: bool,
}

/// What happens.
#[derive(Debug, PartialEq)]
pub(crate) enum Event {
    /// Something is said.
    Message(Message),
    /// A remark beside or over some who take part.
    Note {
        /// The first and the last of them.
        over: (usize, usize),
        /// On which side.
        side: Side,
        /// What it says.
        label: Label,
    },
    /// A frame begins.
    Open {
        /// Whether it is repeated, or only may happen.
        kind: FrameKind,
        /// When, or how often.
        label: Label,
    },
    /// Another case begins in it.
    Else(Label),
    /// It ends.
    Close,
}

/// A message.
#[derive(Debug, PartialEq)]
pub(crate) struct Message {
    /// Who sends it.
    pub(crate) from: usize,
    /// Who gets it.
    pub(crate) to: usize,
    /// What it says.
    pub(crate) label: Label,
    /// Whether its line is dashed, as that of an answer.
    pub(crate) is_dashed: bool,
    /// What its line begins with.
    pub(crate) tail: Head,
    /// What it ends with.
    pub(crate) head: Head,
}

/// Where a note stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// Left of somebody.
    Left,
    /// Right of somebody.
    Right,
    /// Over somebody, or over several.
    Over,
}

/// What a frame says of what is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FrameKind {
    /// It happens again and again.
    Loop,
    /// It may happen.
    Option,
    /// Its parts happen at the same time.
    Parallel,
    /// No more than its label.
    Plain,
}

/// Reads a sequence diagram without its first statement.
pub(super) fn parse(statements: &[Statement]) -> Result<(Sequence, Option<Label>), Fault> {
    let mut reader = Reader::default();
    if statements.is_empty() {
        return Err(Fault::new(0..0, "there is nothing in this diagram"));
    }
    for statement in statements {
        reader.statement(*statement)?;
        let Sequence { people, events } = &reader.sequence;
        if people.len() > MOST_PEOPLE || events.len() > MOST_EVENTS {
            return Err(Fault::new(statement.range(), "it has more than a page can show"));
        }
    }
    if let Some(first) = statements.first().filter(|_| reader.sequence.people.is_empty()) {
        return Err(Fault::new(first.range(), "there is nothing in this diagram"));
    }
    let open = reader.open.iter().filter(|is_drawn| **is_drawn).count();
    reader.sequence.events.extend((0..open).map(|_| Event::Close));
    Ok((reader.sequence, reader.title))
}

/// A sequence diagram that is being read.
#[derive(Default)]
struct Reader {
    sequence: Sequence,
    title: Option<Label>,
    /// The frames that are open, and whether each is drawn.
    open: Vec<bool>,
    /// The number of the last message, where they are numbered.
    number: Option<usize>,
}

impl Reader {
    fn statement(&mut self, statement: Statement) -> Result<(), Fault> {
        let (word, rest) = statement.word();
        // A name may be one of the words.
        if rest.text.starts_with('-') {
            return self.message(statement);
        }
        match word.to_ascii_lowercase().as_str() {
            "participant" | "actor" => self.person(word, rest),
            "create" => return self.statement(rest),
            "title" | "title:" => self.title = Some(rest.label()),
            "autonumber" => self.number = Some(0),
            "note" => return self.note(rest),
            "box" | "rect" => self.open.push(false),
            "loop" => self.frame(FrameKind::Loop, rest),
            "opt" => self.frame(FrameKind::Option, rest),
            "par" | "par_over" => self.frame(FrameKind::Parallel, rest),
            "alt" | "critical" | "break" => self.frame(FrameKind::Plain, rest),
            "else" | "and" | "option" => {
                self.sequence.events.push(Event::Else(rest.label()));
            }
            "end" => self.close(),
            word if PASSED.contains(&word) => {}
            _ => return self.message(statement),
        }
        Ok(())
    }

    fn frame(&mut self, kind: FrameKind, rest: Statement) {
        self.open.push(true);
        self.sequence.events.push(Event::Open { kind, label: rest.label() });
    }

    fn close(&mut self) {
        if self.open.pop() == Some(true) {
            self.sequence.events.push(Event::Close);
        }
    }

    /// `A as label`
    fn person(&mut self, word: &str, rest: Statement) {
        let (id, label) = match rest.text.find(" as ") {
            Some(at) => (rest.text[..at].trim(), rest.from(at + 4).label()),
            None => (rest.text, rest.label()),
        };
        // Newer settings stand behind the name: `A@{ "type": "database" }`.
        let plain = id.split("@{").next().unwrap_or(id).trim();
        let label = if label.text == id { Label::name(plain, rest.at) } else { label };
        let index = self.named(plain, rest.at);
        let person = &mut self.sequence.people[index];
        person.label = label;
        person.is_actor = word.eq_ignore_ascii_case("actor");
    }

    /// The place of somebody among those who take part.
    fn named(&mut self, id: &str, at: usize) -> usize {
        let people = &mut self.sequence.people;
        people.iter().position(|person| person.id == id).unwrap_or_else(|| {
            let label = Label::read(id, at);
            people.push(Person { id: id.to_owned(), label, is_actor: false });
            people.len() - 1
        })
    }

    /// `left of A: text`, `over A,B: text`
    fn note(&mut self, rest: Statement) -> Result<(), Fault> {
        let not_understood = || Fault::new(rest.range(), "this note is not understood");
        let colon = rest.text.find(':').ok_or_else(not_understood)?;
        let place = rest.text[..colon].trim();
        let label = rest.from(colon + 1).label();
        let sides = [
            ("left of", Side::Left),
            ("right of", Side::Right),
            ("over", Side::Over),
            ("Left of", Side::Left),
            ("Right of", Side::Right),
            ("Over", Side::Over),
        ];
        let found = sides.iter().find_map(|(word, side)| Some((place.strip_prefix(word)?, *side)));
        let (names, side) = found.ok_or_else(not_understood)?;
        let mut at: Vec<usize> =
            names.split(',').map(|name| self.named(name.trim(), rest.at)).collect();
        at.sort_unstable();
        let over = (at[0], at[at.len() - 1]);
        self.sequence.events.push(Event::Note { over, side, label });
        Ok(())
    }

    /// `A->>B: text`
    fn message(&mut self, statement: Statement) -> Result<(), Fault> {
        let text = statement.text;
        let arrow = text.char_indices().find_map(|(at, _)| {
            ARROWS.iter().find(|(sign, ..)| text[at..].starts_with(sign)).map(|arrow| (at, arrow))
        });
        let Some((at, (sign, tail, is_dashed, head))) = arrow.filter(|(at, _)| *at > 0) else {
            let shown: String = text.chars().take(24).collect();
            return Err(Fault::new(statement.range(), format!("`{shown}` is not understood")));
        };
        let behind = statement.from(at + sign.len());
        let skipped =
            behind.text.len() - behind.text.trim_start_matches(['+', '-', '(', ')']).len();
        let behind = behind.from(skipped);
        let colon = behind.text.find(':').unwrap_or(behind.text.len());
        let said = behind.text.len().min(colon + 1);
        let mut label = behind.from(said).label();
        let from = self.named(text[..at].trim(), statement.at);
        let to = self.named(behind.text[..colon].trim(), behind.at);
        if let Some(number) = &mut self.number {
            *number += 1;
            label.text = format!("{number}. {}", label.text);
        }
        let message = Message { from, to, label, is_dashed: *is_dashed, tail: *tail, head: *head };
        self.sequence.events.push(Event::Message(message));
        Ok(())
    }
}

impl Sequence {
    /// Every text that is drawn.
    pub(super) fn labels(&self) -> impl Iterator<Item = &Label> {
        let said = self.events.iter().filter_map(|event| match event {
            Event::Message(Message { label, .. })
            | Event::Note { label, .. }
            | Event::Open { label, .. }
            | Event::Else(label) => Some(label),
            Event::Close => None,
        });
        self.people.iter().map(|person| &person.label).chain(said)
    }
}
