//! Formulas in plain text: `$…$` and `\\(…\\)` among words, if what is between is TeX; `$$…$$`, `\\[…\\]` and
//! a lone `$…$` on lines of their own.

use std::ops::Range;

use super::lines::Line;
use crate::deck::{Inline, Inlines};

/// The delimiters of a formula on lines of its own.
const DISPLAYED: [(&str, &str); 2] = [("$$", "$$"), ("\\[", "\\]")];
/// Most lines of such a formula.
const MOST_LINES: usize = 30;

/// The runs of lines that are a formula each.
pub(super) fn displayed(lines: &[Line]) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let end = formula_end(lines, at);
        runs.extend(end.map(|end| at..end));
        at = end.unwrap_or(at + 1);
    }
    runs
}

/// The line behind a formula that begins with a line.
pub(super) fn formula_end(lines: &[Line], at: usize) -> Option<usize> {
    let text = lines[at].text;
    if lone(text).is_some() {
        return Some(at + 1);
    }
    let (open, close) = DISPLAYED.iter().find(|(open, _)| text.starts_with(open))?;
    let behind = &text[open.len()..];
    if behind.contains(close) {
        return (behind.find(close)? + close.len() == behind.len()).then_some(at + 1);
    }
    let rest = lines[at + 1..].iter().take(MOST_LINES);
    let more = rest.take_while(|line| !line.text.ends_with(close)).count();
    lines.get(at + 1 + more).is_some_and(|last| last.text.ends_with(close)).then_some(at + 2 + more)
}

/// The TeX of a line that is one `$…$` and nothing else.
fn lone(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('$')?.strip_suffix('$')?;
    let inner = inner.trim();
    (!inner.is_empty() && !inner.contains('$') && inner.contains(['\\', '_', '^', '=', '{']))
        .then_some(inner)
}

/// The TeX of lines that are a formula, without the delimiters.
pub(super) fn tex(lines: &[Line]) -> String {
    let joined = lines.iter().map(|line| line.text).collect::<Vec<_>>().join("\n");
    let pairs = DISPLAYED.iter().chain(&[("$", "$")]);
    let inner = pairs.copied().find_map(|(open, close)| {
        joined.strip_prefix(open).and_then(|rest| rest.strip_suffix(close))
    });
    inner.unwrap_or(&joined).trim().to_owned()
}

/// The delimiters of a formula.
const MARKS: [(&str, &str); 2] = [("\\(", "\\)"), ("$", "$")];
/// Most bytes of an inline formula.
const LONGEST: usize = 200;

/// Splits texts at their formulas.
pub(super) fn part(content: Inlines) -> Inlines {
    let mut out = Inlines::new();
    for inline in content {
        match &inline.value {
            Inline::Text(text) if text.contains(['$', '\\']) => {
                pieces(text, &mut |value| out.push(inline.with(value)));
            }
            _ => out.push(inline),
        }
    }
    out
}

fn pieces(text: &str, push: &mut impl FnMut(Inline)) {
    let mut rest = text;
    while let Some((at, open, length, close)) = first(rest) {
        if at > 0 {
            push(Inline::Text(rest[..at].to_owned()));
        }
        push(Inline::Math(rest[at + open..at + open + length].trim().to_owned()));
        rest = &rest[at + open + length + close..];
    }
    if !rest.is_empty() {
        push(Inline::Text(rest.to_owned()));
    }
}

/// The first formula: its start, and the lengths of the opening delimiter, the content and the
/// closing delimiter.
fn first(text: &str) -> Option<(usize, usize, usize, usize)> {
    text.char_indices().filter(|(_, c)| matches!(c, '$' | '\\')).find_map(|(at, _)| {
        let (open, close) = MARKS.iter().find(|(open, _)| text[at..].starts_with(open))?;
        let inner = &text[at + open.len()..];
        let near = &inner[..inner.floor_char_boundary(LONGEST)];
        let length = near.find(close).filter(|length| is_tex(&near[..*length]))?;
        Some((at, open.len(), length, close.len()))
    })
}

/// Whether the text between two dollars is a formula, not the text between two prices.
fn is_tex(inner: &str) -> bool {
    let signs = inner.contains(['\\', '_', '^', '=', '{']) || inner.chars().count() <= 2;
    let letters = inner.starts_with(|c: char| c.is_ascii_alphabetic() || c == '\\' || c == '(');
    signs && letters && !inner.contains('$') && !inner.ends_with(' ') && inner.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::part;
    use crate::deck::block::plain_text;
    use crate::deck::{Inline, Spanned};
    use crate::diag::Span;

    #[test]
    fn formulas_are_found() {
        for (text, wanted) in [
            ("输入是$h_{t-1}$与$x_t$。", vec!["h_{t-1}", "x_t"]),
            ("看 \\(f_t = W x_t\\)，它", vec!["f_t = W x_t"]),
            ("从 $5 涨到 $10，再到 $20", vec![]),
            ("价格 $5 或 x_t", vec![]),
        ] {
            let content = vec![Spanned::new(Inline::Text(text.into()), Span::DETACHED)];
            let parts = part(content);
            let math = parts.iter().filter_map(|one| match &one.value {
                Inline::Math(text) => Some(text.as_str()),
                _ => None,
            });
            assert_eq!(math.collect::<Vec<_>>(), wanted, "{}", plain_text(&parts));
        }
    }
}
