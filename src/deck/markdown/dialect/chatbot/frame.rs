//! A chatbot's remarks before and behind the deck.

use std::ops::Range;

use super::answer::{Answer, heading, is_divider, item};
use super::conventions::CONVENTIONS;
use super::cover::is_lone_title;
use super::markers::Marker;

/// What is said of what stands before the deck.
const BEFORE: &str = "what is written before the deck is left out";
/// What is said of what stands behind it.
const BEHIND: &str = "what is written behind the deck is left out";
/// Most lines that are said before a deck.
const MOST_BEFORE: usize = 12;

/// Removes the text before the deck.
pub(super) fn settle_greeting(answer: &mut Answer) {
    if let Some(lines) = greeting(answer) {
        leave_out(answer, lines, BEFORE);
        begin(answer);
    }
}

/// Removes the text behind the deck.
pub(super) fn settle_farewell(answer: &mut Answer) {
    while let Some(lines) = farewell(answer) {
        leave_out(answer, lines, BEHIND);
    }
}

fn leave_out(answer: &mut Answer, lines: Range<usize>, message: &'static str) {
    for at in lines.clone() {
        let number = answer.lines[at].number;
        if !answer.is_blank(at) && !is_divider(answer.text(at)) {
            answer.say("text-outside-deck", message, number);
        }
    }
    answer.replace(lines, &[]);
}

/// Removes a ruler at the top, unless it opens the front matter.
pub(super) fn begin(answer: &mut Answer) {
    while answer.is_blank(0) && !answer.lines.is_empty() {
        answer.replace(0..1, &[]);
    }
    if is_divider(answer.text(0)) && answer.front_matter().is_none() {
        answer.replace(0..1, &[]);
    }
}

/// The lines before the first that belongs to the deck, if they speak of it.
fn greeting(answer: &Answer) -> Option<Range<usize>> {
    if answer.front_matter().is_some() {
        return None;
    }
    let texts = answer.is_text();
    let opens = |at: &usize| {
        let line = answer.text(*at);
        texts[*at]
            && (is_divider(line) && answer.is_apart(*at)
                || heading(line).is_some()
                || Marker::of(line, answer.is_apart(*at)).is_some())
    };
    let opener = (0..answer.lines.len()).find(opens)?;
    // The title of the talk may stand right above, as a line.
    let above = answer.shown_before(opener);
    let end = above.filter(|at| *at > 0 && is_lone_title(answer.text(*at))).unwrap_or(opener);
    let said: Vec<&str> =
        (0..end).map(|at| answer.text(at).trim()).filter(|line| !line.is_empty()).collect();
    let speaks = |line: &&&str| CONVENTIONS.chatter.has(line);
    let named = said.iter().take_while(speaks).count();
    let first = said.get(named)?.trim_start_matches(|c: char| !c.is_alphanumeric());
    let greets = CONVENTIONS.greeting.begins(first).is_some();
    let leads =
        said.last().is_some_and(|line| line.ends_with([':', '：', '！', '!', '。', '.', '*']));
    let is_about = said.iter().any(|line| CONVENTIONS.about.stands_in(line));
    let is_content =
        said.iter().any(|line| item(line).is_some() || line.starts_with(['|', '!', '`', '<']));
    (said.len() <= MOST_BEFORE
        && greets
        && leads
        && (is_about || named > 0 || said.len() == 1 && first.ends_with([':', '：']))
        && !is_content)
        .then_some(0..end)
}

