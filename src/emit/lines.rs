//! Where the lines of a paragraph may break: its texts → segments. Pure.
//!
//! Typst breaks a line between any two Han characters. What it must not separate is put into boxes:
//! Chinese words, Japanese phrases, Korean words, numbers with their units, a mark that must not begin a line. To
//! the compiler a box is an object, so what it would do between two runs of text has to be emitted
//! explicitly: the space between scripts, and the kerning of adjacent marks.

use std::ops::Range;

use super::balance::{self, Balance};
use super::{escape, latex, units};
use crate::deck::markdown::{is_cjk, is_cjk_letter};
use crate::deck::{Inline, Spanned};
use crate::locale::{Dictionary, is_hangul};

/// Stands in the plain text of a paragraph for something that is not text; Typst uses the same
/// character.
pub(super) const OBJECT: char = '\u{fffc}';
/// Stands for a formula, whose width is estimated.
pub(super) const FORMULA: char = '\u{e0fc}';
/// Characters of the longest phrase of Japanese, or word of Korean, that is kept together.
const LONGEST_PHRASE: usize = 10;

/// By how many em a line may be shorter than its room: words beyond that can stand at a line's end.
const SLACK: f64 = 5.0;

/// How a paragraph is broken into lines.
#[derive(Debug, Clone, Copy)]
pub(super) struct Breaking {
    /// The dictionary that finds words to keep together; `None`: words may be broken.
    pub(super) words: Option<Dictionary>,
    /// Whether a number stays on one line with its unit.
    pub(super) units: bool,
    /// Whether curly quotation marks are set as wide as Han, except around quotations in Latin
    /// letters.
    pub(super) wide_quotes: bool,
    /// Whether commas and stops are centred in their square, as in Taiwan and Hong Kong.
    pub(super) centred: bool,
    /// Width in em up to which a text surely fits on one line, so that no word of it needs a box.
    pub(super) room: f64,
    /// How its lines are balanced; `None`: they are filled, as in running text.
    pub(super) balancing: Option<Balancing>,
}

/// Which texts get balanced lines, and how.
#[derive(Debug, Clone, Copy)]
pub(super) struct Balancing {
    /// Width in em up to which a text surely fits on one line; only wider ones are planned.
    pub(super) room: f64,
    /// Most lines to plan for.
    pub(super) lines: usize,
    /// Width in em of what the layout adds behind the text.
    pub(super) tail: f64,
}

/// A part of a text, as it is emitted.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Segment<'a> {
    /// A line breaks before the segment if the text is set on any of these numbers of lines.
    pub(super) breaks: Vec<usize>,
    /// What is emitted before it.
    pub(super) joint: Joint,
    /// What it says.
    pub(super) text: &'a str,
    /// Whether no line may break inside it: it gets a box.
    pub(super) whole: bool,
    /// Whether its last character is a full-width mark that is set on half its width because
    /// another mark follows.
    pub(super) half: bool,
    /// Whether it is a quotation mark around Latin text.
    pub(super) western: bool,
}

/// What is emitted between two segments.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Joint {
    /// Nothing.
    None,
    /// A line break opportunity.
    Opportunity,
    /// The space between Han and Latin. Typst does not add it next to a box.
    Gap,
    /// The blank half of a full-width mark. It is trimmed at the end of a box as at the end of a
    /// line, so it is added again.
    Blank,
}

/// A paragraph, and how much of it was emitted.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    /// All of its text.
    text: String,
    /// The ranges in which no line may break.
    wholes: Vec<Range<usize>>,
    /// Its balanced line breaks.
    balance: Balance,
    /// The ranges that are superscripts or subscripts.
    raised: Vec<Range<usize>>,
    /// The places of quotation marks around Latin text.
    western: Vec<usize>,
    /// How many bytes of the text were emitted.
    taken: usize,
    /// Whether marks are centred in their square, so that no half of one is trimmed.
    centred: bool,
}

