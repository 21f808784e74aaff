//! Finds and reads the files that a deck includes, and adds them to the sources. Failures are
//! recorded, and reported only if the deck really includes the file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{Files, texts};
use crate::deck::markdown::included::{Included, Unreadable, mentions};
use crate::diag::{Diagnostics, FileId, Sources};
use crate::fs::{self, Reach, Refused};

/// Most bytes of a file that is included.
const MAX_BYTES: u64 = 16 << 20;

/// Reads what the file `main` includes, recursively. `files` have paths relative to the deck's
/// folder; those behind the first follow it as if it included them.
pub(crate) fn load(
    place: &Files,
    files: &[(FileId, PathBuf)],
    sources: &mut Sources,
    findings: &mut Diagnostics,
) -> Included {
    let (known, included) = (BTreeMap::new(), Included::default());
    let mut loader = Loader { place, known, included, sources, findings };
    for (file, path) in files {
        loader.add(*file, &fs::normalize(path));
    }
    loader.included.appended = files.iter().skip(1).map(|(file, _)| *file).collect();
    loader.included
}

struct Loader<'a> {
    place: &'a Files,
    /// Files by their path from the deck's folder.
    known: BTreeMap<PathBuf, FileId>,
    included: Included,
    sources: &'a mut Sources,
    findings: &'a mut Diagnostics,
}

impl Loader<'_> {
    /// Adds a file with its includes.
    fn add(&mut self, file: FileId, path: &Path) {
        let mut pending = vec![(file, path.to_path_buf())];
        while let Some((file, path)) = pending.pop() {
            self.known.insert(path.clone(), file);
            let folder = path.parent().unwrap_or(Path::new("")).to_path_buf();
            self.included.add_file(file, &folder.to_string_lossy().replace('\\', "/"));
            let text = self.sources.get(file).map_or("", |file| file.text.as_str());
            for written in mentions(text) {
                let found = self.find(&folder, &written, &mut pending);
                self.included.add(file, &written, found);
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
        let reach = if is_markdown(&path) { Reach::Project } else { Reach::Deck };
        let read = self.place.read(&path, reach, MAX_BYTES);
        let bytes = read.map_err(|why| unreadable(written, &why))?;
        let name = self.place.name(&path);
        let added = texts::add(&name, bytes, self.sources, self.findings);
        let (file, _) = added.map_err(|error| Unreadable {
            message: error.message,
            hint: "a deck and what it includes are UTF-8",
        })?;
        self.known.insert(path.clone(), file);
        pending.push((file, path));
        Ok(file)
    }
}

fn is_markdown(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    texts::MARKDOWN.contains(&ending.as_str())
}

fn unreadable(written: &str, why: &Refused) -> Unreadable {
    let message = match why {
        Refused::Missing => format!("there is no file `{written}` to include"),
        why => format!("cannot include `{written}`: {}", why.why()),
    };
    let hint = match why {
        Refused::Outside(Reach::Project) => {
            "the project is the nearest folder above with `.git`, `package.json` or the like; \
             `--root DIR` says otherwise"
        }
        Refused::Outside(Reach::Deck) => {
            "Markdown may stand anywhere in the project, other texts in the deck's folder or below"
        }
        Refused::TooLarge(..) => "is it a text?",
        _ => "a path counts from the folder of the file that it stands in",
    };
    Unreadable { message, hint }
}
