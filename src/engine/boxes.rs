//! The visible content of each page as boxes in page coordinates, for finding what does not fit.
//! Decorations (header, footer, background) are left out.

use std::ops::Range;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use typst::WorldExt;
use typst::foundations::{Content, Value};
use typst::introspection::{Location, MetadataElem, Tag};
use typst::layout::{Abs, Frame, FrameItem, Point, Rect, Size, Transform};
use typst::pdf::ArtifactElem;
use typst::syntax::{FileId, Span};
use typst::text::TextItem;
use typst::visualize::{Geometry, ImageKind, RasterImage};
use typst_layout::PagedDocument;

use super::frames;
use super::world::DeckWorld;
use crate::contract;
use crate::deck::block::TableSetting;
use crate::diag::Region;

/// Labels that the templates give to boxes whose content must stay inside them.
const CONTAINERS: [(&str, Kind); 4] = [
    (contract::ITEM_LABEL, Kind::Plain),
    (contract::CELL_LABEL, Kind::Plain),
    (contract::PADDED_LABEL, Kind::Padded),
    (contract::PANEL_LABEL, Kind::Panel),
];
/// Share of a page from which on something counts as covering it.
const NEARLY: f64 = 0.99;
/// Assumed height of text above its baseline, in em; only some ascenders and marks are higher.
const ABOVE: f64 = 0.8;
/// Depth of text below its baseline, in em.
const BELOW: f64 = 0.15;
/// Assumed height of a line, in em.
pub(crate) const LINE: f64 = ABOVE + BELOW;

/// One page.
pub(crate) struct PageBoxes<'a> {
    /// The page's size.
    pub(crate) size: Size,
    /// The region of the body; `None` if the layout has none.
    pub(crate) body: Option<Rect>,
    /// Everything that can be seen, in the order of layout.
    pub(crate) items: Vec<Placed<'a>>,
    /// Boxes whose content has to stay inside them, such as those of cards.
    pub(crate) containers: Vec<Container>,
    /// The sizes that the layout works with; `None` if it does not say.
    pub(crate) sizes: Option<Sizes>,
    /// The settings of each table in the body whose columns have individual widths.
    pub(crate) tables: Vec<TableSetting>,
    /// Whether it is a further step of the page before.
    pub(crate) is_step: bool,
    /// The picture behind the page.
    pub(crate) backdrop: Option<Placed<'a>>,
}

/// A box whose content has to stay inside it, and which no other such box may overlap.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Container {
    /// Where it stands on the page.
    pub(crate) rect: Rect,
    /// The container around it.
    pub(crate) parent: Option<usize>,
    /// How it is drawn.
    pub(crate) kind: Kind,
}

/// How such a box is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// It is invisible, or as tall as its content.
    Plain,
    /// It is the content area of a background with a fixed height.
    Padded,
    /// It has a background that is cut off at the end of the region, so its content must end before
    /// that.
    Panel,
}

/// How a layout sets its body, in pt.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Sizes {
    /// The type size.
    pub(crate) size: f64,
    /// The largest size it would use for this content.
    pub(crate) most: f64,
    /// The smallest size it allows.
    pub(crate) least: f64,
}

/// Something visible.
pub(crate) struct Placed<'a> {
    /// Where it stands on the page.
    pub(crate) rect: Rect,
    /// Whether it is part of the body.
    pub(crate) in_body: bool,
    /// The box that it has to stay inside, such as a card: an index of `containers`.
    pub(crate) container: Option<usize>,
    /// The type size of text; `None` for shapes and pictures.
    pub(crate) size: Option<Abs>,
    /// By which factor it is scaled; 1 except inside scaled drawings.
    pub(crate) scale: f64,
    /// For a picture with too few pixels, the width in pt that the author asked for.
    pub(crate) asked: Option<f64>,
    /// The item itself.
    item: &'a FrameItem,
}

impl<'a> Placed<'a> {
    /// Its text; `None` for shapes and pictures.
    pub(crate) fn text(&self) -> Option<&'a TextItem> {
        match self.item {
            FrameItem::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether it is a picture.
    pub(crate) fn is_picture(&self) -> bool {
        matches!(self.item, FrameItem::Image(..))
    }

    /// Whether it is part of a formula.
    pub(crate) fn is_formula(&self) -> bool {
        self.text().is_some_and(|text| text.font.info().family.contains("Math"))
    }

    /// The raster image and the width in pt at which it is shown before cropping; `None` for other
    /// items.
    pub(crate) fn pixels(&self) -> Option<(&'a RasterImage, f64)> {
        match self.item {
            FrameItem::Image(image, size, _) => match image.kind() {
                ImageKind::Raster(raster) => Some((raster, size.x.to_pt() * self.scale)),
                _ => None,
            },
            _ => None,
        }
    }

    /// The alternative text of a picture.
    pub(crate) fn alt(&self) -> Option<&'a str> {
        match self.item {
            FrameItem::Image(image, ..) => image.alt(),
            _ => None,
        }
    }

