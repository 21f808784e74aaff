//! An article in two languages, each paragraph followed by its translation → a deck in the article's own
//! language. The translation is in the notes.

use super::passages::Passage;
use super::units::{Kind, Unit};
use crate::article::Article;
use crate::deck::Block;
use crate::deck::block::{plain_text, visit_blocks};
use crate::deck::markdown::typography::is_cjk_letter;

/// Fewest paragraphs with a translation.
const FEWEST: usize = 3;
/// The same as a share of all paragraphs, in tenths.
const TENTHS: usize = 7;
/// Fewest words of a paragraph in Latin letters.
const WORDS: usize = 3;

/// Hides the translation, if the article has one.
pub(super) fn hide(passage: &mut Passage, article: &Article) {
    if !is_translated(article) {
        return;
    }
    let latin = !article.locale().words.full_width;
    passage.visit_mut(&mut |units| {
        for unit in units.iter_mut().filter(|unit| is_latin_unit(unit) == Some(!latin)) {
            (unit.is_due, unit.shown) = (false, false);
        }
    });
}

/// Whether most paragraphs of an article are followed by one in the other script.
fn is_translated(article: &Article) -> bool {
    let mut scripts: Vec<bool> = Vec::new();
    visit_blocks(&article.blocks, &mut |block| {
        if let Block::Paragraph(content) = &block.value {
            scripts.extend(is_latin(&plain_text(content)));
        }
    });
    let (mut pairs, mut at) = (0, 0);
    while at + 1 < scripts.len() {
        let pair = scripts[at] != scripts[at + 1];
        pairs += usize::from(pair);
        at += if pair { 2 } else { 1 };
    }
    pairs >= FEWEST && 2 * pairs * 10 >= scripts.len() * TENTHS
}

/// Whether the words of a sentence are in Latin letters; `None` of lists and things.
fn is_latin_unit(unit: &Unit) -> Option<bool> {
    match &unit.kind {
        // A sentence may be a few words, so its paragraph decides.
        Kind::Sentence(one) => is_latin(&one.run.text),
        Kind::Group(_) | Kind::Object(_) => None,
    }
}

/// Whether a text is in Latin letters; `None` if it is hardly any.
fn is_latin(text: &str) -> Option<bool> {
    if text.contains(is_cjk_letter) {
        return Some(false);
    }
    (text.split_whitespace().count() >= WORDS).then_some(true)
}
