//! Fenced code → a listing, a chart or raw Typst.

use std::collections::BTreeMap;

use comrak::nodes::NodeCodeBlock;

use super::attributes::{self, Attributes};
use super::blocks::Content;
use super::{Reader, closing, dialect};
use crate::deck::block::is_diagram;
use crate::deck::{Block, Diagram, Image, Spanned, chart, diagram};
use crate::diag::{Diagnostic, Span};

/// Code that is shown.
pub(super) struct Listing<'t> {
    /// The info string of its fence.
    pub(super) info: &'t str,
    /// Its language.
    pub(super) lang: Option<String>,
    /// The attributes behind the language that were not used yet.
    pub(super) attributes: Attributes,
    /// How it is shown: `highlight`, `lines`, `title`.
    pub(super) options: BTreeMap<String, String>,
    /// Its lines.
    pub(super) text: &'t str,
    /// What is shown in the place of its lines.
    pub(super) shown: Option<String>,
    /// Whether the code of an executed cell is shown, if the cell says so.
    pub(super) echo: Option<bool>,
    /// Their place.
    span: Span,
}

impl<'t> Listing<'t> {
    fn new(info: &'t str, text: &'t str, span: Span) -> Self {
        let (word, braces) = info.split_at(info.find(['{', '[']).unwrap_or(info.len()));
        let braces = braces.split_once('}').map_or(braces, |(first, _)| first);
        Self {
            info,
            lang: word.split_whitespace().next().map(str::to_owned),
            attributes: attributes::parse(braces),
            options: BTreeMap::new(),
            text,
            shown: None,
            echo: None,
            span,
        }
    }

    /// Whether it is a cell that Quarto runs.
    pub(super) fn is_cell(&self) -> bool {
        let word = self.info.strip_prefix('{');
        word.is_some_and(|word| word.starts_with(|c: char| c.is_ascii_alphabetic()))
    }

    /// Drops some bytes at the front.
    pub(super) fn cut(&mut self, bytes: usize) {
        if bytes > 0 {
            self.span = self.span.within(bytes..self.text.len());
            self.text = &self.text[bytes..];
        }
    }

    /// `{highlight="2,4-5" lines=true title="…"}`, and the language of `{.python}`.
    fn take_attributes(&mut self) {
        for class in std::mem::take(&mut self.attributes.classes) {
            self.lang.get_or_insert(class);
        }
        for (key, value) in std::mem::take(&mut self.attributes.pairs) {
            let (key, value) = match key.as_str() {
                "highlight" | "code-line-numbers" | "data-line-numbers" | "hl_lines" => {
                    ("highlight", value)
                }
                "title" | "filename" | "caption" => ("title", value),
                "lines" | "linenos" if matches!(value.as_str(), "true" | "yes") => {
                    ("lines", "1".to_owned())
                }
                "lines" => ("lines", value),
                _ => continue,
            };
            self.options.insert(key.to_owned(), value);
        }
    }

    fn block(self) -> Spanned<Block> {
        let text = self.shown.unwrap_or_else(|| self.text.to_owned());
        let (lang, options) = (self.lang, self.options);
        Spanned::new(Block::Code { lang, text, options }, self.span)
    }
}

/// The words of its braces.
fn classes_of<'l>(listing: &'l Listing) -> impl Iterator<Item = &'l str> {
    listing.attributes.classes.iter().map(String::as_str)
}

/// The files of pictures that a cell of R puts on the page, `knitr::include_graphics("a.png")`.
fn shown_pictures(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, name) in code.match_indices("include_graphics(") {
        let arguments = &code[at + name.len()..];
        let arguments = &arguments[..closing(arguments, '(', ')').unwrap_or(0)];
        // `here("dir", "a.png")` names folders before the file.
        let parts: Vec<&str> = arguments.split(['"', '\'']).skip(1).step_by(2).collect();
        let parts = parts.into_iter().take_while(|part| !part.ends_with('%'));
        let path = parts.collect::<Vec<_>>().join("/");
        if path.contains('.') && !path.contains("://") && !arguments.trim_start().starts_with("c(")
        {
            found.push(path);
        }
    }
    found
}

/// Whether a cell does nothing but that.
fn shows_only_pictures(code: &str) -> bool {
    let lines =
        code.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let shows = |line: &str| {
        line.trim_start_matches("knitr::").starts_with("include_graphics(") && line.ends_with(')')
    };
    lines.clone().count() > 0 && lines.into_iter().all(shows)
}

