//! The search for how one slide is set: given what the frames of the last try say, what to try
//! next. Pure: it neither emits nor compiles.

use std::borrow::Cow;
use std::mem;

use super::cut::MOST_CUTS;
use super::measure::Measure;
use crate::contract::{LEAST_SIZE, STRETCH};
use crate::deck::meta::Fit;
use crate::deck::{Block, Inline, Slide};
use crate::emit::Setting;
use crate::engine::boxes::Sizes;
use crate::theme::{Layout, Theme};

/// Smallest factor of the size of a displayed formula.
const LEAST_FORMULA: f64 = 0.5;
/// The same of a drawing.
const LEAST_DRAWING: f64 = 0.2;
/// Smallest share of their room that pictures take while all is on one page, and on several.
const LEAST_PICTURE: (f64, f64) = (0.35, 0.15);
/// The largest step in which pictures become smaller.
const MOST_PICTURE_STEP: f64 = 0.15;
/// How much of the region a part may fill if all goes as reckoned.
pub(super) const FULL: f64 = 0.98;
/// From how many times the room on, at the smallest size, shrinking is not even tried.
const HOPELESS: f64 = 1.12;
/// How much of its box a line may take in larger type: what is around it grows, too.
const LINE_FULL: f64 = 0.975;
/// By how much larger type may be taller than in proportion: if it is more, lines broke.
const PROPORTION: f64 = 1.03;
/// How often a slide is set anew before it is given up.
const MOST_TRIES: usize = 40;

/// One way to set a slide.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Attempt {
    /// What stands on each page, and how many items on the pages before it. Empty: the whole.
    pub(super) parts: Vec<(Slide, usize)>,
    /// Type size of the body in pt. `None`: as the layout proposes.
    pub(super) size: Option<f64>,
    /// Factor of the type size of displayed formulas, and of the size of drawings.
    pub(super) formula: f64,
    /// Share of their room that pictures take.
    pub(super) pictures: f64,
    /// By how many em blocks stand wider apart than they must. `None`: as the layout proposes.
    pub(super) spare: Option<f64>,
    /// What stays free above the body in pt, on all parts alike. `None`: what is left over is shared
    /// out.
    pub(super) above: Option<f64>,
    /// Whether this is only to measure: the page has no end.
    pub(super) stretched: bool,
}

impl Default for Attempt {
    fn default() -> Self {
        Self {
            parts: Vec::new(),
            size: None,
            formula: 1.0,
            pictures: 1.0,
            spare: None,
            above: None,
            stretched: false,
        }
    }
}

/// An attempt at which everything fitted.
pub(super) struct Best {
    attempt: Attempt,
    /// Its type size in pt.
    size: f64,
    /// Height of its text in pt, on all pages.
    need: f64,
}

/// What is known of type sizes.
pub(super) struct Sizing {
    /// The last attempt at which everything fitted.
    pub(super) best: Option<Best>,
    /// The smallest size that is known to be too large.
    pub(super) fails: f64,
}

impl Default for Sizing {
    fn default() -> Self {
        Self { best: None, fails: f64::INFINITY }
    }
}

/// What came of giving pictures less room, step by step.
#[derive(Default)]
pub(super) struct Shrinking {
    /// The height in pt of all that stood on their page before each step, and the step.
    steps: Vec<(f64, f64)>,
    /// Whether nothing came of all the steps: the pictures are smaller than any share.
    pub(super) is_vain: bool,
}

impl Shrinking {
    /// The next step: as large as is needed, and larger where the last one was no help.
    fn step(&mut self, by: f64, need: f64) -> f64 {
        let vain = self.steps.last().filter(|(last, _)| need > last - 1.0);
        let by = vain.map_or(by, |(_, step)| by.max((step * 2.0).min(MOST_PICTURE_STEP))).max(0.01);
        self.steps.push((need, by));
        by
    }

    /// Takes in that there is no further step. On several pages, pictures may become smaller still.
    fn end(&mut self, need: f64, is_whole: bool) {
        let steps = std::mem::take(&mut self.steps);
        self.is_vain = !is_whole && steps.len() > 1 && need > steps[0].0 - 1.0;
    }
}

/// What has been done to set a slide on several pages.
#[derive(Default)]
pub(super) struct Cuts {
    /// How often it was cut, all of it.
    pub(super) count: usize,
    /// In how many parts.
    pub(super) parts: usize,
    /// How often what is too tall for a page was made several.
    pub(super) splits: usize,
    /// By how much the parts ran over in all, in pt, at the least, since they are cut by themselves;
    /// and how often that was no help.
    pub(super) repairs: Option<(f64, usize)>,
}

