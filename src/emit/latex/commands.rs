//! Commands that take more than plain arguments, environments, and text.

use std::ops::Range;

use super::names::{self, helper, listed, unknown};
use super::token::Token::{Char, Command, End, EndOfInput};
use super::token::{character, length};
use super::{LatexError, Parser, Typst, chemistry, convert, fail, filled};
use crate::deck::markdown::closing;
use crate::emit::escape::quoted;

/// Commands that have no effect on a slide, where formulas have no numbers.
const SILENT: &str = "nonumber notag relax nobreak allowbreak displaylimits";
/// What `\left`, `\big` and the like take besides `( ) [ ] | / < >` and `.`.
const DELIMITERS: &str = "{ } | langle rangle lvert rvert lVert rVert vert Vert lfloor rfloor \
    lceil rceil lbrace rbrace lbrack rbrack lgroup rgroup lmoustache rmoustache backslash uparrow \
    downarrow updownarrow Uparrow Downarrow Updownarrow ulcorner urcorner llbracket rrbracket";

impl<'a> Parser<'a> {
    /// A command whose name is consumed.
    pub(super) fn command(&mut self, name: &'a str, at: Range<usize>) -> Typst {
        match name {
            "left" => self.delimited(at),
            "right" | "limits" | "nolimits" | "\\" => self.misplaced(at),
            "middle" => Ok(format!("mid({})", self.delimiter(at)?)),
            "|" => Ok("Vert".into()),
            // `\*` is how Markdown escapes a star.
            "*" => Ok(character('*')),
            "textcircled" => Ok(quoted(&circled(self.raw(at)?.0))),
            "not" => Ok(format!("latexnot({})", self.argument(at)?)),
            "operatorname" | "operatornamewithlimits" => self.operator(at),
            "substack" => self.substack(at),
            "textcolor" => {
                let color = self.color(at.clone())?;
                Ok(format!("latexcolor({color}, {})", self.argument(at)?))
            }
            "label" => self.raw(at).map(|_| String::new()),
            "tag" => Ok(format!("latextag({})", quoted(self.raw(at)?.0))),
            "hspace" | "kern" | "mkern" => self.space(name, at),
            "rule" => self.rule(at),
            "ce" | "cee" => self.chemistry(at, "a chemical formula", chemistry::to_latex),
            "pu" => self.chemistry(at, "a quantity", chemistry::quantity),
            "mbox" | "hbox" => self.text("latextext".into(), at),
            _ if listed(SILENT, name) => Ok(String::new()),
            _ => {
                if let Some(function) = text_function(name) {
                    return self.text(function, at);
                }
                if let Some(function) = helper("latexsize", name) {
                    return Ok(format!("{function}({})", self.delimiter(at)?));
                }
                self.call(name, at)
            }
        }
    }

    /// What stands between `\left` and `\right`, with its delimiters.
    fn delimited(&mut self, at: Range<usize>) -> Typst {
        let left = self.delimiter(at.clone())?;
        let inner = self.nested(|p| p.list(false))?;
        let right = self.peek().1;
        if !self.eat(Command("right")) {
            return fail(at, "`\\left` without `\\right`");
        }
        Ok(format!("lr({left} {inner} {})", self.delimiter(right)?))
    }

    /// The lines of a `\substack`.
    fn substack(&mut self, at: Range<usize>) -> Typst {
        let open = self.peek().1;
        if !self.eat(Char('{')) {
            return self.incomplete(at);
        }
        let (cells, _) = self.rows()?;
        self.close('}', open)?;
        Ok(format!("latexsubstack({cells})"))
    }

    /// A command that the table lists, with its arguments.
    fn call(&mut self, name: &'a str, at: Range<usize>) -> Typst {
        let Some((typst, arity, option)) = names::command(name) else {
            return if names::is_known(name) {
                fail(at, format!("`\\{name}` does not work in a formula"))
            } else {
                Err(unknown(at, "unknown command", name, ""))
            };
        };
        let mut named = String::new();
        let bracket = self.peek().1;
        if let Some(key) = option.filter(|_| self.eat(Char('['))) {
            named = format!(", {key}: {}", filled(self.nested(|p| p.list(true))?));
            self.close(']', bracket)?;
        }
        let arguments = (0..*arity).map(|_| self.argument(at.clone()));
        let arguments = arguments.collect::<Result<Vec<_>, _>>()?.join(", ");
        Ok(if *arity == 0 { typst.clone() } else { format!("{typst}({arguments}{named})") })
    }

    /// The name of an operator: upright, with limits if it is starred.
    fn operator(&mut self, at: Range<usize>) -> Typst {
        // Both the star and `withlimits` ask for limits.
        let plain = at.len() == "\\operatorname".len();
        let limits = if plain { "" } else { ", limits: #true" };
        let name = self.argument(at)?;
        let is_letter =
            |it: &str| it.len() == 1 && it.starts_with(|c: char| c == '-' || c.is_alphanumeric());
        let letters = name.split(' ').all(is_letter);
        Ok(if letters {
            format!("op(\"{}\"{limits})", name.replace(' ', ""))
        } else {
            format!("op(upright({name}){limits})")
        })
    }