impl Reader<'_, '_> {
    /// A listing, raw Typst, or source in another raw format.
    pub(super) fn code(&mut self, code: &NodeCodeBlock, span: Span, out: &mut Content) {
        let text = code.literal.trim_end_matches('\n');
        if code.fenced && !code.closed {
            let fence = span.within(0..self.text(span).find('\n').unwrap_or(3));
            let message = "this code is never closed";
            let finding = Diagnostic::warning("unclosed-block", fence, message);
            self.findings.push(finding.hint("everything below is code: end it as it begins"));
        }
        let mut listing = Listing::new(code.info.trim(), text, self.code_span(code, span));
        let classes = &listing.attributes.classes;
        if let Some(format) = classes.iter().find_map(|class| class.strip_prefix('=')) {
            if format != "typst" {
                return self.ignore("unknown-directive", format!("raw {format}"), span);
            }
            let alt = listing.attributes.get("alt").map(str::to_owned);
            let typst = Block::Typst { source: text.to_owned(), alt };
            return out.blocks.push(Spanned::new(typst, listing.span));
        }
        // Quarto runs `{chart}`, Pandoc names it with a dot.
        let (lang, class) = (listing.lang.as_deref(), classes.first().map(String::as_str));
        let named = |word: &str| lang == Some(word) || lang.is_none() && class == Some(word);
        if named("chart") {
            return self.chart(&listing, span, out);
        }
        if named(diagram::LANGUAGE) {
            let diagram = Diagram { text: text.to_owned() };
            let block = diagram.chart().map_or(Block::Diagram(diagram), Block::Chart);
            return out.blocks.push(Spanned::new(block, listing.span));
        }
        if let Some(language) = listing.lang.as_deref().filter(|lang| is_diagram(lang)) {
            let fence = span.within(0..self.text(span).find('\n').unwrap_or(0));
            self.ignore("undrawn-diagram", format!("`{language}`"), fence);
        }
        // GitHub's and GitLab's formulas.
        if listing.lang.as_deref() == Some("math") {
            return out.blocks.push(Spanned::new(Block::Math(text.to_owned()), listing.span));
        }
        dialect::TOOLS.iter().for_each(|tool| tool.listing(&mut listing));
        let hides = listing.echo.map_or(self.hides_code, |echo| !echo);
        let pictures = if listing.is_cell() { shown_pictures(listing.text) } else { Vec::new() };
        // What does nothing but show a picture is not there to be read.
        let is_code = listing.echo.is_some() || !shows_only_pictures(listing.text);
        let shows = pictures.is_empty() || !hides && is_code;
        if hides
            && listing.is_cell()
            && pictures.is_empty()
            && !classes_of(&listing).any(is_diagram)
        {
            let fence = span.within(0..self.text(span).find('\n').unwrap_or(0));
            return self.ignore("unknown-directive", "a cell that hides its code", fence);
        }
        let width =
            ["out.width", "out-width"].into_iter().find_map(|name| listing.attributes.get(name));
        let (place, width) = (listing.span, width.map(|it| it.trim_matches(',').to_owned()));
        listing.take_attributes();
        if shows {
            out.blocks.push(listing.block());
        }
        for path in pictures {
            let (path, width) = (self.picture_path(&path), width.clone());
            let image = Image { path, width, ..Image::default() };
            out.blocks.push(Spanned::new(Block::Image(image), place));
        }
    }

    /// A listing whose lines stand in another file.
    pub(super) fn listing(&mut self, info: &str, text: &str, span: Span, out: &mut Content) {
        let mut listing = Listing::new(info.trim(), text, span);
        dialect::TOOLS.iter().for_each(|tool| tool.listing(&mut listing));
        listing.take_attributes();
        out.blocks.push(listing.block());
    }

    /// A chart: settings and numbers inside the fence; an invalid one is shown as its source.
    fn chart(&mut self, listing: &Listing, fence: Span, out: &mut Content) {
        let (text, content) = (listing.text, listing.span);
        // Words behind `chart` are on the line of the fence.
        let line = fence.within(0..self.text(fence).find('\n').unwrap_or(0));
        match chart::parse(text, &listing.attributes.pairs) {
            Ok(mut chart) => {
                chart.file = chart.file.map(|path| self.picture_path(&path));
                let span = if text.is_empty() { line } else { content };
                out.blocks.push(Spanned::new(Block::Chart(chart), span));
            }
            Err(faults) => {
                for fault in faults {
                    let span =
                        if fault.range.is_empty() { line } else { content.within(fault.range) };
                    let finding = Diagnostic::warning("unset", span, fault.message);
                    self.findings.push(finding.maybe_hint(fault.hint));
                }
                out.blocks.push(Spanned::new(
                    Block::Code { lang: None, text: text.to_owned(), options: BTreeMap::new() },
                    if text.is_empty() { line } else { content },
                ));
            }
        }
    }

    /// The span of the lines inside a fence.
    fn code_span(&self, code: &NodeCodeBlock, span: Span) -> Span {
        if !code.fenced {
            return span;
        }
        let text = &self.source[span.range()];
        let start = text.find('\n').map_or(text.len(), |at| at + 1);
        let end = if code.closed { text.rfind('\n').unwrap_or(text.len()) } else { text.len() };
        span.within(start..end.max(start))
    }
}
