//! The faces the compiler chooses from: the embedded ones, then the user's. A face is parsed, and a
//! file read, only when it is used.

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, OnceLock};

use typst::foundations::Bytes;
use typst::text::{Coverage, Font, FontBook, FontInfo};
use typst::utils::LazyHash;

use super::frames::{is_complex, is_private};

/// The available fonts.
pub(crate) struct Fonts {
    /// The index by which the compiler chooses.
    pub(super) book: LazyHash<FontBook>,
    /// The faces in the order of the book.
    faces: Vec<Face>,
}

/// One face.
struct Face {
    data: Data,
    /// Which face of its file it is.
    index: u32,
    origin: Origin,
    font: OnceLock<Option<Font>>,
}

/// The source of a face's bytes.
enum Data {
    Embedded(&'static [u8]),
    /// Shared by the faces of a collection.
    File(Arc<FontFile>),
}

/// A font file, read when the first of its faces is used.
pub(crate) struct FontFile {
    path: PathBuf,
    /// The version of the file's content.
    version: u64,
    read: fn(&Path) -> Option<Vec<u8>>,
    bytes: OnceLock<Option<Bytes>>,
}

/// Where a face comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The program.
    Bundled,
    /// A file that the user brought: in `fonts/` beside the deck, or with `--font-path`.
    Own,
    /// The system.
    System,
}

/// The faces of one font file.
pub(crate) struct FoundFile {
    /// The file.
    pub(crate) file: Arc<FontFile>,
    /// Where it was found.
    pub(crate) origin: Origin,
    /// Index in the file and properties of each face.
    pub(crate) faces: Vec<(u32, FontInfo)>,
}

/// A face, as it is listed for users.
#[derive(Clone, Copy)]
pub(crate) struct FaceView<'a> {
    /// Family, style, weight, coverage.
    pub(crate) info: &'a FontInfo,
    /// Where it comes from.
    pub(crate) origin: Origin,
    /// Its file; `None` if it is bundled.
    pub(crate) path: Option<&'a Path>,
}

/// The embedded faces, shared by every compilation of the process.
static EMBEDDED: LazyLock<Arc<Fonts>> = LazyLock::new(|| {
    let mut fonts = Builder::default();
    for (_, data) in llmslides_fonts::FACES.iter().chain(llmslides_fonts_regional::FACES) {
        // Every embedded file holds one face.
        for info in FontInfo::iter(data) {
            fonts.push(info, Data::Embedded(data), 0, Origin::Bundled);
        }
    }
    Arc::new(fonts.finish())
});

impl Fonts {
    /// The embedded faces alone.
    pub(crate) fn embedded() -> Arc<Self> {
        Arc::clone(&EMBEDDED)
    }

    /// The embedded faces and those of the files, in this order.
    pub(crate) fn with_files(files: Vec<FoundFile>) -> Arc<Self> {
        if files.is_empty() {
            return Self::embedded();
        }
        let mut fonts = Builder::default();
        for (at, face) in EMBEDDED.faces.iter().enumerate() {
            if let (Some(info), Data::Embedded(data)) = (EMBEDDED.book.info(at), &face.data) {
                fonts.push(without_stand_ins(info), Data::Embedded(data), 0, Origin::Bundled);
            }
        }
        for FoundFile { file, origin, faces } in files {
            for (index, info) in faces {
                fonts.push(info, Data::File(Arc::clone(&file)), index, origin);
            }
        }
        Arc::new(fonts.finish())
    }

    /// Loads the index of the embedded faces in the background.
    pub(crate) fn look_ahead() {
        rayon::spawn(|| drop(Self::embedded()));
    }

    /// Reads the first face of a kind in the background: the compiler hashes all of its bytes before
    /// it lays out anything.
    pub(crate) fn read_ahead(self: &Arc<Self>, is_it: impl Fn(&FontInfo) -> bool) {
        let Some(face) = self.faces().position(|face| is_it(face.info)) else { return };
        let fonts = Arc::clone(self);
        rayon::spawn(move || {
            if let Some(font) = fonts.get(face) {
                typst::utils::hash128(&font);
            }
        });
    }