impl Paragraph {
    /// Plans the line breaks of a paragraph.
    pub(super) fn of(inlines: &[Spanned<Inline>], breaking: Breaking) -> Self {
        let mut reader = Reader::default();
        reader.inlines(inlines, Drawn::Nothing);
        let text = reader.text;
        let western = if breaking.wide_quotes { western_quotes(&text) } else { Vec::new() };
        let em = width(&text) + reader.formulas.iter().map(|(_, em)| em).sum::<f64>();
        let mut words = Vec::new();
        if let Some(dictionary) = breaking.words {
            for (range, _) in &reader.open {
                words_in(&text, range.clone(), dictionary, &mut words);
            }
        }
        let others = if breaking.units { units::pairs(&text) } else { Vec::new() };
        let mut dots = Vec::new();
        interpuncts(&text, &mut dots);
        let planned =
            breaking.balancing.filter(|plan| !reader.is_broken && em + plan.tail > plan.room);
        let balance = planned.map_or_else(Balance::default, |planned| {
            let words = united(words.iter().chain(&others).chain(&dots));
            let what =
                balance::Text { text: &text, formulas: &reader.formulas, tail: planned.tail };
            balance::plan(what, &words, planned.lines)
        });
        // A text that is too long to be balanced gets filled lines like running text.
        let room = match breaking.balancing {
            Some(planned) if balance.widths.is_empty() => breaking.room.min(planned.room),
            _ => breaking.room,
        };
        let first_end = if em > room { beyond(&text, room - SLACK) } else { text.len() };
        let kept = words.iter().chain(&others).filter(|word| word.end > first_end);
        let wholes = boxes(&text, united(kept.chain(&dots)));
        let (raised, centred) = (reader.raised, breaking.centred);
        let mut paragraph = Self { text, wholes, balance, raised, western, taken: 0, centred };
        let lined: Vec<_> = reader.open.into_iter().filter(|(_, lined)| *lined).collect();
        paragraph.keep_lines(&lined);
        paragraph
    }

    /// The width in em of its longest line when set on one line, on two and so on; empty if it is
    /// not balanced.
    pub(super) fn widths(&self) -> &[f64] {
        &self.balance.widths
    }

    /// A line breaks at the current place if the text is set on any of these numbers of lines.
    pub(super) fn breaks(&self) -> Vec<usize> {
        self.breaks_at(self.taken)
    }

    fn breaks_at(&self, at: usize) -> Vec<usize> {
        let here = self.balance.breaks.iter().filter(|(end, _)| *end == at);
        here.map(|(_, lines)| *lines).collect()
    }

    /// Drops the boxes in underlined or struck text where a box would interrupt the line.
    fn keep_lines(&mut self, lined: &[(Range<usize>, bool)]) {
        let wholes = std::mem::take(&mut self.wholes);
        let interrupts = |whole: &Range<usize>| {
            let inside = |(range, _): &(Range<usize>, bool)| {
                range.start < whole.end && whole.start < range.end
            };
            lined.iter().any(inside)
                && (self.is_gap(whole.start) || self.behind_box(whole.end) != Joint::None)
        };
        self.wholes = wholes.into_iter().filter(|whole| !interrupts(whole)).collect();
    }

    /// The character before the current place.
    pub(super) fn before(&self) -> Option<char> {
        self.text[..self.taken].chars().next_back()
    }

    /// The next character that belongs to text, skipping placeholders.
    pub(super) fn after(&self) -> Option<char> {
        self.text[self.taken..].chars().next()
    }

    /// Skips the placeholder of something that is not text.
    pub(super) fn pass(&mut self) {
        self.taken += self.after().map_or(0, char::len_utf8);
    }

    /// Skips inline code.
    pub(super) fn pass_code(&mut self, code: &str) {
        self.taken += code.len();
    }

