//! The gate for all files read for a deck: what a deck, its theme, its templates and its settings
//! name may be in the deck's project and nowhere else, even through symlinks.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use unicode_normalization::UnicodeNormalization;

use super::{normalize, reason};
use crate::diag::Diagnostic;

/// What makes a folder the root of a project.
const MARKS: [&str; 7] = [
    ".git", "llmslides.toml", "package.json", "Cargo.toml", "pyproject.toml", "go.mod",
    "_quarto.yml",
];
/// Most files that are examined to find one in a project.
const MOST_FILES: usize = 5_000;
/// Folders without files of the author's.
const FOREIGN: [&str; 3] = ["node_modules", "target", "dist"];

/// How far something may lie from the deck.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// In the project: pictures, themes, Markdown.
    Project,
    /// In the deck's folder or below: other texts, and whatever raw Typst reads.
    Deck,
}

/// Why something is not read.
#[derive(Debug)]
pub(crate) enum Refused {
    /// There is no such file.
    Missing,
    /// It lies outside of what may be read, or a link leads there.
    Outside(Reach),
    /// It is a folder, a pipe or a device.
    NoFile,
    /// It has this many bytes, and the second number is allowed.
    TooLarge(u64, u64),
    /// It cannot be read.
    Unreadable(io::Error),
}

impl Refused {
    /// Why, in a clause.
    pub(crate) fn why(&self) -> String {
        match self {
            Self::Missing => "no such file or folder".into(),
            Self::Outside(Reach::Project) => "it is outside the project".into(),
            Self::Outside(Reach::Deck) => "it is outside the folder of the deck".into(),
            Self::NoFile => "it is no ordinary file".into(),
            Self::TooLarge(bytes, most) => {
                format!("it has {} MiB, at most {}", bytes.div_ceil(1 << 20), most >> 20)
            }
            Self::Unreadable(error) => reason(error),
        }
    }
}

impl From<io::Error> for Refused {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            // A component of the path may be a file.
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::Missing,
            _ => Self::Unreadable(error),
        }
    }
}

/// A folder that paths count from, and the project that it lies in.
#[derive(Debug, Clone)]
pub(crate) struct Gate {
    /// The folder, as it was named.
    folder: PathBuf,
    /// Where it really is.
    real: PathBuf,
    /// Where the root of its project really is.
    project: PathBuf,
    /// Everything looked up through this gate and those made from it.
    seen: Arc<Mutex<BTreeSet<PathBuf>>>,
}

impl Gate {
    /// The gate for a folder. `project`: the root of its project; `None`: detected.
    pub(crate) fn new(folder: &Path, project: Option<&Path>) -> Self {
        let folder = super::or_here(folder);
        let real = real(folder);
        let project = project.map_or_else(|| project_of(&real), self::real);
        Self { folder: folder.to_path_buf(), real, project, seen: Arc::default() }
    }

    /// The gate for a folder named by the user: only what is in it can be read.
    pub(crate) fn closed(folder: &Path) -> Self {
        let real = real(folder);
        Self { folder: folder.to_path_buf(), project: real.clone(), real, seen: Arc::default() }
    }

    /// The same for a folder beside this one.
    pub(crate) fn closed_beside(&self, folder: &Path) -> Self {
        let seen = Arc::clone(&self.seen);
        Self { seen, ..Self::closed(&self.folder.join(folder)) }
    }

