//! Which slide and which page a finding is about, for those that only know their line.

use super::levels::allowed;
use crate::deck::{Deck, Slide};
use crate::diag::{Diagnostic, Span};
use crate::fit::FittedSlide;

/// Where the slides of a deck begin, and their first pages.
#[derive(Default)]
pub(crate) struct Places {
    /// The slides in their order.
    slides: Vec<Place>,
    /// The first page of each, from 0; empty if the deck was not compiled.
    pages: Vec<usize>,
}

/// Where a slide was written.
struct Place {
    /// Its heading, or where it begins.
    span: Span,
    /// The findings that are not reported of it.
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

    /// Fills in what a finding does not say of its slide and its page.
    pub(super) fn locate(&self, found: &mut Diagnostic) {
        let at = self.slide_at(found.span());
        let location = found.location_mut();
        location.slide = location.slide.or(at);
        let page = location.slide.and_then(|slide| self.pages.get(slide - 1));
        location.page = location.page.or(page.map(|page| page + 1));
    }

    /// Whether findings with a code are not reported of the slide that one is about.
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
