//! A text → its lines that are not blank, each with its place, its indentation and its marker.

use crate::deck::arrange::marks::{Marker, Style, marker};
use crate::deck::arrange::width;

/// Columns from one tabulator to the next.
const TAB: usize = 4;

/// A line.
#[derive(Debug, Clone)]
pub(super) struct Line<'a> {
    /// Its text without blanks around it.
    pub(super) text: &'a str,
    /// Its first byte in the file.
    pub(super) start: usize,
    /// Columns before it; an ideographic space has two.
    pub(super) indent: usize,
    /// Whether a blank line stands before it.
    pub(super) after_blank: bool,
    /// Its list marker or number, if it has one.
    pub(super) marker: Option<Marker>,
}

impl<'a> Line<'a> {
    /// The line without its marker.
    pub(super) fn rest(&self) -> &'a str {
        match self.marker {
            Some(Marker { style: Style::Boxed, length, .. }) => {
                self.text[length..].trim_end_matches('】')
            }
            Some(Marker { length, .. }) => &self.text[length..],
            None => self.text,
        }
    }

    /// Bytes of the line without its marker.
    pub(super) fn rest_range(&self) -> std::ops::Range<usize> {
        let rest = self.rest();
        let offset = rest.as_ptr() as usize - self.text.as_ptr() as usize;
        self.start + offset..self.start + offset + rest.len()
    }

    /// Bytes of the whole line.
    pub(super) fn range(&self) -> std::ops::Range<usize> {
        self.start..self.start + self.text.len()
    }

    /// How it is marked.
    pub(super) fn style(&self) -> Option<Style> {
        self.marker.map(|marker| marker.style)
    }

    /// Its width in Han characters.
    pub(super) fn width(&self) -> f64 {
        width(self.text)
    }

    /// Whether it ends like a sentence or a clause.
    pub(super) fn is_sentence(&self) -> bool {
        let end = self.text.trim_end_matches(['”', '"', '’', '」', '』', '）', ')']);
        end.ends_with(['。', '；', '，', '！', '…', '、', '：', ';', ',', '!', ':'])
            || end.ends_with('.') && !end.ends_with("..")
    }
}

/// The lines of a text.
pub(super) fn lines(source: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let (mut at, mut after_blank) = (0, true);
    for raw in source.split_inclusive('\n') {
        let body = raw.trim_start();
        let text = body.trim_end();
        if text.is_empty() {
            after_blank = true;
        } else {
            let lead = &raw[..raw.len() - body.len()];
            let start = at + lead.len();
            let marker = marker(text);
            lines.push(Line { text, start, indent: columns(lead), after_blank, marker });
            after_blank = false;
        }
        at += raw.len();
    }
    lines
}

fn columns(lead: &str) -> usize {
    lead.chars().fold(0, |columns, c| match c {
        '\t' => (columns / TAB + 1) * TAB,
        '\u{3000}' => columns + 2,
        _ => columns + 1,
    })
}
