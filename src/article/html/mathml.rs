//! MathML → TeX, as far as formulas of articles go: rows, fractions, roots, scripts, accents,
//! brackets, matrices.

use super::dom::{Dom, Id};

/// Characters that TeX writes with a command.
const COMMANDS: [(char, &str); 89] = [
    ('α', "alpha"),
    ('β', "beta"),
    ('γ', "gamma"),
    ('δ', "delta"),
    ('ε', "varepsilon"),
    ('ϵ', "epsilon"),
    ('ζ', "zeta"),
    ('η', "eta"),
    ('θ', "theta"),
    ('ι', "iota"),
    ('κ', "kappa"),
    ('λ', "lambda"),
    ('μ', "mu"),
    ('ν', "nu"),
    ('ξ', "xi"),
    ('π', "pi"),
    ('ρ', "rho"),
    ('σ', "sigma"),
    ('τ', "tau"),
    ('υ', "upsilon"),
    ('φ', "varphi"),
    ('ϕ', "phi"),
    ('χ', "chi"),
    ('ψ', "psi"),
    ('ω', "omega"),
    ('Γ', "Gamma"),
    ('Δ', "Delta"),
    ('Θ', "Theta"),
    ('Λ', "Lambda"),
    ('Ξ', "Xi"),
    ('Π', "Pi"),
    ('Σ', "Sigma"),
    ('Φ', "Phi"),
    ('Ψ', "Psi"),
    ('Ω', "Omega"),
    ('∑', "sum"),
    ('∏', "prod"),
    ('∫', "int"),
    ('∬', "iint"),
    ('∮', "oint"),
    ('∂', "partial"),
    ('∇', "nabla"),
    ('∞', "infty"),
    ('×', "times"),
    ('⋅', "cdot"),
    ('·', "cdot"),
    ('÷', "div"),
    ('±', "pm"),
    ('∓', "mp"),
    ('≤', "leq"),
    ('≥', "geq"),
    ('≠', "neq"),
    ('≈', "approx"),
    ('≡', "equiv"),
    ('∼', "sim"),
    ('∝', "propto"),
    ('∈', "in"),
    ('∉', "notin"),
    ('⊂', "subset"),
    ('⊆', "subseteq"),
    ('⊃', "supset"),
    ('∪', "cup"),
    ('∩', "cap"),
    ('∅', "emptyset"),
    ('∀', "forall"),
    ('∃', "exists"),
    ('¬', "neg"),
    ('∧', "wedge"),
    ('∨', "vee"),
    ('→', "to"),
    ('←', "leftarrow"),
    ('⇒', "Rightarrow"),
    ('⇔', "Leftrightarrow"),
    ('↦', "mapsto"),
    ('…', "ldots"),
    ('⋯', "cdots"),
    ('⋮', "vdots"),
    ('⋱', "ddots"),
    ('⟨', "langle"),
    ('⟩', "rangle"),
    ('⌊', "lfloor"),
    ('⌋', "rfloor"),
    ('⌈', "lceil"),
    ('⌉', "rceil"),
    ('∥', "|"),
    ('⊗', "otimes"),
    ('⊕', "oplus"),
    ('∘', "circ"),
    ('ℓ', "ell"),
];
/// Names of functions that TeX sets upright.
const FUNCTIONS: [&str; 17] = [
    "sin", "cos", "tan", "log", "ln", "exp", "max", "min", "lim", "sup", "inf", "det", "arg",
    "dim", "gcd", "tanh", "sinh",
];
/// Characters that have a special meaning in TeX.
const SPECIAL: [char; 6] = ['%', '#', '&', '_', '{', '}'];
/// Invisible characters.
const UNSEEN: [char; 6] = ['\u{2061}', '\u{2062}', '\u{2063}', '\u{2064}', '\u{200b}', '\u{a0}'];

/// The TeX of a `math` element; `None` if it is empty.
pub(super) fn tex(dom: &Dom, math: Id) -> Option<String> {
    let tex = row(dom, math);
    (!tex.is_empty()).then_some(tex)
}

/// The TeX of the children of an element.
fn row(dom: &Dom, id: Id) -> String {
    dom.elements(id).map(|child| element(dom, child)).filter(|tex| !tex.is_empty()).fold(
        String::new(),
        |mut out, tex| {
            push(&mut out, &tex);
            out
        },
    )
}

