//! The lines of an answer while it is made into a clean deck. Every line knows where it comes from,
//! so that findings in the deck are shown in the author's file.

use std::cell::OnceCell;
use std::ops::{Deref, DerefMut, Range};
use std::rc::Rc;

use super::form::{heading, indent, is_divider, spans};
use super::said::Said;
use crate::deck::markdown::source::{Lines, TextLines, is_key, is_ruler};

/// Delimiters of hidden lines: comments and style sheets.
const HIDDEN: [(&str, &str); 3] =
    [("<!--", "-->"), ("<style", "</style>"), ("<script", "</script>")];

/// A line of the deck.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// Its text, without the line end.
    pub(super) text: String,
    /// The line of the answer, from 0, that it was made of.
    pub(super) number: usize,
}

/// Lines that are being changed. Every pass asks which of them are text, and some which are comments; that
/// is found out once, and anew when they may have been changed.
#[derive(Default)]
pub(super) struct LinesLeft {
    lines: Vec<Line>,
    is_text: OnceCell<Rc<[bool]>>,
    is_comment: OnceCell<Rc<[bool]>>,
}

impl From<Vec<Line>> for LinesLeft {
    fn from(lines: Vec<Line>) -> Self {
        Self { lines, ..Self::default() }
    }
}

impl Deref for LinesLeft {
    type Target = Vec<Line>;

    fn deref(&self) -> &Vec<Line> {
        &self.lines
    }
}

impl DerefMut for LinesLeft {
    fn deref_mut(&mut self) -> &mut Vec<Line> {
        self.is_text.take();
        self.is_comment.take();
        &mut self.lines
    }
}

/// An answer that is being cleaned.
#[derive(Default)]
pub(super) struct Answer {
    /// The remaining lines.
    pub(super) lines: LinesLeft,
    /// The changes made so far, for findings.
    pub(super) said: Vec<Said>,
    /// Whether it is divided only by numbered lines.
    pub(super) is_outline: bool,
    /// Whether several slides have what is said below them, with a label.
    pub(super) is_scripted: bool,
    /// Whether slides have items with signs of their own.
    pub(super) has_items: bool,
    /// The titles of slides that got a layout, and why.
    pub(super) laid_out: Vec<(String, &'static str)>,
}

impl Answer {
    /// Some lines of an answer.
    pub(super) fn of(lines: Vec<Line>) -> Self {
        Self { lines: lines.into(), ..Self::default() }
    }

    /// The answer as it is.
    pub(super) fn new(lines: &Lines) -> Self {
        let line = |number| Line { text: lines.text(number).to_owned(), number };
        let lines: Vec<Line> = (0..lines.len()).map(line).collect();
        Self { lines: lines.into(), ..Self::default() }
    }

    /// A line; empty behind the last one.
    pub(super) fn text(&self, at: usize) -> &str {
        self.lines.get(at).map_or("", |line| &line.text)
    }

    /// The lines that are text.
    pub(super) fn written(&self) -> std::vec::IntoIter<usize> {
        let texts = self.is_text();
        (0..self.lines.len()).filter(|at| texts[*at]).collect::<Vec<_>>().into_iter()
    }

    /// The level and the text of the heading on a line, if it is text.
    pub(super) fn heading(&self, at: usize) -> Option<(usize, &str)> {
        heading(self.text(at)).filter(|_| self.is_text().get(at) == Some(&true))
    }

    /// The lines with headings, each with its level.
    pub(super) fn headings(&self) -> Vec<(usize, usize)> {
        self.written().filter_map(|at| Some((at, self.heading(at)?.0))).collect()
    }

    /// Whether a line is a heading or a ruler.
    pub(super) fn divides(&self, at: usize) -> bool {
        self.heading(at).is_some() || is_divider(self.text(at)) && self.is_text()[at]
    }

    /// Some lines as a text.
    pub(super) fn texts(&self, lines: Range<usize>) -> String {
        lines.map(|at| self.text(at)).collect::<Vec<_>>().join("\n")
    }

    /// Whether a line is blank, or there is none.
    pub(super) fn is_blank(&self, at: usize) -> bool {
        self.text(at).trim().is_empty()
    }

    /// The lines among these that are neither blank nor rulers.
    pub(super) fn shown(&self, lines: Range<usize>) -> impl DoubleEndedIterator<Item = usize> {
        lines.filter(|at| !self.is_blank(*at) && !is_divider(self.text(*at)))
    }

    /// The least indentation of these lines.
    pub(super) fn depth(&self, lines: Range<usize>) -> usize {
        self.shown(lines).map(|at| indent(self.text(at))).min().unwrap_or(0)
    }

