//! Slides with markers in other shapes: as items of a list, below a setext heading, each in a code fence.

use std::ops::Range;

use super::answer::{Answer, heading, indent, is_divider, item, outdented};
use super::boxes;
use super::conventions::{CONVENTIONS, Meaning};
use super::indented;
use super::labels::Label;
use super::markers::{Marker, join, runs, unmarked};

/// Fewest slides of such a shape.
const FEWEST: usize = 3;

/// Makes the shape of them that all later steps know.
pub(super) fn settle(answer: &mut Answer) {
    boxes::settle(answer);
    commented(answer);
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
    let found: Vec<usize> = (0..answer.lines.len()).filter(|at| parts(*at).is_some()).collect();
    let others = answer.lines.iter().filter(|line| !line.text.trim().is_empty()).count();
    if found.len() < FEWEST || found.len() * 4 < others * 3 {
        return;
    }
    let found: Vec<(usize, (String, String))> =
        found.into_iter().filter_map(|at| Some((at, parts(at)?))).collect();
    for (at, (head, text)) in found.into_iter().rev() {
        let is_cover =
            Marker::of(&head, true).is_some_and(|marker| CONVENTIONS.name.cover.has(&marker.title));
        let signs: &[char] = if is_cover { &['/', '／', '；'] } else { &['；', ';'] };
        let entries: Vec<&str> =
            text.split(signs).map(str::trim).filter(|text| !text.is_empty()).collect();
        let sign = if entries.len() > 1 && !is_cover { "- " } else { "" };
        let mut lines = vec![String::new(), format!("**{head}**"), String::new()];
        lines.extend(entries.iter().map(|entry| format!("{sign}{entry}")));
        lines.push(String::new());
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        answer.replace(at..at + 1, &lines);
    }
}

/// Slides that begin with a quotation, as most do: that only sets off what they show from the rest.
fn quoted(answer: &mut Answer) {
    let Some(run) = runs(answer).into_iter().max_by_key(Vec::len).filter(|run| run.len() >= FEWEST)
    else {
        return;
    };
    let texts = answer.is_text();
    let is_quoted = |at: usize| answer.text(at).starts_with('>');
    let ends = run.iter().skip(1).map(|(at, _)| *at).chain([answer.lines.len()]);
    let slides: Vec<Range<usize>> =
        run.iter().zip(ends).map(|((at, _), end)| at + 1..end).collect();
    let is_shown = |at: &usize| !answer.is_blank(*at) && !is_divider(answer.text(*at));
    let begin = |slide: &Range<usize>| {
        let first =
            slide.clone().find(is_shown).filter(|first| texts[*first] && is_quoted(*first))?;
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
    let is_whole = |slide: &&Range<usize>| (*slide).clone().filter(is_shown).all(is_quoted);
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
        let label = Label::of(answer.text(at)).filter(|label| label.meaning == Meaning::Title)?;
        let title = unmarked(label.without_open(&label.rest));
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

/// `<!-- Slide 2 -->` above a slide says nothing, where headings or rulers divide; else it is a marker.
fn commented(answer: &mut Answer) {
    let inside = |line: &str| -> Option<String> {
        let text = line.trim().strip_prefix("<!--")?.strip_suffix("-->")?.trim().to_owned();
        Marker::of(&text, true).map(|_| text)
    };
    let found: Vec<usize> =
        (0..answer.lines.len()).filter(|at| inside(answer.text(*at)).is_some()).collect();
    if found.len() < FEWEST {
        return;
    }
    let divides = |at: &usize| answer.divides(*at);
    let is_divided = (0..answer.lines.len()).filter(divides).count() + 1 >= found.len();
    for at in found.into_iter().rev() {
        let text = inside(answer.text(at)).unwrap_or_default();
        match is_divided {
            true => answer.replace(at..at + 1, &[]),
            false => answer.replace(at..at + 1, &["", &format!("**{text}**"), ""]),
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
    let ends = found.iter().skip(1).map(|(at, _)| *at).chain([answer.lines.len()]);
    let spans: Vec<Range<usize>> = found.iter().zip(ends).map(|((at, _), end)| *at..end).collect();
    let below = |span: &&Range<usize>| indent(answer.text(span.start + 1)) > 0;
    let held = spans.iter().filter(below).count();
    if found.len() < FEWEST || !rises || others > found.len() || held * 2 < found.len() {
        return;
    }
    for span in spans.into_iter().rev() {
        let text = item(answer.text(span.start)).map_or("", |(_, text)| text).trim();
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
    let Some((first, _)) = runs(answer)
        .into_iter()
        .find(|run| run.len() >= FEWEST)
        .and_then(|run| run.into_iter().next())
    else {
        return;
    };
    let is_line = |at: usize| {
        let line = answer.text(at).trim();
        line.len() >= 3 && line.bytes().all(|byte| byte == b'=')
    };
    let Some(at) = (1..first).find(|at| is_line(*at) && !answer.is_blank(at - 1)) else { return };
    let title = format!("# {}", answer.text(at - 1).trim());
    answer.replace(at - 1..at + 1, &[&title, ""]);
}

/// Lines of `=====` above and below markers only set them off.
fn drawn(answer: &mut Answer) {
    let is_drawn = |at: usize| {
        let line = answer.text(at).trim();
        line.len() > 4 && line.bytes().all(|byte| byte == b'=')
    };
    let longest = runs(answer).into_iter().max_by_key(Vec::len).unwrap_or_default();
    let above = longest.iter().filter(|(at, _)| *at > 0 && is_drawn(at - 1)).count();
    if longest.len() < FEWEST || above * 2 < longest.len() {
        return;
    }
    let found: Vec<usize> = answer.written().filter(|at| is_drawn(*at)).collect();
    found.into_iter().for_each(|at| answer.lines[at].text.clear());
}

/// What each slide shows in a code fence without a word; on a cover and in an agenda also where others
/// have none.
fn fenced(answer: &mut Answer) {
    let Some(run) = runs(answer).into_iter().max_by_key(Vec::len).filter(|run| run.len() >= FEWEST)
    else {
        return;
    };
    let ends = run.iter().skip(1).map(|(at, _)| *at).chain([last_end(answer, &run)]);
    let slides = run.iter().zip(ends);
    let found: Vec<(Range<usize>, bool)> = slides
        .filter_map(|((at, marker), end)| {
            let names = &CONVENTIONS.name;
            let is_named = names.cover.has(&marker.title) || names.agenda.has(&marker.title);
            Some((fence(answer, at + 1..end)?, is_named || names.closing.has(&marker.title)))
        })
        .collect();
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
    let shown = |at: &usize| !answer.is_blank(*at) && !is_divider(answer.text(*at));
    let first = lines.clone().find(shown)?;
    let last = lines.rev().find(shown)?;
    let opens = ["```", "```text", "```markdown", "```md", "```plaintext"];
    let is_only = (first + 1..last).all(|at| !answer.text(at).starts_with("```"));
    let is_fence =
        opens.contains(&answer.text(first).trim_end()) && answer.text(last).trim_end() == "```";
    (is_fence && is_only && last > first).then_some(first..last + 1)
}
