//! Slides of a chat that were answered anew: each takes the place of the one with its title or its number, and one that
//! says it is new stands before it.

use std::ops::Range;

use super::super::answer::{Answer, Line};
use super::super::conventions::CONVENTIONS;
use super::super::form::{counter, heading, is_divider, spans};
use super::super::markers::Marker;
use super::super::titles;
use super::EARLIER;
use super::speaks::is_farewell;

/// A slide that a line begins.
pub(super) struct Slide {
    pub(super) line: usize,
    pub(super) number: usize,
    title: String,
}

/// A slide that was answered anew.
pub(super) struct Revised {
    number: usize,
    title: String,
    /// Whether it stands before the slide with its number, and takes the place of none.
    is_new: bool,
    lines: Vec<Line>,
}

/// The slides of a turn.
pub(super) fn slides(answer: &Answer, lines: &Range<usize>) -> Vec<Slide> {
    let texts = answer.is_text();
    let slide = |line: usize| {
        let text = answer.text(line);
        let marker = Marker::before_text(text, answer.is_apart(line));
        let marker = marker.map(|marker| (marker.number, marker.title));
        let counted =
            || counter(heading(text)?.1).map(|(number, title)| (number, title.to_owned()));
        let (number, title) = marker.or_else(counted)?;
        Some(Slide { line, number, title })
    };
    lines.clone().filter(|at| texts[*at]).filter_map(slide).collect()
}

/// Takes the slides out of a turn. What leads to them and what is offered behind them stays.
pub(super) fn take(answer: &mut Answer, lines: &Range<usize>) -> Vec<Revised> {
    let slides = slides(answer, lines);
    let Some(last) = slides.last().map(|slide| slide.line) else { return Vec::new() };
    let end = offer(answer, &(last + 1..lines.end));
    let parts = spans(slides.iter().map(|slide| slide.line), end);
    let mut taken = Vec::new();
    for (slide, lines) in slides.into_iter().zip(parts).rev() {
        let mut lines: Vec<Line> = answer.lines.drain(lines).collect();
        let remark = remark(&lines[0].text);
        let is_new = remark.as_ref().is_some_and(|(_, is_new)| *is_new);
        if let Some((text, _)) = remark {
            lines[0].text = text;
        }
        let is_apart = |line: &Line| line.text.trim().is_empty() || is_divider(&line.text);
        while lines.last().is_some_and(is_apart) {
            lines.pop();
        }
        lines.push(Line { text: String::new(), number: lines[0].number });
        let title = titles::aside(&slide.title).filter(|(_, aside)| is_revised(aside));
        let title = title.map_or(slide.title.as_str(), |(title, _)| title).to_owned();
        taken.push(Revised { number: slide.number, title, is_new, lines });
    }
    taken
}

/// Where the paragraphs begin that end a turn and offer something, or that a chat shows there.
pub(super) fn offer(answer: &Answer, lines: &Range<usize>) -> usize {
    let texts = answer.is_text();
    let mut begin = lines.end;
    let mut end = lines.end;
    while let Some(last) = answer.shown_before(end).filter(|at| *at >= lines.start) {
        let above =
            (lines.start..last).rev().find(|at| answer.is_blank(*at) || answer.divides(*at));
        end = if answer.divides(last) { last } else { above.map_or(lines.start, |at| at + 1) };
        if is_divider(answer.text(last)) {
            continue;
        }
        if !texts[end] || !is_farewell(&answer.texts(end..last + 1)) {
            break;
        }
        begin = end;
    }
    begin
}

/// The line of a slide without what it says of having been answered anew, `绿茶（修改版）`, `**【第5页｜绿茶】（新增，原第5页起顺延）**`,
/// and whether it says to be one more.
fn remark(text: &str) -> Option<(String, bool)> {
    let inner = text.trim_end().trim_end_matches('*');
    let (before, aside) = titles::aside(inner).filter(|(_, aside)| is_revised(aside))?;
    let is_new = CONVENTIONS.one_more.has(head(aside));
    Some((format!("{before}{}", &text.trim_end()[inner.len()..]), is_new))
}

fn is_revised(aside: &str) -> bool {
    let head = head(aside);
    CONVENTIONS.revised.has(head) || CONVENTIONS.one_more.has(head)
}

/// What stands in brackets before the first comma.
fn head(aside: &str) -> &str {
    aside.split(['，', '、', '；', '：', ',', ';', ':']).next().unwrap_or(aside)
}

/// Puts a slide in the place of the one with its title or else its number; behind all others if there is none.
pub(super) fn put(answer: &mut Answer, revised: Revised) {
    let slides = slides(answer, &(0..answer.lines.len()));
    let Revised { number, title, is_new, mut lines } = revised;
    if is_new {
        let next = slides.iter().find(|slide| slide.number >= number).map(|slide| slide.line);
        let at = next.unwrap_or(answer.lines.len());
        // The ruler above the next slide is this one's.
        let above = answer.shown_before(at).map(|above| answer.lines[above].clone());
        if let Some(ruler) = above.filter(|line| next.is_some() && is_divider(&line.text)) {
            let blank = Line { text: String::new(), number: ruler.number };
            lines.extend([ruler, blank]);
        }
        answer.lines.splice(at..at, lines);
        return;
    }
    let is_named = |slide: &&Slide| !title.is_empty() && slide.title == title;
    let is_numbered = |slide: &&Slide| slide.number == number;
    let find = |is: &dyn Fn(&&Slide) -> bool| slides.iter().position(|slide| is(&slide));
    let both = |slide: &&Slide| is_named(slide) && is_numbered(slide);
    let old = find(&both).or_else(|| find(&is_named)).or_else(|| find(&is_numbered));
    let start = old.map_or(answer.lines.len(), |old| slides[old].line);
    let next = old.and_then(|old| slides.get(old + 1)).map_or(answer.lines.len(), |next| next.line);
    // The ruler above the next slide stays.
    let is_apart = |at: &usize| answer.is_blank(*at) || is_divider(answer.text(*at));
    let end = (start..next).rev().find(|at| !is_apart(at)).map_or(start, |at| at + 1);
    answer.say_left_out("text-outside-deck", EARLIER, start..end);
    answer.lines.splice(start..end, lines);
}
