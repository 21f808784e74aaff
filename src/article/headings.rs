//! Finds the title and the parts of a page or of Markdown by its headings.

use std::collections::BTreeSet;

use super::clean::{key, set_aside};
use super::{Article, Options, Reason, marked};
use crate::deck::arrange::marks::{bare_number, marker, unnumbered};
use crate::deck::block::plain_text;
use crate::deck::{Block, Inline, Inlines, Item, Spanned};

/// Blocks at the top among which the title is looked for.
const HEAD: usize = 6;
/// Blocks at the top that may repeat the title.
const FIRST: usize = 3;
/// Most characters of a line above the title, such as a column's name or a picture credit.
const ABOVE: usize = 50;
/// Most characters of a bold line that is a heading, and of one with a number, and the fewest such lines that are.
const BOLD: usize = 40;
const BOLD_NUMBERED: usize = 80;
const FEWEST_BOLD: usize = 2;

/// Finds the title and the headings of a cleaned page.
pub(super) fn settle(article: &mut Article, options: Options) {
    if !options.keep_all {
        repeated(article);
    }
    if article.title.is_none()
        && let Some(at) = title(&article.blocks)
        && let Block::Heading { content, .. } = &article.blocks[at].value
    {
        article.title = Some(Spanned::new(plain_text(content), article.blocks[at].span));
        article.blocks.remove(at);
    }
    if !options.keep_all {
        above_title(article);
    }
    marked::settle(&mut article.blocks);
    run_in_headings(&mut article.blocks);
    bold_headings(&mut article.blocks);
}

/// Makes headings of short bold words with a full stop at the beginning of a paragraph, if several paragraphs
/// begin so: `**Training**. We have to …`. What stands behind them becomes a paragraph of its own.
fn run_in_headings(blocks: &mut Vec<Spanned<Block>>) {
    const FEWEST: usize = 3;
    let found = blocks.iter().filter(|block| run_in(block).is_some()).count();
    if found < FEWEST {
        return;
    }
    let mut above = 0;
    let old = std::mem::take(blocks);
    for block in old {
        above = level_of(&block).unwrap_or(above);
        match run_in(&block) {
            Some((content, rest)) => {
                let level = (above + 1).min(6);
                blocks.push(Spanned::new(Block::Heading { level, content }, block.span));
                blocks.push(Spanned::new(Block::Paragraph(rest), block.span));
            }
            None => blocks.push(block),
        }
    }
}

/// The heading that a paragraph begins with, without its full stop, and the rest.
fn run_in(block: &Spanned<Block>) -> Option<(Inlines, Inlines)> {
    const STOPS: [char; 2] = ['.', '。'];
    let Block::Paragraph(content) = &block.value else { return None };
    let [Spanned { value: Inline::Strong(strong), .. }, rest @ ..] = content.as_slice() else {
        return None;
    };
    let name = plain_text(strong);
    let Some((Inline::Text(next), at)) = rest.first().map(|next| (&next.value, next)) else {
        return None;
    };
    let (name, next) = match name.trim_end().strip_suffix(STOPS) {
        Some(bare) => (bare.to_owned(), next.as_str()),
        None => (name.trim_end().to_owned(), next.trim_start().strip_prefix(STOPS)?),
    };
    let short = !name.is_empty() && name.chars().count() <= BOLD && !name.contains(STOPS);
    let goes_on = !next.trim().is_empty() || rest.len() > 1;
    (short && goes_on).then(|| {
        let heading = vec![strong[0].with(Inline::Text(name))];
        let mut content = vec![at.with(Inline::Text(next.trim_start().to_owned()))];
        content.extend(rest[1..].iter().cloned());
        (heading, content)
    })
}

/// Makes heading levels begin at 1 without gaps, and removes the numbers.
pub(super) fn level(blocks: &mut [Spanned<Block>]) {
    let levels: BTreeSet<u8> = blocks.iter().filter_map(level_of).collect();
    let counted: BTreeSet<u8> =
        levels.iter().copied().filter(|level| is_counted(blocks, *level)).collect();
    for block in blocks {
        if let Block::Heading { level, content } = &mut block.value {
            // Headings are bold anyway, and a number inside of it is a number, too.
            if is_bold(content) {
                *content = unwrapped(std::mem::take(content));
            }
            unnumber(content, counted.contains(level));
            let rank = levels.iter().position(|known| known == level).unwrap_or(0);
            *level = u8::try_from(rank + 1).unwrap_or(6);
        }
    }
}

