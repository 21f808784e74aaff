//! [`Deck`] → Markdown that a person would have written, and that reads as the same deck.
//!
//! Marks are escaped only where they would be markup. What comes out is read again: a slide that
//! does not come back as it was is written with every mark escaped.

mod blocks;
mod escape;
mod front;
mod inlines;

use std::fmt::Write;

use super::comments::{self, Comment};
use super::layout;
use super::slides::on_divider;
use crate::deck::block::{plain_text, visit_blocks, visit_inlines};
use crate::deck::{Block, Deck, Inline, Slide, Spanned, json};
pub(crate) use inlines::inlines as write_inlines;

/// How much is escaped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Care {
    /// What would be markup.
    Light,
    /// Every ASCII mark.
    Full,
}

/// Writes blocks as they stand between others, without a line end behind the last.
pub(crate) fn write_blocks(content: &[Spanned<Block>], care: Care) -> String {
    let mut out = String::new();
    blocks::blocks(content, "", care, &mut out);
    out.truncate(out.trim_end_matches('\n').len());
    out
}

/// Writes a deck. `remark` may give a comment for a slide, by its index, that no reader of the
/// deck takes for notes.
pub(crate) fn write(deck: &Deck, remark: &dyn Fn(usize) -> Option<String>) -> String {
    let deck = json::merged(deck);
    let slides: Vec<&Slide> = deck.slides().collect();
    let text = compose(&deck, &vec![Care::Light; slides.len()], remark);
    let back = read_back(&text);
    let same = back.slides().count() == slides.len();
    let care: Vec<Care> = slides
        .iter()
        .zip(back.slides())
        .map(|(was, is)| if same && essence(was) == essence(is) { Care::Light } else { Care::Full })
        .collect();
    if same && care.iter().all(|care| *care == Care::Light) {
        return text;
    }
    let care = if same { care } else { vec![Care::Full; slides.len()] };
    compose(&deck, &care, remark)
}

/// The deck in Markdown that was written, as it will be read: slips are mended in every file.
pub(crate) fn read_back(text: &str) -> Deck {
    let clean = super::clean(text, None);
    json::merged(&super::read_text(clean.as_ref().map_or(text, |clean| &clean.text)))
}

/// What must be the same when a slide is read again.
fn essence(slide: &Slide) -> String {
    let mut out = format!("{}\n{}\n{:?}\n", plain_text(&slide.title), slide.layout, slide.options);
    visit_blocks(&slide.blocks, &mut |block| {
        out.push_str(block.kind());
        if let Block::Code { text, .. } | Block::Math(text) | Block::Typst { source: text, .. } =
            &block.value
        {
            out.push_str(text);
        }
        out.push('\n');
    });
    visit_inlines(slide, &mut |inline| match &inline.value {
        Inline::Text(text) | Inline::Code(text) | Inline::Math(text) => out.push_str(text),
        Inline::Break => out.push('\n'),
        _ => {}
    });
    out.push('\n');
    out.push_str(&slide.notes);
    out
}

fn compose(deck: &Deck, care: &[Care], remark: &dyn Fn(usize) -> Option<String>) -> String {
    let mut out = front::write(&deck.meta);
    let mut index = 0;
    for (number, section) in deck.sections.iter().enumerate() {
        let divider = section.divider.iter().map(|slide| (slide, 1));
        for (slide, level) in divider.chain(section.slides.iter().map(|slide| (slide, 2))) {
            let first = number == 0 && index == 0;
            let is_appendix = section.appendix && level == 1;
            let place = Place { level, is_appendix, care: care[index], first };
            one_slide(deck, slide, place, remark(index), &mut out);
            index += 1;
        }
    }
    out
}

/// Where a slide stands, and how it is written.
struct Place {
    /// Number of hashes.
    level: usize,
    /// Whether it opens an appendix.
    is_appendix: bool,
    care: Care,
    /// Whether it is the very first.
    first: bool,
}

fn one_slide(deck: &Deck, slide: &Slide, place: Place, remark: Option<String>, out: &mut String) {
    let made = place.first && slide.layout == "title" && is_front(deck, slide);
    let filled = slide.layout == "agenda" && slide.blocks.is_empty() && slide.notes.is_empty();
    // Both are made again from the front matter and the sections.
    if filled && !slide.span.is_attached() {
        return;
    }
    if !made {
        let hashes = "#".repeat(place.level);
        let title = inlines::heading(&slide.title, place.care);
        let _ = write!(out, "\n{hashes} {title}");
        out.truncate(out.trim_end_matches(' ').len());
        attributes(slide, &place, out);
        out.push('\n');
    }
    if let Some(remark) = remark {
        let _ = write!(out, "\n<!-- llmslides: {remark} -->\n");
    }
    if !made && !slide.blocks.is_empty() {
        out.push('\n');
        blocks::blocks(&slide.blocks, "", place.care, out);
    }
    if !slide.notes.is_empty() {
        notes(&slide.notes, out);
    }
}

/// Whether a title slide says what the front matter does.
fn is_front(deck: &Deck, slide: &Slide) -> bool {
    deck.meta.title.as_ref().is_some_and(|title| *title == plain_text(&slide.title))
}

/// `{.cards columns=2 #id}`, where it is not what the content suggests by itself.
fn attributes(slide: &Slide, place: &Place, out: &mut String) {
    let mut words = Vec::new();
    let is_divider = place.level == 1;
    let implied = match is_divider {
        false => layout::infer(slide),
        true if on_divider(&slide.blocks, false) => "section",
        // The list on it is there because it is named.
        true => "",
    };
    if place.is_appendix {
        words.push(".appendix".to_owned());
    } else if slide.layout != implied || slide.layout != "content" && !is_divider {
        words.push(format!(".{}", slide.layout));
    }
    for (key, value) in &slide.options {
        let plain =
            !value.is_empty() && value.chars().all(|c| c.is_alphanumeric() || "-_.%".contains(c));
        words.push(match (key.as_str(), plain) {
            ("id", _) => format!("#{value}"),
            (key, true) => format!("{key}={value}"),
            (key, false) => format!("{key}=\"{}\"", value.replace('"', "'")),
        });
    }
    if !words.is_empty() {
        let _ = write!(out, " {{{}}}", words.join(" "));
    }
}

/// Notes as a comment, or as a fenced div where a comment would end too early or mean something.
fn notes(notes: &str, out: &mut String) {
    let is_notes = matches!(comments::classify(&format!("\n{notes}\n")), Comment::Notes(text) if text == notes);
    if is_notes && !notes.contains("-->") && !notes.contains("--!>") {
        let _ = write!(out, "\n<!--\n{notes}\n-->\n");
        return;
    }
    let fenced = notes.lines().any(|line| line.trim_start().starts_with(":::"));
    let notes = if fenced { notes.replace(":::", "\\:::") } else { notes.to_owned() };
    let _ = write!(out, "\n::: notes\n{notes}\n:::\n");
}
