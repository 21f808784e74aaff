//! Pandoc: title blocks, tables and lists of its own, pauses, raw text for other formats.

mod beamer;
mod braces;
mod citations;
mod examples;
mod references;
mod spans;
mod tables;
mod tex;

use std::ops::Range;

use comrak::nodes::{AstNode, NodeValue};

use super::{Adapter, Dialect, Manner, OWN};
use crate::contract::Aspect;
use crate::deck::keys;
use crate::deck::markdown::blocks::Content;
use crate::deck::markdown::front::Front;
use crate::deck::markdown::listing::Listing;
use crate::deck::markdown::scan::{Scan, Scanned};
use crate::deck::markdown::yaml::Node;
use crate::deck::markdown::{Reader, Split, front, is_cjk};
use crate::diag::{FileId, Span};
pub(super) use beamer::read as tex_block;
pub(super) use tables::tabular;
pub(super) use tex::{Command, bracket, overlay};

/// Pandoc.
pub(super) struct Pandoc;

/// A line of dashes below a paragraph makes a heading of it.
pub(super) const MANNER: Manner = Manner {
    split: Some(Split::Headings),
    ends_slides: no_lines,
    shows_alt: true,
    page_pixels: Some(1050.0),
    ..OWN
};

fn no_lines(_: &Scanned) -> Vec<usize> {
    Vec::new()
}

/// The proportions of pages as Beamer names them.
fn aspect(name: &str) -> Option<Aspect> {
    match name {
        "169" => Some(Aspect::Wide),
        "1610" => Some(Aspect::Middle),
        "43" => Some(Aspect::Narrow),
        _ => Aspect::of_ratio(name),
    }
}

impl Adapter for Pandoc {
    fn dialect(&self) -> Dialect {
        Dialect::Pandoc
    }

    fn gives_away(&self, scan: &Scan, index: usize) -> bool {
        beamer::gives_away(scan.lines.text(index))
    }

    fn line(&self, scan: &mut Scan, index: usize) -> usize {
        let block = beamer::take(scan, index);
        if block > 0 {
            return block;
        }
        if scan.found.dialect == Dialect::Pandoc && is_abbreviation(scan.lines.text(index)) {
            return scan.leave_out(index, scan.lines.text(index).trim());
        }
        let title_block = if index == scan.first { title_block(scan) } else { 0 };
        let lines = if title_block > 0 { title_block } else { rewrite(scan, index) };
        if lines > 0 { lines } else { braces::take(scan, index) }
    }

    fn ignored(&self) -> &'static [&'static str] {
        &[
            "slide-level", "institute", "bibliography", "csl", "toc", "number-sections",
            "colortheme", "fonttheme", "header-includes", "keywords", "abstract", "css",
            "toc-title", "mainfont", "CJKmainfont", "sansfont", "documentclass", "pagetitle",
            "fontsize", "geometry", "linkcolor", "urlcolor", "subject", "revealjs-url",
            "slideNumber", "section-titles", "output", "description",
        ]
    }

    fn key(&self, front: &mut front::Reader, name: &str, value: &Node) -> bool {
        match name {
            "aspectratio" => front.aspect(name, value, aspect),
            "toc" => drop(keys::take(&mut front.values, "agenda", value)),
            _ => return false,
        }
        true
    }

    fn styles(&self) -> &'static [&'static str] {
        &["unnumbered", "unlisted", "fragile", "allowframebreaks", "plain", "standout"]
    }

    fn block<'a>(
        &self,
        reader: &mut Reader<'a, '_>,
        node: &'a AstNode<'a>,
        out: &mut Content,
    ) -> bool {
        match node.data().value {
            NodeValue::Paragraph => paragraph(reader, node),
            NodeValue::BlockQuote => quoted_lists(reader, node, out),
            _ => false,
        }
    }

    fn inlines<'a>(&self, reader: &mut Reader<'a, '_>, node: &'a AstNode<'a>) {
        if matches!(reader.dialect, Dialect::Own | Dialect::Pandoc) {
            spans::unwrap(reader, node);
        }
        spans::trailing(reader, node);
    }

    fn inline(&self, reader: &mut Reader, text: &str, span: Span) -> Option<String> {
        without_marks(reader, text, span)
    }

    fn listing(&self, listing: &mut Listing) {
        let numbered = |class: &String| matches!(class.as_str(), "numberLines" | "number-lines");
        if listing.attributes.classes.iter().any(numbered) {
            let first = listing.attributes.get("startFrom").unwrap_or("1").to_owned();
            listing.options.insert("lines".to_owned(), first);
            listing.attributes.classes.retain(|class| !numbered(class));
        }
    }
}

/// Whether a line says what an abbreviation stands for, `*[HTML]: …`: Pandoc skips it.
fn is_abbreviation(line: &str) -> bool {
    let name = line.strip_prefix("*[").and_then(|rest| rest.split_once("]: "));
    name.is_some_and(|(name, _)| !name.is_empty() && !name.contains(['[', ']']))
}

/// `% title`, `% authors` and `% date` at the top; how many lines.
fn title_block(scan: &mut Scan) -> usize {
    let mut count = 0;
    for index in scan.first..scan.lines.len().min(scan.first + 3) {
        let line = scan.lines.text(index);
        let Some(text) = line.strip_prefix("% ").or_else(|| line.strip_prefix('%')) else { break };
        let start = scan.lines.starts[index] + line.len() - text.len();
        scan.found.title_block[count] = Some(start..start + text.trim_end().len());
        scan.masks[index] = Some(String::new());
        count += 1;
    }
    count
}

