//! The changes made to an answer → findings. The first one has the fix that `check --fix` applies:
//! the clean deck.

use super::answer::{heading, is_divider};
use super::division;
use crate::deck::markdown::source::Lines;
use crate::diag::{Diagnostic, FileId, Span};

/// Most places that a finding shows.
const MOST_PLACES: usize = 4;

/// A change made to an answer.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::deck::markdown::dialect) struct Said {
    /// The code of the finding.
    pub(in crate::deck::markdown::dialect) code: &'static str,
    /// One clause.
    pub(in crate::deck::markdown::dialect) message: &'static str,
    /// The lines, from 0.
    pub(in crate::deck::markdown::dialect) lines: Vec<usize>,
}

/// The result of cleaning an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Becomes {
    /// A deck.
    Deck,
    /// An article in Markdown, of which a deck is drafted: it only says what the speaker says.
    Article,
}

/// A deck that was made of an answer.
#[derive(Debug)]
pub(crate) struct Clean {
    /// Its text.
    pub(crate) text: String,
    /// The line of the answer, from 0, that each line comes from.
    pub(crate) lines: Vec<usize>,
    /// The changes that were made.
    pub(in crate::deck::markdown::dialect) said: Vec<Said>,
    /// The titles of slides that got a layout for what stands on them, and why.
    pub(crate) laid_out: Vec<(String, &'static str)>,
    /// What the text is.
    pub(crate) becomes: Becomes,
}

impl Clean {
    /// Whether it was more than a deck with slips: something stood around it, or said what its parts
    /// are.
    pub(crate) fn is_of_chatbot(&self) -> bool {
        self.said.iter().any(Said::is_of_chatbot)
    }

    /// Whether it is a chatbot's answer, and no article with numbered headings.
    pub(crate) fn is_answer(&self) -> bool {
        self.is_of_chatbot() && !self.is_like_an_article()
    }

    /// Whether it is such an article.
    pub(crate) fn is_numbered_article(&self) -> bool {
        self.is_of_chatbot() && self.is_like_an_article()
    }

    /// Whether it has the shape of an article as well: nothing but the numbers of its headings divides it,
    /// and what stands below them is sentences, neither points nor lines with a label.
    fn is_like_an_article(&self) -> bool {
        const RUNNING: f64 = 0.6;
        let is_outline = self.said.iter().any(|said| said.message == division::MESSAGE);
        let has_form = self.said.iter().any(|said| said.code == "chat-scaffolding");
        let shown = self
            .text
            .lines()
            .filter(|line| !line.trim().is_empty() && heading(line).is_none() && !is_divider(line));
        let width = |line: &str| line.chars().count() as f64;
        let (mut all, mut running) = (0.0, 0.0);
        for line in shown {
            all += width(line);
            running += if is_sentence(line) { width(line) } else { 0.0 };
        }
        is_outline && !has_form && all > 0.0 && running >= RUNNING * all
    }

    /// The finding that nothing divides the answer, in case no deck is read of it.
    pub(crate) fn undivided(&self, file: FileId, source: &str) -> Option<Diagnostic> {
        let said = self.said.iter().find(|said| said.code == "undivided-answer")?;
        said.finding(file, &Lines::new(source))
    }

    /// What was done with an answer in a file.
    pub(crate) fn findings(&self, file: FileId, source: &str) -> Vec<Diagnostic> {
        let lines = Lines::new(source);
        let mut findings: Vec<Diagnostic> =
            self.said.iter().filter_map(|said| said.finding(file, &lines)).collect();
        if let Some(first) = findings.first_mut() {
            let whole = Span::new(file, 0..source.len());
            *first = first.clone().fixed_by(whole, self.text.as_str());
        }
        findings
    }
}

impl Said {
    /// Whether it was done with what only chatbots write.
    pub(in crate::deck::markdown::dialect) fn is_of_chatbot(&self) -> bool {
        matches!(self.code, "text-outside-deck" | "chat-scaffolding")
    }

    fn finding(&self, file: FileId, lines: &Lines) -> Option<Diagnostic> {
        let place = |line: &usize| {
            let start = *lines.starts.get(*line)?;
            Some(Span::new(file, start..start + lines.text(*line).len()))
        };
        let mut lines_of = self.lines.clone();
        lines_of.sort_unstable();
        lines_of.dedup();
        let mut places = lines_of.iter().filter_map(place).take(MOST_PLACES);
        let finding = Diagnostic::warning(self.code, places.next()?, self.message);
        let finding = places.fold(finding, |finding, place| finding.label(place, "and this"));
        let more = lines_of.len().saturating_sub(MOST_PLACES);
        let more = (more > 0).then(|| format!("the same in {more} more lines"));
        Some(finding.maybe_hint(more))
    }
}

/// Whether a line ends with a sentence.
fn is_sentence(line: &str) -> bool {
    let text =
        line.trim_end_matches('\\').trim_end().trim_end_matches(['”', '"', '」', '』', '）', ')']);
    text.ends_with(['。', '！', '？', '.', '!', '?', '…'])
}
