//! Blocks below one heading → slides. The shape of the content decides on the layout: what is
//! enumerated goes to `lists`, running text to `prose`, and the rest stands as it is.

use super::choose::Wish;
use super::plan::{self, Plan, all_said, item, list, said, without_footnotes};
use super::points::Point;
use super::runs::Run;
use super::titles;
use super::weights::Weights;
use crate::article::width::width;
use crate::deck::block::plain_text;
use crate::deck::{Block, Inlines, Item, ListKind, Spanned};
use crate::diag::Span;
use crate::locale::Words;

/// Most points of a slide.
pub(super) const MOST_POINTS: usize = 6;
/// Widest clause of a point, in Han characters.
pub(super) const WIDEST_POINT: f64 = 30.0;
/// Widest clause that is taken if there is no narrower one.
const WIDEST_CLAUSE: f64 = 45.0;
/// Narrowest room of a point.
pub(super) const NARROWEST_POINT: f64 = 16.0;
/// What a slide's points share, in Han characters: more is not read while someone speaks.
pub(super) const ROOM: f64 = 100.0;
/// Most sentences before a list that are said along with it.
const MOST_LEAD: usize = 3;
/// Widest quotation that stands on a slide.
const WIDEST_QUOTE: f64 = 110.0;

/// Makes slides of blocks.
pub(super) struct Slides<'w> {
    /// What the words of the article weigh.
    pub(super) weights: &'w Weights,
    /// How the language says things.
    pub(super) language: &'static Words,
    /// The deck's title, in lower case: its words are nothing new.
    pub(super) title: String,
    /// Whether the paragraphs are what several people say in turn.
    pub(super) transcript: bool,
}

impl<'w> Slides<'w> {
    /// What to choose for so much room, in Han characters.
    pub(super) fn wish<'k>(&'k self, room: f64, known: &'k str) -> Wish<'k> {
        Wish { room, most: WIDEST_CLAUSE, known, weights: self.weights }
    }

    /// What a slide with a title says already.
    pub(super) fn known(&self, title: &Inlines) -> String {
        format!("{} {}", self.title, plain_text(title).to_lowercase())
    }

    /// The slides of the blocks below a heading.
    pub(super) fn of_blocks(&self, blocks: &[&Spanned<Block>], title: &Inlines) -> Vec<Plan> {
        let mut plans: Vec<Plan> = Vec::new();
        let mut pending: Vec<&Spanned<Block>> = Vec::new();
        let mut at = 0;
        while at < blocks.len() {
            let block = blocks[at];
            let points = self.points_at(blocks, at);
            at += points.as_ref().map_or(1, |(_, count)| *count);
            match (points, &block.value) {
                (Some((points, _)), _) => {
                    let (mut before, lead, own) = self.before_list(&mut pending, title);
                    plans.append(&mut before);
                    let mut made = self.of_points(points, start_of(block), title);
                    if let Some(first) = made.first_mut() {
                        first.notes.splice(0..0, lead);
                    }
                    made.iter_mut().for_each(|plan| plan.title = plan.title.take().or(own.clone()));
                    plans.append(&mut made);
                }
                (None, Block::Paragraph(content))
                    if self.explains(content, &pending, plans.last()) =>
                {
                    if let Some(last) = plans.last_mut() {
                        let shown = Block::Paragraph(without_footnotes(content));
                        last.blocks.push(Spanned::new(shown, block.span));
                        last.notes.push(said(content));
                    }
                }
                (None, Block::Paragraph(_)) => pending.push(block),
                (None, Block::Quote(inner)) if quote_width(inner) > WIDEST_QUOTE => {
                    pending.extend(inner.iter().filter(|b| matches!(b.value, Block::Paragraph(_))));
                }
                (None, _) => {
                    let (mut before, lead, own) = self.before_list(&mut pending, title);
                    plans.append(&mut before);
                    let mut plan = self.apart(block);
                    plan.notes.splice(0..0, lead);
                    plan.title = plan.title.or(own);
                    plans.push(plan);
                }
            }
        }
        self.rest(pending, title, &mut plans);
        plans
    }

