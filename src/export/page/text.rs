//! A page's frame → the transparent text over its drawing, which can be selected, copied, searched
//! and read aloud; and the links.
//!
//! A paragraph is one element with a piece for each run, so that searches work across line ends.
//! The semantics for screen readers (headings, alternative texts, decoration) come from Typst's
//! tags.

use std::fmt::Write;

use typst::ecow::EcoString;
use typst::foundations::{Content, StyleChain};
use typst::introspection::{Location, Tag};
use typst::layout::{Abs, Frame, FrameItem, Point, Rect, Size, Transform};
use typst::math::EquationElem;
use typst::model::{Destination, FigureElem, HeadingElem, ParElem, TableCell};
use typst::pdf::{ArtifactElem, PdfMarkerTag, PdfMarkerTagKind};
use typst::text::TextItem;
use typst_layout::Page;
use unicode_normalization::UnicodeNormalization;

use super::number;
use crate::contract::LINE_LABEL;
use crate::viewer::escape;

/// The address of the page that a link leads to, such as `#12`; `None` if it leads nowhere.
pub(crate) type Targets<'a> = dyn Fn(Location) -> Option<String> + 'a;

/// Largest distance to the next line of the same paragraph, relative to its size.
const NEXT_LINE: f64 = 2.2;
/// Largest distance of a superscript or subscript from the line, relative to its size.
const RAISED: f64 = 0.6;

/// Writes the text and the links of a page.
pub(super) fn write(page: &Page, targets: &Targets, out: &mut String) {
    let (open, runs, links) = Default::default();
    let mut layer = Layer { targets, out, open, line: None, listed: 0, runs, links };
    layer.frame(&page.frame, Transform::identity());
    layer.end();
}

/// The walk over a page.
struct Layer<'a> {
    targets: &'a Targets<'a>,
    out: &'a mut String,
    /// The open elements that matter here, outermost first.
    open: Vec<(Location, Kind)>,
    /// The last run, if its element is still open.
    line: Option<Run>,
    /// How many lines of a listing began since anything was written.
    listed: usize,
    /// The texts written so far and the positions of their centres, from which links get their
    /// names.
    runs: Vec<(Point, String)>,
    links: Vec<(Rect, String)>,
}

/// The meaning of a Typst element for HTML.
#[derive(Clone, PartialEq)]
enum Kind {
    /// An element around its content, with this start tag.
    Group(String),
    /// The same around decoration, which is neither read aloud nor copied.
    Hidden,
    /// A text block: a paragraph, an item.
    Block,
    /// The same, as a heading of this level.
    Heading(usize),
    /// A formula, with the text that is read aloud instead.
    Formula(String),
}

impl Kind {
    /// The meaning of an element; `None` if it has none by itself.
    fn of(element: &Content) -> Option<Self> {
        let image = |alt: &EcoString| {
            Self::Group(format!("<g role=\"img\" aria-label=\"{}\">", escape(alt)))
        };
        if element.is::<ArtifactElem>() {
            return Some(Self::Hidden);
        }
        if let Some(figure) = element.to_packed::<FigureElem>() {
            return figure.alt.as_option().as_ref()?.as_ref().map(image);
        }
        if let Some(equation) = element.to_packed::<EquationElem>() {
            let alt = equation.alt.as_option().as_ref().and_then(Option::as_ref);
            return Some(Self::Formula(alt.map(|alt| alt.to_string()).unwrap_or_default()));
        }
        if let Some(heading) = element.to_packed::<HeadingElem>() {
            return Some(Self::Heading(heading.resolve_level(StyleChain::default()).get()));
        }
        let marker = element.to_packed::<PdfMarkerTag>().map(|tag| &tag.kind);
        let is_item = matches!(
            marker,
            Some(
                PdfMarkerTagKind::ListItemLabel
                    | PdfMarkerTagKind::ListItemBody
                    | PdfMarkerTagKind::TermsItemLabel
                    | PdfMarkerTagKind::TermsItemBody
            )
        );
        (is_item || element.is::<ParElem>() || element.is::<TableCell>()).then_some(Self::Block)
    }
}

/// A run of text, by the page's coordinates.
struct Run {
    text: String,
    at: Point,
    size: f64,
    width: f64,
}

impl Run {
    /// A run of upright text; `None` if it is rotated.
    fn upright(text: &TextItem, transform: Transform) -> Option<Self> {
        let Transform { sx, sy, kx, ky, .. } = transform;
        let even =
            kx.is_zero() && ky.is_zero() && sx.get() > 0.0 && (sx.get() - sy.get()).abs() < 1e-3;
        even.then(|| Self {
            text: plain(&text.text),
            at: Point::zero().transform(transform),
            size: text.size.to_pt() * sx.get(),
            width: text.width().to_pt() * sx.get(),
        })
    }

