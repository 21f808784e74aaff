//! Blocks below one heading → slides. The shape of the content decides on the layout.

use std::ops::Range;

use super::choose::{self, Wish};
use super::dates;
use super::plan::{self, Plan, all_said, item, list, said, without_footnotes};
use super::points::Point;
use super::runs::Run;
use super::terms;
use super::titles;
use super::weights::Weights;
use crate::article::width::width;
use crate::deck::block::plain_text;
use crate::deck::{Block, Inline, Inlines, Item, ListKind, Spanned};
use crate::diag::Span;

/// Most points of a slide.
pub(super) const MOST_POINTS: usize = 6;
/// Widest clause of a point, in Han characters.
const WIDEST_POINT: f64 = 30.0;
/// Widest clause that is taken if there is no narrower one.
const WIDEST_CLAUSE: f64 = 45.0;
/// Widest term of a card: a longer one is no headline.
const WIDEST_CARD_TERM: f64 = 18.0;
/// Narrowest room of a point.
const NARROWEST_POINT: f64 = 16.0;
/// What a slide's points share, in Han characters: more is not read while someone speaks.
const ROOM: f64 = 100.0;
/// Widest sentence that is a statement.
const WIDEST_STATEMENT: f64 = 30.0;
/// Most sentences of one slide's notes: about a minute and a half.
const MOST_SENTENCES: usize = 10;
/// Most sentences before a list that are said along with it.
const MOST_LEAD: usize = 3;
/// Widest quotation that stands on a slide.
const WIDEST_QUOTE: f64 = 110.0;

