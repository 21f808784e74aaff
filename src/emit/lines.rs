//! Where the lines of a paragraph may end: its texts → pieces. Pure.
//!
//! Typst breaks a line between any two Han. What it must not part stands in boxes: words of Chinese, phrases of
//! Japanese, numbers with their units, a mark that may not begin a line. A box is a picture to the compiler, so
//! what it would do between two texts is said here: the space between scripts, and marks that move together.

use std::ops::Range;

use super::turns::{self, Turns};
use super::{escape, latex, units};
use crate::deck::markdown::is_cjk;
use crate::deck::{Inline, Spanned};
use crate::locale::Dictionary;

/// Stands in the text of a paragraph for what is none, as it does in Typst.
pub(super) const OBJECT: char = '\u{fffc}';
/// The same for a formula, which is as wide as it is.
pub(super) const FORMULA: char = '\u{e0fc}';
/// Characters of the longest phrase of Japanese that is kept together.
const LONGEST_PHRASE: usize = 10;

/// By how many em a line may be shorter than there is room for.
const SLACK: f64 = 5.0;

/// How a paragraph is broken into lines.
#[derive(Debug, Clone, Copy)]
pub(super) struct Breaking {
    /// What its words are found by; `None`: they are not kept together.
    pub(super) words: Option<Dictionary>,
    /// Whether numbers stay with their units.
    pub(super) units: bool,
    /// Whether quotation marks are as wide as Han, but for those of quotations in Latin letters.
    pub(super) wide_quotes: bool,
    /// Whether commas and stops stand in the middle of their width, as in Taiwan and Hong Kong.
    pub(super) centred: bool,
    /// Width in em up to which it stands on one line wherever it is, so that no word of it needs to be kept together.
    pub(super) room: f64,
    /// What is planned of it; `None`: its lines are filled, as those of text are.
    pub(super) turns: Option<Planned>,
}

/// Of which texts it is planned where their lines end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Planned {
    /// Width in em up to which they are on one line wherever they stand.
    pub(super) room: f64,
    /// On how many lines they may be set.
    pub(super) lines: usize,
    /// Width in em of what the layout puts behind them.
    pub(super) tail: f64,
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece<'a> {
    /// The numbers of lines with which one ends before it.
    pub(super) turns: Vec<usize>,
    /// What stands before it.
    pub(super) joint: Joint,
    /// What it says.
    pub(super) text: &'a str,
    /// Whether no line may end in it.
    pub(super) whole: bool,
    /// Whether its last character is a mark that gives up half of its width to the one behind it.
    pub(super) half: bool,
    /// Whether it is a quotation mark of a quotation in Latin letters.
    pub(super) western: bool,
}

/// What stands between two pieces.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Joint {
    /// Nothing.
    None,
    /// A chance to break.
    Seam,
    /// The space between Han and Latin, which a box would lose.
    Gap,
    /// The blank half of a mark, which the end of a box loses as the end of a line does.
    Blank,
}

/// A paragraph whose texts are taken one after the other.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    /// All of its text.
    text: String,
    /// What no line may part.
    wholes: Vec<Range<usize>>,
    /// Where its lines had best end.
    turns: Turns,
    /// What is raised or lowered.
    raised: Vec<Range<usize>>,
    /// The quotation marks of quotations in Latin letters.
    western: Vec<usize>,
    /// Bytes of the text that were taken.
    taken: usize,
    /// Whether marks stand in the middle of their width, so that none of it is lost.
    centred: bool,
}

