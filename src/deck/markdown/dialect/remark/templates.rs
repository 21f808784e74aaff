//! Slides that others repeat: `layout: true` for those below it, `name:` for those that say
//! `template:`. Where `{{content}}` stands, or at the end, comes what the other slide holds.

use std::collections::BTreeMap;

use comrak::nodes::{AstNode, NodeValue};

use crate::deck::markdown::Reader;
use crate::deck::markdown::dialect::Dialect;
use crate::deck::markdown::slides::Cut;

/// Puts what is repeated into the slides that repeat it, and takes out those that are nothing else.
pub(in crate::deck::markdown) fn apply<'a>(
    reader: &Reader<'a, '_>,
    cuts: Vec<Cut<'a>>,
) -> Vec<Cut<'a>> {
    if reader.dialect != Dialect::Remark {
        return cuts;
    }
    let mut named: BTreeMap<String, Cut> = BTreeMap::new();
    let mut layout: Option<Cut> = None;
    let mut out = Vec::new();
    for mut cut in cuts {
        let property = |name: &str| property(reader, &cut, name);
        if property("exclude").is_some_and(|value| value.eq_ignore_ascii_case("true")) {
            continue;
        }
        let (is_layout, name) = (property("layout"), property("name"));
        let template = property("template");
        if is_layout == Some("false") {
            layout = None;
        }
        let repeated = template.map_or(layout.as_ref(), |name| named.get(name));
        if let Some(repeated) = repeated {
            cut = joined(repeated, cut);
        }
        if let Some(name) = name {
            named.insert(name.to_owned(), cut.clone());
        }
        match is_layout {
            Some("true") => layout = Some(cut),
            _ => out.push(cut),
        }
    }
    out
}

/// The value of a property of a slide.
fn property<'a>(reader: &Reader<'a, '_>, cut: &Cut<'a>, name: &str) -> Option<&'a str> {
    let text = reader.source.get(cut.settings.clone()?)?;
    text.lines()
        .find_map(|line| line.strip_prefix(name)?.trim_start().strip_prefix(':'))
        .map(str::trim)
}

/// What a slide holds, in its place among what is repeated.
fn joined<'a>(repeated: &Cut<'a>, mut own: Cut<'a>) -> Cut<'a> {
    let heading = own.heading.filter(|_| repeated.heading.is_some());
    let inner = heading.map(|(node, _)| node).into_iter().chain(own.nodes);
    let place = repeated.nodes.iter().position(|node| is_place(node));
    let (before, after) = match place {
        Some(at) => (&repeated.nodes[..at], &repeated.nodes[at + 1..]),
        None => (repeated.nodes.as_slice(), &[][..]),
    };
    own.nodes = before.iter().copied().chain(inner).chain(after.iter().copied()).collect();
    own.heading = repeated.heading.or(own.heading);
    own.inherited = repeated.settings.iter().chain(&repeated.inherited).cloned().collect();
    own
}

/// Whether a paragraph is `{{content}}`.
fn is_place<'a>(node: &'a AstNode<'a>) -> bool {
    let text = node.first_child().filter(|_| matches!(node.data().value, NodeValue::Paragraph));
    text.is_some_and(|text| match &text.data().value {
        NodeValue::Text(text) => text.replace(' ', "") == "{{content}}",
        _ => false,
    })
}
