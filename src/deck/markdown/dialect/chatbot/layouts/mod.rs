//! Layouts that the content of a slide asks for: dated items are a timeline, ordered steps are steps, labels
//! with a text are cards, two sides are compared, a line with a figure is a statement. What decides is
//! `deck/arrange`, as for drafts; here is how it is read from lines, and written.

mod groups;
mod signs;

use std::collections::BTreeSet;
use std::ops::Range;

use super::answer::Answer;
use super::conventions::CONVENTIONS;
use super::form::{heading, indent, is_text, item, title_of, unsigned};
use super::labels::colon;
use crate::deck::arrange::dates::{self, DateOf};
use crate::deck::arrange::marks::{Style, marker};
use crate::deck::arrange::width;
use crate::deck::arrange::{self, Entry};
use crate::deck::meta::LayoutChoice;
use groups::Group;
use signs::Sides;

/// Fewest lines with labels that are as good as items.
const FEWEST_LINES: usize = 2;
/// Widest line that is a statement.
const WIDEST_STATEMENT: f64 = 28.0;
/// What the widest of several cards has to hold at least, in Han characters.
const NARROWEST_CARDS: f64 = 18.0;
/// Widest label that nothing sets off.
const WIDEST_PLAIN_LABEL: f64 = 12.0;

/// An item as far as layouts read it.
struct Point {
    at: usize,
    label: String,
    text: String,
    /// Its number, if it has one.
    number: Option<usize>,
}

impl Point {
    /// What its layout depends on.
    fn entry(&self) -> Entry {
        let (label, text) = (width(&self.label), width(&self.text));
        Entry { label, text, is_plain: true, words: format!("{}{}", self.label, self.text) }
    }
}

/// What stands below the heading of a slide.
enum Body {
    /// A line or none, and a list.
    List(Vec<Point>),
    /// A line by itself.
    Line(usize),
    /// A line or none, and heads with a few lines or items each.
    Groups(Vec<Group>),
    /// Lines or items with one of two signs each.
    Sides(Sides),
}

/// Names the layouts of slides that have none.
/// `otherwise`: what holds where the front matter says nothing of it.
pub(super) fn settle(answer: &mut Answer, otherwise: Option<LayoutChoice>) {
    let layouts = asked(answer).unwrap_or(otherwise);
    if !answer.is_evident() || layouts == Some(LayoutChoice::Plain) {
        return;
    }
    let titles = titled(answer).into_iter().rev();
    let read = |slide: Range<usize>| Some((slide.start, body(answer, slide.start + 1..slide.end)?));
    // Before any line is changed.
    let bodies: Vec<(usize, Body)> = titles.filter_map(read).collect();
    for (start, body) in bodies {
        let title = title_of(answer.text(start)).to_owned();
        let lower = title.to_lowercase();
        let layout = match &body {
            Body::List(points) => list(answer, points, &lower),
            Body::Line(at) => statement(answer, *at),
            Body::Groups(groups) => groups::layout(answer, groups, &lower),
            Body::Sides(sides) => signs::layout(answer, sides, &lower),
        };
        if let Some((layout, why)) = layout {
            answer.lines[start].text = format!("## {title} {{.{layout}}}");
            answer.laid_out.push((title, why));
        }
    }
    answer.laid_out.reverse();
}

/// What the front matter says of layouts; `None` if nothing.
fn asked(answer: &Answer) -> Option<Option<LayoutChoice>> {
    let mut front = answer.front_matter().into_iter().flatten();
    let value = front.find_map(|at| answer.text(at).strip_prefix("layouts:"))?.trim();
    LayoutChoice::WORDS.into_iter().find(|(word, _)| *word == value).map(|(_, choice)| choice)
}

/// The slides with a title of the second level and no class: agendas and the like are known.
fn titled(answer: &Answer) -> Vec<Range<usize>> {
    let names = &CONVENTIONS.name;
    let is_plain = |slide: &Range<usize>| {
        heading(answer.text(slide.start)).is_some_and(|(level, title)| {
            level == 2
                && !title.ends_with('}')
                && !names.agenda.has(title)
                && !names.questions.has(title)
        })
    };
    answer.slides().into_iter().filter(is_plain).collect()
}