    /// Every file and folder that was looked up, whether it exists or not.
    pub(crate) fn seen(&self) -> Vec<PathBuf> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// Records that something was looked up.
    fn see(&self, path: &Path) {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_path_buf());
    }

    /// The folder that paths count from, as it was named.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether the folder is in its project: a root that was named may lie elsewhere.
    pub(crate) fn is_inside(&self) -> bool {
        self.real.starts_with(&self.project)
    }

    /// How many folders there are above the folder, up to the root of the project.
    pub(crate) fn depth(&self) -> usize {
        let below = self.real.strip_prefix(&self.project);
        below.map_or(0, |below| below.components().count())
    }

    /// The name of a path in messages.
    pub(crate) fn name(&self, path: &Path) -> String {
        normalize(&self.folder.join(path)).display().to_string()
    }

    /// The gate for a folder that a path leads to; its project is the same.
    ///
    /// # Errors
    /// If there is none in the project.
    pub(crate) fn within(&self, path: &Path) -> Result<Self, Refused> {
        let real = self.resolve(&self.absolute(path), Reach::Project)?;
        if !real.is_dir() {
            return Err(Refused::Missing);
        }
        let folder = normalize(&self.folder.join(path));
        let folder = if folder == Path::new("") { PathBuf::from(".") } else { folder };
        Ok(Self { folder, real, ..self.clone() })
    }

    /// Whether there is such a folder.
    pub(crate) fn is_folder(&self) -> bool {
        self.real.is_dir()
    }

    /// The path of every file below the folder, with `/`, sorted.
    ///
    /// # Errors
    /// If the folder or one in it cannot be read.
    pub(crate) fn paths(&self) -> Result<Vec<String>, Diagnostic> {
        self.see(&self.real);
        super::paths_in(&self.real)
    }

    /// Whether a path leads to a file that may be read.
    pub(crate) fn has(&self, path: &Path, reach: Reach) -> bool {
        self.find(path, reach).is_ok()
    }

    /// The real path of a file.
    ///
    /// # Errors
    /// If there is none that may be read.
    pub(crate) fn find(&self, path: &Path, reach: Reach) -> Result<PathBuf, Refused> {
        self.ordinary(&self.absolute(path), reach)
    }

    /// The same, ignoring the case and the Unicode composition of letters.
    ///
    /// # Errors
    /// As there.
    pub(crate) fn find_alike(&self, path: &Path, reach: Reach) -> Result<PathBuf, Refused> {
        let absolute = self.absolute(path);
        let below = absolute.strip_prefix(&self.project).map_err(|_| Refused::Outside(reach))?;
        let mut at = self.project.clone();
        for part in below.components() {
            let exact = at.join(part);
            at = if exact.exists() { exact } else { alike(&at, part).ok_or(Refused::Missing)? };
        }
        self.ordinary(&at, reach)
    }

    /// Reads the file that a path leads to, if it has at most so many bytes.
    ///
    /// # Errors
    /// If there is none that may be read, or it is larger.
    pub(crate) fn read(&self, path: &Path, reach: Reach, most: u64) -> Result<Vec<u8>, Refused> {
        read_found(&self.find(path, reach)?, most)
    }

    /// The path of a found file, relative to the folder.
    pub(crate) fn relative(&self, found: &Path) -> PathBuf {
        let above = self.real.ancestors().enumerate();
        let path = above.take(self.depth() + 1).find_map(|(up, folder)| {
            let below = found.strip_prefix(folder).ok()?;
            Some(std::iter::repeat_n(Path::new(".."), up).collect::<PathBuf>().join(below))
        });
        path.unwrap_or_else(|| found.to_path_buf())
    }

    /// The names of the files in a folder of the project, sorted; none if it cannot be read.
    pub(crate) fn names_in(&self, folder: &Path) -> Vec<String> {
        let real = self.resolve(&self.absolute(folder), Reach::Project);
        real.ok().and_then(|real| super::names_in(&real).ok()).unwrap_or_default()
    }

    /// The names of the folders in a folder of the project, sorted; none if it cannot be read.
    pub(crate) fn folders_in(&self, folder: &Path) -> Vec<String> {
        let real = self.resolve(&self.absolute(folder), Reach::Project);
        real.map(|real| super::folders_in(&real)).unwrap_or_default()
    }

    /// The files of the project, as far as they can be listed, relative to the folder.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        let (mut files, mut pending) = (Vec::new(), vec![self.project.clone()]);
        while let Some(folder) = pending.pop() {
            for name in super::folders_in(&folder) {
                let path = folder.join(&name);
                if !name.starts_with('.') && !FOREIGN.contains(&&*name) && !path.is_symlink() {
                    pending.push(path);
                }
            }
            let names = super::names_in(&folder).unwrap_or_default();
            files.extend(names.into_iter().map(|name| self.relative(&folder.join(name))));
            if files.len() > MOST_FILES {
                break;
            }
        }
        files
    }

    /// A path with `.` and `..` folded away, wherever it leads.
    fn absolute(&self, path: &Path) -> PathBuf {
        normalize(&self.real.join(path))
    }

    /// The real target of a path, if it is within reach.
    fn resolve(&self, path: &Path, reach: Reach) -> Result<PathBuf, Refused> {
        let bound = match reach {
            Reach::Project => &self.project,
            Reach::Deck => &self.real,
        };
        // Nothing is revealed about files elsewhere, not even whether they exist.
        if !path.starts_with(bound) {
            return Err(Refused::Outside(reach));
        }
        self.see(path);
        let real = path.canonicalize()?;
        if real.starts_with(bound) { Ok(real) } else { Err(Refused::Outside(reach)) }
    }

    /// The same for an ordinary file: a pipe would never end.
    fn ordinary(&self, path: &Path, reach: Reach) -> Result<PathBuf, Refused> {
        let real = self.resolve(path, reach)?;
        if real.is_file() { Ok(real) } else { Err(Refused::NoFile) }
    }
}