/// Makes slides of blocks.
pub(super) struct Slides<'w> {
    /// What the words of the article weigh.
    pub(super) weights: &'w Weights,
    /// The language.
    pub(super) lang: &'w str,
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
    fn known(&self, title: &Inlines) -> String {
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
            let last = all.pop().filter(|last| sentences(&[*last]) <= MOST_LEAD);
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

    /// Points → slides: with dates a timeline, with terms cards, else a list.
    pub(super) fn of_points(
        &self,
        points: Vec<Point>,
        start: Option<usize>,
        title: &Inlines,
    ) -> Vec<Plan> {
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
            plans.push(self.points(&rest, first, title));
            for point in &rest {
                plans.extend(point.apart.iter().map(|block| {
                    let mut plan = self.apart(block);
                    plan.title = plan.title.or(point.term.clone());
                    plan
                }));
            }
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
                number(&mut made, own, self.lang);
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
        let cards = start.is_none()
            && (3..=MOST_POINTS).contains(&points.len())
            && with_terms == points.len();
        let layout = if cards { "cards" } else { "content" };
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
            let seam = if self.lang == "en" || self.lang == "ko" { ": " } else { "：" };
            if point.term.is_some() || text.is_some() {
                let mut item = item(point.term.clone(), text, seam, point.span);
                self.nested(point, &known, &mut item);
                items.push(item);
            }
            plan.notes.extend(point.notes.clone());
        }
        let kind = if cards {
            "3 to 6 terms"
        } else if start.is_some() {
            "numbered"
        } else {
            "parallel points"
        };
        plan.reasons.insert(0, format!("{layout}: {} points, {kind}", points.len()));
        if !items.is_empty() {
            let span = plan.span;
            plan.blocks.push(list(items, start, span));
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
                items.push(item(Some(date), text, " ", point.span));
                plan.notes.extend(point.notes.clone());
            }
            plan.blocks.push(list(items, None, span));
            plans.push(plan);
        }
        Some(plans)
    }

    /// Paragraphs → slides.
    pub(super) fn of_paragraphs(&self, blocks: &[&Spanned<Block>], title: &Inlines) -> Vec<Plan> {
        let all: Vec<(&Inlines, Span)> = paragraphs(blocks).collect();
        let mut sentences: Vec<Sentence> = Vec::new();
        for (paragraph, (content, span)) in all.iter().enumerate() {
            let run = Run::new(content);
            for range in run.sentences() {
                let text = run.text[range.clone()].to_owned();
                sentences.push(Sentence { paragraph, content, range, text, span: *span });
            }
        }
        if sentences.is_empty() {
            return Vec::new();
        }
        let mut plans = Vec::new();
        if let Some(plan) = self.definition(&sentences, title) {
            return vec![plan];
        }
        if let [only] = sentences.as_slice()
            && width(&only.text) <= WIDEST_STATEMENT
        {
            let run = Run::new(only.content);
            let block = Block::Paragraph(run.part(only.range.clone()));
            let plan = Plan::new("statement", vec![Spanned::new(block, only.span)], only.span);
            return vec![
                plan.because("statement: one short sentence").saying(vec![said(only.content)]),
            ];
        }
        // As many slides as their notes need, about equal.
        let slides = sentences.len().div_ceil(MOST_SENTENCES);
        let size = sentences.len().div_ceil(slides);
        for chunk in balanced(&sentences, size) {
            plans.push(self.prose(chunk, title));
        }
        plans
    }

    /// A slide of running text: a clause of each paragraph, or of each sentence of a single one.
    fn prose(&self, sentences: &[Sentence], title: &Inlines) -> Plan {
        let known = self.known(title);
        let span = span_of(sentences.iter().map(|sentence| sentence.span));
        let mut plan = Plan::new("content", Vec::new(), span);
        let mut groups: Vec<Vec<&Sentence>> = Vec::new();
        let several = sentences.iter().any(|sentence| sentence.paragraph != sentences[0].paragraph);
        for sentence in sentences {
            match groups.last_mut() {
                Some(group) if several && group[0].paragraph == sentence.paragraph => {
                    group.push(sentence)
                }
                _ => groups.push(vec![sentence]),
            }
        }
        let room = (ROOM / groups.len().clamp(1, MOST_POINTS) as f64)
            .clamp(NARROWEST_POINT + 6.0, WIDEST_POINT);
        let mut picks: Vec<(Inlines, choose::Pick, Span)> = Vec::new();
        for group in &groups {
            let run = Run::new(group[0].content);
            let part = group[0].range.start..group[group.len() - 1].range.end;
            let speaker =
                terms::lead(&run).filter(|lead| self.transcript && part.start < lead.rest.start);
            let said =
                speaker.map_or(part.start + label(&run.text[part.clone()]), |lead| lead.rest.start);
            let part = said.min(part.end)..part.end;
            if let Some(pick) = choose::best(&run, part, &self.wish(room, &known)) {
                picks.push((run.part(pick.range.clone()), pick, group[0].span));
            }
        }
        if self.transcript {
            leave_questions(&mut picks);
        }
        keep_best(&mut picks);
        plan.reasons.push(format!("content: {} sentences of running text", sentences.len()));
        for (text, pick, _) in &picks {
            plan.reasons.push(format!("{}: {}", plain_text(text), pick.why));
        }
        let items: Vec<_> =
            picks.into_iter().map(|(text, _, span)| item(None, Some(text), "", span)).collect();
        match items.len() {
            0 => {
                // No clause is narrow enough: the first sentence is shown as it is.
                let first = &sentences[0];
                let text = Run::new(first.content).part(first.range.clone());
                plan.blocks.push(Spanned::new(Block::Paragraph(text), first.span));
            }
            1 => {
                let mut only = items;
                plan.blocks.append(&mut only[0].value.blocks);
            }
            _ => plan.blocks.push(list(items, None, span)),
        }
        plan.notes = notes_of(sentences);
        plan
    }

    /// `术语（Term）是指…`: a definition, if the heading is about it.
    fn definition(&self, sentences: &[Sentence], title: &Inlines) -> Option<Plan> {
        const MOST: usize = 7;
        const WIDEST_TERM: f64 = 14.0;
        const WIDEST_DEFINITION: f64 = 60.0;
        const VERBS: &[&str] = &[
            "通常是指", "通常指", "一般是指", "一般指", "指的是", "是指", "是一种", "是一类",
            "是一個", "是一个", "とは、", " is a ",
        ];
        const ASKS: &[&str] = &[
            "定义", "定義", "什么是", "什麼是", "是什么", "概念", "简介", "介绍", "とは", "what is",
        ];
        let first = &sentences[0];
        let text = first.text.as_str();
        let (at, verb) = VERBS.iter().filter_map(|verb| Some((text.find(verb)?, verb))).min()?;
        let term = text[..at].split(['（', '(']).next()?.trim();
        let heading = plain_text(title).to_lowercase();
        let about = heading.contains(&term.to_lowercase())
            || ASKS.iter().any(|word| heading.contains(word));
        let fits =
            !term.is_empty() && width(term) <= WIDEST_TERM && !term.contains(['，', '。', '；']);
        if !about || !fits || sentences.len() > MOST {
            return None;
        }
        let run = Run::new(first.content);
        let start = first.range.start;
        let clauses = run.clauses(first.range.clone());
        // As many clauses as a definition has room for.
        let end = clauses
            .iter()
            .map(|clause| clause.end)
            .filter(|end| width(&run.text[start..*end]) <= WIDEST_DEFINITION)
            .max()?;
        if end <= start + at + verb.len() {
            return None;
        }
        let term = run.part(start..start + term.len());
        let mut content = vec![Spanned::new(Inline::Strong(term.clone()), first.span)];
        content.extend(run.part(start + plain_text(&term).len()..end));
        let mut plan = Plan::new(
            "definition",
            vec![Spanned::new(Block::Paragraph(content), first.span)],
            first.span,
        )
        .because(format!("definition: `{}`", verb.trim()));
        let known = format!("{heading} {}", plain_text(&term).to_lowercase());
        let mut items = Vec::new();
        for sentence in &sentences[1..] {
            let run = Run::new(sentence.content);
            if let Some(pick) =
                choose::best(&run, sentence.range.clone(), &self.wish(WIDEST_POINT, &known))
            {
                plan.reasons.push(format!("{}: {}", &run.text[pick.range.clone()], pick.why));
                items.push(item(None, Some(run.part(pick.range)), "", sentence.span));
            }
        }
        items.truncate(4);
        if !items.is_empty() {
            plan.blocks.push(list(items, None, first.span));
        }
        // The term is the better title where the heading only says that it is defined.
        let bare = ASKS.iter().any(|word| heading.contains(word));
        plan.title = bare.then_some(term);
        Some(plan.saying(notes_of(sentences)))
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
        if let Some(Block::Alert { title, .. }) = blocks.first_mut().map(|block| &mut block.value)
            && let Some(title) = title.take()
        {
            plan.title = Some(titles::plain(&title));
        }
        if let Block::Image(image) = &block.value {
            let name =
                image.caption.as_ref().or(Some(&image.alt)).filter(|name| !name.trim().is_empty());
            plan.title = name.filter(|name| width(name) <= 20.0).map(|name| titles::plain(name));
        }
        plan.blocks.append(&mut blocks);
        plan.because(format!("{layout}: {}", block.value.kind())).saying(notes)
    }
}

