//! Numbers with their units, such as `5 kg`, `第 3 章` or `3月5日`, in which no line may break. Pure.

use std::ops::Range;

use super::words::WORDS;
use crate::deck::markdown::is_cjk;

/// Widest number with its unit that is kept together, in em: narrow columns still hold it.
const WIDEST: f64 = 4.6;
/// Widest date that is kept together, in em.
const LONGEST_DATE: f64 = 6.0;
/// Width of a digit or a letter, in em.
const LETTER: f64 = 0.6;
/// Width of the space before a unit, in em.
const SPACE: f64 = 0.3;

/// The ranges of numbers with their units. A number that is part of a word is not one; a day stays
/// with its month, and 第 with what it counts.
pub(super) fn pairs(text: &str) -> Vec<Range<usize>> {
    let mut pairs: Vec<Range<usize>> = Vec::new();
    let mut before = None;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let digits = rest.len() - rest.trim_start_matches(is_digit).len();
        let stands_free = before.is_none_or(|c: char| c.is_whitespace() || c == '(' || is_cjk(c));
        if digits > 0 {
            let end = at + digits;
            let blank = usize::from(text[end..].starts_with(' '));
            let unit = unit(&text[end + blank..], &text[at..end]);
            let end = end + unit.map_or(0, |unit| unit + blank);
            if unit.is_some() && stands_free {
                push(text, at..end, &mut pairs);
            }
            before = text[..end].chars().next_back();
            at = end;
        } else {
            before = Some(c);
            at += c.len_utf8();
        }
    }
    pairs
}

/// Adds a number with its unit, or joins it to the one that it continues.
fn push(text: &str, range: Range<usize>, pairs: &mut Vec<Range<usize>>) {
    let before = &text[..range.start];
    match pairs.last_mut() {
        Some(last) if last.end == range.start && before.ends_with(['月', '年']) => {
            let em = LETTER * (range.end - last.start) as f64 * 0.6;
            if em <= LONGEST_DATE { last.end = range.end } else { pairs.push(range) }
        }
        _ => {
            let ordinal =
                before.trim_end_matches(' ').strip_suffix('第').map_or(range.start, str::len);
            pairs.push(ordinal..range.end);
        }
    }
}

/// What is part of a number that begins with a digit.
fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '.' | ',')
}

/// Bytes of the unit at the start of `rest`, if `number` is followed by one.
fn unit(rest: &str, number: &str) -> Option<usize> {
    let room = WIDEST - LETTER * number.len() as f64 - SPACE;
    if !number.starts_with(|c: char| c.is_ascii_digit()) || number.ends_with(['.', ',']) {
        return None;
    }
    let letters = rest.find(|c: char| c.is_whitespace() || is_cjk(c)).unwrap_or(rest.len());
    let word = rest[..letters].trim_end_matches([',', '.', ';', ')']);
    if WORDS.letters.has(word) {
        return (LETTER * word.len() as f64 <= room).then_some(word.len());
    }
    // In `100 亿美元` a magnitude stands before the unit.
    let mut length = 0;
    while let Some(word) = WORDS.units.front(&rest[length..]) {
        let longer = length + word;
        if (longer / 3) as f64 > room {
            break;
        }
        length = longer;
    }
    (length > 0).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::pairs;

    #[test]
    fn a_number_stays_with_its_unit() {
        for (text, expected) in [
            ("约 720 亿参数", &["720 亿"][..]),
            ("上下文 32 K，显存 128 GB。", &["32 K", "128 GB"]),
            ("花了 100 亿美元，2 万元，1.5 小时", &["100 亿", "2 万元", "1.5 小时"]),
            ("3 个月（12 周）", &["3 个月", "12 周"]),
            ("带宽 900 GB/s, 7 B.", &["900 GB/s", "7 B"]),
            ("1,234,567 美元", &[]),
            ("1750 亿美元", &["1750 亿"]),
            ("第3章、3月5日、到720 亿", &["第3章", "3月5日", "720 亿"]),
            ("甲5 %乙，甲5 kg乙，128 GB的", &["5 %", "5 kg", "128 GB"]),
        ] {
            let found: Vec<&str> = pairs(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_one_does_not() {
        for text in ["GPT-4 个", "v2 层", "12 Monkeys", "3. 天气", "3  天"] {
            let found: Vec<&str> = pairs(text).into_iter().map(|range| &text[range]).collect();
            assert!(found.is_empty(), "{text}: {found:?}");
        }
    }
}
