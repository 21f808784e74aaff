//! `\ce{…}` of mhchem → LaTeX: formulas, charges, isotopes, bonds, arrows with what stands above and below
//! them, states, gases and precipitates. Pure.

use std::fmt::Write;

/// The arrows, the longer ones before those with which they begin: as they are written, without words and
/// with them.
const ARROWS: [(&str, &str, &str); 8] = [
    ("<=>>", "\\rightleftharpoons", "\\xrightleftharpoons"),
    ("<<=>", "\\rightleftharpoons", "\\xrightleftharpoons"),
    ("<-->", "\\rightleftarrows", "\\xrightleftharpoons"),
    ("<=>", "\\rightleftharpoons", "\\xrightleftharpoons"),
    ("<->", "\\leftrightarrow", "\\xleftrightarrow"),
    ("->", "\\longrightarrow", "\\xrightarrow"),
    ("<-", "\\longleftarrow", "\\xleftarrow"),
    ("=", "=", "="),
];

/// What was read last: it decides what a number means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// Nothing, a blank or a sign: a number here counts molecules.
    Gap,
    /// A symbol or a bracket that closes: a number here counts atoms.
    Atom,
}

/// The LaTeX of a chemical formula; `None` if there is something in it that is not known here.
pub(super) fn to_latex(source: &str) -> Option<String> {
    let mut reader = Reader { rest: source.trim(), out: String::new(), before: Before::Gap };
    while !reader.rest.is_empty() {
        reader.piece()?;
    }
    Some(reader.out)
}

/// A reader of one formula.
struct Reader<'a> {
    /// The rest of the input.
    rest: &'a str,
    /// The LaTeX written so far.
    out: String,
    /// What was read last.
    before: Before,
}

impl<'a> Reader<'a> {
    /// Reads the next piece.
    fn piece(&mut self) -> Option<()> {
        let first = self.rest.chars().next()?;
        if first == ' ' {
            return self.blank();
        }
        if self.arrow()? {
            return Some(());
        }
        match first {
            'a'..='z' | 'A'..='Z' => self.symbol(),
            '0'..='9' => self.number(),
            '^' => self.raised(),
            '_' => self.lowered(),
            '+' | '-' => self.sign(first),
            '(' | '[' => self.open(first),
            ')' | ']' => self.push(first, &first.to_string(), Before::Atom),
            '.' | '*' | '·' => self.push(first, "\\cdot ", Before::Gap),
            '#' => self.push(first, "\\equiv ", Before::Gap),
            '/' | ',' | ';' => self.push(first, &first.to_string(), Before::Gap),
            '$' => {
                let inner = self.rest[1..].split_once('$')?;
                self.out.push_str(inner.0);
                (self.rest, self.before) = (inner.1, Before::Atom);
            }
            '{' => {
                let inner = self.group()?;
                let _ = write!(self.out, "\\text{{{inner}}}");
                self.before = Before::Atom;
            }
            '\\' => self.command()?,
            _ if first.is_alphabetic() => self.words(),
            _ => return None,
        }
        Some(())
    }

    /// Consumes a character and writes the LaTeX that stands for it.
    fn push(&mut self, c: char, latex: &str, before: Before) {
        self.out.push_str(latex);
        self.rest = &self.rest[c.len_utf8()..];
        self.before = before;
    }

    /// Reads a blank, or one of the arrows `^` (gas) and `v` (precipitate) between blanks.
    fn blank(&mut self) -> Option<()> {
        self.rest = self.rest.trim_start();
        self.before = Before::Gap;
        for (sign, arrow) in [("^", "\\uparrow "), ("v", "\\downarrow ")] {
            let behind = self.rest.strip_prefix(sign);
            if let Some(behind) = behind.filter(|it| it.is_empty() || it.starts_with(' ')) {
                self.out.push_str(arrow);
                self.rest = behind;
            }
        }
        Some(())
    }

