//! Compiled deck → the Typst that it was made of: the emitted files as they were fitted, the theme's,
//! and those of the project that were read.

use super::{Content, Exporter, FolderNames, Output, Shape, Unasked};
use crate::emit;
use crate::numbers::count;

/// NAME.typst/
pub(super) static EXPORTER: Exporter = Exporter {
    name: "typst",
    ending: "typst",
    help: "NAME.typst/: the Typst source, for `typst compile NAME.typst/main.typ`",
    // A shorter deck has fewer slides.
    shape: Shape::Folder(FolderNames { main: emit::MAIN_FILE, is_stale: emit::is_slide_file }),
    unasked: Unasked::Omitted,
    write: |export| {
        let files = export.built.world.files();
        let summary = vec![count(files.len(), "file")];
        Ok(Output { content: Content::Folder(files), summary })
    },
};
