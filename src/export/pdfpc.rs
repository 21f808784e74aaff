//! Compiled deck → what a presenter console shows: a `.pdfpc` file beside the PDF, with the notes of
//! each page. Format 2, as `schema/pdfpc.json` of pdfpc says.

use serde::Serialize;

use super::{Exporter, Output, Shape, Unasked};
use crate::deck::notes::spoken;
use crate::deck::{Deck, Slide};
use crate::fit::FittedSlide;
use crate::numbers::count;

/// NAME.pdfpc
pub(super) static EXPORTER: Exporter = Exporter {
    name: "pdfpc",
    ending: "pdfpc",
    help: "NAME.pdfpc: the notes for the presenter console pdfpc, page by page",
    shape: Shape::File,
    unasked: Unasked::Omitted,
    write: |export| {
        let view = export.built.slides();
        let bytes = write(&export.built.deck, &view.slides).into_bytes();
        Ok(Output::file(bytes, count(view.document.pages().len(), "page")))
    },
};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct File {
    pdfpc_format: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration: Option<u32>,
    pages: Vec<Page>,
}

#[derive(Serialize)]
struct Page {
    /// Its number in the PDF, from 0.
    idx: usize,
    /// Its label in the PDF. The pages of a slide share it.
    label: String,
    /// Its index among the pages with this label, from 0.
    overlay: usize,
    #[serde(skip_serializing_if = "String::is_empty")]
    note: String,
}

/// Writes the notes of a deck, those of a slide on each of its pages, and how long the talk is to take.
/// `slides`: how they came out.
pub(crate) fn write(deck: &Deck, slides: &[FittedSlide]) -> String {
    let numbered = deck.slides().zip(deck.numbers()).zip(slides);
    let pages = numbered.flat_map(|((slide, number), fitted)| {
        fitted.pages.clone().enumerate().map(move |(overlay, idx)| Page {
            idx,
            label: number.to_string(),
            overlay,
            note: note(deck, slide, fitted, idx),
        })
    });
    // The format has whole minutes only, at least 1.
    let duration = deck.meta.duration.map(|minutes| minutes.round().max(1.0) as u32);
    let file = File { pdfpc_format: 2, duration, pages: pages.collect() };
    let mut text = serde_json::to_string_pretty(&file).unwrap_or_default();
    text.push('\n');
    text
}

/// What is said on a page; on one of a continued slide with the part that it shows.
fn note(deck: &Deck, slide: &Slide, fitted: &FittedSlide, page: usize) -> String {
    let part = fitted.starts.iter().filter(|start| **start <= page).count();
    let count = fitted.parts;
    let notes = spoken(&slide.notes);
    if notes.is_empty() || count < 2 {
        return notes;
    }
    let part = deck.meta.locale().words.part(part, count);
    format!("{}\n\n{}", part.trim_start(), notes)
}

#[cfg(test)]
mod tests {
    use super::write;
    use crate::deck::{Deck, Meta, Section, Slide};
    use crate::fit::FittedSlide;

    #[test]
    fn each_page_has_the_notes_of_its_slide_and_a_continued_one_says_which_part_it_is() {
        let slide = |notes: &str| Slide { notes: notes.to_owned(), ..Slide::default() };
        let section = Section { slides: vec![slide("甲"), slide("乙")], ..Section::default() };
        let meta = Meta { duration: Some(45.4), lang: Some("zh-CN".to_owned()), ..Meta::default() };
        let deck = Deck { meta, sections: vec![section] };
        let fitted = |pages, starts: &[usize]| FittedSlide {
            pages,
            parts: starts.len(),
            starts: starts.to_vec(),
            steps: 0,
            size: None,
        };
        let text = write(&deck, &[fitted(0..2, &[0]), fitted(2..5, &[2, 4])]);
        let file: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(file["duration"], 45);
        let pages = file["pages"].as_array().expect("pages").iter();
        let pages: Vec<String> = pages
            .map(|page| {
                format!("{} {} {} {}", page["idx"], page["label"], page["overlay"], page["note"])
            })
            .collect();
        let expected = [
            r#"0 "1" 0 "甲""#,
            r#"1 "1" 1 "甲""#,
            r#"2 "2" 0 "（1/2）\n\n乙""#,
            r#"3 "2" 1 "（1/2）\n\n乙""#,
            r#"4 "2" 2 "（2/2）\n\n乙""#,
        ];
        assert_eq!(pages, expected);
    }
}