    /// The runs of lines of text one below the other that are of a kind.
    pub(super) fn runs(&self, is_of: impl Fn(&str) -> bool) -> Vec<Range<usize>> {
        let mut runs: Vec<Range<usize>> = Vec::new();
        for at in self.written().filter(|at| is_of(self.text(*at))) {
            match runs.last_mut().filter(|run| run.end == at) {
                Some(run) => run.end += 1,
                None => runs.push(at..at + 1),
            }
        }
        runs
    }

    /// The listings whose fence satisfies `is_of` with its words, with the lines of the fence.
    pub(super) fn listings(&self, is_of: impl Fn(&str) -> bool) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut open: Option<(usize, &str, bool)> = None;
        for at in 0..self.lines.len() {
            let line = self.text(at).trim_end();
            let words = line.trim_start_matches(['`', '~']);
            let mark = &line[..line.len() - words.len()];
            match open {
                None if mark.len() > 2 => open = Some((at, mark, is_of(words.trim()))),
                Some((from, other, is_found)) if line == other => {
                    found.extend(is_found.then_some(from..at + 1));
                    open = None;
                }
                _ => {}
            }
        }
        found
    }

    /// The first line from here on that is not blank.
    pub(super) fn shown_from(&self, at: usize) -> Option<usize> {
        (at..self.lines.len()).find(|at| !self.is_blank(*at))
    }

    /// The last line before here that is not blank.
    pub(super) fn shown_before(&self, at: usize) -> Option<usize> {
        (0..at).rev().find(|at| !self.is_blank(*at))
    }

    /// Whether a paragraph can begin here: the line above is blank.
    pub(super) fn is_apart(&self, at: usize) -> bool {
        at == 0
            || self.is_blank(at - 1)
            || is_divider(self.text(at - 1))
            || heading(self.text(at - 1)).is_some()
    }

    /// Records what was done with a line.
    pub(super) fn say(&mut self, code: &'static str, message: &'static str, number: usize) {
        match self.said.iter_mut().find(|said| said.code == code && said.message == message) {
            Some(said) => said.lines.push(number),
            None => {
                self.said.push(Said { code, message, lines: vec![number], is_left_out: false });
            }
        }
    }

    /// Records that these lines are left out; blank ones and rulers say nothing.
    pub(super) fn say_left_out(
        &mut self,
        code: &'static str,
        message: &'static str,
        lines: Range<usize>,
    ) {
        for at in lines {
            if self.text(at).contains(char::is_alphanumeric) {
                let number = self.lines[at].number;
                self.say(code, message, number);
            }
        }
        self.said
            .iter_mut()
            .filter(|said| said.message == message)
            .for_each(|said| said.is_left_out = true);
    }

    /// Whether it is plainly a chatbot's: something stood around the deck, or said what its parts are; or
    /// an outline that nobody has made a deck of.
    pub(super) fn is_evident(&self) -> bool {
        self.is_outline || self.said.iter().any(Said::is_of_chatbot)
    }

    /// Whether there was text around the deck, which shows that it is a chatbot's answer.
    pub(super) fn was_around(&self) -> bool {
        self.said.iter().any(|said| said.code == "text-outside-deck")
    }

    /// Replaces some lines by others.
    pub(super) fn replace<T: AsRef<str>>(&mut self, range: Range<usize>, texts: &[T]) {
        let number =
            self.lines.get(range.start).or(self.lines.last()).map_or(0, |line| line.number);
        let lines: Vec<Line> =
            texts.iter().map(|text| Line { text: text.as_ref().to_owned(), number }).collect();
        self.lines.splice(range, lines);
    }

    /// Takes lines out.
    pub(super) fn remove(&mut self, range: Range<usize>) {
        self.lines.drain(range);
    }

    /// A blank line above a line.
    pub(super) fn part(&mut self, at: usize) {
        self.replace(at..at, &[""]);
    }

    /// Removes the marked lines.
    pub(super) fn leave_out(&mut self, out: &[bool]) {
        let mut out = out.iter();
        self.lines.retain(|_| !out.next().copied().unwrap_or(false));
    }

    /// Leaves out blank lines that were added where there is one, or where nothing stands on one side.
    pub(super) fn tidy(&mut self, lines: &Lines) {
        let added =
            |line: &Line| line.text.is_empty() && !lines.text(line.number).trim().is_empty();
        let mut out = vec![false; self.lines.len()];
        for at in 0..self.lines.len() {
            let above = (0..at).rev().find(|at| !out[*at]);
            let doubled = above.is_none_or(|above| self.is_blank(above)) || self.is_blank(at + 1);
            out[at] = doubled && added(&self.lines[at]);
        }
        self.leave_out(&out);
    }

