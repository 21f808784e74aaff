//! Deck and theme → a compiled deck in which everything fits: compile, look at the frames, set
//! what does not fit smaller or on several pages, compile again; only what changed is laid out anew.

mod breaks;
mod columns;
mod cut;
mod endnotes;
mod excerpt;
mod heights;
mod limit;
mod listing;
mod measure;
mod partition;
mod parts;
mod pieces;
mod repair;
mod search;
mod sentences;
mod split;
mod whole;
mod width;

use std::ops::Range;

use typst_layout::PagedDocument;

use crate::deck::meta::Fit;
use crate::deck::{Deck, Slide};
use crate::diag::{Diagnostic, Diagnostics, Sources, Span};
use crate::emit::{Assets, Emission, EmittedFile};
use crate::engine::{self, DeckWorld, Mapper, boxes};
use crate::theme::Theme;
use measure::Measure;
pub(crate) use measure::{Excess, worst};
use search::{Fitting, Next};

/// A compiled deck.
pub(crate) struct Compiled {
    /// The pages.
    pub(crate) document: PagedDocument,
    /// The world they were made in.
    pub(crate) world: DeckWorld,
    /// How each slide came out, in their order.
    pub(crate) slides: Vec<FittedSlide>,
}

/// How a slide was set.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FittedSlide {
    /// Its pages, from 0. More than one: it is continued, or runs over.
    pub(crate) pages: Range<usize>,
    /// How many parts it has; the steps of a part count once.
    pub(crate) parts: usize,
    /// The first page of each part, from 0.
    pub(crate) starts: Vec<usize>,
    /// How many of its pages are further steps of the page before.
    pub(crate) steps: usize,
    /// Type size of its body in pt; `None` if its layout does not say.
    pub(crate) size: Option<f64>,
}

/// What is to be fitted.
pub(crate) struct Request<'a> {
    /// The deck.
    pub(crate) deck: &'a Deck,
    /// Its theme.
    pub(crate) theme: &'a Theme,
    /// Its pictures.
    pub(crate) assets: &'a Assets,
    /// Whether the deck will be fitted again in this process: it then takes the same first steps.
    pub(crate) is_repeated: bool,
}

/// Compiles the deck until everything fits, or nothing more can be done about it.
///
/// # Errors
/// Whatever the compiler reports, at the author's place; a slide with more text than is set as one.
pub(crate) fn fit(
    request: &Request,
    world: DeckWorld,
    sources: &mut Sources,
    findings: &mut Diagnostics,
) -> Result<Compiled, Diagnostics> {
    /// A bound on the rounds; no search takes so many.
    const MOST_ROUNDS: usize = 80;
    /// After so many rounds without use, cached results of the compiler are evicted.
    const KEPT: usize = 4;
    limit::check(request.deck)?;
    let mut search = Search::new(request, world);
    findings.0.extend(search.begin(sources).0);
    let mut round: usize = 0;
    loop {
        round += 1;
        let document = engine::compile(&mut search.world, sources, findings)?;
        if !request.is_repeated && round.is_multiple_of(KEPT) {
            engine::forget();
        }
        let pages = boxes::pages(&document);
        let places = search.places(&pages, sources);
        let changed = search.next(&pages, &places, sources);
        if changed.is_empty() || round == MOST_ROUNDS {
            let slides = outcome(&pages, &places);
            drop(pages);
            return Ok(Compiled { document, world: search.world, slides });
        }
        findings.0.extend(search.emit(&changed, sources).0);
    }
}

/// For each part of each slide, the indices of its pages.
type Places = Vec<Vec<Vec<usize>>>;

/// The search for how all slides of a deck are set.
struct Search<'a> {
    request: &'a Request<'a>,
    /// The search for each slide; `None` if the theme does not have its layout.
    slides: Vec<Option<Fitting<'a>>>,
    /// Over how many pages each slide went when it was last emitted.
    emitted: Vec<usize>,
    world: DeckWorld,
}

impl<'a> Search<'a> {
    fn new(request: &'a Request, world: DeckWorld) -> Self {
        let mode = request.deck.meta.fit.unwrap_or_default();
        let fitting = |slide| Fitting::new(slide, own_mode(slide).unwrap_or(mode), request.theme);
        let slides: Vec<Option<Fitting>> = request.deck.slides().map(fitting).collect();
        Self { request, emitted: vec![1; slides.len()], slides, world }
    }

    /// Emits the slides for which one page is not even tried: the world holds them as whole slides.
    fn begin(&mut self, sources: &Sources) -> Diagnostics {
        let is_hopeless = |fitting: &Option<Fitting>| {
            fitting.as_ref().is_some_and(|fitting| fitting.wants_pieces())
        };
        let hopeless = (0..self.slides.len()).filter(|index| is_hopeless(&self.slides[*index]));
        let hopeless: Vec<usize> = hopeless.collect();
        self.emit(&hopeless, sources)
    }

