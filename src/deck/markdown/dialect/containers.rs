//! Boxes as VuePress, Docusaurus, Zenn and Qiita write them: `::: tip Title`, `:::message alert`,
//! `:::details Title`.

use super::{Adapter, Div, quarto};
use crate::deck::block::AlertKind;
use crate::deck::markdown::Reader;
use crate::deck::markdown::blocks::Content;
use crate::deck::{Block, Inline, Spanned};

/// The tools of documentation and blogs.
pub(super) struct Containers;

impl Adapter for Containers {
    fn div<'a>(&self, reader: &mut Reader<'a, '_>, div: &Div<'a>, out: &mut Content) -> bool {
        let info = div.info.trim();
        let (name, rest) = info.split_once(char::is_whitespace).unwrap_or((info, ""));
        let rest = rest.trim();
        if rest.contains(['{', '=']) {
            return false;
        }
        let span = reader.line_span(div.node.data().sourcepos.start.line);
        if name == "details" {
            if !rest.is_empty() {
                let title = vec![Spanned::new(Inline::Text(rest.to_owned()), span)];
                let title = vec![Spanned::new(Inline::Strong(title), span)];
                out.blocks.push(Spanned::new(Block::Paragraph(title), span));
            }
            div.node.children().for_each(|child| reader.block(child, out));
            return true;
        }
        let Some((kind, title)) = remark(name, rest) else { return false };
        let blocks = reader.nested(div.node, out);
        out.blocks.push(Spanned::new(Block::Alert { kind, title, blocks }, span));
        true
    }
}

/// The remark of a box, and its title.
fn remark(name: &str, rest: &str) -> Option<(AlertKind, Option<String>)> {
    let titled = (!rest.is_empty()).then(|| rest.to_owned());
    match (name, rest) {
        ("message" | "note", "") => Some((AlertKind::Note, None)),
        ("message", "alert") | ("note", "warn") => Some((AlertKind::Warning, None)),
        ("note", "info") => Some((AlertKind::Note, None)),
        ("note", "alert") => Some((AlertKind::Caution, None)),
        ("message", _) => Some((AlertKind::Note, titled)),
        ("check", _) => Some((AlertKind::Tip, titled)),
        _ => quarto::callout(name).filter(|_| titled.is_some()).map(|kind| (kind, titled)),
    }
}
