//! The gallery deck → `docs/gallery.md`: each slide's picture and the Markdown that makes it.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use super::Run;
use crate::deck::block::plain_text;
use crate::deck::{Deck, Slide};
use crate::fit::Compiled;
use crate::pipeline::Fitted;

/// What stands at the top of the document.
const HEAD: &str = "\
<!-- Made from slides/gallery/deck.md: `BLESS=1 cargo test --release --test cases gallery` writes it. -->

# Layouts

Each slide of `slides/gallery/deck.md` with the Markdown that makes it. `llmslides build gallery` makes
the whole deck, in any theme (`--theme`); `llmslides explain LAYOUT` says what a layout takes.
";

/// The document, and its pictures by the name of their file.
pub struct Gallery {
    /// Markdown.
    pub page: String,
    /// PNG pictures, without `.png` in their names.
    pub pictures: Vec<(String, Vec<u8>)>,
}

/// Makes the document from the text of the gallery deck; `root` is its folder.
///
/// # Errors
/// What is wrong with the deck, as it is shown.
pub fn gallery(text: &str, root: &Path, width: u32) -> Result<Gallery, String> {
    let mut run = Run::new();
    let (made, found) = run.deck(text, root, super::shown);
    let Some(Fitted { deck, compiled, .. }) = made.filter(|_| found.0.is_empty()) else {
        return Err(run.shown(&found));
    };
    let names = names(&deck, &compiled);
    let pages = super::drawn(&compiled, width);
    let page = document(&deck, text, &names);
    Ok(Gallery { page, pictures: names.into_iter().flatten().zip(pages).collect() })
}

/// For each slide the names of the pictures of its pages: the layout's, with a number from the
/// second on.
fn names(deck: &Deck, compiled: &Compiled) -> Vec<Vec<String>> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let slides = deck.slides().zip(&compiled.slides);
    let names = slides.map(|(slide, fitted)| {
        let name = |_| {
            let count = seen.entry(&slide.layout).or_default();
            *count += 1;
            match count {
                1 => slide.layout.clone(),
                count => format!("{}-{count}", slide.layout),
            }
        };
        fitted.pages.clone().map(name).collect()
    });
    names.collect()
}

fn document(deck: &Deck, text: &str, names: &[Vec<String>]) -> String {
    let theme = crate::theme::ours();
    let mut out = HEAD.to_owned();
    let mut ends: Vec<usize> = deck.slides().map(|slide| slide.span.start as usize).collect();
    // What stands before the first heading makes the title slide.
    ends[0] = 0;
    ends.push(text.len());
    let mut last = String::new();
    for (index, slide) in deck.slides().enumerate() {
        if slide.layout != last {
            last.clone_from(&slide.layout);
            let summary = theme.layout(&last).map_or("", |layout| layout.summary.as_str());
            let _ = write!(out, "\n## {last}\n\n{summary}.\n");
        }
        let alt = alt(slide);
        out.push('\n');
        for name in &names[index] {
            let _ = writeln!(out, "![{alt}](pictures/gallery/{name}.png)");
        }
        let source = without_notes(&text[ends[index]..ends[index + 1]]);
        let _ = write!(out, "\n````markdown\n{source}\n````\n");
    }
    out
}

/// What a picture shows.
fn alt(slide: &Slide) -> String {
    let title = plain_text(&slide.title);
    if title.is_empty() { slide.layout.clone() } else { format!("{}: {title}", slide.layout) }
}

/// The source of a slide without its speaker notes.
fn without_notes(source: &str) -> String {
    let mut out = source.to_owned();
    while let Some(start) = out.find("<!--") {
        let end = out[start..].find("-->").map_or(out.len(), |at| start + at + 3);
        out.replace_range(start..end, "");
    }
    out.trim().to_owned()
}
