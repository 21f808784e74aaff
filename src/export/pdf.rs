//! Document → PDF: tagged, PDF/UA-1, the same bytes for the same document.

use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// Exports as PDF/UA-1.
///
/// # Errors
/// What the compiler's check of the standard has against the document.
pub(crate) fn accessible(document: &PagedDocument) -> Result<Vec<u8>, Vec<SourceDiagnostic>> {
    export(document, &[PdfStandard::Ua_1])
}

/// Exports as tagged PDF that claims no standard.
///
/// # Errors
/// If the document cannot be a PDF at all.
pub(crate) fn plain(document: &PagedDocument) -> Result<Vec<u8>, Vec<SourceDiagnostic>> {
    export(document, &[])
}

fn export(
    document: &PagedDocument,
    standards: &[PdfStandard],
) -> Result<Vec<u8>, Vec<SourceDiagnostic>> {
    let options = PdfOptions {
        // The identifier is derived from the title and the authors.
        ident: Smart::Auto,
        creator: Smart::Custom(Some(format!("llmslides {}", env!("CARGO_PKG_VERSION")))),
        timestamp: None,
        page_ranges: None,
        standards: PdfStandards::new(standards).expect("one standard agrees with itself"),
        tagged: true,
        pretty: false,
    };
    typst_pdf::pdf(document, &options).map_err(|errors| errors.to_vec())
}
