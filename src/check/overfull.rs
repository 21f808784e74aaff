//! A slide whose content runs over the region that its layout leaves for it.

use typst::layout::{Abs, Rect, Size};

use crate::diag::{Diagnostic, Diagnostics, Span};
use crate::engine::Mapper;
use crate::engine::boxes::{self, PageBoxes, Placed};
use crate::fit::Compiled;

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
pub(crate) fn check(compiled: &Compiled, slides: &[Span], mapper: &Mapper) -> Diagnostics {
    let mut findings = Diagnostics::default();
    let pages: Vec<PageBoxes> = boxes::pages(&compiled.document).collect();
    for (index, fitted) in compiled.slides.iter().enumerate() {
        let own = pages.get(fitted.pages.clone()).unwrap_or_default();
        let finding = match own {
            [page] => worst(page).map(|(excess, items)| {
                let places = items.iter().filter_map(|item| item.place(&compiled.world));
                let first = places.filter_map(|(id, at)| mapper.author(id, at)).next();
                let label = "the first thing that does not fit";
                over_edge(index + 1, &excess).label(first.unwrap_or_default(), label)
            }),
            [] => None,
            _ => Some(over_pages(index + 1)),
        };
        if let Some(mut finding) = finding {
            let title = slides.get(index).copied().unwrap_or_default();
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
