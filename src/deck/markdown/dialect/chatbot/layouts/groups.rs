//! Heads with a few lines or items each, side by side: two that are compared, or columns. A head stands in
//! bold, in a heading, or is the item of a list with others inside.

use super::super::answer::{Answer, Line};
use super::super::conventions::{CONVENTIONS, Meaning};
use super::super::form::{bold, bullet, heading, indent, item, unbold, unsigned};
use super::{is_line, labelled};
use crate::deck::arrange::{self, width};

/// Most lines below a head.
const MOST: usize = 5;
/// Widest head.
const WIDEST_HEAD: f64 = 14.0;

/// A head with what stands below it.
pub(super) struct Group {
    at: usize,
    name: String,
    lines: Vec<usize>,
}

/// The groups that lines are made of, behind at most one line that leads to them.
pub(super) fn read(answer: &Answer, shown: &[usize]) -> Option<Vec<Group>> {
    let heads = [head, item_head, plain_head, paragraph_head];
    heads.into_iter().find_map(|head| {
        let is_lead = |at: &usize| is_line(answer.text(*at)) && head(answer, *at).is_none();
        let lead = usize::from(shown.first().is_some_and(is_lead));
        let groups = of(answer, &shown[lead..], head)?;
        let is_whole =
            (2..=4).contains(&groups.len()) && groups.iter().all(|group| is_group(answer, group));
        is_whole.then(|| unplaced(groups))
    })
}

/// Groups whose heads all say where they stand, `左栏：现状`, `Right — Goals`, without that.
fn unplaced(mut groups: Vec<Group>) -> Vec<Group> {
    let names: Option<Vec<String>> =
        groups.iter().map(|group| behind_place(&group.name).map(str::to_owned)).collect();
    for (group, name) in groups.iter_mut().zip(names.into_iter().flatten()) {
        group.name = name;
    }
    groups
}

/// What stands behind the place that a name begins with.
fn behind_place(name: &str) -> Option<&str> {
    let words = &*CONVENTIONS;
    let places = [&words.label[&Meaning::Left], &words.label[&Meaning::Right], &words.middle];
    let length = places.into_iter().filter_map(|words| words.begins(name)).max()?;
    let rest = name[length..].trim_start();
    let text = rest.trim_start_matches(['：', ':', '—', '–', '-', '｜', '|', ' ']);
    (text.len() < rest.len() && !text.is_empty()).then_some(text)
}

/// The lines as groups, if they begin with a head.
fn of(
    answer: &Answer,
    shown: &[usize],
    head: fn(&Answer, usize) -> Option<String>,
) -> Option<Vec<Group>> {
    let mut groups: Vec<Group> = Vec::new();
    for at in shown.iter().copied() {
        match (head(answer, at), groups.last_mut()) {
            (Some(name), _) => groups.push(Group { at, name, lines: Vec::new() }),
            (None, Some(group)) => group.lines.push(at),
            (None, None) => return None,
        }
    }
    (groups.len() > 1).then_some(groups)
}

/// The name of a head in bold or in a heading of the third level.
fn head(answer: &Answer, at: usize) -> Option<String> {
    let line = answer.text(at).trim();
    if let Some((level, title)) = heading(line) {
        return (level == 3).then(|| title.to_owned());
    }
    // `👍 **They liked**`
    let words = unsigned(line);
    let sign = line[..line.len() - words.len()].trim_end();
    let name = bold(words)?.trim_end_matches(['：', ':']);
    Some(format!("{sign} {name}").trim_start().to_owned())
}

/// The name of a short line that nothing sets off, above a list: `现状：`, `Nearshore`.
fn plain_head(answer: &Answer, at: usize) -> Option<String> {
    if let Some(name) = head(answer, at) {
        return Some(name);
    }
    let line = answer.text(at).trim();
    let below = answer.shown_from(at + 1);
    let is_above_list = below.is_some_and(|at| item(answer.text(at)).is_some());
    let name = line.trim_end_matches(['：', ':']);
    let is_name = is_line(answer.text(at))
        && !name.contains(['，', '。', '：', '*', '`', '？', '?', '!', '！'])
        && width(name) <= WIDEST_HEAD;
    (is_name && is_above_list).then(|| name.to_owned())
}

/// The name of a short line by itself that begins a paragraph of labels: `第一次`, above `时间：…` and `人数：…`.
fn paragraph_head(answer: &Answer, at: usize) -> Option<String> {
    let is_labelled = |at: usize| !labelled(answer.text(at).trim()).0.is_empty();
    let name = answer.text(at).trim();
    let is_name = is_line(answer.text(at)) && width(name) <= WIDEST_HEAD && !is_labelled(at);
    (is_name && answer.is_apart(at) && is_labelled(at + 1)).then(|| name.to_owned())
}

/// The name of an item that others stand in.
fn item_head(answer: &Answer, at: usize) -> Option<String> {
    let (_, text) = bullet(answer.text(at)).filter(|_| indent(answer.text(at)) == 0)?;
    let name = unbold(text).trim_end_matches(['：', ':']);
    (!name.contains(['*', '`', '[', '$', '，', '。'])).then(|| name.to_owned())
}

/// Whether a few lines of one kind stand below a head: items of one depth, or lines.
fn is_group(answer: &Answer, group: &Group) -> bool {
    let line = |at: &usize| answer.text(*at);
    let depth = group.lines.first().map_or(0, |at| indent(line(at)));
    let is_item = |at: &usize| item(line(at)).is_some() && indent(line(at)) == depth;
    let is_bare = |at: &usize| is_line(line(at)) && indent(line(at)) == 0;
    // Below an item stand others that belong to it, not those beside it.
    let is_inside = item(answer.text(group.at)).is_none() || depth > 0;
    (1..=MOST).contains(&group.lines.len())
        && is_inside
        && width(&group.name) <= WIDEST_HEAD
        && (group.lines.iter().all(is_item) || group.lines.iter().all(is_bare))
}

/// The layout of groups below a title, which are written as it takes them.
pub(super) fn layout(
    answer: &mut Answer,
    groups: &[Group],
    title: &str,
) -> Option<(String, &'static str)> {
    let names: Vec<String> = groups.iter().map(|group| group.name.clone()).collect();
    let texts = groups.iter().flat_map(|group| &group.lines).map(|at| answer.text(*at));
    let widest = texts.map(|text| width(text.trim())).fold(0.0, f64::max);
    let (layout, why) = arrange::side_by_side(title, &names, widest)?;
    for group in groups.iter().rev() {
        for at in &group.lines {
            answer.lines[*at].text = answer.text(*at).trim_start().to_owned();
        }
        let number = answer.lines[group.at].number;
        let line = |text: String| Line { text, number };
        let head = [line(format!("### {}", group.name)), line(String::new())];
        answer.lines.splice(group.at..group.at + 1, head);
        if group.at > 0 && !answer.is_blank(group.at - 1) {
            answer.lines.insert(group.at, line(String::new()));
        }
    }
    Some((layout.to_owned(), why))
}
