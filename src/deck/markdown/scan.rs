//! One pass over the lines, before CommonMark sees them: finds the front matter, lets each tool take
//! what it alone understands, and makes fenced divs nest by length, as the parser wants them.
//!
//! The text that comes out has the same lines at the same numbers; only lines that carry such
//! markup differ, so every place that the parser reports is right in the author's file.

mod fences;
mod formula;
mod listing;
mod void;

use std::collections::BTreeMap;
use std::ops::Range;

use super::dialect::{self, Dialect};
use super::source::{COMMENTS, Lines, TextLines, heading_level, is_dashes, is_ruler};
use super::yaml;
use crate::deck::keys::Key;
use crate::diag::{Diagnostic, Diagnostics, FileId, Span};
use fences::Fences;

/// What lines claimed by a tool mean; the parser gets an empty comment in their place.
pub(super) enum Mark {
    /// What the speaker says, as a range of the author's text.
    Notes(Range<usize>),
    /// What follows is revealed one step later.
    Step,
    /// A block of TeX, as a range of the author's text.
    Tex(Range<usize>),
}

/// What the pass found.
#[derive(Default)]
pub(super) struct Scanned {
    /// The text for the CommonMark parser.
    pub(super) text: String,
    /// The YAML between the `---` lines at the top, as a range of the author's text.
    pub(super) front_matter: Option<Range<usize>>,
    /// Pandoc's `% title`, `% authors`, `% date` at the top, as ranges of the author's text.
    pub(super) title_block: [Option<Range<usize>>; 3],
    /// The text behind the colons of each opening `:::` line, by line from 1. The parser gets a
    /// plain word instead, because it does not know all forms of attributes.
    pub(super) directives: BTreeMap<usize, String>,
    /// Lines, from 0, that are three dashes or more.
    pub(super) rulers: Vec<usize>,
    /// Lines, from 0, of headings that begin with their signs.
    pub(super) headings: Vec<usize>,
    /// The settings of slides: the line, from 1, of the ruler above them, and the range of their YAML.
    /// 0 stands for the top of the text.
    pub(super) settings: Vec<(usize, Range<usize>)>,
    /// The tool that keys of the front matter or lines of the text indicate.
    pub(super) dialect: Dialect,
    /// Lines claimed by tools, by line from 1.
    pub(super) marks: BTreeMap<usize, Mark>,
    /// Unsupported lines, with their numbers from 1.
    pub(super) left_out: Vec<(String, usize)>,
}

/// A text being prepared for the parser.
pub(super) struct Scan<'l> {
    /// The author's lines.
    pub(super) lines: &'l Lines<'l>,
    /// What the parser gets in place of a line.
    pub(super) masks: Vec<Option<String>>,
    /// The first line that is not masked.
    pub(super) first: usize,
    /// What opens and closes blocks.
    pub(super) fences: Fences,
    /// The line behind the last formula.
    behind_formula: usize,
    /// What was found.
    pub(super) found: Scanned,
}

/// Scans the whole text of a deck. `inside`: the tool that the file which includes it was written for.
pub(super) fn scan_deck(
    source: &str,
    file: FileId,
    inside: Dialect,
    findings: &mut Diagnostics,
) -> Scanned {
    let lines = Lines::new(source);
    let mut scan = Scan::new(&lines);
    scan.front(file, findings);
    scan.found.dialect = match dialect::of_lines(&scan) {
        Dialect::Own => inside,
        own => own,
    };
    scan.run(file, findings)
}

/// Scans the whole text of an article.
pub(super) fn scan(source: &str, file: FileId, findings: &mut Diagnostics) -> Scanned {
    let lines = Lines::new(source);
    let mut scan = Scan::new(&lines);
    scan.front(file, findings);
    scan.run(file, findings)
}

impl<'l> Scan<'l> {
    fn new(lines: &'l Lines<'l>) -> Self {
        let masks = vec![None; lines.len()];
        let (fences, found) = (Fences::default(), Scanned::default());
        Self { lines, masks, first: 0, fences, behind_formula: 0, found }
    }

