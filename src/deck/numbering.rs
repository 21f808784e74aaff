//! How the items of a list are numbered where it is not `1.`: `①`, `（1）`, `一、`, `(a)`. Pure.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::contract::{NUMBERED, NUMBERINGS};

/// How the items of a list are numbered: what stands before the first one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) enum Numbering {
    /// `①`
    #[serde(rename = "①")]
    Circled,
    /// `（1）`
    #[serde(rename = "（1）")]
    Bracketed,
    /// `(1)`
    #[serde(rename = "(1)")]
    NarrowBracketed,
    /// `（一）`
    #[serde(rename = "（一）")]
    HanBracketed,
    /// `(一)`
    #[serde(rename = "(一)")]
    NarrowHanBracketed,
    /// `一、`
    #[serde(rename = "一、")]
    Han,
    /// `1、`
    #[serde(rename = "1、")]
    Comma,
    /// `1）`
    #[serde(rename = "1）")]
    HalfBracketed,
    /// `(a)`
    #[serde(rename = "(a)")]
    Letter,
    /// `（a）`
    #[serde(rename = "（a）")]
    WideLetter,
    /// `(A)`
    #[serde(rename = "(A)")]
    Capital,
    /// `1．`
    #[serde(rename = "1．")]
    Wide,
}

use Numbering::{
    Bracketed, Capital, Circled, Comma, HalfBracketed, Han, HanBracketed, Letter, NarrowBracketed,
    NarrowHanBracketed, Wide, WideLetter,
};

/// Every one, in the order of [`NUMBERINGS`].
const ALL: [Numbering; 12] = [
    Circled, Bracketed, NarrowBracketed, HanBracketed, NarrowHanBracketed, Han, Comma,
    HalfBracketed, Letter, WideLetter, Capital, Wide,
];

impl Numbering {
    /// The number of an item with the numbering coded in it, as the templates read it.
    pub(crate) fn coded(self, number: usize) -> usize {
        let at = ALL.iter().position(|one| *one == self).unwrap_or_default();
        (at + 1) * NUMBERED + number
    }
}

/// A sign that an item has for its bullet, coded as a number, as the templates read it. `is_picture`: whether the sign has
/// to be drawn as one.
pub(crate) fn coded_sign(sign: char, is_picture: bool) -> usize {
    (ALL.len() + 1 + usize::from(is_picture)) * NUMBERED + sign as usize
}

/// What a line begins with: how it is numbered, its number, and the bytes of both with the blanks behind.
pub(crate) fn marker(line: &str) -> Option<(Numbering, usize, usize)> {
    ALL.iter().zip(NUMBERINGS.split(' ')).find_map(|(numbering, pattern)| {
        let at = pattern.find(['①', '1', '一', 'a', 'A'])?;
        let sign = pattern[at..].chars().next()?;
        let (before, behind) = (&pattern[..at], &pattern[at + sign.len_utf8()..]);
        let inner = line.strip_prefix(before)?;
        let end = inner.find(|c: char| !counts(sign, c)).unwrap_or(inner.len());
        let number = value(sign, &inner[..end])?;
        let rest = inner[end..].strip_prefix(behind)?.trim_start();
        (!rest.is_empty()).then_some((*numbering, number, line.len() - rest.len()))
    })
}

/// Whether a character is part of a number that is written as `sign` is.
fn counts(sign: char, c: char) -> bool {
    match sign {
        '①' => ('①'..='⑳').contains(&c),
        '1' => c.is_ascii_digit() || ('０'..='９').contains(&c),
        '一' => "一二三四五六七八九十".contains(c),
        'a' => c.is_ascii_lowercase(),
        _ => c.is_ascii_uppercase(),
    }
}

/// The number that a text writes; `None` if it is too long to be an item's.
fn value(sign: char, text: &str) -> Option<usize> {
    let count = text.chars().count();
    let first = text.chars().next()?;
    match sign {
        '①' => (count == 1).then(|| first as usize - '①' as usize + 1),
        '1' => {
            let digit = |c: char| if c.is_ascii() { c as usize - 48 } else { c as usize - 0xff10 };
            (count <= 2).then(|| text.chars().fold(0, |sum, c| sum * 10 + digit(c)))
        }
        '一' => han(text),
        'a' => (count == 1).then(|| first as usize - 'a' as usize + 1),
        _ => (count == 1).then(|| first as usize - 'A' as usize + 1),
    }
}

/// `三` is 3, `十二` 12, `二十` 20.
fn han(text: &str) -> Option<usize> {
    let digit = |text: &str| {
        let mut digits = "一二三四五六七八九".chars();
        let mut chars = text.chars();
        let found = digits.position(|c| Some(c) == chars.clone().next())? + 1;
        chars.next();
        chars.next().is_none().then_some(found)
    };
    match text.split_once('十') {
        None => digit(text),
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { digit(tens)? };
            Some(tens * 10 + if ones.is_empty() { 0 } else { digit(ones)? })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Numbering, marker};

    #[test]
    fn markers_are_known_with_their_numbers() {
        let of = |line| marker(line).map(|(numbering, number, _)| (numbering, number));
        assert_eq!(of("③第三项"), Some((Numbering::Circled, 3)));
        assert_eq!(of("（2）第二项"), Some((Numbering::Bracketed, 2)));
        assert_eq!(of("(12) twelve"), Some((Numbering::NarrowBracketed, 12)));
        assert_eq!(of("十二、末项"), Some((Numbering::Han, 12)));
        assert_eq!(of("二十、末项"), Some((Numbering::Han, 20)));
        assert_eq!(of("（三）第三"), Some((Numbering::HanBracketed, 3)));
        assert_eq!(of("(b) second"), Some((Numbering::Letter, 2)));
        assert_eq!(of("１．第一项"), Some((Numbering::Wide, 1)));
        assert_eq!(of("3）第三"), Some((Numbering::HalfBracketed, 3)));
        for line in ["第一项", "（见上）", "一些、别的", "①", "(see) it", "1 是数", "(2024) 年"]
        {
            assert_eq!(of(line), None, "{line}");
        }
    }
}