/// Where the search is, and what it knows there.
pub(super) enum Phase {
    /// The whole slide on one page.
    Whole(Sizing),
    /// The whole slide on a page without end, to see where everything would stand.
    Unrolled(Cuts),
    /// On several pages.
    Parts(Sizing, Cuts),
    /// Nothing more is tried.
    Done,
}

/// What comes of looking for larger type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Raised {
    /// Another size is tried, larger than the best one.
    Higher,
    /// It is set as it was at the best one.
    Back,
    /// This is the best one.
    Best,
}

/// What comes of looking at a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// The slide has to be set again, in another way.
    Again,
    /// It stays as it is.
    Done,
}

/// The search for one slide.
pub(super) struct Fitting<'a> {
    pub(super) theme: &'a Theme,
    pub(super) mode: Fit,
    pub(super) layout: &'a Layout,
    /// The slide as the author wrote it.
    pub(super) written: &'a Slide,
    /// The slide; blocks that are too tall for a page have become several.
    pub(super) slide: Cow<'a, Slide>,
    /// For each block, which one of the author's it is or is a part of.
    pub(super) origins: Vec<usize>,
    /// What is tried now.
    pub(super) now: Attempt,
    /// How often the slide was set.
    pub(super) tries: usize,
    /// What came of giving pictures less room.
    pub(super) shrinking: Shrinking,
    pub(super) phase: Phase,
}

impl<'a> Fitting<'a> {
    /// Begins the search. `None` if the theme does not have the slide's layout.
    pub(super) fn new(slide: &'a Slide, mode: Fit, theme: &'a Theme) -> Option<Self> {
        let layout = theme.layout(&slide.layout)?;
        let mut fitting = Self {
            theme,
            mode,
            layout,
            written: slide,
            slide: Cow::Borrowed(slide),
            origins: (0..slide.blocks.len()).collect(),
            now: Attempt::default(),
            tries: 0,
            shrinking: Shrinking::default(),
            phase: Phase::Whole(Sizing::default()),
        };
        if fitting.is_hopeless() {
            let _ = fitting.unroll(fitting.floor(), Cuts::default());
        }
        Some(fitting)
    }

    /// Whether the search is over.
    pub(super) fn is_done(&self) -> bool {
        matches!(self.phase, Phase::Done)
    }

    /// On how many pages the slide is set now.
    pub(super) fn pages(&self) -> usize {
        self.now.parts.len().max(1)
    }

    /// What stands on each of these pages, and how it is set.
    pub(super) fn settings(&self) -> impl Iterator<Item = (&Slide, Setting)> {
        let Attempt { parts, size, formula, pictures, spare, above, stretched } = &self.now;
        let setting = Setting {
            size: *size,
            formula: *formula,
            pictures: *pictures,
            spare: *spare,
            above: *above,
            stretch: if *stretched { STRETCH } else { 0.0 },
            ..Setting::default()
        };
        let whole = parts.is_empty().then(|| (&*self.slide, setting.clone()));
        let pages = parts.iter().enumerate().map(move |(index, (slide, first))| {
            let part = (parts.len() > 1).then_some((index + 1, parts.len()));
            (slide, Setting { part, first: *first, ..setting.clone() })
        });
        whole.into_iter().chain(pages)
    }

    /// Whether the places of the pieces are needed.
    pub(super) fn wants_pieces(&self) -> bool {
        match &self.phase {
            Phase::Unrolled(_) => true,
            Phase::Parts(_, cuts) => cuts.count >= MOST_CUTS,
            Phase::Whole(_) | Phase::Done => false,
        }
    }

    /// Takes in what the frames say. `pages` are the pages of each part: more than one, and the part does
    /// not fit.
    pub(super) fn next(&mut self, pages: &[Vec<Measure>]) -> Next {
        self.tries += 1;
        let is_over = self.tries > MOST_TRIES && !fit(pages);
        // Whoever goes on says in which phase.
        let next = match mem::replace(&mut self.phase, Phase::Done) {
            Phase::Whole(_) | Phase::Parts(..) if is_over => self.unstack(),
            Phase::Whole(sizing) => self.whole(sizing, pages),
            Phase::Unrolled(cuts) => self.cut(cuts, pages),
            Phase::Parts(sizing, cuts) => self.parts(sizing, cuts, pages),
            Phase::Done => Next::Done,
        };
        // A page without end is there to be measured, never to be shown.
        match next {
            Next::Done if mem::take(&mut self.now.stretched) => Next::Again,
            next => next,
        }
    }

    /// Goes on.
    pub(super) fn again(&mut self, phase: Phase) -> Next {
        self.phase = phase;
        Next::Again
    }

