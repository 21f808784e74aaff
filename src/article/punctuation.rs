//! Half-width punctuation in Chinese and Japanese text → full-width, next to Han or kana only:
//! digits, Latin words, code, formulas and addresses keep theirs.

use super::Article;
use crate::deck::block::visit_blocks_mut;
use crate::deck::markdown::is_cjk;
use crate::deck::{Inline, Inlines};

/// Half-width marks and their full-width forms.
const MARKS: [(char, char); 5] = [(',', '，'), (':', '：'), (';', '；'), ('?', '？'), ('!', '！')];

/// Placeholder for something that is not text, such as code.
const OPAQUE: char = 'x';

/// Normalises every text of an article that is written in Han or kana.
pub(super) fn normalise(article: &mut Article) {
    if !article.locale().words.full_width {
        return;
    }
    for text in article.title.iter_mut().chain(&mut article.subtitle) {
        text.value = normalised(&text.value);
    }
    visit_blocks_mut(&mut article.blocks, &mut |block| block.value.runs_mut(&mut inlines));
}

/// A text by itself, normalised.
fn normalised(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    written(&chars, &marks(&chars))
}

/// Normalises a run of text as a whole, since marks depend on what is around them.
fn inlines(content: &mut Inlines) {
    let mut chars = Vec::new();
    collect(content, &mut chars);
    let marks = marks(&chars);
    if marks.iter().any(|mark| *mark != Mark::Stays) {
        let mut at = 0;
        rewrite(content, &chars, &marks, &mut at);
    }
}

/// The characters of a run: one for each of a text, one for anything else.
fn collect(content: &Inlines, chars: &mut Vec<char>) {
    for inline in content {
        match &inline.value {
            Inline::Text(text) => chars.extend(text.chars()),
            value => match value.content() {
                Some(content) => collect(content, chars),
                None => chars.push(OPAQUE),
            },
        }
    }
}

fn rewrite(content: &mut Inlines, chars: &[char], marks: &[Mark], at: &mut usize) {
    for inline in content {
        match &mut inline.value {
            Inline::Text(text) => {
                let range = *at..*at + text.chars().count();
                *text = written(&chars[range.clone()], &marks[range.clone()]);
                *at = range.end;
            }
            value => match value.content_mut() {
                Some(content) => rewrite(content, chars, marks, at),
                None => *at += 1,
            },
        }
    }
}

fn written(chars: &[char], marks: &[Mark]) -> String {
    chars.iter().zip(marks).filter_map(|(c, mark)| mark.applied(*c)).collect()
}

/// What happens to a character.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Mark {
    Stays,
    Becomes(char),
    /// It is removed: a blank next to a full-width mark.
    Goes,
}

impl Mark {
    fn applied(self, c: char) -> Option<char> {
        match self {
            Mark::Stays => Some(c),
            Mark::Becomes(full) => Some(full),
            Mark::Goes => None,
        }
    }
}

/// What happens to each character of a run.
fn marks(chars: &[char]) -> Vec<Mark> {
    let mut marks = vec![Mark::Stays; chars.len()];
    for (open, close) in brackets(chars) {
        set(&mut marks, chars, open, '（');
        set(&mut marks, chars, close, '）');
    }
    // The neighbours of a mark may have become full-width by now.
    let chars: Vec<char> =
        chars.iter().zip(&marks).map(|(c, mark)| mark.applied(*c).unwrap_or(' ')).collect();
    let chars = chars.as_slice();
    for at in 0..chars.len() {
        let full = MARKS.iter().find(|(half, _)| *half == chars[at]).map(|(_, full)| *full);
        let stop = (chars[at] == '.' && ends_sentence(chars, at)).then_some('。');
        if let Some(full) = full.filter(|_| is_chinese(chars, at)).or(stop) {
            set(&mut marks, chars, at, full);
        }
    }
    marks
}

