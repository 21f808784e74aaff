//! The form of a line: what it is to Markdown, what wraps its text, and what counts it. Every pass asks here, so a form
//! that one of them understands is understood by all.

mod counter;
mod numbers;
mod tripled;
mod wrap;

use crate::deck::markdown::source::heading_level;
pub(super) use counter::{Counter, counter, is_digit, separates};
pub(super) use numbers::{Notation, keycap, number, plain};
pub(super) use tripled::untripled;
pub(super) use wrap::{
    PAIRS, bold, bracketed, is_decoration, ruled, unbold, unmarked, unquoted, unsigned,
    without_close,
};

/// What a line is to Markdown, as far as it alone tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Blank,
    Heading,
    /// `---`, which ends a slide.
    Ruler,
    Fence,
    /// A row of a table.
    Row,
    Quote,
    Picture,
    /// HTML, or a comment.
    Tag,
    /// `:::`, a formula by itself, a footnote, and what else no reader sees.
    Block,
    Item,
    Text,
}

impl Kind {
    /// That of a line.
    pub(super) fn of(line: &str) -> Self {
        let text = line.trim_start();
        let is_any = |marks: &[&str]| marks.iter().any(|mark| text.starts_with(mark));
        match () {
            () if text.is_empty() => Self::Blank,
            () if heading(line).is_some() => Self::Heading,
            () if is_divider(line) => Self::Ruler,
            () if is_any(&["```", "~~~"]) => Self::Fence,
            () if text.starts_with('|') => Self::Row,
            () if text.starts_with('>') => Self::Quote,
            () if text.starts_with("![") => Self::Picture,
            () if text.starts_with('<') => Self::Tag,
            () if is_any(&[":", "$$", "\\[", "\\begin", "[^", "{"]) => Self::Block,
            () if item(line).is_some() => Self::Item,
            () => Self::Text,
        }
    }

    /// Whether it is more than a line of text, wherever it stands: a table, a picture, code, what is raw.
    pub(super) fn is_object(self) -> bool {
        matches!(self, Self::Fence | Self::Row | Self::Picture | Self::Tag | Self::Block)
    }
}

/// Whether a line is one of text, and no item.
pub(super) fn is_text(line: &str) -> bool {
    Kind::of(line) == Kind::Text
}

/// A line that ends a slide.
pub(super) fn is_divider(line: &str) -> bool {
    let line = line.trim_end();
    line == "---" || line.len() > 3 && line.bytes().all(|byte| byte == b'-')
}

/// Whether a line is so many of a sign at the least, and nothing else.
pub(super) fn is_line_of(line: &str, sign: char, fewest: usize) -> bool {
    let line = line.trim();
    line.chars().count() >= fewest && line.chars().all(|c| c == sign)
}

/// The level and the text of a heading.
pub(super) fn heading(line: &str) -> Option<(usize, &str)> {
    let level = heading_level(line)?;
    Some((level, line[level..].trim()))
}

/// The text of a heading; of any other line nothing.
pub(super) fn title_of(line: &str) -> &str {
    heading(line).map_or("", |(_, title)| title)
}

/// The text of a line without the signs of a heading.
pub(super) fn unheaded(line: &str) -> &str {
    heading(line).map_or(line.trim(), |(_, title)| title)
}

/// How many columns of blanks a line begins with.
pub(super) fn indent(line: &str) -> usize {
    line.chars()
        .take_while(|c| matches!(c, ' ' | '\t'))
        .map(|c| if c == '\t' { 4 } else { 1 })
        .sum()
}

/// A line without the blanks in its first columns; a tab is four of them, and goes as a whole.
pub(super) fn outdented(line: &str, columns: usize) -> &str {
    let mut gone = 0;
    line.trim_start_matches(|c: char| {
        let is_out = gone < columns && matches!(c, ' ' | '\t');
        gone += if c == '\t' { 4 } else { 1 };
        is_out
    })
}

/// The sign or number that makes a line an item, with the blanks around it, and its text.
pub(super) fn item(line: &str) -> Option<(&str, &str)> {
    let text = line.trim_start();
    let mark = match text.as_bytes().first()? {
        b'-' | b'*' | b'+' => 1,
        b'0'..=b'9' => {
            let digits = text.bytes().take_while(u8::is_ascii_digit).count();
            (digits < 10 && text[digits..].starts_with(['.', ')'])).then_some(digits + 1)?
        }
        _ => return None,
    };
    let rest = &text[mark..];
    if !rest.starts_with([' ', '\t']) {
        return None;
    }
    let at = line.len() - rest.trim_start().len();
    Some((&line[..at], &line[at..]))
}

/// The text of an item that has no number.
pub(super) fn bullet(line: &str) -> Option<(&str, &str)> {
    item(line).filter(|(mark, _)| !mark.trim_start().starts_with(|c: char| c.is_ascii_digit()))
}

/// The text of a line without the sign or number that makes it an item.
pub(super) fn unlisted(line: &str) -> &str {
    item(line).map_or(line.trim(), |(_, text)| text)
}

/// The parts that begin at these places, up to an end.
pub(super) fn spans(
    starts: impl IntoIterator<Item = usize>,
    end: usize,
) -> Vec<std::ops::Range<usize>> {
    let starts: Vec<usize> = starts.into_iter().collect();
    let ends = starts.iter().skip(1).copied().chain([end]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}
