//! Sections between slides with markers: `第一部分：市场` on a line of its own, titles that stand too low.

use super::answer::{Answer, heading, is_divider, item};
use super::conventions::CONVENTIONS;
use super::cover::{put_keys, quoted};
use super::markers::{numbered, unmarked};

/// Makes sections of lines that say they are, where slides have markers; where the first slide, at
/// `first`, begins then.
pub(super) fn settle(answer: &mut Answer, first: usize) -> usize {
    let texts = answer.is_text();
    let lines = (0..answer.lines.len()).filter(|at| texts[*at] && answer.is_apart(*at));
    let found: Vec<(usize, usize, String)> = lines
        .filter_map(|at| section(answer.text(at)).map(|(number, title)| (at, number, title)))
        .collect();
    let counts = found.iter().enumerate().all(|(at, (_, number, _))| *number == at + 1);
    if found.len() < 2 || !counts {
        return first;
    }
    let above = found.iter().filter(|(at, ..)| *at < first).count();
    for (at, _, title) in found.into_iter().rev() {
        answer.replace(at..at + 1, &[&format!("# {title}"), ""]);
    }
    first + above
}

/// The number and the title of a section: a line without markup but bold.
fn section(line: &str) -> Option<(usize, String)> {
    let text = line.trim().trim_matches('*');
    let signs = [':', '：', ' ', '　', '｜', '|', '-', '—'];
    let named = |pattern: &str| {
        let (number, rest) = numbered(text, pattern)?;
        Some((number, rest.strip_prefix(signs)?))
    };
    let (number, title) = CONVENTIONS.section.iter().find_map(named)?;
    let title = title.trim_start_matches(['-', '—', ' ']);
    // How many slides it has is no part of it.
    let title = title.find(['（', '(']).map_or(title, |at| &title[..at]).trim();
    let is_title =
        !title.is_empty() && title.chars().count() <= 40 && !title.ends_with(['。', '，']);
    is_title.then(|| (number, unmarked(title)))
}

/// A title above sections goes to the front matter: among their headings it would be one of them. One
/// that stands there already is said once.
pub(super) fn lead(answer: &mut Answer) {
    let texts = answer.is_text();
    let level = |at: usize| heading(answer.text(at)).filter(|_| texts[at]).map(|(level, _)| level);
    let text = || (0..answer.lines.len()).filter(|at| texts[*at] && !answer.is_blank(*at));
    let Some(first) = text().next().filter(|at| level(*at) == Some(1)) else { return };
    if answer.said.is_empty() || text().any(|at| is_divider(answer.text(at))) {
        return;
    }
    let title = heading(answer.text(first)).map_or("", |(_, text)| text).to_owned();
    let number = answer.lines[first].number;
    if is_in_front_matter(answer, &title) {
        return answer.replace(first..first + 1, &[]);
    }
    let below: Vec<usize> = text().skip(1).take_while(|at| level(*at).is_none()).collect();
    let has_sections = text().skip(1).any(|at| level(at) == Some(1));
    let is_line = |at: &usize| {
        item(answer.text(*at)).is_none() && !answer.text(*at).starts_with(['|', '>', '!', '<', ':'])
    };
    if !has_sections || title.ends_with('}') || below.len() > 1 || !below.iter().all(is_line) {
        return;
    }
    let mut keys = vec![format!("title: {}", quoted(&title))];
    for at in below.into_iter().rev() {
        keys.push(format!("subtitle: {}", quoted(answer.text(at).trim())));
        answer.replace(at..at + 1, &[]);
    }
    answer.replace(first..first + 1, &[]);
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

/// In a deck with a title and no headings of the second level, those of the third open slides.
pub(super) fn raise(answer: &mut Answer) {
    let texts = answer.is_text();
    let levels = || {
        let text = (0..answer.lines.len()).filter(|at| texts[*at]);
        text.filter_map(|at| heading(answer.text(at))).map(|(level, _)| level)
    };
    let of = |level: usize| levels().filter(|found| *found == level).count();
    if answer.said.is_empty() || of(1) != 1 || of(2) > 0 {
        return;
    }
    let Some(highest) = levels().filter(|level| *level > 2).min().filter(|level| of(*level) > 1)
    else {
        return;
    };
    for at in (0..answer.lines.len()).filter(|at| texts[*at]) {
        if let Some((level, title)) =
            heading(answer.text(at)).filter(|(level, _)| *level >= highest)
        {
            answer.lines[at].text = format!("{} {title}", "#".repeat(level + 2 - highest));
        }
    }
}
