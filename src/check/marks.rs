//! Finds ASCII marks in Chinese prose that should be full-width. Each depends on its neighbours: at
//! first all are assumed wrong, and then those that must be right are taken back, until nothing
//! changes. So the remaining ones are still wrong when the others are corrected. Pure.

use std::ops::Range;

use crate::deck::markdown::is_cjk_letter;

/// Half-width marks and their full-width forms.
const MARKS: [(char, char); 7] =
    [(',', '，'), (':', '：'), (';', '；'), ('?', '？'), ('!', '！'), ('(', '（'), (')', '）')];
/// The half-width mark at the end of a sentence.
pub(super) const POINT: char = '.';
/// Number of characters in file extensions.
const EXTENSION: Range<usize> = 2..6;

/// A mark with the blanks behind it that its full-width form includes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    /// Its byte.
    pub(super) at: usize,
    /// One past its last byte.
    pub(super) end: usize,
    /// What it is.
    pub(super) sign: char,
    /// Whether it is still assumed wrong.
    wrong: bool,
}

/// The full-width form of a mark, apart from the full stop.
pub(super) fn full(mark: char) -> Option<char> {
    MARKS.iter().find(|(half, _)| *half == mark).map(|(_, full)| *full)
}

/// The marks in the pieces of a run, which are in the order of the file, that should be full-width.
pub(super) fn wrong(file: &str, pieces: &[Range<usize>]) -> Vec<Mark> {
    let mut run = Run::new(file, pieces);
    while run.put_back() {}
    run.marks.retain(|mark| mark.wrong);
    run.marks
}

/// A run of prose.
struct Run<'a> {
    file: &'a str,
    pieces: &'a [Range<usize>],
    /// Every mark that might be wrong.
    marks: Vec<Mark>,
    /// Its pairs of brackets, as indices of marks; `None` for one that is already full-width.
    pairs: Vec<(Option<usize>, Option<usize>)>,
}

impl<'a> Run<'a> {
    fn new(file: &'a str, pieces: &'a [Range<usize>]) -> Self {
        let mut run = Self { file, pieces, marks: Vec::new(), pairs: Vec::new() };
        let mut open = Vec::new();
        for piece in pieces {
            for (offset, sign) in file[piece.clone()].char_indices() {
                let at = piece.start + offset;
                let mark = full(sign).is_some() || sign == POINT;
                let index = mark.then(|| run.push(at, sign));
                match sign {
                    '(' | '（' => open.push(index),
                    ')' | '）' => {
                        let pair = open.pop().map(|open| (open, index));
                        match pair {
                            Some(pair) => run.pairs.push(pair),
                            None => index.into_iter().for_each(|i| run.marks[i].wrong = false),
                        }
                    }
                    _ => {}
                }
            }
        }
        open.into_iter().flatten().for_each(|index| run.marks[index].wrong = false);
        run
    }

    fn push(&mut self, at: usize, sign: char) -> usize {
        let beside = [self.file[..at].chars().next_back(), self.file[at + 1..].chars().next()];
        // A repeated mark such as `::` or `...` means something else, but `??` does not.
        let single = matches!(sign, '?' | '!' | '(' | ')') || !beside.contains(&Some(sign));
        self.marks.push(Mark { at, end: at + 1, sign, wrong: single });
        self.marks.len() - 1
    }

    /// Takes back marks that must be right; returns whether there were any.
    fn put_back(&mut self) -> bool {
        let mut right = Vec::new();
        for (index, mark) in self.marks.iter().enumerate().filter(|(_, mark)| mark.wrong) {
            if !matches!(mark.sign, '(' | ')') && self.end(mark).is_none() {
                right.push(index);
            }
        }
        for pair in &self.pairs {
            if let (Some(open), Some(close)) = *pair
                && self.marks[open].wrong
                && !self.in_chinese(self.marks[open].at, self.marks[close].at)
            {
                right.extend([open, close]);
            }
        }
        right.iter().for_each(|index| self.marks[*index].wrong = false);
        if right.is_empty() {
            let ends: Vec<_> = self.marks.iter().map(|mark| self.end(mark)).collect();
            for (mark, end) in self.marks.iter_mut().zip(ends) {
                mark.end = end.unwrap_or(mark.end);
            }
        }
        !right.is_empty()
    }

    /// Whether brackets belong to Chinese text: they have Han at both ends inside, and next to them
    /// outside.
    fn in_chinese(&self, open: usize, close: usize) -> bool {
        let inside = self.is_han_after(open + 1) && self.is_han_before(close);
        inside
            && (self.is_han_before(open) || self.is_han_after(close + 1))
            && !is_file_name(&self.file[close + 1..])
    }

    /// The end of a mark with its blanks; `None` if the mark is right. Not for brackets.
    fn end(&self, mark: &Mark) -> Option<usize> {
        self.end_by_neighbours(mark).or_else(|| self.end_of_odd_comma(mark))
    }