/// Bytes of `答：` at the front of an answer: a slide shows what it says.
fn label(text: &str) -> usize {
    let labels = ["答：", "答:", "回答：", "A：", "A: ", "Answer: "];
    labels.iter().find(|label| text.starts_with(**label)).map_or(0, |label| label.len())
}

/// Gives slides that share a title their numbers.
pub(super) fn number(plans: &mut [Plan], title: &Inlines, lang: &str) {
    let text = plain_text(title);
    let same = |plan: &Plan| plan.title.as_ref().is_some_and(|own| plain_text(own) == text);
    let of = plans.iter().filter(|plan| same(plan)).count();
    if of < 2 {
        return;
    }
    for (index, plan) in plans.iter_mut().filter(|plan| same(plan)).enumerate() {
        plan.title = Some(titles::numbered(title, index + 1, of, lang));
    }
}

/// A sentence of running text.
struct Sentence<'a> {
    /// The number of its paragraph.
    paragraph: usize,
    content: &'a Inlines,
    range: Range<usize>,
    text: String,
    span: Span,
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

/// Sentences as they are said: whole paragraphs where they are whole.
fn notes_of(sentences: &[Sentence]) -> Vec<String> {
    let mut notes: Vec<String> = Vec::new();
    let mut last = None;
    for sentence in sentences {
        let run = Run::new(sentence.content);
        let text = said(&run.part(sentence.range.clone()));
        match notes.last_mut() {
            Some(note) if last == Some(sentence.paragraph) => {
                let latin =
                    text.starts_with(|c: char| c.is_ascii_alphanumeric()) && note.is_ascii();
                note.push_str(if latin { " " } else { "" });
                note.push_str(&text);
            }
            _ => notes.push(text),
        }
        last = Some(sentence.paragraph);
    }
    notes
}

