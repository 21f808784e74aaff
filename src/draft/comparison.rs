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
/// too many, or one has most of what is said.
pub(super) fn compare(sides: Vec<(Inlines, Vec<Spanned<Item>>)>, span: Span) -> Option<Group> {
    /// Widest text of a side, in Han characters: about what half a page holds.
    const WIDEST: f64 = 130.0;
    /// How many times as many points the one side may have.
    const MOST_MORE: usize = 3;
    let points = |(_, items): &(Inlines, Vec<Spanned<Item>>)| items.len();
    let wide = |(_, items): &(Inlines, Vec<Spanned<Item>>)| -> f64 {
        items.iter().map(|item| plan::wide_of(&item.blocks)).sum()
    };
    let fits = |side: &_| (1..=MOST).contains(&points(side)) && wide(side) <= WIDEST;
    if sides.len() != 2 || !sides.iter().all(fits) {
        return None;
    }
    let counts = [points(&sides[0]), points(&sides[1])];
    if counts[0].max(counts[1]) > MOST_MORE * counts[0].min(counts[1]) {
        return None;
    }
    let blocks = self::sides(sides, span);
    let why = "compare: two things held against each other".to_owned();
    let wide = plan::wide_of(&blocks);
    Some(Group { count: counts[0] + counts[1], wide, ..Group::new("compare", blocks, why) })
}

/// The blocks of sides, each a name with the list of its points.
pub(super) fn sides(sides: Vec<(Inlines, Vec<Spanned<Item>>)>, span: Span) -> Vec<Spanned<Block>> {
    let mut blocks = Vec::new();
    for (name, items) in sides {
        let content = plan::without_strong(name);
        blocks.push(Spanned::new(Block::Heading { level: 1, content }, span));
        blocks.push(list(items, None, span));
    }
    blocks
}
