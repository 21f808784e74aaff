//! Dollars, and brackets behind backslashes, that make no formula.

use comrak::nodes::{AstNode, NodeValue};

use super::hidden::Behind;
use super::{Correction, Judge};
use crate::deck::markdown::is_cjk;

impl Judge<'_> {
    /// What begins a formula that is none.
    pub(super) fn formula(&self, node: &AstNode) -> Option<Correction> {
        let data = node.data();
        let NodeValue::Math(math) = &data.value else { return None };
        let start = self.offset(data.sourcepos.start);
        let bracket =
            ["\\(", "\\["].into_iter().find(|sign| self.written[start..].starts_with(sign));
        if let Some(bracket) = bracket {
            let range = start..start + bracket.len();
            return (!is_bracketed(&math.literal, math.display_math))
                .then_some(Correction::Hide(range, Behind::Escape));
        }
        let sign = if math.display_math { "$$" } else { "$" };
        let range = self.locate(node.data().sourcepos.start, sign)?;
        let end = self.offset(data.sourcepos.end);
        let after = self.written.get(end + 1..).and_then(|rest| rest.chars().next());
        let before = self.before(range.start);
        let is_formula = !math.dollar_math && is_whole(&math.literal)
            || is_formula(&math.literal, math.display_math, before, after);
        (!is_formula).then_some(Correction::Hide(range, Behind::Sign))
    }
}

/// Whether what stands between two dollars is a formula; the characters are those outside.
pub(super) fn is_formula(
    text: &str,
    display: bool,
    before: Option<char>,
    after: Option<char>,
) -> bool {
    is_whole(text) && (display || !(is_loose(text, before, after) || is_price(text)))
}

/// Whether nothing is cut in it: code is stronger than a dollar, and braces come in pairs.
fn is_whole(text: &str) -> bool {
    let escaped = text.replace("\\{", "").replace("\\}", "");
    let balanced = escaped.matches('{').count() == escaped.matches('}').count();
    let strange = text.contains('`') || text.contains('"') && !text.contains("\\text");
    !strange && (balanced || has_command(text))
}

/// Whether a text has a command of TeX's.
fn has_command(text: &str) -> bool {
    text.split('\\').skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// Whether the dollars belong to what stands outside of them: `$PATH、$HOME`, `$a/$b`, `${a}${b}`,
/// `5$到10$`.
fn is_loose(text: &str, before: Option<char>, after: Option<char>) -> bool {
    let (first, last) = (text.chars().next(), text.chars().next_back());
    let stops = |c: Option<char>| c.is_some_and(|c| "，。、；：！？".contains(c));
    let word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
    let han = |c: Option<char>| c.is_some_and(is_cjk);
    let among = |c: Option<char>, signs: &str| c.is_some_and(|c| signs.contains(c));
    // `p^+` ends with a sign that is raised.
    let raised = text.ends_with(|c: char| "+-*".contains(c)) && text.contains(['^', '_']);
    stops(first)
        || stops(last)
        || after == Some('{')
        || word(after) && (han(last) || among(last, "=+-*/,.:;&|<>\\") && !raised && text.len() > 1)
        || word(before) && (han(first) || among(first, "/,;:-|") && text.len() > 1)
}

/// Whether it begins with an amount of money: `$5 买…，US$`.
fn is_price(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    let words = rest
        .split_whitespace()
        .filter(|word| word.len() > 1 && word.chars().all(|c| c.is_ascii_alphabetic()));
    rest.len() < text.len()
        && !text.contains(['\\', '=', '^', '_', '×'])
        && (rest.contains(is_cjk) || words.count() > 1)
}

/// Whether brackets behind backslashes are a formula's and not escaped: `\(x_1\)`, but `\[1\]`.
fn is_bracketed(text: &str, display: bool) -> bool {
    let plain = without_escapes(text);
    let means = plain.contains(['^', '_', '=', '+', '<', '>', '|', '\'']);
    let words = plain.split(|c: char| !c.is_ascii_alphabetic()).any(|word| word.len() > 2);
    let letters = plain.contains(|c: char| c.is_ascii_alphabetic());
    let terse = means || !display && letters && !words;
    // TeX has no such commands.
    let foreign = |c: char| c.is_ascii_punctuation() && !"{}|,;!:%&_#$".contains(c);
    let escapes = text.split('\\').skip(1).any(|rest| rest.starts_with(foreign));
    !text.contains('`')
        && !escapes
        && !has_dollar(text)
        && (has_command(text) || terse && !plain.contains(is_cjk))
}

/// Whether a dollar stands in it that no braces enclose, as those of `\text{…}` do: a formula holds no other one.
fn has_dollar(text: &str) -> bool {
    let (mut depth, mut is_escaped) = (0usize, false);
    text.chars().any(|c| {
        let is_sign = !std::mem::take(&mut is_escaped);
        match c {
            '\\' => is_escaped = is_sign,
            '{' if is_sign => depth += 1,
            '}' if is_sign => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == '$' && is_sign && depth == 0
    })
}

/// A text without the signs that are escaped in it.
fn without_escapes(text: &str) -> String {
    let mut pieces = text.split('\\');
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |out, piece| {
        out + piece.strip_prefix(|c: char| c.is_ascii_punctuation()).unwrap_or(piece)
    })
}
