//! Finds the slide and the page of findings that only have a line.

use super::levels::allowed;
use crate::deck::{Deck, Slide};
use crate::diag::{Diagnostic, Span};
use crate::fit::FittedSlide;

/// The places and first pages of a deck's slides.
#[derive(Default)]
pub(crate) struct Places {
    /// The slides in their order.
    slides: Vec<Place>,
    /// The first page of each, from 0; empty if the deck was not compiled.
    pages: Vec<usize>,
}

/// The place of a slide in the author's file.
struct Place {
    /// Its heading, or where it begins.
    span: Span,
    /// The codes that are not reported for it.
    allowed: Vec<String>,
}

impl Places {
    /// The places of a deck. `fitted` is empty if it was not compiled.
    pub(crate) fn new(deck: &Deck, fitted: &[FittedSlide]) -> Self {
        let pages = fitted.iter().map(|fitted| fitted.pages.start).collect();
        let place = |slide: &Slide| Place {
            span: slide.span,
            allowed: allowed(slide).map(str::to_owned).collect(),
        };
        Self { slides: deck.slides().map(place).collect(), pages }
    }

    /// Fills in the slide and page of a finding if they are missing.
    pub(super) fn locate(&self, found: &mut Diagnostic) {
        let at = self.slide_at(found.span());
        let location = found.location_mut();
        location.slide = location.slide.or(at);
        let page = location.slide.and_then(|slide| self.pages.get(slide - 1));
        location.page = location.page.or(page.map(|page| page + 1));
    }

    /// Whether findings with a code are allowed on the slide of this finding.
    pub(super) fn allows(&self, found: &Diagnostic, code: &str) -> bool {
        let slide = found.location().slide.and_then(|slide| self.slides.get(slide.checked_sub(1)?));
        slide.is_some_and(|slide| slide.allowed.iter().any(|allowed| allowed == code))
    }

    /// The number of the slide that a place belongs to, from 1: the last that begins before it.
    fn slide_at(&self, span: Span) -> Option<usize> {
        let before = |slide: &Place| {
            slide.span.is_attached()
                && slide.span.file == span.file
                && slide.span.start <= span.start
        };
        let begun = self.slides.iter().enumerate().filter(|(_, slide)| before(slide));
        begun.max_by_key(|(index, slide)| (slide.span.start, *index)).map(|(index, _)| index + 1)
    }
}
