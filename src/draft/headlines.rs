//! Chooses the title of a slide: the heading of its part, or something that the slide says.

use std::collections::BTreeSet;

use super::choice::Called;
use super::claims::{self, Widest, is_latin, refers};
use super::gist;
use super::listings::{command, remark};
use super::plan::without_strong;
use super::roles::{self, Role};
use super::segment::Segmenter;
use super::sentences::Sentence;
use super::titles::plain;
use super::topics::{self, Topics};
use super::units::{Kind, Unit};
use super::words::WORDS;
use crate::deck::arrange::width;
use crate::deck::block::plain_text;
use crate::deck::{Block, Inline, Inlines, Spanned};

/// Widest headline; Latin letters need more room to say anything.
const WIDEST: Widest = Widest(24.0, 34.0);
/// The same where nothing shorter says what the slide is about.
const WIDER: Widest = Widest(32.0, 44.0);
/// The same before a title is made of a heading and a word: two full lines.
const LONGEST: Widest = Widest(44.0, 50.0);
/// Narrowest caption.
const NARROWEST: f64 = 4.0;
/// Narrowest label behind a heading.
const NARROWEST_LABEL: f64 = 1.5;
/// Bytes of the words that only point: what is left is the whole.
const MOST_POINTING: usize = 12;

/// A headline, and what need not be repeated below it.
#[derive(Default)]
pub(super) struct Headline {
    /// The headline itself.
    pub(super) title: Inlines,
    /// The index of the unit that it was made from.
    pub(super) claimed: Option<usize>,
    /// Whether it was made from the caption of the slide's object.
    pub(super) captioned: bool,
}

/// The headlines of a deck, none of which is used twice.
pub(super) struct Headlines {
    /// Those already used, reduced to letters and digits.
    used: BTreeSet<String>,
    /// The title of slides that stand below no heading.
    opening: String,
    /// Whether these lead to parts with headings.
    leads: bool,
    /// The heading of the divider right before the next slide.
    divided: Option<String>,
    /// What the article speaks of.
    topics: Topics,
}

impl Headlines {
    /// No headlines yet.
    pub(super) fn new(opening: String, leads: bool, topics: Topics) -> Self {
        Self { used: BTreeSet::new(), opening, leads, divided: None, topics }
    }

    /// Keeps a heading from being used: a divider has it.
    pub(super) fn reserve(&mut self, heading: &Inlines) {
        self.used.insert(key(heading));
        self.divided = Some(key(heading));
    }

    /// Chooses the headline of a slide. `heading`: the heading of its part; `first`: whether it is
    /// the first slide of the part.
    pub(super) fn take(
        &mut self,
        units: &[Unit],
        heading: &Inlines,
        first: bool,
        segmenter: &Segmenter,
    ) -> Headline {
        let found = self.find(units, heading, first, segmenter);
        self.used.insert(key(&found.title));
        self.divided = None;
        found
    }

    /// The headline that a plan names.
    pub(super) fn given(&mut self, called: &Called, units: &[Unit]) -> Headline {
        let sentence = |number: &usize| {
            let at = units.iter().position(|unit| unit.id == *number)?;
            Some((at, units[at].sentence()?))
        };
        let found = match called {
            Called::Heading(title) => Headline { title: title.clone(), ..Headline::default() },
            Called::Sentence(number) => {
                sentence(number).map_or_else(Headline::default, |(at, one)| {
                    let title = title_of(one, one.text().trim_end_matches(['.', '。']));
                    Headline { title, claimed: Some(at), captioned: false }
                })
            }
            Called::Part(number, part) => {
                sentence(number).map_or_else(Headline::default, |(_, one)| {
                    let title = without_strong(one.run.part(part.clone()));
                    Headline { title, ..Headline::default() }
                })
            }
        };
        self.used.insert(key(&found.title));
        found
    }

