//! Removes characters of icon fonts, which mean nothing outside of their page's font.

use super::{Article, Aside, Reason};
use crate::deck::block::visit_blocks_mut;
use crate::deck::{Block, Inline, Inlines, Spanned};

/// Removes them from an article's texts; each is set aside.
pub(super) fn take(article: &mut Article) {
    let aside = &mut article.aside;
    for text in article.title.iter_mut().chain(&mut article.subtitle) {
        strip(&mut text.value, text.span, aside);
    }
    visit_blocks_mut(&mut article.blocks, &mut |block| {
        block.value.runs_mut(&mut |run| inlines(run, aside));
    });
    article.blocks.retain(|block| !is_empty(block));
}

fn inlines(content: &mut Inlines, aside: &mut Vec<Aside>) {
    for inline in content {
        match &mut inline.value {
            Inline::Text(text) => strip(text, inline.span, aside),
            value => {
                if let Some(content) = value.content_mut() {
                    inlines(content, aside);
                }
            }
        }
    }
}

/// Removes them from a text, with the blanks beside them.
fn strip(text: &mut String, span: crate::diag::Span, aside: &mut Vec<Aside>) {
    let icons: Vec<String> =
        text.chars().filter(|c| is_icon(*c)).map(|c| format!("U+{:04X}", c as u32)).collect();
    if icons.is_empty() {
        return;
    }
    let around = |c: char| is_icon(c) || c == ' ';
    let inner = match (text.starts_with(is_icon), text.ends_with(is_icon)) {
        (true, true) => text.trim_matches(around),
        (true, false) => text.trim_start_matches(around),
        (false, true) => text.trim_end_matches(around),
        (false, false) => text,
    };
    *text = inner.replace(is_icon, "");
    aside.push(Aside { span, text: icons.join(" "), reason: Reason::Icon });
}

/// Whether a character is in a private use area.
fn is_icon(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10fffd}')
}

/// A paragraph or a heading of which nothing is left.
fn is_empty(block: &Spanned<Block>) -> bool {
    match &block.value {
        Block::Paragraph(content) | Block::Heading { content, .. } => {
            content.iter().all(|one| matches!(&one.value, Inline::Text(text) if text.is_empty()))
        }
        _ => false,
    }
}
