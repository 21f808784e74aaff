//! Signs of ordinary text that the parser takes for markup: `3~5 天，每天 2~3 小时`, `a==1，b==2`, `$PATH`
//! and `` `$HOME` ``, an address with the sentence behind it.
//!
//! The parser reads; what it made of such signs is judged; those that are text are hidden behind
//! placeholders of the same length; and it reads again. So the text between them is parsed as well,
//! there is one parser, and every place that it reports is valid in the author's file.

mod address;
mod delimiters;
mod formula;
mod hidden;
mod instruction;
mod rows;

use std::collections::BTreeSet;
use std::ops::Range;

use comrak::nodes::{AstNode, LineColumn, NodeValue};
use comrak::{Arena, Options, parse_document};

use super::macros;
use hidden::{Behind, Hidden};

/// Most times the parser reads a text: each time may reveal further misread signs.
const MOST: usize = 100;

/// The final reading of a text.
pub(super) struct Reading<'a> {
    /// The document, with all of the author's text.
    pub(super) root: &'a AstNode<'a>,
    /// The rows of tables that have more cells than their head, by line from 1. The table has as
    /// many columns as the longest.
    pub(super) wide_rows: BTreeSet<usize>,
}

/// A change of what the parser sees.
enum Correction {
    /// Hides something that is not markup.
    Hide(Range<usize>, Behind),
    /// Appends text to a line that has nothing else to be corrected.
    Append(usize, String),
}

/// Parses a text. What was hidden from the parser is put back into the document.
pub(super) fn parse<'a>(arena: &'a Arena<'a>, text: &str, options: &Options) -> Reading<'a> {
    let mut hidden = Hidden::new(text);
    let mut wide_rows = BTreeSet::new();
    let mut root = parse_document(arena, hidden.seen(), options);
    for _ in 1..MOST {
        let corrections = Judge::new(&hidden).corrections(root, &mut wide_rows);
        if !apply(corrections, &mut hidden) {
            break;
        }
        root = parse_document(arena, hidden.seen(), options);
    }
    hidden.show(root);
    macros::expand(root, text);
    Reading { root, wide_rows }
}

/// Applies corrections; returns whether anything changed.
fn apply(mut corrections: Vec<Correction>, hidden: &mut Hidden) -> bool {
    let mut changed = false;
    // Appending shifts what follows, so the last correction is applied first.
    corrections.sort_by_key(|correction| match correction {
        Correction::Hide(..) => (0, 0),
        Correction::Append(at, _) => (1, usize::MAX - at),
    });
    for correction in corrections {
        changed |= match correction {
            Correction::Hide(range, behind) => hidden.hide(range, behind),
            Correction::Append(at, text) => hidden.append(at, &text),
        };
    }
    changed
}

/// Judges what was read.
struct Judge<'t> {
    /// The text as written.
    written: &'t str,
    seen: &'t str,
    line_starts: Vec<usize>,
}

impl<'t> Judge<'t> {
    fn new(hidden: &'t Hidden) -> Self {
        let written = hidden.written();
        let mut line_starts = vec![0];
        line_starts.extend(written.match_indices('\n').map(|(at, _)| at + 1));
        Self { written, seen: hidden.seen(), line_starts }
    }

    fn corrections<'a>(
        &self,
        root: &'a AstNode<'a>,
        wide_rows: &mut BTreeSet<usize>,
    ) -> Vec<Correction> {
        let mut found = Vec::new();
        for node in root.descendants() {
            match &node.data().value {
                NodeValue::Table(table) => {
                    self.rows(node, table.num_columns, wide_rows, &mut found);
                }
                NodeValue::HtmlBlock(html) => found.extend(self.instruction(node, html)),
                value if value.contains_inlines() => {
                    self.head(node, &mut found);
                    self.inlines(node, &mut found);
                }
                _ => {}
            }
        }
        found
    }

    /// Formulas and addresses are read from left to right and emphasis after that, so later
    /// findings may be consequences: only the first is corrected at a time.
    fn inlines<'a>(&self, line: &'a AstNode<'a>, found: &mut Vec<Correction>) {
        let first = line.descendants().find_map(|node| match &node.data().value {
            NodeValue::Math(_) => self.formula(node),
            NodeValue::Link(_) => self.address(node),
            _ => None,
        });
        if first.is_some() {
            return found.extend(first);
        }
        for node in line.descendants() {
            match &node.data().value {
                NodeValue::Text(text) => found.extend(self.unlinked(node, text)),
                value => {
                    let pair = delimiters::sign(value).and_then(|sign| self.pair(node, sign));
                    found.extend(pair.into_iter().flatten());
                }
            }
        }
    }

    /// The byte offset of a parser's place.
    fn offset(&self, place: LineColumn) -> usize {
        let start = self.line_starts.get(place.line.saturating_sub(1)).copied().unwrap_or_default();
        let end = start + self.line(place.line).len();
        self.written.floor_char_boundary((start + place.column.saturating_sub(1)).min(end))
    }

    /// A line, from 1, without its end.
    fn line(&self, number: usize) -> &'t str {
        let start = self.line_starts.get(number.saturating_sub(1)).copied();
        let rest = start.and_then(|start| self.written.get(start..)).unwrap_or_default();
        rest.lines().next().unwrap_or_default()
    }

    /// The range of a sign near a parser's place, which is a little early in cells with escaped
    /// bars.
    fn locate(&self, place: LineColumn, sign: &str) -> Option<Range<usize>> {
        let from = self.offset(place);
        let line = self.written[from..].lines().next().unwrap_or_default();
        let at = from + line.find(sign)?;
        Some(at..at + sign.len())
    }

    fn before(&self, at: usize) -> Option<char> {
        self.written[..at].chars().next_back()
    }

    fn after(&self, at: usize) -> Option<char> {
        self.written[at..].chars().next()
    }
}
