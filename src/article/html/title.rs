//! Finds the title of a page: its first-level heading, its title for sharing, or its title element
//! without the site's name.

use std::collections::BTreeSet;

use super::dom::{Dom, Id};
use super::facts::is_heading;
use super::flow::{Flow, Separator};
use super::hints;
use super::meta::Meta;
use crate::article::Reason;
use crate::article::clean::key;
use crate::deck::Spanned;
use crate::deck::block::plain_text;
use crate::diag::Span;

/// Most characters of a title, and of a subtitle.
const LONGEST: usize = 160;

/// What elements of the page say about the title slide.
#[derive(Debug, Default)]
pub(super) struct Title {
    /// The title.
    pub(super) title: Option<Spanned<String>>,
    /// The second line.
    pub(super) subtitle: Option<Spanned<String>>,
    /// The author.
    pub(super) author: Option<String>,
}

impl Title {
    /// Finds the title. Its element is skipped when the text is read.
    pub(super) fn choose(flow: &mut Flow, content: &BTreeSet<Id>, meta: &Meta) -> Self {
        let dom = flow.dom;
        let seen: Vec<Id> = seen(flow);
        let author = seen.iter().find_map(|id| author(dom, *id));
        let subtitle = seen.iter().copied().find(|id| is_subtitle(dom, *id));
        let title = heading(flow, &seen, content, meta);
        let title = match title {
            Some(id) => take(flow, id),
            None => meta.named().map(|(text, id)| Spanned::new(text, flow.extent(id))),
        };
        let subtitle = subtitle.and_then(|id| take(flow, id));
        Self { title, subtitle, author }
    }
}

/// The elements that are visible parts of the page itself.
fn seen(flow: &Flow) -> Vec<Id> {
    let (dom, facts) = (flow.dom, flow.facts);
    let mut found = Vec::new();
    let mut open = vec![Dom::ROOT];
    while let Some(id) = open.pop() {
        found.push(id);
        let children: Vec<Id> = dom.elements(id).collect();
        open.extend(children.into_iter().rev().filter(|child| {
            let reason = facts.of(*child).verdict;
            matches!(reason, None | Some(Reason::Header | Reason::Byline))
                && dom.name(*child) != "head"
        }));
    }
    found
}

/// The element with the title.
fn heading(flow: &Flow, seen: &[Id], content: &BTreeSet<Id>, meta: &Meta) -> Option<Id> {
    let dom = flow.dom;
    let fits = |id: &Id| {
        let text = dom.line(*id);
        // An unclosed heading contains the text itself.
        let holds = content.iter().any(|inner| dom.ancestors(*inner).any(|above| above == *id));
        !text.is_empty() && text.chars().count() <= LONGEST && !holds
    };
    let within = |id: Id| content.contains(&id) || dom.ancestors(id).any(|a| content.contains(&a));
    let first: Vec<Id> =
        seen.iter().copied().filter(|id| dom.name(*id) == "h1").filter(fits).collect();
    let named = names(meta);
    let says = |id: &Id| named.contains(&key(&dom.line(*id)));
    if let Some(id) = first.iter().find(|id| says(id)) {
        return Some(*id);
    }
    // The title element begins with the title, followed by the site's name.
    let whole = key(meta.title.as_ref().map_or("", |(text, _)| text));
    let begins = |id: &&Id| whole.starts_with(&key(&dom.line(**id)));
    let own: Vec<Id> = first.iter().copied().filter(|id| within(*id)).collect();
    if let Some(id) = first.iter().find(begins) {
        return Some(*id);
    }
    if let [only] = own.as_slice() {
        return Some(*only);
    }
    let titled = |id: &&Id| {
        let words = || hints::words(dom, **id).iter().any(|word| word.contains("title"));
        (is_heading(dom, **id) || words()) && fits(id) && says(id)
    };
    let outside = match first.as_slice() {
        [only] if named.is_empty() => Some(*only),
        _ => None,
    };
    seen.iter().find(titled).copied().or(outside)
}

/// The titles in the page's metadata.
fn names(meta: &Meta) -> Vec<String> {
    let shared = meta.named().map(|(text, _)| text);
    let raw = meta.title.as_ref().map(|(text, _)| text.clone());
    let all = shared.into_iter().chain(raw).chain([meta.own_title()]);
    all.map(|name| key(&name)).filter(|name| !name.is_empty()).collect()
}

/// Returns the text of an element, which is skipped from then on.
fn take(flow: &mut Flow, id: Id) -> Option<Spanned<String>> {
    let span: Span = flow.extent(id);
    let text = plain_text(&flow.inlines(id, Separator::Blank));
    let text = text.trim();
    flow.place(id);
    (!text.is_empty()).then(|| Spanned::new(text.to_owned(), span))
}

fn is_subtitle(dom: &Dom, id: Id) -> bool {
    const WORDS: [&str; 5] = ["subtitle", "subhead", "subheading", "standfirst", "dek"];
    let named = hints::words(dom, id).iter().any(|word| WORDS.contains(&word.as_str()));
    named && {
        let text = dom.line(id);
        !text.is_empty() && text.chars().count() <= LONGEST
    }
}

/// The author's name in an element.
fn author(dom: &Dom, id: Id) -> Option<String> {
    const WORDS: [&str; 5] = ["author", "byline", "nick", "nickname", "username"];
    const MOST: usize = 40;
    let said = ["rel", "itemprop"].iter().any(|name| dom.attribute(id, name) == Some("author"))
        || dom.attribute(id, "id") == Some("js_name");
    if !said && !hints::words(dom, id).iter().any(|word| WORDS.contains(&word.as_str())) {
        return None;
    }
    // The innermost element has the name and nothing else.
    if dom.elements(id).any(|child| author(dom, child).is_some()) {
        return None;
    }
    name(&dom.line(id)).filter(|name| name.chars().count() <= MOST)
}

/// A name without the label before it.
pub(super) fn name(text: &str) -> Option<String> {
    const LEADS: [&str; 12] = [
        "作者：", "作者:", "作者", "原创", "文：", "文/", "文 |", "文｜", "By ", "by ", "著者：",
        "Author:",
    ];
    let mut name = text.trim();
    for lead in LEADS {
        name = name.strip_prefix(lead).unwrap_or(name).trim();
    }
    let end = name.find(['|', '｜', '·', '•', ',', '，', '/', '\n']).unwrap_or(name.len());
    let name = name[..end].trim();
    let plain =
        !name.is_empty() && !name.contains(|c: char| c.is_ascii_digit()) && !name.contains("://");
    plain.then(|| name.to_owned())
}
