//! Markdown between the tags of an HTML block. CommonMark does not parse it and would show its
//! signs, but the author of `<div>**词**</div>` means bold.

use comrak::Arena;

use super::blocks::Content;
use super::source::heading_level;
use super::{Reader, formulas, misread, scan};
use crate::deck::{Block, Spanned};
use crate::diag::{Diagnostics, Span};

/// Signs that hardly mean anything but Markdown.
const SIGNS: [&str; 9] = ["**", "`", "$", "](", "~~", "==", "\\(", "\\[", "\\begin{"];

impl Reader<'_, '_> {
    /// The blocks of Markdown between tags; `None` if the text has no Markdown.
    pub(super) fn html_markdown(&self, place: Span) -> Option<Vec<Spanned<Block>>> {
        let text = self.text(place);
        // Text that the parser again takes for HTML, such as `<?`, would recurse endlessly.
        if self.between_tags || !is_markdown(text) {
            return None;
        }
        Some(self.markdown(place).blocks)
    }

    /// Parses a piece of the file by itself.
    pub(super) fn markdown(&self, place: Span) -> Content {
        // Everything before it is replaced by blanks, so that places stay valid.
        let start = place.start as usize;
        let end = if start > 0 { "\n" } else { "" };
        let padded = [&" ".repeat(start - end.len()), end, self.text(place)].concat();
        let mut findings = Diagnostics::default();
        let scanned = scan::scan(&padded, self.file, &mut findings);
        let arena = Arena::new();
        let reading = misread::parse(&arena, &scanned.text, &super::options());
        if self.dialect.manner().escapes_formulas {
            formulas::unescape(reading.root);
        }
        let mut inner = Reader::new(&padded, &self.stack, self.context, &reading, &mut findings);
        inner.dialect = self.dialect;
        inner.between_tags = true;
        let mut content = Content::default();
        reading.root.children().for_each(|node| inner.block(node, &mut content));
        content.close_elements(0);
        content
    }
}

/// Whether a text has signs of Markdown: in its lines, or where they begin.
fn is_markdown(text: &str) -> bool {
    let is_item = |line: &&str| {
        let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
        let marks: &[&str] = if rest.len() < line.len() { &[". "] } else { &["- ", "* ", "+ "] };
        marks.iter().any(|mark| rest.starts_with(mark))
    };
    SIGNS.iter().any(|sign| text.contains(sign))
        || text.lines().any(has_emphasis)
        || text.lines().filter(is_item).count() > 1
        || text.lines().any(|line| heading_level(line).is_some())
}

/// Whether words stand between two asterisks that multiply nothing: `the *t* test`, but `a*b*c`.
fn has_emphasis(line: &str) -> bool {
    let is_factor = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == ')');
    line.match_indices('*').any(|(at, _)| {
        let Some((inner, behind)) = line[at + 1..].split_once('*') else { return false };
        inner.starts_with(char::is_alphabetic)
            && inner.ends_with(char::is_alphanumeric)
            && !is_factor(line[..at].chars().next_back())
            && !is_factor(behind.chars().next())
    })
}
