//! Formulas between lines `$$` in which lines are blank or begin as blocks do: `=` under a line makes a
//! heading of it, `+ x` an item. To TeX they are lines as all others, and so they are to tools. Lines of a
//! single `$` are meant in the same way.

use super::Scan;
use crate::deck::markdown::source::{code_fence, is_dashes};

/// More lines than any formula has.
const MOST: usize = 120;

/// Has the parser read what stands between two lines `$$`, or two lines `$`, as one paragraph. Gives the
/// line behind it.
pub(super) fn join(scan: &mut Scan, index: usize) -> Option<usize> {
    let line = scan.masks[index].as_deref().unwrap_or(scan.lines.text(index));
    let indent = line.len() - line.trim_start_matches(' ').len();
    let sign = ["$$", "$"].into_iter().find(|sign| line.trim() == *sign)?;
    let close = close(scan, index, sign)?;
    let indent = " ".repeat(indent);
    for at in index + 1..close {
        let text = scan.lines.text(at).trim();
        if text.is_empty() || opens_block(text) {
            // An empty group is nothing to TeX.
            scan.masks[at] = Some(format!("{indent}{{}}{text}"));
        }
    }
    if sign == "$" {
        for at in [index, close] {
            scan.masks[at] = Some(format!("{indent}$$"));
        }
    }
    Some(close + 1)
}

/// The line that closes the formula, if what stands between them is TeX.
fn close(scan: &Scan, index: usize, sign: &str) -> Option<usize> {
    let text = |at: usize| scan.lines.text(at).trim();
    let closes = |line: &str| match sign {
        "$" => line == sign,
        _ => line.ends_with(sign),
    };
    let mut lines = index + 1..scan.lines.len().min(index + MOST);
    let end = lines.find(|at| closes(text(*at)) || ends_formula(text(*at)))?;
    let is_tex = |at: usize| text(at).contains(['\\', '^', '_', '=']);
    (closes(text(end)) && (index + 1..end).any(is_tex)).then_some(end)
}

/// Whether no formula goes on at a line.
fn ends_formula(line: &str) -> bool {
    is_dashes(line) || code_fence(line).is_some() || line.starts_with("<!--")
}

/// Whether a line would begin something else than text.
fn opens_block(line: &str) -> bool {
    let is_underline = line.chars().all(|c| c == '=') || line.chars().all(|c| c == '-');
    is_underline || ["- ", "+ ", "* ", "> ", "# "].iter().any(|sign| line.starts_with(sign))
}
