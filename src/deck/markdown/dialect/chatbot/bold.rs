//! `** 粗 **`, `__下划线__也`, and `__init__`, which is a name.

use super::answer::Answer;

/// Makes bold what is meant to be bold, and nothing else.
pub(super) fn settle(answer: &mut Answer) {
    for at in answer.written() {
        let line = answer.text(at);
        if line.contains('`') || line.trim_matches(['_', '*', ' ']).is_empty() {
            continue;
        }
        let stars = stars(line);
        let line = stars.as_deref().unwrap_or(line);
        if let Some(line) = underscores(line).or(stars.clone()) {
            answer.lines[at].text = line;
        }
    }
}

/// Pairs of two asterisks without the blanks inside.
fn stars(line: &str) -> Option<String> {
    let parts: Vec<&str> = line.split("**").collect();
    let inside = || parts.iter().skip(1).step_by(2);
    let blank = |text: &&&str| text.starts_with(' ') || text.ends_with(' ');
    if parts.len().is_multiple_of(2)
        || line.contains("***")
        || !inside().any(|text| blank(&text))
        || inside().any(|text| text.trim().is_empty())
    {
        return None;
    }
    let parts =
        parts.iter().enumerate().map(|(at, part)| if at % 2 == 1 { part.trim() } else { part });
    Some(parts.collect::<Vec<_>>().join("**"))
}

/// Words between two underscores on each side: a name of a programme stays as it is, Han are bold.
fn underscores(line: &str) -> Option<String> {
    let parts: Vec<&str> = line.split("__").collect();
    if parts.len() < 3 || parts.len().is_multiple_of(2) || line.contains("___") {
        return None;
    }
    let mut out = parts[0].to_owned();
    let joins =
        |text: &str, c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !text.is_empty());
    for pair in parts[1..].chunks(2) {
        let [inside, behind] = pair else { return None };
        let is_name =
            !inside.is_empty() && inside.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        let is_han = inside.chars().any(|c| c > '\u{2e80}') && inside.trim() == *inside;
        out += &match (is_name && inside.bytes().all(|b| !b.is_ascii_uppercase()), is_han) {
            (true, _) if is_dunder(inside) => format!("\\_\\_{inside}\\_\\_"),
            // Between letters, two underscores mark nothing.
            (_, true)
                if joins(behind, behind.chars().next()) || joins(&out, out.chars().last()) =>
            {
                format!("**{inside}**")
            }
            _ => format!("__{inside}__"),
        };
        out += behind;
    }
    (out != line).then_some(out)
}

/// Whether a word is a name of Python's.
fn is_dunder(word: &str) -> bool {
    const NAMES: [&str; 14] = [
        "init", "main", "name", "str", "repr", "call", "len", "iter", "next", "enter", "exit",
        "new", "dict", "file",
    ];
    NAMES.contains(&word)
}
