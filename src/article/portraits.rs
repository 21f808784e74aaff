//! Sets aside pictures of people that pages put beside names: of the author, and of whoever is quoted. In the
//! room they say nothing.

use super::clean::{key, names_portrait, shown};
use super::{Article, Aside, Reason};
use crate::deck::block::visit_blocks_mut;
use crate::deck::{Block, Image, Inline, Inlines, Spanned};
use crate::diag::Span;

/// Fewest and most letters of a name that an address is compared with.
const NAME: std::ops::RangeInclusive<usize> = 6..=30;

/// Sets them aside.
pub(super) fn take(article: &mut Article) {
    let names = names(article);
    let aside = &mut article.aside;
    article.blocks.retain(|block| match &block.value {
        Block::Image(image) if is_portrait(image, &names) => {
            aside.push(set_aside(image, block.span));
            false
        }
        _ => true,
    });
    visit_blocks_mut(&mut article.blocks, &mut |block| {
        if let Block::Paragraph(content) = &mut block.value {
            strip(content, &names, aside);
        }
    });
    article
        .blocks
        .retain(|block| !matches!(&block.value, Block::Paragraph(content) if content.is_empty()));
}

/// Takes them out of a paragraph, with the blank behind.
fn strip(content: &mut Inlines, names: &[String], aside: &mut Vec<Aside>) {
    let count = content.len();
    content.retain(|inline| match &inline.value {
        Inline::Image(image) if is_portrait(image, names) => {
            aside.push(set_aside(image, inline.span));
            false
        }
        _ => true,
    });
    if content.len() == count {
        return;
    }
    while content.first().is_some_and(|first| first.value.is_blank()) {
        content.remove(0);
    }
    if let Some(Spanned { value: Inline::Text(text), .. }) = content.first_mut() {
        *text = text.trim_start().to_owned();
    }
}

/// The names of those who made the article, in letters and digits alone.
fn names(article: &Article) -> Vec<String> {
    let bylines = article.aside.iter().filter(|aside| aside.reason == Reason::Byline);
    let bylines =
        bylines.map(|aside| key(aside.text.trim_end_matches(|c: char| !c.is_alphabetic())));
    let all = article.authors.iter().map(|name| key(name)).chain(bylines);
    all.filter(|name| NAME.contains(&name.len())).collect()
}

fn set_aside(image: &Image, span: Span) -> Aside {
    Aside { span, text: shown(image).to_owned(), reason: Reason::Icon }
}

/// Whether a picture is one of a person by its name. `names`: those of the article's authors.
fn is_portrait(image: &Image, names: &[String]) -> bool {
    let file = key(image.path.rsplit('/').next().unwrap_or_default());
    let named = names.iter().any(|name| file.contains(name.as_str()));
    named || names_portrait(&key(&image.alt), &key(&image.path))
}
