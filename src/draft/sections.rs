//! An article → a deck: sections with their dividers, the end, and what stands before the first
//! heading.

use super::choose;
use super::outline::{Part, outline};
use super::plan::{self, Plan, said, without_footnotes};
use super::runs::Run;
use super::slides::{Slides, number};
use super::{terms, titles};
use crate::article::Article;
use crate::deck::block::plain_text;
use crate::deck::{Block, Deck, Inlines, Meta, Section, Slide, Spanned};
use crate::diag::Span;
use crate::locale::DEFAULT;

/// From this many slides a section on, dividers help; with less they are half of the deck.
const DIVIDED: f64 = 1.7;
/// Most sections that an agenda holds.
const MOST_SECTIONS: usize = 9;
/// Widest clause on a divider, in Han characters.
const WIDEST_LEAD: f64 = 30.0;
/// Most sentences that are said to a divider, or to the title.
const MOST_LEAD: usize = 4;
/// Widest title that is taken out of a text without headings.
const WIDEST_TITLE: f64 = 20.0;

/// A deck, and for each slide that was made why it came out so.
pub(super) struct Made {
    /// The deck, without the slides that its front matter makes.
    pub(super) deck: Deck,
    /// The reasons, in the order of the slides; none for a divider.
    pub(super) reasons: Vec<Vec<String>>,
}

/// Makes the deck of an article. `name` is its title if it has none of its own.
pub(super) fn make(article: &Article, slides: &Slides, name: &str) -> Made {
    let root = outline(&article.blocks);
    let (intro, parts, above) = top(root, article.title.is_none());
    let mut maker = Maker { slides, sections: vec![(Section::default(), Vec::new())] };
    let title = above.unwrap_or_else(|| title(article, &intro, slides, name));
    let opening = maker.intro(&intro, !parts.is_empty(), &title);
    maker.parts(&parts);
    maker.close();
    let mut meta = Meta {
        title: Some(title),
        subtitle: article.subtitle.as_ref().map(|subtitle| subtitle.value.clone()),
        author: article.authors.clone(),
        date: article.date.clone(),
        lang: (article.lang != DEFAULT).then(|| article.lang.to_owned()),
        ..Meta::default()
    };
    let dividers = maker.sections.iter().filter(|(section, _)| section.divider.is_some()).count();
    if dividers > MOST_SECTIONS {
        meta.agenda = Some(false);
    }
    if let Some(title) = &article.title {
        meta.spans.insert("title".into(), title.span);
        meta.spans.insert("subtitle".into(), title.span);
    }
    let (sections, reasons): (Vec<_>, Vec<_>) = maker.sections.into_iter().unzip();
    let mut deck = Deck { meta, sections };
    let mut reasons: Vec<Vec<String>> = reasons.into_iter().flatten().collect();
    if !opening.is_empty() {
        let slide = Slide { notes: opening.join("\n\n"), ..Slide::default() };
        deck.sections[0].slides.insert(0, slide);
        reasons.insert(0, vec!["title: what stands before the first heading is said here".into()]);
    }
    Made { deck, reasons }
}

/// What stands before the first heading, and the parts below. Where nothing else is the title, a
/// single heading above all others is.
fn top(
    mut root: Part<'_>,
    untitled: bool,
) -> (Vec<&Spanned<Block>>, Vec<Part<'_>>, Option<String>) {
    let mut intro = std::mem::take(&mut root.blocks);
    let mut title = None;
    if let [only] = root.parts.as_slice()
        && untitled
        && only.parts.len() >= 2
        && intro.is_empty()
    {
        title = Some(plain_text(&without_footnotes(&only.heading)));
        root = root.parts.remove(0);
        intro = std::mem::take(&mut root.blocks);
    }
    (intro, root.parts, title.filter(|title| !title.trim().is_empty()))
}

