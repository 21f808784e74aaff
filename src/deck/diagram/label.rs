//! Texts in diagrams: what an author may write there in place of plain text → the text that is drawn.

use std::ops::Range;

/// A text in a diagram.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Label {
    /// What is drawn; a newline is a line that the author ended.
    pub(crate) text: String,
    /// Its place in the source.
    pub(crate) range: Range<usize>,
}

impl Label {
    /// Reads a text that begins at byte `at` of the source.
    pub(super) fn read(written: &str, at: usize) -> Self {
        let inner = written.trim();
        let quoted = inner.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        let inner = quoted.unwrap_or(inner).trim();
        let marked = inner.strip_prefix('`').and_then(|rest| rest.strip_suffix('`'));
        let inner = marked.unwrap_or(inner).trim();
        let start = at + (inner.as_ptr() as usize - written.as_ptr() as usize);
        let range = start..start + inner.len();
        let mut text = plain(inner);
        if marked.is_some() {
            text = text.replace("**", "").replace("__", "").replace(['*', '_'], "");
        }
        Self { text: trimmed(&text), range }
    }

    /// The name of a thing that has no other text.
    pub(super) fn name(name: &str, at: usize) -> Self {
        Self { text: name.to_owned(), range: at..at + name.len() }
    }

    /// The text on one line.
    pub(crate) fn line(&self) -> String {
        self.text.replace('\n', " ")
    }
}

/// The lines of a text without blanks around them, and without empty lines at its ends.
fn trimmed(text: &str) -> String {
    let lines: Vec<String> =
        text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    lines.join("\n").trim().to_owned()
}

/// A text without tags, entities and names of icons.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let (put, taken) = construct(rest).unwrap_or_else(|| (c.to_string(), c.len_utf8()));
        out.push_str(&put);
        rest = &rest[taken..];
    }
    out
}

/// What stands for something else at the beginning of a text: what it is, and how long.
fn construct(rest: &str) -> Option<(String, usize)> {
    match rest.as_bytes()[0] {
        b'<' => tag(rest),
        b'&' => entity(rest, 1),
        b'#' => entity(rest, 1).or_else(|| entity(rest, 0)),
        b'\\' if rest.starts_with("\\n") => Some(("\n".to_owned(), 2)),
        b'f' => icon(rest).map(|taken| (String::new(), taken)),
        _ => None,
    }
}

/// A tag of HTML: a new line, or nothing.
fn tag(rest: &str) -> Option<(String, usize)> {
    const TAGS: [&str; 22] = [
        "br", "b", "i", "u", "s", "em", "strong", "span", "div", "p", "small", "sub", "sup",
        "code", "font", "center", "big", "mark", "h1", "h2", "h3", "h4",
    ];
    let end = rest.find('>')?;
    let inner = rest[1..end].trim_start_matches('/');
    let length = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
    let name = inner[..length].to_ascii_lowercase();
    let breaks = matches!(name.as_str(), "br" | "p" | "div");
    let put = if breaks { "\n" } else { "" };
    TAGS.contains(&name.as_str()).then(|| (put.to_owned(), end + 1))
}

/// An entity: `&amp;` of HTML, `#35;` or `#quot;` of Mermaid.
fn entity(rest: &str, sign: usize) -> Option<(String, usize)> {
    let end = rest.find(';').filter(|end| *end <= 10)?;
    let name = rest.get(sign..end)?.trim_start_matches('#');
    let c = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "ensp" | "emsp" => ' ',
        _ => char::from_u32(match name.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => name.parse().ok()?,
        })
        .filter(|c| !c.is_control())?,
    };
    Some((c.to_string(), end + 1))
}

/// How long the name of an icon is, with the blank behind it: `fa:fa-car `.
fn icon(rest: &str) -> Option<usize> {
    let sets = ["fa:fa-", "fab:fa-", "fas:fa-", "far:fa-", "fal:fa-"];
    let set = sets.iter().find(|set| rest.starts_with(**set))?;
    let name = rest[set.len()..].find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    Some(name.map_or(rest.len(), |name| set.len() + name))
}
