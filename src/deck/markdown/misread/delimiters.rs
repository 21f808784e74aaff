//! Signs around words that mark nothing: ranges, comparisons, products.

use comrak::nodes::{AstNode, LineColumn, NodeValue};

use super::hidden::Behind;
use super::{Correction, Judge};

/// What stands on both sides of a sign.
#[derive(Clone, Copy)]
struct Sides {
    before: Option<char>,
    after: Option<char>,
}

/// Which of two signs marks nothing.
enum Wrong {
    Opening,
    Closing,
    Both,
}

/// The sign that makes a node what it is.
pub(super) fn sign(value: &NodeValue) -> Option<&'static str> {
    Some(match value {
        NodeValue::Emph => "*",
        NodeValue::Strong => "**",
        NodeValue::Highlight => "==",
        NodeValue::Strikethrough => "~~",
        NodeValue::Subscript => "~",
        NodeValue::Superscript => "^",
        _ => return None,
    })
}

impl Judge<'_> {
    /// The signs of a pair that are text.
    pub(super) fn pair(&self, node: &AstNode, sign: &str) -> Option<Vec<Correction>> {
        let place = node.data().sourcepos;
        // `_` marks nothing inside of words.
        if self.after(self.offset(place.start)) == Some('_') {
            return None;
        }
        let open = self.locate(place.start, sign)?;
        let column = (place.end.column + 1).saturating_sub(sign.len());
        let close = self.locate(LineColumn { column, ..place.end }, sign)?;
        if close.start < open.end {
            return None;
        }
        let opening = Sides { before: self.before(open.start), after: self.after(open.end) };
        let closing = Sides { before: self.before(close.start), after: self.after(close.end) };
        let wrong = match sign {
            "~" | "^" => {
                let content = &self.written[open.end..close.start];
                (!is_script(sign, opening, content, closing)).then_some(Wrong::Opening)
            }
            _ => loose(opening, closing).or_else(|| between(sign, opening, closing)),
        };
        let ranges = match wrong? {
            Wrong::Opening => vec![open],
            Wrong::Closing => vec![close],
            Wrong::Both => vec![open, close],
        };
        Some(ranges.into_iter().map(|range| Correction::Hide(range, Behind::Sign)).collect())
    }
}

/// Signs that do not stand at the word which they would mark: `好~~，再见~~`.
fn loose(opening: Sides, closing: Sides) -> Option<Wrong> {
    let ends = |c: char| "，。、；：！？）》」』】〉,;:!?".contains(c);
    let begins = |c: char| "（《「『【〈".contains(c);
    if opening.after.is_some_and(ends) && opening.before.is_some_and(char::is_alphanumeric) {
        return Some(Wrong::Opening);
    }
    closing.before.is_some_and(begins).then_some(Wrong::Closing)
}

/// Signs between what is compared or multiplied, or in paths: `a==1，b==2`, `2*3*4`, `x**2 + y**2`,
/// `src/*.rs, tests/*.rs`.
fn between(sign: &str, opening: Sides, closing: Sides) -> Option<Wrong> {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let operand = |c: Option<char>| letter(c) || c.is_some_and(|c| ")]}".contains(c));
    let both = |test: &dyn Fn(Sides) -> bool| test(opening) && test(closing);
    let in_path = |sides: Sides| {
        let apart = !sides.before.is_some_and(char::is_alphanumeric);
        apart && (sides.before == Some('/') || matches!(sides.after, Some('/' | '.')))
    };
    let inside = |sides: Sides| match sign {
        "==" => operand(sides.before) && letter(sides.after),
        _ => digit(sides.before) && digit(sides.after),
    };
    let alike = match sign {
        "==" => both(&|sides| operand(sides.before)),
        "**" => both(&|sides| operand(sides.before) && digit(sides.after)) || both(&in_path),
        "*" => both(&|sides| operand(sides.before) && letter(sides.after)) || both(&in_path),
        _ => return None,
    };
    match (inside(opening), inside(closing)) {
        _ if alike => Some(Wrong::Both),
        (true, true) => Some(Wrong::Both),
        (true, false) => Some(Wrong::Opening),
        (false, true) => Some(Wrong::Closing),
        (false, false) => None,
    }
}

/// `H~2~O`, `x~n+1~`, `10^-3^`, `1^st^`: a number, a sign or a short word at a letter. `3~5` and
/// `a^2+b^2` are text.
fn is_script(sign: &str, opening: Sides, content: &str, closing: Sides) -> bool {
    const LONGEST: usize = 5;
    let at_word = opening.before.is_some_and(|c| {
        c.is_alphabetic() || ")]）~^".contains(c) || sign == "^" && c.is_ascii_digit()
    });
    let content = content.replace('−', "-");
    let (head, tail) = match content.find(['+', '-']) {
        Some(at) => (&content[..at], &content[at + 1..]),
        None => (content.as_str(), ""),
    };
    let letters = head.bytes().all(|b| b.is_ascii_lowercase());
    let word = letters || head.bytes().all(|b| b.is_ascii_digit());
    let number = tail.bytes().all(|b| b.is_ascii_digit());
    let apart =
        !closing.after.is_some_and(|c| c.is_ascii_digit() || letters && c.is_ascii_lowercase());
    at_word && apart && !content.is_empty() && content.len() <= LONGEST && word && number
}
