//! Maps each line of a draft to the line of the article that it comes from, so that findings in the
//! draft are reported where the author can look them up.

use super::{Draft, json, place};
use crate::diag::{Sources, Span};

/// How many letters of a line are searched for in the article.
const SOUGHT: usize = 12;

impl Draft {
    /// For each line of the Markdown the line of the article, from 0, that says the same; for
    /// generated lines, the line where their slide begins.
    pub(crate) fn lines(&self, sources: &Sources) -> Vec<usize> {
        let slides: Vec<Slide> =
            self.deck.slides().map(|slide| Slide::of(place(slide), sources)).collect();
        let mut current = None;
        let mut start = 0;
        let mut lines = Vec::new();
        for line in self.markdown.split_inclusive('\n') {
            let begun = self.starts.partition_point(|at| *at < start + line.len());
            current = begun.checked_sub(1).or(current);
            start += line.len();
            let slide = current.and_then(|at| slides.get(at));
            lines.push(slide.map_or(0, |slide| slide.line_with(line)));
        }
        lines
    }
}

/// The part of the article that a slide was made of.
struct Slide {
    /// Its first line in the article, from 0.
    first: usize,
    /// The letters and digits of its lines.
    lines: Vec<String>,
}

impl Slide {
    fn of(span: Span, sources: &Sources) -> Self {
        let Some([first, last]) = json::lines(span, sources) else {
            return Self { first: 0, lines: Vec::new() };
        };
        let text = sources.get(span.file).map_or("", |file| file.text.as_str());
        let lines = text.lines().skip(first - 1).take(last + 1 - first).map(letters).collect();
        Self { first: first - 1, lines }
    }

    /// The line of the article that corresponds to a line of the draft.
    fn line_with(&self, line: &str) -> usize {
        let sought: String = letters(line).chars().take(SOUGHT).collect();
        let found = self.lines.iter().position(|line| !sought.is_empty() && line.contains(&sought));
        self.first + found.unwrap_or(0)
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}
