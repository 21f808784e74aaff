//! How many slides there are.

use super::{Content, Exporter, Output, Shape};

/// NAME.count
pub(super) static EXPORTER: Exporter = Exporter {
    name: "count",
    ending: "count",
    help: "NAME.count: how many slides there are",
    shape: Shape::File,
    by_default: false,
    write: |export| {
        let slides = export.built.slides().slides.len();
        Ok(Output { content: Content::File(format!("{slides}\n").into_bytes()), summary: Vec::new() })
    },
};
