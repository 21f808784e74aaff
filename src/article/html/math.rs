//! The TeX of formulas as rendering tools leave it in a page: KaTeX, MathJax 2 to 4, MediaWiki,
//! Zhihu, Pandoc, pictures of formulas, MathML. Each formula is found once.

use super::dom::{Dom, Id};
use super::mathml;
use super::picture::decoded;
use crate::article::one_line;

/// A formula.
#[derive(Debug, PartialEq)]
pub(super) struct Formula {
    /// Its TeX; empty for a rendering of a formula whose TeX is found in another element.
    pub(super) tex: String,
    /// Whether it stands on its own line.
    pub(super) display: bool,
}

/// Services that draw formulas as pictures, with the TeX in the address.
const DRAWN_BY: [&str; 6] = [
    "zhihu.com/equation?tex=",
    "latex.codecogs.com/",
    "math.jianshu.com/math?formula=",
    "juejin.cn/equation?tex=",
    "latex.csdn.net/",
    "chart?cht=tx&chl=",
];

/// The formula that an element is.
pub(super) fn formula(dom: &Dom, id: Id) -> Option<Formula> {
    let mut found = recover(dom, id)?;
    // Backslashes alone are not a formula.
    if found.tex.trim_matches(['\\', ' ']).is_empty() {
        found.tex.clear();
    }
    (!found.tex.is_empty() || is_mathjax_drawing(dom, id)).then_some(found)
}

fn recover(dom: &Dom, id: Id) -> Option<Formula> {
    match dom.name(id) {
        "math" => of_mathml(dom, id),
        "img" => of_picture(dom, id),
        "script" => of_script(dom, id),
        "mjx-container" => {
            let display = dom.attribute(id, "display").is_some_and(|value| value != "false");
            inside(dom, id).map(|tex| Formula { tex, display })
        }
        "span" | "div" | "p" | "mjx-math" | "eq" | "eqn" | "annotation" => of_element(dom, id),
        _ => None,
    }
}

fn of_element(dom: &Dom, id: Id) -> Option<Formula> {
    let has = |class| dom.has_class(id, &[class]);
    if has("katex-display") || has("katex") || has("katex--display") || has("katex--inline") {
        let display = has("katex-display") || has("katex--display");
        return inside(dom, id).map(|tex| Formula { tex, display });
    }
    if has("mwe-math-element") {
        let display =
            dom.find(id, |node| dom.attribute(node, "display") == Some("block")).is_some()
                || has("mwe-math-element-block");
        return inside(dom, id).map(|tex| Formula { tex, display });
    }
    if let Some(tex) = dom.first_attribute(id, &["data-tex", "data-formula", "data-latex"]) {
        let display = has("math-display") || has("ztext-math-display") || tex.ends_with("\\\\");
        let tex = tex.trim().trim_end_matches("\\\\");
        return Some(Formula { tex: cleaned(tex), display });
    }
    if is_mathjax_drawing(dom, id) {
        return drawing(dom, id);
    }
    has("math").then(|| delimited(&dom.line(id), has("display"))).flatten()
}

/// Whether an element is MathJax 2's rendering, next to the script with the TeX.
fn is_mathjax_drawing(dom: &Dom, id: Id) -> bool {
    const CLASSES: [&str; 7] = [
        "MathJax_Preview", "MathJax_Display", "MathJax", "MathJax_SVG", "MathJax_SVG_Display",
        "MathJax_CHTML", "MJXc-display",
    ];
    dom.has_class(id, &CLASSES)
}

fn drawing(dom: &Dom, id: Id) -> Option<Formula> {
    const NEAR: usize = 3;
    let after = dom.following(id).filter(|node| dom.is_element(*node)).take(NEAR);
    let mut scripts = after.filter(|node| dom.name(*node) == "script");
    if scripts.any(|node| script_kind(dom, node).is_some()) {
        return Some(Formula { tex: String::new(), display: false });
    }
    let display = dom.classes(id).any(|class| class.to_lowercase().contains("display"));
    inside(dom, id).map(|tex| Formula { tex, display })
}

/// The TeX somewhere in an element: an annotation, an attribute, MathML, a picture.
fn inside(dom: &Dom, id: Id) -> Option<String> {
    let annotation = |node: Id| {
        let tex = dom.attribute(node, "encoding").is_some_and(|encoding| encoding.contains("tex"));
        dom.name(node) == "annotation" && tex
    };
    if let Some(node) = dom.find(id, annotation) {
        return Some(cleaned(&dom.all_text(node)));
    }
    let noted = |node: Id| dom.first_attribute(node, &["data-latex", "data-tex", "alttext"]);
    if let Some(tex) = dom.find(id, |node| noted(node).is_some()).and_then(noted) {
        return Some(cleaned(tex));
    }
    if let Some(math) = dom.find(id, |node| dom.name(node) == "math") {
        return mathml::tex(dom, math);
    }
    let picture = dom.find(id, |node| dom.name(node) == "img")?;
    dom.first_attribute(picture, &["alt"]).map(cleaned)
}

