//! What Typst may see: the emitted files, the theme's, and the files of the project folder.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::mem;
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use typst::diag::{FileError, FileResult, bail};
use typst::foundations::{
    Binding, Bytes, CastInfo, Datetime, Duration, Func, NativeFuncData, NativeFuncPtr, Scope, Value,
};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use super::fonts::Fonts;
use super::frames::Within;
use super::job::Job;
use super::pictures;
use crate::emit::{EmittedFile, MAIN_FILE, Origin};
use crate::theme::Own;

/// The files that raw Typst may read.
pub(crate) trait Folder: Send + Sync {
    /// Reads a file.
    ///
    /// # Errors
    /// If there is none that may be read.
    fn read(&self, path: &Path) -> FileResult<Vec<u8>>;

    /// The name of a path in messages.
    fn name(&self, path: &Path) -> String;
}

/// The inputs of a world.
pub(crate) struct Inputs<'a> {
    /// The emitted files, `main.typ` first.
    pub(crate) emitted: Vec<EmittedFile>,
    /// The theme's Typst files, by path below `/theme/`.
    pub(crate) theme: &'a BTreeMap<String, String>,
    /// Those of them that the user wrote, by path below `/theme/`.
    pub(crate) own_theme: &'a BTreeMap<String, Own>,
    /// The pictures that were read already, by path below the root.
    pub(crate) pictures: BTreeMap<String, Vec<u8>>,
    /// The available fonts.
    pub(crate) fonts: Arc<Fonts>,
    /// The further files that raw Typst may read; `None`: none.
    pub(crate) folder: Option<Box<dyn Folder>>,
    /// The job that the world is for.
    pub(crate) job: Job,
}

/// The compiler's world for one deck.
pub(crate) struct DeckWorld {
    library: LazyHash<Library>,
    main: FileId,
    /// The emitted files, parsed when they are asked for.
    sources: HashMap<FileId, OnceLock<Source>>,
    /// The theme's files.
    theme: HashMap<FileId, ThemeFile>,
    emitted: HashMap<FileId, EmittedFile>,
    /// Their ids, `main.typ` first.
    order: Vec<FileId>,
    /// The names of the theme's files that are the user's own.
    own_theme: HashMap<FileId, String>,
    /// Files of the project that were read; errors are kept, too.
    files: Mutex<HashMap<FileId, FileResult<Bytes>>>,
    fonts: Arc<Fonts>,
    folder: Option<Box<dyn Folder>>,
    job: Job,
}

/// A file of the theme, parsed when it is asked for: a deck uses few of the layouts that there are.
struct ThemeFile {
    text: String,
    source: OnceLock<Source>,
}

impl ThemeFile {
    fn new(text: &str) -> Self {
        Self { text: text.to_owned(), source: OnceLock::new() }
    }
}

impl DeckWorld {
    /// Builds the world. Nothing is compiled yet.
    pub(crate) fn new(inputs: Inputs) -> Self {
        let mut world = Self {
            library: LazyHash::new(library()),
            main: file_id(MAIN_FILE),
            sources: HashMap::new(),
            theme: HashMap::new(),
            emitted: HashMap::new(),
            order: Vec::new(),
            own_theme: HashMap::new(),
            files: Mutex::default(),
            fonts: Arc::clone(&inputs.fonts),
            folder: None,
            job: Job::default(),
        };
        world.renew(inputs);
        world
    }

    /// Updates the world to the current deck. Unchanged files stay parsed and hashed; files that
    /// raw Typst reads are read again.
    pub(crate) fn renew(&mut self, inputs: Inputs) {
        let Inputs { emitted, theme, own_theme, pictures, fonts, folder, job } = inputs;
        (self.fonts, self.folder, self.job) = (fonts, folder, job);
        self.renew_emitted(emitted);
        let mut known = mem::take(&mut self.theme);
        for (path, text) in theme {
            let id = file_id(&format!("theme/{path}"));
            let file = known.remove(&id).filter(|file| file.text == *text);
            self.theme.insert(id, file.unwrap_or_else(|| ThemeFile::new(text)));
        }
        let own = own_theme.iter();
        let own = own.map(|(path, own)| (file_id(&format!("theme/{path}")), own.name.clone()));
        self.own_theme = own.collect();
        let files = self.files.get_mut().unwrap_or_else(PoisonError::into_inner);
        let mut known = mem::take(files);
        for (path, bytes) in pictures {
            let id = file_id(&path);
            let same =
                known.remove(&id).filter(|file| matches!(file, Ok(file) if **file == *bytes));
            files.insert(id, same.unwrap_or_else(|| Ok(Bytes::new(bytes))));
        }
    }

