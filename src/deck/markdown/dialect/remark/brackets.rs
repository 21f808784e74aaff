//! Classes around brackets: `.center[…]` on a line, `.left-column[` … `]` around several.

use comrak::nodes::{AstNode, NodeValue};

use super::knitr;
use crate::deck::markdown::blocks::Content;
use crate::deck::markdown::scan::{Mark, Scan};
use crate::deck::markdown::source::is_dashes;
use crate::deck::markdown::{Reader, attributes, closing as closing_bracket};
use crate::deck::{Block, Column, Spanned};
use crate::diag::Span;

/// Classes of what stands side by side.
const COLUMNS: [&str; 8] = [
    "left-column", "right-column", "pull-left", "pull-right", "column", "col", "left-col",
    "right-col",
];

/// The classes in front of the bracket that a text begins with, and how long both are.
fn opening(text: &str) -> Option<(&str, usize)> {
    let at = text.find('[').filter(|_| text.starts_with('.'))?;
    let is_name = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
    };
    let names = &text[1..at];
    names.split('.').all(is_name).then_some((names, at + 1))
}

/// Whether a line opens such a bracket.
pub(super) fn opens(line: &str) -> bool {
    opening(line).is_some()
}

/// Takes a line that opens a bracket; how many lines.
pub(super) fn take(scan: &mut Scan, index: usize) -> usize {
    let line = scan.lines.text(index);
    let indent = line.len() - line.trim_start().len();
    let Some((names, length)) = opening(line.trim_start()) else { return 0 };
    let inside = indent + length;
    let Some((last, at)) = closing(scan, index, inside) else { return 0 };
    if chain(scan, index, names, inside) {
        return 1;
    }
    let (rest, end) = (&line[inside..], scan.lines.text(last));
    if last == index {
        if !line[at + 1..].trim().is_empty() || is_column_name(names) {
            return 0;
        }
        scan.found.left_out.push((format!("`.{names}[…]`"), index + 1));
        let inner = &line[inside..at];
        let mut inner = knitr::named(inner).unwrap_or_else(|| inner.to_owned());
        let is_picture = inner.starts_with("![") && inner.ends_with(')');
        if let Some(share) = share(names).filter(|_| is_picture) {
            inner += &format!("{{width={share}}}");
        }
        return scan.rewrite(index, format!("{}{inner}", &line[..indent]));
    }
    if rest.trim().is_empty() && end.trim() == "]" {
        scan.fences.open_until(last, index, &format!(".{}", names.replace('.', " .")), 0);
        return 1;
    }
    // The blank line below can say the same as a bracket behind text.
    let is_free = end[at + 1..].trim().is_empty()
        && (last + 1..scan.lines.len()).next().is_some_and(|at| scan.lines.text(at).is_empty());
    if rest.trim().is_empty() && is_free && is_column_name(names) {
        scan.rewrite(last, end[..at].to_owned());
        scan.fences.open_until(last + 1, index, &format!(".{}", names.replace('.', " .")), 0);
        return 1;
    }
    scan.found.left_out.push((format!("`.{names}[…]`"), index + 1));
    scan.rewrite(last, format!("{}{}", &end[..at], &end[at + 1..]));
    scan.rewrite(index, rest.to_owned())
}

/// Takes brackets around columns of which one opens on the line that closes the one before it: what they mean is
/// written as HTML, each line of it a block by itself.
fn chain(scan: &mut Scan, index: usize, names: &str, inside: usize) -> bool {
    let classes = |names: &str| names.replace('.', " ");
    let first = format!("<!----><div class=\"columns\"><div class=\"{}\">", classes(names));
    let mut lines = vec![(index, first)];
    let mut open = (index, inside);
    if !is_column_name(names) || !scan.lines.text(index)[inside..].trim().is_empty() {
        return false;
    }
    loop {
        let Some((line, at)) = closing(scan, open.0, open.1) else { return false };
        let text = scan.lines.text(line);
        let (before, behind) = (text[..at].trim(), text[at + 1..].trim());
        if !before.is_empty() {
            return false;
        }
        if behind.is_empty() {
            lines.push((line, "<!----></div></div>".to_owned()));
            break;
        }
        let next = opening(behind)
            .filter(|(names, length)| is_column_name(names) && *length == behind.len());
        let Some((names, _)) = next else { return false };
        lines.push((line, format!("<!----></div><div class=\"{}\">", classes(names))));
        open = (line, text.trim_end().len());
    }
    if lines.len() < 3 {
        return false;
    }
    for (line, html) in lines {
        scan.rewrite(line, html);
    }
    true
}