    /// Reads an arrow with its labels; false if none comes next. An equals sign between symbols is
    /// a bond.
    fn arrow(&mut self) -> Option<bool> {
        let Some((sign, plain, long)) =
            ARROWS.iter().find(|(sign, ..)| self.rest.starts_with(sign))
        else {
            return Some(false);
        };
        self.rest = &self.rest[sign.len()..];
        let (above, below) = (self.at_arrow()?, self.at_arrow()?);
        self.before = Before::Gap;
        match (above, below) {
            (None, _) => _ = write!(self.out, "{plain} "),
            (Some(above), None) => _ = write!(self.out, "{long}{{{above}}}"),
            (Some(above), Some(below)) => _ = write!(self.out, "{long}[{below}]{{{above}}}"),
        }
        Some(true)
    }

    /// Reads the label of an arrow, which is in brackets.
    fn at_arrow(&mut self) -> Option<Option<String>> {
        let Some(inner) = self.rest.strip_prefix('[') else { return Some(None) };
        let (inner, rest) = inner.split_once(']')?;
        self.rest = rest;
        Some(Some(to_latex(inner)?))
    }

    fn symbol(&mut self) {
        let end = self.rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(self.rest.len());
        let _ = write!(self.out, "\\mathrm{{{}}}", &self.rest[..end]);
        (self.rest, self.before) = (&self.rest[end..], Before::Atom);
    }

    /// Reads words that are not chemical symbols, such as `高温`.
    fn words(&mut self) {
        let end = self.rest.find(|c: char| c.is_ascii() || !c.is_alphabetic());
        let (words, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        let _ = write!(self.out, "\\text{{{words}}}");
        (self.rest, self.before) = (rest, Before::Atom);
    }

    /// Behind a symbol a number counts atoms, else molecules.
    fn number(&mut self) {
        let is_atom = self.before == Before::Atom;
        let end = self.rest.find(|c: char| !(c.is_ascii_digit() || c == '.' && !is_atom));
        let (number, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        let divisor =
            rest.strip_prefix('/').filter(|it| it.starts_with(|c: char| c.is_ascii_digit()));
        match divisor.filter(|_| !is_atom) {
            Some(behind) => {
                let end = behind.find(|c: char| !c.is_ascii_digit()).unwrap_or(behind.len());
                let _ = write!(self.out, "\\tfrac{{{number}}}{{{}}}", &behind[..end]);
                self.rest = &behind[end..];
            }
            None => {
                let _ = match is_atom {
                    true => write!(self.out, "_{{{number}}}"),
                    false => write!(self.out, "{number}\\,"),
                };
                self.rest = rest;
            }
        }
    }

    /// `^2-`, `^{2-}`, `^227`
    fn raised(&mut self) {
        self.script('^', |c| c.is_ascii_digit() || matches!(c, '+' | '-'));
    }

    /// `_90`, `_{n}`
    fn lowered(&mut self) {
        self.script('_', |c| c.is_ascii_digit());
    }

    fn script(&mut self, sign: char, belongs: fn(char) -> bool) {
        self.rest = &self.rest[1..];
        let inner = match self.rest.starts_with('{') {
            true => self.group().unwrap_or_default(),
            false => {
                let end = self.rest.find(|c: char| !belongs(c)).unwrap_or(self.rest.len());
                // A variable: `^n+`
                let end = if end == 0 { 1.min(self.rest.len()) } else { end };
                let (inner, rest) = self.rest.split_at(end);
                self.rest = rest;
                inner
            }
        };
        // A script in front of a symbol needs an empty base to be attached to.
        let base = if self.before == Before::Gap && !self.out.ends_with('}') { "{}" } else { "" };
        let _ = write!(self.out, "{base}{sign}{{{inner}}}");
    }

    /// Reads a sign: a charge, a bond, or a sign between molecules.
    fn sign(&mut self, sign: char) {
        let behind = &self.rest[1..];
        let ends = behind.is_empty() || behind.starts_with([' ', ')', ']', '^', ',']);
        match self.before {
            Before::Atom if ends || sign == '+' => {
                self.push(sign, &format!("^{{{sign}}}"), Before::Atom);
            }
            Before::Atom => self.push(sign, "{-}", Before::Gap),
            Before::Gap => self.push(sign, &sign.to_string(), Before::Gap),
        }
    }

    /// A bracket; a state is written upright as it is, and `(v)` and `(^)` are arrows.
    fn open(&mut self, bracket: char) {
        for (sign, arrow) in [("(v)", "\\downarrow "), ("(^)", "\\uparrow ")] {
            if let Some(rest) = self.rest.strip_prefix(sign) {
                self.out.push_str(arrow);
                (self.rest, self.before) = (rest, Before::Atom);
                return;
            }
        }
        self.push(bracket, &bracket.to_string(), Before::Gap);
    }

    /// What stands in braces; it is consumed.
    fn group(&mut self) -> Option<&'a str> {
        let (inner, rest) = self.rest.strip_prefix('{')?.split_once('}')?;
        self.rest = rest;
        (!inner.contains('{')).then_some(inner)
    }

    /// A Greek letter or another sign without arguments, or text.
    fn command(&mut self) -> Option<()> {
        if let Some(rest) = self.rest.strip_prefix("\\text") {
            self.rest = rest;
            let text = self.group()?;
            let _ = write!(self.out, "\\text{{{text}}}");
            self.before = Before::Atom;
            return Some(());
        }
        let name = self.rest[1..].find(|c: char| !c.is_ascii_alphabetic());
        let end = name.map_or(self.rest.len(), |end| end + 1);
        let (command, rest) = self.rest.split_at(end);
        if end < 2 || rest.starts_with('{') {
            return None;
        }
        let _ = write!(self.out, "{command} ");
        (self.rest, self.before) = (rest, Before::Atom);
        Some(())
    }
}

/// The LaTeX of a quantity with its unit, `\pu{123 kJ/mol}`; `None` if there is more in it.
pub(super) fn quantity(source: &str) -> Option<String> {
    let plain = |c: char| c.is_alphanumeric() || " .,/%°·*^+-".contains(c);
    let words = source.split_whitespace().map(|word| word.replace('*', "·").replace('%', "\\%"));
    let words: Vec<String> = words.map(|word| format!("\\text{{{word}}}")).collect();
    source.chars().all(plain).then(|| words.join("\\,"))
}

#[cfg(test)]
mod tests {
    use super::to_latex;

