//! remark: notes below `???`, increments, properties at the top of a slide, classes around brackets.

mod brackets;
mod knitr;
mod marked;
mod properties;
mod templates;

use std::ops::Range;

use comrak::nodes::{AstNode, NodeValue};

use super::{Adapter, Dialect, Div, Manner, OWN, Setting, reveal};
use crate::deck::markdown::blocks::Content;
use crate::deck::markdown::scan::{Mark, Scan};
use crate::deck::markdown::slides::{Cut, Making};
use crate::deck::markdown::yaml::Node;
use crate::deck::markdown::{Reader, Split, front};
use crate::deck::{Block, Image};
use crate::diag::Span;
pub(in crate::deck::markdown) use templates::apply as apply_templates;

/// remark, and xaringan, which is built on it.
pub(super) struct Remark;

/// Every line of dashes ends a slide, and a class is a style.
pub(super) const MANNER: Manner = Manner {
    split: Some(Split::Rulers),
    ends_slides: |scanned| scanned.rulers.clone(),
    makes_title: true,
    title_apart: true,
    has_styles: true,
    page_pixels: Some(1210.0),
    escapes_formulas: true,
    ..OWN
};

/// What is set for a slide.
pub(super) fn settings(reader: &Reader, cut: &Cut) -> Option<Vec<Setting>> {
    (reader.dialect == Dialect::Remark).then(|| properties::of(reader, cut))
}

/// Whether settings at the top of a text, without rulers around them, are properties of remark's.
pub(super) fn is_meant<'l, L: Iterator<Item = &'l str>>(
    head: Range<usize>,
    lines: impl Fn() -> L,
) -> bool {
    lines().skip(head.start).take(head.len()).any(properties::is_own)
        || lines().any(|line| line.trim_end() == "???" || brackets::opens(line))
}

impl Adapter for Remark {
    fn dialect(&self) -> Dialect {
        Dialect::Remark
    }

    fn gives_away(&self, scan: &Scan, index: usize) -> bool {
        let line = scan.lines.text(index).trim_end();
        line == "???"
            || brackets::opens(line)
            || properties::open_slide(scan, index)
            || scan.front_matter().contains("xaringan::")
    }

    fn line(&self, scan: &mut Scan, index: usize) -> usize {
        if scan.found.dialect != Dialect::Remark {
            return 0;
        }
        let line = scan.lines.text(index).trim_end();
        match line {
            "--" => scan.mark(index..index + 1, Mark::Step),
            "???" => reveal::notes(scan, index),
            _ if reveal::note(line).is_some() => reveal::notes(scan, index),
            _ if properties::is_property(line) => properties::take(scan, index),
            _ => {
                let taken = brackets::take(scan, index);
                let said = if taken == 0 { said(line) } else { None };
                said.map_or(taken, |said| scan.rewrite(index, said))
            }
        }
    }

    fn div<'a>(&self, reader: &mut Reader<'a, '_>, div: &Div<'a>, out: &mut Content) -> bool {
        if reader.dialect != Dialect::Remark {
            return false;
        }
        let Some(share) = brackets::share(&div.attributes.classes.join(".")) else {
            return brackets::columns(reader, div.node, out);
        };
        let mut blocks = reader.nested(div.node, out);
        for block in &mut blocks {
            if let Block::Image(image) = &mut block.value
                && !image.has_size()
            {
                image.width = Some(share.clone());
            }
        }
        out.blocks.append(&mut blocks);
        true
    }

    fn block<'a>(
        &self,
        reader: &mut Reader<'a, '_>,
        node: &'a AstNode<'a>,
        out: &mut Content,
    ) -> bool {
        reader.dialect == Dialect::Remark
            && matches!(node.data().value, NodeValue::Paragraph)
            && brackets::columns(reader, node, out)
    }

    fn key(&self, front: &mut front::Reader, name: &str, value: &Node) -> bool {
        front.front.has_own_title |= name == "output" && knitr::leaves_title_out(value);
        false
    }

    fn inline(&self, reader: &mut Reader, text: &str, span: Span) -> Option<String> {
        if reader.dialect != Dialect::Remark {
            return None;
        }
        let expanded = properties::expanded(reader, text);
        brackets::without(reader, expanded.as_deref().unwrap_or(text), span).or(expanded)
    }

    fn size(&self, reader: &mut Reader, image: &mut Image, span: Span) {
        let Some(rest) = image.alt.strip_prefix(':').filter(|_| reader.dialect == Dialect::Remark)
        else {
            return;
        };
        let (name, arguments) = rest.split_once(' ').unwrap_or((rest, ""));
        if arguments.ends_with('%') && !arguments.contains(' ') {
            image.width = Some(arguments.to_owned());
        } else {
            reader.ignore("unknown-directive", format!("the macro `:{name}`"), span);
        }
        image.alt.clear();
    }

    fn directives(&self, reader: &mut Reader, making: &mut Making) {
        if reader.dialect == Dialect::Remark {
            marked::take(reader, &mut making.content.blocks);
        }
    }

    fn setting(&self, reader: &mut Reader, making: &mut Making, setting: &Setting) -> bool {
        reader.dialect == Dialect::Remark && properties::apply(reader, making, setting)
    }
}

/// A line with what R says in it, and a heading with the blank behind its signs that remark does not ask
/// for; `None` if it has neither.
fn said(line: &str) -> Option<String> {
    let named = knitr::named(line).or_else(|| knitr::pictured(line));
    let pictured = knitr::emoji(named.as_deref().unwrap_or(line)).or(named);
    let line = pictured.as_deref().unwrap_or(line);
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    // One sign may be that of a number or of a tag.
    let is_heading = (2..=6).contains(&level) && !text.starts_with([' ', '\t']) && !text.is_empty();
    match is_heading {
        true => Some(format!("{} {text}", &line[..level])),
        false => pictured,
    }
}
