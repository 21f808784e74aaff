//! Which layout suits what stands below a heading: steps, cards, two sides, dates (`dates`). One place for
//! articles that are drafted and for the answers of chatbots; it knows widths and words, and nothing of
//! how either is written.

pub(crate) mod dates;
pub(crate) mod marks;

use std::sync::LazyLock;

use serde::Deserialize;
use unicode_width::UnicodeWidthStr;

use crate::locale::{List, lists};

/// Widest label of a card, in Han characters.
pub(crate) const WIDEST_LABEL: f64 = 18.0;
/// Widest text of a card, and of a step.
const WIDEST_CARD: f64 = 45.0;
/// Widest line that a column has room for, by the number of columns.
const WIDEST_OF_COLUMNS: [f64; 5] = [0.0, 0.0, 36.0, 24.0, 16.0];
/// Most cards of a slide.
pub(crate) const MOST_CARDS: usize = 6;
/// How many entries with dates a line of them has: the layout takes no more.
pub(crate) const DATED: std::ops::RangeInclusive<usize> = 3..=6;
/// Most steps of a slide.
pub(crate) const MOST_STEPS: usize = 7;

/// The words; `words.toml` says what each list is compared with.
pub(crate) static WORDS: LazyLock<Words> = LazyLock::new(|| lists(include_str!("words.toml")));

/// The words by what they find.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[allow(
    clippy::missing_docs_in_private_items,
    reason = "each list is described where its words are"
)]
pub(crate) struct Words {
    sides: Vec<[String; 2]>,
    pub(crate) how: List,
    pub(crate) first_step: List,
    weak_first: List,
    then: List,
    no_steps: List,
    pub(crate) compares: List,
    time_unit: List,
    time_name: List,
}

/// One of several things that stand side by side, as far as their layout depends on it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Entry {
    /// How wide its label is, in Han characters; 0 if it has none.
    pub(crate) label: f64,
    /// How wide its text is without the label.
    pub(crate) text: f64,
    /// Whether it is a single text, with nothing below it.
    pub(crate) is_plain: bool,
    /// Its label and its text.
    pub(crate) words: String,
}

/// The layout for entries below a heading in lower case, and why; `start` is the number of the first of
/// those that are numbered.
pub(crate) fn layout(
    entries: &[Entry],
    heading: &str,
    start: Option<usize>,
) -> (&'static str, &'static str) {
    let short =
        entries.iter().all(|entry| entry.is_plain && (1.0..=WIDEST_CARD).contains(&entry.text));
    let labelled = entries.iter().all(|entry| (1.0..=WIDEST_LABEL).contains(&entry.label));
    let count = entries.len();
    match start {
        None if (3..=MOST_CARDS).contains(&count) && labelled && short => {
            ("cards", "3 to 6 labels")
        }
        Some(1) if (2..=MOST_STEPS).contains(&count) && short && is_process(entries, heading) => {
            ("steps", "one after the other")
        }
        Some(_) => ("content", "numbered"),
        None => ("content", "side by side"),
    }
}

/// Whether entries with dates are a line of them; `widest`: the width of the longest text. The layout itself
/// finds out whether it runs across or down, and at which size.
pub(crate) fn is_timeline(count: usize, widest: f64) -> bool {
    DATED.contains(&count) && widest <= WIDEST_CARD
}

/// How wide a text is, in Han characters: a Latin letter is half of one.
pub(crate) fn width(text: &str) -> f64 {
    text.width() as f64 / 2.0
}

/// Whether numbered entries are steps: the first or the heading says so.
fn is_process(entries: &[Entry], heading: &str) -> bool {
    let first = entries.first().map(|entry| entry.words.to_ascii_lowercase());
    let goes_on = || entries.iter().skip(1).any(|entry| WORDS.then.begins(&entry.words));
    let begins = first.is_some_and(|first| {
        WORDS.first_step.begins(&first) && (!WORDS.weak_first.begins(&first) || goes_on())
    });
    !WORDS.no_steps.stands_in(heading) && (begins || WORDS.how.stands_in(heading))
}

/// The layout for things of these names that stand below a heading in lower case, each with a few lines of
/// its own, and why; `widest` is the width of the longest line.
pub(crate) fn side_by_side(
    heading: &str,
    names: &[String],
    widest: f64,
) -> Option<(&'static str, &'static str)> {
    match names {
        [one, other] if are_compared(heading, &[one.clone(), other.clone()]) => {
            Some(("compare", "two sides"))
        }
        _ => {
            let room = WIDEST_OF_COLUMNS.get(names.len()).copied().unwrap_or(0.0);
            (widest <= room).then_some(("columns", "heads with a few lines each"))
        }
    }
}

/// Whether two things of these names below a heading are held against each other.
pub(crate) fn are_compared(heading: &str, names: &[String; 2]) -> bool {
    let [one, other] = names.each_ref().map(|name| name.to_lowercase());
    WORDS.sides.iter().any(|[a, b]| one.contains(a.as_str()) && other.contains(b.as_str()))
        || WORDS.compares.stands_in(heading)
}
