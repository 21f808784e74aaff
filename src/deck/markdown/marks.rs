//! Reports emphasis marks that have no effect, because they are not closed or have a blank inside,
//! where they can hardly be meant as text: powers, arguments of code and paths have asterisks, too.

use std::ops::Range;

use comrak::nodes::{AstNode, NodeValue};

use super::{Reader, is_cjk, is_cjk_letter};
use crate::diag::{Diagnostic, Span};

/// A mark of emphasis.
struct Mark {
    sign: &'static str,
    /// What it makes of the text between.
    makes: &'static str,
    /// The least number of its characters in a row.
    least: usize,
    /// Whether it can follow Han without a blank.
    inside: bool,
}

const BOLD: &str = "**";

const MARKS: [Mark; 4] = [
    Mark { sign: BOLD, makes: "bold", least: 1, inside: true },
    Mark { sign: "==", makes: "a highlight", least: 2, inside: false },
    // `好~~` only draws a word out.
    Mark { sign: "~~", makes: "what is struck out", least: 2, inside: false },
    Mark { sign: "`", makes: "code", least: 1, inside: true },
];

/// Text in which the parser found no markup.
struct Leftover<'a> {
    text: &'a str,
    span: Span,
    /// Whether it begins a line.
    begins: bool,
}

impl<'a> Reader<'a, '_> {
    /// Looks at the texts of a paragraph, a heading or a cell.
    pub(super) fn check_marks(&mut self, node: &'a AstNode<'a>) {
        let leftovers = node.descendants().filter_map(|child| self.leftover(child));
        let leftovers: Vec<Leftover> = leftovers.collect();
        let spaced: Vec<Diagnostic> = leftovers.iter().filter_map(spaced).collect();
        for mark in MARKS.iter().filter(|mark| mark.sign != BOLD || spaced.is_empty()) {
            for (place, after) in self.unclosed(&leftovers, mark) {
                self.findings.push(never_closed(mark, place, after));
            }
        }
        self.findings.0.extend(spaced);
    }

    fn leftover(&self, node: &'a AstNode<'a>) -> Option<Leftover<'a>> {
        let NodeValue::Text(text) = &node.data().value else { return None };
        let span = self.span(node);
        let begins = match node.previous_sibling() {
            Some(before) => {
                matches!(before.data().value, NodeValue::SoftBreak | NodeValue::LineBreak)
            }
            None => node.parent().is_some_and(|parent| parent.data().value.block()),
        };
        // Escaped characters and entities are meant as text.
        let escaped = node.parent().is_some_and(|p| matches!(p.data().value, NodeValue::Escaped));
        let written = self.text(span);
        (!escaped && written == *text).then_some(Leftover { text: written, span, begins })
    }

    /// The places of a mark in a paragraph and the text behind each, if all of them only open.
    fn unclosed(&self, leftovers: &[Leftover<'a>], mark: &Mark) -> Vec<(Span, &'a str)> {
        let mut found = Vec::new();
        for leftover in leftovers {
            for run in runs(leftover.text, mark) {
                let opens = run.len() == mark.sign.len() && self.opens(leftover, &run, mark);
                if !opens {
                    return Vec::new();
                }
                let place = leftover.span.within(run.clone());
                found.push((place, &self.source[place.end as usize..]));
            }
        }
        found
    }

    /// Whether a mark can only open something: at the beginning of a word, with text behind it.
    fn opens(&self, leftover: &Leftover, run: &Range<usize>, mark: &Mark) -> bool {
        let place = leftover.span.within(run.clone()).range();
        let begins = leftover.begins && run.start == 0;
        let before = self.source[..place.start].chars().next_back();
        let after = &self.source[place.end..];
        let apart = |c: char| {
            c.is_whitespace()
                || is_cjk(c) && (mark.inside || !c.is_alphanumeric())
                || "([|:,".contains(c)
        };
        let quoted = || after.lines().next().is_some_and(|line| line.contains('\''));
        (begins || before.is_none_or(apart))
            && match mark.sign {
                "`" => begins_code(after) && !quoted(),
                _ => begins_han(after) || begins && begins_latin(after),
            }
    }
}

/// The runs of a mark's character.
fn runs(text: &str, mark: &Mark) -> Vec<Range<usize>> {
    let sign = mark.sign.chars().next().unwrap_or_default();
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, found) in text.match_indices(sign) {
        match runs.last_mut().filter(|run| run.end == at) {
            Some(run) => run.end += found.len(),
            None => runs.push(at..at + found.len()),
        }
    }
    runs.retain(|run| run.len() >= mark.least);
    runs
}

/// Han, or what opens a quotation or a parenthesis in Chinese.
fn begins_han(text: &str) -> bool {
    let first = text.chars().next();
    first.is_some_and(|c| is_cjk_letter(c) || "“‘《「『（【〈".contains(c))
}

/// A name or a number; `**kwargs` and `**p` are words of code.
fn begins_latin(text: &str) -> bool {
    let mut chars = text.chars();
    let (first, second) = (chars.next(), chars.next());
    first.is_some_and(|c| c.is_ascii_digit())
        || first.is_some_and(char::is_uppercase) && second.is_some_and(char::is_alphabetic)
}

fn begins_code(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphanumeric() || "-_./$#@<".contains(c))
}

/// `** 粗体 **`.
fn spaced(leftover: &Leftover) -> Option<Diagnostic> {
    let text = leftover.text;
    let at = text.find(BOLD).filter(|at| !text[at + 2..].starts_with('*'))?;
    let inner = &text[at + 2..];
    let inner = &inner[..inner.find(BOLD)?];
    let word = inner.trim();
    let is_word =
        begins_han(word) || begins_latin(word) && !word.starts_with(|c: char| c.is_ascii_digit());
    let opens = !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
    (word.len() < inner.len() && is_word && opens).then(|| {
        let place = leftover.span.within(at..at + inner.len() + 4);
        let message = "asterisks with blanks inside mark nothing and are shown";
        Diagnostic::warning("mistyped-markup", place, message).hint(format!("bold is `**{word}**`"))
    })
}

fn never_closed(mark: &Mark, place: Span, after: &str) -> Diagnostic {
    let (sign, word) = (mark.sign, marked(mark, after));
    let (shown, example) = match sign {
        "`" => ("a backtick".to_owned(), format!("`` `{word}` ``")),
        _ => (format!("`{sign}`"), format!("`{sign}{word}{sign}`")),
    };
    Diagnostic::warning("mistyped-markup", place, format!("{shown} is never closed and is shown"))
        .hint(format!("{} ends as it begins: {example}", mark.makes))
}

/// The text that was most likely meant.
fn marked<'a>(mark: &Mark, after: &'a str) -> &'a str {
    let ends = |c: char| c == '\n' || "，。；：！？、,;:!?|".contains(c);
    let is_word = |c: char| c.is_ascii() && !c.is_whitespace();
    let code = mark.makes == "code" && after.starts_with(is_word);
    let end = match code {
        true => after.find(|c| !is_word(c)),
        false => after.find(ends),
    };
    after[..end.unwrap_or(after.len())].trim_end()
}
