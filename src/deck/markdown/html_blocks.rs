//! Blocks of HTML → notes, pictures and the text that stays; of every other element that it is left out.

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