impl Paragraph {
    /// Reads a paragraph.
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
        let planned = breaking.turns.filter(|plan| !reader.is_broken && em + plan.tail > plan.room);
        let turns = planned.map_or_else(Turns::default, |planned| {
            let words = united(words.iter().chain(&others).chain(&dots));
            let what = turns::Text { text: &text, formulas: &reader.formulas, tail: planned.tail };
            turns::plan(what, &words, planned.lines)
        });
        // What could not be planned is filled as text is.
        let room = match breaking.turns {
            Some(planned) if turns.widths.is_empty() => breaking.room.min(planned.room),
            _ => breaking.room,
        };
        let first_end = if em > room { beyond(&text, room - SLACK) } else { text.len() };
        let kept = words.iter().chain(&others).filter(|word| word.end > first_end);
        let wholes = boxes(&text, united(kept.chain(&dots)));
        let (raised, centred) = (reader.raised, breaking.centred);
        let mut paragraph = Self { text, wholes, turns, raised, western, taken: 0, centred };
        let lined: Vec<_> = reader.open.into_iter().filter(|(_, lined)| *lined).collect();
        paragraph.keep_lines(&lined);
        paragraph
    }

    /// How wide its longest line is on one line, on two and so on, in em; nothing if that was not planned.
    pub(super) fn widths(&self) -> &[f64] {
        &self.turns.widths
    }

    /// The numbers of lines with which one ends before what comes next.
    pub(super) fn turns(&self) -> Vec<usize> {
        self.turns_at(self.taken)
    }

    fn turns_at(&self, at: usize) -> Vec<usize> {
        let here = self.turns.ends.iter().filter(|(end, _)| *end == at);
        here.map(|(_, lines)| *lines).collect()
    }

    /// Takes no box along which a line is drawn that it would interrupt.
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

    /// The character before what comes next.
    pub(super) fn before(&self) -> Option<char> {
        self.text[..self.taken].chars().next_back()
    }

    /// The character that comes next, behind what stands in the text for something else.
    pub(super) fn after(&self) -> Option<char> {
        self.text[self.taken..].chars().next()
    }

    /// Passes over something that is no text.
    pub(super) fn pass(&mut self) {
        self.taken += self.after().map_or(0, char::len_utf8);
    }

    /// Passes over code.
    pub(super) fn pass_code(&mut self, code: &str) {
        self.taken += code.len();
    }

    /// The pieces of the next text, and what stands behind them.
    pub(super) fn take<'a>(&mut self, text: &'a str) -> (Vec<Piece<'a>>, Joint) {
        let (start, end) = (self.taken, self.taken + text.len());
        self.taken = end;
        let mut cutter = Cutter { paragraph: self, text, start, pieces: Vec::new() };
        let mut from = start;
        for whole in self.wholes.iter().filter(|whole| whole.start < end && whole.end > start) {
            let (whole_start, whole_end) = (whole.start.max(start), whole.end.min(end));
            cutter.loose(from..whole_start);
            cutter.push(whole_start..whole_end, true);
            from = whole_end;
        }
        cutter.loose(from..end);
        let pieces = cutter.pieces;
        let behind = if pieces.last().is_some_and(|piece| piece.whole) {
            self.behind_box(end)
        } else {
            Joint::None
        };
        (pieces, behind)
    }

    /// What stands behind a box that ends at a place.
    fn behind_box(&self, at: usize) -> Joint {
        match self.around(at) {
            _ if self.is_gap(at) => Joint::Gap,
            (Some('：' | '；'), Some(after)) if !self.centred && !is_wide_mark(after) => {
                Joint::Blank
            }
            _ => Joint::None,
        }
    }

    /// Whether Han and Latin meet at a place, where a space stands. What is raised or lowered belongs to what is before
    /// it.
    fn is_gap(&self, at: usize) -> bool {
        let (Some(before), Some(after)) = self.around(at) else { return false };
        !self.raised.iter().any(|raised| raised.start == at)
            && (is_gap_between(before, after)
                || is_han(after) && (is_raised(before) || ends_name(&self.text[..at])))
    }

    /// The same where Typst sets none.
    fn is_lost_gap(&self, at: usize) -> bool {
        let (Some(before), Some(after)) = self.around(at) else { return false };
        let is_lost = is_fraction(before)
            || is_fraction(after)
            || is_raised(before)
            || matches!(before, '+' | '#')
            || self.raised.iter().any(|raised| raised.end == at);
        is_lost && self.is_gap(at)
    }

    /// Whether the mark before a place gives up half of its width to the mark behind it.
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

