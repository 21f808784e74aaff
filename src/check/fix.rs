//! Findings → the edits of the author's file that fix them.

use crate::diag::{Diagnostic, FileId, Fix};

/// The edits of a file in its order, without those that overlap earlier ones.
pub(crate) fn edits(found: &[Diagnostic], file: Option<FileId>) -> Vec<&Fix> {
    let of_file = |fix: &&Fix| Some(fix.span.file) == file;
    let mut fixes: Vec<&Fix> =
        found.iter().filter_map(|found| found.fix.as_deref()).filter(of_file).collect();
    fixes.sort_by_key(|fix| (fix.span.start, fix.span.end));
    let mut end = 0;
    fixes.retain(|fix| {
        let apart = fix.span.start >= end;
        if apart {
            end = fix.span.end;
        }
        apart
    });
    fixes
}

/// Applies edits, which must be in order and must not overlap.
pub(crate) fn apply(text: &str, edits: &[&Fix]) -> String {
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for fix in edits {
        out.push_str(&text[at..fix.span.start as usize]);
        out.push_str(&fix.replacement);
        at = fix.span.end as usize;
    }
    out + &text[at..]
}

#[cfg(test)]
mod tests {
    use super::{apply, edits};
    use crate::diag::{Diagnostic, FileId, Span};

    #[test]
    fn changes_that_overlap_are_left_for_the_next_round() {
        let span = |range| Span::new(FileId(0), range);
        let found = |range, text: &str| Diagnostic::usage("").fixed_by(span(range), text);
        let all = [found(4..5, "E"), found(0..2, "x"), found(1..3, "y"), found(2..3, "")];
        let edits = edits(&all, Some(FileId(0)));
        assert_eq!(apply("abcdef", &edits), "xdEf");
        assert!(super::edits(&all, Some(FileId(1))).is_empty());
    }
}