/// Appends TeX, with a blank where a letter would lengthen the command before it.
fn push(out: &mut String, tex: &str) {
    let command = out.rfind('\\').is_some_and(|at| {
        let name = &out[at + 1..];
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphabetic())
    });
    if command && tex.starts_with(|c: char| c.is_ascii_alphabetic()) {
        out.push(' ');
    }
    out.push_str(tex);
}

fn element(dom: &Dom, id: Id) -> String {
    let parts = || -> Vec<String> { dom.elements(id).map(|child| element(dom, child)).collect() };
    let part = |parts: &[String], at: usize| parts.get(at).cloned().unwrap_or_default();
    match dom.name(id) {
        "mi" | "mn" | "mo" | "ms" => token(&dom.line(id)),
        "mtext" => {
            let text = dom.line(id);
            if text.is_empty() { text } else { format!("\\text{{{text}}}") }
        }
        "mspace" => "\\ ".into(),
        "annotation" | "annotation-xml" | "mphantom" => String::new(),
        "mfrac" => {
            let parts = parts();
            format!("\\frac{{{}}}{{{}}}", part(&parts, 0), part(&parts, 1))
        }
        "msqrt" => format!("\\sqrt{{{}}}", row(dom, id)),
        "mroot" => {
            let parts = parts();
            format!("\\sqrt[{}]{{{}}}", part(&parts, 1), part(&parts, 0))
        }
        "msup" => scripts(&parts(), None, Some(1)),
        "msub" => scripts(&parts(), Some(1), None),
        "msubsup" | "munderover" => scripts(&parts(), Some(1), Some(2)),
        "munder" => scripts(&parts(), Some(1), None),
        "mover" => over(&parts()),
        "mfenced" => {
            let mark = |name, usual: &str| dom.attribute(id, name).unwrap_or(usual).to_owned();
            let inner = parts().join(",");
            format!("{}{inner}{}", token(&mark("open", "(")), token(&mark("close", ")")))
        }
        "mtable" => format!("\\begin{{matrix}}{}\\end{{matrix}}", parts().join("\\\\")),
        "mtr" => parts().join("&"),
        _ => row(dom, id),
    }
}

fn scripts(parts: &[String], below: Option<usize>, above: Option<usize>) -> String {
    let base = parts.first().cloned().unwrap_or_default();
    let single = base.chars().count() <= 1 || base.starts_with('\\') && !base.contains(['{', ' ']);
    let mut out = if single { base } else { format!("{{{base}}}") };
    for (sign, at) in [('_', below), ('^', above)] {
        let Some(script) = at.and_then(|at| parts.get(at)).filter(|script| !script.is_empty())
        else {
            continue;
        };
        match script.as_str() {
            "′" => out.push('\''),
            script => out.push_str(&format!("{sign}{{{script}}}")),
        }
    }
    out
}

fn over(parts: &[String]) -> String {
    let accent = match parts.get(1).map(String::as_str) {
        Some("^" | "ˆ") => "hat",
        Some("~" | "˜" | "\\sim") => "tilde",
        Some("¯" | "‾" | "_" | "\\_") => "overline",
        Some("\\to" | "→") => "vec",
        Some("˙" | ".") => "dot",
        Some("⏞") => "overbrace",
        _ => return scripts(parts, None, Some(1)),
    };
    format!("\\{accent}{{{}}}", parts.first().map_or("", String::as_str))
}

/// The TeX of a letter, a name, a number or a sign.
fn token(text: &str) -> String {
    if FUNCTIONS.contains(&text) {
        return format!("\\{text}");
    }
    let mut out = String::new();
    for c in text.chars().filter(|c| !UNSEEN.contains(c)) {
        let command = COMMANDS.iter().find(|(sign, _)| *sign == c);
        let piece = match command {
            Some((_, name)) => format!("\\{name}"),
            None if SPECIAL.contains(&c) => format!("\\{c}"),
            None if c == '−' => "-".into(),
            None => c.to_string(),
        };
        push(&mut out, &piece);
    }
    let word = out.chars().count() > 1 && out.chars().all(char::is_alphabetic);
    if word { format!("\\mathrm{{{out}}}") } else { out }
}
