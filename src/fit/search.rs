//! The search for how one slide is set: given the frames of the last try, decides what to try next.
//! Pure: it neither emits nor compiles.

use std::borrow::Cow;
use std::mem;

use super::cut::MOST_CUTS;
use super::measure::Measure;
use crate::contract::LEAST_SIZE;
use crate::deck::meta::Fit;
use crate::deck::{Block, Inline, Slide};
use crate::emit::Setting;
use crate::engine::boxes::Sizes;
use crate::theme::{Layout, Theme};

/// Smallest factor of the size of a displayed formula.
const LEAST_FORMULA: f64 = 0.5;
/// Smallest factor of the size of a drawing.
const LEAST_DRAWING: f64 = 0.2;
/// Smallest share of their room that pictures take while all is on one page, and on several.
const LEAST_PICTURE: (f64, f64) = (0.35, 0.15);
/// The largest step in which pictures become smaller.
const MOST_PICTURE_STEP: f64 = 0.15;
/// How much of the region a part may fill by estimate.
pub(super) const FULL: f64 = 0.98;
/// If the content takes more than this multiple of the room at the smallest size, shrinking is not
/// tried.
const HOPELESS: f64 = 1.12;
/// How much of its box a line may fill when type grows: its surroundings grow as well.
const LINE_FULL: f64 = 0.975;
/// By how much text may grow taller than in proportion to its type; more means that lines broke.
const PROPORTION: f64 = 1.03;
/// Most tries for a slide.
const MOST_TRIES: usize = 40;

/// One way to set a slide.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Attempt {
    /// The content of each page, and the number of items on the pages before it. Empty: the whole
    /// slide on one page.
    pub(super) parts: Vec<(Slide, usize)>,
    /// How all of these pages are set; a page without end is only measured.
    pub(super) setting: Setting,
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

/// How the steps of giving pictures less room worked out.
#[derive(Default)]
pub(super) struct Shrinking {
    /// Before each step: the height in pt of the content of the page; and the size of the step.
    steps: Vec<(f64, f64)>,
    /// Whether the steps had no effect: the pictures are smaller than any share allows.
    pub(super) is_vain: bool,
}

impl Shrinking {
    /// The next step: as large as needed, and larger if the last one had no effect.
    fn step(&mut self, by: f64, need: f64) -> f64 {
        let vain = self.steps.last().filter(|(last, _)| need > last - 1.0);
        let by = vain.map_or(by, |(_, step)| by.max((step * 2.0).min(MOST_PICTURE_STEP))).max(0.01);
        self.steps.push((need, by));
        by
    }

    /// Records that pictures cannot shrink any more. On several pages they may become smaller
    /// still.
    fn end(&mut self, need: f64, is_whole: bool) {
        let steps = std::mem::take(&mut self.steps);
        self.is_vain = !is_whole && steps.len() > 1 && need > steps[0].0 - 1.0;
    }
}

/// How the slide was cut so far.
#[derive(Default)]
pub(super) struct Cuts {
    /// How often the whole slide was cut.
    pub(super) count: usize,
    /// Into how many parts.
    pub(super) parts: usize,
    /// How often blocks that are too tall for a page were split.
    pub(super) splits: usize,
    /// Since parts are cut one by one: their least total excess in pt so far, and how often cutting
    /// did not reduce it.
    pub(super) repairs: Option<(f64, usize)>,
}

/// The phase of the search, with its data.
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

/// The result of looking for a larger type size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Raised {
    /// A larger size is tried next.
    Higher,
    /// The slide has to be set again as it was at the best size.
    Back,
    /// It is set at the best size already.
    Best,
}

