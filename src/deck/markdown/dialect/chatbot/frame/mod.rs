//! What a chatbot says before and behind the deck: it speaks to whoever asked, of the deck. It is left out,
//! whether a ruler parts it from the slides or not.

mod farewell;
mod mail;
mod revised;
mod speaks;
mod turns;

use std::ops::Range;

use super::answer::Answer;
use super::conventions::{CONVENTIONS, Meaning, bare, unsaid};
use super::cover::is_lone_title;
use super::form::{Kind, heading, is_divider, item};
use super::labels::Label;
use super::markers::{Marker, runs};
pub(super) use speaks::{about, is_farewell, is_remark, names_deck, plans};
pub(super) use turns::asks;

/// What is said of what stands before the deck.
pub(super) const BEFORE: &str = "what is written before the deck is left out";
/// What is said of what was asked.
const ASKED: &str = "what was asked in the chat is left out";
/// What is said of other answers, and of who answers.
const SAID: &str = "what a chat shows around the deck is left out";
/// What is said of an earlier answer with a deck.
pub(super) const EARLIER: &str = "an earlier version of the deck is left out";
/// What is said of what stands behind it.
pub(super) const BEHIND: &str = "what is written behind the deck is left out";
/// What is said of what stands where it broke off.
const BETWEEN: &str = "what is said between two parts of the deck is left out";
/// Most lines that are said before a deck.
const MOST_BEFORE: usize = 12;

/// Removes what was asked in a chat, and the decks and slides that others took the place of.
pub(super) fn settle_turns(answer: &mut Answer) {
    let mut revised = Vec::new();
    for turn in turns::read(answer).into_iter().rev() {
        let message = match turn.is {
            turns::Is::Asked => ASKED,
            turns::Is::Earlier => EARLIER,
            turns::Is::Said | turns::Is::Revised => SAID,
            turns::Is::Deck | turns::Is::Script => continue,
        };
        let behind = answer.lines.len() - turn.lines.end;
        if turn.is == turns::Is::Revised {
            revised.extend(revised::take(answer, &turn.lines));
        }
        leave_out(answer, turn.lines.start..answer.lines.len() - behind, message);
    }
    revised.into_iter().rev().for_each(|slide| revised::put(answer, slide));
}

/// Whether an answer is a chat with several turns.
pub(super) fn is_of_turns(answer: &Answer) -> bool {
    !turns::read(answer).is_empty()
}

/// Takes the deck out of a mail that was passed on.
pub(super) fn settle_mail(answer: &mut Answer) {
    if mail::unquote(answer)
        && let Some(start) = mail::signature(answer)
    {
        leave_out(answer, start..answer.lines.len(), BEHIND);
    }
}

/// Removes the text before the deck.
pub(super) fn settle_greeting(answer: &mut Answer) {
    if let Some(lines) = greeting(answer) {
        leave_out(answer, lines, BEFORE);
        begin(answer);
    }
}

/// Removes what was asked where an answer broke off, `继续`, above a marker.
pub(super) fn settle_requests(answer: &mut Answer) {
    let requests = (1..answer.lines.len()).filter_map(|at| request(answer, at));
    let found: Vec<Range<usize>> = requests.collect();
    if runs(answer).iter().any(|run| run.len() > 2) {
        found.into_iter().rev().for_each(|lines| leave_out(answer, lines, BETWEEN));
    }
}

/// The line of such a request, with the offer above it and the line that leads to the rest below.
fn request(answer: &Answer, at: usize) -> Option<Range<usize>> {
    let line = answer.text(at);
    let is_request = CONVENTIONS.goes_on.has(line)
        && answer.is_text()[at]
        && heading(line).is_none()
        && item(line).is_none()
        && answer.is_apart(at);
    let is_marker = |at: &usize| Marker::of(answer.text(*at), answer.is_apart(*at)).is_some();
    let next = answer.shown_from(at + 1).filter(|_| is_request)?;
    let end = if is_marker(&next) {
        at + 1
    } else {
        answer.shown_from(next + 1).filter(is_marker)?;
        greets(&[answer.text(next).trim()]).then_some(next + 1)?
    };
    // What a ruler parts from the slide above belongs to the request.
    let is_parted =
        |at: usize| answer.shown_before(at).is_some_and(|above| is_divider(answer.text(above)));
    let is_offer = |above: &usize| is_parted(*above) || is_farewell(answer.text(*above));
    let above = answer.shown_before(at).filter(is_offer);
    Some(above.unwrap_or(at)..end)
}

/// Removes what a chatbot says where it broke off and went on: below a ruler, without a title, among slides that
/// have one.
pub(super) fn settle_breaks(answer: &mut Answer) {
    const MOST: usize = 6;
    let texts = answer.is_text();
    let slides = answer.slides();
    let is_break = |pair: &&[Range<usize>]| {
        let lines = pair[0].clone().filter(|at| !answer.is_blank(*at));
        let shown: Vec<&str> = lines.clone().map(|at| answer.text(at)).collect();
        is_divider(shown.first().copied().unwrap_or_default())
            && heading(answer.text(pair[1].start)).is_some()
            && (2..=MOST).contains(&shown.len())
            && lines.clone().all(|at| texts[at])
            && shown.iter().any(|line| CONVENTIONS.goes_on.has(line))
    };
    let found: Vec<Range<usize>> =
        slides.windows(2).filter(is_break).map(|pair| pair[0].clone()).collect();
    if slides.len() > 2 {
        found.into_iter().rev().for_each(|lines| leave_out(answer, lines, BETWEEN));
    }
}

