//! The embedded faces as Typst fonts, each parsed on first use.

use std::sync::{LazyLock, OnceLock};

use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo};
use typst::utils::LazyHash;

/// What fonts there are.
pub(super) struct Fonts {
    /// What the compiler chooses from.
    pub(super) book: LazyHash<FontBook>,
    /// The faces in the order of the book.
    faces: Vec<Face>,
}

struct Face {
    data: &'static [u8],
    font: OnceLock<Option<Font>>,
}

/// The embedded faces, shared by every compilation of the process.
pub(super) static EMBEDDED: LazyLock<Fonts> = LazyLock::new(|| {
    let mut book = FontBook::new();
    let mut faces = Vec::new();
    for (_, data) in llmslides_fonts::FACES {
        for info in FontInfo::iter(data) {
            book.push(info);
            faces.push(Face { data, font: OnceLock::new() });
        }
    }
    Fonts { book: LazyHash::new(book), faces }
});

impl Fonts {
    /// The face at an index of the book.
    pub(super) fn get(&self, index: usize) -> Option<Font> {
        let face = self.faces.get(index)?;
        // Every embedded file holds one face.
        face.font.get_or_init(|| Font::new(Bytes::new(face.data), 0)).clone()
    }
}

/// The names of the embedded families, each once, in alphabetical order.
pub(super) fn families() -> Vec<&'static str> {
    let book: &'static FontBook = &EMBEDDED.book;
    book.families().map(|(name, _)| name).collect()
}
