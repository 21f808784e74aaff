//! A layer: the files of a theme without those it builds on.

use std::collections::BTreeMap;

use super::manifest::Manifest;
use super::{MANIFEST, embedded};
use crate::diag::{Diagnostics, FileId};

/// A file that the user wrote.
#[derive(Debug, Clone)]
pub(crate) struct Own {
    /// Its name, as the user would type it.
    pub(crate) name: String,
    /// Its text, for diagnostics.
    pub(crate) file: FileId,
}

/// Files that lie over others of the same path.
#[derive(Default)]
pub(crate) struct Layer {
    /// Path → text.
    pub(super) files: BTreeMap<String, String>,
    /// Those of the user's by path; empty for a bundled theme.
    pub(super) own: BTreeMap<String, Own>,
}

impl Layer {
    /// The files of a bundled theme.
    pub(crate) fn bundled(name: &str) -> Self {
        Self { files: embedded(name), ..Self::default() }
    }

    /// Whether a file belongs to a theme or to a project's templates.
    pub(crate) fn takes(path: &str) -> bool {
        path.ends_with(".typ") || path == MANIFEST
    }

    /// Adds a file of the user's.
    pub(crate) fn add(&mut self, path: String, text: String, own: Own) {
        self.files.insert(path.clone(), text);
        self.own.insert(path, own);
    }

    /// Removes the `theme.toml`.
    pub(crate) fn without_manifest(mut self) -> Self {
        self.files.remove(MANIFEST);
        self.own.remove(MANIFEST);
        self
    }

    /// The user's files: name and text.
    pub(crate) fn texts(mut self) -> Vec<(String, String)> {
        let text = |(path, own): (String, Own)| Some((own.name, self.files.remove(&path)?));
        self.own.into_iter().filter_map(text).collect()
    }

    /// The summary of the theme, in a line.
    ///
    /// # Errors
    /// If its `theme.toml` cannot be read.
    pub(crate) fn summary(&self) -> Result<String, Diagnostics> {
        let mut errors = Diagnostics::default();
        let manifest = Manifest::parse(self, &mut errors);
        errors.stop_on_errors().map(|()| manifest.summary)
    }

    /// Whether the user wrote its `theme.toml`.
    pub(super) fn is_own(&self) -> bool {
        self.own.contains_key(MANIFEST)
    }

    /// Replaces files by others of the same path, and adds the rest.
    pub(super) fn lay_over(&mut self, other: Self) {
        for path in other.files.keys() {
            self.own.remove(path);
        }
        self.files.extend(other.files);
        self.own.extend(other.own);
    }
}
