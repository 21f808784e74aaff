//! What is said to all slides below the last one, by their titles: `# 演讲稿`, `**【绿茶】** 大家好…`.

use std::ops::Range;

use super::super::answer::Answer;
use super::super::beside;
use super::super::conventions::{CONVENTIONS, Meaning, bare, unsaid};
use super::super::form::{heading, is_divider, unheaded, unlisted};
use super::written::insert;

/// A text that is said to a slide.
struct Said {
    /// The slide, counted from the first that has a title.
    slide: usize,
    /// The lines, of which the first begins with the title of the slide.
    lines: Range<usize>,
}

/// Moves the texts to the notes of their slides.
pub(super) fn settle(answer: &mut Answer) {
    let Some(head) = head(answer) else { return };
    let slides: Vec<Range<usize>> = answer
        .slides()
        .into_iter()
        .filter(|slide| slide.start < head && title(answer, slide).is_some())
        .collect();
    let titles: Vec<String> = slides.iter().filter_map(|slide| title(answer, slide)).collect();
    let Some(said) = said(answer, head, &titles) else { return };
    answer.say("text-outside-deck", beside::AGAIN, answer.lines[head].number);
    let texts: Vec<(usize, Vec<String>, usize)> = said
        .iter()
        .map(|one| {
            (
                slides[one.slide].end.min(head),
                text(answer, one),
                answer.lines[one.lines.start].number,
            )
        })
        .collect();
    let end = answer.lines.len();
    answer.lines.drain(head..end);
    for (end, text, number) in texts.into_iter().rev() {
        insert(answer, end, &text, number);
    }
}

/// The last line that says that what stands below is said, and nothing else: `# 演讲稿`, `**逐字稿：**`.
fn head(answer: &Answer) -> Option<usize> {
    let texts = answer.is_text();
    let words = &*CONVENTIONS;
    let lists = [&words.speech.kind, &words.label[&Meaning::Notes], &words.scaffold];
    let is_head = |at: &usize| {
        let line = answer.text(*at);
        let text = bare(unheaded(line)).to_lowercase();
        let is_set_off =
            heading(line).is_some() || line.starts_with("**") || line.ends_with([':', '：']);
        texts[*at]
            && is_set_off
            && !text.is_empty()
            && lists[..2].iter().any(|words| words.stands_in(&text))
            && unsaid(&text, &lists).is_empty()
    };
    (0..answer.lines.len()).rfind(is_head)
}

/// The title of a slide.
fn title(answer: &Answer, slide: &Range<usize>) -> Option<String> {
    let text =
        slide.clone().find_map(|at| heading(answer.text(at)).filter(|(level, _)| *level <= 2))?.1;
    let text = text.split_once(" {.").map_or(text, |(text, _)| text);
    Some(bare(text).to_lowercase()).filter(|text| !text.is_empty())
}

/// What is said to each slide below a line, if most slides have something; the first may be called the cover.
fn said(answer: &Answer, head: usize, titles: &[String]) -> Option<Vec<Said>> {
    const FEWEST: usize = 3;
    let mut said: Vec<Said> = Vec::new();
    for at in (head + 1..answer.lines.len()).filter(|at| answer.is_apart(*at)) {
        let from = said.last().map_or(0, |last| last.slide);
        let lead = lead(answer.text(at)).to_lowercase();
        let is_cover = from == 0 && said.is_empty() && CONVENTIONS.name.cover.has(&lead);
        let slide =
            (from..titles.len()).find(|slide| titles[*slide] == lead).or(is_cover.then_some(0));
        let Some(slide) = slide.filter(|_| !lead.is_empty()) else { continue };
        if let Some(last) = said.last_mut() {
            last.lines.end = at;
        }
        said.push(Said { slide, lines: at..answer.lines.len() });
    }
    let begins = answer.shown_from(head + 1);
    let is_whole = said.first().map(|first| first.lines.start) == begins;
    (is_whole && said.len() >= FEWEST && said.len() * 2 >= titles.len()).then_some(said)
}

/// What a line begins with that may be a title: a heading, what is bold or in brackets, or what stands before a colon.
fn lead(line: &str) -> &str {
    if let Some((_, text)) = heading(line) {
        return bare(text);
    }
    let text = unlisted(line).trim();
    let inside = text.trim_start_matches(['*', '【', '[', '「']);
    let end = match inside.len() < text.len() {
        true => inside.find(['*', '】', ']', '」']),
        false => inside.find([':', '：']),
    };
    bare(end.map_or("", |end| &inside[..end]))
}

/// The text without the title that it begins with.
fn text(answer: &Answer, said: &Said) -> Vec<String> {
    let first = answer.text(said.lines.start);
    let lead = lead(first);
    let at = first.find(lead).map_or(0, |at| at + lead.len());
    let rest = first[at..].trim_start_matches(|c: char| "*】]」:：_ \t".contains(c));
    let below = (said.lines.start + 1..said.lines.end).map(|at| answer.text(at));
    let lines = [rest].into_iter().chain(below).filter(|line| !is_divider(line));
    let text = lines.collect::<Vec<_>>().join("\n");
    text.trim().split('\n').map(str::to_owned).collect()
}