/// Cuts one text of a paragraph.
struct Cutter<'a, 'p> {
    paragraph: &'p Paragraph,
    text: &'a str,
    /// Where the text begins in the paragraph.
    start: usize,
    pieces: Vec<Piece<'a>>,
}

impl Cutter<'_, '_> {
    /// Takes what may be parted, with chances to break in long addresses and identifiers.
    fn loose(&mut self, range: Range<usize>) {
        let text = &self.text[range.start - self.start..range.end - self.start];
        let mut ends: Vec<usize> =
            escape::seams(text).into_iter().map(|seam| range.start + seam).collect();
        let seams = ends.len();
        let turns = self.paragraph.turns.ends.iter().map(|(end, _)| *end);
        ends.extend(turns.filter(|end| range.contains(end)));
        // Typst lets marks that stand in the middle of their width keep all of it.
        let marks = text.char_indices().map(|(at, _)| range.start + at);
        let marks = marks.filter(|at| {
            self.paragraph.centred && self.paragraph.is_halved(*at)
                || self.paragraph.is_lost_gap(*at)
        });
        ends.extend(marks);
        let western = self.paragraph.western.iter().filter(|at| range.contains(at));
        ends.extend(western.flat_map(|at| [*at, at + QUOTE]));
        let is_seam = |end: usize, ends: &[usize]| ends[..seams].contains(&end);
        let of_seams = ends.clone();
        ends.push(range.end);
        ends.sort_unstable();
        let mut from = range.start;
        for end in ends {
            if from < end {
                self.push(from..end, false);
                if from > range.start
                    && is_seam(from, &of_seams)
                    && let Some(piece) = self.pieces.last_mut()
                {
                    piece.joint = Joint::Seam;
                }
            }
            from = end;
        }
    }

    /// Takes a piece.
    fn push(&mut self, range: Range<usize>, whole: bool) {
        let before = self.pieces.last();
        let joint = if before.is_some_and(|piece| piece.whole) {
            self.paragraph.behind_box(range.start)
        } else if whole && self.paragraph.is_gap(range.start)
            || self.paragraph.is_lost_gap(range.start)
        {
            Joint::Gap
        } else {
            Joint::None
        };
        // Inside a text marks know each other, and at the end of a box they lose what is blank.
        let ends = self.paragraph.centred || range.end == self.start + self.text.len();
        let half = ends && !whole && self.paragraph.is_halved(range.end);
        let text = &self.text[range.start - self.start..range.end - self.start];
        let turns = self.paragraph.turns_at(range.start);
        let western = self.paragraph.western.contains(&range.start);
        self.pieces.push(Piece { turns, joint, text, whole, half, western });
    }
}

/// Whether a space stands between two characters, since they are of different scripts.
pub(super) fn is_gap_between(before: char, after: char) -> bool {
    let other = |c: char| c.is_alphanumeric() && c < '\u{530}' && !is_raised(c) || is_fraction(c);
    is_han(before) && other(after) || other(before) && is_han(after)
}

/// Han and kana, without the marks that are set with them.
fn is_han(c: char) -> bool {
    is_cjk(c) && c.is_alphanumeric()
}

/// Digits and letters that are raised or lowered by themselves.
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

/// Bytes of a quotation mark.
const QUOTE: usize = '“'.len_utf8();

