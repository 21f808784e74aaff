//! The `:::` lines of a text, and whatever else opens and closes a block: written so that an outer one
//! is always longer than those in it, as the parser wants them.

use std::collections::BTreeMap;

use crate::deck::markdown::source::Lines;
use crate::deck::nested_too_deeply;
use crate::diag::{Diagnostic, Diagnostics, FileId, Span};

/// How many blocks may stand in each other: a page shows fewer, and the parser looks at each that is
/// open at each line.
const DEEPEST: usize = 40;

/// A line that opens or closes a block.
struct Fence {
    line: usize,
    /// How many blocks it stands in.
    depth: usize,
    /// What stands behind the colons, or in their place; `None` if it closes.
    info: Option<String>,
    /// How many blanks are before it.
    indent: usize,
}

/// The lines of a text that open and close blocks, and how they nest.
#[derive(Default)]
pub(in crate::deck::markdown) struct Fences {
    lines: Vec<Fence>,
    /// Lines of the fences that are open.
    open: Vec<usize>,
    /// Lines of those that were open when a slide ended.
    cut_off: Vec<usize>,
    /// Lines that close nothing.
    stray: Vec<usize>,
    /// Lines that close a block which something else than colons opened.
    closing: Vec<usize>,
}

impl Fences {
    /// Takes a line that opens a block, and another one, further down, that closes it.
    pub(in crate::deck::markdown) fn open_until(
        &mut self,
        close: usize,
        line: usize,
        info: &str,
        indent: usize,
    ) {
        self.open(line, info, indent);
        self.closing.push(close);
    }

    /// Takes a line that closes a block which something else than colons opened.
    pub(super) fn closes(&mut self, index: usize, line: &str) -> bool {
        let closes = self.closing.contains(&index);
        if closes {
            self.close(index, line.len() - line.trim_start_matches(' ').len());
        }
        closes
    }

    fn open(&mut self, line: usize, info: &str, indent: usize) {
        let (depth, info) = (self.open.len(), Some(info.to_owned()));
        self.lines.push(Fence { line, depth, info, indent });
        self.open.push(line);
    }

    fn close(&mut self, line: usize, indent: usize) {
        match self.open.pop() {
            Some(_) => self.lines.push(Fence { line, depth: self.open.len(), info: None, indent }),
            None => self.stray.push(line),
        }
    }

    /// Takes the end of a slide: what is open there was never closed, and holds nothing of the next one.
    pub(in crate::deck::markdown) fn end_slide(&mut self) {
        let open = std::mem::take(&mut self.open);
        self.lines.retain(|fence| !open.contains(&fence.line));
        self.cut_off.extend(open);
    }

    /// Takes a `:::` line.
    pub(super) fn line(&mut self, index: usize, line: &str) {
        let trimmed = line.trim();
        let info = trimmed.trim_start_matches(':');
        if trimmed.len() - info.len() < 3 {
            return;
        }
        // Pandoc allows colons behind the name, too.
        let info = info.trim_end_matches(':').trim();
        match info.is_empty() {
            false => self.open(index, info, 0),
            true => self.close(index, 0),
        }
    }

    /// Writes the fences so that an outer one is always longer than those in it.
    pub(super) fn finish(
        self,
        masks: &mut [Option<String>],
        lines: &Lines,
        file: FileId,
        findings: &mut Diagnostics,
    ) -> BTreeMap<usize, String> {
        let span = |index: usize| {
            Span::new(file, lines.starts[index]..lines.starts[index] + lines.text(index).len())
        };
        let (fences, too_deep): (Vec<Fence>, Vec<Fence>) =
            self.lines.into_iter().partition(|fence| fence.depth < DEEPEST);
        if let Some(first) = too_deep.first() {
            findings.push(nested_too_deeply(span(first.line)));
        }
        too_deep.iter().for_each(|fence| masks[fence.line] = Some(String::new()));
        let deepest = fences.iter().map(|fence| fence.depth).max().unwrap_or(0);
        let mut directives = BTreeMap::new();
        for Fence { line, depth, info, indent } in fences {
            let colons = format!("{}{}", " ".repeat(indent), ":".repeat(3 + deepest - depth));
            masks[line] = Some(match info {
                Some(info) => {
                    directives.insert(line + 1, info);
                    format!("{colons} directive")
                }
                None => colons,
            });
        }
        for &index in self.cut_off.iter().chain(&self.stray) {
            masks[index] = Some(String::new());
        }
        for index in self.cut_off.into_iter().chain(self.open) {
            findings.push(unclosed(lines.text(index).trim(), span(index)));
        }
        for index in self.stray {
            let message = "`:::` closes nothing here";
            findings.push(Diagnostic::warning("unknown-directive", span(index), message));
        }
        directives
    }
}

/// The finding that a fence is never closed.
fn unclosed(what: &str, span: Span) -> Diagnostic {
    Diagnostic::warning("unclosed-block", span, format!("`{what}` is never closed"))
        .hint("end it with a line `:::`")
}
