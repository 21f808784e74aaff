//! A sentence with somebody's words → a quotation with its source.

use super::plan;
use super::sentences::Sentence;
use super::units::Group;
use super::words::WORDS;
use crate::deck::arrange::width;
use crate::deck::{Block, Spanned};

/// Narrowest quotation, in Han characters.
const NARROWEST: f64 = 10.0;
/// Widest text about the speaker, in Han characters.
const WIDEST_SOURCE: f64 = 40.0;
/// Widest quotation, in Han characters.
const WIDEST: f64 = 80.0;

/// The quotation in a sentence that begins with one and names its speaker; `None` for other
/// sentences.
pub(super) fn of(sentence: &Sentence) -> Option<Group> {
    let text = sentence.text();
    let open = text.chars().next().filter(|c| matches!(c, '“' | '「'))?;
    let close = if open == '“' { '”' } else { '」' };
    let end = text.find(close)?;
    let rest = text[end + close.len_utf8()..].trim();
    let bare = rest.trim_start_matches(['！', '？', '。', '，', ' ']);
    let rest = if bare.starts_with("——") { bare } else { rest };
    let inner = text[open.len_utf8()..end].trim_end_matches([',', '，']);
    let speaks = rest.starts_with("——")
        || WORDS.quoted.stands_in(&format!(" {}", rest.to_ascii_lowercase()));
    let fits = (NARROWEST..=WIDEST).contains(&width(inner)) && width(rest) <= WIDEST_SOURCE;
    if !speaks || !fits || rest.contains(['“', '「']) {
        return None;
    }
    let start = sentence.point.start + open.len_utf8();
    let source = sentence.point.end - rest.len()..sentence.point.end;
    let span = sentence.span;
    let words = Block::Paragraph(sentence.run.part(start..start + inner.len()));
    let blocks = vec![
        Spanned::new(Block::Quote(vec![Spanned::new(words, span)]), span),
        Spanned::new(Block::Paragraph(plan::without_strong(sentence.run.part(source))), span),
    ];
    let why = "quote: somebody's words, and whose they are".to_owned();
    Some(Group { wide: width(text), ..Group::new("quote", blocks, why) })
}