    /// Whether a paragraph says what the signs of the formula above it mean.
    fn explains(
        &self,
        content: &Inlines,
        pending: &[&Spanned<Block>],
        last: Option<&Plan>,
    ) -> bool {
        const WIDEST_WHERE: f64 = 70.0;
        let text = plain_text(content);
        let begins = ["其中", "式中", "这里", "這裡", "where ", "Here, ", "ここで"]
            .iter()
            .any(|word| text.starts_with(word));
        let formula = last.is_some_and(|plan| plan.layout == "math" && plan.blocks.len() == 1);
        formula && pending.is_empty() && begins && width(&text) <= WIDEST_WHERE
    }

    /// What stands behind the last list or picture: a remark is said there, more has slides.
    fn rest(&self, pending: Vec<&Spanned<Block>>, title: &Inlines, plans: &mut Vec<Plan>) {
        let sentences: usize =
            paragraphs(&pending).map(|(content, _)| Run::new(content).sentences().len()).sum();
        match plans.last_mut() {
            Some(last) if sentences <= MOST_LEAD => {
                last.notes.extend(paragraphs(&pending).map(|(content, _)| said(content)));
            }
            _ => plans.append(&mut self.of_paragraphs(&pending, title)),
        }
    }

    /// The points that begin at a block, and how many blocks they take: a list, or paragraphs that
    /// begin with terms.
    fn points_at<'a>(
        &self,
        blocks: &[&'a Spanned<Block>],
        at: usize,
    ) -> Option<(Vec<Point<'a>>, usize)> {
        match &blocks[at].value {
            Block::List { items, .. } => Some((items.iter().map(Point::of_item).collect(), 1)),
            Block::Definitions(all) => {
                let points = all.iter().map(|one| {
                    let mut point = Point::of_paragraph(&one.term, one.span);
                    point.term = Some(without_footnotes(&one.term));
                    point.texts.clear();
                    let inner = one.blocks.iter().filter_map(|block| match &block.value {
                        Block::Paragraph(content) => Some(Run::new(content)),
                        _ => None,
                    });
                    point.texts.extend(inner.map(|run| {
                        let all = 0..run.text.len();
                        (run, all)
                    }));
                    point.notes.clear();
                    all_said(&one.blocks, &mut point.notes);
                    let term = said(&one.term);
                    match point.notes.first_mut() {
                        Some(first) => *first = format!("**{term}**：{first}"),
                        None => point.notes.push(term),
                    }
                    point
                });
                Some((points.collect(), 1))
            }
            Block::Paragraph(_) if !self.transcript => {
                let led = blocks[at..].iter().map_while(|block| match &block.value {
                    Block::Paragraph(content) => Some(Point::of_paragraph(content, block.span))
                        .filter(|point| point.term.is_some()),
                    _ => None,
                });
                let points: Vec<Point> = led.collect();
                // A speaker's name comes again and again, a term does not.
                let mut terms: Vec<String> = points.iter().map(Point::term_text).collect();
                terms.sort();
                terms.dedup();
                let count = points.len();
                (count >= 2 && terms.len() == count).then_some((points, count))
            }
            _ => None,
        }
    }

    /// What stands before a list: what is too much to be said along with it has slides of its own;
    /// then what is said, and the title that it announces.
    fn before_list(
        &self,
        pending: &mut Vec<&Spanned<Block>>,
        title: &Inlines,
    ) -> (Vec<Plan>, Vec<String>, Option<Inlines>) {
        let mut all = std::mem::take(pending);
        let own = paragraphs(&all).last().and_then(|(content, _)| {
            let run = Run::new(content);
            let sentence = run.sentences().pop()?;
            titles::announced(&run, sentence).map(|range| run.part(range))
        });
        let sentences = |all: &[&Spanned<Block>]| -> usize {
            paragraphs(all).map(|(content, _)| Run::new(content).sentences().len()).sum()
        };
        let mut before = Vec::new();
        if sentences(&all) > MOST_LEAD {
            let last = all.pop_if(|last| sentences(&[*last]) <= MOST_LEAD);
            before = self.of_paragraphs(&all, title);
            all = last.into_iter().collect();
        }
        let lead = paragraphs(&all).map(|(content, _)| said(content)).collect();
        (before, lead, own)
    }

