//! Balance a LaTeX formula into Typst math markup for a scope that imports `latex.typ`.
//!
//! The result never leaves math mode: a character of the formula comes out as a letter, a digit,
//! an escape or part of a quoted string, and every name is defined by `latex.typ` or listed in the
//! command table of mitex. Of mitex only that table is used: its converter panics on some input,
//! copies Typst code that stands between `\iftypst` and `\fi`, and does not say where an error is.

mod chemistry;
mod commands;
mod names;
mod token;
mod width;

use std::borrow::Cow;
use std::ops::Range;

use super::escape::quoted;
#[cfg(test)]
pub(crate) use names::every_symbol;
use names::helper;
use token::Token::{self, Begin, Char, Command, End, EndOfInput};
use token::{character, is_word};
pub(crate) use width::width;

/// Longest formula taken, in bytes.
const MAX_BYTES: usize = 16 << 10;
/// Deepest nesting taken; Typst refuses its own only well above what it becomes there.
const MAX_DEPTH: usize = 64;
/// Why a formula was not converted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LatexError {
    /// Bytes of the formula that are at fault: a command, a brace or an argument.
    pub range: Range<usize>,
    /// One clause, lower case.
    pub message: String,
    /// What to type instead; `None` if nothing is close.
    pub hint: Option<String>,
}

/// Typst math, or the reason why there is none.
type Typst = Result<String, LatexError>;

/// An error without a hint.
fn fail<T>(range: Range<usize>, message: impl Into<String>) -> Result<T, LatexError> {
    Err(LatexError { range, message: message.into(), hint: None })
}

/// Converts a formula, without its `$` signs, or says what is wrong with it and where.
pub(crate) fn convert(tex: &str) -> Result<String, LatexError> {
    if tex.len() > MAX_BYTES {
        return fail(0..tex.len(), format!("formula is longer than {MAX_BYTES} bytes"));
    }
    let tex = &escaped_once(tex);
    let mut parser = Parser { tex, pos: 0, depth: 0 };
    let typst = parser.lines()?;
    match parser.peek() {
        (EndOfInput, range) if range.is_empty() => Ok(typst),
        (_, range) => parser.misplaced(range),
    }
}

/// A formula with `\\{…\\}` as `\{…\}`: blogs whose Markdown takes a backslash away write two. No
/// line ends right before a brace and its fellow. It stays as long as it was.
fn escaped_once(tex: &str) -> Cow<'_, str> {
    let (open, close) = (tex.matches("\\\\{").count(), tex.matches("\\\\}").count());
    if close == 0 || open != close {
        return Cow::Borrowed(tex);
    }
    Cow::Owned(tex.replace("\\\\{", " \\{").replace("\\\\}", " \\}"))
}

/// A reader of one formula.
struct Parser<'a> {
    /// The whole formula.
    tex: &'a str,
    /// Where the next token is looked for.
    pos: usize,
    /// How many groups and arguments are open.
    depth: usize,
}

impl<'a> Parser<'a> {
    /// The next token, not consumed, and its place.
    fn peek(&self) -> (Token<'a>, Range<usize>) {
        token::next(self.tex, self.pos)
    }

    /// Consumes the token if it comes next.
    fn eat(&mut self, token: Token) -> bool {
        let (next, range) = self.peek();
        if next == token {
            self.pos = range.end;
        }
        next == token
    }

    /// The error for a token that has no business where it stands.
    fn misplaced<T>(&self, range: Range<usize>) -> Result<T, LatexError> {
        let found = &self.tex[range.clone()];
        let (message, hint) = match found.chars().next() {
            None => ("unexpected end of the formula".into(), None),
            Some('&') => {
                ("`&` outside an environment".into(), Some("`\\begin{aligned}` … `\\end{aligned}`"))
            }
            Some('%') => {
                ("`%` turns the rest into a comment".into(), Some("write `\\%` for a percent sign"))
            }
            Some('#') => ("unexpected `#`".into(), Some("write `\\#`")),
            _ => (format!("unexpected `{found}`"), None),
        };
        Err(LatexError { range, message, hint: hint.map(Into::into) })
    }

