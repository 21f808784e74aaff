//! Intended line ends: CommonMark joins lines, but a line that begins like an item or an entry is
//! one of its own.

mod alike;

use comrak::nodes::{AstNode, NodeValue};

use crate::deck::numbering::marker;

/// Whether the text behind a line end begins a line of its own: `①…`, `（1）…`, `一、…`, `**词**：…`, or
/// like all other lines of the paragraph.
pub(super) fn is_meant<'a>(line_end: &'a AstNode<'a>) -> bool {
    begins_line(line_end) || alike::ends_head(line_end) || alike::are_alike(line_end)
}

/// Whether the text behind a line end begins a line of its own, regardless of other lines.
fn begins_line<'a>(line_end: &'a AstNode<'a>) -> bool {
    let Some(next) = line_end.next_sibling() else { return false };
    match &next.data().value {
        NodeValue::Text(text) => begins_item(text),
        NodeValue::Strong => is_entry(next),
        _ => false,
    }
}

/// Whether a text begins with a number that Markdown does not know.
fn begins_item(text: &str) -> bool {
    const HAN: &str = "一二三四五六七八九十百";
    let is_number = |text: &str| {
        let all = |test: fn(char) -> bool| text.chars().all(test);
        !text.is_empty()
            && text.chars().count() <= 3
            && (all(|c| c.is_ascii_digit()) || all(|c| HAN.contains(c)) || all(is_wide))
    };
    let first = text.chars().next().unwrap_or_default();
    if marker(text).is_some() {
        return true;
    }
    if matches!(first, '①'..='⑳' | '㉑'..='㉟' | '⑴'..='⒇' | '❶'..='❿' | '⓵'..='⓾')
    {
        return true;
    }
    if let Some(inner) = text.strip_prefix(['（', '(']) {
        return inner.split_once(['）', ')']).is_some_and(|(number, _)| is_number(number));
    }
    let end = text.find(['、', '．']);
    end.is_some_and(|end| is_number(&text[..end]))
}

/// Whether a character is a full-width digit.
fn is_wide(c: char) -> bool {
    ('０'..='９').contains(&c)
}

/// Whether bold text at the start of a line is the label of an entry.
fn is_entry<'a>(strong: &'a AstNode<'a>) -> bool {
    let colon = [':', '：'];
    let inside = strong.last_child().is_some_and(|last| match &last.data().value {
        NodeValue::Text(text) => text.trim_end().ends_with(colon),
        _ => false,
    });
    let behind = strong.next_sibling().is_some_and(|next| match &next.data().value {
        NodeValue::Text(text) => text.trim_start().starts_with(colon),
        _ => false,
    });
    inside || behind
}

#[cfg(test)]
mod tests {
    use super::begins_item;

    #[test]
    fn numbers_in_chinese_begin_items() {
        for text in
            ["①第一项", "（1）第一项", "(2) second", "一、第一项", "１．第一项", "十二、末项"]
        {
            assert!(begins_item(text), "{text}");
        }
        for text in ["第一项", "（见上）", "一些、别的", "1 是数"] {
            assert!(!begins_item(text), "{text}");
        }
    }
}
