//! A page's frame → its drawing as SVG. Typst's exporter draws; this module prepares the frame so
//! that a glyph is the same at any size, separates what pages share from the rest, and shortens the
//! output.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::iter::Peekable;
use std::sync::Arc;

use typst::ecow::EcoString;
use typst::foundations::Bytes;
use typst::layout::{Abs, Frame, FrameItem, GroupItem, Point, Ratio, Size, Transform};
use typst::text::TextItem;
use typst::visualize::{Color, Image, ImageKind, Paint, Shape, SvgImage};
use typst_layout::Page;
use typst_svg::SvgOptions;

use super::tags::{Element, Tag, tags};
use super::{outline, short};

/// The drawing of a page.
#[derive(Debug, Default)]
pub(crate) struct Drawing {
    /// The page's own elements.
    pub(crate) body: String,
    /// The definitions it refers to, by name: glyphs, gradients, clip paths.
    pub(crate) shared: BTreeMap<String, String>,
}

/// Draws a page; unchanged pages come from the cache.
#[comemo::memoize]
pub(crate) fn draw(page: &Page) -> Arc<Drawing> {
    let page = Page { frame: prepared(&page.frame), ..page.clone() };
    let svg = typst_svg::svg(&page, &SvgOptions::default());
    Arc::new(parted(&svg))
}

/// A frame without invisible items. Text is set at half the unit size of its font inside a scaling
/// group, so that the exporter draws each glyph once instead of once per size. On a grid of halves
/// a Han character of 100 pt is right to a tenth of a point.
fn prepared(frame: &Frame) -> Frame {
    let mut out = Frame::new(frame.size(), frame.kind());
    for (position, item) in frame.items() {
        let item = match item {
            FrameItem::Group(group) => {
                let group = GroupItem { label: None, ..group.clone() };
                FrameItem::Group(GroupItem { frame: prepared(&group.frame), ..group })
            }
            FrameItem::Text(text) => of_text(text),
            FrameItem::Shape(shape, span) => FrameItem::Shape(of_shape(shape), *span),
            FrameItem::Image(image, size, span) => FrameItem::Image(of_image(image), *size, *span),
            FrameItem::Link(..) | FrameItem::Tag(_) => continue,
        };
        out.push(*position, item);
    }
    out
}

fn of_text(text: &TextItem) -> FrameItem {
    let text = TextItem { fill: of_paint(&text.fill), ..text.clone() };
    // Strokes and gradients depend on the text's size.
    if text.stroke.is_some() || !matches!(text.fill, Paint::Solid(_)) {
        return FrameItem::Text(text);
    }
    let units = text.font.units_per_em() / 2.0;
    let scale = Ratio::new(text.size.to_pt() / units);
    let mut frame = Frame::soft(Size::zero());
    frame.push(Point::zero(), FrameItem::Text(TextItem { size: Abs::pt(units), ..text }));
    let mut group = GroupItem::new(frame);
    group.transform = Transform::scale(scale, scale);
    FrameItem::Group(group)
}

/// A picture with its text as outlines, because its fonts may be missing where it is shown.
fn of_image(image: &Image) -> Image {
    let ImageKind::Svg(svg) = image.kind() else { return image.clone() };
    if !svg.tree().has_text_nodes() {
        return image.clone();
    }
    let drawn = svg.tree().to_string(&usvg::WriteOptions::default());
    let alt = image.alt().map(EcoString::from);
    SvgImage::new(Bytes::from_string(drawn))
        .map_or_else(|_| image.clone(), |svg| Image::new(svg, alt, image.scaling()))
}

fn of_shape(shape: &Shape) -> Shape {
    let mut shape = shape.clone();
    shape.fill = shape.fill.as_ref().map(of_paint);
    if let Some(stroke) = &mut shape.stroke {
        stroke.paint = of_paint(&stroke.paint);
    }
    shape
}

/// A colour in a form that all SVG readers understand.
fn of_paint(paint: &Paint) -> Paint {
    match paint {
        Paint::Solid(colour) => Paint::Solid(Color::from(colour.to_rgb())),
        other => other.clone(),
    }
}

/// Separates a drawing into its body and its `defs`, which are shared.
fn parted(svg: &str) -> Drawing {
    let mut drawing = Drawing::default();
    let mut tags = tags(svg).peekable();
    // Skip the root element; the page has the size.
    tags.next();
    while let Some(tag) = tags.next() {
        match tag {
            Tag::Start(element) if element.name == "defs" => shared(&mut tags, &mut drawing.shared),
            Tag::Start(element) if element.name == "g" => {
                group(element, &mut tags, &mut drawing.body)
            }
            Tag::Start(element) => open(&element, &mut drawing.body),
            Tag::Empty(element) => empty(&element, &mut drawing.body),
            Tag::End("svg") => break,
            Tag::End(name) => close(name, &mut drawing.body),
        }
    }
    drawing
}

/// Writes the start of a group, or the whole group if it has only glyphs: glyphs of a line take
/// their colour from the group.
fn group<'a>(
    mut element: Element<'a>,
    tags: &mut Peekable<impl Iterator<Item = Tag<'a>>>,
    out: &mut String,
) {
    let mut glyphs = Vec::new();
    while let Some(Tag::Empty(glyph)) = tags.next_if(is_glyph) {
        glyphs.push(glyph);
    }
    let fill = glyphs.first().and_then(|glyph| glyph.get("fill"));
    let same = glyphs.iter().all(|glyph| glyph.get("fill") == fill);
    let fill = fill.filter(|_| same && matches!(tags.peek(), Some(Tag::End("g"))));
    if let Some(fill) = fill {
        element.attributes.push(("fill", fill));
        glyphs.iter_mut().for_each(|glyph| glyph.attributes.retain(|(name, _)| *name != "fill"));
    }
    open(&element, out);
    glyphs.iter().for_each(|glyph| empty(glyph, out));
}

