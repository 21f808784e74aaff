//! Quarto, beside what Pandoc has: callouts, options of cells, shortcodes.

use super::{Adapter, Dialect, Div};
use crate::deck::block::{AlertKind, plain_text};
use crate::deck::markdown::Reader;
use crate::deck::markdown::blocks::Content;
use crate::deck::markdown::listing::Listing;
use crate::deck::{Block, Spanned};

/// Quarto; its decks are Pandoc's.
pub(super) struct Quarto;

impl Adapter for Quarto {
    fn dialect(&self) -> Dialect {
        Dialect::Pandoc
    }

    fn include<'t>(&self, text: &'t str) -> Option<&'t str> {
        shortcode(text)
    }

    fn ignored(&self) -> &'static [&'static str] {
        &[
            "format", "execute", "filters", "slide-number", "categories", "editor", "jupyter",
            "engine", "logo", "title-slide-attributes", "code-fold", "embed-resources", "draft",
            "tags",
        ]
    }

    fn styles(&self) -> &'static [&'static str] {
        &["smaller", "scrollable", "center", "nostretch", "auto-animate"]
    }

    fn div<'a>(&self, reader: &mut Reader<'a, '_>, div: &Div<'a>, out: &mut Content) -> bool {
        let Some(kind) = div.attributes.classes.first().and_then(|name| callout(name)) else {
            return false;
        };
        let span = reader.line_span(div.node.data().sourcepos.start.line);
        let mut title = div.attributes.get("title").map(str::to_owned);
        let mut blocks = reader.nested(div.node, out);
        // A heading at its top is its title.
        if title.is_none()
            && let Some(Block::Heading { content, .. }) = blocks.first().map(|b| &b.value)
        {
            title = Some(plain_text(content));
            blocks.remove(0);
        }
        out.blocks.push(Spanned::new(Block::Alert { kind, title, blocks }, span));
        true
    }

    fn listing(&self, listing: &mut Listing) {
        cell_options(listing);
    }
}

/// The path in `{{< include part.md >}}`, if that is all of the text.
fn shortcode(text: &str) -> Option<&str> {
    let inner = text.trim().strip_prefix("{{<")?.strip_suffix(">}}")?.trim();
    let path = inner.strip_prefix("include")?;
    let path = path.strip_prefix([' ', '\t'])?.trim().trim_matches(['"', '\'']);
    (!path.is_empty()).then_some(path)
}

/// The remark that a class makes.
fn callout(name: &str) -> Option<AlertKind> {
    Some(match name {
        "callout-note" | "note" | "info" => AlertKind::Note,
        "callout-tip" | "tip" => AlertKind::Tip,
        "callout-important" | "important" => AlertKind::Important,
        "callout-warning" | "warning" => AlertKind::Warning,
        "callout-caution" | "caution" | "danger" => AlertKind::Caution,
        _ => return None,
    })
}

/// Takes the options at the top of a cell, `#| fig-cap: …`.
fn cell_options(listing: &mut Listing) {
    let mut cut = 0;
    for line in listing.text.split_inclusive('\n') {
        let option = ["#| ", "//| ", "%%| "].iter().find_map(|mark| line.strip_prefix(mark));
        let Some((key, value)) = option.and_then(|option| option.split_once(':')) else { break };
        let value = value.trim().trim_matches('"');
        let name = match key.trim() {
            "code-line-numbers" if !matches!(value, "true" | "false") => "highlight",
            "filename" => "title",
            _ => "",
        };
        if !name.is_empty() {
            listing.options.insert(name.to_owned(), value.to_owned());
        }
        cut += line.len();
    }
    listing.cut(cut);
}
