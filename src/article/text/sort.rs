//! Classifies each line of a text: a heading, an item, code, running text, or not part of the text.

use std::collections::BTreeMap;

use super::code::is_code;
use super::formulas::displayed;
use super::lines::Line;
use crate::article::clean::{self, Shape, Unit};
use crate::article::{Article, Aside, Options, Reason, front};
use crate::deck::Spanned;
use crate::deck::arrange::marks::Style;
use crate::diag::{FileId, Span};

/// Widest heading in Han characters.
const WIDEST: f64 = 34.0;
/// Widest question that is a heading, in Han characters.
const WIDEST_QUESTION: f64 = 60.0;
/// Fewest lines of a table of contents.
const FEWEST_CONTENTS: usize = 3;
/// Lines at the top among which the title may be repeated.
const HEAD: usize = 12;
/// Headings of outermost parts, whatever their markers.
const OUTER: &[&str] = &[
    "前言", "引言", "导言", "写在前面", "摘要", "背景", "总结", "小结", "结语", "结束语", "结论",
    "總結", "結語", "結論", "参考", "まとめ", "后记", "写在最后", "常见问题", "注意事项", "faq",
    "参考文献", "参考资料", "致谢", "附录", "introduction", "summary", "conclusion", "conclusions",
    "references", "はじめに", "おわりに",
];

/// The kind of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Running text.
    Text,
    /// A heading, with what its level is known by.
    Heading(Level),
    /// An item of a list.
    Item,
    /// A line of code.
    Code,
    /// A line of a formula that stands by itself.
    Formula,
    /// Not part of the text, and already set aside.
    Gone,
}

/// What the level of a heading is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    /// The style of its number.
    Numbered(Style),
    /// The columns before it.
    Bare(usize),
    /// It is one of the outermost.
    Outer,
    /// Markdown's `===` or `---` below it, or `#` before it; from 1.
    Marked(usize),
}

/// Sorts the lines of a text.
pub(super) struct Sorter<'a, 's> {
    lines: &'a [Line<'s>],
    file: FileId,
    options: Options,
    kinds: Vec<Kind>,
    article: &'a mut Article,
}

