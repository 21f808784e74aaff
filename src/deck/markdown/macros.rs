//! Macros of TeX: what `\newcommand` and its like define anywhere in a text takes the place of their names
//! in its formulas.

use std::ops::Range;

use comrak::nodes::{AstNode, NodeValue};

use super::closing;
use super::source::{COMMENTS, Lines, TextLines};

/// The commands that define one.
const DEFINING: [&str; 8] = [
    "newcommand", "renewcommand", "providecommand", "DeclareMathOperator", "def", "gdef", "edef",
    "let",
];
/// Most names that are replaced in a formula: macros may name each other in a circle.
const MOST: usize = 1000;
/// Deepest that macros name each other.
const DEEPEST: usize = 20;

/// A macro.
#[derive(Debug, PartialEq)]
struct Macro {
    /// Its name without the backslash.
    name: String,
    /// How many parameters it has.
    parameters: usize,
    /// What the first one is where it is not given in brackets.
    default: Option<String>,
    /// What it stands for.
    body: String,
}

/// The macros of a text, each with its place.
struct Macros(Vec<(usize, Macro)>);

/// Puts the macros that a text defines in place in its formulas. A formula of nothing but definitions goes.
pub(super) fn expand<'a>(root: &'a AstNode<'a>, source: &str) {
    let macros = Macros::of(source);
    if macros.0.is_empty() {
        return;
    }
    let lines = Lines::new(source);
    for node in root.descendants().collect::<Vec<_>>() {
        let mut data = node.data_mut();
        let line = data.sourcepos.end.line;
        let at = lines.starts.get(line).copied().unwrap_or(source.len());
        let tex = match &mut data.value {
            NodeValue::Math(math) => &mut math.literal,
            NodeValue::CodeBlock(code) if code.info.trim() == "math" => &mut code.literal,
            _ => continue,
        };
        let expanded = macros.expanded(tex, at, &mut MOST.clone(), 0);
        let is_empty = expanded.trim().is_empty() && !tex.trim().is_empty();
        *tex = expanded;
        drop(data);
        if is_empty {
            let parent = node.parent().filter(|parent| {
                parent
                    .first_child()
                    .is_some_and(|only| only.same_node(node) && only.next_sibling().is_none())
            });
            let is_paragraph =
                |parent: &&AstNode| matches!(parent.data().value, NodeValue::Paragraph);
            parent.filter(is_paragraph).unwrap_or(node).detach();
        }
    }
}

/// How long the definition is that a text begins with; `None` if it begins with none.
pub(super) fn definition_length(text: &str) -> Option<usize> {
    definition(text).map(|(_, length)| length)
}

impl Macros {
    /// Finds the definitions in a text, but for those in its listings.
    fn of(source: &str) -> Self {
        let defined = |(at, _)| Some((at, definition(&source[at..])?.0));
        let mut macros: Vec<(usize, Macro)> =
            source.match_indices('\\').filter_map(defined).collect();
        if !macros.is_empty() {
            let listings = listings(source);
            macros.retain(|(at, _)| !listings.iter().any(|listing| listing.contains(at)));
        }
        Self(macros)
    }

    /// The macro of a name as it is before `at`; if it is only defined later, as it is then.
    fn named(&self, name: &str, at: usize) -> Option<&Macro> {
        let mut all = self.0.iter().filter(|(_, found)| found.name == name).peekable();
        let first = all.peek().copied();
        let found = all.take_while(|(place, _)| *place < at).last().or(first);
        found.map(|(_, found)| found)
    }

