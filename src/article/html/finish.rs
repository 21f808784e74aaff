//! What is left to do when everything has been read: junk among the blocks is told by its words,
//! tables of contents are matched with the headings, levels begin at 1.

use std::collections::BTreeMap;

use super::flow::Flow;
use super::meta::{Meta, written_date};
use super::run::is_bold;
use super::title::{Title, bare, name};
use crate::article::numbering::unnumbered;
use crate::article::{Article, Aside, Reason, front, junk, sift};
use crate::deck::block::{plain_text, visit_blocks, walk_inlines};
use crate::deck::{Block, Image, Inline, Inlines, Spanned};
use crate::diag::Span;

/// Most characters of a line that says who wrote a text, or that leads to another.
const SHORT: usize = 100;
/// Most characters of a bold line that is a heading.
const HEADING: usize = 40;

/// Makes an article of what was read.
pub(super) fn article(flow: Flow, title: Title, meta: &Meta) -> Article {
    let keep_all = flow.options.keep_all;
    let Flow { out, aside, contents, .. } = flow;
    let authors = if meta.authors.is_empty() {
        title.author.clone().into_iter().collect()
    } else {
        meta.authors.clone()
    };
    let mut article = Article {
        title: title.title,
        subtitle: title.subtitle,
        authors,
        date: None,
        blocks: out,
        aside,
        ..Article::default()
    };
    if !keep_all {
        above_title(&mut article);
        repeated(&mut article);
        bylines(&mut article);
        related(&mut article);
        junk_blocks(&mut article);
    }
    article.date = date(&article.aside).or_else(|| meta.date.clone());
    bold_headings(&mut article.blocks);
    if article.title.is_none() {
        article.title = first_heading(&mut article.blocks);
    }
    listed(&mut article, contents);
    if !keep_all {
        written_contents(&mut article);
    }
    sift::level(&mut article.blocks);
    article.blocks.iter_mut().for_each(sift::unnumber);
    front::split_title(&mut article);
    article
}

/// The date that a line says which is known to say who wrote the text, and when.
fn date(aside: &[Aside]) -> Option<String> {
    let mut lines = aside.iter().filter(|aside| aside.reason == Reason::Byline);
    lines.find_map(|aside| written_date(&aside.text)).map(str::to_owned)
}

/// Short lines above the title, such as the column that a text stands in.
fn above_title(article: &mut Article) {
    let Some(title) = article.title.as_ref().map(|title| title.span) else { return };
    let mut aside = Vec::new();
    article.blocks.retain(|block| {
        let short = match &block.value {
            Block::Heading { content, .. } | Block::Paragraph(content) => {
                let picture = content.iter().any(|one| matches!(one.value, Inline::Image(_)));
                !picture && plain_text(content).chars().count() <= SHORT / 2
            }
            _ => false,
        };
        let above = short && block.span.end <= title.start;
        if above {
            aside.extend(set_aside(block, Reason::Header));
        }
        !above
    });
    article.aside.extend(aside);
}

/// The title once more: as a heading or a first line of the text, or beside it.
fn repeated(article: &mut Article) {
    let Some(title) = article.title.as_ref().map(|title| bare(title)) else { return };
    const FIRST: usize = 3;
    let mut index = 0;
    let mut aside = Vec::new();
    article.blocks.retain(|block| {
        index += 1;
        let same = match &block.value {
            Block::Heading { content, .. } => bare(&plain_text(content)) == title,
            Block::Paragraph(content) if index <= FIRST => bare(&plain_text(content)) == title,
            _ => false,
        };
        if same && !title.is_empty() {
            aside.extend(set_aside(block, Reason::Repeated));
        }
        !same || title.is_empty()
    });
    article.aside.extend(aside);
    for aside in &mut article.aside {
        if aside.reason == Reason::Header && !title.is_empty() && bare(&aside.text) == title {
            aside.reason = Reason::Repeated;
        }
    }
}