    /// The font file at a path, in a version of it.
    pub(crate) fn file(&self, path: &Path, version: u64) -> Option<Arc<FontFile>> {
        let mut files = self.faces.iter().filter_map(|face| match &face.data {
            Data::File(file) => Some(file),
            Data::Embedded(_) => None,
        });
        files.find(|file| file.path == path && file.version == version).cloned()
    }

    /// The face at an index of the book.
    pub(super) fn get(&self, index: usize) -> Option<Font> {
        self.faces.get(index)?.font()
    }

    /// The index in the book of the face with these bytes, which was handed out before.
    pub(super) fn position(&self, data: &[u8], index: u32) -> Option<usize> {
        let is_it = |font: &Font| font.index() == index && font.data().as_ptr() == data.as_ptr();
        self.faces.iter().position(|face| matches!(face.font.get(), Some(Some(f)) if is_it(f)))
    }

    /// Every face, in the order of the book.
    pub(crate) fn faces(&self) -> impl Iterator<Item = FaceView<'_>> {
        (0..self.faces.len()).filter_map(|index| self.face(index))
    }

    /// The face at an index of the book.
    pub(crate) fn face(&self, index: usize) -> Option<FaceView<'_>> {
        let (face, info) = self.faces.get(index).zip(self.book.info(index))?;
        let path = match &face.data {
            Data::Embedded(_) => None,
            Data::File(file) => Some(file.path.as_path()),
        };
        Some(FaceView { info, origin: face.origin, path })
    }

    /// Whether a face really has a character.
    pub(crate) fn has(&self, c: char) -> bool {
        self.faces().any(|face| {
            let real = match face.origin {
                Origin::Bundled => !is_private(c) && !is_complex(c),
                Origin::System => !is_private(c),
                Origin::Own => true,
            };
            real && face.info.coverage.contains(c as u32)
        })
    }

    /// The names of the families, each once, in alphabetical order.
    pub(super) fn families(&self) -> Vec<&str> {
        self.book.families().map(|(name, _)| name).collect()
    }
}

impl Face {
    fn font(&self) -> Option<Font> {
        let parsed = self.font.get_or_init(|| {
            let bytes = match &self.data {
                Data::Embedded(data) => Bytes::new(*data),
                Data::File(file) => file.read()?,
            };
            Font::new(bytes, self.index)
        });
        parsed.clone()
    }
}

impl FontFile {
    /// A file as it is now; it is not read yet.
    pub(crate) fn new(path: PathBuf, version: u64, read: fn(&Path) -> Option<Vec<u8>>) -> Self {
        Self { path, version, read, bytes: OnceLock::new() }
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The whole file; `None` if it is not there any more.
    fn read(&self) -> Option<Bytes> {
        self.bytes.get_or_init(|| (self.read)(&self.path).map(Bytes::new)).clone()
    }
}

/// Collects faces.
#[derive(Default)]
struct Builder {
    book: FontBook,
    faces: Vec<Face>,
}

impl Builder {
    fn push(&mut self, info: FontInfo, data: Data, index: u32, origin: Origin) {
        self.book.push(info);
        self.faces.push(Face { data, index, origin, font: OnceLock::new() });
    }

    fn finish(self) -> Fonts {
        Fonts { book: LazyHash::new(self.book), faces: self.faces }
    }
}

/// A bundled face without the characters for which it only has substitutes, so that a user's font
/// that really has them is used.
fn without_stand_ins(info: &FontInfo) -> FontInfo {
    let stands_in =
        |point: u32| char::from_u32(point).is_some_and(|c| is_private(c) || is_complex(c));
    let points = info.coverage.iter().filter(|point| !stands_in(*point)).collect();
    FontInfo { coverage: Coverage::from_vec(points), ..info.clone() }
}
