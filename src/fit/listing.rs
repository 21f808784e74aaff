//! Where a listing is best cut: between functions, after an empty line, and never inside a comment
//! or a text that goes over several lines, if that can be. Pure.

use std::ops::Range;

/// How bad it is to go on with a listing on the next page inside what belongs together, as a share
/// of the square of a full page.
const INSIDE: f64 = 0.1;
/// The same at an empty line inside a function.
const AT_GAP: f64 = 0.04;
/// The same in the middle of a comment or a text.
const IN_TOKEN: f64 = 0.4;

/// What of a language says where its comments and texts begin and end.
struct Syntax {
    /// What makes the rest of a line a comment.
    line: &'static [&'static str],
    /// What opens and closes what may go over several lines. The longer ones come first.
    long: &'static [(&'static str, &'static str)],
}

const PYTHON: Syntax = Syntax { line: &["#"], long: &[("\"\"\"", "\"\"\""), ("'''", "'''")] };
const SCRIPT: Syntax = Syntax { line: &["//"], long: &[("/*", "*/"), ("`", "`")] };
const C: Syntax = Syntax { line: &["//"], long: &[("/*", "*/")] };
const SQL: Syntax = Syntax { line: &["--"], long: &[("/*", "*/")] };
const MARKUP: Syntax = Syntax { line: &[], long: &[("<!--", "-->")] };
const PLAIN: Syntax = Syntax { line: &[], long: &[] };

fn syntax(lang: &str) -> &'static Syntax {
    match lang.to_ascii_lowercase().as_str() {
        "py" | "python" | "python3" => &PYTHON,
        "js" | "jsx" | "javascript" | "ts" | "tsx" | "typescript" | "go" | "golang" => &SCRIPT,
        "c" | "h" | "cpp" | "c++" | "cc" | "cs" | "csharp" | "css" | "scss" | "dart" | "java"
        | "kotlin" | "kt" | "php" | "rs" | "rust" | "scala" | "swift" | "typst" | "typ" => &C,
        "sql" => &SQL,
        "html" | "xml" | "svg" | "vue" | "md" | "markdown" => &MARKUP,
        _ => &PLAIN,
    }
}

/// Some lines of a listing without the empty ones at both ends: a page begins and ends with code.
pub(super) fn trimmed(lines: &[&str], range: Range<usize>) -> Range<usize> {
    let Range { mut start, mut end } = range;
    let is_empty = |at: usize| lines[at].trim().is_empty();
    while start + 1 < end && is_empty(start) {
        start += 1;
    }
    while start + 1 < end && is_empty(end - 1) {
        end -= 1;
    }
    start..end
}

/// For each line, that in which the comment or text began which is open where the line begins.
pub(super) fn open(text: &str, lang: Option<&str>) -> Vec<Option<usize>> {
    let Syntax { line: comments, long } = syntax(lang.unwrap_or_default());
    let mut open = Vec::new();
    let mut current: Option<(usize, &str)> = None;
    for (number, line) in text.split('\n').enumerate() {
        open.push(current.map(|(began, _)| began));
        let mut rest = line;
        while let Some(first) = rest.chars().next() {
            let opened = || long.iter().find(|(opener, _)| rest.starts_with(opener));
            let taken = if let Some((_, closer)) = current {
                let Some(at) = rest.find(closer) else { break };
                current = None;
                at + closer.len()
            } else if let Some((opener, closer)) = opened() {
                current = Some((number, closer));
                opener.len()
            } else if comments.iter().any(|comment| rest.starts_with(comment)) {
                break;
            } else if matches!(first, '"' | '\'') {
                quoted(rest, first)
            } else {
                first.len_utf8()
            };
            rest = &rest[taken..];
        }
    }
    open
}

/// Bytes of a text in quotes at the start of `rest`; of the quote alone if it closes on no line.
fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, letter) in rest.char_indices().skip(1) {
        if letter == quote && !escaped {
            return at + 1;
        }
        escaped = letter == '\\' && !escaped;
    }
    1
}

/// How bad it is to cut a listing before each of its lines.
pub(super) fn flaws(text: &str, lang: Option<&str>) -> Vec<f64> {
    let lines: Vec<&str> = text.split('\n').collect();
    let is_empty = |at: usize| lines.get(at).is_none_or(|line| line.trim().is_empty());
    let open = open(text, lang);
    let flaw = |at: usize| {
        // Empty lines at a cut are left out.
        let next = (at..lines.len()).find(|at| !is_empty(*at));
        if open[at].is_some() {
            IN_TOKEN
        } else if at == 0 || !is_empty(at) && !is_empty(at - 1) {
            INSIDE
        } else if next.is_some_and(|next| lines[next].starts_with(char::is_whitespace)) {
            AT_GAP
        } else {
            0.0
        }
    };
    (0..lines.len()).map(flaw).collect()
}

#[cfg(test)]
mod tests {
    use super::{AT_GAP, IN_TOKEN, INSIDE, flaws, open, trimmed};

    #[test]
    fn comments_and_texts_stay_open_over_lines() {
        let python = "s = \"# '''\"  # '''\nd = '''a\nb\n'''\ne";
        assert_eq!(open(python, Some("python")), [None, None, Some(1), Some(1), None]);
        let script = "// /*\nlet a = `x\n/* y`; /*\n`\n*/ b";
        assert_eq!(open(script, Some("js")), [None, None, Some(1), Some(2), Some(2)]);
        assert_eq!(open("<a>\n<!-- b\nc -->\nd", Some("html")), [None, None, Some(1), None]);
        assert_eq!(open("'''\n/*\n", None), [None, None, None]);
    }

    #[test]
    fn functions_stay_together() {
        let text = "def a():\n    b\n\n    c\n\n\ndef d():\n    '''e\n    f'''";
        let expected = [INSIDE, INSIDE, AT_GAP, AT_GAP, 0.0, 0.0, 0.0, INSIDE, IN_TOKEN];
        assert_eq!(flaws(text, Some("py")), expected);
        let lines: Vec<&str> = text.split('\n').collect();
        let ranges = [0..3, 2..5, 4..6, 4..9].map(|range| trimmed(&lines, range));
        assert_eq!(ranges, [0..2, 3..4, 5..6, 6..9]);
    }
}
