//! The lexical syntax of languages as far as page breaks need it: where comments and long strings
//! are. Pure.

/// How comments and strings of a language begin and end.
pub(super) struct Syntax {
    /// What makes the rest of a line a comment.
    line: &'static [&'static str],
    /// What opens and closes a comment that may go over several lines.
    block: Option<(&'static str, &'static str)>,
    /// What opens and closes a string over several lines.
    texts: &'static [&'static str],
    /// What else begins a line about the lines below it, such as a decorator.
    heads: &'static [&'static str],
    /// What begins a line that opens a section, even without an empty line above it.
    sections: &'static [&'static str],
    /// Columns that stand before the indent of each line, as in a diff.
    margin: usize,
}

const PLAIN: Syntax =
    Syntax { line: &[], block: None, texts: &[], heads: &["@"], sections: &[], margin: 0 };
const PYTHON: Syntax = Syntax { line: &["#"], texts: &["\"\"\"", "'''"], ..PLAIN };
const SCRIPT: Syntax = Syntax { line: &["//"], block: Some(("/*", "*/")), texts: &["`"], ..PLAIN };
const C: Syntax =
    Syntax { line: &["//"], block: Some(("/*", "*/")), heads: &["@", "#[", "template<"], ..PLAIN };
const SQL: Syntax = Syntax { line: &["--"], block: Some(("/*", "*/")), ..PLAIN };
const LUA: Syntax = Syntax { line: &["--"], ..PLAIN };
const LISP: Syntax = Syntax { line: &[";"], ..PLAIN };
const TEX: Syntax = Syntax { line: &["%"], ..PLAIN };
const SHELL: Syntax = Syntax { line: &["#"], ..PLAIN };
const CONF: Syntax = Syntax { line: &["#", ";"], sections: &["["], heads: &["["], ..PLAIN };
const MARKUP: Syntax = Syntax { block: Some(("<!--", "-->")), ..PLAIN };
const DIFF: Syntax = Syntax {
    heads: &["@@", "diff ", "index ", "--- ", "+++ "],
    sections: &["@@", "diff "],
    margin: 1,
    ..PLAIN
};

/// The syntax of a language, by the name on the fence.
pub(super) fn syntax(lang: Option<&str>) -> &'static Syntax {
    match lang.unwrap_or_default().to_ascii_lowercase().as_str() {
        "py" | "python" | "python3" => &PYTHON,
        "js" | "jsx" | "javascript" | "ts" | "tsx" | "typescript" | "go" | "golang" => &SCRIPT,
        "c" | "h" | "cpp" | "c++" | "cc" | "cs" | "csharp" | "css" | "scss" | "dart" | "java"
        | "kotlin" | "kt" | "php" | "rs" | "rust" | "scala" | "swift" | "typst" | "typ" => &C,
        "sql" => &SQL,
        "haskell" | "hs" | "lua" => &LUA,
        "clojure" | "clj" | "lisp" | "scheme" => &LISP,
        "tex" | "latex" | "matlab" => &TEX,
        "bash" | "sh" | "shell" | "zsh" | "console" | "powershell" | "ps1" | "yaml" | "yml"
        | "dockerfile" | "docker" | "nginx" | "makefile" | "make" | "cmake" | "r" | "ruby"
        | "rb" | "perl" | "elixir" | "julia" | "hcl" | "terraform" | "graphql" => &SHELL,
        "ini" | "conf" | "toml" | "properties" => &CONF,
        "html" | "xml" | "svg" | "vue" | "md" | "markdown" => &MARKUP,
        "diff" | "patch" => &DIFF,
        _ => &PLAIN,
    }
}

/// A comment or string that is open where a line begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Open {
    /// The line in which it began.
    pub(super) began: usize,
    /// Whether it is a comment, not a string.
    is_comment: bool,
}

impl Syntax {
    /// A line without the columns before its indent.
    pub(super) fn code<'a>(&self, line: &'a str) -> &'a str {
        if line.starts_with([' ', '+', '-']) { &line[self.margin..] } else { line }
    }

    /// For each line, the comment or string that is open where the line begins.
    pub(super) fn open(&self, text: &str) -> Vec<Option<Open>> {
        let mut open = Vec::new();
        let mut current: Option<(Open, &str)> = None;
        for (began, line) in text.split('\n').enumerate() {
            open.push(current.map(|(open, _)| open));
            let mut rest = line;
            while let Some(first) = rest.chars().next() {
                let taken = if let Some((_, closer)) = current {
                    let Some(at) = rest.find(closer) else { break };
                    current = None;
                    at + closer.len()
                } else if let Some((opener, closer, is_comment)) = self.opened(rest) {
                    current = Some((Open { began, is_comment }, closer));
                    opener.len()
                } else if starts_with_any(rest, self.line) {
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

    /// The delimiters of the comment or long string at the start of `rest`, and whether it is a
    /// comment.
    fn opened(&self, rest: &str) -> Option<(&'static str, &'static str, bool)> {
        let text = self.texts.iter().find(|opener| rest.starts_with(**opener));
        let comment = self.block.filter(|(opener, _)| rest.starts_with(opener));
        let text = text.map(|opener| (*opener, *opener, false));
        comment.map(|(opener, closer)| (opener, closer, true)).or(text)
    }

    /// Whether a line is about the one below it: a comment by itself, a decorator, an attribute.
    pub(super) fn is_head(&self, line: &str, open: Option<Open>) -> bool {
        let line = line.trim_start();
        open.is_some_and(|open| open.is_comment)
            || starts_with_any(line, self.line)
            || starts_with_any(line, self.heads)
            || self.block.is_some_and(|(opener, _)| line.starts_with(opener))
    }

    /// Whether a line is a string by itself that continues or ends here: a doc string.
    pub(super) fn is_text(&self, line: &str, open: Option<Open>) -> bool {
        let mut long = self.texts.iter().filter(|opener| opener.len() > 1);
        open.is_some_and(|open| !open.is_comment)
            || long.any(|opener| line.trim_start().starts_with(opener))
    }

    /// Whether a line replaces the one above it, as an added line in a diff replaces a removed one.
    pub(super) fn replaces(&self, above: &str, line: &str) -> bool {
        self.margin > 0 && above.starts_with('-') && line.starts_with('+')
    }

    /// Whether a line opens a section.
    pub(super) fn is_section(&self, line: &str) -> bool {
        starts_with_any(line, self.sections)
    }
}

fn starts_with_any(text: &str, all: &[&str]) -> bool {
    all.iter().any(|start| text.starts_with(start))
}

/// Length of the string literal at the start of `rest`; of the quote alone if it is not closed on
/// the line.
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

#[cfg(test)]
mod tests {
    use super::syntax;

    fn open(text: &str, lang: Option<&str>) -> Vec<Option<usize>> {
        let open = syntax(lang).open(text).into_iter();
        open.map(|open| open.map(|open| open.began)).collect()
    }

    #[test]
    fn comments_and_texts_stay_open_over_lines() {
        let python = "s = \"# '''\"  # '''\nd = '''a\nb\n'''\ne";
        assert_eq!(open(python, Some("python")), [None, None, Some(1), Some(1), None]);
        let script = "// /*\nlet a = `x\n/* y`; /*\n`\n*/ b";
        assert_eq!(open(script, Some("js")), [None, None, Some(1), Some(2), Some(2)]);
        assert_eq!(open("<a>\n<!-- b\nc -->\nd", Some("html")), [None, None, Some(1), None]);
        assert_eq!(open("'''\n/*\n", None), [None, None, None]);
    }
}
