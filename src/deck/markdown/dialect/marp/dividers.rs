//! `headingDivider`, in the front matter or in a comment: there, too, it speaks of the whole deck, wherever it
//! stands.

use comrak::nodes::{AstNode, NodeValue};

use crate::deck::markdown::front::Front;
use crate::deck::markdown::html::{self, Piece};
use crate::deck::markdown::yaml::{self, Node, Value};

/// Takes what the comments of a deck say; the last one holds, as in Marp.
pub(in crate::deck::markdown::dialect) fn take<'a>(front: &mut Front, root: &'a AstNode<'a>) {
    for node in root.children() {
        let NodeValue::HtmlBlock(html) = &node.data().value else { continue };
        for (_, piece) in html::pieces(&html.literal) {
            let Piece::Comment(text) = piece else { continue };
            if let Some(levels) = said(text) {
                front.heading_divider = levels;
            }
        }
    }
}

/// The levels that a comment names.
fn said(comment: &str) -> Option<Vec<u8>> {
    // Most comments are what is said, and reading each as YAML takes as long as reading the deck.
    let may_say = comment.contains("headingDivider");
    let Value::Map(pairs) = may_say.then(|| yaml::parse(comment).ok())??.value else { return None };
    let named = pairs.iter().find(|(key, _)| key.text().as_deref() == Some("headingDivider"));
    named.map(|(_, value)| levels(value, level))
}

/// A list names each level, a number all down to its own; `level` reads one.
pub(super) fn levels(value: &Node, mut level: impl FnMut(&Node) -> Option<u8>) -> Vec<u8> {
    match &value.value {
        Value::List(items) => items.iter().filter_map(level).collect(),
        _ => level(value).map_or(Vec::new(), |last| (1..=last).collect()),
    }
}

fn level(value: &Node) -> Option<u8> {
    value.text()?.parse().ok().filter(|level| (1..=6).contains(level))
}
