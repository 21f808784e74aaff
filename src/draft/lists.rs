//! Points → slides: a line of dates, cards, steps, or a list.

use std::ops::Range;

use super::dates;
use super::plan::{self, Plan, item, list};
use super::points::Point;
use super::runs::Run;
use super::slides::{MOST_POINTS, NARROWEST_POINT, ROOM, Slides, WIDEST_POINT, number, span_of};
use crate::article::width::width;
use crate::deck::block::plain_text;
use crate::deck::{Block, Inline, Inlines, Item, Spanned};

/// Widest term of a card: a longer one is no headline.
const WIDEST_CARD_TERM: f64 = 18.0;

impl Slides<'_> {
    /// Points → slides: with dates a timeline, with terms cards, else a list.
    pub(super) fn of_points(
        &self,
        points: Vec<Point>,
        start: Option<usize>,
        title: &Inlines,
    ) -> Vec<Plan> {
        if let Some(plan) = self.two_sides(&points, title) {
            return vec![plan];
        }
        if points.len() >= 2 && points.iter().any(|point| point.nested.len() >= 3) {
            return self.of_grouped(points, start, title);
        }
        if let Some(plans) = self.timeline(&points, title) {
            return plans;
        }
        let mut plans = Vec::new();
        let chunks = points.len().div_ceil(MOST_POINTS).max(1);
        let (mut rest, mut first) = (points, start);
        for chunk in (1..=chunks).rev() {
            let take = rest.len().div_ceil(chunk);
            let tail = rest.split_off(take);
            let plan = self.points(&rest, first, title);
            let mut apart: Vec<Plan> = Vec::new();
            for point in &rest {
                apart.extend(point.apart.iter().map(|block| {
                    let mut plan = self.apart(block);
                    plan.title = plan.title.or(point.term.clone());
                    plan
                }));
            }
            match apart.first_mut() {
                // Nothing but listings and the like: they have slides of their own.
                Some(only) if plan.blocks.is_empty() => {
                    only.notes.splice(0..0, plan.notes);
                }
                _ => plans.push(plan),
            }
            plans.append(&mut apart);
            first = first.map(|first| first + take);
            rest = tail;
        }
        plans
    }

    /// Points with lists below them: each has a slide, and those without stay together.
    fn of_grouped(&self, points: Vec<Point>, start: Option<usize>, title: &Inlines) -> Vec<Plan> {
        let mut plans = Vec::new();
        let mut plain: Vec<Point> = Vec::new();
        for point in points {
            if point.nested.len() < 3 {
                plain.push(point);
                continue;
            }
            if !plain.is_empty() {
                plans.append(&mut self.of_points(std::mem::take(&mut plain), start, title));
            }
            let heading = point
                .term
                .clone()
                .or_else(|| point.pick(&self.wish(18.0, "")).map(|(text, _)| text));
            let own = heading.filter(|heading| plan::wide(heading) <= 24.0);
            let inner: Vec<Point> = point.nested.iter().map(|item| Point::of_item(item)).collect();
            let count = point.notes.len()
                - inner.iter().map(|point| point.notes.len()).sum::<usize>().min(point.notes.len());
            let mut made = self.of_points(inner, None, own.as_ref().unwrap_or(title));
            if let Some(first) = made.first_mut() {
                first.notes.splice(0..0, point.notes[..count].iter().cloned());
            }
            made.iter_mut().for_each(|plan| plan.title = plan.title.take().or(own.clone()));
            let of = made.len();
            if of > 1
                && let Some(own) = &own
            {
                number(&mut made, own, self.language);
            }
            plans.append(&mut made);
            plans.extend(point.apart.iter().map(|block| self.apart(block)));
        }
        if !plain.is_empty() {
            plans.append(&mut self.of_points(plain, start, title));
        }
        plans
    }

    /// One slide of points.
    fn points(&self, points: &[Point], start: Option<usize>, title: &Inlines) -> Plan {
        let known = self.known(title);
        let terms: f64 = points.iter().map(|point| width(&point.term_text())).sum();
        let count = points.len().max(1) as f64;
        let room = ((ROOM - terms) / count).clamp(NARROWEST_POINT, WIDEST_POINT);
        let with_terms = points.iter().filter(|point| point.term.is_some()).count();
        let headline = |point: &Point| width(&point.term_text()) <= WIDEST_CARD_TERM;
        let cards = with_terms == points.len() && points.iter().all(headline);
        let several = (3..=MOST_POINTS).contains(&points.len());
        let layout = match start {
            None if several && cards => "cards",
            Some(_) if several && is_process(points, title) => "steps",
            _ => "content",
        };
        let mut plan =
            Plan::new(layout, Vec::new(), span_of(points.iter().map(|point| point.span)));
        let mut items = Vec::new();
        for point in points {
            let picked = point.pick(&self.wish(room, &known));
            let (text, why) = match picked {
                Some((text, pick)) => (Some(text), pick.why),
                None => (None, "no clause is narrow enough".to_owned()),
            };
            let shown = text.as_ref().map(|text| plain_text(text)).unwrap_or_default();
            plan.reasons.push(format!("「{}」{shown}: {why}", point.term_text()));
            let seam = &self.language.colon;
            if point.term.is_some() || text.is_some() {
                let mut item = item(point.term.clone(), text, seam, point.span);
                self.nested(point, &known, &mut item);
                items.push(item);
            }
            plan.notes.extend(point.notes.clone());
        }
        let kind = match layout {
            "cards" => "3 to 6 terms",
            "steps" => "numbered, one after the other",
            _ if start.is_some() => "numbered",
            _ => "parallel points",
        };
        plan.reasons.insert(0, format!("{layout}: {} points, {kind}", points.len()));
        if !items.is_empty() {
            let span = plan.span;
            plan.blocks.push(list(items, start, span));
        } else if let Some((run, part)) = points.iter().find_map(|point| point.texts.first()) {
            // A slide without anything on it would be none: the first text is shown as it is.
            let text = Block::Paragraph(run.part(part.clone()));
            plan.blocks.push(Spanned::new(text, plan.span));
        }
        plan
    }

    /// One or two items below a point stay below it.
    fn nested(&self, point: &Point, known: &str, item: &mut Spanned<Item>) {
        let inner: Vec<Spanned<Item>> = point
            .nested
            .iter()
            .take(2)
            .filter_map(|nested| {
                let nested = Point::of_item(nested);
                let text = nested.pick(&self.wish(20.0, known)).map(|(text, _)| text);
                let any = nested.term.is_some() || text.is_some();
                any.then(|| plan::item(nested.term, text, "：", nested.span))
            })
            .collect();
        if !inner.is_empty() {
            let span = item.span;
            item.value.blocks.push(list(inner, None, span));
        }
    }

    /// Points with dates in order, as a line of them.
    fn timeline(&self, points: &[Point], title: &Inlines) -> Option<Vec<Plan>> {
        const FEWEST: usize = 3;
        let dated: Vec<Option<(Inlines, Inlines)>> = points.iter().map(dated_point).collect();
        if points.len() < FEWEST || dated.iter().any(Option::is_none) {
            return None;
        }
        let known = self.known(title);
        let chunks = points.len().div_ceil(MOST_POINTS);
        let size = points.len().div_ceil(chunks);
        let mut plans = Vec::new();
        for (points, dated) in points.chunks(size).zip(dated.chunks(size)) {
            let span = span_of(points.iter().map(|point| point.span));
            let mut plan =
                Plan::new("timeline", Vec::new(), span).because("timeline: every point has a date");
            let mut items = Vec::new();
            for (point, dated) in points.iter().zip(dated) {
                let Some((date, name)) = dated.clone() else { continue };
                let room = (ROOM / points.len() as f64).clamp(NARROWEST_POINT, 24.0);
                let text = if point.term.is_some() && !name.is_empty() || plan::wide(&name) <= room
                {
                    Some(name)
                } else {
                    point.pick(&self.wish(room, &known)).map(|(text, _)| text)
                };
                items.push(item(Some(as_set(date)), text, " ", point.span));
                plan.notes.extend(point.notes.clone());
            }
            plan.blocks.push(list(items, None, span));
            plans.push(plan);
        }
        Some(plans)
    }
}

