//! Finds the title and the parts of a page or of Markdown by its headings.

use std::collections::BTreeSet;

use super::clean::{key, set_aside};
use super::{Article, Options, Reason};
use crate::deck::arrange::marks::{bare_number, marker, unnumbered};
use crate::deck::block::plain_text;
use crate::deck::{Block, Inline, Inlines, Spanned};

/// Blocks at the top among which the title is looked for.
const HEAD: usize = 6;
/// Blocks at the top that may repeat the title.
const FIRST: usize = 3;
/// Most characters of a line above the title, such as a column's name or a picture credit.
const ABOVE: usize = 50;
/// Most characters of a bold line that is a heading, and the fewest such lines that are.
const BOLD: usize = 40;
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
    bold_headings(&mut article.blocks);
}

/// Makes heading levels begin at 1 without gaps, and removes the numbers.
pub(super) fn level(blocks: &mut [Spanned<Block>]) {
    let levels: BTreeSet<u8> = blocks.iter().filter_map(level_of).collect();
    let counted: BTreeSet<u8> =
        levels.iter().copied().filter(|level| is_counted(blocks, *level)).collect();
    for block in blocks {
        if let Block::Heading { level, content } = &mut block.value {
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

fn level_of(block: &Spanned<Block>) -> Option<u8> {
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
    let found: Vec<usize> =
        (0..blocks.len()).filter(|at| is_bold_heading(blocks, *at, none)).collect();
    let listed = |at: &usize| matches!(blocks[at + 1].value, Block::List { .. });
    if !none && found.len() < FEWEST_BOLD && !found.iter().any(listed) {
        return;
    }
    let mut above = 0;
    for (at, block) in blocks.iter_mut().enumerate() {
        above = level_of(block).unwrap_or(above);
        if let (Block::Paragraph(content), true) = (&block.value, found.contains(&at)) {
            let content = unwrapped(content.clone());
            block.value = Block::Heading { level: (above + 1).min(6), content };
        }
    }
}

/// Whether a paragraph is a heading by its bold type, its length and what follows. `only`: whether
/// there are no real headings.
fn is_bold_heading(blocks: &[Spanned<Block>], at: usize, only: bool) -> bool {
    let Block::Paragraph(content) = &blocks[at].value else { return false };
    // A heading has something below it.
    let Some(below) = blocks.get(at + 1) else { return false };
    let text = plain_text(content);
    let text = text.trim_end();
    let sentence = text.ends_with(['。', '！', '；', '，', '.', '!', ';', ',', '：', ':']);
    let one = !content.iter().any(|inline| inline.value == Inline::Break);
    let carries = match &below.value {
        Block::Paragraph(next) => !is_bold(next) || plain_text(next).chars().count() > BOLD,
        Block::Heading { .. } => false,
        _ => true,
    };
    is_bold(content) && one && !sentence && (only || carries) && text.chars().count() <= BOLD
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