/// The article's title, or what comes nearest.
fn title(article: &Article, intro: &[&Spanned<Block>], slides: &Slides, name: &str) -> String {
    if let Some(title) = &article.title {
        return title.value.clone();
    }
    // Who gives a file a Chinese name says with it what it is.
    if !name.is_ascii() {
        return name.to_owned();
    }
    let first = intro.iter().find_map(|block| match &block.value {
        Block::Paragraph(content) => Some(Run::new(content)),
        _ => None,
    });
    let pick = first.and_then(|run| {
        let mut part = run.sentences().into_iter().next()?;
        if let Some(speaker) = terms::lead(&run).filter(|_| slides.transcript) {
            part.start = speaker.rest.start.min(part.end);
        }
        let wish = slides.wish(WIDEST_TITLE, "").at_most(WIDEST_TITLE);
        let pick = choose::best(&run, part, &wish)?;
        Some(run.text[pick.range].to_owned())
    });
    pick.unwrap_or_else(|| name.to_owned())
}

/// A few sentences as they are said, and the title that the last of them announces; `None` if there
/// is more than that, or something else.
pub(super) fn short_text(
    blocks: &[&Spanned<Block>],
    most: usize,
) -> Option<(Vec<String>, Option<Inlines>)> {
    let (mut notes, mut sentences, mut title) = (Vec::new(), 0, None);
    for block in blocks {
        let Block::Paragraph(content) = &block.value else { return None };
        let run = Run::new(content);
        let all = run.sentences();
        sentences += all.len();
        title = all
            .last()
            .and_then(|last| titles::announced(&run, last.clone()))
            .map(|range| run.part(range));
        notes.push(said(content));
    }
    (sentences <= most && !notes.is_empty()).then_some((notes, title))
}

/// Collects sections.
struct Maker<'s, 'w> {
    slides: &'s Slides<'w>,
    /// The sections, each with the reasons of its slides; the first has no divider.
    sections: Vec<(Section, Vec<Vec<String>>)>,
}

impl Maker<'_, '_> {
    fn push(&mut self, plans: Vec<Plan>) {
        let Some((section, reasons)) = self.sections.last_mut() else { return };
        for plan in plans {
            section.slides.push(plan.slide());
            reasons.push(plan.reasons);
        }
    }

    /// What stands before the first heading: a few sentences are said to the title slide, more
    /// has slides. The answer is what is said.
    fn intro(
        &mut self,
        blocks: &[&Spanned<Block>],
        has_parts: bool,
        deck_title: &str,
    ) -> Vec<String> {
        if has_parts && let Some((notes, _)) = short_text(blocks, MOST_LEAD) {
            return notes;
        }
        let title = titles::plain(&self.slides.language.introduction);
        let mut plans = self
            .slides
            .of_blocks(blocks, if has_parts { &title } else { const { &Inlines::new() } });
        if has_parts {
            plans.iter_mut().for_each(|plan| {
                plan.title.get_or_insert_with(|| title.clone());
            });
            number(&mut plans, &title, self.slides.language);
        } else {
            self.entitle(&mut plans);
            // A slide needs a title: that of the whole, if no clause will do.
            let title = titles::plain(deck_title);
            plans.iter_mut().for_each(|plan| {
                plan.title.get_or_insert_with(|| title.clone());
            });
            number(&mut plans, &title, self.slides.language);
        }
        self.push(plans);
        Vec::new()
    }

    /// Gives the slides of a text without headings their strongest clause as a title.
    fn entitle(&self, plans: &mut [Plan]) {
        for plan in plans.iter_mut().filter(|plan| plan.title.is_none()) {
            let mut best: Option<(f64, Inlines)> = None;
            for block in &plan.blocks {
                let Block::List { items, .. } = &block.value else { continue };
                for item in items {
                    let Some(Block::Paragraph(content)) =
                        item.blocks.first().map(|block| &block.value)
                    else {
                        continue;
                    };
                    let run = Run::new(content);
                    let wish = self.slides.wish(WIDEST_TITLE, "").at_most(WIDEST_TITLE);
                    let all = 0..run.text.len();
                    let Some(pick) = choose::best(&run, all, &wish) else { continue };
                    let text = plan::without_strong(run.part(pick.range));
                    if best.as_ref().is_none_or(|(score, _)| pick.score > *score) {
                        best = Some((pick.score, text));
                    }
                }
            }
            plan.title = best.map(|(_, title)| title);
            if let Some(title) = &plan.title {
                let text = plain_text(title);
                plan.reasons.push(format!("title: the strongest clause, 「{text}」"));
                leave_out(&mut plan.blocks, &text);
            }
        }
    }