/// Whether bare numbers in front of the headings of a level count them up from 0 or 1.
fn is_counted(blocks: &[Spanned<Block>], level: u8) -> bool {
    let mut last = None;
    let mut count = 0;
    for block in blocks.iter().filter(|block| level_of(block) == Some(level)) {
        let Block::Heading { content, .. } = &block.value else { continue };
        let Some((number, _)) = bare_number(plain_text(content).trim()) else { continue };
        if number > 1 && last != Some(number - 1) {
            return false;
        }
        last = Some(number);
        count += 1;
    }
    count > 1
}

/// The level of a heading; `None` of other blocks.
pub(super) fn level_of(block: &Spanned<Block>) -> Option<u8> {
    match block.value {
        Block::Heading { level, .. } => Some(level),
        _ => None,
    }
}

/// Removes the number of a heading. `counted`: even one followed by a blank only.
fn unnumber(content: &mut Inlines, counted: bool) {
    // `1\. ` is parsed into several texts.
    while let [
        Spanned { value: Inline::Text(_), .. },
        Spanned { value: Inline::Text(next), .. },
        ..,
    ] = content.as_slice()
    {
        let next = next.clone();
        content.remove(1);
        if let Inline::Text(text) = &mut content[0].value {
            text.push_str(&next);
        }
    }
    let goes_on = content.len() > 1;
    let Some(Inline::Text(text)) = content.first_mut().map(|first| &mut first.value) else {
        return;
    };
    // Code or a formula may follow the number: `1.1 $x$`.
    let whole =
        if goes_on { format!("{text}\0") } else { text.trim_end_matches(['#', ' ']).into() };
    let mut bare = unnumbered(&whole);
    if let Some((_, length)) = bare_number(bare).filter(|_| counted) {
        bare = &bare[length..];
    }
    let bare = bare.trim_end_matches('\0').to_owned();
    match bare.trim().is_empty() {
        false => *text = bare,
        true if goes_on => drop(content.remove(0)),
        true => {}
    }
}

/// The heading that is the title: the first, if it is the only one of the highest level, or if
/// nothing stands below it before the next one, or if the others are numbered.
fn title(blocks: &[Spanned<Block>]) -> Option<usize> {
    let at = blocks.iter().position(|block| level_of(block).is_some()).filter(|at| *at < HEAD)?;
    let above = blocks[..at].iter().all(|block| match &block.value {
        Block::Image(_) | Block::Quote(_) => true,
        Block::Paragraph(content) => plain_text(content).chars().count() <= ABOVE,
        _ => false,
    });
    let numbered = |block: &Spanned<Block>| match &block.value {
        Block::Heading { content, .. } => marker(plain_text(content).trim()).is_some(),
        _ => false,
    };
    let level = level_of(&blocks[at])?;
    let levels: Vec<u8> = blocks.iter().filter_map(level_of).collect();
    let highest = levels.iter().min() == Some(&level);
    let fellows = || blocks[at + 1..].iter().filter(|block| level_of(block) == Some(level));
    let alone = fellows().next().is_none() && (levels.len() > 1 || level == 1);
    let bare = || blocks.get(at + 1).and_then(level_of) == Some(level) || fellows().all(numbered);
    let first = alone || levels.len() > 1 && !numbered(&blocks[at]) && bare();
    (above && highest && first).then_some(at)
}

/// Sets aside short lines above the title, such as the name of a column.
fn above_title(article: &mut Article) {
    let Some(title) = article.title.as_ref().map(|title| title.span) else { return };
    let aside = &mut article.aside;
    article.blocks.retain(|block| {
        let short = match &block.value {
            Block::Heading { content, .. } | Block::Paragraph(content) => {
                let picture = content.iter().any(|one| matches!(one.value, Inline::Image(_)));
                let text = plain_text(content);
                let sentence = text.trim_end().ends_with(['。', '！', '？', '.', '!', '?']);
                !picture && !sentence && text.chars().count() <= ABOVE
            }
            _ => false,
        };
        let above = short && block.span.end <= title.start;
        if above {
            aside.extend(set_aside(block, Reason::Header));
        }
        !above
    });
}

