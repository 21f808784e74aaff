//! Emitted Typst → laid-out document: the compiler's world, its fonts, its limits, and its
//! messages brought back to the author's file.

pub(crate) mod boxes;
pub(crate) mod budget;
mod diagnostics;
mod fonts;
mod frames;
pub(crate) mod limits;
mod pictures;
mod wording;
mod world;

use typst::diag::Warned;
use typst::foundations::{Label, Value};
use typst::introspection::{Introspector, MetadataElem};
use typst::syntax::FileId;
use typst::utils::PicoStr;
use typst_layout::PagedDocument;

use crate::diag::{Diagnostics, Sources};
pub(crate) use diagnostics::Mapper;
pub(crate) use fonts::{FaceView, Fonts, FoundFile, Origin};
pub(crate) use frames::{Glyph, Within, glyphs, is_ignorable, is_private, page_texts};
pub(crate) use world::{DeckWorld, Inputs};

/// The value of the metadata with a label; `None` if there is none, or several.
pub(crate) fn metadata(document: &PagedDocument, label: &str) -> Option<Value> {
    let label = Label::new(PicoStr::intern(label))?;
    let found = document.introspector().query_label(label).ok()?;
    Some(found.to_packed::<MetadataElem>()?.value.clone())
}

/// Lets go of what the compiler keeps of earlier runs and has not used since this was last called.
pub(crate) fn forget() {
    typst::comemo::evict(1);
}

/// Compiles the world's main file. Warnings that concern the author go to `findings`.
///
/// The compiler stops at the first error; a raw Typst block with one is then taken out and the
/// rest compiled, so that the author sees what is wrong in all of them.
///
/// # Errors
/// Whatever the compiler reports, at the author's place.
pub(crate) fn compile(
    world: &mut DeckWorld,
    sources: &mut Sources,
    findings: &mut Diagnostics,
) -> Result<PagedDocument, Diagnostics> {
    const MOST_ROUNDS: usize = 20;
    let mut errors = Diagnostics::default();
    for _ in 0..MOST_ROUNDS {
        match compile_once(world, sources, findings) {
            Ok(document) if errors.0.is_empty() => return Ok(document),
            Ok(_) => break,
            Err((found, culprit)) => {
                errors.0.extend(found.0);
                match culprit {
                    Some(file) => world.take_out(file),
                    None => break,
                }
            }
        }
    }
    Err(errors)
}

/// Compiles once. With the errors comes the raw Typst block that they are in, if it is one.
fn compile_once(
    world: &DeckWorld,
    sources: &mut Sources,
    findings: &mut Diagnostics,
) -> Result<PagedDocument, (Diagnostics, Option<FileId>)> {
    let Warned { output, warnings } = typst::compile::<PagedDocument>(world);
    let mut mapper = Mapper { world, sources };
    let mut errors = Diagnostics::default();
    for diagnostic in mapper.map_all(&warnings).0 {
        let list = if diagnostic.is_error() { &mut errors } else { &mut *findings };
        // An earlier round may have said the same.
        if !list.0.contains(&diagnostic) {
            list.push(diagnostic);
        }
    }
    match output {
        Ok(document) => errors.stop_on_errors().map(|()| document).map_err(|e| (e, None)),
        Err(found) => {
            let culprit = found.iter().find_map(|error| mapper.raw_block(error));
            Err((mapper.map_all(&found), culprit))
        }
    }
}
