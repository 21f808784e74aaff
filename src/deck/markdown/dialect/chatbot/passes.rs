//! An answer that goes over the slides several times: their outline, `## 一、大纲`, the pages, `**① 封面**`, and what is
//! said to each, `## 三、演讲稿` with `①` once more. The numbers become markers, and so the last pass becomes notes.

use std::collections::BTreeMap;

use super::answer::Answer;
use super::conventions::{CONVENTIONS, Meaning};
use super::division::is_title;
use super::form::{Counter, bold, heading, unbold, unheaded};
use super::frame::BEFORE;

/// What is said of the heading of the pages.
const PAGES: &str = "a heading that says that the slides follow is left out";

/// A line that begins with a number.
struct Entry {
    line: usize,
    title: String,
}

/// Makes markers of the numbers of both passes.
pub(super) fn settle(answer: &mut Answer) {
    let Some((pages, script)) = passes(answer) else { return };
    let titles: Vec<&str> = pages.iter().map(|one| one.title.as_str()).collect();
    for (place, entry) in script.iter().enumerate().rev() {
        let is_again = titles[place].contains(&entry.title) || entry.title.contains(titles[place]);
        let text = if is_again && is_title(&entry.title) { "" } else { &entry.title };
        let marker = format!("**P{}**", place + 1);
        answer.replace(entry.line..entry.line + 1, &["", &marker, "", text]);
    }
    for (place, entry) in pages.iter().enumerate().rev() {
        let level = heading(answer.text(entry.line)).map(|(level, _)| level);
        let text = match level {
            Some(level) => format!("{} P{}：{}", "#".repeat(level), place + 1, entry.title),
            None => format!("**P{}：{}**", place + 1, entry.title),
        };
        answer.replace(entry.line..entry.line + 1, &["", &text, ""]);
    }
    above(answer, pages[0].line, &titles);
}

/// Leaves out the heading of the pages, and the outline above it.
fn above(answer: &mut Answer, first: usize, titles: &[&str]) {
    let Some(head) = answer.shown_before(first).filter(|at| answer.heading(*at).is_some()) else {
        return;
    };
    let level = answer.heading(head).map_or(0, |(level, _)| level);
    let is_part = |at: &usize| answer.heading(*at).is_some_and(|(other, _)| other == level);
    let outline = (0..head).rfind(is_part).filter(|at| {
        let text = answer.texts(*at..head);
        titles.iter().filter(|title| text.contains(**title)).count() * 2 > titles.len()
    });
    answer.say_left_out("text-outside-deck", PAGES, head..head + 1);
    let start = outline.unwrap_or(head);
    answer.say_left_out("text-outside-deck", BEFORE, start..head);
    answer.remove(start..head + 1);
}

/// The pages, and what is said to each of them below a heading that says so.
fn passes(answer: &Answer) -> Option<(Vec<Entry>, Vec<Entry>)> {
    let mut runs = runs(answer);
    let script = runs.iter().rposition(|run| is_script(answer, run[0].line))?;
    let script = runs.remove(script);
    // The headings of the passes count up as well.
    let end = head(answer, script[0].line)?;
    let are_pages = |run: &Vec<Entry>| {
        let holds = |pair: &[Entry]| answer.shown_from(pair[0].line + 1) != Some(pair[1].line);
        let held = run.windows(2).filter(|pair| holds(pair)).count();
        run.len() == script.len()
            && run[run.len() - 1].line < end
            && held * 3 >= (run.len() - 1) * 2
            && run.iter().all(|one| is_title(&one.title))
    };
    Some((runs.into_iter().find(are_pages)?, script))
}

/// The heading above a line.
fn head(answer: &Answer, at: usize) -> Option<usize> {
    (0..at).rev().find(|at| answer.heading(*at).is_some())
}

/// Whether the heading above a line says that what stands below it is said.
fn is_script(answer: &Answer, at: usize) -> bool {
    let words = [&CONVENTIONS.speech.kind, &CONVENTIONS.label[&Meaning::Notes]];
    let head = head(answer, at).and_then(|head| answer.heading(head));
    head.is_some_and(|(_, title)| words.iter().any(|words| words.stands_in(title)))
}

/// The runs of lines that look alike and count up from one.
fn runs(answer: &Answer) -> Vec<Vec<Entry>> {
    const FEWEST: usize = 3;
    let mut runs: Vec<Vec<Entry>> = Vec::new();
    // The run that a line of each look may continue.
    let mut open: BTreeMap<(usize, bool), usize> = BTreeMap::new();
    for line in answer.written() {
        let Some((look, number, title)) = entry(answer.text(line)) else { continue };
        let entry = Entry { line, title: title.to_owned() };
        match open.get(&look).copied().filter(|run| runs[*run].len() + 1 == number) {
            Some(run) => runs[run].push(entry),
            None if number == 1 => {
                open.insert(look, runs.len());
                runs.push(vec![entry]);
            }
            None => {}
        }
    }
    runs.retain(|run| run.len() >= FEWEST);
    runs
}

/// What a line with a number looks like (the level of its heading, whether it is in bold), the number and the title. One
/// that nothing sets off has a sign for its number.
fn entry(line: &str) -> Option<((usize, bool), usize, &str)> {
    let level = heading(line).map_or(0, |(level, _)| level);
    let text = unheaded(line);
    let counter = Counter::of(unbold(text)).filter(Counter::is_sure)?;
    let is_bold = bold(text).is_some();
    (level > 0 || is_bold || counter.has_own_sign()).then_some((
        (level, is_bold),
        counter.number(),
        counter.title,
    ))
}
