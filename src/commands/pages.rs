//! Where the pictures of pages go: one file for each, named after the deck and the page.

use std::path::{Path, PathBuf};

use crate::diag::Diagnostic;
use crate::export::png::Picture;
use crate::fit::Compiled;
use crate::settings::{PageSettings, Target};
use crate::{export::png, fs};

/// Least digits of a page's number in a file name.
const LEAST_DIGITS: usize = 2;
/// Most files of an earlier build that are named.
const MOST_NAMED: usize = 3;

/// The pictures of the chosen pages.
#[derive(Default)]
pub(super) struct Pictures {
    /// In the order of the pages.
    pub(super) pages: Vec<Picture>,
    /// How many pages there are in all.
    total: usize,
}

/// Draws the pages that are asked for.
///
/// # Errors
/// Pages that there are not, several for one file, or enormous ones.
pub(super) fn draw(
    compiled: &Compiled,
    settings: &PageSettings,
    target: &Target,
) -> Result<Pictures, Diagnostic> {
    let total = compiled.document.pages().len();
    let numbers = settings.numbers(total)?;
    let one = match target {
        Target::Pages(_) => None,
        Target::Path(path) => Some(path.display().to_string()),
        Target::Stdout => Some("-".to_owned()),
    };
    if let Some(file) = one.filter(|_| numbers.len() != 1) {
        let message = format!("`-o {file}` takes one page, and there are {}", numbers.len());
        return Err(
            Diagnostic::usage(message).hint("`--pages 3` chooses one; `-o DIR/` takes all of them")
        );
    }
    let pages = png::pictures(&compiled.document, &numbers, settings.ppi);
    let pages = pages.map_err(|number| {
        let message = format!("page {number} is too large for `--ppi {}`", settings.ppi);
        Diagnostic::usage(message).hint("a picture has at most 100 million pixels")
    })?;
    Ok(Pictures { pages, total })
}

impl Pictures {
    /// The file of a page: `talk.png` → `talk-03.png`.
    pub(super) fn file(&self, target: &Path, number: usize) -> PathBuf {
        let digits = self.total.to_string().len().max(LEAST_DIGITS);
        target.with_file_name(format!("{}-{number:0digits$}.png", stem(target)))
    }

    /// The files as a summary names them: the first and the last.
    pub(super) fn named(&self, target: &Path) -> String {
        let file = |picture: &Picture| self.file(target, picture.number).display().to_string();
        match self.pages.as_slice() {
            [one] => file(one),
            [first, .., last] => format!("{} … {}", file(first), file(last)),
            [] => target.display().to_string(),
        }
    }

    /// Says which pictures in the same place are of an earlier build that had more pages. They
    /// stay: unlike a folder of Typst, the place is not ours alone.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub(super) fn left_over(&self, target: &Path) -> Result<Option<String>, Diagnostic> {
        // Whoever chose some pages keeps the others.
        if self.pages.len() < self.total {
            return Ok(None);
        }
        let folder = target.parent().filter(|folder| *folder != Path::new(""));
        let folder = folder.unwrap_or(Path::new("."));
        let prefix = format!("{}-", stem(target));
        let number = |name: &str| -> Option<usize> {
            name.strip_prefix(&prefix)?.strip_suffix(".png")?.parse().ok()
        };
        let new = |name: &String| {
            let file = number(name).map(|number| self.file(target, number));
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
}

fn stem(target: &Path) -> String {
    target.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}
