//! About how wide a formula stands in a line: it is too wide rather than too narrow. Pure.

use super::token::{self, Token};

/// What a formula in a line is larger than the text around it, with a little for what this does not know.
const LARGER: f64 = 1.16;
/// Size of what is raised, lowered or part of a fraction.
const SMALL: f64 = 0.72;
/// Width of a sign that relates or joins what stands beside it, with the space around it, and of other things, in em.
const RELATION: f64 = 1.3;
const OPERATOR: f64 = 1.15;
const LARGE: f64 = 1.15;
const LETTER: f64 = 0.55;
/// Deepest nesting that is looked at.
const MAX_DEPTH: usize = 64;

/// Width of a formula in em of the text around it.
pub(crate) fn width(tex: &str) -> f64 {
    let mut reader = Reader { tex, pos: 0, depth: 0 };
    let mut em = 0.0;
    while reader.pos < tex.len() {
        em += reader.list();
        // What closes nothing.
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

    /// Everything up to a closing brace.
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

    /// What is raised and lowered at one place stands above each other.
    fn scripts(&mut self) -> f64 {
        let mut widest: f64 = 0.0;
        while let Token::Char('^' | '_') = self.peek() {
            self.next();
            widest = widest.max(SMALL * self.atom());
        }
        widest
    }

    /// A group, a command with what belongs to it, or a sign.
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

    /// What stands in square brackets.
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
        // What changes how the group behind it looks.
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
        // Most others relate two things: arrows, signs of order and of sets.
        _ => RELATION,
    }
}
