//! Pictures. Remote ones keep their addresses, and slides show a frame; the addresses of what
//! cannot be on a slide are set aside.

use super::dom::{Dom, Id};
use super::flow::{Flow, Separator};
use crate::article::{Aside, Reason, one_line};
use crate::deck::block::plain_text;
use crate::deck::{Block, Image, Inline, Spanned};

/// Attributes with the address of a picture that is loaded when it comes into view.
const LAZY: [&str; 10] = [
    "data-src", "data-original", "data-original-src", "data-actualsrc", "data-lazy-src",
    "data-url", "data-echo", "data-croporisrc", "file", "data-backsrc",
];
/// Alternative texts that say nothing.
const NO_ALT: [&str; 14] = [
    "在这里插入图片描述",
    "图片",
    "图片描述",
    "图像",
    "截图",
    "image",
    "img",
    "picture",
    "photo",
    "alt text",
    "image.png",
    "screenshot",
    "画像",
    "圖片",
];
/// Classes of pictures that replace a character.
const EMOJI: [&str; 5] = ["emoji", "wp-smiley", "twemoji", "smiley", "emojione"];

impl Flow<'_> {
    /// Reads a picture.
    pub(super) fn picture(&mut self, id: Id) {
        let dom = self.dom;
        let alt = alt(dom, id);
        let span = self.span(id);
        if dom.has_class(id, &EMOJI) && !alt.is_empty() {
            return self.atom(Inline::Text(alt), span);
        }
        let Some(address) = address(dom, id).filter(|_| !is_pixel(dom, id)) else { return };
        if address.starts_with("data:") {
            let kind = address.split([';', ',']).next().unwrap_or_default().to_owned();
            let text = if alt.is_empty() { kind } else { alt };
            self.aside.push(Aside { span, text, reason: Reason::Unsupported });
        } else if is_remote(address) {
            self.remote.entry(address.to_owned()).or_insert(span);
            let url = address.strip_prefix("//").map(|rest| format!("https://{rest}"));
            let path = url.unwrap_or_else(|| address.to_owned());
            self.atom(Inline::Image(Image { path, alt, ..Image::default() }), span);
        } else {
            let path = local_path(address);
            self.atom(Inline::Image(Image { path, alt, ..Image::default() }), span);
        }
    }

    /// A figure. Its caption belongs to its picture if it has just one.
    pub(super) fn figure(&mut self, id: Id) {
        let dom = self.dom;
        // A picture in a nested figure belongs to that one.
        let around = |node: Id| dom.ancestors(node).find(|above| dom.name(*above) == "figure");
        let caption =
            dom.find(id, |node| dom.name(node) == "figcaption" && around(node) == Some(id));
        let pictures = dom.descendants(id).filter(|node| dom.name(*node) == "img").take(2).count();
        let Some(caption) = caption.filter(|_| pictures == 1 && !self.in_line()) else {
            return self.block(id);
        };
        let content = self.inlines(caption, Separator::Blank);
        let extent = self.extent(caption);
        self.place(caption);
        let first = self.nested(|flow| flow.children(id));
        let mut text = Some(plain_text(&content)).filter(|text| !text.is_empty());
        let mut blocks = first;
        for block in &mut blocks {
            let Some(said) = text.clone() else { break };
            if let Block::Image(image) = &mut block.value
                && image.caption.is_none()
            {
                image.caption = Some(said);
                text = None;
            }
        }
        self.out.extend(blocks);
        if text.is_some() {
            self.out.push(Spanned::new(Block::Paragraph(content), extent));
        }
    }

    /// Sets aside what cannot be on a slide.
    pub(super) fn unsupported(&mut self, id: Id) {
        let dom = self.dom;
        let names = ["src", "data", "data-src", "href"];
        let source = |node: Id| dom.first_attribute(node, &names).map(str::to_owned);
        let inner = || {
            dom.descendants(id)
                .skip(1)
                .find_map(|node| if dom.name(node) == "source" { source(node) } else { None })
        };
        let address = source(id).or_else(inner);
        if let Some(text) = address.filter(|address| !address.starts_with("data:")) {
            let span = self.span(id);
            self.aside.push(Aside { span, text, reason: Reason::Unsupported });
        }
        self.set_aside(id, Reason::Unsupported);
    }
}

/// The address of a picture: the local one if it was saved with the page, else the remote one.
fn address(dom: &Dom, id: Id) -> Option<&str> {
    let source = dom.attribute(id, "src").map(str::trim).filter(|source| !source.is_empty());
    let lazy = dom.first_attribute(id, &LAZY).map(str::trim);
    match source {
        Some(source) if lazy.is_none() => Some(source),
        Some(source) if !source.starts_with("data:") && !is_remote(source) => Some(source),
        _ => lazy.or(source),
    }
}

/// The alternative text of a picture, if it says something.
fn alt(dom: &Dom, id: Id) -> String {
    let alt = dom.first_attribute(id, &["alt", "title", "aria-label"]).unwrap_or_default();
    let alt = one_line(alt);
    let nothing = NO_ALT.contains(&alt.to_lowercase().as_str());
    if nothing { String::new() } else { alt }
}

/// Whether a picture is a tracking pixel.
fn is_pixel(dom: &Dom, id: Id) -> bool {
    let small = |name| {
        let value = dom.attribute(id, name).map(|value| value.trim().trim_end_matches("px"));
        value.and_then(|value| value.parse::<f64>().ok()).is_some_and(|value| value <= 2.0)
    };
    small("width") && small("height")
}

/// Whether an address is remote.
fn is_remote(address: &str) -> bool {
    address.contains("://") || address.starts_with("//") || address.starts_with("blob:")
}

/// A path in the folder of the page.
fn local_path(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    decoded(path.trim_start_matches("./"))
}

/// Decodes percent-encoding; returns the text as it is if the result is not UTF-8.
pub(super) fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let pair = bytes.get(at + 1..at + 3).filter(|pair| pair.iter().all(u8::is_ascii_hexdigit));
        let digits =
            pair.filter(|_| bytes[at] == b'%').and_then(|pair| std::str::from_utf8(pair).ok());
        let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        out.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}