    fn find(
        &self,
        units: &[Unit],
        heading: &Inlines,
        first: bool,
        segmenter: &Segmenter,
    ) -> Headline {
        let quote = |unit: &Unit| match &unit.kind {
            Kind::Group(group) => group.layout == "quote",
            Kind::Object(object) => object.layout() == "quote",
            Kind::Sentence(_) => false,
        };
        if units.iter().filter(|unit| unit.shown).all(quote) && !(first && self.is_free(heading)) {
            return Headline::default();
        }
        let opening = plain(&self.opening);
        let own = if heading.is_empty() && self.leads { &opening } else { heading };
        // The divider right before it says the heading already.
        let divided = self.divided == Some(key(own));
        if first && (self.is_free(own) || divided) {
            let named = Headline { title: own.clone(), ..Headline::default() };
            let shown = || units.iter().filter(|unit| unit.shown);
            let divided = divided && (shown().count() > 2 || shown().any(Unit::holds));
            let claim = self.claim(units, WIDEST).filter(|_| heading.is_empty() || divided);
            let further = || {
                let label = self.label(units, heading, segmenter);
                let claim = label.or_else(|| self.lead(units, heading, segmenter));
                claim.or_else(|| self.claim(units, WIDER)).or_else(|| self.part(units, WIDEST))
            };
            return claim.or_else(|| further().filter(|_| divided)).unwrap_or(named);
        }
        self.further(units, heading, segmenter).unwrap_or_else(|| {
            let own = Some(heading.clone()).filter(|heading| !heading.is_empty());
            Headline { title: own.unwrap_or(opening), ..Headline::default() }
        })
    }

    /// The headline of a further slide of a part: a name or a claim, the shorter and the surer first.
    fn further(
        &self,
        units: &[Unit],
        heading: &Inlines,
        segmenter: &Segmenter,
    ) -> Option<Headline> {
        let topic = || self.topic(units, heading, segmenter);
        self.term(units)
            .or_else(|| self.label(units, heading, segmenter))
            .or_else(|| self.claim(units, WIDEST))
            .or_else(|| self.question(units))
            .or_else(|| self.lead(units, heading, segmenter))
            .or_else(|| self.comment(units))
            .or_else(|| self.labelled(units, heading, segmenter))
            .or_else(|| self.caption(units))
            .or_else(|| self.claim(units, WIDER))
            .or_else(|| self.part(units, WIDEST))
            // A name says enough behind a heading, and little by itself.
            .or_else(|| topic().filter(|_| !heading.is_empty()))
            .or_else(|| self.part(units, WIDER))
            .or_else(|| self.claim(units, LONGEST))
            .or_else(topic)
            .or_else(|| self.subject(units, heading, false, segmenter))
            .or_else(|| self.opening(units))
            .or_else(|| self.any(units))
            .or_else(|| self.subject(units, heading, true, segmenter))
    }

    /// The heading with the name before the colon that the slide begins with; a sentence that is nothing more is no
    /// point below it.
    fn label(&self, units: &[Unit], heading: &Inlines, segmenter: &Segmenter) -> Option<Headline> {
        let name = topics::label(units, &plain_text(heading))?;
        let text = plain_text(&name);
        let found = self.named([name], heading, segmenter)?;
        let whole = |unit: &Unit| {
            let one = unit.sentence().filter(|_| unit.shown)?.text();
            Some(one.trim_end_matches(['：', ':', ' ']) == text)
        };
        let claimed = units.iter().position(|unit| whole(unit) == Some(true));
        Some(Headline { claimed, ..found })
    }

    /// The heading with what the slide speaks of, which the rest of the article does not.
    fn topic(&self, units: &[Unit], heading: &Inlines, segmenter: &Segmenter) -> Option<Headline> {
        self.named(self.topics.of_slide(units, &plain_text(heading)), heading, segmenter)
    }

    /// The heading with what the slide speaks of first, or `later`, if no other slide is called by that.
    fn subject(
        &self,
        units: &[Unit],
        heading: &Inlines,
        later: bool,
        segmenter: &Segmenter,
    ) -> Option<Headline> {
        self.named(topics::subject(units, &plain_text(heading), later), heading, segmenter)
    }

    /// The heading with the first of these names that makes a title; the name alone where the two would be too
    /// long, or the heading has parts already.
    fn named(
        &self,
        names: impl IntoIterator<Item = Inlines>,
        heading: &Inlines,
        segmenter: &Segmenter,
    ) -> Option<Headline> {
        const WIDEST: Widest = Widest(26.0, 34.0);
        let whole =
            heading.is_empty() || plain_text(heading).contains(['？', '?', '！', '!', '：', ':']);
        let titled = |name: Inlines| {
            let joined = [heading.clone(), plain(segmenter.seam()), name.clone()].concat();
            let begins = !plain_text(&name).starts_with(|c: char| c.is_ascii_lowercase());
            match () {
                () if !whole && WIDEST.fits(&plain_text(&joined)) => Some(joined),
                () => Some(name).filter(|_| begins),
            }
        };
        let title = names.into_iter().filter_map(titled).find(|title| self.is_free(title))?;
        Some(Headline { title, ..Headline::default() })
    }