/// Sets a full-width mark and removes the blanks beside it.
fn set(marks: &mut [Mark], chars: &[char], at: usize, full: char) {
    marks[at] = Mark::Becomes(full);
    for next in at + 1..chars.len() {
        if chars[next] != ' ' {
            break;
        }
        marks[next] = Mark::Goes;
    }
    for before in (0..at).rev() {
        if chars[before] != ' ' {
            break;
        }
        marks[before] = Mark::Goes;
    }
}

/// Whether a mark belongs to Chinese text: Han on one side, and not Latin words or numbers on both.
fn is_chinese(chars: &[char], at: usize) -> bool {
    let before = chars[..at].iter().rev().find(|c| **c != ' ' && !is_quote(**c)).copied();
    let after = chars[at + 1..].iter().find(|c| **c != ' ' && !is_quote(**c)).copied();
    let glued = chars.get(at + 1).is_some_and(|c| *c != ' ');
    match chars[at] {
        // A colon in an address, a time or a ratio.
        ':' if glued && after.is_some_and(|c| c == '/' || c == '\\') => false,
        // A sequence of marks such as `?!` or `::` is decided by what is at its ends.
        _ => before.is_some_and(is_wide) || (after.is_some_and(is_wide) && before.is_some()),
    }
}

/// Whether a full stop ends a Chinese sentence: Han before it, and nothing behind it that it could
/// belong to.
fn ends_sentence(chars: &[char], at: usize) -> bool {
    let han = at > 0 && is_wide(chars[at - 1]) && chars[at - 1].is_alphanumeric();
    han && chars.get(at + 1).is_none_or(|c| *c == ' ' || is_quote(*c) || is_wide(*c))
}

/// Pairs of round brackets with Han around them or in them.
fn brackets(chars: &[char]) -> Vec<(usize, usize)> {
    let mut open = Vec::new();
    let mut pairs = Vec::new();
    for (at, c) in chars.iter().enumerate() {
        match c {
            '(' => open.push(at),
            ')' => {
                let Some(start) = open.pop() else { continue };
                let inner = &chars[start + 1..at];
                let before = chars[..start].iter().rev().find(|c| **c != ' ').copied();
                let after = chars[at + 1..].iter().find(|c| **c != ' ').copied();
                let beside = before.is_some_and(is_wide) || after.is_some_and(is_wide);
                let chinese =
                    inner.iter().any(|c| is_wide(*c)) || beside && !is_call(before, inner);
                if chinese {
                    pairs.push((start, at));
                }
            }
            _ => {}
        }
    }
    pairs
}

/// Whether brackets are those of a call or a function: `print()`, `f(x)`.
fn is_call(before: Option<char>, inner: &[char]) -> bool {
    const MOST: usize = 2;
    let name = before.is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
    name && inner.len() <= MOST
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '”' | '‘' | '’')
}

/// Whether a character is Han, kana or a mark set with them.
fn is_wide(c: char) -> bool {
    is_cjk(c) && !is_quote(c)
}

#[cfg(test)]
mod tests {
    use super::normalised;

    #[test]
    fn marks_beside_han_are_full_width() {
        for (half, full) in [
            ("超级火,并且相关", "超级火，并且相关"),
            ("大模型(Large Model)通常", "大模型（Large Model）通常"),
            ("AlexNet的突破(2012):AlexNet在", "AlexNet的突破（2012）：AlexNet在"),
            ("GPT-3(2020)拥有", "GPT-3（2020）拥有"),
            ("例如, GPT-3 拥有 1,750 亿", "例如，GPT-3 拥有 1,750 亿"),
            ("调用 print() 就行", "调用 print() 就行"),
            ("见 https://example.org:80/a 和下文", "见 https://example.org:80/a 和下文"),
            ("CLIP, DALL-E and GPT", "CLIP, DALL-E and GPT"),
            ("这是什么?很好!", "这是什么？很好！"),
            ("版本 1.2.", "版本 1.2."),
            ("到此为止.", "到此为止。"),
            ("BERT的问世(2018):BERT模型", "BERT的问世（2018）：BERT模型"),
            ("比例为 3:1", "比例为 3:1"),
        ] {
            assert_eq!(normalised(half), full);
        }
    }
}
