//! Rows of tables: bars in formulas and in code part no cells, and no cell is dropped.

use std::collections::BTreeSet;
use std::ops::Range;

use comrak::nodes::AstNode;

use super::hidden::Behind;
use super::{Correction, Judge, formula};

/// A table is not made wider than this.
const MOST_COLUMNS: usize = 60;

impl Judge<'_> {
    /// The rows of a table: bars that part no cells, and columns for cells beyond the head's.
    pub(super) fn rows<'a>(
        &self,
        table: &'a AstNode<'a>,
        columns: usize,
        wide: &mut BTreeSet<usize>,
        found: &mut Vec<Correction>,
    ) {
        let before = found.len();
        for row in table.children() {
            self.bars(row.data().sourcepos.start.line, found);
        }
        if found.len() > before {
            return;
        }
        let mut most = 0;
        for row in table.children() {
            let extra = self.extra_cells(row);
            if extra > 0 {
                wide.insert(row.data().sourcepos.start.line);
            }
            most = most.max(extra);
        }
        let most = most.min(MOST_COLUMNS.saturating_sub(columns));
        if most > 0 {
            self.widen(table.data().sourcepos.start.line, most, found);
        }
    }

    /// A head that the parser does not see as one may have such bars, too.
    pub(super) fn head(&self, paragraph: &AstNode, found: &mut Vec<Correction>) {
        let place = paragraph.data().sourcepos;
        for line in place.start.line..place.end.line {
            if is_delimiter_row(self.line(line + 1)) {
                self.bars(line, found);
            }
        }
    }

    fn bars(&self, line: usize, found: &mut Vec<Correction>) {
        let (text, start) = (self.line(line), self.line_starts[line - 1]);
        let seen = |at: &usize| self.seen[*at..].starts_with('|');
        let bars = inner_bars(text).into_iter().map(|at| start + at).filter(seen);
        found.extend(bars.map(|at| Correction::Hide(at..at + 1, Behind::Sign)));
    }

    /// How many cells of a row the parser drops.
    fn extra_cells<'a>(&self, row: &'a AstNode<'a>) -> usize {
        let Some(cell) = row.last_child() else { return 0 };
        let place = cell.data().sourcepos.end;
        let end = self.line_starts[place.line - 1] + place.column;
        let rest = self.seen.get(end..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let Some(rest) = rest.trim().strip_prefix('|') else { return 0 };
        let cells = split(rest);
        cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1)
    }

    /// Adds columns to the head and to the line below it.
    fn widen(&self, head: usize, count: usize, found: &mut Vec<Correction>) {
        for (line, cell) in [(head, " |"), (head + 1, "---|")] {
            let text = self.line(line).trim_end();
            let bar = if text.ends_with('|') { "" } else { "|" };
            let at = self.line_starts[line - 1] + text.len();
            found.push(Correction::Append(at, format!("{bar}{}", cell.repeat(count))));
        }
    }
}

/// Whether a line is the one below the head of a table.
fn is_delimiter_row(line: &str) -> bool {
    line.contains('|')
        && line.contains("-")
        && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '>' | '\t'))
}

/// The bars inside of code and of formulas in a row.
fn inner_bars(row: &str) -> Vec<usize> {
    let mut bars = Vec::new();
    let mut at = 0;
    while at < row.len() {
        let rest = &row[at..];
        at += match rest.as_bytes()[0] {
            b'\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            b'`' | b'$' => match inside(row, at) {
                Some(inside) => {
                    let text = &row[inside.clone()];
                    let unescaped = |i: &usize| !text[..*i].ends_with('\\');
                    let found = text.match_indices('|').map(|(i, _)| i).filter(unescaped);
                    bars.extend(found.map(|i| inside.start + i));
                    inside.end + (inside.start - at) - at
                }
                None => run(rest),
            },
            _ => rest.chars().next().map_or(1, char::len_utf8),
        };
    }
    bars
}

/// What stands between the signs that begin at a place and the same signs behind it.
fn inside(row: &str, at: usize) -> Option<Range<usize>> {
    let length = run(&row[at..]);
    let sign = &row[at..at + length];
    let start = at + length;
    let end = start + row[start..].find(sign)?;
    let text = &row[start..end];
    let tight = !text.is_empty() && text.trim() == text;
    let (before, after) = (row[..at].chars().next_back(), row[end + length..].chars().next());
    let formula = || {
        length <= 2
            && !after.is_some_and(|c| c.is_ascii_digit())
            && formula::is_formula(text, length == 2, before, after)
    };
    (tight && (sign.starts_with('`') || formula())).then_some(start..end)
}

/// How often the first sign stands there.
fn run(text: &str) -> usize {
    let sign = text.chars().next().unwrap_or_default();
    text.len() - text.trim_start_matches(sign).len()
}

/// The cells of a row behind its first bar.
fn split(rest: &str) -> Vec<&str> {
    let mut cells = Vec::new();
    let mut start = 0;
    let mut escaped = false;
    for (at, c) in rest.char_indices() {
        if c == '|' && !escaped {
            cells.push(&rest[start..at]);
            start = at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    cells.push(&rest[start..]);
    cells
}
