//! Values as a file has them → what their keys expect; what is anything else is ignored, and a finding
//! says so at its place.

use crate::deck::Meta;
use crate::deck::value::{Node, Value};
use crate::diag::{Diagnostic, Diagnostics, FileId, Span};

/// What is being read, and what has been.
pub(crate) struct Reader<'a> {
    /// The file.
    file: FileId,
    /// The byte of it at which ranges begin to count.
    base: usize,
    /// What was found.
    pub(crate) findings: &'a mut Diagnostics,
    /// What has been read.
    pub(crate) meta: Meta,
}

impl<'a> Reader<'a> {
    /// Begins to read values whose ranges count from the byte `base` of `file`.
    pub(crate) fn new(file: FileId, base: usize, findings: &'a mut Diagnostics) -> Self {
        Self { file, base, findings, meta: Meta::default() }
    }

    /// Where a node stands.
    pub(crate) fn span(&self, node: &Node) -> Span {
        Span::new(self.file, self.base + node.range.start..self.base + node.range.end)
    }

    /// Says why a value is ignored.
    pub(crate) fn ignore(&mut self, node: &Node, message: impl Into<String>) {
        let span = self.span(node);
        self.findings.push(Diagnostic::warning("ignored-value", span, message));
    }

    /// Says what a key expects.
    pub(crate) fn expected(&mut self, key: &str, what: &str, node: &Node) {
        let found = node.text().map_or_else(|| node.kind().to_owned(), |text| format!("`{text}`"));
        self.ignore(node, format!("`{key}` expects {what}, found {found}"));
    }

    /// The text that is expected, in one line.
    pub(crate) fn text(&mut self, key: &str, node: &Node) -> Option<String> {
        if matches!(node.value, Value::Null) {
            return None;
        }
        let text = node.text();
        if text.is_none() {
            self.expected(key, "text", node);
        }
        text.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// The number that is expected, above zero.
    pub(crate) fn number(&mut self, key: &str, node: &Node) -> Option<f64> {
        match node.value {
            Value::Number(number, _) if number > 0.0 => Some(number),
            _ => {
                self.expected(key, "a number above zero", node);
                None
            }
        }
    }

    /// The lines that are expected; none if there is something else.
    pub(super) fn lines<'n>(
        &mut self,
        key: &str,
        what: &str,
        node: &'n Node,
    ) -> Vec<(String, &'n Node, &'n Node)> {
        let Value::Map(pairs) = &node.value else {
            self.expected(key, what, node);
            return Vec::new();
        };
        pairs.iter().filter_map(|(name, value)| Some((name.text()?, name, value))).collect()
    }
}
