//! How much speaks for a text being said to whoever asked for the deck, and not to the audience.

use super::super::conventions::{CONVENTIONS, Meaning};
use super::super::markers::mentioned;
use crate::deck::arrange::width;

/// What it takes behind a deck that is plainly a chatbot's.
pub(super) const ENOUGH: usize = 3;
/// What it takes behind any other.
pub(super) const PLENTY: usize = 5;
/// Widest head of advice, in Han characters.
const WIDEST_HEAD: f64 = 24.0;

/// The weight of a text by its words: how it begins, whether it offers something, whom it addresses, what
/// it is about, whether it speaks of slides by their numbers or says when each comes, whether it asks, and whether
/// a chat shows such a line.
pub(super) fn weight(text: &str) -> usize {
    let words = &*CONVENTIONS;
    // Where somebody can be reached is said to the audience.
    if is_contact(text) {
        return 0;
    }
    // `需要我们` is no offer.
    let text = text.to_lowercase().replace("我们", "们").replace("我們", "們");
    let opens = begins(&text);
    let offers = words.offer.stands_in(&text);
    let addressed = offers || words.addressed.stands_in(&text);
    let about = about(&text);
    let asks = text.contains(['？', '?']) && (addressed || about);
    let shows = words.chat.stands_in(&text);
    let plans = is_timetable(&text);
    let weights = [
        (opens, 2),
        (addressed, 2),
        (offers, 2),
        (about, 1),
        (asks, 1),
        (plans, ENOUGH),
        (shows, PLENTY),
    ];
    let words = weights.iter().filter(|(is_so, _)| *is_so).map(|(_, weight)| weight);
    let named = match slides_named(&text) {
        0 => 0,
        1 => 1,
        _ => ENOUGH,
    };
    words.sum::<usize>() + named
}

/// Whether a line has an address of mail.
fn is_contact(text: &str) -> bool {
    let domain = |(_, domain): (&str, &str)| {
        domain.starts_with(|c: char| c.is_ascii_alphanumeric()) && domain.contains('.')
    };
    !text.contains('\n') && text.split_once('@').is_some_and(domain)
}

/// How many slides a text names by their numbers. Pages of a book are none.
pub(super) fn slides_named(text: &str) -> usize {
    let of_deck = text.lines().filter(|line| !CONVENTIONS.book.stands_in(line));
    of_deck.flat_map(mentioned).count()
}

/// Whether a text is a table that says how long each slide takes, as its head tells.
fn is_timetable(text: &str) -> bool {
    let head = text.lines().next().unwrap_or_default();
    let cells = || head.split(['|', '\t']).filter(|cell| !cell.trim().is_empty());
    cells().count() > 1
        && cells().any(about)
        && cells().any(|cell| CONVENTIONS.stem[&Meaning::Time].has_stem(cell) || is_unit(cell))
}

/// Whether a text is a unit of time.
fn is_unit(text: &str) -> bool {
    ["分钟", "分鐘", "minute", "min"].iter().any(|unit| text.contains(unit))
}

/// Whether a text by itself, wherever it stands, is said to whoever asked for the deck.
pub(in super::super) fn is_remark(text: &str) -> bool {
    weight(text) >= PLENTY
}

/// Whether a text behind the last slide is.
pub(in super::super) fn is_farewell(text: &str) -> bool {
    weight(text) >= ENOUGH
}

/// Whether a text begins as what is said behind a deck does.
fn begins(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    CONVENTIONS.farewell.begins(text).is_some()
}

/// Whether a text is about slides.
pub(in super::super) fn about(text: &str) -> bool {
    CONVENTIONS.about.stands_in(text)
}

/// Whether a title names the deck as such: `使用本 PPT 的方法`.
pub(in super::super) fn names_deck(title: &str) -> bool {
    CONVENTIONS.scaffold_sign.has_stem(title)
}

/// Whether a text names the deck as such, or says how many minutes it takes: `约 18 分钟，11 页`.
pub(in super::super) fn plans(text: &str) -> bool {
    names_deck(text) || about(text) && is_unit(text)
}

/// Whether a line heads advice, and what stands below it is about making or showing slides: `**制作建议**`,
/// `💡 Tips for delivery:`. Without a sign it is a name of such advice, or names slides below by their numbers.
pub(super) fn advises(head: &str, below: &str) -> bool {
    let words = &*CONVENTIONS;
    let head = head.trim().to_lowercase();
    let text = head.trim_matches(|c: char| !c.is_alphanumeric());
    if width(text) > WIDEST_HEAD {
        return false;
    }
    if words.asked_next.has(text) && below.matches(['?', '？']).count() > 1 {
        return true;
    }
    let look = &words.stem[&Meaning::Advice];
    let is_about = |text: &str| about(text) || look.stands_in(text);
    let is_of_slides = || is_about(text) || is_about(&below.to_lowercase());
    let is_beside = words.beside.stands_in(text);
    if head.starts_with(|c: char| !c.is_alphanumeric()) || head.ends_with([':', '：']) {
        let is_sure = words.advising.begins(text).is_some();
        return is_sure || (is_beside || names_deck(text)) && is_of_slides();
    }
    words.advising.has(text) && is_of_slides() || is_beside && slides_named(below) > 0
}
