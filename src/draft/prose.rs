//! Running text → slides: a definition, a statement, or the clauses that say most.

use std::ops::Range;

use super::choose;
use super::plan::{Plan, footnotes, item, list, said};
use super::runs::Run;
use super::slides::{
    MOST_POINTS, NARROWEST_POINT, ROOM, Slides, WIDEST_POINT, paragraphs, span_of,
};
use super::terms;
use crate::article::width::width;
use crate::deck::block::plain_text;
use crate::deck::{Block, Inline, Inlines, Spanned};
use crate::diag::Span;

/// Widest sentence that is a statement.
const WIDEST_STATEMENT: f64 = 30.0;
/// Most sentences of one slide's notes: about a minute and a half.
const MOST_SENTENCES: usize = 10;

impl Slides<'_> {
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
}

/// Bytes of `答：` at the front of an answer: a slide shows what it says.
fn label(text: &str) -> usize {
    let labels = ["答：", "答:", "回答：", "A：", "A: ", "Answer: "];
    labels.iter().find(|label| text.starts_with(**label)).map_or(0, |label| label.len())
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
        let ends = run.sentences().last().is_some_and(|last| last.end == sentence.range.end);
        if let Some(note) = notes.last_mut().filter(|_| ends) {
            note.push_str(&footnotes(sentence.content));
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
