//! The only caller of the file system. Every error names its path.
#![allow(clippy::disallowed_methods, reason = "this is the module that may")]

mod fonts;
mod gate;

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};

use crate::diag::{Diagnostic, Span};
pub(crate) use fonts::{faces_in, font_folder, system_fonts};
pub(crate) use gate::{Gate, Reach, Refused, read_found};

/// Largest text that is read as a deck, in bytes.
const MAX_TEXT: u64 = 64 << 20;

/// Reads the bytes of a text.
///
/// # Errors
/// If it cannot be read, or is larger than `MAX_TEXT`.
pub(crate) fn read_deck(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    read_found(path, MAX_TEXT).map_err(|why| match why {
        Refused::TooLarge(length, _) => too_large(&path.display().to_string(), length),
        why => refused(&path.display().to_string(), &why),
    })
}

/// The error that a file is not read.
pub(crate) fn refused(name: &str, why: &Refused) -> Diagnostic {
    Diagnostic::usage(format!("cannot read `{name}` ({})", why.why()))
}

/// The hint about a file outside the project.
pub(crate) const ROOT_HINT: &str =
    "copy it into the project, or say with `--root DIR` how far the project goes";

/// The finding about a file of the deck that is not read.
pub(crate) fn unread(span: Span, name: &str, why: &Refused) -> Diagnostic {
    let hint = matches!(why, Refused::Outside(_)).then(|| ROOT_HINT.to_owned());
    Diagnostic::warning("unread-file", span, format!("`{name}` is not read: {}", why.why()))
        .maybe_hint(hint)
}

/// Reads standard input as [`read_deck`] reads a file.
///
/// # Errors
/// As there.
pub(crate) fn read_stdin() -> Result<Vec<u8>, Diagnostic> {
    let mut bytes = Vec::new();
    io::stdin()
        .take(MAX_TEXT + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| cannot("read", Path::new("<stdin>"), &e))?;
    if bytes.len() as u64 > MAX_TEXT {
        return Err(too_large("<stdin>", bytes.len() as u64));
    }
    Ok(bytes)
}

/// Largest article that is read, in bytes: a long book has one or two million.
const MAX_ARTICLE: u64 = 16 << 20;

/// Reads the bytes of an article.
///
/// # Errors
/// If it cannot be read, or is larger than `MAX_ARTICLE`.
pub(crate) fn read_article(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    read_found(path, MAX_ARTICLE).map_err(|why| match why {
        Refused::TooLarge(length, _) => too_long(&path.display().to_string(), length),
        why => refused(&path.display().to_string(), &why),
    })
}

fn too_long(name: &str, length: u64) -> Diagnostic {
    let (mib, most) = (length >> 20, MAX_ARTICLE >> 20);
    Diagnostic::usage(format!("`{name}` has {mib} MiB; an article has at most {most} MiB"))
        .hint("import it chapter by chapter")
}

/// Whether two paths name the same file, judged by the paths alone.
pub(crate) fn same_file(a: &Path, b: &Path) -> bool {
    let absolute = |path: &Path| std::path::absolute(path).map(|path| normalize(&path)).ok();
    absolute(a).is_some_and(|a| Some(a) == absolute(b))
}

/// The text in `bytes`, without its byte-order mark; `name` is the file's.
///
/// # Errors
/// If it is not UTF-8 (the message names the line).
pub(crate) fn decode(name: &str, mut bytes: Vec<u8>) -> Result<String, Diagnostic> {
    if bytes.starts_with(b"\xef\xbb\xbf") {
        bytes.drain(..3);
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..valid].iter().filter(|&&b| b == b'\n').count() + 1;
        Diagnostic {
            severity: crate::diag::Severity::Error,
            ..Diagnostic::usage(format!(
                "`{name}` is not UTF-8: byte 0x{:02X} on line {line}",
                error.as_bytes()[valid]
            ))
        }
        .hint("save it as UTF-8: every editor can")
    })
}

fn too_large(name: &str, length: u64) -> Diagnostic {
    let mib = length >> 20;
    Diagnostic::usage(format!("`{name}` has {mib} MiB; a deck has at most {} MiB", MAX_TEXT >> 20))
}

/// Reads a whole file.
///
/// # Errors
/// If it cannot be read.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    fs::read(path).map_err(|e| cannot("read", path, &e))
}

