//! Estimates how long a slide takes to present, from its notes.

use super::meta::{Rate, Rehearsed};
use super::notes::spoken;
use super::{Deck, Slide};

/// Length of a Latin word, in Han characters.
const LATIN_WORD: f64 = 2.0;
/// Minutes of silence when turning to a new slide.
pub(crate) const TURN: f64 = 4.0 / 60.0;

/// The option of a slide with its duration, where that is not given by its notes.
pub(crate) const MINUTES: &str = "minutes";

/// Minutes that a slide takes: its notes at the deck's speed plus turning to it; or its own option,
/// since an audience takes time to think, act or ask.
pub(crate) fn minutes(slide: &Slide, deck: &Deck) -> f64 {
    let spoken = characters(slide) / rate(deck) + TURN;
    said(slide).map_or(spoken, |said| said.max(spoken))
}

/// The minutes in a slide's option.
fn said(slide: &Slide) -> Option<f64> {
    slide.options.get(MINUTES).and_then(|text| planned(text))
}

/// The length of what is said on a slide, in the units of its language; 0 if its time is not that of its
/// notes.
pub(crate) fn length(slide: &Slide, deck: &Deck) -> f64 {
    let length = characters(slide) / deck.meta.locale().words.unit_length;
    if said(slide).is_some() { 0.0 } else { length }
}

/// The length of what is said on a slide, in Han characters.
fn characters(slide: &Slide) -> f64 {
    spoken_length(&in_words(&spoken(&slide.notes)))
}

/// Notes without listings and displayed formulas, which are not read aloud.
pub(crate) fn in_words(notes: &str) -> String {
    let mut open: Option<&str> = None;
    let mut out = String::with_capacity(notes.len());
    for line in notes.lines() {
        let words = line.trim();
        let mark = ["```", "~~~", "$$"].into_iter().find(|mark| words.starts_with(mark));
        match (open, mark) {
            // A construct may end on its own line.
            (None, Some(mark)) => {
                open = Some(mark).filter(|mark| !words[mark.len()..].ends_with(mark));
            }
            (Some(own), Some(mark)) if own == mark => open = None,
            (None, None) => {
                out.push_str(line);
                out.push('\n');
            }
            _ => {}
        }
    }
    out
}

/// A number of minutes as it is written on a slide; `None` if it is none.
pub(crate) fn planned(text: &str) -> Option<f64> {
    text.parse().ok().filter(|minutes: &f64| minutes.is_finite() && *minutes > 0.0)
}

/// The deck's rate in Han characters per minute.
pub(crate) fn rate(deck: &Deck) -> f64 {
    units_a_minute(deck) * deck.meta.locale().words.unit_length
}

/// The deck's rate in units of its language per minute: as set, or as learnt in a rehearsal.
pub(crate) fn units_a_minute(deck: &Deck) -> f64 {
    let notes = &deck.meta.notes;
    let said = match notes.rate {
        Some(Rate::PerMinute(rate)) => Some(rate),
        Some(Rate::As(Rehearsed::Learnt)) => notes.learnt,
        None => None,
    };
    deck.meta.locale().words.rate(said)
}

/// Minutes that the talk takes, without the appendix.
pub(crate) fn total_minutes(deck: &Deck) -> f64 {
    deck.talk_slides().map(|slide| minutes(slide, deck)).sum()
}

/// Length of a text when it is read aloud, in Han characters. Markup counts nothing.
pub(crate) fn spoken_length(text: &str) -> f64 {
    let mut length = 0.0;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let taken = if c.is_ascii_digit() {
            let end = rest
                .find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.')
                .unwrap_or(rest.len());
            let number = rest[..end].trim_end_matches(['.', ',']);
            let year = rest[number.len()..].trim_start().starts_with('年');
            length += number_length(number, year);
            length += if rest[number.len()..].starts_with(['%', '％']) { 3.0 } else { 0.0 };
            number.len()
        } else if !is_syllable(c) && c.is_alphabetic() {
            length += LATIN_WORD;
            let outside = |c: char| is_syllable(c) || !c.is_alphabetic();
            rest.find(|c: char| outside(c) && c != '\'' && c != '’').unwrap_or(rest.len())
        } else {
            length += if is_syllable(c) { 1.0 } else { 0.0 };
            c.len_utf8()
        };
        rest = &rest[taken..];
    }
    length
}

/// Syllables of a number read in Chinese: 1750 is 一千七百五十, the year 2017 is 二零一七.
fn number_length(number: &str, year: bool) -> f64 {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let digits: Vec<u8> = whole.bytes().filter(u8::is_ascii_digit).collect();
    let decimals = fraction.bytes().filter(u8::is_ascii_digit).count();
    let point = if decimals > 0 { 1 } else { 0 };
    if year {
        return (digits.len() + decimals + point) as f64;
    }
    // A digit that is not zero is said with its unit (千, 百, 十), except the last of four.
    let mut syllables = 0;
    for (index, digit) in digits.iter().enumerate() {
        let from_end = digits.len() - 1 - index;
        if *digit != b'0' {
            syllables += if from_end.is_multiple_of(4) { 1 } else { 2 };
        }
        // 万, 亿
        syllables += usize::from(from_end > 0 && from_end.is_multiple_of(4));
    }
    (syllables.max(1) + decimals + point) as f64
}

/// Whether a character is a syllable: Han, kana or Hangul.
fn is_syllable(c: char) -> bool {
    matches!(c,
        '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::spoken_length;

    #[test]
    fn numbers_count_as_they_are_read() {
        for (text, syllables) in [
            ("大模型", 3.0),
            ("1750 亿", 7.0),
            ("2017 年", 5.0),
            ("30%", 5.0),
            ("3.5", 3.0),
            ("GPT-3", 3.0),
            ("**数据**：依赖", 4.0),
            ("10000", 2.0),
            ("0", 1.0),
        ] {
            assert_eq!(spoken_length(text), syllables, "{text}");
        }
    }
}
