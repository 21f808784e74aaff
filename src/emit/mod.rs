//! Deck + theme → Typst source and its source map. Pure: no files, no clock, no Typst.
//!
//! One file for each slide, so that a change recompiles that slide alone; text as escaped markup,
//! so that every character has its own place; each raw Typst block in a file of its own.

mod balance;
mod characters;
mod chart;
pub(crate) mod clusters;
mod depth;
mod diagram;
mod escape;
mod fill;
pub(crate) mod footnotes;
mod inlines;
mod latex;
mod lines;
mod markup;
mod pictures;
mod scaffold;
mod settle;
mod signs;
mod slide;
mod slots;
mod source_map;
mod units;
mod wide;
mod words;
mod writer;

use std::collections::{BTreeMap, BTreeSet};

use crate::contract::MISSING;
use crate::deck::{ChartData, Deck, Inline, Number, Spanned};
use crate::diag::{Diagnostics, Sources};
use crate::locale::Words;
use crate::theme::Theme;
pub(crate) use lines::torn;
pub(crate) use scaffold::view;
pub(crate) use settle::{accepts, settle};
pub(crate) use slots::{concludes, parting_marks};
pub(crate) use writer::{EmittedFile, Mark, Origin, Place};

#[cfg(test)]
pub(crate) use latex::every_symbol;

/// The name of the file that puts the slides together.
pub(crate) const MAIN_FILE: &str = "main.typ";
/// What the names of the slides' files begin with.
const SLIDE_FILE: &str = "slide-";

/// What emission needs to know of the deck's pictures.
#[derive(Debug, Default)]
pub(crate) struct Assets {
    /// Path as written → the picture.
    pub(crate) pictures: BTreeMap<String, Picture>,
    /// Path as written → the numbers of a chart.
    pub(crate) charts: BTreeMap<String, ChartData>,
}

/// A picture that a deck names.
#[derive(Debug, Clone)]
pub(crate) struct Picture {
    /// Its path below the root.
    pub(crate) path: String,
    /// Natural size in pt; `None` if it scales freely.
    pub(crate) size: Option<(f64, f64)>,
    /// Whether it is no larger than a letter or a line: an icon, a badge.
    pub(crate) is_small: bool,
    /// The panel it needs behind it to be visible; `None`: it is visible on the page.
    pub(crate) panel: Option<Panel>,
}

/// The background of a drawing that would not be visible on the page itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Panel {
    /// A light panel, for dark lines.
    Light,
    /// A dark panel, for light lines.
    Dark,
}

impl Panel {
    /// Its colour.
    pub(crate) fn hex(self) -> &'static str {
        match self {
            Self::Light => "#ffffff",
            Self::Dark => "#16181d",
        }
    }
}

impl Assets {
    /// The path below the root with a slash at the front.
    fn path(&self, written: &str) -> String {
        let path = self.pictures.get(written).map_or(written, |picture| &picture.path);
        format!("/{}", path.trim_start_matches('/'))
    }

    /// Whether there is no such picture, and a frame stands in its place.
    fn is_missing(&self, written: &str) -> bool {
        self.pictures.get(written).is_none_or(|picture| picture.path.starts_with(MISSING))
    }

    fn size(&self, written: &str) -> Option<(f64, f64)> {
        self.pictures.get(written)?.size
    }

    /// Whether a picture is small enough for a line of text. A missing one is: its frame shows the
    /// alternative text.
    fn is_small(&self, written: &str) -> bool {
        self.is_missing(written)
            || self.pictures.get(written).is_some_and(|picture| picture.is_small)
    }

    /// The argument that tells a template about the panel behind a picture; empty if it needs none.
    fn panel(&self, written: &str) -> String {
        let panel = self.pictures.get(written).and_then(|picture| picture.panel);
        panel.map(|panel| format!(", panel: rgb({:?})", panel.hex())).unwrap_or_default()
    }
}

/// Converts LaTeX for a case in `tests/`: the Typst, or the error and its place.
pub(crate) fn latex_case(tex: &str) -> String {
    let tex = tex.trim_end_matches('\n');
    latex::convert(tex).unwrap_or_else(|error| {
        let hint = error.hint.map(|hint| format!("\nhint: {hint}")).unwrap_or_default();
        format!("error at {}..{}: {}{hint}", error.range.start, error.range.end, error.message)
    })
}

/// Where a slide stands in the deck.
struct Position<'a> {
    /// Its place among all slides, from 1.
    place: usize,
    /// Its number as it is printed.
    number: Number,
    /// Level of its title: 1 for dividers and slides outside sections, else 2.
    level: u8,
    /// Whether it opens its section.
    is_divider: bool,
    /// Title and number of the section.
    section: Option<(&'a [Spanned<Inline>], usize)>,
}