/// What a slide shows, if it is one of the things that a layout is for.
fn body(answer: &Answer, lines: Range<usize>) -> Option<Body> {
    let (texts, comments) = (answer.is_text(), answer.is_comment());
    let shown: Vec<usize> = answer.shown(lines).filter(|at| !comments[*at]).collect();
    if !shown.iter().all(|at| texts[*at]) {
        return None;
    }
    if let Some(groups) = groups::read(answer, &shown) {
        return Some(Body::Groups(groups));
    }
    if let Some(sides) = signs::read(answer, &shown) {
        return Some(Body::Sides(sides));
    }
    let lead = shown.iter().take_while(|at| is_line(answer.text(**at))).count();
    if lead == shown.len() && lead >= FEWEST_LINES {
        let points: Vec<Point> = shown.iter().filter_map(|at| line_point(answer, *at)).collect();
        return (points.len() == shown.len()).then_some(Body::List(points));
    }
    match (lead, shown.len()) {
        (1, 1) => Some(Body::Line(shown[0])),
        (0 | 1, 2..) => {
            let points: Option<Vec<Point>> =
                shown[lead..].iter().map(|at| point(answer, *at)).collect();
            points.filter(|points| points.len() > 1).map(Body::List)
        }
        _ => None,
    }
}

/// Whether a line is a paragraph of plain text.
fn is_line(line: &str) -> bool {
    is_text(line) && !line.starts_with(['[', '`', '$', ' ', '\t']) && !line.ends_with('\\')
}

/// An item that stands by itself, with its label if it has one.
fn point(answer: &Answer, at: usize) -> Option<Point> {
    let line = answer.text(at);
    let (mark, text) = item(line).filter(|_| indent(line) == 0)?;
    let number = mark.trim().trim_end_matches(['.', ')']).parse().ok();
    let is_plain = !text.starts_with(['[', '!', '`', '$']) && !text.contains("![");
    let (label, text) = labelled(text.trim());
    is_plain.then_some(Point { at, label, text, number })
}

/// A line that is no item, with its label.
fn line_point(answer: &Answer, at: usize) -> Option<Point> {
    let (label, text) = labelled(answer.text(at).trim());
    let is_entry =
        !label.is_empty() || dates::of_entry("", &text).is_some() || year(&text).is_some();
    let is_plain = !text.starts_with(['[', '!', '`', '$']) && is_entry;
    is_plain.then_some(Point { at, label, text, number: None })
}

/// `**甲**：乙`, `**甲：** 乙`, `甲：乙`, `甲 —— 乙` in two, also behind a sign; without a label it is empty.
fn labelled(text: &str) -> (String, String) {
    let colon = [':', '：'];
    let of = |label: &str, rest: &str| {
        let rest = undashed(rest.trim().trim_start_matches(colon));
        (label.trim().trim_end_matches(colon).trim_end().to_owned(), rest.to_owned())
    };
    let words = unsigned(text);
    let sign = &text[..text.len() - words.len()];
    // `第1周　准备`
    let gap = words.split_once("  ").or_else(|| words.split_once('　'));
    if let Some((label, rest)) = gap.filter(|(label, _)| dates::is_time(label)) {
        return of(&format!("{sign}{label}"), rest);
    }
    if let Some((label, rest)) = words.strip_prefix("**").and_then(|text| text.split_once("**")) {
        let is_label =
            label.ends_with(colon) || rest.trim_start().starts_with(['：', ':', '-', '–', '—']);
        if is_label && !rest.trim().is_empty() {
            return of(&format!("{sign}{label}"), rest);
        }
        return (String::new(), text.to_owned());
    }
    let marks = ["：", ": ", " —— ", "——", " — ", " – "];
    let at = marks.iter().find_map(|mark| Some((text.find(mark)?, mark.len())));
    let Some((at, length)) = at else { return (String::new(), text.to_owned()) };
    let label = &text[..at];
    let is_name = !label
        .contains(['，', '。', ',', '、', '“', '"', '「', '(', '（', '`', '*', '？', '?', '→'])
        && (1.0..=WIDEST_PLAIN_LABEL).contains(&width(label));
    if is_name { of(label, &text[at + length..]) } else { (String::new(), text.to_owned()) }
}

/// A text without the dash before it; the sign of a number, `–€7.5M`, is none.
fn undashed(text: &str) -> &str {
    let text = text.trim_start();
    let rest = text.trim_start_matches(['-', '–', '—']);
    let is_dash = rest.starts_with([' ', '　'])
        || text.starts_with('—') && rest.starts_with(char::is_alphabetic);
    if is_dash { rest.trim_start() } else { text }
}

