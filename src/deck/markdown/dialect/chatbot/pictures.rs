//! Pictures that are wanted: `[图片：茶园全景]`, `（此处插入图表：…）`, `![…](placeholder.png)`. They become
//! pictures without a file, which are shown as frames. `配图：…` is advice and goes to the notes, as other labels
//! about the look do: a frame for each would leave a deck full of empty boxes. It is a frame only where its
//! slide shows nothing else (`notes`).

use super::answer::Answer;
use super::conventions::{CONVENTIONS, starts};
use super::form::{PAIRS, item, unlisted, unsigned};
use super::labels::Label;

/// How many pictures have room side by side.
const BESIDE: std::ops::RangeInclusive<usize> = 2..=4;

/// Replaces descriptions of wanted pictures by pictures.
pub(super) fn settle(answer: &mut Answer) {
    for at in answer.written().rev() {
        let line = answer.text(at).to_owned();
        let (mark, text) = item(&line).unwrap_or(("", &line));
        let words = wanted(text).or_else(|| placeholder(text));
        let Some(words) = words else { continue };
        let picture = wish(&words);
        // In an item it would be small; a picture of its own follows the list.
        let is_last = mark.is_empty() || item(answer.text(at + 1)).is_none();
        match is_last {
            true => answer.replace(at..at + 1, &["", &picture, ""]),
            false => answer.lines[at].text = format!("{mark}{picture}"),
        }
    }
}

/// Sets pictures that are wanted one below the other side by side: so there is more room for each.
pub(super) fn beside(answer: &mut Answer) {
    if !answer.is_evident() {
        return;
    }
    let texts = answer.is_text();
    let is_picture = |at: usize| {
        let line = answer.text(at);
        texts[at] && line.starts_with("![") && line.ends_with("]()")
    };
    let mut runs: Vec<Vec<usize>> = Vec::new();
    for at in (0..answer.lines.len()).filter(|at| is_picture(*at)) {
        let goes_on = |run: &&mut Vec<usize>| {
            run.last().is_some_and(|last| (last + 1..at).all(|at| answer.is_blank(at)))
        };
        match runs.last_mut().filter(goes_on) {
            Some(run) => run.push(at),
            None => runs.push(vec![at]),
        }
    }
    runs.retain(|run| BESIDE.contains(&run.len()));
    for run in runs.into_iter().rev() {
        let (first, last) = (run[0], run[run.len() - 1]);
        let open = ["::: columns".to_owned(), String::new()];
        let column = |at: &usize| {
            let picture = answer.text(*at).to_owned();
            ["::: column".to_owned(), picture, ":::".to_owned(), String::new()]
        };
        let columns = run.iter().flat_map(column);
        let lines: Vec<String> =
            open.into_iter().chain(columns).chain([":::".to_owned()]).collect();
        answer.replace(first..last + 1, &lines);
    }
}

/// A picture that is wanted, without a file.
pub(super) fn wish(words: &str) -> String {
    format!("![{}]()", words.replace(['[', ']'], ""))
}

/// Whether a line is nothing but a wish for a picture.
pub(super) fn is_wanted(line: &str) -> bool {
    wanted(unlisted(line)).is_some()
}

/// The words of a line that is nothing but a wish for a picture.
fn wanted(text: &str) -> Option<String> {
    let text = unsigned(text.trim().trim_matches('*').trim()).trim();
    // A title and a quotation stand in these.
    let is_of_wish = |(open, _): &(char, char)| !matches!(open, '〈' | '「' | '『');
    let mut pairs = PAIRS[2..].iter().copied().filter(is_of_wish);
    let (open, close) = pairs.find(|(open, _)| text.starts_with(*open))?;
    let inside = text.strip_prefix(open)?;
    if let Some((word, rest)) = inside.split_once(close).filter(|(_, rest)| !rest.is_empty()) {
        return labelled(word, rest, open);
    }
    let inner = inside.strip_suffix(close)?;
    if inner.contains([open, close]) {
        return None;
    }
    let inner = unsigned(inner).trim();
    // `[此处为产量饼图]`
    let here = ["此处为", "此處為", "此处放置", "此处放", "此处插入", "此處插入", "插入"]
        .into_iter()
        .find_map(|word| inner.strip_prefix(word));
    // `（配图建议：…）` is advice, as it is without the brackets.
    let advises = |label: &Label| {
        let word = label.word.to_lowercase();
        label.meaning.is_advice() && CONVENTIONS.advising_ends.iter().any(|end| word.ends_with(end))
    };
    if Label::of(inner).or_else(|| Label::named(inner)).as_ref().is_some_and(advises) {
        return None;
    }
    let behind = behind_words(inner);
    let named = behind
        .and_then(|rest| rest.strip_prefix([':', '：', '-', '–', '—']))
        .map(str::trim)
        .filter(|rest| !rest.is_empty());
    let of = behind.filter(|_| inner.is_ascii()).and_then(|rest| rest.strip_prefix("of "));
    let is_picture = |text: &&str| {
        text.ends_with(['图', '圖', '照', '表']) || text.ends_with("图片") || text.ends_with("照片")
    };
    named
        .or(of)
        .or(here.filter(is_picture))
        .map(str::to_owned)
        .or_else(|| behind.filter(|rest| rest.is_empty()).map(|_| inner.to_owned()))
}

/// What stands behind the words for a picture that a text begins with: `插入视频`.
fn behind_words(text: &str) -> Option<&str> {
    let word = CONVENTIONS.picture.iter().filter(|word| starts(text, word)).map(str::len).max()?;
    let rest = text[word..].trim_start();
    Some(behind_words(rest).unwrap_or(rest))
}

/// The words behind `〔插图〕`; a parenthesis is no label.
fn labelled(word: &str, rest: &str, open: char) -> Option<String> {
    let rest = rest.trim_start_matches([':', '：', ' ', '　']).trim();
    // `【配图】…` is advice, as `配图：…` is.
    let is_advice = || Label::named(word).is_some_and(|label| label.meaning.is_advice());
    let is_label = CONVENTIONS.picture.has(word)
        && !is_advice()
        && !matches!(open, '（' | '(')
        && !rest.starts_with(['(', '[']);
    (is_label && !rest.is_empty()).then(|| rest.to_owned())
}

/// The words of a picture whose address is none.
fn placeholder(text: &str) -> Option<String> {
    let rest = text.trim().strip_prefix("![")?;
    let (alt, target) = rest.split_once("](")?;
    let target = target.strip_suffix(')')?.split_whitespace().next().unwrap_or("");
    let lower = target.to_lowercase();
    let is_none = CONVENTIONS.placeholder.stands_in(&lower) && !lower.is_empty();
    (is_none && !alt.is_empty() && !alt.contains(']')).then(|| alt.to_owned())
}
