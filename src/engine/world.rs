//! What Typst may see: the emitted files, the theme's, and the files of the project folder.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Binding, Bytes, Datetime, Duration, Value};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use super::fonts::EMBEDDED;
use super::limits;
use crate::emit::EmittedFile;
use crate::fs;

/// What a world is made of.
pub(crate) struct Inputs<'a> {
    /// The emitted files, `main.typ` first.
    pub(crate) emitted: Vec<EmittedFile>,
    /// The theme's Typst files, by path below `/theme/`.
    pub(crate) theme: &'a BTreeMap<String, String>,
    /// The pictures that were read already, by path below the root.
    pub(crate) pictures: BTreeMap<String, Vec<u8>>,
    /// The project folder.
    pub(crate) root: PathBuf,
}

/// The compiler's world for one deck.
pub(crate) struct DeckWorld {
    library: LazyHash<Library>,
    main: FileId,
    sources: HashMap<FileId, Source>,
    emitted: HashMap<FileId, EmittedFile>,
    /// Files of the project that were read; errors are kept, too.
    files: Mutex<HashMap<FileId, FileResult<Bytes>>>,
    root: PathBuf,
}

impl DeckWorld {
    /// Builds the world. Nothing is compiled yet.
    pub(crate) fn new(inputs: Inputs) -> Self {
        let mut sources = HashMap::new();
        let mut emitted = HashMap::new();
        for file in inputs.emitted {
            let id = file_id(&file.path);
            sources.insert(id, Source::new(id, file.text.clone()));
            emitted.insert(id, file);
        }
        for (path, text) in inputs.theme {
            let id = file_id(&format!("theme/{path}"));
            sources.insert(id, Source::new(id, text.clone()));
        }
        let files = inputs.pictures.into_iter();
        let files = files.map(|(path, bytes)| (file_id(&path), Ok(Bytes::new(bytes))));
        Self {
            library: LazyHash::new(library()),
            main: file_id("main.typ"),
            sources,
            emitted,
            files: Mutex::new(files.collect()),
            root: inputs.root,
        }
    }

    /// Empties an emitted file, for the next round of compiling.
    pub(super) fn take_out(&mut self, id: FileId) {
        self.sources.insert(id, Source::new(id, String::new()));
    }

    /// The emitted file behind an id; `None` for the theme's and the project's.
    pub(super) fn emitted(&self, id: FileId) -> Option<&EmittedFile> {
        self.emitted.get(&id)
    }
}

/// The standard library without `plugin`: it runs code that nothing here can stop.
fn library() -> Library {
    let mut library = Library::builder().build();
    library.global.scope_mut().bind("plugin".into(), Binding::detached(Value::None));
    library.std = Binding::detached(library.global.clone());
    library
}

/// The id of a path below the root. Paths are ours or were checked, so that none leaves the root.
fn file_id(path: &str) -> FileId {
    let path = VirtualPath::new(format!("/{path}"))
        .unwrap_or_else(|_| VirtualPath::new("/invalid").expect("a plain path"));
    RootedPath::new(VirtualRoot::Project, path).intern()
}

impl World for DeckWorld {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &EMBEDDED.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if let Some(source) = self.sources.get(&id) {
            limits::note_file(id.vpath().get_without_slash());
            return Ok(source.clone());
        }
        let bytes = self.file(id)?;
        let text = bytes.as_str().map_err(|_| FileError::InvalidUtf8)?;
        Ok(Source::new(id, text.to_owned()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if let VirtualRoot::Package(_) = id.root() {
            return Err(FileError::Other(Some("packages are not available offline".into())));
        }
        let mut files = self.files.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        files
            .entry(id)
            .or_insert_with(|| {
                let path = Path::new(id.vpath().get_without_slash());
                let bytes = fs::read_inside(&self.root, path).map_err(|error| {
                    if error.kind() == std::io::ErrorKind::PermissionDenied {
                        FileError::AccessDenied
                    } else {
                        FileError::from_io(error, path)
                    }
                })?;
                Ok(Bytes::new(bytes))
            })
            .clone()
    }

    fn font(&self, index: usize) -> Option<Font> {
        EMBEDDED.get(index)
    }

    /// A fixed day: the same input gives the same bytes on every day.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        Datetime::from_ymd(2000, 1, 1)
    }
}
