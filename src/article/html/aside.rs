//! Sets aside parts of a page that are not text of the article, line by line, each with its reason.

use super::dom::{Dom, Id, Step};
use super::facts::{is_block, is_silent};
use super::flow::Flow;
use super::run::is_invisible;
use crate::article::{Aside, Reason, one_line};
use crate::diag::Span;

impl Flow<'_> {
    /// Sets aside everything in a node, line by line. With `keep_all` the text is kept instead.
    pub(super) fn set_aside(&mut self, id: Id, reason: Reason) {
        if self.options.keep_all && reason != Reason::Unsupported {
            return self.children(id);
        }
        if is_block(self.dom, id) && !self.in_line() {
            self.flush();
        }
        self.aside_lines(id, reason);
    }

    /// As [`Flow::set_aside`], in the middle of a block.
    pub(super) fn aside_lines(&mut self, id: Id, reason: Reason) {
        for line in self.lines(id, reason) {
            match line.reason {
                Reason::Contents => self.contents.push(line),
                _ => self.aside.push(line),
            }
        }
    }

    /// The text in a node, line by line, each with the reason of the innermost element that has
    /// one.
    fn lines(&self, id: Id, reason: Reason) -> Vec<Aside> {
        let dom = self.dom;
        let mut lines = Vec::new();
        let mut line = Gathered::default();
        let mut reasons = vec![(id, reason)];
        let mut skipped: Option<Id> = None;
        for step in dom.walk(id) {
            let (Step::Enter(node) | Step::Leave(node)) = step;
            if skipped.is_some() && step != Step::Leave(node) || skipped.is_some_and(|s| s != node)
            {
                continue;
            }
            let ends = is_block(dom, node) || dom.name(node) == "br" || step == Step::Leave(id);
            if ends {
                lines.extend(line.take());
            }
            match step {
                Step::Enter(node) if is_silent(dom, node) || self.is_placed(node) => {
                    skipped = Some(node);
                }
                Step::Enter(node) => {
                    let verdict = self.facts.of(node).verdict.filter(|_| node != id);
                    reasons.extend(verdict.map(|verdict| (node, verdict)));
                    line.part(dom, node);
                    if let Some(text) = dom.text(node) {
                        let reason = reasons.last().map_or(reason, |(_, reason)| *reason);
                        line.add(text, self.words_span(node), reason);
                    }
                }
                Step::Leave(node) => {
                    skipped = None;
                    line.part(dom, node);
                    if reasons.len() > 1 && reasons.last().is_some_and(|(open, _)| *open == node) {
                        reasons.pop();
                    }
                }
            }
        }
        lines
    }
}

/// A line being collected.
#[derive(Default)]
struct Gathered {
    text: String,
    place: Option<(Span, Reason)>,
}

impl Gathered {
    fn add(&mut self, text: &str, span: Span, reason: Reason) {
        self.text.push_str(text);
        if !text.trim().is_empty() {
            let (start, reason) = self.place.map_or((span.start, reason), |(s, r)| (s.start, r));
            self.place = Some((Span { start, ..span }, reason));
        }
    }

    /// Starts a new line for elements side by side: links, buttons, fields with a class of their
    /// own.
    fn part(&mut self, dom: &Dom, id: Id) {
        let own = dom.name(id) == "span" && dom.attribute(id, "class").is_some();
        if own || matches!(dom.name(id), "a" | "button" | "label" | "time") {
            self.text.push(' ');
        }
    }

    fn take(&mut self) -> Option<Aside> {
        let text = one_line(&std::mem::take(&mut self.text));
        let (span, reason) = self.place.take()?;
        text.contains(|c| !is_invisible(c)).then_some(Aside { span, text, reason })
    }
}
