//! Plain text, as it is copied from a page → [`Article`]. Without markup, a line is recognised by
//! its marker, its indentation, its length and its neighbours.
//!
//! `lines` splits the text, `sort` classifies each line, and `blocks` puts them together.

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