/// The path of every file below `folder`, relative to it with `/`, sorted.
///
/// # Errors
/// If the folder or one in it cannot be read.
fn paths_in(folder: &Path) -> Result<Vec<String>, Diagnostic> {
    let mut paths = Vec::new();
    let mut pending = vec![folder.to_path_buf()];
    while let Some(current) = pending.pop() {
        for entry in fs::read_dir(&current).map_err(|e| cannot("read", &current, &e))? {
            let path = entry.map_err(|e| cannot("read", &current, &e))?.path();
            // Links to folders are not followed, since they may form a cycle.
            if path.is_dir() && !path.is_symlink() {
                pending.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap_or(&path);
                paths.push(name.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    paths.sort();
    Ok(paths)
}

/// The names of the folders in a folder, sorted; none if it cannot be read.
fn folders_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let folders = entries.filter(|entry| entry.path().is_dir());
    let mut names: Vec<String> =
        folders.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    names
}

/// A folder as the system names it: that of a file without one, or an empty path, is the current one.
pub(crate) fn or_here<'a>(folder: impl Into<Option<&'a Path>>) -> &'a Path {
    folder.into().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."))
}

/// The names of the files in a folder, sorted; none if there is no such folder.
///
/// # Errors
/// If the folder cannot be read.
pub(crate) fn names_in(folder: &Path) -> Result<Vec<String>, Diagnostic> {
    let entries = match fs::read_dir(or_here(folder)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(|e| cannot("read", folder, &e))?,
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|e| cannot("read", folder, &e))?;
        if entry.path().is_file() {
            names.extend(entry.file_name().into_string().ok());
        }
    }
    names.sort();
    Ok(names)
}

/// Removes a file.
///
/// # Errors
/// If that cannot be done.
pub(crate) fn remove(path: &Path) -> Result<(), Diagnostic> {
    fs::remove_file(path).map_err(|e| cannot("remove", path, &e))
}

/// Whether there is anything at a path, even a dangling link.
pub(crate) fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Whether there is a file.
pub(crate) fn is_file(path: &Path) -> bool {
    path.is_file()
}

/// Identifies a state of a file or folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Stamp {
    changed: Option<std::time::SystemTime>,
    length: u64,
    /// The inode number, where there is one: a new file may have the same age and length.
    number: u64,
}

impl Stamp {
    /// A number for the state.
    pub(crate) fn version(self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.hash(&mut hasher);
        hasher.finish()
    }
}

/// The state of a file or a folder; `None` if there is none.
pub(crate) fn stamp(path: &Path) -> Option<Stamp> {
    let data = path.metadata().ok()?;
    #[cfg(unix)]
    let number = std::os::unix::fs::MetadataExt::ino(&data);
    #[cfg(not(unix))]
    let number = 0;
    Some(Stamp { changed: data.modified().ok(), length: data.len(), number })
}

/// Whether there is a folder.
pub(crate) fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// Whether an output path means standard output.
pub(crate) fn is_stdout(path: &Path) -> bool {
    ["-", "/dev/stdout"].iter().any(|name| path == Path::new(name))
}

/// Whether the path leads to a pipe or a device.
pub(crate) fn is_stream(path: &Path) -> bool {
    path.metadata().is_ok_and(|found| !found.is_file() && !found.is_dir())
}

/// The relative path from the folder of a file to that of another, with a slash at its end; empty if they
/// are the same, or there is none.
pub(crate) fn way(from: &Path, to: &Path) -> String {
    let folder = |path: &Path| std::path::absolute(path).ok()?.parent().map(normalize);
    let Some((from, to)) = folder(from).zip(folder(to)) else { return String::new() };
    let shared = from.ancestors().find(|above| to.starts_with(above));
    let parts = shared
        .and_then(|shared| Some((from.strip_prefix(shared).ok()?, to.strip_prefix(shared).ok()?)));
    let Some((up, down)) = parts else { return String::new() };
    let down = down.components().map(|part| part.as_os_str().to_string_lossy() + "/");
    "../".repeat(up.components().count()) + &down.collect::<String>()
}

/// Whether a folder holds nothing.
///
/// # Errors
/// If it cannot be read.
pub(crate) fn is_empty(folder: &Path) -> Result<bool, Diagnostic> {
    let mut entries = fs::read_dir(folder).map_err(|e| cannot("read", folder, &e))?;
    Ok(entries.next().is_none())
}

/// Creates a folder with these files, by path: first beside its place, and then moved there as a
/// whole. An existing empty folder is filled in the same way.
///
/// # Errors
/// If it cannot be written; then nothing of it is left.
pub(crate) fn create_folder(folder: &Path, files: &[(String, Vec<u8>)]) -> Result<(), Diagnostic> {
    let refused = |error: io::Error| cannot("write", folder, &error);
    let parent = or_here(folder.parent());
    make_folder(parent, folder)?;
    let is_there = folder.is_dir();
    let place = if is_there { folder } else { parent };
    let staged =
        tempfile::Builder::new().prefix(".llmslides-").tempdir_in(place).map_err(refused)?;
    for (path, bytes) in files {
        let path = staged.path().join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(refused)?;
        }
        fs::write(&path, bytes).map_err(refused)?;
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // Temporary folders are private; this one gets the mode of an ordinary new folder.
        let made = staged.path().join(".mode");
        fs::create_dir(&made).map_err(refused)?;
        let mode = fs::metadata(&made).map_err(refused)?.permissions().mode();
        fs::remove_dir(&made).map_err(refused)?;
        let permissions = fs::Permissions::from_mode(mode);
        fs::set_permissions(staged.path(), permissions).map_err(refused)?;
    }
    // The current folder or a mount point cannot be replaced.
    if is_there {
        for entry in fs::read_dir(staged.path()).map_err(refused)? {
            let entry = entry.map_err(refused)?;
            fs::rename(entry.path(), folder.join(entry.file_name())).map_err(refused)?;
        }
        return Ok(());
    }
    fs::rename(staged.path(), folder).map_err(refused)?;
    // It was moved away, so there is nothing to remove.
    let _ = staged.keep();
    Ok(())
}

