//! [`Inlines`] → a line of Markdown.

use super::Care;
use super::escape::escape;
use crate::deck::block::plain_text;
use crate::deck::{Image, Inline, Inlines};

/// Writes a run of text. `start`: whether it begins a line.
pub(crate) fn inlines(content: &Inlines, start: bool, care: Care) -> String {
    let mut out = String::new();
    for inline in content {
        let at_start = start && out.is_empty();
        one(&inline.value, at_start, care, &mut out);
    }
    out
}

/// A run of text on the line of a heading.
pub(super) fn heading(content: &Inlines, care: Care) -> String {
    let text = inlines(content, false, care).replace("\\\n", " ");
    // Hashes at the end close a heading.
    let hashes = text.len() - text.trim_end_matches('#').len();
    let bare = text.len() - hashes;
    match hashes {
        0 => text,
        _ => format!("{}\\{}", &text[..bare], &text[bare..]),
    }
}

fn one(inline: &Inline, start: bool, care: Care, out: &mut String) {
    let mut wrapped = |content: &Inlines, open: &str, close: &str| {
        wrap(&inlines(content, false, care), open, close, out);
    };
    match inline {
        Inline::Text(text) => out.push_str(&escape(text, start, care)),
        Inline::Strong(content) => wrapped(content, "**", "**"),
        Inline::Emph(content) => wrapped(content, "*", "*"),
        Inline::Strike(content) => wrapped(content, "~~", "~~"),
        Inline::Highlight(content) => wrapped(content, "==", "=="),
        Inline::Underline(content) => wrapped(content, "<u>", "</u>"),
        Inline::Dotted(content) => wrapped(content, "<em class=\"dotted\">", "</em>"),
        Inline::Ruby { base, reading } => {
            let close = format!("<rt>{}</rt></ruby>", escape(reading, false, care));
            wrapped(base, "<ruby>", &close);
        }
        Inline::Super(content) => wrapped(content, "<sup>", "</sup>"),
        Inline::Sub(content) => wrapped(content, "<sub>", "</sub>"),
        Inline::Code(text) => code(text, out),
        // Between dollars, nothing would be something else.
        Inline::Math(source) if formula(source).is_empty() => {}
        Inline::Math(source) => {
            // Two formulas that touch would open a displayed one.
            if out.ends_with('$') {
                out.push(' ');
            }
            out.push_str(&format!("${}$", formula(source)));
        }
        Inline::Link { url, content } => {
            let bare = plain_text(content) == *url && !url.contains(['<', '>', ' ']);
            out.push_str(&match bare && url.contains("://") {
                true => format!("<{url}>"),
                false => format!("[{}]({})", inlines(content, false, care), address(url)),
            });
        }
        Inline::Image(picture) => out.push_str(&image(picture)),
        // A deck's footnotes have names, which a run of text by itself cannot define.
        Inline::Footnote(content) => wrapped(content, "（", "）"),
        Inline::Break => out.push_str("\\\n"),
    }
}

/// Text between marks. Marks with a blank on their inner side would be text, so its blanks stand outside.
fn wrap(inner: &str, open: &str, close: &str, out: &mut String) {
    let words = inner.trim_matches(' ');
    let (before, rest) = inner.split_at(inner.len() - inner.trim_start_matches(' ').len());
    let after = rest.strip_prefix(words).unwrap_or_default();
    let (open, close) = if words.is_empty() { ("", "") } else { (open, close) };
    [before, open, words, close, after].into_iter().for_each(|part| out.push_str(part));
}

/// Code between more backticks than it has in a row.
fn code(text: &str, out: &mut String) {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    out.push_str(&format!("{fence}{pad}{text}{pad}{fence}"));
}

/// An address as a link has it.
fn address(url: &str) -> String {
    let plain = !url.is_empty()
        && !url.contains(['(', ')', '<', '>'])
        && !url.contains(char::is_whitespace);
    if plain { url.to_owned() } else { format!("<{}>", url.replace(['<', '>', '\n'], "")) }
}

/// A picture with its caption and its width.
pub(super) fn image(image: &Image) -> String {
    let alt: String = image.alt.chars().map(|c| if c == '\n' { ' ' } else { c }).collect();
    let alt = alt.replace('[', "\\[").replace(']', "\\]");
    let caption =
        image.caption.as_ref().map(|caption| format!(" \"{}\"", caption.replace('"', "”")));
    let width = image.width.as_ref().map(|width| format!("width={width}"));
    let height = image.height.as_ref().map(|height| format!("height={height}"));
    let credit = image.credit.as_ref();
    let credit = credit.map(|credit| format!("credit=\"{}\"", credit.replace('"', "”")));
    let attributes: Vec<String> = width.into_iter().chain(height).chain(credit).collect();
    let attributes = match attributes.is_empty() {
        true => String::new(),
        false => format!("{{{}}}", attributes.join(" ")),
    };
    format!("![{alt}]({}{}){}", address(&image.path), caption.unwrap_or_default(), attributes)
}

/// LaTeX as it can stand between dollars: a backslash at its end, which says nothing, would take
/// the closing one for its own.
pub(super) fn formula(source: &str) -> &str {
    let source = source.trim();
    let slashes = source.len() - source.trim_end_matches('\\').len();
    if slashes % 2 == 1 { source[..source.len() - 1].trim_end() } else { source }
}