/// The line and the byte of the bracket that closes one, on the same slide.
fn closing(scan: &Scan, index: usize, inside: usize) -> Option<(usize, usize)> {
    let mut depth = 1;
    for line in index..scan.lines.len() {
        let text = scan.lines.text(line);
        if is_dashes(text) {
            return None;
        }
        let from = if line == index { inside } else { 0 };
        for (at, c) in text[from..].char_indices() {
            depth += i32::from(c == '[') - i32::from(c == ']');
            if depth == 0 {
                return Some((line, from + at));
            }
        }
    }
    None
}

/// Whether classes put what they stand before beside something else.
fn is_column_name(names: &str) -> bool {
    names.split('.').any(|name| COLUMNS.contains(&name) || grid_share(name).is_some())
}

/// The share of the width in a class of a grid: `col-6` is six of twelve parts, `kol-1-3` one of three.
fn grid_share(name: &str) -> Option<f64> {
    let rest = name.strip_prefix("col-").or_else(|| name.strip_prefix("kol-"))?;
    let (part, whole) = rest.split_once('-').unwrap_or((rest, "12"));
    let (part, whole): (f64, f64) = (part.parse().ok()?, whole.parse().ok()?);
    (part > 0.0 && part < whole).then(|| part / whole * 100.0)
}

/// The share of the width that a class such as `width-60` gives to a picture.
pub(super) fn share(names: &str) -> Option<String> {
    let number = names.split('.').find_map(|name| name.strip_prefix("width-"))?;
    let number: u8 = number.parse().ok()?;
    (1..=100).contains(&number).then(|| format!("{number}%"))
}

/// Takes what stands side by side; everything that stands beside the first is taken with it.
pub(super) fn columns<'a>(
    reader: &mut Reader<'a, '_>,
    node: &'a AstNode<'a>,
    out: &mut Content,
) -> bool {
    if !is_column(reader, node) {
        return false;
    }
    let mut before = node.previous_sibling();
    if is_step(reader, before) {
        before = before.and_then(|mark| mark.previous_sibling());
    }
    if before.is_some_and(|before| is_column(reader, before)) {
        return true;
    }
    let (mut columns, step) = (Vec::new(), reader.step);
    let mut next = Some(node);
    while let Some(column) = next.filter(|node| is_column(reader, node)) {
        columns.append(&mut columns_of(reader, column, out));
        next = column.next_sibling();
        if is_step(reader, next) {
            reader.step += 1;
            next = next.and_then(|mark| mark.next_sibling());
        }
    }
    // The marks between them are still to be read.
    reader.step = step;
    match columns.len() {
        1 => out.blocks.extend(columns.remove(0).value.blocks),
        _ => {
            let span = columns[0].span;
            out.blocks.push(Spanned::new(Block::Columns(columns), span));
        }
    }
    true
}

/// Whether a node is the mark of a step.
fn is_step(reader: &Reader, node: Option<&AstNode>) -> bool {
    let line = node.map(|node| node.data().sourcepos.start.line);
    line.is_some_and(|line| matches!(reader.marks.get(&line), Some(Mark::Step)))
}

