//! What is no text in a line of Slidev's: values and icons of Vue, components and attributes of MDC.

use comrak::nodes::{AstNode, NodeValue};

use crate::deck::markdown::{Reader, closing};
use crate::diag::Span;

/// A text without it. `None`: there is no such thing in it.
pub(super) fn plain(reader: &mut Reader, text: &str, span: Span) -> Option<String> {
    let mut plain: Option<String> = None;
    for take in [expressions, icons, components, attributes] {
        let taken = take(reader, plain.as_deref().unwrap_or(text), span);
        plain = taken.or(plain);
    }
    plain
}

/// Takes `<carbon:sun/>` out of a paragraph: to the parser it is an address.
pub(super) fn take_icons<'a>(reader: &mut Reader<'a, '_>, node: &'a AstNode<'a>) {
    let icon = |node: &AstNode| match &node.data().value {
        NodeValue::Link(link) => icon_name(link.url.strip_suffix('/')?).then(|| link.url.clone()),
        _ => None,
    };
    let found: Vec<_> = node.descendants().filter_map(|node| Some((node, icon(node)?))).collect();
    for (node, url) in found {
        let span = reader.span(node);
        if reader.text(span).starts_with('<') {
            reader.ignore("undrawn-icon", format!("`{}`", url.trim_end_matches('/')), span);
            node.detach();
        }
    }
}

fn icon_name(name: &str) -> bool {
    let is_word = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_lowercase())
            && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    name.split_once(':').is_some_and(|(set, icon)| is_word(set) && is_word(icon))
}

/// Takes what stands between two places out of a text; the blank behind it goes with one before it.
fn cut(text: &str, start: usize, end: usize) -> [&str; 2] {
    let (before, after) = (&text[..start], &text[end..]);
    [before, if before.ends_with(' ') { after.trim_start() } else { after }]
}

/// `{{ … }}`, which Vue puts a value in the place of.
fn expressions(reader: &mut Reader, text: &str, span: Span) -> Option<String> {
    let start = text.find("{{")?;
    let end = start + text[start..].find("}}")? + 2;
    reader.ignore("unknown-directive", format!("`{}`", &text[start..end]), span);
    let out = cut(text, start, end).concat();
    expressions(reader, &out, span).or(Some(out))
}

/// `<carbon:sun class="…" />`.
fn icons(reader: &mut Reader, text: &str, span: Span) -> Option<String> {
    let end = text.find("/>")? + 2;
    let start = text[..end].rfind('<')?;
    let name = text[start + 1..end].split([' ', '/']).next().filter(|name| icon_name(name))?;
    reader.ignore("undrawn-icon", format!("`{name}`"), span);
    let out = cut(text, start, end).concat();
    icons(reader, &out, span).or(Some(out))
}

/// `:name[词]{…}` and `:name{…}`: the text in the brackets stays.
fn components(reader: &mut Reader, text: &str, span: Span) -> Option<String> {
    let (start, name) = text.match_indices(':').find_map(|(at, _)| {
        let rest = &text[at + 1..];
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-')?;
        let is_name = rest.starts_with(|c: char| c.is_ascii_lowercase());
        let is_apart = !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == ':');
        let opens = rest[end..].starts_with(['[', '{']);
        (is_name && is_apart && opens).then_some((at, &rest[..end]))
    })?;
    let mut at = start + 1 + name.len();
    let mut inner = "";
    if let Some(length) = bracket(&text[at..], '[', ']') {
        inner = &text[at + 1..at + length - 1];
        at += length;
    }
    at += bracket(&text[at..], '{', '}').unwrap_or(0);
    if at == start + 1 + name.len() {
        return None;
    }
    reader.ignore("unknown-directive", format!("`:{name}`"), span);
    let [before, after] = cut(text, start, at);
    let after = if inner.is_empty() { after } else { &text[at..] };
    let out = [before, inner, after].concat();
    components(reader, &out, span).or(Some(out))
}

/// How long the bracket is that a text begins with.
fn bracket(text: &str, open: char, close: char) -> Option<usize> {
    closing(text.strip_prefix(open)?, open, close).map(|at| at + 2)
}

/// The attributes of MDC: `[词]{.red}`, and `{style="…"}` behind other markup.
fn attributes(reader: &mut Reader, text: &str, span: Span) -> Option<String> {
    let is_mark = |inner: &str| {
        inner.starts_with(['.', '#', ':'])
            || inner.split_whitespace().next().is_some_and(|word| word.contains('='))
    };
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, (mark, after))) =
        rest.find('{').map(|at| (&rest[..at], rest[at + 1..].split_once('}').unwrap_or(("", ""))))
    {
        let opening = before.strip_suffix(']').and_then(|inner| inner.rfind('['));
        let follows =
            opening.is_some() || before.trim().is_empty() && out.is_empty() || is_sure(mark);
        if !is_mark(mark) || !follows {
            let length = before.len() + 1;
            out.push_str(&rest[..length]);
            rest = &rest[length..];
            continue;
        }
        match opening {
            Some(at) => {
                out.push_str(&before[..at]);
                out.push_str(&before[at + 1..before.len() - 1]);
            }
            // A blank between the text and its marks is none of either.
            None => out.push_str(before.trim_end_matches(' ')),
        }
        reader.ignore("unknown-directive", format!("`{{{mark}}}`"), span);
        rest = after;
    }
    out.push_str(rest);
    (out != text).then_some(out)
}

/// Whether braces hold attributes and nothing else, wherever they stand: `{.red}`, `{style="…"}`.
fn is_sure(mark: &str) -> bool {
    let is_class = |word: &str| {
        let name = word.strip_prefix(['.', '#']).unwrap_or_default().trim_start_matches(['-', '!']);
        name.starts_with(|c: char| c.is_ascii_alphabetic())
    };
    let is_pair = mark.split_once("=\"").is_some_and(|(key, rest)| {
        rest.ends_with('"') && key.chars().all(|c| c.is_ascii_alphanumeric() || "-:@ .".contains(c))
    });
    is_pair || mark.split_whitespace().next().is_some_and(is_class)
}
