//! Document → PDF with a page for each slide, all of its steps shown: for those who read it.

use typst_layout::PagedDocument;

use super::{Built, Export, Exporter, Shape, Unasked, pdf};
use crate::diag::{Diagnostics, Sources};
use crate::emit;
use crate::engine;

/// NAME.handout.pdf
pub(super) static EXPORTER: Exporter = Exporter {
    name: "handout",
    ending: "handout.pdf",
    help: "NAME.handout.pdf: the slides with all of their steps at once, for those who read them",
    shape: Shape::File,
    unasked: Unasked::Omitted,
    write: |export| {
        let Export { built, sources, findings, .. } = export;
        let document = match built.whole.slides.iter().any(|slide| slide.steps > 0) {
            true => Some(at_once(built, sources, findings)?),
            false => None,
        };
        let document = document.as_ref().unwrap_or(&built.whole.document);
        pdf::output(document, &built.world, sources, findings)
    },
};

/// The pages without the steps that a layout makes by itself.
fn at_once(
    built: &mut Built,
    sources: &mut Sources,
    findings: &mut Diagnostics,
) -> Result<PagedDocument, Diagnostics> {
    let Built { world, boxed, .. } = built;
    world.replace(vec![emit::view(true, boxed)]);
    let document = engine::compile(world, sources, findings);
    world.replace(vec![emit::view(false, boxed)]);
    document
}