fn is_glyph(tag: &Tag) -> bool {
    matches!(tag, Tag::Empty(element) if element.name == "use" && element.get("stroke").is_none())
}

/// Collects the definitions up to the end of `defs`.
fn shared<'a>(tags: &mut impl Iterator<Item = Tag<'a>>, to: &mut BTreeMap<String, String>) {
    let (mut name, mut text, mut depth, mut glyph) = ("", String::new(), 0, false);
    for tag in tags {
        if let (0, Tag::Start(element) | Tag::Empty(element)) = (depth, &tag) {
            name = element.get("id").unwrap_or_default();
            glyph = element.name == "symbol";
        }
        match tag {
            Tag::Start(element) => {
                depth += 1;
                let _ = write!(text, "<{}>", written(&plain(element), glyph));
            }
            Tag::Empty(element) => _ = write!(text, "<{}/>", written(&element, glyph)),
            Tag::End("defs") if depth == 0 => return,
            Tag::End(name) => {
                depth -= 1;
                close(if name == "symbol" { "g" } else { name }, &mut text);
            }
        }
        if depth == 0 {
            to.insert(name.to_owned(), bare(&std::mem::take(&mut text), name));
        }
    }
}

/// A group that holds a single path, as that path.
fn bare(text: &str, name: &str) -> String {
    let inside = text
        .strip_prefix(&format!("<g id=\"{name}\"><path "))
        .and_then(|rest| rest.strip_suffix("/></g>"));
    match inside.filter(|path| !path.contains('<')) {
        Some(path) => format!("<path id=\"{name}\" {path}/>"),
        None => text.to_owned(),
    }
}

/// Turns a symbol, which would be clipped at its box, into a group.
fn plain(mut element: Element) -> Element {
    if element.name == "symbol" {
        element.name = "g";
        element.attributes.retain(|(name, _)| *name == "id");
    }
    element
}

fn open(element: &Element, out: &mut String) {
    let _ = write!(out, "<{}>", written(element, false));
}

fn empty(element: &Element, out: &mut String) {
    let _ = write!(out, "<{}/>", written(element, false));
}

fn close(name: &str, out: &mut String) {
    let _ = write!(out, "</{name}>");
}

/// An element's name and attributes, without default ones and superfluous digits. `glyph`: whether
/// it is part of a glyph.
fn written(element: &Element, glyph: bool) -> String {
    let mut out = element.name.to_owned();
    for (name, value) in &element.attributes {
        let (name, value) = match (*name, *value) {
            ("fill-rule", "nonzero") => continue,
            ("x" | "y", "0") if element.name == "use" => continue,
            ("xlink:href", value) => ("href", value.to_owned()),
            ("x" | "y" | "width" | "height", value) => (*name, rounded(value, 2)),
            ("d", value) => ("d", outline::shorter(value, glyph)),
            ("transform", value) => ("transform", transform(value)),
            (name, value) => (name, value.to_owned()),
        };
        let _ = write!(out, " {name}=\"{value}\"");
    }
    out
}

/// A transformation with rounded numbers.
fn transform(value: &str) -> String {
    let Some((kind, numbers)) = value.strip_suffix(')').and_then(|value| value.split_once('('))
    else {
        return value.to_owned();
    };
    let numbers = numbers.split(' ').enumerate().map(|(index, text)| match kind {
        "translate" => rounded(text, 2),
        "matrix" if index > 3 => rounded(text, 2),
        _ => rounded(text, 6),
    });
    format!("{kind}({})", numbers.collect::<Vec<_>>().join(" "))
}

/// A number with at most so many decimals; other text stays.
fn rounded(text: &str, decimals: i32) -> String {
    text.parse().map_or_else(|_| text.to_owned(), |value| short(value, decimals))
}

#[cfg(test)]
mod tests {
    use super::{parted, rounded, transform};

    #[test]
    fn numbers_keep_what_can_be_seen() {
        assert_eq!((rounded("1.005", 2), rounded("5%", 2)), ("1".to_owned(), "5%".to_owned()));
        assert_eq!(
            transform("matrix(0.0123456789 0 0 -1 10.123 20)"),
            "matrix(.012346 0 0 -1 10.12 20)"
        );
        assert_eq!(transform("translate(1.004 2)"), "translate(1 2)");
    }

    #[test]
    fn glyphs_are_shared_and_a_line_has_one_colour() {
        let svg = "<svg viewBox=\"0 0 1 1\"><g transform=\"scale(2)\">\
            <use xlink:href=\"#gA\" x=\"0\" y=\"0\" fill=\"#111\" fill-rule=\"nonzero\"/>\
            <use xlink:href=\"#gB\" x=\"3\" y=\"0\" fill=\"#111\" fill-rule=\"nonzero\"/></g>\
            <defs><symbol id=\"gA\" overflow=\"visible\"><path d=\"M 0 0m 0 0\"/></symbol></defs></svg>";
        let drawing = parted(svg);
        assert_eq!(
            drawing.body,
            "<g transform=\"scale(2)\" fill=\"#111\"><use href=\"#gA\"/><use href=\"#gB\" x=\"3\"/></g>"
        );
        assert_eq!(drawing.shared["gA"], "<path id=\"gA\" d=\"m0 0\"/>");
    }
}
