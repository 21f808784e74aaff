//! Blocks of HTML → notes, pictures and the text that stays; of every other element that it is left out.

use std::ops::Range;

use super::blocks::Content;
use super::comments::{self, Comment};
use super::html::{self, Piece};
use super::includes::Include;
use super::{Reader, dialect};
use crate::deck::{Block, Image, Inline, Spanned};
use crate::diag::{Diagnostic, Span};

impl Reader<'_, '_> {
    /// Comments, and HTML whose text stays.
    pub(super) fn html_block(&mut self, html: &str, span: Span, out: &mut Content) {
        if let Some(at) = html.rfind("<!--").filter(|at| !html[*at..].contains("-->")) {
            let place = span.within(at..at + 4);
            let error = Diagnostic::error(place, "this comment is never closed");
            return self
                .findings
                .push(error.hint("everything below would be notes: end it with `-->`"));
        }
        for (range, piece) in html::pieces(html) {
            let range = literal_range(self.text(span), html, range);
            let before = out.blocks.len();
            let mut tools = dialect::TOOLS.iter();
            let understood = match &piece {
                Piece::Tag(tag) if !tag.closing => tools.any(|tool| tool.tag(self, tag)),
                _ => false,
            };
            match piece {
                Piece::Comment(text) => self.comment(text, span, span.within(range), out),
                Piece::Tag(tag) if understood && tag.name != "img" => {}
                piece => self.html_piece(&piece, span.within(range), out),
            }
            for block in &mut out.blocks[before..] {
                block.step = block.step.max(self.step);
            }
        }
    }

    fn comment(&mut self, text: &str, span: Span, place: Span, out: &mut Content) {
        match comments::classify(text) {
            Comment::Notes(notes) => out.notes.push(notes),
            Comment::Classes(classes) => {
                out.classes.extend(classes.into_iter().map(|class| (class, span)));
            }
            Comment::Include(path) => self.included_blocks(&Include { path, span: place }, out),
            Comment::Ignored(name) => self.ignore("unknown-directive", name, span),
            Comment::Nothing => {}
        }
    }

    fn html_piece(&mut self, piece: &Piece, place: Span, out: &mut Content) {
        match piece {
            Piece::Text(text) => {
                let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                let inline = Spanned::new(Inline::Text(text), place);
                out.blocks.push(Spanned::new(Block::Paragraph(vec![inline]), place));
            }
            Piece::Tag(tag) if tag.name == "img" => {
                let path = tag.attribute("src").unwrap_or_default();
                let alt = tag.attribute("alt").unwrap_or_default();
                if !path.is_empty() {
                    let width = tag.attribute("width");
                    let path = self.picture_path(&path);
                    let image = Image { path, alt, width, ..Image::default() };
                    out.blocks.push(Spanned::new(Block::Image(image), place));
                }
            }
            Piece::Tag(tag) if tag.name != "br" && !tag.closing => {
                let name = format!("`<{}>`", tag.name.to_lowercase());
                self.ignore("dropped-html", name, place);
            }
            Piece::Tag(_) | Piece::Comment(_) => {}
        }
    }
}

/// The bytes of what the author wrote for a range of what the parser gives: there, the lines have lost
/// what stands before the block, such as blanks and `>`.
fn literal_range(written: &str, literal: &str, range: Range<usize>) -> Range<usize> {
    let at = |offset: usize| {
        let line = literal[..offset].matches('\n').count();
        let end = |text: &str, from: usize| {
            let from = from.min(text.len());
            text[from..].find('\n').map_or(text.len(), |length| from + length)
        };
        let start = written.match_indices('\n').nth(line.wrapping_sub(1));
        let start = if line == 0 { 0 } else { start.map_or(written.len(), |(at, _)| at + 1) };
        end(written, start).saturating_sub(end(literal, offset) - offset).max(start)
    };
    let start = written.floor_char_boundary(at(range.start));
    start..written.ceil_char_boundary(at(range.end).max(start))
}

#[cfg(test)]
mod tests {
    use super::literal_range;

    #[test]
    fn the_blanks_before_a_block_are_counted() {
        let written = "<div>\n    你好\n  </div>";
        let literal = "<div>\n  你好\n</div>\n";
        let found = literal.find("你好").expect("it is there");
        assert_eq!(&written[literal_range(written, literal, found..found + 6)], "你好");
        let close = literal.find("</").expect("it is there");
        assert_eq!(&written[literal_range(written, literal, close..close + 6)], "</div>");
    }
}
