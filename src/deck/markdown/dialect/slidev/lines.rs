//! Lines that mean something to Slidev alone: the names of slots, options behind the dollars of a
//! formula, components of MDC.

use crate::deck::markdown::Dialect;
use crate::deck::markdown::attributes;
use crate::deck::markdown::scan::Scan;
use crate::deck::markdown::source::is_dashes;

/// Writes such a line as the parser is to get it; how many lines.
pub(super) fn take(scan: &mut Scan, index: usize) -> usize {
    let line = scan.lines.text(index);
    if scan.found.dialect == Dialect::Slidev
        && let Some(tag) = component(line)
        && let Some(close) = closing(scan, index)
    {
        scan.fences.open_until(close, index, &tag, 0);
        return 1;
    }
    let rewritten = slot(line).or_else(|| template(scan, index)).or_else(|| formula(line));
    let is_component = || is_component(line, is_mdc(scan.front_matter()));
    let Some(rewritten) = rewritten.or_else(|| is_component().then(String::new)) else { return 0 };
    scan.masks[index] = Some(rewritten);
    1
}

/// `::right::` as a comment: that ends a list or a paragraph above it.
fn slot(line: &str) -> Option<String> {
    let name = slot_name(line)?;
    Some(format!("<!--::{name}::-->"))
}

/// `<template #right>` and the end of it, alone on lines, as such a comment and as nothing.
fn template(scan: &Scan, index: usize) -> Option<String> {
    const SLOTS: [&str; 5] = ["default", "left", "right", "top", "bottom"];
    let is_blank = |at: Option<usize>| at.is_none_or(|at| scan.lines.text(at).trim().is_empty());
    let line = scan.lines.text(index).trim();
    if scan.found.dialect != Dialect::Slidev || !line.contains("template") {
        return None;
    }
    if line == "</template>" && is_blank(index.checked_sub(1)) {
        return Some(String::new());
    }
    let name = line.strip_prefix("<template")?.strip_suffix('>')?.trim();
    let name = name.strip_prefix("v-slot:").or_else(|| name.strip_prefix('#'))?;
    let is_apart = is_blank((index + 1 < scan.lines.len()).then_some(index + 1));
    // The parts of other components follow each other.
    (is_apart && !name.contains(['<', '>'])).then(|| match SLOTS.contains(&name) {
        true => format!("<!--::{name}::-->"),
        false => String::new(),
    })
}

/// The name in `::right::` or `:: right ::`.
pub(super) fn slot_name(line: &str) -> Option<&str> {
    let name = line.trim().strip_prefix("::")?.strip_suffix("::")?.trim();
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    (!name.is_empty() && name.chars().all(is_name)).then_some(name)
}

/// `$$ {1|3|all}` without its options.
fn formula(line: &str) -> Option<String> {
    let options = line.trim().strip_prefix("$$")?.trim();
    let inner = options.strip_prefix('{')?.strip_suffix('}')?;
    let is_option = |word: &str| {
        word.bytes().all(|byte| byte.is_ascii_digit())
            || matches!(word, "all" | "none" | "hide" | "at" | "*" | "true" | "false" | "finally")
    };
    inner.split(['|', ',', '-', ':', '{', '}', ' ', '+']).all(is_option).then(|| "$$".to_owned())
}

/// The tag that a line means which opens a block of MDC: `::name`, `::name{…}` or `::name {.class}`.
fn component(line: &str) -> Option<String> {
    let rest = line.trim().strip_prefix("::")?;
    let (name, attributes) = rest.split_at(rest.find([' ', '{']).unwrap_or(rest.len()));
    let inner = attributes.trim();
    let inner =
        if inner.is_empty() { inner } else { inner.strip_prefix('{')?.strip_suffix('}')? };
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || !name.chars().all(is_name) {
        return None;
    }
    let read = attributes::parse(inner);
    let mut tag = format!("<{name}");
    if !read.classes.is_empty() {
        tag += &format!(" class=\"{}\"", read.classes.join(" "));
    }
    for (key, value) in &read.pairs {
        tag += &format!(" {key}=\"{}\"", value.replace('"', "'"));
    }
    Some(tag + ">")
}

/// The line that closes the block of MDC which a line opens, on the same slide.
fn closing(scan: &Scan, index: usize) -> Option<usize> {
    let mut depth = 0;
    for at in index..scan.lines.len() {
        let line = scan.lines.text(at).trim();
        if is_dashes(line) {
            return None;
        }
        depth += usize::from(component(line).is_some());
        if line == "::" {
            depth = depth.checked_sub(1)?;
            if depth == 0 {
                return Some(at);
            }
        }
    }
    None
}

fn is_mdc(front: &str) -> bool {
    let on =
        |line: &str| matches!(line.trim().replace(' ', "").as_str(), "mdc:true" | "comark:true");
    front.lines().any(on)
}

/// `::name{…}`, or the `::` that closes it; a bare `::name` only where the deck says that it has them.
fn is_component(line: &str, is_mdc: bool) -> bool {
    let Some(rest) = line.trim().strip_prefix("::") else { return false };
    let name = rest.split('{').next().unwrap_or_default();
    let is_bare = rest.len() == name.len();
    let is_whole = if is_bare { is_mdc || name.is_empty() } else { rest.ends_with('}') };
    is_whole && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

#[cfg(test)]
mod tests {
    use super::{formula, is_component, slot};

    #[test]
    fn what_is_no_text() {
        assert_eq!(slot(":: left ::").as_deref(), Some("<!--::left::-->"));
        assert_eq!(slot("a::b::"), None);
        assert_eq!(formula("$$ {1|3|all}").as_deref(), Some("$$"));
        assert_eq!(formula("$$ {1|2-3}{at:1}").as_deref(), Some("$$"));
        assert_eq!(formula("$$ {a}"), None);
        assert!(is_component("::alert{type=\"info\"}", false) && is_component("::", false));
        assert!(is_component("::alert", true) && !is_component("::alert", false));
        assert!(!is_component("::a b", true) && !is_component(":: 甲", true));
    }
}
