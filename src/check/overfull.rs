//! A slide whose content runs over the region that its layout leaves for it.

use typst::layout::{Abs, Rect, Size};
use typst_layout::PagedDocument;

use crate::diag::{Diagnostic, Diagnostics, Span};
use crate::engine::boxes::{self, PageBoxes, Placed};
use crate::engine::{DeckWorld, Mapper};

/// What may stick out without being noticed, in em: accents, swashes, hanging punctuation.
const TOLERANCE: f64 = 0.3;
/// The em of shapes and pictures in pt: about the type size of the body.
const EM_PT: f64 = 26.0;

/// How far something runs over.
struct Excess {
    by: Abs,
    /// Past the right or the left edge rather than the lower or the upper one.
    sideways: bool,
}

/// Reports each slide that runs over its page, once. `slides` are the places of the slides.
pub(crate) fn check(
    document: &PagedDocument,
    world: &DeckWorld,
    slides: &[Span],
    mapper: &Mapper,
) -> Diagnostics {
    let mut findings = Diagnostics::default();
    let one_each = document.pages().len() == slides.len();
    // The slide that the last page belongs to, and how many pages it has so far.
    let (mut slide, mut pages) = (0, 0);
    let mut reported = 0;
    for page in boxes::pages(document) {
        let next =
            if one_each { slide + 1 } else { slide_of(&page, mapper).unwrap_or(slide.max(1)) };
        pages = if next == slide { pages + 1 } else { 1 };
        slide = next;
        if reported == slide {
            continue;
        }
        let finding = match worst(&page) {
            _ if pages > 1 => Some(over_pages(slide)),
            Some((excess, items)) => {
                let place = |item: &&Placed| item.place(world);
                let place = items.iter().filter_map(place);
                let first = place.filter_map(|(id, at)| mapper.author(id, at)).next();
                let label = "the first thing that does not fit";
                Some(over_edge(slide, &excess).label(first.unwrap_or_default(), label))
            }
            None => None,
        };
        if let Some(mut finding) = finding {
            reported = slide;
            let title = slides.get(slide.saturating_sub(1)).copied().unwrap_or_default();
            if title.is_attached() {
                finding.labels.insert(0, (title, String::new()));
            }
            findings.push(finding);
        }
    }
    findings
}

fn over_edge(slide: usize, excess: &Excess) -> Diagnostic {
    let points = excess.by.to_pt().ceil();
    let message = format!("slide {slide} runs over its page by {points} pt");
    Diagnostic::warning("overfull", Span::DETACHED, message).hint(if excess.sideways {
        "something on it is too wide: shorten or break the line, the formula or the address"
    } else {
        "shorten it, or make two slides of it"
    })
}

fn over_pages(slide: usize) -> Diagnostic {
    let message = format!("slide {slide} runs over onto another page");
    Diagnostic::warning("overfull", Span::DETACHED, message)
        .hint("shorten it, or make two slides of it")
}

/// The number of the slide that a page shows; `None` if nothing on it tells.
fn slide_of(page: &PageBoxes, mapper: &Mapper) -> Option<usize> {
    page.items.iter().find_map(|item| mapper.slide(item.file()?))
}

/// How far the page's content runs over, and everything that does; `None` if all of it fits.
fn worst<'p, 'd>(page: &'p PageBoxes<'d>) -> Option<(Excess, Vec<&'p Placed<'d>>)> {
    let body = page.body?;
    let mut worst: Option<Excess> = None;
    let mut items = Vec::new();
    for item in &page.items {
        let excess = excess(item, body, page.size);
        if excess.by <= item.size.unwrap_or(Abs::pt(EM_PT)) * TOLERANCE {
            continue;
        }
        items.push(item);
        if worst.as_ref().is_none_or(|most| most.by < excess.by) {
            worst = Some(excess);
        }
    }
    worst.map(|worst| (worst, items))
}

/// How far an item runs over the body, if it is part of it, and over the page. Shapes outside the
/// body are the layout's own and may bleed off the page.
fn excess(item: &Placed, body: Rect, page: Size) -> Excess {
    let Rect { min, max } = item.rect;
    let (mut across, mut down) = (Abs::zero(), Abs::zero());
    if item.in_body {
        (across, down) = (max.x - body.max.x, max.y - body.max.y);
    }
    if item.in_body || item.size.is_some() {
        across = across.max(max.x - page.x).max(-min.x);
        down = down.max(max.y - page.y).max(-min.y);
    }
    Excess { by: across.max(down), sideways: across > down }
}
