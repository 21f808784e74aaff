//! What a rule sees: the deck, and how each slide was laid out. Nothing in here judges.

use typst::layout::Rect;
use typst_layout::PagedDocument;

use super::prose::{self, Prose};
use crate::deck::{Deck, Number, Slide};
use crate::diag::{Diagnostic, Sources, Span};
use crate::engine::Mapper;
use crate::engine::boxes::{self, Placed};
use crate::fit::Compiled;
use crate::theme::{Roles, Theme};

/// Everything that a rule may look at.
pub(crate) struct Context<'a> {
    /// The deck.
    pub(crate) deck: &'a Deck,
    /// The author's texts.
    pub(crate) sources: &'a Sources,
    /// The laid-out pages; `None` for rules that do without.
    pub(crate) document: Option<&'a PagedDocument>,
    /// The slides in their order.
    pub(crate) slides: Vec<SlideView<'a>>,
}

/// A slide and its pages.
pub(crate) struct SlideView<'a> {
    /// Its place among all slides, from 1.
    pub(crate) place: usize,
    /// Its number as it is printed.
    pub(crate) number: Number,
    /// The slide itself.
    pub(crate) slide: &'a Slide,
    /// The roles of its layout.
    pub(crate) roles: Roles,
    /// Its pages; of a page with several steps, only the last. Empty if it was not laid out.
    pub(crate) pages: Vec<PageView<'a>>,
}

/// A page of a slide.
pub(crate) struct PageView<'a> {
    /// Its number, from 1.
    pub(crate) number: usize,
    /// The region of the body; `None` if the layout has none.
    pub(crate) body: Option<Rect>,
    /// Everything visible on it except the furniture.
    pub(crate) items: Vec<Item<'a>>,
    /// The picture behind it.
    pub(crate) backdrop: Option<Placed<'a>>,
}

/// Something visible.
pub(crate) struct Item<'a> {
    /// The item and its place on the page.
    pub(crate) placed: Placed<'a>,
    /// Where the author wrote it. `None`: the layout drew it.
    pub(crate) span: Option<Span>,
}

impl<'a> Context<'a> {
    /// The context of a deck that was not laid out.
    pub(crate) fn written(deck: &'a Deck, theme: &Theme, sources: &'a Sources) -> Self {
        let slides = deck.slides().zip(deck.numbers()).enumerate();
        let slides = slides.map(|(index, (slide, number))| {
            let roles = theme.roles(&slide.layout);
            SlideView { place: index + 1, number, slide, roles, pages: Vec::new() }
        });
        Self { deck, sources, document: None, slides: slides.collect() }
    }

    /// The context of a compiled deck.
    pub(crate) fn laid_out(
        deck: &'a Deck,
        theme: &Theme,
        compiled: &'a Compiled,
        sources: &'a mut Sources,
    ) -> Self {
        let mapper = Mapper { world: &compiled.world, sources };
        let mut boxes: Vec<_> = boxes::pages(&compiled.document).into_iter().map(Some).collect();
        let mut slides = Vec::new();
        let numbered = deck.slides().zip(deck.numbers()).zip(&compiled.slides);
        for (index, ((slide, number), fitted)) in numbered.enumerate() {
            let mut pages = Vec::new();
            for page in fitted.pages.clone() {
                let Some(found) = boxes.get_mut(page).and_then(Option::take) else { continue };
                if found.is_step {
                    pages.pop();
                }
                let place = |placed: &Placed| {
                    let (id, range) = placed.place(&compiled.world)?;
                    mapper.author(id, range)
                };
                let items = found.items.into_iter();
                let items = items.map(|placed| Item { span: place(&placed), placed });
                pages.push(PageView {
                    number: page + 1,
                    body: found.body,
                    items: items.collect(),
                    backdrop: found.backdrop,
                });
            }
            let roles = theme.roles(&slide.layout);
            slides.push(SlideView { place: index + 1, number, slide, roles, pages });
        }
        Self { deck, sources, document: Some(&compiled.document), slides }
    }
}

impl SlideView<'_> {
    /// A finding of `code` about the slide, at its heading.
    pub(crate) fn finding(&self, code: &'static str, message: impl Into<String>) -> Diagnostic {
        self.finding_at(code, self.slide.span, message)
    }

    /// A finding of `code` at a place on the slide.
    pub(crate) fn finding_at(
        &self,
        code: &'static str,
        span: Span,
        message: impl Into<String>,
    ) -> Diagnostic {
        let span = if span.is_attached() { span } else { self.slide.span };
        let found = Diagnostic::warning(code, span, message).on_slide(self.place);
        match self.pages.first() {
            Some(page) => found.on_page(page.number, None),
            None => found,
        }
    }

    /// Whether it has content of its own: it is no title page, divider or agenda.
    pub(crate) fn has_content(&self) -> bool {
        !self.roles.furniture
    }

    /// Each run of text on it.
    pub(crate) fn prose(&self) -> Vec<Prose<'_>> {
        prose::of(self.slide)
    }

    /// The lines that a run of text takes, in their order.
    pub(crate) fn lines(&self, prose: &Prose) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        for page in &self.pages {
            let texts = page.items.iter().filter(|item| item.span.is_some_and(|s| prose.holds(s)));
            for item in texts {
                let Some(text) = item.placed.text() else { continue };
                let rect = item.placed.rect;
                let (page, text, last) = (page.number, text.text.to_string(), item.span);
                match lines.last_mut().filter(|line| line.continues(page, rect)) {
                    Some(line) => line.push(&text, rect, last),
                    None => lines.push(Line { text, page, rect, first: last, last }),
                }
            }
        }
        lines
    }
}

/// A line of text as it was set.
pub(crate) struct Line {
    /// Its text.
    pub(crate) text: String,
    /// Its page, from 1.
    pub(crate) page: usize,
    /// Where it stands.
    pub(crate) rect: Rect,
    /// Where its first piece was written.
    pub(crate) first: Option<Span>,
    /// Where its last piece was written.
    pub(crate) last: Option<Span>,
}

impl Line {
    /// Whether the next item in the order of layout stands on the same line.
    fn continues(&self, page: usize, next: Rect) -> bool {
        self.page == page && next.min.y < self.rect.max.y && next.max.y > self.rect.min.y
    }

    fn push(&mut self, text: &str, rect: Rect, last: Option<Span>) {
        self.last = last;
        self.text.push_str(text);
        self.rect.min = self.rect.min.min(rect.min);
        self.rect.max = self.rect.max.max(rect.max);
    }
}

impl Item<'_> {
    /// Whether it is code, part of a formula or a drawn sign, not prose.
    pub(crate) fn is_set_apart(&self) -> bool {
        self.is_code() || self.placed.is_formula()
    }

    /// Whether it is code.
    pub(crate) fn is_code(&self) -> bool {
        self.family().is_some_and(|family| family.contains("Mono"))
    }

    /// The family of its font; `None` for shapes and pictures.
    pub(crate) fn family(&self) -> Option<&str> {
        self.placed.text().map(|text| text.font.info().family.as_str())
    }

    /// The type size in pt as it is shown; `None` for shapes and pictures.
    pub(crate) fn size_pt(&self) -> Option<f64> {
        self.placed.size.map(|size| size.to_pt() * self.placed.scale)
    }
}
