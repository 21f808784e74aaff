//! Finds series of numbers in a sentence: named numbers of one unit → a chart; several units for
//! each name → a table. Every cell is a part of the sentence, which stays in the notes.

mod names;
mod numbers;

use std::borrow::Cow;

use super::runs::Run;
use super::sentences::Sentence;
use super::titles::plain;
use super::units::{Kind, Object, Unit};
use crate::deck::block::{Alignment, Table, TableSetting};
use crate::deck::chart::{ChartKind, ChartRow, Figure};
use crate::deck::{Block, Chart, ChartData, Inline, Spanned};
use numbers::Number;

/// Fewest names of a series.
const FEWEST: usize = 3;
/// Most names of a chart.
const MOST: usize = 12;
/// Ratio of the largest to the smallest number from which on the axis is logarithmic.
const LOG: f64 = 100.0;

/// Replaces sentences that are nothing but their numbers by charts and tables; behind those that
/// say more, adds them.
pub(super) fn shape(units: &mut Vec<Unit>) {
    let mut at = 0;
    while at < units.len() {
        let found = units[at].sentence().and_then(|sentence| found(sentence));
        if let Some((block, caption, complete)) = found {
            let span = units[at].span;
            let block = Cow::Owned(Spanned::new(block, span));
            let object = Object { made: true, ..Object::new(block, caption) };
            if complete {
                units[at].kind = Kind::Object(object);
            } else {
                units[at].ties.leads = true;
                units.insert(at + 1, Unit::new(Kind::Object(object), Vec::new(), span));
                at += 1;
            }
        }
        at += 1;
    }
}

/// The chart or table of a sentence, its title, and whether it has all numbers of the sentence.
fn found(sentence: &Sentence) -> Option<(Block, Option<String>, bool)> {
    let text = sentence.text();
    if has_signs(&sentence.run) {
        return None;
    }
    let (caption, start) = claim(text);
    let body = &text[start..];
    let numbers = numbers::numbers(body);
    let values: Vec<&Number> = numbers.iter().filter(|number| number.counts()).collect();
    let (block, used) = table(body, &values).or_else(|| chart(body, &values))?;
    Some((block, caption, used == values.len()))
}

/// The headline before a colon in front of the numbers, and where the text behind it begins.
fn claim(text: &str) -> (Option<String>, usize) {
    match text.char_indices().find(|(_, c)| matches!(c, '：' | ':')) {
        Some((at, mark)) if !text[..at].contains(|c: char| c.is_ascii_digit()) => {
            (Some(text[..at].trim().to_owned()), at + mark.len_utf8())
        }
        _ => (None, 0),
    }
}

/// Whether the sentence contains formulas or code.
fn has_signs(run: &Run) -> bool {
    run.content.iter().any(|one| matches!(one.value, Inline::Code(_) | Inline::Math(_)))
}

/// A chart of the numbers of the last unit, and how many numbers it shows or names.
fn chart(text: &str, values: &[&Number]) -> Option<(Block, usize)> {
    let counted = values.last()?.scale.1;
    let own: Vec<&Number> =
        values.iter().copied().filter(|number| number.scale.1 == counted).collect();
    // Only numbers in the unit of the first one.
    let (unit, scale) = own.first().map(|first| (first.unit, first.scale.0))?;
    if !(FEWEST..=MOST).contains(&own.len()) {
        return None;
    }
    let zones = zones(text, own.iter().map(|number| number.range.clone()));
    let named = names::names(text, &zones)?;
    let labels: Vec<&str> = named.names.iter().map(|range| &text[range.clone()]).collect();
    let inside = |number: &&&Number| {
        named
            .names
            .iter()
            .any(|name| name.start <= number.range.start && number.range.end <= name.end)
    };
    // A chart of some of a sentence's numbers would say something else than the sentence, unless each of
    // its points has as many others: a size and a weight, each with a chart of its own.
    let others = values.iter().filter(|number| number.scale.1 != counted && !inside(number));
    if others.count() % own.len() != 0 {
        return None;
    }
    let used = values.iter().filter(|number| !number.vague || inside(number)).count();
    let figures: Vec<Figure> = own.iter().map(|number| figure(number, scale)).collect();
    let (least, most) = figures
        .iter()
        .map(Figure::value)
        .fold((f64::MAX, f64::MIN), |(a, b), v| (a.min(v), b.max(v)));
    if has_total(&figures) {
        return None;
    }
    let line = named.dates && own.len() >= 4;
    let rows = labels.into_iter().zip(figures);
    let rows = rows
        .map(|(label, figure)| ChartRow { label: label.to_owned(), values: vec![Some(figure)] });
    let quantity = named.quantity.map(|range| text[range].to_owned());
    let series = vec![quantity.unwrap_or_default()];
    let chart = Chart {
        kind: if line { ChartKind::Line } else { ChartKind::Bar },
        log: least > 0.0 && most / least > LOG,
        unit: Some(unit.to_owned()),
        data: ChartData { series, rows: rows.collect() },
        ..Chart::default()
    };
    Some((Block::Chart(chart), used))
}

