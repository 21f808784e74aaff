//! JSON or YAML whose objects keep the order of their fields: a slide is shown in the order in which it was
//! written; and whose numbers are text.

use crate::deck::markdown::yaml;

/// So deep are values read.
pub(super) const DEEPEST: usize = 128;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// A string.
    Text(String),
    /// A number, as it is written.
    Number(String),
    /// An array.
    List(Vec<Value>),
    /// An object.
    Object(Fields),
    /// What shows nothing: `true`, `false`, `null`.
    Other,
}

/// The fields of an object.
pub(super) type Fields = Vec<(String, Value)>;

impl Value {
    /// The same of YAML.
    pub(super) fn of(node: yaml::Node) -> Self {
        match node.value {
            yaml::Value::Text(text) => Self::Text(text),
            yaml::Value::Number(_, text) => Self::Number(text),
            yaml::Value::List(nodes) => Self::List(nodes.into_iter().map(Self::of).collect()),
            yaml::Value::Map(pairs) => {
                let pairs = pairs.into_iter();
                Self::Object(
                    pairs.filter_map(|(key, value)| Some((key.text()?, Self::of(value)))).collect(),
                )
            }
            yaml::Value::Null | yaml::Value::Bool(_) => Self::Other,
        }
    }

    /// A text of it, if it is one.
    pub(super) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Its entries, if it is a list.
    pub(super) fn as_list(&self) -> Option<&[Value]> {
        match self {
            Self::List(list) => Some(list),
            _ => None,
        }
    }

    /// Its fields, if it is an object.
    pub(super) fn as_object(&self) -> Option<&Fields> {
        match self {
            Self::Object(fields) => Some(fields),
            _ => None,
        }
    }

    /// What a cell of a table says; `None` for what is no single thing.
    pub(super) fn as_cell(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Number(text) => Some(text),
            Self::Other => Some(""),
            _ => None,
        }
    }
}

/// Reads JSON; `None` for what is none.
pub(super) fn read(text: &str) -> Option<Value> {
    whole(text, false)
}

/// The same with the slips of chatbots: a comma behind the last entry, quotation marks inside strings, line ends
/// in them.
pub(super) fn mended(text: &str) -> Option<Value> {
    whole(text, true)
}

fn whole(text: &str, mends: bool) -> Option<Value> {
    let mut reader = Reader { rest: text.trim_start(), mends };
    let value = reader.value(0)?;
    reader.rest.is_empty().then_some(value)
}

/// Reads values one after the other. Numbers stay as they are written: `4.50` is no 4.5.
struct Reader<'t> {
    /// What is not read yet, without blanks before it.
    rest: &'t str,
    /// Whether slips are mended.
    mends: bool,
}

impl Reader<'_> {
    /// The next value, inside so many others.
    fn value(&mut self, depth: usize) -> Option<Value> {
        match self.rest.bytes().next().filter(|_| depth < DEEPEST)? {
            b'{' => self.entries('}', |reader| reader.field(depth + 1)).map(Value::Object),
            b'[' => self.entries(']', |reader| reader.value(depth + 1)).map(Value::List),
            b'"' => self.string().map(Value::Text),
            _ => self.word(),
        }
    }

    /// What stands between two brackets, separated by commas.
    fn entries<T>(
        &mut self,
        close: char,
        entry: impl Fn(&mut Self) -> Option<T>,
    ) -> Option<Vec<T>> {
        self.skip(1);
        let mut found = Vec::new();
        if self.sign(close).is_some() {
            return Some(found);
        }
        loop {
            found.push(entry(self)?);
            if self.sign(',').is_none() {
                return self.sign(close).map(|()| found);
            }
            if self.mends && self.sign(close).is_some() {
                return Some(found);
            }
        }
    }

    /// A name with its value.
    fn field(&mut self, depth: usize) -> Option<(String, Value)> {
        let name = self.string()?;
        self.sign(':')?;
        Some((name, self.value(depth)?))
    }

    /// A string between quotation marks.
    fn string(&mut self) -> Option<String> {
        let inner = self.rest.strip_prefix('"')?;
        let mut escaped = false;
        let mut marks = inner.char_indices().filter(|(_, c)| {
            let ends = *c == '"' && !escaped;
            escaped = *c == '\\' && !escaped;
            ends
        });
        let ends = |at: usize| !self.mends || is_end(&inner[at + 1..]);
        let (end, _) = marks.find(|(at, _)| ends(*at))?;
        let text = match self.mends {
            false => serde_json::from_str(&self.rest[..end + 2]).ok()?,
            true => unescaped(&inner[..end])?,
        };
        self.skip(end + 2);
        Some(text)
    }

    /// A number, or `true`, `false`, `null`.
    fn word(&mut self) -> Option<Value> {
        let ends = |c: char| c.is_whitespace() || matches!(c, ',' | ']' | '}');
        let word = &self.rest[..self.rest.find(ends).unwrap_or(self.rest.len())];
        let value = match word {
            "true" | "false" | "null" => Value::Other,
            _ => {
                serde_json::from_str::<f64>(word).ok()?;
                Value::Number(word.to_owned())
            }
        };
        self.skip(word.len());
        Some(value)
    }

    /// Goes over a sign, if it is next.
    fn sign(&mut self, sign: char) -> Option<()> {
        self.rest.starts_with(sign).then(|| self.skip(sign.len_utf8()))
    }

    /// Goes over so many bytes and the blanks behind them.
    fn skip(&mut self, bytes: usize) {
        self.rest = self.rest[bytes..].trim_start();
    }
}

/// Whether a quotation mark before this text ends its string.
fn is_end(behind: &str) -> bool {
    let rest = behind.trim_start();
    // `"甲"", "乙"`: of two marks the second ends the string.
    rest.is_empty() || rest.starts_with([',', ']', '}', ':'])
}

/// The text of a string in which marks and line ends may stand as they are.
fn unescaped(inner: &str) -> Option<String> {
    let (mut out, mut escaped) = (String::from('"'), false);
    for c in inner.chars() {
        match c {
            '"' if !escaped => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c => out.push(c),
        }
        escaped = c == '\\' && !escaped;
    }
    out.push('"');
    serde_json::from_str(&out).ok()
}

#[cfg(test)]
mod tests {
    use super::{Value, mended, read};

    #[test]
    fn slips_are_mended() {
        let text = r#"{"a": ["搜索"云"的人", "云"",], "b": "一
二",}"#;
        let list = ["搜索\"云\"的人", "云\""].map(|text| Value::Text(text.to_owned())).to_vec();
        let fields = vec![
            ("a".to_owned(), Value::List(list)),
            ("b".to_owned(), Value::Text("一\n二".to_owned())),
        ];
        assert_eq!((read(text), mended(text)), (None, Some(Value::Object(fields))));
    }

    #[test]
    fn numbers_stay_as_they_are_written() {
        let text = r#" {"a\"b": [4.50, -1e3, 12345678901234567890123], "c": {}, "d": null} "#;
        let numbers = ["4.50", "-1e3", "12345678901234567890123"];
        let numbers = numbers.map(|number| Value::Number(number.to_owned())).to_vec();
        let fields = [
            ("a\"b".to_owned(), Value::List(numbers)),
            ("c".to_owned(), Value::Object(Vec::new())),
            ("d".to_owned(), Value::Other),
        ];
        assert_eq!(read(text), Some(Value::Object(fields.to_vec())));
        for broken in ["[1,]", "[1", "{a: 1}", "[1] 2", "01", "\"a", "[1 2]", ""] {
            assert_eq!(read(broken), None, "{broken}");
        }
    }
}
