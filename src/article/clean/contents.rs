//! Tables of contents among blocks, recognised by repeating the headings, whatever they are called.

use std::collections::BTreeMap;

use super::{opens_contents, set_aside};
use crate::article::{Article, Aside, Reason};
use crate::deck::arrange::marks::unnumbered;
use crate::deck::block::{plain_text, visit_blocks};
use crate::deck::{Block, Spanned};

/// Fewest entries of a table of contents that repeat headings.
const LEAST: usize = 2;

/// A heading reduced to lower-case letters and digits, for comparison.
pub(in crate::article) fn key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Separates the lines of tables of contents that repeat a heading from those that do not.
pub(in crate::article) fn listed(article: &mut Article, lines: Vec<Aside>) {
    let headings = headings(&article.blocks);
    for line in lines {
        match headings.get(&entry(&line.text)) {
            // The number of a heading is dropped, and so is that of its entry.
            Some(heading) => {
                let text = unnumbered(heading).to_owned();
                article.contents.push(Spanned::new(text, line.span));
            }
            None => article.aside.push(line),
        }
    }
}

/// Removes lists of headings with the lines that introduce them.
pub(in crate::article) fn written_contents(article: &mut Article) {
    let headings = headings(&article.blocks);
    let mut kept: Vec<Spanned<Block>> = Vec::with_capacity(article.blocks.len());
    let mut found: Vec<Aside> = Vec::new();
    for block in std::mem::take(&mut article.blocks) {
        let lines = match block.value {
            Block::List { .. } => set_aside(&block, Reason::Contents),
            _ => Vec::new(),
        };
        let known = lines.iter().filter(|line| headings.contains_key(&entry(&line.text))).count();
        if known < LEAST || known * 10 < lines.len() * 6 {
            kept.push(block);
            continue;
        }
        if let Some(opener) = kept.pop_if(|before| announces(before)) {
            article.aside.extend(set_aside(&opener, Reason::Contents));
        }
        found.extend(lines);
    }
    article.blocks = kept;
    listed(article, found);
    unfollowed(article);
}

/// Removes the headings of tables of contents that a tool should have generated: nothing stands
/// below them.
fn unfollowed(article: &mut Article) {
    let is_heading = |block: &Spanned<Block>| matches!(block.value, Block::Heading { .. });
    let blocks = &article.blocks;
    let empty = |at: &usize| {
        let followed = blocks.get(at + 1).is_some_and(|next| !is_heading(next));
        is_heading(&blocks[*at]) && announces(&blocks[*at]) && !followed
    };
    let empty: Vec<usize> = (0..blocks.len()).filter(empty).collect();
    for at in empty.into_iter().rev() {
        let block = article.blocks.remove(at);
        article.aside.extend(set_aside(&block, Reason::Contents));
    }
}

fn announces(block: &Spanned<Block>) -> bool {
    match &block.value {
        Block::Heading { content, .. } | Block::Paragraph(content) => {
            opens_contents(&plain_text(content))
        }
        _ => false,
    }
}

/// The texts of all headings, by the key that entries of a table of contents are looked up with.
fn headings(blocks: &[Spanned<Block>]) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    visit_blocks(blocks, &mut |block| {
        if let Block::Heading { content, .. } = &block.value {
            let text = plain_text(content);
            all.insert(entry(&text), text);
        }
    });
    all
}

/// An entry of a table of contents without its number.
fn entry(text: &str) -> String {
    // Some pages separate number and text by a blank alone.
    let rest = text.trim().trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    key(unnumbered(if rest.starts_with(' ') { rest } else { text }))
}