fn of_mathml(dom: &Dom, id: Id) -> Option<Formula> {
    let display = dom.attribute(id, "display") == Some("block");
    inside(dom, id).or_else(|| mathml::tex(dom, id)).map(|tex| Formula { tex, display })
}

/// Whether a script is displayed on its own line, `math/tex; mode=display`; `None` if it is not a
/// formula.
fn script_kind(dom: &Dom, id: Id) -> Option<bool> {
    let kind = dom.attribute(id, "type")?.trim();
    let is_math = kind.starts_with("math/tex") || kind.starts_with("text/x-mathjax-tex");
    is_math.then(|| kind.contains("display"))
}

fn of_script(dom: &Dom, id: Id) -> Option<Formula> {
    let display = script_kind(dom, id)?;
    let text = dom.all_text(id);
    let text = text.trim().trim_start_matches("% <![CDATA[").trim_end_matches("%]]>");
    Some(Formula { tex: cleaned(text), display })
}

fn of_picture(dom: &Dom, id: Id) -> Option<Formula> {
    const CLASSES: [&str; 6] = [
        "mwe-math-fallback-image-inline",
        "mwe-math-fallback-image-display",
        "tex",
        "latex",
        "math",
        "mathcode",
    ];
    let alt = dom.attribute(id, "alt").map(str::trim).filter(|alt| !alt.is_empty());
    let display = dom.has_class(id, &["mwe-math-fallback-image-display"]);
    if let Some(tex) = dom.first_attribute(id, &["data-formula", "data-tex", "data-latex"]) {
        return Some(Formula { tex: cleaned(tex), display });
    }
    if let Some(tex) =
        alt.filter(|_| dom.has_class(id, &CLASSES) || dom.attribute(id, "eeimg").is_some())
    {
        let display = display || tex.ends_with("\\\\");
        return Some(Formula { tex: cleaned(tex.trim_end_matches("\\\\")), display });
    }
    let address = dom.first_attribute(id, &["data-src", "src"])?;
    let tex = DRAWN_BY.iter().find_map(|site| Some(address.split_once(site)?.1))?;
    let tex = tex.split_once('?').map_or(tex, |(_, tex)| tex);
    let tex = decoded(&tex.split('&').next().unwrap_or(tex).replace('+', " "));
    Some(Formula { tex: cleaned(alt.unwrap_or(&tex)), display })
}

/// TeX between `\(` and `\)`, `\[` and `\]` or dollar signs, as Pandoc writes it.
fn delimited(text: &str, display: bool) -> Option<Formula> {
    let pairs =
        [("\\[", "\\]", true), ("\\(", "\\)", false), ("$$", "$$", true), ("$", "$", false)];
    let (tex, own) = pairs.iter().find_map(|(open, close, own)| {
        Some((text.trim().strip_prefix(open)?.strip_suffix(close)?, *own))
    })?;
    Some(Formula { tex: cleaned(tex), display: display || own })
}

/// TeX on one line, without outer commands for its size.
fn cleaned(tex: &str) -> String {
    let mut tex = one_line(tex);
    for style in ["{\\displaystyle", "{\\textstyle", "{\\scriptstyle"] {
        let inner = tex.strip_prefix(style).and_then(|rest| rest.strip_suffix('}'));
        // The last brace must close the first: in `{\displaystyle a}_{b}` it does not.
        if let Some(inner) = inner.filter(|inner| is_balanced(inner)) {
            tex = inner.trim().to_owned();
        }
    }
    let plain =
        tex.strip_prefix("\\displaystyle").filter(|rest| !rest.starts_with(char::is_alphabetic));
    plain.map_or(tex.clone(), |rest| rest.trim().to_owned())
}

/// Whether the braces of a text are balanced.
fn is_balanced(tex: &str) -> bool {
    let mut open = 0_i32;
    let mut escaped = false;
    for c in tex.chars() {
        match c {
            '{' if !escaped => open += 1,
            '}' if !escaped => open -= 1,
            _ => {}
        }
        if open < 0 {
            return false;
        }
        escaped = c == '\\' && !escaped;
    }
    open == 0
}