/// Removes the text behind the deck.
pub(super) fn settle_farewell(answer: &mut Answer) {
    while let Some(start) = farewell::start(answer) {
        leave_out(answer, start..answer.lines.len(), BEHIND);
    }
}

/// The same where only later steps made it plain that a chatbot wrote the answer.
pub(super) fn settle_late_farewell(answer: &mut Answer) {
    if answer.is_scripted || answer.is_evident() {
        settle_farewell(answer);
    }
}

/// Leaves lines out, but for footnotes and comments, which belong to the slides.
fn leave_out(answer: &mut Answer, lines: Range<usize>, message: &'static str) {
    let comments = answer.is_comment();
    let mut out = vec![false; answer.lines.len()];
    for at in lines {
        let line = answer.text(at);
        let is_footnote = line.starts_with("[^") && line.contains("]:") && !line.contains("^]:");
        out[at] = !is_footnote && !comments[at];
        if out[at] {
            answer.say_left_out("text-outside-deck", message, at..at + 1);
        }
    }
    answer.leave_out(&out);
}

/// Removes the rulers that later steps left at the top and at the end of an answer that was changed.
pub(super) fn settle_ends(answer: &mut Answer) {
    if answer.said.is_empty() {
        return;
    }
    begin(answer);
    let front = answer.front_matter().map_or(0, |front| front.end);
    let last = |answer: &Answer| {
        let last = answer.shown_before(answer.lines.len())?;
        (last >= front && is_divider(answer.text(last))).then_some(last)
    };
    while let Some(last) = last(answer) {
        answer.lines.truncate(last);
    }
}

/// Removes a ruler at the top, unless it opens the front matter.
fn begin(answer: &mut Answer) {
    while answer.is_blank(0) && !answer.lines.is_empty() {
        answer.remove(0..1);
    }
    if is_divider(answer.text(0)) && answer.front_matter().is_none() {
        answer.remove(0..1);
    }
}

/// The lines before the first that belongs to the deck, if they speak of it.
fn greeting(answer: &Answer) -> Option<Range<usize>> {
    if answer.front_matter().is_some() {
        return None;
    }
    let texts = answer.is_text();
    let runs = runs(answer);
    let first = runs.iter().flatten().map(|(at, _)| *at).min();
    let opens = |at: &usize| {
        let line = answer.text(*at);
        texts[*at]
            && (is_divider(line) && answer.is_apart(*at)
                || heading(line).is_some()
                || first == Some(*at)
                || Marker::of(line, answer.is_apart(*at)).is_some())
    };
    let opener = (0..answer.lines.len()).find(opens)?;
    // The title of the talk may stand right above, as a line.
    let above = answer.shown_before(opener);
    let end = above.filter(|at| *at > 0 && is_lone_title(answer.text(*at))).unwrap_or(opener);
    let said: Vec<&str> =
        (0..end).map(|at| answer.text(at).trim()).filter(|line| !line.is_empty()).collect();
    // Above slides with markers, a table of what follows is none of them either.
    let is_marked = || runs.iter().any(|run| run.len() > 2);
    if greets(&said) || nods(&said) || speaks(&said) && is_marked() {
        return Some(0..end);
    }
    // A paragraph that leads to all below, where nothing is set off.
    let end = (0..end).skip_while(|at| answer.is_blank(*at)).find(|at| answer.is_blank(*at))?;
    let said: Vec<&str> = (0..end).map(|at| answer.text(at).trim()).collect();
    let leads = said.last().is_some_and(|line| line.ends_with([':', '：']));
    (leads && greets(&said)).then_some(0..end)
}

/// Whether lines say nothing but that it will be done: `好的！`, `Absolutely!`
fn nods(said: &[&str]) -> bool {
    let is_nod =
        |line: &&str| unsaid(&bare(line).to_lowercase(), &[&CONVENTIONS.greeting]).is_empty();
    !said.is_empty() && said.iter().all(is_nod)
}

/// Whether lines greet, and speak of the deck without saying what the talk is called.
fn speaks(said: &[&str]) -> bool {
    let Some(first) = said.first() else { return false };
    let first = first.trim_start_matches(|c: char| !c.is_alphanumeric());
    let names_talk = |line: &&str| Label::of_kind(line, &[Meaning::Title]).is_some();
    CONVENTIONS.greeting.begins(first).is_some()
        && said.iter().any(|line| about(line))
        && !said.iter().any(names_talk)
}

/// Whether lines greet, lead to what follows, and speak of it.
fn greets(said: &[&str]) -> bool {
    let Some(first) = said.first() else { return false };
    let first = first.trim_start_matches(|c: char| !c.is_alphanumeric());
    let made = said.iter().any(|line| CONVENTIONS.made.stands_in(line));
    let greets = CONVENTIONS.greeting.begins(first).is_some() || made;
    let leads = said
        .last()
        .is_some_and(|line| line.ends_with([':', '：', '！', '!', '。', '.', '*', '～', '👇']));
    let is_about = said.iter().any(|line| about(line));
    let is_content = said.iter().any(|line| item(line).is_some() || Kind::of(line).is_object());
    let is_lead = said.len() == 1 && first.ends_with([':', '：']);
    said.len() <= MOST_BEFORE && greets && leads && (is_about || is_lead) && !is_content
}
