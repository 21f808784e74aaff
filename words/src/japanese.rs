//! Phrases of Japanese, as the model of BudouX finds them: a sum of weights for the characters around each
//! place says whether one ends there.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What each feature looks at: the characters from one place to another, counted from the gap.
const FEATURES: [(&str, isize, isize); 13] = [
    ("UW1", -3, -2),
    ("UW2", -2, -1),
    ("UW3", -1, 0),
    ("UW4", 0, 1),
    ("UW5", 1, 2),
    ("UW6", 2, 3),
    ("BW1", -2, 0),
    ("BW2", -1, 1),
    ("BW3", 0, 2),
    ("TW1", -3, 0),
    ("TW2", -2, 1),
    ("TW3", -1, 2),
    ("TW4", 0, 3),
];

/// The weights, in halves, and what is added to each sum.
struct Model {
    weights: HashMap<(usize, &'static str), i32>,
    base: i32,
}

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    let rows = include_str!("../ja.txt").lines().filter_map(|line| {
        let mut fields = line.split(' ');
        let name = fields.next()?;
        let feature = FEATURES.iter().position(|(feature, ..)| *feature == name)?;
        Some(((feature, fields.next()?), 2 * fields.next()?.parse::<i32>().ok()?))
    });
    let weights: HashMap<_, _> = rows.collect();
    let base = -weights.values().sum::<i32>() / 2;
    Model { weights, base }
});

/// The phrases of a text.
pub fn phrases(text: &str) -> Vec<&str> {
    let mut starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    starts.push(text.len());
    let mut phrases = Vec::new();
    let mut from = 0;
    for gap in 1..starts.len() {
        let is_end = gap + 1 == starts.len() || ends(text, &starts, gap);
        if is_end && from < starts[gap] {
            phrases.push(&text[from..starts[gap]]);
            from = starts[gap];
        }
    }
    phrases
}

/// The parts of a phrase that is too long for a line: a run of Han or katakana, with the hiragana that go on
/// from it.
pub fn parts(phrase: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut from = 0;
    let pairs = phrase.chars().zip(phrase.char_indices().skip(1));
    for (before, (at, after)) in pairs {
        let (before, after) = (Script::of(before), Script::of(after));
        if after != before && after != Script::Hiragana {
            parts.push(&phrase[from..at]);
            from = at;
        }
    }
    parts.push(&phrase[from..]);
    parts
}

/// The scripts of Japanese, as far as words begin with another one.
#[derive(Clone, Copy, PartialEq)]
enum Script {
    Han,
    Hiragana,
    Katakana,
    Other,
}

impl Script {
    fn of(c: char) -> Self {
        match c {
            '\u{3041}'..='\u{309f}' => Self::Hiragana,
            '\u{30a0}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' => Self::Katakana,
            c if crate::is_han(c) => Self::Han,
            _ => Self::Other,
        }
    }
}

/// Whether a phrase ends before the character with this index.
fn ends(text: &str, starts: &[usize], gap: usize) -> bool {
    let weights = FEATURES.iter().enumerate().filter_map(|(feature, (_, from, to))| {
        let from = gap.checked_add_signed(*from)?;
        let to = starts.get(gap.checked_add_signed(*to)?)?;
        MODEL.weights.get(&(feature, &text[*starts.get(from)?..*to]))
    });
    MODEL.base + weights.sum::<i32>() > 0
}

#[cfg(test)]
mod tests {
    use super::{parts, phrases};

    #[test]
    fn a_long_phrase_has_parts() {
        for (text, expected) in [
            ("オンボーディング完了率の", "オンボーディング 完了率の"),
            ("下書きプロンプト全体像を", "下書き プロンプト 全体像を"),
            ("これからの", "これからの"),
            ("", ""),
        ] {
            assert_eq!(parts(text).join(" "), expected);
        }
    }

    #[test]
    fn phrases_are_those_of_the_model() {
        for (text, expected) in [
            ("今日はとても天気です。", "今日は とても 天気です。"),
            ("機械学習の仕組みを説明します。", "機械学習の 仕組みを 説明します。"),
            ("", ""),
            ("あ", "あ"),
        ] {
            assert_eq!(phrases(text).join(" "), expected);
        }
    }
}