/// Takes `% title`, `% authors` (separated by semicolons) and `% date`.
pub(super) fn take_title_block(
    front: &mut Front,
    source: &str,
    block: &[Option<Range<usize>>; 3],
    file: FileId,
) {
    front.dialect = Dialect::Pandoc;
    for (key, range) in ["title", "author", "date"].into_iter().zip(block) {
        let Some(range) = range.clone().filter(|range| !range.is_empty()) else { continue };
        let text = source[range.clone()].to_owned();
        front.meta.spans.insert(key.to_owned(), Span::new(file, range));
        match key {
            "title" => front.meta.title = Some(text),
            "author" => {
                front.meta.author = text.split(';').map(|name| name.trim().into()).collect();
            }
            // The day on which TeX runs.
            _ if text.starts_with("\\today") => {}
            _ => front.meta.date = Some(text),
        }
    }
}

/// Writes tables and lists that Pandoc alone understands as what the parser does; how many lines.
fn rewrite(scan: &mut Scan, index: usize) -> usize {
    /// More lines than any such thing has.
    const MOST: usize = 400;
    let lines = scan.lines;
    let begins =
        index == 0 || lines.text(index - 1).trim().is_empty() || scan.masks[index - 1].is_some();
    let marks = lines.text(index).trim_start();
    let goes_on = lines.len() > index + 1 && lines.text(index + 1).trim_start().starts_with("--");
    let is_marked = begins && (marks.starts_with(['+', '|', '(', '#', '-']) || goes_on);
    // TeX needs no blank line above; in a formula it is one.
    let is_tex = marks.starts_with("\\begin{tabular}")
        && index.checked_sub(1).is_none_or(|above| !lines.text(above).contains("$$"));
    if !is_marked && !is_tex {
        return 0;
    }
    if let Some(item) = examples::item(lines.source, marks) {
        return scan.rewrite(index, item);
    }
    let block = (index..lines.len().min(index + MOST)).map(|at| lines.text(at));
    let Some(rewritten) = tables::rewrite(&block.collect::<Vec<_>>()) else { return 0 };
    for (at, mask) in scan.masks[index..index + rewritten.count].iter_mut().enumerate() {
        *mask = Some(rewritten.lines.get(at).cloned().unwrap_or_default());
    }
    rewritten.count
}

/// A pause, or a command of TeX for a new page.
fn paragraph(reader: &mut Reader, node: &AstNode) -> bool {
    let span = reader.span(node);
    let text = reader.text(span).trim();
    match text {
        ". . ." | "\\pause" => reader.step += 1,
        "\\newpage" | "\\pagebreak" | "\\clearpage" => {
            reader.ignore("unknown-directive", format!("`{text}`"), span);
        }
        _ => {
            if let Some(at) = text.lines().find(|line| line.trim() == ". . .") {
                let at = at.as_ptr() as usize - reader.text(span).as_ptr() as usize;
                let line = span.within(at..at + ". . .".len());
                reader.ignore("unknown-directive", "a pause without blank lines around it", line);
            }
            return false;
        }
    }
    true
}

/// Pandoc's way to have the items of a list come one by one, or all at once: it is quoted.
fn quoted_lists<'a>(reader: &mut Reader<'a, '_>, node: &'a AstNode<'a>, out: &mut Content) -> bool {
    let is_list = |node: &AstNode| matches!(node.data().value, NodeValue::List(_));
    if reader.dialect != Dialect::Pandoc || !node.children().all(is_list) {
        return false;
    }
    let mut blocks = reader.nested(node, out);
    match reader.own_incremental.unwrap_or(reader.incremental) {
        true => reader.staying.extend(blocks.iter().map(|block| block.span)),
        false => reader.one_by_one(&mut blocks, false),
    }
    out.blocks.append(&mut blocks);
    true
}

/// Dashes and dots as Pandoc sets them; beside Han, the typography of all decks knows the others.
fn smart(text: String) -> String {
    if text.contains(is_cjk) {
        return text.replace("---", "—");
    }
    text.replace("---", "—").replace("--", "–").replace("...", "…")
}

/// A text without `{#eq-label}`, and with what its citations say. `None`: there is neither in it.
fn without_marks(reader: &mut Reader, text: &str, span: Span) -> Option<String> {
    if reader.dialect != Dialect::Pandoc {
        return None;
    }
    let mut out = text.to_owned();
    while let Some(at) = out.find("{#") {
        let Some(length) = out[at..].find('}') else { break };
        let label = format!("`{}`", &out[at..=at + length]);
        reader.ignore("unknown-directive", label, span);
        out.replace_range(at..=at + length, "");
    }
    out = references::resolved(reader.source, &out).unwrap_or(out);
    if let Some((shown, keys)) = citations::replace(&out, reader.context.words) {
        for key in keys {
            reader.ignore("unknown-directive", format!("the key `@{key}`"), span);
        }
        out = shown;
    }
    out = smart(tex::without(reader, &out, span).unwrap_or(out));
    // A line break where the paragraph ends, or nothing but that.
    if out.ends_with('\\') && !out.ends_with("\\\\") {
        out.truncate(out.trim_end_matches('\\').trim_end().len());
    }
    (out != text).then_some(out)
}