/// The columns of a block: one between lines, or those of a paragraph.
fn columns_of<'a>(
    reader: &mut Reader<'a, '_>,
    node: &'a AstNode<'a>,
    out: &mut Content,
) -> Vec<Spanned<Column>> {
    let step = reader.step;
    let column = |names: &str, span, blocks| {
        Spanned::new(Column { width: width(names), blocks }, span).at_step(step)
    };
    if let Some(classes) = classes(reader, node) {
        let span = reader.line_span(node.data().sourcepos.start.line);
        return vec![column(&classes.join("."), span, reader.nested(node, out))];
    }
    let parts = in_line(reader, node).unwrap_or_default().into_iter();
    parts.map(|(names, span)| column(names, span, reader.markdown(span).blocks)).collect()
}

/// The width of a column in remark's own style: a bar at the side is narrow.
fn width(names: &str) -> Option<String> {
    let has = |name: &str| names.split('.').any(|class| class == name);
    if let Some(share) = names.split('.').find_map(grid_share) {
        return Some(format!("{share:.0}%"));
    }
    let share = if has("left-column") { "25%" } else { "75%" };
    (has("left-column") || has("right-column")).then(|| share.to_owned())
}

fn is_column(reader: &Reader, node: &AstNode) -> bool {
    let has_names = |classes: Vec<String>| is_column_name(&classes.join("."));
    classes(reader, node).is_some_and(has_names) || in_line(reader, node).is_some()
}

/// The classes of a fenced div.
fn classes(reader: &Reader, node: &AstNode) -> Option<Vec<String>> {
    let data = node.data();
    let info = reader.directives.get(&data.sourcepos.start.line);
    let info = info.filter(|_| matches!(data.value, NodeValue::BlockDirective(_)))?;
    Some(attributes::parse(info).classes)
}

/// The columns that are all of a paragraph, `.pull-left[甲] .pull-right[乙]`: their classes, and the places
/// of what stands in them.
fn in_line<'a>(reader: &Reader<'a, '_>, node: &AstNode) -> Option<Vec<(&'a str, Span)>> {
    if !matches!(node.data().value, NodeValue::Paragraph) {
        return None;
    }
    let span = reader.span(node);
    let text = reader.text(span);
    let (mut parts, mut at) = (Vec::new(), 0);
    while at < text.len() {
        let (names, length) = opening(&text[at..]).filter(|(names, _)| is_column_name(names))?;
        let inside = at + length;
        let end = inside + closing_bracket(&text[inside..], '[', ']')?;
        parts.push((names, span.within(inside..end)));
        at = end + 1;
        at += text[at..].len() - text[at..].trim_start().len();
    }
    (!parts.is_empty()).then_some(parts)
}

/// A text without the brackets that classes stand before. `None`: there are none in it.
pub(super) fn without(reader: &mut Reader, text: &str, span: Span) -> Option<String> {
    let mut out = String::new();
    let mut open: Vec<bool> = Vec::new();
    let mut at = 0;
    let mut earlier = earlier(reader, span);
    while let Some(c) = text[at..].chars().next() {
        let apart = !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
        if let Some((names, length)) = opening(&text[at..]).filter(|_| apart) {
            reader.ignore("unknown-directive", format!("`.{names}[…]`"), span);
            open.push(true);
            at += length;
            continue;
        }
        at += c.len_utf8();
        match c {
            '[' => open.push(false),
            ']' if open.is_empty() && earlier > 0 => {
                earlier -= 1;
                continue;
            }
            ']' if open.pop() == Some(true) => continue,
            _ => {}
        }
        out.push(c);
    }
    (out != text).then_some(out)
}

/// How many such brackets the paragraph has opened before a place.
fn earlier(reader: &Reader, span: Span) -> usize {
    let before = &reader.source[..span.start as usize];
    let paragraph = &before[before.rfind("\n\n").map_or(0, |at| at + 2)..];
    let starts = paragraph.match_indices('.').map(|(at, _)| at);
    starts.filter(|at| opening(&paragraph[*at..]).is_some()).count()
}
