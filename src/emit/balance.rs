//! Balanced line breaks for large type: the text of a title → for each number of lines from two on,
//! where it breaks and how wide the longest line is. Pure.
//!
//! Of all combinations of break opportunities, the one is chosen whose lines are about equally long
//! and tear the text least: behind a punctuation mark rather than between two clauses, before 和
//! rather than behind it, never inside a word.

use std::ops::Range;

use super::escape;
use super::lines::{
    CLOSING, FORMULA, OBJECT, OPENING, is_apostrophe, is_gap_between, is_wide_mark, western_quotes,
};
use super::words::WORDS;
use crate::deck::markdown::{is_cjk, is_cjk_letter};
use crate::locale::List;

/// Width in em of the longest text that is balanced.
const LONGEST: f64 = 64.0;
/// How much unequal lines count against bad breaks, for each line.
const RAGGED: f64 = 45.0;

/// Advances of the printable characters of ASCII in the bundled Latin face at the weight of titles, in
/// thousandths of an em.
const ADVANCES: [u16; 95] = [
    237, 338, 551, 649, 655, 1016, 672, 339, 377, 377, 559, 679, 334, 468, 334, 388, 674, 431, 629,
    646, 676, 622, 649, 582, 651, 649, 334, 343, 679, 679, 679, 560, 1016, 747, 662, 740, 722, 607,
    587, 750, 747, 281, 584, 719, 565, 932, 762, 771, 648, 777, 657, 655, 667, 732, 747, 1038, 738,
    731, 664, 377, 388, 377, 487, 476, 365, 581, 630, 588, 630, 596, 398, 632, 623, 271, 271, 580,
    271, 913, 623, 613, 630, 630, 407, 560, 366, 623, 600, 850, 580, 602, 573, 469, 372, 469, 679,
];

/// A text set on one line, on two and so on.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Balance {
    /// Width in em of the longest line, for one line, for two and so on.
    pub(super) widths: Vec<f64>,
    /// Breaks as bytes of the text, each with the number of lines for which the text breaks there.
    pub(super) breaks: Vec<(usize, usize)>,
}

/// A text to be balanced.
#[derive(Clone, Copy)]
pub(super) struct Text<'a> {
    /// Its plain text, with placeholders for what is not text.
    pub(super) text: &'a str,
    /// Where formulas stand in it, and how wide they are in em.
    pub(super) formulas: &'a [(usize, f64)],
    /// Width in em of what stands behind it.
    pub(super) tail: f64,
}

/// Balances a text on up to `most` lines. No line breaks inside one of `words`.
pub(super) fn plan(what: Text, words: &[Range<usize>], most: usize) -> Balance {
    let text = what.text;
    let ruler = Ruler::new(what);
    let whole = ruler.width(0..text.len());
    if whole > LONGEST {
        return Balance::default();
    }
    let places = opportunities(text, words);
    let mut balance = Balance { widths: vec![whole], breaks: Vec::new() };
    for lines in 2..=most {
        let Some((ends, width)) = best_breaks(&ruler, &places, lines) else { break };
        // More lines that are hardly narrower are of no use.
        if balance.widths.last().is_some_and(|last| width > 0.95 * last) {
            break;
        }
        balance.widths.push(width);
        balance.breaks.extend(ends.into_iter().map(|end| (end, lines)));
    }
    if most == 2 && balance.breaks.is_empty() {
        return Balance::default();
    }
    balance.breaks.sort_unstable();
    balance
}

/// Width in em of the label of a continued slide, such as `（2/3）`, which is set smaller.
pub(super) fn tail(part: &str) -> f64 {
    const SIZE: f64 = 0.8;
    let label = part.trim_start();
    let blank = if label.len() < part.len() { advance(' ') } else { 0.0 };
    let ruler = Ruler::new(Text { text: label, formulas: &[], tail: 0.0 });
    blank + SIZE * ruler.width(0..label.len())
}

