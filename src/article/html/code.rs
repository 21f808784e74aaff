//! Code listings, however a page draws them: lines as elements, line numbers in a column, copy
//! buttons.

use std::collections::BTreeMap;

use super::dom::{Dom, Id, Step};
use super::facts::{is_block, is_silent};
use super::flow::Flow;
use super::hints;
use crate::article::Reason;
use crate::deck::{Block, Inline, Spanned};
use crate::diag::Span;

/// Classes of elements beside the lines, such as line numbers.
const GUTTERS: [&str; 18] = [
    "gutter",
    "linenos",
    "linenodiv",
    "lineno",
    "lineNumbers",
    "line-numbers-rows",
    "line-number",
    "line-numbers",
    "pre-numbering",
    "hljs-ln-numbers",
    "hljs-ln-n",
    "blob-num",
    "rouge-gutter",
    "lnt",
    "code-block-extension-header",
    "hljs-button",
    "copy-btn",
    "copy-code-btn",
];
/// Classes of tables that are listings.
const TABLES: [&str; 6] =
    ["highlighttable", "rouge-table", "lntable", "hljs-ln", "highlight", "syntaxhighlighter"];
/// Words in the classes of a listing that are not languages.
const NO_LANGUAGE: [&str; 18] = [
    "hljs", "code", "pre", "text", "plain", "plaintext", "none", "nohighlight", "language",
    "prettyprint", "highlight", "copyable", "has", "line", "numbers", "block", "undefined", "txt",
];

/// Whether a table is used to draw a listing.
pub(super) fn is_listing(dom: &Dom, table: Id) -> bool {
    let gutter = |id: Id| dom.name(id) == "td" && dom.has_class(id, &GUTTERS);
    dom.has_class(table, &TABLES) || dom.descendants(table).take(24).any(gutter)
}

/// A listing being collected.
#[derive(Default)]
struct Listing {
    text: String,
    place: Option<Span>,
}

impl Listing {
    /// Ends the line, unless it is empty.
    fn end_line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }
}

impl Flow<'_> {
    /// Reads a listing.
    pub(super) fn code(&mut self, id: Id) {
        self.flush();
        let listing = self.listing(id);
        let text = listing.text.trim_start_matches('\n').trim_end();
        let Some(span) = listing.place.filter(|_| !text.is_empty()) else { return };
        if self.in_line() {
            let text = crate::article::one_line(text);
            self.atom(Inline::Code(text), span);
            return self.flush();
        }
        let text = text.replace('\u{a0}', " ").replace(['\u{200b}', '\u{feff}'], "");
        let lang = language(self.dom, id);
        let code = Block::Code { lang, text, options: BTreeMap::new() };
        self.out.push(Spanned::new(code, span));
    }

    /// The lines of a listing; numbers and buttons are set aside.
    fn listing(&mut self, id: Id) -> Listing {
        let dom = self.dom;
        let mut listing = Listing::default();
        let mut skipped: Option<Id> = None;
        for step in dom.walk(id) {
            match step {
                Step::Leave(node) if skipped == Some(node) => skipped = None,
                _ if skipped.is_some() => {}
                Step::Enter(node) if node != id && self.stands_beside(node) => {
                    skipped = Some(node);
                    self.beside(node);
                }
                Step::Enter(node) => self.piece(node, &mut listing),
                Step::Leave(node) if node != id && is_line(dom, node) => listing.end_line(),
                Step::Leave(_) => {}
            }
        }
        listing
    }

    fn piece(&self, node: Id, listing: &mut Listing) {
        let dom = self.dom;
        if let Some(text) = dom.text(node) {
            // White space between rows and cells is no part of the code.
            let within = dom.parent(node).map_or("", |parent| dom.name(parent));
            let layout = matches!(within, "table" | "tbody" | "tr" | "ul" | "ol");
            if layout && text.trim().is_empty() {
                return;
            }
            listing.text.push_str(text);
            if !text.trim().is_empty() {
                let span = self.words_span(node);
                let start = listing.place.map_or(span.start, |place| place.start);
                listing.place = Some(Span { start, ..span });
            }
        } else if dom.name(node) == "br" {
            listing.text.push('\n');
        } else if is_line(dom, node) {
            listing.end_line();
        }
    }

    /// Whether an element in a listing is not part of the code.
    fn stands_beside(&self, node: Id) -> bool {
        let dom = self.dom;
        if !dom.is_element(node) {
            return false;
        }
        is_silent(dom, node)
            || self.is_placed(node)
            || dom.has_class(node, &GUTTERS)
            || matches!(dom.name(node), "button" | "select" | "svg" | "textarea")
            || self.facts.of(node).verdict == Some(Reason::Hidden)
    }

    fn beside(&mut self, node: Id) {
        if !is_silent(self.dom, node) {
            self.aside_lines(node, Reason::Control);
        }
    }
}

/// Whether an element is a line of a listing, or holds lines.
fn is_line(dom: &Dom, id: Id) -> bool {
    // A cell does not begin a line: its row does.
    is_block(dom, id) && !matches!(dom.name(id), "td" | "th")
}

/// The language of a listing, as its classes or attributes say, or those of elements around it.
fn language(dom: &Dom, id: Id) -> Option<String> {
    let inner = dom.descendants(id).skip(1).filter(|node| dom.name(*node) == "code").take(1);
    let around = dom.ancestors(id).take(3).filter(|node| {
        matches!(dom.name(*node), "div" | "figure" | "td" | "tr" | "tbody" | "table" | "span")
    });
    let mut places = std::iter::once(id).chain(inner).chain(around.collect::<Vec<_>>());
    places.find_map(|node| named_language(dom, node))
}

fn named_language(dom: &Dom, id: Id) -> Option<String> {
    let attribute = dom.first_attribute(id, &["data-lang", "data-language", "lang"]);
    if let Some(name) = attribute.and_then(usable) {
        return Some(name);
    }
    let classes: Vec<&str> = dom.classes(id).collect();
    let prefixed = classes.iter().find_map(|class| {
        let prefixes = ["language-", "lang-", "highlight-source-", "brush:", "prism-", "code-"];
        prefixes.iter().find_map(|prefix| usable(class.strip_prefix(prefix)?))
    });
    let followed = || {
        let mut pairs = classes.windows(2);
        let pair =
            pairs.find(|pair| matches!(pair[0], "brush:" | "hljs" | "highlight" | "sourceCode"))?;
        usable(pair[1])
    };
    // Pandoc says `sourceCode python`, highlight.js also `python hljs`.
    let before = || {
        let [first, "hljs" | "sourceCode"] = classes.as_slice() else { return None };
        usable(first)
    };
    prefixed.or_else(followed).or_else(before)
}

/// A name if it can be that of a language, in lower case.
fn usable(name: &str) -> Option<String> {
    let name = name.trim_matches([';', ' ']).to_ascii_lowercase();
    let plain =
        name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '#' | '-' | '_'));
    let stop = NO_LANGUAGE.contains(&name.as_str()) || hints::alert_kind(&name).is_some();
    (plain && !name.is_empty() && name.len() <= 20 && !stop).then_some(name)
}
