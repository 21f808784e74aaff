//! `[text]{.class}` and `text {.class}`: the text stays, the class is left out.

use comrak::nodes::{AstNode, NodeValue};

use crate::deck::markdown::Reader;

/// Takes classes off the end of a paragraph or a cell, `text {.class}`. Those of a heading mean something.
pub(super) fn trailing<'a>(reader: &mut Reader<'a, '_>, node: &'a AstNode<'a>) {
    let is_heading = matches!(node.data().value, NodeValue::Heading(_));
    let Some(last) = node.last_child().filter(|_| !is_heading) else { return };
    let Some(content) = text(last) else { return };
    let Some((before, classes)) = content.strip_suffix('}').and_then(|it| it.rsplit_once('{'))
    else {
        return;
    };
    let is_class = |word: &str| {
        let name = word.strip_prefix('.').unwrap_or_default();
        name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.:/".contains(c))
    };
    if classes.trim().is_empty() || !classes.split_whitespace().all(is_class) {
        return;
    }
    reader.ignore("unknown-directive", format!("`{{{classes}}}`"), reader.span(last));
    last.data_mut().value = NodeValue::Text(before.trim_end().to_owned().into());
}

/// A text node and where in it something is taken out.
struct Cut {
    text: usize,
    start: usize,
    end: usize,
}

/// Takes the brackets and braces off every such text below a node.
pub(super) fn unwrap<'a>(reader: &mut Reader<'a, '_>, node: &'a AstNode<'a>) {
    for parent in node.descendants() {
        let texts: Vec<_> = parent.children().filter(|child| text(child).is_some()).collect();
        if texts.iter().any(|node| text(node).is_some_and(|text| text.contains("]{"))) {
            unwrap_texts(reader, &texts);
        }
    }
}

/// The same among the texts of one parent.
fn unwrap_texts<'a>(reader: &mut Reader<'a, '_>, texts: &[&'a AstNode<'a>]) {
    let mut open = Vec::new();
    let mut cuts: Vec<Cut> = Vec::new();
    for (index, node) in texts.iter().enumerate() {
        let content = text(node).unwrap_or_default();
        for (at, c) in content.char_indices() {
            if c == '[' {
                open.push((index, at));
            }
            let opened = if c == ']' { open.pop() } else { None };
            if let (Some((first, start)), Some(length)) = (opened, braces(&content[at..])) {
                cuts.push(Cut { text: first, start, end: start + 1 });
                cuts.push(Cut { text: index, start: at, end: at + length });
                let name = format!("`{}`", &content[at + 1..at + length]);
                reader.ignore("unknown-directive", name, reader.span(node));
            }
        }
    }
    cuts.sort_by_key(|cut| std::cmp::Reverse((cut.text, cut.start)));
    for cut in cuts {
        let mut content = text(texts[cut.text]).unwrap_or_default();
        content.replace_range(cut.start..cut.end, "");
        texts[cut.text].data_mut().value = NodeValue::Text(content.into());
    }
}

/// How long the bracket and the attributes behind it are that a text begins with.
fn braces(text: &str) -> Option<usize> {
    let inner = text.strip_prefix("]{")?;
    let end = inner.find('}')?;
    let inner = inner[..end].trim();
    let is_attribute = inner.starts_with(['.', '#']) || inner.contains('=') || inner.is_empty();
    is_attribute.then_some(end + 3)
}

fn text(node: &AstNode) -> Option<String> {
    match &node.data().value {
        NodeValue::Text(text) => Some(text.to_string()),
        _ => None,
    }
}
