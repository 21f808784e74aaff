//! Writes pictures: as figures that fill their room, as dictionaries for templates, and inside a
//! line of text.

use super::markup::Emitter;
use crate::contract::PAGE_HEIGHT;
use crate::deck::{Block, Image};
use crate::diag::{Diagnostic, Span};

/// Plausible widths, in whatever unit: others are typing errors.
const WIDTHS: std::ops::RangeInclusive<f64> = 1e-3..=1e6;
/// Widest explicit width in pt of a picture inside a line; a wider one is a figure.
const WIDEST_IN_LINE: f64 = 60.0;
/// The least number of Han characters on one line of a caption.
const CAPTION_LINE: f64 = 7.0;

impl Emitter<'_> {
    /// `(path, alt: …, …)`: the arguments of `theme.picture`; also a dictionary's, see
    /// [`Emitter::picture_dictionary`].
    pub(super) fn picture(&mut self, image: &Image, span: Span, step: usize) {
        self.out.code("(");
        self.out.string(&self.assets.path(&image.path), span);
        self.out.code(", ");
        self.picture_fields(image, span, step);
        self.share();
        self.out.code(")");
    }

    /// The argument with the share of the remaining room that a picture, chart or drawing takes;
    /// nothing if it is all.
    pub(super) fn share(&mut self) {
        if self.picture_share != 1.0 {
            self.out.code(&format!(", share: {:.3}", self.picture_share));
        }
    }

    /// `(path: …, alt: …, …)`
    pub(super) fn picture_dictionary(&mut self, image: &Image, span: Span, step: usize) {
        self.out.code("(path: ");
        self.out.string(&self.assets.path(&image.path), span);
        self.out.code(", ");
        self.picture_fields(image, span, step);
        self.out.code(")");
    }

    fn picture_fields(&mut self, image: &Image, span: Span, step: usize) {
        self.out.code("alt: ");
        self.out.string(alt(image), span);
        if let Some((width, height)) = self.assets.size(&image.path) {
            self.out.code(&format!(", size: ({width}pt, {height}pt)"));
        }
        self.out.code(&self.assets.panel(&image.path));
        match (self.width(image), &image.width) {
            (Some(width), _) => self.out.code(&format!(", width: {width}")),
            (None, Some(width)) => self.errors.push(Diagnostic::warning(
                "unknown-option",
                span,
                format!("`width` expects `60%` or a length such as `200pt`, found `{width}`"),
            )),
            (None, None) => {}
        }
        if let Some(caption) = &image.caption {
            self.out.code(", caption: ");
            self.bracketed_text(caption, span, CAPTION_LINE);
        }
        if let Some(credit) = &image.credit {
            self.out.code(", credit: ");
            self.bracketed_text(credit, span, CAPTION_LINE);
        }
        if self.has_steps {
            self.out.code(&format!(", step: {step}"));
        }
    }

    /// The width that an author asks for, as Typst has it: their own, or what follows from the height.
    fn width(&self, image: &Image) -> Option<String> {
        if image.width.is_some() {
            return image.width.as_deref().and_then(typst_length);
        }
        let height = image.height.as_deref().and_then(typst_length)?;
        let height: f64 = height.strip_suffix("pt")?.parse().ok()?;
        let (natural_width, natural_height) = self.assets.size(&image.path)?;
        Some(format!("{:.1}pt", height * natural_width / natural_height))
    }

    /// A picture in a paragraph: in its line if the picture is small or missing, else as a figure.
    pub(super) fn inline_picture(&mut self, image: &Image, span: Span) {
        match self.size_in_line(image) {
            Some(size) => {
                self.out.code("#theme.line-picture(");
                self.out.string(&self.assets.path(&image.path), span);
                self.out.code(", alt: ");
                self.out.string(alt(image), span);
                self.out.code(&self.assets.panel(&image.path));
                self.out.code(&format!(", {size})"));
            }
            None => {
                self.out.code("#theme.picture");
                self.picture(image, span, 0);
            }
        }
        self.out.end_code();
    }

    /// The argument with the size of a picture inside a line; `None` if the author gave none that
    /// suits a line.
    fn size_in_line(&self, image: &Image) -> Option<String> {
        if let Some(height) = self.picture_height {
            return Some(format!("height: {height}"));
        }
        match self.width(image) {
            Some(width) => {
                let points = match width.strip_suffix('%') {
                    Some(share) => share.parse::<f64>().ok()? / 100.0 * self.aspect.width(),
                    None => width.strip_suffix("pt")?.parse().ok()?,
                };
                (points <= WIDEST_IN_LINE).then(|| format!("width: {points}pt"))
            }
            None => self.assets.is_small(&image.path).then(|| "height: 1em".to_owned()),
        }
    }
}

/// The alternative text of a picture.
fn alt(image: &Image) -> &str {
    let stem = image.path.rsplit('/').next().unwrap_or(&image.path);
    let alt = [image.alt.as_str(), image.caption.as_deref().unwrap_or(""), stem];
    alt.into_iter().find(|text| !text.trim().is_empty()).unwrap_or("picture")
}

/// Whether a block is drawn in a box of its own, which can carry the mark of its step.
pub(super) fn is_picture(block: &Block) -> bool {
    matches!(block, Block::Image(_) | Block::Typst { alt: Some(_), .. })
}

/// `60%`, `200pt`, `5cm` or `300px` as Typst writes it; a bare number is pixels.
pub(super) fn typst_length(text: &str) -> Option<String> {
    let text = text.trim();
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let number: f64 = digits.parse().ok().filter(|n: &f64| WIDTHS.contains(n))?;
    match text[digits.len()..].trim() {
        unit @ ("%" | "pt" | "cm" | "mm" | "in") => Some(format!("{number}{unit}")),
        // The usual type size of a body in pt.
        "em" | "rem" => Some(format!("{}pt", number * 24.0)),
        // A percentage of the page is close to one of the room.
        "vw" => Some(format!("{number}%")),
        "vh" => Some(format!("{}pt", number * (PAGE_HEIGHT / 100.0))),
        // CSS: 96 px and 72 pt are an inch.
        "px" | "" => Some(format!("{}pt", number * 0.75)),
        _ => None,
    }
}
