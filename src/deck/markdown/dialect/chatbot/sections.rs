//! Sections between slides with markers: `第一部分：市场` on a line of its own, titles that stand too low.

use std::ops::Range;

use super::answer::Answer;
use super::conventions::{CONVENTIONS, starts};
use super::cover::{put_keys, quoted};
use super::form::{Counter, Notation, heading, is_divider, is_text, spans, title_of, unmarked};
use super::markers::numbered;

/// Makes sections of lines that say they are, where slides have markers, and of headings that only hold some of these;
/// where the first slide begins then. `marked`: where slides begin.
pub(super) fn settle(answer: &mut Answer, marked: &[usize]) -> usize {
    let first = marked.first().copied().unwrap_or(0);
    holders(answer, marked);
    let lines = answer.written().filter(|at| answer.is_apart(*at));
    let found: Vec<(usize, usize, String)> = lines
        .filter_map(|at| section(answer.text(at)).map(|(number, title)| (at, number, title)))
        .collect();
    let counts = found.iter().enumerate().all(|(at, (_, number, _))| *number == at + 1);
    if found.len() < 2 || !counts {
        return first;
    }
    let above = found.iter().filter(|(at, ..)| *at < first).count();
    for (at, _, title) in found.into_iter().rev() {
        let class = if at < first { " {.section}" } else { "" };
        answer.replace(at..at + 1, &[&format!("# {title}{class}"), ""]);
    }
    first + above
}

/// Makes sections of headings of one level that stand right above markers with nothing between, whatever they say.
fn holders(answer: &mut Answer, marked: &[usize]) {
    let holder = |at: &usize| {
        let is_ruler = |at: &usize| !answer.is_blank(*at) && !is_divider(answer.text(*at));
        let above = (0..*at).rev().find(is_ruler)?;
        let (level, _) = answer.heading(above).filter(|_| !marked.contains(&above))?;
        Some((above, level))
    };
    let mut found: Vec<(usize, usize)> = marked.iter().filter_map(holder).collect();
    let level = found.last().map_or(0, |(_, level)| *level);
    // The title of the talk stands higher.
    found.retain(|(_, one)| *one == level);
    if found.len() < 2 || found.len() * 4 > marked.len() * 3 {
        return;
    }
    let first = marked[0];
    for (at, _) in found {
        let title = heading(answer.text(at)).map_or("", |(_, title)| title);
        let is_unnamed = at < first && section(title).is_none() && !title.ends_with('}');
        let class = if is_unnamed { " {.section}" } else { "" };
        answer.lines[at].text = format!("# {title}{class}");
    }
}

/// Takes `第二部分：` off the headings of sections: they are numbered anyway.
pub(super) fn unnumber(answer: &mut Answer) {
    if answer.said.is_empty() {
        return;
    }
    let of = |at: usize| {
        let (level, title) = answer.heading(at).filter(|(level, _)| *level == 1)?;
        let (number, title) = section(title)?;
        (level == 1 && !title.ends_with('}')).then_some((at, number, title))
    };
    let found: Vec<_> = (0..answer.lines.len()).filter_map(of).collect();
    if found.len() < 2 || !found.windows(2).all(|pair| pair[0].1 < pair[1].1) {
        return;
    }
    let first = answer.headings().first().map(|(at, _)| *at);
    for (at, _, title) in found {
        // What says that it is a section is no title of the talk, although it stands first.
        let class = if Some(at) == first { " {.section}" } else { "" };
        answer.lines[at].text = format!("# {title}{class}");
    }
}

/// Takes numbers off the titles of slides that count up, `## 3. 绿茶`, `## 1.2 绿茶`: the slides are numbered
/// anyway.
pub(super) fn unnumber_slides(answer: &mut Answer) {
    const FEWEST: usize = 3;
    if !answer.was_around() {
        return;
    }
    let headings = answer.headings();
    let below = headings.iter().map(|(_, level)| *level).filter(|level| *level > 1);
    let top = below.min().unwrap_or(2);
    let titles = headings.iter().filter(|(_, level)| *level == top).map(|(at, _)| *at);
    let of = |at: usize| {
        let (numbers, title) = counted(title_of(answer.text(at)))?;
        Some((at, numbers, title.to_owned()))
    };
    let numbers: Vec<(usize, Vec<usize>, String)> = titles.clone().filter_map(of).collect();
    let counts = numbers.first().is_some_and(|(_, first, _)| first.last() == Some(&1))
        && numbers.windows(2).all(|pair| follows(&pair[0].1, &pair[1].1));
    // Thanks and the like behind the last one have none.
    let last = numbers.last().map_or(0, |(at, ..)| *at);
    let counted = titles.filter(|at| *at <= last).count();
    if counts && numbers.len() >= FEWEST && numbers.len() * 4 >= counted * 3 {
        for (at, _, title) in numbers {
            answer.lines[at].text = format!("## {title}");
        }
    }
}