impl<'a, 's> Sorter<'a, 's> {
    /// A sorter that sets aside in `article` what is not text.
    pub(super) fn new(
        lines: &'a [Line<'s>],
        file: FileId,
        options: Options,
        article: &'a mut Article,
    ) -> Self {
        Self { lines, file, options, kinds: vec![Kind::Text; lines.len()], article }
    }

    /// The kind of each line.
    pub(super) fn sort(mut self) -> Vec<Kind> {
        self.code();
        if !self.options.keep_all {
            self.junk();
        }
        self.title();
        self.contents();
        self.stacked();
        self.underlined();
        self.squares();
        self.numbered();
        self.bare();
        self.items();
        self.kinds
    }

    fn is_text(&self, at: usize) -> bool {
        self.kinds.get(at) == Some(&Kind::Text)
    }

    fn span(&self, at: usize) -> Span {
        Span::new(self.file, self.lines[at].range())
    }

    /// Sets a line aside.
    fn aside(&mut self, at: usize, reason: Reason) {
        let (span, text) = (self.span(at), self.lines[at].text.to_owned());
        self.article.aside.push(Aside { span, text, reason });
        self.kinds[at] = Kind::Gone;
    }

    /// The next line that was not set aside.
    fn next(&self, at: usize) -> Option<usize> {
        (at + 1..self.lines.len()).find(|next| self.kinds[*next] != Kind::Gone)
    }

    fn code(&mut self) {
        for range in is_code(self.lines) {
            self.kinds[range].fill(Kind::Code);
        }
        for range in displayed(self.lines) {
            self.kinds[range].fill(Kind::Formula);
        }
    }

    /// Applies the cleaner of all articles.
    fn junk(&mut self) {
        let units: Vec<Unit> = (0..self.lines.len()).map(|at| self.unit(at)).collect();
        let clean::Verdicts { reasons, headline } = clean::verdicts(&units);
        if let Some(headline) = headline {
            let start = self.lines[headline.at].start;
            let text = self.lines[headline.at].text[headline.range.clone()].to_owned();
            let span =
                Span::new(self.file, start + headline.range.start..start + headline.range.end);
            self.article.title = Some(Spanned::new(text, span));
            self.kinds[headline.at] = Kind::Gone;
        }
        for (at, reason) in reasons.into_iter().enumerate() {
            if let Some(reason) = reason.filter(|_| self.kinds[at] != Kind::Gone) {
                self.aside(at, reason);
            }
        }
        clean::note(self.article);
    }

    /// A line as the cleaner sees it.
    fn unit(&self, at: usize) -> Unit {
        let line = &self.lines[at];
        let shape = match line.marker {
            _ if !self.is_text(at) => Shape::Object,
            Some(_) if self.opens(at) => Shape::Heading(1),
            Some(_) => Shape::Item,
            None => Shape::Line,
        };
        Unit::new(line.text.to_owned(), shape)
    }

    /// Whether a line looks like the heading of a part, which ends a list of other articles.
    fn opens(&self, at: usize) -> bool {
        let line = &self.lines[at];
        let head = line.style().is_some_and(|style| !matches!(style, Style::Bullet(_)));
        head && self
            .lines
            .get(at + 1)
            .is_some_and(|next| next.is_sentence() && next.marker.is_none())
    }

    /// Finds the title at the top and its repetitions.
    fn title(&mut self) {
        if self.article.title.is_some() {
            return;
        }
        let Some(first) = (0..self.lines.len()).find(|at| self.is_text(*at)) else { return };
        let line = &self.lines[first];
        let (labelled, text) = front::labelled_title(line.text);
        let alone = self.next(first).is_none();
        let says = !key(line.text).is_empty();
        let fits = says && line.marker.is_none() && !line.is_sentence() && line.width() <= WIDEST;
        if !labelled && (!fits || alone || self.is_lead(first)) {
            return;
        }
        let start = line.start + line.text.len() - text.len();
        let span = Span::new(self.file, start..start + text.len());
        self.article.title = Some(Spanned::new(text.to_owned(), span));
        self.kinds[first] = Kind::Gone;
        let title = key(text);
        for at in first + 1..self.lines.len().min(first + HEAD) {
            if !self.is_text(at) {
                continue;
            }
            let line = &self.lines[at];
            if key(line.text) == title {
                self.aside(at, Reason::Repeated);
            }
        }
    }

    /// Whether a line ends in a colon.
    fn is_lead(&self, at: usize) -> bool {
        self.lines[at].text.ends_with(['：', ':'])
    }

    /// Finds a table of contents: a run of short lines that recur as headings.
    fn contents(&mut self) {
        let mut last: BTreeMap<String, usize> = BTreeMap::new();
        for at in (0..self.lines.len()).filter(|at| self.is_text(*at)) {
            last.insert(key(self.lines[at].text), at);
        }
        let mut at = 0;
        while at < self.lines.len() {
            let announced = self.is_text(at) && clean::opens_contents(self.lines[at].text);
            let start = at + usize::from(announced);
            let end = self.contents_end(start, &last);
            let run: Vec<usize> = (start..end).filter(|at| self.is_text(*at)).collect();
            let back = |at: &usize| last.get(&key(self.lines[*at].text)).is_some_and(|l| *l >= end);
            let found = run.iter().filter(|at| back(at)).count();
            let fewest = if announced { 2 } else { FEWEST_CONTENTS };
            if found >= fewest && found * 10 >= run.len() * 7 {
                if announced {
                    self.aside(at, Reason::Contents);
                }
                for line in run {
                    if back(&line) {
                        let (span, text) =
                            (self.span(line), unmarked(self.lines[line].text).to_owned());
                        self.article.contents.push(Spanned::new(text, span));
                        self.kinds[line] = Kind::Gone;
                    } else {
                        self.aside(line, Reason::Contents);
                    }
                }
                at = end;
            } else {
                at = start.max(at + 1);
            }
        }
    }

    /// The end of the run of short lines that may be a table of contents.
    fn contents_end(&self, start: usize, last: &BTreeMap<String, usize>) -> usize {
        let mut end = start;
        while end < self.lines.len() {
            let line = &self.lines[end];
            let short = line.width() <= WIDEST + 6.0 && !line.text.ends_with(['。', '，', '；']);
            // The last occurrence is the heading itself.
            let comes_back = last.get(&key(line.text)).is_some_and(|last| *last > end);
            if self.kinds[end] == Kind::Gone
                || self.is_text(end) && short && (comes_back || line.marker.is_some())
            {
                end += 1;
            } else {
                break;
            }
        }
        // Lines at the end that do not recur belong to what follows.
        while end > start && last.get(&key(self.lines[end - 1].text)).is_none_or(|l| *l < end) {
            end -= 1;
        }
        end
    }

    /// Headings in three lines, as on public accounts: a number, a dash below it, and the text
    /// below that.
    fn stacked(&mut self) {
        for at in 0..self.lines.len().saturating_sub(2) {
            let [number, dash] = [self.lines[at].text, self.lines[at + 1].text];
            let counts = number.len() <= 2 && number.bytes().all(|b| b.is_ascii_digit());
            let parts = dash.chars().all(|c| "—–-".contains(c));
            if counts && parts && (at..at + 3).all(|at| self.is_text(at)) && self.is_short(at + 2) {
                self.kinds[at..at + 2].fill(Kind::Gone);
                self.kinds[at + 2] = Kind::Heading(Level::Marked(1));
            }
        }
    }

    /// Setext headings, headings with `#`, and rulers, in a text that is not Markdown as a whole.
    fn underlined(&mut self) {
        for at in 0..self.lines.len() {
            if !self.is_text(at) {
                continue;
            }
            let text = self.lines[at].text;
            let hashes = text.len() - text.trim_start_matches('#').len();
            if (1..=6).contains(&hashes) && text[hashes..].starts_with(' ') {
                self.kinds[at] = Kind::Heading(Level::Marked(hashes));
            }
            let mark = text.chars().next().filter(|c| "=-—_*~－＝".contains(*c));
            if !mark.is_some_and(|mark| text.len() >= 3 && text.chars().all(|c| c == mark)) {
                continue;
            }
            self.kinds[at] = Kind::Gone;
            let above = at.checked_sub(1).filter(|above| self.is_text(*above));
            let close = !self.lines[at].after_blank;
            if let Some(above) = above.filter(|above| close && self.is_short(*above)) {
                let level = if mark == Some('=') { 1 } else { 2 };
                self.kinds[above] = Kind::Heading(Level::Marked(level));
            }
        }
    }

    fn is_short(&self, at: usize) -> bool {
        let line = &self.lines[at];
        line.width() <= WIDEST && !line.is_sentence()
    }

    /// Whether a numbered line is short enough for a heading: a question may be longer.
    fn may_head(&self, at: usize) -> bool {
        let line = &self.lines[at];
        match line.style() {
            Some(Style::Question) => line.width() <= WIDEST_QUESTION,
            Some(Style::Bullet(_)) | None => false,
            Some(_) => self.is_short(at),
        }
    }

    /// Numbered lines: headings if text follows most lines of their style, else items.
    fn numbered(&mut self) {
        let mut groups: Vec<(Style, usize, Vec<usize>)> = Vec::new();
        for at in (0..self.lines.len()).filter(|at| self.is_text(*at)) {
            let line = &self.lines[at];
            let Some(style) = line.style().filter(|style| !matches!(style, Style::Bullet(_)))
            else {
                continue;
            };
            match groups.iter_mut().find(|(s, indent, _)| *s == style && *indent == line.indent) {
                Some((_, _, members)) => members.push(at),
                None => groups.push((style, line.indent, vec![at])),
            }
        }
        for (style, _, members) in groups {
            let heads: Vec<usize> = members
                .iter()
                .copied()
                .filter(|at| self.may_head(*at) && self.has_body(*at) && !self.follows(*at))
                .collect();
            let most = style.heads() || heads.len() * 2 >= members.len();
            let chosen = if style.heads() { members } else { heads };
            for at in chosen {
                if most && self.may_head(at) {
                    self.kinds[at] = Kind::Heading(Level::Numbered(style));
                }
            }
        }
    }

    /// Headings marked with a square or the like, each with other lines below.
    fn squares(&mut self) {
        const SQUARES: &str = "■◆●▶►★◎□◇▌";
        const FEWEST: usize = 2;
        for square in SQUARES.chars() {
            let style = Style::Bullet(square);
            let lines: Vec<usize> = (0..self.lines.len())
                .filter(|at| self.is_text(*at) && self.lines[*at].style() == Some(style))
                .collect();
            let heads = lines
                .iter()
                .all(|at| self.is_short(*at) && self.has_body(*at) && !self.follows(*at));
            if lines.len() >= FEWEST && heads {
                for at in lines {
                    self.kinds[at] = Kind::Heading(Level::Numbered(style));
                }
            }
        }
    }

    /// Whether a line is followed by something other than another line of its kind.
    fn has_body(&self, at: usize) -> bool {
        let (line, next) = (&self.lines[at], self.next(at));
        let Some(next) = next.map(|next| &self.lines[next]) else { return false };
        match (next.style(), line.style()) {
            (Some(next_style), Some(style)) if next_style == style => {
                // `1、` below `1、` is another item; if indented further it is a nested list.
                next.indent > line.indent
            }
            _ => true,
        }
    }

    /// Whether the line before is of the same kind, so that both are items.
    fn follows(&self, at: usize) -> bool {
        let before = (0..at).rev().find(|before| self.kinds[*before] != Kind::Gone);
        before.map(|before| &self.lines[before]).is_some_and(|before| {
            before.style() == self.lines[at].style() && before.indent == self.lines[at].indent
        })
    }

    /// Headings without any marker: short lines with longer ones below.
    fn bare(&mut self) {
        if self.is_transcript() {
            return;
        }
        for at in 0..self.lines.len() {
            if self.is_text(at) && self.is_bare_heading(at) {
                let line = &self.lines[at];
                let outer = OUTER
                    .contains(&line.text.trim_end_matches(['：', ':']).to_lowercase().as_str());
                let level = if outer { Level::Outer } else { Level::Bare(line.indent) };
                self.kinds[at] = Kind::Heading(level);
            }
        }
        // An outermost heading may also have a number.
        for at in 0..self.lines.len() {
            if let (Kind::Heading(Level::Bare(_)), true) = (self.kinds[at], self.is_outer_word(at))
            {
                self.kinds[at] = Kind::Heading(Level::Outer);
            }
        }
    }

    /// Whether the text is a transcript, one long talk of sentences, in which short lines are not
    /// headings.
    fn is_transcript(&self) -> bool {
        const FEWEST: usize = 20;
        let text: Vec<&Line> = (0..self.lines.len())
            .filter(|at| self.is_text(*at))
            .map(|at| &self.lines[at])
            .collect();
        let bare = |line: &&&Line| line.marker.is_none() && line.indent == 0 && !line.after_blank;
        let ends = |line: &&&Line| line.is_sentence() || line.text.ends_with(['？', '?']);
        let most = |count: usize| count * 10 >= text.len() * 9;
        text.len() >= FEWEST
            && most(text.iter().filter(bare).count())
            && most(text.iter().filter(ends).count())
    }

    fn is_outer_word(&self, at: usize) -> bool {
        OUTER.contains(&self.lines[at].rest().to_lowercase().as_str())
    }

    fn is_bare_heading(&self, at: usize) -> bool {
        let line = &self.lines[at];
        let marked = line.marker.is_some() || line.text.starts_with(['“', '"', '>', '|', '「']);
        if marked
            || !self.is_short(at)
            || line.text.contains(['\t', '。', '；'])
            || is_lead(line.text)
        {
            return false;
        }
        let Some(below) = self.next(at).filter(|below| !matches!(self.kinds[*below], Kind::Code))
        else {
            return false;
        };
        let next = &self.lines[below];
        // The last line of a hard-wrapped paragraph is short as well.
        let above =
            at.checked_sub(1).filter(|above| self.is_text(*above)).map(|above| &self.lines[above]);
        let wrapped = above.is_some_and(|above| {
            !line.after_blank
                && above.indent == line.indent
                && !above.is_sentence()
                && above.marker.is_none()
        });
        if wrapped {
            return false;
        }
        if matches!(self.kinds[below], Kind::Heading(_)) {
            return line.after_blank && next.indent >= line.indent;
        }
        // The rest of a sentence that was wrapped.
        if !next.after_blank && next.text.starts_with(|c: char| c.is_ascii_lowercase()) {
            return false;
        }
        let alone = line.after_blank && next.after_blank && self.last_of(below).is_sentence();
        let long = alone || next.is_sentence() || next.width() > WIDEST || is_lead(next.text);
        let list = next.marker.is_some();
        let deeper = next.indent > line.indent;
        (deeper
            || line.after_blank
            || above.is_some_and(|above| above.is_sentence() || above.indent > line.indent))
            && (long || list || deeper)
    }

    /// The last line before the next blank one.
    fn last_of(&self, at: usize) -> &Line<'s> {
        let more = self.lines[at + 1..].iter().take_while(|line| !line.after_blank).count();
        &self.lines[at + more]
    }

    /// Makes items of the remaining lines with markers.
    fn items(&mut self) {
        for at in 0..self.lines.len() {
            let marked = self.lines[at].style().is_some_and(|style| style != Style::Boxed);
            if marked && self.is_text(at) {
                self.kinds[at] = Kind::Item;
            }
        }
    }
}

/// Whether a line is a term with an explanation: `术语：解释`.
fn is_lead(text: &str) -> bool {
    text.split_once(['：', ':']).is_some_and(|(term, rest)| {
        !term.is_empty() && !rest.trim().is_empty() && !rest.starts_with('/')
    })
}

/// A line without its marker, and without a second one: tables of contents have bullets before the
/// headings' numbers.
fn unmarked(text: &str) -> &str {
    let without =
        |text: &str| crate::deck::arrange::marks::marker(text).map_or(0, |marker| marker.length);
    let text = &text[without(text)..];
    &text[without(text)..]
}

/// A line without markers, blanks and signs, for comparison.
fn key(text: &str) -> String {
    unmarked(text).chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
