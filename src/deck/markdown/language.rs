//! Counts the letters of parsed Markdown before it is converted, because quotation marks depend on
//! the language.

use comrak::Arena;
use comrak::nodes::{AstNode, NodeValue};

use super::includes::Context;
use super::{misread, scan};
use crate::deck::Meta;
use crate::diag::Diagnostics;
use crate::locale::Letters;

/// The letters of a deck's text, or of its included files if it has no text of its own.
pub(super) fn letters<'a>(meta: &Meta, root: &'a AstNode<'a>, context: Context) -> Letters {
    let mut letters = Letters::default();
    for title in meta.title.iter().chain(&meta.subtitle) {
        letters.add(title);
    }
    add(root, &mut letters);
    if letters.is_empty() {
        for file in context.included.files() {
            let text = context.sources.get(file).map_or("", |file| file.text.as_str());
            let scanned = scan::scan(text, file, &mut Diagnostics::default());
            let arena = Arena::new();
            add(misread::parse(&arena, &scanned.text, &super::options()).root, &mut letters);
        }
    }
    letters
}

/// Counts the letters of running text, without code, addresses, shortcodes and descriptions of
/// pictures.
fn add<'a>(node: &'a AstNode<'a>, letters: &mut Letters) {
    match &node.data().value {
        NodeValue::Image(_) | NodeValue::WikiLink(_) => return,
        NodeValue::Text(text) if !text.contains("://") && !text.contains("{{<") => {
            letters.add(text)
        }
        _ => {}
    }
    node.children().for_each(|child| add(child, letters));
}
