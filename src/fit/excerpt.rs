//! Some lines of a listing with its options adapted: the number of the first line, the highlighted
//! lines, and the comment that began above them. Pure.

use std::collections::BTreeMap;
use std::ops::Range;

use super::listing;
use crate::deck::block::{BEGAN, visit_blocks_mut};
use crate::deck::{Block, Spanned};

/// The options of a listing, such as `lines` and `highlight`.
type Options = BTreeMap<String, String>;

/// Reduces a listing to a range of its lines.
pub(super) fn cut(
    text: &mut String,
    options: &mut Options,
    lang: Option<&str>,
    range: Range<usize>,
) {
    let lines: Vec<&str> = text.split('\n').collect();
    if let Some(began) = listing::open(text, lang)[range.start] {
        options.insert(BEGAN.to_owned(), lines[began].to_owned());
    }
    let some = lines[range.clone()].join("\n");
    renumber(options, &range);
    *text = some;
}

/// Appends lines that were cut off a listing again.
pub(super) fn join((text, options): (&mut String, &mut Options), more: (&str, &Options)) {
    let count = text.split('\n').count();
    if let Some(lines) = more.1.get("highlight") {
        let shifted =
            ranges(lines).map(|lines| format!("{}-{}", lines.start() + count, lines.end() + count));
        let all: Vec<String> = options.remove("highlight").into_iter().chain(shifted).collect();
        options.insert("highlight".to_owned(), all.join(","));
    }
    text.push('\n');
    text.push_str(more.0);
}

/// Removes empty lines from both ends of all listings: a page begins and ends with code.
pub(super) fn trim(blocks: &mut [Spanned<Block>]) {
    visit_blocks_mut(blocks, &mut |block| {
        let Block::Code { text, options, .. } = &mut block.value else { return };
        let lines: Vec<&str> = text.split('\n').collect();
        let range = listing::trimmed(&lines, 0..lines.len());
        if range.len() < lines.len() {
            let some = lines[range.clone()].join("\n");
            renumber(options, &range);
            *text = some;
        }
    });
}

/// Adapts the line numbers in the options to the lines that are left.
fn renumber(options: &mut Options, range: &Range<usize>) {
    if let Some(first) = options.get("lines").and_then(|n| n.parse::<usize>().ok()) {
        options.insert("lines".into(), (first + range.start).to_string());
    }
    if let Some(highlight) = options.remove("highlight") {
        let shifted = shifted(&highlight, range);
        if !shifted.is_empty() {
            options.insert("highlight".into(), shifted);
        }
    }
}

/// The ranges in `2,4-6`.
fn ranges(lines: &str) -> impl Iterator<Item = std::ops::RangeInclusive<usize>> {
    lines.split(',').filter_map(|part| {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        Some(first.trim().parse().ok()?..=last.trim().parse().ok()?)
    })
}

/// The line numbers of `2,4-6`, counted from the first line of a range.
fn shifted(lines: &str, range: &Range<usize>) -> String {
    let ranges = ranges(lines).filter_map(|lines| {
        let (first, last) = (*lines.start().max(&(range.start + 1)), *lines.end().min(&range.end));
        (first <= last).then(|| format!("{}-{}", first - range.start, last - range.start))
    });
    ranges.collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::{Options, cut, join, shifted};

    #[test]
    fn highlighted_lines_count_from_the_first_of_the_part() {
        assert_eq!(shifted("2,4-6,9", &(4..8)), "1-2");
    }

    #[test]
    fn what_was_cut_can_be_joined() {
        let options = |highlight: &str| Options::from([("highlight".into(), highlight.into())]);
        let part = |range| {
            let (mut text, mut options) = ("a\n\nb\nc".to_owned(), options("2,4"));
            cut(&mut text, &mut options, None, range);
            (text, options)
        };
        let ((mut text, mut own), (more, others)) = (part(0..2), part(2..4));
        assert_eq!(
            (&*text, &own, &*more, &others),
            ("a\n", &options("2-2"), "b\nc", &options("2-2"))
        );
        join((&mut text, &mut own), (&more, &others));
        assert_eq!((&*text, own), ("a\n\nb\nc", options("2-2,4-4")));
    }
}