/// The result of looking at a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// The slide has to be set again in another way.
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
    /// The slide, with blocks that are too tall for a page split into several.
    pub(super) slide: Cow<'a, Slide>,
    /// For each block the index of the author's block that it is, or is a part of.
    pub(super) origins: Vec<usize>,
    /// The current try.
    pub(super) now: Attempt,
    /// How often the slide was set.
    pub(super) tries: usize,
    /// How giving pictures less room worked out.
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

    /// The content of each of these pages, and how it is set.
    pub(super) fn settings(&self) -> impl Iterator<Item = (&Slide, Setting)> {
        let Attempt { parts, setting } = &self.now;
        let whole = parts.is_empty().then(|| (&*self.slide, setting.clone()));
        let pages = parts.iter().enumerate().map(move |(index, (slide, first))| {
            let part = (parts.len() > 1).then_some((index + 1, parts.len()));
            (slide, Setting { part, first: *first, ..setting.clone() })
        });
        whole.into_iter().chain(pages)
    }

    /// Whether the next look at the frames needs the places of the pieces.
    pub(super) fn wants_pieces(&self) -> bool {
        match &self.phase {
            Phase::Unrolled(_) => true,
            Phase::Parts(_, cuts) => cuts.count >= MOST_CUTS,
            Phase::Whole(_) | Phase::Done => false,
        }
    }

    /// Looks at the frames of the last try and decides what to do next. `pages` has the pages of
    /// each part; a part with more than one does not fit.
    pub(super) fn next(&mut self, pages: &[Vec<Measure>]) -> Next {
        self.tries += 1;
        let is_over = self.tries > MOST_TRIES && !fit(pages);
        // Each branch sets the phase again if it continues.
        let next = match mem::replace(&mut self.phase, Phase::Done) {
            Phase::Whole(_) | Phase::Parts(..) if is_over => self.unstack(),
            Phase::Whole(sizing) => self.whole(sizing, pages),
            Phase::Unrolled(cuts) => self.cut(cuts, pages),
            Phase::Parts(sizing, cuts) => self.parts(sizing, cuts, pages),
            Phase::Done => Next::Done,
        };
        // A page without end must never be the final result.
        match next {
            Next::Done if mem::take(&mut self.now.setting.stretch) != 0.0 => Next::Again,
            next => next,
        }
    }

    /// Sets the phase and asks for another try.
    pub(super) fn again(&mut self, phase: Phase) -> Next {
        self.phase = phase;
        Next::Again
    }

    /// Continues in a phase with another size, if there is one to try.
    pub(super) fn go_on(&mut self, raised: Raised, phase: Phase) -> Next {
        match raised {
            Raised::Higher => self.again(phase),
            Raised::Back => Next::Again,
            Raised::Best => Next::Done,
        }
    }

    /// After a try with the whole slide on one page: decides what to do next.
    fn whole(&mut self, mut sizing: Sizing, pages: &[Vec<Measure>]) -> Next {
        let Some((sizes, measure)) = sizes_of(pages) else { return Next::Done };
        let usual = self.floor().min(sizes.most);
        if self.mode == Fit::Split && self.now.setting.size.is_none() && sizes.size < usual {
            self.now.setting.size = Some(usual);
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
                self.now.setting.size = Some(size);
                self.again(Phase::Whole(sizing))
            }
            _ if parts && !sideways => self.unroll(floor, Cuts::default()),
            _ if sideways => self.unstack(),
            _ => Next::Done,
        }
    }

    /// After a size that was too large: tries the next smaller one, until it is the last that
    /// fitted. `None` if nothing fitted yet.
    pub(super) fn step_back(&mut self, sizing: &Sizing, size: f64) -> Option<Raised> {
        let best = sizing.best.as_ref()?;
        let next = self.theme.type_scale().iter().copied().find(|step| *step < size);
        if let Some(next) = next.filter(|next| *next > best.size) {
            self.now.setting.size = Some(next);
            return Some(Raised::Higher);
        }
        self.now = best.attempt.clone();
        Some(Raised::Back)
    }

    /// The next size to try: the largest one that should fit by estimate, else the smallest there
    /// is.
    fn smaller(&self, size: f64, floor: f64, measure: &Measure, sideways: bool) -> Option<f64> {
        let fits = |step: f64| match sideways {
            true => measure.wide * step <= size,
            false => predicted(measure, size, step) <= measure.room,
        };
        let mut steps =
            self.theme.type_scale().iter().copied().filter(|step| *step < size && *step >= floor);
        steps.clone().find(|step| fits(*step)).or_else(|| steps.next_back())
    }

    /// Shrinks displayed formulas and drawings if one is too wide; false if none is.
    pub(super) fn shrink_formulas(&mut self, measure: &Measure) -> bool {
        let (mut formulas, mut drawings) = (false, false);
        crate::deck::block::visit_blocks(&self.slide.blocks, &mut |block| {
            formulas |= matches!(block.value, Block::Math(_));
            drawings |= matches!(block.value, Block::Typst { alt: Some(_), .. });
        });
        // A drawing may contain something that does not shrink with it immediately, hence the
        // smaller step.
        let (possible, least) = match drawings {
            true => (true, LEAST_DRAWING),
            false => (formulas, LEAST_FORMULA),
        };
        let sideways = measure.excess.is_some_and(|excess| excess.sideways);
        if !possible || !sideways || measure.wide <= 1.0 || self.now.setting.formula <= least {
            return false;
        }
        self.now.setting.formula = (self.now.setting.formula * FULL / measure.wide).max(least);
        true
    }

    /// Shrinks pictures that stand among words to the room that the words leave; false if that does
    /// not apply. `count`: how many there are on the page that runs over.
    pub(super) fn shrink_pictures(&mut self, measure: &Measure, count: usize) -> bool {
        let count = if self.shrinking.is_vain { 0 } else { count };
        let Some(excess) = measure.excess.filter(|excess| count > 0 && !excess.sideways) else {
            return false;
        };
        let is_whole = self.now.parts.is_empty();
        // Left-over room is given back to no picture: its size is only known when it is set.
        let by = excess.by.to_pt() / measure.room.max(1.0) / count as f64;
        let by = self.shrinking.step(by * 1.05, measure.need);
        let share = self.now.setting.pictures - by;
        let is_enough = share >= if is_whole { LEAST_PICTURE.0 } else { LEAST_PICTURE.1 };
        if !is_enough {
            self.shrinking.end(measure.need, is_whole);
        }
        match is_enough {
            true => self.now.setting.pictures = share,
            false if is_whole => self.now.setting.pictures = 1.0,
            false => {}
        }
        is_enough
    }

    /// The number of pictures among the words of a part.
    pub(super) fn pictures(&self, part: &Slide) -> usize {
        pictures_among_words(part, self.layout.roles.poster)
    }

    /// After a try that fitted: tries the largest size that should still fit by estimate without
    /// breaking a line that did not break before. Larger type is no gain if it leaves single words
    /// on lines.
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
                self.now.setting.size = Some(step);
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

