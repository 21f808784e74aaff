//! Writes finished outputs to files. Pictures of pages are one file each, named after the deck and
//! the page.

use std::path::{Path, PathBuf};

use crate::diag::{Diagnostic, Diagnostics};
use crate::export::png::Picture;
use crate::export::{Content, Exporter, Shape};
use crate::fs;
use crate::report::Reporter;
use crate::settings::Target;

/// Least digits of a page's number in a file name.
const LEAST_DIGITS: usize = 2;
/// Most files of an earlier build that are named.
const MOST_NAMED: usize = 3;

/// An output that is asked for, and where it goes.
pub(super) type Asked = (&'static Exporter, Target);

/// Writes every output, whose contents are in the same order; files are replaced only when all of them
/// could be written.
///
/// # Errors
/// If one cannot be.
pub(super) fn write<'a>(
    outputs: &[Asked],
    contents: impl Iterator<Item = &'a Content>,
    reporter: Reporter,
) -> Result<(), Diagnostics> {
    let mut staged = Vec::new();
    let mut stale = Vec::new();
    for ((exporter, target), content) in outputs.iter().zip(contents) {
        match (target, content) {
            (Target::Stdout, Content::File(bytes)) => reporter.data(bytes)?,
            (Target::Path(path), Content::File(bytes)) => staged.push(fs::stage(path, bytes)?),
            (Target::Path(folder), Content::Folder(files)) => {
                for (path, bytes) in files {
                    staged.push(fs::stage(&folder.join(path), bytes)?);
                }
                stale.extend(stale_in(folder, files, exporter.shape)?);
            }
            (Target::Pages(path), Content::Pages(pages, total)) => {
                let files = PageFiles::new(path, *total);
                for page in pages {
                    staged.push(fs::stage(&files.of(page.number), &page.bytes)?);
                }
            }
            (Target::Path(path), Content::Pages(pages, _)) => {
                for page in pages {
                    staged.push(fs::stage(path, &page.bytes)?);
                }
            }
            (Target::Stdout, Content::Pages(pages, _)) => {
                pages.iter().try_for_each(|page| reporter.data(&page.bytes))?;
            }
            (Target::Stdout, Content::Folder(_)) | (Target::Pages(_), _) => {}
        }
    }
    for file in staged {
        file.replace()?;
    }
    stale.iter().try_for_each(|path| fs::remove(path))?;
    Ok(())
}

/// The files that an earlier build left in a folder that is an output, and that this one does not write.
fn stale_in(
    folder: &Path,
    files: &[(String, Vec<u8>)],
    shape: Shape,
) -> Result<Vec<PathBuf>, Diagnostic> {
    let Shape::Folder(names) = shape else { return Ok(Vec::new()) };
    let mut found = fs::names_in(folder)?;
    found.retain(|name| (names.is_stale)(name) && files.iter().all(|(file, _)| file != name));
    Ok(found.iter().map(|name| folder.join(name)).collect())
}

/// The name of an output in the summary.
pub(super) fn named(target: &Target, content: &Content) -> String {
    match (target, content) {
        (Target::Stdout, _) => "(standard output)".to_owned(),
        (Target::Pages(path), Content::Pages(pages, total)) => {
            PageFiles::new(path, *total).named(pages)
        }
        (Target::Path(path) | Target::Pages(path), _) => path.display().to_string(),
    }
}

/// The files of the pictures of a deck's pages: `talk.png` → `talk-03.png`.
pub(super) struct PageFiles<'a> {
    /// The file without a number.
    target: &'a Path,
    /// The number of all pages.
    total: usize,
}

impl<'a> PageFiles<'a> {
    /// The files of so many pages.
    pub(super) fn new(target: &'a Path, total: usize) -> Self {
        Self { target, total }
    }

    /// The file of a page.
    pub(super) fn of(&self, number: usize) -> PathBuf {
        let digits = self.total.to_string().len().max(LEAST_DIGITS);
        self.target.with_file_name(format!("{}{number:0digits$}{}", self.prefix(), self.ending()))
    }

    /// The files as a summary names them: the first and the last.
    pub(super) fn named(&self, pages: &[Picture]) -> String {
        let file = |picture: &Picture| self.of(picture.number).display().to_string();
        match pages {
            [one] => file(one),
            [first, .., last] => format!("{} … {}", file(first), file(last)),
            [] => self.target.display().to_string(),
        }
    }

    /// Reports pictures of an earlier build that had more pages. They are not removed, because
    /// unlike a folder of Typst the place may contain other files. `written`: the number of pages
    /// written now.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub(super) fn left_over(&self, written: usize) -> Result<Option<String>, Diagnostic> {
        // With `--pages`, the other pages are kept on purpose.
        if written < self.total {
            return Ok(None);
        }
        let folder = self.target.parent().unwrap_or(Path::new(""));
        let (prefix, ending) = (self.prefix(), self.ending());
        let number = |name: &str| -> Option<usize> {
            name.strip_prefix(&prefix)?.strip_suffix(&ending)?.parse().ok()
        };
        let new = |name: &String| {
            let file = number(name).map(|number| self.of(number));
            let is_ours = file.and_then(|file| Some(file.file_name()? == name.as_str()));
            is_ours.is_some_and(|ours| ours && number(name).is_some_and(|n| n <= self.total))
        };
        let mut names = fs::names_in(folder)?;
        names.retain(|name| number(name).is_some() && !new(name));
        let more = names.len().saturating_sub(MOST_NAMED);
        names.truncate(MOST_NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        Ok((!names.is_empty())
            .then(|| format!("left from an earlier build: {}{more}", names.join(", "))))
    }

    /// The common prefix of their names.
    fn prefix(&self) -> String {
        format!("{}-", self.target.file_stem().unwrap_or_default().to_string_lossy())
    }

    /// Their extension, with the dot.
    fn ending(&self) -> String {
        let ending = self.target.extension().unwrap_or_default();
        format!(".{}", ending.to_string_lossy())
    }
}