    /// A formula that ends before `at` with all macros in place and without definitions. `left`: how many
    /// more names may be replaced.
    fn expanded(&self, tex: &str, at: usize, left: &mut usize, depth: usize) -> String {
        let (mut out, mut rest) = (String::new(), tex);
        while let Some(start) = rest.find('\\') {
            out.push_str(&rest[..start]);
            rest = &rest[start..];
            if let Some(length) = definition_length(rest) {
                rest = &rest[length..];
                continue;
            }
            let name = name(&rest[1..]);
            let found = self.named(name, at).filter(|_| *left > 0 && depth < DEEPEST);
            match found.and_then(|found| found.used(&rest[1 + name.len()..])) {
                Some((body, length)) => {
                    *left -= 1;
                    out.push_str(&self.expanded(&body, at, left, depth + 1));
                    rest = &rest[1 + name.len() + length..];
                }
                None => {
                    // A backslash and one sign are one command, also two backslashes.
                    let sign = rest[1..].chars().next().map_or(0, char::len_utf8);
                    let command = rest.split_at(1 + name.len().max(sign));
                    out.push_str(command.0);
                    rest = command.1;
                }
            }
        }
        out + rest
    }
}

impl Macro {
    /// What it stands for with the arguments behind its name, and how long those are; `None` if one is
    /// missing.
    fn used(&self, behind: &str) -> Option<(String, usize)> {
        let (mut arguments, mut at) = (Vec::new(), 0);
        if let Some(default) = &self.default {
            let given = bracket(&behind[blanks(behind)..], '[', ']');
            arguments.push(given.map_or(default.as_str(), |(inner, _)| inner));
            at = given.map_or(0, |(_, length)| blanks(behind) + length);
        }
        while arguments.len() < self.parameters {
            let (inner, length) = argument(&behind[at..])?;
            arguments.push(inner);
            at += length;
        }
        let mut body = self.body.clone();
        for (index, argument) in arguments.iter().enumerate().rev() {
            body = body.replace(&format!("#{}", index + 1), argument);
        }
        // A command at its end must not run into a letter behind it.
        let is_command =
            body.rfind('\\').is_some_and(|at| name(&body[at + 1..]).len() + at + 1 == body.len());
        if is_command && behind[at..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            body.push(' ');
        }
        Some((body, at))
    }
}

/// The macro that a text begins to define, and how long that is.
fn definition(text: &str) -> Option<(Macro, usize)> {
    let command = name(text.strip_prefix('\\')?);
    if !DEFINING.contains(&command) {
        return None;
    }
    let mut at = 1 + command.len();
    let starred = text[at..].starts_with('*');
    at += usize::from(starred);
    at += blanks(&text[at..]);
    let (own, length) = named(&text[at..])?;
    at += length;
    let (mut parameters, mut default) = (0, None);
    if command == "let" {
        at += text[at..].len() - text[at..].trim_start_matches([' ', '=']).len();
        let other = name(text[at..].strip_prefix('\\')?);
        let body = format!("\\{other}");
        return Some((Macro { name: own, parameters, default, body }, at + 1 + other.len()));
    } else if command.ends_with("def") {
        let signs = text[at..].find('{')?;
        parameters = text[at..at + signs].matches('#').count();
        at += signs;
    } else if let Some((number, length)) = bracket(&text[at..], '[', ']') {
        parameters = number.trim().parse().ok().filter(|number| *number < 10)?;
        at += length;
        if let Some((first, length)) = bracket(&text[at..], '[', ']') {
            default = Some(first.to_owned());
            at += length;
        }
    }
    at += blanks(&text[at..]);
    let (body, length) = bracket(&text[at..], '{', '}')?;
    let body = match (command, starred) {
        ("DeclareMathOperator", true) => format!("\\operatorname*{{{body}}}"),
        ("DeclareMathOperator", false) => format!("\\operatorname{{{body}}}"),
        _ => body.to_owned(),
    };
    Some((Macro { name: own, parameters, default, body }, at + length))
}

/// The name `\R` or `{\R}` that a text begins with, and how long that is.
fn named(text: &str) -> Option<(String, usize)> {
    let (inner, length) = match bracket(text, '{', '}') {
        Some((inner, length)) => (inner.trim(), length),
        None => (text, 0),
    };
    let found = name(inner.strip_prefix('\\')?);
    let length = if length > 0 { length } else { 1 + found.len() };
    (!found.is_empty()).then(|| (found.to_owned(), length))
}

