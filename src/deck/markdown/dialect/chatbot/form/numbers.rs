//! Numbers at the start of texts, in every notation: `3`, `三`, `3–5`, `III.`, `3️⃣`, `③`, `THREE`.

use crate::deck::arrange::marks::circled_number;

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) enum Notation {
    /// `3`
    Digits,
    /// `三`
    Han,
    /// `III`, before a mark
    Roman,
    /// `3️⃣`
    Keycap,
    /// `③`
    Circled,
    /// `THREE`
    Word,
}

/// A number that a text begins with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in super::super) struct Number<'t> {
    pub(in super::super) notation: Notation,
    pub(in super::super) value: usize,
    /// What follows it.
    pub(in super::super) rest: &'t str,
}

impl<'t> Number<'t> {
    /// The number that a text begins with.
    pub(in super::super) fn of(text: &'t str) -> Option<Self> {
        let of = |notation, (value, rest)| Self { notation, value, rest };
        let is_han = !text.starts_with(|c: char| c.is_ascii_digit());
        let plain = if is_han { Notation::Han } else { Notation::Digits };
        keycap(text)
            .map(|found| of(Notation::Keycap, found))
            .or_else(|| number(text).map(|found| of(plain, found)))
            .or_else(|| circled(text).map(|found| of(Notation::Circled, found)))
            .or_else(|| roman(text).map(|found| of(Notation::Roman, found)))
            .or_else(|| spelled(text).map(|found| of(Notation::Word, found)))
    }
}

/// A number in digits or in Han, and what follows; of a range, its start.
pub(in super::super) fn number(text: &str) -> Option<(usize, &str)> {
    let (value, rest) = plain(text)?;
    // `3–5` is a range, `3/12` says how many there are.
    let signs = ['-', '–', '~', '～', '—', '/', '／'];
    let more = rest.trim_start().strip_prefix(signs).map(str::trim_start).and_then(plain);
    let more = more.filter(|(more, _)| *more > value || rest.trim_start().starts_with(['/', '／']));
    Some((value, more.map_or(rest, |(_, rest)| rest)))
}

/// The same, of a range only its start.
pub(in super::super) fn plain(text: &str) -> Option<(usize, &str)> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    if digits > 0 {
        let value = text[..digits].parse().ok().filter(|number| *number < 1000)?;
        return Some((value, &text[digits..]));
    }
    const HAN: &str = "〇一二三四五六七八九";
    let end = text.find(|c: char| c != '十' && !HAN.contains(c)).unwrap_or(text.len());
    let digit = |text: &str| text.chars().next().and_then(|c| HAN.chars().position(|han| han == c));
    let value = match text[..end].split_once('十') {
        Some((tens, ones)) => digit(tens).unwrap_or(1) * 10 + digit(ones).unwrap_or(0),
        None => digit(&text[..end])?,
    };
    (value > 0).then(|| (value, &text[end..]))
}

/// The number of `1️⃣2️⃣ 封面`, and the title.
pub(in super::super) fn keycap(text: &str) -> Option<(usize, &str)> {
    let (mut value, mut rest) = (None, text);
    while let Some((digit, behind)) = one_keycap(rest) {
        value = Some(value.unwrap_or(0) * 10 + digit);
        rest = behind;
    }
    Some((value?, rest.trim_start_matches([' ', '*', '\u{fe0f}'])))
}

/// The digit on a keycap.
fn one_keycap(text: &str) -> Option<(usize, &str)> {
    if let Some(rest) = text.strip_prefix('🔟') {
        return Some((10, rest));
    }
    let first = text.chars().next()?;
    let rest = &text[first.len_utf8()..];
    let rest = rest.strip_prefix('\u{fe0f}').unwrap_or(rest).strip_prefix('\u{20e3}')?;
    Some((first.to_digit(10)? as usize, rest))
}

/// The number of `① 甲`, and the text.
fn circled(text: &str) -> Option<(usize, &str)> {
    let sign = text.chars().next()?;
    Some((circled_number(sign)?, text[sign.len_utf8()..].trim_start()))
}

/// The number of `IV. Title`, and the title.
fn roman(text: &str) -> Option<(usize, &str)> {
    const NUMBERS: [&str; 12] =
        ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];
    let (number, rest) = text.split_once(['.', '、'])?;
    let number = NUMBERS.iter().position(|roman| *roman == number)? + 1;
    Some((number, rest.trim()))
}

/// The number of `THREE – Title`, and what follows.
fn spelled(text: &str) -> Option<(usize, &str)> {
    const NUMBERS: [&str; 12] = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    let end = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let value = NUMBERS.iter().position(|number| number.eq_ignore_ascii_case(word))? + 1;
    Some((value, rest))
}