/// The numbers that a title begins with, `1.2`, `三、`, and the rest.
fn counted(title: &str) -> Option<(Vec<usize>, &str)> {
    // `1 — 绿茶`, `01｜绿茶`
    let is_dashed =
        |one: &Counter<'_>| matches!(one.sign, Some('—' | '–' | '-' | '｜' | '|' | '：' | ':'));
    let is_known = |one: &Counter<'_>| one.is_sure() || one.numbers.len() > 1 || is_dashed(one);
    let counter = Counter::of(title).filter(is_known)?;
    (!counter.title.is_empty()).then_some((counter.numbers, counter.title))
}

/// Whether a number follows another one: `2` on `1`, `1.2` on `1.1`, `2.1` on `1.3`.
fn follows(one: &[usize], next: &[usize]) -> bool {
    let (Some((a, before)), Some((b, behind))) = (one.split_last(), next.split_last()) else {
        return false;
    };
    one.len() == next.len() && (before == behind && *b == a + 1 || before < behind && *b == 1)
}

/// The number and the title of a section: a line without markup but bold.
pub(super) fn section(line: &str) -> Option<(usize, String)> {
    let text = line.trim().trim_matches('*');
    let signs = [':', '：', ' ', '　', '｜', '|', '-', '—'];
    let named = |pattern: &str| {
        let (number, rest) = numbered(text, pattern).or_else(|| lettered(text, pattern))?;
        Some((number, rest.strip_prefix(signs)?))
    };
    let (number, title) = CONVENTIONS.section.iter().find_map(named)?;
    let title = title.trim_start_matches(['-', '–', '—', ' ']);
    // How many slides it has is no part of it.
    let title = title.find(['（', '(']).map_or(title, |at| &title[..at]).trim();
    let is_title =
        !title.is_empty() && title.chars().count() <= 40 && !title.ends_with(['。', '，']);
    is_title.then(|| (number, unmarked(title)))
}

/// The same with a letter or a Roman number: `Part B: Tea`, `Part II: Tea`.
fn lettered<'t>(text: &'t str, pattern: &str) -> Option<(usize, &'t str)> {
    let word = pattern.strip_suffix(" {n}")?;
    let rest = text.get(word.len()..).filter(|_| starts(text, word))?.strip_prefix(' ')?;
    let end = rest.find(|c: char| !c.is_ascii_uppercase())?;
    let (sign, rest) = rest.split_at(end);
    let letter = || {
        let letter = sign.bytes().next().filter(|_| sign.len() == 1)?;
        Some((letter - b'A') as usize + 1)
    };
    let roman = format!("{sign}.");
    let number = Counter::of(&roman).filter(|one| one.notation == Notation::Roman);
    number.map(|one| one.number()).or_else(letter).map(|number| (number, rest))
}

/// A title above sections goes to the front matter: among their headings it would be one of them. One
/// that stands there already is said once.
pub(super) fn lead(answer: &mut Answer) {
    /// Most lines of a title slide below its title.
    const MOST_BELOW: usize = 4;
    /// Most characters of one.
    const SHORT: usize = 40;
    let level = |at: usize| answer.heading(at).map(|(level, _)| level);
    let text = || answer.written().filter(|at| !answer.is_blank(*at));
    let Some(first) = text().next().filter(|at| level(*at) == Some(1)) else { return };
    if answer.said.is_empty() || text().any(|at| is_divider(answer.text(at))) {
        return;
    }
    let title = title_of(answer.text(first)).to_owned();
    let number = answer.lines[first].number;
    if is_in_front_matter(answer, &title) {
        return answer.remove(first..first + 1);
    }
    let below: Vec<usize> = text().skip(1).take_while(|at| level(*at).is_none()).collect();
    // The front matter has another one: it is a section.
    let mut front = answer.front_matter().into_iter().flatten().map(|at| answer.text(at));
    if front.any(|line| line.starts_with("title:")) {
        return;
    }
    let has_sections = text().skip(1).any(|at| level(at) == Some(1));
    let is_line = |at: &usize| is_text(answer.text(*at));
    if !has_sections || title.ends_with('}') || !below.iter().all(is_line) {
        return;
    }
    if below.len() > 1 {
        // Who speaks, where and when: the title slide, which stands before the sections.
        let is_short = |at: &usize| answer.text(*at).trim().chars().count() <= SHORT;
        if below.len() <= MOST_BELOW && below.iter().all(is_short) {
            answer.lines[first].text = format!("# {title} {{.title}}");
        }
        return;
    }
    let mut keys = vec![format!("title: {}", quoted(&title))];
    for at in below.into_iter().rev() {
        keys.push(format!("subtitle: {}", quoted(answer.text(at).trim())));
        answer.remove(at..at + 1);
    }
    answer.remove(first..first + 1);
    put_keys(answer, number, &keys);
}

