//! Blocks as they stand on a page → those that are the text. Title, byline, table of contents and
//! junk are taken out of them; headings get levels without gaps.

use std::collections::BTreeSet;

use super::numbering::unnumbered;
use super::{Article, Aside, Options, Reason, front, junk};
use crate::deck::block::plain_text;
use crate::deck::{Block, Inline, Inlines, Spanned};
use crate::diag::Span;

/// Blocks at the top among which a byline is looked for.
const HEAD: usize = 6;

/// Takes out of an article's blocks what is none of its text.
pub(super) fn sift(article: &mut Article, options: Options) {
    take_title(article);
    take_contents(article);
    if !options.keep_all {
        take_junk(article);
    }
    level(&mut article.blocks);
    article.blocks.iter_mut().for_each(unnumber);
}

/// Takes the number off a heading.
pub(super) fn unnumber(block: &mut Spanned<Block>) {
    let Block::Heading { content, .. } = &mut block.value else { return };
    let Some(Inline::Text(text)) = content.first_mut().map(|first| &mut first.value) else {
        return;
    };
    let bare = unnumbered(text);
    if !bare.trim().is_empty() {
        *text = bare.to_owned();
    }
}

/// The only heading of the highest level at the top is the title. Where the title is known, the
/// heading only repeats it.
fn take_title(article: &mut Article) {
    let first = article.blocks.iter().position(|block| !matches!(block.value, Block::Image(_)));
    let Some(at) = first.filter(|at| *at < HEAD) else { return };
    let levels = article.blocks.iter().filter_map(|block| match block.value {
        Block::Heading { level, .. } => Some(level),
        _ => None,
    });
    let levels: Vec<u8> = levels.collect();
    let Block::Heading { level, content } = &article.blocks[at].value else { return };
    let text = plain_text(content);
    let span = article.blocks[at].span;
    match &article.title {
        Some(title) if key(&title.value) == key(&text) => {
            article.aside.push(Aside { span, text, reason: Reason::Repeated });
        }
        Some(_) => return,
        None => {
            let alone = levels.iter().filter(|other| *other == level).count() == 1;
            let highest = levels.iter().min() == Some(level);
            if !(alone && highest && levels.len() > 1 || levels.len() == 1 && *level == 1) {
                return;
            }
            article.title = Some(Spanned::new(text, span));
        }
    }
    article.blocks.remove(at);
    let mut at = at;
    while at < HEAD.min(article.blocks.len()) {
        let byline = match &article.blocks[at].value {
            Block::Paragraph(content) => front::byline(&plain_text(content)),
            _ => None,
        };
        match byline {
            Some(byline) => {
                byline.note(article);
                let block = article.blocks.remove(at);
                article.aside.push(aside(&block, Reason::Byline));
            }
            None => at += 1,
        }
    }
}

/// Lists of links to the headings of the text itself.
fn take_contents(article: &mut Article) {
    let headings: BTreeSet<String> =
        article.blocks.iter().filter_map(heading).map(|text| key(&text)).collect();
    let mut kept: Vec<Spanned<Block>> = Vec::with_capacity(article.blocks.len());
    for block in std::mem::take(&mut article.blocks) {
        let mut entries = Vec::new();
        list_entries(&block, &mut entries);
        let back = entries.iter().filter(|(text, _, _)| headings.contains(&key(text))).count();
        let anchors = entries.iter().filter(|(_, _, anchor)| *anchor).count();
        let most = |count: usize| count >= 2 && count * 10 >= entries.len() * 7;
        if !most(back.max(anchors)) || back == 0 {
            kept.push(block);
            continue;
        }
        if let Some(announced) = kept.pop_if(|last| is_contents_heading(last)) {
            article.aside.push(aside(&announced, Reason::Contents));
        }
        for (text, span, _) in entries {
            if headings.contains(&key(&text)) {
                article.contents.push(Spanned::new(text, span));
            } else {
                article.aside.push(Aside { span, text, reason: Reason::Contents });
            }
        }
    }
    article.blocks = kept;
}

