//! What raw Typst may read: the files in the deck's folder and below.

use std::path::Path;

use typst::diag::{FileError, FileResult};

use crate::engine::Folder;
use crate::fs::{Gate, Reach, Refused};

/// Most bytes of a file that raw Typst reads.
const MAX_BYTES: u64 = 64 << 20;

/// The compiler's error for a refused file.
fn refused(why: &Refused, path: &Path) -> FileError {
    match why {
        Refused::Missing => FileError::NotFound(path.into()),
        Refused::Outside(_) => FileError::AccessDenied,
        Refused::NoFile => FileError::IsDirectory,
        why => FileError::Other(Some(why.why().into())),
    }
}

impl Folder for Gate {
    fn read(&self, path: &Path) -> FileResult<Vec<u8>> {
        Gate::read(self, path, Reach::Deck, MAX_BYTES).map_err(|why| refused(&why, path))
    }

    fn name(&self, path: &Path) -> String {
        Gate::name(self, path)
    }
}
