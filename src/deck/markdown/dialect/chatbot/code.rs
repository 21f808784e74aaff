//! Code that lost its fence when an answer was copied: two lines or more of statements, one of which no prose has.

use super::answer::Answer;
use super::form::item;

/// What is said of them.
const MESSAGE: &str = "lines of code without a fence are read as a listing";

/// What statements begin with that end in a colon or a brace.
const BLOCKS: [&str; 18] = [
    "if", "for", "while", "def", "class", "else", "elif", "try", "except", "with", "function",
    "switch", "public", "private", "static", "void", "async", "fn",
];
/// What others begin with.
const STATEMENTS: [&str; 16] = [
    "return", "import", "from", "const", "let", "var", "print", "SELECT", "FROM", "WHERE",
    "INSERT", "UPDATE", "GROUP", "ORDER", "JOIN", "#include",
];
/// Commands of a shell.
const COMMANDS: [&str; 12] = [
    "git", "npm", "pip", "pip3", "docker", "cd", "curl", "sudo", "cargo", "kubectl", "mkdir", "ssh",
];

/// At the end of a command that goes on in the next line.
const GOES_ON: &str = " \\";

/// Puts fences around them.
pub(super) fn settle(answer: &mut Answer) {
    if !answer.is_evident() {
        return;
    }
    let texts = answer.is_text();
    let mut at = 0;
    let mut found = Vec::new();
    while at < answer.lines.len() {
        let end = (at..answer.lines.len()).find(|at| !texts[*at] || !is_code(answer.text(*at)));
        let end = end.unwrap_or(answer.lines.len());
        if end > at + 1
            && is_sure(&answer.lines[at..end].iter().map(|line| &line.text[..]).collect::<Vec<_>>())
        {
            found.push(at..end);
        }
        at = end.max(at + 1);
    }
    for lines in found.into_iter().rev() {
        answer.say("mistyped-markup", MESSAGE, answer.lines[lines.start].number);
        answer.replace(lines.end..lines.end, &["```", ""]);
        answer.replace(lines.start..lines.start, &["", "```"]);
    }
}

/// The word that a line begins with, and the rest.
fn word(line: &str) -> (&str, &str) {
    let line = line.trim_start();
    line.split_at(
        line.find(|c: char| !(c.is_alphanumeric() || "_#$".contains(c))).unwrap_or(line.len()),
    )
}

/// Whether a line can be one of code.
fn is_code(line: &str) -> bool {
    let text = line.trim();
    let (word, rest) = word(text);
    let is_call = !word.is_empty() && rest.contains('(') && text.ends_with([')', ';', ':', '{']);
    let is_assigned = !word.is_empty() && rest.trim_start().starts_with(['=', '.', '[']);
    !text.is_empty()
        && item(line).is_none()
        && !text.contains(['，', '。', '：', '|'])
        && (is_call
            || is_assigned
            || opens_block(text)
            || [&STATEMENTS[..], &COMMANDS].iter().any(|words| words.contains(&word))
            || text.ends_with([';', '{'])
            || text.ends_with(GOES_ON)
            || text.starts_with("--")
            || ["}", "})", "});", "]", ")"].contains(&text))
}

/// Whether a line opens a block: `if x > 1:`, `for (…) {`.
fn opens_block(text: &str) -> bool {
    BLOCKS.contains(&word(text).0) && text.ends_with([':', '{'])
}

/// Whether lines are code and nothing else: a block with what is in it, statements that end with a mark, a query, or
/// commands.
fn is_sure(lines: &[&str]) -> bool {
    let depth = |line: &str| line.len() - line.trim_start().len();
    let holds = |pair: &[&str]| {
        opens_block(pair[0].trim()) && (pair[0].ends_with('{') || depth(pair[1]) > depth(pair[0]))
    };
    let ends = lines.iter().filter(|line| line.trim_end().ends_with(';')).count();
    let is_of = |words: &[&str]| lines.iter().all(|line| words.contains(&word(line).0));
    lines.windows(2).any(holds)
        || ends > 1
        || lines.iter().any(|line| line.trim_end().ends_with(GOES_ON))
        || word(lines[0]).0 == "SELECT"
        || is_of(&COMMANDS)
        || is_of(&["import", "from"])
}
