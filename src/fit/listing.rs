//! Penalties for page breaks inside a listing. Good breaks are between functions, behind an empty
//! line, before the least indented line. Bad ones are behind an opening line, before a closing one,
//! and inside a comment or string over several lines. Pure.

mod syntax;

use std::ops::Range;

use super::partition::Penalty;
use syntax::{Open, Syntax, syntax};

/// For a break behind an opening line or before a closing one.
const TORN: Penalty = Penalty { grave: 1, slight: 0.0 };

// How bad other cuts are, as shares of the square of a full page.

/// For a break inside a comment or a string.
const IN_TOKEN: f64 = 0.4;
/// For a break behind the head of a block of which nothing else was shown yet.
const ANNOUNCED: f64 = 0.1;
/// For a break where there is no empty line.
const PACKED: f64 = 0.06;
/// The same where an indented block begins or ends.
const AT_BORDER: f64 = 0.03;
/// For a break inside the most deeply indented lines.
const DEEPEST: f64 = 0.2;
/// The least number of levels by which depth is measured.
const LEVELS: usize = 4;

/// A range of lines without empty ones at both ends: a page begins and ends with code.
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

/// For each line, the line in which the comment or string began that is open at its start.
pub(super) fn open(text: &str, lang: Option<&str>) -> Vec<Option<usize>> {
    let open = syntax(lang).open(text).into_iter();
    open.map(|open| open.map(|open| open.began)).collect()
}

/// The penalty of a break before each line of a listing.
pub(super) fn penalties(text: &str, lang: Option<&str>) -> Vec<Penalty> {
    let listing = Listing::new(text, lang);
    (0..listing.lines.len()).map(|at| listing.penalty(at)).collect()
}

/// What is known of each line of a listing.
struct Listing<'a> {
    syntax: &'static Syntax,
    /// Its lines without the margin that the syntax has before the indent, such as the `+` of a
    /// diff.
    lines: Vec<&'a str>,
    /// Its lines as they are.
    whole: Vec<&'a str>,
    open: Vec<Option<Open>>,
    /// The indentation level of each line.
    depths: Vec<usize>,
    /// The deepest level.
    deepest: usize,
    /// Whether each line opens a block whose content comes after it.
    opens: Vec<bool>,
    /// The last line that is not empty before each line.
    before: Vec<Option<usize>>,
    /// The first line that is not empty from each line on.
    next: Vec<Option<usize>>,
}

impl<'a> Listing<'a> {
    fn new(text: &'a str, lang: Option<&str>) -> Self {
        let syntax = syntax(lang);
        let whole: Vec<&str> = text.split('\n').collect();
        let lines: Vec<&str> = whole.iter().map(|line| syntax.code(line)).collect();
        let is_full = |at: &usize| !lines[*at].trim().is_empty();
        let mut before = Vec::with_capacity(lines.len());
        let mut last = None;
        for at in 0..lines.len() {
            before.push(last);
            last = Some(at).filter(is_full).or(last);
        }
        let mut next = vec![None; lines.len()];
        let mut first = None;
        for at in (0..lines.len()).rev() {
            first = Some(at).filter(is_full).or(first);
            next[at] = first;
        }
        let (open, depths) = (syntax.open(text), depths(&lines));
        let deepest = depths.iter().copied().max().unwrap_or(0);
        let opens = Vec::with_capacity(lines.len());
        let mut listing = Self { syntax, lines, whole, open, depths, deepest, opens, before, next };
        for at in 0..listing.lines.len() {
            let opens = listing.leaves_open(at);
            listing.opens.push(opens);
        }
        listing
    }

    /// The penalty of a break before a line. Empty lines at a break are dropped.
    fn penalty(&self, at: usize) -> Penalty {
        let slight = |slight| Penalty { grave: 0, slight };
        let (Some(before), Some(next)) = (self.before[at], self.next[at]) else {
            return slight(0.0);
        };
        if self.open[at].is_some() {
            return slight(IN_TOKEN);
        }
        if self.syntax.is_section(self.whole[next]) && !self.is_head(before) {
            return slight(0.0);
        }
        let is_packed = before + 1 == next;
        let opens = self.opens[before];
        let is_remark = self.is_head(before) || self.is_text(before);
        if is_packed && is_remark && (opens || self.is_head(before))
            || opens && !is_remark
            || self.goes_on(next)
        {
            return TORN;
        }
        let deep = DEEPEST * self.depths[next] as f64 / self.deepest.max(LEVELS) as f64;
        let is_border = self.depths[before] > self.depths[next]
            || self.depths[before] == self.depths[next]
                && (self.goes_on(before) || self.opens[next]);
        slight(
            deep + match (is_packed, is_border) {
                (false, _) if opens => ANNOUNCED,
                (false, _) => 0.0,
                (true, true) => AT_BORDER,
                (true, false) => PACKED,
            },
        )
    }

    /// Whether a line is about the one below it, such as a comment or a decorator.
    fn is_head(&self, at: usize) -> bool {
        self.syntax.is_head(self.whole[at], self.open[at])
    }

    /// Whether a line is a doc string at the start of a function.
    fn is_text(&self, at: usize) -> bool {
        self.syntax.is_text(self.lines[at], self.open[at])
    }

    /// Whether a line belongs to what stands above it: it closes or continues that.
    fn goes_on(&self, at: usize) -> bool {
        // A brace on its own line opens the block of the line above, unless that line is a complete
        // statement.
        let above = self.before[at].map_or("", |before| self.lines[before].trim_end());
        let is_announced = above.ends_with(|c: char| c.is_alphanumeric() || c == ')');
        starts_inside(self.lines[at])
            || self.lines[at].trim() == "{" && is_announced
            || self.before[at]
                .is_some_and(|before| self.syntax.replaces(self.whole[before], self.whole[at]))
    }

