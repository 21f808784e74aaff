//! The files of a deck, and how they are found by the paths that the deck writes.

use std::path::{Component, Path, PathBuf};

use super::places;
use crate::fs::{self, Gate, Reach, Refused};

/// Where the files of a deck are.
#[derive(Debug, Clone)]
pub(crate) enum Files {
    /// In a folder.
    Folder(Gate),
    /// In a bundled folder.
    Embedded(&'static include_dir::Dir<'static>),
    /// In a bundled folder, if there is one; every other picture is a placeholder.
    Sample(Option<&'static include_dir::Dir<'static>>),
}

/// The placeholder picture.
const SAMPLE: &[u8] = b"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 160 90\">\
    <rect width=\"160\" height=\"90\" fill=\"#d5dae1\"/>\
    <path d=\"M0 90 48 40 76 68 108 28 160 90z\" fill=\"#98a2b0\"/>\
    <circle cx=\"34\" cy=\"24\" r=\"9\" fill=\"#f4f6f8\"/></svg>";

/// The folder below the compiler's root for files above the deck's folder.
const UP: &str = "up";

impl Files {
    /// The gate of their folder; `None` if they are bundled.
    pub(crate) fn gate(&self) -> Option<&Gate> {
        match self {
            Files::Folder(gate) => Some(gate),
            Files::Embedded(_) | Files::Sample(_) => None,
        }
    }

    /// Finds a picture by the path that the deck writes: its path below the compiler's root, and
    /// its bytes, at most `most`.
    ///
    /// # Errors
    /// If there is none that may be read.
    pub(super) fn picture(&self, written: &str, most: u64) -> Result<(String, Vec<u8>), Refused> {
        match self {
            Files::Folder(gate) => {
                let found = find(gate, written)?;
                Ok((place(&gate.relative(&found)), fs::read_found(&found, most)?))
            }
            Files::Embedded(dir) => in_program(dir, beside(written)).ok_or(Refused::Missing),
            Files::Sample(dir) => {
                let sample = || ("sample.svg".to_owned(), SAMPLE.to_vec());
                Ok(dir.and_then(|dir| in_program(dir, beside(written))).unwrap_or_else(sample))
            }
        }
    }

    /// The file of a picture by the path that the deck writes: its path from the deck's folder, and its
    /// bytes; `None` if there is none that may be read, or it comes with the program.
    pub(super) fn original(&self, written: &str, most: u64) -> Option<(PathBuf, Vec<u8>)> {
        let gate = self.gate()?;
        let found = find(gate, written).ok()?;
        Some((gate.relative(&found), fs::read_found(&found, most).ok()?))
    }

    /// Reads a text beside the deck.
    ///
    /// # Errors
    /// If there is none that may be read.
    pub(super) fn text(&self, written: &str, most: u64) -> Result<Vec<u8>, Refused> {
        self.read(beside(written), Reach::Deck, most)
    }

    /// Reads a file by its path from the deck's folder.
    ///
    /// # Errors
    /// If there is none within reach.
    pub(super) fn read(&self, path: &Path, reach: Reach, most: u64) -> Result<Vec<u8>, Refused> {
        match self {
            Files::Folder(gate) => gate.read(path, reach, most),
            Files::Embedded(dir) | Files::Sample(Some(dir)) => {
                in_program(dir, path).map(|(_, bytes)| bytes).ok_or(Refused::Missing)
            }
            Files::Sample(None) => Err(Refused::Missing),
        }
    }

    /// A file as messages call it, by its path from the deck's folder.
    pub(super) fn name(&self, path: &Path) -> String {
        match self {
            Files::Folder(gate) => gate.name(path),
            Files::Embedded(dir) | Files::Sample(Some(dir)) => {
                Path::new("slides").join(dir.path()).join(path).display().to_string()
            }
            Files::Sample(None) => path.display().to_string(),
        }
    }
}

/// Finds the real path of a picture: as it is written, or else a similar spelling.
fn find(gate: &Gate, written: &str) -> Result<PathBuf, Refused> {
    let paths = places::candidates(written, gate.depth());
    let mut why = Refused::Missing;
    for path in &paths {
        match gate.find(Path::new(path), Reach::Project) {
            Ok(found) => return Ok(found),
            Err(Refused::Missing) => {}
            Err(refused) if matches!(why, Refused::Missing) => why = refused,
            Err(_) => {}
        }
    }
    let mut alike = paths.iter().map(|path| gate.find_alike(Path::new(path), Reach::Project));
    // An absolute path is outside, and hardly meant literally.
    let meant = |why: Refused| if written.starts_with('/') { Refused::Missing } else { why };
    alike.find_map(Result::ok).ok_or_else(|| meant(why))
}

/// The path of a file below the compiler's root.
fn place(relative: &Path) -> String {
    let parts = relative.components().map(|part| match part {
        Component::ParentDir => UP.into(),
        part => part.as_os_str().to_string_lossy().replace('\\', "/"),
    });
    parts.collect::<Vec<String>>().join("/")
}

/// A written path, relative to the deck's folder.
fn beside(written: &str) -> &Path {
    Path::new(written.trim_start_matches('/'))
}

fn in_program(dir: &include_dir::Dir<'static>, path: &Path) -> Option<(String, Vec<u8>)> {
    let path = fs::normalize(path);
    let file = dir.get_file(dir.path().join(&path))?;
    Some((place(&path), file.contents().to_vec()))
}
