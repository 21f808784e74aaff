//! Lines with one of two signs each, `✅ …` and `❌ …`, or two that are held against each other, `利：甲、乙` and
//! `弊：丙`: two columns.

use super::super::answer::{Answer, Line};
use super::super::conventions::CONVENTIONS;
use super::super::form::{item, unlisted};
use super::Point;
use crate::deck::arrange::{self, width};

/// Fewest lines with signs.
const FEWEST: usize = 3;

/// What stands on each side, and the lines that say it.
pub(super) struct Sides {
    first: usize,
    last: usize,
    sides: [(String, Vec<String>); 2],
}

/// The two sides that lines are, behind at most one that leads to them.
pub(super) fn read(answer: &Answer, shown: &[usize]) -> Option<Sides> {
    let text = |at: &usize| unlisted(answer.text(*at)).trim_end_matches('\\').trim();
    let lead = usize::from(shown.first().is_some_and(|at| sign(text(at)).is_none()));
    let shown = &shown[lead..];
    let mut sides: [(String, Vec<String>); 2] = Default::default();
    for at in shown {
        for (is_good, mark, words) in signed(text(at)) {
            let (name, lines) = &mut sides[usize::from(!is_good)];
            if name.is_empty() {
                *name = mark.to_owned();
            }
            lines.push(words.to_owned());
        }
        sign(text(at))?;
    }
    let first_is_bad =
        shown.first().and_then(|at| sign(text(at))).is_some_and(|(is_good, ..)| !is_good);
    if first_is_bad {
        sides.reverse();
    }
    let lines: usize = sides.iter().map(|(_, lines)| lines.len()).sum();
    let is_even = sides.iter().all(|(_, lines)| !lines.is_empty()) && lines >= FEWEST;
    let (first, last) = (*shown.first()?, *shown.last()?);
    is_even.then_some(Sides { first, last, sides })
}

/// Two labelled lines that are held against each other, each of which enumerates something.
pub(super) fn compared(answer: &Answer, points: &[Point], title: &str) -> Option<Sides> {
    let [one, other] = points else { return None };
    let names = [one.label.clone(), other.label.clone()];
    let marks = names.each_ref().map(|name| sign(name).map(|(is_good, ..)| is_good));
    let is_marked = matches!(marks, [Some(a), Some(b)] if a != b);
    if names.iter().any(String::is_empty) || !(is_marked || arrange::are_compared(title, &names)) {
        return None;
    }
    let parts = [one, other].map(|point| parts(&point.text));
    let is_list = parts.iter().all(|parts| parts.len() > 1);
    let [first, second] = parts;
    let [a, b] = names;
    // Items with a number, or with others between them, are points of a list.
    let is_item = item(answer.text(one.at)).is_some();
    let is_pair = one.number.is_none() && (!is_item || other.at == one.at + 1);
    let sides = Sides { first: one.at, last: other.at, sides: [(a, first), (b, second)] };
    (is_list && is_pair).then_some(sides)
}

/// What a text enumerates.
fn parts(text: &str) -> Vec<String> {
    let by = |signs: &[char]| {
        let parts = text.split(signs).map(str::trim).filter(|part| !part.is_empty());
        parts.map(str::to_owned).collect::<Vec<_>>()
    };
    let text_parts = [by(&['；', ';']), by(&['、']), by(&[','])];
    // A comma in brackets parts nothing.
    let is_whole = |parts: &Vec<String>| {
        parts.len() > 1
            && parts
                .iter()
                .all(|part| part.matches(['（', '(']).count() == part.matches(['）', ')']).count())
    };
    text_parts.into_iter().find(is_whole).unwrap_or_else(|| vec![text.to_owned()])
}

/// The sign that a text begins with: whether it is a good one, the sign, and the rest.
fn sign(text: &str) -> Option<(bool, &str, &str)> {
    let of = |(is_good, words): (bool, &super::super::conventions::Words)| {
        let mark = words.iter().find(|mark| text.starts_with(mark))?;
        let rest = text[mark.len()..].trim_start_matches(['\u{fe0f}', ' ', '　']);
        (!rest.is_empty()).then(|| (is_good, &text[..mark.len()], rest))
    };
    [(true, &CONVENTIONS.sign.yes), (false, &CONVENTIONS.sign.no)].into_iter().find_map(of)
}

/// What a line says of each side: `❌ 甲 → ⭕ 乙` says something of both.
fn signed(text: &str) -> Vec<(bool, &str, &str)> {
    let Some((is_good, mark, rest)) = sign(text) else { return Vec::new() };
    let other = rest.char_indices().find_map(|(at, _)| {
        let (other, mark, words) = sign(&rest[at..])?;
        let before = rest[..at].trim_end_matches([' ', '　', '→', '—', '-', '>', '/', '|', '：']);
        (other != is_good && !before.is_empty())
            .then_some(((is_good, before), (other, mark, words)))
    });
    match other {
        Some(((is_good, before), other)) => vec![(is_good, mark, before), other],
        None => vec![(is_good, mark, rest)],
    }
}

/// The layout of two sides below a title, which are written as it takes them.
pub(super) fn layout(
    answer: &mut Answer,
    sides: &Sides,
    title: &str,
) -> Option<(String, &'static str)> {
    let names = sides.sides.each_ref().map(|(name, _)| name.clone());
    let texts = sides.sides.iter().flat_map(|(_, lines)| lines);
    let widest = texts.map(|text| width(text)).fold(0.0, f64::max);
    let (layout, why) = arrange::side_by_side(title, &names, widest)?;
    let number = answer.lines[sides.first].number;
    let mut lines = Vec::new();
    if let Some(above) = sides.first.checked_sub(1).filter(|above| !answer.is_blank(*above)) {
        // What leads to them is no item by itself.
        if let Some((_, text)) = item(answer.text(above)) {
            answer.lines[above].text = text.to_owned();
        }
        lines.push(String::new());
    }
    for (name, texts) in &sides.sides {
        lines.extend([format!("### {name}"), String::new()]);
        lines.extend(texts.iter().map(|text| format!("- {text}")));
        lines.push(String::new());
    }
    let lines = lines.into_iter().map(|text| Line { text, number });
    answer.lines.splice(sides.first..sides.last + 1, lines);
    Some((layout.to_owned(), why))
}
