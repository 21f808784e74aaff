//! An outline in which nothing divides but numbers, `**一、绿茶**`, `1. **绿茶**`, `第一部分 绿茶`, `II. 绿茶` with
//! lists below, brackets, `【绿茶】`, labels, `标题：绿茶`, or bold and bare lines above lists.

use super::answer::{Answer, heading, indent, is_divider, item};
use super::conventions::Meaning;
use super::labels::Label;
use super::lists::is_bulleted;
use super::markers::{number, unmarked};
use crate::deck::arrange::marks::{Style, marker};

/// What is said of the entries.
const MESSAGE: &str =
    "lines that count as the headings of an outline do are read as titles of slides";

/// Fewest entries of an outline.
const FEWEST: usize = 3;
/// Fewest entries that are no more than items of a list by themselves.
const FEWEST_OF_LIST: usize = 5;
/// Most characters of a title that nothing sets off.
const MOST_TITLE: usize = 40;

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
    let entries: Vec<(usize, Entry)> = text()
        .filter_map(|at| {
            Some((at, Entry::of(answer.text(at)).or_else(|| Entry::bare(answer, at))?))
        })
        .collect();
    let of = |shape: &Shape| -> Vec<(usize, Entry)> {
        let mut found: Vec<(usize, Entry)> =
            entries.iter().filter(|(_, entry)| entry.shape == *shape).cloned().collect();
        // The title of the talk in the shape of those of its slides, with nothing below.
        let is_title = found.len() > 1
            && found[0].1.number == 0
            && (found[0].0 + 1..found[1].0).all(|at| answer.is_blank(at));
        if is_title {
            found.remove(0);
        }
        found
    };
    let Some(entries) = SHAPES.iter().map(of).find(|entries| are_slides(answer, entries)) else {
        return Vec::new();
    };
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
        answer.say("mistyped-markup", MESSAGE, answer.lines[at].number);
        answer.replace(at..at + 1, &[&format!("## {}", entry.title), ""]);
        begins.iter_mut().for_each(|begin| *begin += 1);
        begins.push(at);
        end = at;
    }
    begins.reverse();
    answer.is_outline = true;
    begins
}

/// Whether entries of one shape are slides: enough of them, which count up, with content below.
fn are_slides(answer: &Answer, entries: &[(usize, Entry)]) -> bool {
    let Some((_, first)) = entries.first() else { return false };
    let fewest = match first.shape {
        Shape::Number => FEWEST_OF_LIST,
        Shape::Strong | Shape::Line => FEWEST + 1,
        _ => FEWEST,
    };
    let counts = entries.iter().enumerate().all(|(at, (_, entry))| entry.number == at + 1);
    let is_numbered = entries.iter().any(|(_, entry)| entry.number > 0);
    let lines = (0..answer.lines.len()).filter(|at| !answer.is_blank(*at)).count();
    let is_full = first.shape != Shape::Number || lines >= entries.len() * FEWEST;
    entries.len() >= fewest && (counts || !is_numbered) && is_full && has_content(answer, entries)
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
#[derive(Clone)]
struct Entry {
    number: usize,
    title: String,
    shape: Shape,
}

/// How an entry is written.
#[derive(Clone, PartialEq)]
enum Shape {
    /// `**一、绿茶**`, `**1. 绿茶**`
    Bold,
    /// `1. **绿茶**`
    Item,
    /// `一、绿茶`
    Plain,
    /// `第一部分 绿茶`, `壹、绿茶`, `（一）绿茶`
    Marked(Style),
    /// `1 绿茶`
    Bare,
    /// `II. Green tea`
    Roman,
    /// `1️⃣ 绿茶`, `① 绿茶`
    Sign,
    /// `标题：绿茶`
    Labelled,
    /// `【绿茶】`, which has no number
    Bracket,
    /// `1. 绿茶`
    Number,
    /// `**绿茶**` on a line of its own
    Strong,
    /// `绿茶` right above a list
    Line,
    /// `0:00–1:00｜绿茶`
    Timed,
}

/// The shapes; where two divide an outline, the first does.
const SHAPES: [Shape; 16] = [
    Shape::Timed,
    Shape::Marked(Style::Chapter),
    Shape::Marked(Style::Lecture),
    Shape::Marked(Style::HanCapital),
    Shape::Bold,
    Shape::Item,
    Shape::Plain,
    Shape::Bare,
    Shape::Roman,
    Shape::Sign,
    Shape::Labelled,
    Shape::Bracket,
    Shape::Marked(Style::HanBracket),
    Shape::Number,
    Shape::Strong,
    Shape::Line,
];

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
        if let Some(entry) = Self::marked(line) {
            return Some(entry);
        }
        let inner = line.strip_prefix("**").and_then(|line| line.trim_end().strip_suffix("**"));
        let text = inner.unwrap_or(line);
        let is_han = !text.starts_with(|c: char| c.is_ascii_digit());
        let (number, behind) = number(text)?;
        let rest = behind.strip_prefix(['、', '.', '．', ' '])?.trim();
        let is_bare = behind.starts_with(' ');
        let is_title = is_title(rest) && !(behind.starts_with('.') && marker_of_two(text));
        let shape = match inner {
            Some(_) => Shape::Bold,
            None if is_han => Shape::Plain,
            None if is_bare => Shape::Bare,
            None if rest.starts_with("**") && rest.ends_with("**") && rest.len() > 4 => Shape::Item,
            None => Shape::Number,
        };
        is_title.then(|| Self { number, title: unmarked(rest), shape })
    }

    /// `第一部分 绿茶`, `壹、绿茶`, `（一）绿茶`; what parts are called stays.
    fn marked(line: &str) -> Option<Self> {
        let marker = marker(line)?;
        let shape = Shape::Marked(marker.style);
        let is_name = matches!(marker.style, Style::Chapter | Style::Lecture);
        let title = line[if is_name { 0 } else { marker.length }..].trim();
        (SHAPES.contains(&shape) && is_title(title)).then(|| Self {
            number: marker.number,
            title: unmarked(title),
            shape,
        })
    }

    /// One without a number in Han or digits: `II. …`, `标题：…`, `**…**`, a line right above a list.
    fn bare(answer: &Answer, at: usize) -> Option<Self> {
        let line = answer.text(at);
        let of = |title: &str, number: usize, shape: Shape| {
            let is_title = is_title(title) && !title.ends_with(['.', ';', ',']);
            is_title.then(|| Self { number, title: unmarked(title), shape })
        };
        if let Some(title) = timed(line) {
            return of(&title, 0, Shape::Timed);
        }
        if let Some(label) = Label::of(line) {
            let is_title = label.meaning == Meaning::Title && !label.rest.is_empty();
            let title = label.without_open(&label.rest).to_owned();
            return of(&title, 0, Shape::Labelled).filter(|_| is_title);
        }
        if let Some((number, title)) = keycap(line.trim_start_matches('*')) {
            return of(title.trim_end_matches('*'), number, Shape::Sign);
        }
        if let Some((number, title)) = roman(line.trim_matches('*')) {
            return of(title, number, Shape::Roman);
        }
        let inner = line.trim_end().strip_prefix("**").and_then(|line| line.strip_suffix("**"));
        if let Some(title) = inner.filter(|title| !title.contains("**")) {
            return of(title, 0, Shape::Strong);
        }
        let is_text = item(line).is_none()
            && indent(line) == 0
            && line.starts_with(char::is_alphanumeric)
            && answer.is_apart(at);
        let above_list = answer.shown_from(at + 1);
        let above_list = above_list
            .is_some_and(|at| item(answer.text(at)).is_some() || is_bulleted(answer.text(at)));
        of(line.trim(), 0, Shape::Line).filter(|_| is_text && above_list)
    }
}

