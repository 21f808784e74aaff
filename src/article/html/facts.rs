//! Facts about the elements of a page: whether name, class or role say that they are not text, and
//! how many characters of sentences each contains.

use super::dom::{Data, Dom, Id};
use super::hints;
use crate::article::Reason;

/// Elements that begin on a line of their own.
const BLOCKS: [&str; 57] = [
    "address", "article", "aside", "blockquote", "body", "caption", "center", "colgroup", "dd",
    "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer",
    "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr",
    "html", "legend", "li", "listing", "main", "menu", "nav", "noscript", "ol", "optgroup",
    "option", "p", "pre", "search", "section", "summary", "table", "tbody", "td", "template",
    "textarea", "tfoot", "th", "thead", "tr", "ul",
];
/// Elements whose content is never displayed as text.
const SILENT: [&str; 7] = ["base", "head", "link", "meta", "script", "style", "title"];

/// Characters from which on a run of words is taken for prose.
const LONG: u32 = 25;
/// The same for a run of words with punctuation.
const SENTENCE: u32 = 8;

/// What is known of a node.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Fact {
    /// The reason to set it aside, whatever is around it.
    pub(super) verdict: Option<Reason>,
    /// Whether it begins on a line of its own.
    block: bool,
    /// Whether it holds an element that begins on a line of its own.
    pub(super) holds_block: bool,
    /// Whether it holds a heading of the first level.
    holds_title: bool,
    /// Characters of text.
    pub(super) text: u32,
    /// Those in links.
    pub(super) linked: u32,
    /// Those of sentences, outside of links.
    pub(super) prose: u32,
    /// Characters of sentences in it that are not set aside.
    pub(super) clean: u32,
    /// Characters and punctuation marks of the line that it belongs to.
    line: (u32, u32),
}

/// What is known of a page.
pub(super) struct Facts {
    facts: Vec<Fact>,
}

impl Facts {
    /// Collects the facts of everything in `body`. Without `junk`, only invisible elements get a
    /// verdict.
    pub(super) fn new(dom: &Dom, body: Id, junk: bool) -> Self {
        let order: Vec<Id> = dom.descendants(body).collect();
        let mut facts = Self { facts: vec![Fact::default(); dom.len()] };
        for id in &order {
            let (verdict, block) = (hints::verdict(dom, *id, junk), is_block(dom, *id));
            facts.facts[Dom::index(*id)] = Fact { verdict, block, ..Fact::default() };
        }
        facts.count(dom, &order);
        facts.pardon(dom, &order, body);
        facts.count(dom, &order);
        facts
    }

    /// What is known of a node.
    pub(super) fn of(&self, id: Id) -> Fact {
        self.facts[Dom::index(id)]
    }

    /// Counts characters, from the innermost nodes outwards.
    fn count(&mut self, dom: &Dom, order: &[Id]) {
        for id in order {
            let Fact { verdict, block, .. } = self.of(*id);
            self.facts[Dom::index(*id)] = Fact { verdict, block, ..Fact::default() };
        }
        // In document order parents come before children, so the reverse visits children first.
        for id in order.iter().rev() {
            self.close(dom, *id);
            if let Some(parent) = dom.parent(*id) {
                self.pass(*id, parent);
            }
        }
    }

    /// Completes the count of a node whose children were counted.
    fn close(&mut self, dom: &Dom, id: Id) {
        let fact = &mut self.facts[Dom::index(id)];
        match dom.data(id) {
            Data::Text(text) => {
                let chars = text.chars().filter(|c| !c.is_whitespace());
                fact.text = chars.clone().count() as u32;
                fact.line = (fact.text, chars.filter(|c| is_mark(*c)).count() as u32);
            }
            Data::Element(_) if is_silent(dom, id) => {
                let Fact { verdict, block, .. } = *fact;
                *fact = Fact { verdict, block, ..Fact::default() };
            }
            Data::Element(_) => {
                if dom.name(id) == "a" {
                    fact.linked = fact.text;
                    fact.line = (0, 0);
                }
                if fact.block {
                    let (chars, marks) = std::mem::take(&mut fact.line);
                    let code = dom.name(id) == "pre";
                    let prose = chars >= LONG || (chars >= SENTENCE && marks > 0) || code;
                    let chars = if prose && !is_heading(dom, id) { chars } else { 0 };
                    fact.prose += chars;
                    fact.clean += chars;
                }
                fact.holds_title |= dom.name(id) == "h1";
                if fact.verdict.is_some() {
                    fact.clean = 0;
                    fact.line = (0, 0);
                }
            }
            Data::Document | Data::Other => {}
        }
    }

    /// Adds the count of a node to its parent.
    fn pass(&mut self, id: Id, parent: Id) {
        let child = self.of(id);
        let fact = &mut self.facts[Dom::index(parent)];
        fact.holds_block |= child.holds_block || child.block;
        fact.holds_title |= child.holds_title;
        fact.text += child.text;
        fact.linked += child.linked;
        fact.prose += child.prose;
        fact.clean += child.clean;
        fact.line = (fact.line.0 + child.line.0, fact.line.1 + child.line.1);
    }

    /// Withdraws the verdicts about elements with the better part of the page: some pages are
    /// wrapped in a form, or hidden until a script runs.
    fn pardon(&mut self, dom: &Dom, order: &[Id], body: Id) {
        let all = self.of(body).prose;
        let mut pardoned = false;
        for id in order {
            let fact = self.of(*id);
            let Some(reason) = fact.verdict else { continue };
            let wraps = matches!(dom.name(*id), "html" | "body" | "main" | "article");
            let most = fact.prose * 2 > all && all > 0;
            let own = wraps || fact.holds_title || hints::is_content(dom, *id);
            let form = reason == Reason::Control && dom.name(*id) == "form";
            if *id == body || most && (own || form || reason == Reason::Hidden) {
                self.facts[Dom::index(*id)].verdict = None;
                pardoned = true;
            }
        }
        self.count(dom, order);
        // If the classes call all of a page junk, only verdicts by element name are kept.
        if self.of(body).clean == 0 && all > 0 && !pardoned {
            for id in order {
                self.facts[Dom::index(*id)].verdict = hints::by_element(dom, *id);
            }
        }
    }
}

/// Whether an element begins on a line of its own.
pub(super) fn is_block(dom: &Dom, id: Id) -> bool {
    let name = dom.name(id);
    BLOCKS.contains(&name) || name.contains('-') && !name.starts_with("mjx-") && is_html(dom, id)
}

/// Whether an element is of HTML, not of SVG or MathML.
pub(super) fn is_html(dom: &Dom, id: Id) -> bool {
    match dom.data(id) {
        Data::Element(element) => element.name.ns == html5ever::ns!(html),
        _ => false,
    }
}

/// Whether the content of an element is never displayed as text.
pub(super) fn is_silent(dom: &Dom, id: Id) -> bool {
    let name = dom.name(id);
    let template = name == "template" && dom.attribute(id, "shadowrootmode").is_none();
    template || SILENT.contains(&name) || matches!(name, "desc" | "metadata") && !is_html(dom, id)
}

/// Whether an element is a heading.
pub(super) fn is_heading(dom: &Dom, id: Id) -> bool {
    heading_level(dom.name(id)).is_some()
}

/// The level of a heading from its name.
pub(super) fn heading_level(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}

/// Whether a character is punctuation of a sentence.
fn is_mark(c: char) -> bool {
    matches!(c, '，' | '。' | '、' | '；' | '！' | '？' | '：' | ',' | '.' | ';' | '!' | '?' | '…')
}
