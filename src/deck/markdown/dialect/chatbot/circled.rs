//! `①  表紙`, what its slide shows, and what is said, `原稿：`: signs that count slides become markers. `②-2  背景`, which
//! a chat answers later, is one more slide behind the second.

use super::answer::Answer;
use super::conventions::{CONVENTIONS, Meaning};
use super::division::is_title;
use super::form::{Counter, bold, heading, is_digit, spans};
use super::frame::is_of_turns;
use super::labels::Label;
use super::markers::runs;

/// A line that counts a slide.
struct Entry {
    line: usize,
    number: usize,
    title: String,
    /// Whether it stands between the slide with its number and the next one.
    is_more: bool,
}

/// Makes markers of them.
pub(super) fn settle(answer: &mut Answer) {
    const FEWEST: usize = 3;
    let entries: Vec<Entry> = answer.written().filter_map(|at| entry(answer, at)).collect();
    let own = || entries.iter().filter(|entry| !entry.is_more);
    let counts = own().enumerate().all(|(place, entry)| entry.number == place + 1);
    let parts = spans(entries.iter().map(|entry| entry.line), answer.lines.len());
    let says = |at: usize| Label::of_kind(answer.text(at), &[Meaning::Notes]).is_some();
    let said = parts.into_iter().filter(|part| part.clone().any(says)).count();
    let is_deck = own().count() >= FEWEST && counts && said * 3 >= entries.len() * 2;
    if !is_deck || runs(answer).iter().any(|run| run.len() > 2) {
        return;
    }
    let is_chat = entries.iter().any(|entry| entry.is_more) && is_of_turns(answer);
    let word = CONVENTIONS.one_more.iter().next().unwrap_or_default().to_owned();
    for entry in entries.into_iter().rev() {
        let Entry { line, number, title, is_more } = entry;
        let marker = if is_more && is_chat {
            format!("**P{}：{title}（{word}）**", number + 1)
        } else {
            format!("**P{number}：{title}**")
        };
        answer.replace(line..line + 1, &[&marker, ""]);
    }
}

/// The slide that a line counts.
fn entry(answer: &Answer, line: usize) -> Option<Entry> {
    let text = answer.text(line).trim();
    let counter = Counter::of(text).filter(Counter::has_own_sign)?;
    let is_plain = heading(text).is_none() && bold(text).is_none() && !text.starts_with('*');
    if !is_plain || !answer.is_apart(line) {
        return None;
    }
    let behind = &text[..text.len() - counter.title.len()];
    let more = counter.title.trim_start_matches(is_digit);
    let is_more = behind.ends_with(['-', '－', '–'])
        && more.len() < counter.title.len()
        && more.starts_with([' ', '　']);
    let title = if is_more { more.trim() } else { counter.title };
    let number = counter.number();
    is_title(title).then(|| Entry { line, number, title: title.to_owned(), is_more })
}
