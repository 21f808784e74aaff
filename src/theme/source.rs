//! Where the files of a theme come from: the program, or a folder.

use std::collections::BTreeMap;
use std::path::Path;

use super::manifest::Manifest;
use super::{MANIFEST, Request, bundled, embedded};
use crate::diag::{Diagnostic, Diagnostics, nearest};
use crate::fs;

/// The files of a theme, without those that it builds on.
pub(super) struct Found {
    /// Path → text.
    pub(super) files: BTreeMap<String, String>,
    /// Path → name as the user would type it; empty for a bundled theme.
    pub(super) own: BTreeMap<String, String>,
}

/// The `theme.toml` of a bundled theme.
pub(super) fn bundled_manifest(name: &str) -> Manifest {
    let found = Found { files: embedded(name), own: BTreeMap::new() };
    Manifest::parse(&found, &mut |message, _| unreachable!("theme `{name}`: {message}"))
}

/// Finds a theme by its name or its folder.
///
/// # Errors
/// If there is none, or its files cannot be read.
pub(super) fn find(name: &str, request: &Request) -> Result<Found, Diagnostics> {
    if bundled().any(|theme| theme == name) {
        return Ok(Found { files: embedded(name), own: BTreeMap::new() });
    }
    let folder = request.base.unwrap_or(Path::new("")).join(name);
    if !fs::is_file(&folder.join(MANIFEST)) {
        return Err(not_found(name, fs::is_folder(&folder), request).into());
    }
    let mut found = Found { files: BTreeMap::new(), own: BTreeMap::new() };
    for (path, bytes) in fs::read_folder(&folder)? {
        if path.ends_with(".typ") || path == MANIFEST {
            let shown = fs::normalize(&folder.join(&path)).display().to_string();
            let text = String::from_utf8(bytes).map_err(|_| {
                Diagnostic::error(request.name_span, format!("`{shown}` is not UTF-8"))
            })?;
            found.files.insert(path.clone(), text);
            found.own.insert(path, shown);
        }
    }
    Ok(found)
}

fn not_found(name: &str, is_folder: bool, request: &Request) -> Diagnostic {
    let names: Vec<&str> = bundled().collect();
    let is_path = name.starts_with('.') || name.contains(['/', '\\']);
    let message = match (is_folder, is_path) {
        (true, _) => format!("the theme folder `{name}` has no `{MANIFEST}`"),
        (false, true) => format!("there is no theme folder `{name}`"),
        (false, false) => format!("unknown theme `{name}`"),
    };
    let error = match request.name_span.is_attached() {
        true => Diagnostic::error(request.name_span, message),
        false => Diagnostic::usage(message),
    };
    let known = format!("bundled: `{}`; or name a folder with a `{MANIFEST}`", names.join("`, `"));
    match is_folder {
        true => error.hint("an empty one makes it the default theme, for a start"),
        false => error.maybe_hint(nearest(name, names)).hint(known),
    }
}
