//! Text copied from a whole web page → which of it is the article. The page's title stands first, menus follow,
//! then the headline once more and the article, then lists of other articles, comments and forms.
//!
//! The body is the span of units that weighs most, where sentences weigh what they are long and loose lines weigh
//! against it. Nothing is done unless the title recurs, or several lines around the body are parts of pages by
//! their words.

use std::collections::BTreeMap;
use std::ops::Range;

use super::words::{WORDS, bare};
use super::{Shape, Unit, key};
use crate::article::Reason;
use crate::deck::arrange::width;

/// Most that a unit of sentences weighs, in Han characters, and what a loose line weighs against it.
const HEAVIEST: f64 = 40.0;
const LOOSE: f64 = 12.0;
/// Least width of a sentence that weighs anything, and of a headline, in Han characters.
const SENTENCE: f64 = 12.0;
const HEADLINE: f64 = 6.0;
/// Fewest sentences of a body, and the least part that it has of all that sentences weigh.
const FEWEST_SENTENCES: usize = 4;
const MOST_OF_ALL: f64 = 0.55;
/// Fewest loose lines around the body, and the fewest of them that are parts of pages by their words where
/// no title recurs.
const FEWEST_LOOSE: usize = 8;
const FEWEST_KNOWN: usize = 5;
/// Most loose lines between the sentence that leads into an article and the article.
const BUTTONS: usize = 7;
/// Fewest lines of a run that stands on a page twice.
const FEWEST_AGAIN: usize = 3;
/// What stands between a headline and the name of a site.
const SEAMS: &[&str] = &[" - ", " | ", " – ", " — ", " · ", "｜", "|", "_", "-", "–", "—"];
/// Widest name of a site, in Han characters.
const WIDEST_SITE: f64 = 12.0;

/// The headline of a page.
#[derive(Debug, Clone)]
pub(in crate::article) struct Headline {
    /// The unit that it is read from.
    pub(in crate::article) at: usize,
    /// Its bytes in the text of that unit.
    pub(in crate::article) range: Range<usize>,
}

/// Where the article stands on a page.
pub(super) struct Scraped {
    /// The headline, if it is known.
    pub(super) headline: Option<Headline>,
    /// The units of the article.
    body: Range<usize>,
    /// The units between the headline and the first sentence.
    head: Range<usize>,
}

/// Finds the article on a page; `None` if the text is no page but an article by itself. `found`: what is set
/// aside by its words.
pub(super) fn scraped(units: &[Unit], found: &[Option<Reason>]) -> Option<Scraped> {
    let weights: Vec<f64> = units.iter().zip(found).map(|(u, f)| weight(u, f.is_some())).collect();
    let mut body = heaviest(&weights)?;
    let recurs = recurring(units);
    let above = recurs.as_ref().and_then(|(_, again)| {
        let last = again.iter().rev().find(|at| holds_most(&weights, **at + 1..body.end));
        last.copied()
    });
    if let Some(above) = above {
        body.start = body.start.max(above + 1);
    }
    let sentences = weights[body.clone()].iter().filter(|weight| **weight > 0.0).count();
    let around = || (0..body.start).chain(body.end..units.len());
    let loose = around().filter(|at| weights[*at] < 0.0).count();
    let known = around().filter(|at| found[*at].is_some() || is_furniture(&units[*at])).count();
    let is_page = above.is_some() || known >= FEWEST_KNOWN;
    if sentences < FEWEST_SENTENCES
        || loose < FEWEST_LOOSE
        || !is_page
        || !holds_most(&weights, body.clone())
    {
        return None;
    }
    if let (Some((headline, _)), Some(above)) = (recurs, above) {
        return Some(Scraped { headline: Some(headline), head: above + 1..body.start, body });
    }
    // Without a headline to begin behind, what stands above the article is judged line by line.
    let Some(headline) = before_site(units).filter(|_| found[0].is_none()) else {
        return Some(Scraped { headline: None, head: 0..0, body: 0..body.end });
    };
    let head = leading(&weights, body.start)..body.start;
    Some(Scraped { headline: Some(headline), body, head })
}

impl Scraped {
    /// Marks what is none of the article.
    pub(super) fn mark(&self, units: &[Unit], found: &mut [Option<Reason>]) {
        let mut below = Reason::Footer;
        for (at, unit) in units.iter().enumerate() {
            let reason = if self.is_headline(units, at) {
                Some(Reason::Repeated)
            } else if self.head.contains(&at) {
                (!unit.is_text()).then(|| unit.credit().unwrap_or(Reason::Header))
            } else if at < self.body.start {
                Some(Reason::Navigation)
            } else if at >= self.body.end {
                let comments = WORDS.remarks.has(named(unit).as_str());
                below = if comments { Reason::Comments } else { found[at].unwrap_or(below) };
                let button = is_furniture(unit).then_some(WORDS.furniture.reason);
                Some(unit.credit().or(button).unwrap_or(below))
            } else {
                None
            };
            found[at] = found[at].or(reason);
        }
        self.again(units, found);
        self.furniture(units, found);
    }

    /// Whether a unit is the headline once more.
    fn is_headline(&self, units: &[Unit], at: usize) -> bool {
        let is =
            |headline: &Headline| units[headline.at].text[headline.range.clone()] == units[at].text;
        self.headline.as_ref().is_some_and(is)
    }

