//! An interview → a part for each question, with its answers below it. The names go to the notes.

use std::ops::Range;
use std::rc::Rc;

use super::passages::Passage;
use super::plan::{said, without_footnotes};
use super::runs::Run;
use super::segment::Segmenter;
use super::sentences::{Place, sentences};
use super::ties;
use super::units::{Note, Unit};
use super::words::WORDS;
use crate::deck::arrange::width;
use crate::deck::block::plain_text;
use crate::deck::{Block, Inlines, Spanned};
use crate::diag::Span;

/// Fewest changes of speaker.
const FEWEST: usize = 3;
/// Most speakers.
const MOST: usize = 4;
/// Most paragraphs of a turn, on average.
const LONGEST: usize = 4;
/// Widest name, in Han characters.
const WIDEST_NAME: f64 = 10.0;
/// Widest question that becomes a heading, in Han characters.
const WIDEST_QUESTION: f64 = 44.0;

/// A turn of one speaker.
struct Turn<'a> {
    name: String,
    content: &'a Inlines,
    /// Its text without the name.
    rest: Range<usize>,
    span: Span,
}

/// The parts that questions make of paragraphs with names in front; `None` for text that is not an
/// interview.
pub(super) fn parts<'a>(
    blocks: &[&'a Spanned<Block>],
    segmenter: &Segmenter,
) -> Option<Vec<Passage<'a>>> {
    let turns: Vec<Turn> = blocks.iter().filter_map(turn).collect();
    let named: Vec<&str> =
        turns.iter().map(|turn| turn.name.as_str()).filter(|n| !n.is_empty()).collect();
    let switches = named.windows(2).filter(|pair| pair[0] != pair[1]).count();
    let mut names = named.clone();
    names.sort_unstable();
    names.dedup();
    if switches < FEWEST || names.len() > MOST || named.len() * LONGEST < turns.len() {
        return None;
    }
    let asked = |name: &str| {
        let own = turns.iter().filter(|turn| turn.name == name);
        let asking = own.clone().filter(|turn| turn.asks()).count();
        (asking * 2 >= own.count()).then_some(asking)
    };
    let host = names.iter().filter_map(|name| Some((asked(name)?, *name))).max()?.1.to_owned();
    let mut parts: Vec<Passage> = Vec::new();
    for block in blocks {
        let turn = turn(block);
        let asks = turn.as_ref().is_some_and(|turn| turn.name == host && turn.asks());
        match (parts.last_mut(), turn) {
            (Some(part), Some(turn)) if !asks => part.units.extend(turn.units(segmenter)),
            // Lists and objects belong to the speaker's turn.
            (Some(part), None) => part.units.extend(segmenter.units(&[*block])),
            (None, None) => {
                let mut part = Passage::new(Inlines::new(), block.span);
                part.units = segmenter.units(&[*block]);
                parts.push(part);
            }
            (_, Some(turn)) => parts.push(turn.part(asks, segmenter)),
        }
    }
    parts.iter_mut().for_each(|part| ties::bind(&mut part.units, segmenter.side));
    Some(parts)
}

fn turn<'a>(block: &&'a Spanned<Block>) -> Option<Turn<'a>> {
    let Block::Paragraph(content) = &block.value else { return None };
    let text = plain_text(content);
    let colon = text.char_indices().find(|(_, c)| matches!(c, '：' | ':'));
    let named = colon.filter(|(at, _)| {
        let name = text[..*at].trim();
        width(name) <= WIDEST_NAME
            && name.chars().all(|c| c.is_alphanumeric() || c == ' ' || c == '·')
    });
    let (name, start) = match named {
        Some((at, mark)) => (text[..at].trim().to_owned(), at + mark.len_utf8()),
        None => (String::new(), 0),
    };
    Some(Turn { name, content, rest: start..text.len(), span: block.span })
}

impl<'a> Turn<'a> {
    fn asks(&self) -> bool {
        plain_text(self.content).trim_end().ends_with(['？', '?'])
    }

    /// The question of a turn: all of it if it is short, else the last question in it that can
    /// stand alone.
    fn question(&self, run: &Run) -> Range<usize> {
        let fits = |range: &Range<usize>| width(&run.text[range.clone()]) <= WIDEST_QUESTION;
        if fits(&self.rest) {
            return self.rest.clone();
        }
        let clip = |range: Range<usize>| range.start.max(self.rest.start)..range.end;
        let asks = |range: &Range<usize>| run.text[range.clone()].trim_end().ends_with(['？', '?']);
        let refers = |range: &Range<usize>| {
            let text = run.text[range.clone()].trim_start().to_ascii_lowercase();
            WORDS.refer_back(&text) || text.contains("对此")
        };
        let all = run.sentences().into_iter().map(clip).filter(|range| range.start < range.end);
        let asked: Vec<Range<usize>> = all.filter(|range| asks(range) && fits(range)).collect();
        let free = asked.iter().rev().find(|range| !refers(range));
        free.or(asked.last()).cloned().unwrap_or_else(|| self.rest.clone())
    }

    /// The units of a turn; the notes of the first have the name.
    fn units(&self, segmenter: &Segmenter) -> Vec<Unit<'a>> {
        let run = Rc::new(Run::new(self.content));
        let place = Place { heading: "", title: segmenter.title, before: 0 };
        let made = sentences(&run, &self.rest, self.span, &place);
        let mut units: Vec<Unit> = made.into_iter().map(Unit::of_sentence).collect();
        let name = said(&run.part(0..self.rest.start));
        if let Some(note) = units.first_mut().and_then(|unit| unit.notes.first_mut()) {
            note.text = format!("{name}{}", note.text);
        }
        units
    }

    /// The part that a turn opens.
    fn part(&self, asks: bool, segmenter: &Segmenter) -> Passage<'a> {
        let run = Run::new(self.content);
        let question = without_footnotes(&run.part(self.question(&run)));
        let heads = asks && width(&plain_text(&question)) <= WIDEST_QUESTION;
        let mut part = Passage::new(Inlines::new(), self.span);
        if heads {
            part.heading = question;
            part.opening = vec![Note { paragraph: self.span, text: said(self.content) }];
        } else {
            part.units = self.units(segmenter);
        }
        part
    }
}