    fn is_free(&self, title: &Inlines) -> bool {
        let key = key(title);
        !key.is_empty() && !self.used.contains(&key)
    }

    /// The caption of an object that is shown.
    fn caption(&self, units: &[Unit]) -> Option<Headline> {
        let shown = units.iter().filter(|unit| unit.shown);
        let caption = shown.filter_map(|unit| unit.object()?.caption.as_deref()).next()?;
        // Further sentences of a caption usually name its source.
        let text = caption.split('。').next().unwrap_or(caption);
        let (title, captioned) = (plain(text), text.len() == caption.len());
        let word = is_latin(text) && !text.contains(' ');
        let fits = width(text) <= WIDEST.1 && width(text) >= NARROWEST && !word;
        (fits && self.is_free(&title)).then_some(Headline { title, claimed: None, captioned })
    }

    /// A short sentence: it says all of itself. One that is neither the first nor the weightiest would mislead.
    fn claim(&self, units: &[Unit], widest: Widest) -> Option<Headline> {
        self.claim_of(leading(units), widest)
    }

    /// The first of these sentences that is short and needs no other.
    fn claim_of<'u, 'a: 'u>(
        &self,
        mut sentences: impl Iterator<Item = (usize, &'u Sentence<'a>)>,
        widest: Widest,
    ) -> Option<Headline> {
        let (at, title) = sentences.find_map(|(at, one)| {
            let text = one.text().trim_end_matches(['.', '。']);
            let says = widest.fits(text)
                && text.starts_with(|c: char| c.is_alphanumeric() || "「『《`[（(".contains(c))
                && !text.contains("://")
                && !text.starts_with(['“', '"', '「'])
                && !refers(one.text())
                && one.prefix.is_empty();
            let title = title_of(one, text);
            (says && self.is_free(&title)).then_some((at, title))
        })?;
        Some(Headline { title, claimed: Some(at), captioned: false })
    }

    /// The question that the slide begins with and answers.
    fn question(&self, units: &[Unit]) -> Option<Headline> {
        let mut shown = units.iter().enumerate().filter(|(_, unit)| unit.shown);
        let (at, first) = shown.next()?;
        let one = first.sentence().filter(|one| one.asks() && one.prefix.is_empty())?;
        let fits = LONGEST.fits(one.text()) && !refers(one.text()) && shown.next().is_some();
        let title = title_of(one, one.text());
        (fits && self.is_free(&title)).then_some(Headline {
            title,
            claimed: Some(at),
            captioned: false,
        })
    }

    /// What leads to a group or an object, without its colon: a mere label stands behind the heading.
    fn lead(&self, units: &[Unit], heading: &Inlines, segmenter: &Segmenter) -> Option<Headline> {
        const WIDEST_LABEL: f64 = 8.0;
        let (at, one) = units
            .iter()
            .enumerate()
            .filter(|(_, unit)| unit.shown && unit.ties.leads)
            .filter_map(|(at, unit)| Some((at, unit.sentence()?)))
            .find(|(_, one)| one.opens() && !one.asks())?;
        let part = claims::led_to(one, WIDER)?;
        let text = &one.run.text[part.clone()];
        let own = as_title(one.run.part(part.clone()));
        let title = match width(text) <= WIDEST_LABEL && !heading.is_empty() {
            true => [heading.clone(), plain(segmenter.seam()), own].concat(),
            false => own,
        };
        // A title that leaves something out is no point less.
        let bare = one.text().trim_end_matches(['：', ':', ' ']);
        let whole = part.start == one.point.start && text.len() + MOST_POINTING >= bare.len();
        let claimed = whole.then_some(at);
        self.is_free(&title).then_some(Headline { title, claimed, captioned: false })
    }

    /// What the author wrote above the lines of a listing that stands without a sentence.
    fn comment(&self, units: &[Unit]) -> Option<Headline> {
        let mut shown = units.iter().filter(|unit| unit.shown);
        let (Some(only), None) = (shown.next(), shown.next()) else { return None };
        let Block::Code { text, .. } = &only.object()?.block.value else { return None };
        let title = plain(remark(text).filter(|text| WIDEST.fits(text))?);
        self.is_free(&title).then_some(Headline { title, ..Headline::default() })
    }

    /// The first clauses of a sentence, or what it says comes of them, if they are a sentence by themselves.
    fn part(&self, units: &[Unit], widest: Widest) -> Option<Headline> {
        let first = |one: &Sentence| self.piece(one, claims::first_clauses(one, widest));
        let result = |one: &Sentence| self.piece(one, claims::result(one, widest));
        let own = || leading(units).map(|(_, one)| one);
        own().find_map(result).or_else(|| own().find_map(first))
    }

    /// A piece of a sentence, if no other slide is called so.
    fn piece(&self, one: &Sentence, part: Option<std::ops::Range<usize>>) -> Option<Headline> {
        let title = as_title(one.run.part(part?));
        self.is_free(&title).then(|| Headline { title, ..Headline::default() })
    }

    /// What a slide may be called by: the first clauses that it shows, or any of its sentences that weigh most.
    fn opening(&self, units: &[Unit]) -> Option<Headline> {
        const MOST: usize = 3;
        let first = units.iter().filter(|unit| unit.shown).find_map(Unit::sentence)?;
        let begins = self.piece(first, claims::first_clauses(first, LONGEST));
        begins.or_else(|| self.claim_of(candidates(units).take(MOST), LONGEST))
    }

    /// The first clauses of any of the weightiest sentences.
    fn any(&self, units: &[Unit]) -> Option<Headline> {
        const MOST: usize = 2;
        let begins = |(_, one)| self.piece(one, claims::first_clauses(one, LONGEST));
        candidates(units).take(MOST).find_map(begins)
    }

    /// The term that the slide defines.
    fn term(&self, units: &[Unit]) -> Option<Headline> {
        let (_, first) = leading(units).find(|(_, one)| one.role == Role::Definition)?;
        let text = first.text();
        let place =
            super::sentences::Place { heading: "", title: &text.to_ascii_lowercase(), before: 0 };
        let term = roles::term(&first.run, &first.range, &place)?;
        self.piece(first, Some(term))
    }

    /// The heading, with a label of the slide added to it that the author wrote.
    fn labelled(
        &self,
        units: &[Unit],
        heading: &Inlines,
        segmenter: &Segmenter,
    ) -> Option<Headline> {
        let opening = plain(&self.opening);
        let heading = if heading.is_empty() { &opening } else { heading };
        let name = plain_text(heading);
        let known = name.to_lowercase();
        // What a listing calls first tells it only where nothing else does.
        let told = units.iter().any(|unit| unit.shown && unit.sentence().is_some());
        let code = |unit: &Unit| unit.object().is_some_and(|object| object.layout() == "code");
        let labels = units.iter().enumerate().filter(|(_, unit)| unit.shown);
        let labels = labels.filter(|(_, unit)| !(told && code(unit)));
        let leads = |at: usize| {
            units[at].ties.leads || units.get(at + 1).is_some_and(|next| next.shown && next.holds())
        };
        let labels = labels.filter_map(|(at, unit)| label(unit, at, leads(at)));
        let labels = labels.filter(|(label, _)| {
            let lower = label.to_lowercase();
            let says = !WORDS.asides.begins(&lower) && !WORDS.sources.has(&lower);
            width(label) >= NARROWEST_LABEL && says && !known.contains(&lower)
        });
        let joined = labels.map(|(label, claimed)| {
            let latin = is_latin(&label) && is_latin(&name);
            let short = latin || width(&name) + width(&label) <= LONGEST.0;
            let front = if short { heading.clone() } else { Inlines::new() };
            let seam = plain(if short { segmenter.seam() } else { "" });
            let title = [front, seam, plain(&label)].concat();
            Headline { title, claimed, captioned: false }
        });
        joined.into_iter().find(|found| self.is_free(&found.title))
    }
}