fn is_contents_heading(block: &Spanned<Block>) -> bool {
    match &block.value {
        Block::Heading { content, .. } | Block::Paragraph(content) => {
            junk::opens_contents(&plain_text(content))
        }
        _ => false,
    }
}

/// The items of a list at all depths: text, place, and whether it is a link into the same page.
fn list_entries(block: &Spanned<Block>, entries: &mut Vec<(String, Span, bool)>) {
    let Block::List { items, .. } = &block.value else { return };
    for item in items {
        for block in &item.blocks {
            match &block.value {
                Block::Paragraph(content) => {
                    entries.push((plain_text(content), block.span, is_anchor(content)));
                }
                _ => list_entries(block, entries),
            }
        }
    }
}

fn is_anchor(content: &Inlines) -> bool {
    matches!(content.as_slice(), [Spanned { value: Inline::Link { url, .. }, .. }] if url.starts_with('#'))
}

/// Menus, counters, addresses, and the links to other articles below their heading.
fn take_junk(article: &mut Article) {
    let mut kept = Vec::with_capacity(article.blocks.len());
    // The level of the heading of other articles, below which everything goes.
    let mut related: Option<u8> = None;
    for block in std::mem::take(&mut article.blocks) {
        let text = match &block.value {
            Block::Heading { content, .. } | Block::Paragraph(content) => plain_text(content),
            _ => String::new(),
        };
        let reason = match &block.value {
            Block::Heading { level, .. } if junk::opens_related(&text) => {
                related = Some(*level);
                Some(Reason::Related)
            }
            Block::Heading { level, .. } if related.is_some_and(|above| *level <= above) => {
                related = None;
                None
            }
            _ if related.is_some() => Some(Reason::Related),
            Block::Paragraph(_) if junk::opens_related(&text) => {
                related = Some(u8::MAX);
                Some(Reason::Related)
            }
            Block::Heading { .. } if junk::opens_contents(&text) => Some(Reason::Contents),
            Block::Paragraph(_) => junk::reason(&text),
            _ => None,
        };
        match reason {
            Some(reason) => article.aside.push(aside(&block, reason)),
            None => kept.push(block),
        }
    }
    article.blocks = kept;
}

fn heading(block: &Spanned<Block>) -> Option<String> {
    match &block.value {
        Block::Heading { content, .. } => Some(plain_text(content)),
        _ => None,
    }
}

/// A block that is set aside, with all of its text.
fn aside(block: &Spanned<Block>, reason: Reason) -> Aside {
    let mut text = String::new();
    crate::deck::block::visit_blocks(std::slice::from_ref(block), &mut |inner| {
        let mut add = |piece: &str| {
            text.push_str(if text.is_empty() { "" } else { " · " });
            text.push_str(piece);
        };
        match &inner.value {
            Block::Paragraph(content) | Block::Heading { content, .. } => add(&plain_text(content)),
            Block::Code { text, .. } | Block::Math(text) => add(text),
            Block::Image(image) => add(if image.alt.is_empty() { &image.path } else { &image.alt }),
            Block::Definitions(all) => all.iter().for_each(|one| add(&plain_text(&one.term))),
            Block::Table(table) => {
                let cells = table.head.iter().chain(table.rows.iter().flatten());
                cells.for_each(|cell| add(&plain_text(cell)));
            }
            _ => {}
        }
    });
    Aside { span: block.span, text, reason }
}

/// Makes the levels of headings begin at 1 and leaves none out.
pub(super) fn level(blocks: &mut [Spanned<Block>]) {
    let levels: BTreeSet<u8> = blocks
        .iter()
        .filter_map(|block| match block.value {
            Block::Heading { level, .. } => Some(level),
            _ => None,
        })
        .collect();
    for block in blocks {
        if let Block::Heading { level, .. } = &mut block.value {
            let rank = levels.iter().position(|known| known == level).unwrap_or(0);
            *level = u8::try_from(rank + 1).unwrap_or(6);
        }
    }
}

/// What two headings have in common if they say the same.
fn key(text: &str) -> String {
    let text = text.trim_start_matches(|c: char| !c.is_alphabetic());
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
