//! Decks as chatbots write them. A chatbot does not see what it made, so what it left beside the
//! deck, and what turns out otherwise than its author can have meant, is understood here; only on
//! evidence, so that no deck that was written by hand is touched.

mod fence;
mod rulers;

pub(in crate::deck::markdown) use fence::mask;
pub(in crate::deck::markdown) use rulers::below_text;
