//! Listings that are really drawings (box-drawing characters, ASCII art, folder trees), and the source of
//! diagrams, which stands in place of a picture → drawings, which are never wrapped or cut, since a
//! drawing that is cut up means nothing. Pure.

use std::fmt::Write;

use crate::deck::block::is_diagram;
use crate::deck::{Block, Spanned};

/// Most lines of a drawing. A longer one could not be read on one page, so it stays a listing and
/// is continued.
const LONGEST: usize = 40;
/// The same for the source of a diagram.
const LONGEST_SOURCE: usize = 80;
/// What a fence may name when its content is not code in any language.
const PLAIN: [&str; 5] = ["text", "txt", "plain", "plaintext", "ascii"];
/// Most characters of the alternative text of a drawing.
const SAID: usize = 200;

/// Replaces a listing that is a drawing with a drawing block; returns whether it did.
pub(super) fn draw(block: &mut Spanned<Block>) -> bool {
    let Block::Code { lang, text, options } = &block.value else { return false };
    let lang = lang.as_deref();
    let is_plain = lang.is_none_or(|lang| PLAIN.contains(&lang)) && is_picture(text);
    let is_source = lang.is_some_and(is_diagram) && text.lines().count() <= LONGEST_SOURCE;
    if !(is_plain || is_source) || text.trim().is_empty() || !options.is_empty() {
        return false;
    }
    let mut source = "#theme.characters(".to_owned();
    super::escape::string(text, &mut source);
    source.push(')');
    block.value = Block::Typst { source, alt: Some(words(text)) };
    true
}

/// Whether a text is a drawing: several of its lines contain box-drawing characters or ASCII lines.
fn is_picture(text: &str) -> bool {
    let lines = text.lines().filter(|line| is_drawn(line)).count();
    lines >= 2 && text.lines().count() <= LONGEST
}

/// Whether a line of text contains parts of boxes or lines.
fn is_drawn(line: &str) -> bool {
    let is_side =
        |line: &str| line.len() > 2 && line.starts_with(['|', '+']) && line.ends_with(['|', '+']);
    line.contains(|c| matches!(c, '\u{2500}'..='\u{259f}'))
        || line.contains("+--")
        || line.contains("--+")
        || is_side(line.trim())
}

/// The words in a drawing, for its alternative text.
fn words(text: &str) -> String {
    let is_word = |word: &&str| word.contains(char::is_alphanumeric);
    let mut said = String::new();
    for word in text.split_whitespace().filter(is_word) {
        if said.chars().count() + word.chars().count() > SAID {
            break;
        }
        let between = if said.is_empty() { "" } else { " " };
        let _ = write!(said, "{between}{word}");
    }
    said
}

#[cfg(test)]
mod tests {
    use super::{is_picture, words};

    #[test]
    fn pictures_are_told_from_listings() {
        assert!(is_picture("+---+\n| a |\n+---+"));
        assert!(is_picture("src\n├── a.rs\n└── b.rs"));
        assert!(is_picture("┌─┐\n│甲│\n└─┘"));
        assert!(!is_picture("let a = b | c;\nif a || b {\n}"));
        assert!(!is_picture("a --> b\nb --> c"));
        assert!(!is_picture("| a | b"));
        assert_eq!(words("+---+\n| 前端 |\n+---+"), "前端");
    }
}
