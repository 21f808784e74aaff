//! Suggestions for a missing picture: files nearby that may be meant.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};

use super::places;
use crate::diag::nearest_name;
use crate::fs::Gate;
use crate::names;

/// Endings of pictures.
const ENDINGS: [&str; 7] = ["gif", "jpeg", "jpg", "png", "svg", "svgz", "webp"];

/// The pictures around a deck; the project is searched once.
#[derive(Default)]
pub(super) struct Nearby {
    pictures: OnceCell<Vec<PathBuf>>,
}

impl Nearby {
    /// A hint for the author of a path to nothing.
    pub(super) fn hint(&self, written: &str, gate: &Gate) -> String {
        let name = places::name(written).unwrap_or_default();
        let same = || self.in_project(gate).iter().find(|path| is_called(path, &name));
        let folder = places::candidates(written, 0).into_iter().next();
        let folder = folder.as_deref().and_then(|path| Path::new(path).parent());
        let folder = folder.unwrap_or(Path::new(""));
        let near = || {
            let names = gate.names_in(folder);
            let pictures = names.iter().filter(|name| is_picture(name));
            // Names are compared without their extension, which would make them all similar.
            let near = nearest_name(stem(&name), pictures.clone().map(|name| stem(name)))?;
            pictures.clone().find(|name| stem(name) == near).map(|name| folder.join(name))
        };
        match same().cloned().or_else(near) {
            Some(path) => format!("did you mean `{}`?", path.to_string_lossy().replace('\\', "/")),
            None => "a path counts from the folder of the file that it stands in".to_owned(),
        }
    }

    fn in_project(&self, gate: &Gate) -> &[PathBuf] {
        self.pictures.get_or_init(|| {
            let files = gate.files().into_iter();
            files.filter(|path| path.to_str().is_some_and(is_picture)).collect()
        })
    }
}

/// A name without its ending.
fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

fn is_picture(name: &str) -> bool {
    names::ends_in(name, &ENDINGS)
}

fn is_called(path: &Path, name: &str) -> bool {
    path.file_name().is_some_and(|file| file.to_string_lossy().eq_ignore_ascii_case(name))
}
