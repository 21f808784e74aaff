//! Counts, label by label, where it stands on the slides of an answer and what the text below it reads like.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::super::answer::Answer;
use super::super::conventions::Meaning;
use super::super::form::{heading, indent, unlisted};
use super::super::labels::{Label, Shape};
use super::extent::{self, Ends, extent};
use super::kin::{Kin, is_of_page, is_picture};
use super::voice;

/// How often a label is looked at; that is enough to tell, and a text of nothing but labels costs no more.
const MOST: usize = 40;

/// Where a label stands, and what is below it.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// What its word says by itself.
    pub(super) kin: Kin,
    /// Whether its word has no letters but those of English.
    pub(super) is_ascii: bool,
    /// Whether it is no word but brackets around a whole line.
    pub(super) is_bracket: bool,
    /// Whether its word says that its text stands on the slide.
    pub(super) is_of_page: bool,
    /// Whether its word is one for a picture.
    pub(super) is_picture: bool,
    /// The bracket that it stands in.
    pub(super) bracket: Option<char>,
    /// On how many slides it stands.
    pub(super) slides: usize,
    /// How often it was looked at.
    pub(super) times: usize,
    /// How often a text belongs to it.
    pub(super) texts: usize,
    /// How often nothing that is shown follows on its slide.
    pub(super) last: usize,
    /// How often it stands in a quotation.
    pub(super) quoted: usize,
    /// How often the slide shows nothing else.
    pub(super) only: usize,
    /// How often it stands on a line of its own, in bold or in brackets.
    pub(super) frames: usize,
    /// How often it stands in `【…】`.
    pub(super) boxed: usize,
    /// How often it begins an item.
    pub(super) items: usize,
    /// How often it stands among labels of which nothing is known.
    pub(super) among: usize,
    /// How often its text is spoken.
    pub(super) spoken: usize,
    /// How often its text tells of something to see.
    pub(super) looks: usize,
    /// How often its text is a length of time.
    pub(super) durations: usize,
    /// How often the title of its slide has its word in it.
    pub(super) titled: usize,
    /// How often it heads all that its slide shows, on a line of its own.
    pub(super) leads: usize,
    /// How often its text can be a name.
    pub(super) names: usize,
    /// How often its text ends as a sentence does.
    pub(super) sentences: usize,
}

/// A label on a slide.
struct Place<'l> {
    slide: usize,
    label: &'l Label,
    kin: Kin,
    lines: Range<usize>,
}

/// The labels of an answer by their words. `labels`: line by line.
pub(super) fn tallies(
    answer: &Answer,
    slides: &[Range<usize>],
    labels: &[Option<Label>],
    ends: &Ends,
) -> BTreeMap<String, Tally> {
    let places = places(answer, slides, labels, ends);
    let mut tallies = BTreeMap::<String, Tally>::new();
    let mut on = BTreeSet::new();
    for of_slide in places.chunk_by(|one, other| one.slide == other.slide) {
        let slide = &slides[of_slide[0].slide];
        let shown = shown(answer, slide, of_slide);
        for place in of_slide {
            let tally = tallies.entry(place.label.key()).or_insert_with(|| Tally {
                kin: place.kin,
                is_ascii: place.label.word.is_ascii(),
                is_bracket: matches!(&place.label.word[..], "（" | "("),
                is_of_page: is_of_page(&place.label.word),
                is_picture: is_picture(&place.label.word),
                bracket: place.label.bracket,
                ..Tally::default()
            });
            tally.slides += usize::from(on.insert((place.label.key(), place.slide)));
            if tally.times < MOST {
                tally.add(answer, place, slide, (of_slide, &shown));
            }
        }
    }
    tallies
}

/// Every label with the lines that belong to it, in their order.
fn places<'l>(
    answer: &Answer,
    slides: &[Range<usize>],
    labels: &'l [Option<Label>],
    ends: &Ends,
) -> Vec<Place<'l>> {
    let of = |(slide, lines): (usize, &Range<usize>)| {
        let end = lines.end;
        let place = |at: usize| {
            let label = labels[at].as_ref()?;
            let lines = extent(answer, at..end, label, ends);
            Some(Place { slide, label, kin: Kin::of(label), lines })
        };
        lines.clone().filter_map(place).collect::<Vec<_>>()
    };
    slides.iter().enumerate().flat_map(of).collect()
}

