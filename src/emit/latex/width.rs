//! Estimates how wide an inline formula is. It errs on the wide side. Pure.

use super::token::{self, Token};

/// How much wider an inline formula is than text of the same size, with a margin for what this
/// estimate does not know.
const LARGER: f64 = 1.16;
/// Relative size of scripts and of the parts of a fraction.
const SMALL: f64 = 0.72;
/// Width in em of a relation such as `=`, with the space around it.
const RELATION: f64 = 1.3;
/// Width in em of a binary operator such as `+`, with the space around it.
const OPERATOR: f64 = 1.15;
/// Width in em of a large operator such as `∑`.
const LARGE: f64 = 1.15;
/// Width in em of a letter or a digit.
const LETTER: f64 = 0.55;
/// Deepest nesting that is measured; what is deeper has no width.
const MAX_DEPTH: usize = 64;

/// Width of a formula in em of the text around it.
pub(crate) fn width(tex: &str) -> f64 {
    let mut reader = Reader { tex, pos: 0, depth: 0 };
    let mut em = 0.0;
    while reader.pos < tex.len() {
        em += reader.list();
        // A closing brace that matches no opening one.
        reader.next();
    }
    LARGER * em
}

struct Reader<'a> {
    tex: &'a str,
    pos: usize,
    depth: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Token<'a> {
        token::next(self.tex, self.pos).0
    }

    fn next(&mut self) -> Token<'a> {
        let (token, range) = token::next(self.tex, self.pos);
        self.pos = range.end.max(self.pos);
        if token == Token::EndOfInput {
            self.pos = self.tex.len();
        }
        token
    }

    /// The width of everything up to a closing brace.
    fn list(&mut self) -> f64 {
        let mut em = 0.0;
        loop {
            match self.peek() {
                Token::EndOfInput | Token::Char('}') => return em,
                Token::Char('^' | '_') => em += self.scripts(),
                _ => em += self.atom(),
            }
        }
    }

    /// The width of the scripts of an atom: superscript and subscript are stacked, so the wider one
    /// counts.
    fn scripts(&mut self) -> f64 {
        let mut widest: f64 = 0.0;
        while let Token::Char('^' | '_') = self.peek() {
            self.next();
            widest = widest.max(SMALL * self.atom());
        }
        widest
    }

    /// The width of a group, of a command with its arguments, or of a character.
    fn atom(&mut self) -> f64 {
        match self.next() {
            Token::Char('{') if self.depth < MAX_DEPTH => {
                self.depth += 1;
                let em = self.list();
                self.depth -= 1;
                self.next();
                em
            }
            Token::Char(c) => character(c),
            Token::Command("frac" | "tfrac" | "cfrac" | "dfrac" | "binom") => {
                let over = self.atom();
                SMALL * over.max(self.atom()) + 0.3
            }
            Token::Command("sqrt") => {
                let root = if self.peek() == Token::Char('[') { self.option() } else { 0.0 };
                SMALL * root + self.atom() + 0.85
            }
            Token::Command(name) => command(name),
            Token::Begin(_) | Token::End(_) | Token::EndOfInput => 0.0,
        }
    }

    /// Skips or measures an optional argument in square brackets.
    fn option(&mut self) -> f64 {
        self.next();
        let mut em = 0.0;
        while !matches!(self.peek(), Token::EndOfInput | Token::Char(']' | '}')) {
            em += self.atom();
        }
        self.next();
        em
    }
}

fn character(c: char) -> f64 {
    match c {
        '=' | '<' | '>' | '→' | '≤' | '≥' | '≈' => RELATION,
        '+' | '-' | '*' | '×' | '·' => OPERATOR,
        '&' | '~' | '}' => 0.0,
        'm' | 'w' | 'A'..='Z' => 0.8,
        '(' | ')' | '[' | ']' | '|' | ',' | ';' | '.' | '!' | '\'' => 0.42,
        c if crate::deck::markdown::is_cjk(c) => 1.0,
        _ => LETTER,
    }
}

fn command(name: &str) -> f64 {
    match name {
        "," | ":" | "thinspace" => 0.2,
        ";" | " " | "" => 0.3,
        "!" | "\\" | "left" | "right" | "big" | "Big" | "bigl" | "bigr" | "limits" | "nolimits" => {
            0.0
        }
        "quad" => 1.0,
        "qquad" => 2.0,
        // Commands that only change how their group looks.
        "text" | "mathrm" | "mathbf" | "mathbb" | "mathcal" | "mathfrak" | "mathsf"
        | "boldsymbol" | "bm" | "operatorname" | "textbf" | "textit" | "rm" | "vec" | "hat"
        | "bar" | "tilde" | "dot" | "ddot" | "overline" | "underline" | "widehat" | "widetilde"
        | "overrightarrow" | "displaystyle" | "textstyle" => 0.0,
        "sum" | "prod" | "bigcup" | "bigcap" | "oplus" | "otimes" => LARGE,
        "int" | "oint" => 0.75,
        "sin" | "cos" | "tan" | "cot" | "log" | "ln" | "lg" | "exp" | "lim" | "max" | "min"
        | "sup" | "inf" | "det" | "dim" | "ker" | "arg" | "arcsin" | "arccos" | "arctan"
        | "gcd" | "Pr" => 0.53 * name.len() as f64 + 0.2,
        "cdots" | "ldots" | "dots" => 1.2,
        "times" | "cdot" | "pm" | "mp" | "div" | "cup" | "cap" | "land" | "lor" | "setminus"
        | "circ" => OPERATOR,
        "alpha" | "beta" | "gamma" | "delta" | "epsilon" | "varepsilon" | "zeta" | "eta"
        | "theta" | "iota" | "kappa" | "lambda" | "mu" | "nu" | "xi" | "pi" | "rho" | "sigma"
        | "tau" | "upsilon" | "phi" | "varphi" | "chi" | "psi" | "omega" | "partial" | "ell"
        | "prime" | "hbar" => 0.6,
        "infty" | "nabla" | "Gamma" | "Delta" | "Theta" | "Lambda" | "Xi" | "Pi" | "Sigma"
        | "Phi" | "Psi" | "Omega" | "forall" | "exists" | "angle" | "triangle" => 0.95,
        "{" | "}" | "%" | "$" | "_" | "lvert" | "rvert" | "mid" | "langle" | "rangle" => 0.5,
        // Most other commands are relations: arrows, orders, set membership.
        _ => RELATION,
    }
}
