//! Deck → the deck as data, as it is read again.

use super::{Exporter, Output, Shape, Unasked};
use crate::deck::json;
use crate::numbers::count;

/// NAME.json
pub(super) static EXPORTER: Exporter = Exporter {
    name: "json",
    ending: "json",
    help: "NAME.json: the deck as data",
    shape: Shape::File,
    unasked: Unasked::Omitted,
    write: |export| {
        let deck = export.built.deck.seen_from(export.way);
        let slides = count(deck.slides().count(), "slide");
        Ok(Output::file(json::write(&deck).into_bytes(), slides))
    },
};
