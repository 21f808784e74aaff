//! What a listing without a sentence may be called by: the remark that it begins with, or the first name that it
//! calls or declares.

use super::words::WORDS;

/// What marks a line of a listing as a remark of its author.
const REMARKS: &[&str] = &["//", "#", "--", ";;", "%", "/*", "<!--"];

/// The remark that a listing begins with.
pub(super) fn remark(code: &str) -> Option<&str> {
    let line = code.lines().map(str::trim).find(|line| !line.is_empty())?;
    let inner = REMARKS.iter().find_map(|mark| line.strip_prefix(mark))?;
    let text = inner.trim_end_matches("*/").trim_end_matches("-->");
    let text = text.trim_matches(|c: char| c.is_whitespace() || "/#-;%!*=:：".contains(c));
    let says = text.contains(crate::deck::markdown::is_cjk) || text.split(' ').count() >= 3;
    let capital = !text.starts_with(|c: char| c.is_ascii_lowercase());
    (says && capital).then_some(text)
}

/// The first name that a listing calls or declares.
pub(super) fn command(code: &str) -> Option<String> {
    const LONGEST: usize = 24;
    let prompt = |line: &str| {
        ["$ ", "# ", ">>> ", "> ", "% "]
            .iter()
            .find_map(|sign| line.strip_prefix(sign).map(str::to_owned))
    };
    let comment =
        |line: &str| ["#", "//", "--", "/*", "*", "<!"].iter().any(|sign| line.starts_with(sign));
    let lines = code.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut lines = lines.map(|line| prompt(line).unwrap_or_else(|| line.to_owned()));
    let line = lines.find(|line| !comment(line))?;
    let names = line.split(|c: char| !(c.is_ascii_alphanumeric() || "_-.:".contains(c)));
    let mut names =
        names.filter(|name| !name.is_empty() && !WORDS.code_words.has(&name.to_ascii_lowercase()));
    names
        .next()
        // `eval: …` is what a program prints, `.text` what a compiler writes.
        .filter(|name| !name.starts_with('.') && !name.contains(':'))
        .filter(|name| (2..=LONGEST).contains(&name.len()) && name.contains(char::is_alphabetic))
        .map(str::to_owned)
}