    /// The parts of the highest level.
    fn parts(&mut self, parts: &[Part]) {
        let made: Vec<(Vec<Plan>, Divider)> = parts.iter().map(|part| self.section(part)).collect();
        let slides: usize = made.iter().map(|(plans, _)| plans.len()).sum();
        let divided = parts.len() >= 2 && slides as f64 >= DIVIDED * parts.len() as f64;
        for (part, (mut plans, divider)) in parts.iter().zip(made) {
            if divided {
                self.sections.push((
                    Section { divider: Some(divider.slide), slides: Vec::new() },
                    vec![Vec::new()],
                ));
            } else {
                // Without a divider, a slide has to say what the part is called.
                if !divider.slide.notes.is_empty()
                    && let Some(first) = plans.first_mut()
                {
                    first.notes.insert(0, divider.slide.notes);
                }
                self.slides.show_heading(part, &mut plans);
            }
            self.push(plans);
        }
    }

    /// The slides of a section and its divider.
    fn section(&self, part: &Part) -> (Vec<Plan>, Divider) {
        let heading = without_footnotes(&part.heading);
        let mut slide = Slide {
            title: heading.clone(),
            layout: "section".into(),
            span: part.span,
            ..Slide::default()
        };
        if titles::is_conclusion(&plain_text(&heading)) && part.parts.is_empty() {
            return (self.conclusion(part, &heading), Divider { slide });
        }
        let mut plans = self.slides.of_part(part);
        // What leads to the parts is said to the divider, unless a slide shows all of them.
        let of_part = |title: &Inlines| {
            part.parts.iter().any(|part| plain_text(&part.heading) == plain_text(title))
        };
        if let Some(lead) = self.slides.lead_of(part)
            && let Some(first) = plans.first_mut()
            && first.title.as_ref().is_some_and(of_part)
        {
            let count = lead.notes.len();
            if first.notes.len() >= count {
                first.notes.drain(..count);
            }
            slide.notes = lead.notes.join("\n\n");
            slide.blocks.extend(self.clause(&part.blocks));
        }
        (plans, Divider { slide })
    }

    /// A clause for a divider.
    fn clause(&self, blocks: &[&Spanned<Block>]) -> Option<Spanned<Block>> {
        let Block::Paragraph(content) = &blocks.first()?.value else { return None };
        let run = Run::new(content);
        let wish = self.slides.wish(WIDEST_LEAD, "").at_most(WIDEST_LEAD);
        let sentence = run.sentences().into_iter().next()?;
        if run.text[sentence.clone()].ends_with(['：', ':']) {
            return None;
        }
        let pick = choose::best(&run, sentence, &wish)?;
        let part = run.part(pick.range);
        Some(Spanned::new(Block::Paragraph(part), blocks[0].span))
    }

    /// The last section: what to take home.
    fn conclusion(&self, part: &Part, heading: &Inlines) -> Vec<Plan> {
        let mut plans = self.slides.of_blocks(&part.blocks, heading);
        for plan in &mut plans {
            let items = match plan.blocks.as_slice() {
                [Spanned { value: Block::List { items, .. }, .. }] => items.len(),
                _ => 0,
            };
            if (1..=6).contains(&items) && matches!(plan.layout, "content" | "cards") {
                plan.layout = "summary";
                plan.reasons.push("summary: the last section".into());
                if let Some(Block::List { kind, .. }) =
                    plan.blocks.first_mut().map(|block| &mut block.value)
                {
                    kind.start = None;
                }
            }
            plan.title.get_or_insert_with(|| heading.clone());
        }
        number(&mut plans, heading, self.slides.language);
        plans
    }

    /// The last page.
    fn close(&mut self) {
        let title = titles::plain(&self.slides.language.thanks);
        let plan = Plan { title: Some(title), ..Plan::new("closing", Vec::new(), Span::DETACHED) };
        self.push(vec![plan.because("closing: every talk ends")]);
    }
}

/// The divider of a section.
struct Divider {
    /// The slide.
    slide: Slide,
}

/// Leaves out the item that the title says already.
fn leave_out(blocks: &mut [Spanned<Block>], title: &str) {
    for block in blocks {
        if let Block::List { items, .. } = &mut block.value
            && items.len() > 2
        {
            items.retain(|item| match item.blocks.first().map(|block| &block.value) {
                Some(Block::Paragraph(content)) => plain_text(content) != title,
                _ => true,
            });
        }
    }
}
