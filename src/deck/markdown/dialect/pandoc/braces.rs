//! Attributes in braces, as Pandoc reads them → as the parser does: `{-}`, words without a value, values in
//! single quotes, with a comma or a blank beside them, and braces right behind a heading.

use crate::deck::markdown::attributes::{self, Attributes};
use crate::deck::markdown::scan::Scan;
use crate::deck::markdown::source::heading_level;

/// Rewrites the attributes of a line that the parser would not read; how many lines.
pub(super) fn take(scan: &mut Scan, index: usize) -> usize {
    let line = scan.lines.text(index).trim_end();
    if !line.contains('{') {
        return 0;
    }
    let rewritten = match heading_level(line) {
        Some(_) => heading(line),
        None => pictures(line),
    };
    rewritten.filter(|new| new != line).map_or(0, |new| scan.rewrite(index, new))
}

/// A heading with its attributes; `None` if it has none.
fn heading(line: &str) -> Option<String> {
    let (before, inner) = line.strip_suffix('}')?.rsplit_once('{')?;
    let (inner, title) = (inner.trim(), before.trim_end());
    let read = attributes::parse(inner);
    let is_quoted = inner.contains(['"', '\'']);
    let is_known = match before == title {
        // Right behind a word, braces may be those of a set.
        true => inner.starts_with(['.', '#']) || !read.pairs.is_empty() && is_quoted,
        false => inner == "-" || !read.pairs.is_empty() || inner.starts_with(['.', '#']),
    };
    // Behind a span, code or a link, they are those of that.
    let is_link =
        title.ends_with(')') && title.rfind('(').is_some_and(|at| title[..at].ends_with(']'));
    let is_of_span = before == title && (title.ends_with([']', '`']) || is_link);
    let is_free = !is_of_span && !title.trim_start_matches('#').is_empty() && !inner.contains('}');
    (is_known && is_free).then(|| format!("{title} {{{}}}", written(inner, read)))
}

/// A line with the attributes of its pictures and links; `None` if it has none.
fn pictures(line: &str) -> Option<String> {
    let (mut out, mut rest, mut changed) = (String::new(), line, false);
    while let Some((before, behind)) = rest.split_once("){") {
        let Some((inner, after)) = behind.split_once('}') else { break };
        let read = attributes::parse(inner);
        // What the parser reads by itself stays as it is written.
        let is_odd = inner.starts_with(' ') || inner.contains(['\'', ',']);
        out.push_str(before);
        if is_odd && !read.pairs.is_empty() {
            out.push_str(&format!("){{{}}}", written(inner.trim(), read)));
            changed = true;
        } else {
            out.push_str(&format!("){{{inner}}}"));
        }
        rest = after;
    }
    changed.then(|| out + rest)
}

/// Attributes as the parser reads them.
fn written(inner: &str, read: Attributes) -> String {
    let is_class =
        |word: &str| inner.split_whitespace().any(|written| written.contains(&format!(".{word}")));
    let id = read.id.map(|id| format!("#{id}"));
    let classes = read.classes.iter().map(|class| match class.as_str() {
        "-" => ".unnumbered".to_owned(),
        class if is_class(class) => format!(".{class}"),
        bare => format!("{bare}=true"),
    });
    let pairs = read.pairs.iter().map(|(key, value)| match value.contains('"') {
        true => format!("{key}='{value}'"),
        false => format!("{key}=\"{value}\""),
    });
    id.into_iter().chain(classes).chain(pairs).collect::<Vec<_>>().join(" ")
}
