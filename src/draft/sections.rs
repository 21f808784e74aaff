//! Passages → a deck: sections with dividers, the end, and what stands before the first heading.

use super::choice::{self, Choice, Plan, Refusal, plan};
use super::choose::{self, Chosen};
use super::compose::{self, PartKind, Scene};
use super::headlines::Headlines;
use super::outline::Part;
use super::passages::{self, Passage};
use super::plan::{Plan as SlidePlan, without_footnotes};
use super::roles::Role;
use super::segment::Segmenter;
use super::sides;
use super::titles;
use super::topics::Topics;
use super::translation;
use super::units::Unit;
use super::weights::Weights;
use crate::article::Article;
use crate::deck::block::plain_text;
use crate::deck::{Block, Deck, Inlines, Meta, Section, Slide, Spanned};
use crate::diag::Span;
use crate::locale::DEFAULT;

/// Most slides of a deck without dividers.
const UNDIVIDED: usize = 12;
/// Fewest slides of a section with a divider, and of one on average.
const FEWEST: usize = 2;
const FEWEST_EACH: usize = 4;
/// Fewest and most sections of an agenda.
const AGENDA: std::ops::RangeInclusive<usize> = 3..=9;
/// The weight from which a single sentence before the first heading has a slide.
const MATTERS: f64 = 1.2;
/// Widest sentence on a divider, in Han characters.
const WIDEST_LEAD: f64 = 60.0;

/// A deck, and the reasons for the form of each slide.
pub(super) struct Made {
    /// The deck, without the slides that its front matter makes.
    pub(super) deck: Deck,
    /// The reasons, in the order of the slides; none for a divider.
    pub(super) reasons: Vec<Vec<String>>,
    /// The slides that show units of the article, in the form of a plan.
    pub(super) plan: Vec<plan::Slide>,
    /// How much of the article slides show.
    pub(super) chosen: Chosen,
}

/// What making a deck needs to know.
pub(super) struct Making<'m> {
    /// The article.
    pub(super) article: &'m Article,
    /// The weights of its words.
    pub(super) weights: &'m Weights,
    /// The title of the deck.
    pub(super) title: String,
    /// Length of the talk in minutes; `None` if the author did not say.
    pub(super) minutes: Option<f64>,
    /// The plan that decides, and the fingerprint of the article. `None`: the rules decide.
    pub(super) plan: Option<(&'m Plan, &'m str)>,
}

/// The passages of an article, with numbered units.
pub(super) fn units<'a>(root: &Part<'a>, article: &Article, title: &str) -> Passage<'a> {
    let title = title.to_ascii_lowercase();
    let segmenter = segmenter(article, &title);
    let mut passage = Passage::of(root, &segmenter);
    // Pages give the title of the article to any picture.
    passage.visit_mut(&mut |units| {
        let objects = units.iter_mut().filter_map(Unit::object_mut);
        for object in objects {
            object.caption.take_if(|caption| caption.trim().to_ascii_lowercase() == title);
        }
    });
    translation::hide(&mut passage, article);
    choice::number(&mut passage);
    passage
}

/// What is known of all blocks of an article. `title`: in lower case.
fn segmenter<'g>(article: &Article, title: &'g str) -> Segmenter<'g> {
    let side = sides::side(&article.blocks);
    Segmenter { heading: "", title, language: article.locale().words, side }
}

/// Makes the deck of an article of its units.
///
/// # Errors
/// What is wrong with the plan.
pub(super) fn make(mut passage: Passage, making: &Making) -> Result<Made, Vec<Refusal>> {
    let lower = making.title.to_ascii_lowercase();
    let segmenter = segmenter(making.article, &lower);
    // Whoever decides what is shown, titles are chosen by the same weights.
    let all = choose::choose(&mut passage, making.weights, making.minutes);
    let (choice, slides) = match making.plan {
        None => (Choice::Rules, all),
        Some((plan, article)) => (choice::read(plan, article, &mut passage)?, plan.slides.len()),
    };
    let chosen = choose::count(&passage, slides);
    passage.merge_small(segmenter.seam(), &choice);
    let leads = passage.has_parts();
    let opening = match leads {
        false => making.title.clone(),
        true => segmenter.language.introduction.clone(),
    };
    let headlines = Headlines::new(opening, leads, Topics::of(&passage));
    let sections = vec![(Section::default(), Vec::new())];
    let (pending, plan) = (Vec::new(), Vec::new());
    let mut maker = Maker { segmenter, headlines, choice, sections, pending, plan };
    let opening = maker.intro(&passage);
    maker.parts(&passage.parts);
    maker.close();
    if let Some((plan, _)) = making.plan {
        choice::carried_out(plan, &maker.plan)?;
    }
    Ok(Made { chosen, ..maker.finish(making, opening) })
}

