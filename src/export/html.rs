//! Document → one self-contained HTML file: the pages, and the viewer that shows them to the
//! audience and to the speaker.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use typst::introspection::Location;
use typst_layout::Page;

use super::page::{self, Drawing};
use super::talk::Talk;
use super::{Built, Exporter, Output, Shape, Unasked};
use crate::contract::Aspect;
use crate::numbers::count;
use crate::viewer;

/// NAME.html
pub(super) static EXPORTER: Exporter = Exporter {
    name: "html",
    ending: "html",
    help: "NAME.html: slides and presenter view for a browser, in one file",
    shape: Shape::File,
    unasked: Unasked::Omitted,
    write: |export| {
        let bytes = write(export.built).into_bytes();
        let pages = export.built.slides().document.pages().len();
        Ok(Output::file(bytes, count(pages, "page")))
    },
};

fn write(built: &Built) -> String {
    let document = &built.slides().document;
    let drawings: Vec<Arc<Drawing>> = document.pages().par_iter().map(page::draw).collect();
    let talk = Talk::of(built);
    let mut names = Names::default();
    let pages = document.pages().iter().zip(&drawings).enumerate().map(|(index, (page, drawing))| {
        let drawn = names.shorten(&drawing.body);
        section(&talk, index, page, &page::svg(page, &drawn, &|link| target(built, &talk, link)))
    });
    let pages: String = pages.collect();
    let all: BTreeMap<&str, &str> = drawings
        .iter()
        .flat_map(|drawing| &drawing.shared)
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    let shared: String = all.into_values().map(|text| names.shorten(text)).collect();
    viewer::file(&viewer::Deck {
        language: built.deck.meta.lang.as_deref().unwrap_or_default(),
        title: &talk.title,
        size: document.pages().first().map_or_else(|| Aspect::default().size(), page::size),
        shared: &shared,
        pages: &pages,
        talk: &serde_json::to_string(&talk).unwrap_or_default(),
    })
}

/// A page as a section that the viewer finds by its address.
pub(super) fn section(talk: &Talk, index: usize, page: &Page, svg: &str) -> String {
    let address = talk.address(index);
    let title = talk.slide_of(index).map_or("", |slide| slide.title.as_str());
    let (label, ground) = (viewer::escape(title), page::ground(page));
    // Pages that are hidden from the start cost browsers no layout.
    let hidden = if index == 0 { "" } else { " hidden=\"until-found\"" };
    format!(
        "<section id=\"{address}\" aria-label=\"{address} {label}\" style=\"--ground:{ground}\"{hidden}>{svg}</section>\n"
    )
}

/// The address of the page that a link inside the deck leads to.
pub(super) fn target(built: &Built, talk: &Talk, link: Location) -> Option<String> {
    let page = built.whole.document.introspector().position(link)?.page.get() - 1;
    let index = built.whole.slides.iter().position(|slide| slide.pages.contains(&page))?;
    let part = built.whole.slides[index].starts.iter().filter(|start| **start <= page).count();
    let starts = &built.slides().slides[index].starts;
    Some(format!("#{}", talk.address(*starts.get(part.saturating_sub(1))?)))
}

/// Short names for what pages share, unique in one file.
#[derive(Default)]
struct Names(BTreeMap<String, String>);

impl Names {
    /// Replaces the names in a drawing by short ones.
    fn shorten(&mut self, drawing: &str) -> String {
        let mut out = String::with_capacity(drawing.len());
        let mut rest = drawing;
        while let Some(at) = rest.find(['#', '"']) {
            let (before, after) = rest.split_at(at + 1);
            out.push_str(before);
            let name = name(after);
            if !name.is_empty() {
                let number = self.0.len();
                let short = self.0.entry(name.to_owned()).or_insert_with(|| short(number));
                out.push_str(short);
            }
            rest = &after[name.len()..];
        }
        out.push_str(rest);
        out
    }
}

/// The name at the start of a text, a letter and a long number; empty if there is none.
fn name(text: &str) -> &str {
    const LEAST: usize = 17;
    let digits = text.bytes().skip(1).take_while(|b| b.is_ascii_digit() || (b'A'..=b'F').contains(b));
    let length = 1 + digits.count();
    if length >= LEAST && text.starts_with(|c: char| c.is_ascii_lowercase()) { &text[..length] } else { "" }
}

/// The short name with this number. It begins with a letter that addresses of pages do not use.
fn short(mut number: usize) -> String {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let mut digits = Vec::new();
    loop {
        digits.push(char::from(DIGITS[number % 36]));
        number /= 36;
        if number == 0 {
            break;
        }
    }
    digits.push('g');
    digits.into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::{Names, short};

    #[test]
    fn names_are_short_and_the_same_everywhere() {
        let mut names = Names::default();
        let use_of = "<use href=\"#gABCDEF0123456789AB\" fill=\"#abcdef\"/>";
        assert_eq!(names.shorten(use_of), "<use href=\"#g0\" fill=\"#abcdef\"/>");
        assert_eq!(names.shorten("<g clip-path=\"url(#c11111111111111111)\">"), "<g clip-path=\"url(#g1)\">");
        assert_eq!(names.shorten("<path id=\"gABCDEF0123456789AB\" d=\"M 0\"/>"), "<path id=\"g0\" d=\"M 0\"/>");
        assert_eq!((short(35), short(36)), ("gz".to_owned(), "g10".to_owned()));
    }
}
