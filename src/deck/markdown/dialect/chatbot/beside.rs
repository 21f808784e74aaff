//! Text behind the last slide with a marker that is not a slide: advice for the speaker, and
//! markers that count again, with the notes of each slide.

use std::ops::Range;

use super::answer::{Answer, Line, heading, is_divider};
use super::conventions::CONVENTIONS;
use super::markers::{Marker, counted, runs};
use super::titles;

/// What is said of listings above the slides.
const ABOVE: &str = "what is written before the deck is left out";
/// What is said of such parts.
const PARTS: &str = "what is written behind the deck is left out";
/// What is said of markers that count anew.
const AGAIN: &str = "what is written to the slides once more goes to their notes";

/// Most lines behind the last slide that are not a slide.
const MOST_OF_TAIL: usize = 20;
/// Fewest slides that show that all of them have markers.
const FEWEST: usize = 3;

/// Removes such parts, or moves them to the notes.
pub(super) fn settle(answer: &mut Answer) {
    let mut runs = runs(answer);
    if answer.was_around() && runs.iter().all(|run| run.len() < FEWEST) {
        runs = vec![counted(answer)];
    }
    let longest = runs.iter().rev().max_by_key(|run| run.len());
    let Some(slides) = longest.filter(|run| run.len() >= FEWEST) else { return };
    let (Some((first, _)), Some((last, _))) = (slides.first(), slides.last()) else { return };
    let level = slides.iter().map(|(_, marker)| marker.level).max().unwrap_or(0);
    let behind: Vec<(usize, usize, &Marker)> = runs
        .iter()
        .flatten()
        .filter(|(at, _)| at > last)
        .map(|(at, marker)| (*at, marker.number, marker))
        .collect();
    let above = listings(answer, *first).into_iter().chain(plans(answer, *first));
    let mut said: Vec<(usize, Vec<Line>)> = Vec::new();
    let mut out = vec![false; answer.lines.len()];
    for lines in above {
        answer.say("text-outside-deck", ABOVE, answer.lines[lines.start].number);
        out[lines].fill(true);
    }
    if let Some(tail) = tail(answer, slides, level).filter(|_| behind.is_empty()) {
        answer.say("text-outside-deck", PARTS, answer.lines[tail.start + 1].number);
        out[tail].fill(true);
    }
    for part in parts(answer, *last, level.max(2)) {
        if out[part.start] {
            continue;
        }
        let markers: Vec<_> = behind.iter().filter(|(at, ..)| part.contains(at)).collect();
        let title = heading(answer.text(part.start)).map_or("", |(_, title)| title);
        // `# Short version (3 slides)` has slides of its own.
        let is_other = titles::remark(title).is_some_and(|(_, said)| !titles::is_time(said));
        let is_beside = is_other || CONVENTIONS.beside.stands_in(title) && !is_own(title);
        let repeats = markers.len() > 1
            && markers
                .iter()
                .all(|(_, number, _)| slides.iter().any(|(_, one)| one.number == *number));
        if !is_beside && !repeats {
            continue;
        }
        out[part.clone()].fill(true);
        let ends = markers.iter().skip(1).map(|(at, ..)| *at).chain([part.end]);
        for ((at, number, marker), end) in markers.iter().zip(ends).filter(|_| repeats) {
            said.push((*number, block(answer, *at..end, &marker.title)));
        }
        let message = if repeats { AGAIN } else { PARTS };
        answer.say("text-outside-deck", message, answer.lines[part.start].number);
    }
    let gone = (0..*first).filter(|at| out[*at]).count();
    let ends: Vec<(usize, usize)> = slides
        .iter()
        .enumerate()
        .map(|(at, (_, marker))| {
            (
                marker.number,
                slides.get(at + 1).map_or(last_line(answer, &out, *last), |next| next.0),
            )
        })
        .collect();
    answer.leave_out(&out);
    for (number, end) in ends.into_iter().rev().map(|(number, end)| (number, end - gone)) {
        for (_, lines) in said.iter().rev().filter(|(of, lines)| *of == number && !lines.is_empty())
        {
            insert(answer, end, lines);
        }
    }
}

/// The listings above the first slide: a plan of it, or data about it.
fn listings(answer: &Answer, first: usize) -> Vec<Range<usize>> {
    let is_fence = |at: &usize| answer.text(*at).starts_with("```");
    let marks: Vec<usize> = (0..first).filter(is_fence).collect();
    marks.chunks_exact(2).map(|pair| pair[0]..pair[1] + 1).collect()
}