    /// Takes the next text: its segments, and what is emitted behind the last one.
    pub(super) fn take<'a>(&mut self, text: &'a str) -> (Vec<Segment<'a>>, Joint) {
        let (start, end) = (self.taken, self.taken + text.len());
        self.taken = end;
        let mut cutter = Cutter { paragraph: self, text, start, segments: Vec::new() };
        let mut from = start;
        for whole in self.wholes.iter().filter(|whole| whole.start < end && whole.end > start) {
            let (whole_start, whole_end) = (whole.start.max(start), whole.end.min(end));
            cutter.loose(from..whole_start);
            cutter.push(whole_start..whole_end, true);
            from = whole_end;
        }
        cutter.loose(from..end);
        let segments = cutter.segments;
        let behind = if segments.last().is_some_and(|segment| segment.whole) {
            self.behind_box(end)
        } else {
            Joint::None
        };
        (segments, behind)
    }

    /// What has to be emitted behind a box that ends here.
    fn behind_box(&self, at: usize) -> Joint {
        match self.around(at) {
            _ if self.is_gap(at) => Joint::Gap,
            (Some('：' | '；'), Some(after)) if !self.centred && !is_wide_mark(after) => {
                Joint::Blank
            }
            _ => Joint::None,
        }
    }

    /// Whether Han and Latin meet here, which calls for a space. A script belongs to what it is
    /// attached to.
    fn is_gap(&self, at: usize) -> bool {
        let (Some(before), Some(after)) = self.around(at) else { return false };
        !self.raised.iter().any(|raised| raised.start == at)
            && (is_gap_between(before, after)
                || is_cjk_letter(after) && (is_raised(before) || ends_name(&self.text[..at])))
    }

    /// Whether Han and Latin meet here and Typst does not add the space itself.
    fn is_lost_gap(&self, at: usize) -> bool {
        let (Some(before), Some(after)) = self.around(at) else { return false };
        let is_lost = is_fraction(before)
            || is_fraction(after)
            || is_raised(before)
            || matches!(before, '+' | '#')
            || self.raised.iter().any(|raised| raised.end == at);
        is_lost && self.is_gap(at)
    }

    /// Whether the mark before this place is set on half its width because another mark follows.
    fn is_halved(&self, at: usize) -> bool {
        let (Some(before), Some(after)) = self.around(at) else { return false };
        CLOSING.contains(before)
            && is_wide_mark(after)
            && !self.western.contains(&(at - before.len_utf8()))
            && !self.western.contains(&at)
    }

    /// The characters before and behind a place.
    fn around(&self, at: usize) -> (Option<char>, Option<char>) {
        (self.text[..at].chars().next_back(), self.text[at..].chars().next())
    }
}

/// Cuts one text of a paragraph into segments.
struct Cutter<'a, 'p> {
    paragraph: &'p Paragraph,
    text: &'a str,
    /// Where the text begins in the paragraph.
    start: usize,
    segments: Vec<Segment<'a>>,
}

impl Cutter<'_, '_> {
    /// Takes a range in which lines may break, with further break opportunities in long addresses
    /// and identifiers.
    fn loose(&mut self, range: Range<usize>) {
        let text = &self.text[range.start - self.start..range.end - self.start];
        let opportunities: Vec<usize> =
            escape::break_opportunities(text).into_iter().map(|at| range.start + at).collect();
        let mut ends = opportunities.clone();
        let breaks = self.paragraph.balance.breaks.iter().map(|(end, _)| *end);
        ends.extend(breaks.filter(|end| range.contains(end)));
        // Typst never narrows centred marks, so each such pair is handled here.
        let marks = text.char_indices().map(|(at, _)| range.start + at);
        let marks = marks.filter(|at| {
            self.paragraph.centred && self.paragraph.is_halved(*at)
                || self.paragraph.is_lost_gap(*at)
        });
        ends.extend(marks);
        let western = self.paragraph.western.iter().filter(|at| range.contains(at));
        ends.extend(western.flat_map(|at| [*at, at + QUOTE]));
        ends.push(range.end);
        ends.sort_unstable();
        let mut from = range.start;
        for end in ends {
            if from < end {
                self.push(from..end, false);
                if from > range.start
                    && opportunities.contains(&from)
                    && let Some(segment) = self.segments.last_mut()
                {
                    segment.joint = Joint::Opportunity;
                }
            }
            from = end;
        }
    }