/// The lines of a slide that show something, whatever the labels of asides are.
fn shown(answer: &Answer, slide: &Range<usize>, places: &[Place<'_>]) -> Vec<usize> {
    let hidden = answer.is_comment();
    let mut out = vec![false; slide.len()];
    let is_aside = |place: &&Place<'_>| place.kin.is_aside() && !matches!(place.kin, Kin::Hint(_));
    for place in places.iter().filter(is_aside) {
        let lines = place.lines.start - slide.start..place.lines.end - slide.start;
        out[lines].fill(true);
    }
    let is_shown = |at: &usize| {
        let line = answer.text(*at);
        !out[at - slide.start]
            && line.contains(char::is_alphanumeric)
            && !hidden[*at]
            && heading(line).is_none()
    };
    slide.clone().filter(is_shown).collect()
}

impl Tally {
    /// Counts one place, whose slide has these labels and shows these lines.
    fn add(
        &mut self,
        answer: &Answer,
        place: &Place<'_>,
        slide: &Range<usize>,
        (places, shown): (&[Place<'_>], &[usize]),
    ) {
        let Place { label, lines, .. } = place;
        let text = text(answer, label, lines);
        let count = |is: bool| usize::from(is);
        self.times += 1;
        self.texts += count(!text.is_empty());
        self.items += count(matches!(label.shape, Shape::Item(_)));
        self.quoted += count(label.shape == Shape::Quote);
        self.last += count(shown.last().is_none_or(|last| *last < lines.end));
        self.only += count(shown.iter().all(|at| lines.contains(at)));
        self.boxed += count(answer.text(lines.start).trim_start().starts_with('【'));
        let line = answer.text(lines.start).trim();
        self.frames += count(extent::is_frame(unlisted(line)));
        let is_first = shown.first().is_none_or(|first| *first >= lines.start);
        self.leads += count(is_first && label.rest.is_empty());
        self.among += count(is_among(answer, place, places, slide));
        self.spoken += count(voice::is_spoken(&text));
        self.looks += count(voice::is_look(&text));
        self.durations += count(voice::is_duration(&text));
        self.titled += count(is_titled(answer, slide, &label.word));
        self.names += count(voice::is_name(&text));
        self.sentences += count(voice::is_sentence(&text));
    }

    /// Whether it mostly stands in the middle of what a slide tells, as one of several labels.
    pub(super) fn is_content_like(&self) -> bool {
        self.mostly(self.among) && !self.mostly(self.last)
    }

    /// Whether it stands in `【…】`, or in a form alone on its line.
    pub(super) fn is_framed(&self, is_form: bool) -> bool {
        is_form && self.frames == self.times || self.boxed == self.times
    }

    /// Whether it mostly stands below everything else that a slide shows.
    pub(super) fn is_below(&self) -> bool {
        self.mostly(self.last) && !self.mostly(self.only)
    }

    /// Whether a count is more than half of the times that there is a text.
    pub(super) fn mostly(&self, count: usize) -> bool {
        count * 2 > self.texts && count > 0
    }

    /// Whether a count is most of them.
    pub(super) fn nearly_always(&self, count: usize) -> bool {
        count * 5 >= self.times * 4 && count > 0
    }
}

/// Whether a slide has a text below its title.
pub(super) fn is_full(answer: &Answer, slide: &Range<usize>) -> bool {
    answer.shown(slide.clone()).any(|at| heading(answer.text(at)).is_none())
}

/// Whether the title of a slide has a word of two letters or more in it.
fn is_titled(answer: &Answer, slide: &Range<usize>, word: &str) -> bool {
    let title =
        slide.clone().find_map(|at| heading(answer.text(at)).filter(|(level, _)| *level < 3));
    let is_word = word.chars().filter(|c| c.is_alphanumeric()).count() > 1;
    is_word && title.is_some_and(|(_, title)| title.to_lowercase().contains(&word.to_lowercase()))
}

/// What stands under a label, on one line.
fn text(answer: &Answer, label: &Label, lines: &Range<usize>) -> String {
    let below =
        (lines.start + 1..lines.end).map(|at| answer.text(at).trim_start_matches(['>', ' ']));
    [label.text()].into_iter().chain(below).collect::<Vec<_>>().join(" ").trim().to_owned()
}

/// Whether a label is one of several, line by line, of which nothing is known: `背景：…`, `做法：…`, `成效：…`.
fn is_among(
    answer: &Answer,
    place: &Place<'_>,
    places: &[Place<'_>],
    slide: &Range<usize>,
) -> bool {
    let at = place.lines.start;
    // `- **背景**` heads what stands below it.
    if matches!(place.label.shape, Shape::Item(_)) && place.label.rest.is_empty() {
        return true;
    }
    let depth = indent(answer.text(at));
    let goes_on = |at: &usize| !answer.is_blank(*at) && indent(answer.text(*at)) >= depth;
    let first = (slide.start..at).rev().take_while(goes_on).last().unwrap_or(at);
    let last = (at + 1..slide.end).take_while(goes_on).last().unwrap_or(at);
    let is_content = |other: &Place<'_>| {
        let is_unknown = match other.kin {
            Kin::Listed(meaning) => meaning > Meaning::Subtitle,
            kin => kin == Kin::Unknown,
        };
        is_unknown
            && !other.label.rest.is_empty()
            && indent(answer.text(other.lines.start)) == depth
    };
    places.iter().any(|other| {
        other.lines.start != at && (first..=last).contains(&other.lines.start) && is_content(other)
    })
}