    /// Marks runs of loose lines that a page shows twice, such as what is most read.
    fn again(&self, units: &[Unit], found: &mut [Option<Reason>]) {
        let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for at in self.body.clone().filter(|at| units[*at].is_loose()) {
            places.entry(key(&units[at].text)).or_default().push(at);
        }
        let loose = |at: usize| self.body.contains(&at) && units[at].is_loose();
        let same = |one: usize, other: usize| key(&units[one].text) == key(&units[other].text);
        for pair in places.values().filter(|places| places.len() > 1).flat_map(|all| all.windows(2))
        {
            let [one, other] = [pair[0], pair[1]];
            let run = (0..other - one).take_while(|by| {
                loose(one + by) && loose(other + by) && same(one + by, other + by)
            });
            let count = run.count();
            if count >= FEWEST_AGAIN {
                found[one..one + count].fill(Some(Reason::Related));
                found[other..other + count].fill(Some(Reason::Related));
            }
        }
    }

    /// Marks buttons, counters and credits of pictures between the sentences, and what stands between two of
    /// them. A line behind the last of them may be a heading.
    fn furniture(&self, units: &[Unit], found: &mut [Option<Reason>]) {
        let mut at = self.body.start;
        while at < self.body.end {
            let end = (at..self.body.end)
                .find(|at| found[*at].is_none() && !units[*at].is_loose())
                .unwrap_or(self.body.end);
            let known: Vec<usize> =
                (at..end).filter(|at| found[*at].is_some() || is_furniture(&units[*at])).collect();
            if let (Some(first), Some(last)) = (known.first(), known.last()) {
                for found in &mut found[*first..=*last] {
                    *found = found.or(Some(WORDS.furniture.reason));
                }
            }
            at = end + 1;
        }
    }
}

/// What a unit weighs for being in the body. `known`: whether it is set aside by its words.
fn weight(unit: &Unit, known: bool) -> f64 {
    let sentence = || {
        let text = unit.text.trim_end_matches(['”', '"', '」', '）', ')', '’']);
        text.contains('。') || text.ends_with('.') && text.contains(' ') || text.contains(". ")
    };
    let wide = width(&unit.text);
    match unit.shape {
        _ if known => -LOOSE,
        Shape::Line | Shape::Item if wide >= SENTENCE && sentence() => wide.min(HEAVIEST),
        Shape::Line | Shape::Links if !unit.is_text() => -LOOSE,
        _ => 0.0,
    }
}

/// The span with the greatest sum, with the units behind it that weigh nothing.
fn heaviest(weights: &[f64]) -> Option<Range<usize>> {
    let (mut start, mut sum) = (0, 0.0);
    let (mut best, mut most) = (None, 0.0);
    for (at, weight) in weights.iter().enumerate() {
        if sum <= 0.0 {
            (start, sum) = (at, 0.0);
        }
        sum += weight;
        if sum > 0.0 && sum >= most {
            (best, most) = (Some(start..at + 1), sum);
        }
    }
    best
}

/// Whether a span has most of what the sentences of a page weigh.
fn holds_most(weights: &[f64], span: Range<usize>) -> bool {
    let sum = |weights: &[f64]| weights.iter().filter(|weight| **weight > 0.0).sum::<f64>();
    span.start < span.end && sum(&weights[span]) >= MOST_OF_ALL * sum(weights)
}

/// The headline at the beginning of the first unit, and where it stands once more by itself.
fn recurring(units: &[Unit]) -> Option<(Headline, Vec<usize>)> {
    let first = &units.first()?.text;
    let is = |text: &str| {
        let rest = first.strip_prefix(text)?.trim_start();
        let parted = SEAMS.iter().any(|seam| rest.starts_with(seam.trim_start()));
        (width(text) >= HEADLINE && parted && !rest.is_empty()).then_some(text.len())
    };
    let again = |length: usize| {
        (1..units.len()).filter(|at| units[*at].text == first[..length]).collect::<Vec<_>>()
    };
    let parted = units[1..].iter().filter_map(|unit| is(&unit.text)).max();
    let length = parted.or_else(|| {
        let whole = again(first.len()).iter().any(|at| *at >= FEWEST_LOOSE);
        (whole && width(first) >= HEADLINE).then_some(first.len())
    })?;
    Some((Headline { at: 0, range: 0..length }, again(length)))
}

/// The first line of a page without the name of the site, which other lines have as well.
fn before_site(units: &[Unit]) -> Option<Headline> {
    let first = &units.first()?.text;
    let parts = SEAMS.iter().filter_map(|seam| {
        let (headline, site) = first.rsplit_once(seam)?;
        let (headline, site) = (headline.trim_end(), site.trim());
        let named = units[1..].iter().any(|unit| unit.text.contains(site));
        let is = width(headline) >= HEADLINE && !site.is_empty() && width(site) <= WIDEST_SITE;
        (is && named).then_some(headline.len())
    });
    let length = parts.max()?;
    Some(Headline { at: 0, range: 0..length })
}

/// Where the sentence stands that leads into an article, if only buttons are between them.
fn leading(weights: &[f64], start: usize) -> usize {
    let near = (start.saturating_sub(BUTTONS)..start).rev();
    near.into_iter().find(|at| weights[*at] >= SENTENCE).unwrap_or(start)
}

/// Whether a unit says what only buttons, counters and credits of pictures say.
fn is_furniture(unit: &Unit) -> bool {
    let text = named(unit);
    let counts = !unit.text.is_empty()
        && unit
            .text
            .chars()
            .all(|c| c.is_ascii_digit() || c.is_whitespace() || ".,k万+".contains(c));
    unit.is_loose()
        && (counts
            || WORDS.furniture.has(&text)
            || WORDS.menu.has(&text)
            || WORDS.share.has(&text)
            || WORDS.photograph.begins(&text))
}

/// The words of a unit without signs and numbers around them.
fn named(unit: &Unit) -> String {
    let text = bare(&unit.text).to_lowercase();
    text.trim_matches(|c: char| !c.is_alphabetic()).to_owned()
}
