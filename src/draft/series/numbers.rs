//! The numbers of a sentence with their units.

use std::ops::Range;

use crate::deck::chart::Figure;
use crate::draft::words::WORDS;

/// A number.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Number<'t> {
    /// The number with its unit.
    pub(super) range: Range<usize>,
    /// Its value, in its unit.
    pub(super) figure: Figure,
    /// The magnitude in its unit (10⁴ for 万), and the rest of the unit.
    pub(super) scale: (f64, &'t str),
    /// Its unit; empty if it has none.
    pub(super) unit: &'t str,
    /// Whether the sentence calls it approximate.
    pub(super) vague: bool,
}

impl Number<'_> {
    /// Whether it has a unit or a magnitude.
    pub(super) fn counts(&self) -> bool {
        !self.unit.is_empty()
    }
}

/// The numbers of a text, in order.
pub(super) fn numbers(text: &str) -> Vec<Number<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()).map(|start| at + start) {
        let digits = text[start..].find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',');
        let end = digits.map_or(text.len(), |end| start + end);
        let written = text[start..end].trim_end_matches(['.', ',']);
        let end = start + written.len();
        let unit = unit(&text[end..]);
        at = end + unit.end;
        let Some(figure) = Figure::written(&written.replace(',', "")) else { continue };
        let before = &text[..start];
        let loose = before.ends_with(|c: char| c.is_ascii_alphabetic() || c == '第')
            || ends_range(before)
            || is_range(&text[end..])
            || is_confidence(&text[at..]);
        let unit_text = if loose { "" } else { &text[end + unit.start..end + unit.end] };
        let vague = WORDS.vague.ends(&before.to_ascii_lowercase())
            || WORDS.vague.begins(text[at..].trim_start());
        let vague = vague && !unit_text.is_empty();
        found.push(Number {
            range: start..at,
            figure,
            scale: scale(unit_text),
            unit: unit_text,
            vague,
        });
    }
    found
}

/// The magnitude in a unit, and the rest of the unit.
fn scale(unit: &str) -> (f64, &str) {
    let lower = unit.to_ascii_lowercase();
    let Some(length) = WORDS.multiples.front(&lower) else { return (1.0, unit) };
    let factor = match &lower[..length] {
        "百" => 1e2,
        "千" | "thousand" => 1e3,
        "万" | "萬" => 1e4,
        "百万" | "million" => 1e6,
        "千万" => 1e7,
        "亿" | "億" => 1e8,
        "十亿" | "billion" => 1e9,
        _ => 1e12,
    };
    (factor, unit[length..].trim_start())
}

/// Whether a text says that the percentage before it tells how sure another number is: `95% CI`.
fn is_confidence(after: &str) -> bool {
    WORDS.confidence.begins(&after.trim_start_matches([' ', '的']).to_lowercase())
}

/// Whether a text ends with the start of a range, `5到`.
fn ends_range(before: &str) -> bool {
    let start = before.trim_end_matches(['-', '–', '—', '~', '～', '到', '至']);
    start.len() < before.len()
        && start.trim_end_matches(['%', '％', ' ']).ends_with(|c: char| c.is_ascii_digit())
}

/// Whether a text begins with the rest of a range, `到10`.
fn is_range(after: &str) -> bool {
    let rest = after.trim_start_matches([' ', '%', '％']);
    let seam = rest.trim_start_matches(['-', '–', '—', '~', '～', '到', '至']);
    seam.len() < rest.len() && seam.trim_start().starts_with(|c: char| c.is_ascii_digit())
}

/// The place of the unit behind a number; empty at the number's end if there is none.
fn unit(after: &str) -> Range<usize> {
    let gap = after.len() - after.trim_start_matches(' ').len();
    let rest = &after[gap..];
    let lower = rest.to_ascii_lowercase();
    let multiple = WORDS.multiples.front(&lower).unwrap_or(0);
    let inner =
        multiple + lower[multiple..].len() - lower[multiple..].trim_start_matches(' ').len();
    let word = &lower[inner..];
    let known = match word.chars().next() {
        Some('%' | '％') => word.chars().next().map(char::len_utf8),
        Some(c) if c.is_ascii_alphabetic() => {
            let end = word.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(word.len());
            WORDS.units.has(&word[..end]).then_some(end)
        }
        _ => WORDS.units.front(word),
    };
    match (known, multiple) {
        (Some(length), _) => gap..gap + inner + length,
        (None, 1..) if !lower.is_ascii() => gap..gap + multiple,
        _ => 0..0,
    }
}

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn numbers_have_units() {
        for (text, wanted) in [
            ("售价 699 元，重1.5 公斤", vec!["元", "公斤"]),
            ("达到1.86亿次，增长12.4%", vec!["亿次", "%"]),
            ("paid 22 million euros in 2019", vec!["million euros", ""]),
            ("1 万行で 12 ミリ秒", vec!["万行", "ミリ秒"]),
            ("第 3 章，5到10公里，GPT4", vec!["", "", "", ""]),
            ("63.9 个（95% CI，49.1）；42% 的置信区间", vec!["个", "", "", ""]),
        ] {
            let units: Vec<&str> = numbers(text).iter().map(|number| number.unit).collect();
            assert_eq!(units, wanted, "{text}");
        }
    }
}