    /// Replaces all emitted files.
    fn renew_emitted(&mut self, files: Vec<EmittedFile>) {
        let mut known = mem::take(&mut self.sources);
        self.emitted.clear();
        self.order.clear();
        for file in files {
            let id = file_id(&file.path);
            let is_same = |source: &Source| source.text() == file.text;
            let source = known.remove(&id).filter(|source| source.get().is_some_and(is_same));
            self.sources.insert(id, source.unwrap_or_default());
            self.order.push(id);
            self.emitted.insert(id, file);
        }
    }

    /// Replaces emitted files, or adds new ones.
    pub(crate) fn replace(&mut self, files: Vec<EmittedFile>) {
        for file in files {
            let id = file_id(&file.path);
            if self.emitted.get(&id).is_none_or(|known| known.text != file.text) {
                self.sources.insert(id, OnceLock::new());
            }
            if self.emitted.insert(id, file).is_none() {
                self.order.push(id);
            }
        }
    }

    /// The available fonts.
    pub(crate) fn fonts(&self) -> &Fonts {
        &self.fonts
    }

    /// Whether the theme, or raw Typst in the deck, names a font family for this kind of text.
    pub(crate) fn names_family(&self, family: &str, within: Within) -> bool {
        let quoted = format!("\"{}\"", family.to_lowercase());
        let for_other = |line: &str| {
            line.starts_with("#let font-mono") && within != Within::Code
                || line.starts_with("#let font-math") && within != Within::Formula
        };
        let raw = |file: &&EmittedFile| matches!(file.origin, Origin::Raw { .. });
        let raw = self.emitted_files().filter(raw).map(|file| file.text.as_str());
        let theirs = self.theme.values().map(|file| file.text.as_str());
        let mut lines = theirs.chain(raw).flat_map(str::lines);
        lines.any(|line| {
            line.contains('"') && !for_other(line) && line.to_lowercase().contains(&quoted)
        })
    }

    /// Replaces raw Typst in an emitted file by its source as text. False if that was already done.
    pub(super) fn unset(&mut self, id: FileId) -> bool {
        let Some(file) = self.emitted.get_mut(&id) else { return false };
        let Some(unset) = file.unset() else { return false };
        self.sources.insert(id, OnceLock::new());
        *file = unset;
        true
    }

    /// The emitted files with Typst that the author wrote.
    pub(super) fn raw_files(&self) -> impl Iterator<Item = &EmittedFile> {
        self.emitted_files().filter(|file| matches!(file.origin, Origin::Raw { .. }))
    }

    /// Replaces each picture that cannot be decoded by an empty one. False if there are none.
    pub(super) fn blank_broken_pictures(&mut self) -> bool {
        let broken = self.broken_pictures();
        let files = self.files.get_mut().unwrap_or_else(PoisonError::into_inner);
        for path in broken.keys() {
            files.insert(file_id(path), Ok(Bytes::new(pictures::blank(path))));
        }
        !broken.is_empty()
    }

    /// The emitted file behind an id; `None` for the theme's and the project's.
    pub(super) fn emitted(&self, id: FileId) -> Option<&EmittedFile> {
        self.emitted.get(&id)
    }

    /// Every emitted file, `main.typ` first.
    pub(super) fn emitted_files(&self) -> impl Iterator<Item = &EmittedFile> {
        self.order.iter().filter_map(|id| self.emitted.get(id))
    }

    /// The files of slides emitted since the world was last compiled: those with the author's own
    /// Typst, and the others. Templates of the user's are in all of them.
    pub(super) fn new_slides(&self) -> (Vec<FileId>, Vec<FileId>) {
        let with_raw = self.raw_files().filter_map(|file| file.origin.slide());
        let with_raw: BTreeSet<usize> = with_raw.collect();
        let is_theirs = |id: &FileId| {
            let slide = self.emitted.get(id).and_then(|file| file.origin.slide());
            !self.own_theme.is_empty() || slide.is_some_and(|slide| with_raw.contains(&slide))
        };
        let is_new = |id: &&FileId| self.sources.get(id).is_some_and(|file| file.get().is_none());
        let is_page = |id: &&FileId| {
            let file = self.emitted.get(id);
            file.is_some_and(|file| matches!(file.origin, Origin::Page { .. }))
        };
        self.order.iter().filter(is_new).filter(is_page).partition(|id| is_theirs(id))
    }

    /// The theme's files that slides import.
    pub(super) fn used_templates(&self) -> Vec<FileId> {
        let layouts = self.emitted_files().filter_map(|file| match &file.origin {
            Origin::Page { layout, .. } => Some(format!("theme/layouts/{layout}.typ")),
            _ => None,
        });
        let layouts: BTreeSet<String> = layouts.collect();
        let is_used = |id: &&FileId| {
            let path = id.vpath().get_without_slash();
            !path.starts_with("theme/layouts/") || layouts.contains(path)
        };
        self.theme.keys().filter(is_used).copied().collect()
    }