/// Lines before the text that say who wrote it, when, and where it stood first.
fn bylines(article: &mut Article) {
    let begins = article.blocks.iter().position(|block| match &block.value {
        Block::Paragraph(content) => plain_text(content).chars().count() > SHORT,
        Block::Image(_) => false,
        _ => true,
    });
    let end = begins.unwrap_or(article.blocks.len());
    let mut index = 0;
    let mut aside = Vec::new();
    article.blocks.retain(|block| {
        index += 1;
        let Block::Paragraph(content) = &block.value else { return true };
        let text = plain_text(content);
        let stays = index > end || !is_byline(&text);
        if !stays {
            aside.extend(set_aside(block, Reason::Byline));
        }
        stays
    });
    let first = article.blocks.first().map_or(0, |block| block.span.start);
    for aside in &mut article.aside {
        let head = matches!(aside.reason, Reason::Header | Reason::Share | Reason::Navigation);
        match aside.reason {
            _ if head && aside.span.start < first && is_byline(&aside.text) => {
                aside.reason = Reason::Byline;
            }
            Reason::Header | Reason::Footer => {
                aside.reason = junk::reason(&aside.text).unwrap_or(aside.reason);
            }
            _ => {}
        }
    }
    article.aside.extend(aside);
    if article.authors.is_empty() {
        let lines = article.aside.iter().filter(|aside| aside.reason == Reason::Byline);
        let author = |aside: &Aside| {
            let labelled = said_author(&aside.text);
            labelled.or_else(|| front::byline(&aside.text)?.author)
        };
        let author = lines.filter_map(author).next();
        article.authors.extend(author);
    }
}

/// Whether a line says who wrote a text, or when.
fn is_byline(text: &str) -> bool {
    const LEADS: [&str; 16] = [
        "作者", "文/", "文｜", "文 |", "来源：", "来源:", "编辑：", "编辑:", "发布于", "发布时间",
        "发表于", "更新于", "By ", "by ", "Published", "責任編輯",
    ];
    let text = text.trim();
    let count = text.chars().count();
    let sentence = text.contains(['。', '！', '？']) || text.ends_with(['.', '!', '?']);
    let lead = LEADS.iter().any(|lead| text.starts_with(lead)) && count <= SHORT / 2;
    let dated = || written_date(text).is_some_and(|date| date.chars().count() * 4 >= count);
    count <= SHORT && !sentence && (lead || dated())
}

fn said_author(text: &str) -> Option<String> {
    const LEADS: [&str; 7] = ["作者：", "作者:", "作者 ", "文/", "文｜", "By ", "by "];
    let (at, lead) = LEADS.iter().filter_map(|lead| Some((text.find(lead)?, lead))).min()?;
    let rest = text[at + lead.len()..].trim_start();
    let end = rest.find([' ', '　', '，', ',', '|', '｜', '·']).filter(|_| !rest.is_ascii());
    name(&rest[..end.unwrap_or(rest.len())])
}

/// Lists of other articles with what opens them.
fn related(article: &mut Article) {
    let blocks = std::mem::take(&mut article.blocks);
    let mut related: Option<bool> = None;
    let mut opener: Option<Spanned<Block>> = None;
    for block in blocks {
        let opens = match &block.value {
            Block::Heading { content, .. } | Block::Paragraph(content) => {
                junk::opens_related(&plain_text(content))
            }
            _ => false,
        };
        if opens {
            article.blocks.extend(opener.take());
            opener = Some(block);
            related = Some(true);
        } else if related.is_some() && leads_away(&block) {
            let opened = opener.take();
            let lines = opened.iter().chain([&block]);
            let lines: Vec<Aside> =
                lines.flat_map(|block| set_aside(block, Reason::Related)).collect();
            article.aside.extend(lines);
        } else {
            related = None;
            article.blocks.extend(opener.take());
            article.blocks.push(block);
        }
    }
    article.blocks.extend(opener);
}