/// The number of pictures inside items, cells and other blocks. Pictures beside them share the
/// room, except on a poster.
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

/// Whether a block fills the room it is given.
fn is_drawn(block: &Block) -> bool {
    matches!(
        block,
        Block::Image(_) | Block::Chart(_) | Block::Diagram(_) | Block::Typst { alt: Some(_), .. }
    )
}

/// Whether every part takes one page (plus one for each further step) and everything on them is
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

/// The sizes of the first page that reports them, with its measures.
pub(super) fn sizes_of(pages: &[Vec<Measure>]) -> Option<(Sizes, &Measure)> {
    pages.iter().flatten().find_map(|page| Some((page.sizes?, page)))
}

/// The estimated height in pt of the body at another size.
pub(super) fn predicted(page: &Measure, size: f64, other: f64) -> f64 {
    page.need * growth(page, size, other)
}

/// The factor by which text grows taller with its type: lines are taller, and full lines hold less.
pub(super) fn growth(page: &Measure, size: f64, other: f64) -> f64 {
    /// A line that fills at least this share of its box is taken for one of several lines of a
    /// paragraph.
    const FILLED: f64 = 0.92;
    let ratio = other / size;
    if page.tight * ratio.max(1.0) < FILLED { ratio } else { ratio * ratio }
}
