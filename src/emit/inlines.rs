//! Inlines → Typst markup.

use std::fmt::Write;

use super::footnotes::Reference;
use super::lines::Paragraph;
use super::markup::{Emitter, Stress};
use super::writer::{GAP, GLUE, OPPORTUNITY};
use super::{escape, latex};
use crate::deck::markdown::{is_cjk, is_cjk_letter};
use crate::deck::{Inline, Inlines, Spanned};
use crate::diag::{Diagnostic, Span};
use crate::numbers::thousands;

/// Width in em of the lines of footnotes.
const NOTE_LINE: f64 = 50.0;
/// Most bytes of an address, as it is written into the PDF.
const MOST_ADDRESS: usize = 8_000;

impl Emitter<'_> {
    /// Writes a whole paragraph.
    pub(super) fn inlines(&mut self, inlines: &[Spanned<Inline>]) {
        let paragraph = Paragraph::of(inlines, self.breaking);
        self.out.widths(paragraph.widths());
        let around = std::mem::replace(&mut self.paragraph, paragraph);
        self.run(inlines);
        self.paragraph = around;
    }

    /// Writes inlines inside the current paragraph.
    fn run(&mut self, inlines: &[Spanned<Inline>]) {
        for inline in inlines {
            self.inline(inline);
        }
    }

    fn footnote(&mut self, content: &Inlines) {
        self.glue();
        self.paragraph.pass();
        let reference = self.footnotes.refer(content);
        if let Reference::Again(number) = reference {
            self.out.code(&format!("#theme.repeated-note(<note-{number}>)"));
            return self.out.end_code();
        }
        self.out.code("#footnote");
        let around = (self.picture_height.replace("6em"), self.breaking);
        self.breaking.room = NOTE_LINE * self.aspect.share();
        self.bracketed_at(self.step, content);
        (self.picture_height, self.breaking) = around;
        if let Reference::First(number) = reference {
            self.out.code(&format!("<note-{number}>"));
        }
        self.out.end_code();
    }

    fn inline(&mut self, inline: &Spanned<Inline>) {
        let span = inline.span;
        match &inline.value {
            Inline::Text(text) => {
                let (segments, behind) = self.paragraph.take(text);
                self.out.segments(text, span, &segments);
                self.out.joint(behind);
            }
            Inline::Strong(content) => {
                self.stressed("#strong", Stress { strong: true, ..self.stress }, content);
            }
            Inline::Emph(content) => {
                self.stressed("#emph", Stress { emph: true, ..self.stress }, content);
            }
            Inline::Strike(content) => self.wrapped("#strike", content),
            Inline::Highlight(content) => self.wrapped("#highlight", content),
            Inline::Underline(content) => self.wrapped("#underline", content),
            Inline::Dotted(content) => self.wrapped("#theme.dotted", content),
            Inline::Ruby { base, reading } => {
                self.out.code("#theme.ruby(");
                self.out.string(reading, span);
                self.wrapped(")", base);
            }
            Inline::Super(content) => self.raised("#super", content),
            Inline::Sub(content) => self.raised("#sub", content),
            Inline::Footnote(content) => self.footnote(content),
            Inline::Code(text) => self.inline_code(text, span),
            Inline::Math(source) => self.inline_formula(source, span),
            Inline::Link { url, content } => self.link(url, content, span),
            Inline::Image(image) => {
                self.inline_picture(image, span);
                self.paragraph.pass();
            }
            Inline::Break => {
                self.paragraph.pass();
                self.out.code("#linebreak()");
                self.out.end_code();
            }
        }
    }

    /// Text that is emphasised one way, or both ways when nested: the typeface of emphasis has no
    /// bold Han.
    fn stressed(&mut self, call: &str, stress: Stress, content: &[Spanned<Inline>]) {
        let around = std::mem::replace(&mut self.stress, stress);
        if stress.strong && stress.emph && stress != around {
            self.out.code(&format!("{call}[#theme.firm"));
            self.wrapped("", content);
            self.out.code("]");
            self.out.end_code();
        } else {
            self.wrapped(call, content);
        }
        self.stress = around;
    }

    fn inline_formula(&mut self, source: &str, span: Span) {
        self.out.break_if(&self.paragraph.breaks());
        // Typst sets no space between Han and a formula (typst#2703).
        if self.paragraph.before().is_some_and(is_cjk_letter) {
            self.out.code(GAP);
        }
        self.expression(|own| own.formula(source, span, false));
        self.paragraph.pass();
        if self.paragraph.after().is_some_and(is_cjk_letter) {
            self.out.code(GAP);
        }
    }

    /// A link, or just its text if the target does not exist or the address is longer than Typst
    /// accepts.
    fn link(&mut self, url: &str, content: &Inlines, span: Span) {
        let address = percent_encode(url);
        if address.len() > MOST_ADDRESS {
            let most = thousands(MOST_ADDRESS);
            let message = format!("a PDF holds no address of more than {most} bytes");
            self.errors.push(Diagnostic::warning("empty-link", span, message));
        }
        if address.is_empty() || address.len() > MOST_ADDRESS {
            return self.wrapped("#", content);
        }
        self.out.code("#link(");
        match url.strip_prefix('#') {
            Some(id) => self.out.code(&format!("label({:?})", label(id))),
            None => self.out.string(&address, span),
        }
        self.wrapped(")", content);
    }

    /// Keeps a superscript or subscript behind Han, such as a footnote's number, from beginning a
    /// line.
    fn glue(&mut self) {
        if self.paragraph.before().is_some_and(is_cjk) {
            self.out.code(GLUE);
        }
    }

    /// Inline code. A long identifier gets the same break opportunities as text.
    fn inline_code(&mut self, text: &str, span: Span) {
        self.out.break_if(&self.paragraph.breaks());
        self.paragraph.pass_code(text);
        let mut from = 0;
        for end in escape::break_opportunities(text).into_iter().chain([text.len()]) {
            if from > 0 {
                self.out.code(OPPORTUNITY);
            }
            self.out.code("#raw(");
            self.out.string(&text[from..end], span);
            self.out.code(")");
            self.out.end_code();
            from = end;
        }
    }

    /// A superscript or subscript.
    fn raised(&mut self, call: &str, content: &[Spanned<Inline>]) {
        self.glue();
        self.wrapped(call, content);
    }

    fn wrapped(&mut self, call: &str, content: &[Spanned<Inline>]) {
        self.out.code(call);
        self.out.code("[");
        self.run(content);
        self.out.code("]");
        self.out.end_code();
    }

    /// A formula, as an expression.
    pub(super) fn formula(&mut self, source: &str, span: Span, display: bool) {
        let text = self.sources.text(span);
        let from = text.find(source).unwrap_or(0);
        let typst = match latex::convert(source) {
            Ok(typst) => typst,
            Err(error) => {
                let place = span.within(from + error.range.start..from + error.range.end);
                let place = if text.contains(source) { place } else { span };
                let finding = Diagnostic::warning("unset", place, error.message);
                self.errors.push(finding.maybe_hint(error.hint));
                return self.unset(source, span, display);
            }
        };
        let start = self.out.position();
        let (call, blank) = if display { ("formula", " ") } else { ("imath", "") };
        self.out.code(&format!("{{ import \"/theme/latex.typ\": *; theme.{call}(alt: "));
        let mut alt = String::new();
        escape::string(source, &mut alt);
        self.out.code(&alt);
        self.out.code(&format!(", ${blank}{typst}{blank}$) }}"));
        self.out.cover(start, span);
    }

    /// Something that cannot be set, shown as its source; an expression.
    pub(super) fn unset(&mut self, source: &str, span: Span, display: bool) {
        self.out.code(&format!("theme.unset(display: {display}, "));
        self.out.string(source, span);
        self.out.code(")");
    }
}

/// The expression that makes a label of an id, which may hold any characters.
pub(super) fn label(id: &str) -> String {
    format!("id-{id}")
}

/// A link's address with everything that is not ASCII percent-encoded: some viewers get raw
/// UTF-8 wrong (typst#6128).
fn percent_encode(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for byte in url.bytes() {
        if byte.is_ascii_graphic() {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
