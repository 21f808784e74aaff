//! A cover → the title slide, and the keys of the front matter.

use std::ops::Range;

use super::super::answer::{Answer, Line, comment};
use super::super::titles;
use super::ABOVE;
use super::above::{self, Above};
use super::parts::Cover;

/// What is said of the pairs.
const PAIRS: &str = "the cover becomes the title slide, without the labels of its parts";

/// Writes the title slide in place of a cover.
pub(super) fn settle(
    answer: &mut Answer,
    slide: Range<usize>,
    at: usize,
    mut cover: Cover,
    otherwise: String,
) {
    let number = answer.lines[at].number;
    let above = above::read(answer, slide.start);
    let title = [&cover.title, &otherwise, &above.title].into_iter().find(|text| !text.is_empty());
    let Some(title) = title.map(|title| titles::without_scaffold(title)) else { return };
    if cover.subtitle.is_empty() {
        cover.subtitle.clone_from(&above.subtitle);
    }
    let class = class(answer, slide.end, &above);
    // What is said of the talk is said to its first slide.
    let is_said = |at: &usize| {
        let line = answer.text(*at).trim();
        line.starts_with("<!--") && line.ends_with("-->")
    };
    let said: Vec<usize> = above.lines.clone().filter(is_said).collect();
    let mut lines = vec![String::new(), format!("# {title}{class}"), String::new()];
    lines.extend(below_title(&cover));
    lines.extend(said.iter().flat_map(|at| [answer.text(*at).to_owned(), String::new()]));
    lines.extend(above.sections.iter().flat_map(|title| [format!("# {title}"), String::new()]));
    let lines: Vec<&str> = lines.iter().flat_map(|line| line.split('\n')).collect();
    leave_out_above(answer, &above, &lines.concat());
    answer.say("chat-scaffolding", PAIRS, number);
    answer.replace(at..slide.end, &lines);
    answer.lines[at..at + lines.len()].iter_mut().for_each(|line| line.number = number);
    // Code above stays: it is no title.
    let texts = answer.is_text();
    let out: Vec<bool> = (0..answer.lines.len())
        .map(|line| {
            (above.lines.start..at).contains(&line) && (texts[line] || said.contains(&line))
        })
        .collect();
    answer.leave_out(&out);
    front_matter(answer, number, &cover.persons, &cover.date);
}

/// The class of the title slide that ends at a line: with no slide below, or sections, it takes a word to be the title.
fn class(answer: &Answer, end: usize, above: &Above) -> &'static str {
    let is_section = |at: usize| answer.heading(at).is_some_and(|(level, _)| level == 1);
    let is_only = end == answer.lines.len()
        || !above.sections.is_empty()
        || (end..answer.lines.len()).any(is_section);
    if is_only { " {.title}" } else { "" }
}

/// Says what of the lines above is on the title slide in no words.
fn leave_out_above(answer: &mut Answer, above: &Above, shown: &str) {
    let is_shown =
        |at: &usize| above.named.iter().any(|(named, text)| named == at && shown.contains(text));
    let named = above.named.iter().map(|(at, _)| *at).filter(|at| !is_shown(at));
    let mut out: Vec<usize> = above.outside.iter().copied().chain(named).collect();
    out.sort_unstable();
    for at in out {
        answer.say_left_out("text-outside-deck", ABOVE, at..at + 1);
    }
}

/// What stands on the title slide below its title. What stood together stays together.
fn below_title(cover: &Cover) -> Vec<String> {
    let mut lines = Vec::new();
    if !cover.subtitle.is_empty() {
        lines.extend([cover.subtitle.clone(), String::new()]);
    }
    if !cover.others.is_empty() {
        lines.extend([cover.others.join("\\\n"), String::new()]);
    }
    if !cover.said.is_empty() {
        let line = |text: &String| Line { text: text.clone(), number: 0 };
        lines.extend(
            comment(cover.said.iter().map(line).collect()).into_iter().map(|line| line.text),
        );
    }
    let mut above = None;
    for (at, line) in &cover.left {
        if above.is_some_and(|above| above + 1 < *at) {
            lines.push(String::new());
        }
        lines.push(line.clone());
        above = Some(*at);
    }
    lines.push(String::new());
    lines
}

/// Says in the front matter who speaks, and when.
fn front_matter(answer: &mut Answer, number: usize, persons: &[String], date: &str) {
    let mut keys = Vec::new();
    if !persons.is_empty() {
        keys.push(format!(
            "author: [{}]",
            persons.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ")
        ));
    }
    if !date.is_empty() {
        keys.push(format!("date: {}", quoted(date)));
    }
    put_keys(answer, number, &keys);
}

/// Writes keys into the front matter; without one, a new one.
pub(in crate::deck::markdown::dialect::chatbot) fn put_keys(
    answer: &mut Answer,
    number: usize,
    keys: &[String],
) {
    if keys.is_empty() {
        return;
    }
    let at = match answer.front_matter() {
        Some(front) => front.end - 1,
        None => {
            while answer.is_blank(0) && !answer.lines.is_empty() {
                answer.lines.remove(0);
            }
            answer.replace(0..0, &["---", "---", ""]);
            1
        }
    };
    answer.replace(at..at, keys);
    let end = at + keys.len() + 1;
    answer.lines[..end]
        .iter_mut()
        .filter(|line| line.text.starts_with("---") || line.number == 0)
        .for_each(|line| line.number = line.number.min(number));
    answer.lines[at..at + keys.len()].iter_mut().for_each(|line| line.number = number);
}

/// A text as a value in YAML.
pub(in crate::deck::markdown::dialect::chatbot) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