/// How a page is set, as fitting decides; by default, as its layout proposes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Setting {
    /// Type size of the body in pt. `None`: as the layout proposes.
    pub(crate) size: Option<f64>,
    /// Factor of the type size of displayed formulas.
    pub(crate) formula: f64,
    /// Share of their room that pictures take.
    pub(crate) pictures: f64,
    /// Extra space between blocks, in em. `None`: as the layout proposes.
    pub(crate) spare: Option<f64>,
    /// Free space above the body, in pt. `None`: a share of what is left over.
    pub(crate) above: Option<f64>,
    /// By how many pt the page is taller, for measuring what does not fit.
    pub(crate) stretch: f64,
    /// The part that the page shows, from 1, and how many there are. `None`: the whole slide.
    pub(crate) part: Option<(usize, usize)>,
    /// Number of items on the parts before.
    pub(crate) first: usize,
}

impl Default for Setting {
    fn default() -> Self {
        let (size, part) = (None, None);
        Self {
            size,
            formula: 1.0,
            pictures: 1.0,
            spare: None,
            above: None,
            stretch: 0.0,
            part,
            first: 0,
        }
    }
}

/// What it takes to emit any slide of a deck.
pub(crate) struct Emission<'a> {
    /// The deck.
    deck: &'a Deck,
    /// Its theme.
    theme: &'a Theme,
    /// Its pictures.
    assets: &'a Assets,
    /// The texts that spans point into.
    sources: &'a Sources,
    /// What depends on the deck's language.
    words: &'static Words,
    /// Where each slide stands.
    positions: Vec<Position<'a>>,
}

/// Emits every file of a deck but those of the theme, `main.typ` first.
///
/// What cannot be set is shown as its source, and is a finding. Its charts and layouts are settled: see
/// [`settle()`]. `missing`: the characters that no font has.
pub(crate) fn emit(
    emission: &Emission,
    missing: &BTreeSet<char>,
    findings: &mut Diagnostics,
) -> Vec<EmittedFile> {
    let deck = emission.deck;
    let (mut slides, mut extra) = (Vec::new(), Vec::new());
    for (index, slide) in deck.slides().enumerate() {
        let mut files = emission.slide(index, slide, &Setting::default(), findings);
        extra.extend(files.split_off(1));
        slides.append(&mut files);
    }
    let clusters = slides.iter().chain(&extra).any(|file| clusters::any(&file.text));
    let main = scaffold::main(slides.iter().map(|slide| slide.path.as_str()));
    let view = scaffold::view(deck.meta.handout.unwrap_or_default(), missing);
    let mut files =
        vec![main, emission.meta(clusters), scaffold::locale(&deck.meta.locale()), view];
    files.extend(slides);
    files.extend(extra);
    files
}

impl<'a> Emission<'a> {
    /// Prepares the emission of a deck.
    pub(crate) fn new(
        deck: &'a Deck,
        theme: &'a Theme,
        assets: &'a Assets,
        sources: &'a Sources,
    ) -> Self {
        let mut positions = Vec::new();
        let mut sections = 0;
        let mut numbers = deck.numbers();
        for section in &deck.sections {
            sections += usize::from(section.divider.is_some());
            let title = section.divider.as_ref().map(|divider| divider.title.as_slice());
            for (index, number) in numbers.by_ref().take(section.slides().count()).enumerate() {
                let is_divider = index == 0 && section.divider.is_some();
                positions.push(Position {
                    place: positions.len() + 1,
                    number,
                    level: if title.is_some() && !is_divider { 2 } else { 1 },
                    is_divider,
                    section: title.map(|title| (title, sections)),
                });
            }
        }
        let words = deck.meta.locale().words;
        Self { deck, theme, assets, sources, words, positions }
    }

    /// The path of a slide's file, or of that of one of its parts, from 1, without `.typ`.
    fn slide_name(&self, index: usize, part: usize) -> String {
        let digits = self.positions.len().to_string().len().max(2);
        let number = index + 1;
        if part > 1 {
            format!("{SLIDE_FILE}{number:0digits$}-{part}")
        } else {
            format!("{SLIDE_FILE}{number:0digits$}")
        }
    }

    /// The main file of a deck whose slides have so many parts each.
    pub(crate) fn main(&self, parts: impl Iterator<Item = usize>) -> EmittedFile {
        let paths: Vec<String> = parts
            .enumerate()
            .flat_map(|(index, parts)| (1..=parts).map(move |part| (index, part)))
            .map(|(index, part)| format!("{}.typ", self.slide_name(index, part)))
            .collect();
        scaffold::main(paths.iter().map(String::as_str))
    }

    /// `clusters`: whether a slide has characters that no font has together.
    fn meta(&self, clusters: bool) -> EmittedFile {
        let talk = self.positions.iter().filter(|position| !position.number.is_appendix());
        let sections = talk.clone().filter(|position| position.is_divider).count();
        scaffold::meta(self.deck, talk.count(), sections, clusters)
    }
}

/// Whether a file has the name of one that a slide is emitted as: `slide-07.typ`, `slide-07-2.typ`.
pub(crate) fn is_slide_file(name: &str) -> bool {
    let number = name.strip_prefix(SLIDE_FILE).and_then(|rest| rest.strip_suffix(".typ"));
    number.is_some_and(|number| number.starts_with(|c: char| c.is_ascii_digit()))
}
