//! `*` before a line of code and `#<<` behind it: the line is marked, where the deck's settings say so.

use std::collections::BTreeMap;

use crate::deck::block::visit_blocks_mut;
use crate::deck::markdown::Reader;
use crate::deck::{Block, Spanned};

/// Marks such lines in all listings among the blocks.
pub(super) fn take(reader: &Reader, blocks: &mut [Spanned<Block>]) {
    let is_on = |line: &str| line.replace(' ', "").trim_end_matches(',') == "highlightLines:true";
    if !reader.source.lines().any(is_on) {
        return;
    }
    visit_blocks_mut(blocks, &mut |block| {
        if let Block::Code { text, options, .. } = &mut block.value {
            mark(text, options);
        }
    });
}

fn mark(text: &mut String, options: &mut BTreeMap<String, String>) {
    let mut marked = Vec::new();
    let lines = text.split('\n').enumerate().map(|(at, line)| {
        let plain = without_mark(line);
        marked.extend(plain.is_some().then(|| (at + 1).to_string()));
        plain.unwrap_or_else(|| line.to_owned())
    });
    *text = lines.collect::<Vec<_>>().join("\n");
    if !marked.is_empty() {
        options.entry("highlight".into()).or_insert_with(|| marked.join(","));
    }
}

/// A line without its mark, so that it stands where the others do.
fn without_mark(line: &str) -> Option<String> {
    if let Some(rest) = line.strip_prefix('*') {
        return Some(if rest.starts_with(' ') { format!(" {rest}") } else { rest.to_owned() });
    }
    Some(line.trim_end().strip_suffix("#<<")?.trim_end().to_owned())
}