    /// Goes on in a phase with another size, if there is one to try.
    pub(super) fn go_on(&mut self, raised: Raised, phase: Phase) -> Next {
        match raised {
            Raised::Higher => self.again(phase),
            Raised::Back => Next::Again,
            Raised::Best => Next::Done,
        }
    }

    /// After a try with the whole slide on one page.
    fn whole(&mut self, mut sizing: Sizing, pages: &[Vec<Measure>]) -> Next {
        let Some((sizes, measure)) = sizes_of(pages) else { return Next::Done };
        let usual = self.floor().min(sizes.most);
        if self.mode == Fit::Split && self.now.size.is_none() && sizes.size < usual {
            self.now.size = Some(usual);
            return self.again(Phase::Whole(sizing));
        }
        if fit(pages) {
            let raised = self.raise(&mut sizing, sizes, pages);
            return self.go_on(raised, Phase::Whole(sizing));
        }
        sizing.fails = sizes.size;
        match self.step_back(&sizing, sizes.size) {
            Some(raised) => return self.go_on(raised, Phase::Whole(sizing)),
            None if self.mode == Fit::Error => return Next::Done,
            None => {}
        }
        let pictures = self.pictures(&self.slide);
        if self.shrink_formulas(measure) || self.shrink_pictures(measure, pictures) {
            return self.again(Phase::Whole(sizing));
        }
        let sideways = measure.excess.is_some_and(|excess| excess.sideways);
        let floor = if sideways { sizes.least } else { self.floor().max(sizes.least) };
        let hopeless = !sideways && predicted(measure, sizes.size, floor) > HOPELESS * measure.room;
        let smaller = self.smaller(sizes.size, floor, measure, sideways);
        let parts = !matches!(self.mode, Fit::Shrink);
        match smaller {
            Some(size) if self.mode != Fit::Split && !(hopeless && parts) => {
                self.now.size = Some(size);
                self.again(Phase::Whole(sizing))
            }
            _ if parts && !sideways => self.unroll(floor, Cuts::default()),
            _ if sideways => self.unstack(),
            _ => Next::Done,
        }
    }

    /// After a step too far: the next smaller one, until it is the last that fitted. `None` if nothing
    /// fitted yet.
    pub(super) fn step_back(&mut self, sizing: &Sizing, size: f64) -> Option<Raised> {
        let best = sizing.best.as_ref()?;
        let next = self.theme.type_scale().iter().copied().find(|step| *step < size);
        if let Some(next) = next.filter(|next| *next > best.size) {
            self.now.size = Some(next);
            return Some(Raised::Higher);
        }
        self.now = best.attempt.clone();
        Some(Raised::Back)
    }

    /// The next size to try: the largest that the measures promise, else the smallest there is.
    fn smaller(&self, size: f64, floor: f64, measure: &Measure, sideways: bool) -> Option<f64> {
        let fits = |step: f64| match sideways {
            true => measure.wide * step <= size,
            false => predicted(measure, size, step) <= measure.room,
        };
        let mut steps =
            self.theme.type_scale().iter().copied().filter(|step| *step < size && *step >= floor);
        steps.clone().find(|step| fits(*step)).or_else(|| steps.next_back())
    }

    /// Sets displayed formulas and drawings smaller if one is too wide; false if that is not it.
    pub(super) fn shrink_formulas(&mut self, measure: &Measure) -> bool {
        let (mut formulas, mut drawings) = (false, false);
        crate::deck::block::visit_blocks(&self.slide.blocks, &mut |block| {
            formulas |= matches!(block.value, Block::Math(_));
            drawings |= matches!(block.value, Block::Typst { alt: Some(_), .. });
        });
        // A drawing may hold what does not shrink with it at once.
        let (possible, least) = match drawings {
            true => (true, LEAST_DRAWING),
            false => (formulas, LEAST_FORMULA),
        };
        let sideways = measure.excess.is_some_and(|excess| excess.sideways);
        if !possible || !sideways || measure.wide <= 1.0 || self.now.formula <= least {
            return false;
        }
        self.now.formula = (self.now.formula * FULL / measure.wide).max(least);
        true
    }

    /// Gives pictures among words the room that the words leave; false if that is not it. `count`: how many
    /// there are on the page that runs over.
    pub(super) fn shrink_pictures(&mut self, measure: &Measure, count: usize) -> bool {
        let count = if self.shrinking.is_vain { 0 } else { count };
        let Some(excess) = measure.excess.filter(|excess| count > 0 && !excess.sideways) else {
            return false;
        };
        let is_whole = self.now.parts.is_empty();
        // What is left over goes to no picture: its size is known only when it is set.
        let by = excess.by.to_pt() / measure.room.max(1.0) / count as f64;
        let by = self.shrinking.step(by * 1.05, measure.need);
        let share = self.now.pictures - by;
        let is_enough = share >= if is_whole { LEAST_PICTURE.0 } else { LEAST_PICTURE.1 };
        if !is_enough {
            self.shrinking.end(measure.need, is_whole);
        }
        match is_enough {
            true => self.now.pictures = share,
            false if is_whole => self.now.pictures = 1.0,
            false => {}
        }
        is_enough
    }

