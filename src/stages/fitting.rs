//! A deck → how each of its slides is set, with the boxes of its pages and all of their text.

use std::fmt::Write;
use std::path::Path;

use typst::layout::Rect;

use super::Run;
use crate::deck::block::plain_text;
use crate::engine::boxes::{self, Kind, PageBoxes, Placed};
use crate::pipeline::Fitted;

/// Markdown → for each slide its type size and its pages; for each page its body and the boxes that its
/// content has to stay in, each with what stands in it; then what is said.
pub fn fit(text: &str, root: &Path) -> String {
    let mut run = Run::new();
    let (made, found) = run.deck(text, root, |build, deck, files| {
        let fitted = build.lay_out(deck, files)?;
        let overfull = build.check_fit(&fitted);
        build.findings.0.extend(overfull.0);
        Ok(fitted)
    });
    let mut out = String::new();
    if let Some(Fitted { deck, compiled, .. }) = made {
        let pages = boxes::pages(&compiled.document);
        for (slide, fitted) in deck.slides().zip(&compiled.slides) {
            let size = fitted.size.map_or("?".to_owned(), |size| size.to_string());
            let title = plain_text(&slide.title);
            let _ = writeln!(out, "{title}: {size} pt, {} page(s)", fitted.pages.len());
            for page in pages.get(fitted.pages.clone()).unwrap_or_default() {
                show(page, &mut out);
            }
        }
    }
    out + &run.shown(&found)
}

/// A page: what stands around the body, then the body, then each box of its content.
fn show(page: &PageBoxes, out: &mut String) {
    let within = |in_body: bool, container: Option<usize>| {
        let items = page.items.iter();
        items.filter(move |item| item.in_body == in_body && item.container == container)
    };
    let around = page.items.iter().filter(|item| !item.in_body && item.container.is_none());
    let _ = writeln!(out, "  page: {}", text(around));
    if let Some(body) = page.body {
        line("body", body, within(true, None), out);
    }
    for (index, container) in page.containers.iter().enumerate() {
        let name = match container.kind {
            Kind::Plain => "box",
            Kind::Padded => "padded",
            Kind::Panel => "panel",
        };
        let own = within(true, Some(index)).chain(within(false, Some(index)));
        line(name, container.rect, own, out);
    }
}

/// A box in whole points from the upper left corner of the page, and what stands in it.
fn line<'p, 'd: 'p>(
    name: &str,
    rect: Rect,
    items: impl Iterator<Item = &'p Placed<'d>> + Clone,
    out: &mut String,
) {
    let whole = |rect: Rect| {
        let size = rect.size();
        let [x, y, width, height] = [rect.min.x, rect.min.y, size.x, size.y];
        let [x, y, width, height] = [x, y, width, height].map(|length| length.to_pt().round());
        format!("{width}×{height} at {x},{y}")
    };
    let filled = items.clone().map(|item| item.rect);
    let filled = filled.reduce(|a, b| Rect::new(a.min.min(b.min), a.max.max(b.max)));
    let filled = filled.map(|filled| format!(", filled {}", whole(filled))).unwrap_or_default();
    let text = text(items);
    let text = if text.is_empty() { text } else { format!(": {text}") };
    let _ = writeln!(out, "    {name} {}{filled}{text}", whole(rect));
}

/// The text of some items, in the order of layout; a sign for each picture.
fn text<'p, 'd: 'p>(items: impl Iterator<Item = &'p Placed<'d>>) -> String {
    let text = items.map(|item| match item.text() {
        Some(text) => text.text.as_str(),
        None if item.is_picture() => "▣",
        None => "",
    });
    text.collect()
}