    /// Runs a parser one level deeper.
    fn nested<T>(
        &mut self,
        f: impl FnOnce(&mut Self) -> Result<T, LatexError>,
    ) -> Result<T, LatexError> {
        if self.depth == MAX_DEPTH {
            return fail(self.peek().1, "nested too deeply");
        }
        self.depth += 1;
        let result = f(self);
        self.depth -= 1;
        result
    }

    /// Lists with ends of lines between them.
    fn lines(&mut self) -> Typst {
        let mut lines = vec![self.list(false)?];
        while self.eat(Command("\\")) {
            self.skip_option(|it| token::length(it).is_some());
            lines.push(self.list(false)?);
        }
        if lines.len() > 1 && lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        Ok(lines.join(" \\\n"))
    }

    /// Parses up to a token that the caller has to handle; `]` is such a token if `in_brackets`.
    fn list(&mut self, in_brackets: bool) -> Typst {
        let mut pieces: Vec<String> = vec![];
        loop {
            let (token, range) = self.peek();
            let name = match token {
                Char('}' | '&' | '$') | Command("right" | "\\") | End(_) | EndOfInput => {
                    break;
                }
                Char(']') if in_brackets => break,
                Command(name) => name,
                _ => "",
            };
            if let Some(switch) = helper("latexswitch", name) {
                self.pos = range.end;
                let color = if name == "color" { self.color(range)? + ", " } else { String::new() };
                let rest = self.nested(|p| p.list(in_brackets))?;
                pieces.push(format!("{switch}({color}{})", filled(rest)));
            } else if let Some(infix) = helper("latexinfix", name) {
                self.pos = range.end;
                let below = filled(self.nested(|p| p.list(in_brackets))?);
                pieces = vec![format!("{infix}({}, {below})", filled(pieces.join(" ")))];
            } else {
                let atom = self.nested(Self::atom)?;
                pieces.extend(Some(atom).filter(|it| !it.is_empty()));
            }
        }
        Ok(pieces.join(" "))
    }

    /// A symbol, group, command or environment with its scripts.
    fn atom(&mut self) -> Typst {
        let scripts_only = matches!(self.peek().0, Char('_' | '^' | '\''));
        let mut base = if scripts_only { "zws".into() } else { self.nucleus(true)? };
        let (mut sub, mut sup, mut primes) = (None, None, vec![]);
        loop {
            let (token, range) = self.peek();
            let slot = match token {
                Char('\'') => None,
                Char('_') => Some(&mut sub),
                Char('^') => Some(&mut sup),
                Command("limits" | "nolimits") if !base.is_empty() => None,
                _ => break,
            };
            self.pos = range.end;
            let sign = &self.tex[range.clone()];
            match slot {
                Some(Some(_)) => {
                    return fail(range, format!("second `{sign}` on one symbol"));
                }
                Some(slot) => *slot = Some(self.argument(range)?),
                None if sign == "'" => primes.push("prime".to_owned()),
                None if sign == "\\limits" => base = format!("limits({base})"),
                None => base = format!("scripts({base})"),
            }
        }
        primes.extend(sup);
        let sub = sub.map_or(String::new(), |it| format!("_({it})"));
        let sup =
            if primes.is_empty() { String::new() } else { format!("^({})", primes.join(" ")) };
        let zws = if base.is_empty() && sub.len() + sup.len() > 0 { "zws" } else { "" };
        Ok(base + zws + &sub + &sup)
    }

    /// An atom without scripts: one character or, if `whole`, all the digits of a number.
    fn nucleus(&mut self, whole: bool) -> Typst {
        let (token, range) = self.peek();
        self.pos = range.end;
        match token {
            Char('{') => {
                let inner = self.group(range)?;
                let plain = inner.bytes().all(|b| b.is_ascii_alphanumeric());
                Ok(if plain { inner } else { format!("latexgroup({inner})") })
            }
            Char(c) if whole && c.is_ascii_digit() => {
                let number = token::number(&self.tex[range.start..]);
                self.pos = range.start + number.len();
                Ok(number.to_owned())
            }
            Char(c) if whole && is_word(c) => {
                let rest = &self.tex[range.start..];
                let len = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
                self.pos = range.start + len;
                Ok(format!("latextext({})", quoted(&rest[..len])))
            }
            Char('#') | End(_) | EndOfInput => self.misplaced(range),
            Char(c) => Ok(character(c)),
            Command(name) => self.command(name, range),
            Begin(name) => self.environment(name, range),
        }
    }