/// The argument that a text begins with, and how long it is: what stands in braces, a command, or a sign.
fn argument(text: &str) -> Option<(&str, usize)> {
    let before = blanks(text);
    let rest = &text[before..];
    if let Some((inner, length)) = bracket(rest, '{', '}') {
        return Some((inner, before + length));
    }
    let length = match rest.strip_prefix('\\') {
        Some(command) => 1 + name(command).len(),
        None => rest.chars().next().filter(|c| *c != '}').map_or(0, char::len_utf8),
    };
    (length > 0).then(|| (&rest[..length], before + length))
}

/// What stands in the brackets that a text begins with, and how long that is with them.
fn bracket(text: &str, open: char, close: char) -> Option<(&str, usize)> {
    let inside = text.strip_prefix(open)?;
    let length = closing(inside, open, close)?;
    Some((&inside[..length], length + 2))
}

/// The letters that a text begins with.
fn name(text: &str) -> &str {
    &text[..text.bytes().take_while(u8::is_ascii_alphabetic).count()]
}

/// How many blanks a text begins with, line ends counted.
fn blanks(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

/// The bytes of a text's listings.
fn listings(source: &str) -> Vec<Range<usize>> {
    let lines = Lines::new(source);
    let mut texts = TextLines::new(COMMENTS);
    let line = |index: usize| lines.starts[index]..lines.starts[index] + lines.text(index).len();
    (0..lines.len()).filter(|index| !texts.is_text(lines.text(*index))).map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::{Macros, definition_length};

    fn expanded(source: &str, tex: &str) -> String {
        Macros::of(source).expanded(tex, source.len(), &mut 100, 0)
    }

    #[test]
    fn every_way_to_define_one() {
        for (source, tex, shown) in [
            (r"\newcommand{\R}{\mathbb{R}}", r"x \in \R^n", r"x \in \mathbb{R}^n"),
            (r"\newcommand\R{\mathbb R}", r"\R", r"\mathbb R"),
            (
                r"\renewcommand*{\n}[1]{\lVert #1 \rVert}",
                r"\n{x_{1}} \n x",
                r"\lVert x_{1} \rVert \lVert x \rVert",
            ),
            (
                r"\newcommand{\d}[2][x]{\frac{d#2}{d#1}}",
                r"\d{f} \d[y]{f}",
                r"\frac{df}{dx} \frac{df}{dy}",
            ),
            (r"\def\w#1#2{w_{#1#2}}", r"\w12", r"w_{12}"),
            (
                r"\DeclareMathOperator*{\argmax}{arg\,max}",
                r"\argmax_x",
                r"\operatorname*{arg\,max}_x",
            ),
            (r"\let\e\varepsilon", r"\e x\\\e", r"\varepsilon x\\\varepsilon"),
            (r"\def\a{\b}\def\b{\alpha}", r"\a x", r"\alpha x"),
        ] {
            assert_eq!(expanded(source, tex), shown, "{source}");
            assert_eq!(expanded(source, &format!("{source}{tex}")), shown, "{source}");
        }
    }

    #[test]
    fn what_is_no_definition_stays() {
        for text in [r"\newcommand", r"\newcommand{R}{x}", r"\def\a", r"\newcommand{\a}[x]{y}"] {
            assert_eq!(definition_length(text), None, "{text}");
        }
        assert_eq!(expanded(r"\def\a#1{#1}", r"\a"), r"\a");
        assert_eq!(expanded("```tex\n\\def\\a{b}\n```\n", r"\a"), r"\a");
    }

    #[test]
    fn circles_and_towers_end() {
        assert!(expanded(r"\def\a{\a\a}", r"\a").len() < 10_000);
        let tower = r"\def\a{\b\b\b\b}\def\b{\c\c\c\c}\def\c{\d\d\d\d}\def\d{xxxxxxxxxx}";
        assert!(expanded(tower, &r"\a".repeat(100)).len() < 10_000);
    }
}
