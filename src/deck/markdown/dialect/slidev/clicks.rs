//! Slidev's clicks: the tags, attributes and marks that let something come click by click.

use std::ops::Range;

use comrak::nodes::{AstNode, NodeValue};

use crate::deck::markdown::attributes;
use crate::deck::markdown::html::{self, Piece, Tag};
use crate::deck::markdown::scan::Scan;
use crate::deck::markdown::source::code_fence;

/// What comes with a click.
#[derive(Debug, PartialEq)]
pub(super) struct Click {
    /// Whether what is inside comes bit by bit.
    pub(super) many: bool,
    /// With which click it comes.
    at: At,
}

/// With which click something comes.
#[derive(Debug, PartialEq)]
enum At {
    /// That many after the last one.
    Later(usize),
    /// The one of this number on its slide.
    Number(usize),
}

impl Click {
    /// What a tag says, such as `<v-clicks>` or `<div v-click="2">`; `None` if nothing of the sort,
    /// and for what goes away with a click.
    pub(super) fn of(tag: &Tag) -> Option<Self> {
        let words = attributes::parse(tag.attributes.trim_end_matches('/'));
        let named = |name: &str| (tag.name == name || words.has(name)).then_some(None);
        let valued = |name: &str| words.get(name).map(Some);
        let is = |name: &str| named(name).or_else(|| valued(name));
        let many = is("v-clicks").or_else(|| is("VClicks"));
        if is("v-after").or_else(|| is("VAfter")).is_some() {
            return Some(Self { many: false, at: At::Later(0) });
        }
        let value = many.or_else(|| is("v-click")).or_else(|| is("VClick"))?;
        let value = value.or_else(|| words.get("at")).map(|value| value.trim_matches('\''));
        let at = match value {
            Some("hide") => return None,
            Some(value) if value.starts_with('+') => At::Later(value[1..].parse().unwrap_or(1)),
            Some(value) => value.parse().map_or(At::Later(1), At::Number),
            None => At::Later(1),
        };
        Some(Self { many: many.is_some(), at })
    }

    /// The step of the slide at which it comes, behind `step`.
    pub(super) fn step(&self, step: usize) -> usize {
        match self.at {
            At::Later(clicks) => step + clicks,
            At::Number(number) => step.max(number),
        }
    }
}

/// What a line says that is nothing but an opening tag of the sort.
pub(super) fn opening(line: &str) -> Option<Click> {
    let is_alone = |tag: &Tag| !tag.attributes.contains('<') && !tag.attributes.ends_with('/');
    Click::of(&Tag::parse(line.trim()).filter(|tag| !tag.closing && is_alone(tag))?)
}

/// Takes a line that is nothing but a tag which lets something come click by click: it opens a block
/// that ends where the tag is closed. How many lines.
pub(super) fn take_line(scan: &mut Scan, index: usize) -> usize {
    let lines = scan.lines;
    let line = lines.text(index);
    let rest = || (index..lines.len()).map(|at| lines.text(at));
    let Some(close) = opening(line).and_then(|_| closing(rest())) else { return 0 };
    // HTML goes on up to a blank line: there, the next line has to be it.
    let in_html = index > 0
        && scan.masks[index - 1].is_none()
        && lines.text(index - 1).trim_start().starts_with('<');
    let blank_below = lines.text(index + 1).trim().is_empty();
    if in_html && !blank_below {
        return 0;
    }
    if in_html {
        scan.masks[index] = Some(String::new());
    }
    let indent = line.len() - line.trim_start_matches(' ').len();
    unindent(scan, index + 1..index + close);
    scan.fences.open_until(index + close, index + usize::from(in_html), line.trim(), indent);
    1
}

/// Takes the blanks off the lines up to a blank one: HTML goes on there, but now they would be code.
fn unindent(scan: &mut Scan, lines: Range<usize>) {
    for at in lines {
        let line = scan.lines.text(at);
        if line.trim().is_empty() || code_fence(line).is_some() || opening(line).is_some() {
            return;
        }
        if line.starts_with("    ") {
            scan.masks[at] = Some(line.trim_start().to_owned());
        }
    }
}

