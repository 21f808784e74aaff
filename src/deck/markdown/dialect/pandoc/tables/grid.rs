//! A table with a border around each cell → a table of GitHub's: what stands on lines of its own in a
//! cell (items, code, paragraphs) keeps them as breaks.

use super::{Rewritten, pipe_row};
use crate::deck::markdown::is_cjk;

/// Reads a table whose first line is a border.
pub(super) fn table(lines: &[&str]) -> Option<Rewritten> {
    let inside = |line: &&&str| line.starts_with('|') || is_border(line);
    let lines: Vec<&str> = lines.iter().take_while(inside).copied().collect();
    let columns = lines.first()?.trim_end().matches('+').count().checked_sub(1)?;
    if columns == 0 || !is_border(lines[0]) || lines.len() < 3 {
        return None;
    }
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut open = false;
    for line in &lines[1..] {
        if is_border(line) {
            open = false;
            continue;
        }
        let cells: Vec<&str> = line.trim_end().trim_matches('|').split('|').collect();
        if cells.len() != columns {
            return None;
        }
        if !open {
            rows.push((0..columns).map(|_| Cell::default()).collect());
            open = true;
        }
        for (cell, more) in rows.last_mut()?.iter_mut().zip(cells) {
            cell.push(more);
        }
    }
    let mut out = vec![String::new()];
    for (index, row) in rows.into_iter().enumerate() {
        out.push(pipe_row(&row.into_iter().map(|cell| cell.text).collect::<Vec<_>>()));
        if index == 0 {
            out.push(format!("|{}", "---|".repeat(columns)));
        }
    }
    (out.len() <= lines.len()).then_some(Rewritten { lines: out, count: lines.len() })
}

/// Whether a line is the border between rows.
fn is_border(line: &str) -> bool {
    let line = line.trim_end();
    line.starts_with('+')
        && line.ends_with('+')
        && line.chars().all(|c| matches!(c, '+' | '-' | '=' | ':'))
}

/// A cell, line for line.
#[derive(Default)]
struct Cell {
    /// What it says, in one line of Markdown.
    text: String,
    /// The fence of the listing that the next line is in.
    fence: Option<String>,
    /// Whether the next line begins a line of the cell's.
    breaks: bool,
}

impl Cell {
    /// Adds its part of a line of the table.
    fn push(&mut self, line: &str) {
        let line = line.strip_prefix(' ').unwrap_or(line).trim_end();
        let text = line.trim_start();
        let fence: String =
            text.chars().take_while(|c| matches!(c, '`' | '~') && text.starts_with(*c)).collect();
        match &self.fence {
            Some(open) if fence.starts_with(open.as_str()) && text == fence => {
                self.fence = None;
                self.breaks = true;
            }
            Some(_) => {
                self.breaks = true;
                self.add(&code(line));
            }
            None if fence.len() > 2 => self.fence = Some(fence),
            None if text.is_empty() => self.breaks = true,
            None => {
                let item =
                    text.strip_prefix(['-', '*', '+']).and_then(|rest| rest.strip_prefix(' '));
                self.breaks |= item.is_some() || is_numbered(text);
                let text = item.map_or(text.to_owned(), |item| format!("• {}", item.trim_start()));
                let ends = text.strip_suffix('\\');
                self.add(ends.unwrap_or(&text));
                self.breaks = ends.is_some();
            }
        }
    }

    /// Adds a text on a line of its own, or behind what is there.
    fn add(&mut self, text: &str) {
        let before = self.text.chars().next_back();
        let joined = before.is_some_and(is_cjk) && text.chars().next().is_some_and(is_cjk);
        self.text += match before {
            None => "",
            Some(_) if self.breaks => "<br>",
            Some(_) if joined => "",
            Some(_) => " ",
        };
        self.text += text;
    }
}

/// Whether a line begins with `1. ` or `1) `.
fn is_numbered(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < text.len() && (rest.starts_with(". ") || rest.starts_with(") "))
}

/// A line of a listing as code in a line.
fn code(line: &str) -> String {
    let ticks = line.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(ticks + 1);
    match (line.trim().is_empty(), ticks) {
        (true, _) => String::new(),
        (_, 0) => format!("{fence}{line}{fence}"),
        _ => format!("{fence} {line} {fence}"),
    }
}
