//! Commands of TeX in running text: those that only say how something looks leave their text, those that
//! say where something stands are left out, and others are text as they are.

use crate::deck::markdown::{Reader, closing, macros};
use crate::diag::Span;

/// Commands whose last argument is text.
const SHOWN: [&str; 22] = [
    "textbf", "textit", "textsl", "textsc", "textrm", "textsf", "texttt", "textcolor", "emph",
    "underline", "alert", "href", "mbox", "uppercase", "text", "only", "uncover", "visible",
    "centerline", "multicolumn", "caption", "structure",
];
/// Commands that stand for text.
const SIGNS: [(&str, &str); 6] = [
    ("LaTeX", "LaTeX"),
    ("TeX", "TeX"),
    ("ldots", "…"),
    ("dots", "…"),
    ("textbackslash", "\\"),
    ("copyright", "©"),
];
/// Commands that show nothing.
const SILENT: [&str; 45] = [
    "begin", "end", "vspace", "hspace", "vfill", "hfill", "newpage", "pagebreak", "clearpage",
    "pause", "bigskip", "medskip", "smallskip", "noindent", "centering", "raggedright", "tiny",
    "scriptsize", "footnotesize", "small", "normalsize", "large", "Large", "LARGE", "huge", "Huge",
    "label", "onslide", "appendix", "setbeamertemplate", "color", "bfseries", "itshape", "itemsep",
    "setlength", "hrule", "rule", "cmidrule", "vskip", "renewcommand", "par", "fill",
    "tableofcontents", "maketitle", "titlepage",
];

/// Those of them that hold for all that follows: a brace behind one is none of its own.
const SWITCHES: [&str; 22] = [
    "fill", "hfill", "vfill", "noindent", "centering", "raggedright", "tiny", "scriptsize",
    "footnotesize", "small", "normalsize", "large", "Large", "LARGE", "huge", "Huge", "bfseries",
    "itshape", "pause", "par", "appendix", "newpage",
];

/// A text without commands. `None`: there are none in it.
pub(super) fn without(reader: &mut Reader, text: &str, span: Span) -> Option<String> {
    let (mut out, mut rest) = (String::new(), text);
    while let Some(at) = rest.find('\\') {
        let (before, behind) = rest.split_at(at);
        out.push_str(before);
        // Formulas have taken it.
        if let Some(length) = macros::definition_length(behind) {
            rest = &behind[length..];
            rest = if out.is_empty() { rest.trim_start() } else { rest };
            continue;
        }
        let Some(command) = Command::at(behind) else {
            // `\ ` is a blank that stays.
            out.push_str(if behind.starts_with("\\ ") { "" } else { "\\" });
            rest = &behind[1..];
            continue;
        };
        rest = &behind[command.length..];
        match command.shown() {
            Some(shown) => out.push_str(shown),
            None => {
                reader.ignore("unknown-directive", format!("`\\{}`", command.name), span);
                rest = if out.is_empty() { rest.trim_start() } else { rest };
            }
        }
    }
    out.push_str(rest);
    (out != text).then_some(out)
}

/// A command that is known.
pub(in super::super) struct Command<'t> {
    pub(in super::super) name: &'t str,
    /// Its last argument.
    pub(in super::super) argument: &'t str,
    /// How long it is with its arguments.
    pub(in super::super) length: usize,
}

impl<'t> Command<'t> {
    /// The command that a text begins with.
    pub(in super::super) fn at(text: &'t str) -> Option<Self> {
        let letters = text[1..].bytes().take_while(u8::is_ascii_alphabetic).count();
        let name = &text[1..1 + letters];
        let is_known = SHOWN.contains(&name)
            || SILENT.contains(&name)
            || SIGNS.iter().any(|(sign, _)| *sign == name);
        if !is_known {
            return None;
        }
        let mut length = 1 + letters + usize::from(text[1 + letters..].starts_with('*'));
        length += overlay(&text[length..]);
        let mut argument = "";
        if SWITCHES.contains(&name) {
            return Some(Self { name, argument, length });
        }
        while let Some(inside) = bracket(&text[length..]) {
            argument = &text[length + 1..length + inside - 1];
            length += inside;
        }
        Some(Self { name, argument, length })
    }

    /// What is shown of it; `None`: nothing.
    pub(in super::super) fn shown(&self) -> Option<&'t str> {
        let sign = SIGNS.iter().find(|(sign, _)| *sign == self.name).map(|(_, shown)| *shown);
        sign.or_else(|| SHOWN.contains(&self.name).then_some(self.argument))
    }
}

/// How long what says on which steps of a slide something is shown is: `<2->`.
pub(in super::super) fn overlay(text: &str) -> usize {
    let is_of_overlay = |c: char| c.is_ascii_digit() || "+-,.|@ alert".contains(c);
    let inner = text.strip_prefix('<').and_then(|rest| rest.split_once('>')).map(|one| one.0);
    inner.filter(|inner| inner.chars().all(is_of_overlay)).map_or(0, |inner| inner.len() + 2)
}

/// How long the bracket is that a text begins with, brackets in it counted.
pub(in super::super) fn bracket(text: &str) -> Option<usize> {
    let (open, close) = match text.chars().next()? {
        '{' => ('{', '}'),
        '[' => ('[', ']'),
        _ => return None,
    };
    closing(&text[1..], open, close).map(|at| at + 2)
}