    /// Whether the next run continues this one, on its line or on the next.
    fn leads_to(&self, next: &Self) -> bool {
        let size = self.size.max(next.size);
        let down = (next.at.y - self.at.y).to_pt();
        let right = (next.at.x - self.at.x).to_pt();
        let same_line = down.abs() < RAISED * size && right > -size;
        let next_line = right < self.width / 2.0 && down > 0.0 && down < NEXT_LINE * size;
        same_line || next_line
    }

    /// Whether a blank was dropped between this run and the next, at a line end.
    fn lost_blank(&self, next: &Self) -> bool {
        let below = (next.at.y - self.at.y).to_pt() > RAISED * self.size;
        let (last, first) = (self.text.chars().next_back(), next.text.chars().next());
        let latin = |c: Option<char>| {
            c.is_some_and(|c| c.is_alphanumeric() && c < '\u{2e80}' || ",.;:!?)".contains(c))
        };
        below && latin(last) && latin(first)
    }
}

impl Layer<'_> {
    fn frame(&mut self, frame: &Frame, around: Transform) {
        for (position, item) in frame.items() {
            let transform = around.pre_concat(Transform::translate(position.x, position.y));
            match item {
                FrameItem::Group(group) => {
                    if group.label.is_some_and(|label| label.resolve().as_str() == LINE_LABEL) {
                        self.close_line();
                        self.listed += 1;
                    }
                    self.frame(&group.frame, transform.pre_concat(group.transform));
                }
                FrameItem::Tag(Tag::Start(element, _)) => self.start(element),
                FrameItem::Tag(Tag::End(location, ..)) => self.finish(*location),
                FrameItem::Text(text) => self.text(text, transform),
                FrameItem::Image(image, size, _) => {
                    self.image(image.alt().unwrap_or_default(), rect(*size, transform));
                }
                FrameItem::Link(to, size) => self.link(to, rect(*size, transform)),
                FrameItem::Shape(..) => {}
            }
        }
    }

    fn start(&mut self, element: &Content) {
        let Some((location, kind)) = element.location().zip(Kind::of(element)) else { return };
        self.close_line();
        match &kind {
            Kind::Group(begin) => self.out.push_str(begin),
            Kind::Hidden => self.out.push_str("<g aria-hidden=\"true\">"),
            _ => {}
        }
        self.open.push((location, kind));
    }

    fn finish(&mut self, location: Location) {
        let Some(at) = self.open.iter().rposition(|(own, _)| *own == location) else { return };
        // Elements inside it end with it.
        while self.open.len() > at {
            self.close_innermost();
        }
    }

    fn close_innermost(&mut self) {
        self.close_line();
        if let Some((_, Kind::Group(_) | Kind::Hidden)) = self.open.pop() {
            self.out.push_str("</g>");
        }
    }

    fn close_line(&mut self) {
        if self.line.take().is_some() {
            self.out.push_str("</text>");
        }
    }

    fn text(&mut self, text: &TextItem, transform: Transform) {
        let Some(run) = Run::upright(text, transform) else { return self.turned(text, transform) };
        let formula = matches!(self.open.last(), Some((_, Kind::Formula(_))));
        match &self.line {
            Some(last) if formula || last.leads_to(&run) => {
                if last.lost_blank(&run) {
                    self.out.push(' ');
                }
            }
            _ => self.open_line(&run),
        }
        let own_size = self.line.as_ref().is_some_and(|first| first.size != run.size);
        let size =
            if own_size { format!(" font-size=\"{}\"", number(run.size)) } else { String::new() };
        let (x, y) = (number(run.at.x.to_pt()), number(run.at.y.to_pt()));
        let _ = write!(
            self.out,
            "<tspan x=\"{x}\" y=\"{y}\"{size}{}>{}</tspan>",
            length(&run),
            escape(&run.text)
        );
        self.note(&run.text, run.at, run.width);
        let size = self.line.as_ref().map_or(run.size, |line| line.size);
        self.line = Some(Run { size, ..run });
    }

    /// Begins the element of a line and of those that follow it.
    fn open_line(&mut self, run: &Run) {
        self.close_line();
        if !self.open.iter().any(|(_, kind)| *kind == Kind::Hidden) {
            self.empty_lines(run);
        }
        let role = self.open.iter().rev().find_map(|(_, kind)| match kind {
            Kind::Heading(level) => Some(format!(" role=\"heading\" aria-level=\"{level}\"")),
            Kind::Formula(alt) => Some(format!(" role=\"math\" aria-label=\"{}\"", escape(alt))),
            _ => None,
        });
        let _ = write!(
            self.out,
            "<text font-size=\"{}\"{}>",
            number(run.size),
            role.unwrap_or_default()
        );
        self.line = Some(Run { text: String::new(), ..*run });
    }

    /// Writes the empty lines of a listing before a run, so that they are copied as well.
    fn empty_lines(&mut self, run: &Run) {
        let (x, y) = (number(run.at.x.to_pt()), number(run.at.y.to_pt()));
        let line = format!("<text font-size=\"1\" x=\"{x}\" y=\"{y}\"> </text>");
        self.out
            .extend(std::iter::repeat_n(line, std::mem::take(&mut self.listed).saturating_sub(1)));
    }

    /// Text that does not stand upright: an element of its own.
    fn turned(&mut self, text: &TextItem, transform: Transform) {
        self.close_line();
        let Transform { sx, ky, kx, sy, tx, ty } = transform;
        let factors = [sx, ky, kx, sy].map(|factor| super::short(factor.get(), 6)).join(" ");
        let (x, y, size) = (number(tx.to_pt()), number(ty.to_pt()), number(text.size.to_pt()));
        let text_of = escape(&plain(&text.text));
        let _ = write!(
            self.out,
            "<text font-size=\"{size}\" transform=\"matrix({factors} {x} {y})\">{text_of}</text>"
        );
    }

    fn image(&mut self, alt: &str, place: Rect) {
        self.close_line();
        if !alt.trim().is_empty() {
            let _ = write!(
                self.out,
                "<rect{} role=\"img\" aria-label=\"{}\"/>",
                sides(place),
                escape(alt)
            );
        }
    }

    /// Records a text and its position.
    fn note(&mut self, text: &str, at: Point, width: f64) {
        self.runs.push((at + Point::with_x(Abs::pt(width / 2.0)), text.to_owned()));
    }

    fn link(&mut self, to: &Destination, place: Rect) {
        let address = match to {
            Destination::Url(url) => Some(url.to_string()),
            Destination::Location(location) => (self.targets)(*location),
            Destination::Position(_) => None,
        };
        self.links.extend(address.map(|address| (place, address)));
    }

    /// Closes all elements, and writes the links on top.
    fn end(mut self) {
        while !self.open.is_empty() {
            self.close_innermost();
        }
        self.close_line();
        for (place, address) in &self.links {
            let inside = |at: &Point| {
                place.min.x <= at.x
                    && at.x <= place.max.x
                    && place.min.y <= at.y
                    && at.y <= place.max.y
            };
            let called: String = self
                .runs
                .iter()
                .filter(|(at, _)| inside(at))
                .map(|(_, text)| text.as_str())
                .collect();
            let outside = if address.starts_with('#') {
                ""
            } else {
                " target=\"_blank\" rel=\"noopener noreferrer\""
            };
            let _ = write!(
                self.out,
                "<a href=\"{}\" aria-label=\"{}\"{outside}><rect{}/></a>",
                escape(address),
                escape(called.trim()),
                sides(*place),
            );
        }
    }
}

