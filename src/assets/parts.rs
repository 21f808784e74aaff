//! The files that a deck includes: found, read, and added to the texts that diagnostics point into.
//! What cannot be read is remembered, and said if the deck really includes it.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use super::texts;
use crate::deck::markdown::parts::{Parts, Unreadable, mentions};
use crate::diag::{Diagnostics, FileId, Sources};
use crate::fs;

/// Most bytes of a file that is included.
const MAX_BYTES: usize = 16 << 20;

/// Reads what the file `main` includes, and those that it includes. `paths` are the files' paths
/// below `root`; those behind the first follow it as if it included them.
pub(crate) fn load(
    root: &Path,
    files: &[(FileId, PathBuf)],
    sources: &mut Sources,
    findings: &mut Diagnostics,
) -> Parts {
    let (known, parts) = (BTreeMap::new(), Parts::default());
    let mut loader = Loader { root, known, parts, sources, findings };
    for (file, path) in files {
        loader.add(*file, &fs::normalize(path));
    }
    loader.parts.appended = files.iter().skip(1).map(|(file, _)| *file).collect();
    loader.parts
}

struct Loader<'a> {
    root: &'a Path,
    /// Files by their path below the root.
    known: BTreeMap<PathBuf, FileId>,
    parts: Parts,
    sources: &'a mut Sources,
    findings: &'a mut Diagnostics,
}

impl Loader<'_> {
    /// Adds a file and whatever it includes.
    fn add(&mut self, file: FileId, path: &Path) {
        let mut pending = vec![(file, path.to_path_buf())];
        while let Some((file, path)) = pending.pop() {
            self.known.insert(path.clone(), file);
            let folder = path.parent().unwrap_or(Path::new("")).to_path_buf();
            self.parts.add_file(file, &folder.to_string_lossy().replace('\\', "/"));
            let text = self.sources.get(file).map_or("", |file| file.text.as_str());
            for written in mentions(text) {
                let found = self.find(&folder, &written, &mut pending);
                self.parts.add(file, &written, found);
            }
        }
    }

    /// The file that a path in `folder` leads to; one that is new will be read as well.
    fn find(
        &mut self,
        folder: &Path,
        written: &str,
        pending: &mut Vec<(FileId, PathBuf)>,
    ) -> Result<FileId, Unreadable> {
        let path = match written.strip_prefix('/') {
            Some(rooted) => PathBuf::from(rooted),
            None => folder.join(written),
        };
        let path = fs::normalize(&path);
        if let Some(file) = self.known.get(&path) {
            return Ok(*file);
        }
        if path.starts_with("..") || path.is_absolute() {
            return Err(unreadable(written, &io::ErrorKind::PermissionDenied.into()));
        }
        let bytes = fs::read_inside(self.root, &path).map_err(|why| unreadable(written, &why))?;
        if bytes.len() > MAX_BYTES {
            let message = format!("`{written}` has more than {} MiB", MAX_BYTES >> 20);
            return Err(Unreadable { message, hint: "is it a text?" });
        }
        let name = fs::normalize(&self.root.join(&path)).display().to_string();
        let added = texts::add(&name, bytes, self.sources, self.findings);
        let (file, _) = added.map_err(|error| Unreadable {
            message: error.message,
            hint: "a deck and its parts are UTF-8",
        })?;
        self.known.insert(path.clone(), file);
        pending.push((file, path));
        Ok(file)
    }
}

fn unreadable(written: &str, error: &io::Error) -> Unreadable {
    let (message, hint) = match error.kind() {
        io::ErrorKind::NotFound => (
            format!("there is no file `{written}` to include"),
            "a path counts from the folder of the file that it stands in",
        ),
        io::ErrorKind::PermissionDenied => (
            format!("cannot include `{written}`: it is outside the deck's folder, or not readable"),
            "only files in the deck's folder can be included",
        ),
        _ => (
            format!("cannot include `{written}`: {}", fs::reason(error)),
            "a path counts from the folder of the file that it stands in",
        ),
    };
    Unreadable { message, hint }
}
