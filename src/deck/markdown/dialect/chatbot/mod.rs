//! Decks as chatbots write them. A chatbot does not see what it made, so what it left beside the
//! deck, and what turns out otherwise than its author can have meant, is understood here; only on
//! evidence, so that no deck that was written by hand is touched.

mod fence;
mod rulers;

use super::Adapter;
use crate::deck::markdown::scan::Scan;
use crate::diag::{Diagnostic, FileId};
pub(super) use rulers::below_text;

/// Any chatbot.
pub(super) struct Chatbot;

impl Adapter for Chatbot {
    fn text(&self, scan: &mut Scan, file: FileId) -> Option<Diagnostic> {
        fence::mask(scan.lines, file, &mut scan.masks)
    }
}
