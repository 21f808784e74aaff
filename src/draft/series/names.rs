//! Names for the numbers of a series: the text before each, without what all have in common.

use std::ops::Range;

use crate::deck::arrange::width;
use crate::deck::markdown::is_hiragana;
use crate::draft::standing;
use crate::draft::weights::tags;
use crate::draft::words::WORDS;

/// Widest name, in Han characters.
const WIDEST: f64 = 16.0;
/// Widest word for the quantity, in Han characters.
const WIDEST_QUANTITY: f64 = 12.0;
/// Marks and blanks between the members of a series.
const SEAMS: &[char] = &['，', '；', '、', '：', '。', ',', ';', ':', ' ', '“', '”'];

/// The names of a series.
pub(super) struct Named {
    /// A name for each number.
    pub(super) names: Vec<Range<usize>>,
    /// The quantity that is counted, if the names contain it.
    pub(super) quantity: Option<Range<usize>>,
    /// Whether the names are years.
    pub(super) dates: bool,
}

/// Names from the text before each number.
pub(super) fn names(text: &str, zones: &[Range<usize>]) -> Option<Named> {
    years(text, zones).or_else(|| words(text, zones))
}

/// The year in front of each number, if each has just one.
fn years(text: &str, zones: &[Range<usize>]) -> Option<Named> {
    let names: Vec<Range<usize>> =
        zones.iter().map(|zone| year(text, zone)).collect::<Option<Vec<_>>>()?;
    let value = |name: &Range<usize>| text[name.start..name.start + 4].parse::<u32>().unwrap_or(0);
    if !names.is_sorted_by(|a, b| value(a) < value(b)) {
        return None;
    }
    let before = last_clause(text, &(zones[0].start..names[0].start));
    let quantity = unlinked(text, before);
    let quantity = Some(quantity).filter(|range| is_quantity(&text[range.clone()]));
    Some(Named { names, quantity, dates: true })
}

/// The only year in a part of a text.
fn year(text: &str, zone: &Range<usize>) -> Option<Range<usize>> {
    let part = &text[zone.clone()];
    let at = part.find(|c: char| c.is_ascii_digit())?;
    let digits = part[at..].find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len() - at);
    let value: u32 = part[at..at + digits].parse().ok().filter(|_| digits == 4)?;
    let rest = &part[at + digits..];
    let unit = if rest.starts_with('年') { '年'.len_utf8() } else { 0 };
    let only = !rest.contains(|c: char| c.is_ascii_digit());
    let start = zone.start + at;
    ((1000..2200).contains(&value) && only).then(|| start..start + digits + unit)
}

/// The words in front of each number, without their common ending.
fn words(text: &str, zones: &[Range<usize>]) -> Option<Named> {
    let zones: Vec<Range<usize>> = zones.iter().map(|zone| last_clause(text, zone)).collect();
    let raw: Vec<Range<usize>> = zones.iter().map(|zone| unlinked(text, zone.clone())).collect();
    let shared = shared_end(text, &raw);
    let mut names: Vec<Range<usize>> =
        raw.iter().map(|name| unlinked(text, name.start..name.end - shared)).collect();
    let digit = |name: &Range<usize>| text[name.clone()].starts_with(|c: char| c.is_ascii_digit());
    if names[1..].iter().all(digit)
        && let Some(at) = text[names[0].clone()].find(|c: char| c.is_ascii_digit())
    {
        names[0].start += at;
    }
    let mut known: Vec<&str> = names.iter().map(|name| &text[name.clone()]).collect();
    let fit = known
        .iter()
        .all(|name| (1.0..=WIDEST).contains(&width(name)) && name.contains(char::is_alphanumeric));
    known.sort_unstable();
    known.dedup();
    // The common ending, a verb or noun between name and number, says what is counted.
    let ended = raw[0].end - shared..zones[0].end;
    let quantity = column_range(text, ended);
    let quantity = Some(quantity).filter(|range| is_quantity(&text[range.clone()]));
    // What a product or a shop is called is no word, so most of them are enough.
    let nouns = known.iter().filter(|name| is_name(name)).count();
    let named = nouns * 2 > known.len() && !known.iter().any(|name| links(name) || is_torn(name));
    let named = named && known.iter().all(|name| standing::is_balanced(name));
    (fit && named && known.len() == names.len()).then_some(Named { names, quantity, dates: false })
}

/// Whether a text names something: in Chinese it has a noun; a number with its measure (`一个`) or a lone verb
/// names nothing. Other languages are not tagged.
fn is_name(text: &str) -> bool {
    const NAMES: [&str; 10] = ["n", "t", "eng", "j", "l", "i", "s", "f", "x", "a"];
    match is_tagged(text) {
        true => has_tag(text, &NAMES),
        false => !text.chars().all(is_hiragana),
    }
}

/// Whether a word in it links: `A15和`.
fn links(text: &str) -> bool {
    is_tagged(text) && has_tag(text, &["c", "y", "e"])
}

