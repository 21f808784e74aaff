//! Finds the elements with the text of a page: one that a site or tool marks as such, if it has
//! most of the sentences; else the smallest one that has most of them; with neighbours that are
//! text as well.

use std::collections::BTreeSet;

use super::dom::{Dom, Id};
use super::facts::{Facts, is_block, is_heading};
use super::hints;

/// Least share of a page's sentences in an element that is marked as its text.
const NAMED: f64 = 0.5;
/// Share of an element's sentences in one child from which on the rest is not text.
const HEAVY: f64 = 0.75;
/// Least characters of sentences in a neighbour that is text as well.
const NEIGHBOUR: u32 = 60;
/// Largest share of links in such a neighbour.
const LINKED: f64 = 0.25;

/// The elements with the text; none is inside another.
pub(super) fn find(dom: &Dom, facts: &Facts, body: Id) -> BTreeSet<Id> {
    let all = facts.of(body).clean;
    if all == 0 {
        return BTreeSet::from([body]);
    }
    let root = named(dom, facts, body).unwrap_or_else(|| heaviest(dom, facts, body));
    let mut found = BTreeSet::from([root]);
    if root == body {
        return found;
    }
    let mut below = root;
    for above in dom.ancestors(root).take_while(|id| *id != body).chain([body]) {
        let beside = dom.elements(above).filter(|id| *id != below);
        found.extend(beside.filter(|id| is_text(dom, facts, *id)));
        below = above;
        if above == body {
            break;
        }
    }
    found
}

/// The element that is marked as the text and has enough of it, preferring the most specific mark.
fn named(dom: &Dom, facts: &Facts, body: Id) -> Option<Id> {
    let all = f64::from(facts.of(body).clean);
    let ranked = visible(dom, facts, body).into_iter().filter_map(|id| {
        let enough = f64::from(facts.of(id).clean) >= NAMED * all;
        Some((hints::content_rank(dom, id).filter(|_| enough)?, id))
    });
    ranked
        .min_by_key(|(rank, id)| (*rank, std::cmp::Reverse(facts.of(*id).clean)))
        .map(|(_, id)| id)
}

/// The elements that are not set aside.
fn visible(dom: &Dom, facts: &Facts, body: Id) -> Vec<Id> {
    let mut found = Vec::new();
    let mut open = vec![body];
    while let Some(id) = open.pop() {
        found.push(id);
        open.extend(dom.elements(id).filter(|child| facts.of(*child).verdict.is_none()));
    }
    found
}

/// Goes from the body inwards as long as one child has nearly all of the sentences.
fn heaviest(dom: &Dom, facts: &Facts, body: Id) -> Id {
    let mut current = body;
    loop {
        let most = HEAVY * f64::from(facts.of(current).clean);
        let heavy = dom
            .elements(current)
            .find(|id| is_container(dom, facts, *id) && f64::from(facts.of(*id).clean) >= most);
        match heavy {
            Some(heavy) => current = heavy,
            None => return current,
        }
    }
}

/// Whether an element is a container, so that one of its children could be chosen.
fn is_container(dom: &Dom, facts: &Facts, id: Id) -> bool {
    const NAMES: [&str; 12] = [
        "div", "section", "article", "main", "center", "form", "table", "tbody", "tr", "td",
        "span", "font",
    ];
    let known = NAMES.contains(&dom.name(id)) || dom.name(id).contains('-');
    known && facts.of(id).holds_block
}

/// Whether a neighbour of the text is text as well.
fn is_text(dom: &Dom, facts: &Facts, id: Id) -> bool {
    let fact = facts.of(id);
    let linked = f64::from(fact.linked) > LINKED * f64::from(fact.text);
    let plain = is_block(dom, id) && !is_heading(dom, id) && fact.verdict.is_none();
    plain && fact.clean >= NEIGHBOUR && !linked
}
