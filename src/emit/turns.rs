//! Where large type had best turn into its next line: the text of a title → for two lines, three and four of it
//! the ends of the lines and how wide they are. Pure.
//!
//! Of all places where a line may end, those are chosen at which the lines are about equally long and the text is
//! least torn: after a mark rather than between two clauses, before 和 rather than behind it, in a word never.

use std::ops::Range;

use super::escape;
use super::lines::{
    CLOSING, FORMULA, OBJECT, OPENING, is_gap_between, is_wide_mark, western_quotes,
};
use crate::deck::markdown::is_cjk;

/// Width in em of the longest text that is planned.
const LONGEST: f64 = 64.0;
/// What unequal lines cost against the place of their ends, for each line: of several, all are to be alike.
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

/// How a text is set on several lines.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Turns {
    /// Width in em of the longest line, if it is set on one line, on two, and so on.
    pub(super) widths: Vec<f64>,
    /// Places in the text, each with the number of lines with which one ends there.
    pub(super) ends: Vec<(usize, usize)>,
}

/// What is planned.
#[derive(Clone, Copy)]
pub(super) struct Text<'a> {
    /// What it says.
    pub(super) text: &'a str,
    /// Where formulas stand in it, and how wide they are in em.
    pub(super) formulas: &'a [(usize, f64)],
    /// Width in em of what stands behind it.
    pub(super) tail: f64,
}

/// Plans a text in which no line may part these words, on up to so many lines.
pub(super) fn plan(what: Text, words: &[Range<usize>], most: usize) -> Turns {
    let text = what.text;
    let ruler = Ruler::new(what);
    let whole = ruler.width(0..text.len());
    if whole > LONGEST {
        return Turns::default();
    }
    let places = places(text, words);
    let mut turns = Turns { widths: vec![whole], ends: Vec::new() };
    for lines in 2..=most {
        let Some((ends, width)) = balanced(&ruler, &places, lines) else { break };
        // A further line that saves nothing is none.
        if turns.widths.last().is_some_and(|last| width > 0.95 * last) {
            break;
        }
        turns.widths.push(width);
        turns.ends.extend(ends.into_iter().map(|end| (end, lines)));
    }
    if most == 2 && turns.ends.is_empty() {
        return Turns::default();
    }
    turns.ends.sort_unstable();
    turns
}

/// Width in em of the part that a title ends with, such as `（2/3）`: it is set smaller.
pub(super) fn tail(part: &str) -> f64 {
    const SIZE: f64 = 0.8;
    let label = part.trim_start();
    let blank = if label.len() < part.len() { advance(' ') } else { 0.0 };
    let ruler = Ruler::new(Text { text: label, formulas: &[], tail: 0.0 });
    blank + SIZE * ruler.width(0..label.len())
}

/// A place where a line may end.
struct Place {
    /// Bytes of the text before it.
    at: usize,
    /// How badly it parts the text; below zero where a line ends well.
    fault: f64,
}

