//! Slides with markers in other shapes: as items of a list, below a setext heading, each in a code fence.

use std::ops::Range;

use super::answer::Answer;
use super::boxes;
use super::conventions::{CONVENTIONS, Meaning};
use super::form::{
    Kind, heading, indent, is_divider, is_line_of, item, outdented, spans, unlisted, unmarked,
};
use super::indented;
use super::labels::Label;
use super::markers::{Marker, join, runs};

/// Fewest slides of such a shape.
const FEWEST: usize = 3;

/// Makes the shape of them that all later steps know.
pub(super) fn settle(answer: &mut Answer) {
    boxes::settle(answer);
    wrapped(answer);
    in_lines(answer);
    listed(answer);
    join(answer);
    drawn(answer);
    underlined(answer);
    fenced(answer);
    indented::settle(answer);
    quoted(answer);
    titled(answer);
}

/// The markers of the slides, if there are enough.
pub(super) fn longest(answer: &Answer) -> Option<Vec<(usize, Marker)>> {
    runs(answer).into_iter().max_by_key(Vec::len).filter(|run| run.len() >= FEWEST)
}

/// Slides that are a line each, `第三张：绿茶 —— 不发酵；清香`: the title, and what is enumerated below it.
fn in_lines(answer: &mut Answer) {
    const MARKS: [&str; 4] = ["——", " — ", " - ", " | "];
    let texts = answer.is_text();
    let parts = |at: usize| {
        let line = answer.text(at).trim();
        let end =
            MARKS.iter().filter_map(|mark| line.find(mark).map(|at| (at, mark.len()))).min()?;
        let head = line[..end.0].trim();
        Marker::of(head, true).filter(|marker| texts[at] && !marker.title.is_empty())?;
        Some((head.to_owned(), line[end.0 + end.1..].trim_start_matches('—').trim().to_owned()))
    };
    let all = 0..answer.lines.len();
    let found: Vec<_> = all.clone().filter_map(|at| Some((at, parts(at)?))).collect();
    let others = all.filter(|at| !answer.is_blank(*at)).count();
    if found.len() < FEWEST || found.len() * 4 < others * 3 {
        return;
    }
    for (at, (head, text)) in found.into_iter().rev() {
        let marker = Marker::of(&head, true);
        let is_cover = marker.is_some_and(|marker| CONVENTIONS.name.cover.has(&marker.title));
        let signs: &[char] = if is_cover { &['/', '／', '；'] } else { &['；', ';'] };
        let entries: Vec<&str> =
            text.split(signs).map(str::trim).filter(|text| !text.is_empty()).collect();
        let sign = if entries.len() > 1 && !is_cover { "- " } else { "" };
        let mut lines = vec![String::new(), format!("**{head}**"), String::new()];
        lines.extend(entries.iter().map(|entry| format!("{sign}{entry}")));
        lines.push(String::new());
        answer.replace(at..at + 1, &lines);
    }
}

/// Slides that begin with a quotation, as most do: that only sets off what they show from the rest.
fn quoted(answer: &mut Answer) {
    let Some(run) = longest(answer) else { return };
    let texts = answer.is_text();
    let is_quoted = |at: usize| answer.text(at).starts_with('>');
    let slides = spans(run.iter().map(|(at, _)| *at), answer.lines.len());
    let slides: Vec<_> = slides.into_iter().map(|slide| slide.start + 1..slide.end).collect();
    let begin = |slide: &Range<usize>| {
        let first = answer.shown(slide.clone()).next();
        let first = first.filter(|first| texts[*first] && is_quoted(*first))?;
        let end = slide.clone().find(|at| *at > first && !is_quoted(*at)).unwrap_or(slide.end);
        Some(first..end)
    };
    let is_remark = |lines: &Range<usize>| Label::of(answer.text(lines.start)).is_some();
    let found: Vec<Range<usize>> = slides.iter().filter_map(begin).collect();
    let remarks = found.iter().filter(|lines| is_remark(lines)).count();
    if found.len() * 3 < slides.len() * 2 || remarks * 2 > found.len() {
        return;
    }
    // Where nothing else stands on the slides, all of it is what they show.
    let is_whole = |slide: &&Range<usize>| answer.shown((*slide).clone()).all(is_quoted);
    let is_all = slides.iter().filter(is_whole).count() * 4 >= slides.len() * 3;
    let lines = if is_all { slides } else { found };
    let lines: Vec<usize> = lines.into_iter().flatten().filter(|at| is_quoted(*at)).collect();
    for at in lines.into_iter().filter(|at| texts[*at]) {
        let line = answer.text(at).trim_start_matches('>').trim_start().to_owned();
        answer.lines[at].text = line;
    }
}

