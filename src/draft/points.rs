//! Points: what a list enumerates, however the article writes it — items, paragraphs with a term in
//! front, short parts below headings.

use std::ops::Range;

use super::choose::{self, Pick, Wish};
use super::outline::Part;
use super::plan::{all_said, said, without_footnotes};
use super::runs::Run;
use super::terms;
use crate::deck::block::plain_text;
use crate::deck::{Block, Inlines, Item, Spanned};
use crate::diag::Span;

/// How much less a later paragraph of a point counts than the one before it.
const LATER: f64 = 0.75;

/// One point.
pub(super) struct Point<'a> {
    /// What it is about; `None` for a sentence by itself.
    pub(super) term: Option<Inlines>,
    /// What is said about it: runs, and the part of each that is not the term.
    pub(super) texts: Vec<(Run<'a>, Range<usize>)>,
    /// Items below it.
    pub(super) nested: Vec<&'a Spanned<Item>>,
    /// What stands on a slide of its own: listings, tables, pictures.
    pub(super) apart: Vec<&'a Spanned<Block>>,
    /// What is said.
    pub(super) notes: Vec<String>,
    /// Where it stands.
    pub(super) span: Span,
}

impl<'a> Point<'a> {
    /// A paragraph.
    pub(super) fn of_paragraph(content: &'a Inlines, span: Span) -> Self {
        let run = Run::new(content);
        let (term, rest) = match terms::lead(&run) {
            Some(lead) => (Some(run.part(lead.term)), lead.rest),
            None => (None, 0..run.text.len()),
        };
        let term = term.map(|term| without_footnotes(&term));
        let (texts, notes) = (vec![(run, rest)], vec![said(content)]);
        Self { term, texts, nested: Vec::new(), apart: Vec::new(), notes, span }
    }

    /// An item of a list.
    pub(super) fn of_item(item: &'a Spanned<Item>) -> Self {
        let mut point = Self {
            term: None,
            texts: Vec::new(),
            nested: Vec::new(),
            apart: Vec::new(),
            notes: Vec::new(),
            span: item.span,
        };
        for (index, block) in item.blocks.iter().enumerate() {
            match &block.value {
                Block::Paragraph(content) if index == 0 => {
                    let first = Self::of_paragraph(content, block.span);
                    (point.term, point.texts, point.notes) = (first.term, first.texts, first.notes);
                }
                _ => point.add(block),
            }
        }
        point
    }

    /// A part: its heading is the term.
    pub(super) fn of_part(part: &Part<'a>) -> Self {
        let mut point = Self {
            term: Some(without_footnotes(&part.heading)),
            texts: Vec::new(),
            nested: Vec::new(),
            apart: Vec::new(),
            notes: Vec::new(),
            span: part.span,
        };
        part.blocks.iter().for_each(|block| point.add(block));
        let heading = said(&part.heading);
        match point.notes.first_mut() {
            Some(first) => *first = format!("**{heading}**：{first}"),
            None => point.notes.push(heading),
        }
        point
    }

    fn add(&mut self, block: &'a Spanned<Block>) {
        match &block.value {
            Block::Paragraph(content) => {
                let run = Run::new(content);
                let all = 0..run.text.len();
                self.texts.push((run, all));
                self.notes.push(said(content));
            }
            Block::List { items, .. } => {
                self.nested.extend(items);
                all_said(std::slice::from_ref(block), &mut self.notes);
            }
            _ => self.apart.push(block),
        }
    }

    /// Whether there is more to it than a few sentences.
    pub(super) fn is_long(&self) -> bool {
        const MOST_SENTENCES: usize = 6;
        let sentences: usize = self.texts.iter().map(|(run, _)| run.sentences().len()).sum();
        let led = self.texts.iter().filter(|(run, _)| terms::lead(run).is_some()).count();
        !self.apart.is_empty() || !self.nested.is_empty() || sentences > MOST_SENTENCES || led >= 2
    }

    /// The term's plain text; empty if there is none.
    pub(super) fn term_text(&self) -> String {
        self.term.as_ref().map(|term| plain_text(term)).unwrap_or_default()
    }

    /// The clauses of it that a slide shows, and why.
    pub(super) fn pick(&self, wish: &Wish) -> Option<(Inlines, Pick)> {
        let known = format!("{} {}", wish.known, self.term_text().to_lowercase());
        let wish = Wish { known: &known, ..*wish };
        let mut best: Option<(&Run, Pick)> = None;
        for (index, (run, range)) in self.texts.iter().enumerate() {
            let Some(mut pick) = choose::best(run, range.clone(), &wish) else { continue };
            pick.score *= LATER.powi(i32::try_from(index).unwrap_or(i32::MAX));
            if best.as_ref().is_none_or(|(_, best)| pick.score > best.score) {
                best = Some((run, pick));
            }
        }
        best.map(|(run, pick)| (run.part(pick.range.clone()), pick))
    }
}
