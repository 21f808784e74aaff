//! `<<< @/snippets/x.ts#region {2,3}`: a listing from a file.

use std::ops::Range;

use comrak::nodes::{AstNode, NodeValue};

use crate::deck::markdown::Reader;
use crate::deck::markdown::blocks::Content;
use crate::diag::Span;

/// The path in such a line, as it counts from the file that it stands in or, with a slash in front, from
/// the root.
pub(super) fn path(line: &str) -> Option<&str> {
    let written = line.trim().strip_prefix("<<<")?.split_whitespace().next()?;
    let path = written.split('#').next().unwrap_or(written);
    Some(path.strip_prefix('@').unwrap_or(path))
}

/// Takes a paragraph that is such a line.
pub(super) fn take<'a>(
    reader: &mut Reader<'a, '_>,
    node: &'a AstNode<'a>,
    out: &mut Content,
) -> bool {
    let whole = reader.span(node);
    let text = reader.text(whole);
    let end = text.find('\n').unwrap_or(text.len());
    let (span, line) = (whole.within(0..end), text[..end].trim_end());
    let Some(path) = path(line).filter(|_| matches!(node.data().value, NodeValue::Paragraph))
    else {
        return false;
    };
    let found = reader.context.included.find(reader.file, path).cloned();
    let sources = reader.context.sources;
    match found.and_then(Result::ok).and_then(|file| Some((file, sources.get(file)?))) {
        Some((file, source)) => {
            let range = region(&source.text, line);
            let info = info(line, path);
            let text = source.text[range.clone()].trim_end();
            reader.listing(&info, text, Span::new(file, range), out);
        }
        None => reader.ignore(
            "unknown-directive",
            format!("`<<< {path}`, a file that is not there"),
            span,
        ),
    }
    // What stands right below is no part of the line.
    if let Some(below) = text.get(end + 1..).filter(|below| !below.trim().is_empty()) {
        let at = text.len() - below.trim_start().len();
        let mut inner = reader.markdown(whole.within(at..text.len()));
        out.blocks.append(&mut inner.blocks);
    }
    true
}

/// The language, from the line or else the file's ending, and the options.
fn info(line: &str, path: &str) -> String {
    let rest = line.trim().trim_start_matches("<<<").trim_start();
    let rest = rest.split_once(char::is_whitespace).map_or("", |(_, rest)| rest).trim();
    if !rest.is_empty() && !rest.starts_with('{') {
        return rest.to_owned();
    }
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    format!("{ending} {rest}")
}

/// The bytes between `#region name` and `#endregion`; else all of them.
fn region(text: &str, line: &str) -> Range<usize> {
    let written =
        line.trim().trim_start_matches("<<<").split_whitespace().next().unwrap_or_default();
    let Some((_, name)) = written.split_once('#') else { return 0..text.len() };
    let mark = format!("#region {name}");
    let Some(at) = text.find(&mark) else { return 0..text.len() };
    let start = text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
    let end = text[start..].find("#endregion").map_or(text.len(), |end| start + end);
    let end = text[..end].rfind('\n').map_or(end, |line_end| line_end.max(start));
    start..end
}
