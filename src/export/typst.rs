//! Compiled deck → the Typst that it was made of: the emitted files as they were fitted, the theme's,
//! and those of the project that were read.

use super::{Content, Exporter, Output, Shape};
use crate::numbers::count;

/// NAME.typst/
pub(super) static EXPORTER: Exporter = Exporter {
    name: "typst",
    ending: "typst",
    help: "NAME.typst/: the Typst source, for `typst compile NAME.typst/main.typ`",
    shape: Shape::Folder,
    by_default: false,
    write: |export| {
        let files = export.built.world.files();
        let summary = vec![count(files.len(), "file")];
        Ok(Output { content: Content::Folder(files), summary })
    },
};