/// Whether a block is nothing but links, or short lines.
fn leads_away(block: &Spanned<Block>) -> bool {
    match &block.value {
        Block::Paragraph(content) => {
            let text = plain_text(content);
            is_linked(content) || text.chars().count() <= SHORT / 2 && !text.ends_with('。')
        }
        Block::List { items, .. } => items.iter().all(|item| item.blocks.iter().all(leads_away)),
        Block::Image(_) => true,
        _ => false,
    }
}

/// Whether a line is one link, or several.
fn is_linked(content: &Inlines) -> bool {
    let linked = |inline: &Spanned<Inline>| match &inline.value {
        Inline::Link { .. } | Inline::Break => true,
        Inline::Text(text) => !text.contains(char::is_alphanumeric),
        _ => false,
    };
    content.iter().any(|inline| matches!(inline.value, Inline::Link { .. }))
        && content.iter().all(linked)
}

/// Paragraphs, and lists of nothing else, that are junk by their words.
fn junk_blocks(article: &mut Article) {
    let mut aside = Vec::new();
    article.blocks.retain(|block| {
        let reason = junk_reason(block);
        if let Some(reason) = reason {
            aside.extend(set_aside(block, reason));
        }
        reason.is_none()
    });
    article.aside.extend(aside);
}

fn junk_reason(block: &Spanned<Block>) -> Option<Reason> {
    match &block.value {
        Block::Paragraph(content) => {
            let text = plain_text(content);
            let address = content.iter().any(|inline| matches!(inline.value, Inline::Link { .. }));
            // A link on a line of its own is a link of the author's.
            junk::reason(&text).filter(|reason| *reason != Reason::Address || !address)
        }
        Block::Quote(blocks) => all_junk(blocks.iter()),
        Block::List { items, .. } => all_junk(items.iter().flat_map(|item| &item.blocks)),
        _ => None,
    }
}

fn all_junk<'a>(mut blocks: impl Iterator<Item = &'a Spanned<Block>>) -> Option<Reason> {
    let first = blocks.next().and_then(junk_reason)?;
    blocks.all(|block| junk_reason(block).is_some()).then_some(first)
}

/// Every text of a block as lines that are set aside.
fn set_aside(block: &Spanned<Block>, reason: Reason) -> Vec<Aside> {
    let mut lines: Vec<Aside> = Vec::new();
    let mut add = |text: String, span: Span| {
        let text = super::dom::one_line(&text);
        if !text.is_empty() {
            lines.push(Aside { span, text, reason });
        }
    };
    visit_blocks(std::slice::from_ref(block), &mut |block| match &block.value {
        Block::Paragraph(content) | Block::Heading { content, .. } => {
            add(said(content), block.span);
        }
        Block::Code { text, .. } | Block::Math(text) => add(text.clone(), block.span),
        Block::Image(image) => {
            let caption = image.caption.as_deref().unwrap_or_default();
            add(format!("{} {caption}", shown(image)), block.span);
        }
        Block::Definitions(all) => {
            all.iter().for_each(|one| add(plain_text(&one.term), one.span));
        }
        Block::Table(table) => {
            for row in std::iter::once(&table.head).chain(&table.rows) {
                let cells: Vec<String> = row.iter().map(|cell| plain_text(cell)).collect();
                add(cells.join(" "), block.span);
            }
        }
        Block::Alert { title, .. } => add(title.clone().unwrap_or_default(), block.span),
        Block::Chart(_)
        | Block::List { .. }
        | Block::Quote(_)
        | Block::Columns(_)
        | Block::Typst { .. } => {}
    });
    lines
}

/// A line that is set aside: its text, and what its pictures show.
fn said(content: &Inlines) -> String {
    let mut text = plain_text(content);
    walk_inlines(content, &mut |inline| {
        if let Inline::Image(image) = &inline.value {
            text.push(' ');
            text.push_str(shown(image));
        }
    });
    text
}