/// Sentences in runs of about a size, cut between paragraphs where one ends nearby.
fn balanced<'s, 'a>(sentences: &'s [Sentence<'a>], size: usize) -> Vec<&'s [Sentence<'a>]> {
    let mut runs = Vec::new();
    let mut start = 0;
    while start < sentences.len() {
        let ideal = (start + size).min(sentences.len());
        let ends = |at: usize| {
            at == sentences.len() || sentences[at].paragraph != sentences[at - 1].paragraph
        };
        let near = (0..=size / 3).flat_map(|d| [ideal.saturating_sub(d), ideal + d]);
        let end = near.filter(|at| *at > start && *at <= sentences.len()).find(|at| ends(*at));
        let end = end.unwrap_or(ideal);
        runs.push(&sentences[start..end]);
        start = end;
    }
    runs
}

/// Who asks says less than who answers.
fn leave_questions(picks: &mut Vec<(Inlines, choose::Pick, Span)>) {
    let answers = picks.iter().filter(|(_, pick, _)| !pick.asks).count();
    if answers >= 2 {
        picks.retain(|(_, pick, _)| !pick.asks);
    }
}

/// Keeps the best of more clauses than a slide has room for, in their order; poor ones go as long as
/// three are left.
fn keep_best(picks: &mut Vec<(Inlines, choose::Pick, Span)>) {
    const POOR: f64 = 0.12;
    const ENOUGH: usize = 3;
    let mut scores: Vec<f64> = picks.iter().map(|(_, pick, _)| pick.score).collect();
    scores.sort_by(|a, b| b.total_cmp(a));
    let least = scores.get(MOST_POINTS - 1).copied().unwrap_or(0.0);
    picks.retain(|(_, pick, _)| pick.score >= least);
    picks.truncate(MOST_POINTS);
    while picks.len() > ENOUGH {
        let poorest = picks.iter().enumerate().min_by(|a, b| a.1.1.score.total_cmp(&b.1.1.score));
        match poorest {
            Some((at, (_, pick, _))) if pick.score < POOR => {
                picks.remove(at);
            }
            _ => break,
        }
    }
}

fn paragraphs<'a>(
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

fn span_of(spans: impl Iterator<Item = Span>) -> Span {
    let spans = spans.filter(|span| span.is_attached());
    spans
        .reduce(|a, b| Span { start: a.start.min(b.start), end: a.end.max(b.end), ..a })
        .unwrap_or_default()
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

fn quote_width(blocks: &[Spanned<Block>]) -> f64 {
    let refs: Vec<&Spanned<Block>> = blocks.iter().collect();
    paragraphs(&refs).map(|(content, _)| plan::wide(content)).sum()
}
