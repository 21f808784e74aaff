//! Cleans articles of what pages have beside their text: menus, bylines, counters, lists of other
//! articles. Lines of plain text and blocks of a page or of Markdown pass the same cleaner as
//! [`Unit`]s. Decisions rest on their words, their position and their shape.
//!
//! Losing one line of text is worse than keeping ten lines of a menu: what is recognised by its
//! position alone must stand among lines that are recognised by their words.

mod blocks;
mod byline;
mod contents;
mod scraped;
mod words;

pub(super) use blocks::{clean, relabel, set_aside, shown};
pub(super) use byline::note;
pub(super) use contents::{key, listed, written_contents};
pub(super) use words::{names_portrait, opens_contents};

use super::Reason;
use crate::deck::arrange::width;
use scraped::Headline;
use words::WORDS;

/// Fewest characters of a line that is a sentence.
const SENTENCE: usize = 25;
/// Units from the first heading or line on among which a byline may stand.
const HEAD: usize = 12;
/// Units at the end among which credits may stand, and among which they may have sentences behind them.
const TAIL: usize = 40;
const LAST: usize = 6;
/// Most characters of a line that links to another article.
const LEADS: usize = 50;
/// Fewest lines of a menu that is recognised by its position, and the widest of them in Han
/// characters.
const MENU: (usize, f64) = (5, 8.0);

/// A line or a block, as the cleaner sees it.
#[derive(Debug)]
pub(super) struct Unit {
    /// Its text.
    pub(super) text: String,
    /// Its shape.
    pub(super) shape: Shape,
    /// Its parts: the lines of a list or a quotation.
    pub(super) parts: Vec<Unit>,
}

/// The shape of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A heading of this level, or a line of plain text that surely opens a part.
    Heading(u8),
    /// A line or a paragraph.
    Line,
    /// A paragraph of nothing but links.
    Links,
    /// A line of plain text with a marker.
    Item,
    /// A list.
    List,
    /// A quotation.
    Quote,
    /// A picture.
    Picture,
    /// Badges, such as a build's.
    Badges,
    /// A listing, a table or a formula, whose content is not examined.
    Object,
}

impl Unit {
    /// A unit without parts.
    pub(super) fn new(text: String, shape: Shape) -> Self {
        Self { text, shape, parts: Vec::new() }
    }

    /// Whether it surely is text: it is or contains a sentence or an object.
    fn is_text(&self) -> bool {
        match self.shape {
            Shape::Object => true,
            Shape::List | Shape::Quote => self.parts.iter().any(Self::is_text),
            Shape::Line | Shape::Item => {
                let long = self.text.chars().count() >= SENTENCE;
                let ends = self.text.trim_end_matches(['”', '"', '」', '）', ')']);
                long && (self.text.contains(['。', '，'])
                    || ends.ends_with(['.', '!', '?', '：', ':']))
                    || ends.ends_with('。')
            }
            Shape::Heading(_) | Shape::Links | Shape::Picture | Shape::Badges => false,
        }
    }

    /// Whether it is a line that is no sentence.
    fn is_loose(&self) -> bool {
        matches!(self.shape, Shape::Line | Shape::Links) && !self.is_text()
    }

    /// Whether it may link to another article: links, or a short line.
    fn leads_away(&self) -> bool {
        match self.shape {
            Shape::Links | Shape::Picture | Shape::Badges => true,
            Shape::Line => self.text.chars().count() <= LEADS && !self.text.ends_with('。'),
            Shape::Item => self.text.chars().count() <= 2 * LEADS && !self.text.ends_with('。'),
            Shape::List => self.parts.iter().all(Self::leads_away),
            Shape::Heading(_) | Shape::Quote | Shape::Object => false,
        }
    }

    /// Whether it may be an entry of a menu.
    fn is_entry(&self) -> bool {
        match self.shape {
            Shape::Line | Shape::Links | Shape::Item => {
                width(&self.text) <= MENU.1
                    && !self.text.contains(['，', '。', '、', '：', '？', '！'])
            }
            Shape::List => self.parts.iter().all(Self::is_entry),
            _ => false,
        }
    }

    /// The reason to set it aside, as far as its words tell.
    fn reason(&self) -> Option<Reason> {
        match self.shape {
            Shape::Line => words::reason(&self.text),
            Shape::Links => words::reason(&self.text).or_else(|| {
                let (label, _) = self.text.split_once([':', '：'])?;
                words::opens_related(label).then_some(Reason::Related)
            }),
            // The address of a source in a list is text.
            Shape::Item => words::reason(&self.text).filter(|reason| *reason != Reason::Address),
            Shape::List | Shape::Quote => {
                self.all(Self::reason).filter(|reason| *reason != Reason::Address)
            }
            Shape::Badges => Some(Reason::Icon),
            Shape::Heading(_) | Shape::Picture | Shape::Object => None,
        }
    }

    /// The reason to set it aside if it stands above or below the text.
    fn credit(&self) -> Option<Reason> {
        let is =
            |unit: &Self| byline::is_credit(&unit.text) || byline::byline(&unit.text).is_some();
        match self.shape {
            Shape::Line | Shape::Links => is(self).then_some(Reason::Byline),
            Shape::List | Shape::Quote => self.all(|part| {
                is(part)
                    .then_some(Reason::Byline)
                    .or_else(|| part.credit())
                    .or_else(|| part.reason())
            }),
            _ => None,
        }
    }

