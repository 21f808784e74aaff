//! The changes made to an answer → findings. The first one has the fix that `check --fix` applies:
//! the clean deck.

use super::division;
use super::form::{heading, is_divider};
use crate::deck::arrange::width;
use crate::deck::markdown::source::Lines;
use crate::diag::{Diagnostic, FileId, Span};

/// Most places that a finding shows.
const MOST_PLACES: usize = 4;
/// Widest text that a finding quotes of the first line that is left out, and of the last, in Han characters.
const MOST_QUOTED: f64 = 24.0;

/// A change made to an answer.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::deck::markdown::dialect) struct Said {
    /// The code of the finding.
    pub(in crate::deck::markdown::dialect) code: &'static str,
    /// One clause.
    pub(in crate::deck::markdown::dialect) message: &'static str,
    /// The lines, from 0.
    pub(in crate::deck::markdown::dialect) lines: Vec<usize>,
    /// Whether they are left out: then the finding says what they were.
    pub(in crate::deck::markdown::dialect) is_left_out: bool,
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
    /// Whether labels said what the speaker says.
    pub(in crate::deck::markdown::dialect) is_scripted: bool,
    /// The titles of slides that got a layout for what stands on them, and why.
    pub(crate) laid_out: Vec<(String, &'static str)>,
    /// What the text is.
    pub(crate) becomes: Becomes,
}

impl Clean {
    /// Whether it was more than a deck with slips: something stood around it, or said what its parts
    /// are.
    pub(crate) fn is_of_chatbot(&self) -> bool {
        self.is_scripted || self.said.iter().any(Said::is_of_chatbot)
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
        // What stands once may be a word of the article's own.
        let scaffolding = self.said.iter().filter(|said| said.code == "chat-scaffolding");
        let has_form = scaffolding.map(|said| said.lines.len()).sum::<usize>() > 1;
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
        let message = match self.is_left_out {
            true => format!("{}{}", self.message, excerpt(lines, &lines_of)),
            false => self.message.to_owned(),
        };
        if self.is_left_out {
            lines_of = runs(lines, &lines_of).into_iter().map(|(first, _)| first).collect();
        }
        let mut places = lines_of.iter().filter_map(place).take(MOST_PLACES);
        let finding = Diagnostic::warning(self.code, places.next()?, message);
        let finding = places.fold(finding, |finding, place| finding.label(place, "and this"));
        let more = lines_of.len().saturating_sub(MOST_PLACES);
        let more = (more > 0).then(|| format!("the same in {more} more lines"));
        Some(finding.maybe_hint(more))
    }
}

/// The first and the last line of each run of lines that nothing that says anything parts.
fn runs(lines: &Lines, numbers: &[usize]) -> Vec<(usize, usize)> {
    let says = |at: usize| lines.text(at).contains(char::is_alphanumeric);
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if !(*last + 1..*number).any(says) => *last = *number,
            _ => runs.push((*number, *number)),
        }
    }
    runs
}

/// Which lines were left out, and how they begin and end: ` (lines 3 to 9): “Would you … me know.”`.
fn excerpt(lines: &Lines, numbers: &[usize]) -> String {
    let runs = runs(lines, numbers);
    let name = |(first, last): &(usize, usize)| match first == last {
        true => format!("{}", first + 1),
        false => format!("{} to {}", first + 1, last + 1),
    };
    let names: Vec<String> = runs.iter().take(MOST_PLACES).map(name).collect();
    let (Some((first, _)), Some((_, last))) = (runs.first(), runs.last()) else {
        return String::new();
    };
    let (word, quote) = match first == last {
        true => ("line", quoted(lines.text(*first)).0),
        false => {
            let (begin, end) = (quoted(lines.text(*first)).0, quoted(lines.text(*last)).1);
            ("lines", format!("{} … {}", begin.trim_end_matches('…'), end.trim_start_matches('…')))
        }
    };
    let more = if runs.len() > MOST_PLACES { " …" } else { "" };
    format!(" ({word} {}{more}): “{quote}”", names.join(", "))
}

/// How a line begins, and how it ends, without what marks it up.
fn quoted(line: &str) -> (String, String) {
    let text = line.replace("**", "");
    let text = text.trim_matches(['#', '>', '*', '-', '|', ' ', '\t']);
    if width(text) <= MOST_QUOTED {
        return (text.to_owned(), text.to_owned());
    }
    let fits = |text: &&str| width(text) <= MOST_QUOTED;
    let ends = || text.char_indices().map(|(at, _)| at);
    let begin = ends().rev().map(|at| &text[..at]).find(fits).unwrap_or_default();
    let end = ends().map(|at| &text[at..]).find(fits).unwrap_or_default();
    // Words stay whole.
    let parts = |c: char| c == ' ';
    let begin =
        begin.rsplit_once(parts).filter(|_| text.is_ascii()).map_or(begin, |(head, _)| head);
    let end = end.split_once(parts).filter(|_| text.is_ascii()).map_or(end, |(_, tail)| tail);
    (format!("{begin}…"), format!("…{end}"))
}

/// Whether a line ends with a sentence.
fn is_sentence(line: &str) -> bool {
    let text =
        line.trim_end_matches('\\').trim_end().trim_end_matches(['”', '"', '」', '』', '）', ')']);
    text.ends_with(['。', '！', '？', '.', '!', '?', '…'])
}
