//! The parts of speaker notes: `[click]` and `[click:3]`, as in Slidev, say with which step of the
//! slide the rest is said.

/// The notes from a step on.
#[derive(Debug, PartialEq)]
pub(crate) struct Part<'a> {
    /// The step, from 0.
    pub(crate) step: usize,
    /// The text, as Markdown.
    pub(crate) text: &'a str,
}

/// The parts of notes that are not empty, without the marks between them.
pub(crate) fn parts(notes: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let (mut step, mut rest) = (0, notes);
    loop {
        let click = next_click(rest);
        let end = click.as_ref().map_or(rest.len(), |click| click.at);
        let text = rest[..end].trim();
        if !text.is_empty() {
            parts.push(Part { step, text });
        }
        let Some(click) = click else { return parts };
        step = click.step.unwrap_or(step + 1);
        rest = &rest[click.at + click.length..];
    }
}

/// Notes without these marks.
pub(crate) fn spoken(notes: &str) -> String {
    let mut out = String::with_capacity(notes.len());
    let mut rest = notes;
    while let Some(click) = next_click(rest) {
        out.push_str(&rest[..click.at]);
        let after = &rest[click.at + click.length..];
        rest = after.strip_prefix(' ').unwrap_or(after);
    }
    out.push_str(rest);
    out
}

/// A mark that divides notes.
struct Click {
    at: usize,
    length: usize,
    /// The step that it names; `None`: the next one.
    step: Option<usize>,
}

/// The first mark in a text; a link with this text is not one.
fn next_click(text: &str) -> Option<Click> {
    const BEGIN: &str = "[click";
    text.match_indices(BEGIN).find_map(|(at, _)| {
        let (inside, after) = text[at + BEGIN.len()..].split_once(']')?;
        let step = match inside.strip_prefix(':') {
            Some(number) => Some(number.parse().ok()?),
            None if inside.is_empty() => None,
            None => return None,
        };
        let length = BEGIN.len() + inside.len() + 1;
        (!after.starts_with('(')).then_some(Click { at, length, step })
    })
}

#[cfg(test)]
mod tests {
    use super::{Part, parts, spoken};

    #[test]
    fn marks_divide_notes_by_steps() {
        let notes = "甲\n\n[click] 乙\n\n[click:4]\n丙 [click](https://example.org)";
        let expected = [(0, "甲"), (1, "乙"), (4, "丙 [click](https://example.org)")];
        assert_eq!(parts(notes), expected.map(|(step, text)| Part { step, text }));
        assert_eq!(spoken(notes), "甲\n\n乙\n\n\n丙 [click](https://example.org)");
        assert_eq!(parts("[clicks] 甲"), [Part { step: 0, text: "[clicks] 甲" }]);
        assert_eq!(parts(" \n"), []);
    }
}
