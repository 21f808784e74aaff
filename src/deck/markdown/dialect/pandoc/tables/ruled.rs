//! Tables between two lines of dashes: their rows may take several lines, and they may have no head.

use super::{Rewritten, alignment, cells, dash_columns, pipe_row};

/// A table that such a line opens.
pub(super) fn table(lines: &[&str]) -> Option<Rewritten> {
    let is_line = |line: &&str| line.len() >= 3 && line.trim_end().bytes().all(|b| b == b'-');
    let has_head = is_line(lines.first()?);
    let at = if has_head {
        let head = lines[1..].iter().take_while(|line| !line.trim().is_empty());
        1 + head.take(5).position(|line| dash_columns(line).is_some())?
    } else {
        0
    };
    let columns = dash_columns(lines.get(at)?)?;
    let ends = |line: &&str| is_line(line) || dash_columns(line).is_some();
    let end = at + 1 + lines[at + 1..].iter().position(ends)?;
    let body = &lines[at + 1..end];
    let head = joined(&lines[usize::from(has_head)..at], &columns);
    let above = if has_head { lines[at - 1] } else { body.first()? };
    let mut out = vec![pipe_row(&head), alignment(above, &columns)];
    let has_gaps = body.iter().any(|line| line.trim().is_empty());
    if has_gaps || has_head {
        let rows = body.split(|line| line.trim().is_empty()).filter(|row| !row.is_empty());
        out.extend(rows.map(|row| pipe_row(&joined(row, &columns))));
    } else {
        out.extend(body.iter().map(|row| pipe_row(&cells(row, &columns))));
    }
    (out.len() > 2 && out.len() <= end + 1).then_some(Rewritten { lines: out, count: end + 1 })
}

/// The cells of a row that takes several lines.
fn joined(lines: &[&str], columns: &[(usize, usize)]) -> Vec<String> {
    let mut row = vec![String::new(); columns.len()];
    for line in lines {
        for (cell, more) in row.iter_mut().zip(cells(line, columns)) {
            let is_han = |text: &str| text.ends_with(crate::deck::markdown::is_cjk);
            let gap = if cell.is_empty() || more.is_empty() || is_han(cell) { "" } else { " " };
            *cell = format!("{cell}{gap}{more}");
        }
    }
    row
}
