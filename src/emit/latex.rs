//! Turns a LaTeX formula into Typst math markup for a scope that imports `latex.typ`.
//!
//! The result never leaves math mode: a character of the formula comes out as a letter, a digit,
//! an escape or part of a quoted string, and every name is defined by `latex.typ` or listed in the
//! command table of mitex. Of mitex only that table is used: its converter panics on some input
//! and passes Typst code on.

use std::{collections::BTreeMap, ops::Range, sync::LazyLock};

use mitex::{ArgPattern, ArgShape, CommandSpecItem};
use mitex_spec_gen::DEFAULT_SPEC;

/// The definitions that converted formulas need; also says which commands exist and how to call them.
const LIBRARY: &str = include_str!("../../templates/base/latex.typ");
/// Longest formula taken, in bytes.
const MAX_BYTES: usize = 16 << 10;
/// Deepest nesting taken; Typst refuses its own only well above what it becomes there.
const MAX_DEPTH: usize = 64;
/// Commands that leave no trace on a slide, where formulas have no numbers.
const SILENT: &str = "nonumber notag relax nobreak allowbreak displaylimits";
/// Entries of the table that are no formula or that Typst cannot draw inside one.
const LEFT_OUT: &str = "KaTeX approxcolon approxcoloncolon LaTeX TeX caption colorbox cr fbox hphantom mathclap newline \
    raisebox set textwidth vphantom vspace";
/// Commands that this module spells out.
const SPELLED: &str = "left right middle not operatorname operatorname* substack textcolor color \
    hspace kern mkern mbox hbox tag label limits nolimits operatornamewithlimits";
/// What `\left`, `\big` and the like take besides `( ) [ ] | / < >` and `.`.
const DELIMITERS: &str = "{ } | langle rangle lvert rvert lVert rVert vert Vert lfloor rfloor \
    lceil rceil lbrace rbrace lbrack rbrack lgroup rgroup lmoustache rmoustache backslash uparrow \
    downarrow updownarrow Uparrow Downarrow Updownarrow ulcorner urcorner llbracket rrbracket";

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

