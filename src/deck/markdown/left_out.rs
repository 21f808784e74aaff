//! Finds text of the document that is neither on a slide nor in the notes and was not reported: a
//! finding for whatever the reader forgets.

use std::cell::LazyCell;
use std::collections::HashSet;

use comrak::nodes::{AstNode, NodeValue};
use serde_json::Value;

use super::Reader;
use crate::deck::block::visit_inlines;
use crate::deck::numbering::marker;
use crate::deck::{Deck, Inline};
use crate::diag::{Diagnostic, Span};

/// Fewest bytes of a text (three Han or nine Latin letters); a shorter one may be markup.
const LEAST: usize = 9;
/// Most findings.
const MOST_FINDINGS: usize = 20;

/// Looks for each text of the document in the deck. Text in braces is an attribute.
pub(super) fn check<'a>(reader: &mut Reader<'a, '_>, root: &'a AstNode<'a>, deck: &Deck) {
    let mut verbatim = HashSet::new();
    for slide in deck.slides() {
        visit_inlines(slide, &mut |inline| {
            if let Inline::Text(text) = &inline.value {
                verbatim.insert(text.trim().to_owned());
            }
        });
    }
    // Nearly all text is found verbatim; the rest of the deck is only collected if needed.
    let kept = LazyCell::new(|| Kept::of(deck));
    let mut left_out = Vec::new();
    visit_texts(root, &mut |node, text| {
        // Numbers of items belong to the list.
        let text = &text[marker(text).map_or(0, |(.., length)| length)..];
        if text.len() >= LEAST && !verbatim.contains(text.trim()) && !kept.has_all(text) {
            left_out.push(reader.span(node));
        }
    });
    left_out.retain(|place| !is_named(reader, *place));
    for place in left_out.into_iter().take(MOST_FINDINGS) {
        let message = "this text is neither on a slide nor in the notes";
        reader.findings.push(Diagnostic::warning("left-out-text", place, message));
    }
}

/// Visits the text of a document; words in descriptions of pictures may be about their size.
fn visit_texts<'a>(node: &'a AstNode<'a>, visit: &mut impl FnMut(&'a AstNode<'a>, &str)) {
    match &node.data().value {
        NodeValue::Image(_) => return,
        NodeValue::Text(text) => visit(node, text),
        _ => {}
    }
    node.children().for_each(|child| visit_texts(child, visit));
}

/// Whether a finding names the lines of a place.
fn is_named(reader: &Reader, place: Span) -> bool {
    let lines = |span: Span| {
        let range = span.range();
        reader.line_at(range.start)..=reader.line_at(range.end)
    };
    let own = lines(place);
    let on_them = |span: Span| {
        let other = lines(span);
        span.is_attached()
            && span.file == place.file
            && own.start() <= other.end()
            && other.start() <= own.end()
    };
    let places = reader.findings.0.iter().map(|finding| finding.span());
    places.chain(reader.ignored.values().copied()).chain(reader.hidden.iter().copied()).any(on_them)
}

/// The letters and digits of all text in a deck.
struct Kept {
    texts: HashSet<String>,
    all: String,
}

impl Kept {
    fn of(deck: &Deck) -> Self {
        let mut kept = Self { texts: HashSet::new(), all: String::new() };
        kept.add(&serde_json::to_value(deck).unwrap_or_default());
        kept
    }

    fn add(&mut self, value: &Value) {
        match value {
            Value::String(text) => {
                let letters = letters(text);
                self.all += &letters;
                self.texts.insert(letters);
            }
            Value::Array(values) => values.iter().for_each(|value| self.add(value)),
            Value::Object(values) => values.values().for_each(|value| self.add(value)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// Whether the deck has all of a text, clause by clause.
    fn has_all(&self, text: &str) -> bool {
        // Citation keys are replaced by author and year.
        let is_text = |word: &&str| !word.trim_start_matches(['[', '-']).starts_with('@');
        let text: Vec<&str> = text.split(' ').filter(is_text).collect();
        let mut depth = 0_usize;
        let ends_clause = |c: char| {
            match c {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth > 0 || !(c.is_alphanumeric() || c == ' ')
        };
        text.join(" ").split(ends_clause).all(|clause| self.has(&letters(clause)))
    }

    fn has(&self, letters: &str) -> bool {
        letters.len() < LEAST || self.texts.contains(letters) || self.all.contains(letters)
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::included::Included;
    use super::super::includes::{self, Context};
    use crate::deck::{Deck, Meta};
    use crate::diag::{Diagnostics, Sources};

    #[test]
    fn what_a_deck_forgets_is_found_unless_something_else_is_said_there() {
        let text = "## 模型的能力\n\n一段没有人看见的话 {.dim}，见 @vaswani2017\n\n短句\n\n<form>此处另有说明</form>\n";
        let mut sources = Sources::default();
        let file = sources.add("deck.md", text);
        let (included, mut findings) = (Included::default(), Diagnostics::default());
        let context = Context::new(&sources, &included);
        includes::parse(&[file], context, &mut findings, |reader, parsed| {
            let root = parsed.root;
            super::super::slides::read(reader, parsed);
            super::check(reader, root, &Deck { meta: Meta::default(), sections: Vec::new() });
        });
        let found = findings.0.iter().filter(|finding| finding.code == Some("left-out-text"));
        let line = |start: u32| text[..start as usize].matches('\n').count() + 1;
        let lines: Vec<usize> = found.map(|finding| line(finding.span().start)).collect();
        assert_eq!(lines, [1, 3]);
    }
}