    /// How many pictures there are among the words of a part.
    pub(super) fn pictures(&self, part: &Slide) -> usize {
        pictures_among_words(part, self.layout.roles.poster)
    }

    /// After a try that fitted: the largest step of which the measures promise that it fits, too,
    /// and that no line breaks that did not: larger type is no gain if it leaves words alone.
    pub(super) fn raise(
        &mut self,
        sizing: &mut Sizing,
        sizes: Sizes,
        pages: &[Vec<Measure>],
    ) -> Raised {
        let all = || pages.iter().flatten().filter(|page| !page.is_step);
        let need: f64 = all().map(|page| page.need).sum();
        let broke = |best: &Best| need > best.need * sizes.size / best.size * PROPORTION;
        if sizing.best.as_ref().is_some_and(broke) {
            sizing.fails = sizes.size;
            return self.step_back(sizing, sizes.size).unwrap_or(Raised::Best);
        }
        sizing.best = Some(Best { attempt: self.now.clone(), size: sizes.size, need });
        let most = sizes.most.min(sizing.fails - 0.1);
        let steps = self.theme.type_scale().iter().copied();
        let mut larger = steps.filter(|step| *step > sizes.size && *step <= most);
        let promised = |step: &f64| {
            pages.iter().flatten().all(|page| {
                predicted(page, sizes.size, *step) <= FULL * page.room
                    && page.tight * step <= LINE_FULL * sizes.size
            })
        };
        match larger.find(promised).filter(|_| matches!(self.mode, Fit::Auto | Fit::Shrink)) {
            Some(step) => {
                self.now.size = Some(step);
                Raised::Higher
            }
            None => Raised::Best,
        }
    }

    /// The smallest size of text.
    pub(super) fn floor(&self) -> f64 {
        if self.mode == Fit::Split { self.theme.body_size() } else { LEAST_SIZE }
    }
}

/// How many pictures stand in items, cells and other blocks. Those beside them share out the room, but not
/// on a poster.
fn pictures_among_words(slide: &Slide, is_poster: bool) -> usize {
    let (mut all, mut inline) = (0, 0);
    crate::deck::block::visit_blocks(&slide.blocks, &mut |block| {
        all += usize::from(is_drawn(&block.value));
    });
    crate::deck::block::visit_inlines(slide, &mut |part| {
        inline += usize::from(matches!(part.value, Inline::Image(_)));
    });
    let beside = slide.blocks.iter().filter(|block| is_drawn(&block.value));
    let beside = if is_poster { 0 } else { beside.count() };
    all - beside + inline
}

/// Whether a block fills the room that it is given.
fn is_drawn(block: &Block) -> bool {
    matches!(block, Block::Image(_) | Block::Chart(_) | Block::Typst { alt: Some(_), .. })
}

/// Whether every part takes one page, and one more for each further step, and everything on them is
/// inside.
pub(super) fn fit(pages: &[Vec<Measure>]) -> bool {
    pages.iter().all(|part| {
        part.iter().filter(|page| !page.is_step).count() == 1
            && part.iter().all(|page| page.excess.is_none())
    })
}

/// Whether a part takes more than a page, or runs over the lower edge of one.
pub(super) fn is_tall(part: &[Measure]) -> bool {
    part.iter().filter(|page| !page.is_step).count() != 1
        || part.iter().any(|page| page.excess.is_some_and(|excess| !excess.sideways))
}

/// The sizes of the first page that tells, with its measures.
pub(super) fn sizes_of(pages: &[Vec<Measure>]) -> Option<(Sizes, &Measure)> {
    pages.iter().flatten().find_map(|page| Some((page.sizes?, page)))
}

/// Height in pt of the body at another size.
pub(super) fn predicted(page: &Measure, size: f64, other: f64) -> f64 {
    page.need * growth(page, size, other)
}

/// By how much text grows with its size: lines grow taller, and where they are full, hold less.
pub(super) fn growth(page: &Measure, size: f64, other: f64) -> f64 {
    /// From which share of its box on a line is one of several of a paragraph.
    const FILLED: f64 = 0.92;
    let ratio = other / size;
    if page.tight * ratio.max(1.0) < FILLED { ratio } else { ratio * ratio }
}