    #[test]
    fn formulas_become_latex() {
        let latex = |source| to_latex(source).unwrap_or_default();
        assert_eq!(latex("H2O"), "\\mathrm{H}_{2}\\mathrm{O}");
        assert_eq!(latex("SO4^2-"), "\\mathrm{SO}_{4}^{2-}");
        assert_eq!(latex("Na+"), "\\mathrm{Na}^{+}");
        assert_eq!(
            latex("2H2 + O2 -> 2H2O"),
            "2\\,\\mathrm{H}_{2}+\\mathrm{O}_{2}\\longrightarrow 2\\,\\mathrm{H}_{2}\\mathrm{O}"
        );
        assert_eq!(
            latex("A ->[H2O] B"),
            "\\mathrm{A}\\xrightarrow{\\mathrm{H}_{2}\\mathrm{O}}\\mathrm{B}"
        );
        assert_eq!(latex("^{227}_{90}Th+"), "{}^{227}_{90}\\mathrm{Th}^{+}");
        assert_eq!(latex("CaCO3 v"), "\\mathrm{CaCO}_{3}\\downarrow ");
        assert_eq!(latex("CuSO4*5H2O"), "\\mathrm{CuSO}_{4}\\cdot 5\\,\\mathrm{H}_{2}\\mathrm{O}");
        assert_eq!(to_latex("A\\bond{~}B"), None);
    }
}
