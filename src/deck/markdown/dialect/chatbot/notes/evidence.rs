//! What the labels of a deck are, as far as all of its slides tell: what recurs is scaffolding.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::super::answer::{Answer, heading, indent, is_divider};
use super::super::conventions::{CONVENTIONS, Meaning};
use super::super::labels::{self, Label, Shape};
use super::extent::{extent, is_last};

/// Fewest slides on which a label stands that is told by a part of its word.
const FEWEST_OF_STEM: usize = 3;

/// What the labels of a deck are, as far as that depends on all of them.
#[derive(Default)]
pub(super) struct Evidence {
    /// The words of remarks that recur at the end of slides: these are said.
    remarks: BTreeSet<String>,
    /// Whether notes are labelled as such: then a remark in a paragraph is one of them.
    has_notes: bool,
    /// Lines that stand on nearly every slide and label what stands below.
    pub(super) frames: BTreeSet<String>,
    /// Whether `Note:` on a line of its own is reveal.js's, which takes it for notes, too.
    is_reveal: bool,
    /// Whether labels of the content are scaffolding.
    body: bool,
    /// Whether what might be content is advice: it recurs, or other labels do.
    looks: bool,
    /// The words of these that stand on half of the slides.
    recurring_looks: BTreeSet<String>,
    /// Labels of other words that stand on most slides, and what these words have in them.
    stems: BTreeMap<String, Meaning>,
}

/// On how many slides labels stand.
#[derive(Default)]
struct Counts {
    /// Remarks at the end of slides, by their words.
    remarks: BTreeMap<String, usize>,
    /// Labels that may be about the look, by their words.
    looks: BTreeMap<String, usize>,
    /// The same, where no other labels stand beside them: once for each time.
    alone: Vec<String>,
    /// Slides with labels of the content.
    body: usize,
    /// Slides with labels of advice.
    advice: usize,
    /// Whether some notes are labelled as such.
    has_notes: bool,
}

impl Counts {
    /// Counts the labels of a slide.
    fn add(&mut self, answer: &Answer, texts: &[bool], slide: &Range<usize>, labels: &Evidence) {
        let (mut body, mut advice) = (false, false);
        let (mut remarks, mut looks) = (BTreeSet::new(), BTreeSet::new());
        for at in slide.clone().filter(|at| texts[*at]) {
            let Some(label) = labels.label(answer.text(at)) else { continue };
            let word = label.word.to_lowercase();
            match label.meaning {
                Meaning::Remark if label.shape != Shape::Quote => {
                    let extent = extent(answer, texts, at..slide.end, &label, labels);
                    let is_last = is_last(answer, extent.end, slide.end);
                    remarks.extend(is_last.then_some(word));
                }
                Meaning::Notes => self.has_notes = true,
                Meaning::Body => body = true,
                Meaning::Advice => advice = true,
                Meaning::Look => {
                    advice = true;
                    if !labels.is_among_content(answer, at, &label) {
                        self.alone.extend([word.clone()]);
                    }
                    looks.insert(word);
                }
                _ => {}
            }
        }
        self.body += usize::from(body);
        self.advice += usize::from(advice);
        remarks.into_iter().for_each(|word| *self.remarks.entry(word).or_default() += 1);
        looks.into_iter().for_each(|word| *self.looks.entry(word).or_default() += 1);
    }
}

impl Evidence {
    pub(super) fn of(answer: &Answer, slides: &[Range<usize>], texts: &[bool]) -> Self {
        let labels = Self { stems: stems(answer, slides, texts), ..Self::default() };
        let mut counts = Counts::default();
        slides.iter().for_each(|slide| counts.add(answer, texts, slide, &labels));
        let on = |words: BTreeMap<String, usize>, enough: usize| {
            let often = words.into_iter().filter(move |(_, count)| *count >= enough);
            often.map(|(word, _)| word).collect::<BTreeSet<_>>()
        };
        let has_notes = counts.has_notes;
        let advised =
            counts.advice >= 2 || counts.advice > 0 && (has_notes || !answer.said.is_empty());
        let enough = (slides.len().max(2) - 1).div_ceil(3).max(2);
        Self {
            remarks: on(counts.remarks, 2),
            has_notes,
            frames: frames(answer, slides, texts),
            is_reveal: is_reveal(answer, texts),
            body: counts.body >= enough || counts.body > 0 && advised && has_notes,
            looks: advised,
            recurring_looks: {
                let often =
                    |word: &String| counts.alone.iter().filter(|one| *one == word).count() > 1;
                let alone: BTreeSet<String> =
                    counts.alone.iter().filter(|word| often(word)).cloned().collect();
                alone.into_iter().chain(on(counts.looks, slides.len().div_ceil(2).max(2))).collect()
            },
            stems: labels.stems,
        }
    }

