//! Pictures that are made of characters: boxes and lines, ASCII art, trees of folders. Cut or wrapped, they
//! say nothing. Pure.

use std::fmt::Write;

use crate::deck::{Block, Spanned};

/// Most lines of such a picture: what is longer cannot be read on one page, and is cut as a listing is.
const LONGEST: usize = 40;
/// Languages that are none.
const PLAIN: [&str; 5] = ["text", "txt", "plain", "plaintext", "ascii"];
/// Most characters of what is said of one to those who cannot see it.
const SAID: usize = 200;

/// Makes a drawing of a listing that is one; true if it does.
pub(super) fn draw(block: &mut Spanned<Block>) -> bool {
    let Block::Code { lang, text, options } = &block.value else { return false };
    let is_plain = lang.as_deref().is_none_or(|lang| PLAIN.contains(&lang));
    if !is_plain || !options.is_empty() || !is_picture(text) {
        return false;
    }
    let mut source = "#theme.characters(".to_owned();
    super::escape::string(text, &mut source);
    source.push(')');
    block.value = Block::Typst { source, alt: Some(words(text)) };
    true
}

/// Whether a text is a picture: several of its lines have parts of boxes on them.
fn is_picture(text: &str) -> bool {
    let lines = text.lines().filter(|line| is_drawn(line)).count();
    lines >= 2 && text.lines().count() <= LONGEST
}

/// Whether a line has lines of a drawing on it.
fn is_drawn(line: &str) -> bool {
    let is_side =
        |line: &str| line.len() > 2 && line.starts_with(['|', '+']) && line.ends_with(['|', '+']);
    line.contains(|c| matches!(c, '\u{2500}'..='\u{259f}'))
        || line.contains("+--")
        || line.contains("--+")
        || is_side(line.trim())
}

/// The words in a picture.
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