    /// The delimiter after `\left`, `\big` and the like; `zws` for the empty one.
    fn delimiter(&mut self, owner: Range<usize>) -> Typst {
        let (token, range) = self.peek();
        self.pos = range.end;
        match token {
            Char('.') => Ok("zws".into()),
            Char('<') => Ok("langle".into()),
            Char('>') => Ok("rangle".into()),
            // Typst does not stretch bars of the class "normal".
            Char('|') | Command("vert") => Ok("|".into()),
            Command("|" | "Vert") => Ok("‖".into()),
            Char(c @ ('(' | ')' | '[' | ']' | '/')) => Ok(character(c)),
            Command(sign) if listed(DELIMITERS, sign) => self.call(sign, range),
            _ => fail(owner.clone(), format!("expected a delimiter after `{}`", &self.tex[owner])),
        }
    }

    /// The cells up to the end of an environment or group, and the rows that have a rule above them.
    fn rows(&mut self) -> Result<(String, Vec<String>), LatexError> {
        let (mut rows, mut lines) = (vec![], vec![]);
        loop {
            while self.eat(Command("hline")) {
                lines.push(rows.len().to_string());
            }
            let mut cells = vec![self.nested(|p| p.list(false))?];
            while self.eat(Char('&')) {
                cells.push(self.nested(|p| p.list(false))?);
            }
            rows.push(cells.join(", "));
            if !self.eat(Command("\\")) {
                break;
            }
            self.skip_option(|it| length(it).is_some());
        }
        if rows.len() > 1 && rows.last().is_some_and(String::is_empty) {
            rows.pop();
        }
        // Without a semicolon Typst passes the cells themselves, not an array of them.
        Ok((rows.join("; ") + ";", lines))
    }

    /// Skips a `[…]` about spacing or placement, such as the `[2pt]` after `\\`.
    pub(super) fn skip_option(&mut self, is_option: fn(&str) -> bool) {
        let (token, range) = self.peek();
        let inner = self.tex[range.end..].split_once(']').map(|it| it.0);
        if let Some(inner) = inner.filter(|it| token == Char('[') && is_option(it)) {
            self.pos = range.end + inner.len() + 1;
        }
    }

    /// An environment whose `\begin{name}`, at `at`, is consumed.
    pub(super) fn environment(&mut self, name: &'a str, at: Range<usize>) -> Typst {
        let plain = name.strip_suffix('*').unwrap_or(name);
        let typst = if matches!(plain, "equation" | "displaymath" | "math") {
            filled(self.nested(Self::lines)?)
        } else {
            let Some(function) = helper("env", plain) else {
                return Err(unknown(at, "unknown environment", name, "env"));
            };
            self.skip_option(|it| matches!(it, "t" | "c" | "b"));
            let mut named = String::new();
            let is_array = matches!(plain, "array" | "subarray");
            if is_array {
                let (columns, range) = self.raw(at.clone())?;
                if let Some(c) = columns.chars().find(|c| !"lcr| ".contains(*c)) {
                    return fail(
                        range,
                        format!("expected columns of `l`, `c`, `r` and `|`, found `{c}`"),
                    );
                }
                named = format!("columns: \"{}\", ", columns.replace(' ', ""));
            } else if plain.ends_with("at") {
                self.raw(at.clone())?;
            }
            let (cells, lines) = self.rows()?;
            if is_array && !lines.is_empty() {
                named += &format!("lines: #({},), ", lines.join(", "));
            }
            format!("{function}({named}{cells})")
        };
        match self.peek() {
            _ if self.eat(End(name)) => Ok(typst),
            (EndOfInput, range) if range.is_empty() => {
                fail(at, format!("`\\begin{{{name}}}` is never closed"))
            }
            (_, range) => {
                let found = &self.tex[range.clone()];
                fail(range, format!("expected `\\end{{{name}}}`, found `{found}`"))
            }
        }
    }

    /// The error for a command without its argument.
    pub(super) fn incomplete<T>(&self, owner: Range<usize>) -> Result<T, LatexError> {
        fail(owner.clone(), format!("missing argument of `{}`", &self.tex[owner]))
    }

    /// A `{…}` argument as it is written and its place, without the braces around it.
    fn raw(&mut self, owner: Range<usize>) -> Result<(&'a str, Range<usize>), LatexError> {
        if !self.eat(Char('{')) {
            return self.incomplete(owner);
        }
        let start = self.pos;
        let Some(length) = closing(&self.tex[start..], '{', '}') else {
            return fail(start - 1..start, "`{` is never closed");
        };
        self.pos = start + length + 1;
        Ok((&self.tex[start..start + length], start..start + length))
    }

    /// Converts the argument of `\ce` or `\pu` to LaTeX, and that to Typst.
    fn chemistry(
        &mut self,
        at: Range<usize>,
        what: &str,
        to_latex: fn(&str) -> Option<String>,
    ) -> Typst {
        let (source, range) = self.raw(at)?;
        let latex = to_latex(source).and_then(|latex| convert(&latex).ok());
        latex.map_or_else(|| fail(range, format!("this is not known in {what}")), Ok)
    }

