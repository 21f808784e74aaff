//! An outline in which nothing divides but numbers, `**一、绿茶**` or `1. **绿茶**` with lists below, or
//! brackets, `【绿茶】`.

use super::answer::{Answer, heading, indent, is_divider};
use super::labels::Label;
use super::markers::{number, unmarked};

/// Fewest entries of an outline.
const FEWEST: usize = 3;

/// Makes headings of the entries; the lines where slides begin by them.
pub(super) fn settle(answer: &mut Answer) -> Vec<usize> {
    let texts = answer.is_text();
    let text = || (0..answer.lines.len()).filter(|at| texts[*at]);
    let divides = |at: usize| {
        is_divider(answer.text(at)) || heading(answer.text(at)).is_some_and(|(level, _)| level > 1)
    };
    if text().any(divides) || text().filter(|at| heading(answer.text(*at)).is_some()).count() > 1 {
        return Vec::new();
    }
    let entries: Vec<(usize, Entry)> =
        text().filter_map(|at| Some((at, Entry::of(answer.text(at))?))).collect();
    let counts = entries
        .iter()
        .enumerate()
        .all(|(at, (_, entry))| entry.number == at + 1 || entry.shape == Shape::Bracket);
    let alike = entries.windows(2).all(|pair| pair[0].1.shape == pair[1].1.shape);
    if entries.len() < FEWEST || !counts || !alike || !has_content(answer, &entries) {
        return Vec::new();
    }
    let mut begins = Vec::new();
    let mut end = answer.lines.len();
    for (at, entry) in entries.into_iter().rev() {
        let depth = (at + 1..end)
            .filter(|at| !answer.is_blank(*at))
            .map(|at| indent(answer.text(at)))
            .min()
            .unwrap_or(0);
        for line in &mut answer.lines[at + 1..end] {
            line.text = line.text.chars().skip(depth.min(indent(&line.text))).collect();
        }
        answer.replace(at..at + 1, &[&format!("## {}", entry.title), ""]);
        begins.iter_mut().for_each(|begin| *begin += 1);
        begins.push(at);
        end = at;
    }
    begins.reverse();
    begins
}

/// Whether something stands below most entries.
fn has_content(answer: &Answer, entries: &[(usize, Entry)]) -> bool {
    let ends = entries.iter().skip(1).map(|(at, _)| *at).chain([answer.lines.len()]);
    let full = entries
        .iter()
        .zip(ends)
        .filter(|((at, _), end)| (at + 1..*end).any(|at| !answer.is_blank(at)));
    full.count() * 3 >= entries.len() * 2
}

/// An entry of an outline.
struct Entry {
    number: usize,
    title: String,
    shape: Shape,
}

/// How an entry is written.
#[derive(PartialEq)]
enum Shape {
    /// `**一、绿茶**`, `**1. 绿茶**`
    Bold,
    /// `1. **绿茶**`
    Item,
    /// `一、绿茶`
    Plain,
    /// `【绿茶】`, which has no number
    Bracket,
}

impl Entry {
    fn of(line: &str) -> Option<Self> {
        if let Some(title) =
            line.strip_prefix('【').and_then(|line| line.trim_end().strip_suffix('】'))
        {
            let is_title = !title.contains(['【', '：', ':', '。'])
                && title.chars().count() <= 20
                && Label::of(line).is_none();
            return is_title.then(|| Self {
                number: 0,
                title: title.to_owned(),
                shape: Shape::Bracket,
            });
        }
        let inner = line.strip_prefix("**").and_then(|line| line.trim_end().strip_suffix("**"));
        let text = inner.unwrap_or(line);
        let is_han = !text.starts_with(|c: char| c.is_ascii_digit());
        let (number, rest) = number(text)?;
        let rest = rest.strip_prefix(['、', '.', '．', ' '])?.trim();
        let is_title = !rest.is_empty()
            && rest.chars().count() <= 40
            && !rest.ends_with(['。', '；', '，', '：', ':']);
        let shape = match inner {
            Some(_) => Shape::Bold,
            None if is_han => Shape::Plain,
            None if rest.starts_with("**") && rest.ends_with("**") && rest.len() > 4 => Shape::Item,
            None => return None,
        };
        is_title.then(|| Self { number, title: unmarked(rest), shape })
    }
}