/// The places of the marks of quotations that are in Latin letters and stand among such: they are as wide as letters.
pub(super) fn western_quotes(text: &str) -> Vec<usize> {
    let (mut open, mut found) = (Vec::new(), Vec::new());
    let no_han = !text.contains(is_han);
    for (at, c) in text.char_indices() {
        match c {
            '“' | '‘' => open.push((at, c)),
            // Also an apostrophe.
            '”' | '’' => {
                let opening = if c == '”' { '“' } else { '‘' };
                let Some((first, _)) = open.pop_if(|(_, sign)| *sign == opening) else { continue };
                let (before, said) = (text[..first].trim_end(), &text[first + QUOTE..at]);
                let after = text[at + QUOTE..].trim_start();
                let beside = [before.chars().next_back(), after.chars().next()];
                let is_outside = |c: &Option<char>| c.is_some_and(|c| !is_cjk(c) || western(c));
                let is_among = no_han || beside.iter().any(is_outside);
                let stands = beside.iter().all(|c| c.is_none() || is_outside(c));
                if !said.contains(is_han)
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

/// Marks that stand in every script.
fn western(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | '—' | '…')
}

/// Marks of full width whose right half is blank, and those whose left one is.
pub(super) const CLOSING: &str = "，。、：；）」』》】〉〕］｝”’";
pub(super) const OPENING: &str = "（「『《【〈〔［｛“‘";

/// Whether a mark is as wide as a Han character, and half of it blank.
pub(super) fn is_wide_mark(c: char) -> bool {
    CLOSING.contains(c) || OPENING.contains(c)
}

/// Reads the text of a paragraph.
#[derive(Default)]
struct Reader {
    text: String,
    /// Where words may stand in boxes, and whether a line is drawn along them.
    open: Vec<(Range<usize>, bool)>,
    /// What is raised or lowered.
    raised: Vec<Range<usize>>,
    /// Where formulas stand, and how wide they are in em.
    formulas: Vec<(usize, f64)>,
    /// Whether it has lines of its own already, or something of a width that is not known.
    is_broken: bool,
}

/// What is drawn along a text.
#[derive(Clone, Copy, PartialEq)]
enum Drawn {
    Nothing,
    /// A line or a ground, which must not be interrupted where scripts meet.
    Line,
    /// It is set smaller, or otherwise.
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

/// Width of a text in em, as a rule of thumb.
pub(super) fn width(text: &str) -> f64 {
    text.chars().map(|c| if is_cjk(c) { 1.0 } else { 0.5 }).sum()
}

/// The place in a text behind which it is wider than this.
fn beyond(text: &str, most: f64) -> usize {
    let mut em = 0.0;
    let mut ends = text.char_indices().map(|(at, c)| {
        em += if is_cjk(c) { 1.0 } else { 0.5 };
        (at, em)
    });
    ends.find(|(_, em)| *em > most).map_or(text.len(), |(at, _)| at)
}

/// The words in a range of a text.
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
    match dictionary {
        Dictionary::Jieba => {
            for run in part.split(|c| !llmslides_words::is_han(c)) {
                llmslides_words::words(run).into_iter().for_each(&mut push);
            }
        }
        Dictionary::Budoux => {
            let short = |phrase: &&str| phrase.chars().count() <= LONGEST_PHRASE;
            let phrases = llmslides_words::phrases(part).into_iter().filter(short);
            // A box loses the blank halves of marks at its ends, and a line begins with none of these anyway.
            let ends = |c: char| c.is_whitespace() || is_wide_mark(c) || "！？".contains(c);
            phrases.for_each(|phrase| push(phrase.trim_matches(ends)));
        }
    }
}

/// The word or the phrase that a line tears which ends at a byte of a text.
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
        Dictionary::Budoux => {
            let mut phrases = Vec::new();
            words_in(text, 0..text.len(), dictionary, &mut phrases);
            let phrase = phrases.into_iter().find(|phrase| phrase.start < at && at < phrase.end);
            phrase.map(|phrase| &text[phrase])
        }
    }
}

/// A line never begins with `·`, although Typst lets it (typst#6774). Between blanks it parts what stands beside
/// it, and a box would lose the blank before it.
fn interpuncts(text: &str, found: &mut Vec<Range<usize>>) {
    for (at, mark) in text.match_indices('·') {
        if let Some(before) = text[..at].chars().next_back().filter(|c| !c.is_whitespace()) {
            found.push(at - before.len_utf8()..at + mark.len());
        }
    }
}

/// Ranges in order, those that overlap as one.
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

/// What needs a box, each with the marks behind it that may not begin a line: a single character does not.
fn boxes(text: &str, mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.retain(|range| text[range.clone()].chars().nth(1).is_some());
    for range in &mut ranges {
        range.end += escape::never_first(&text[range.end..]);
    }
    ranges
}
