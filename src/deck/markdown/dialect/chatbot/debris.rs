//! Remains of a chat's user interface that were copied with the answer: thoughts, citation marks,
//! the words of buttons.

use std::ops::Range;

use super::answer::Answer;
use super::conventions::{CONVENTIONS, bare};
use super::form::item;

/// What is said of thoughts.
const THOUGHTS: &str = "what the chatbot thought is left out";
/// What is said of buttons.
const BUTTONS: &str = "the words of a chat's buttons are left out";
/// What is said of citations.
const CITATIONS: &str = "marks of citations that lead nowhere are left out";
/// What is said of `[TOC]`.
const CONTENTS: &str =
    "a table of contents is not made of a mark: `{.agenda}` on a slide makes one";

/// Fewest numbers in brackets that are marks of citations.
const FEWEST_NUMBERS: usize = 2;

/// Removes all of them.
pub(super) fn settle(answer: &mut Answer) {
    thoughts(answer);
    buttons(answer);
    citations(answer);
}

/// `<think>…</think>` at the top.
fn thoughts(answer: &mut Answer) {
    let Some(open) = answer.shown_from(0) else { return };
    let name = ["<think>", "<thinking>", "<thought>"]
        .into_iter()
        .find(|tag| answer.text(open).trim_start().starts_with(tag));
    let Some(name) = name else { return };
    let close = name.replace('<', "</");
    let Some(end) = (open..answer.lines.len()).find(|at| answer.text(*at).contains(&close)) else {
        return;
    };
    answer.say_left_out("chat-debris", THOUGHTS, open..end + 1);
    let behind = answer.text(end).split_once(&close).map_or("", |(_, rest)| rest).trim().to_owned();
    let texts: &[&str] = if behind.is_empty() { &[] } else { &[&behind] };
    answer.replace(open..end + 1, texts);
    while answer.is_blank(0) && !answer.lines.is_empty() {
        answer.remove(0..1);
    }
}

/// `复制代码`, and the name of a language above it.
fn buttons(answer: &mut Answer) {
    let mut out = vec![false; answer.lines.len()];
    let words = &CONVENTIONS.debris;
    for at in answer.written() {
        let line = answer.text(at).trim();
        // `—— 完 ——`
        let framed = line.trim_matches(|c: char| "—─–- ".contains(c));
        let is_end =
            framed.len() < line.len() && words.line.iter().any(|word| bare(word) == framed);
        let lower = line.to_lowercase();
        let is_button = words.line.iter().any(|word| word == lower)
            || is_end && line.starts_with(['—', '─'])
            || is_row(line)
            || words.start.begins(line).is_some() && line.chars().count() < 30;
        let is_contents = words.contents.iter().any(|word| word == lower);
        // A title or an entry may be called so: a button stands beside another, or below a language.
        let above = at.checked_sub(1).map_or("", |above| answer.text(above).trim());
        let names_language = !above.is_empty()
            && above.len() <= 12
            && above.bytes().all(|b| b.is_ascii_lowercase() || b"+#".contains(&b));
        let sure = line.contains("代码")
            || lower.contains("code")
            || line.contains("程式碼")
            || line.contains("コード")
            || line.chars().count() > 4
            || line.starts_with(['（', '(', '【'])
            || names_language
            || is_end
            || is_row(line)
            || at > 0 && out[at - 1];
        if is_contents || is_button && sure {
            out[at] = true;
            if is_button && names_language && !out[at - 1] {
                out[at - 1] = true;
            }
            let number = answer.lines[at].number;
            answer.say("chat-debris", if is_contents { CONTENTS } else { BUTTONS }, number);
        }
    }
    answer.leave_out(&out);
}

/// Whether a line is the buttons of a chat in a row, `👍 👎 📋 Copy`: both for what one thinks of the answer, and no
/// words but those of buttons.
fn is_row(line: &str) -> bool {
    let mut words = line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_button = |word: &str| {
        let word = word.to_lowercase();
        CONVENTIONS.debris.line.iter().any(|button| button == word)
    };
    line.contains('👍') && line.contains('👎') && words.all(is_button)
}

/// `【3†source】`, `[citation:2]`, `[cite_start]…[cite: 2, 5]`, `[^4^]`, `:contentReference[oaicite:0]{index=0}`.
pub(super) fn citations(answer: &mut Answer) {
    for at in answer.written() {
        let line = answer.text(at);
        if let Some(clean) = without_citations(line) {
            answer.lines[at].text = clean;
            let number = answer.lines[at].number;
            answer.say("chat-debris", CITATIONS, number);
        }
    }
}