/// The label that the author gave a unit, and the unit's index if it is nothing more. `leads`: whether a thing
/// stands right behind it.
fn label(unit: &Unit, at: usize, leads: bool) -> Option<(String, Option<usize>)> {
    const WIDEST: f64 = 12.0;
    // A word by itself is no clause that is cut off.
    const WIDEST_WORD: f64 = 4.0;
    let label = match &unit.kind {
        Kind::Group(group) => group.label.clone(),
        Kind::Object(object) => match &object.block.value {
            Block::Alert { title, .. } => title.clone(),
            Block::Code { text, .. } => command(text),
            _ => None,
        },
        Kind::Sentence(one) if leads && !one.asks() && (one.opens() || is_term(one)) => {
            let text = one.text().trim_end_matches(['：', ':', ' ']).to_owned();
            let torn = width(&text) > WIDEST_WORD && WORDS.bad_ends.ends(&text);
            let says = width(&text) <= WIDEST && !torn && claims::may_label(&text);
            return says.then_some((text, Some(at)));
        }
        Kind::Sentence(_) => None,
    };
    Some((label?, None))
}

/// Whether a sentence is a few words without an end: the term of an item with others below it.
fn is_term(one: &Sentence) -> bool {
    const WIDEST: f64 = 10.0;
    one.wide() <= WIDEST && one.whole().trim().ends_with(char::is_alphanumeric)
}

