//! remark: notes below `???`, increments, properties at the top of a slide, classes around brackets.

mod brackets;
mod knitr;
mod properties;
mod templates;

use super::{Adapter, Dialect, Div, Manner, OWN, Setting, reveal};
use crate::deck::markdown::blocks::Content;
use crate::deck::markdown::scan::{Mark, Scan};
use crate::deck::markdown::slides::Making;
use crate::deck::markdown::{Reader, Split};
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
    ..OWN
};

impl Adapter for Remark {
    fn dialect(&self) -> Dialect {
        Dialect::Remark
    }

    fn gives_away(&self, scan: &Scan, index: usize) -> bool {
        let line = scan.lines.text(index).trim_end();
        line == "???" || brackets::opens(line) || properties::open_slide(scan, index)
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
            _ => match (brackets::take(scan, index), knitr::named(line)) {
                (0, Some(named)) => scan.rewrite(index, named),
                (count, _) => count,
            },
        }
    }

    fn div<'a>(&self, reader: &mut Reader<'a, '_>, div: &Div<'a>, out: &mut Content) -> bool {
        reader.dialect == Dialect::Remark && brackets::columns(reader, div.node, out)
    }

    fn inline(&self, reader: &mut Reader, text: &str, span: Span) -> Option<String> {
        (reader.dialect == Dialect::Remark).then(|| brackets::without(reader, text, span))?
    }

    fn setting(&self, reader: &mut Reader, making: &mut Making, setting: &Setting) -> bool {
        reader.dialect == Dialect::Remark && properties::apply(reader, making, setting)
    }
}
