//! A part of an article → its slides: an overview where its parts are alike, and what they say.

use super::dates;
use super::outline::Part;
use super::plan::Plan;
use super::points::Point;
use super::slides::{MOST_POINTS, Slides, number};
use crate::deck::Inlines;
use crate::deck::block::plain_text;

/// Fewest and most parts that share a slide.
const ALIKE: std::ops::RangeInclusive<usize> = 3..=8;

impl Slides<'_> {
    /// The slides of a part. Those without a title of their own get that of the part.
    pub(super) fn of_part(&self, part: &Part) -> Vec<Plan> {
        let title = super::plan::without_footnotes(&part.heading);
        if super::titles::is_sources(&plain_text(&title))
            && part.parts.is_empty()
            && let Some(mut plans) = self.sources(&part.blocks)
        {
            plans.iter_mut().for_each(|plan| plan.title = Some(title.clone()));
            return plans;
        }
        if let Some(mut plans) = self.compared(part) {
            plans.iter_mut().for_each(|plan| plan.title = Some(title.clone()));
            return plans;
        }
        let lead = self.lead_of(part);
        // A sentence or two before the parts is said with the first of them.
        let mut plans =
            if lead.is_some() { Vec::new() } else { self.of_blocks(&part.blocks, &title) };
        plans.append(&mut self.of_parts(&part.parts, &title));
        if let (Some(lead), Some(first)) = (lead, plans.first_mut()) {
            first.notes.splice(0..0, lead.notes);
            if first.title.is_none() {
                first.title = lead.title;
            }
        }
        plans.iter_mut().for_each(|plan| {
            plan.title.get_or_insert_with(|| title.clone());
        });
        number(&mut plans, &title, self.language);
        plans
    }

    /// The same for a part whose heading is on no divider: if no slide is called by it, one shows
    /// what it is about.
    pub(super) fn of_inner_part(&self, part: &Part) -> Vec<Plan> {
        let mut plans = self.of_part(part);
        self.show_heading(part, &mut plans);
        plans
    }

    /// Puts a slide with the heading of a part before its slides, if none of them has it.
    pub(super) fn show_heading(&self, part: &Part, plans: &mut Vec<Plan>) {
        const MOST_LISTED: usize = 8;
        let heading = plain_text(&part.heading);
        let shows = |plan: &Plan| {
            plan.title.as_ref().is_some_and(|title| plain_text(title).starts_with(&heading))
        };
        if heading.trim().is_empty() || plans.iter().any(shows) {
            return;
        }
        // A title that a sentence announces gives way to the heading.
        if part.parts.is_empty()
            && let Some(first) = plans.first_mut()
        {
            first.title = Some(super::plan::without_footnotes(&part.heading));
            return;
        }
        // What stands before the parts is what the slide says, if there is anything.
        if let (Some(lead), Some(first)) = (self.lead_of(part), plans.first_mut()) {
            let title = super::plan::without_footnotes(&part.heading);
            let mut own = self.of_paragraphs(&part.blocks, &title);
            first.notes.drain(..lead.notes.len().min(first.notes.len()));
            own.iter_mut().for_each(|plan| plan.title = Some(title.clone()));
            number(&mut own, &title, self.language);
            plans.splice(0..0, own);
            return;
        }
        let listed = (2..=MOST_LISTED).contains(&part.parts.len());
        let mut plan = if listed {
            let items = part.parts.iter().map(|inner| {
                let heading = super::plan::without_footnotes(&inner.heading);
                super::plan::item(None, Some(heading), "", inner.span)
            });
            let list = super::plan::list(items.collect(), None, part.span);
            Plan::new("content", vec![list], part.span).because("content: the headings below")
        } else {
            Plan::new("statement", Vec::new(), part.span).because("statement: a heading by itself")
        };
        plan.title = Some(super::plan::without_footnotes(&part.heading));
        plans.insert(0, plan);
    }

    /// What is said before the parts of a part, if it is no more than a few sentences.
    pub(super) fn lead_of(&self, part: &Part) -> Option<Lead> {
        const MOST: usize = 4;
        if part.parts.is_empty() {
            return None;
        }
        super::sections::short_text(&part.blocks, MOST).map(|(notes, title)| Lead { notes, title })
    }

    /// The slides of parts that stand beside each other.
    fn of_parts(&self, parts: &[Part], title: &Inlines) -> Vec<Plan> {
        if let Some(overview) = self.overview(parts) {
            return overview
                .into_iter()
                .chain(parts.iter().flat_map(|part| self.of_inner_part(part)))
                .collect();
        }
        let points: Vec<Point> = parts.iter().map(Point::of_part).collect();
        let short = |(part, point): (&Part, &Point)| {
            part.parts.is_empty()
                && !point.is_long()
                && !point.texts.is_empty()
                && super::plan::wide(&part.heading) <= 16.0
        };
        if ALIKE.contains(&parts.len()) && parts.iter().zip(&points).all(short) {
            return self.of_points(points, None, title);
        }
        parts.iter().flat_map(|part| self.of_inner_part(part)).collect()
    }

    /// A line of the dates of parts that have one each.
    fn overview(&self, parts: &[Part]) -> Option<Vec<Plan>> {
        const FEWEST: usize = 3;
        let dated = |part: &Part| dates::dated(&plain_text(&part.heading)).is_some();
        if parts.len() < FEWEST || !parts.iter().all(dated) {
            return None;
        }
        let span = parts[0].span;
        let chunks = parts.len().div_ceil(MOST_POINTS);
        let plans = parts.chunks(parts.len().div_ceil(chunks)).map(|parts| {
            let items = parts.iter().filter_map(|part| {
                let run = super::runs::Run::new(&part.heading);
                let dated = dates::dated(&run.text)?;
                let (date, name) = (run.part(dated.date), run.part(dated.rest));
                Some(super::plan::item(
                    Some(super::lists::as_set(date)),
                    Some(name),
                    " ",
                    part.span,
                ))
            });
            let items = items.collect();
            let blocks = vec![super::plan::list(items, None, span)];
            Plan::new("timeline", blocks, span)
                .because("timeline: the heading of every part has a date")
        });
        Some(plans.collect())
    }
}

/// What is said before parts, and the title that it announces.
pub(super) struct Lead {
    /// What is said.
    pub(super) notes: Vec<String>,
    /// The title.
    pub(super) title: Option<Inlines>,
}