/// Sentences that may become headlines, by descending weight.
fn candidates<'u, 'a>(units: &'u [Unit<'a>]) -> impl Iterator<Item = (usize, &'u Sentence<'a>)> {
    let mut found: Vec<(usize, &Unit, &Sentence)> = units
        .iter()
        .enumerate()
        // One of several that are counted is missed among them.
        .filter(|(_, unit)| unit.shown && !unit.ties.leads && unit.ties.series.is_none())
        .filter_map(|(at, unit)| Some((at, unit, unit.sentence()?)))
        .filter(|(_, _, one)| !one.opens() && one.role > Role::Meta && is_claim(one))
        .collect();
    found.sort_by(|a, b| b.1.weight.total_cmp(&a.1.weight));
    found.into_iter().map(|(at, _, one)| (at, one))
}

/// The sentences that may become the headline: the one that the slide begins with, if it is among the weightiest,
/// and the weightiest, if it draws a conclusion from the others of its paragraph.
fn leading<'u, 'a>(units: &'u [Unit<'a>]) -> impl Iterator<Item = (usize, &'u Sentence<'a>)> {
    const WEIGHTIEST: usize = 2;
    let sentences = || units.iter().filter(|unit| unit.shown).filter_map(Unit::sentence);
    let first = units.iter().position(|unit| unit.shown && unit.sentence().is_some());
    let begins = candidates(units).take(WEIGHTIEST).find(|(at, _)| Some(*at) == first);
    let span = sentences().next().map(|first| first.span);
    let one = sentences().all(|other| Some(other.span) == span);
    let concludes = move |one: &Sentence| {
        gist::takes_up(one) || matches!(one.role, Role::Definition | Role::Result)
    };
    let weightiest = candidates(units).take(1).filter(move |(_, own)| one && concludes(own));
    begins.into_iter().chain(weightiest)
}

/// Whether a sentence may be a title by how it begins: it neither goes on from another one nor tells, grants or
/// supposes something on the way to what is meant.
fn is_claim(one: &Sentence) -> bool {
    let lower = one.text().to_ascii_lowercase();
    let lower = lower.trim_start_matches(['“', '"', '「', '*']);
    let on_the_way = [
        &WORDS.grants, &WORDS.strays, &WORDS.examples, &WORDS.then, &WORDS.turns, &WORDS.concludes,
    ];
    // Elsewhere the linking word is left out.
    let linked = is_latin(lower) && WORDS.markers.begins(lower);
    !linked
        && !one.is_aside()
        && has_words(one)
        && !gist::tells(lower)
        && !on_the_way.iter().any(|words| words.begins(lower))
}

/// Whether a sentence is more than code or a formula.
fn has_words(one: &Sentence) -> bool {
    let content = one.run.part(one.point.clone());
    // A line in italics is a caption or a remark.
    if matches!(content.as_slice(), [Spanned { value: Inline::Emph(_), .. }]) {
        return false;
    }
    let words = |inline: &Spanned<Inline>| match &inline.value {
        Inline::Code(_) | Inline::Math(_) => false,
        value => match value.content() {
            Some(inner) => plain_text(inner).contains(char::is_alphabetic),
            None => matches!(value, Inline::Text(text) if text.contains(char::is_alphabetic)),
        },
    };
    content.iter().any(words)
}

fn title_of(one: &Sentence, text: &str) -> Inlines {
    as_title(one.run.part(one.point.start..one.point.start + text.len()))
}

/// Words without the markup that a title has none of: bold, and links, which are in the notes.
fn as_title(content: Inlines) -> Inlines {
    let unlinked = without_strong(content).into_iter().flat_map(|inline| match inline.value {
        Inline::Link { content, .. } | Inline::Emph(content) => without_strong(content),
        value => vec![Spanned::new(value, inline.span)],
    });
    unlinked.collect()
}

/// A title reduced to letters and digits, for comparison.
fn key(title: &Inlines) -> String {
    let text = plain_text(title);
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
