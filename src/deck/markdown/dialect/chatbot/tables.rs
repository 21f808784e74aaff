//! Tables with faults: a delimiter row of another width, of long dashes, or none, blank lines between rows.

use std::ops::Range;

use super::answer::Answer;
use super::form::item;

/// What is said of rows without a delimiter.
const MISSING: &str = "rows without the row of dashes below the first are read as a table";
/// Fewest rows and cells of such a table.
const FEWEST: usize = 2;
/// Bars that are drawn.
const DRAWN: [char; 7] = ['│', '┃', '║', '┆', '┊', '¦', '｜'];

/// Makes tables of them.
pub(super) fn settle(answer: &mut Answer) {
    if answer.is_evident() {
        unbarred(answer);
        drawn_rules(answer);
        bare(answer);
    }
    delimiters(answer);
    missing(answer);
    gaps(answer);
    if answer.is_evident() {
        below(answer);
    }
}

/// A line right below a table that has no bars is none of its rows.
fn below(answer: &mut Answer) {
    let texts = answer.is_text();
    let is_below = |at: &usize| {
        let line = answer.text(*at);
        texts[*at]
            && cells(answer.text(at - 1)).is_some()
            && !line.contains('|')
            && !answer.is_blank(*at)
    };
    let found: Vec<usize> = (1..answer.lines.len()).filter(is_below).collect();
    found.into_iter().rev().for_each(|at| answer.part(at));
}

/// A table with a row of dashes and no bars around its rows, `状态 | 密度` above `---|---`.
fn unbarred(answer: &mut Answer) {
    let texts = answer.is_text();
    let is_rule = |line: &str| {
        let line = line.trim();
        line.contains("-|") && line.chars().all(|c| "|:- ".contains(c)) && !line.starts_with('|')
    };
    let count = |line: &str| line.trim().trim_end_matches('|').split('|').count();
    let is_row = |at: usize| answer.text(at).contains('|') && texts[at];
    let found: Vec<Range<usize>> = (1..answer.lines.len())
        .filter(|at| is_rule(answer.text(*at)) && is_row(at - 1))
        .filter(|at| count(answer.text(*at)) == count(answer.text(at - 1)))
        .map(|at| {
            let end = (at..answer.lines.len()).find(|at| !is_row(*at));
            at - 1..end.unwrap_or(answer.lines.len())
        })
        .collect();
    for at in found.into_iter().flatten() {
        let row = answer.text(at).trim().trim_matches('|').trim();
        answer.lines[at].text = format!("| {row} |");
    }
}

/// Rows without bars around them: their cells stand between tabs, wide gaps or bars, `症状 | 流感 | 感冒`.
fn bare(answer: &mut Answer) {
    let texts = answer.is_text();
    for parts in [tabbed, barred] {
        let mut runs: Vec<(Range<usize>, usize)> = Vec::new();
        for at in 0..answer.lines.len() {
            let Some(count) = parts(answer.text(at)).filter(|_| texts[at]).map(|cells| cells.len())
            else {
                continue;
            };
            match runs.last_mut() {
                Some((run, width)) if run.end == at && *width == count => run.end += 1,
                _ => runs.push((at..at + 1, count)),
            }
        }
        // Two pairs may be anything.
        let is_enough = |run: &Range<usize>, width: usize| {
            run.len() * width > FEWEST * FEWEST || answer.text(run.start).trim().starts_with(DRAWN)
        };
        // `A1　×　…`, `A2　○　…`
        let counts = |run: &Range<usize>| {
            let first = answer.text(run.start).trim_start().chars().nth(1) == Some('1');
            first && answer.text(run.start + 1).trim_start().chars().nth(1) == Some('2')
        };
        runs.retain(|(run, width)| run.len() >= FEWEST && is_enough(run, *width) && !counts(run));
        for (run, width) in runs.into_iter().rev() {
            answer.say("mistyped-markup", MISSING, answer.lines[run.start].number);
            for at in run.clone() {
                let cells = parts(answer.text(at)).unwrap_or_default();
                answer.lines[at].text = format!("| {} |", cells.join(" | "));
            }
            delimit(answer, run.start, width);
        }
    }
}

/// Writes a row of dashes below the head of a table, and a blank line above: a paragraph there would take the rows in.
fn delimit(answer: &mut Answer, head: usize, width: usize) {
    answer.replace(head + 1..head + 1, &[format!("|{}", "---|".repeat(width))]);
    if head > 0 && !answer.is_blank(head - 1) {
        answer.part(head);
    }
}

