//! Tables with faults: a delimiter row of another width, or of long dashes, blank lines between rows.

use super::answer::Answer;

/// Makes tables of them.
pub(super) fn settle(answer: &mut Answer) {
    delimiters(answer);
    gaps(answer);
}

/// How many cells a row has; `None` if it is no row. Bars in code part none.
fn cells(line: &str) -> Option<usize> {
    cells_but(line, &['`'])
}

/// The same, where bars between two of these signs part no cells.
fn cells_but(line: &str, signs: &[char]) -> Option<usize> {
    let line = line.trim();
    let inner = line.strip_prefix('|')?.strip_suffix('|')?;
    let (mut open, mut count) = (None, 1);
    for (at, c) in inner.char_indices() {
        match open {
            None if signs.contains(&c) && inner[at + 1..].contains(c) => open = Some(c),
            Some(sign) if sign == c => open = None,
            None if c == '|' && !inner[..at].ends_with('\\') => count += 1,
            _ => {}
        }
    }
    Some(count)
}

/// Whether a row is one of dashes, of whatever kind.
fn is_delimiter(line: &str) -> bool {
    let line = line.trim();
    cells(line).is_some()
        && line.contains(['-', '—', '–', '－'])
        && line.chars().all(|c| "|:-—–－： ".contains(c))
}

/// Gives a table the delimiter row that its head wants.
fn delimiters(answer: &mut Answer) {
    let texts = answer.is_text();
    for (at, is_text) in texts.iter().copied().enumerate().skip(1) {
        let (head, line) = (answer.text(at - 1), answer.text(at));
        if !is_text || !is_delimiter(line) || is_delimiter(head) {
            continue;
        }
        let Some(wanted) = cells(head) else { continue };
        let plain = line.chars().all(|c| "|:- ".contains(c));
        // What a dollar means is found out later.
        let may_fit = [&['`'][..], &['`', '$'], &[]]
            .iter()
            .any(|signs| cells_but(head, signs) == cells(line));
        if !may_fit || !plain {
            answer.lines[at].text = format!("|{}", "---|".repeat(wanted));
        }
    }
}

/// Takes blank lines out between the rows of a table.
fn gaps(answer: &mut Answer) {
    let texts = answer.is_text();
    let mut out = vec![false; answer.lines.len()];
    let mut width = None;
    for at in 0..answer.lines.len() {
        let line = answer.text(at);
        if texts[at] && is_delimiter(line) {
            width = cells(line);
        } else if answer.is_blank(at) && width.is_some() {
            let next = (at..answer.lines.len()).find(|at| !answer.is_blank(*at)).unwrap_or(at);
            let begins_table = is_delimiter(answer.text(next + 1));
            out[at] = cells(answer.text(next)) == width && !begins_table;
        } else if cells(line).is_none() && !line.trim().is_empty() {
            width = None;
        }
    }
    answer.leave_out(&out);
}