    /// The reason of the first part, if every part has one.
    fn all(&self, reason: impl Fn(&Self) -> Option<Reason>) -> Option<Reason> {
        let first = self.parts.first().and_then(&reason)?;
        self.parts.iter().all(|part| reason(part).is_some()).then_some(first)
    }
}

/// What the cleaner found.
pub(super) struct Verdicts {
    /// The reason to set aside each unit of a page; `None` for text.
    pub(super) reasons: Vec<Option<Reason>>,
    /// The headline, where the text is a whole page.
    pub(super) headline: Option<Headline>,
}

/// Judges the units of a page.
pub(super) fn verdicts(units: &[Unit]) -> Verdicts {
    let found = units.iter().map(Unit::reason).collect();
    let mut page = Page { units, found };
    page.related();
    let scraped = scraped::scraped(units, &page.found);
    if let Some(scraped) = &scraped {
        scraped.mark(units, &mut page.found);
    }
    page.menu();
    page.bylines();
    page.tail();
    Verdicts { reasons: page.found, headline: scraped.and_then(|scraped| scraped.headline) }
}

/// A page while it is cleaned.
struct Page<'a> {
    units: &'a [Unit],
    found: Vec<Option<Reason>>,
}

impl Page<'_> {
    /// Marks lists of other articles with the lines that introduce them. Such a line with text
    /// below it is a heading of the author's.
    fn related(&mut self) {
        let mut at = 0;
        while at < self.units.len() {
            let unit = &self.units[at];
            let may = matches!(unit.shape, Shape::Heading(_) | Shape::Line | Shape::Item);
            if !may || !words::opens_related(&unit.text) {
                at += 1;
                continue;
            }
            let below = &self.units[at + 1..];
            let count = below.iter().take_while(|unit| unit.leads_away()).count();
            if count > 0 || below.is_empty() {
                self.found[at..=at + count].fill(Some(Reason::Related));
            }
            at += count + 1;
        }
    }

    /// The index of the first sentence, where the text begins.
    fn begins(&self) -> usize {
        let text = |at: &usize| self.found[*at].is_none() && self.units[*at].is_text();
        (0..self.units.len()).find(text).unwrap_or(self.units.len())
    }

    /// Marks a run of short lines at the very top if some of them are menu words. The line right
    /// above a byline or a sentence is the title.
    fn menu(&mut self) {
        let units = self.units;
        let short = |at: &usize| self.found[*at].is_some() || units[*at].is_entry();
        let mut end = (0..units.len()).take_while(short).count();
        let title = |at: usize| {
            self.found[at].is_none()
                && units.get(at + 1).is_none_or(|next| next.is_text() || next.credit().is_some())
        };
        if end > 0 && title(end - 1) {
            end -= 1;
        }
        let lower = |unit: &Unit| words::bare(&unit.text).to_lowercase();
        let known = units[..end].iter().flat_map(|unit| match unit.parts.as_slice() {
            [] => vec![lower(unit)],
            parts => parts.iter().map(lower).collect(),
        });
        let known = known.filter(|text| WORDS.menu.has(text)).count();
        let is_menu = end >= MENU.0 && known >= 2;
        let entrances = units[..end].iter().take_while(|unit| WORDS.entrance.has(&lower(unit)));
        let end = if is_menu { end } else { entrances.count() };
        for found in &mut self.found[..end] {
            *found = found.or(Some(WORDS.menu.reason));
        }
    }

    /// Marks lines before the text with its author, date and first publication.
    fn bylines(&mut self) {
        let end = self.begins();
        let head = (0..end).filter(|at| self.found[*at].is_none()).take(HEAD).collect::<Vec<_>>();
        for at in head {
            if !self.is_date_of_many(at) {
                self.found[at] = self.units[at].credit();
            }
        }
    }

    /// Whether a line is one of several dates, which are headings.
    fn is_date_of_many(&self, at: usize) -> bool {
        let is_date = |unit: &Unit| {
            crate::article::date::written_date(&unit.text).is_some_and(|date| date == unit.text)
        };
        is_date(&self.units[at]) && self.units.iter().filter(|unit| is_date(unit)).count() > 1
    }

    /// Marks credits below the text, and from its foot on whatever is not a sentence: about the
    /// author, the name of a site.
    fn tail(&mut self) {
        let units = self.units;
        let begins = self.begins();
        let loose = |at: &usize| match units[*at].shape {
            Shape::Line | Shape::Links | Shape::Picture => !units[*at].is_text(),
            _ => false,
        };
        let line = |at: usize| matches!(units[at].shape, Shape::Line | Shape::Links);
        let mut open = true;
        for (by, at) in (begins..units.len()).rev().take(TAIL).enumerate() {
            if line(at) && byline::is_credit(&units[at].text) && (open || by < LAST) {
                self.found[at] = self.found[at].or(Some(WORDS.credit.reason));
            } else if self.found[at].is_none() && !loose(&at) {
                open = false;
            }
        }
        let last =
            (begins..units.len()).rev().take_while(|at| self.found[*at].is_some() || loose(at));
        let foot = |at: &usize| {
            let found = self.found[*at];
            matches!(found, Some(Reason::Share | Reason::Copyright | Reason::Related))
                || found == Some(Reason::Byline) && line(*at)
        };
        let Some(first) = last.take(HEAD).filter(foot).last() else { return };
        let mut reason = self.found[first];
        for found in &mut self.found[first..] {
            reason = found.or(reason);
            *found = reason;
        }
    }
}
