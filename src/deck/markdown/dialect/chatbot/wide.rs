//! Markup in full-width signs or without its blank: `＃＃ 绿茶`, `－ 不发酵`, `｜项｜`, `＊＊重点＊＊`, `##绿茶`.

use super::answer::Answer;

/// What is said of signs.
const WIDE: &str = "full-width signs are read as markup";
/// What is said of headings.
const TIGHT: &str = "a heading without a blank behind its signs is read as one";

/// Rewrites it as Markdown.
pub(super) fn settle(answer: &mut Answer) {
    let texts = answer.is_text();
    let wide = answer
        .lines
        .iter()
        .zip(texts.iter())
        .any(|(line, is_text)| *is_text && is_wide_heading(&line.text));
    let tight = answer
        .written()
        .filter(|at| answer.is_apart(*at))
        .filter(|at| is_tight(answer.text(*at)))
        .count();
    for at in answer.written() {
        let line = answer.text(at);
        let number = answer.lines[at].number;
        if wide && let Some(line) = half_width(line) {
            answer.lines[at].text = line;
            answer.say("mistyped-markup", WIDE, number);
        } else if let Some(line) = spaced(line, tight).filter(|_| answer.is_apart(at)) {
            answer.lines[at].text = line;
            answer.say("mistyped-markup", TIGHT, number);
        }
    }
}

/// Whether a line is a heading in full-width signs.
fn is_wide_heading(line: &str) -> bool {
    let text = line.trim_start_matches('＃');
    let marks = (line.len() - text.len()) / '＃'.len_utf8();
    (1..=6).contains(&marks)
        && !text.trim().is_empty()
        && (marks > 1 || text.starts_with([' ', '　']))
}

/// A line with its markup in half-width signs; `None`: there is nothing to change.
fn half_width(line: &str) -> Option<String> {
    let mut text = line.replace("＊＊", "**");
    let trimmed = text.trim_start();
    if is_wide_heading(trimmed) {
        let title = trimmed.trim_start_matches('＃');
        let marks = (trimmed.len() - title.len()) / '＃'.len_utf8();
        text = format!("{} {}", "#".repeat(marks), title.trim());
    } else if let Some(item) =
        trimmed.strip_prefix(['－', '＋', '＊']).filter(|item| item.starts_with([' ', '　']))
    {
        text = format!("- {}", item.trim());
    } else if let Some(quote) = trimmed.strip_prefix('＞') {
        text = format!("> {}", quote.trim());
    } else if trimmed.starts_with('｜') && trimmed.trim_end().ends_with('｜') {
        text = trimmed.trim_end().replace('｜', "|");
    } else if trimmed.chars().count() >= 3 && trimmed.trim_end().chars().all(|c| c == '－') {
        text = "---".to_owned();
    } else if trimmed.starts_with("：：：") {
        text = trimmed.replacen("：：：", ":::", 1);
    } else if trimmed.starts_with("｀｀｀") {
        text = trimmed.replace('｀', "`");
    }
    (text != line).then_some(text)
}

/// Whether a line is a heading but for the blank behind its signs.
fn is_tight(line: &str) -> bool {
    tight(line).is_some()
}

fn tight(line: &str) -> Option<(usize, &str)> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    let first = text.chars().next()?;
    let is_tag = text.contains('#') && level == 1;
    let begins = !first.is_ascii() && first.is_alphanumeric()
        || first == '　'
        || first == '\u{a0}'
        || matches!(first, '*' | '《' | '“');
    ((1..=6).contains(&level) && begins && !is_tag && !text.trim().is_empty())
        .then(|| (level, text.trim()))
}

/// The heading that a line is. With a single sign it might be a tag, unless others want a blank, too.
fn spaced(line: &str, tight_headings: usize) -> Option<String> {
    let (level, text) = tight(line)?;
    (level > 1 || tight_headings > 1).then(|| format!("{} {text}", "#".repeat(level)))
}