    /// The YAML at the top; empty if there is none.
    pub(super) fn front_matter(&self) -> &'l str {
        self.found.front_matter.clone().map_or("", |range| &self.lines.source[range])
    }

    /// Finds the YAML at the top.
    fn front(&mut self, file: FileId, findings: &mut Diagnostics) {
        self.first = self.masks.iter().take_while(|mask| mask.is_some()).count();
        if let Some((range, last)) = front_matter(self.lines, self.first, file, findings) {
            self.masks[self.first..=last].fill(Some(String::new()));
            self.found.front_matter = Some(range);
        }
    }

    /// The lines that are text, from 0: neither code nor comments.
    pub(super) fn text_lines(&self) -> impl Iterator<Item = usize> {
        let mut texts = TextLines::new(COMMENTS);
        let lines = (self.first..self.lines.len()).filter(|line| self.masks[*line].is_none());
        lines.filter(move |line| texts.is_text(self.lines.text(*line)))
    }

    /// Replaces a line for the parser; returns the number of lines, 1.
    pub(super) fn rewrite(&mut self, index: usize, line: String) -> usize {
        if heading_level(&line).is_some() {
            self.found.headings.push(index);
        }
        self.masks[index] = Some(line);
        1
    }

    /// Claims lines; returns how many.
    pub(super) fn mark(&mut self, lines: Range<usize>, mark: Mark) -> usize {
        self.masks[lines.clone()].fill(Some(String::new()));
        self.masks[lines.start] = Some("<!-- -->".to_owned());
        self.found.marks.insert(lines.start + 1, mark);
        lines.len()
    }

    /// Drops an unsupported line; returns the number of lines, 1.
    pub(super) fn leave_out(&mut self, index: usize, name: &str) -> usize {
        self.found.left_out.push((format!("`{name}`"), index + 1));
        self.masks[index] = Some(String::new());
        1
    }

    fn run(mut self, file: FileId, findings: &mut Diagnostics) -> Scanned {
        let mut texts = TextLines::new(COMMENTS);
        let mut index = self.first;
        while index < self.lines.len() {
            if self.masks[index].is_some() {
                index += 1;
                continue;
            }
            let is_text = texts.is_text(self.lines.text(index));
            index += if is_text { self.line(index) } else { 1 };
        }
        let fences = std::mem::take(&mut self.fences);
        self.found.directives = fences.finish(&mut self.masks, self.lines, file, findings);
        self.finish()
    }

    /// Handles a line that is neither code nor a comment, with those that belong to it; returns how
    /// many.
    fn line(&mut self, index: usize) -> usize {
        let line = self.lines.text(index);
        if self.fences.closes(index, line) {
            return 1;
        }
        let comment = self.comment(index);
        if comment > 0 {
            return comment;
        }
        let taken =
            dialect::TOOLS.iter().map(|tool| tool.line(self, index)).find(|lines| *lines > 0);
        if index >= self.behind_formula {
            self.behind_formula = formula::join(self, index).unwrap_or(index);
        }
        if let Some(taken) = taken {
            return taken;
        }
        let freed = listing::free(self, index);
        if freed > 0 {
            return freed;
        }
        if void::is_above_text(self, index) {
            return self.rewrite(index, format!("{line}<!---->"));
        }
        if is_dashes(line) {
            self.found.rulers.push(index);
        } else if heading_level(line).is_some() {
            self.found.headings.push(index);
        }
        self.fences.line(index, line);
        1
    }

    /// Takes notes between `<!-->` and a line that ends a comment; how many lines. To a browser the first
    /// one is a comment by itself, and what is to be said would stand on the page.
    fn comment(&mut self, index: usize) -> usize {
        let ends = |at: &usize| self.lines.text(*at).trim_end().ends_with("-->");
        let is_over =
            |at: &usize| is_dashes(self.lines.text(*at)) || self.lines.text(*at).contains("<!--");
        if !matches!(self.lines.text(index).trim(), "<!-->" | "<!--->") {
            return 0;
        }
        let mut below = index + 1..self.lines.len();
        let Some(last) =
            below.find(|at| ends(at) || is_over(at)).filter(|at| ends(at) && !is_over(at))
        else {
            return 0;
        };
        let line = self.lines.text(last).trim_end();
        let stop = line.trim_end_matches("-->").trim_end_matches(['<', '-']).len();
        let range = self.lines.starts[index + 1]..self.lines.starts[last] + stop;
        self.mark(index..last + 1, Mark::Notes(range))
    }

    /// Writes the text for the parser.
    fn finish(mut self) -> Scanned {
        let mut text = String::with_capacity(self.lines.source.len() + 64);
        for (index, mask) in self.masks.iter().enumerate() {
            match mask {
                Some(mask) => {
                    text.push_str(mask);
                    text.push('\n');
                }
                None => text.push_str(self.lines.with_end(index)),
            }
        }
        self.found.text = text;
        self.found
    }
}

/// The range of the YAML at the `first` line and the index of its last line.
fn front_matter(
    lines: &Lines,
    first: usize,
    file: FileId,
    findings: &mut Diagnostics,
) -> Option<(Range<usize>, usize)> {
    if let Some(count) = dialect::header(lines, first) {
        let end = lines.starts.get(first + count).copied().unwrap_or(lines.source.len());
        return Some((lines.starts[first]..end, first + count - 1));
    }
    if lines.len() <= first || !is_ruler(lines.text(first)) {
        return None;
    }
    let start = lines.starts.get(first + 1).copied()?;
    let is_end = |line: &usize| is_ruler(lines.text(*line)) || lines.text(*line) == "...";
    let last = (first + 1..lines.len()).find(is_end);
    let range = last.map(|last| start..lines.starts[last]);
    if let (Some(range), Some(last)) = (range, last)
        && !yaml::has_text_below(&lines.source[range.clone()])
    {
        let text = &lines.source[range.clone()];
        return (yaml::has_keys(text) || text.trim().is_empty()).then_some((range, last));
    }
    // Nothing closes it: it ends where its keys do.
    let is_below = |line: &usize| {
        let text = lines.text(*line);
        text.trim().is_empty() || heading_level(text).is_some() || is_end(line)
    };
    let below = (first + 1..lines.len()).find(is_below).unwrap_or(lines.len());
    let end = lines.starts.get(below).copied().unwrap_or(lines.source.len());
    let is_ours = |key: &String| Key::names().any(|name| name == key) || dialect::knows(key);
    if !yaml::mapping(&lines.source[start..end]).keys().iter().any(is_ours) {
        return None;
    }
    let at = lines.starts[first];
    let span = Span::new(file, at..at + 3);
    let finding = Diagnostic::warning("unclosed-block", span, "the front matter is never closed");
    findings.push(finding.hint("end it with a line `---`"));
    Some((start..end, below - 1))
}

impl Scanned {
    /// Makes lines of dashes rulers: CommonMark takes one below a paragraph for the mark of a
    /// heading.
    pub(super) fn harden(&mut self, rulers: &[usize]) {
        let mut lines: Vec<&str> = self.text.split('\n').collect();
        for &ruler in rulers {
            if let Some(line) = lines.get_mut(ruler).filter(|line| is_dashes(line)) {
                *line = "***";
            }
        }
        self.text = lines.join("\n");
    }
}