/// Whether numbered points are steps: they or their heading say so.
fn is_process(points: &[Point], title: &Inlines) -> bool {
    const ASKS: &[&str] = &[
        "步", "流程", "过程", "怎么", "如何", "怎样", "操作", "安装", "過程", "手順", "how to",
        "steps", "process", "setup",
    ];
    const FIRST: &[&str] = &[
        "首先", "先", "第一步", "打开", "安装", "下载", "准备", "first", "open", "install",
        "download",
    ];
    let heading = plain_text(title).to_lowercase();
    let first = points.first().map(|point| {
        let text = point.texts.first().map(|(run, range)| run.text[range.clone()].to_lowercase());
        format!("{}{}", point.term_text().to_lowercase(), text.unwrap_or_default())
    });
    let begins = first.is_some_and(|first| FIRST.iter().any(|word| first.starts_with(word)));
    let wide = points.iter().all(|point| width(&point.term_text()) <= WIDEST_CARD_TERM);
    wide && (begins || ASKS.iter().any(|word| heading.contains(word)))
}

/// A date with the dash of a period.
pub(super) fn as_set(mut date: Inlines) -> Inlines {
    for inline in &mut date {
        if let Inline::Text(text) = &mut inline.value {
            *text = dates::set(text);
        }
    }
    date
}

/// The date of a point, and its name.
fn dated_point(point: &Point) -> Option<(Inlines, Inlines)> {
    let (run, range) = point.texts.first()?;
    let part = |dated: dates::Dated, offset: usize| {
        let shift = |range: Range<usize>| range.start + offset..range.end + offset;
        (run.part(shift(dated.date)), run.part(shift(dated.rest)))
    };
    if let Some(term) = &point.term {
        let text = plain_text(term);
        let term_run = Run::new(term);
        if let Some(dated) = dates::dated(&text) {
            return Some((term_run.part(dated.date), term_run.part(dated.rest)));
        }
        // The term itself is the date: `2017：…`.
        let whole =
            dates::dated(&format!("{text}：x")).is_some_and(|dated| dated.date == (0..text.len()));
        return whole.then(|| (term.clone(), Inlines::new()));
    }
    let dated = dates::dated(&run.text[range.clone()]).filter(|dated| dated.date.start == 0)?;
    Some(part(dated, range.start))
}