/// The layout of a list, whose items are written as it takes them.
fn list(answer: &mut Answer, points: &[Point], title: &str) -> Option<(String, &'static str)> {
    if let Some(layout) = timeline(answer, points) {
        return Some((layout, "each item has its date"));
    }
    if let Some(sides) = signs::compared(answer, points, title) {
        return signs::layout(answer, &sides, title);
    }
    // `- 口诀：…` behind numbered items is none of them.
    let is_mixed = points.iter().any(|point| point.number.is_some() != points[0].number.is_some());
    if is_mixed || slashed(answer, points) {
        return None;
    }
    let counted = counted(points);
    let points = counted.as_deref().unwrap_or(points);
    let entries: Vec<Entry> = points.iter().map(Point::entry).collect();
    let start = points.first().and_then(|point| point.number);
    let lead = points.first().and_then(|point| answer.shown_before(point.at));
    let lead = lead.map(|at| answer.text(at)).filter(|line| is_line(line)).unwrap_or_default();
    let (layout, why) = arrange::layout(&entries, &format!("{title} {lead}"), start);

    // `问：…`, `答：…` are no names of cards.
    let mut names = BTreeSet::new();
    let is_distinct =
        points.iter().all(|point| point.label.is_empty() || names.insert(&point.label));
    if layout == "content" || !is_distinct || are_mixed(points) {
        return None;
    }
    if layout == "cards" && stays_list(answer, points) {
        return None;
    }
    for point in points.iter().filter(|point| counted.is_some() || !point.label.is_empty()) {
        if counted.is_some() {
            let number = point.number.unwrap_or_default();
            answer.lines[point.at].text = format!("{number}. {}", point.text);
            continue;
        }
        let mark = point.number.map_or("-".to_owned(), |number| format!("{number}."));
        let colon = colon(&point.label, answer.text(point.at));
        answer.lines[point.at].text = format!("{mark} **{}**{colon}{}", point.label, point.text);
    }
    Some((layout.to_owned(), why))
}

/// Whether labels with their texts are so short that a list shows them larger; lines become its items.
fn stays_list(answer: &mut Answer, points: &[Point]) -> bool {
    let is_wide = |point: &Point| width(&point.label) + width(&point.text) >= NARROWEST_CARDS;
    if points.iter().any(is_wide) {
        return false;
    }
    for point in points {
        let line = answer.text(point.at).trim();
        if item(line).is_none() {
            answer.lines[point.at].text = format!("- {line}");
        }
    }
    true
}

/// Whether some labels are steps or dates, and others are not: cards would have them beside each other.
fn are_mixed(points: &[Point]) -> bool {
    let is_step = |label: &str| {
        marker(&format!("{label}：x")).is_some_and(|marker| marker.style == Style::Step)
    };
    let of_time = |point: &&Point| is_step(&point.label) || dates::is_time(&point.label);
    let count = points.iter().filter(of_time).count();
    count > 1 && count < points.len()
}

/// `价格：低 / 高 / 中` below `对比：甲 / 乙 / 丙`: a table. Whether it is one.
fn slashed(answer: &mut Answer, points: &[Point]) -> bool {
    let cells = |point: &Point| -> Vec<String> {
        let cells = point.text.split(" / ").map(|cell| cell.trim().to_owned());
        [point.label.clone()].into_iter().chain(cells).collect()
    };
    let rows: Vec<Vec<String>> = points.iter().map(cells).collect();
    let width = rows.first().map_or(0, Vec::len);
    let is_table = rows.len() > 2
        && width > 2
        && rows.iter().all(|row| row.len() == width && row.iter().all(|cell| !cell.is_empty()));
    if is_table {
        let (first, last) = (points[0].at, points[points.len() - 1].at);
        let mut lines: Vec<String> =
            rows.iter().map(|row| format!("| {} |", row.join(" | "))).collect();
        lines.insert(1, format!("|{}", "---|".repeat(width)));
        answer.replace(first..last + 1, &lines);
    }
    is_table
}