/// The ends of so many lines, and the width of the longest: the best of all ways.
fn balanced(ruler: &Ruler, places: &[Place], lines: usize) -> Option<(Vec<usize>, f64)> {
    let end = ruler.ends.len() - 1;
    let ideal = ruler.width(0..end) / lines as f64;
    let cost = |from: usize, to: usize| {
        let off = (ruler.width(from..to) - ideal) / ideal;
        RAGGED * lines as f64 * off * off
    };
    // For each place the least cost of the lines before it, and where the last of them begins.
    let mut best: Vec<Option<(f64, usize)>> =
        places.iter().map(|place| Some((cost(0, place.at) + place.fault, 0))).collect();
    let mut steps = Vec::new();
    for _ in 2..lines {
        let next = places.iter().enumerate().map(|(to, place)| {
            let ways = best[..to].iter().enumerate().filter_map(|(from, way)| {
                let (before, _) = (*way)?;
                Some((before + cost(places[from].at, place.at) + place.fault, from))
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
    /// Width of what stands before each byte, in em.
    ends: Vec<f64>,
    /// The same of what stands behind the text.
    tail: f64,
}

impl<'a> Ruler<'a> {
    fn new(what: Text<'a>) -> Self {
        let Text { text, formulas, tail } = what;
        let mut ends = vec![0.0; text.len() + 1];
        let (mut em, mut before) = (0.0, None);
        let western = western_quotes(text);
        for (at, c) in text.char_indices() {
            let is_word = |c: char| is_cjk(c) && c.is_alphanumeric();
            let beside_formula =
                |a: char, b: char| a == FORMULA && is_word(b) || b == FORMULA && is_word(a);
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
                None => advance(c),
            };
            before = Some(c);
        }
        ends[text.len()] = em;
        Self { text, ends, tail }
    }

    /// Width of a line that holds this.
    fn width(&self, range: Range<usize>) -> f64 {
        let line = self.text[range.clone()].trim_end();
        let end = range.start + line.len();
        let mut em = self.ends[end] - self.ends[range.start];
        em += if range.end == self.text.len() { self.tail } else { 0.0 };
        // What is blank of a mark does not count where a line begins and ends.
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
            // What joins and chooses emoji.
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
            // Signs come from the Han face.
            '\u{2100}'.. => 1000,
            c if is_cjk(c) => 1000,
            _ => 640,
        },
    };
    f64::from(thousandths) / 1000.0
}

/// Width in em of a quotation mark among Latin words.
const WESTERN_QUOTE: f64 = 0.44;

/// The places where a line of a text may end.
fn places(text: &str, words: &[Range<usize>]) -> Vec<Place> {
    let starts = text.char_indices().skip(1).map(|(at, _)| at);
    let free = starts.filter(|at| !words.iter().any(|word| word.start < *at && *at < word.end));
    free.filter_map(|at| {
        let (before, after) = (text[..at].chars().next_back()?, text[at..].chars().next()?);
        let word_before = words.iter().find(|word| word.end == at).map(|word| &text[word.clone()]);
        let word_after = words.iter().find(|word| word.start == at).map(|word| &text[word.clone()]);
        may_part(before, after, &text[at..]).then(|| Place {
            at,
            fault: fault(
                &text[..at],
                after,
                word_before.unwrap_or_default(),
                word_after.unwrap_or_default(),
            ),
        })
    })
    .collect()
}

/// Whether a line may end between two characters.
fn may_part(before: char, after: char, rest: &str) -> bool {
    let never_first = CLOSING.contains(after) || "！？!?,.;:%)]}".contains(after);
    if after.is_whitespace() || never_first || escape::never_first(rest) > 0 || after == OBJECT {
        return false;
    }
    !OPENING.contains(before)
        && !"([{".contains(before)
        && (before != '—' || after != '—')
        && (before.is_whitespace() || is_cjk(before) || is_cjk(after))
}

/// Words that join two others: a line begins with them rather than that it ends with them.
const JOINING: &[&str] =
    &["和", "与", "與", "及", "或", "以及", "而", "并", "並", "但", "却", "也"];
/// Words that lead to what follows them.
const LEADING: &str =
    "在把被从從对對让讓使给給向为為以用由比每各这這那该該是会會要能不没沒未很更最再又都就才只";
/// The same in English.
const SHORT: &[&str] = &[
    "a", "an", "the", "of", "in", "on", "at", "to", "for", "with", "by", "and", "or", "is", "are",
    "from", "as", "its", "our", "your",
];

/// How badly a line that ends behind `before` parts what it says.
fn fault(before: &str, after: char, word_before: &str, word_after: &str) -> f64 {
    let last = before.chars().next_back().unwrap_or(' ');
    let joins = |word: &str| JOINING.contains(&word);
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
            _ if SHORT.contains(&word.to_lowercase().as_str()) => 34.0,
            Some(c) if c.is_ascii_digit() => 30.0,
            _ => 12.0,
        };
    }
    if last.is_ascii_digit() {
        return 60.0;
    }
    let alone = word_before.chars().count() == 1;
    // Behind what is no word, such as a formula.
    if word_after.chars().count() == 1 && "的地得了着過过們们".contains(after) {
        return 60.0;
    }
    if joins(word_before) || alone && LEADING.contains(last) {
        45.0
    } else if "的地得".contains(last) {
        if alone { 40.0 } else { 4.0 }
    } else if "了着过過".contains(last) {
        6.0
    } else if joins(word_after) || word_after.chars().count() == 1 && LEADING.contains(after) {
        2.0
    } else if OPENING.contains(after) {
        4.0
    } else if word_after.chars().count() == 1 {
        30.0
    } else {
        16.0
    }
}

#[cfg(test)]
mod tests {
    use super::{Text, Turns};

    fn plan(text: &str, words: &[std::ops::Range<usize>], most: usize) -> Turns {
        super::plan(Text { text, formulas: &[], tail: 0.0 }, words, most)
    }

    /// A text on so many lines.
    fn set_on(text: &str, lines: usize) -> Vec<String> {
        let mut words = Vec::new();
        for run in text.split(|c| !llmslides_words::is_han(c)) {
            for word in llmslides_words::words(run) {
                let start = word.as_ptr() as usize - text.as_ptr() as usize;
                words.push(start..start + word.len());
            }
        }
        let Turns { ends, .. } = plan(text, &words, 4);
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
    fn titles_turn_where_they_are_least_torn() {
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
    }

    #[test]
    fn long_texts_are_not_planned() {
        assert_eq!(plan(&"字".repeat(100), &[], 4), Turns::default());
    }
}
