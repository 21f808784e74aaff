//! A saved web page → [`Article`].

use super::{Article, Options};
use crate::diag::{Diagnostics, FileId};

/// Reads a page.
pub(super) fn read(
    _source: &str,
    _file: FileId,
    _options: Options,
    _findings: &mut Diagnostics,
) -> Article {
    Article::default()
}
