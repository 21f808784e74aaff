//! Finds font files in folders and in the system, and maps them to read their properties.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use fontdb::{Database, FaceInfo, ID, Source, Stretch, Style, Weight};

use super::cannot;
use crate::diag::Diagnostic;

/// What a font file's name ends in.
const ENDINGS: [&str; 4] = ["ttf", "otf", "ttc", "otc"];
/// Most bytes of a font file: the largest collections of Chinese fonts have some 150 MB.
const MAX_FONT: u64 = 512 << 20;

/// What a folder of fonts holds.
#[derive(Debug, Default)]
pub(crate) struct FontFolder {
    /// The font files, sorted.
    pub(crate) files: Vec<PathBuf>,
    /// Whether there are fonts for web pages (WOFF), which cannot be used.
    pub(crate) web: bool,
    /// Links that lead out of the folder.
    pub(crate) outside: Vec<PathBuf>,
}

/// The fonts in a folder and the folders below it; with `root`, only those that are inside it.
///
/// # Errors
/// If a folder cannot be read.
pub(crate) fn font_folder(folder: &Path, root: Option<&Path>) -> Result<FontFolder, Diagnostic> {
    let root = match root {
        Some(root) => Some(root.canonicalize().map_err(|e| cannot("read", root, &e))?),
        None => None,
    };
    let mut found = FontFolder::default();
    let mut pending = vec![folder.to_path_buf()];
    // Symlinks may form a cycle.
    let mut seen = BTreeSet::new();
    while let Some(current) = pending.pop() {
        let real = current.canonicalize().map_err(|e| cannot("read", &current, &e))?;
        if root.as_ref().is_some_and(|root| !real.starts_with(root)) {
            found.outside.push(current);
            continue;
        }
        if !seen.insert(real) {
            continue;
        }
        for entry in fs::read_dir(&current).map_err(|e| cannot("read", &current, &e))? {
            let path = entry.map_err(|e| cannot("read", &current, &e))?.path();
            if path.is_dir() {
                pending.push(path);
            } else {
                found.take(path, root.as_deref());
            }
        }
    }
    found.files.sort();
    found.outside.sort();
    Ok(found)
}

impl FontFolder {
    /// Adds a file if its name is that of a font.
    fn take(&mut self, path: PathBuf, root: Option<&Path>) {
        let ending = path.extension().and_then(OsStr::to_str).unwrap_or_default();
        let ending = ending.to_ascii_lowercase();
        self.web |= ending.starts_with("woff");
        if !ENDINGS.contains(&ending.as_str()) {
            return;
        }
        let inside = |root: &Path| path.canonicalize().is_ok_and(|real| real.starts_with(root));
        let list = if root.is_none_or(inside) { &mut self.files } else { &mut self.outside };
        list.push(path);
    }
}

/// The font files of the system, sorted.
pub(crate) fn system_fonts() -> Vec<PathBuf> {
    let mut database = Database::new();
    database.load_system_fonts();
    let paths = database.faces().filter_map(|face| match &face.source {
        Source::File(path) => Some(path.clone()),
        _ => None,
    });
    paths.collect::<BTreeSet<_>>().into_iter().collect()
}

/// What `look` sees in each face of a font file, given the whole file and the index of the face.
/// The file is mapped, not read. Empty if it holds no font.
///
/// # Errors
/// If it cannot be read, or is no ordinary file, or enormous.
pub(crate) fn faces_in<T>(
    path: &Path,
    look: impl Fn(&[u8], u32) -> Option<T>,
) -> io::Result<Vec<(u32, T)>> {
    let metadata = fs::metadata(path)?;
    if !metadata.is_file() {
        return Err(io::Error::other("it is no file"));
    }
    if metadata.len() > MAX_FONT {
        return Err(io::Error::other(format!("it has over {} MiB", MAX_FONT >> 20)));
    }
    fs::File::open(path)?;
    let look = |bytes: &[u8]| -> Vec<(u32, T)> {
        let faces = 0..faces_of(bytes);
        faces.filter_map(|index| Some((index, look(bytes, index)?))).collect()
    };
    Ok(mapped(path, look).unwrap_or_default())
}

/// Maps a file; `None` if that cannot be done, as with an empty one. The database is only there to
/// map it: its own reading refuses fonts that the compiler takes.
fn mapped<T>(path: &Path, look: impl FnOnce(&[u8]) -> T) -> Option<T> {
    let mut database = Database::new();
    let id = database.push_face_info(FaceInfo {
        id: ID::dummy(),
        source: Source::File(path.to_path_buf()),
        index: 0,
        families: Vec::new(),
        post_script_name: String::new(),
        style: Style::Normal,
        weight: Weight::NORMAL,
        stretch: Stretch::Normal,
        monospaced: false,
    });
    database.with_face_data(id, |bytes, _| look(bytes))
}

/// How many faces a file says it holds: more than one in a collection.
fn faces_of(bytes: &[u8]) -> u32 {
    const MOST_FACES: u32 = 256;
    match bytes.strip_prefix(b"ttcf").and_then(|rest| rest.get(4..8)) {
        Some(count) => count.iter().fold(0, |n, byte| n << 8 | u32::from(*byte)).min(MOST_FACES),
        None => 1,
    }
}
