//! The parts of an article, segmented into units. Parallel parts below one heading become one
//! group.

use super::choice::Choice;
use super::members::{self, Manner, Member, span_of};
use super::outline::Part;
use super::plan::{self, item, list, said, without_footnotes};
use super::segment::{Segmenter, of_group};
use super::units::{Group, Kind, Note, Unit};
use super::words::WORDS;
use super::{parallel, speakers, titles};
use crate::deck::arrange::{marks, width};
use crate::deck::block::plain_text;
use crate::deck::{Block, Inline, Inlines, Item, Spanned};
use crate::diag::Span;

/// Widest text of a part that shares a slide with the part before it.
const WIDEST_GUEST: f64 = 60.0;

/// A part: the units below its heading, and the parts below it.
pub(super) struct Passage<'a> {
    /// Its number among the headings of the article; 0 for what stands before the first.
    pub(super) id: usize,
    /// The heading; empty for what stands before the first.
    pub(super) heading: Inlines,
    /// Where it stands.
    pub(super) span: Span,
    /// What stands below it, before the next heading.
    pub(super) units: Vec<Unit<'a>>,
    /// The parts below it.
    pub(super) parts: Vec<Passage<'a>>,
    /// The notes of the heading, if they say more than the heading.
    pub(super) opening: Vec<Note>,
}

impl<'a> Passage<'a> {
    /// An empty passage.
    pub(super) fn new(heading: Inlines, span: Span) -> Self {
        Self { id: 0, heading, span, units: Vec::new(), parts: Vec::new(), opening: Vec::new() }
    }

    /// The passage of a part.
    pub(super) fn of(part: &Part<'a>, segmenter: &Segmenter) -> Self {
        let heading = without_colon(without_footnotes(&part.heading));
        let lower = plain_text(&heading).to_ascii_lowercase();
        let segmenter = Segmenter { heading: &lower, ..*segmenter };
        let mut passage = Self::new(heading, part.span);
        if titles::is_sources(&lower)
            && part.parts.is_empty()
            && let Some(unit) = sources(&part.blocks)
        {
            passage.units.push(unit);
            return passage;
        }
        match speakers::parts(&part.blocks, &segmenter) {
            Some(parts) => passage.parts = parts,
            None => passage.units = segmenter.units(&part.blocks),
        }
        let own = part.parts.iter().map(|part| Self::of(part, &segmenter));
        passage.parts.extend(own);
        parallel::join(&mut passage, &segmenter);
        passage
    }

    /// The heading as plain text.
    pub(super) fn name(&self) -> String {
        plain_text(&self.heading).trim().to_owned()
    }

    /// The heading as a note.
    pub(super) fn heading_note(&self) -> Note {
        match self.opening.first() {
            Some(note) => note.clone(),
            None => Note { paragraph: self.span, text: said(&self.heading) },
        }
    }

    /// All of its notes, with those of the parts below it.
    pub(super) fn all_notes(&self) -> Vec<Note> {
        let own = self.units.iter().flat_map(|unit| unit.notes.iter().cloned());
        let below = self.parts.iter().flat_map(Passage::all_notes);
        std::iter::once(self.heading_note()).chain(own).chain(below).collect()
    }

