//! `<details>` with an answer in it, which is revealed one step later, or with what is said, which is a note.

use super::answer::{Answer, Line, comment};
use super::conventions::CONVENTIONS;
use super::labels::Label;

/// What is said of a line that tells to click.
const CLICK: &str = "a line that tells to click for the answer is a step";

/// Something folded in.
struct Folded {
    /// Its summary.
    summary: String,
    /// The line that closes it.
    close: usize,
    /// What stands in it, line by line.
    inside: Vec<String>,
}

impl Folded {
    /// What is folded in at a line.
    fn at(answer: &Answer, at: usize) -> Option<Self> {
        if !answer.text(at).trim_start().starts_with("<details") {
            return None;
        }
        let close = (at..answer.lines.len()).find(|at| answer.text(*at).contains("</details>"))?;
        let all = answer.texts(at..close + 1);
        let (_, text) = all.split_once("<summary>")?;
        let (summary, inside) = text.split_once("</summary>")?;
        let inside = inside.replace("</details>", "");
        let inside = inside.trim().lines().map(str::to_owned).collect();
        Some(Self { summary: summary.to_owned(), close, inside })
    }
}

/// Makes comments of those whose summary is a label of notes: what the speaker says is known by its label then.
pub(super) fn said(answer: &mut Answer) {
    let is_note = |folded: &Folded| Label::names_notes(&folded.summary);
    replace(answer, is_note, |inside, number| {
        comment(inside.into_iter().map(|text| Line { text, number }).collect())
    });
}

/// Replaces the summary of an answer by a pause.
pub(super) fn settle(answer: &mut Answer) {
    let is_answer = |folded: &Folded| CONVENTIONS.answer.stands_in(&folded.summary);
    replace(answer, is_answer, |inside, number| {
        let pause = ["", ". . .", ""].map(str::to_owned).into_iter().chain(inside);
        pause.map(|text| Line { text, number }).collect()
    });
    clicks(answer);
}

/// Puts others in the place of what is folded in.
fn replace(
    answer: &mut Answer,
    is_of: impl Fn(&Folded) -> bool,
    write: impl Fn(Vec<String>, usize) -> Vec<Line>,
) {
    for at in answer.written().rev() {
        if let Some(folded) = Folded::at(answer, at).filter(&is_of) {
            let lines = write(folded.inside, answer.lines[at].number);
            answer.lines.splice(at..folded.close + 1, lines);
        }
    }
}

/// `（点击显示答案）` on a line of its own: what stands below is revealed a step later.
fn clicks(answer: &mut Answer) {
    const MOST: usize = 30;
    if !answer.is_evident() {
        return;
    }
    let texts = answer.is_text();
    let is_click = |at: &usize| {
        let line = answer.text(*at);
        let words = &CONVENTIONS;
        texts[*at]
            && line.chars().count() <= MOST
            && words.click.stands_in(line)
            && words.answer.stands_in(line)
            && !line.contains(['？', '?'])
            && answer.shown_from(at + 1).is_some_and(|next| texts[next])
    };
    let found: Vec<usize> = (0..answer.lines.len()).filter(is_click).collect();
    for at in found.into_iter().rev() {
        answer.say("chat-scaffolding", CLICK, answer.lines[at].number);
        answer.replace(at..at + 1, &["", ". . .", ""]);
    }
}