    /// Whether a line opens a block whose content comes after it, given that the lines above are
    /// known.
    fn leaves_open(&self, at: usize) -> bool {
        // A comment or doc string is not the content of the block yet.
        if self.is_head(at) || self.is_text(at) {
            return self.before[at].is_some_and(|before| self.opens[before]);
        }
        let next = self.next.get(at + 1).copied().flatten();
        next.is_some_and(|next| self.depths[next] > self.depths[at]) || ends_open(self.lines[at])
    }
}

/// The indentation level of each line; an empty line has that of the line before it.
fn depths(lines: &[&str]) -> Vec<usize> {
    let indent = |line: &str| {
        let code = line.trim_start();
        (!code.is_empty()).then(|| line.len() - code.len())
    };
    let least = lines.iter().filter_map(|line| indent(line)).min().unwrap_or(0);
    let mut around = vec![least];
    let mut depths = Vec::with_capacity(lines.len());
    for line in lines {
        if let Some(indent) = indent(line) {
            while around.last().is_some_and(|outer| *outer > indent) {
                around.pop();
            }
            if around.last().is_none_or(|outer| *outer < indent) {
                around.push(indent);
            }
        }
        depths.push(around.len() - 1);
    }
    depths
}

/// Whether a line ends with something that is continued: an opening bracket, an operator, a
/// keyword.
fn ends_open(line: &str) -> bool {
    const MARKS: [&str; 12] = [":", "{", "(", "[", "=>", "->", "\\", "=", "&&", "||", "|", "<-"];
    const WORDS: [&str; 5] = ["then", "do", "else", "begin", "in"];
    let line = line.trim_end();
    let last = line.rsplit(|c: char| !c.is_ascii_alphanumeric()).next();
    MARKS.iter().any(|mark| line.ends_with(mark)) || last.is_some_and(|word| WORDS.contains(&word))
}

/// Whether a line begins with something that continues the line above: a closing bracket, `else`.
fn starts_inside(line: &str) -> bool {
    const MARKS: [&str; 10] = [")", "]", "}", "</", ".", "&&", "||", "|>", "?", ";;"];
    const WORDS: [&str; 16] = [
        "end", "endif", "endfor", "then", "else", "elif", "elsif", "elseif", "except", "finally",
        "catch", "rescue", "fi", "do", "done", "esac",
    ];
    let line = line.trim();
    let word = line.split(|c: char| !c.is_ascii_alphanumeric()).next();
    MARKS.iter().any(|mark| line.starts_with(mark))
        || word.is_some_and(|word| WORDS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::{IN_TOKEN, penalties, trimmed};

    /// The lines of a listing in the order in which a cut before them is good, without those where
    /// it would be torn.
    fn order(text: &str, lang: &str) -> Vec<String> {
        let penalties = penalties(text, Some(lang));
        let lines = text.split('\n').zip(&penalties).skip(1);
        let mut lines: Vec<_> = lines.filter(|(line, _)| !line.trim().is_empty()).collect();
        lines.retain(|(_, penalty)| penalty.grave == 0 && penalty.slight < IN_TOKEN);
        lines.sort_by(|(_, a), (_, b)| a.slight.total_cmp(&b.slight));
        lines.into_iter().map(|(line, _)| line.trim().to_owned()).collect()
    }

    #[test]
    fn empty_lines_at_a_cut_are_left_out() {
        let text = "def a():\n    b\n\n    c\n\n\ndef d():\n    '''e\n    f'''";
        let lines: Vec<&str> = text.split('\n').collect();
        let ranges = [0..3, 2..5, 4..6, 4..9].map(|range| trimmed(&lines, range));
        assert_eq!(ranges, [0..2, 3..4, 5..6, 6..9]);
    }

    #[test]
    fn a_key_stays_with_its_value_and_the_least_indent_comes_first() {
        let yaml = "a: 1\nb:\n  c: 2\n  d:\n    e: 3\n    f: 4\n  g: 5\nh:\n- i\n- j";
        assert_eq!(
            order(yaml, "yaml"),
            ["b:", "h:", "- j", "d:", "g: 5", "f: 4"].map(String::from)
        );
    }

    #[test]
    fn a_function_stays_with_what_is_said_about_it() {
        let python = "import a\n\n# A class\n@b\nclass C:\n    \"\"\"Of\n    it.\"\"\"\n\n    \
                      def d():\n        if e:\n            f\n        else:\n            g\n\n    \
                      @h\n    def i():\n        return (\n            j\n        )";
        assert_eq!(order(python, "python"), ["# A class", "@h", "def d():"]);
        let rust =
            "#[a]\nfn b() {\n    c();\n    d\n        .e();\n}\n/// F.\nfn g() {\n    h()\n}";
        assert_eq!(order(rust, "rust"), ["/// F.", "d"]);
    }

    #[test]
    fn a_command_of_several_lines_is_whole() {
        let shell = "# Run\na \\\n  -b \\\n  -c\nfor d in e; do\n  f\ndone\nif g\nthen\n  h\nfi\ni";
        assert_eq!(order(shell, "sh"), ["for d in e; do", "if g", "i"]);
    }

    #[test]
    fn a_change_begins_with_its_place() {
        let diff = "diff --git a b\nindex 1\n--- a\n+++ b\n@@ -1 +1 @@\n fn c() {\n-    d\n+    e\n\
                    +    f\n@@ -9 +9 @@\n }\ndiff --git g h\n@@ -1 +1 @@\n i\n+j";
        assert_eq!(order(diff, "diff"), ["@@ -9 +9 @@", "diff --git g h", "+j", "+    f"]);
    }
}
