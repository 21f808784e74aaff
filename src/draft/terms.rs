//! `术语：解释`: a term and what is said about it.

use std::ops::Range;

use super::runs::Run;
use crate::deck::Inline;
use crate::deck::arrange::width;

/// Widest term, in Han characters.
const WIDEST: f64 = 26.0;
/// Words before a colon that are not terms.
const NO_TERMS: &[&str] = &[
    "例如", "比如", "如下", "以下", "注", "注意", "答", "问", "即", "其中", "包括", "譬如",
    "也就是说", "换句话说", "简单来说", "简而言之", "总之", "结果", "note", "example",
    "for example", "q", "a", "http",
];

/// A term and the rest, as parts of the plain text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Lead {
    /// The term.
    pub(super) term: Range<usize>,
    /// What is said about it.
    pub(super) rest: Range<usize>,
}

/// The term that a run begins with.
pub(super) fn lead(run: &Run) -> Option<Lead> {
    let text = run.text.as_str();
    let colon = first_colon(text);
    let strong = run.content.iter().find(|inline| !is_blank(&inline.value));
    if let Some(Inline::Strong(term)) = strong.map(|inline| &inline.value) {
        let bold = crate::deck::block::plain_text(term);
        let start = text.find(bold.as_str())?;
        let end = start + bold.len();
        let closed = bold.trim_end().ends_with(['：', ':', '.', '。']);
        let seam = closed || colon_at(&text[end..]);
        if seam && width(&bold) <= WIDEST + 4.0 {
            return found(text, start, end);
        }
    }
    if let Some(lead) = question(text) {
        return Some(lead);
    }
    let end = colon?;
    let term = &text[..end];
    let plain =
        !term.contains(['。', '，', '；', '！', '？', '“', '”', ',', '/']) && balanced(term);
    let is_term = plain && width(&without_brackets(term)) <= WIDEST && !is_no_term(term);
    found(text, 0, end).filter(|_| is_term)
}

fn found(text: &str, start: usize, end: usize) -> Option<Lead> {
    let term = text[start..end].trim_end_matches(['：', ':', ' ', '.', '。']);
    let after = &text[end..];
    let rest = after.trim_start_matches(['：', ':', ' ', '—', '–']);
    let rest_start = end + after.len() - rest.len();
    let rest_end = rest_start + rest.trim_end().len();
    (!term.trim().is_empty())
        .then(|| Lead { term: start..start + term.len(), rest: rest_start..rest_end })
}

/// A short question and its answer.
fn question(text: &str) -> Option<Lead> {
    const WIDEST_QUESTION: f64 = 20.0;
    let (at, mark) =
        text.char_indices().find(|(_, c)| matches!(c, '？' | '?' | '。' | '.' | '：' | ':'))?;
    let end = at + mark.len_utf8();
    let rest = text[end..].trim_start();
    let is_question = matches!(mark, '？' | '?') && width(&text[..end]) <= WIDEST_QUESTION;
    (is_question && !rest.is_empty() && !rest.starts_with(['”', '"', '」']))
        .then(|| Lead { term: 0..end, rest: text.len() - rest.len()..text.len() })
}

/// Whether a text begins with what parts a term from the rest.
fn colon_at(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with(['：', ':']) || text.starts_with("——") || text.starts_with("– ")
}

/// The first colon between words.
fn first_colon(text: &str) -> Option<usize> {
    let (at, c) = text.char_indices().find(|(_, c)| matches!(c, '：' | ':'))?;
    let after = &text[at + c.len_utf8()..];
    // Not in an address, a time or a ratio.
    let glued =
        c == ':' && after.starts_with(|c: char| c == '/' || c == '\\' || c.is_ascii_digit());
    (!glued && !after.trim().is_empty()).then_some(at)
}

/// A term without the abbreviations and translations that stand in brackets.
fn without_brackets(term: &str) -> String {
    let mut depth = 0_usize;
    let outside = term.chars().filter(|c| {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            _ => return depth == 0,
        }
        false
    });
    outside.collect()
}

fn balanced(text: &str) -> bool {
    let count = |marks: [char; 2]| text.matches(marks).count();
    count(['（', '(']) == count(['）', ')'])
}

fn is_no_term(term: &str) -> bool {
    let lower = term.trim().to_lowercase();
    NO_TERMS.contains(&lower.as_str())
        || lower.ends_with("如下")
        || lower.ends_with("包括")
        || lower.ends_with("以下")
}

/// Whether a text is an address or the path of a file, and says nothing else.
pub(super) fn is_place(text: &str) -> bool {
    const FILES: &[&str] =
        &["png", "jpg", "jpeg", "gif", "svg", "webp", "pdf", "zip", "md", "html"];
    let text = text.trim().trim_matches(['<', '>']).trim_end_matches(['。', '.', '；', ';', '，']);
    let one = !text.is_empty() && !text.contains(char::is_whitespace);
    let ending = text.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    one && text.is_ascii() && (text.contains("://") || FILES.contains(&ending.as_str()))
}

fn is_blank(inline: &Inline) -> bool {
    matches!(inline, Inline::Text(text) if text.trim().is_empty())
}
