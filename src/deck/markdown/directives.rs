//! Fenced divs, `::: name`, and the equivalents of other tools → blocks.

use comrak::nodes::{AstNode, NodeValue};

use super::attributes::{self, Attributes};
use super::blocks::Content;
use super::dialect::{self, Div};
use super::{Reader, comments};
use crate::deck::{Block, Column, Spanned, steps};

impl<'a> Reader<'a, '_> {
    /// A fenced div, `::: name`.
    pub(super) fn directive(&mut self, node: &'a AstNode<'a>, out: &mut Content) {
        // Elements opened in a div end with it, and a div closes none of those around it.
        let around = std::mem::take(&mut out.elements);
        self.div(node, out);
        out.close_elements(0);
        out.elements = around;
    }

    fn div(&mut self, node: &'a AstNode<'a>, out: &mut Content) {
        let line = node.data().sourcepos.start.line;
        let span = self.line_span(line);
        let info = self.directives.get(&line).cloned().unwrap_or_default();
        let attributes = attributes::parse(&info);
        let name = attributes.classes.first().cloned().unwrap_or_default();
        let div = Div { node, info, attributes };
        if dialect::TOOLS.iter().any(|tool| tool.div(self, &div, out)) {
            return;
        }
        match name.as_str() {
            "notes" | "speaker-notes" => {
                let end = node.data().sourcepos.end.line;
                // An unclosed div was already reported, and may end where it begins.
                let range = self.offset(line + 1, 0)..self.offset(end, 0);
                let text = self.source.get(range).unwrap_or_default();
                out.notes.push(comments::dedent(&format!("\n{text}")));
            }
            "columns" => {
                let columns = self.columns(node, out);
                out.blocks.push(Spanned::new(Block::Columns(columns), span));
            }
            "incremental" => {
                let before = out.blocks.len();
                node.children().for_each(|child| self.block(child, out));
                self.one_by_one(&mut out.blocks[before..], true);
            }
            "nonincremental" => {
                let before = out.blocks.len();
                node.children().for_each(|child| self.block(child, out));
                self.staying.extend(out.blocks[before..].iter().map(|block| block.span));
            }
            _ => {
                if !name.is_empty() {
                    self.ignore("unknown-directive", format!("`::: {name}`"), span);
                }
                for child in node.children() {
                    self.block(child, out);
                }
            }
        }
    }

    /// Reveals the blocks just read one after the other.
    pub(super) fn one_by_one(&mut self, blocks: &mut [Spanned<Block>], whole: bool) {
        steps::one_by_one(blocks, whole, &|block| self.staying.contains(&block.span));
        self.step = self.step.max(steps::last(blocks));
    }

    /// The attributes of a fenced div.
    fn directive_attributes(&self, node: &AstNode) -> Attributes {
        let info = self.directives.get(&node.data().sourcepos.start.line);
        info.map(|info| attributes::parse(info)).unwrap_or_default()
    }

    fn columns(&mut self, node: &'a AstNode<'a>, out: &mut Content) -> Vec<Spanned<Column>> {
        let mut columns = Vec::new();
        for child in node.children() {
            let span = self.line_span(child.data().sourcepos.start.line);
            let info = match &child.data().value {
                NodeValue::BlockDirective(_) => Some(self.directive_attributes(child)),
                _ => None,
            };
            let Some(attributes) = info.filter(|a| a.has("column")) else {
                // Content between the columns becomes a column of its own, so that it is not lost.
                let step = self.step;
                let blocks = {
                    let mut inner = Content::default();
                    self.block(child, &mut inner);
                    inner.close_elements(0);
                    out.absorb(inner)
                };
                if !blocks.is_empty() {
                    columns.push(Spanned::new(Column { width: None, blocks }, span).at_step(step));
                }
                continue;
            };
            let width = attributes.get("width").map(str::to_owned);
            let step = self.step;
            let blocks = self.nested(child, out);
            columns.push(Spanned::new(Column { width, blocks }, span).at_step(step));
        }
        columns
    }
}