    /// Which lines are text: neither code, nor comments, nor front matter.
    pub(super) fn is_text(&self) -> Rc<[bool]> {
        Rc::clone(self.lines.is_text.get_or_init(|| self.find_text().into()))
    }

    /// Computes which lines are text.
    fn find_text(&self) -> Vec<bool> {
        let front = self.front_matter().map_or(0, |front| front.end);
        let mut lines = TextLines::new(&HIDDEN);
        let mut texts = vec![false; front];
        for Line { text, .. } in &self.lines[front..] {
            texts.push(lines.is_text(text) && !text.trim_start().starts_with("<!--"));
        }
        for at in front..self.lines.len() {
            if let Some(settings) = self.settings(at).filter(|_| texts[at]) {
                texts[settings].fill(false);
            }
        }
        texts
    }

    /// Which lines belong to comments.
    pub(super) fn is_comment(&self) -> Rc<[bool]> {
        Rc::clone(self.lines.is_comment.get_or_init(|| self.find_comments().into()))
    }

    /// Computes which lines belong to comments.
    fn find_comments(&self) -> Vec<bool> {
        let mut open = false;
        let inside = |(Line { text, .. }, is_text): (&Line, &bool)| {
            open = !is_text && (open || text.trim_start().starts_with("<!--"));
            let inside = open;
            open &= !text.contains("-->");
            inside
        };
        self.lines.iter().zip(self.is_text().iter()).map(inside).collect()
    }

    /// The settings of a slide between the ruler at a line and another one, as Slidev has them.
    pub(super) fn settings(&self, at: usize) -> Option<Range<usize>> {
        let line = |at: usize| self.text(at);
        if !is_ruler(line(at)) || !is_key(line(at + 1)) {
            return None;
        }
        let end = (at + 1..self.lines.len()).find(|at| !is_value(line(*at)))?;
        is_ruler(line(end)).then_some(at + 1..end)
    }

    /// The lines of the front matter with those around it. It may begin with comments.
    pub(super) fn front_matter(&self) -> Option<Range<usize>> {
        let open = self.shown_from(0)?;
        let close = (open + 1..self.lines.len()).find(|at| is_ruler(self.text(*at)))?;
        let mut inside = open + 1..close;
        let is_comment = |at: &usize| self.text(*at).starts_with('#');
        let begins =
            inside.clone().find(|at| !is_comment(at)).is_some_and(|at| is_key(self.text(at)));
        let is_whole = !is_comment(&(open + 1))
            || inside.all(|at| self.is_blank(at) || is_value(self.text(at)));
        (is_ruler(self.text(open)) && begins && is_whole).then_some(open..close + 1)
    }

    /// The slides, as far as rulers and headings of the first two levels tell: the lines of each.
    pub(super) fn slides(&self) -> Vec<Range<usize>> {
        let texts = self.is_text();
        let level = self.slide_level(&texts);
        let opens = |at: &usize| {
            let line = self.text(*at);
            is_divider(line) || heading(line).is_some_and(|(found, _)| found <= level)
        };
        let first = self.front_matter().map_or(0, |front| front.end);
        spans([first].into_iter().chain(self.written().filter(opens)), self.lines.len())
    }

    /// The level of the headings that open slides: the second, or the highest that recurs. Where rulers
    /// divide, lower ones are titles, too, but divide nothing.
    fn slide_level(&self, texts: &[bool]) -> usize {
        let text = || (0..self.lines.len()).filter(|at| texts[*at]).map(|at| self.text(at));
        let highest =
            text().filter_map(|line| heading(line)).map(|(level, _)| level).min().unwrap_or(2);
        if text().any(is_divider) { 2 } else { highest.max(2) }
    }
}

/// A comment of these lines, between blank ones. An arrow takes the place of what would close it.
pub(super) fn comment(mut said: Vec<Line>) -> Vec<Line> {
    said.iter_mut().for_each(|line| line.text = line.text.replace("-->", "→"));
    let number = said.first().map_or(0, |line| line.number);
    let line = |text: &str| Line { text: text.to_owned(), number };
    match &mut said[..] {
        [one] => one.text = format!("<!-- {} -->", one.text),
        _ => {
            said.insert(0, line("<!--"));
            said.push(line("-->"));
        }
    }
    said.insert(0, line(""));
    said.push(line(""));
    said
}

/// Whether a line can belong to settings: a key, what belongs to one, or a comment.
fn is_value(line: &str) -> bool {
    is_key(line) || line.starts_with([' ', '-', '#']) && !is_ruler(line)
}
