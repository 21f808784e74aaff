//! Slidev: settings between rulers, layouts of its own with slots, clicks.

mod clicks;
mod lines;
mod marks;
mod settings;
mod slots;
mod snippets;
mod texts;

use comrak::nodes::{AstNode, NodeValue};

use super::{Adapter, Dialect, Div, Manner, OWN, Setting, reveal};
use crate::contract::Aspect;
use crate::deck::markdown::blocks::Content;
use crate::deck::markdown::comments::Comment;
use crate::deck::markdown::html::Tag;
use crate::deck::markdown::layout::{INFER, Named};
use crate::deck::markdown::listing::Listing;
use crate::deck::markdown::scan::Scan;
use crate::deck::markdown::slides::Making;
use crate::deck::markdown::yaml::Node;
use crate::deck::markdown::{Reader, Split, attributes, front};
use crate::deck::{Block, Inline, ListKind, Spanned};
use crate::diag::Span;
use crate::names;
use clicks::Click;
pub(super) use settings::{is_hidden, part};
pub(super) use slots::is_later_slot;

/// Slidev.
pub(super) struct Slidev;

/// Every line of dashes ends a slide.
pub(super) const MANNER: Manner = Manner {
    split: Some(Split::Rulers),
    ends_slides: |scanned| scanned.rulers.clone(),
    makes_title: false,
    page_pixels: Some(980.0),
    has_components: true,
    ..OWN
};

/// Keys of the front matter that say nothing of how a slide looks here.
const IGNORED: [&str; 54] = [
    "mdc",
    "highlighter",
    "lineNumbers",
    "drawings",
    "fonts",
    "colorSchema",
    "routerMode",
    "exportFilename",
    "export",
    "seoMeta",
    "layout",
    "background",
    "clicks",
    "info",
    "titleTemplate",
    "canvasWidth",
    "selectable",
    "favicon",
    "monaco",
    "download",
    "addons",
    "themeConfig",
    "defaults",
    "twoslash",
    "presenter",
    "remote",
    "overviewSnapshots",
    "record",
    "htmlAttrs",
    "codeCopy",
    "browserExporter",
    "hideInToc",
    "comark",
    "wakeLock",
    "contextMenu",
    "class",
    "transition",
    "clickAnimation",
    "clicksStart",
    "dragPos",
    "level",
    "magicMoveCopy",
    "magicMoveDuration",
    "monacoRunAdditionalDeps",
    "monacoTypesAdditionalPackages",
    "monacoTypesSource",
    "notesAutoRuby",
    "plantUmlServer",
    "preload",
    "pwa",
    "remoteAssets",
    "routeAlias",
    "timer",
    "zoom",
];

impl Adapter for Slidev {
    fn dialect(&self) -> Dialect {
        Dialect::Slidev
    }

    fn line(&self, scan: &mut Scan, index: usize) -> usize {
        let settings = settings::take(scan, index);
        let lines = if settings == 0 { lines::take(scan, index) } else { settings };
        if lines == 0 { clicks::take_line(scan, index) } else { lines }
    }

