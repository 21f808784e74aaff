//! Plain text, as it comes off a page → [`Article`]. There is no markup: what a line is, its
//! marker, its indentation, its length and its neighbours tell.
//!
//! `lines` takes the text apart, `sort` says what each line is, and
//! `blocks` puts them together.

mod blocks;
mod code;
mod formulas;
mod lines;
mod sort;

use super::{Article, Options, front};
use crate::diag::FileId;

/// Reads a text.
pub(super) fn read(source: &str, file: FileId, options: Options) -> Article {
    let lines = lines::lines(source);
    let mut article = Article::default();
    let mut kinds = sort::Sorter::new(&lines, file, options, &mut article).sort();
    blocks::build(&lines, &mut kinds, file, &mut article);
    front::split_title(&mut article);
    article
}
