//! Blocks of TeX as decks for Beamer have them among their Markdown: `\note{…}` is what the speaker says,
//! `\begin{columns}` … `\end{columns}` and the like become blocks.

mod blocks;
mod tokens;

pub(in crate::deck::markdown) use blocks::read;

use super::tex::{bracket, overlay};
use crate::deck::markdown::Dialect;
use crate::deck::markdown::scan::{Mark, Scan};

/// Environments that hold blocks, or stand for one.
const BLOCKS: [&str; 37] = [
    "columns", "column", "minipage", "onlyenv", "overlayarea", "itemize", "enumerate",
    "description", "figure", "wrapfigure", "subfigure", "table", "center", "flushleft",
    "flushright", "block", "exampleblock", "alertblock", "frame", "quote", "quotation", "verse",
    "abstract", "theorem", "lemma", "corollary", "proposition", "definition", "proof", "example",
    "remark", "tikzpicture", "pgfpicture", "verbatim", "lstlisting", "minted", "beamercolorbox",
];

/// More lines than any such block has.
const MOST: usize = 400;

/// Whether a line is as Beamer has it, and no other tool.
pub(super) fn gives_away(line: &str) -> bool {
    const SURE: [&str; 5] = ["columns", "itemize", "enumerate", "block", "frame"];
    let line = line.trim();
    note(line).is_some() || environment(line).is_some_and(|name| SURE.contains(&name))
}

/// Takes the block of TeX that begins at a line; how many lines.
pub(super) fn take(scan: &mut Scan, index: usize) -> usize {
    if scan.found.dialect != Dialect::Pandoc {
        return 0;
    }
    let line = scan.lines.text(index);
    let start = scan.lines.starts[index] + line.len() - line.trim_start().len();
    let last = scan.lines.len().min(index + MOST);
    let end = scan.lines.starts.get(last).copied().unwrap_or(scan.lines.source.len());
    let text = &scan.lines.source[start..end];
    if let Some(opens) = note(line.trim()) {
        let Some(length) = bracket(&text[opens..]) else { return 0 };
        let inner = start + opens + 1..start + opens + length - 1;
        return claim(scan, index, inner.end + 1, Mark::Notes(inner));
    }
    if let Some(length) = picture(text) {
        return claim(scan, index, start + length, Mark::Tex(start..start + length));
    }
    let Some(name) = environment(line.trim()).filter(|name| BLOCKS.contains(name)) else {
        return 0;
    };
    match tokens::end(text, name) {
        Some(length) => claim(scan, index, start + length, Mark::Tex(start..start + length)),
        None => 0,
    }
}

/// Claims the lines from one to that in which a byte stands, unless text follows there.
fn claim(scan: &mut Scan, index: usize, end: usize, mark: Mark) -> usize {
    let behind = &scan.lines.source[end.min(scan.lines.source.len())..];
    if !behind.lines().next().unwrap_or_default().trim().is_empty() {
        return 0;
    }
    let last = scan.lines.starts.partition_point(|start| *start < end);
    scan.mark(index..last.max(index + 1), mark)
}

/// Where the brace of `\note{` opens, with what says on which steps, and how the note is set, before it.
fn note(line: &str) -> Option<usize> {
    let rest = line.strip_prefix("\\note")?;
    let mut at = line.len() - rest.len();
    at += overlay(&line[at..]);
    if line[at..].starts_with('[') {
        at += bracket(&line[at..])?;
    }
    line[at..].starts_with('{').then_some(at)
}

/// How long the command is that a text begins with, if it puts a picture on the page.
fn picture(text: &str) -> Option<usize> {
    let mut at = text.starts_with("\\includegraphics").then_some("\\includegraphics".len())?;
    while let Some(length) = bracket(&text[at..]) {
        at += length;
    }
    text[..at].ends_with('}').then_some(at)
}

/// The name of the environment that a line opens.
fn environment(line: &str) -> Option<&str> {
    let (name, _) = line.strip_prefix("\\begin{")?.split_once('}')?;
    Some(name.trim_end_matches('*'))
}
