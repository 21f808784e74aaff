//! Formulas whose delimiters were lost or moved: blank lines inside `$$`, `$ r $`, `[ \sum … ]`, listings of
//! LaTeX.

use super::answer::Answer;
use super::form::untripled;
use crate::deck::markdown::macros;

/// What is said of formulas that were copied three times.
const TRIPLED: &str =
    "a formula that was copied as it is read, written and drawn stands there once";

/// Gives formulas their delimiters.
pub(super) fn settle(answer: &mut Answer) {
    let is_evident = answer.is_evident();
    for at in answer.written().filter(|_| is_evident) {
        if let Some(line) = untripled(answer.text(at)) {
            answer.say("mistyped-markup", TRIPLED, answer.lines[at].number);
            answer.lines[at].text = line;
        }
    }
    displayed(answer);
    listings(answer);
    let mut is_inside = false;
    for at in answer.written() {
        let was_inside = is_inside;
        is_inside ^= answer.text(at).matches("$$").count() % 2 == 1;
        if was_inside || is_inside {
            continue;
        }
        if let Some(line) = bracketed(answer.text(at)).or_else(|| inline(answer.text(at))) {
            answer.lines[at].text = line;
        }
    }
}

/// Drops blank lines between lines of `$$`.
fn displayed(answer: &mut Answer) {
    let texts = answer.is_text();
    let mut out = vec![false; answer.lines.len()];
    let mut at = 0;
    while at < answer.lines.len() {
        let is_mark = |at: usize| texts[at] && answer.text(at).trim() == "$$";
        let mut below = at + 1..answer.lines.len().min(at + 40);
        match is_mark(at).then(|| below.find(|at| is_mark(*at))).flatten() {
            Some(close) => {
                (at..close).filter(|at| answer.is_blank(*at)).for_each(|at| out[at] = true);
                at = close + 1;
            }
            None => at += 1,
        }
    }
    answer.leave_out(&out);
}

/// A listing of LaTeX that is a formula and no document.
fn listings(answer: &mut Answer) {
    const DOCUMENTS: [&str; 9] = [
        "\\document", "\\usepackage", "\\section", "\\begin{figure", "\\begin{table",
        "\\begin{tikzpicture", "$", "%", "\\[",
    ];
    const MOST: usize = 12;
    for lines in answer.listings(|words| matches!(words, "latex" | "tex")).into_iter().rev() {
        let inside = lines.start + 1..lines.end - 1;
        let shown: Vec<usize> = inside.clone().filter(|at| !answer.is_blank(*at)).collect();
        let all = answer.texts(inside.clone());
        let defines = |(at, _)| macros::definition_length(&all[at..]).is_some();
        if !DOCUMENTS.iter().any(|sign| all.contains(sign))
            && !all.match_indices('\\').any(defines)
            && all.contains(['\\', '^', '_', '='])
            && shown.len() <= MOST
        {
            answer.lines[lines.start].text = "$$".to_owned();
            answer.lines[lines.end - 1].text = "$$".to_owned();
            let blanks = inside.rev().filter(|at| !shown.contains(at));
            blanks.for_each(|at| answer.remove(at..at + 1));
        }
    }
}

/// `[ \sum … ]` on a line of its own: what is left of `\[` when a page is copied.
fn bracketed(line: &str) -> Option<String> {
    let text = line.trim();
    let inner =
        text.strip_prefix("\\\\[").and_then(|text| text.strip_suffix("\\\\]")).or_else(|| {
            text.strip_prefix("[ ")
                .and_then(|text| text.strip_suffix(" ]"))
                .filter(|inner| is_formula(inner))
        })?;
    Some(format!("$${}$$", inner.trim()))
}

/// Whether a text is LaTeX: it has a command.
fn is_formula(text: &str) -> bool {
    let command = text
        .match_indices('\\')
        .any(|(at, _)| text[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic()));
    command && !text.contains("](")
}

/// `$ r $` and `( \alpha )` in a line.
fn inline(line: &str) -> Option<String> {
    if line.contains('`') {
        return None;
    }
    let spaced = parentheses(line).or_else(|| spaced_dollars(line));
    let line = spaced.as_deref().unwrap_or(line);
    let (mut out, mut rest, mut changed) = (String::new(), line, spaced.is_some());
    while let Some(at) = rest.find("( ") {
        let close = rest[at + 2..].find(" )").map(|close| at + 2 + close);
        let inner = close.map(|close| &rest[at + 2..close]);
        // A bracket of a formula that has its dollars is part of it.
        let is_inside = (out.matches('$').count() + rest[..at].matches('$').count()) % 2 == 1;
        let is_own = |inner: &&str| is_formula(inner) && !inner.contains(['$', '(']) && !is_inside;
        match (close, inner.filter(is_own)) {
            (Some(close), Some(inner)) => {
                out += &format!("{}${}$", &rest[..at], inner.trim());
                rest = &rest[close + 2..];
                changed = true;
            }
            _ => {
                out += &rest[..at + 2];
                rest = &rest[at + 2..];
            }
        }
    }
    changed.then(|| out + rest)
}

/// `\\( r \\)` with blanks inside, and `\\(0\\)` beside others.
fn parentheses(line: &str) -> Option<String> {
    let inner = |part: &str| part.split_once("\\)").map(|(inner, _)| inner.to_owned());
    let is_number = |inner: String| {
        inner.contains(|c: char| c.is_ascii_digit()) && !inner.contains(char::is_alphabetic)
    };
    let has_number = line.split("\\(").skip(1).filter_map(inner).any(is_number);
    if !(line.contains("\\( ") || has_number)
        || line.matches("\\(").count() != line.matches("\\)").count()
    {
        return None;
    }
    let parts = line.split("\\(").enumerate().map(|(at, part)| match part.split_once("\\)") {
        Some((formula, rest)) if at > 0 => format!("${}${rest}", formula.trim()),
        _ => part.to_owned(),
    });
    Some(parts.collect())
}

/// Pairs of dollars with blanks inside, where all on the line are such: two prices have none.
fn spaced_dollars(line: &str) -> Option<String> {
    let parts: Vec<&str> = line.split('$').collect();
    if parts.len() < 3
        || parts.len().is_multiple_of(2)
        || line.contains("$$")
        || line.contains("\\$")
    {
        return None;
    }
    let inside = || parts.iter().skip(1).step_by(2);
    let is_math = |text: &&&str| {
        let is_word = |word: &str| word.len() > 1 && word.chars().all(|c| c.is_ascii_alphabetic());
        let is_prose = text.split_whitespace().any(is_word) && !text.contains('\\');
        text.contains(|c: char| c.is_ascii_alphabetic())
            && !is_prose
            && !text.contains(|c: char| !c.is_ascii() && c.is_alphabetic() && c > '\u{2e80}')
    };
    let has_blanks = |text: &&str| text.starts_with(' ') && text.ends_with(' ');
    (inside().any(has_blanks) && inside().all(|text| is_math(&text))).then(|| {
        let parts =
            parts.iter().enumerate().map(|(at, part)| if at % 2 == 1 { part.trim() } else { part });
        parts.collect::<Vec<_>>().join("$")
    })
}
