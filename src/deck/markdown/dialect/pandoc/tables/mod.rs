//! Pandoc's tables and those of TeX, line blocks and lists that number themselves → the same in GitHub's Markdown, line for line:
//! a table that had lines of its own for borders leaves blank ones behind it.

mod grid;
mod ruled;
pub(in super::super) mod tabular;

use unicode_width::UnicodeWidthChar;

/// What stands in place of some lines: as many as they were, or fewer; the rest is blank.
pub(super) struct Rewritten {
    /// The lines.
    pub(super) lines: Vec<String>,
    /// How many of the author's lines they stand for.
    pub(super) count: usize,
}

/// Rewrites what begins at the first of these lines; `None` if it is Markdown already.
pub(super) fn rewrite(lines: &[&str]) -> Option<Rewritten> {
    let first = lines.first()?;
    if first.starts_with("\\begin{tabular}") {
        return tabular::table(lines);
    }
    if first.starts_with('+') {
        return grid::table(lines);
    }
    if first.starts_with("| ") {
        return line_block(lines);
    }
    if let Some(text) = first.strip_prefix("#. ") {
        return Some(Rewritten { lines: vec![format!("1. {text}")], count: 1 });
    }
    ruled::table(lines).or_else(|| simple_table(lines))
}

/// Lines that begin with a bar and have no other one keep their ends.
fn line_block(lines: &[&str]) -> Option<Rewritten> {
    let lines: Vec<&str> = lines.iter().map_while(|line| line.strip_prefix("| ")).collect();
    if lines.len() < 2 || lines.iter().any(|line| line.contains('|')) {
        return None;
    }
    let last = lines.len() - 1;
    let broken = lines.iter().enumerate().map(|(index, line)| {
        let end = if index == last { "" } else { "\\" };
        format!("{}{end}", line.trim_end())
    });
    Some(Rewritten { lines: broken.collect(), count: last + 1 })
}

/// A head, a line of dashes that says where its columns are, and a row in each line.
fn simple_table(lines: &[&str]) -> Option<Rewritten> {
    let [head, dashes, row, ..] = lines else { return None };
    if head.trim().is_empty() || row.trim().is_empty() || head.contains('|') {
        return None;
    }
    let columns = dash_columns(dashes)?;
    let rows = lines[2..].iter().take_while(|line| !line.trim().is_empty());
    let rows: Vec<&&str> = rows.take_while(|line| dash_columns(line).is_none()).collect();
    let closed = lines.get(2 + rows.len()).is_some_and(|line| dash_columns(line).is_some());
    let mut out = vec![pipe_row(&cells(head, &columns)), alignment(head, &columns)];
    out.extend(rows.iter().map(|row| pipe_row(&cells(row, &columns))));
    Some(Rewritten { lines: out, count: 2 + rows.len() + usize::from(closed) })
}

/// The columns, from and to, of two or more runs of dashes that are all of a line.
fn dash_columns(line: &str) -> Option<Vec<(usize, usize)>> {
    if line.chars().any(|c| c != '-' && c != ' ') {
        return None;
    }
    let mut columns: Vec<(usize, usize)> = Vec::new();
    for (at, c) in line.char_indices().filter(|(_, c)| *c == '-') {
        match columns.last_mut() {
            Some((_, end)) if *end == at => *end += c.len_utf8(),
            _ => columns.push((at, at + 1)),
        }
    }
    (columns.len() > 1 && columns.iter().all(|(start, end)| end - start > 1)).then_some(columns)
}

/// The cells of a line: what two blanks or more keep apart, or else what stands in each column.
fn cells(line: &str, columns: &[(usize, usize)]) -> Vec<String> {
    let apart: Vec<&str> =
        line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect();
    if apart.len() == columns.len() {
        return apart.into_iter().map(str::to_owned).collect();
    }
    let mut cells = vec![String::new(); columns.len()];
    let mut at = 0;
    for c in line.chars() {
        let column = columns.iter().rposition(|(start, _)| *start <= at).unwrap_or(0);
        cells[column].push(c);
        at += c.width().unwrap_or(0);
    }
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}

/// The line below the head: a column is aligned to the side on which its head meets the dashes.
fn alignment(head: &str, columns: &[(usize, usize)]) -> String {
    let mut spans: Vec<Option<(usize, usize)>> = vec![None; columns.len()];
    let mut at = 0;
    for c in head.chars() {
        let width = c.width().unwrap_or(0);
        if c != ' ' {
            let column = columns.iter().rposition(|(start, _)| *start <= at).unwrap_or(0);
            let span = spans[column].get_or_insert((at, at));
            span.1 = at + width;
        }
        at += width;
    }
    let marks = spans.iter().zip(columns).map(|(span, (start, end))| match span {
        Some((from, to)) => match (from == start, to == end) {
            (true, false) => ":--",
            (false, true) => "--:",
            (false, false) => ":-:",
            (true, true) => "---",
        },
        None => "---",
    });
    format!("|{}|", marks.collect::<Vec<_>>().join("|"))
}

fn pipe_row(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
    format!("| {} |", cells.join(" | "))
}
