//! Ruby in Markdown, words with readings: `{汉|hàn}`, `{汉字|hàn|zì}`. Pure.

use std::ops::Range;

use super::{is_cjk, is_cjk_letter};

/// Most characters with one reading.
const MOST: usize = 12;

/// A word with its reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Read<'a> {
    /// The word.
    pub(super) base: &'a str,
    /// How it is read.
    pub(super) reading: &'a str,
}

/// The first range of a text with ruby, and its words with readings.
pub(super) fn find(text: &str) -> Option<(Range<usize>, Vec<Read<'_>>)> {
    for (start, _) in text.match_indices('{') {
        let inner = &text[start + 1..];
        let Some(end) = inner.find('}') else { break };
        if let Some(read) = words(&inner[..end]) {
            return Some((start..start + end + 2, read));
        }
    }
    None
}

/// Parses the text between braces: a word and a reading, or a reading for each character.
fn words(inner: &str) -> Option<Vec<Read<'_>>> {
    let (base, readings) = inner.split_once('|')?;
    let readings: Vec<&str> = readings.split('|').map(str::trim).collect();
    let is_word = base.chars().all(is_cjk_letter) && (1..=MOST).contains(&base.chars().count());
    if !is_word || !readings.iter().all(|reading| is_reading(reading)) {
        return None;
    }
    if let [reading] = readings[..] {
        return Some(vec![Read { base, reading }]);
    }
    let parts = base.char_indices().map(|(at, c)| &base[at..at + c.len_utf8()]);
    let parts: Vec<&str> = parts.collect();
    let read = parts.iter().zip(&readings).map(|(base, reading)| Read { base, reading });
    (parts.len() == readings.len()).then(|| read.collect())
}

/// Whether a text can be a reading: letters of any script but Han.
fn is_reading(text: &str) -> bool {
    // Kana and bopomofo come before Han.
    let is_han = |c: char| c >= '\u{3400}' && is_cjk(c);
    let is_part =
        |c: char| c.is_alphabetic() && !is_han(c) || " ’'-·ˉˊˇˋ˙".contains(c) || c.is_ascii_digit();
    text.chars().any(char::is_alphabetic) && text.chars().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::{Read, find};

    #[test]
    fn words_are_found_with_their_readings() {
        let read = |base, reading| Read { base, reading };
        for (text, expected) in [
            ("写{汉|hàn}字", Some(vec![read("汉", "hàn")])),
            ("{汉字|hàn zì}", Some(vec![read("汉字", "hàn zì")])),
            ("{漢字|かん|じ}", Some(vec![read("漢", "かん"), read("字", "じ")])),
            ("{汉|ㄏㄢˋ}", Some(vec![read("汉", "ㄏㄢˋ")])),
            ("{汉字|hàn|zì|x}", None),
            ("{选项|选择}", None),
            ("{a|b}，{甲}，{甲|}", None),
        ] {
            assert_eq!(find(text).map(|(_, read)| read), expected, "{text}");
        }
    }
}
