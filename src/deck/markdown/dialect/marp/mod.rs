//! Marp: comments that are directives, words in the alternative text of pictures.

mod directives;
pub(super) mod globals;
mod pictures;

pub(in crate::deck::markdown) use directives::Running;

use super::{Adapter, Background, Dialect, Manner, OWN};
use crate::deck::Image;
use crate::deck::markdown::comments::Comment;
use crate::deck::markdown::layout::Named;
use crate::deck::markdown::slides::Making;
use crate::deck::markdown::yaml::Node;
use crate::deck::markdown::{Reader, Split, columns, front};
use crate::diag::Span;

/// Marp.
pub(super) struct Marp;

/// Line ends are kept, and a class is a style.
pub(super) const MANNER: Manner = Manner {
    split: Some(Split::Rulers),
    makes_title: false,
    keeps_lines: true,
    has_styles: true,
    ..OWN
};

impl Adapter for Marp {
    fn dialect(&self) -> Dialect {
        Dialect::Marp
    }

    fn ignored(&self) -> &'static [&'static str] {
        &[
            "marp", "paginate", "style", "math", "backgroundColor", "backgroundPosition",
            "backgroundRepeat", "backgroundSize", "color", "url", "image", "transition",
            "auto-scaling",
        ]
    }

    fn key(&self, front: &mut front::Reader, name: &str, value: &Node) -> bool {
        match name {
            "headingDivider" => {
                let level = |level: &Node| front.values.number(name, level).map(|n| n as u8);
                front.front.heading_divider = globals::levels(value, level);
            }
            "size" => front.aspect(name, value, globals::aspect),
            _ => return directives::key(front, name, value),
        }
        true
    }

    fn has_theme(&self, name: &str) -> bool {
        matches!(name, "gaia" | "uncover")
    }

    fn layout(&self, name: &str) -> Option<Named> {
        (name == "lead").then(|| Named { is_lead: true, ..Named::new("statement", &[]) })
    }

    fn styles(&self) -> &'static [&'static str] {
        &["invert"]
    }

    fn comment(&self, text: &str) -> Option<Comment> {
        directives::comment(text)
    }

    fn directives(&self, reader: &mut Reader, making: &mut Making) {
        directives::apply(reader, making);
    }

    fn size(&self, reader: &mut Reader, image: &mut Image, span: Span) {
        pictures::size(reader, image, span);
    }

    fn background(&self, reader: &Reader, image: &mut Image) -> Option<Background> {
        pictures::background(reader, image)
    }

    fn slots(&self, making: &mut Making) {
        pictures::place(making);
        if let Some(row) = making.row.take() {
            columns::place(&row, &mut making.content);
        }
    }
}