/// Collects sections.
struct Maker<'g> {
    segmenter: Segmenter<'g>,
    headlines: Headlines,
    /// What decides.
    choice: Choice,
    /// The sections, each with the reasons of its slides; the first has no divider.
    sections: Vec<(Section, Vec<Vec<String>>)>,
    /// Notes of parts of which nothing is shown; they go to the next slide.
    pending: Vec<String>,
    /// What was made, in the form of a plan.
    plan: Vec<plan::Slide>,
}

impl Maker<'_> {
    fn push(&mut self, plans: Vec<SlidePlan>) {
        let Some((section, reasons)) = self.sections.last_mut() else { return };
        for plan in plans {
            section.slides.push(plan.slide());
            reasons.push(plan.reasons);
        }
    }

    /// Makes slides of what stands before the first heading if that matters; else returns it as
    /// notes for the title slide.
    fn intro(&mut self, root: &Passage) -> Vec<String> {
        let shown: Vec<&Unit> = root.shown().collect();
        let matters = |unit: &&Unit| {
            unit.holds()
                || unit.sentence().is_some_and(|one| one.role > Role::Contrast)
                || unit.weight >= MATTERS
        };
        let planned = matches!(self.choice, Choice::Plan(_));
        let needed =
            planned || root.parts.is_empty() || shown.len() >= 2 || shown.iter().any(matters);
        if !needed || shown.is_empty() {
            return compose::said(root.units.iter().flat_map(Unit::told), self.segmenter.language);
        }
        let plans = self.own_slides(root);
        self.push(plans);
        Vec::new()
    }

    /// Makes sections of the parts of the highest level.
    fn parts(&mut self, parts: &[Passage]) {
        let counts: Vec<usize> = parts.iter().map(|part| self.count(part)).collect();
        let divided = divided(&counts);
        for (part, count) in parts.iter().zip(counts) {
            let own = divided && count >= FEWEST;
            if own {
                self.headlines.reserve(&part.heading);
            }
            let mut plans = self.slides(part);
            if own {
                let divider = self.divider(part, &mut plans);
                self.sections.push((
                    Section { divider: Some(divider), ..Section::default() },
                    vec![Vec::new()],
                ));
            }
            self.push(plans);
        }
    }

    /// How many slides a part and those below it take.
    fn count(&self, part: &Passage) -> usize {
        let shown = part.units.iter().any(|unit| unit.shown);
        let own = if shown { self.choice.cut(&part.units).len() } else { 0 };
        own + part.parts.iter().map(|part| self.count(part)).sum::<usize>()
    }

    /// The divider of a section, with the single short sentence before its parts, if there is one.
    fn divider(&self, part: &Passage, plans: &mut Vec<SlidePlan>) -> Slide {
        let mut slide = Slide {
            title: part.heading.clone(),
            layout: "section".into(),
            span: part.span,
            ..Slide::default()
        };
        let shown: Vec<&Unit> = part.shown().collect();
        if let [only] = shown.as_slice()
            && let Some(sentence) = only.sentence()
            && !part.parts.is_empty()
            && sentence.wide() <= WIDEST_LEAD
            && plans.len() >= FEWEST
        {
            let plan = plans.remove(0);
            slide.blocks.push(Spanned::new(Block::Paragraph(sentence.content()), only.span));
            slide.notes = plan.notes.join("\n\n");
        }
        slide
    }

    /// The slides of a part and of the parts below it. A heading without a slide of its own goes to
    /// the notes.
    fn slides(&mut self, part: &Passage) -> Vec<SlidePlan> {
        let mut said = std::mem::take(&mut self.pending);
        if !part.units.iter().any(|unit| unit.shown) {
            let notes = std::iter::once(part.heading_note());
            let notes = notes.chain(part.units.iter().flat_map(Unit::told));
            said.extend(compose::said(notes, self.segmenter.language));
        }
        let mut plans = self.own_slides(part);
        for part in &part.parts {
            plans.extend(self.slides(part));
        }
        let after = std::mem::take(&mut self.pending);
        match plans.as_mut_slice() {
            [] => {
                said.extend(after);
                self.pending = said;
            }
            [first, ..] => {
                first.notes.splice(0..0, said);
                plans
                    .last_mut()
                    .into_iter()
                    .for_each(|last| last.notes.extend(after.iter().cloned()));
            }
        }
        plans
    }

    /// The slides of what stands right below a heading.
    fn own_slides(&mut self, part: &Passage) -> Vec<SlidePlan> {
        let heading = &part.heading;
        if !part.units.iter().any(|unit| unit.shown) {
            return Vec::new();
        }
        let lower = plain_text(heading).to_ascii_lowercase();
        let segmenter = Segmenter { heading: &lower, ..self.segmenter };
        let conclusion = passages::is_conclusion(part);
        let kind = if conclusion { PartKind::Conclusion } else { PartKind::Plain };
        let mut plans = Vec::new();
        for (index, range) in self.choice.cut(&part.units).into_iter().enumerate() {
            let units = &part.units[range];
            let begun = self.choice.begun(units);
            let headline = match &begun.title {
                Some(called) => self.headlines.given(called, units),
                None => self.headlines.take(units, heading, index == 0, &segmenter),
            };
            let repeated = || repeated(units, &plain_text(&headline.title));
            let (claimed, captioned) = (headline.claimed.or_else(repeated), headline.captioned);
            let mut plan = compose::compose(&Scene { units, claimed, captioned, kind }, &segmenter);
            if begun.plain {
                plan.layout = "content";
            }
            self.plan.push(choice::recorded(units, (&headline, part), plan.layout));
            plan.title = Some(headline.title);
            plans.push(plan);
        }
        plans
    }

    /// Adds the closing slide.
    fn close(&mut self) {
        let title = titles::plain(&self.segmenter.language.thanks);
        let plan = SlidePlan {
            title: Some(title),
            ..SlidePlan::new("closing", Vec::new(), Span::DETACHED)
        };
        let plan = plan.because("closing: every talk ends");
        let pending = std::mem::take(&mut self.pending);
        self.push(vec![plan.saying(pending)]);
    }

    /// The deck made of what was collected.
    fn finish(self, making: &Making, opening: Vec<String>) -> Made {
        let article = making.article;
        let mut meta = Meta {
            title: Some(making.title.clone()),
            subtitle: article.subtitle.as_ref().map(|subtitle| subtitle.value.clone()),
            author: article.authors.clone(),
            date: article.date.clone(),
            lang: (article.lang != DEFAULT).then(|| article.lang.to_owned()),
            ..Meta::default()
        };
        let dividers =
            self.sections.iter().filter(|(section, _)| section.divider.is_some()).count();
        if dividers > *AGENDA.end() {
            meta.agenda = Some(false);
        }
        if let Some(title) = &article.title {
            meta.spans.insert("title".into(), title.span);
            meta.spans.insert("subtitle".into(), title.span);
        }
        let (sections, reasons): (Vec<_>, Vec<_>) = self.sections.into_iter().unzip();
        let mut deck = Deck { meta, sections };
        let mut reasons: Vec<Vec<String>> = reasons.into_iter().flatten().collect();
        if !opening.is_empty() {
            let slide = Slide { notes: opening.join("\n\n"), ..Slide::default() };
            deck.sections[0].slides.insert(0, slide);
            let why = "title: what stands before the first heading is said here";
            reasons.insert(0, vec![why.into()]);
        }
        Made { deck, reasons, plan: self.plan, chosen: Chosen::default() }
    }
}