    /// Calls `visit` with every unit.
    pub(super) fn visit(&self, visit: &mut impl FnMut(&Unit<'a>)) {
        self.units.iter().for_each(&mut *visit);
        self.parts.iter().for_each(|part| part.visit(visit));
    }

    /// Calls `visit` with the units of every part.
    pub(super) fn visit_mut(&mut self, visit: &mut impl FnMut(&mut Vec<Unit<'a>>)) {
        visit(&mut self.units);
        self.parts.iter_mut().for_each(|part| part.visit_mut(visit));
    }

    /// Whether it is nothing but sentences.
    pub(super) fn is_prose(&self) -> bool {
        self.parts.is_empty() && self.units.iter().all(|unit| unit.sentence().is_some())
    }

    /// Whether the text has parts with headings, and not only a list of sources or thanks behind it.
    pub(super) fn has_parts(&self) -> bool {
        self.parts.iter().any(|part| !is_sources(part) && !is_thanks(part))
    }

    /// Units that are shown.
    pub(super) fn shown(&self) -> impl Iterator<Item = &Unit<'a>> {
        self.units.iter().filter(|unit| unit.shown)
    }

    /// Merges parts with a single point into the part before them, with their headings as labels.
    pub(super) fn merge_small(&mut self, seam: &str, choice: &Choice) {
        self.parts.iter_mut().for_each(|part| part.merge_small(seam, choice));
        if self.heading.is_empty() {
            return;
        }
        let mut merged: Vec<Passage> = Vec::new();
        for mut part in std::mem::take(&mut self.parts) {
            let rules =
                merged.last_mut().is_some_and(|host| host.hosts(&part) && host.has_room(&mut part));
            match merged.last_mut() {
                Some(host) if choice.joins(&part, rules) => host.take_in(part, seam),
                _ => merged.push(part),
            }
        }
        self.parts = merged;
    }

    /// Whether a small part may share a slide with it.
    fn hosts(&self, guest: &Passage) -> bool {
        let points: Vec<&Unit> = guest.shown().collect();
        let wide: f64 =
            points.iter().filter_map(|unit| unit.sentence()).map(|one| one.wide()).sum();
        let small = guest.is_prose() && points.len() == 1 && wide <= WIDEST_GUEST;
        let own = self.shown().filter(|unit| unit.sentence().is_some()).count();
        let group = self.units.iter().any(|unit| matches!(unit.kind, Kind::Group(_)));
        small && self.parts.is_empty() && !group && (1..=2).contains(&own)
    }

    /// Whether the shown units of both fit on one slide.
    fn has_room(&mut self, guest: &mut Self) -> bool {
        let own = self.units.len();
        self.units.append(&mut guest.units);
        let slides = super::cut::cut(&self.units).len();
        guest.units = self.units.split_off(own);
        slides == 1
    }

    fn take_in(&mut self, guest: Passage<'a>, seam: &str) {
        let note = guest.heading_note();
        let span = guest.span;
        for (index, mut unit) in guest.units.into_iter().enumerate() {
            if index == 0 {
                unit.notes.insert(0, note.clone());
            }
            if unit.shown
                && let Kind::Sentence(sentence) = &mut unit.kind
            {
                let label = Inline::Strong(plan::without_strong(guest.heading.clone()));
                let seam = Inline::Text(seam.to_owned());
                sentence.prefix = vec![Spanned::new(label, span), Spanned::new(seam, span)];
            }
            self.units.push(unit);
        }
    }
}

/// A heading without the colon at its end.
fn without_colon(mut heading: Inlines) -> Inlines {
    if let Some(Inline::Text(text)) = heading.last_mut().map(|last| &mut last.value) {
        *text = text.trim_end().trim_end_matches(['：', ':']).to_owned();
    }
    heading
}

/// The list of sources of an article as one unit, unabridged.
fn sources<'a>(blocks: &[&'a Spanned<Block>]) -> Option<Unit<'a>> {
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
    items.iter_mut().for_each(unnumber);
    let span = blocks.first()?.span;
    let mut blocks = vec![list(items, None, span)];
    let mut notes = Vec::new();
    plan::take_footnotes(&mut blocks, &mut notes);
    let notes = notes.into_iter().map(|text| Note { paragraph: Span::DETACHED, text }).collect();
    let why = "references: sources, as they are".to_owned();
    Some(of_group(Group::new("references", blocks, why), notes, span))
}

/// Takes the number off a source: the list has numbers of its own.
fn unnumber(item: &mut Spanned<Item>) {
    if let Some(Block::Paragraph(content)) =
        item.value.blocks.first_mut().map(|first| &mut first.value)
        && let Some(Inline::Text(text)) = content.first_mut().map(|first| &mut first.value)
        && let Some(marker) = marks::marker(text)
        && marker.style == marks::Style::Source
    {
        text.drain(..marker.length);
    }
}

/// A part as a member whose label is the heading.
pub(super) fn member<'a>(part: &Passage<'a>) -> Member<'a> {
    let mut member = Member::new(part.span);
    member.label = Some(part.heading.clone());
    member.notes = part.all_notes();
    let sentences = part.units.iter().filter_map(|unit| unit.sentence());
    member.sentences =
        sentences.filter(|one| one.role > super::roles::Role::Example).cloned().collect();
    member
}

/// Replaces all parts of a passage by groups of members.
pub(super) fn replace_parts(passage: &mut Passage, members: &[Member], segmenter: &Segmenter) {
    let manner = Manner { heading: segmenter.heading, start: None, seam: segmenter.seam() };
    for (group, notes, span) in members::groups(members, &manner) {
        passage.units.push(of_group(group, notes, span));
    }
    passage.parts.clear();
}

/// The span from the first to the last of some parts.
pub(super) fn span_of_parts(parts: &[Passage]) -> Span {
    span_of(parts.iter().map(|part| part.span))
}

/// Whether a heading is short enough for a label.
pub(super) fn is_label(part: &Passage) -> bool {
    const WIDEST: f64 = 16.0;
    (1.0..=WIDEST).contains(&width(&part.name()))
}

/// Whether the heading is that of a conclusion.
pub(super) fn is_conclusion(part: &Passage) -> bool {
    WORDS.conclusion.has(&bare_name(part))
}

/// Whether the heading is that of a part which is not for the audience: acknowledgements, about the
/// author.
pub(super) fn is_thanks(part: &Passage) -> bool {
    bare_name(part).split(['/', '／']).all(|name| WORDS.thanks.has(name.trim()))
}

/// Whether the heading is that of a list of sources.
pub(super) fn is_sources(part: &Passage) -> bool {
    titles::is_sources(&part.name().to_ascii_lowercase())
}

fn bare_name(part: &Passage) -> String {
    part.name().to_ascii_lowercase().trim_end_matches(['：', ':', '。', '.']).to_owned()
}
