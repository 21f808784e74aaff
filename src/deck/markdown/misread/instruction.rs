//! `<?`, `<!A` and `<![CDATA[` at the beginning of a line are blocks of HTML as far as what ends them;
//! where nothing does, the parser takes the rest of the deck for one.

use comrak::nodes::{AstNode, NodeHtmlBlock};

use super::hidden::Behind;
use super::{Correction, Judge};

/// The kinds of such blocks in CommonMark, with what ends them.
const ENDS: [(u8, &str); 3] = [(3, "?>"), (4, ">"), (5, "]]>")];

impl Judge<'_> {
    /// The sign that begins a block of HTML which never ends: it is text.
    pub(super) fn instruction(&self, node: &AstNode, html: &NodeHtmlBlock) -> Option<Correction> {
        let (_, end) = ENDS.iter().find(|(kind, _)| *kind == html.block_type)?;
        if html.literal.contains(end) {
            return None;
        }
        let sign = self.locate(node.data().sourcepos.start, "<")?;
        Some(Correction::Hide(sign, Behind::Sign))
    }
}