    /// The box on the page.
    pub(crate) fn region(&self) -> Region {
        region(self.rect)
    }

    /// The source file of the item.
    pub(crate) fn file(&self) -> Option<FileId> {
        self.span().id()
    }

    /// The source file of the item and its bytes there.
    pub(crate) fn place(&self, world: &DeckWorld) -> Option<(FileId, Range<usize>)> {
        match self.item {
            FrameItem::Text(text) => {
                let glyph = text.glyphs.first()?;
                frames::place(world, glyph, &text.text[glyph.range()])
            }
            _ => self.span().id().zip(world.range(self.span())),
        }
    }

    fn span(&self) -> Span {
        match self.item {
            FrameItem::Text(text) => text.glyphs.first().map_or(Span::detached(), |g| g.span.0),
            FrameItem::Shape(_, span) | FrameItem::Image(_, _, span) => *span,
            _ => Span::detached(),
        }
    }
}

/// The boxes of each page.
pub(crate) fn pages(document: &PagedDocument) -> Vec<PageBoxes<'_>> {
    let pages = document.pages().par_iter().map(|page| {
        let mut walk = Walk { size: page.frame.size(), ..Walk::default() };
        walk.frame(&page.frame, &Around::default());
        let Walk { size, body, items, containers, sizes, tables, is_step, backdrop, .. } = walk;
        PageBoxes { size, body, items, containers, sizes, tables, is_step, backdrop }
    });
    pages.collect()
}

/// A rectangle as data, to a tenth of a point.
pub(crate) fn region(rect: Rect) -> Region {
    let tenth = |length: Abs| (length.to_pt() * 10.0).round() / 10.0;
    let (x, y) = (tenth(rect.min.x), tenth(rect.min.y));
    let size = rect.size();
    Region { x, y, width: tenth(size.x), height: tenth(size.y) }
}

/// The walk over one page.
#[derive(Default)]
struct Walk<'a> {
    /// The page's size.
    size: Size,
    body: Option<Rect>,
    items: Vec<Placed<'a>>,
    containers: Vec<Container>,
    /// The decoration that the walk is inside of.
    decoration: Option<Location>,
    sizes: Option<Sizes>,
    tables: Vec<TableSetting>,
    is_step: bool,
    backdrop: Option<Placed<'a>>,
    /// The requested width of the next picture.
    asked: Option<f64>,
}

/// The context of a frame.
#[derive(Clone, Default)]
struct Around {
    /// From the frame's coordinates to the page's.
    transform: Transform,
    in_body: bool,
    container: Option<usize>,
    /// The visible area for shapes and pictures.
    clip: Option<Rect>,
}

impl<'a> Walk<'a> {
    fn frame(&mut self, frame: &'a Frame, around: &Around) {
        for (position, item) in frame.items() {
            let transform =
                around.transform.pre_concat(Transform::translate(position.x, position.y));
            match item {
                FrameItem::Group(group) => {
                    let transform = transform.pre_concat(group.transform);
                    let clip = group.clip.as_ref().map(|clip| on_page(clip.bbox(None), transform));
                    let own = Rect::new(Point::zero(), group.frame.size().to_point());
                    let label = group.label.map(|label| label.resolve());
                    let label = label.as_ref().map_or("", |label| label.as_str());
                    if label == contract::BODY_LABEL {
                        self.body = Some(on_page(own, transform));
                    }
                    let in_body = around.in_body || label == contract::BODY_LABEL;
                    let kind = CONTAINERS.iter().find(|(name, _)| *name == label);
                    let container = match kind {
                        Some((_, kind)) => {
                            Some(self.container(on_page(own, transform), around, *kind))
                        }
                        None => around.container,
                    };
                    let clip = narrower(around.clip, clip);
                    self.frame(&group.frame, &Around { transform, in_body, container, clip });
                }
                FrameItem::Tag(tag) => self.tag(tag),
                item => {
                    let Some(placed) = self.placed(item, transform, around) else { continue };
                    if self.decoration.is_none() {
                        self.items.push(placed);
                    } else if matches!(item, FrameItem::Image(..)) && self.covers(&placed) {
                        self.backdrop = Some(placed);
                    }
                }
            }
        }
    }

    /// Records a box whose content has to stay inside it, and returns its index.
    fn container(&mut self, rect: Rect, around: &Around, kind: Kind) -> usize {
        self.containers.push(Container { rect, parent: around.container, kind });
        self.containers.len() - 1
    }

