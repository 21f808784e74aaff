//! Rulers directly below HTML, which CommonMark takes for a part of the HTML block up to the next
//! blank line: the parser gets a blank line instead, and the ruler is inserted into the document
//! afterwards.

use comrak::Arena;
use comrak::nodes::{Ast, AstNode, LineColumn, NodeValue};

use super::source::code_fence;

/// Blanks such lines of the text for the parser; which they are, from 1. `source` is what the author
/// wrote: there, a line of stars ends no slide of a tool that divides by dashes.
pub(super) fn take(text: &mut String, source: &str) -> Vec<usize> {
    let mut lines: Vec<&str> = text.split('\n').collect();
    let mut taken = Vec::new();
    for (at, written) in source.split('\n').enumerate() {
        if lines.get(at) == Some(&"***") && written.trim_end() != "***" && is_html(&lines[..at]) {
            lines[at] = "";
            taken.push(at + 1);
        }
    }
    if !taken.is_empty() {
        *text = lines.join("\n");
    }
    taken
}

/// Whether the text since the last blank line or ruler is a top-level HTML block; those of items
/// and quotations end at a ruler anyway.
fn is_html(above: &[&str]) -> bool {
    let ends = |line: &&str| matches!(line.trim(), "" | "***") || code_fence(line).is_some();
    let begins = above.iter().rposition(ends);
    let run = &above[begins.map_or(0, |before| before + 1)..];
    let html = run.iter().position(|line| opens_html(line));
    let is_inner = |line: &&str| {
        line.trim_start().starts_with(|c: char| "-*+>".contains(c) || c.is_ascii_digit())
    };
    html.is_some_and(|html| run[html].starts_with('<') || !run[..html].iter().any(is_inner))
}

fn opens_html(line: &str) -> bool {
    let rest = line.trim_start_matches(' ');
    let is_tag = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
    line.len() - rest.len() <= 3 && rest.strip_prefix('<').is_some_and(is_tag)
}

/// Inserts a ruler into the document for each of the lines.
pub(super) fn put_back<'a>(arena: &'a Arena<'a>, root: &'a AstNode<'a>, lines: &[usize]) {
    for &line in lines {
        let ast = Ast::new(NodeValue::ThematicBreak, LineColumn { line, column: 1 });
        let ruler = arena.alloc(AstNode::new(ast.into()));
        let below = |node: &&AstNode| node.data().sourcepos.start.line > line;
        match root.children().find(below) {
            Some(next) => next.insert_before(ruler),
            None => root.append(ruler),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::take;

    #[test]
    fn a_ruler_below_html() {
        let source = "<div>\n词\n</div>\n---\n\n词\n---\n\n***\n";
        let mut text = source.replace("---", "***");
        assert_eq!(take(&mut text, source), [4]);
        assert_eq!(text, "<div>\n词\n</div>\n\n\n词\n***\n\n***\n");
        let of = |source: &str| take(&mut source.replace("---", "***"), source);
        assert_eq!(of("- 项\n<div>\n</div>\n---\n"), [4]);
        assert!(of("- 项\n  <br>\n---\n").is_empty());
    }
}
