//! YAML → a tree of [`Node`]s.

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

/// Parses a mapping in which values may lack the quotation marks that they need, `title: 甲: 乙`: they are
/// text. What is wrong with each is added to `faults`.
pub(super) fn parse_mapping(text: &str, faults: &mut Vec<Unreadable>) -> Result<Node, Unreadable> {
    /// Most such values.
    const MOST: usize = 10;
    let (mut text, mut pairs) = (text.to_owned(), Vec::new());
    loop {
        let error = match parse(&text) {
            Ok(Node { range, value: Value::Map(read) }) => {
                pairs.splice(0..0, read);
                return Ok(Node { range, value: Value::Map(pairs) });
            }
            Ok(Node { range, value: Value::Null }) if !pairs.is_empty() => {
                return Ok(Node { range, value: Value::Map(pairs) });
            }
            Ok(other) => return Ok(other),
            Err(error) => error,
        };
        let meant = yaml_faults::meant_as_written(&text, &error);
        let Some((key, value)) = meant.filter(|_| pairs.len() < MOST) else { return Err(error) };
        let node = |range: std::ops::Range<usize>| Node {
            value: Value::Text(text[range.clone()].to_owned()),
            range,
        };
        pairs.push((node(key.clone()), node(value.clone())));
        faults.push(error);
        // Blanks of the same length keep all places.
        text.replace_range(key.start..value.end, &" ".repeat(value.end - key.start));
    }
}

/// The keys of a text that is a YAML mapping; `None` if it is something else.
pub(super) fn keys(text: &str) -> Option<Vec<String>> {
    match parse_mapping(text, &mut Vec::new()).ok()?.value {
        Value::Map(pairs) => pairs.into_iter().map(|(key, _)| key.text()).collect(),
        _ => None,
    }
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
