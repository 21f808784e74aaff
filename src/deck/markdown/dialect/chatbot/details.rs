//! `<details>` with an answer in it, which is revealed one step later, or with what is said, which is a note.

use super::answer::Answer;
use super::conventions::{CONVENTIONS, Meaning};
use super::labels::Label;

/// Makes comments of those whose summary is a label of notes: what the speaker says is known by its label then.
pub(super) fn said(answer: &mut Answer) {
    let texts = answer.is_text();
    for at in (0..answer.lines.len()).rev().filter(|at| texts[*at]) {
        let is_open = answer.text(at).trim_start().starts_with("<details");
        let Some((end, summary)) = summary(answer, at).filter(|_| is_open) else { continue };
        let close = (end..answer.lines.len()).find(|at| answer.text(*at).contains("</details>"));
        let label = Label::of(&format!("{summary}："));
        let is_note =
            label.is_some_and(|label| matches!(label.meaning, Meaning::Notes | Meaning::Remark));
        let Some(close) = close.filter(|_| is_note) else { continue };
        let behind = answer.text(end - 1).split_once("</summary>").map_or("", |(_, rest)| rest);
        let inside = format!("{behind}\n{}", answer.texts(end..close + 1));
        let inside = inside.replace("</details>", "").replace("-->", "→");
        let lines: Vec<&str> =
            ["", "<!--"].into_iter().chain(inside.trim().lines()).chain(["-->", ""]).collect();
        answer.replace(at..close + 1, &lines);
    }
}

/// The summary of what is folded in at a line, and the line behind it.
fn summary(answer: &Answer, at: usize) -> Option<(usize, String)> {
    let of = |at: usize| {
        let (_, text) = answer.text(at).split_once("<summary>")?;
        let (text, _) = text.split_once("</summary>")?;
        Some((at + 1, text.to_owned()))
    };
    (at..=at + 2).find_map(of)
}

/// Replaces the summary by a pause.
pub(super) fn settle(answer: &mut Answer) {
    let texts = answer.is_text();
    for at in (0..answer.lines.len()).rev().filter(|at| texts[*at]) {
        let line = answer.text(at).trim().to_owned();
        let Some(rest) = line.strip_prefix("<details>") else { continue };
        let close = (at..answer.lines.len()).find(|at| answer.text(*at).contains("</details>"));
        let summary = (at..=at + 2).find_map(|at| {
            answer.text(at).split_once("<summary>").map(|(_, text)| text.to_owned())
        });
        let Some(close) =
            close.filter(|_| summary.is_some_and(|text| CONVENTIONS.answer.stands_in(&text)))
        else {
            continue;
        };
        if close > at {
            answer.lines[close].text = answer.text(close).replace("</details>", "");
        }
        open(answer, at, rest);
    }
}

/// Takes the line that opens one, and the summary.
fn open(answer: &mut Answer, at: usize, rest: &str) {
    let next = answer.shown_from(at + 1).unwrap_or(at);
    let below = answer.text(next).trim();
    let (end, behind) = match (
        rest.contains("</summary>"),
        below.starts_with("<summary>") && below.contains("</summary>"),
    ) {
        (true, _) => (at + 1, behind_summary(rest)),
        (false, true) => (next + 1, behind_summary(below)),
        _ => (at + 1, rest.to_owned()),
    };
    let behind = behind.replace("</details>", "");
    answer.replace(at..end, &["", ". . .", "", behind.trim()]);
}

/// What stands behind a summary on its line.
fn behind_summary(text: &str) -> String {
    text.split_once("</summary>").map_or("", |(_, rest)| rest).trim().to_owned()
}