/// What a picture shows, or where it lies.
fn shown(image: &Image) -> &str {
    if image.alt.is_empty() { &image.path } else { &image.alt }
}

/// Where a page has no headings, bold lines are.
fn bold_headings(blocks: &mut [Spanned<Block>]) {
    if blocks.iter().any(|block| matches!(block.value, Block::Heading { .. })) {
        return;
    }
    // What nothing stands below is no heading.
    let Some((_, blocks)) = blocks.split_last_mut() else { return };
    for block in blocks {
        let Block::Paragraph(content) = &block.value else { continue };
        let text = plain_text(content);
        let sentence = text.ends_with(['。', '！', '；', '，', '.', '!', ';', ',', '：', ':']);
        let one = !content.iter().any(|inline| inline.value == Inline::Break);
        if is_bold(content) && one && !sentence && text.chars().count() <= HEADING {
            let content = unwrapped(content.clone());
            block.value = Block::Heading { level: 1, content };
        }
    }
}

/// What stands in bold.
fn unwrapped(content: Inlines) -> Inlines {
    content
        .into_iter()
        .flat_map(|inline| match inline.value {
            Inline::Strong(content) => unwrapped(content),
            value => vec![Spanned::new(value, inline.span)],
        })
        .collect()
}

/// The first heading as the title, if nothing else is and none is as high.
fn first_heading(blocks: &mut Vec<Spanned<Block>>) -> Option<Spanned<String>> {
    let levels: Vec<u8> = blocks
        .iter()
        .filter_map(|block| match block.value {
            Block::Heading { level, .. } => Some(level),
            _ => None,
        })
        .collect();
    let Some(Block::Heading { level, content }) = blocks.first().map(|block| &block.value) else {
        return None;
    };
    if levels.iter().filter(|other| *other <= level).count() > 1 || levels.len() < 2 {
        return None;
    }
    let title = Spanned::new(plain_text(content), blocks[0].span);
    blocks.remove(0);
    Some(title)
}

/// What the headings say, by what entries of a table of contents have in common with them.
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
    // Some pages part them by a blank and nothing else.
    let rest = text.trim().trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    bare(unnumbered(if rest.starts_with(' ') { rest } else { text }))
}

/// Sorts the lines of tables of contents: those that say what a heading says, and others.
fn listed(article: &mut Article, lines: Vec<Aside>) {
    let headings = headings(&article.blocks);
    for line in lines {
        match headings.get(&entry(&line.text)) {
            // The number of a heading goes, and with it that of its entry.
            Some(heading) => {
                let text = unnumbered(heading).to_owned();
                article.contents.push(Spanned::new(text, line.span));
            }
            None => article.aside.push(line),
        }
    }
}

/// A list that says what the headings say is a table of contents, whatever it is called.
fn written_contents(article: &mut Article) {
    const LEAST: usize = 2;
    let headings = headings(&article.blocks);
    let mut index = 0;
    while index < article.blocks.len() {
        let lines = match article.blocks[index].value {
            Block::List { .. } => set_aside(&article.blocks[index], Reason::Contents),
            _ => Vec::new(),
        };
        let known = lines.iter().filter(|line| headings.contains_key(&entry(&line.text))).count();
        if known < LEAST || known * 10 < lines.len() * 6 {
            index += 1;
            continue;
        }
        article.blocks.remove(index);
        let opener = index.checked_sub(1).filter(|before| match &article.blocks[*before].value {
            Block::Heading { content, .. } | Block::Paragraph(content) => {
                junk::opens_contents(&plain_text(content))
            }
            _ => false,
        });
        if let Some(before) = opener {
            let block = article.blocks.remove(before);
            article.aside.extend(set_aside(&block, Reason::Contents));
            index = before;
        }
        // Without its own heading: a table may list itself.
        listed(article, lines);
    }
}
