//! Icons: elements without text in whose place web pages put a sign of a collection.

use super::html::Tag;
use super::{Dialect, Reader};
use crate::diag::Span;

/// What the classes of collections begin with: `fa-check`, `i-carbon-sun`.
const CLASSES: [&str; 6] = ["i-", "fa-", "bi-", "mdi-", "ri-", "ti-"];

impl Reader<'_, '_> {
    /// Names an icon; whether its tag is nothing else.
    pub(super) fn take_icon(&mut self, tag: &Tag, span: Span) -> bool {
        if tag.closing {
            return false;
        }
        let is_component = self.dialect == Dialect::Slidev && is_component(tag);
        let name = if is_component { Some(tag.name) } else { class(tag) };
        if let Some(name) = name {
            self.ignore("undrawn-icon", format!("`{name}`"), span);
        }
        is_component
    }
}

/// Whether a tag is a component of Vue's named as a collection and a sign in it: `<mdi-account />`.
pub(super) fn is_component(tag: &Tag) -> bool {
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | ':');
    tag.attributes.trim_end().ends_with('/')
        && tag.name.contains(['-', ':'])
        && tag.name.chars().all(is_name)
        && !tag.name.starts_with("v-")
}

/// The class of an icon that an element has, or that stands among its attributes.
fn class<'t>(tag: &Tag<'t>) -> Option<&'t str> {
    let is_icon = |word: &&str| {
        CLASSES.iter().any(|set| word.strip_prefix(set).is_some_and(|sign| !sign.is_empty()))
            && !word.contains('=')
    };
    matches!(tag.name, "i" | "span" | "div")
        .then(|| tag.attributes.split([' ', '"', '\'', '/']).find(is_icon))
        .flatten()
}

/// What is said of all icons of a deck.
pub(super) fn message(names: &[&str]) -> String {
    /// So many are named.
    const MOST: usize = 3;
    let named = names[..names.len().min(MOST)].join(", ");
    match names.len().saturating_sub(MOST) {
        0 => format!("icons are not drawn and left out: {named}"),
        more => format!("icons are not drawn and left out: {named} and {more} more"),
    }
}
