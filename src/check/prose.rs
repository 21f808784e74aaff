//! The runs of text on a slide (title, paragraphs, headings, terms, cells), and what on it is not
//! running text.

use crate::deck::block::{visit_blocks, visit_inlines, walk_inlines};
use crate::deck::{Block, Inline, Inlines, Slide};
use crate::diag::Span;

/// A run of text.
pub(crate) struct Prose<'a> {
    /// Its kind, as messages call it.
    pub(crate) kind: &'static str,
    /// Its inlines.
    pub(crate) content: &'a Inlines,
    /// From the first to the last of its pieces.
    pub(crate) span: Span,
}

impl Prose<'_> {
    /// Whether a place is inside it.
    pub(crate) fn holds(&self, span: Span) -> bool {
        covers(self.span, span)
    }
}

/// The places on a slide that are not running text.
pub(crate) struct Apart {
    /// Pictures and their captions, drawings, listings, formulas.
    drawn: Vec<Span>,
    /// Superscripts and subscripts, readings, and the numbers of footnotes.
    raised: Vec<Span>,
    /// Tables.
    tables: Vec<Span>,
    /// Code in running text, with what it says.
    code: Vec<(Span, String)>,
}

impl Apart {
    /// Finds them on a slide.
    pub(crate) fn of(slide: &Slide) -> Self {
        let (mut drawn, mut raised) = (Vec::new(), Vec::new());
        let (mut tables, mut code) = (Vec::new(), Vec::new());
        visit_blocks(&slide.blocks, &mut |block| {
            use Block::{Chart, Code, Diagram, Image, Math, Typst};
            let value = &block.value;
            if matches!(
                value,
                Image(_) | Chart(_) | Diagram(_) | Typst { .. } | Code { .. } | Math(_)
            ) {
                drawn.push(block.span);
            }
            if let Block::Table(_) = block.value {
                tables.push(block.span);
            }
        });
        visit_inlines(slide, &mut |inline| match &inline.value {
            // The text of a footnote stands elsewhere in the file.
            Inline::Super(_) | Inline::Sub(_) | Inline::Footnote(_) | Inline::Ruby { .. } => {
                raised.push(inline.span);
            }
            Inline::Code(text) => code.push((inline.span, text.clone())),
            _ => {}
        });
        Self { drawn, raised, tables, code }
    }

    /// Whether a place is inside a picture, a drawing, a listing or a formula.
    pub(crate) fn is_drawn(&self, span: Span) -> bool {
        self.drawn.iter().any(|drawn| covers(*drawn, span))
    }

    /// Whether a place is inside a table.
    pub(crate) fn is_in_table(&self, span: Span) -> bool {
        self.tables.iter().any(|table| covers(*table, span))
    }

    /// Whether a text on a page is inline code. The page only says in which paragraph it was
    /// written, and Han in code has the font of the words around it.
    pub(crate) fn is_inline_code(&self, text: &str, within: Span) -> bool {
        let is_it = |(span, code): &(Span, String)| covers(within, *span) && code.contains(text);
        within.is_attached() && self.code.iter().any(is_it)
    }

    /// Whether a place is inside a superscript or subscript.
    pub(crate) fn is_raised(&self, span: Span) -> bool {
        self.raised.iter().any(|raised| covers(*raised, span))
    }
}

/// Whether a place is inside another.
pub(super) fn covers(outer: Span, inner: Span) -> bool {
    outer.file == inner.file && (outer.start..outer.end).contains(&inner.start)
}

/// Whether two places are in one text: layouts set the parts of an item on separate lines.
pub(super) fn same_text(content: &Inlines, a: Span, b: Span) -> bool {
    let mut same = false;
    walk_inlines(content, &mut |inline| {
        let is_text = matches!(inline.value, Inline::Text(_));
        same |= is_text && covers(inline.span, a) && covers(inline.span, b);
    });
    same
}

/// Each run of text on a slide that has a place in a file, in their order.
pub(crate) fn of(slide: &Slide) -> Vec<Prose<'_>> {
    let mut runs = vec![("title", &slide.title)];
    visit_blocks(&slide.blocks, &mut |block| match &block.value {
        Block::Paragraph(content) => runs.push(("paragraph", content)),
        Block::Heading { content, .. } => runs.push(("heading", content)),
        Block::Definitions(all) => runs.extend(all.iter().map(|one| ("term", &one.term))),
        Block::Table(table) => {
            let cells = table.head.iter().chain(table.rows.iter().flatten());
            runs.extend(cells.map(|cell| ("cell", cell)));
        }
        _ => {}
    });
    let prose = |(kind, content)| Some(Prose { kind, content, span: around(content)? });
    // In a deck.json everything has the place of its slide, so texts cannot be told apart.
    let told_apart = slide.blocks.iter().all(|block| block.span != slide.span);
    runs.into_iter().filter_map(prose).filter(|_| told_apart || slide.title.is_empty()).collect()
}

/// The span from the first to the last inline; `None` if they have no places of their own.
fn around(content: &Inlines) -> Option<Span> {
    let attached = || content.iter().map(|inline| inline.span).filter(|span| span.is_attached());
    let (first, last) = (attached().next()?, attached().next_back()?);
    Some(Span { end: last.end.max(first.end), ..first })
}
