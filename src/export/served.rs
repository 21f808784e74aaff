//! Document → the pieces that a server sends, so that unchanged ones need not be sent again:
//! `deck.json`, a file for each page named by its content, and what pages share.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use typst::utils::hash128;

use super::page::{self, Drawing};
use super::talk::Talk;
use super::{Content, Export, Exporter, FolderNames, Output, Shape, Unasked, html};
use crate::contract::Aspect;
use crate::diag::{FileId, Sources};
use crate::engine::{Mapper, boxes};
use crate::rehearsal::Plan;

/// Used by the server only, so the help does not list it.
pub(super) static EXPORTER: Exporter = Exporter {
    name: NAME,
    ending: NAME,
    help: "",
    // The server keeps its files in memory, so none of an earlier build is there.
    shape: Shape::Folder(FolderNames { main: DECK, is_stale: |_| false }),
    unasked: Unasked::Omitted,
    write: |export| Ok(Output { content: Content::Folder(write(export)), summary: Vec::new() }),
};

/// Its name.
pub(crate) const NAME: &str = "served";
/// The file that says what the others are.
pub(crate) const DECK: &str = "deck.json";
/// The file with what pages share: SVG by its name.
pub(crate) const SHARED: &str = "shared.json";

/// A deck in pieces.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub(crate) struct ServedDeck {
    /// Its language, as a tag.
    pub(crate) language: String,
    /// Its title; may be empty.
    pub(crate) title: String,
    /// Width and height of its pages, in points.
    pub(crate) size: (f64, f64),
    /// Data for the viewer.
    pub(crate) talk: serde_json::Value,
    /// The plan with which a rehearsal is compared.
    pub(crate) plan: Plan,
    /// The file of each page.
    pub(crate) pages: Vec<String>,
    /// The source places of the content of each page.
    pub(crate) places: Vec<Vec<Place>>,
}

/// A box on a page, in points (left, top, width, height), and the file and line that it comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Place(f64, f64, f64, f64, String, usize);

impl Place {
    /// Whether it comes from this line.
    pub(crate) fn is_in(&self, file: &str, line: usize) -> bool {
        (self.4.as_str(), self.5) == (file, line)
    }
}

fn write(export: &mut Export) -> Vec<(String, Vec<u8>)> {
    let places = places(export);
    let built = &*export.built;
    let document = &built.slides().document;
    let drawings: Vec<Arc<Drawing>> = document.pages().par_iter().map(page::draw).collect();
    let talk = Talk::of(built);
    let pages = document.pages().iter().zip(&drawings).enumerate();
    let pages = pages.map(|(index, (page, drawing))| {
        let svg = page::svg(page, &drawing.body, &|link| html::target(built, &talk, link));
        let section = html::section(&talk, index, page, &svg);
        (format!("{:032x}", hash128(&section)), section.into_bytes())
    });
    let pages: Vec<(String, Vec<u8>)> = pages.collect();
    let shared: BTreeMap<&String, &String> =
        drawings.iter().flat_map(|drawing| &drawing.shared).collect();
    let deck = ServedDeck {
        language: built.deck.meta.lang.clone().unwrap_or_default(),
        title: talk.title.clone(),
        size: document.pages().first().map_or_else(|| Aspect::default().size(), page::size),
        talk: serde_json::to_value(&talk).unwrap_or_default(),
        plan: talk.plan(&built.deck),
        pages: pages.iter().map(|(name, _)| name.clone()).collect(),
        places,
    };
    let json = |name: &str, bytes: serde_json::Result<Vec<u8>>| {
        (name.to_owned(), bytes.unwrap_or_default())
    };
    let own = [json(DECK, serde_json::to_vec(&deck)), json(SHARED, serde_json::to_vec(&shared))];
    own.into_iter().chain(pages).collect()
}

/// The source places of the content of each page.
fn places(export: &mut Export) -> Vec<Vec<Place>> {
    let sources = &mut *export.sources;
    let mapper = Mapper { world: &export.built.world, sources };
    let mut lines = Lines::default();
    let of_page = |page: boxes::PageBoxes| {
        let places = page.items.iter().filter_map(|item| {
            let (file, range) = item.place(&export.built.world)?;
            let span = mapper.sources.written(mapper.author(file, range)?);
            let (name, line) = lines.of(mapper.sources, span.file, span.range().start)?;
            let region = item.region();
            Some(Place(region.x, region.y, region.width, region.height, name, line))
        });
        places.collect()
    };
    boxes::pages(&export.built.slides().document).into_iter().map(of_page).collect()
}

/// The line starts of each file.
#[derive(Default)]
struct Lines(BTreeMap<FileId, Vec<usize>>);

impl Lines {
    /// The name of a file, and the line of one of its bytes, from 1.
    fn of(&mut self, sources: &Sources, file: FileId, at: usize) -> Option<(String, usize)> {
        let source = sources.get(file)?;
        let ends = || source.text.match_indices('\n').map(|(at, _)| at).collect();
        let ends: &Vec<usize> = self.0.entry(file).or_insert_with(ends);
        Some((source.name.clone(), ends.partition_point(|end| *end < at) + 1))
    }
}
