//! Tags of HTML inside a line → the markup that they stand for.

use crate::deck::block::plain_text;
use crate::deck::markdown::Reader;
use crate::deck::markdown::html::Tag;
use crate::deck::{Image, Inline, Inlines, Spanned};
use crate::diag::Span;

/// An element that is open: its tag, where that stands, and what came before it.
struct Open {
    tag: String,
    /// Whether its characters have dots below them.
    is_dotted: bool,
    span: Span,
    before: Inlines,
}

/// A run of text with tags in it.
#[derive(Default)]
pub(in crate::deck::markdown) struct Run {
    /// What stands in the innermost element.
    pub(in crate::deck::markdown) content: Inlines,
    open: Vec<Open>,
}

impl Run {
    /// All of it. An element that is never closed ends with the paragraph.
    pub(in crate::deck::markdown) fn finish(mut self) -> Inlines {
        while let Some(element) = self.open.pop() {
            self.close(element);
        }
        self.content
    }

    /// Whether what comes next is code.
    pub(in crate::deck::markdown) fn is_code(&self) -> bool {
        self.open.iter().any(|element| matches!(element.tag.as_str(), "code" | "kbd" | "samp"))
    }

    fn close(&mut self, element: Open) {
        let inner = std::mem::replace(&mut self.content, element.before);
        match wrapper(&element.tag) {
            Some(_) if element.is_dotted => {
                self.content.push(Spanned::new(Inline::Dotted(inner), element.span));
            }
            Some(wrap) => self.content.push(Spanned::new(wrap(inner), element.span)),
            // A ruby: the words in it have their readings.
            None if element.tag == "ruby" => self.content.extend(inner),
            None if element.tag == "rt" && plain_text(&inner).trim().is_empty() => {}
            None if element.tag == "rt" && self.open.iter().any(|open| open.tag == "ruby") => {
                let is_read =
                    |inline: &Spanned<Inline>| matches!(inline.value, Inline::Ruby { .. });
                let from = self.content.iter().rposition(is_read).map_or(0, |last| last + 1);
                let base = self.content.split_off(from);
                let reading = plain_text(&inner).trim().to_owned();
                self.content.push(Spanned::new(Inline::Ruby { base, reading }, element.span));
            }
            // Without a word, how something is read stands behind it.
            None if element.tag == "rt" => {
                let mark = |text: &str| Spanned::new(Inline::Text(text.into()), element.span);
                self.content.push(mark("（"));
                self.content.extend(inner);
                self.content.push(mark("）"));
            }
            // Brackets for those who do not see the reading above the word.
            None => {}
        }
    }

    /// Ends a line, if there is one.
    fn end_line(&mut self, span: Span) {
        let is_line = |last: &Spanned<Inline>| last.value != Inline::Break;
        if self.content.last().is_some_and(is_line) {
            self.content.push(Spanned::new(Inline::Break, span));
        }
    }
}

impl Reader<'_, '_> {
    /// A tag inside a line.
    pub(in crate::deck::markdown) fn run_tag(&mut self, run: &mut Run, tag: &Tag, span: Span) {
        let name = tag.name.to_lowercase();
        match name.as_str() {
            "br" => run.content.push(Spanned::new(Inline::Break, span)),
            "wbr" => {}
            "img" if !tag.closing => {
                let path = tag.attribute("src").unwrap_or_default();
                let alt = tag.attribute("alt").unwrap_or_default();
                if !path.is_empty() {
                    let path = self.picture_path(&path);
                    let mut image = Image { path, alt, ..Image::default() };
                    self.take_size(&mut image, |name| tag.attribute(name));
                    run.content.push(Spanned::new(Inline::Image(image), span));
                }
            }
            // In a cell, each stands on a line of its own.
            "li" | "p" | "div" | "tr" if !tag.closing => run.end_line(span),
            "ul" | "ol" | "li" | "p" => {}
            "rb" | "rtc" => {}
            _ if is_wrapper(&name) && tag.closing => {
                // Elements that overlap are closed from the inside out.
                while let Some(element) = run.open.pop() {
                    let done = element.tag == name;
                    run.close(element);
                    if done {
                        break;
                    }
                }
            }
            _ if is_wrapper(&name) => {
                let before = std::mem::take(&mut run.content);
                let is_dotted = is_dotted(tag);
                run.open.push(Open { tag: name, is_dotted, span, before });
            }
            _ if tag.closing => {}
            _ => self.ignore("dropped-html", format!("`<{name}>`"), span),
        }
    }
}

/// Whether an element stands inside a line.
pub(in crate::deck::markdown) fn is_inline(name: &str) -> bool {
    const OTHERS: [&str; 17] = [
        "br", "wbr", "img", "span", "a", "font", "small", "big", "cite", "abbr", "label", "q",
        "ruby", "rb", "rt", "rtc", "rp",
    ];
    wrapper(name).is_some() || OTHERS.contains(&name)
}

/// Whether what an element holds is looked at as a whole.
fn is_wrapper(name: &str) -> bool {
    wrapper(name).is_some() || matches!(name, "ruby" | "rt" | "rp")
}

/// Whether an element has a dot below each of its characters: by its class, or by its style.
fn is_dotted(tag: &Tag) -> bool {
    let has =
        |name: &str, word: &str| tag.attribute(name).is_some_and(|value| value.contains(word));
    has("class", "dotted") || has("style", "text-emphasis")
}

/// What an HTML element means here.
fn wrapper(tag: &str) -> Option<fn(Inlines) -> Inline> {
    Some(match tag {
        "b" | "strong" => Inline::Strong,
        "i" | "em" => Inline::Emph,
        "s" | "del" | "strike" => Inline::Strike,
        "u" | "ins" => Inline::Underline,
        "mark" => Inline::Highlight,
        "sup" => Inline::Super,
        "sub" => Inline::Sub,
        "kbd" | "code" | "samp" => code,
        _ => return None,
    })
}

/// Text as code; its markup is lost.
fn code(content: Inlines) -> Inline {
    Inline::Code(plain_text(&content))
}