/// Whether the front matter has this title.
fn is_in_front_matter(answer: &Answer, title: &str) -> bool {
    let mut lines = answer.front_matter().into_iter().flatten().map(|at| answer.text(at));
    lines.any(|line| {
        let value = line.strip_prefix("title:").map(|value| value.trim().trim_matches(['"', '\'']));
        value == Some(title)
    })
}

/// Gives the headings the levels that they have in decks, where a chatbot began elsewhere: a lone one at
/// the top is the title, and what stands below it opens slides; where every one of the second level
/// has several below it and nothing else, it is a section.
/// Slides with markers are none of these.
pub(super) fn raise(answer: &mut Answer, has_markers: bool) {
    if !has_markers {
        by_numbers(answer);
        by_depth(answer);
        by_rulers(answer);
    }
    if answer.said.is_empty() {
        return;
    }
    let headings = answer.headings();
    let Some((first, top)) = headings.first().copied() else { return };
    let below: Vec<usize> = headings.iter().skip(1).map(|(_, level)| *level).collect();
    let Some(next) = below.iter().copied().min() else { return };
    let of_next = below.iter().filter(|level| **level == next).count();
    if top < next && of_next > 1 && (top, next) != (1, 2) {
        answer.lines[first].text = shifted(answer.text(first), 1);
        for (at, level) in headings.iter().skip(1) {
            answer.lines[*at].text = shifted(answer.text(*at), level + 2 - next);
        }
    }
    if !has_markers {
        parts(answer);
    }
}

/// `## 1. 绿茶` with nothing but `### 1.1 …`, `### 1.2 …` below, and so on to the end: sections and slides.
fn by_numbers(answer: &mut Answer) {
    const FEWEST: usize = 2;
    let headings = answer.headings();
    let numbers = |at: usize| counted(title_of(answer.text(at)));
    let (mut sections, mut slides) = (0, 0);
    let mut out = Vec::new();
    for (index, (at, level)) in headings.iter().enumerate() {
        // What a slide holds stands below lower headings, too.
        let ends = |next: &&(usize, usize)| *level < 3 || next.1 <= 3;
        let next = headings[index + 1..].iter().find(ends).map(|next| next.0);
        let is_empty = answer.shown(at + 1..next.unwrap_or(answer.lines.len())).next().is_none();
        match (level, numbers(*at)) {
            (1, _) if index == 0 => {}
            (2, Some((number, title))) if number == [sections + 1] && is_empty => {
                (sections, slides) = (sections + 1, 0);
                out.push((*at, format!("# {title}")));
            }
            (3, Some((number, title))) if number == [sections, slides + 1] && !is_empty => {
                slides += 1;
                out.push((*at, format!("## {title}")));
            }
            (4.., Some((number, title))) if number.starts_with(&[sections, slides]) => {
                out.push((*at, format!("{} {title}", "#".repeat(*level))));
            }
            (4.., _) => {}
            _ => return,
        }
    }
    let slides = out.iter().filter(|(_, line)| line.starts_with("## ")).count();
    if sections < FEWEST || slides < sections {
        return;
    }
    answer.is_outline = true;
    for (at, line) in out {
        answer.say("mistyped-markup", NUMBERS, answer.lines[at].number);
        answer.lines[at].text = line;
    }
}

/// What is said of headings that count.
const NUMBERS: &str = "headings that count on two levels are read as sections and slides";