    /// Emits the slides that are set differently now. Returns the findings about those that cannot
    /// be set that way.
    fn emit(&mut self, changed: &[usize], sources: &Sources) -> Diagnostics {
        let mut findings = Diagnostics::default();
        let Request { deck, theme, assets, .. } = self.request;
        let emission = Emission::new(deck, theme, assets, sources);
        let mut files: Vec<EmittedFile> = Vec::new();
        for index in changed {
            let Some(fitting) = &mut self.slides[*index] else { continue };
            let mut own = emit_parts(&emission, *index, fitting);
            if own.is_none() {
                findings.push(mismatch(fitting.written.span));
                fitting.give_up();
                own = emit_parts(&emission, *index, fitting);
            }
            files.extend(own.unwrap_or_default());
        }
        let parts = self.parts();
        if parts != self.emitted {
            files.push(emission.main(parts.iter().copied()));
            self.emitted = parts;
        }
        self.world.replace(files);
        findings
    }

    /// The number of parts of each slide in the current try.
    fn parts(&self) -> Vec<usize> {
        self.slides.iter().map(|fitting| fitting.as_ref().map_or(1, Fitting::pages)).collect()
    }

    /// The pages of each part of each slide.
    fn places(&self, pages: &[boxes::PageBoxes], sources: &mut Sources) -> Places {
        places(pages, &self.parts(), &Mapper { world: &self.world, sources })
    }

    /// Looks at the pages and decides what to try next; returns the slides that have to be emitted
    /// again.
    fn next(
        &mut self,
        pages: &[boxes::PageBoxes],
        places: &Places,
        sources: &mut Sources,
    ) -> Vec<usize> {
        let mapper = Mapper { world: &self.world, sources };
        let mut changed = Vec::new();
        for (index, fitting) in self.slides.iter_mut().enumerate() {
            let Some(fitting) = fitting.as_mut().filter(|fitting| !fitting.is_done()) else {
                continue;
            };
            let pieces = fitting.wants_pieces();
            let measure = |at: &usize| measure::measure(&pages[*at], &self.world, &mapper, pieces);
            let measures: Vec<Vec<Measure>> =
                places[index].iter().map(|part| part.iter().map(measure).collect()).collect();
            if fitting.next(&measures) == Next::Again {
                changed.push(index);
            }
        }
        changed
    }
}

/// The `fit` option of a slide.
fn own_mode(slide: &Slide) -> Option<Fit> {
    slide.options.get("fit").and_then(|name| Fit::named(name))
}

/// The files of a slide as it is tried now; `None` if a part does not suit its layout.
fn emit_parts(emission: &Emission, index: usize, fitting: &Fitting) -> Option<Vec<EmittedFile>> {
    let mut errors = Diagnostics::default();
    let parts = fitting.settings();
    let files = parts.flat_map(|(slide, set)| emission.slide(index, slide, &set, &mut errors));
    let files = files.collect();
    (!errors.has_errors()).then_some(files)
}

/// The internal error that a part does not suit its layout; the slide becomes plain content.
fn mismatch(span: Span) -> Diagnostic {
    Diagnostic::internal("a part of a slide does not match its layout")
        .label(span, "this slide is set as plain content")
}

/// The pages of each part of each slide. A page that does not say where it comes from belongs to
/// the part before it.
fn places(pages: &[boxes::PageBoxes], parts: &[usize], mapper: &Mapper) -> Places {
    let mut places: Places = parts.iter().map(|count| vec![Vec::new(); *count]).collect();
    let expected = parts
        .iter()
        .enumerate()
        .flat_map(|(slide, count)| (0..*count).map(move |part| (slide, part)));
    if pages.len() == parts.iter().sum::<usize>() {
        for (page, (slide, part)) in expected.enumerate() {
            places[slide][part].push(page);
        }
        return places;
    }
    let mut current = (0, 0);
    for (index, page) in pages.iter().enumerate() {
        let origin = page.items.iter().find_map(|item| mapper.slide(item.file()?));
        current = origin.map_or(current, |(slide, part)| (slide - 1, part - 1));
        if let Some(part) = places.get_mut(current.0).and_then(|slide| slide.get_mut(current.1)) {
            part.push(index);
        }
    }
    places
}

/// How the slides were set.
fn outcome(pages: &[boxes::PageBoxes], places: &Places) -> Vec<FittedSlide> {
    let outcome = places.iter().map(|parts| {
        let all = || parts.iter().flatten().copied();
        let range = all().min().map_or(0..0, |first| first..all().max().unwrap_or(first) + 1);
        let size = all().find_map(|page| pages[page].sizes).map(|sizes| sizes.size);
        let steps = all().filter(|page| pages[*page].is_step).count();
        let starts = parts.iter().filter_map(|pages| pages.first().copied()).collect();
        FittedSlide { pages: range, parts: parts.len(), starts, steps, size }
    });
    outcome.collect()
}
