//! Compiled document + deck → bytes.

pub(crate) mod notes;
pub(crate) mod pdf;
pub(crate) mod pdfpc;
pub(crate) mod png;
pub(crate) mod steps;
