//! Somebody's words with the line that says whose they are (`— Ann, engineer`) → one quotation. Where such
//! quotations stand between the items of a list, the list is one, with the quotations behind it.

use super::{Article, Aside, Reason};
use crate::deck::arrange::width;
use crate::deck::block::{plain_text, visit_blocks_mut};
use crate::deck::{Block, Inline, Inlines, ListKind, Spanned};

/// Dashes that a line with a name begins with.
const DASHES: [char; 4] = ['—', '―', '–', '─'];
/// Narrowest and widest words of somebody, and the widest line about who said them, in Han characters.
const WORDS: std::ops::RangeInclusive<f64> = 8.0..=180.0;
const WIDEST_NAME: f64 = 50.0;

/// Makes the quotations of an article.
pub(super) fn settle(article: &mut Article) {
    let aside = &mut article.aside;
    visit_blocks_mut(&mut article.blocks, &mut |block| {
        block.value.runs_mut(&mut |run| without_addresses(run, aside));
    });
    attribute(&mut article.blocks);
    join_lists(&mut article.blocks);
}

/// Sets aside the addresses of pictures that short messages end with: `pic.twitter.com/…`.
fn without_addresses(content: &mut Inlines, aside: &mut Vec<Aside>) {
    const SITES: [&str; 2] = ["pic.twitter.com/", "pic.x.com/"];
    for inline in content.iter_mut() {
        let span = inline.span;
        match &mut inline.value {
            Inline::Text(text) => {
                let Some(at) = SITES.iter().filter_map(|site| text.find(site)).min() else {
                    continue;
                };
                let end = text[at..].find(char::is_whitespace).map_or(text.len(), |end| at + end);
                aside.push(Aside { span, text: text[at..end].to_owned(), reason: Reason::Address });
                text.replace_range(at..end, "");
                text.truncate(text.trim_end().len());
            }
            value => {
                value.content_mut().into_iter().for_each(|inner| without_addresses(inner, aside))
            }
        }
    }
    content.retain(|inline| match &inline.value {
        Inline::Text(text) => !text.is_empty(),
        Inline::Link { content, .. } => !content.is_empty(),
        _ => true,
    });
}

/// Puts the lines that name a speaker into one quotation with the words above them.
fn attribute(blocks: &mut Vec<Spanned<Block>>) {
    let mut old = std::mem::take(blocks).into_iter().peekable();
    while let Some(block) = old.next() {
        let is_name = names_speaker(&block) && !old.peek().is_some_and(names_speaker);
        match blocks.last_mut() {
            Some(words) if is_name && is_said(words) => add_name(words, block),
            _ => blocks.push(block),
        }
    }
}

/// Makes a quotation of somebody's words and the line that names who said them.
fn add_name(words: &mut Spanned<Block>, name: Spanned<Block>) {
    let span = words.span.to(name.span);
    match &mut words.value {
        Block::Quote(inner) => inner.push(name),
        _ => words.value = Block::Quote(vec![words.clone(), name]),
    }
    words.span = span;
}

/// Whether a paragraph says no more than who said what stands above it.
fn names_speaker(block: &Spanned<Block>) -> bool {
    let Block::Paragraph(content) = &block.value else { return false };
    let text = plain_text(content);
    let Some(name) = text.trim().strip_prefix(DASHES) else { return false };
    let name = name.trim_start_matches(DASHES).trim_start();
    let begins = |c: char| c.is_alphanumeric() || "@《“\"「[".contains(c);
    let sentence = name.ends_with(['。', '！', '？', '!', '?', '：', ':', '；']);
    name.starts_with(begins) && !sentence && width(name) <= WIDEST_NAME
}

/// Whether a block may be somebody's words: a paragraph or a quotation of some length that names no speaker
/// itself.
fn is_said(block: &Spanned<Block>) -> bool {
    let text = match &block.value {
        Block::Paragraph(content) => plain_text(content),
        Block::Quote(inner) => match inner.as_slice() {
            [.., last] if names_speaker(last) => return false,
            [Spanned { value: Block::Paragraph(content), .. }, ..] => plain_text(content),
            _ => return false,
        },
        _ => return false,
    };
    WORDS.contains(&width(text.trim())) && !text.trim_start().starts_with(DASHES)
}

/// Joins lists that only quotations with their speakers part.
fn join_lists(blocks: &mut Vec<Spanned<Block>>) {
    let old = std::mem::take(blocks);
    // Where the list stands that the next one may go on with.
    let mut open: Option<usize> = None;
    for block in old {
        match (&block.value, open) {
            (Block::List { kind, .. }, Some(at)) if goes_on(&blocks[at], kind) => {
                if at + 1 == blocks.len() {
                    open = Some(blocks.len());
                    blocks.push(block);
                } else if let (Block::List { items: all, .. }, Block::List { items, .. }) =
                    (&mut blocks[at].value, block.value)
                {
                    all.extend(items);
                }
            }
            (Block::List { .. }, _) => {
                open = Some(blocks.len());
                blocks.push(block);
            }
            (Block::Quote(inner), Some(_)) if inner.last().is_some_and(names_speaker) => {
                blocks.push(block);
            }
            _ => {
                open = None;
                blocks.push(block);
            }
        }
    }
}

/// Whether a list of this kind goes on with another one.
fn goes_on(first: &Spanned<Block>, next: &ListKind) -> bool {
    let Block::List { kind, items } = &first.value else { return false };
    match (kind.start, next.start) {
        (None, None) => true,
        (Some(start), Some(next)) => start + items.len() == next,
        _ => false,
    }
}
