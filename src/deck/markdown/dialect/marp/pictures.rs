//! Words in the alternative text of a picture: its size, filters, and whether it stands behind the slide.

use crate::deck::block::only_pictures;
use crate::deck::markdown::Reader;
use crate::deck::markdown::dialect::{Background, Dialect};
use crate::deck::markdown::slides::Making;
use crate::deck::{Block, Column, Image, Spanned};
use crate::diag::Span;

/// Filters of CSS that Marp takes, with a value behind a colon or without one.
const FILTERS: [&str; 10] = [
    "blur", "brightness", "contrast", "drop-shadow", "grayscale", "hue-rotate", "invert",
    "opacity", "saturate", "sepia",
];

/// Takes the words about size and filters out of the alternative text.
pub(super) fn size(reader: &mut Reader, image: &mut Image, span: Span) {
    let is_marp = reader.dialect == Dialect::Marp;
    let mut kept = Vec::new();
    let all = image.alt.split_whitespace().count();
    for word in image.alt.clone().split_whitespace() {
        match word.split_once(':') {
            Some(("w" | "width", value)) => image.width = length(value),
            Some(("h" | "height", value)) => image.height = length(value),
            Some((name, _)) if FILTERS.contains(&name) => filter(reader, word, span),
            None if is_marp && FILTERS.contains(&word) => filter(reader, word, span),
            _ => kept.push(word.to_owned()),
        }
    }
    // Only the keywords are taken out; any other text keeps its blanks.
    if kept.len() < all {
        image.alt = kept.join(" ");
    }
}

fn filter(reader: &mut Reader, word: &str, span: Span) {
    let name = word.split(':').next().unwrap_or(word);
    reader.ignore("unknown-directive", format!("the filter `{name}` of a picture"), span);
}

/// A length that says something: `auto` does not.
fn length(value: &str) -> Option<String> {
    (value != "auto").then(|| value.to_owned())
}

/// `![bg right:40%](…)`: takes the keywords out of the alternative text and says where the picture
/// stands; `None` if it stands in its place. Marp finds `bg` anywhere among the words.
pub(super) fn background(reader: &Reader, image: &mut Image) -> Option<Background> {
    let alt = std::mem::take(&mut image.alt);
    let mut words = alt.split_whitespace();
    let is_marp = reader.dialect == Dialect::Marp;
    let is_background = match is_marp {
        true => words.any(|word| word == "bg"),
        false => words.next() == Some("bg"),
    };
    if !is_background {
        image.alt = alt;
        return None;
    }
    let mut found = Background { covers: !image.has_size(), ..Background::default() };
    let mut kept = Vec::new();
    for word in alt.split_whitespace() {
        let (name, value) = word.split_once(':').unwrap_or((word, ""));
        match name {
            "left" => (found.side, found.share) = (Some("left"), share(value)),
            "right" => (found.side, found.share) = (Some("right"), share(value)),
            "vertical" => found.is_vertical = true,
            "fit" | "contain" | "auto" => found.covers = false,
            "bg" | "cover" | "horizontal" => {}
            _ if is_percentage(word) => {
                found.covers = false;
                image.width = Some(word.to_owned());
            }
            _ => kept.push(word),
        }
    }
    image.alt = kept.join(" ");
    Some(found)
}

/// The share of the page that a side takes, as far as the layout goes.
fn share(value: &str) -> Option<u8> {
    let percent: f64 = value.strip_suffix('%')?.parse().ok()?;
    // A number out of range becomes the nearest one.
    Some((percent.round() as u8).clamp(20, 70))
}

fn is_percentage(word: &str) -> bool {
    word.strip_suffix('%').is_some_and(|number| number.parse::<f64>().is_ok())
}

/// Puts the pictures that stand behind a slide where they can be seen whole: one beside the text or
/// behind it, several side by side.
pub(super) fn place(making: &mut Making) {
    let mut all = std::mem::take(&mut making.content.backgrounds);
    let is_vertical = all.iter().any(|picture| picture.is_vertical);
    match all.len() {
        0 => {}
        1 if all[0].side.is_none() || !shows_pictures(&making.content.blocks) => {
            place_one(making, all.remove(0));
        }
        _ if !making.content.blocks.is_empty()
            && let Some(side) = split(&all) =>
        {
            place_beside(making, all, side);
        }
        _ if is_vertical => making.content.blocks.extend(all.into_iter().map(block)),
        _ => {
            let span = all[0].span;
            let column = |picture: Spanned<Background>| {
                let span = picture.span;
                Spanned::new(Column { width: None, blocks: vec![block(picture)] }, span)
            };
            let columns = all.into_iter().map(column).collect();
            making.content.blocks.push(Spanned::new(Block::Columns(columns), span));
        }
    }
}

/// Whether one of the blocks is a picture: the layout for one beside the text has room for a single
/// one.
fn shows_pictures(blocks: &[Spanned<Block>]) -> bool {
    blocks.iter().any(|block| match &block.value {
        Block::Image(_) => true,
        Block::Paragraph(content) => only_pictures(content).is_some(),
        _ => false,
    })
}

/// The side that is named last.
fn split(all: &[Spanned<Background>]) -> Option<&'static str> {
    all.iter().rev().find_map(|picture| picture.side)
}

/// Puts several pictures on one side of what else stands on the slide.
fn place_beside(making: &mut Making, all: Vec<Spanned<Background>>, side: &str) {
    let span = all[0].span;
    let share = all.iter().rev().find_map(|picture| picture.share);
    let pictures: Vec<_> = all.into_iter().map(block).collect();
    let text = std::mem::take(&mut making.content.blocks);
    let mut columns: Vec<_> = [pictures, text]
        .into_iter()
        .zip([share, share.map(|share| 100 - share)])
        .map(|(blocks, share)| {
            let place = blocks.first().map_or(span, |block| block.span);
            let width = share.map(|share| format!("{share}%"));
            Spanned::new(Column { width, blocks }, place)
        })
        .collect();
    if side == "right" {
        columns.reverse();
    }
    making.content.blocks.push(Spanned::new(Block::Columns(columns), span));
}

fn place_one(making: &mut Making, picture: Spanned<Background>) {
    let is_empty = making.slide.title.is_empty() && making.content.blocks.is_empty();
    let content = &mut making.content;
    match picture.side {
        Some(side) => {
            (content.side, content.bleed) = (Some(side), picture.covers);
            content.share = picture.share;
            content.blocks.insert(0, block(picture));
        }
        None if picture.covers && !is_empty => {
            let path = picture.value.image.path;
            making.slide.options.entry("background".into()).or_insert(path);
        }
        // With nothing on it, there is nothing that the picture would have to stand back for.
        None => {
            if picture.covers {
                (content.side, content.bleed) = (Some("full"), true);
            }
            content.blocks.push(block(picture));
        }
    }
}

fn block(picture: Spanned<Background>) -> Spanned<Block> {
    // Beside the text, a share of the page is a share of the picture's side.
    let mut image = picture.value.image;
    if picture.value.side.is_some() {
        (image.width, image.height) = (None, None);
    }
    Spanned::new(Block::Image(image), picture.span)
}