/// The `textLength` of a run, for viewers that show it in another font. Han have the same width in
/// all fonts.
fn length(run: &Run) -> String {
    let han =
        |c: char| ('\u{2e80}'..='\u{9fff}').contains(&c) || ('\u{ff01}'..='\u{ff5e}').contains(&c);
    let count = run.text.chars().count();
    let even = run.text.chars().all(han) && (run.width - count as f64 * run.size).abs() < 0.5;
    if even || count == 0 {
        String::new()
    } else {
        format!(" textLength=\"{}\"", number(run.width))
    }
}

/// Mathematical letters as plain ones.
fn plain(text: &str) -> String {
    let mathematical = |c: char| ('\u{1d400}'..='\u{1d7ff}').contains(&c);
    let typed = |c: char| match mathematical(c) {
        true => c.nfkc().collect(),
        false => String::from(c),
    };
    text.chars().filter(|c| !c.is_control()).map(typed).collect()
}

/// A box in the page's coordinates.
fn rect(size: Size, transform: Transform) -> Rect {
    let corners = [Point::zero(), Point::with_x(size.x), Point::with_y(size.y), size.to_point()];
    let corners = corners.map(|corner| corner.transform(transform));
    let fold =
        |both: fn(Point, Point) -> Point| corners.into_iter().reduce(both).unwrap_or_default();
    Rect::new(fold(Point::min), fold(Point::max))
}

/// A box as the attributes of an element.
fn sides(place: Rect) -> String {
    let size = place.size();
    let [x, y, width, height] =
        [place.min.x, place.min.y, size.x, size.y].map(|length| number(length.to_pt()));
    format!(" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"")
}