    /// Adds a segment. `whole`: no line may break in it.
    fn push(&mut self, range: Range<usize>, whole: bool) {
        let before = self.segments.last();
        let joint = if before.is_some_and(|segment| segment.whole) {
            self.paragraph.behind_box(range.start)
        } else if whole && self.paragraph.is_gap(range.start)
            || self.paragraph.is_lost_gap(range.start)
        {
            Joint::Gap
        } else {
            Joint::None
        };
        // Typst kerns adjacent marks inside one run of text, and trims the last mark at the end of
        // a box.
        let ends = self.paragraph.centred || range.end == self.start + self.text.len();
        let half = ends && !whole && self.paragraph.is_halved(range.end);
        let text = &self.text[range.start - self.start..range.end - self.start];
        let breaks = self.paragraph.breaks_at(range.start);
        let western = self.paragraph.western.contains(&range.start);
        self.segments.push(Segment { breaks, joint, text, whole, half, western });
    }
}

/// Whether a space belongs between two characters because one is Han or kana and the other is
/// Latin, or a sign that the compiler takes for a letter (`is_letter_or_number` in its `inline/shaping.rs`).
pub(super) fn is_gap_between(before: char, after: char) -> bool {
    let is_sign = |c: char| matches!(c, '#' | '$' | '%' | '&');
    let is_letter = |c: char| c.is_alphanumeric() && c < '\u{530}' && !is_raised(c);
    let other = |c: char| is_letter(c) || is_fraction(c) || is_sign(c);
    is_cjk_letter(before) && other(after) || other(before) && is_cjk_letter(after)
}

/// Whether a character is itself a superscript or subscript digit or letter.
fn is_raised(c: char) -> bool {
    matches!(c, '²' | '³' | '¹' | '\u{2070}'..='\u{209c}')
}

fn is_fraction(c: char) -> bool {
    matches!(c, '¼'..='¾' | '\u{2150}'..='\u{215f}' | '\u{2189}')
}

/// Whether a text ends with a name like `C++` or `C#`.
fn ends_name(text: &str) -> bool {
    let name = text.strip_suffix("++").or_else(|| text.strip_suffix('#')).unwrap_or_default();
    name.ends_with(|c: char| c.is_ascii_alphabetic())
}

/// Length of a curly quotation mark in UTF-8.
const QUOTE: usize = '“'.len_utf8();

/// The places of quotation marks around Latin text among Latin text: those are set as narrow as
/// letters.
pub(super) fn western_quotes(text: &str) -> Vec<usize> {
    let (mut open, mut found) = (Vec::new(), Vec::new());
    let no_han = !text.contains(is_cjk_letter);
    for (at, c) in text.char_indices() {
        match c {
            '“' | '‘' => open.push((at, c)),
            // `’` may also be an apostrophe.
            '”' | '’' => {
                let opening = if c == '”' { '“' } else { '‘' };
                let Some((first, _)) = open.pop_if(|(_, sign)| *sign == opening) else { continue };
                let (before, said) = (text[..first].trim_end(), &text[first + QUOTE..at]);
                let after = text[at + QUOTE..].trim_start();
                let beside = [before.chars().next_back(), after.chars().next()];
                let is_outside = |c: &Option<char>| c.is_some_and(|c| !is_cjk(c) || western(c));
                let is_among = no_han || beside.iter().any(is_outside);
                let stands = beside.iter().all(|c| c.is_none() || is_outside(c));
                if !said.contains(is_cjk_letter)
                    && said.contains(char::is_alphanumeric)
                    && is_among
                    && stands
                {
                    found.extend([first, at]);
                }
            }
            _ => {}
        }
    }
    found.sort_unstable();
    found
}

/// Whether the mark at a place is the apostrophe of a Latin word, as in `it’s`: as wide as a letter, and no place to break.
pub(super) fn is_apostrophe(text: &str, at: usize) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_cjk(c));
    let Some(after) = text[at..].strip_prefix('’') else { return false };
    is_letter(text[..at].chars().next_back()) && is_letter(after.chars().next())
}

/// Whether a character is Latin, or a mark used with every script.
fn western(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | '—' | '…')
}

