//! A table of TeX's among the text, from `\begin{tabular}` to its end.

use super::{Rewritten, pipe_row};

/// Rules between rows.
const RULES: [&str; 4] = ["\\hline", "\\toprule", "\\midrule", "\\bottomrule"];

/// The table as GitHub's Markdown has it, below a blank line. `None`: its end is missing, or it has more
/// rows than lines.
pub(super) fn table(lines: &[&str]) -> Option<Rewritten> {
    let end = lines.iter().position(|line| line.trim() == "\\end{tabular}")?;
    let mut out = vec![String::new()];
    out.extend(rows(&lines[1..end].join(" "), str::to_owned)?);
    (out.len() <= end + 1).then_some(Rewritten { lines: out, count: end + 1 })
}

/// The rows of a table of TeX's as GitHub's Markdown has them; `cell` makes the text of each.
pub(in super::super::super) fn rows(
    inner: &str,
    cell: impl Fn(&str) -> String,
) -> Option<Vec<String>> {
    // What is a sign and no border is put aside.
    let inner = RULES.iter().fold(inner.replace("\\&", "\0"), |text, rule| text.replace(rule, ""));
    let cell = |text: &str| cell(&text.trim().replace('\0', "&"));
    let rows = inner.split("\\\\").map(str::trim).filter(|row| !row.is_empty());
    let rows: Vec<Vec<String>> = rows.map(|row| row.split('&').map(cell).collect()).collect();
    let width = rows.iter().map(Vec::len).max()?;
    let mut out = Vec::new();
    for (at, mut row) in rows.into_iter().enumerate() {
        row.resize_with(width, String::new);
        out.push(pipe_row(&row));
        if at == 0 {
            out.push(pipe_row(&vec!["---".to_owned(); width]));
        }
    }
    Some(out)
}