    /// The same as far as what stands beside the mark tells.
    fn end_by_neighbours(&self, mark: &Mark) -> Option<usize> {
        let (at, next) = (mark.at, mark.at + 1);
        let rest = &self.file[next..];
        let blanks = blanks(rest);
        let line = rest.lines().next().unwrap_or_default();
        let behind_han = self.is_han_before(at);
        let passed = |(offset, c)| is_passed(c) || self.is_wrong(next + offset);
        if behind_han && line.char_indices().all(passed) {
            return Some(next);
        }
        let before_han = blanks <= 1 && self.is_han_after(next + blanks);
        if mark.sign == POINT {
            let ends = behind_han && before_han && self.closes_a_remark(at);
            return ends.then_some(next + blanks);
        }
        match (behind_han, before_han) {
            (true, true) => Some(next + blanks),
            // Between scripts a blank assigns the mark to the other language, and `5!` is a number.
            (false, true) if blanks == 0 && mark.sign != '!' => {
                self.is_word_before(at).then_some(next)
            }
            (true, false) if blanks == 0 => self.is_word_after(next).then_some(next),
            _ => None,
        }
    }

    /// The end of a comma between scripts in a sentence that has full-width ones, or will have: two kinds
    /// of comma are one too many.
    fn end_of_odd_comma(&self, mark: &Mark) -> Option<usize> {
        let next = mark.at + 1;
        if mark.sign != ',' || blanks(&self.file[next..]) != 1 {
            return None;
        }
        let (before, after) = (mark.at, next + 1);
        let is_between = self.is_han_before(before) && self.is_word_after(after)
            || self.is_word_before(before) && self.is_han_after(after);
        if !is_between {
            return None;
        }
        let ends = |c: char| "。！？；\n".contains(c);
        let start = self.file[..mark.at].rfind(ends).unwrap_or(0);
        let end = self.file[mark.at..].find(ends).map_or(self.file.len(), |at| mark.at + at);
        let others = self.marks.iter().filter(|other| (start..end).contains(&other.at));
        let mut commas = others.filter(|other| other.sign == ',' && other.wrong);
        let has_full = self.file[start..end].contains('，')
            || commas.any(|other| self.end_by_neighbours(other).is_some());
        has_full.then_some(next + 1)
    }

    /// Whether the bracket before a full stop closes a remark inside a sentence, as in `多（上百亿）.它们`.
    /// At the start of a line it is a number: `（一）.引言`.
    fn closes_a_remark(&self, at: usize) -> bool {
        let before = &self.file[..at];
        let Some((last, close)) = before.char_indices().next_back() else { return false };
        let closes = "）”」』\"".contains(close) || close == ')' && self.is_wrong(last);
        let line = before[..last].rsplit('\n').next().unwrap_or_default();
        let open = line.rfind(['（', '(', '“', '「', '『', '"']);
        closes && open.is_some_and(|open| line[..open].ends_with(char::is_alphanumeric))
    }

    fn is_han_before(&self, at: usize) -> bool {
        self.before(at).is_some_and(|(_, c)| is_cjk_letter(c))
    }

    fn is_han_after(&self, at: usize) -> bool {
        self.after(at).is_some_and(|(_, c)| is_cjk_letter(c))
    }

    /// Whether a Latin word, a number, code, a formula or a link ends here.
    fn is_word_before(&self, at: usize) -> bool {
        let quoted = self.file[..at].ends_with('"');
        self.before(at).is_some_and(|(place, c)| {
            let other = "`$>".contains(c) && !self.is_prose(place);
            (c.is_ascii_alphanumeric() || matches!(c, '%' | ')') || other) && !quoted
        })
    }

    /// Whether a Latin word, a number, code, a formula or a link begins here.
    fn is_word_after(&self, at: usize) -> bool {
        let quoted = self.file[at..].starts_with('"');
        self.after(at).is_some_and(|(place, c)| {
            let other = "`$[".contains(c) && !self.is_prose(place);
            (c.is_ascii_alphanumeric() || other) && !quoted
        })
    }

    /// The last character before a place, skipping transparent ones.
    fn before(&self, at: usize) -> Option<(usize, char)> {
        self.file[..at].char_indices().rev().find(|(at, c)| !is_passed(*c) && !self.is_wrong(*at))
    }

    /// The first character from a place on, skipping transparent ones.
    fn after(&self, at: usize) -> Option<(usize, char)> {
        let mut rest = self.file[at..].char_indices().map(|(offset, c)| (at + offset, c));
        rest.find(|(at, c)| !is_passed(*c) && !self.is_wrong(*at))
    }

    /// Whether a wrong mark begins at this byte.
    fn is_wrong(&self, at: usize) -> bool {
        let found = self.marks.binary_search_by_key(&at, |mark| mark.at);
        found.is_ok_and(|index| self.marks[index].wrong)
    }

    /// Whether a byte belongs to prose, not to markup.
    fn is_prose(&self, at: usize) -> bool {
        self.pieces.iter().any(|piece| piece.contains(&at))
    }
}

/// Whether a file name continues here: `报告(终稿).pdf`, `报告(终稿)v2.pdf`.
fn is_file_name(rest: &str) -> bool {
    let in_name = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    let rest = rest.trim_start_matches(|c| !in_name(c));
    rest.strip_prefix('.').is_some_and(|rest| {
        let extension = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        EXTENSION.contains(&extension)
    })
}

/// How many blanks a text begins with.
fn blanks(text: &str) -> usize {
    text.len() - text.trim_start_matches(' ').len()
}

/// Whether a character is transparent: emphasis, quotes and full-width marks do not separate a mark
/// from its word.
fn is_passed(c: char) -> bool {
    matches!(c, '*' | '_' | '~' | '=' | '"')
        || "“”‘’《》「」『』（）【】〈〉，：；？！。、…—".contains(c)
}
