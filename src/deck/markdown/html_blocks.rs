//! Blocks of HTML → notes, and the blocks that `html_elements` makes; other elements are reported,
//! and only their text is kept.

use std::collections::BTreeMap;
use std::ops::Range;

use super::blocks::{Content, push_paragraph};
use super::comments::{self, Comment};
use super::html::{self, Piece, Tag};
use super::includes::Include;
use super::inlines::run::{self, Run};
use super::scan::Mark;
use super::{Dialect, Reader, dialect, icons};
use crate::deck::block::{only_pictures, trim};
use crate::deck::{Block, Diagram, Inline, Spanned};
use crate::diag::{Diagnostic, Span};

impl Reader<'_, '_> {
    /// Converts an HTML block: comments, elements and text.
    pub(super) fn html_block(&mut self, html: &str, span: Span, out: &mut Content) {
        if let Some(at) = html.rfind("<!--").filter(|at| !html[*at..].contains("-->")) {
            let place = span.within(at..at + 4);
            let error = Diagnostic::error(place, "this comment is never closed");
            return self
                .findings
                .push(error.hint("everything below would be notes: end it with `-->`"));
        }
        let mut flow = Flow::default();
        for (range, piece) in html::pieces(html) {
            let place = span.within(literal_range(self.text(span), html, range));
            if ends_paragraph(&piece) {
                self.flush(&mut flow, out);
            }
            let before = out.blocks.len();
            match piece {
                Piece::Comment(text) => self.comment(text, span, place, out),
                Piece::Text(text) => self.html_text(text, place, &mut flow, out),
                Piece::Tag(tag) => self.html_tag(&tag, place, &mut flow, out),
            }
            self.at_step(before, out);
        }
        self.flush(&mut flow, out);
    }

    /// Sets the current step on blocks added since `before`.
    fn at_step(&self, before: usize, out: &mut Content) {
        for block in out.blocks.iter_mut().skip(before) {
            block.step = block.step.max(self.step);
        }
    }

    fn comment(&mut self, text: &str, span: Span, place: Span, out: &mut Content) {
        match self.marks.get(&self.line_at(place.start as usize)) {
            Some(Mark::Notes(range)) => {
                let text = self.source.get(range.clone()).unwrap_or_default();
                return out.notes.push(comments::dedent(text));
            }
            Some(Mark::Step) => return self.step += 1,
            Some(Mark::Tex(range)) => return dialect::tex(self, range.clone(), out),
            None => {}
        }
        match comments::classify(text) {
            Comment::Notes(notes) => out.notes.push(notes),
            Comment::Directives(all) => {
                out.directives.extend(all.into_iter().map(|one| Spanned::new(one, span)));
            }
            Comment::Slot(name) => {
                let mark = vec![Spanned::new(Inline::Text(name), place)];
                out.blocks.push(Spanned::new(Block::Paragraph(mark), place));
            }
            Comment::Include(path) => self.included_blocks(&Include::new(path, place), out),
            Comment::Ignored(name) => self.ignore("unknown-directive", name, span),
            Comment::Nothing => {}
        }
    }

    fn html_text(&mut self, text: String, place: Span, flow: &mut Flow, out: &mut Content) {
        if let Some((lines, _)) = &mut flow.pre {
            return lines.push_str(&text);
        }
        let mut tools = dialect::TOOLS.iter();
        let text = tools.find_map(|tool| tool.inline(self, &text, place)).unwrap_or(text);
        let markdown = if flow.run.is_code() { None } else { self.html_markdown(place) };
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let blank = |is_there: bool| if is_there { " " } else { "" };
        let before = blank(text.starts_with(char::is_whitespace));
        let after = blank(text.ends_with(char::is_whitespace));
        let inline = |text: String| Spanned::new(Inline::Text(text), place);
        match markdown.as_deref() {
            None => flow.run.content.push(inline(format!("{before}{words}{after}"))),
            Some([Spanned { value: Block::Paragraph(content), .. }]) => {
                flow.run.content.push(inline(before.to_owned()));
                flow.run.content.extend_from_slice(content);
                flow.run.content.push(inline(after.to_owned()));
            }
            Some(blocks) => {
                self.flush(flow, out);
                out.blocks.extend_from_slice(blocks);
            }
        }
    }

    fn html_tag(&mut self, tag: &Tag, place: Span, flow: &mut Flow, out: &mut Content) {
        let name = tag.name.to_lowercase();
        if let Some((lines, span)) = flow.pre.take() {
            if flow.ends_with == name && tag.closing {
                let text = lines.trim_matches('\n').to_owned();
                return out.blocks.push(Spanned::new(preformatted(text, &name), span));
            }
            flow.pre = Some((lines, span));
            return;
        }
        let mut tools = dialect::TOOLS.iter();
        if !tag.closing && name != "img" && tools.any(|tool| tool.tag(self, tag, place, out)) {
            return self.flush(flow, out);
        }
        if self.take_icon(tag, place) {
            return;
        }
        if run::is_inline(&name) {
            return self.run_tag(&mut flow.run, tag, place);
        }
        if tag.closing {
            out.close_element(&name);
        } else if name == "pre" || is_mermaid(tag) {
            flow.ends_with.clone_from(&name);
            flow.pre = Some((String::new(), place));
        } else if name == "tr" {
            out.begin_row();
        } else if !matches!(name.as_str(), "hr" | "col" | "tr")
            && !out.open_element(tag, self.source, place)
        {
            self.ignore("dropped-html", format!("`<{name}>`"), place);
        }
        // To Vue, `<div />` is closed; to HTML it is not.
        if self.dialect == Dialect::Slidev && tag.attributes.trim_end().ends_with('/') {
            out.close_element(&name);
        }
    }

    /// Ends a paragraph. Pictures on their own become blocks.
    fn flush(&mut self, flow: &mut Flow, out: &mut Content) {
        let before = out.blocks.len();
        let content = std::mem::take(&mut flow.run).finish();
        match only_pictures(&content) {
            Some(pictures) => out.blocks.extend(pictures.iter().map(Spanned::block)),
            None => {
                let mut content = content;
                trim(&mut content);
                push_paragraph(out, content);
            }
        }
        self.at_step(before, out);
    }
}

/// Whether an element holds the text of a diagram, `<div class="mermaid">`.
fn is_mermaid(tag: &Tag) -> bool {
    tag.name == "div" && tag.attribute("class").is_some_and(|class| class == "mermaid")
}

/// A listing, or the diagram that an element holds which is none.
fn preformatted(text: String, name: &str) -> Block {
    if name == "pre" {
        return Block::Code { lang: None, text, options: BTreeMap::new() };
    }
    let diagram = Diagram { text };
    diagram.chart().map_or(Block::Diagram(diagram), Block::Chart)
}

/// Whether a paragraph ends before a piece of HTML.
fn ends_paragraph(piece: &Piece) -> bool {
    match piece {
        Piece::Text(_) => false,
        Piece::Comment(_) => true,
        Piece::Tag(tag) => !run::is_inline(&tag.name.to_lowercase()) && !icons::is_component(tag),
    }
}

/// The content of an HTML block since the end of the last paragraph.
#[derive(Default)]
struct Flow {
    run: Run,
    /// The lines of a `pre` element, and where it begins.
    pre: Option<(String, Span)>,
    /// The name of that element, which may be that of a diagram.
    ends_with: String,
}

/// Maps a range of the parser's text to the author's: the parser drops what precedes each line of a
/// nested block, such as blanks and `>`.
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