    /// The rest of a `{…}` whose opening brace, at `open`, is consumed.
    fn group(&mut self, open: Range<usize>) -> Typst {
        let inner = self.nested(|p| p.list(false))?;
        self.close('}', open)?;
        Ok(filled(inner))
    }

    /// Consumes a closing sign, or reports the one that was never closed.
    fn close(&mut self, sign: char, open: Range<usize>) -> Result<(), LatexError> {
        match self.peek() {
            _ if self.eat(Char(sign)) => Ok(()),
            (EndOfInput, range) if range.is_empty() => {
                fail(open.clone(), format!("`{}` is never closed", &self.tex[open]))
            }
            (_, range) if self.tex[range.clone()].starts_with('%') => self.misplaced(range),
            (_, range) => {
                let found = &self.tex[range.clone()];
                fail(range, format!("expected `{sign}`, found `{found}`"))
            }
        }
    }

    /// The next argument of the command at `owner`.
    fn argument(&mut self, owner: Range<usize>) -> Typst {
        let (token, range) = self.peek();
        match token {
            Char('{') => {
                self.pos = range.end;
                self.group(range)
            }
            Char('}' | '&' | '$' | '_' | '^' | '\'')
            | Command("right" | "\\")
            | End(_)
            | EndOfInput => self.incomplete(owner),
            _ => self.nested(|p| p.nucleus(false)).map(filled),
        }
    }
}

/// A piece that may be empty, made into something that Typst accepts as an argument.
fn filled(piece: String) -> String {
    if piece.is_empty() { "zws".into() } else { piece }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pieces of input for the random test: brackets, scripts, commands, and characters that are
    /// syntax to Typst.
    const FRAGMENTS: &str = "{ } [ ] ( ) _ ^ ' & \\ # $ % \" / // /* ; , : .. | ~ @ ` x 1 2.5 中 é √ \
        \\ \\\\ \\left \\right \\left( \\right) \\frac \\sqrt[ \\not \\limits \\over \\bf \\color{red} \\tag{\"} \
        \\text{ \\text{\"#x\\} \\begin{cases} \\end{cases} \\begin{array}{c|l} \\end{array} \\hline \
        \\substack{ \\operatorname* \\middle| \\big \\kern 1em \\hspace{1em} \\label{a} \\u{41} #let \\alpha \\[2pt]";

    #[test]
    fn any_input_converts_or_names_a_place() {
        let fragments: Vec<_> = FRAGMENTS.split(' ').collect();
        let mut state = 1_u64;
        let mut random = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) as usize % below
        };
        for _ in 0..20_000 {
            let tex: String =
                (0..1 + random(12)).map(|_| fragments[random(fragments.len())]).collect();
            match convert(&tex) {
                Ok(typst) => assert!(!typst.contains('$'), "{tex}"),
                Err(error) => assert!(tex.get(error.range).is_some(), "{tex}"),
            }
        }
    }

    #[test]
    fn commands_with_plain_arguments_convert() {
        let commands = every_symbol();
        assert!(commands.len() > 800);
        for tex in commands {
            assert!(convert(&tex).is_ok(), "{tex}");
        }
    }

    #[test]
    fn deep_nesting_is_refused() {
        for fragment in
            ["{", "\\hat", "\\bf ", "\\left(", "\\text{$", "\\sqrt[", "\\frac1", "a\\over "]
        {
            let error = convert(&fragment.repeat(1500)).unwrap_err();
            assert!(error.message.contains("deeply"), "{fragment}: {}", error.message);
        }
    }
}
