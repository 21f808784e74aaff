//! Answers in brackets behind what a slide asks, `谁写的？（答案：王维）`: they go to its notes.

use super::super::answer::Answer;
use super::super::conventions::Meaning;
use super::super::form::heading;
use super::super::labels::Label;
use super::ANSWERS;
use super::written::insert;

/// Moves them.
pub(super) fn settle(answer: &mut Answer) {
    if !answer.is_evident() {
        return;
    }
    let texts = answer.is_text();
    for slide in answer.slides().into_iter().rev() {
        let found: Vec<(usize, String, String)> = slide
            .clone()
            .filter(|at| texts[*at] && heading(answer.text(*at)).is_none())
            .filter_map(|at| parted(answer.text(at)).map(|(line, said)| (at, line, said)))
            .collect();
        let Some((first, ..)) = found.first() else { continue };
        let number = answer.lines[*first].number;
        let said: Vec<String> = found.iter().map(|(.., said)| said.clone()).collect();
        for (at, line, _) in found {
            answer.say("chat-scaffolding", ANSWERS, answer.lines[at].number);
            answer.lines[at].text = line;
        }
        insert(answer, slide.end, &said, number);
    }
}

/// A line without the answer in brackets at its end, and the answer.
fn parted(line: &str) -> Option<(String, String)> {
    let text = line.trim_end().trim_end_matches(['*', '_']);
    let (open, inner) = [('（', '）'), ('(', ')')].into_iter().find_map(|(open, close)| {
        let inner = text.strip_suffix(close)?;
        let at = inner.rfind(open)?;
        Some((at, &inner[at + open.len_utf8()..]))
    })?;
    let label = Label::of(inner).filter(|label| label.meaning == Meaning::Answer)?;
    let before = line[..open].trim_end().trim_end_matches(['*', '_']).trim_end();
    let asks = before.contains(|c: char| c.is_alphanumeric());
    (asks && !label.rest.is_empty()).then(|| (before.to_owned(), inner.trim().to_owned()))
}