/// Width of a text in em on one line.
pub(super) fn width(text: &str) -> f64 {
    Ruler::new(Text { text, formulas: &[], tail: 0.0 }).width(0..text.len())
}

/// A line break opportunity.
struct Opportunity {
    /// Bytes of the text before it.
    at: usize,
    /// How badly a break here tears the text; negative where a line ends well.
    penalty: f64,
}

/// The best breaks for a number of lines, and the width of the longest line, by dynamic
/// programming.
fn best_breaks(ruler: &Ruler, places: &[Opportunity], lines: usize) -> Option<(Vec<usize>, f64)> {
    let end = ruler.ends.len() - 1;
    let ideal = ruler.width(0..end) / lines as f64;
    let cost = |from: usize, to: usize| {
        let off = (ruler.width(from..to) - ideal) / ideal;
        RAGGED * lines as f64 * off * off
    };
    // For each opportunity the least cost of the lines before it, and the opportunity at which the
    // last of them begins.
    let mut best: Vec<Option<(f64, usize)>> =
        places.iter().map(|place| Some((cost(0, place.at) + place.penalty, 0))).collect();
    let mut steps = Vec::new();
    for _ in 2..lines {
        let next = places.iter().enumerate().map(|(to, place)| {
            let ways = best[..to].iter().enumerate().filter_map(|(from, way)| {
                let (before, _) = (*way)?;
                Some((before + cost(places[from].at, place.at) + place.penalty, from))
            });
            ways.min_by(|a, b| a.0.total_cmp(&b.0))
        });
        let next = next.collect();
        steps.push(std::mem::replace(&mut best, next));
    }
    let ways = best.iter().enumerate().filter_map(|(index, way)| {
        (*way).map(|(before, _)| (before + cost(places[index].at, end), index))
    });
    let (_, mut last) = ways.min_by(|a, b| a.0.total_cmp(&b.0))?;
    let mut ends = vec![places[last].at];
    steps.push(best);
    for step in steps.iter().skip(1).rev() {
        last = step[last]?.1;
        ends.push(places[last].at);
    }
    ends.reverse();
    let starts = std::iter::once(0).chain(ends.iter().copied());
    let width = starts.zip(ends.iter().copied().chain([end]));
    let width = width.map(|(from, to)| ruler.width(from..to)).fold(0.0, f64::max);
    Some((ends, width))
}

/// Measures parts of a text.
struct Ruler<'a> {
    text: &'a str,
    /// Width in em of the text before each byte.
    ends: Vec<f64>,
    /// Width in em of what the layout adds behind the text.
    tail: f64,
}

impl<'a> Ruler<'a> {
    fn new(what: Text<'a>) -> Self {
        let Text { text, formulas, tail } = what;
        let mut ends = vec![0.0; text.len() + 1];
        let (mut em, mut before) = (0.0, None);
        let western = western_quotes(text);
        for (at, c) in text.char_indices() {
            let beside_formula = |a: char, b: char| {
                a == FORMULA && is_cjk_letter(b) || b == FORMULA && is_cjk_letter(a)
            };
            if before.is_some_and(|before| is_gap_between(before, c) || beside_formula(before, c)) {
                em += 0.25;
            }
            if before.is_some_and(|before| CLOSING.contains(before) && is_wide_mark(c)) {
                em -= 0.5;
            }
            ends[at] = em;
            let formula = formulas.iter().find(|(place, _)| *place == at);
            em += match formula {
                Some((_, em)) => *em,
                None if western.contains(&at) => WESTERN_QUOTE,
                None if is_apostrophe(text, at) => APOSTROPHE,
                None => advance(c),
            };
            before = Some(c);
        }
        ends[text.len()] = em;
        Self { text, ends, tail }
    }

