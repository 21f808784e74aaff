//! Markup of books that plain Markdown does not know: roles and labels of MyST, Sphinx and d2l, variables of
//! GitBook. Each is read as what it means (`` :math:`x` ``), or set aside (`` :label:`fig` ``).

use std::collections::BTreeMap;

use super::{Aside, Reason};
use crate::deck::markdown::TextLines;
use crate::diag::{FileId, Span};

/// Roles whose text only names a place in the source, or a measure: readers of the book see a number or nothing.
const NAMELESS: &[&str] = &[
    "label", "width", "height", "eqlabel", "eq", "eqref", "numref", "cite", "citet", "citep",
    "bibliography",
];
/// Roles that link: `text <target>`, or a target alone.
const LINKS: &[&str] = &["ref", "doc", "any", "term"];

/// The lines of a Markdown text that have such markup, without it, by their number from 0; what is set aside
/// goes to `aside`.
pub(super) fn lines(source: &str, file: FileId, aside: &mut Vec<Aside>) -> BTreeMap<usize, String> {
    let (mut made, mut at) = (BTreeMap::new(), 0);
    // At the head of a listing stand options.
    let (mut texts, mut is_head) = (TextLines::new(&[]), false);
    for (number, line) in source.split_inclusive('\n').enumerate() {
        let body = line.trim_end_matches('\n');
        let mut removed = Vec::new();
        let was_open = texts.is_open();
        let is_text = texts.is_text(body);
        is_head = texts.is_open() && (!was_open || is_head && body.trim().starts_with(':'));
        let kept = if is_text {
            without(body, &mut removed)
        } else if is_head && is_option(body.trim()) {
            removed.push(body.trim().to_owned());
            Some(String::new())
        } else {
            None
        };
        if let Some(kept) = kept {
            made.insert(number, kept);
        }
        for text in removed {
            let start = at + body.find(&text).unwrap_or(0);
            let span = Span::new(file, start..start + text.len());
            aside.push(Aside { span, text, reason: Reason::Hidden });
        }
        at += line.len();
    }
    made
}

/// Whether a line is an option of a notebook's cell: `:tags: [hide-input]`.
fn is_option(line: &str) -> bool {
    line.strip_prefix(":tags: [").is_some_and(|rest| rest.ends_with(']'))
}

/// A line without such markup; `None` if it has none.
fn without(line: &str, removed: &mut Vec<String>) -> Option<String> {
    if is_target(line.trim()) {
        removed.push(line.trim().to_owned());
        return Some(String::new());
    }
    let (mut out, mut rest, mut found) = (String::new(), line, false);
    while let Some(at) = rest.find(['`', ':', '{', '[']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let part = role(rest).or_else(|| variable(rest)).or_else(|| link(rest));
        let (length, text) = match part {
            Some((length, text)) => {
                found = true;
                if !text.starts_with('[') {
                    removed.push(rest[..length].to_owned());
                }
                (length, text)
            }
            None => (code(rest), rest[..code(rest)].to_owned()),
        };
        rest = &rest[length..];
        join(&mut out, &text, &mut rest);
    }
    out.push_str(rest);
    let bare = out.trim().trim_start_matches('#').is_empty();
    found.then(|| if bare { String::new() } else { out })
}

/// Appends what a piece became; of the blanks around one that is gone, one stays between words.
fn join(out: &mut String, text: &str, rest: &mut &str) {
    out.push_str(text);
    if text.is_empty() && out.ends_with(' ') {
        let word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let next = rest.trim_start();
        let apart = word(out.trim_end().chars().last()) && word(next.chars().next());
        let marker =
            out.trim().is_empty() || out.trim_end().ends_with(['#', '-', '*', '+', '.', '>']);
        if !apart && !next.is_empty() && !marker {
            out.truncate(out.trim_end().len());
        }
        *rest = next;
    }
}

/// The target of links in MyST: `(eq:area)=`.
fn is_target(line: &str) -> bool {
    let name = line.strip_prefix('(').and_then(|rest| rest.strip_suffix(")="));
    let part = |c: char| c.is_ascii_alphanumeric() || "_-:./".contains(c);
    name.is_some_and(|name| !name.is_empty() && name.chars().all(part))
}

/// The length of a span of code, or of the one character that begins the text.
fn code(text: &str) -> usize {
    let ticks = text.len() - text.trim_start_matches('`').len();
    let end = text[ticks..].find(&text[..ticks]).filter(|_| ticks > 0);
    end.map_or(ticks.max(1), |end| 2 * ticks + end)
}

/// A role at the beginning of a text, `` :ref:`a` `` or `` {ref}`a` ``: its length and what it means.
fn role(text: &str) -> Option<(usize, String)> {
    let (open, close) = if text.starts_with(':') { (':', ":`") } else { ('{', "}`") };
    let (name, rest) = text.strip_prefix(open)?.split_once(close)?;
    let content = &rest[..rest.find('`')?];
    let known = |c: char| c.is_ascii_lowercase() || c == '-' || c == ':';
    if name.is_empty() || !name.chars().all(known) || content.is_empty() {
        return None;
    }
    let length = 1 + name.len() + close.len() + content.len() + 1;
    let meaning = match name {
        _ if NAMELESS.contains(&name) => String::new(),
        "math" => format!("${content}$"),
        _ if LINKS.contains(&name) => {
            let named = content.split_once(" <").map(|(text, _)| text.trim().to_owned());
            named.unwrap_or_else(|| if name == "term" { content.to_owned() } else { String::new() })
        }
        _ => format!("`{content}`"),
    };
    Some((length, meaning))
}

/// A variable of a book, `{{ book.console }}`: its length and its last name. `page.title` stands for a text that
/// is not there.
fn variable(text: &str) -> Option<(usize, String)> {
    let inner = text.strip_prefix("{{")?;
    let inner = &inner[..inner.find("}}")?];
    let (of, name) = inner.trim().split_once('.')?;
    let part = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
    let book = matches!(of, "book" | "page" | "site" | "config");
    let length = inner.len() + "{{}}".len();
    let name = name.rsplit('.').next().filter(|_| of == "book").unwrap_or_default();
    (book && inner.trim().chars().all(part)).then(|| (length, name.to_owned()))
}

/// A link whose address stands in brackets, `[shop][https://…]`: its length and the link.
fn link(text: &str) -> Option<(usize, String)> {
    let (name, rest) = text.strip_prefix('[')?.split_once("][http")?;
    let address = &rest[..rest.find(']')?];
    let plain = !name.contains(['[', ']']) && !address.contains(char::is_whitespace);
    let length = name.len() + address.len() + "[][http]".len();
    plain.then(|| (length, format!("[{name}](http{address})")))
}