/// Slides between rulers that begin with `标题：…`: a heading each.
fn titled(answer: &mut Answer) {
    let texts = answer.is_text();
    let has_title = |at: usize| answer.heading(at).is_some_and(|(level, _)| level < 3);
    let rulers = answer.written().filter(|at| is_divider(answer.text(*at)));
    let first = |ruler: usize| answer.shown_from(ruler + 1);
    let title = |at: usize| {
        let title = unmarked(Label::of_kind(answer.text(at), &[Meaning::Title])?.text());
        (!title.is_empty() && texts[at]).then_some((at, title))
    };
    let starts: Vec<usize> = rulers.filter_map(first).collect();
    let found: Vec<(usize, String)> = starts.iter().filter_map(|at| title(*at)).collect();
    let is_deck = found.len() >= FEWEST && found.len() * 3 >= starts.len() * 2;
    if !is_deck
        || (0..answer.lines.len()).any(has_title)
        || !runs(answer).iter().all(|run| run.len() < FEWEST)
    {
        return;
    }
    let first = starts[0];
    let end = (first..answer.lines.len()).find(|at| is_divider(answer.text(*at)));
    let is_short = (first..end.unwrap_or(first)).all(|at| item(answer.text(at)).is_none());
    for (at, title) in found.into_iter().rev() {
        answer.say("chat-scaffolding", TITLES, answer.lines[at].number);
        let level = if at == first && is_short { "#" } else { "##" };
        answer.replace(at..at + 1, &[&format!("{level} {title}"), ""]);
    }
}

/// What is said of such titles.
const TITLES: &str = "what a label calls the title of a slide is its title";

/// A marker in a quotation, a tag or a row of a table is one as it is without. `<!-- Slide 2 -->` above a slide says
/// nothing, where headings or rulers divide.
fn wrapped(answer: &mut Answer) {
    let comment = |line: &str| {
        line.strip_prefix("<!--").and_then(|line| line.strip_suffix("-->")).map(str::to_owned)
    };
    let inside = |line: &str| {
        let line = line.trim();
        let text = comment(line).or_else(|| match Kind::of(line) {
            Kind::Quote => Some(line.trim_start_matches(['>', ' ']).to_owned()),
            Kind::Row => Some(line.trim_matches('|').trim().to_owned()),
            Kind::Tag => Some(line.split(['<', '>']).nth(2)?.to_owned()),
            _ => None,
        })?;
        Marker::of(text.trim(), true).map(|_| text.trim().to_owned())
    };
    let found: Vec<usize> =
        (0..answer.lines.len()).filter(|at| inside(answer.text(*at)).is_some()).collect();
    if found.len() < FEWEST {
        return;
    }
    let divides = (0..answer.lines.len()).filter(|at| answer.divides(*at));
    let is_divided = divides.count() + 1 >= found.len();
    for at in found.into_iter().rev() {
        let line = answer.text(at).trim();
        let text = inside(line).unwrap_or_default();
        let bold = if text.contains("**") { text } else { format!("**{text}**") };
        match (is_divided, comment(line).is_some()) {
            (true, true) => answer.remove(at..at + 1),
            (true, false) => {}
            (false, _) => answer.replace(at..at + 1, &["", &bold, ""]),
        }
    }
}

/// `- **幻灯片1：封面**` with what it shows below: the signs go, and what stands below moves to the left.
fn listed(answer: &mut Answer) {
    let texts = answer.is_text();
    let marker = |at: usize| {
        let (mark, text) = item(answer.text(at)).filter(|_| texts[at])?;
        let is_top = mark.len() == mark.trim_start().len();
        Marker::of(text, true).filter(|_| is_top).map(|marker| (at, marker.number))
    };
    let found: Vec<(usize, usize)> = (0..answer.lines.len()).filter_map(marker).collect();
    let rises = found.windows(2).all(|pair| pair[0].1 < pair[1].1);
    let others = runs(answer).iter().map(Vec::len).max().unwrap_or(0);
    let spans = spans(found.iter().map(|(at, _)| *at), answer.lines.len());
    let below = |span: &&Range<usize>| answer.shown(span.start + 1..span.end).next().is_some();
    let held = spans.iter().filter(below).count();
    if found.len() < FEWEST || !rises || others > found.len() || held * 2 < found.len() {
        return;
    }
    for span in spans.into_iter().rev() {
        let text = unlisted(answer.text(span.start)).trim();
        let bold = if text.starts_with("**") { text.to_owned() } else { format!("**{text}**") };
        let inside = span.start + 1..span.end;
        let depths =
            inside.clone().filter(|at| !answer.is_blank(*at)).map(|at| indent(answer.text(at)));
        let depth = depths.filter(|depth| *depth > 0).min().unwrap_or(0);
        for line in &mut answer.lines[inside] {
            line.text = outdented(&line.text, depth).to_owned();
        }
        answer.replace(span.start..span.start + 1, &["", &bold, ""]);
    }
}