    /// Width in em of a line with this range of the text.
    fn width(&self, range: Range<usize>) -> f64 {
        let line = self.text[range.clone()].trim_end();
        let end = range.start + line.len();
        let mut em = self.ends[end] - self.ends[range.start];
        em += if range.end == self.text.len() { self.tail } else { 0.0 };
        // The blank half of a full-width mark is trimmed at both ends of a line.
        em -= if line.ends_with(|c| CLOSING.contains(c)) { 0.5 } else { 0.0 };
        em -= if line.starts_with(|c| OPENING.contains(c)) { 0.5 } else { 0.0 };
        em
    }
}

/// Width of a character in em.
fn advance(c: char) -> f64 {
    let thousandths = match u32::from(c).checked_sub(0x20).map(|index| index as usize) {
        Some(index) if index < ADVANCES.len() => ADVANCES[index],
        _ if c == OBJECT => 600,
        _ => match c {
            // The joiner and the variation selector take no room.
            '\u{200d}' | '\u{fe0f}' => 0,
            '\u{1f000}'..='\u{1faff}'
            | '⌚'
            | '⌛'
            | '⏩'..='⏳'
            | '☔'
            | '☕'
            | '⚡'
            | '⛔'
            | '✅'
            | '✊'
            | '✋'
            | '✨'
            | '❌'
            | '❎'
            | '❓'..='❕'
            | '❗'
            | '➕'..='➗'
            | '⭐'
            | '⭕' => 1245,
            // Signs are set in the typeface of Han.
            '\u{2100}'.. => 1000,
            c if is_cjk(c) => 1000,
            _ => 640,
        },
    };
    f64::from(thousandths) / 1000.0
}

/// Width in em of a quotation mark among Latin words.
const WESTERN_QUOTE: f64 = 0.44;

/// The same of an apostrophe in a Latin word.
const APOSTROPHE: f64 = 0.3;

/// The line break opportunities of a text.
fn opportunities(text: &str, words: &[Range<usize>]) -> Vec<Opportunity> {
    let starts = text.char_indices().skip(1).map(|(at, _)| at);
    let free = starts.filter(|at| !words.iter().any(|word| word.start < *at && *at < word.end));
    free.filter_map(|at| {
        let (before, after) = (text[..at].chars().next_back()?, text[at..].chars().next()?);
        let word_before = words.iter().find(|word| word.end == at).map(|word| &text[word.clone()]);
        let word_after = words.iter().find(|word| word.start == at).map(|word| &text[word.clone()]);
        let in_word = is_apostrophe(text, at) || is_apostrophe(text, at - before.len_utf8());
        (!in_word && may_break(before, after, &text[at..])).then(|| Opportunity {
            at,
            penalty: penalty(
                &text[..at],
                after,
                word_before.unwrap_or_default(),
                word_after.unwrap_or_default(),
            ),
        })
    })
    .collect()
}

/// Whether a line may break between two characters. `rest` begins with the second.
fn may_break(before: char, after: char, rest: &str) -> bool {
    let never_first = CLOSING.contains(after) || "！？!?,.;:%)]}".contains(after);
    if after.is_whitespace() || never_first || escape::never_first(rest) > 0 || after == OBJECT {
        return false;
    }
    !OPENING.contains(before)
        && !"([{".contains(before)
        && (before != '—' || after != '—')
        && (before.is_whitespace() || is_cjk(before) || is_cjk(after))
}

