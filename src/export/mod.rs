//! A deck that is laid out → files. Each output is a file here and a name in the list below; no
//! other module knows which outputs there are.

mod labels;
mod page;
pub(crate) mod served;
pub(crate) mod steps;
mod talk;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use typst_layout::PagedDocument;

use crate::deck::Deck;
use crate::diag::{Diagnostic, Diagnostics, Sources};
use crate::engine::DeckWorld;
use crate::fit::FittedSlide;
use crate::numbers::size;

/// Declares the outputs, in the order in which help names them.
macro_rules! exporters {
    ($($module:ident)+) => {
        $(pub(crate) mod $module;)+
        /// Every output there is.
        pub(crate) static EXPORTERS: &[&Exporter] = &[$(&$module::EXPORTER),+];
    };
}

exporters!(pdf notes handout pdfpc html typst json png);

/// An output that a deck can be written as.
#[derive(Debug)]
pub(crate) struct Exporter {
    /// Its name for `--format`.
    pub(crate) name: &'static str,
    /// The ending of its files' names, without the first dot.
    pub(crate) ending: &'static str,
    /// Its description for the help.
    pub(crate) help: &'static str,
    /// Its form on the disk.
    pub(crate) shape: Shape,
    /// Whether it is written when no output is asked for.
    pub(crate) unasked: Unasked,
    /// Writes it.
    pub(crate) write: fn(&mut Export) -> Result<Output, Diagnostics>,
}

impl PartialEq for Exporter {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// Whether an output is written when none is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unasked {
    /// It is.
    Written,
    /// It is, unless notes are not wanted (`--no-notes`).
    WithNotes,
    /// It is not.
    Omitted,
}

/// The form of an output on the disk.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shape {
    /// A file.
    File,
    /// A folder of files.
    Folder(FolderNames),
    /// A file for each page.
    Pages,
}

/// What is known about the file names in a folder that is an output, so that files of an earlier
/// build are recognised.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FolderNames {
    /// A file that every such folder has: a folder with it is overwritten in place.
    pub(crate) main: &'static str,
    /// Whether a file with this name is stale if this build did not write it, and is removed.
    pub(crate) is_stale: fn(&str) -> bool,
}

/// The output with this name, including the one for the server.
pub(crate) fn named(name: &str) -> Option<&'static Exporter> {
    EXPORTERS.iter().copied().chain([&served::EXPORTER]).find(|exporter| exporter.name == name)
}

/// What an exporter is given.
pub(crate) struct Export<'a> {
    /// The deck.
    pub(crate) built: &'a mut Built,
    /// The texts that diagnostics point into.
    pub(crate) sources: &'a mut Sources,
    /// What was found so far; more may be found while it is written.
    pub(crate) findings: &'a mut Diagnostics,
    /// How pages become pictures.
    pub(crate) pages: &'a PageChoice,
    /// The path from the output's folder to the deck's, empty or with a slash at its end.
    pub(crate) way: &'a str,
}

/// A finished output.
pub(crate) struct Output {
    /// What is in it.
    pub(crate) content: Content,
    /// What the summary says about it, in pieces.
    pub(crate) summary: Vec<String>,
}

impl Output {
    /// A file; `holds` says what is in it.
    fn file(bytes: Vec<u8>, holds: String) -> Self {
        let summary = vec![holds, size(bytes.len())];
        Self { content: Content::File(bytes), summary }
    }
}

/// What is in an output.
pub(crate) enum Content {
    /// The bytes of a file.
    File(Vec<u8>),
    /// The files of a folder, by name.
    Folder(Vec<(String, Vec<u8>)>),
    /// The pictures of pages, and how many pages there are in all.
    Pages(Vec<png::Picture>, usize),
}

impl Content {
    /// The bytes of a file; none of a folder or of pages.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        match self {
            Self::File(bytes) => bytes,
            Self::Folder(_) | Self::Pages(..) => Vec::new(),
        }
    }
}

/// How pages become pictures.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct PageChoice {
    /// Pixels an inch.
    pub(crate) ppi: f64,
    /// First and last pages of ranges, from 1; `usize::MAX` is the last page. `None`: all.
    pub(crate) ranges: Option<Vec<(usize, usize)>>,
}

impl Default for PageChoice {
    fn default() -> Self {
        Self { ppi: png::DEFAULT_PPI, ranges: None }
    }
}

impl PageChoice {
    /// The numbers of the pages that are drawn, from 1, of so many.
    ///
    /// # Errors
    /// If there is no such page.
    fn numbers(&self, total: usize) -> Result<Vec<usize>, Diagnostic> {
        let Some(ranges) = &self.ranges else { return Ok((1..=total).collect()) };
        let mut numbers = Vec::new();
        for &(from, to) in ranges {
            let last = if to == usize::MAX { total } else { to };
            if from > total || last > total {
                let page = if from > total { from } else { last };
                let many = if total == 1 { "1 page".into() } else { format!("{total} pages") };
                let message = format!("`--pages`: there is no page {page}, the deck has {many}");
                return Err(Diagnostic::usage(message));
            }
            numbers.extend(from..=last);
        }
        numbers.sort_unstable();
        numbers.dedup();
        Ok(numbers)
    }
}

/// A deck that is laid out and can be written as anything.
pub(crate) struct Built {
    /// The deck.
    pub(crate) deck: Deck,
    /// The world in which its pages were made.
    pub(crate) world: DeckWorld,
    /// The characters that are shown as boxes.
    pub(crate) boxed: BTreeSet<char>,
    /// Its slides, each with all of its steps at once.
    pub(crate) whole: View,
    /// The same with a page for each step; `None` if no slide has steps or they are not shown.
    pub(crate) stepped: Option<View>,
}

/// The pages of a deck in one way to look at it.
pub(crate) struct View {
    /// The pages.
    pub(crate) document: PagedDocument,
    /// How each slide was set, in their order.
    pub(crate) slides: Vec<FittedSlide>,
}

impl Built {
    /// The slides as they are presented.
    pub(crate) fn slides(&self) -> &View {
        self.stepped.as_ref().unwrap_or(&self.whole)
    }
}