/// Whether a text may be a title: it is short and no sentence.
pub(super) fn is_title(text: &str) -> bool {
    !text.is_empty()
        && text.chars().count() <= MOST_TITLE
        && !text.ends_with(['。', '；', '，', '：', ':'])
}

/// Whether a text begins with `1.1`.
fn marker_of_two(text: &str) -> bool {
    marker(text).is_some_and(|marker| matches!(marker.style, Style::Dotted(_)))
}

/// `0:00–1:00｜绿茶`: the title, with the time behind it as titles have remarks.
fn timed(line: &str) -> Option<String> {
    let text = line.trim_start_matches(['【', '[', '（', '(', '*']);
    let end = text.find(|c: char| !(c.is_ascii_digit() || ":：-–—~～至'\"′″ ".contains(c)))?;
    let time = text[..end].trim();
    let is_range = time.matches([':', '：']).count() == 2;
    let title =
        text[end..].trim_matches(['｜', '|', '】', ']', '）', ')', '*', ' ', '　', '：', ':']);
    let title = title.trim_start_matches(['-', '–', '—']).trim();
    (is_range && !title.is_empty() && title.chars().count() <= 20)
        .then(|| format!("{title}（{time}）"))
}

/// The number of `1️⃣ 封面`, and the title.
pub(super) fn keycap(text: &str) -> Option<(usize, &str)> {
    let mut chars = text.chars();
    let first = chars.next()?;
    let number = match first {
        '0'..='9' => {
            chars
                .as_str()
                .strip_prefix('\u{fe0f}')
                .unwrap_or(chars.as_str())
                .strip_prefix('\u{20e3}')?;
            first.to_digit(10)? as usize
        }
        '🔟' => 10,
        _ => return None,
    };
    let title = text.trim_start_matches(|c: char| {
        c == first || matches!(c, '\u{fe0f}' | '\u{20e3}' | ' ' | '*')
    });
    Some((number, title))
}

/// The number of `IV. Title`, and the title.
pub(super) fn roman(text: &str) -> Option<(usize, &str)> {
    const NUMBERS: [&str; 12] =
        ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];
    let (number, rest) = text.split_once(['.', '、'])?;
    let number = NUMBERS.iter().position(|roman| *roman == number)? + 1;
    Some((number, rest.trim()))
}
