//! Remarks as documentation, notebooks and blogs mark them → as GitHub does: `!!! note "Title"`, and
//! fences that are called by the kind of a remark. Line by line, so that every line keeps its number.

use std::collections::BTreeMap;

use crate::deck::markdown::code_fence;

/// `!!! note "Title"` of MkDocs, `??? tip`, as GitHub writes it.
pub(super) fn admonition(line: &str) -> Option<String> {
    let rest = line.strip_prefix("!!! ").or_else(|| line.strip_prefix("??? "))?;
    let rest = rest.trim_start_matches("+ ");
    let (kind, title) = rest.split_once(' ').unwrap_or((rest, ""));
    Some(alert(kind_of(kind.trim_matches('"')).unwrap_or("NOTE"), title))
}

/// The lines of fences that are remarks, by their numbers from 0, as GitHub writes them.
pub(super) fn fenced(source: &str) -> BTreeMap<usize, String> {
    let lines: Vec<&str> = source.lines().collect();
    let mut made = BTreeMap::new();
    let mut at = 0;
    while at < lines.len() {
        let Some((info, end)) = listing(&lines, at) else {
            at += 1;
            continue;
        };
        if let Some(head) = remark(info) {
            made.insert(at, head);
            made.extend((at + 1..end).map(|line| (line, format!("> {}", lines[line]))));
            made.insert(end, String::new());
        }
        at = end + 1;
    }
    made
}

/// What stands behind the fence that opens at a line, and the line that closes it.
fn listing<'l>(lines: &[&'l str], at: usize) -> Option<(&'l str, usize)> {
    let (mark, count, info) = fence(lines[at])?;
    let closes = |line: &&str| {
        fence(line)
            .is_some_and(|(sign, length, rest)| sign == mark && length >= count && rest.is_empty())
    };
    let length = lines[at + 1..].iter().position(closes)?;
    Some((info, at + 1 + length))
}

/// The mark of a fence, how often it stands there, and what follows; not of one in an item or a quotation.
fn fence(line: &str) -> Option<(char, usize, &str)> {
    let line = line.trim();
    line.starts_with(['`', '~']).then(|| code_fence(line))?
}

/// The first line of the remark that a fence is: `tip Title`, `{tip} Title` of MyST, `ad-tip` of Obsidian,
/// `admonish tip "Title"` of mdBook.
fn remark(info: &str) -> Option<String> {
    /// Names that no listing has by itself.
    const SURE: &[&str] = &["note", "tip", "hint", "important", "warning", "attention", "caution"];
    let (name, rest) = info.split_once(char::is_whitespace).unwrap_or((info, ""));
    let (name, title) = match name {
        "admonish" => rest.trim().split_once(' ').unwrap_or((rest.trim(), "")),
        _ => (name, rest),
    };
    let inner = name.strip_prefix("ad-").or_else(|| name.strip_prefix('{')?.strip_suffix('}'));
    let kind = match inner {
        Some(inner) => kind_of(inner)?,
        None if rest != title || SURE.contains(&name) => kind_of(name)?,
        None => return None,
    };
    Some(alert(kind, title))
}

fn alert(kind: &str, title: &str) -> String {
    let title = title.trim().trim_matches('"');
    format!("> [!{kind}] {title}").trim_end().to_owned()
}

/// GitHub's name for a kind of remark.
fn kind_of(name: &str) -> Option<&'static str> {
    Some(match name.to_lowercase().as_str() {
        "note" | "info" | "abstract" | "summary" | "question" => "NOTE",
        "tip" | "hint" | "success" | "example" => "TIP",
        "important" => "IMPORTANT",
        "warning" | "attention" => "WARNING",
        "danger" | "error" | "bug" | "failure" | "caution" => "CAUTION",
        _ => return None,
    })
}
