//! The lines of an answer while it is made into a clean deck. Every line knows where it comes from,
//! so that findings in the deck are shown in the author's file.

use std::cell::OnceCell;
use std::ops::{Deref, DerefMut, Range};
use std::rc::Rc;

use super::said::Said;
use crate::deck::markdown::source::{Lines, TextLines, heading_level, is_key, is_ruler};

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
        heading(self.text(at)).filter(|_| self.is_text()[at])
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
    pub(super) fn replace(&mut self, range: Range<usize>, texts: &[&str]) {
        let number =
            self.lines.get(range.start).or(self.lines.last()).map_or(0, |line| line.number);
        let lines: Vec<Line> =
            texts.iter().map(|text| Line { text: (*text).to_owned(), number }).collect();
        self.lines.splice(range, lines);
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
    fn settings(&self, at: usize) -> Option<Range<usize>> {
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
            texts[*at]
                && (is_divider(line) || heading(line).is_some_and(|(found, _)| found <= level))
        };
        let mut starts: Vec<usize> = (0..self.lines.len()).filter(opens).collect();
        starts.insert(0, self.front_matter().map_or(0, |front| front.end));
        let ends = starts.iter().skip(1).copied().chain([self.lines.len()]);
        starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
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

/// A line that ends a slide.
pub(super) fn is_divider(line: &str) -> bool {
    let line = line.trim_end();
    line == "---" || line.len() > 3 && line.bytes().all(|byte| byte == b'-')
}

/// The level and the text of a heading.
pub(super) fn heading(line: &str) -> Option<(usize, &str)> {
    let level = heading_level(line)?;
    Some((level, line[level..].trim()))
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

/// Whether a line can belong to settings: a key, what belongs to one, or a comment.
fn is_value(line: &str) -> bool {
    is_key(line) || line.starts_with([' ', '-', '#']) && !is_ruler(line)
}