/// The lines behind the deck: below the last ruler, or the last paragraphs.
fn farewell(answer: &Answer) -> Option<Range<usize>> {
    let texts = answer.is_text();
    let slides = answer.slides();
    let mut last = slides.last()?.clone();
    while last.end > last.start && answer.is_blank(last.end - 1) {
        last.end -= 1;
    }
    let end = answer.lines.len();
    // Below a ruler of its own, without a title, where every other slide has one.
    if is_divider(answer.text(last.start)) {
        let first = (last.start + 1..last.end).find(|at| !answer.is_blank(*at));
        let Some(first) = first else {
            return (slides.len() > 1
                && answer.said.iter().any(|said| said.code == "text-outside-deck"))
            .then_some(last.start..end);
        };
        let line = answer.text(first);
        let titled = heading(line).is_some_and(|(level, _)| level <= 2);
        let text = line.trim_start_matches(|c: char| !c.is_alphanumeric());
        let advises = CONVENTIONS.advising.begins(text).is_some();
        let is_addressed = !answer.said.is_empty()
            && CONVENTIONS.addressed.stands_in(line)
            && first + 1 == last.end;
        // Where no slide has a title, one may begin so.
        let has_titles = slides[..slides.len() - 1].iter().any(|slide| is_titled(answer, slide));
        let is_farewell =
            says_farewell(line) && (has_titles || CONVENTIONS.addressed.stands_in(line));
        if !titled && texts[first] && (is_farewell || advises || is_addressed) {
            return Some(last.start..end);
        }
        if !titled && is_remark(answer, &texts, first..last.end) && others_titled(answer, &slides) {
            return Some(last.start..end);
        }
    }
    below_content(answer, &texts, last).map(|first| first..end)
}

/// Whether lines are a few of text, in an answer of a chatbot, and thank nobody.
fn is_remark(answer: &Answer, texts: &[bool], mut lines: Range<usize>) -> bool {
    const MOST: usize = 5;
    let shown = lines.clone().filter(|at| !answer.is_blank(*at)).count();
    let is_text = |at: usize| {
        let line = answer.text(at);
        let is_block =
            line.starts_with(['|', '!', '`', '<', ':', '#', '>']) || item(line).is_some();
        texts[at] && !is_block && !CONVENTIONS.name.closing.has(line)
    };
    !answer.said.is_empty() && shown <= MOST && lines.all(is_text)
}

/// Whether every slide but the first and the last has a title.
fn others_titled(answer: &Answer, slides: &[Range<usize>]) -> bool {
    let rulers = slides.iter().filter(|slide| is_divider(answer.text(slide.start))).count();
    let titles = slides.iter().filter(|slide| is_titled(answer, slide)).count();
    titles + 2 >= rulers && titles > 2
}

/// Whether a slide has a title.
fn is_titled(answer: &Answer, slide: &Range<usize>) -> bool {
    slide.clone().any(|at| heading(answer.text(at)).is_some_and(|(level, _)| level <= 2))
}

/// Where the last paragraphs of the last slide begin that are none of it.
fn below_content(answer: &Answer, texts: &[bool], last: Range<usize>) -> Option<usize> {
    let paragraphs = (last.start + 1..last.end)
        .filter(|at| texts[*at] && answer.is_blank(at - 1) && !answer.is_blank(*at));
    let words = &*CONVENTIONS;
    let is_chat = !answer.said.is_empty();
    let mut farewells = paragraphs.filter(|at| {
        let line = answer.text(*at);
        let text = line.trim_start_matches(|c: char| !c.is_alphanumeric());
        let heads = line.starts_with("**") || heading(line).is_some_and(|(level, _)| level > 2);
        let is_addressed = words.addressed.stands_in(line);
        let is_about = words.about.stands_in(line);
        // By itself, `以上就是我的汇报` is how an article or a speech ends.
        let speaks = if is_chat { is_addressed || is_about } else { is_addressed && is_about };
        says_farewell(line) && speaks
            || is_chat && heads && words.advising.begins(text).is_some() && is_once(answer, line)
    });
    let first = farewells.next()?;
    let is_shown = |at: usize| {
        heading(answer.text(at)).is_some_and(|(level, _)| level <= 2)
            || answer.text(at).starts_with(['|', '!', '`'])
    };
    // What a slide without a title begins with is its own.
    let has_more = heading(answer.text(last.start)).is_some() && first > last.start + 1
        || (last.start + 1..first).any(|at| !answer.is_blank(at));
    (!(first..last.end).any(is_shown) && has_more).then_some(first)
}

/// Whether a line stands in the deck once: labels recur.
fn is_once(answer: &Answer, line: &str) -> bool {
    answer.lines.iter().filter(|other| other.text.trim() == line.trim()).count() == 1
}

/// Whether a line begins as what is said behind a deck does.
fn says_farewell(line: &str) -> bool {
    let text = heading(line).map_or(line, |(_, text)| text);
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    CONVENTIONS.farewell.begins(text).is_some()
}
