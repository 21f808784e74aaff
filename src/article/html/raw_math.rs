//! Formulas as text between delimiters, on pages that load MathJax or KaTeX: `\(…\)`, `\[…\]`,
//! `$$…$$`, and `$…$` where the page enables it.

use super::dom::Dom;
use super::run::Line;
use crate::deck::{Inline, Inlines, Spanned};
use crate::diag::Span;

/// Which delimiters mark formulas on a page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Delimiters {
    /// `\(…\)`, `\[…\]` and `$$…$$`.
    pub(super) long: bool,
    /// `$…$`.
    pub(super) dollar: bool,
}

impl Delimiters {
    /// The delimiters that a page's scripts and their configuration enable.
    pub(super) fn of(dom: &Dom) -> Self {
        let mut found = Self::default();
        for id in dom.descendants(Dom::ROOT) {
            let (text, address) = match dom.name(id) {
                "script" => (dom.all_text(id), dom.attribute(id, "src")),
                "link" => (String::new(), dom.attribute(id, "href")),
                _ => continue,
            };
            let address = address.unwrap_or_default().to_lowercase();
            let lower = text.to_lowercase();
            let loads = |name| address.contains(name) || lower.contains(name);
            found.long |= loads("mathjax") || loads("katex");
            let quoted = ["'$'", "\"$\""].iter().any(|dollar| text.contains(dollar));
            found.dollar |= quoted && (lower.contains("inlinemath") || lower.contains("left"));
        }
        found
    }
}

/// A formula in a text: its bytes, its TeX, and whether it stands on its own line.
struct Found<'a> {
    start: usize,
    end: usize,
    tex: &'a str,
    display: bool,
}

/// The next formula in a text.
fn next(text: &str, delimiters: Delimiters) -> Option<Found<'_>> {
    /// Bytes of the longest formula that is looked for.
    const LONGEST: usize = 4000;
    let pairs =
        [("\\(", "\\)", false), ("\\[", "\\]", true), ("$$", "$$", true), ("$", "$", false)];
    let mut from = 0;
    while let Some(start) = text[from..].find(['\\', '$']).map(|at| at + from) {
        let pair = pairs.iter().find(|(open, ..)| text[start..].starts_with(open));
        let (open, close, display) = *pair.unwrap_or(&("\\", "", false));
        let inner = start + open.len();
        from = inner;
        if close.is_empty() || open == "$" && !delimiters.dollar {
            continue;
        }
        let rest = &text[inner..text.floor_char_boundary(inner + LONGEST)];
        let length = rest.find(close).filter(|length| !rest[..*length].trim().is_empty());
        if let Some(length) = length {
            let (tex, end) = (rest[..length].trim(), inner + length + close.len());
            return Some(Found { start, end, tex, display });
        }
    }
    None
}

/// Splits a line at displayed formulas, and converts inline ones.
pub(super) fn split(content: Inlines, delimiters: Delimiters) -> Vec<Line> {
    if !delimiters.long {
        return vec![Line::Text(content)];
    }
    let mut lines = vec![Line::Text(Inlines::new())];
    for inline in content {
        match inline.value {
            Inline::Text(text) => split_text(&text, inline.span, delimiters, &mut lines),
            mut value => {
                if let Some(content) = value.content_mut() {
                    *content = inline_only(std::mem::take(content), delimiters);
                }
                push(&mut lines, value, inline.span);
            }
        }
    }
    lines
}

fn split_text(text: &str, span: Span, delimiters: Delimiters, lines: &mut Vec<Line>) {
    let mut at = 0;
    while let Some(found) = next(&text[at..], delimiters) {
        let place = |range: std::ops::Range<usize>| span.within(range);
        if found.start > 0 {
            let before = text[at..at + found.start].to_owned();
            push(lines, Inline::Text(before), place(at..at + found.start));
        }
        let span = place(at + found.start..at + found.end);
        if found.display {
            lines.push(Line::Math(found.tex.to_owned(), span));
            lines.push(Line::Text(Inlines::new()));
        } else {
            push(lines, Inline::Math(found.tex.to_owned()), span);
        }
        at += found.end;
    }
    if at < text.len() {
        push(lines, Inline::Text(text[at..].to_owned()), span.within(at..text.len()));
    }
}

/// As [`split`], where formulas cannot be displayed on lines of their own.
fn inline_only(content: Inlines, delimiters: Delimiters) -> Inlines {
    let mut out = Inlines::new();
    for line in split(content, delimiters) {
        match line {
            Line::Text(content) => out.extend(content),
            Line::Math(tex, span) => out.push(Spanned::new(Inline::Math(tex), span)),
        }
    }
    out
}

fn push(lines: &mut [Line], inline: Inline, span: Span) {
    if let Some(Line::Text(content)) = lines.last_mut() {
        content.push(Spanned::new(inline, span));
    }
}