/// What stands above the first slide below headings that say nothing but what the text is: `## 大纲`.
fn plans(answer: &Answer, first: usize) -> Vec<Range<usize>> {
    let texts = answer.is_text();
    let is_heading = |at: &usize| texts[*at] && heading(answer.text(*at)).is_some();
    let headings: Vec<usize> = (0..first).filter(is_heading).collect();
    let ends = headings.iter().skip(1).copied().chain([first]);
    let is_plan = |lines: &Range<usize>| {
        heading(answer.text(lines.start))
            .is_some_and(|(level, title)| level > 1 && titles::is_plan(title))
    };
    headings.iter().copied().zip(ends).map(|(start, end)| start..end).filter(is_plan).collect()
}

/// The parts behind a line, by headings of this level or above that are no markers.
fn parts(answer: &Answer, last: usize, level: usize) -> Vec<Range<usize>> {
    let texts = answer.is_text();
    let opens = |at: &usize| {
        texts[*at]
            && heading(answer.text(*at)).is_some_and(|(found, _)| found <= level)
            && Marker::of(answer.text(*at), true).is_none()
    };
    let starts: Vec<usize> = (last + 1..answer.lines.len()).filter(opens).collect();
    let ends = starts.iter().skip(1).copied().chain([answer.lines.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

/// What stands below the ruler behind the last slide under a lower heading than all slides have, where
/// rulers part these.
fn tail(answer: &Answer, slides: &[(usize, Marker)], level: usize) -> Option<Range<usize>> {
    let texts = answer.is_text();
    let (first, last) = (slides.first()?.0, slides.last()?.0);
    let end = answer.lines.len();
    let is_ruler = |at: &usize| texts[*at] && is_divider(answer.text(*at));
    let ruler = (last..end).find(is_ruler)?;
    let opens_lower = |ruler: usize| {
        let below = (ruler + 1..end).find(|at| !answer.is_blank(*at));
        let level_below = below.and_then(|at| heading(answer.text(at))).map(|(level, _)| level);
        level_below.is_some_and(|below| level > 0 && below > level)
    };
    let rulers: Vec<usize> = (first..last).filter(is_ruler).collect();
    let parted = rulers.len() + 1 >= slides.len() && !rulers.into_iter().any(opens_lower);
    let shown = (ruler + 1..end).filter(|at| !answer.is_blank(*at)).count();
    (parted && shown <= MOST_OF_TAIL && opens_lower(ruler)).then_some(ruler..end)
}

/// Whether a title is that of a slide although its words suggest otherwise.
fn is_own(title: &str) -> bool {
    let names = &CONVENTIONS.name;
    names.closing.has(title) || names.questions.has(title)
}

/// Where what is left ends: behind the last line that stays.
fn last_line(answer: &Answer, out: &[bool], from: usize) -> usize {
    (from..answer.lines.len()).find(|at| out[*at]).unwrap_or(answer.lines.len())
}

/// What is said below a marker, without blank lines and rulers around it.
fn block(answer: &Answer, lines: Range<usize>, title: &str) -> Vec<Line> {
    let is_sentence = title.chars().count() > 30 || title.ends_with(['。', '.']);
    let head = is_sentence
        .then(|| Line { text: title.to_owned(), number: answer.lines[lines.start].number });
    let mut block: Vec<Line> = head.into_iter().collect();
    block.extend(
        answer.lines[lines.start + 1..lines.end]
            .iter()
            .filter(|line| !is_divider(&line.text))
            .cloned(),
    );
    while block.last().is_some_and(|line| line.text.trim().is_empty()) {
        block.pop();
    }
    while block.first().is_some_and(|line| line.text.trim().is_empty()) {
        block.remove(0);
    }
    block
}

/// Puts lines as a comment above a line, and above the ruler there.
fn insert(answer: &mut Answer, end: usize, lines: &[Line]) {
    let mut at = end.min(answer.lines.len());
    while at > 0 && (answer.is_blank(at - 1) || is_divider(answer.text(at - 1))) {
        at -= 1;
    }
    let number = lines[0].number;
    let line = |text: &str| Line { text: text.to_owned(), number };
    let inside =
        lines.iter().map(|one| Line { text: one.text.replace("-->", "→"), number: one.number });
    let all = [line(""), line("<!--")].into_iter().chain(inside).chain([line("-->"), line("")]);
    answer.lines.splice(at..at, all);
}
