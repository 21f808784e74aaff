//! Two things that are held against each other → one slide with both side by side.

use super::choose;
use super::outline::Part;
use super::plan::{self, Plan, item, list};
use super::points::Point;
use super::slides::{Slides, span_of};
use crate::deck::block::plain_text;
use crate::deck::{Block, Inlines, Item, Spanned};

/// Words of a heading that asks for a comparison.
const ASKS: &[&str] = &[
    "对比", "比较", "区别", "差异", "的不同", "有何不同", "有什么不同", "还是", "优缺点", "優缺點",
    "比較", "區別", "差異", "vs", "versus", "differ",
];
/// What two sides are called that belong together.
const PAIRS: &[(&str, &str)] = &[
    ("优点", "缺点"),
    ("优势", "劣势"),
    ("優點", "缺點"),
    ("pros", "cons"),
    ("过去", "现在"),
    ("之前", "之后"),
];
/// Widest name of a side, in Han characters.
const WIDEST_NAME: f64 = 18.0;
/// Widest clause of a side.
const ROOM: f64 = 22.0;
/// Most clauses of a side.
const MOST: usize = 4;

/// Whether two things of these names below a heading are held against each other.
fn are_compared(heading: &str, names: &[String; 2]) -> bool {
    let heading = heading.to_lowercase();
    let [one, other] = names.each_ref().map(|name| name.to_lowercase());
    PAIRS.iter().any(|(a, b)| one.contains(a) && other.contains(b))
        || ASKS.iter().any(|word| heading.contains(word))
}

impl Slides<'_> {
    /// Two short parts that are held against each other, side by side.
    pub(super) fn compared(&self, part: &Part) -> Option<Vec<Plan>> {
        let [left, right] = part.parts.as_slice() else { return None };
        let names = [left, right].map(|side| plain_text(&side.heading));
        if !are_compared(&plain_text(&part.heading), &names) {
            return None;
        }
        let lead = super::sections::short_text(&part.blocks, 3);
        if lead.is_none() && !part.blocks.is_empty() {
            return None;
        }
        let sides = [left, right].map(|side| self.of_part(side));
        let [first, second] = &sides;
        let plain = |plans: &Vec<Plan>| {
            plans.len() == 1 && matches!(plans[0].layout, "content" | "cards" | "statement")
        };
        if !plain(first) || !plain(second) {
            return None;
        }
        let mut plan = Plan::new("compare", Vec::new(), part.span)
            .because("compare: two parts held against each other");
        plan.notes.extend(lead.map(|(notes, _)| notes).unwrap_or_default());
        for (side, plans) in [left, right].into_iter().zip(&sides) {
            let heading = super::plan::without_footnotes(&side.heading);
            plan.blocks
                .push(Spanned::new(Block::Heading { level: 1, content: heading }, side.span));
            plan.blocks.extend(plans[0].blocks.iter().cloned());
            plan.notes.push(super::plan::said(&side.heading));
            plan.notes.extend(plans[0].notes.iter().cloned());
            plan.reasons.extend(plans[0].reasons.iter().cloned());
        }
        Some(vec![plan])
    }

    /// Two points with a term each, below a heading that asks for a comparison.
    pub(super) fn two_sides(&self, points: &[Point], title: &Inlines) -> Option<Plan> {
        let [left, right] = points else { return None };
        let headline = |point: &Point| {
            let width = crate::article::width::width(&point.term_text());
            point.apart.is_empty() && width > 0.0 && width <= WIDEST_NAME
        };
        let names = [left.term_text(), right.term_text()];
        if !points.iter().all(headline) || !are_compared(&plain_text(title), &names) {
            return None;
        }
        let span = span_of(points.iter().map(|point| point.span));
        let mut plan = Plan::new("compare", Vec::new(), span)
            .because("compare: two points held against each other");
        for point in points {
            let items = self.side(point, title);
            let heading =
                Block::Heading { level: 1, content: plan::without_strong(point.term.clone()?) };
            plan.blocks.push(Spanned::new(heading, point.span));
            plan.blocks.extend((!items.is_empty()).then(|| list(items, None, point.span)));
            plan.notes.extend(point.notes.iter().cloned());
        }
        // A name alone is no side.
        (plan.blocks.len() == 4).then_some(plan)
    }

    /// What a side says: a clause of each sentence, and of each item below it.
    fn side(&self, point: &Point, title: &Inlines) -> Vec<Spanned<Item>> {
        let known = format!("{} {}", self.known(title), point.term_text().to_lowercase());
        let wish = self.wish(ROOM, &known);
        let mut items = Vec::new();
        for (run, range) in &point.texts {
            let sentences = run
                .sentences()
                .into_iter()
                .map(|sentence| sentence.start.max(range.start)..sentence.end.min(range.end));
            let picks = sentences
                .filter(|sentence| !sentence.is_empty())
                .filter_map(|sentence| choose::best(run, sentence, &wish));
            items.extend(picks.map(|pick| item(None, Some(run.part(pick.range)), "", point.span)));
        }
        for nested in point.nested.iter().map(|nested| Point::of_item(nested)) {
            let text = nested.pick(&wish).map(|(text, _)| text);
            let any = nested.term.is_some() || text.is_some();
            items.extend(any.then(|| plan::item(nested.term, text, "：", nested.span)));
        }
        items.truncate(MOST);
        items
    }
}
