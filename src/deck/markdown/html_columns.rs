//! What classes and styles of HTML put side by side: how many things, with which shares of the width.

use super::html::Tag;
use crate::deck::{Column, Spanned};

/// Most columns side by side.
const MOST: usize = 4;
/// Any number of columns.
const ALL: usize = usize::MAX;

/// Classes for things side by side, as many as there are.
const NAMES: [&str; 6] = ["columns", "cols", "row", "multi-columns", "multicolumn", "split"];

/// Things that stand side by side.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    /// How many stand in a row at most. [`ALL`]: as many as there are.
    most: usize,
    /// The share of each in percent; empty if they are equal.
    shares: Vec<f64>,
    /// Whether what stands in it flows from one to the next, and is not parted by elements.
    pub(super) flows: bool,
}

impl Row {
    /// As many as there are.
    fn any() -> Self {
        Self { most: ALL, shares: Vec::new(), flows: false }
    }

    /// So many.
    fn of(count: usize) -> Self {
        Self { most: evenly(count), shares: Vec::new(), flows: false }
    }

    /// As wide as numbers say, which count parts of the whole.
    fn parted(parts: &[f64]) -> Self {
        let (whole, first) = (parts.iter().sum::<f64>(), parts[0]);
        let is_equal = parts.iter().all(|part| *part == first) || parts.len() > MOST;
        let share = |part: &f64| (part * 100.0 / whole).round();
        let shares = if is_equal { Vec::new() } else { parts.iter().map(share).collect() };
        Self { shares, ..Self::of(parts.len()) }
    }

    /// How many of `count` things stand in a row. `are_small`: each is a single block.
    pub(super) fn length(&self, count: usize, are_small: bool) -> usize {
        match self.most {
            // Many small things are a line of their own each.
            ALL if are_small && count > MOST => 1,
            ALL => evenly(count),
            most => most,
        }
    }

    /// How many there are; two, if nothing says more.
    pub(super) fn count(&self) -> usize {
        if self.most == ALL { 2 } else { self.most }
    }

    /// Gives the columns of a row their shares, where they have no width of their own.
    pub(super) fn share_out(&self, columns: &mut [Spanned<Column>]) {
        if self.shares.len() != columns.len() {
            return;
        }
        for (column, share) in columns.iter_mut().zip(&self.shares) {
            column.value.width.get_or_insert_with(|| format!("{share}%"));
        }
    }
}

/// What an element puts side by side; `None` if nothing.
pub(super) fn side_by_side(tag: &Tag, source: &str) -> Option<Row> {
    let class = tag.attribute("class").unwrap_or_default();
    let style = tag.attribute("style").unwrap_or_default();
    let classes: Vec<&str> = class.split_whitespace().collect();
    if classes.contains(&"flex-col") {
        return None;
    }
    let is_named = |class: &&str| *class == "flex" || NAMES.contains(class);
    let counted = classes.iter().find_map(|class| grid(class)).or_else(|| of_styles(&style));
    counted
        .or_else(|| classes.iter().find_map(|class| named(class)))
        .or_else(|| classes.iter().find_map(|class| styled(source, class)))
        .or_else(|| classes.iter().any(is_named).then(Row::any))
}

/// `grid-cols-3`, `grid-cols-[2fr_1fr]`
fn grid(class: &str) -> Option<Row> {
    let count = class.strip_prefix("grid-cols-")?;
    match count.strip_prefix('[') {
        Some(widths) => tracks(&widths.trim_end_matches(']').replace('_', " ")),
        None => count.parse().ok().filter(|count| *count > 1).map(Row::of),
    }
}

/// A class that says how many columns there are, and how wide they are: `two-columns`, `cols-3`,
/// `columns-73` for seven and three tenths.
fn named(class: &str) -> Option<Row> {
    let row = counted(class)?;
    Some(Row { flows: true, ..row })
}

/// The columns that the class of a slide asks for.
pub(super) fn of_slide(class: &str) -> Option<Row> {
    let is_plain = NAMES.contains(&class) && class != "row";
    named(class).or_else(|| is_plain.then(|| Row::of(2)))
}

fn counted(class: &str) -> Option<Row> {
    let lower = class.to_lowercase();
    let mut words: Vec<&str> = lower.split(['-', '_']).collect();
    // A number may stand without a hyphen.
    if let Some(at) = words[0].find(|c: char| c.is_ascii_digit()).filter(|at| *at > 0) {
        let (word, number) = words[0].split_at(at);
        words.splice(0..1, [word, number]);
    }
    let count = |word: &str| match word {
        "2" | "two" => Some(2),
        "3" | "three" => Some(3),
        "4" | "four" => Some(4),
        _ => None,
    };
    let is_several = |word: &str| matches!(word, "cols" | "columns");
    let digits = |word: &str| -> Option<Vec<f64>> {
        let digits = word.chars().map(|c| c.to_digit(10).filter(|digit| *digit > 0).map(f64::from));
        digits.collect::<Option<Vec<_>>>().filter(|digits| matches!(digits.len(), 2 | 3))
    };
    match words.as_slice() {
        // `cols-2-64`: six and four tenths.
        [cols, number, parts, ..] if is_several(cols) && count(number).is_some() => {
            let parts = digits(parts).filter(|parts| Some(parts.len()) == count(number));
            parts.map(|parts| Row::parted(&parts)).or_else(|| count(number).map(Row::of))
        }
        [cols, number, ..] if is_several(cols) => {
            count(number).map(Row::of).or_else(|| Some(Row::parted(&digits(number)?)))
        }
        // A single `col-6` is one of a row's.
        [number, cols, ..] if is_several(cols) || matches!(*cols, "col" | "column") => {
            count(number).map(Row::of)
        }
        ["twocol" | "twocols" | "twocolumn" | "twocolumns"] => Some(Row::of(2)),
        ["threecol" | "threecols" | "threecolumn" | "threecolumns"] => Some(Row::of(3)),
        _ => None,
    }
}