/// Full-width marks whose right half is blank.
pub(super) const CLOSING: &str = "，。、：；）」』》】〉〕］｝”’";
/// Full-width marks whose left half is blank.
pub(super) const OPENING: &str = "（「『《【〈〔［｛“‘";

/// Whether a mark is as wide as a Han character, and half of it blank.
pub(super) fn is_wide_mark(c: char) -> bool {
    CLOSING.contains(c) || OPENING.contains(c)
}

/// Collects the plain text of a paragraph and what is known of its ranges.
#[derive(Default)]
struct Reader {
    text: String,
    /// The ranges in which words may get boxes, and whether a line is drawn along them.
    open: Vec<(Range<usize>, bool)>,
    /// The ranges that are superscripts or subscripts.
    raised: Vec<Range<usize>>,
    /// The places of formulas, and their widths in em.
    formulas: Vec<(usize, f64)>,
    /// Whether it has line breaks of its own, or something whose width is not known.
    is_broken: bool,
}

/// What a style draws along a text.
#[derive(Clone, Copy, PartialEq)]
enum Drawn {
    Nothing,
    /// A line or a background, which must not be interrupted between scripts.
    Line,
    /// Nothing, but the text is set in another size or way.
    Apart,
}

impl Reader {
    fn inlines(&mut self, inlines: &[Spanned<Inline>], drawn: Drawn) {
        for inline in inlines {
            match &inline.value {
                Inline::Text(text) => {
                    let start = self.text.len();
                    self.text.push_str(text);
                    if drawn != Drawn::Apart {
                        self.open.push((start..self.text.len(), drawn == Drawn::Line));
                    }
                }
                Inline::Code(text) => self.text.push_str(text),
                Inline::Strong(content) | Inline::Emph(content) => self.inlines(content, drawn),
                Inline::Underline(content)
                | Inline::Strike(content)
                | Inline::Highlight(content)
                | Inline::Link { content, .. } => {
                    let drawn = if drawn == Drawn::Nothing { Drawn::Line } else { drawn };
                    self.inlines(content, drawn);
                }
                Inline::Dotted(content) | Inline::Ruby { base: content, .. } => {
                    self.inlines(content, Drawn::Apart);
                }
                Inline::Super(content) | Inline::Sub(content) => {
                    let start = self.text.len();
                    self.inlines(content, Drawn::Apart);
                    self.raised.push(start..self.text.len());
                }
                Inline::Math(source) => {
                    self.formulas.push((self.text.len(), latex::width(source)));
                    self.text.push(FORMULA);
                }
                Inline::Image(_) | Inline::Break => {
                    self.text.push(OBJECT);
                    self.is_broken = true;
                }
                Inline::Footnote(_) => self.text.push(OBJECT),
            }
        }
    }
}

/// The approximate width of a text in em.
pub(super) fn width(text: &str) -> f64 {
    text.chars().map(|c| if is_cjk(c) { 1.0 } else { 0.5 }).sum()
}

/// The lines of a label, as few as are not wider than `widest` if it can be broken so, about equally long; and
/// the width of the longest in em.
pub(super) fn label(text: &str, dictionary: Option<Dictionary>, widest: f64) -> (Vec<String>, f64) {
    let mut words = Vec::new();
    if let Some(dictionary) = dictionary {
        words_in(text, 0..text.len(), dictionary, &mut words);
    }
    let whole = || (vec![text.to_owned()], balance::width(text));
    let most = (width(text) / widest * 2.0) as usize + 2;
    let what = balance::Text { text, formulas: &[], tail: 0.0 };
    let plan = balance::plan(what, &united(words.iter()), most);
    let fits = plan.widths.iter().position(|width| *width <= widest);
    let Some(at) = fits.or(plan.widths.len().checked_sub(1)) else { return whole() };
    let ends = plan.breaks.iter().filter(|(_, lines)| *lines == at + 1).map(|(end, _)| *end);
    let mut lines = Vec::new();
    let mut start = 0;
    for end in ends.chain([text.len()]) {
        lines.push(text[start..end].trim().to_owned());
        start = end;
    }
    (lines, plan.widths[at])
}