/// How badly a line that ends behind `before` tears the text.
fn penalty(before: &str, after: char, word_before: &str, word_after: &str) -> f64 {
    let last = before.chars().next_back().unwrap_or(' ');
    let joins = |word: &str| WORDS.joining.has(word);
    let is = |c: char, list: &List| list.has(c.encode_utf8(&mut [0; 4]));
    match last {
        '，' | '；' | '？' | '！' | '。' | '：' => return -30.0,
        '、' | '—' | '・' | '·' => return -6.0,
        _ if CLOSING.contains(last) => return 4.0,
        _ => {}
    }
    if last.is_whitespace() {
        let word = before.trim_end().rsplit(char::is_whitespace).next().unwrap_or_default();
        return match word.chars().next_back() {
            Some(',' | ';' | ':' | '?' | '!' | '.' | '–' | '—') => -25.0,
            _ if WORDS.short.has(&word.to_lowercase()) => 34.0,
            Some(c) if c.is_ascii_digit() => 30.0,
            _ => 12.0,
        };
    }
    if last.is_ascii_digit() {
        return 60.0;
    }
    let alone = is_one_letter(word_before);
    // A particle behind something that is not a word, such as a formula.
    let particles = [&WORDS.attributive, &WORDS.aspect, &WORDS.plural];
    if is_one_letter(word_after) && particles.iter().any(|list| is(after, list)) {
        return 60.0;
    }
    if joins(word_before) || alone && is(last, &WORDS.leading) {
        45.0
    } else if is(last, &WORDS.attributive) {
        if alone { 40.0 } else { 4.0 }
    } else if is(last, &WORDS.aspect) {
        6.0
    } else if joins(word_after) || is_one_letter(word_after) && is(after, &WORDS.leading) {
        2.0
    } else if OPENING.contains(after) {
        4.0
    } else if is_one_letter(word_after) {
        30.0
    } else {
        16.0
    }
}

fn is_one_letter(word: &str) -> bool {
    word.chars().count() == 1
}

#[cfg(test)]
mod tests {
    use super::{Balance, Text};

    fn plan(text: &str, words: &[std::ops::Range<usize>], most: usize) -> Balance {
        super::plan(Text { text, formulas: &[], tail: 0.0 }, words, most)
    }

    /// The lines of a text that is set on so many.
    fn set_on(text: &str, lines: usize) -> Vec<String> {
        let mut words = Vec::new();
        for run in text.split(|c| !llmslides_words::is_han(c)) {
            for word in llmslides_words::words(run) {
                let start = word.as_ptr() as usize - text.as_ptr() as usize;
                words.push(start..start + word.len());
            }
        }
        let Balance { breaks: ends, .. } = plan(text, &words, 4);
        let ends = ends.iter().filter(|(_, of)| *of == lines).map(|(at, _)| *at);
        let mut from = 0;
        let set = ends.chain([text.len()]).map(|end| {
            let line = text[from..end].trim().to_owned();
            from = end;
            line
        });
        set.collect()
    }

    #[test]
    fn titles_break_where_they_are_least_torn() {
        for (text, expected) in [
            (
                "人工智能技术正在改变我们的学习方式和工作方式",
                &["人工智能技术正在改变我们的", "学习方式和工作方式"][..],
            ),
            ("深度学习模型的训练方法与工程实践", &["深度学习模型的", "训练方法与工程实践"]),
            ("大模型不是在查资料，而是在猜下一个字", &["大模型不是在查资料，", "而是在猜下一个字"]),
            (
                "Attention is all you need, and more of it",
                &["Attention is all you need,", "and more of it"],
            ),
            ("索引长什么样", &["索引长", "什么样"]),
            ("为什么都说 Rust’s checker 难学", &["为什么都说 Rust’s", "checker 难学"]),
        ] {
            assert_eq!(set_on(text, expected.len()), expected);
        }
    }

    #[test]
    fn emoji_and_signs_are_as_wide_as_they_are_set() {
        let width = |text: &str| plan(text, &[], 1).widths[0];
        assert!((width("🎓 高考分享交流会") - 8.48).abs() < 0.01);
        assert!((width("甲→乙①") - 4.0).abs() < 0.01);
        assert!((width("a “b” c") - width("a b c") - 0.88).abs() < 0.01);
        assert!((width("甲 it’s") - width("甲 its") - 0.3).abs() < 0.01);
    }

    #[test]
    fn long_texts_are_not_planned() {
        assert_eq!(plan(&"字".repeat(100), &[], 4), Balance::default());
    }
}