/// The cells between tabs or wide gaps. Before an indented row stands an empty cell; two cells take a gap that
/// nobody types by chance.
fn tabbed(line: &str) -> Option<Vec<String>> {
    let text = line.trim();
    if item(text).is_some() || !text.starts_with(|c: char| c.is_alphanumeric() || c == '[') {
        return None;
    }
    let cells = |line: &str| -> Vec<String> {
        line.split('\t').map(|cell| cell.trim().to_owned()).collect()
    };
    if line.contains('\t') {
        let cells = cells(line.trim_end());
        // `a.` before a tab counts a line.
        let is_mark = |cell: &String| {
            cell.chars().count() < 4 && cell.ends_with(['.', ')', '）', '、', '．'])
        };
        return (cells.len() > 1 && !cells.first().is_some_and(is_mark)).then_some(cells);
    }
    let filled = |gap: &str| -> Vec<String> {
        let mut found = cells(&text.replace(gap, "\t"));
        found.retain(|cell| !cell.is_empty());
        found
    };
    let wide = filled("    ");
    let is_indented = line.starts_with([' ', '　']);
    let led = |mut found: Vec<String>| {
        if is_indented {
            found.insert(0, String::new());
        }
        found
    };
    let found = [filled("   "), filled("　")].map(led).into_iter().find(|found| found.len() > 2);
    let found = found.or_else(|| (wide.len() > 1).then_some(wide))?;
    // `限速（    ）km/h` is a place to fill in.
    let is_whole =
        |cell: &String| cell.matches(['（', '(']).count() == cell.matches(['）', ')']).count();
    let is_pair = |cell: &String| cell.contains(['：', ':']) || is_choice(cell);
    (found.iter().all(is_whole) && !found.iter().all(is_pair)).then_some(found)
}

/// Whether a cell is one of several answers to choose from: `A. 一样大`.
pub(super) fn is_choice(cell: &str) -> bool {
    let mut letters = cell.chars();
    letters.next().is_some_and(|c| c.is_ascii_uppercase())
        && letters.next().is_some_and(|c| matches!(c, '.' | '．' | '、' | ')'))
}

/// The cells between bars, of which none stands at the front unless it is drawn: `│ 甲 │ 乙 │`.
fn barred(line: &str) -> Option<Vec<String>> {
    let line = line.trim();
    let is_drawn = line.starts_with(DRAWN);
    let is_row = is_drawn || line.starts_with(|c: char| c.is_alphanumeric());
    let line = line.replace(DRAWN, "|");
    let inner = if is_drawn { line.trim_matches('|') } else { &line };
    let cells: Vec<String> = inner.split('|').map(|cell| cell.trim().to_owned()).collect();
    let fewest = if is_drawn { 2 } else { 3 };
    (is_row && !line.contains(['`', '$']) && cells.len() >= fewest).then_some(cells)
}

/// Takes out the lines that are drawn between the rows of a table, `├───┼───┤`.
fn drawn_rules(answer: &mut Answer) {
    let is_rule = |line: &str| {
        let line = line.trim();
        line.contains(['─', '━', '═'])
            && line.chars().all(|c| ('\u{2500}'..='\u{257f}').contains(&c) || c == ' ')
    };
    let is_row = |at: usize| {
        let line = answer.text(at).trim();
        line.starts_with(['│', '┃', '║']) && barred(line).is_some()
    };
    let texts = answer.is_text();
    let is_out = |at: usize| {
        texts[at] && is_rule(answer.text(at)) && (at > 0 && is_row(at - 1) || is_row(at + 1))
    };
    let out: Vec<bool> = (0..answer.lines.len()).map(is_out).collect();
    answer.leave_out(&out);
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
pub(super) fn is_delimiter(line: &str) -> bool {
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

/// Gives a delimiter row to rows of one width that have none.
fn missing(answer: &mut Answer) {
    // Pandoc's grids have lines of `+`.
    let mut runs = answer.runs(|line| line.trim_start().starts_with(['|', '+']));
    let is_table = |run: &Range<usize>| {
        let width = row(answer.text(run.start));
        run.len() >= FEWEST
            && width.is_some()
            && run.clone().all(|at| row(answer.text(at)) == width && !is_delimiter(answer.text(at)))
    };
    runs.retain(is_table);
    for run in runs.into_iter().rev() {
        let width = cells(answer.text(run.start)).unwrap_or(FEWEST);
        answer.say("mistyped-markup", MISSING, answer.lines[run.start].number);
        delimit(answer, run.start, width);
    }
}

/// How many cells a row has that can be one of a table without a delimiter: `|x|=|y|` is a formula.
fn row(line: &str) -> Option<usize> {
    let inner = line.trim().strip_prefix('|')?;
    let is_set = inner.starts_with(|c: char| c == ' ' || !c.is_ascii());
    cells(line).filter(|count| is_set && *count >= FEWEST)
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
            let next = answer.shown_from(at).unwrap_or(at);
            let begins_table = is_delimiter(answer.text(next + 1));
            out[at] = cells(answer.text(next)) == width && !begins_table;
        } else if cells(line).is_none() && !line.trim().is_empty() {
            width = None;
        }
    }
    answer.leave_out(&out);
}
