//! The excerpts of texts that diagnostics show: from the line of the first label to that of the
//! last. A very long line is cut to the part around its first label; line and column remain those
//! of the file.

use std::borrow::Cow;
use std::ops::Range;

use codespan_reporting::files::{Error, Files, SimpleFile, column_index};

/// Longest line that is shown whole, in characters.
const LONGEST: usize = 200;
/// What is shown before a label, in characters.
const BEFORE: usize = 30;
/// What is shown from the beginning of a label on, in characters.
const AFTER: usize = 90;
/// Marks an omission.
const GAP: &str = "…";

/// What one diagnostic shows of a file.
pub(crate) struct Excerpt<'a> {
    file: SimpleFile<Cow<'a, str>, Cow<'a, str>>,
    /// The number of lines above it in the file.
    above: usize,
    /// Lines, from 0, that were cut at the front, and by how many characters.
    cut: Vec<(usize, usize)>,
}

impl<'a> Excerpt<'a> {
    /// Takes the lines with labels and those between them, and cuts long ones; labels are moved
    /// accordingly.
    pub(crate) fn new(name: Cow<'a, str>, text: &'a str, labels: &mut [Range<usize>]) -> Self {
        let lines = lines_of(text, labels);
        let above = text[..lines.start].matches('\n').count();
        for label in labels.iter_mut() {
            *label = label.start - lines.start..label.end - lines.start;
        }
        let (mut shown, mut cut) = (harmless(&text[lines], labels), Vec::new());
        for index in 0..labels.len() {
            let at = labels[index].start;
            let line = line_around(&shown, at);
            if shown[line.clone()].chars().count() <= LONGEST {
                continue;
            }
            let start = back(&shown[line.start..at], BEFORE) + line.start;
            let end = ahead(&shown[at..line.end], AFTER) + at;
            let before = shown[line.start..start].chars().count();
            let number = shown[..line.start].matches('\n').count();
            let gap = |left_out: bool| if left_out { GAP } else { "" };
            let (front, back) = (gap(start > line.start), gap(end < line.end));
            let window = format!("{front}{}{back}", &shown[start..end]);
            for label in labels.iter_mut() {
                let moved = |offset: usize| match offset {
                    offset if offset < line.start => offset,
                    offset if offset > line.end => offset + window.len() - line.len(),
                    offset => line.start + front.len() + offset.clamp(start, end) - start,
                };
                *label = moved(label.start)..moved(label.end);
            }
            cut.push((number, before.saturating_sub(front.chars().count())));
            shown.to_mut().replace_range(line, &window);
        }
        Self { file: SimpleFile::new(name, shown), above, cut }
    }
}

/// Whether a character is a control character for terminals or changes the direction of text.
pub(crate) fn steers(c: char) -> bool {
    let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    c.is_control() && !matches!(c, '\n' | '\t') || turns
}

/// Replaces such characters by visible signs, one for one, so that columns stay valid; labels are
/// moved accordingly.
fn harmless<'a>(text: &'a str, labels: &mut [Range<usize>]) -> Cow<'a, str> {
    let ends = |at: usize| text[at..].starts_with("\r\n");
    if !text.char_indices().any(|(at, c)| steers(c) && !ends(at)) {
        return Cow::Borrowed(text);
    }
    let sign = |c: char| match u32::from(c) {
        control @ 0..0x20 => char::from_u32(0x2400 + control).unwrap_or(c),
        0x7f => '\u{2421}',
        _ => '\u{fffd}',
    };
    let replaced = |end: usize| -> String {
        let signs = text[..end].char_indices();
        signs.map(|(at, c)| if steers(c) && !ends(at) { sign(c) } else { c }).collect()
    };
    for label in labels.iter_mut() {
        *label = replaced(label.start).len()..replaced(label.end).len();
    }
    Cow::Owned(replaced(text.len()))
}

/// The range of the lines with labels and those between them, with their line ends.
fn lines_of(text: &str, labels: &[Range<usize>]) -> Range<usize> {
    let first = labels.iter().map(|label| label.start).min().unwrap_or(0);
    let last = labels.iter().map(|label| label.end).max().unwrap_or(0);
    let end = line_around(text, last).end;
    line_around(text, first).start..text.len().min(end + 1)
}

/// The line that an offset is in, without its end.
fn line_around(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |before| before + 1);
    let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
    start..end
}

/// Where the last so many characters begin.
fn back(text: &str, count: usize) -> usize {
    text.char_indices().rev().nth(count - 1).map_or(0, |(at, _)| at)
}

/// Where the first so many characters end.
fn ahead(text: &str, count: usize) -> usize {
    text.char_indices().nth(count).map_or(text.len(), |(at, _)| at)
}

/// The files of one diagnostic, by their index.
pub(crate) struct Excerpts<'a>(pub(crate) Vec<Excerpt<'a>>);

impl<'a> Files<'a> for Excerpts<'a> {
    type FileId = usize;
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, id: usize) -> Result<&'a str, Error> {
        self.0.get(id).map(|excerpt| excerpt.file.name().as_ref()).ok_or(Error::FileMissing)
    }

    fn source(&'a self, id: usize) -> Result<&'a str, Error> {
        self.0.get(id).map(|excerpt| excerpt.file.source().as_ref()).ok_or(Error::FileMissing)
    }

    fn line_index(&'a self, id: usize, byte: usize) -> Result<usize, Error> {
        let excerpt = self.0.get(id).ok_or(Error::FileMissing)?;
        Ok(excerpt.above + excerpt.file.line_index((), byte)?)
    }

    fn line_range(&'a self, id: usize, line: usize) -> Result<Range<usize>, Error> {
        let excerpt = self.0.get(id).ok_or(Error::FileMissing)?;
        excerpt.file.line_range((), line - excerpt.above)
    }

    fn column_number(&'a self, id: usize, line: usize, byte: usize) -> Result<usize, Error> {
        let column = column_index(self.source(id)?, self.line_range(id, line)?, byte) + 1;
        let Excerpt { above, cut, .. } = &self.0[id];
        let cut = cut.iter().find(|(cut, _)| above + cut == line);
        Ok(column + cut.map_or(0, |(_, characters)| *characters))
    }
}

#[cfg(test)]
mod tests {
    use super::Excerpt;

    #[test]
    fn a_long_line_is_cut_around_its_label() {
        let text = format!("一\n{}错误{}\n三", "前".repeat(300), "后".repeat(300));
        let at = text.find("错误").expect("it is there");
        let end = text.find('三').expect("it is there");
        let mut labels = [at..at + "错误".len(), end..end + 3];
        let excerpt = Excerpt::new("x".into(), &text, &mut labels);
        let shown = excerpt.file.source();
        assert_eq!(&shown[labels[0].clone()], "错误");
        assert_eq!(&shown[labels[1].clone()], "三");
        assert_eq!(shown.lines().next().map(|line| line.chars().count()), Some(30 + 90 + 2));
        assert_eq!((excerpt.above, &excerpt.cut[..]), (1, &[(0, 269)][..]));
    }
}