/// The line behind the first one that closes its tag and does nothing else.
pub(super) fn closing<'l>(mut lines: impl Iterator<Item = &'l str>) -> Option<usize> {
    let name = Tag::parse(lines.next()?.trim())?.name;
    let mut open = 1;
    for (index, line) in lines.enumerate().filter(|(_, line)| line.contains('<')) {
        for (_, piece) in html::pieces(line) {
            match piece {
                Piece::Tag(tag) if tag.name == name && tag.closing => open -= 1,
                Piece::Tag(tag) if tag.name == name => open += 1,
                _ => {}
            }
            if open == 0 {
                let alone = Tag::parse(line.trim()).is_some();
                return alone.then_some(index + 1);
            }
        }
    }
    None
}

/// Takes the marks off a paragraph that comes with a click as a whole: `<v-click>…</v-click>`,
/// `<span v-click>…</span>` or `… {v-click}`.
pub(super) fn unwrap<'a>(paragraph: &'a AstNode<'a>) -> Option<Click> {
    let (first, last) = (paragraph.first_child()?, paragraph.last_child()?);
    if let Some(click) = trailing(last) {
        return Some(click);
    }
    let html = |node: &AstNode| match &node.data().value {
        NodeValue::HtmlInline(html) => Some(html.clone()),
        _ => None,
    };
    let (opening, end) = (html(first)?, html(last)?);
    let (opening, end) = (Tag::parse(&opening)?, Tag::parse(&end)?);
    let click = Click::of(&opening).filter(|_| !opening.closing)?;
    let closes = paragraph
        .children()
        .filter_map(html)
        .filter(|html| Tag::parse(html).is_some_and(|tag| tag.closing && tag.name == opening.name));
    if !end.closing || end.name != opening.name || closes.count() != 1 {
        return None;
    }
    first.detach();
    last.detach();
    Some(click)
}

/// Takes `{v-click}` or `{ v-click }` off the end of a text.
pub(super) fn trailing<'a>(node: &'a AstNode<'a>) -> Option<Click> {
    let mut data = node.data_mut();
    let NodeValue::Text(text) = &mut data.value else { return None };
    let (before, mark) = text.strip_suffix('}')?.rsplit_once('{')?;
    let tag = Tag { name: "", closing: false, attributes: mark };
    let click = Click::of(&tag)?;
    *text = before.trim_end().to_owned().into();
    Some(click)
}

#[cfg(test)]
mod tests {
    use super::{Click, closing, opening};

    #[test]
    fn tags_say_with_which_click() {
        let step = |line: &str| opening(line).map(|click| (click.step(3), click.many));
        assert_eq!(step("<v-click>"), Some((4, false)));
        assert_eq!(step("<VClicks depth=\"2\">"), Some((4, true)));
        assert_eq!(step("<div class=\"x\" v-click>"), Some((4, false)));
        assert_eq!(step("<div v-click=\"5\">"), Some((5, false)));
        assert_eq!(step("<div v-click=\"1\">"), Some((3, false)));
        assert_eq!(step("<v-click at=\"+2\">"), Some((5, false)));
        assert_eq!(step("<div v-after>"), Some((3, false)));
        assert_eq!(step("<div v-clickable>"), None);
        assert_eq!(step("</v-click>"), None);
        assert_eq!(step("<div v-click>a</div>"), None);
        assert_eq!(step("<Arrow v-click />"), None);
        assert_eq!(opening("<v-click> text"), None::<Click>);
    }

    #[test]
    fn the_right_tag_closes() {
        let lines = ["<div v-click>", "<div>a</div>", "<div>", "</div>", "", "</div>", "</div>"];
        assert_eq!(closing(lines.into_iter()), Some(5));
        assert_eq!(closing(["<v-click>", "a</v-click>"].into_iter()), None);
        assert_eq!(closing(["<v-click>", "a"].into_iter()), None);
    }
}
