//! YAML → a tree of [`Node`]s.

use std::ops::Range;

use saphyr::{LoadableYamlNode, MarkedYaml, Scalar, YamlData};

use super::yaml_faults;
pub(super) use crate::deck::value::{Node, Value};

/// Why a text is not YAML.
pub(super) struct Unreadable {
    /// The byte at which it stops being YAML.
    pub(super) at: usize,
    /// What the parser says, in lower case.
    pub(super) why: String,
}

/// Parses one YAML document.
pub(super) fn parse(text: &str) -> Result<Node, Unreadable> {
    let offsets = Offsets::new(text);
    let documents = MarkedYaml::load_from_str(text).map_err(|error| Unreadable {
        at: offsets.byte(error.marker().index()),
        why: error.info().to_lowercase(),
    })?;
    Ok(match documents.first() {
        Some(document) => convert(document, text, &offsets),
        None => Node { range: 0..0, value: Value::Null },
    })
}

/// A mapping that was read entry by entry, so that a fault in one leaves the others as they are.
#[derive(Default)]
pub(super) struct Mapping {
    /// The keys with their values, in the author's order.
    pub(super) pairs: Vec<(Node, Node)>,
    /// The faults, in the same order.
    pub(super) faults: Vec<Fault>,
}

/// What is wrong with one entry of a mapping.
pub(super) struct Fault {
    /// The bytes of the entry.
    pub(super) entry: Range<usize>,
    /// Why it is not YAML; its place counts from the start of the entry.
    pub(super) error: Unreadable,
    /// Whether it can only be meant in one way, and was read so.
    pub(super) is_read: bool,
}

/// Reads a text that should be a mapping. A text that is empty, or nothing but comments, is an empty one.
pub(super) fn mapping(text: &str) -> Mapping {
    let mut mapping = Mapping::default();
    match parse(text) {
        Ok(Node { value: Value::Map(pairs), .. }) => mapping.pairs = pairs,
        Ok(Node { value: Value::Null, .. }) => {}
        _ => entries(text).into_iter().for_each(|entry| mapping.read(text, entry)),
    }
    mapping
}

impl Mapping {
    /// Whether nothing of the text is lost.
    pub(super) fn is_whole(&self) -> bool {
        self.faults.iter().all(|fault| fault.is_read)
    }

    /// The keys.
    pub(super) fn keys(&self) -> Vec<String> {
        self.pairs.iter().filter_map(|(key, _)| key.text()).collect()
    }

    /// Reads one entry of a text.
    fn read(&mut self, text: &str, entry: Range<usize>) {
        let written = &text[entry.clone()];
        let fail = |why: &str| Unreadable { at: 0, why: why.to_owned() };
        let error = match parse(written) {
            Ok(Node { value: Value::Map(pairs), .. }) => self.add(pairs, &entry),
            Ok(Node { value: Value::Null, .. }) => None,
            Ok(_) => Some(fail("it is no line `key: value`")),
            Err(error) => Some(error),
        };
        let Some(error) = error else { return };
        let meant = yaml_faults::meant_as_written(written, &error);
        let is_read = meant.is_some();
        let rest = match meant {
            Some(pair) => self.add(vec![pair], &entry),
            None => self.add(first_line(written), &entry),
        };
        let error = rest.filter(|_| is_read).unwrap_or(error);
        self.faults.push(Fault { entry, error, is_read });
    }

    /// Adds what an entry says; the error that its key is there already.
    fn add(&mut self, pairs: Vec<(Node, Node)>, entry: &Range<usize>) -> Option<Unreadable> {
        let known = self.keys();
        let (again, new): (Vec<_>, Vec<_>) = pairs
            .into_iter()
            .partition(|(key, _)| key.text().is_some_and(|key| known.contains(&key)));
        self.pairs.extend(
            new.into_iter()
                .map(|(key, value)| (moved(key, entry.start), moved(value, entry.start))),
        );
        let (key, _) = again.first()?;
        Some(Unreadable { at: key.range.start, why: "duplicated key".to_owned() })
    }
}

