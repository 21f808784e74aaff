//! A paragraph → its sentences, each with its role and with what a slide shows of it.

use std::ops::Range;
use std::rc::Rc;

use super::roles::{self, Role};
use super::runs::Run;
use super::shorten;
use super::words::WORDS;
use crate::deck::Inlines;
use crate::deck::arrange::width;
use crate::diag::Span;

/// A sentence of running text.
#[derive(Clone)]
pub(super) struct Sentence<'a> {
    /// Its paragraph.
    pub(super) run: Rc<Run<'a>>,
    /// All of it, with its end mark.
    pub(super) range: Range<usize>,
    /// What a slide shows of it.
    pub(super) point: Range<usize>,
    /// Its role.
    pub(super) role: Role,
    /// Where its paragraph stands.
    pub(super) span: Span,
    /// A label in front of it on a slide; usually empty.
    pub(super) prefix: Inlines,
    /// Whether it says at its end that there are several things to be said, and none of them.
    pub(super) announces: bool,
}

/// What is known about the place of a sentence.
pub(super) struct Place<'p> {
    /// The heading above it, in lower case; empty if there is none.
    pub(super) heading: &'p str,
    /// The title of the article, in lower case.
    pub(super) title: &'p str,
    /// How many sentences of the part stand before it.
    pub(super) before: usize,
}

impl Sentence<'_> {
    /// The text that a slide shows of it.
    pub(super) fn text(&self) -> &str {
        &self.run.text[self.point.clone()]
    }

    /// The whole sentence.
    pub(super) fn whole(&self) -> &str {
        &self.run.text[self.range.clone()]
    }

    /// Whether the author set a clause of it in bold.
    pub(super) fn is_stressed(&self) -> bool {
        const NARROWEST: f64 = 8.0;
        self.run.bold.iter().any(|bold| {
            let inside = bold.start < self.range.end && self.range.start < bold.end;
            inside && width(&self.run.text[bold.clone()]) >= NARROWEST
        })
    }

    /// Whether it is a question.
    pub(super) fn asks(&self) -> bool {
        self.whole().trim_end().ends_with(['？', '?'])
    }

    /// Whether it is a remark aside: all of it stands in brackets, or its paragraph is a note.
    pub(super) fn is_aside(&self) -> bool {
        if WORDS.remarks.begins(&self.run.text.trim_start().to_ascii_lowercase()) {
            return true;
        }
        let text = self.whole().trim().trim_end_matches(['。', '.']);
        let Some(inner) = text.strip_prefix(['（', '(']) else { return false };
        inner.find(['）', ')']).is_some_and(|at| at + 3 >= inner.len())
    }

    /// Whether it leads to what follows: it asks, ends in a colon, or announces several things.
    pub(super) fn opens(&self) -> bool {
        self.asks() || self.whole().trim_end().ends_with(['：', ':']) || self.announces
    }

    /// The inlines that a slide shows of it, with its label.
    pub(super) fn content(&self) -> Inlines {
        self.content_to(self)
    }

    /// The same together with the sentences behind it, up to one of the same paragraph.
    pub(super) fn content_to(&self, last: &Self) -> Inlines {
        let mut content = self.prefix.clone();
        content.extend(self.run.part(self.point.start..last.point.end));
        content
    }

    /// How wide that is, in Han characters.
    pub(super) fn wide_to(&self, last: &Self) -> f64 {
        width(&self.run.text[self.point.start..last.point.end])
    }

    /// Whether it is the next sentence of the same paragraph.
    pub(super) fn is_right_behind(&self, before: &Self) -> bool {
        let gap = self.run.text.get(before.range.end..self.range.start);
        Rc::ptr_eq(&self.run, &before.run) && gap.is_some_and(|gap| gap.trim().is_empty())
    }

    /// How wide what is shown is, in Han characters.
    pub(super) fn wide(&self) -> f64 {
        width(self.text())
    }

    /// Whether it is the last of its paragraph.
    pub(super) fn is_last(&self) -> bool {
        self.run.text[self.range.end..].trim().is_empty()
    }
}

/// The sentences of a part of a paragraph.
pub(super) fn sentences<'a>(
    run: &Rc<Run<'a>>,
    part: &Range<usize>,
    span: Span,
    place: &Place,
) -> Vec<Sentence<'a>> {
    let clip = |range: Range<usize>| range.start.max(part.start)..range.end.min(part.end);
    let all = run.sentences().into_iter().map(clip).filter(|range| range.start < range.end);
    let mut whole: Vec<Range<usize>> = Vec::new();
    for range in all {
        match whole.last_mut() {
            Some(last) if is_attribution(&run.text[range.clone()]) => last.end = range.end,
            Some(last) if is_reference(&run.text[range.clone()]) => last.end = range.end,
            _ => whole.push(range),
        }
    }
    whole
        .into_iter()
        .enumerate()
        .map(|(index, range)| {
            let place = Place { before: place.before + index, ..*place };
            let role = roles::role(run, &range, &place);
            let point = shorten::point(run, &range);
            let prefix = Inlines::new();
            let announces = announces(&run.text[range.clone()]);
            Sentence { run: Rc::clone(run), range, point, role, span, prefix, announces }
        })
        .collect()
}

/// Whether a text only says whose words stand before it: `——某人`.
fn is_attribution(text: &str) -> bool {
    const WIDEST: f64 = 20.0;
    text.trim().starts_with("——") && width(text.trim()) <= WIDEST
}

/// Whether a sentence says at its end that there are several things to be said, and none of them: `有三个原因`.
fn announces(text: &str) -> bool {
    const WIDEST_END: f64 = 7.0;
    const WIDEST_NAME: f64 = 10.0;
    const SHORT: f64 = 24.0;
    let lower = text.trim().to_lowercase();
    let vague = WORDS.vague_counts.iter().filter(|_| width(&lower) <= SHORT);
    let counts: Vec<&str> = WORDS.counts.iter().chain(vague).collect();
    WORDS.counted.iter().any(|word| {
        let Some(at) = lower.rfind(word) else { return false };
        // The word may be part of the count: `有三点`.
        let before = &lower[..at + word.len()];
        let count = counts.iter().filter_map(|count| Some(before.rfind(count)? + count.len()));
        let between = count.max().map(|end| before[end..].trim_end_matches(word));
        width(&lower[before.len()..]) <= WIDEST_END
            && between.is_some_and(|between| {
                width(between) <= WIDEST_NAME
                    && !between.contains(['，', '、', '；', ',', '：', ':'])
            })
    })
}

/// Whether a text is only the number of a note or a source: `[1]`.
fn is_reference(text: &str) -> bool {
    let inner = text.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    inner.is_some_and(|inner| !inner.is_empty() && inner.chars().all(|c| c.is_ascii_digit()))
}
