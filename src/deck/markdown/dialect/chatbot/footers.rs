//! Footers of pages that were copied with an answer: `第 1 页，共 4 页`, `Page 2 of 4`, `- 3 -`. They count up, and
//! what stands below one begins a line of its own.

use super::answer::Answer;
use super::conventions::CONVENTIONS;
use super::form::{heading, plain};
use super::markers::{Marker, numbered};

/// What is said of footers.
const FOOTERS: &str = "the footers of pages are left out: slides are numbered anyway";

/// A line that may be a footer.
#[derive(Clone, Copy)]
struct Footer {
    line: usize,
    page: usize,
    /// How many pages there are, if it says so.
    total: Option<usize>,
}

/// Removes them.
pub(super) fn settle(answer: &mut Answer) {
    let is_total = |one: &Footer| one.total.is_some();
    let (totals, bare): (Vec<Footer>, Vec<Footer>) = found(answer).into_iter().partition(is_total);
    let mut footers: Vec<Footer> =
        [totals, bare].into_iter().filter(|run| are_footers(answer, run)).flatten().collect();
    footers.sort_by_key(|one| one.line);
    for footer in footers.into_iter().rev() {
        let at = footer.line;
        answer.say("chat-debris", FOOTERS, answer.lines[at].number);
        let below = answer.text(at + 1);
        let begins = heading(below).is_some() || Marker::before_text(below, true).is_some();
        answer.replace(at..at + 1, if begins { &[""] } else { &[] });
    }
}

/// The lines that may be footers.
fn found(answer: &Answer) -> Vec<Footer> {
    let of = |line: usize| {
        let (page, total) = of_total(answer.text(line)).or_else(|| between(answer.text(line)))?;
        Some(Footer { line, page, total })
    };
    answer.written().filter_map(of).collect()
}

/// Whether lines of one kind are footers: they count up, and they do not stand above all that is on the slides.
fn are_footers(answer: &Answer, run: &[Footer]) -> bool {
    const FEWEST: usize = 2;
    let Some(last) = run.last().filter(|_| run.len() >= FEWEST) else { return false };
    let count_up = |pair: &[Footer]| match pair[0].total {
        Some(_) => pair[0].page < pair[1].page && pair[0].total == pair[1].total,
        None => pair[0].page + 1 == pair[1].page,
    };
    let is_footer = |at: &usize| run.iter().any(|one| one.line == *at);
    let is_titled = |at: &usize| {
        let marker = Marker::before_text(answer.text(*at), true);
        marker.is_some_and(|marker| !marker.title.is_empty())
    };
    let mut others = answer.written().filter(|at| !is_footer(at) && is_titled(at));
    run.windows(2).all(count_up)
        && (answer.shown_from(last.line + 1).is_none() || others.nth(1).is_some())
}

/// `第 1 页，共 4 页`: the page, and how many there are.
fn of_total(line: &str) -> Option<(usize, Option<usize>)> {
    let separates = |c: char| c.is_whitespace() || "，,、/／|｜（(".contains(c);
    CONVENTIONS.marker.iter().find_map(|pattern| {
        let (page, rest) = numbered(line.trim(), pattern)?;
        let rest = rest.trim_start_matches(separates);
        let total = CONVENTIONS.debris.total.iter().find_map(|total| numbered(rest, total));
        let (total, behind) = total.filter(|(total, _)| page <= *total)?;
        behind.trim_matches([')', '）']).is_empty().then_some((page, Some(total)))
    })
}

/// `- 3 -`: the page.
fn between(line: &str) -> Option<(usize, Option<usize>)> {
    const SIGNS: [char; 3] = ['-', '–', '—'];
    let inner = line.trim().strip_prefix(SIGNS)?.strip_suffix(SIGNS)?.trim();
    plain(inner).filter(|(_, rest)| rest.is_empty()).map(|(page, _)| (page, None))
}
