//! Pandoc's attributes: `{.class #id key=value key="a b"}`, and what stands behind `:::` or a
//! code fence.

/// Attributes in the order in which they were written.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Attributes {
    /// `#id`.
    pub(super) id: Option<String>,
    /// `.class`, and bare words.
    pub(super) classes: Vec<String>,
    /// `key=value`.
    pub(super) pairs: Vec<(String, String)>,
}

impl Attributes {
    /// The last value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&str> {
        self.pairs.iter().rev().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    /// Whether there is a class.
    pub(super) fn has(&self, class: &str) -> bool {
        self.classes.iter().any(|name| name == class)
    }
}

/// Reads `.a #b c=d "e f"` up to the end or a closing brace; braces around it are optional.
pub(super) fn parse(text: &str) -> Attributes {
    let mut attributes = Attributes::default();
    let mut rest = text.trim().trim_start_matches('{').trim_end_matches('}').trim_start();
    while !rest.is_empty() {
        let (word, after) = word(rest);
        rest = after.trim_start();
        if let Some(class) = word.strip_prefix('.') {
            attributes.classes.extend(class.split('.').map(str::to_owned));
        } else if let Some(id) = word.strip_prefix('#') {
            attributes.id = Some(id.to_owned());
        } else if let Some((key, value)) = word.split_once('=').filter(|(key, _)| !key.is_empty()) {
            let value = value.trim_end_matches(',').trim_matches(['"', '\'']);
            attributes.pairs.push((key.to_owned(), value.to_owned()));
        } else if !word.is_empty() {
            attributes.classes.push(word.to_owned());
        }
    }
    attributes
}

/// The first word; blanks inside quotes belong to it.
fn word(text: &str) -> (&str, &str) {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            (None, c) if c.is_whitespace() => return text.split_at(at),
            _ => {}
        }
    }
    (text, "")
}
