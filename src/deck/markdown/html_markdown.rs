//! Markdown between the tags of an HTML block. CommonMark has none there, and its signs would be shown:
//! whoever writes `<div>**词**</div>` means bold.

use comrak::Arena;

use super::blocks::Content;
use super::{Reader, misread, scan};
use crate::deck::{Block, Spanned};
use crate::diag::{Diagnostics, Span};

/// Signs that are hardly anything else.
const SIGNS: [&str; 6] = ["**", "`", "$", "](", "~~", "=="];

impl Reader<'_, '_> {
    /// What Markdown a text between tags holds; `None` if it holds none.
    pub(super) fn html_markdown(&self, place: Span) -> Option<Vec<Spanned<Block>>> {
        let text = self.text(place);
        // What the parser takes for HTML once more, such as `<?`, has no tags and would come back for ever.
        if self.between_tags || !SIGNS.iter().any(|sign| text.contains(sign)) {
            return None;
        }
        // Blanks in place of all that stands before it: so every place is right in the author's file.
        let start = place.start as usize;
        let end = if start > 0 { "\n" } else { "" };
        let padded = [&" ".repeat(start - end.len()), end, text].concat();
        let mut findings = Diagnostics::default();
        let scanned = scan::scan(&padded, self.file, &mut findings);
        let arena = Arena::new();
        let reading = misread::parse(&arena, &scanned.text, &super::options());
        let mut inner = Reader::new(&padded, &self.stack, self.context, &reading, &mut findings);
        inner.dialect = self.dialect;
        inner.between_tags = true;
        let mut content = Content::default();
        reading.root.children().for_each(|node| inner.block(node, &mut content));
        Some(content.blocks)
    }
}
