//! Lists whose levels are drawn, `├─ 甲`, or shown by full blanks.

use std::collections::BTreeSet;

use unicode_width::UnicodeWidthStr;

use super::answer::Answer;
use super::form::item;
use super::lines::FEWEST_WRAPPED;
use super::lists::{Depths, apart, runs};

/// Lines of a few words right below another one, further to the right by full blanks: what the one above holds.
/// Where they come from: their signs are none of their author's.
pub(super) fn outlined(answer: &mut Answer) -> BTreeSet<usize> {
    const FEWEST: usize = 2;
    let mut found = BTreeSet::new();
    if !answer.is_evident() {
        return found;
    }
    let depth = |line: &str| line.chars().take_while(|c| *c == '　').count();
    let is_line = |line: &str| {
        let text = line.trim_start_matches('　');
        let is_text = text.starts_with(|c: char| c.is_alphanumeric()) && item(text).is_none();
        is_text && !text.ends_with(['。', '！', '？', '；']) && line.width() < FEWEST_WRAPPED * 2
    };
    for run in runs(answer, is_line).into_iter().rev() {
        let depths = || run.clone().map(|at| depth(answer.text(at)));
        let inner = depths().filter(|depth| *depth > 0).count();
        if inner < FEWEST || depth(answer.text(run.start)) > 0 {
            continue;
        }
        let depths = Depths::of(depths());
        for at in run.clone() {
            let line = answer.text(at);
            let blanks = "  ".repeat(depths.level(depth(line)));
            answer.lines[at].text = format!("{blanks}- {}", line.trim_start_matches('　'));
            found.insert(answer.lines[at].number);
        }
        apart(answer, run.start);
    }
    found
}

/// `├─ 甲`, `│  └─ 乙`: items, as deep as they are drawn; the line right above is what they belong to.
pub(super) fn drawn(answer: &mut Answer) {
    const DRAWN: &str = "│├└─ \t　";
    let branch = |line: &str| {
        let end = line.find(|c: char| !DRAWN.contains(c))?;
        let at = line.find(['├', '└']).filter(|at| *at < end)?;
        Some((line[..at].chars().count(), line[end..].to_owned()))
    };
    for run in runs(answer, |line| branch(line).is_some()).into_iter().rev() {
        let branches = run.clone().filter_map(|at| branch(answer.text(at)));
        let depths = Depths::of(branches.map(|(depth, _)| depth));
        let root = run.start > 0 && is_root(answer.text(run.start - 1));
        for at in run.clone() {
            if let Some((depth, text)) = branch(answer.text(at)) {
                let level = depths.level(depth) + usize::from(root);
                answer.lines[at].text = format!("{}- {text}", "  ".repeat(level));
            }
        }
        let first = run.start - usize::from(root);
        if root {
            answer.lines[first].text = format!("- {}", answer.text(first).trim());
        }
        apart(answer, first);
    }
}

/// Whether a line can be the root of a tree that is drawn below it.
fn is_root(line: &str) -> bool {
    line.starts_with(char::is_alphanumeric)
        && item(line).is_none()
        && !line.ends_with(['：', ':', '。'])
}