/// New content of a file, ready to be put in place.
pub(crate) enum Staged {
    /// Written beside its place and not yet moved there.
    Beside {
        /// The new content.
        file: tempfile::NamedTempFile,
        /// Where it goes.
        path: PathBuf,
    },
    /// Still to be written: a device or a pipe, which cannot be replaced.
    Into {
        /// The content.
        bytes: Vec<u8>,
        /// Where it goes.
        path: PathBuf,
    },
}

/// Writes `bytes` beside `path`; [`Staged::replace`] then moves them there as a whole, so that
/// readers see the old content or the new, never a part. Missing folders on the way are made. A
/// symlink stays one: its target is replaced.
///
/// # Errors
/// If the folder or the file cannot be written.
pub(crate) fn stage(path: &Path, bytes: &[u8]) -> Result<Staged, Diagnostic> {
    if is_stream(path) {
        return Ok(Staged::Into { bytes: bytes.to_vec(), path: path.to_path_buf() });
    }
    let target = target(path).map_err(|e| cannot("write", path, &e))?;
    let path = target.as_path();
    let folder = or_here(path.parent());
    if path.is_dir() {
        return Err(Diagnostic::usage(format!(
            "cannot write `{}`: it is a folder",
            path.display()
        )));
    }
    make_folder(folder, path)?;
    let write = || -> io::Result<tempfile::NamedTempFile> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(".llmslides-");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // The mode of an ordinary new file, before the process's mask; the default is private.
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let mut file = builder.tempfile_in(folder)?;
        file.write_all(bytes)?;
        Ok(file)
    };
    let file = write().map_err(|e| cannot("write", path, &e))?;
    Ok(Staged::Beside { file, path: path.to_path_buf() })
}

/// Creates the missing folders above `path`.
fn make_folder(folder: &Path, path: &Path) -> Result<(), Diagnostic> {
    fs::create_dir_all(folder).map_err(|error| {
        match folder.ancestors().find(|above| above.is_file()) {
            Some(file) => {
                let (path, file) = (path.display(), file.display());
                Diagnostic::usage(format!("cannot write `{path}`: `{file}` is a file"))
            }
            None => cannot("write", folder, &error),
        }
    })
}

/// Replaces the content of a file that is there, as a whole; who may read it stays as it is.
///
/// # Errors
/// If it cannot be written; then the old content is still there.
pub(crate) fn rewrite(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let permissions = fs::metadata(path).map_err(|e| cannot("write", path, &e))?.permissions();
    if permissions.readonly() {
        return Err(Diagnostic::usage(format!("cannot write `{}`: read-only", path.display())));
    }
    let staged = stage(path, bytes)?;
    if let Staged::Beside { file, .. } = &staged {
        file.as_file().set_permissions(permissions).map_err(|e| cannot("write", path, &e))?;
    }
    staged.replace()
}

/// The file that a path leads to, through symlinks; a link may point to a file that is not there.
fn target(path: &Path) -> io::Result<PathBuf> {
    /// Most links in a row, as on Linux.
    const MOST_LINKS: usize = 40;
    let mut path = path.to_path_buf();
    for _ in 0..MOST_LINKS {
        if !path.is_symlink() {
            return Ok(path);
        }
        let to = fs::read_link(&path)?;
        path = path.parent().unwrap_or(Path::new("")).join(to);
    }
    Err(io::Error::other("too many symlinks"))
}

impl Staged {
    /// Moves the file to its place.
    ///
    /// # Errors
    /// If it cannot be moved; then the old content is still there.
    pub(crate) fn replace(self) -> Result<(), Diagnostic> {
        let (path, result) = match self {
            Staged::Beside { file, path } => {
                let result = file.persist(&path).map(|_| ()).map_err(|e| e.error);
                (path, result)
            }
            Staged::Into { bytes, path } => {
                let result = fs::OpenOptions::new().write(true).open(&path);
                (path, result.and_then(|mut file| file.write_all(&bytes)))
            }
        };
        result.map_err(|e| cannot("write", &path, &e))
    }
}

/// The path with `.` and `..` folded away, without looking at the disk.
pub(crate) fn normalize(path: &Path) -> PathBuf {
    let mut parts: Vec<Component> = Vec::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(parts.last(), Some(Component::Normal(_))) => {
                parts.pop();
            }
            other => parts.push(other),
        }
    }
    parts.iter().collect()
}

fn cannot(verb: &str, path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::usage(format!("cannot {verb} `{}` ({})", path.display(), reason(error)))
}

/// An I/O error in plain words, without the system's error number.
pub(crate) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder".into(),
        io::ErrorKind::PermissionDenied => "permission denied".into(),
        io::ErrorKind::IsADirectory => "it is a folder".into(),
        io::ErrorKind::StorageFull => "the disk is full".into(),
        _ => {
            let text = error.to_string();
            let cut = text.find(" (os error").unwrap_or(text.len());
            text[..cut].to_lowercase()
        }
    }
}