    fn mention<'t>(&self, line: &'t str) -> Option<&'t str> {
        let part = line.strip_prefix("src:").map(|path| settings::part_path(path.trim()));
        part.or_else(|| snippets::path(line))
    }

    fn ignored(&self) -> &'static [&'static str] {
        &IGNORED
    }

    fn key(&self, front: &mut front::Reader, name: &str, value: &Node) -> bool {
        match name {
            "layout" => {
                let span = front.values.span(value);
                front.front.layout = front.values.text(name, value).map(|layout| (layout, span));
            }
            "aspectRatio" => front.aspect(name, value, Aspect::of_ratio),
            _ => return false,
        }
        true
    }

    fn has_theme(&self, name: &str) -> bool {
        matches!(name, "seriph" | "apple-basic" | "bricks" | "shibainu")
            || name.starts_with("@slidev/")
            || name.starts_with("slidev-theme-")
    }

    fn layout(&self, name: &str) -> Option<Named> {
        Some(match name {
            "cover" | "intro" => Named::new("title", &[]),
            // No layout of their own here, but no section either.
            "default" | "full" | "none" | "iframe" | "center" => Named::new(INFER, &[]),
            "two-cols" | "two-cols-header" => Named::new("columns", &[]),
            "image-left" | "iframe-left" => {
                Named::new("image", &[("side", "left"), ("bleed", "true")])
            }
            "image-right" | "iframe-right" => {
                Named::new("image", &[("side", "right"), ("bleed", "true")])
            }
            "fact" => Named::new("statement", &[]),
            "end" => Named::new("closing", &[]),
            _ => return None,
        })
    }

    /// Classes of UnoCSS.
    fn styles(&self) -> &'static [&'static str] {
        &["text-center", "px-20", "dark"]
    }

    fn block<'a>(
        &self,
        reader: &mut Reader<'a, '_>,
        node: &'a AstNode<'a>,
        out: &mut Content,
    ) -> bool {
        if snippets::take(reader, node, out) {
            return true;
        }
        if matches!(node.data().value, NodeValue::Paragraph)
            && let Some(click) = clicks::unwrap(node)
        {
            reader.step = click.step(reader.step);
        }
        false
    }

    fn div<'a>(&self, reader: &mut Reader<'a, '_>, div: &Div<'a>, out: &mut Content) -> bool {
        let Some(click) = clicks::opening(&div.info) else { return element(reader, div, out) };
        let before = out.blocks.len();
        reader.step = click.step(reader.step);
        div.node.children().for_each(|child| reader.block(child, out));
        if click.many {
            reader.one_by_one(&mut out.blocks[before..], true);
        }
        true
    }

    fn comment(&self, text: &str) -> Option<Comment> {
        lines::slot_name(text).map(|_| Comment::Slot(text.to_owned()))
    }

    fn inlines<'a>(&self, reader: &mut Reader<'a, '_>, node: &'a AstNode<'a>) {
        if reader.dialect == Dialect::Slidev {
            texts::take_icons(reader, node);
        }
    }

    fn inline(&self, reader: &mut Reader, text: &str, span: Span) -> Option<String> {
        let may = reader.dialect == Dialect::Slidev && text.contains(['{', '[', '<']);
        may.then(|| texts::plain(reader, text, span)).flatten()
    }

    fn tag(&self, reader: &mut Reader, tag: &Tag, place: Span, out: &mut Content) -> bool {
        if tag.name.eq_ignore_ascii_case("toc") {
            // An empty list stands for the contents until all slides are known.
            let list = Block::List { kind: ListKind::plain(None), items: Vec::new() };
            out.blocks.push(Spanned::new(list, place));
            return true;
        }
        if let Some(text) = said(tag) {
            let text = vec![Spanned::new(Inline::Text(text), place)];
            out.blocks.push(Spanned::new(Block::Paragraph(text), place));
            return true;
        }
        let click = Click::of(tag);
        reader.step = click.as_ref().map_or(reader.step, |click| click.step(reader.step));
        click.is_some()
    }

    fn listing(&self, listing: &mut Listing) {
        code_options(listing);
        // What moves from one listing to the next arrives at the last.
        if listing.info.contains("magic-move")
            && let Some((lang, text)) = last_fence(listing.text)
        {
            (listing.lang, listing.text) = (lang, text);
        }
        marks::take(listing);
    }

    fn title<'a>(&self, reader: &mut Reader<'a, '_>, node: &'a AstNode<'a>) {
        if node.last_child().and_then(clicks::trailing).is_some() {
            let span = reader.span(node);
            reader.ignore("unknown-directive", "a click on a title", span);
        }
        // A class of UnoCSS is no layout.
        if reader.dialect == Dialect::Slidev
            && let Some(attributes) = &mut node.data_mut().attrs
        {
            attributes.classes.retain(|class| names::is_layout(class));
        }
    }

    fn setting(&self, reader: &mut Reader, making: &mut Making, setting: &Setting) -> bool {
        settings::apply(reader, making, setting)
    }

    fn slots(&self, making: &mut Making) {
        slots::place(making);
    }
}

/// The text that a component has in an attribute.
fn said(tag: &Tag) -> Option<String> {
    let name = match tag.name.to_ascii_lowercase().as_str() {
        "link" => "title",
        "autofittext" | "auto-fit-text" => "modelValue",
        _ => return None,
    };
    tag.attribute(name).filter(|text| !text.trim().is_empty())
}

/// Takes a block that stands for an element of HTML.
fn element<'a>(reader: &mut Reader<'a, '_>, div: &Div<'a>, out: &mut Content) -> bool {
    let Some(tag) = Tag::parse(&div.info) else { return false };
    let span = reader.line_span(div.node.data().sourcepos.start.line);
    out.open_element(&tag, reader.source, span);
    div.node.children().for_each(|child| reader.block(child, out));
    out.close_element(&tag.name.to_lowercase());
    true
}

/// `[title]` and `{1,3|4}` behind the language.
fn code_options(listing: &mut Listing) {
    let from = listing.info.find(['{', '[']).unwrap_or(listing.info.len());
    if let Some((title, rest)) =
        listing.info[from..].strip_prefix('[').and_then(|rest| rest.split_once(']'))
    {
        // reveal.js names lines there.
        if !reveal::names_lines(title) {
            listing.options.insert("title".into(), title.to_owned());
        }
        listing.attributes = attributes::parse(rest.split('}').next().unwrap_or_default());
    }
    let is_lines =
        |class: &str| class.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '-' | '|'));
    for class in std::mem::take(&mut listing.attributes.classes) {
        match class.as_str() {
            "all" | "none" => {}
            lines if is_lines(lines) => {
                let first = lines.split('|').next().unwrap_or(lines);
                listing.options.insert("highlight".into(), first.to_owned());
            }
            _ => listing.attributes.classes.push(class),
        }
    }
}

/// The language and the lines of the last fence in a text.
fn last_fence(text: &str) -> Option<(Option<String>, &str)> {
    let close = text.trim_end().strip_suffix("```")?;
    let open = close.rfind("```")?;
    let (info, lines) = close[open + 3..].split_once('\n')?;
    let lang = info.split_whitespace().next().map(str::to_owned);
    Some((lang, lines.trim_end_matches('\n')))
}