/// Reads a file that was found, if it has at most so many bytes.
///
/// # Errors
/// If it cannot be read, or is larger.
pub(crate) fn read_found(found: &Path, most: u64) -> Result<Vec<u8>, Refused> {
    let length = fs::metadata(found)?.len();
    if length > most {
        return Err(Refused::TooLarge(length, most));
    }
    let mut bytes = Vec::new();
    // It may grow while it is read, and a pipe named by the user has no length.
    fs::File::open(found)?.take(most + 1).read_to_end(&mut bytes)?;
    match bytes.len() as u64 {
        length if length > most => Err(Refused::TooLarge(length, most)),
        _ => Ok(bytes),
    }
}

/// The real path of a folder; as written if there is none.
fn real(folder: &Path) -> PathBuf {
    let written = || std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
    folder.canonicalize().unwrap_or_else(|_| normalize(&written()))
}

/// The root of the project that a folder belongs to: never the home folder, where so much else lies.
fn project_of(folder: &Path) -> PathBuf {
    let home = std::env::home_dir().and_then(|home| home.canonicalize().ok());
    let is_root = |above: &&Path| {
        above.parent().is_some()
            && home.as_deref() != Some(*above)
            && MARKS.iter().any(|mark| above.join(mark).exists())
    };
    folder.ancestors().find(is_root).unwrap_or(folder).to_path_buf()
}

/// The entry of a folder with this name, ignoring case.
fn alike(folder: &Path, name: Component) -> Option<PathBuf> {
    let folded = |name: &str| name.nfc().collect::<String>().to_lowercase();
    let wanted = folded(name.as_os_str().to_str()?);
    let entries = fs::read_dir(folder).ok()?.flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    names.filter(|name| folded(name) == wanted).min().map(|name| folder.join(name))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::{Gate, Reach, Refused};

    /// A project with a deck's folder in it, and something beside the project.
    fn project() -> tempfile::TempDir {
        let place = tempfile::tempdir().unwrap();
        let at = |path: &str| place.path().join(path);
        fs::create_dir_all(at("project/talks/one/img")).unwrap();
        fs::create_dir_all(at("project/images")).unwrap();
        fs::create_dir(at("project/.git")).unwrap();
        for path in ["secret", "project/images/x.png", "project/talks/one/img/Größe.PNG"] {
            fs::write(at(path), path).unwrap();
        }
        place
    }

    #[test]
    fn reads_the_project_and_nothing_else() {
        let place = project();
        let gate = Gate::new(&place.path().join("project/talks/one"), None);
        let read = |path: &str, reach| gate.read(Path::new(path), reach, 100);
        assert_eq!(gate.depth(), 2);
        assert_eq!(read("../../images/x.png", Reach::Project).unwrap(), b"project/images/x.png");
        let outside = ["../../../secret", "../../../none", "/etc/passwd", "../../.."];
        for path in outside {
            assert!(matches!(read(path, Reach::Project), Err(Refused::Outside(_))), "{path}");
        }
        assert!(matches!(read("../../images/x.png", Reach::Deck), Err(Refused::Outside(_))));
        assert!(matches!(read("img", Reach::Deck), Err(Refused::NoFile)));
        assert!(matches!(read("img/none.png", Reach::Deck), Err(Refused::Missing)));
        let small = gate.read(Path::new("img/Größe.PNG"), Reach::Deck, 3);
        assert!(matches!(small, Err(Refused::TooLarge(_, 3))));
    }

    #[test]
    fn finds_what_is_called_alike() {
        let place = project();
        let gate = Gate::new(&place.path().join("project/talks/one"), None);
        let found = gate.find_alike(Path::new("IMG/gro\u{308}ße.png"), Reach::Project).unwrap();
        assert_eq!(gate.relative(&found), Path::new("img/Größe.PNG"));
        assert!(gate.files().contains(&Path::new("../../images/x.png").to_path_buf()));
    }

    #[cfg(unix)]
    #[test]
    fn links_lead_nowhere_else() {
        let place = project();
        let at = |path: &str| place.path().join(path);
        let gate = Gate::new(&at("project/talks/one"), None);
        std::os::unix::fs::symlink(at("secret"), at("project/talks/one/out")).unwrap();
        std::os::unix::fs::symlink(place.path(), at("project/talks/one/up")).unwrap();
        std::os::unix::fs::symlink(at("project/images"), at("project/talks/one/in")).unwrap();
        for path in ["out", "up/secret"] {
            let read = gate.read(Path::new(path), Reach::Project, 100);
            assert!(matches!(read, Err(Refused::Outside(_))), "{path}");
        }
        assert!(gate.within(Path::new("up")).is_err());
        assert!(gate.within(Path::new("in")).unwrap().has(Path::new("x.png"), Reach::Project));
    }
}
