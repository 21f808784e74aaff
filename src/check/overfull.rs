//! A slide whose content runs over the region that its layout leaves for it.

use crate::deck::{Deck, Number};
use crate::diag::{Diagnostic, Diagnostics, Severity, Span};
use crate::engine::Mapper;
use crate::engine::boxes;
use crate::fit::{Compiled, Excess, worst};

/// Reports each slide that runs over its page, once.
pub(crate) fn check(compiled: &Compiled, deck: &Deck, mapper: &Mapper) -> Diagnostics {
    let mut findings = Diagnostics::default();
    let pages = boxes::pages(&compiled.document);
    let slides = compiled.slides.iter().zip(deck.slides()).enumerate();
    for ((index, (fitted, slide)), own_number) in slides.zip(deck.numbers()) {
        let own = pages.get(fitted.pages.clone()).unwrap_or_default();
        let over = own.iter().zip(fitted.pages.start + 1..).find_map(|(page, number)| {
            let (excess, items) = worst(page)?;
            let places = items.iter().filter_map(|item| item.place(&compiled.world));
            let first = places.filter_map(|(id, at)| mapper.author(id, at)).next();
            let label = "the first thing that does not fit";
            let around = items.first().map(|item| boxes::region(item.rect));
            let over = over_edge(own_number, &excess).label(first.unwrap_or_default(), label);
            Some(over.on_page(number, around))
        });
        let over = over.or_else(|| {
            let over = (own.len() > fitted.parts + fitted.steps).then(|| over_pages(own_number));
            over.map(|over| over.on_page(fitted.pages.end, None))
        });
        if let Some(mut finding) = over.map(|over| over.on_slide(index + 1)) {
            if slide.span.is_attached() {
                finding.labels.insert(0, (slide.span, String::new()));
            }
            findings.push(finding);
        }
    }
    findings
}

fn over_edge(slide: Number, excess: &Excess) -> Diagnostic {
    let points = excess.by.to_pt().ceil();
    let message = format!("slide {slide} runs over its page by {points} pt");
    error(message, if excess.sideways { TOO_WIDE } else { TOO_TALL })
}

fn over_pages(slide: Number) -> Diagnostic {
    error(format!("slide {slide} runs over onto another page"), TOO_TALL)
}

/// The hint about something that is too wide.
const TOO_WIDE: &str =
    "something on it is too wide: shorten or break the line, the formula or the address";
/// The hint about something that is too tall.
const TOO_TALL: &str = "shorten it, or make two slides of it";

fn error(message: String, hint: &str) -> Diagnostic {
    let finding = Diagnostic::warning("overfull", Span::DETACHED, message).hint(hint);
    Diagnostic { severity: Severity::Error, ..finding }
}