    fn tag(&mut self, tag: &Tag) {
        match tag {
            Tag::Start(element, _) if element.is::<ArtifactElem>() => {
                self.decoration = self.decoration.or(element.location());
            }
            Tag::Start(element, _) => {
                self.sizes = self.sizes.or_else(|| sizes(labelled(element, contract::FIT_LABEL)?));
                self.tables
                    .extend(labelled(element, contract::TABLE_LABEL).and_then(table_setting));
                self.is_step |= labelled(element, contract::STEP_LABEL).is_some();
                self.asked =
                    labelled(element, contract::ASKED_LABEL).and_then(number).or(self.asked);
            }
            Tag::End(location, ..) if self.decoration == Some(*location) => self.decoration = None,
            _ => {}
        }
    }

    /// Whether an item covers the whole page.
    fn covers(&self, placed: &Placed) -> bool {
        let (own, page) = (placed.rect.size(), self.size);
        own.x >= page.x * NEARLY && own.y >= page.y * NEARLY
    }

    /// An item with its place on the page; `None` if it is invisible.
    fn placed(
        &mut self,
        item: &'a FrameItem,
        transform: Transform,
        around: &Around,
    ) -> Option<Placed<'a>> {
        let (own, size) = match item {
            FrameItem::Text(text) if text.text.trim().is_empty() => return None,
            FrameItem::Text(text) => {
                let (above, below) = (text.size * ABOVE, text.size * BELOW);
                let own = Rect::new(Point::with_y(-above), Point::new(text.width(), below));
                (own, Some(text.size))
            }
            FrameItem::Shape(shape, _) if shape.fill.is_none() && shape.stroke.is_none() => {
                return None;
            }
            FrameItem::Shape(shape, _) => (extent(&shape.geometry), None),
            FrameItem::Image(_, size, _) => (Rect::new(Point::zero(), size.to_point()), None),
            _ => return None,
        };
        let mut rect = on_page(own, transform);
        // Cropping a picture is intended, but clipped text does not fit.
        if size.is_none()
            && let Some(clip) = around.clip
        {
            rect = Rect::new(rect.min.max(clip.min), rect.max.min(clip.max));
        }
        let scale = (transform.sx.get() * transform.sy.get()
            - transform.kx.get() * transform.ky.get())
        .abs()
        .sqrt();
        let Around { in_body, container, .. } = *around;
        let is_picture = matches!(item, FrameItem::Image(..));
        let asked = is_picture.then(|| self.asked.take()).flatten();
        Some(Placed { rect, in_body, container, size, scale, asked, item })
    }
}

/// The value of metadata with this label.
pub(crate) fn labelled<'e>(element: &'e Content, label: &str) -> Option<&'e Value> {
    let metadata = element.to_packed::<MetadataElem>()?;
    (element.label()?.resolve().as_str() == label).then_some(&metadata.value)
}

/// The sizes that a layout reports.
fn sizes(value: &Value) -> Option<Sizes> {
    let Value::Dict(values) = value else { return None };
    let number = |key| number(values.get(key).ok()?);
    Some(Sizes { size: number("size")?, most: number("most")?, least: number("least")? })
}

/// The setting that a table reports.
fn table_setting(value: &Value) -> Option<TableSetting> {
    let Value::Dict(values) = value else { return None };
    let Ok(Value::Array(widths)) = values.get("widths") else { return None };
    let widths = widths.iter().map(number).collect::<Option<_>>()?;
    Some(TableSetting { widths, size: values.get("size").ok().and_then(number) })
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Float(number) => Some(*number),
        Value::Int(number) => Some(*number as f64),
        _ => None,
    }
}

fn extent(geometry: &Geometry) -> Rect {
    match geometry {
        Geometry::Line(to) => Rect::new(Point::zero(), *to),
        Geometry::Rect(size) => Rect::new(Point::zero(), size.to_point()),
        Geometry::Curve(curve) => curve.bbox(None),
    }
}

fn narrower(a: Option<Rect>, b: Option<Rect>) -> Option<Rect> {
    match (a, b) {
        (Some(a), Some(b)) => Some(Rect::new(a.min.max(b.min), a.max.min(b.max))),
        (a, b) => a.or(b),
    }
}

/// The bounding box of a transformed rectangle.
fn on_page(rect: Rect, transform: Transform) -> Rect {
    let corners = [
        rect.min,
        rect.max,
        Point::new(rect.min.x, rect.max.y),
        Point::new(rect.max.x, rect.min.y),
    ];
    let corners = corners.map(|corner| corner.transform(transform));
    let fold = |both: fn(Point, Point) -> Point| corners.into_iter().reduce(both);
    let min = fold(Point::min).unwrap_or(rect.min);
    let max = fold(Point::max).unwrap_or(rect.max);
    Rect::new(min, max)
}
