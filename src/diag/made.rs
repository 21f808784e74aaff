//! Texts that are made from an author's file before they are parsed, such as the deck in a
//! chatbot's answer: every place in one is mapped back to the file.

use std::ops::Range;

use super::{Diagnostic, FileId, SourceFile, Sources, Span};

/// The origin of a text that was made.
#[derive(Debug)]
pub(super) struct Made {
    /// The author's file.
    from: FileId,
    /// The line of that file, from 0, that each line comes from.
    lines: Vec<usize>,
}

impl Sources {
    /// Adds a text that was made from another one; `lines` has the original line, from 0, of each
    /// of its lines.
    pub(crate) fn add_made(&mut self, from: FileId, text: String, lines: Vec<usize>) -> FileId {
        let name = self.get(from).map_or(String::new(), |file| file.name.clone());
        let file = self.add(name, text);
        self.made.insert(file, Made { from, lines });
        file
    }

    /// Maps a place to the author's file.
    pub(crate) fn written(&self, span: Span) -> Span {
        let made = self.made.get(&span.file);
        let texts = made.and_then(|made| Some((made, self.get(span.file)?, self.get(made.from)?)));
        let Some((made, text, origin)) = texts else { return span };
        let start = made.place(span.start as usize, (text, origin), Edge::Start);
        let end = made.place(span.end as usize, (text, origin), Edge::End);
        // The original may itself have been made from another text.
        self.written(Span::new(made.from, start..end.max(start)))
    }

    /// Maps a finding to the author's file. A fix that would mean something else there is dropped.
    pub(crate) fn bring_home(&self, found: &mut Diagnostic) {
        for (span, _) in &mut found.labels {
            *span = self.written(*span);
        }
        found.fix.take_if(|fix| {
            let home = self.written(fix.span);
            let is_same = self.text(home) == self.text(fix.span);
            fix.span = home;
            !is_same
        });
    }
}

impl Made {
    /// The byte of the author's file that a byte of the text comes from, at an edge of a span.
    fn place(&self, at: usize, (text, origin): (&SourceFile, &SourceFile), edge: Edge) -> usize {
        let head = text.text.get(..at).unwrap_or(&text.text);
        let line = head.matches('\n').count();
        let column = head.len() - head.rfind('\n').map_or(0, |end| end + 1);
        let own = line_range(&text.text, line);
        let number = self.lines.get(line).or(self.lines.last()).copied().unwrap_or(0);
        let home = line_range(&origin.text, number);
        let column = aligned(&text.text[own], &origin.text[home.clone()], column, edge);
        home.start + column
    }
}

/// The bytes of a line, from 0, without its end.
fn line_range(text: &str, line: usize) -> Range<usize> {
    let start = match line {
        0 => 0,
        line => text.match_indices('\n').nth(line - 1).map_or(text.len(), |(at, _)| at + 1),
    };
    let end = text[start..].find('\n').map_or(text.len(), |end| start + end);
    start..start + text[start..end].trim_end_matches('\r').len()
}

/// Which edge of a span is mapped: text removed next to it is not included.
#[derive(Clone, Copy, PartialEq)]
enum Edge {
    Start,
    End,
}

/// Maps a column to the line that another was made from, by their common beginning and end.
fn aligned(own: &str, home: &str, column: usize, edge: Edge) -> usize {
    let same = |a: &mut dyn Iterator<Item = char>, b: &mut dyn Iterator<Item = char>| -> usize {
        a.zip(b).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
    };
    let front = same(&mut own.chars(), &mut home.chars());
    let back = same(&mut own.chars().rev(), &mut home.chars().rev());
    let column = column.min(own.len());
    let behind = own.len() - column;
    let (in_front, in_back) = (column <= front, behind <= back);
    match edge {
        Edge::Start if in_back => home.len() - behind,
        Edge::End if in_front => column,
        _ if in_front => column,
        _ if in_back => home.len() - behind,
        _ => front,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lead_back_to_the_line_and_the_word() {
        let mut sources = Sources::default();
        let from = sources.add("a.md", "好的：\n\n## 第1页：绿茶\n- 清\n");
        let made = sources.add_made(from, "## 绿茶\n\n- 清\n".to_owned(), vec![2, 2, 3]);
        let text = |range| sources.text(sources.written(Span::new(made, range)));
        assert_eq!(text(3..9), "绿茶");
        assert_eq!(text(11..16), "- 清");
        assert_eq!(sources.written(Span::new(from, 0..3)), Span::new(from, 0..3));
    }
}
