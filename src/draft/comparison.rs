//! Two things that are compared → a slide with both side by side.

use super::plan::{self, list};
use super::units::Group;
use super::words::WORDS;
use crate::deck::{Block, Inlines, Item, Spanned, arrange};
use crate::diag::Span;

/// Most points of one side.
const MOST: usize = 5;

/// The two names in a heading that compares them, in lower case.
pub(super) fn names(heading: &str) -> Option<[&str; 2]> {
    if !arrange::WORDS.compares.stands_in(heading) {
        return None;
    }
    let (at, word) =
        WORDS.joins.iter().filter_map(|word| Some((heading.find(word)?, word))).min()?;
    let right = &heading[at + word.len()..];
    let end = arrange::WORDS
        .compares
        .iter()
        .filter_map(|word| right.find(word))
        .min()
        .unwrap_or(right.len());
    let clean = |text: &str| text.len() - text.trim_end_matches(['的', ' ', '：', ':', 'の']).len();
    let (left, right) = (&heading[..at], &right[..end]);
    let names = [left.trim(), right[..right.len() - clean(right)].trim()];
    names.iter().all(|name| !name.is_empty()).then_some(names)
}

/// A comparison of two sides, each with its name and its points; `None` if a side has no points or
/// too many.
pub(super) fn compare(sides: Vec<(Inlines, Vec<Spanned<Item>>)>, span: Span) -> Option<Group> {
    let fits = |(_, items): &(Inlines, Vec<Spanned<Item>>)| (1..=MOST).contains(&items.len());
    if sides.len() != 2 || !sides.iter().all(fits) {
        return None;
    }
    let count = sides.iter().map(|(_, items)| items.len()).sum();
    let mut blocks = Vec::new();
    for (name, items) in sides {
        let content = plan::without_strong(name);
        blocks.push(Spanned::new(Block::Heading { level: 1, content }, span));
        blocks.push(list(items, None, span));
    }
    let why = "compare: two things held against each other".to_owned();
    let wide = plan::wide_of(&blocks);
    Some(Group { count, wide, ..Group::new("compare", blocks, why) })
}
