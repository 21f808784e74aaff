//! Directives for the whole deck that mean something here, `headingDivider` and `size`: in the front matter or
//! in a comment, which speaks of the whole deck, too, wherever it stands.

use comrak::nodes::{AstNode, NodeValue};

use crate::contract::Aspect;
use crate::deck::markdown::front::Front;
use crate::deck::markdown::html::{self, Piece};
use crate::deck::markdown::yaml::{self, Node, Value};

/// Takes what the comments of a deck say; the last one holds, as in Marp.
pub(in crate::deck::markdown::dialect) fn take<'a>(front: &mut Front, root: &'a AstNode<'a>) {
    for node in root.children() {
        let NodeValue::HtmlBlock(html) = &node.data().value else { continue };
        for (_, piece) in html::pieces(&html.literal) {
            let Piece::Comment(text) = piece else { continue };
            for (key, value) in said(text) {
                one(front, key.text().unwrap_or_default().as_str(), &value);
            }
        }
    }
}

/// What a comment says, if it may be about any of this.
fn said(comment: &str) -> Vec<(Node, Node)> {
    // Most comments are what is said, and reading each as YAML takes as long as reading the deck.
    let may_say = comment.contains("headingDivider") || comment.contains("size:");
    match may_say.then(|| yaml::parse(comment)) {
        Some(Ok(Node { value: Value::Map(pairs), .. })) => pairs,
        _ => Vec::new(),
    }
}

/// Takes one line of a comment.
fn one(front: &mut Front, key: &str, value: &Node) {
    match key {
        "headingDivider" => front.heading_divider = levels(value, level),
        "size" => {
            if let Some(aspect) = value.text().and_then(|text| aspect(&text)) {
                front.take_aspect(aspect);
            }
        }
        _ => {}
    }
}

/// The proportions of pages of a size by its name.
pub(super) fn aspect(size: &str) -> Option<Aspect> {
    match size {
        "4K" => Some(Aspect::Wide),
        _ => Aspect::of_ratio(size),
    }
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
