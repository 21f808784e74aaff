//! Document → PDF: tagged, PDF/UA-1, the same bytes for the same document.

use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst::syntax::Span as TypstSpan;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::labels::labelled;
use super::{Exporter, Output, Shape, Unasked};
use crate::diag::{Diagnostic, Diagnostics, Severity, Sources};
use crate::engine::{DeckWorld, Mapper, guard};
use crate::numbers::count;

/// NAME.pdf
pub(crate) static EXPORTER: Exporter = Exporter {
    name: "pdf",
    ending: "pdf",
    help: "NAME.pdf: the slides",
    shape: Shape::File,
    unasked: Unasked::Written,
    write: |export| {
        let document = &export.built.slides().document;
        output(document, &export.built.world, export.sources, export.findings)
    },
};

/// Writes a document as PDF/UA-1. If it violates the standard it is written all the same, and each
/// reason is a finding.
///
/// # Errors
/// If there can be no PDF at all.
pub(super) fn output(
    document: &PagedDocument,
    world: &DeckWorld,
    sources: &mut Sources,
    findings: &mut Diagnostics,
) -> Result<Output, Diagnostics> {
    let bytes = accessible(&labelled(document), world, sources, findings)?;
    Ok(Output::file(bytes, count(document.pages().len(), "page")))
}

fn accessible(
    document: &PagedDocument,
    world: &DeckWorld,
    sources: &mut Sources,
    findings: &mut Diagnostics,
) -> Result<Vec<u8>, Diagnostics> {
    let reasons = match pdf(document, &[PdfStandard::Ua_1], true) {
        Ok(bytes) => return Ok(bytes),
        Err(reasons) => reasons,
    };
    let mut mapper = Mapper { world, sources };
    let mut reasons = mapper.map_all(&reasons);
    // Missing characters were already reported at their own places.
    if findings.0.iter().any(|found| found.code == Some("missing-glyph")) {
        reasons.0.retain(|reason| !reason.message.contains("could not be displayed with font"));
    }
    let bytes = pdf(document, &[], true).or_else(|_| pdf(document, &[], false));
    let bytes = bytes.map_err(|errors| mapper.map_all(&errors))?;
    findings.0.extend(reasons.0.into_iter().map(|reason| Diagnostic {
        severity: Severity::Warning,
        code: Some("not-accessible"),
        ..reason
    }));
    Ok(bytes)
}

fn pdf(
    document: &PagedDocument,
    standards: &[PdfStandard],
    tagged: bool,
) -> Result<Vec<u8>, Vec<SourceDiagnostic>> {
    let options = PdfOptions {
        // The identifier is derived from the title and the authors.
        ident: Smart::Auto,
        creator: Smart::Custom(Some(format!("llmslides {}", env!("CARGO_PKG_VERSION")))),
        timestamp: None,
        page_ranges: None,
        standards: PdfStandards::new(standards).expect("one standard agrees with itself"),
        tagged,
        pretty: false,
    };
    // Some tables and footnotes make its tagging panic.
    let written = guard::caught(|| typst_pdf::pdf(document, &options));
    match written {
        Ok(written) => written.map_err(|errors| errors.to_vec()),
        Err(panic) => {
            let message = format!("the tags of its pages cannot be written ({panic})");
            Err(vec![SourceDiagnostic::error(TypstSpan::detached(), message)])
        }
    }
}