/// The first sentence, if it says no more than the title, or than the title behind its colon: `提示：` below `提示`.
fn repeated(units: &[Unit], title: &str) -> Option<usize> {
    let key = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let behind = title.rsplit(['：', ':']).next().unwrap_or(title);
    let titles = [key(title), key(behind)];
    let first = units.iter().position(|unit| unit.shown)?;
    let sentence = units[first].sentence().filter(|one| one.prefix.is_empty())?;
    let leads = sentence.whole().trim_end().ends_with(['：', ':']);
    (leads && titles.contains(&key(sentence.text()))).then_some(first)
}

/// Whether parts with these numbers of slides have dividers: enough of them have enough slides, and none that
/// has not stands between those, where it would seem to belong to the one before.
fn divided(counts: &[usize]) -> bool {
    let count: usize = counts.iter().sum();
    let own = |count: &usize| *count >= FEWEST;
    let sections = counts.iter().filter(|count| own(count)).count();
    let last = counts.iter().rposition(own).unwrap_or(0);
    let between = counts[..last].iter().skip_while(|count| !own(count));
    let strays = between.filter(|count| **count > 0 && !own(count)).count();
    sections >= 2 && count > UNDIVIDED && count >= FEWEST_EACH * sections && strays == 0
}

/// The root of the outline. If the article has no other title, a single heading above all others
/// becomes the title.
pub(super) fn top(mut root: Part<'_>, untitled: bool) -> (Part<'_>, Option<String>) {
    let mut title = None;
    if let [only] = root.parts.as_slice()
        && untitled
        && only.parts.len() >= 2
        && root.blocks.is_empty()
    {
        title = Some(plain_text(&without_footnotes(&only.heading)));
        root = root.parts.remove(0);
        root.heading = Inlines::new();
    }
    (root, title.filter(|title| !title.trim().is_empty()))
}