/// Whether one of the numbers is the sum of the others: it would stand beside its parts.
fn has_total(figures: &[Figure]) -> bool {
    const PRECISION: f64 = 0.005;
    let sum: f64 = figures.iter().map(Figure::value).sum();
    let most = figures.iter().map(Figure::value).fold(f64::MIN, f64::max);
    figures.len() > FEWEST && (sum - 2.0 * most).abs() <= PRECISION * most
}

/// A number as it is written, or converted to a unit of another magnitude.
fn figure(number: &Number, scale: f64) -> Figure {
    if number.scale.0 == scale {
        return number.figure.clone();
    }
    let value = number.figure.value() * number.scale.0 / scale;
    // Removes the rounding error of binary fractions.
    format!("{value:.6}").parse().unwrap_or(value).into()
}

/// A row for each name, a column for each unit, where the units come in the same order for every name.
fn table(text: &str, values: &[&Number]) -> Option<(Block, usize)> {
    let first = values.first()?.unit;
    let columns = values.iter().skip(1).position(|number| number.unit == first)? + 1;
    let rows: Vec<&[&Number]> = values.chunks(columns).collect();
    let alike = |row: &&[&Number]| {
        row.len() == columns && row.iter().zip(rows[0]).all(|(one, other)| one.unit == other.unit)
    };
    if columns < 2 || rows.len() < FEWEST || !rows.iter().all(alike) {
        return None;
    }
    let ranges = rows.iter().map(|row| row[0].range.start..row[columns - 1].range.end);
    let zones = zones(text, ranges);
    let named = names::names(text, &zones)?;
    // Names that are mere numbers make a table that counts one unit against another.
    if named.names.iter().any(|name| !text[name.clone()].contains(char::is_alphabetic)) {
        return None;
    }
    let cell = |text: &str| plain(text);
    let mut head = vec![plain("")];
    head.push(cell(named.quantity.clone().map_or("", |range| &text[range])));
    head.extend(
        (1..columns).map(|at| {
            cell(names::column(&text[rows[0][at - 1].range.end..rows[0][at].range.start]))
        }),
    );
    let body = rows.iter().zip(&named.names).map(|(row, name)| {
        let numbers = row.iter().map(|number| cell(&text[number.range.clone()]));
        std::iter::once(cell(&text[name.clone()])).chain(numbers).collect()
    });
    let mut align = vec![Alignment::Auto];
    align.extend(std::iter::repeat_n(Alignment::Right, columns));
    let table = Table { align, head, rows: body.collect(), setting: TableSetting::default() };
    let sure = values.iter().filter(|number| !number.vague).count();
    Some((Block::Table(table), sure))
}

/// The text before each number, from the number before it on.
fn zones(
    text: &str,
    ranges: impl Iterator<Item = std::ops::Range<usize>>,
) -> Vec<std::ops::Range<usize>> {
    let mut start = 0;
    ranges
        .map(|range| {
            let zone = start..range.start;
            start = range.end;
            debug_assert!(text.is_char_boundary(start));
            zone
        })
        .collect()
}
