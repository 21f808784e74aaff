//! Lines of one shape, and what speaks for their being slides: how many there are, that they count up, that
//! something stands below each, and that they divide all of the answer.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::answer::Answer;
use super::super::form::{heading, is_divider as is_ruler, spans};
use super::opener::{Count, Dress, Opener, Shape};

/// Fewest slides.
const FEWEST: usize = 3;
/// Fewest that nothing counts.
const FEWEST_UNCOUNTED: usize = 4;
/// Fewest that are no more than items of a list by themselves.
const FEWEST_OF_LIST: usize = 5;
/// Most rulers and headings around the slides.
const MOST_OUTSIDE: usize = 6;
/// What is said behind the slides is no more than this part of the answer.
const MOST_OF_TAIL: usize = 3;
/// Most lines that a slide holds, on the average, if what it holds could be slides as well.
const MOST_LINES: usize = 10;

/// Lines of one shape.
struct Family {
    shape: Shape,
    members: Vec<(usize, Opener)>,
}

/// Where slides begin, and where sections do.
struct Division {
    slides: Vec<(usize, Opener)>,
    sections: Vec<(usize, Opener)>,
}

/// The division that most speaks for, if any does: of the families that could be slides the outermost one,
/// which is the first; or what it holds, if that is too much for slides, or counts on from one to the next.
fn choose(answer: &Answer) -> Option<Division> {
    let families = families(answer);
    let outermost = families
        .iter()
        .filter(|family| family.divides(answer))
        .min_by_key(|family| family.first())?;
    let inner = families
        .iter()
        .filter(|family| outermost.average(answer) > MOST_LINES || family.counts_through())
        .find(|family| family.divides_each(answer, outermost));
    let mut division = match inner {
        Some(inner) => outermost.with(inner),
        None => Division { slides: outermost.members.clone(), sections: Vec::new() },
    };
    division.slides.extend(named(answer, outermost));
    division.slides.sort_by_key(|(at, _)| *at);
    Some(division)
}

/// Lines by themselves that name covers, agendas and closings: slides, too, but have no number.
fn named(answer: &Answer, outermost: &Family) -> Vec<(usize, Opener)> {
    answer
        .written()
        .filter(|at| outermost.count_in(*at..at + 1) == 0)
        .filter_map(|at| Some((at, Opener::named(answer, at)?)))
        .collect()
}

/// The families of an answer.
fn families(answer: &Answer) -> Vec<Family> {
    let mut families = BTreeMap::<Shape, Vec<(usize, Opener)>>::new();
    for at in answer.written() {
        if let Some(opener) = Opener::of(answer, at) {
            families.entry(opener.shape.clone()).or_default().push((at, opener));
        }
    }
    let family = |(shape, members)| Family { shape, members };
    let mut families: Vec<Family> = families.into_iter().map(family).collect();
    for family in &mut families {
        family.leave_title(answer);
        family.leave_agenda(answer);
    }
    families
}

impl Family {
    /// Leaves out the title of the talk, which stands in the shape of its slides with nothing below.
    fn leave_title(&mut self, answer: &Answer) {
        if let [(first, title), (second, _), ..] = &self.members[..]
            && title.number == 0
            && (first + 1..*second).all(|at| answer.is_blank(at))
        {
            self.members.remove(0);
        }
    }

    /// Leaves out an agenda, which counts as the slides do with nothing between.
    fn leave_agenda(&mut self, answer: &Answer) {
        let is_first = |(_, one): &(usize, Opener)| one.number == 1;
        let Some(again) = self.members.iter().skip(1).position(is_first).map(|at| at + 1) else {
            return;
        };
        let is_close =
            |pair: &[(usize, Opener)]| (pair[0].0 + 1..pair[1].0).all(|at| answer.is_blank(at));
        if again > 1 && self.members[..again].windows(2).all(is_close) {
            self.members.drain(..again);
        }
    }

    /// How many members stand in these lines.
    fn count_in(&self, lines: Range<usize>) -> usize {
        let before = |line: usize| self.members.partition_point(|(at, _)| *at < line);
        before(lines.end) - before(lines.start)
    }

    /// The line where it begins.
    fn first(&self) -> usize {
        self.members.first().map_or(usize::MAX, |(at, _)| *at)
    }

    /// Whether its members are slides.
    fn divides(&self, answer: &Answer) -> bool {
        let lines = shown(answer, 0..answer.lines.len());
        let is_full = !self.shape.is_of_list() || lines >= self.members.len() * FEWEST;
        self.members.len() >= self.fewest(answer)
            && self.counts()
            && is_full
            && self.has_content(answer)
            && self.covers(answer)
    }

    /// How many members it takes.
    fn fewest(&self, answer: &Answer) -> usize {
        match self.shape {
            Shape { dress: Dress::Bracket, .. } => FEWEST,
            _ if self.shape.is_of_list() => FEWEST_OF_LIST,
            Shape { dress: Dress::Nothing, count: Count::Bracketed(_) } => FEWEST_UNCOUNTED,
            Shape { count: Count::Nothing, .. } if !answer.is_evident() => FEWEST_UNCOUNTED,
            _ => FEWEST,
        }
    }