/// The byte at which a text becomes wider than `most` em.
fn beyond(text: &str, most: f64) -> usize {
    let mut em = 0.0;
    let mut ends = text.char_indices().map(|(at, c)| {
        em += if is_cjk(c) { 1.0 } else { 0.5 };
        (at, em)
    });
    ends.find(|(_, em)| *em > most).map_or(text.len(), |(at, _)| at)
}

/// Finds the words in a range of a text that lines should not break.
fn words_in(
    text: &str,
    range: Range<usize>,
    dictionary: Dictionary,
    found: &mut Vec<Range<usize>>,
) {
    let mut push = |word: &str| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        found.push(start..start + word.len());
    };
    let part = &text[range];
    // A box trims the blank halves of marks at its ends, and no line begins with one of these anyway.
    let ends = |c: char| c.is_whitespace() || is_wide_mark(c) || "！？".contains(c);
    let short = |phrase: &&str| phrase.chars().count() <= LONGEST_PHRASE;
    match dictionary {
        Dictionary::Jieba => {
            for run in part.split(|c| !llmslides_words::is_han(c)) {
                llmslides_words::words(run).into_iter().for_each(&mut push);
            }
        }
        Dictionary::Budoux => {
            let whole_or_parts = |phrase| match short(&phrase) {
                true => vec![phrase],
                false => llmslides_words::parts(phrase),
            };
            let phrases = llmslides_words::phrases(part).into_iter().flat_map(whole_or_parts);
            phrases.filter(short).for_each(|phrase| push(phrase.trim_matches(ends)));
        }
        Dictionary::Blanks => {
            let words = part.split(|c: char| c.is_whitespace() || c == OBJECT || c == FORMULA);
            let words = words.filter(|word| word.contains(is_hangul)).filter(short);
            words.for_each(|word| push(word.trim_matches(ends)));
        }
    }
}

/// The word or phrase that is broken by a line that ends at this byte; `None` if none is.
pub(crate) fn torn(text: &str, at: usize, dictionary: Dictionary) -> Option<&str> {
    match dictionary {
        Dictionary::Jieba => {
            let other = |c: char| !llmslides_words::is_han(c);
            let start = text[..at]
                .rfind(other)
                .map_or(0, |other| other + text[other..].chars().next().map_or(0, char::len_utf8));
            let end = text[at..].find(other).map_or(text.len(), |other| at + other);
            llmslides_words::torn(&text[start..end], at - start)
        }
        Dictionary::Budoux | Dictionary::Blanks => {
            let mut phrases = Vec::new();
            words_in(text, 0..text.len(), dictionary, &mut phrases);
            let phrase = phrases.into_iter().find(|phrase| phrase.start < at && at < phrase.end);
            phrase.map(|phrase| &text[phrase])
        }
    }
}

/// Keeps `·` from beginning a line, which Typst allows (typst#6774), except between blanks, where a
/// box would swallow the blank before it.
fn interpuncts(text: &str, found: &mut Vec<Range<usize>>) {
    for (at, mark) in text.match_indices('·') {
        if let Some(before) = text[..at].chars().next_back().filter(|c| !c.is_whitespace()) {
            found.push(at - before.len_utf8()..at + mark.len());
        }
    }
}

/// Sorts ranges and merges those that overlap.
fn united<'a>(ranges: impl Iterator<Item = &'a Range<usize>>) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = ranges.cloned().collect();
    ranges.sort_by_key(|range| range.start);
    let mut united: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match united.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => united.push(range),
        }
    }
    united
}

/// The ranges that need a box, each extended by the marks behind it that must not begin a line. A
/// single character needs none.
fn boxes(text: &str, mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.retain(|range| text[range.clone()].chars().nth(1).is_some());
    let mut end = 0;
    for range in &mut ranges {
        // A mark that the next one begins with stands in the box before it.
        range.start = range.start.max(end);
        range.end = range.end.max(range.start);
        range.end += escape::never_first(&text[range.end..]);
        end = range.end;
    }
    ranges.retain(|range| !range.is_empty());
    ranges
}