/// What the deck's styles say of elements of this class.
fn styled(source: &str, class: &str) -> Option<Row> {
    source.match_indices(&format!(".{class}")).find_map(|(at, name)| {
        let rest = &source[at + name.len()..];
        let (body, _) = rest.trim_start().strip_prefix('{')?.split_once('}')?;
        of_styles(body)
    })
}

/// What CSS declarations put side by side.
fn of_styles(style: &str) -> Option<Row> {
    let flowing = ["column-count", "columns"].iter().find_map(|name| declared(style, name));
    let count = flowing.and_then(|value| value.split_whitespace().find_map(|it| it.parse().ok()));
    if let Some(count @ 2..=MOST) = count {
        return Some(Row { flows: true, ..Row::of(count) });
    }
    let display = declared(style, "display")?;
    let is_row = match display.as_str() {
        "flex" | "inline-flex" => declared(style, "flex-direction").is_none_or(|it| it != "column"),
        display => matches!(display, "grid" | "inline-grid"),
    };
    let widths = || declared(style, "grid-template-columns").and_then(|it| tracks(&it));
    is_row.then(|| widths().unwrap_or_else(Row::any))
}

/// The columns of a grid: `2fr 1fr`, `repeat(3, 1fr)`. Those of several units only have a number.
fn tracks(value: &str) -> Option<Row> {
    if let Some(rest) = value.trim().strip_prefix("repeat(") {
        let count = rest.split(',').next()?.trim().parse().ok();
        return count.filter(|count| *count > 1).map(Row::of);
    }
    let tracks: Vec<&str> = value.split_whitespace().collect();
    if tracks.len() < 2 {
        return None;
    }
    let in_unit = |unit: &str| -> Option<Vec<f64>> {
        tracks.iter().map(|track| track.strip_suffix(unit)?.parse().ok()).collect()
    };
    let parts = in_unit("fr").or_else(|| in_unit("%"));
    Some(match parts.filter(|parts| parts.iter().all(|part| *part > 0.0)) {
        Some(parts) => Row::parted(&parts),
        None => Row::of(tracks.len()),
    })
}

/// The side of the page that an element takes for itself, without one around it: by its class, such as
/// `left`, `right-col` or `ldiv`, or because it floats there.
pub(super) fn side(tag: &Tag) -> Option<String> {
    const SIDES: [&str; 6] = ["left", "middle", "right", "l", "m", "r"];
    const PARTS: [&str; 9] =
        ["", "div", "img", "col", "column", "side", "content", "panel", "half"];
    let class = tag.attribute("class").unwrap_or_default();
    let of_class = class.split_whitespace().find(|class| {
        let is_side = |side: &&str| {
            let part = class.strip_prefix(*side).map(|rest| rest.trim_start_matches(['-', '_']));
            part.is_some_and(|part| PARTS.contains(&part) && part.len() + side.len() > 1)
        };
        SIDES.iter().any(is_side)
    });
    of_class.map(str::to_owned).or_else(|| declared(&tag.attribute("style")?, "float"))
}

/// How many of so many things stand in a row, if all rows are to have about as many.
fn evenly(count: usize) -> usize {
    count.div_ceil(count.div_ceil(MOST).max(1)).max(1)
}

/// The width of an element as a share.
pub(super) fn width(tag: &Tag) -> Option<String> {
    let style = tag.attribute("style").unwrap_or_default();
    let declared = ["width", "flex-basis"].iter().find_map(|name| declared(&style, name));
    declared.or_else(|| tag.attribute("width")).filter(|width| width.ends_with('%'))
}

/// The value that a style gives a property.
pub(super) fn declared(style: &str, property: &str) -> Option<String> {
    style.split(';').find_map(|declaration| {
        let (name, value) = declaration.split_once(':')?;
        (name.trim() == property).then(|| value.trim().to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::{Row, counted, tracks};

    #[test]
    fn classes_say_how_many_and_how_wide() {
        for (class, row) in [
            ("two-columns", Some(Row::of(2))),
            ("cols-3", Some(Row::of(3))),
            ("columns2", Some(Row::of(2))),
            ("cols-2-64", Some(Row::parted(&[6.0, 4.0]))),
            ("columns-73", Some(Row::parted(&[7.0, 3.0]))),
            ("two-col", Some(Row::of(2))),
            ("col-6", None),
            ("columns", None),
            ("column-gap", None),
        ] {
            assert_eq!(counted(class), row, "{class}");
        }
    }

    #[test]
    fn tracks_of_one_unit_have_shares() {
        let shares = |value: &str| tracks(value).map(|row| (row.most, row.shares));
        assert_eq!(shares("2fr 1fr"), Some((2, vec![67.0, 33.0])));
        assert_eq!(shares("1fr 1fr 1fr"), Some((3, vec![])));
        assert_eq!(shares("repeat(3, 1fr)"), Some((3, vec![])));
        assert_eq!(shares("200px auto"), Some((2, vec![])));
        assert_eq!(shares("1fr"), None);
    }
}
