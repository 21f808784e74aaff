//! Emitted Typst → laid-out document: the compiler's world, its fonts, the bounds of its work, and its
//! messages brought back to the author's file.

mod ahead;
pub(crate) mod boxes;
pub(crate) mod budget;
mod diagnostics;
mod fonts;
mod frames;
pub(crate) mod guard;
pub(crate) mod job;
pub(crate) mod pictures;
mod wording;
mod world;

use typst::diag::{SourceResult, Warned};
use typst::foundations::{Label, Value};
use typst::introspection::{Introspector, MetadataElem};
use typst::utils::PicoStr;
use typst_layout::PagedDocument;

use crate::diag::{Diagnostic, Diagnostics, Severity, Sources, Span};
use crate::emit::{self, EmittedFile};
pub(crate) use diagnostics::Mapper;
pub(crate) use fonts::{FaceView, FontFile, Fonts, FoundFile, Origin};
pub(crate) use frames::{Glyph, Within, glyphs, is_ignorable, is_private, page_texts};
pub(crate) use world::{DeckWorld, Folder, Inputs};

/// The value of the metadata with a label; `None` if there is none, or several.
pub(crate) fn metadata(document: &PagedDocument, label: &str) -> Option<Value> {
    let label = Label::new(PicoStr::intern(label))?;
    let found = document.introspector().query_label(label).ok()?;
    Some(found.to_packed::<MetadataElem>()?.value.clone())
}

/// Evicts cached results of the compiler that were not used since the last call.
pub(crate) fn forget() {
    typst::comemo::evict(1);
}

/// Evicts the whole cache of the compiler if it is large, when the deck will not be compiled again.
pub(crate) fn forget_all(document: &PagedDocument) {
    if document.pages().len() >= ahead::MANY {
        typst::comemo::evict(0);
    }
}

/// Compiles the world's main file. What concerns the author goes to `findings`.
///
/// The compiler stops at the first error. A raw Typst block with one is then shown as its source, a
/// picture that cannot be decoded as nothing, and the rest is compiled.
///
/// # Errors
/// Whatever else the compiler reports, at the author's place.
pub(crate) fn compile(
    world: &mut DeckWorld,
    sources: &mut Sources,
    findings: &mut Diagnostics,
) -> Result<PagedDocument, Diagnostics> {
    const MOST_ROUNDS: usize = 100;
    let mut round = 0;
    loop {
        round += 1;
        let Warned { output, warnings } = match guard::caught(|| evaluate_and_lay_out(world)) {
            Ok(compiled) => compiled,
            Err(panic) => {
                let span = give_up_on(world)
                    .ok_or_else(|| Diagnostic::internal(format!("the compiler: {panic}")))?;
                let message = format!("the compiler fails at this Typst ({panic})");
                add(Diagnostic::warning("unset", span, message), findings);
                continue;
            }
        };
        let mut mapper = Mapper { world, sources };
        let mut errors = Diagnostics::default();
        for diagnostic in mapper.map_all(&warnings).0 {
            let list = if diagnostic.is_error() { &mut errors } else { &mut *findings };
            add(diagnostic, list);
        }
        let found = match output {
            Ok(document) => return errors.stop_on_errors().map(|()| document),
            Err(found) => found,
        };
        let culprit = found.iter().find_map(|error| mapper.raw_block(error));
        let said = mapper.map_all(&found);
        let (mended, code) = match culprit {
            Some(file) => (world.unset(file), "unset"),
            None => (world.blank_broken_pictures(), "missing-picture"),
        };
        if !mended || round == MOST_ROUNDS {
            return Err(said);
        }
        let (severity, code) = (Severity::Warning, Some(code));
        let said = said.0.into_iter().map(|said| Diagnostic { severity, code, ..said });
        said.for_each(|said| add(said, findings));
    }
}

/// Evaluates the slides on all cores, then lays the document out.
fn evaluate_and_lay_out(world: &DeckWorld) -> Warned<SourceResult<PagedDocument>> {
    ahead::evaluate(world);
    typst::compile(world)
}

/// Adds a diagnostic unless an earlier round already did.
fn add(found: Diagnostic, to: &mut Diagnostics) {
    if !to.0.contains(&found) {
        to.push(found);
    }
}

/// After a panic: shows the raw Typst block that it comes from as its source, and returns its place;
/// `None` if it comes from none.
///
/// The compiler does not tell where it was. So one block after the other is left out: that without
/// which it does not panic is the one.
fn give_up_on(world: &mut DeckWorld) -> Option<Span> {
    let blocks: Vec<EmittedFile> = world.raw_files().cloned().collect();
    let fails =
        |world: &DeckWorld| guard::caught(|| typst::compile::<PagedDocument>(world)).is_err();
    let mut tried = Vec::new();
    for block in blocks {
        let Some(unset) = block.unset() else { continue };
        world.replace(vec![unset.clone()]);
        if !fails(world) {
            let emit::Origin::Raw { span, .. } = unset.origin else { return None };
            world.replace(tried);
            return Some(span);
        }
        tried.push(block);
    }
    world.replace(tried);
    None
}