/// `## 茶`, `### 绿茶`, `#### 产地` with text below the last alone, and so on to the end: sections, slides and their points.
fn by_depth(answer: &mut Answer) {
    const FEWEST: usize = 2;
    /// Of the headings below the title.
    const LEVELS: std::ops::RangeInclusive<usize> = 2..=4;
    if answer.is_outline || answer.front_matter().is_some() {
        return;
    }
    let headings = answer.headings();
    let Some(((first, 1), below)) = headings.split_first() else { return };
    let ends = below.iter().map(|(at, _)| *at).chain([answer.lines.len()]);
    let is_empty = |from: usize, to: usize| (from + 1..to).all(|at| answer.is_blank(at));
    let is_right = |((at, level), end): (&(usize, usize), usize)| {
        // Each has one of the next level below it, and only the last has text.
        let next = answer.heading(end).map(|(level, _)| level);
        match level {
            1 => is_empty(*at, end) && next == Some(2),
            2 | 3 => is_empty(*at, end) && next == Some(level + 1),
            _ => LEVELS.contains(level) && !is_empty(*at, end),
        }
    };
    let of = |wanted: usize| below.iter().filter(|(_, level)| *level == wanted).count();
    if of(2) < FEWEST || of(3) <= of(2) || of(4) <= of(3) {
        return;
    }
    if !headings.iter().zip(ends).all(is_right)
        || answer.written().take(*first).any(|at| !answer.is_blank(at))
    {
        return;
    }
    let below = below.to_vec();
    answer.is_outline = true;
    for (at, level) in below {
        answer.say("mistyped-markup", DEPTH, answer.lines[at].number);
        answer.lines[at].text = shifted(answer.text(at), level - 1);
    }
}

/// What is said of headings on three levels.
const DEPTH: &str = "headings on three levels with text below the last alone are read as sections, slides and points";

/// `## 一、绿茶`, `## 二、红茶` alone between rulers, where the slides between have titles of the third level: sections.
fn by_rulers(answer: &mut Answer) {
    const FEWEST: usize = 2;
    let slides = answer.slides();
    let of = |slide: &Range<usize>| {
        let mut shown = answer.shown(slide.clone());
        let at = shown.next()?;
        Some((at, heading(answer.text(at))?, shown.next().is_none()))
    };
    let titled: Vec<_> = slides.iter().filter_map(of).collect();
    let alone: Vec<(usize, String)> = titled
        .iter()
        .filter(|(_, (level, _), is_alone)| *level == 2 && *is_alone)
        .filter_map(|(at, (_, title), _)| Some((*at, counted(title)?)))
        .scan(0, |last, (at, (numbers, title))| {
            *last += 1;
            (numbers == [*last]).then(|| (at, title.to_owned()))
        })
        .collect();
    let lower: Vec<usize> = titled
        .iter()
        .filter(|(_, (level, _), is_alone)| *level == 3 && !is_alone)
        .map(|(at, ..)| *at)
        .collect();
    if alone.len() < FEWEST || lower.len() < alone.len() {
        return;
    }
    answer.is_outline = true;
    for (at, title) in alone {
        answer.say("mistyped-markup", NUMBERS, answer.lines[at].number);
        answer.lines[at].text = format!("# {title}");
    }
    for at in lower {
        answer.lines[at].text = shifted(answer.text(at), 2);
    }
}

/// A heading at another level.
fn shifted(line: &str, level: usize) -> String {
    let title = heading(line).map_or(line, |(_, title)| title);
    format!("{} {title}", "#".repeat(level.clamp(1, 6)))
}

/// Headings of the second level that only hold some of the third are sections, if these have enough to
/// be slides.
fn parts(answer: &mut Answer) {
    const FEWEST_LINES: usize = 3;
    let headings = answer.headings();
    let count = |wanted: usize| headings.iter().filter(|(_, level)| *level == wanted).count();
    let parts = spans(headings.iter().map(|(at, _)| *at), answer.lines.len());
    let lines = |part: Range<usize>| answer.shown(part.start + 1..part.end).count();
    let (mut holders, mut named) = (0, 0);
    let mut content = 0;
    for (index, ((at, level), part)) in headings.iter().zip(parts).enumerate() {
        let next = headings.get(index + 1).map(|(_, level)| *level);
        match level {
            2 if next == Some(3) && lines(part.clone()) <= 1 => {
                holders += 1;
                let title = title_of(answer.text(*at));
                named += usize::from(section(title).is_some());
            }
            3 => content += lines(part),
            _ => {}
        }
    }
    let (seconds, thirds) = (count(2), count(3));
    // That they are called parts says it.
    let is_named = named >= 2 && named == holders;
    let is_full = content >= thirds * FEWEST_LINES && holders * 4 >= seconds * 3;
    let is_outline =
        count(1) <= 1 && seconds >= 2 && thirds >= holders * 2 && (is_named || is_full);
    if !is_outline {
        return;
    }
    let has_parts = |index: usize| headings.get(index + 1).is_some_and(|(_, level)| *level == 3);
    let shifts: Vec<(usize, usize)> = headings
        .iter()
        .enumerate()
        .filter_map(|(index, (at, level))| match level {
            2 if has_parts(index) => Some((*at, 1)),
            3.. => Some((*at, level - 1)),
            _ => None,
        })
        .collect();
    for (at, level) in shifts {
        answer.lines[at].text = shifted(answer.text(at), level);
    }
}
