//! Speaker notes → HTML that loads nothing and runs nothing: HTML in them is shown as text, and
//! pictures are their alternative texts.

use comrak::nodes::NodeValue;
use comrak::{Arena, Options, format_html, parse_document};
use serde::Serialize;

use crate::deck::notes;

/// The notes from a step of a slide on.
#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct Part {
    /// The step that it begins with, from 0.
    step: usize,
    /// What is said, as HTML.
    html: String,
}

/// The parts of notes; none if there is nothing to say.
pub(super) fn parts(notes: &str) -> Vec<Part> {
    let parts = notes::parts(notes).into_iter();
    parts.map(|part| Part { step: part.step, html: html(part.text) }).collect()
}

fn html(notes: &str) -> String {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.tasklist = true;
    options.extension.autolink = true;
    options.render.escape = true;
    options.render.hardbreaks = true;
    let arena = Arena::new();
    let root = parse_document(&arena, notes, &options);
    for node in root.descendants().collect::<Vec<_>>() {
        let is_image = matches!(node.data.borrow().value, NodeValue::Image(_));
        // The content of a picture is its alternative text.
        if is_image {
            for inside in node.children().collect::<Vec<_>>() {
                node.insert_before(inside);
            }
            node.detach();
        }
    }
    let mut html = String::new();
    let _ = format_html(root, &options, &mut html);
    html
}

#[cfg(test)]
mod tests {
    use super::parts;

    fn shown(notes: &str) -> Vec<String> {
        parts(notes).into_iter().map(|part| format!("{} {}", part.step, part.html.trim())).collect()
    }

    #[test]
    fn notes_are_markdown_that_loads_and_runs_nothing() {
        assert_eq!(shown(""), [] as [&str; 0]);
        assert_eq!(shown("说**这个**。"), ["0 <p>说<strong>这个</strong>。</p>"]);
        assert_eq!(shown("![图](https://example.com/a.png)"), ["0 <p>图</p>"]);
        assert_eq!(shown("<script>x</script>"), ["0 &lt;script&gt;x&lt;/script&gt;"]);
        let link = "[a](javascript:alert(1))";
        assert!(!shown(link)[0].contains("javascript"), "{:?}", shown(link));
    }
}