/// Whether a text is a piece of a sentence and no name: it begins or ends with a word that needs another one,
/// or says how something is: `的人口`, `人口不`, `人口只获得`, `新機能を実装し`.
fn is_torn(text: &str) -> bool {
    const NEEDING: [char; 4] = ['u', 'p', 'c', 'd'];
    const LEADING_ON: [char; 9] = ['し', 'て', 'で', 'が', 'は', 'に', 'と', 'も', 'を'];
    if !is_tagged(text) {
        // A name has no object, and does not lead on to another word.
        return has_kana(text) && (text.contains('を') || text.ends_with(LEADING_ON));
    }
    let tags = tags(text);
    let needs = |tag: &str| tag.starts_with(NEEDING);
    let ends = [tags.first(), tags.last()];
    ends.into_iter().flatten().any(|(_, tag)| needs(tag)) || tags.iter().any(|(_, tag)| tag == "d")
}

fn is_tagged(text: &str) -> bool {
    text.contains(|c: char| ('\u{3400}'..='\u{9fff}').contains(&c)) && !has_kana(text)
}

fn has_tag(text: &str, kinds: &[&str]) -> bool {
    tags(text).iter().any(|(_, tag)| kinds.iter().any(|kind| tag.starts_with(kind)))
}

fn has_kana(text: &str) -> bool {
    text.contains(|c: char| ('\u{3040}'..='\u{30ff}').contains(&c))
}

fn is_quantity(text: &str) -> bool {
    (2.0..=WIDEST_QUANTITY).contains(&width(text))
        && !text.chars().all(is_hiragana)
        && text.chars().all(|c| c.is_alphabetic() || c == ' ')
        && !WORDS.markers.has(text)
}

/// The last clause of a range, without linking words.
fn last_clause(text: &str, zone: &Range<usize>) -> Range<usize> {
    let part = &text[zone.clone()];
    let body = part.trim_end_matches(SEAMS);
    let start = body
        .char_indices()
        .rev()
        .find(|(_, c)| SEAMS.contains(c) && *c != ' ')
        .map_or(0, |(at, c)| at + c.len_utf8());
    let mut start = start + body[start..].len() - body[start..].trim_start().len();
    for word in ["and ", "while ", "but ", "in ", "而", "其中"] {
        if body[start..].starts_with(word) {
            start += word.len();
        }
    }
    zone.start + start..zone.start + body.len().max(start)
}

/// A name without the words that link it to its number.
fn unlinked(text: &str, mut range: Range<usize>) -> Range<usize> {
    loop {
        let part = text[range.clone()].trim_end();
        let lower = part.to_ascii_lowercase();
        let word = if lower.is_ascii() {
            let word = lower.rsplit(' ').next().filter(|word| word.len() < lower.len());
            word.filter(|word| WORDS.links.has(word)).map(str::len)
        } else {
            WORDS.links.back(&lower).filter(|length| *length < lower.len())
        };
        range.end = range.start + part.len();
        match word {
            Some(length) => range.end -= length,
            None => return range,
        }
    }
}

/// Length of the common ending of all names, the word for the quantity. It never separates a digit
/// from its unit.
fn shared_end(text: &str, names: &[Range<usize>]) -> usize {
    let first = &text[names[0].clone()];
    // The ending must not begin inside a word.
    let mut at = 0;
    let words: Vec<usize> = tags(first)
        .iter()
        .map(|(word, _)| {
            let start = at;
            at += word.len();
            first.len() - start
        })
        .collect();
    let shared = words
        .into_iter()
        .filter(|length| first.is_char_boundary(first.len() - length))
        .filter(|length| first[first.len() - length..].trim().chars().count() >= 2)
        .find(|length| {
            names[1..]
                .iter()
                .all(|name| text[name.clone()].ends_with(&first[first.len() - length..]))
        })
        .unwrap_or(0);
    let digits = names.iter().all(|name| {
        text[name.start..name.end - shared].trim_end().ends_with(|c: char| c.is_ascii_digit())
    });
    let empty = names.iter().any(|name| text[name.start..name.end - shared].trim().is_empty());
    // Nor inside a word in Latin letters.
    let inside = names.iter().any(|name| {
        let left = &text[name.start..name.end - shared];
        let right = &text[name.end - shared..name.end];
        left.ends_with(|c: char| c.is_ascii_alphanumeric())
            && right.starts_with(|c: char| c.is_ascii_alphanumeric())
    });
    if digits || empty || inside { 0 } else { shared }
}

/// The heading of a column.
pub(super) fn column(between: &str) -> &str {
    &between[column_range(between, 0..between.len())]
}

fn column_range(text: &str, mut range: Range<usize>) -> Range<usize> {
    loop {
        let part = &text[range.clone()];
        let body = part.trim_matches(SEAMS);
        let start = range.start + part.len() - part.trim_start_matches(SEAMS).len();
        let latin = body.is_ascii();
        let (front, back) = if latin {
            let one = |word: Option<&str>| {
                word.filter(|word| WORDS.copulas.has(word)).map_or(0, str::len)
            };
            (one(body.split(' ').next()), one(body.rsplit(' ').next()))
        } else {
            (WORDS.copulas.front(body).unwrap_or(0), WORDS.copulas.back(body).unwrap_or(0))
        };
        let cut = if front > 0 { front..body.len() } else { 0..body.len() - back };
        let next = start.min(range.end) + cut.start..start.min(range.end) + cut.end;
        if next == range || body.is_empty() {
            return next;
        }
        range = next;
    }
}