/// How a command is called: the name in Typst, the number of `{…}` arguments, and the parameter
/// for the `[…]` argument if it has one.
type Shape = (String, usize, Option<&'static str>);

/// What a formula is made of; blanks and comments lie between.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Token<'a> {
    Char(char),
    /// A command, a `\begin` or an `\end`, with its name.
    Command(&'a str),
    Begin(&'a str),
    End(&'a str),
    /// The end of the formula, also where a comment runs into it.
    EndOfInput,
}
use Token::{Begin, Char, Command, End, EndOfInput};

/// All names that may be called: the table of mitex, and with precedence `LIBRARY`, helpers included.
static NAMES: LazyLock<BTreeMap<&str, Shape>> = LazyLock::new(|| {
    let table = DEFAULT_SPEC.items().filter_map(|(name, item)| {
        let CommandSpecItem::Cmd(command) = item else { return None };
        let arity = match command.args {
            ArgShape::Right { pattern: ArgPattern::None } => 0,
            ArgShape::Right { pattern: ArgPattern::FixedLenTerm { len } } => usize::from(len),
            _ => return None,
        };
        let mut typst = command.alias.clone().unwrap_or_else(|| name.into());
        // As themselves, opening brackets would have to be closed.
        if let Some(c) = only_sign(&typst) {
            typst = character(c);
        }
        let usable = !typst.is_empty() && !typst.starts_with('#') && !listed(LEFT_OUT, name);
        usable.then_some((name, (typst, arity, None)))
    });
    let library = LIBRARY.lines().filter_map(|it| it.strip_prefix("#let ")).flat_map(|line| {
        let head = line.split_once(" =").map_or(line, |it| it.0).trim_end_matches(')');
        let (name, list) = head.split_once('(').unwrap_or((head, ""));
        let list: Vec<_> = list.split(", ").filter(|it| !it.is_empty()).collect();
        let option = list.iter().find_map(|it| Some(it.split_once(':')?.0));
        let arity = list.len() - usize::from(option.is_some());
        let names = if name.is_empty() { list } else { vec![name] };
        let arity = if name.is_empty() { 0 } else { arity };
        names.into_iter().map(move |it| (it, (it.to_owned(), arity, option)))
    });
    table.chain(library).collect()
});

/// The function of `LIBRARY` that is meant for this module and has that name.
fn helper(prefix: &str, name: &str) -> Option<String> {
    Some(format!("{prefix}{name}")).filter(|it| NAMES.contains_key(it.as_str()))
}

/// Whether authors may call a name of the table.
fn is_public(name: &str) -> bool {
    !name.starts_with("latex") && !name.starts_with("env")
}

/// Whether a blank-separated list holds the word.
fn listed(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|it| it == word)
}

/// An error without a hint.
fn fail<T>(range: Range<usize>, message: impl Into<String>) -> Result<T, LatexError> {
    Err(LatexError { range, message: message.into(), hint: None })
}

/// An error for a name that does not exist, with the closest one that does.
fn unknown(range: Range<usize>, what: &str, name: &str, prefix: &str) -> LatexError {
    let (start, end) = if prefix.is_empty() { ("\\", "") } else { ("", "") };
    let known = NAMES.keys().copied().chain(SPELLED.split_ascii_whitespace());
    let near = known
        .filter_map(|it| it.strip_prefix(prefix).filter(|it| !prefix.is_empty() || is_public(it)))
        .map(|it| (strsim::osa_distance(it, name), it))
        .filter(|(distance, it)| distance * 3 <= it.len().max(3) && it.is_ascii())
        .min();
    LatexError {
        range,
        message: format!("{what} `{start}{name}{end}`"),
        hint: near.map(|(_, it)| format!("did you mean `{start}{it}{end}`?")),
    }
}

/// Converts a formula, without its `$` signs, or says what is wrong with it and where.
pub(crate) fn convert(tex: &str) -> Result<String, LatexError> {
    if tex.len() > MAX_BYTES {
        return fail(0..tex.len(), format!("formula is longer than {MAX_BYTES} bytes"));
    }
    let mut parser = Parser { tex, pos: 0, depth: 0 };
    let mut lines = vec![parser.list(false)?];
    while parser.eat(Command("\\")) {
        lines.push(parser.list(false)?);
    }
    match parser.peek() {
        (EndOfInput, range) if range.is_empty() => Ok(lines.join(" \\\n")),
        (_, range) => parser.misplaced(range),
    }
}

/// A reader of one formula.
struct Parser<'a> {
    tex: &'a str,
    /// Where the next token is looked for.
    pos: usize,
    /// How many lists and arguments are open.
    depth: usize,
}

impl<'a> Parser<'a> {
    /// The next token, not consumed, and its place.
    fn peek(&self) -> (Token<'a>, Range<usize>) {
        let mut start = self.pos;
        loop {
            let rest = self.tex[start..].trim_start();
            start = self.tex.len() - rest.len();
            match rest.chars().next() {
                None => return (EndOfInput, start..start),
                Some('%') => match rest.find('\n') {
                    None => return (EndOfInput, start..self.tex.len()),
                    Some(len) => start += len,
                },
                Some('\\') => break,
                Some(c) => return (Char(c), start..start + c.len_utf8()),
            }
        }
        let rest = &self.tex[start + 1..];
        let letters = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
        let mut len = letters.max(rest.chars().next().map_or(0, char::len_utf8));
        // A backslash before a blank is the command without a name, a space.
        let name = rest[..len].trim();
        if matches!(name, "begin" | "end") {
            let braced = rest[len..].trim_start().strip_prefix('{').and_then(|it| it.split_once('}'));
            if let Some((inner, after)) = braced {
                let token = if name == "begin" { Begin(inner.trim()) } else { End(inner.trim()) };
                return (token, start..self.tex.len() - after.len());
            }
        }
        // The star belongs to few commands; after any other it is a symbol.
        if listed("operatorname hspace tag \\", name) && rest[len..].starts_with('*') {
            len += 1;
        }
        (Command(name), start..start + 1 + len)
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
            Some('&') => ("`&` outside an environment".into(), Some("`\\begin{aligned}` … `\\end{aligned}`")),
            Some('%') => ("`%` turns the rest into a comment".into(), Some("write `\\%` for a percent sign")),
            Some('#') => ("unexpected `#`".into(), Some("write `\\#`")),
            _ => (format!("unexpected `{found}`"), None),
        };
        Err(LatexError { range, message, hint: hint.map(Into::into) })
    }

    /// Runs a parser one level deeper.
    fn nested<T>(&mut self, f: impl FnOnce(&mut Self) -> Result<T, LatexError>) -> Result<T, LatexError> {
        if self.depth == MAX_DEPTH {
            return fail(self.peek().1, format!("nested more than {MAX_DEPTH} deep"));
        }
        self.depth += 1;
        let result = f(self);
        self.depth -= 1;
        result
    }

    /// Everything up to a token that the caller has to deal with; `]` is one `in_brackets`.
    fn list(&mut self, in_brackets: bool) -> Typst {
        let mut pieces: Vec<String> = vec![];
        loop {
            let (token, range) = self.peek();
            let name = match token {
                Char('}' | '&' | '$') | Command("right" | "\\") | End(_) | EndOfInput => break,
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
                Some(Some(_)) => return fail(range, format!("second `{sign}` on one symbol")),
                Some(slot) => *slot = Some(self.argument(range)?),
                None if sign == "'" => primes.push("prime".to_owned()),
                None if sign == "\\limits" => base = format!("limits({base})"),
                None => base = format!("scripts({base})"),
            }
        }
        primes.extend(sup);
        let sub = sub.map_or(String::new(), |it| format!("_({it})"));
        let sup = if primes.is_empty() { String::new() } else { format!("^({})", primes.join(" ")) };
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
                let rest = &self.tex[range.start..];
                let digits = |s: &str| s.bytes().take_while(u8::is_ascii_digit).count();
                let whole = digits(rest);
                let part = rest[whole..].strip_prefix('.').map_or(0, digits);
                self.pos = range.start + whole + if part > 0 { part + 1 } else { 0 };
                Ok(self.tex[range.start..self.pos].to_owned())
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
            Char('}' | '&' | '$' | '_' | '^' | '\'') | Command("right" | "\\") | End(_) | EndOfInput => {
                self.incomplete(owner)
            }
            _ => self.nested(|p| p.nucleus(false)).map(filled),
        }
    }

    /// The error for a command without its argument.
    fn incomplete<T>(&self, owner: Range<usize>) -> Result<T, LatexError> {
        fail(owner.clone(), format!("missing argument of `{}`", &self.tex[owner]))
    }

    /// The plain text of a `{…}` argument and its place, without the braces.
    fn raw(&mut self, owner: Range<usize>) -> Result<(&'a str, Range<usize>), LatexError> {
        if !self.eat(Char('{')) {
            return self.incomplete(owner);
        }
        let start = self.pos;
        let Some(len) = self.tex[start..].find('}') else {
            return fail(start - 1..start, "`{` is never closed");
        };
        self.pos = start + len + 1;
        Ok((&self.tex[start..start + len], start..start + len))
    }

    /// A command whose name is consumed.
    fn command(&mut self, name: &'a str, at: Range<usize>) -> Typst {
        match name {
            "left" => {
                let left = self.delimiter(at.clone())?;
                let inner = self.nested(|p| p.list(false))?;
                let right = self.peek().1;
                if !self.eat(Command("right")) {
                    return fail(at, "`\\left` without `\\right`");
                }
                Ok(format!("lr({left} {inner} {})", self.delimiter(right)?))
            }
            "right" | "limits" | "nolimits" | "\\" => self.misplaced(at),
            "middle" => Ok(format!("mid({})", self.delimiter(at)?)),
            "|" => Ok("Vert".into()),
            "not" => Ok(format!("latexnot({})", self.argument(at)?)),
            "operatorname" | "operatornamewithlimits" => self.operator(at),
            "substack" => {
                let open = self.peek().1;
                if !self.eat(Char('{')) {
                    return self.incomplete(at);
                }
                let (cells, _) = self.rows()?;
                self.close('}', open)?;
                Ok(format!("latexsubstack({cells})"))
            }
            "textcolor" => {
                let color = self.color(at.clone())?;
                Ok(format!("latexcolor({color}, {})", self.argument(at)?))
            }
            "label" => self.raw(at).map(|_| String::new()),
            "tag" => Ok(format!("latextag({})", quoted(self.raw(at)?.0))),
            "hspace" | "kern" | "mkern" => self.space(name, at),
            "mbox" | "hbox" => self.text("latextext".into(), at),
            _ if listed(SILENT, name) => Ok(String::new()),
            _ => {
                if let Some(function) = helper("latextext", name.strip_prefix("text").unwrap_or("!")) {
                    return self.text(function, at);
                }
                if let Some(function) = helper("latexsize", name) {
                    return Ok(format!("{function}({})", self.delimiter(at)?));
                }
                self.call(name, at)
            }
        }
    }

    /// A command of the table with its arguments.
    fn call(&mut self, name: &'a str, at: Range<usize>) -> Typst {
        let Some((typst, arity, option)) = NAMES.get(name).filter(|_| is_public(name)) else {
            let known = DEFAULT_SPEC.get(name).is_some() || listed("begin end def let", name);
            return if known {
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
        let limits = if self.tex[at.clone()].ends_with(['*', 's']) { ", limits: #true" } else { "" };
        let name = self.argument(at)?;
        let is_letter = |it: &str| it.len() == 1 && it.starts_with(|c: char| c == '-' || c.is_alphanumeric());
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
            self.row_gap();
        }
        if rows.len() > 1 && rows.last().is_some_and(String::is_empty) {
            rows.pop();
        }
        // Without a semicolon Typst passes the cells themselves, not an array of them.
        Ok((rows.join("; ") + ";", lines))
    }

    /// Skips the `[2pt]` that may follow `\\`.
    fn row_gap(&mut self) {
        let (token, range) = self.peek();
        let inner = self.tex[range.end..].split_once(']').map(|it| it.0);
        if let Some(inner) = inner.filter(|it| token == Char('[') && length(it).is_some()) {
            self.pos = range.end + inner.len() + 1;
        }
    }

    /// An environment whose `\begin{name}`, at `at`, is consumed.
    fn environment(&mut self, name: &'a str, at: Range<usize>) -> Typst {
        let plain = name.strip_suffix('*').unwrap_or(name);
        let typst = if matches!(plain, "equation" | "displaymath" | "math") {
            filled(self.nested(|p| p.list(false))?)
        } else {
            let Some(function) = helper("env", plain) else {
                return Err(unknown(at, "unknown environment", name, "env"));
            };
            let mut named = String::new();
            let is_array = matches!(plain, "array" | "subarray");
            if is_array {
                let (columns, range) = self.raw(at.clone())?;
                if let Some(c) = columns.chars().find(|c| !"lcr| ".contains(*c)) {
                    return fail(range, format!("expected columns of `l`, `c`, `r` and `|`, found `{c}`"));
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

    /// The argument of a command that names a colour.
    fn color(&mut self, at: Range<usize>) -> Typst {
        let (color, range) = self.raw(at)?;
        let color = color.trim();
        let hex = color.strip_prefix('#').filter(|it| matches!(it.len(), 3 | 6));
        if hex.is_some_and(|it| it.bytes().all(|b| b.is_ascii_hexdigit())) {
            return Ok(format!("#rgb(\"{color}\")"));
        }
        helper("latexcolor", color)
            .filter(|_| !color.is_empty())
            .ok_or_else(|| unknown(range, "unknown color", color, "latexcolor"))
    }

    /// A space of a given length; `\kern` and `\mkern` take it without braces.
    fn space(&mut self, name: &str, at: Range<usize>) -> Typst {
        let (value, range) = if name == "hspace" {
            self.raw(at)?
        } else {
            let start = self.peek().1.start;
            let rest = &self.tex[start..];
            let number = rest.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(rest.len());
            self.pos = rest.char_indices().nth(number + 2).map_or(self.tex.len(), |it| start + it.0);
            (&self.tex[start..self.pos], start..self.pos)
        };
        match length(value) {
            Some(length) => Ok(format!("#h({length})")),
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
                '$' => {
                    flush(&mut pieces, &mut run);
                    pieces.push(self.nested(|p| p.list(false))?);
                    self.close('$', start..start + 1)?;
                }
                '\\' => {
                    self.pos = start;
                    let (token, range) = self.peek();
                    self.pos = range.end;
                    let Command(inner) = token else { return self.misplaced(range) };
                    let nested = helper("latextext", inner.strip_prefix("text").unwrap_or("!"));
                    if let Some(function) = nested {
                        flush(&mut pieces, &mut run);
                        pieces.push(self.nested(|p| p.text(function, range))?);
                    } else if inner.starts_with(|c: char| "{}$%&#_".contains(c)) {
                        run += inner;
                    } else if matches!(inner, "" | "," | ":" | ";" | "quad") {
                        run.push(' ');
                    } else {
                        let mut error = unknown(range, "unknown command", inner, "");
                        error.hint = Some("put formulas inside text between `$` signs".into());
                        return Err(error);
                    }
                }
                c if c.is_whitespace() => run.push(' '),
                c => run.push(c),
            }
        }
        flush(&mut pieces, &mut run);
        Ok(if pieces.len() == 1 { pieces.remove(0) } else { format!("latexgroup({})", filled(pieces.join(" "))) })
    }
}

/// A length as Typst writes it; `None` if it is none, or too large for any slide.
fn length(tex: &str) -> Option<String> {
    let tex = tex.trim();
    let unit = tex.find(|c: char| c.is_ascii_alphabetic())?;
    let value: f64 = tex[..unit].trim().parse().ok().filter(|it: &f64| it.abs() < 1000.0)?;
    let (factor, unit) = match &tex[unit..] {
        "mu" => (1.0 / 18.0, "em"),
        "ex" => (0.43, "em"),
        unit @ ("em" | "pt" | "cm" | "mm" | "in") => (1.0, unit),
        _ => return None,
    };
    Some(format!("{}{unit}", (value * factor * 1000.0).round() / 1000.0))
}

/// Something to stand where Typst wants an argument.
fn filled(piece: String) -> String {
    if piece.is_empty() { "zws".into() } else { piece }
}

/// A string of Typst.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The character that the text consists of, unless it is a letter or digit.
fn only_sign(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|c| !c.is_alphanumeric() && chars.next().is_none())
}

/// Whether a character belongs to a language rather than to mathematics.
fn is_word(c: char) -> bool {
    let mathematical =
        matches!(c, '\u{370}'..='\u{3ff}' | '\u{2070}'..='\u{214f}' | '\u{1d400}'..='\u{1d7ff}');
    c.is_alphanumeric() && !c.is_ascii() && !mathematical
}

/// One character outside text.
fn character(c: char) -> String {
    match c {
        '~' => "space.nobreak".into(),
        '|' => "vert".into(),
        '+' | '-' | '=' | '<' | '>' | '!' | '?' | '.' | ':' | '*' => c.into(),
        _ if is_word(c) => format!("latextext({})", quoted(c.encode_utf8(&mut [0; 4]))),
        _ if c.is_alphanumeric() => c.into(),
        _ => format!("\\{c}"),
    }
}

/// A formula for every command that takes plain arguments, for a test that compiles them.
#[cfg(test)]
pub(crate) fn every_symbol() -> Vec<String> {
    let public = NAMES.iter().filter(|(name, _)| is_public(name) && !listed(SPELLED, name));
    public
        .map(|(name, (_, arity, _))| {
            let argument = if helper("latexsize", name).is_some() { "(" } else { "{x}" };
            format!("\\{name}{}", argument.repeat(*arity))
        })
        .collect()
}