    /// Parses these templates on all cores.
    pub(super) fn parse_templates(&self) {
        self.used_templates().par_iter().for_each(|id| _ = self.source(*id));
    }

    /// Every file of the world by path, sorted: the emitted ones, the theme's, and those of the
    /// project that were read.
    pub(crate) fn files(&self) -> Vec<(String, Vec<u8>)> {
        let read = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let read = read.iter().filter_map(|(id, bytes)| Some((*id, bytes.as_ref().ok()?.to_vec())));
        let theme = self.theme.iter().map(|(id, file)| (*id, file.text.as_bytes().to_vec()));
        let emitted = self.emitted.iter();
        let emitted = emitted.map(|(id, file)| (*id, file.text.as_bytes().to_vec()));
        let path = |id: FileId| id.vpath().get_without_slash().to_owned();
        let mut files: Vec<(String, Vec<u8>)> =
            emitted.chain(theme).chain(read).map(|(id, bytes)| (path(id), bytes)).collect();
        files.sort();
        files
    }

    /// The name, as the author knows it, of a file that is neither emitted nor of a bundled theme.
    pub(super) fn foreign_name(&self, id: FileId) -> Option<String> {
        let ours = self.emitted.contains_key(&id) || self.theme.contains_key(&id);
        let path = Path::new(id.vpath().get_without_slash());
        let project = || match &self.folder {
            Some(folder) => folder.name(path),
            None => path.display().to_string(),
        };
        self.own_theme.get(&id).cloned().or_else(|| (!ours).then(project))
    }

    /// The name of the layout that a slide's file calls, if the user wrote it.
    pub(super) fn own_layout(&self, id: FileId) -> Option<&str> {
        let Origin::Page { layout, .. } = &self.emitted.get(&id)?.origin else { return None };
        self.own_theme.get(&file_id(&format!("theme/layouts/{layout}.typ"))).map(String::as_str)
    }

    /// Every file that was read as a picture and is not one: its path, and why.
    pub(super) fn broken_pictures(&self) -> BTreeMap<String, String> {
        let files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let broken = files.iter().filter_map(|(id, bytes)| {
            let path = id.vpath().get_without_slash();
            let why = pictures::why_broken(path, bytes.as_ref().ok()?)?;
            Some((path.to_owned(), why))
        });
        broken.collect()
    }
}

/// The error about packages.
pub(super) const NO_PACKAGES: &str = "packages are not available";

/// The standard library with a `plugin` function that always fails: plugins would run code that
/// cannot be stopped here.
fn library() -> Library {
    let mut library = Library::builder().build();
    let plugin = Value::Func(Func::from(&PLUGIN));
    library.global.scope_mut().bind("plugin".into(), Binding::detached(plugin));
    library.std = Binding::detached(library.global.clone());
    library
}

/// The function that stands in for `plugin`.
static PLUGIN: NativeFuncData = NativeFuncData {
    function: NativeFuncPtr(&|_, _, arguments| bail!(arguments.span, "plugins are not available")),
    name: "plugin",
    title: "Plugin",
    docs: "",
    def_site: None,
    keywords: &[],
    contextual: false,
    scope: LazyLock::new(&Scope::new),
    params: LazyLock::new(&Vec::new),
    returns: LazyLock::new(&|| CastInfo::Any),
};

/// The id of a path below the root. Paths are internal or checked, so none leads outside.
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
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let emitted = || Some((self.sources.get(&id)?, &self.emitted.get(&id)?.text));
        let of_theme = || self.theme.get(&id).map(|file| (&file.source, &file.text));
        if let Some((source, text)) = emitted().or_else(of_theme) {
            // Parsing alone can take long, so it counts as work on the file.
            self.job.turn_to(id.vpath().get_without_slash());
            return Ok(source.get_or_init(|| Source::new(id, text.clone())).clone());
        }
        let bytes = self.file(id)?;
        let text = bytes.as_str().map_err(|_| FileError::InvalidUtf8)?;
        Ok(Source::new(id, text.to_owned()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if let VirtualRoot::Package(_) = id.root() {
            return Err(FileError::Other(Some(NO_PACKAGES.into())));
        }
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files
            .entry(id)
            .or_insert_with(|| {
                let path = Path::new(id.vpath().get_without_slash());
                let folder = self.folder.as_ref();
                let folder = folder.ok_or_else(|| FileError::NotFound(path.into()))?;
                folder.read(path).map(Bytes::new)
            })
            .clone()
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index)
    }

    /// A fixed date, so that the same input always gives the same bytes.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        Datetime::from_ymd(2000, 1, 1)
    }
}
