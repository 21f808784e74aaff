//! Finds lines of code in plain text, which has no markup for them.

use std::ops::Range;

use super::lines::Line;

/// Fewest lines of a listing.
const FEWEST: usize = 2;
/// Words that lines of code begin with.
const WORDS: &[&str] = &[
    "import ", "from ", "def ", "class ", "return", "for ", "while ", "if ", "elif ", "else:",
    "try:", "except", "with ", "print(", "async ", "await ", "let ", "const ", "var ", "function ",
    "fn ", "pub ", "use ", "impl ", "struct ", "public ", "private ", "static ", "int ", "void ",
    "#include", "package ", "pip ", "pip3 ", "npm ", "cargo ", "git ", "conda ", "python ", "$ ",
    ">>> ", "SELECT ", "docker ", "curl ",
];

/// The runs of lines that are code.
pub(super) fn is_code(lines: &[Line]) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let mut end = at;
        while end < lines.len() && (looks_like_code(lines[end].text) || is_inner(lines, at, end)) {
            end += 1;
        }
        if is_prompt(lines[at].text) {
            let more = lines[at + 1..].iter().take_while(|line| goes_on(line)).count();
            runs.push(at..at + 1 + more);
            at += 1 + more;
            continue;
        }
        let sure = lines[at..end].iter().filter(|line| looks_like_code(line.text)).count();
        let begins =
            lines[at..end].iter().any(|line| WORDS.iter().any(|word| line.text.starts_with(word)));
        if end - at >= FEWEST && sure * 2 > end - at && begins {
            runs.push(at..end);
            at = end;
        } else {
            at = end.max(at + 1);
        }
    }
    runs
}

/// Whether a line is a command behind a prompt: `$ ls -l`, not `$ 5`.
fn is_prompt(text: &str) -> bool {
    let command = text.strip_prefix("$ ").or_else(|| text.strip_prefix(">>> "));
    command.is_some_and(|command| {
        command.starts_with(|c: char| c.is_ascii_lowercase() || "./~_".contains(c))
            && !command.ends_with(['.', '。'])
    })
}

/// Whether a line below a command is what it prints, or another command.
fn goes_on(line: &Line) -> bool {
    let han = line.text.chars().filter(|c| !c.is_ascii()).count();
    is_prompt(line.text) || !line.after_blank && han * 2 < line.text.chars().count()
}

/// Whether a line can only be code because it is inside a listing: a comment, an indented word in
/// brackets.
fn is_inner(lines: &[Line], start: usize, at: usize) -> bool {
    let line = &lines[at];
    at > start
        && !line.after_blank
        && (line.text.starts_with(['#', '}', ')', ']']) || line.text.starts_with("//"))
}

fn looks_like_code(text: &str) -> bool {
    let han = text.chars().filter(|c| !c.is_ascii()).count();
    // Chinese is allowed in comments and strings.
    let ascii = han == 0
        || text.contains(['"', '\'', '#'])
            && text.is_char_boundary(0)
            && text.starts_with(|c: char| c.is_ascii());
    if !ascii {
        return false;
    }
    let word = WORDS.iter().any(|word| text.starts_with(word));
    let signs = text.chars().filter(|c| "(){}[]=;<>_\"'".contains(*c)).count();
    let call = text.contains('(') && text.contains(')') && !text.contains(". ");
    let assigned = text.contains(" = ") || text.contains("+= ") || text.contains(":=");
    let closes = text.chars().all(|c| "(){}[];, ".contains(c));
    let ends = text.ends_with([';', '{', '}']) || text.ends_with("):") || text.ends_with("],");
    closes
        || ends
        || word && (signs >= 1 || han == 0 && text.split(' ').count() <= 6)
        || assigned && signs >= 1
        || call && signs >= 3 && han == 0 && !text.ends_with('.')
}
