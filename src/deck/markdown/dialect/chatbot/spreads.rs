//! One heading for several pages, `### P10–P11 绿茶与红茶`, with `页面文案（P10）：` and `页面文案（P11）：` below: a heading
//! for each.

use super::answer::Answer;
use super::conventions::CONVENTIONS;
use super::form::{heading, spans};
use super::labels::{Label, any_word};
use super::markers::{Marker, page};

/// What is said of such a heading.
const SPREADS: &str = "a heading for several pages becomes one for each";

/// Gives each page its heading.
pub(super) fn settle(answer: &mut Answer) {
    let marked: Vec<(usize, Marker)> = answer
        .written()
        .filter_map(|at| Some((at, Marker::of(answer.text(at), answer.is_apart(at))?)))
        .collect();
    let slides = spans(marked.iter().map(|(at, _)| *at), answer.lines.len());
    for ((at, marker), slide) in marked.iter().zip(slides).rev() {
        let pages: Vec<(usize, usize)> =
            slide.skip(1).filter_map(|at| Some((at, labelled(answer, at)?))).collect();
        let counts = |(place, (_, page)): (usize, &(usize, usize))| *page == marker.number + place;
        if pages.len() > 1 && pages.iter().enumerate().all(counts) {
            write(answer, (*at, marker), &pages);
        }
    }
}

/// The page that the label of a line names in brackets.
fn labelled(answer: &Answer, at: usize) -> Option<usize> {
    let line = answer.text(at);
    page(Label::with(line, any_word).filter(|_| answer.is_text()[at])?.aside(line)?)
}

/// Writes a heading above each page; the first stands above all of them.
fn write(answer: &mut Answer, (at, marker): (usize, &Marker), pages: &[(usize, usize)]) {
    answer.say("chat-scaffolding", SPREADS, answer.lines[at].number);
    let titles = titles(&marker.title, pages.len());
    let level = heading(answer.text(at)).map(|(level, _)| level);
    let title = |(title, (_, page)): (&str, &(usize, usize))| match level {
        Some(level) => format!("{} P{page} {title}", "#".repeat(level)),
        None => format!("**P{page} {title}**"),
    };
    let texts: Vec<String> = titles.into_iter().zip(pages).map(title).collect();
    for (text, (line, _)) in texts.iter().zip(pages).skip(1).rev() {
        answer.replace(*line..*line, &["", text, ""]);
    }
    answer.lines[at].text.clone_from(&texts[0]);
}

/// A title for each page: its parts, if it has as many, or the whole.
fn titles(title: &str, count: usize) -> Vec<&str> {
    let parts = |word: &str| title.split(word).map(str::trim).collect::<Vec<_>>();
    let are_titles = |parts: &Vec<&str>| parts.len() == count && !parts.contains(&"");
    let mut found = CONVENTIONS.conjunction.iter().map(parts);
    found.find(are_titles).unwrap_or_else(|| vec![title; count])
}
