//! The lines of a paragraph that begin or end alike: a list of signs, of times, of labels, or verses. What
//! an editor has wrapped does not.

use comrak::nodes::{AstNode, NodeValue};
use unicode_width::UnicodeWidthStr;

/// Most lines of a paragraph that are looked at.
const MOST_LINES: usize = 200;
/// Most columns of a verse; Han take two.
const MOST_VERSE: usize = 32;
/// Most columns of a label before a colon.
const MOST_LABEL: usize = 18;

/// Whether every line of the block in which a line end stands begins or ends alike.
pub(super) fn are_alike<'a>(line_end: &'a AstNode<'a>) -> bool {
    let Some(parent) = line_end.parent() else { return false };
    let lines = lines(parent);
    if lines.len() < 2 || lines.len() > MOST_LINES {
        return false;
    }
    let all = |test: fn(&str) -> bool| lines.iter().all(|line| test(line));
    all(begins_with_reference)
        || all(begins_with_sign)
        || all(begins_with_time)
        || all(begins_with_label)
        || counts(&lines)
        || counts_letters(&lines)
        || all(is_verse)
}

/// Whether what stands before a line end is a line of its own in bold: the head of what follows.
pub(super) fn ends_head<'a>(line_end: &'a AstNode<'a>) -> bool {
    let head = line_end.previous_sibling().filter(|node| node.previous_sibling().is_none());
    head.is_some_and(|node| matches!(node.data().value, NodeValue::Strong))
}

/// The lines of a block as text.
fn lines<'a>(parent: &'a AstNode<'a>) -> Vec<String> {
    let mut lines = vec![String::new()];
    for child in parent.children() {
        match &child.data().value {
            NodeValue::SoftBreak | NodeValue::LineBreak => lines.push(String::new()),
            _ => text(child, lines.last_mut().expect("never empty")),
        }
    }
    lines.iter().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

fn text<'a>(node: &'a AstNode<'a>, out: &mut String) {
    for node in node.descendants() {
        match &node.data().value {
            NodeValue::Text(text) => out.push_str(text),
            NodeValue::Code(code) => out.push_str(&code.literal),
            NodeValue::Math(math) => out.push_str(&math.literal),
            _ => {}
        }
    }
}

/// `✅ …`, `☐ …`, `1️⃣ …`: a sign that is none of a sentence's.
fn begins_with_sign(line: &str) -> bool {
    let mut chars = line.chars();
    let first = chars.next().unwrap_or_default();
    let is_keycap = first.is_ascii_digit() && matches!(chars.next(), Some('\u{fe0f}' | '\u{20e3}'));
    // Arrows, shapes, dingbats and pictures; neither punctuation of Han nor full-width forms.
    let is_sign = matches!(first, '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1ffff}')
        && !first.is_alphanumeric();
    is_keycap || is_sign
}

/// `[1] 李某. …`: an entry of a list of sources.
fn begins_with_reference(line: &str) -> bool {
    let number =
        line.strip_prefix('[').and_then(|line| line.split_once(']')).map(|(number, _)| number);
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

/// `14:02 …`, `9月3日 …`, `2019年 …`.
fn begins_with_time(line: &str) -> bool {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = line[digits..].trim_start();
    let is_clock = rest.starts_with(':') && rest[1..].starts_with(|c: char| c.is_ascii_digit());
    (1..=4).contains(&digits)
        && (is_clock || rest.starts_with(['年', '月', '日', '时', '時', '点']))
}

/// `地点：三楼`: a word or two before a colon.
fn begins_with_label(line: &str) -> bool {
    let Some(at) = line.find([':', '：']) else { return false };
    let label = line[..at].trim();
    let is_sentence = label.contains(['，', '。', ',', '.', '；', '！', '？', '“', '/']);
    let rest = &line[at..];
    let is_apart = rest.starts_with('：') || rest.starts_with(": ");
    !label.is_empty()
        && label.width() <= MOST_LABEL
        && label.split(' ').count() <= 3
        && !is_sentence
        && is_apart
}

/// `01 绿茶`, `02 红茶`: numbers that count up.
fn counts(lines: &[String]) -> bool {
    let number = |line: &String| {
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        let is_apart =
            line[digits..].starts_with([' ', '.', '、', '　']) && digits > 0 && digits < 3;
        is_apart.then(|| line[..digits].parse::<usize>().ok()).flatten()
    };
    let first = lines.first().and_then(number);
    let goes_on = |(at, line): (usize, &String)| number(line) == first.map(|first| first + at);
    first.is_some() && lines.iter().enumerate().all(goes_on)
}

/// `i. 绿茶`, `ii. 红茶`; `A) …`, `B) …`: letters or Roman numerals that count up.
fn counts_letters(lines: &[String]) -> bool {
    const ROMAN: [&str; 10] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"];
    let mark = |line: &str| {
        let letters = line.bytes().take_while(u8::is_ascii_alphabetic).count();
        let rest = &line[letters..];
        let is_apart = rest.starts_with(['.', ')']) && rest[1..].starts_with(' ');
        is_apart.then(|| line[..letters].to_ascii_lowercase())
    };
    let all = |name: &dyn Fn(usize) -> Option<String>| {
        lines.iter().enumerate().all(|(at, line)| name(at).is_some() && mark(line) == name(at))
    };
    all(&|at| ROMAN.get(at).map(|name| (*name).to_owned()))
        || all(&|at| Some(char::from(b'a' + u8::try_from(at).ok()?).to_string()))
}

/// A short line of Han that ends as a clause does.
fn is_verse(line: &str) -> bool {
    let is_han = line.starts_with(|c: char| super::super::is_cjk(c));
    is_han && line.width() <= MOST_VERSE && line.ends_with(['，', '。', '；', '？', '！', '、'])
}
