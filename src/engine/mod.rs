//! Emitted Typst → laid-out document: the compiler's world, its fonts, its limits, and its
//! messages brought back to the author's file.

pub(crate) mod budget;
mod diagnostics;
mod fonts;
mod frames;
pub(crate) mod limits;
mod world;

use typst::diag::Warned;
use typst_layout::PagedDocument;

use crate::diag::{Diagnostics, Sources};
pub(crate) use diagnostics::Mapper;
pub(crate) use frames::glyphs;
pub(crate) use world::{DeckWorld, Inputs};

/// Compiles the world's main file. Warnings that concern the author go to `findings`.
///
/// # Errors
/// Whatever the compiler reports, at the author's place.
pub(crate) fn compile(
    world: &DeckWorld,
    sources: &mut Sources,
    findings: &mut Diagnostics,
) -> Result<PagedDocument, Diagnostics> {
    let Warned { output, warnings } = typst::compile::<PagedDocument>(world);
    let mut mapper = Mapper { world, sources };
    let mut errors = Diagnostics::default();
    for warning in &warnings {
        let diagnostic = mapper.map(warning);
        let list = if diagnostic.is_error() { &mut errors } else { &mut *findings };
        list.push(diagnostic);
    }
    match output {
        Ok(document) => errors.stop_on_errors().map(|()| document),
        Err(found) => Err(mapper.map_all(&found)),
    }
}
