//! What the text under a label reads like: it is spoken, it tells of something to see, or it is a length of time.

use super::super::conventions::{CONVENTIONS, Words};
use super::super::form::unquoted;
use super::super::titles;
use crate::deck::arrange::width;

/// Narrowest text that is a sentence, in Han characters.
const NARROWEST: f64 = 6.0;
/// Widest text that can be a name.
const WIDEST_NAME: f64 = 8.0;
/// Marks that end sentences.
const ENDS: [char; 6] = ['。', '！', '？', '.', '!', '?'];

/// Whether somebody says a text: it is quoted, greets, or has sentences that speak to those who listen.
pub(in super::super) fn is_spoken(text: &str) -> bool {
    let text = text.trim().trim_matches(['*', '_']);
    let voice = &CONVENTIONS.voice;
    let lower = text.to_lowercase();
    let is_sentence = width(text) >= NARROWEST && text.contains(ENDS);
    is_quoted(text)
        || CONVENTIONS.speech.greets.begins(&lower).is_some() && is_sentence
        || is_sentence && has_word(&voice.address, &lower)
}

/// Whether a text is one quotation.
fn is_quoted(text: &str) -> bool {
    unquoted(text).is_some_and(|inner| width(inner) >= NARROWEST)
}

/// Whether one of the words stands in a text in lower case, by itself where words have blanks between them.
fn has_word(words: &Words, lower: &str) -> bool {
    let tokens = || lower.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’')));
    words.iter().any(|word| match word.is_ascii() {
        true => tokens().any(|token| token.replace('’', "'") == word),
        false => lower.contains(word),
    })
}

/// Whether a text tells of pictures, colours and places on the page.
pub(super) fn is_look(text: &str) -> bool {
    CONVENTIONS.voice.look.has_stem(text)
}

/// Whether a text says what whoever speaks is to do, or to have done.
pub(super) fn is_direction(text: &str) -> bool {
    CONVENTIONS.voice.direct.has_stem(text)
}

/// Whether a text says how long something takes, and nothing else: `约2分钟`, `30 sec`.
pub(in super::super) fn is_duration(text: &str) -> bool {
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    text.contains(|c: char| c.is_ascii_digit() || "一二两三四五六七八九十半".contains(c))
        && titles::is_time(&text.to_lowercase())
        && titles::is_count(text)
}

/// Whether a text ends as a sentence does.
pub(super) fn is_sentence(text: &str) -> bool {
    width(text) >= NARROWEST
        && text.trim_end_matches(['”', '"', '」', '）', ')', '*']).ends_with(ENDS)
}

/// Whether a text can be a name, with a title or a place.
pub(super) fn is_name(text: &str) -> bool {
    width(text) <= WIDEST_NAME && !text.contains(ENDS)
}