/// `[3]`, `【3】` where a chatbot searched and no list says what they are.
pub(super) fn settle_numbers(answer: &mut Answer) {
    let lines = || answer.written();
    let is_entry = |at: usize| {
        let line = answer.text(at).trim_start();
        bracketed_number(item(line).map_or(line, |(_, text)| text)).is_some()
    };
    let marks: usize = lines().map(|at| numbers_in(answer.text(at)).len()).sum();
    if !answer.is_evident() || marks < FEWEST_NUMBERS || lines().any(is_entry) {
        return;
    }
    for at in lines().collect::<Vec<_>>() {
        let mut line = answer.text(at).to_owned();
        let found = numbers_in(&line);
        if found.is_empty() {
            continue;
        }
        for mark in found.into_iter().rev() {
            let start = line[..mark.start].trim_end().len();
            line.replace_range(start..mark.end, "");
        }
        let number = answer.lines[at].number;
        answer.lines[at].text = line;
        answer.say("chat-debris", CITATIONS, number);
    }
}

/// Where a line has numbers in brackets behind a text. Those behind a Latin letter are an index, and those before a
/// parenthesis, or another text in brackets, a link.
fn numbers_in(line: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, _) in line.match_indices(['[', '【']) {
        let Some(length) = bracketed_number(&line[at..]) else { continue };
        let before = line[..at].chars().next_back();
        let is_text = before.is_some_and(|c| !c.is_ascii_alphabetic() && c != '`' && c != ']')
            || found.last().is_some_and(|last| last.end == at);
        let is_link = line[at + length..].starts_with(['(', ':']);
        let is_code = line[..at].matches('`').count() % 2 == 1;
        if is_text && !is_link && !is_code && !line[..at].trim().is_empty() {
            found.push(at..at + length);
        }
    }
    found
}

/// How long the number in brackets is that a text begins with.
fn bracketed_number(text: &str) -> Option<usize> {
    const MOST: usize = 2;
    let (open, close) =
        [('[', ']'), ('【', '】')].into_iter().find(|(open, _)| text.starts_with(*open))?;
    let inner = &text[open.len_utf8()..];
    let end = inner.find(close)?;
    let is_number = (1..=MOST).contains(&end) && inner[..end].bytes().all(|b| b.is_ascii_digit());
    is_number.then_some(open.len_utf8() + end + close.len_utf8())
}

/// How a mark of a citation begins and ends, and whether what stands between is one.
type Mark = (&'static str, &'static str, fn(&str) -> bool);

/// A line without marks of citations; `None`: there are none.
fn without_citations(line: &str) -> Option<String> {
    const MARKS: [Mark; 9] = [
        ("【", "】", |inner| inner.contains('†')),
        ("[citation:", "]", |inner| inner.bytes().all(|b| b.is_ascii_digit() || b == b',')),
        ("[cite_start", "]", str::is_empty),
        ("[cite_end", "]", str::is_empty),
        ("[cite:", "]", |inner| inner.bytes().all(|b| b.is_ascii_digit() || b", -".contains(&b))),
        ("[^", "^]", |inner| inner.bytes().all(|b| b.is_ascii_digit())),
        (":contentReference[", "}", |inner| inner.contains("oaicite")),
        ("[oaicite:", "]", |_| true),
        ("\u{e200}", "\u{e201}", |_| true),
    ];
    if !MARKS.iter().any(|(open, ..)| line.contains(open)) {
        return None;
    }
    let (mut out, mut rest) = (String::new(), line);
    'text: while !rest.is_empty() {
        // Text in code is kept.
        let code =
            rest.strip_prefix('`').and_then(|inner| inner.find('`')).map_or(0, |end| end + 2);
        if code > 0 {
            out.push_str(&rest[..code]);
            rest = &rest[code..];
            continue;
        }
        for (open, close, is_mark) in MARKS {
            let inner = rest.strip_prefix(open).and_then(|inner| inner.split_once(close));
            if let Some((_, behind)) = inner.filter(|(inner, _)| is_mark(inner)) {
                rest = behind;
                if rest.is_empty() || rest.starts_with(['，', '。', ',', '.']) {
                    out.truncate(out.trim_end().len());
                }
                continue 'text;
            }
        }
        let first = rest.chars().next().map_or(1, char::len_utf8);
        out.push_str(&rest[..first]);
        rest = &rest[first..];
    }
    (out != line).then_some(out)
}