    /// Whether the numbers count up from the first, if there are any.
    fn counts(&self) -> bool {
        !self.shape.is_counted()
            || self.members.iter().enumerate().all(|(at, (_, one))| one.number == at + 1)
    }

    /// Whether the numbers count up from the first member to the last one, as those of lists do not.
    fn counts_through(&self) -> bool {
        self.shape.is_counted() && !self.shape.is_of_list() && self.counts()
    }

    /// How many lines each member holds.
    fn held(&self, answer: &Answer) -> impl Iterator<Item = usize> {
        let held = spans(self.members.iter().map(|(at, _)| *at), answer.lines.len());
        held.into_iter().map(|lines| shown(answer, lines.start + 1..lines.end))
    }

    /// How many lines a member holds on the average.
    fn average(&self, answer: &Answer) -> usize {
        self.held(answer).sum::<usize>() / self.members.len().max(1)
    }

    /// Whether something stands below most members.
    fn has_content(&self, answer: &Answer) -> bool {
        self.held(answer).filter(|held| *held > 0).count() * 3 >= self.members.len() * 2
    }

    /// Whether most of the answer stands below its members.
    fn covers(&self, answer: &Answer) -> bool {
        let before = shown(answer, 0..self.first().min(answer.lines.len()));
        before * 2 <= shown(answer, 0..answer.lines.len())
    }

    /// The division into the members of an inner family, and sections that hold some of them.
    fn with(&self, inner: &Family) -> Division {
        let mut slides = inner.members.clone();
        let parts = spans(self.members.iter().map(|(at, _)| *at), usize::MAX);
        let mut sections = Vec::new();
        for (member, part) in self.members.iter().zip(parts) {
            if inner.count_in(part) > 0 { &mut sections } else { &mut slides }.push(member.clone());
        }
        Division { slides, sections }
    }

    /// Whether most members of another family hold several of this one.
    fn divides_each(&self, answer: &Answer, other: &Family) -> bool {
        let parts = spans(other.members.iter().map(|(at, _)| *at), answer.lines.len());
        let holds = |part: &Range<usize>| self.count_in(part.start + 1..part.end) >= 2;
        let several = parts.into_iter().filter(holds).count();
        self.shape != other.shape
            && several * 2 >= other.members.len()
            && self.members.len() * 2 >= other.members.len() * 3
            && self.average(answer) >= 2
            && self.has_content(answer)
    }
}

/// How many lines say something.
fn shown(answer: &Answer, lines: Range<usize>) -> usize {
    answer.shown(lines).count()
}

/// The lines where slides begin, or sections do, in their order, if nothing else divides the answer.
pub(super) fn openers(answer: &Answer) -> Option<Vec<(usize, Opener, bool)>> {
    let mut dividers: Vec<usize> = answer.written().filter(|at| answer.divides(*at)).collect();
    if dividers.len() > MOST_OUTSIDE && !answer.is_evident() {
        return None;
    }
    let Division { slides, sections } = choose(answer)?;
    let slides = slides.into_iter().map(|(at, opener)| (at, opener, false));
    let mut all: Vec<_> =
        slides.chain(sections.into_iter().map(|(at, opener)| (at, opener, true))).collect();
    all.sort_by_key(|(at, ..)| *at);
    let (first, last) = (all.first()?.0, all.last()?.0);
    // A ruler right above an opener only sets it off.
    let is_opener = |at: usize| all.binary_search_by_key(&at, |(at, ..)| *at).is_ok();
    let sets_off =
        |at: &usize| is_ruler(answer.text(*at)) && answer.shown_from(at + 1).is_some_and(is_opener);
    if answer.is_evident() {
        dividers.retain(|at| !sets_off(at));
    }
    if dividers.len() > MOST_OUTSIDE {
        return None;
    }
    is_undivided(answer, &dividers, first..last).then_some(all)
}

/// Whether nothing else divides an answer whose openers stand in these lines: above them stands one heading at the
/// most, the title of the talk. In what is plainly a chatbot's, rulers may set the deck off from what is said around
/// it, and that may have headings of its own.
fn is_undivided(answer: &Answer, dividers: &[usize], lines: Range<usize>) -> bool {
    let level = |at: &usize| heading(answer.text(*at)).map(|(level, _)| level);
    let above = dividers.iter().filter(|at| **at < lines.start);
    let (headings, rulers): (Vec<&usize>, Vec<&usize>) = above.partition(|at| level(at).is_some());
    let begins = || answer.shown_from(0).as_ref() == headings.first().copied();
    let is_title = headings.iter().all(|at| level(at) == Some(1));
    let is_evident = answer.is_evident();
    let is_below_title =
        headings.is_empty() || is_title && rulers.is_empty() || is_evident && begins();
    let behind = dividers.iter().find(|at| **at > lines.end);
    let is_tail = behind.is_none_or(|at| {
        let all = shown(answer, 0..answer.lines.len());
        is_evident && shown(answer, *at..answer.lines.len()) * MOST_OF_TAIL <= all
    });
    headings.len() <= 1
        && is_below_title
        && is_tail
        && (rulers.is_empty() || is_evident)
        && !dividers.iter().any(|at| lines.contains(at))
}
