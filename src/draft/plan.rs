//! A slide that is being drafted: what it shows, its notes, and the reasons for its form.

use crate::deck::arrange::width;
pub(super) use crate::deck::block::without_footnotes;
use crate::deck::block::{plain_text, visit_blocks, visit_blocks_mut};
use crate::deck::markdown::write::{Care, write_blocks, write_inlines};
use crate::deck::{Block, Inline, Inlines, Item, ListKind, Slide, Spanned};
use crate::diag::Span;

/// A slide that is being drafted.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    /// Its title; `None`: the heading of its part.
    pub(super) title: Option<Inlines>,
    /// Its layout.
    pub(super) layout: &'static str,
    /// What it shows.
    pub(super) blocks: Vec<Spanned<Block>>,
    /// Its notes, one paragraph each.
    pub(super) notes: Vec<String>,
    /// Where its text stands in the article.
    pub(super) span: Span,
    /// The reasons for its form, one line each.
    pub(super) reasons: Vec<String>,
}

impl Plan {
    /// A slide of a layout that shows some blocks.
    pub(super) fn new(layout: &'static str, blocks: Vec<Spanned<Block>>, span: Span) -> Self {
        let (notes, reasons) = (Vec::new(), Vec::new());
        Self { title: None, layout, blocks, notes, span, reasons }
    }

    /// Adds a reason.
    pub(super) fn because(mut self, reason: impl Into<String>) -> Self {
        self.reasons.push(reason.into());
        self
    }

    /// Appends notes.
    pub(super) fn saying(mut self, notes: Vec<String>) -> Self {
        self.notes.extend(notes);
        self
    }

    /// The slide.
    pub(super) fn slide(&self) -> Slide {
        Slide {
            title: self.title.clone().unwrap_or_default(),
            layout: self.layout.to_owned(),
            blocks: self.blocks.clone(),
            notes: self.notes.join("\n\n"),
            span: self.span,
            ..Slide::default()
        }
    }
}

/// A list whose items are one line each.
pub(super) fn list(items: Vec<Spanned<Item>>, start: Option<usize>, span: Span) -> Spanned<Block> {
    Spanned::new(Block::List { kind: ListKind::plain(start), items }, span)
}

/// An item: a term in bold, a colon, and what is said about it. Either may be missing.
pub(super) fn item(
    term: Option<Inlines>,
    text: Option<Inlines>,
    seam: &str,
    span: Span,
) -> Spanned<Item> {
    let mut content = Inlines::new();
    if let Some(term) = term {
        content.push(Spanned::new(Inline::Strong(without_strong(term)), span));
    }
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        // A label that is a question gets no colon.
        let asked = plain_text(&content).ends_with(['？', '?']);
        if !content.is_empty() {
            let seam = if asked && seam == "：" {
                ""
            } else if asked {
                " "
            } else {
                seam
            };
            content.push(Spanned::new(Inline::Text(seam.to_owned()), span));
        }
        content.extend(text);
    }
    let blocks = vec![Spanned::new(Block::Paragraph(content), span)];
    Spanned::new(Item { done: None, blocks }, span)
}

/// Removes bold markup, for titles and other text that is bold anyway.
pub(super) fn without_strong(content: Inlines) -> Inlines {
    let mut out = Inlines::new();
    for inline in content {
        match inline.value {
            Inline::Strong(inner) => out.extend(without_strong(inner)),
            _ => out.push(inline),
        }
    }
    out
}

/// The text of the footnotes of some inlines, each in brackets.
pub(super) fn footnotes(content: &Inlines) -> String {
    let mut out = String::new();
    for inline in content {
        match &inline.value {
            Inline::Footnote(inner) => out.push_str(&format!("（{}）", said(inner))),
            value => out.push_str(&footnotes(value.content().unwrap_or(&Vec::new()))),
        }
    }
    out
}

/// Moves the footnotes of blocks into the notes.
pub(super) fn take_footnotes(blocks: &mut [Spanned<Block>], notes: &mut Vec<String>) {
    let mut take = |content: &mut Inlines| {
        notes.extend(Some(footnotes(content)).filter(|footnotes| !footnotes.is_empty()));
        *content = without_footnotes(content);
    };
    visit_blocks_mut(blocks, &mut |block| block.value.runs_mut(&mut take));
}

/// A run of text for the notes: Markdown on one line, with its footnotes at the end.
pub(super) fn said(content: &Inlines) -> String {
    let content_only = without_footnotes(content);
    let mut text = write_inlines(&content_only, true, Care::Light);
    // A bare address in Markdown would swallow a backslash behind it.
    let bare = text.contains("://") || text.contains("www.");
    if bare && text.contains('\\') {
        text = write_inlines(&content_only, true, Care::Full);
    }
    text.replace("\\\n", " ") + &footnotes(content)
}

/// Appends all text of some blocks to the notes, one paragraph each.
pub(super) fn all_said(blocks: &[Spanned<Block>], out: &mut Vec<String>) {
    for block in blocks {
        match &block.value {
            Block::Paragraph(content) | Block::Heading { content, .. } => out.push(said(content)),
            Block::List { items, .. } => items.iter().for_each(|item| all_said(&item.blocks, out)),
            Block::Quote(blocks) => all_said(blocks, out),
            Block::Alert { title, blocks, .. } => {
                out.extend(title.clone());
                all_said(blocks, out);
            }
            Block::Definitions(all) => {
                for one in all {
                    let mut inner = Vec::new();
                    all_said(&one.blocks, &mut inner);
                    let first = if inner.is_empty() { String::new() } else { inner.remove(0) };
                    out.push(format!("**{}**：{first}", said(&one.term)));
                    out.extend(inner);
                }
            }
            Block::Columns(columns) => {
                columns.iter().for_each(|column| all_said(&column.blocks, out));
            }
            // Objects without running text; a slide shows them as they are.
            _ => {}
        }
    }
}

/// An object that no slide shows, as Markdown for the notes; a picture becomes a link to it.
pub(super) fn as_it_is(block: &Spanned<Block>, out: &mut Vec<String>) {
    visit_blocks(std::slice::from_ref(block), &mut |block| match &block.value {
        Block::Image(image) => {
            let named = [image.caption.as_deref(), Some(image.alt.as_str())].into_iter().flatten();
            let text = named.filter(|text| !text.trim().is_empty()).collect::<Vec<_>>().join(" · ");
            let text = if text.is_empty() { image.path.clone() } else { text };
            let (content, url) = (super::titles::plain(&text), image.path.clone());
            let link = Inline::Link { content, url };
            out.push(write_inlines(&vec![Spanned::new(link, block.span)], true, Care::Light));
        }
        Block::Table(_)
        | Block::Code { .. }
        | Block::Math(_)
        | Block::Typst { .. }
        | Block::Chart(_)
        | Block::Diagram(_) => {
            out.push(write_blocks(std::slice::from_ref(block), Care::Light));
        }
        _ => {}
    });
}

/// Width of the text of inlines, in Han characters.
pub(super) fn wide(content: &Inlines) -> f64 {
    width(&plain_text(content))
}

/// Width of all paragraphs in some blocks, in Han characters.
pub(super) fn wide_of(blocks: &[Spanned<Block>]) -> f64 {
    let mut sum = 0.0;
    visit_blocks(blocks, &mut |block| {
        if let Block::Paragraph(content) = &block.value {
            sum += wide(content);
        }
    });
    sum
}