/// `第一步：…`, `步骤2：…` as numbered items.
fn counted(points: &[Point]) -> Option<Vec<Point>> {
    let count = |(at, point): (usize, &Point)| {
        let step = format!("{}：x", point.label);
        let is_next = marker(&step)
            .is_some_and(|marker| marker.style == Style::Step && marker.number == at + 1);
        let bare = marker(&step).is_some_and(|marker| &step[marker.length..] == "x");
        (is_next && bare).then(|| Point {
            at: point.at,
            label: String::new(),
            text: point.text.clone(),
            number: Some(at + 1),
        })
    };
    points.iter().enumerate().map(count).collect()
}

/// Items that each begin with a date, in order.
fn timeline(answer: &mut Answer, points: &[Point]) -> Option<String> {
    // `Q1. 上座はどこ？` is no quarter.
    if points.iter().any(|point| point.text.trim_end().ends_with(['？', '?'])) {
        return None;
    }
    let all: Option<Vec<(String, String)>> = points.iter().map(dated).collect();
    let dated = all.or_else(|| of_years(points))?;
    let widest = dated.iter().map(|(_, text)| width(text)).fold(0.0, f64::max);
    let dates: Vec<String> = dated.iter().map(|(date, _)| date.clone()).collect();
    if !arrange::is_timeline(points.len(), widest) || !dates::are_in_order(&dates) {
        return None;
    }
    for (point, (date, text)) in points.iter().zip(dated) {
        answer.lines[point.at].text = format!("- **{date}** {text}");
    }
    Some("timeline".to_owned())
}

/// `618 唐朝建立`, `626 …`: numbers before blanks that rise are years.
fn of_years(points: &[Point]) -> Option<Vec<(String, String)>> {
    let year = |point: &Point| year(&point.text).filter(|_| point.label.is_empty());
    let all: Vec<(u32, (String, String))> = points.iter().map(year).collect::<Option<_>>()?;
    let rises = all.windows(2).all(|pair| pair[0].0 < pair[1].0);
    rises.then(|| all.into_iter().map(|(_, entry)| entry).collect())
}

/// The number that a text begins with before a blank, and the two as they are written.
fn year(text: &str) -> Option<(u32, (String, String))> {
    let end = text.find(char::is_whitespace)?;
    let (date, rest) = (&text[..end], text[end..].trim_start());
    let is_date = date.chars().all(|c| c.is_ascii_digit() || "-–—".contains(c));
    let number: u32 = date.split(['-', '–', '—']).next()?.parse().ok()?;
    (is_date && (100..2200).contains(&number) && rest.starts_with(char::is_alphabetic))
        .then(|| (number, (date.to_owned(), rest.to_owned())))
}

/// The date of an item, and its text without it.
fn dated(point: &Point) -> Option<(String, String)> {
    let found = dates::of_entry(&point.label, &point.text).or_else(|| {
        let found = dates::dated(&point.text).filter(|_| point.label.is_empty())?;
        Some(DateOf::InText(found))
    });
    match found? {
        DateOf::Label => Some((dates::set(&point.label), point.text.clone())),
        DateOf::InText(found) => {
            Some((dates::set(&point.text[found.date]), point.text[found.rest].to_owned()))
        }
        DateOf::InLabel(found) if found.date.start == 0 => {
            let rest = &point.label[found.rest];
            Some((
                dates::set(&point.label[found.date]),
                format!("{rest}{}{}", colon(rest, rest), point.text),
            ))
        }
        DateOf::InLabel(_) => None,
    }
}

/// A line by itself that begins with its only figure, which is set in bold.
fn statement(answer: &mut Answer, at: usize) -> Option<(String, &'static str)> {
    let text = answer.text(at).trim().replace("**", "");
    let digits =
        text.find(|c: char| !(c.is_ascii_digit() || ",.".contains(c))).filter(|end| *end > 0)?;
    let behind = &text[digits..];
    let unit: usize =
        behind.chars().take_while(|c| "%％+亿万千百倍".contains(*c)).map(char::len_utf8).sum();
    let is_plain = !text.contains(['[', '`', '$', '<', '@', '*'])
        && !behind.contains(|c: char| c.is_ascii_digit())
        && unit > 0
        && (4.0..=WIDEST_STATEMENT).contains(&width(&text));
    if !is_plain {
        return None;
    }
    let (figure, rest) = text.split_at(digits + unit);
    answer.lines[at].text = format!("**{figure}**{rest}");
    Some(("statement".to_owned(), "a single figure"))
}
