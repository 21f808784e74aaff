//! Lists that lost their signs when a page was copied: no slide has items, but most have several lines, one below
//! the other or with a blank line between. Verses, quotations and what stands on the title slide are none.

use std::ops::Range;

use super::answer::{Answer, Line};
use super::conventions::bare;
use super::form::{heading, is_decoration, item, title_of};
use super::labels::{Label, any_word};
use super::lines::{is_prose, paragraphs};
use crate::deck::arrange::marks::{Style, marker};

/// Fewest lists.
const FEWEST: usize = 3;

/// What a line of such a list is.
#[derive(Clone, Copy, PartialEq)]
enum Role {
    /// It stands above some of the others.
    Lead,
    /// It is an item.
    Entry,
    /// It belongs to the item above: `真相：…` below `误区一：…`.
    Reply,
}

/// The lines of a list, in their order.
struct List {
    lines: Vec<usize>,
    roles: Vec<Role>,
}

/// Makes lists of them.
pub(super) fn settle(answer: &mut Answer) {
    if !answer.is_evident() || answer.has_items {
        return;
    }
    let slides: Vec<Range<usize>> =
        answer.slides().into_iter().filter(|slide| is_content(answer, slide.start)).collect();
    let prose = paragraphs(answer, is_prose);
    let lists: Vec<List> = slides.iter().flat_map(|slide| lists(answer, &prose, slide)).collect();
    let sentences = lists.iter().flat_map(|list| &list.lines);
    let ended = sentences.clone().filter(|at| answer.text(**at).trim_end().ends_with('.')).count();
    if lists.len() < FEWEST || ended * 2 > sentences.count() {
        return;
    }
    for list in lists.into_iter().rev() {
        write(answer, &list);
    }
}

/// Whether a slide that begins here has a title and is neither laid out nor the first or the last one.
fn is_content(answer: &Answer, at: usize) -> bool {
    heading(answer.text(at)).is_some_and(|(level, title)| level == 2 && !title.ends_with('}'))
}

/// The lists on a slide. `prose`: the paragraphs of the answer, in their order.
fn lists(answer: &Answer, prose: &[Range<usize>], slide: &Range<usize>) -> Vec<List> {
    let first = prose.partition_point(|run| run.start < slide.start);
    let title = title_of(answer.text(slide.start));
    let mut runs: Vec<Vec<usize>> = Vec::new();
    let mut is_apart = false;
    for lines in prose[first..].iter().take_while(|run| run.start < slide.end).cloned() {
        let goes_on = |run: &&mut Vec<usize>| {
            let last = run[run.len() - 1];
            is_apart && lines.len() == 1 && (last + 1..lines.start).all(|at| answer.is_blank(at))
        };
        match runs.last_mut().filter(goes_on) {
            Some(run) => run.extend(lines),
            None => {
                is_apart = lines.len() == 1;
                runs.push(lines.collect());
            }
        }
    }
    runs.into_iter().filter_map(|lines| List::of(answer, lines, title)).collect()
}

impl List {
    /// The list that lines below a title are, if each can be a part of one.
    fn of(answer: &Answer, mut lines: Vec<usize>, title: &str) -> Option<Self> {
        // `※…` is said of the list.
        while lines.last().is_some_and(|at| text(answer, *at).starts_with('※')) {
            lines.pop();
        }
        let texts: Vec<&str> = lines.iter().map(|at| text(answer, *at)).collect();
        let roles = roles(&texts, title);
        let is_part = |(text, role): (&&str, &Role)| *role == Role::Lead || is_entry(text);
        let entries = roles.iter().filter(|role| **role != Role::Lead).count();
        let is_list = entries > 1 && texts.iter().zip(&roles).all(is_part);
        is_list.then_some(Self { lines, roles })
    }
}

/// The text of a line, without the sign that breaks it.
fn text(answer: &Answer, at: usize) -> &str {
    answer.text(at).trim().trim_end_matches('\\')
}

/// What each line is: one before a colon, or that the title names as it does another, leads to those below.
fn roles(texts: &[&str], title: &str) -> Vec<Role> {
    let is_named = |text: &str| bare(text).chars().count() > 1 && title.contains(bare(text));
    let are_named = texts.iter().filter(|text| is_named(text)).count() > 1;
    let leads = |(at, text): (usize, &&str)| {
        let is_question = at == 0 && text.ends_with(['？', '?']);
        at + 1 < texts.len()
            && (is_question || text.ends_with([':', '：']) || are_named && is_named(text))
    };
    let mut roles: Vec<Role> = texts
        .iter()
        .enumerate()
        .map(|one| if leads(one) { Role::Lead } else { Role::Entry })
        .collect();
    if replies(texts) {
        roles.iter_mut().skip(1).step_by(2).for_each(|role| *role = Role::Reply);
    }
    roles
}

/// Whether every second line answers the one above: it has the same label, which those have not.
fn replies(texts: &[&str]) -> bool {
    let word = |text: &&str| label(text).map(|label| label.word);
    let replies: Vec<Option<String>> = texts.iter().skip(1).step_by(2).map(word).collect();
    let mut others = texts.iter().step_by(2).map(word);
    let is_same = replies.iter().all(|reply| reply.is_some() && *reply == replies[0]);
    texts.len().is_multiple_of(2)
        && replies.len() > 1
        && is_same
        && others.all(|other| other.is_some() && other != replies[0])
}

/// The label of a line with a text behind it.
fn label(text: &str) -> Option<Label> {
    Label::with(text, any_word).filter(|label| !label.rest.is_empty())
}

/// Whether a line can be an item that has lost its sign.
fn is_entry(text: &str) -> bool {
    const MOST: usize = 120;
    let is_verse = text.ends_with(['，', '。', '、', '；', '！', ',', '-', '—']);
    let opens =
        text.starts_with(|c: char| c.is_alphanumeric() || is_decoration(c) || "*“「『".contains(c));
    opens
        && (!is_verse || text.ends_with('。') && label(text).is_some())
        && text.chars().count() <= MOST
        && item(text).is_none()
        && marker(text).is_none_or(|marker| marker.style == Style::Step)
}

/// Writes a list: what leads to others stands above them.
fn write(answer: &mut Answer, list: &List) {
    let (first, last) = (list.lines[0], list.lines[list.lines.len() - 1]);
    let mut lines = Vec::new();
    let mut push = |text: String, number| lines.push(Line { text, number });
    for (at, role) in list.lines.iter().zip(&list.roles) {
        let (text, number) = (text(answer, *at), answer.lines[*at].number);
        match role {
            Role::Lead => {
                push(String::new(), number);
                push(text.to_owned(), number);
                push(String::new(), number);
            }
            Role::Entry => push(format!("- {text}"), number),
            Role::Reply => push(format!("  - {text}"), number),
        }
    }
    if !answer.is_blank(last + 1) {
        answer.replace(last + 1..last + 1, &[""]);
    }
    answer.lines.splice(first..last + 1, lines);
    if first > 0 && !answer.is_blank(first - 1) {
        answer.replace(first..first, &[""]);
    }
}
