//! What a slide shows of a sentence: all of it, without linking words at its start, without who
//! said it or sent the news, and, if it is long, without an example at its end. Nothing is reworded, and
//! nothing else is left out.

use std::ops::Range;

use super::runs::Run;
use super::standing;
use super::words::WORDS;
use crate::deck::arrange::width;

/// Sentences up to this width keep all clauses, in Han characters: two lines and a half. One that is whole
/// on three is better than one that is torn.
const LONG: f64 = 80.0;
/// Narrowest part that may be left, in Han characters.
const LEAST: f64 = 4.0;
/// Bytes of a sentence that are tagged to find its first word.
const MOST_TAGGED: usize = 24;
/// Widest clause that only names the speaker, in Han characters.
const WIDEST_SPEAKER: f64 = 30.0;

/// The range of a sentence that is shown.
pub(super) fn point(run: &Run, sentence: &Range<usize>) -> Range<usize> {
    let range = without_end(run, sentence);
    let text = &run.text[range.clone()];
    let start = text.len() - text.trim_start_matches(['，', '、', '；', ',', ';', ' ', '。']).len();
    let range = without_front(run, range.start + start..range.end);
    if width(&run.text[range.clone()]) > LONG { without_example(run, range) } else { range }
}

/// A range without its full stop, in scripts that need none on a slide.
pub(super) fn without_end(run: &Run, range: &Range<usize>) -> Range<usize> {
    let text = run.text[range.clone()].trim_end_matches(['。', '；', '，', ';', ' ', '、']);
    range.start..range.start + text.len()
}

/// A range without linking words at its start, and without who says it.
fn without_front(run: &Run, range: Range<usize>) -> Range<usize> {
    let mut start = range.start;
    for _ in 0..3 {
        let text = &run.text[start..range.end];
        let lower = text.to_ascii_lowercase();
        let cut = dateline(&lower)
            .or_else(|| marker(text, &lower))
            .or_else(|| connective(&lower))
            .or_else(|| speaker(&lower))
            .or_else(|| frame(&lower));
        match cut {
            Some(cut) if width(&text[cut..]) >= LEAST => {
                let rest = text[cut..].trim_start_matches(['，', '、', ',', ' ']);
                start += text.len() - rest.len();
            }
            _ => break,
        }
    }
    start..range.end
}

/// Length of a linking word with its comma at the start of a text.
fn marker(text: &str, lower: &str) -> Option<usize> {
    let word = WORDS.markers.front(lower)?;
    let rest = text[word..].trim_start_matches(['，', ',', '、', '：', ':', ' ']);
    let cut = text.len() - rest.len();
    let parted = text[word..cut].contains(['，', ',', '、', '：', ':']);
    // An English sentence would then begin without a capital, and capitals must not be added.
    let latin = lower[..word].is_ascii();
    let begins = !latin || rest.starts_with(|c: char| !c.is_ascii_lowercase());
    (begins && (parted || lower[..word].ends_with(' '))).then_some(cut)
}

/// Length of `本报讯（记者 某某）`, `新华社北京1月5日电`.
fn dateline(lower: &str) -> Option<usize> {
    const LONGEST: usize = 60;
    let word = WORDS.datelines.front(lower)?;
    let head = &lower[..lower.floor_char_boundary(LONGEST)];
    let clause = head.split(['，', '。', '（', '(', ' ', '　']).next().unwrap_or(head);
    let sent =
        ["讯", "訊", "电", "電"].iter().filter_map(|sent| Some(clause.rfind(sent)? + sent.len()));
    let end = sent.max().filter(|end| *end >= word)?;
    let after = lower[end..].trim_start();
    let reporter = after.strip_prefix('（').and_then(|rest| rest.split_once('）'));
    let rest = reporter.map_or(after, |(_, rest)| rest);
    Some(lower.len() - rest.trim_start_matches(['　', ' ', '，']).len())
}

/// Length of a word that only links the sentence to the one before, with no comma behind it (`所以在…`): if it
/// is a word there, and not the begin of one (`并发`).
pub(super) fn connective(lower: &str) -> Option<usize> {
    let word = WORDS.connectives.front(lower)?;
    // `而是` and `而呢` are more than a link.
    if lower[word..].starts_with(['是', '呢', '说']) {
        return None;
    }
    let first = super::weights::tags(&lower[..lower.floor_char_boundary(MOST_TAGGED)]);
    first.first().is_some_and(|(first, _)| first.len() == word).then_some(word)
}

/// Length of a first clause that only names who says the rest.
fn speaker(lower: &str) -> Option<usize> {
    let at = lower.find('，')?;
    let clause = &lower[..at];
    let says = WORDS.says.ends(clause) && width(clause) <= WIDEST_SPEAKER;
    (says && !lower.contains('“')).then_some(at + '，'.len_utf8())
}

/// Length of an introduction such as `解决的办法是`.
fn frame(lower: &str) -> Option<usize> {
    let word = WORDS.frames.front(lower)?;
    let rest = lower[word..].trim_start_matches(['：', ':', '，']);
    Some(lower.len() - rest.len())
}

/// A long sentence without the example at its end. Any other clause may be what the sentence is there for, or
/// take back what the first ones claim.
fn without_example(run: &Run, range: Range<usize>) -> Range<usize> {
    let clauses = run.clauses(range.clone());
    let lower = |clause: &Range<usize>| run.text[clause.clone()].to_ascii_lowercase();
    let Some(at) = clauses.iter().skip(1).position(|clause| WORDS.examples.begins(&lower(clause)))
    else {
        return range;
    };
    let (said, example) = clauses.split_at(at + 1);
    let cut = range.start..said.last().map_or(range.end, |last| last.end);
    let comes_of_it = example
        .iter()
        .any(|clause| WORDS.results.begins(&lower(clause)) || WORDS.turns.begins(&lower(clause)));
    let stands = !comes_of_it && standing::stands(&run.text[cut.clone()]);
    if stands { cut } else { range }
}
