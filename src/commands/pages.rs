//! Where the pictures of pages go: one file for each, named after the deck and the page.

use std::path::{Path, PathBuf};

use crate::diag::Diagnostic;
use crate::export::png::Picture;
use crate::fs;

/// Least digits of a page's number in a file name.
const LEAST_DIGITS: usize = 2;
/// Most files of an earlier build that are named.
const MOST_NAMED: usize = 3;

/// The files of the pictures of a deck's pages: `talk.png` → `talk-03.png`.
pub(super) struct PageFiles<'a> {
    /// The file without a number.
    target: &'a Path,
    /// How many pages there are in all.
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
        self.target.with_file_name(format!("{}-{number:0digits$}.png", self.stem()))
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

    /// Says which pictures in the same place are of an earlier build that had more pages. They
    /// stay: unlike a folder of Typst, the place is not ours alone. `written`: how many were now.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub(super) fn left_over(&self, written: usize) -> Result<Option<String>, Diagnostic> {
        // Whoever chose some pages keeps the others.
        if written < self.total {
            return Ok(None);
        }
        let folder = self.target.parent().filter(|folder| *folder != Path::new(""));
        let folder = folder.unwrap_or(Path::new("."));
        let prefix = format!("{}-", self.stem());
        let number = |name: &str| -> Option<usize> {
            name.strip_prefix(&prefix)?.strip_suffix(".png")?.parse().ok()
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

    fn stem(&self) -> String {
        self.target.file_stem().unwrap_or_default().to_string_lossy().into_owned()
    }
}
