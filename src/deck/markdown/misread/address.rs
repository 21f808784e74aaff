//! Addresses among text: one ends before Han and the punctuation that goes with it.

use comrak::nodes::{AstNode, NodeValue};

use super::hidden::Behind;
use super::{Correction, Judge};
use crate::deck::markdown::is_cjk;
use crate::locale::is_hangul;

/// What the parser takes for an address if it stands apart.
const WWW: &str = "www.";

impl Judge<'_> {
    /// Where a link ends that is its own text, if the parser did not see it.
    pub(super) fn address<'a>(&self, node: &'a AstNode<'a>) -> Option<Correction> {
        let child = node.first_child().filter(|child| child.next_sibling().is_none())?.data();
        let NodeValue::Text(text) = &child.value else { return None };
        let (end, first) = end(text)?;
        // In brackets of any kind it is the author who says where it ends.
        let bare = self.locate(node.data().sourcepos.start, &text[..end])?;
        let bracketed = self.before(bare.start).is_some_and(|c| matches!(c, '[' | '<'))
            && bare.start > self.offset(node.data().sourcepos.start);
        let range = bare.end..bare.end + first.len_utf8();
        (!bracketed && self.after(bare.end) == Some(first))
            .then_some(Correction::Hide(range, Behind::Blank))
    }

    /// `请访问www.example.com`: an address behind Han is none to the parser.
    pub(super) fn unlinked(&self, node: &AstNode, text: &str) -> Option<Correction> {
        let linked = node.parent().is_some_and(|p| matches!(p.data().value, NodeValue::Link(_)));
        let start = self.offset(node.data().sourcepos.start);
        text.match_indices(WWW).filter(|_| !linked).find_map(|(at, _)| {
            let at = start + at;
            let before =
                self.before(at).filter(|c| joins(*c) && self.written[at..].starts_with(WWW))?;
            let host = &self.written[at + WWW.len()..];
            let host = &host[..host.find(|c: char| !is_host(c)).unwrap_or(host.len())];
            let range = at - before.len_utf8()..at;
            host.contains('.').then_some(Correction::Hide(range, Behind::Blanks))
        })
    }
}

/// Where an address ends that goes on with Han, and the character there. The name of a host may
/// be Han; then only punctuation ends it.
fn end(text: &str) -> Option<(usize, char)> {
    let host = match text.starts_with(WWW) {
        true => WWW.len(),
        false => text.find("://")? + "://".len(),
    };
    let is_han = |c: char| joins(c) && c.is_alphanumeric();
    let in_han = text[host..].starts_with(is_han);
    let ends = |c: char| if in_han { joins(c) && !is_han(c) } else { joins(c) };
    text[host..].char_indices().find(|(_, c)| ends(*c)).map(|(at, c)| (host + at, c))
}

/// Whether a character can stand beside an address without a blank and be none of it.
fn joins(c: char) -> bool {
    is_cjk(c) || is_hangul(c)
}

fn is_host(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '.')
}
