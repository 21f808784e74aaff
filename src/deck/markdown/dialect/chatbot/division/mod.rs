//! Where the slides of an answer begin that has neither headings nor markers: at lines of one shape that recur,
//! `**一、绿茶**`, `1. **绿茶**`, `第一部分 绿茶`, `🔹 **绿茶**`, `【绿茶】`, `(3) 绿茶`, `标题：绿茶`. Which lines these are is decided
//! by what speaks for each shape in the answer, and by no list of words.

mod family;
mod opener;

use super::answer::Answer;
use super::conventions::CONVENTIONS;
use super::form::{heading, indent, item, outdented};
use super::lists::is_bulleted;
pub(super) use opener::is_title;

/// What is said of the lines.
pub(super) const MESSAGE: &str =
    "lines that count as the headings of an outline do are read as titles of slides";

/// What is said of an answer without any.
const UNDIVIDED: &str = "nothing in this answer says where its slides begin";

/// Makes headings of the lines; where slides begin by them.
pub(super) fn settle(answer: &mut Answer) -> Vec<usize> {
    let Some(all) = family::openers(answer) else { return Vec::new() };
    // The one heading above is the title of the talk.
    let first = all.first().map_or(0, |(at, ..)| *at);
    let title = |at: usize| Some((at, heading(answer.text(at))?.1.to_owned()));
    if let Some((at, title)) = answer.written().take_while(|at| *at < first).find_map(title) {
        answer.lines[at].text = format!("# {title}");
    }
    let mut begins = Vec::new();
    let mut end = answer.lines.len();
    for (at, opener, is_section) in all.into_iter().rev() {
        outdent(answer, at + 1..end);
        answer.say("mistyped-markup", MESSAGE, answer.lines[at].number);
        let title = match &opener.title[..] {
            "" => take_below(answer, at, end),
            title => title.to_owned(),
        };
        let divider = divider_name(&title);
        let signs = if is_section || divider.is_some() { "#" } else { "##" };
        let heading = format!("{signs} {}", divider.as_deref().unwrap_or(&title));
        answer.replace(at..at + 1, &[if title.is_empty() { "---" } else { &heading }, ""]);
        begins.iter_mut().for_each(|begin| *begin += 1);
        begins.extend((!is_section).then_some(at));
        end = at;
    }
    begins.reverse();
    answer.is_outline = true;
    begins
}

/// Says of an answer that is plainly a chatbot's if nothing divides it.
pub(super) fn check(answer: &mut Answer) {
    const MOST_UNDIVIDED: usize = 15;
    let shown: Vec<usize> = (0..answer.lines.len()).filter(|at| !answer.is_blank(*at)).collect();
    let is_undivided = answer.was_around() && answer.slides().len() <= 2;
    if let Some(first) = shown.first().filter(|_| is_undivided && shown.len() > MOST_UNDIVIDED) {
        answer.say("undivided-answer", UNDIVIDED, answer.lines[*first].number);
    }
}

/// The line below an opener without a title, which is the title; it leaves its place.
fn take_below(answer: &mut Answer, at: usize, end: usize) -> String {
    let next = answer.shown_from(at + 1).filter(|next| *next < end);
    let title = next.map(|next| answer.text(next).trim().to_owned());
    let is_plain = |title: &String| is_title(title) && item(title).is_none() && !is_bulleted(title);
    let Some(title) = title.filter(is_plain) else { return String::new() };
    if let Some(next) = next {
        answer.lines[next].text.clear();
    }
    title.trim_matches('*').to_owned()
}

/// What stands behind the name of a slide that begins a section: `过渡页：绿茶`.
fn divider_name(title: &str) -> Option<String> {
    let rest = &title[CONVENTIONS.name.divider.begins(title)?..];
    let title = rest.strip_prefix(['：', ':', '—', '-', '|', '｜'])?.trim();
    (!title.is_empty()).then(|| title.to_owned())
}

/// Moves lines to the left as far as all of them stand to the right.
fn outdent(answer: &mut Answer, lines: std::ops::Range<usize>) {
    // Behind the last slide, what stands to the left again is none of it.
    let first = answer.shown(lines.clone()).next().map_or(0, |at| indent(answer.text(at)));
    let is_left = |at: &usize| indent(answer.text(*at)) < first && answer.is_apart(*at);
    let end = answer.shown(lines.clone()).find(is_left).unwrap_or(lines.end);
    let lines = lines.start..end;
    let depth = answer.depth(lines.clone());
    for line in &mut answer.lines[lines] {
        line.text = outdented(&line.text, depth).to_owned();
    }
}