    /// The argument of a command that names a colour.
    pub(super) fn color(&mut self, at: Range<usize>) -> Typst {
        let (color, range) = self.raw(at)?;
        let color = color.trim();
        let hex = color.strip_prefix('#').filter(|it| matches!(it.len(), 3 | 6));
        if hex.is_some_and(|it| it.bytes().all(|b| b.is_ascii_hexdigit())) {
            return Ok(format!("#rgb(\"{color}\")"));
        }
        helper("latexcolor", &color.to_ascii_lowercase())
            .filter(|_| !color.is_empty())
            .ok_or_else(|| unknown(range, "unknown colour", color, "latexcolor"))
    }

    /// `\rule`: a filled box of a width and a height; if one of them is 0, only its space.
    fn rule(&mut self, at: Range<usize>) -> Typst {
        self.skip_option(|it| length(it).is_some());
        let mut side = || {
            let (value, range) = self.raw(at.clone())?;
            match length(value) {
                Some(length) => Ok(length),
                None => fail(range, "expected a length such as `1em`"),
            }
        };
        Ok(format!("latexrule(#({}), #({}))", side()?, side()?))
    }

    /// A space of a given length; `\kern` and `\mkern` take it without braces.
    fn space(&mut self, name: &str, at: Range<usize>) -> Typst {
        let (value, range) = if name == "hspace" {
            self.raw(at)?
        } else {
            let start = self.peek().1.start;
            let rest = &self.tex[start..];
            let number = rest.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(rest.len());
            self.pos =
                rest.char_indices().nth(number + 2).map_or(self.tex.len(), |it| start + it.0);
            (&self.tex[start..self.pos], start..self.pos)
        };
        match length(value) {
            Some(length) => Ok(format!("latexspace(#({length}))")),
            None => fail(range, "expected a length such as `1em`"),
        }
    }

    /// The argument of a text command, kept as it is; `$…$` inside is a formula again.
    fn text(&mut self, function: String, at: Range<usize>) -> Typst {
        let open = self.peek().1;
        if !self.eat(Char('{')) {
            return self.incomplete(at);
        }
        let (mut pieces, mut run, mut depth) = (vec![], String::new(), 0);
        let flush = |pieces: &mut Vec<String>, run: &mut String| {
            if !run.is_empty() {
                pieces.push(format!("{function}({})", quoted(&std::mem::take(run))));
            }
        };
        loop {
            let start = self.pos;
            let Some(c) = self.tex[start..].chars().next() else {
                return fail(open, "`{` is never closed");
            };
            self.pos += c.len_utf8();
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                '~' => run.push('\u{a0}'),
                '$' | '\\' => {
                    self.pos = start;
                    match self.in_text()? {
                        InText::Letters(letters) => run += letters,
                        InText::Piece(piece) => {
                            flush(&mut pieces, &mut run);
                            pieces.push(piece);
                        }
                    }
                }
                c if c.is_whitespace() => run.push(' '),
                c => run.push(c),
            }
        }
        flush(&mut pieces, &mut run);
        Ok(if pieces.len() == 1 {
            pieces.remove(0)
        } else {
            format!("latexgroup({})", filled(pieces.join(" ")))
        })
    }

    /// The formula or the command that comes next in a text.
    fn in_text(&mut self) -> Result<InText<'a>, LatexError> {
        let (token, range) = self.peek();
        self.pos = range.end;
        let name = match token {
            Char('$') => {
                let formula = self.nested(|p| p.list(false))?;
                return self.close('$', range).map(|()| InText::Piece(formula));
            }
            Command(name) => name,
            _ => return self.misplaced(range),
        };
        if let Some(function) = text_function(name) {
            return self.nested(|p| p.text(function, range)).map(InText::Piece);
        }
        match name {
            "" | "," | ":" | ";" | "quad" => Ok(InText::Letters(" ")),
            _ if name.starts_with(|c: char| "{}$%&#_".contains(c)) => Ok(InText::Letters(name)),
            _ => {
                let message = format!("`\\{name}` does not work in text");
                let hint = Some("put formulas in text between `$` signs".into());
                Err(LatexError { range, message, hint })
            }
        }
    }
}

/// What a formula or a command in text stands for.
enum InText<'a> {
    /// Characters of the text around it.
    Letters(&'a str),
    /// Typst of its own.
    Piece(String),
}

/// The function for a command whose argument is text, such as `\textbf`; `None` if it is none.
fn text_function(name: &str) -> Option<String> {
    helper("latextext", name.strip_prefix("text").unwrap_or("!"))
}

/// A number in a circle; in brackets where there is no such character.
fn circled(text: &str) -> String {
    let inner = text.rsplit([' ', '\\']).next().unwrap_or(text).trim();
    let number = inner.parse().ok().filter(|number| (1..=20).contains(number));
    let sign = number.and_then(|number: u32| char::from_u32('①' as u32 + number - 1));
    sign.map_or_else(|| format!("({inner})"), String::from)
}