    /// Whether a line with a label that may be about the look is one of several with labels that are
    /// not: `背景：…`, `做法：…`, `成效：…`.
    pub(super) fn is_among_content(&self, answer: &Answer, at: usize, label: &Label) -> bool {
        if label.meaning != Meaning::Look
            || self.recurring_looks.contains(&label.word.to_lowercase())
        {
            return false;
        }
        // `- **背景**` heads what stands below it.
        if matches!(label.shape, Shape::Item(_)) && label.rest.is_empty() {
            return true;
        }
        let depth = indent(answer.text(at));
        let goes_on = |at: &usize| !answer.is_blank(*at) && indent(answer.text(*at)) >= depth;
        let below = (at + 1..answer.lines.len()).take_while(goes_on);
        let above = (0..at).rev().take_while(goes_on);
        let is_content = |at: usize| {
            let line = answer.text(at);
            let label = || Label::with(line, labels::any_word).is_some_and(|l| !l.rest.is_empty());
            indent(line) == depth && self.label(line).is_none() && label()
        };
        above.chain(below).any(is_content)
    }

    /// The label that a line begins with.
    pub(super) fn label(&self, line: &str) -> Option<Label> {
        Label::of(line).or_else(|| {
            let mut label = Label::with(line, labels::any_word)?;
            label.meaning = *self.stems.get(&label.word.to_lowercase())?;
            Some(label)
        })
    }

    pub(super) fn takes(&self, label: &Label) -> bool {
        let is_paragraph = matches!(label.shape, Shape::Text | Shape::Quote);
        if label.word.is_ascii() && label.meaning == Meaning::Remark && self.is_reveal {
            return false;
        }
        match label.meaning {
            Meaning::Notes => true,
            Meaning::Remark => {
                self.remarks.contains(&label.word.to_lowercase()) || self.has_notes && is_paragraph
            }
            Meaning::Advice => true,
            Meaning::Look => self.looks,
            Meaning::Body => self.body || self.stems.contains_key(&label.word.to_lowercase()),
            _ => false,
        }
    }
}

/// Labels that stand on most slides, by the words in them: `讲述重点：`, `**What to Say:**`.
fn stems(answer: &Answer, slides: &[Range<usize>], texts: &[bool]) -> BTreeMap<String, Meaning> {
    let mut counts = BTreeMap::<String, usize>::new();
    for slide in slides.iter().filter(|_| !answer.said.is_empty()) {
        let lines = slide.clone().filter(|at| texts[*at]).map(|at| answer.text(at));
        let label = |line| {
            let word = Label::with(line, labels::any_word)?.word.to_lowercase();
            Label::of(line).is_none().then_some(word)
        };
        let labels: BTreeSet<String> = lines.filter_map(label).collect();
        labels.into_iter().for_each(|word| *counts.entry(word).or_default() += 1);
    }
    let titled =
        slides.iter().filter(|slide| (*slide).clone().any(|at| heading(answer.text(at)).is_some()));
    let enough = titled.count().div_ceil(2).max(FEWEST_OF_STEM);
    let meaning = |word: &str| {
        [Meaning::Body, Meaning::Notes, Meaning::Advice]
            .into_iter()
            .find(|meaning| CONVENTIONS.stem[meaning].stands_in(word))
    };
    let recurring = counts.into_iter().filter(|(_, count)| *count >= enough);
    recurring.filter_map(|(word, _)| Some((word.clone(), meaning(&word)?))).collect()
}

/// `**屏幕内容：**` on nearly every slide, whatever the word is.
fn frames(answer: &Answer, slides: &[Range<usize>], texts: &[bool]) -> BTreeSet<String> {
    let mut counts = BTreeMap::<String, usize>::new();
    for slide in slides {
        let lines = slide.clone().filter(|at| texts[*at]).map(|at| answer.text(at).trim());
        let labels: BTreeSet<&str> = lines.filter(|line| is_frame(line)).collect();
        labels.into_iter().for_each(|line| *counts.entry(line.to_owned()).or_default() += 1);
    }
    let is_full = |slide: &&Range<usize>| {
        let shows = |at: usize| {
            !answer.is_blank(at)
                && heading(answer.text(at)).is_none()
                && !is_divider(answer.text(at))
        };
        (*slide).clone().any(shows)
    };
    let enough = (slides.iter().filter(is_full).count() * 2).div_ceil(3).max(3);
    counts.into_iter().filter(|(_, count)| *count >= enough).map(|(line, _)| line).collect()
}

/// Whether a line is a word or two in bold or brackets before a colon, and nothing else.
pub(super) fn is_frame(line: &str) -> bool {
    let bold = line.strip_prefix("**").and_then(|line| {
        line.strip_suffix("**")
            .or_else(|| line.strip_suffix("**："))
            .or_else(|| line.strip_suffix("**:"))
    });
    let bracket = line.strip_prefix('【').and_then(|line| line.strip_suffix('】'));
    let word = bold.filter(|_| line.contains([':', '：'])).or(bracket);
    word.is_some_and(|word| !word.contains("**") && word.chars().count() <= 20)
}

/// Whether some notes are written as reveal.js has them.
fn is_reveal(answer: &Answer, texts: &[bool]) -> bool {
    let is_note = |line: &str| {
        matches!(line.trim().to_ascii_lowercase().as_str(), "note:" | "notes:" | "[note]")
    };
    (0..answer.lines.len()).any(|at| texts[at] && is_note(answer.text(at)))
}
