//! A saved web page → [`Article`].
//!
//! `parse` builds a tree, `facts` and `hints` say what its elements are, and `content` which of
//! them have the text. `flow` reads those, with `run` for the text of a paragraph and one file for
//! each kind of block that pages draw in several ways. `title` and `meta` find what goes on the
//! title slide. The cleaner of all articles does the rest.
//!
//! Every text that a reader of the page sees ends up in a block, in the title, or aside.

mod aside;
mod code;
mod content;
mod dom;
mod facts;
mod flow;
mod hints;
mod math;
mod mathml;
mod meta;
mod parse;
mod picture;
mod raw_math;
mod run;
mod table;
#[cfg(test)]
mod tests;
mod title;

use std::collections::BTreeSet;

use super::{Article, Options, Reason, clean, front, headings};
use crate::diag::{Diagnostic, Diagnostics, FileId};
use dom::{Dom, Id};
use facts::{Facts, is_silent};
use flow::Flow;
use meta::Meta;
use title::Title;

/// Reads a page. Remote pictures are reported in `findings`.
pub(super) fn read(
    source: &str,
    file: FileId,
    options: Options,
    findings: &mut Diagnostics,
) -> Article {
    let dom = parse::parse(source);
    let body = dom.find(Dom::ROOT, |id| dom.name(id) == "body").unwrap_or(Dom::ROOT);
    let facts = Facts::new(&dom, body, !options.keep_all);
    let meta = Meta::read(&dom);
    let content = match options.keep_all {
        true => BTreeSet::from([body]),
        false => content::find(&dom, &facts, body),
    };
    let mut flow = Flow::new(&dom, &facts, file, options);
    let title = Title::choose(&mut flow, &content, &meta);
    Page { content: &content, begun: false }.read(&mut flow, body);
    flow.flush();
    for (url, span) in by_place(std::mem::take(&mut flow.remote)) {
        let message = format!("nothing is fetched: `{url}` is shown as a frame");
        findings.push(Diagnostic::warning("remote-picture", span, message));
    }
    article(flow, title, meta)
}

/// Makes an article of what was read.
fn article(flow: Flow, title: Title, meta: Meta) -> Article {
    let Flow { out, aside, contents, options, .. } = flow;
    let authors =
        if meta.authors.is_empty() { title.author.into_iter().collect() } else { meta.authors };
    let (title, subtitle) = (title.title, title.subtitle);
    let mut article =
        Article { title, subtitle, authors, blocks: out, aside, ..Article::default() };
    if !options.keep_all {
        clean::clean(&mut article);
        clean::relabel(&mut article);
    }
    clean::note(&mut article);
    article.date = article.date.or(meta.date);
    headings::settle(&mut article, options);
    clean::listed(&mut article, contents);
    if !options.keep_all {
        clean::written_contents(&mut article);
    }
    headings::level(&mut article.blocks);
    front::split_title(&mut article);
    article
}

/// Entries of a map ordered by their places.
fn by_place<K, V: Ord + Copy>(found: impl IntoIterator<Item = (K, V)>) -> Vec<(K, V)> {
    let mut all: Vec<_> = found.into_iter().collect();
    all.sort_by_key(|(_, span)| *span);
    all
}

/// Goes through a page: elements with the text are read, everything else is set aside.
struct Page<'a> {
    content: &'a BTreeSet<Id>,
    /// Whether the text has begun.
    begun: bool,
}

impl Page<'_> {
    fn read(&mut self, flow: &mut Flow, id: Id) {
        let dom = flow.dom;
        if self.content.contains(&id) {
            self.begun = true;
            flow.flush();
            flow.node(id);
            flow.flush();
        } else if self.holds_content(dom, id) {
            for child in dom.children(id) {
                self.read(flow, child);
            }
        } else if !is_silent(dom, id) {
            let reason = flow.facts.of(id).verdict.unwrap_or_else(|| self.usual(flow, id));
            flow.set_aside(id, reason);
        }
    }

    fn holds_content(&self, dom: &Dom, id: Id) -> bool {
        self.content.iter().any(|content| dom.ancestors(*content).any(|above| above == id))
    }

    /// The reason for what is around the text and does not say what it is.
    fn usual(&self, flow: &Flow, id: Id) -> Reason {
        let fact = flow.facts.of(id);
        match self.begun {
            _ if fact.linked * 2 > fact.text => Reason::Navigation,
            false => Reason::Header,
            true => Reason::Footer,
        }
    }
}
