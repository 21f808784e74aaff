//! Deck → the deck as data, as it is read again.

use super::{Content, Exporter, Output, Shape, Unasked};
use crate::deck::json;
use crate::numbers::{count, size};

/// NAME.json
pub(super) static EXPORTER: Exporter = Exporter {
    name: "json",
    ending: "json",
    help: "NAME.json: the deck as data",
    shape: Shape::File,
    unasked: Unasked::Omitted,
    write: |export| {
        let deck = &export.built.deck;
        let bytes = json::write(deck).into_bytes();
        let summary = vec![count(deck.slides().count(), "slide"), size(bytes.len())];
        Ok(Output { content: Content::File(bytes), summary })
    },
};