/// The entries of a mapping: lines that begin one, each with those that are indented below it, are items of
/// its list, or close its brackets.
fn entries(text: &str) -> Vec<Range<usize>> {
    let goes_on =
        |line: &str| line.trim().is_empty() || line.starts_with([' ', '\t', '-', '#', ']', '}']);
    let mut entries: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        match entries.last_mut() {
            Some(entry) if goes_on(line) => entry.end = at + line.len(),
            _ => entries.push(at..at + line.len()),
        }
        at += line.len();
    }
    entries
}

/// Whether any entry of a text has a key. A deck may begin with a ruler: what stands between two may be a
/// slide, with a heading that is no comment of YAML, or a list.
pub(super) fn has_keys(text: &str) -> bool {
    !mapping(text).pairs.is_empty()
}

/// Whether text that is none of a mapping's stands behind its keys and an empty line, as in a front matter
/// that nothing closes before the ruler of a slide.
pub(super) fn has_text_below(text: &str) -> bool {
    let Some(end) = text.find("\n\n").or_else(|| text.find("\n\r\n")) else { return false };
    let is_aside = |line: &&str| line.trim().is_empty() || line.starts_with('#');
    let aside = text[end..].split_inclusive('\n').take_while(is_aside).map(str::len).sum::<usize>();
    let below = &text[end + aside..];
    parse(text).is_err()
        && entries(below).first().is_some_and(|entry| !has_keys(&below[entry.clone()]))
}

/// What the first line of an entry says without those below it.
fn first_line(entry: &str) -> Vec<(Node, Node)> {
    match parse(entry.lines().next().unwrap_or_default()) {
        Ok(Node { value: Value::Map(mut pairs), .. }) => {
            pairs.retain(|(_, value)| !matches!(value.value, Value::Null));
            pairs
        }
        _ => Vec::new(),
    }
}

/// A node of an entry that begins at `by`, with its places in the whole text.
fn moved(node: Node, by: usize) -> Node {
    let value = match node.value {
        Value::List(items) => Value::List(items.into_iter().map(|item| moved(item, by)).collect()),
        Value::Map(pairs) => Value::Map(
            pairs.into_iter().map(|(key, value)| (moved(key, by), moved(value, by))).collect(),
        ),
        other => other,
    };
    Node { range: node.range.start + by..node.range.end + by, value }
}

fn convert(node: &MarkedYaml, text: &str, offsets: &Offsets) -> Node {
    let start = offsets.byte(node.span.start.index());
    let end = offsets.byte(node.span.end.index()).max(start);
    let range = start..start + text[start..end].trim_end().len();
    let value = match &node.data {
        YamlData::Value(Scalar::Boolean(value)) => Value::Bool(*value),
        YamlData::Value(Scalar::Integer(value)) => {
            Value::Number(*value as f64, text[range.clone()].to_owned())
        }
        YamlData::Value(Scalar::FloatingPoint(value)) => {
            Value::Number(**value, text[range.clone()].to_owned())
        }
        YamlData::Value(Scalar::String(value)) => Value::Text(value.to_string()),
        YamlData::Sequence(items) => {
            Value::List(items.iter().map(|item| convert(item, text, offsets)).collect())
        }
        YamlData::Mapping(pairs) => Value::Map(
            pairs
                .iter()
                .map(|(key, value)| (convert(key, text, offsets), convert(value, text, offsets)))
                .collect(),
        ),
        YamlData::Tagged(_, inner) => return convert(inner, text, offsets),
        _ => Value::Null,
    };
    Node { range, value }
}

/// The byte at which each character begins: the parser counts characters.
struct Offsets(Vec<usize>);

impl Offsets {
    fn new(text: &str) -> Self {
        let mut bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        bytes.push(text.len());
        Self(bytes)
    }

    fn byte(&self, character: usize) -> usize {
        self.0.get(character).or(self.0.last()).copied().unwrap_or(0)
    }
}
