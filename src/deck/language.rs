//! The language of a deck: the one that it names, else the one that its text is written in.

use super::block::{plain_text, visit_blocks};
use super::{Block, Deck, Meta, Spanned};
use crate::diag::Diagnostic;
use crate::locale::{DEFAULT, Letters, Locale, mistaken};

/// Settles the language of a deck; `letters` counts those of its text. An invalid tag is reported.
pub(crate) fn settle(
    meta: &mut Meta,
    letters: impl FnOnce(&Meta) -> Letters,
) -> Option<Diagnostic> {
    let named = meta.lang.take();
    if let Some(tag) = &named
        && Locale::of(tag).is_some()
    {
        meta.lang = named;
        return None;
    }
    let found = letters(meta).language();
    meta.lang = (found != DEFAULT).then(|| found.to_owned());
    Some(unknown(&named?, found, meta))
}

/// The letters of a deck's titles and text, without code.
pub(crate) fn letters(deck: &Deck) -> Letters {
    let mut letters = Letters::default();
    for title in deck.meta.title.iter().chain(&deck.meta.subtitle) {
        letters.add(title);
    }
    for slide in deck.slides() {
        letters.add(&plain_text(&slide.title));
        add(&slide.blocks, &mut letters);
    }
    letters
}

/// Counts the letters of blocks.
pub(crate) fn add(blocks: &[Spanned<Block>], letters: &mut Letters) {
    visit_blocks(blocks, &mut |block| match &block.value {
        Block::Paragraph(content) | Block::Heading { content, .. } => {
            letters.add(&plain_text(content));
        }
        Block::Definitions(all) => {
            all.iter().for_each(|one| letters.add(&plain_text(&one.value.term)));
        }
        Block::Table(table) => {
            for cell in table.head.iter().chain(table.rows.iter().flatten()) {
                letters.add(&plain_text(cell));
            }
        }
        _ => {}
    });
}

fn unknown(tag: &str, found: &str, meta: &Meta) -> Diagnostic {
    let message =
        format!("`{tag}` names no language: the deck is set in `{found}`, as its text is");
    let finding = Diagnostic::warning("unknown-language", meta.span("lang"), message);
    // `en_US.UTF-8`
    let bare = tag.split(['.', '@']).next().unwrap_or(tag).replace('_', "-");
    let meant = mistaken(tag).map(str::to_owned).or_else(|| Locale::of(&bare).map(|_| bare));
    finding.hint(match meant {
        Some(meant) => format!("write `lang: {meant}`"),
        None => "tags are such as `zh`, `zh-TW`, `en`, `ja`, `de-CH`".to_owned(),
    })
}
