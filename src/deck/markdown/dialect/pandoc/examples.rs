//! Example lists: `(@)` and `(@label)` at the start of a line, numbered through the whole text.

/// The item of an ordered list that a line of an example list is; `None` if it is none. `line`: a piece of
/// `source`.
pub(super) fn item(source: &str, line: &str) -> Option<String> {
    let (_, text) = example(line)?;
    let at = line.as_ptr() as usize - source.as_ptr() as usize;
    let number = 1 + examples(&source[..at]).count();
    Some(format!("{number}. {text}"))
}

/// The number of the example with a label.
pub(super) fn number(source: &str, label: &str) -> Option<usize> {
    examples(source).position(|(other, _)| other == label).map(|index| index + 1)
}

/// The examples of a text: label and text.
fn examples(source: &str) -> impl Iterator<Item = (&str, &str)> {
    source.lines().filter_map(example)
}

/// The label, which may be empty, and the text of a line that is an example.
fn example(line: &str) -> Option<(&str, &str)> {
    let (label, text) = line.trim_start().strip_prefix("(@")?.split_once(") ")?;
    let is_label = label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    is_label.then_some((label, text))
}