/// The title of the talk above a line of `===`, where slides have markers.
fn underlined(answer: &mut Answer) {
    let Some(run) = runs(answer).into_iter().find(|run| run.len() >= FEWEST) else { return };
    let is_line = |at: &usize| is_line_of(answer.text(*at), '=', 3) && !answer.is_blank(at - 1);
    let Some(at) = (1..run[0].0).find(is_line) else { return };
    let title = format!("# {}", answer.text(at - 1).trim());
    answer.replace(at - 1..at + 1, &[&title, ""]);
}

/// Lines of `=====` or `━━━━━` above and below markers and headings only set them off.
fn drawn(answer: &mut Answer) {
    const SIGNS: [char; 5] = ['=', '━', '─', '═', '—'];
    let is_drawn = |at: &usize| SIGNS.into_iter().any(|sign| is_line_of(answer.text(*at), sign, 5));
    let marked: Vec<usize> = longest(answer).into_iter().flatten().map(|(at, _)| at).collect();
    let opens = |at: usize| marked.contains(&at) || answer.heading(at).is_some();
    let found: Vec<usize> = answer.written().filter(is_drawn).collect();
    let sets_off = |at: &&usize| **at > 0 && opens(**at - 1) || opens(**at + 1);
    let set = found.iter().filter(sets_off).count();
    if set >= 2 && set * 2 >= found.len() {
        found.into_iter().for_each(|at| answer.lines[at].text.clear());
    }
}

/// What each slide shows in a code fence without a word; on a cover and in an agenda also where others
/// have none.
fn fenced(answer: &mut Answer) {
    let Some(run) = longest(answer) else { return };
    let slides = spans(run.iter().map(|(at, _)| *at), last_end(answer, &run));
    let names = &CONVENTIONS.name;
    let is_named = |marker: &Marker| {
        [&names.cover, &names.agenda, &names.closing].iter().any(|name| name.has(&marker.title))
    };
    let of = |((_, marker), slide): (&(usize, Marker), Range<usize>)| {
        Some((fence(answer, slide.start + 1..slide.end)?, is_named(marker)))
    };
    let found: Vec<(Range<usize>, bool)> = run.iter().zip(slides).filter_map(of).collect();
    let all = found.len() * 2 > run.len();
    for (lines, is_named) in found.into_iter().rev() {
        let is_drawn =
            lines.clone().any(|at| answer.text(at).contains(['┌', '│', '├', '└', '║', '▼', '→']));
        if !(is_named || all && !is_drawn) {
            continue;
        }
        for line in &mut answer.lines[lines.clone()] {
            let text = line
                .text
                .trim_matches(|c: char| ('\u{2500}'..='\u{257f}').contains(&c) || c == ' ');
            let text = heading(text).map_or(text.to_owned(), |(level, title)| match level {
                1 | 2 => format!("### {title}"),
                _ => text.to_owned(),
            });
            line.text = text;
        }
        answer.lines[lines.start].text.clear();
        answer.lines[lines.end - 1].text.clear();
    }
}

/// Where the last slide ends: behind a fence that it begins with, since the farewell may follow.
fn last_end(answer: &Answer, run: &[(usize, Marker)]) -> usize {
    let Some((last, _)) = run.last() else { return 0 };
    let first = answer.shown_from(last + 1).unwrap_or(*last);
    let mut below = first + 1..answer.lines.len();
    let close = below.find(|at| answer.text(*at).trim_end() == "```");
    let begins = answer.text(first).starts_with("```");
    close.filter(|_| begins).map_or(answer.lines.len(), |close| close + 1)
}

/// The lines of the fence that is all there is, with its marks.
fn fence(answer: &Answer, lines: Range<usize>) -> Option<Range<usize>> {
    let mut shown = answer.shown(lines);
    let (first, last) = (shown.next()?, shown.next_back()?);
    let opens = ["```", "```text", "```markdown", "```md", "```plaintext"];
    let is_only = (first + 1..last).all(|at| !answer.text(at).starts_with("```"));
    let is_fence =
        opens.contains(&answer.text(first).trim_end()) && answer.text(last).trim_end() == "```";
    (is_fence && is_only && last > first).then_some(first..last + 1)
}
