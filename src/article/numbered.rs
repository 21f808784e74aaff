//! Lists whose numbers have no blank behind them (`1.先洗菜`, `2、再切菜`) → lists of Markdown. Only lines that
//! count up from one with nothing but blank lines between them: others may be headings or amounts.

use std::collections::BTreeMap;

/// The lines of such lists, by their numbers from 0, with a point and a blank behind the number.
pub(super) fn lists(source: &str) -> BTreeMap<usize, String> {
    let mut made = BTreeMap::new();
    let mut run: Vec<(usize, String)> = Vec::new();
    for (number, line) in source.lines().enumerate() {
        match entry(line) {
            _ if line.trim().is_empty() => continue,
            Some((count, text)) if count == run.len() + 1 => run.push((number, text)),
            other => {
                take(&mut run, &mut made);
                run.extend(other.filter(|(count, _)| *count == 1).map(|(_, text)| (number, text)));
            }
        }
    }
    take(&mut run, &mut made);
    made
}

/// Keeps a run of two lines or more.
fn take(run: &mut Vec<(usize, String)>, made: &mut BTreeMap<usize, String>) {
    const FEWEST: usize = 2;
    if run.len() >= FEWEST {
        made.extend(run.drain(..));
    }
    run.clear();
}

/// The number of a line, and the line as Markdown.
fn entry(line: &str) -> Option<(usize, String)> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let count = line[..digits].parse().ok().filter(|_| digits <= 2)?;
    let rest = line[digits..].strip_prefix(['.', '、', '．'])?;
    let words = rest.starts_with(|c: char| !c.is_ascii() && c.is_alphanumeric());
    words.then(|| (count, format!("{count}. {rest}")))
}