    /// The sources of an article, whole, on as many pages as they take.
    pub(super) fn sources(&self, blocks: &[&Spanned<Block>]) -> Option<Vec<Plan>> {
        let mut items: Vec<Spanned<Item>> = Vec::new();
        for block in blocks {
            match &block.value {
                Block::List { items: own, .. } => items.extend(own.iter().cloned()),
                Block::Paragraph(content) => {
                    items.push(item(None, Some(content.clone()), "", block.span))
                }
                _ => return None,
            }
        }
        let span = blocks.first()?.span;
        let mut blocks = vec![list(items, None, span)];
        let mut notes = Vec::new();
        plan::take_footnotes(&mut blocks, &mut notes);
        let plan = Plan::new("references", blocks, span)
            .because("references: sources, as they are")
            .saying(notes);
        Some(vec![plan])
    }

    /// What stands on a slide as it is.
    pub(super) fn apart(&self, block: &Spanned<Block>) -> Plan {
        let span = block.span;
        let mut blocks = vec![block.clone()];
        let mut notes = Vec::new();
        plan::take_footnotes(&mut blocks, &mut notes);
        let layout = match &block.value {
            Block::Table(_) => "table",
            Block::Code { .. } => "code",
            Block::Math(_) => "math",
            Block::Image(_) => "image",
            Block::Quote(inner) => {
                all_said(inner, &mut notes);
                "quote"
            }
            Block::Alert { blocks: inner, .. } => {
                all_said(inner, &mut notes);
                "content"
            }
            _ => {
                all_said(std::slice::from_ref(block), &mut notes);
                "content"
            }
        };
        let mut plan = Plan::new(layout, Vec::new(), span);
        if let Block::Image(image) = &block.value {
            let name =
                image.caption.as_ref().or(Some(&image.alt)).filter(|name| !name.trim().is_empty());
            plan.title = name.filter(|name| width(name) <= 20.0).map(|name| titles::plain(name));
        }
        plan.blocks.append(&mut blocks);
        plan.because(format!("{layout}: {}", block.value.kind())).saying(notes)
    }
}

/// Gives slides that share a title their numbers.
pub(super) fn number(plans: &mut [Plan], title: &Inlines, language: &Words) {
    let text = plain_text(title);
    let same = |plan: &Plan| plan.title.as_ref().is_some_and(|own| plain_text(own) == text);
    let of = plans.iter().filter(|plan| same(plan)).count();
    if of < 2 {
        return;
    }
    for (index, plan) in plans.iter_mut().filter(|plan| same(plan)).enumerate() {
        plan.title = Some(titles::numbered(title, index + 1, of, language));
    }
}

pub(super) fn paragraphs<'a>(
    blocks: &[&'a Spanned<Block>],
) -> impl DoubleEndedIterator<Item = (&'a Inlines, Span)> {
    let paragraph = |block: &&'a Spanned<Block>| match &block.value {
        Block::Paragraph(content) => Some((content, block.span)),
        _ => None,
    };
    blocks.iter().filter_map(paragraph).collect::<Vec<_>>().into_iter()
}

/// The number of the first item of a list with numbers.
fn start_of(block: &Spanned<Block>) -> Option<usize> {
    match &block.value {
        Block::List { kind: ListKind { start }, .. } => *start,
        _ => None,
    }
}

pub(super) fn span_of(spans: impl Iterator<Item = Span>) -> Span {
    let spans = spans.filter(|span| span.is_attached());
    spans
        .reduce(|a, b| Span { start: a.start.min(b.start), end: a.end.max(b.end), ..a })
        .unwrap_or_default()
}

fn quote_width(blocks: &[Spanned<Block>]) -> f64 {
    let refs: Vec<&Spanned<Block>> = blocks.iter().collect();
    paragraphs(&refs).map(|(content, _)| plan::wide(content)).sum()
}
