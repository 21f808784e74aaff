//! Words of Chinese: of all ways to cut a run of Han into words of the dictionary the likeliest, by how often
//! each word is used alone. What belongs to a word then joins it, such as 的 behind it.

use std::collections::HashMap;
use std::sync::LazyLock;

use fst::raw::{Fst, Output};

/// Most Han that are kept together.
const LONGEST: usize = 6;
/// What the dictionary counts in: eighths of a natural logarithm.
const STEP: f64 = 8.0;
/// The same of all words together, and of a character that it does not have.
const ALL: f64 = 17.9 * STEP;
const UNKNOWN: f64 = 0.0;
/// What ends a word or a phrase, and never stands at the beginning of a line.
const TAILS: &str = "的地得了着著过過们們吗嗎呢吧";
/// What makes another word of the one before it.
const SUFFIXES: &str = "性集链鏈化者率力度器层層型式法学學家员員机機版端级級类類";
/// What makes another word of the one behind it.
const PREFIXES: &str = "大微零可非超不没沒未很更最再新老小多无無半跨预預";

static DICTIONARY: LazyLock<Fst<&'static [u8]>> = LazyLock::new(|| {
    let bytes: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/zh.fst"));
    Fst::new(bytes).expect("made by the build script")
});

/// Traditional characters as the dictionary has them.
static SIMPLIFIED: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let pairs = include_str!("../simplified.txt").lines().map(|line| {
        let mut pair = line.chars();
        (pair.next(), pair.next())
    });
    pairs.filter_map(|(traditional, simple)| traditional.zip(simple)).collect()
});

/// Whether a character is Han, as words are made of.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3fffd}' | '々')
}

/// The words of a run of Han, with what belongs to each.
pub fn words(run: &str) -> Vec<&str> {
    joined(run, &cut(run))
}

/// The word of the dictionary that a line tears which ends at a byte of a run of Han. What belongs to a word may stand
/// apart from it, and a word that is made of two has a place between them.
pub fn torn(run: &str, at: usize) -> Option<&str> {
    let mut start = 0;
    for length in cut(run) {
        let end = start + run[start..].chars().take(length).map(char::len_utf8).sum::<usize>();
        if start < at && at < end {
            let is_made_of_two = is_word(&run[start..at]) && is_word(&run[at..end]);
            return (!is_made_of_two).then(|| &run[start..end]);
        }
        start = end;
    }
    None
}

/// Whether some Han are a word of the dictionary that has more than one of them.
fn is_word(han: &str) -> bool {
    let chars = simplified(han);
    chars.len() > 1 && known(&chars).any(|(length, _)| length == chars.len())
}

/// Han as the dictionary has them.
fn simplified(han: &str) -> Vec<char> {
    han.chars().map(|c| *SIMPLIFIED.get(&c).unwrap_or(&c)).collect()
}

/// The numbers of characters of the likeliest words.
fn cut(run: &str) -> Vec<usize> {
    let chars = simplified(run);
    // For each place the weight of the best way from there to the end, and the length of its first word.
    let mut best = vec![(0.0, 0); chars.len() + 1];
    for at in (0..chars.len()).rev() {
        let alone = (UNKNOWN - ALL + best[at + 1].0, 1);
        let ways = known(&chars[at..])
            .map(|(length, steps)| (f64::from(steps) - ALL + best[at + length].0, length));
        best[at] = ways.fold(alone, |best, way| if way.0 > best.0 { way } else { best });
    }
    let mut lengths = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        lengths.push(best[at].1);
        at += best[at].1;
    }
    lengths
}

/// The words of the dictionary that a text begins with: the length of each, and how often it is used.
fn known(chars: &[char]) -> impl Iterator<Item = (usize, u32)> {
    let fst = &*DICTIONARY;
    let mut at = Some((fst.root(), Output::zero()));
    chars
        .iter()
        .enumerate()
        .map_while(move |(index, c)| {
            let (mut node, mut output) = at.take()?;
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                let transition = node.transition(node.find_input(byte)?);
                output = output.cat(transition.out);
                node = fst.node(transition.addr);
            }
            at = Some((node, output));
            Some(node.is_final().then(|| {
                (index + 1, u32::try_from(output.cat(node.final_output()).value()).unwrap_or(0))
            }))
        })
        .flatten()
}

/// Words of these lengths, each with what belongs to it.
fn joined<'a>(run: &'a str, lengths: &[usize]) -> Vec<&'a str> {
    let mut units: Vec<&str> = Vec::new();
    // Where the last unit begins.
    let (mut start, mut end) = (0, 0);
    for &length in lengths {
        let bytes: usize = run[end..].chars().take(length).map(char::len_utf8).sum();
        let word = &run[end..end + bytes];
        end += bytes;
        match units.last_mut() {
            Some(unit) if belongs(unit, word) => *unit = &run[start..end],
            _ => {
                start = end - bytes;
                units.push(word);
            }
        }
    }
    units
}

/// Whether a word stays with the unit before it.
fn belongs(unit: &str, word: &str) -> bool {
    let (before, length) = (unit.chars().count(), word.chars().count());
    let one_of = |list: &str, c: Option<char>| c.is_some_and(|c| list.contains(c));
    let (last, first) = (unit.chars().next_back(), word.chars().next());
    if before + length > LONGEST {
        return false;
    }
    if length == 1 && one_of(TAILS, first) {
        return true;
    }
    let suffix = length == 1 && before >= 2 && one_of(SUFFIXES, first) && !one_of(TAILS, last);
    suffix || before == 1 && length <= 3 && one_of(PREFIXES, last)
}

#[cfg(test)]
mod tests {
    use super::{torn, words};

    #[test]
    fn words_are_those_of_the_dictionary_with_what_belongs_to_them() {
        for (text, expected) in [
            ("人工智能技术正在改变我们的学习方式", "人工智能 技术 正在 改变 我们的 学习 方式"),
            ("深度学习模型的训练方法", "深度 学习 模型的 训练方法"),
            ("可解释性和不确定性", "可解释性 和 不确定性"),
            ("機器學習的應用", "机器 学习的 应用"),
            ("参数量和词元与预训练", "参数量 和 词元 与 预训练"),
            ("吞吐量与数据库", "吞吐量 与 数据库"),
            ("", ""),
        ] {
            let found = words(text).join(" ");
            let lengths = |text: &str| -> Vec<usize> {
                text.split(' ').map(|word| word.chars().count()).collect()
            };
            assert_eq!(lengths(&found), lengths(expected), "{found}");
        }
    }

    #[test]
    fn a_line_tears_a_word_but_not_between_the_words_that_it_is_made_of() {
        for (before, after, expected) in [
            ("深度学", "习模型", Some("学习")),
            ("人工", "智能的应用", None),
            ("人工智", "能的应用", Some("人工智能")),
            ("模型", "的训练", None),
            ("機器學", "習", Some("學習")),
            ("可解释", "性", Some("可解释性")),
        ] {
            assert_eq!(torn(&format!("{before}{after}"), before.len()), expected, "{before}");
        }
    }

    #[test]
    fn nothing_is_lost() {
        for text in ["的的的", "甲甲甲", "一二三四五六七八九十", "𠮷野家々"] {
            assert_eq!(words(text).concat(), text);
        }
    }
}
