//! Drawings (SVG): whether one can be drawn, and the text of embedded parts of web pages. Pure.

use std::fmt::Write;
use std::ops::Range;
use std::sync::Arc;

use usvg::roxmltree::{Document, Node, ParsingOptions};
use usvg::{FontResolver, FontSelectionFn, Options, Tree};

/// Largest extent of a drawing, in its own units: what is longer cannot be written in a PDF.
const MOST: f32 = 1e9;
/// The element with a part of a web page.
const FOREIGN: &str = "foreignObject";
/// Default type size of such a part, as in browsers.
const TYPE_SIZE: f64 = 16.0;
/// Distance of its lines, in type sizes.
const LEADING: f64 = 1.5;

/// A drawing that can be drawn.
///
/// # Errors
/// Why it cannot.
pub(super) fn tree(bytes: &[u8]) -> Result<Tree, String> {
    let tree = Tree::from_data(bytes, &options()).map_err(|error| {
        let why = error.to_string().to_lowercase();
        let why = why.trim_start_matches("svg data parsing failed cause ");
        format!("it cannot be read as SVG: {why}")
    })?;
    let (size, extent) = (tree.size(), tree.root().abs_layer_bounding_box());
    let sides = [extent.left(), extent.top(), extent.right(), extent.bottom()];
    let fits = |side: &f32| side.abs() <= MOST;
    if [size.width(), size.height()].iter().chain(&sides).all(fits) {
        Ok(tree)
    } else {
        Err("its numbers are too large to be drawn".to_owned())
    }
}

/// Options that draw all text in one face.
fn options() -> Options<'static> {
    let mut fonts = fontdb::Database::new();
    let face = llmslides_fonts::FACES.first().map(|(_, face)| *face).unwrap_or_default();
    fonts.load_font_source(fontdb::Source::Binary(Arc::new(face)));
    let select_font: FontSelectionFn =
        Box::new(|_, fonts| fonts.faces().next().map(|face| face.id));
    let font_resolver = FontResolver { select_font, ..FontResolver::default() };
    Options { fontdb: Arc::new(fonts), font_resolver, ..Options::default() }
}

/// Replaces embedded parts of web pages by their text; `None` if there are none.
pub(super) fn without_foreign_objects(bytes: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(bytes).ok().filter(|text| text.contains(FOREIGN))?;
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).ok()?;
    let outermost = |node: &Node| {
        node.tag_name().name() == FOREIGN
            && node.ancestors().skip(1).all(|above| above.tag_name().name() != FOREIGN)
    };
    let parts = document.descendants().filter(outermost);
    let parts: Vec<(Range<usize>, String)> =
        parts.map(|node| (node.range(), as_text(node))).collect();
    if parts.is_empty() {
        return None;
    }
    let mut plain = text.to_owned();
    for (range, text) in parts.into_iter().rev() {
        plain.replace_range(range, &text);
    }
    Some(plain.into_bytes())
}

/// The text of a part of a web page, centred in its place. Inside a `switch` it is dropped, because
/// the drawing has its own text for viewers without web pages.
fn as_text(part: Node) -> String {
    let is_choice = part.parent().is_some_and(|parent| parent.tag_name().name() == "switch");
    let lines = if is_choice { Vec::new() } else { lines(part) };
    let number = |name: &str| {
        let value = part.attribute(name).unwrap_or_default().trim_end_matches("px");
        value.parse::<f64>().unwrap_or_default()
    };
    let across = number("x") + number("width") / 2.0;
    let middle = number("y") + number("height") / 2.0;
    let first = middle - (lines.len() as f64 - 1.0) / 2.0 * TYPE_SIZE * LEADING;
    let mut out = String::new();
    for (index, line) in lines.iter().enumerate() {
        // About two thirds of the size are above the baseline.
        let down = first + index as f64 * TYPE_SIZE * LEADING + TYPE_SIZE * 0.34;
        let line = line.replace('&', "&amp;").replace('<', "&lt;");
        let _ = write!(
            out,
            "<text xmlns=\"http://www.w3.org/2000/svg\" x=\"{across}\" y=\"{down}\" \
             text-anchor=\"middle\" font-size=\"{TYPE_SIZE}\">{line}</text>"
        );
    }
    out
}

/// The non-empty lines of a part of a web page.
fn lines(part: Node) -> Vec<String> {
    let mut text = String::new();
    gather(part, &mut text);
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect()
}

/// Appends the text of an element, with line ends around block elements.
fn gather(node: Node, text: &mut String) {
    if node.is_text() {
        let written = node.text().unwrap_or_default();
        text.extend(written.chars().map(|c| if c.is_whitespace() { ' ' } else { c }));
    }
    let stands_alone = matches!(node.tag_name().name(), "br" | "div" | "li" | "p" | "tr");
    text.extend(stands_alone.then_some('\n'));
    node.children().for_each(|child| gather(child, text));
    text.extend(stands_alone.then_some('\n'));
}

#[cfg(test)]
mod tests {
    use super::{tree, without_foreign_objects};

    #[test]
    fn parts_of_web_pages_become_text() {
        let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\"><g><foreignObject x=\"10\" width=\"60\" \
            height=\"24\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><p>甲 &lt; 乙</p>丙<br/>丁</div>\
            </foreignObject></g></svg>";
        let plain =
            String::from_utf8(without_foreign_objects(drawing.as_bytes()).unwrap()).unwrap();
        assert!(!plain.contains("foreignObject"), "{plain}");
        assert!(plain.contains(">甲 &lt; 乙</text>") && plain.contains("x=\"40\""), "{plain}");
        assert!(tree(plain.as_bytes()).is_ok());
        assert!(without_foreign_objects(b"<svg/>").is_none());
    }

    #[test]
    fn what_no_page_holds_is_refused() {
        let huge = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><rect width='1e30' height='9'/></svg>";
        assert!(tree(huge).is_err());
    }
}