/// Sets aside repetitions of the title: as a heading, as the first line of the text, or within it.
fn repeated(article: &mut Article) {
    let Some(title) = article.title.as_ref().map(|title| key(title)) else { return };
    if title.is_empty() {
        return;
    }
    let mut index = 0;
    let aside = &mut article.aside;
    article.blocks.retain(|block| {
        index += 1;
        let same = match &block.value {
            Block::Heading { content, .. } => key(&plain_text(content)) == title,
            Block::Paragraph(content) if index <= FIRST => key(&plain_text(content)) == title,
            _ => false,
        };
        if same {
            aside.extend(set_aside(block, Reason::Repeated));
        }
        !same
    });
    for aside in aside.iter_mut() {
        if aside.reason == Reason::Header && key(&aside.text) == title {
            aside.reason = Reason::Repeated;
        }
    }
}

/// Makes headings of lines that are wholly bold and have text or a list below them: one level below
/// the existing headings, or the only ones.
fn bold_headings(blocks: &mut [Spanned<Block>]) {
    let none = !blocks.iter().any(|block| level_of(block).is_some());
    // Lines below the title are no text: its other half, who wrote it, when.
    let start = blocks.iter().position(|block| !is_line(block)).filter(|_| !none).unwrap_or(0);
    let start = if blocks.get(start).and_then(level_of).is_some() { start } else { 0 };
    let found: Vec<usize> =
        (start..blocks.len()).filter(|at| is_bold_heading(blocks, *at, none)).collect();
    let listed = |at: &usize| matches!(blocks[at + 1].value, Block::List { .. });
    if !none && found.len() < FEWEST_BOLD && !found.iter().any(listed) {
        return;
    }
    let mut above = 0;
    for (at, block) in blocks.iter_mut().enumerate() {
        above = level_of(block).unwrap_or(above);
        if let (Some(content), true) = (line(block), found.contains(&at)) {
            let content = unwrapped(content.clone());
            block.value = Block::Heading { level: (above + 1).min(6), content };
        }
    }
}

/// Whether a block is a short line that is no sentence.
fn is_line(block: &Spanned<Block>) -> bool {
    let Block::Paragraph(content) = &block.value else { return false };
    let text = plain_text(content);
    let ends = text.trim_end().ends_with(['。', '！', '？', '.', '!', '?', '：', ':']);
    !ends && text.chars().count() <= BOLD
}

/// The words of a paragraph, or of a list of one item that is nothing more: `1. **第一**` above a list that
/// is not indented.
fn line(block: &Spanned<Block>) -> Option<&Inlines> {
    match &block.value {
        Block::Paragraph(content) => Some(content),
        Block::List { items, .. } => match items.as_slice() {
            [Spanned { value: Item { blocks, done: None }, .. }] => match blocks.as_slice() {
                [Spanned { value: Block::Paragraph(content), .. }] => Some(content),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}

/// Whether a line is a heading by its bold type, its length and what follows. `only`: whether there are no
/// real headings.
fn is_bold_heading(blocks: &[Spanned<Block>], at: usize, only: bool) -> bool {
    let Some(content) = line(&blocks[at]) else { return false };
    // A heading has something below it.
    let Some(below) = blocks.get(at + 1) else { return false };
    let text = plain_text(content);
    let text = text.trim_end();
    let sentence = text.ends_with(['。', '！', '；', '，', '.', '!', ';', ',', '：', ':']);
    let one = !content.iter().any(|inline| inline.value == Inline::Break);
    let counted = |text: &str| marker(text).is_some() || bare_number(text).is_some();
    let longest = |text: &str| if counted(text) { BOLD_NUMBERED } else { BOLD };
    let short = |text: &str| text.chars().count() <= longest(text);
    let carries = match &below.value {
        Block::Paragraph(next) => !is_bold(next) || !short(plain_text(next).trim()),
        Block::Heading { .. } => false,
        _ => true,
    };
    is_bold(content) && one && !sentence && (only || carries) && short(text.trim_start())
}

/// The content without its bold markup.
fn unwrapped(content: Inlines) -> Inlines {
    content
        .into_iter()
        .flat_map(|inline| match inline.value {
            Inline::Strong(content) => unwrapped(content),
            value => vec![Spanned::new(value, inline.span)],
        })
        .collect()
}

/// Whether a line is bold from its first to its last character, as headings are where a page has
/// none.
fn is_bold(content: &Inlines) -> bool {
    !content.is_empty()
        && content.iter().all(|inline| match &inline.value {
            Inline::Strong(_) => true,
            Inline::Text(text) => text.trim().is_empty(),
            Inline::Emph(content) | Inline::Underline(content) => is_bold(content),
            _ => false,
        })
        && !plain_text(content).trim().is_empty()
}
