//! Elements → blocks. Every text goes into a block or is set aside; none is skipped.

use std::collections::{BTreeMap, BTreeSet};

use super::dom::{Dom, Id};
use super::facts::{Facts, heading_level, is_block, is_silent};
use super::hints;
use super::math;
use super::raw_math::Delimiters;
use super::run::{Line, Run, Wrap, lone_image, whole};
use crate::article::{Aside, Options, Reason};
use crate::deck::block::{AlertKind, Definition, Item, ListKind, plain_text};
use crate::deck::{Block, Inline, Inlines, Spanned};
use crate::diag::{FileId, Span};

/// Deepest nesting of blocks. What is nested deeper is put beside its container.
const DEEPEST: usize = 12;

/// Reads the elements of a page.
pub(super) struct Flow<'a> {
    pub(super) dom: &'a Dom,
    pub(super) facts: &'a Facts,
    pub(super) file: FileId,
    pub(super) options: Options,
    pub(super) math: Delimiters,
    /// Elements by their id.
    anchors: BTreeMap<&'a str, Id>,
    /// The blocks so far at the current level.
    pub(super) out: Vec<Spanned<Block>>,
    run: Run,
    /// How blocks are joined in one line, inside a heading, a cell or a term.
    line: Option<Separator>,
    /// The number of blocks around the current one.
    nesting: usize,
    /// The lines that were set aside.
    pub(super) aside: Vec<Aside>,
    /// Entries of tables of contents.
    pub(super) contents: Vec<Aside>,
    /// Addresses of remote pictures, each with its first place.
    pub(super) remote: BTreeMap<String, Span>,
    /// Whether the text has begun: bylines stand before it.
    begun: bool,
    /// Footnotes that were moved to their references.
    placed: BTreeSet<Id>,
    in_footnote: bool,
}

/// The separator of blocks that are joined in one line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Separator {
    /// A blank.
    Blank,
    /// A line break.
    Break,
}

impl<'a> Flow<'a> {
    /// A reader at the start of a page.
    pub(super) fn new(dom: &'a Dom, facts: &'a Facts, file: FileId, options: Options) -> Self {
        let mut anchors = BTreeMap::new();
        for id in dom.descendants(Dom::ROOT) {
            if let Some(name) = dom.attribute(id, "id") {
                anchors.entry(name).or_insert(id);
            }
        }
        Self {
            dom,
            facts,
            file,
            options,
            math: Delimiters::of(dom),
            anchors,
            out: Vec::new(),
            run: Run::default(),
            line: None,
            nesting: 0,
            aside: Vec::new(),
            contents: Vec::new(),
            remote: BTreeMap::new(),
            begun: false,
            placed: BTreeSet::new(),
            in_footnote: false,
        }
    }

    /// The bytes of a text, or of the tag of an element.
    pub(super) fn span(&self, id: Id) -> Span {
        Span::new(self.file, self.dom.place(id))
    }

    /// The bytes of a text without white space around it.
    pub(super) fn words_span(&self, id: Id) -> Span {
        let span = self.span(id);
        let text = self.dom.text(id).unwrap_or_default();
        if text.len() != (span.end - span.start) as usize {
            return span;
        }
        let start = text.len() - text.trim_start().len();
        span.within(start..text.trim_end().len().max(start))
    }

    /// The bytes of all texts in a node; those of its tag if it has none.
    pub(super) fn extent(&self, id: Id) -> Span {
        let texts = self
            .dom
            .descendants(id)
            .filter(|node| self.dom.text(*node).is_some_and(|text| !text.trim().is_empty()));
        let mut places = texts.map(|text| self.words_span(text));
        let Some(first) = places.next() else { return self.span(id) };
        places.fold(first, |all, one| Span {
            start: all.start.min(one.start),
            end: all.end.max(one.end),
            ..all
        })
    }

    /// Reads the children of a node.
    pub(super) fn children(&mut self, id: Id) {
        let dom = self.dom;
        for child in dom.children(id) {
            self.node(child);
        }
    }

    /// Reads a node.
    pub(super) fn node(&mut self, id: Id) {
        if let Some(text) = self.dom.text(id) {
            self.text(text, id);
        } else if self.dom.is_element(id) && !self.placed.contains(&id) {
            self.element(id);
        }
    }

    fn text(&mut self, text: &str, id: Id) {
        // Old pages begin paragraphs with a line break and two full-width blanks.
        let indented = text.trim_start_matches('\n').starts_with(['\u{3000}', '\u{a0}']);
        if self.run.is_broken() && indented && self.line.is_none() {
            self.flush();
        }
        self.run.text(text.trim_start_matches('\u{3000}'), self.text_span(text, id));
    }

    /// The bytes of a text without the full-width blanks at its start.
    fn text_span(&self, text: &str, id: Id) -> Span {
        let span = self.span(id);
        let exact = text.len() == (span.end - span.start) as usize;
        let blanks = text.len() - text.trim_start_matches('\u{3000}').len();
        if exact { span.within(blanks..text.len()) } else { span }
    }

    fn element(&mut self, id: Id) {
        let dom = self.dom;
        if let Some(reason) = self.verdict(id) {
            return self.set_aside(id, reason);
        }
        if let Some(formula) = math::formula(dom, id) {
            return self.formula(formula, id);
        }
        if is_silent(dom, id) {
            return;
        }
        if let Some(kind) = hints::alert(dom, id).filter(|_| self.may_nest()) {
            return self.alert(id, kind);
        }
        match dom.name(id) {
            "br" => self.line_break(id),
            "hr" => self.flush(),
            "img" | "image" => self.picture(id),
            "svg" => self.set_aside(id, Reason::Unsupported),
            "video" | "audio" | "iframe" | "canvas" | "object" | "embed" | "map" => {
                self.unsupported(id);
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(id),
            "ul" | "ol" | "menu" | "dir" if self.may_nest() => self.list(id),
            "dl" if self.may_nest() => self.definitions(id),
            "blockquote" if self.may_nest() => self.quote(id),
            "table" if self.line.is_none() => self.table(id),
            "pre" | "listing" | "xmp" | "plaintext" => self.code(id),
            "figure" => self.figure(id),
            "summary" => self.summary(id),
            "code" | "kbd" | "samp" | "tt" => self.inline_code(id),
            "rt" if self.facts.of(id).text > 0 => self.reading(id),
            // Brackets around a reading, for browsers that cannot set it above.
            "rp" if !dom.all_text(id).contains(char::is_alphanumeric) => {}
            "q" if self.facts.of(id).text > 0 => {
                let span = self.span(id);
                self.run.text("“", span);
                self.children(id);
                self.run.text("”", span);
            }
            "a" => self.anchor(id),
            "sup" => self.superscript(id),
            _ if is_block(dom, id) => self.block(id),
            name => match wrap(name) {
                Some(wrap) => self.wrapped(id, wrap),
                None => self.children(id),
            },
        }
    }

    /// The reason to set aside an element inside the text.
    fn verdict(&self, id: Id) -> Option<Reason> {
        let fact = self.facts.of(id);
        let reason = fact.verdict?;
        let name = self.dom.name(id);
        match reason {
            // A header inside the article has its title and byline.
            Reason::Header => None,
            Reason::Sidebar if name == "aside" && fact.prose > 0 => None,
            Reason::Byline if self.begun || fact.prose > 0 || fact.text > 200 => None,
            Reason::Copyright if fact.prose > 300 => None,
            Reason::Control | Reason::Share if fact.prose > 200 => None,
            Reason::Control if name == "label" || name == "fieldset" => None,
            _ => Some(reason),
        }
    }

    /// Ends the text so far as a paragraph.
    pub(super) fn flush(&mut self) {
        if let Some(separator) = self.line {
            return self.separate(separator);
        }
        for line in self.run.take(self.math) {
            match line {
                Line::Math(tex, span) => self.out.push(Spanned::new(Block::Math(tex), span)),
                Line::Text(content) => {
                    const SENTENCE: usize = 40;
                    self.begun |= plain_text(&content).chars().count() >= SENTENCE;
                    self.out.extend(by_pictures(content).into_iter().map(|content| {
                        let span = whole(&content).unwrap_or_default();
                        let image = lone_image(&content).map(|(image, _)| image.clone());
                        Spanned::new(image.map_or(Block::Paragraph(content), Block::Image), span)
                    }));
                }
            }
        }
    }

    /// Ends a part of a line with a separator.
    fn separate(&mut self, separator: Separator) {
        match separator {
            Separator::Break if !self.run.is_empty() && !self.run.is_broken() => {
                self.run.line_break(Span::DETACHED);
            }
            Separator::Break => {}
            Separator::Blank => self.run.part(),
        }
    }

    fn line_break(&mut self, id: Id) {
        if self.line == Some(Separator::Blank) {
            return self.run.part();
        }
        if self.run.is_broken() && self.line.is_none() {
            return self.flush();
        }
        self.run.line_break(self.span(id));
    }

    /// Records that an element was moved and is skipped from here on.
    pub(super) fn place(&mut self, id: Id) {
        self.placed.insert(id);
    }

    /// Whether an element was moved.
    pub(super) fn is_placed(&self, id: Id) -> bool {
        self.placed.contains(&id)
    }

    /// Reads the content of a block element.
    pub(super) fn block(&mut self, id: Id) {
        self.flush();
        self.children(id);
        self.flush();
    }

    fn wrapped(&mut self, id: Id, wrap: Wrap) {
        self.run.open(wrap, self.span(id));
        self.children(id);
        self.run.close();
    }

    /// Whether blocks may be nested one level deeper here.
    fn may_nest(&self) -> bool {
        self.nesting < DEEPEST && self.line.is_none()
    }

    /// Reads nested blocks and returns them.
    pub(super) fn nested(&mut self, read: impl FnOnce(&mut Self)) -> Vec<Spanned<Block>> {
        self.flush();
        let out = std::mem::take(&mut self.out);
        let run = std::mem::take(&mut self.run);
        self.nesting += 1;
        read(self);
        self.flush();
        self.nesting -= 1;
        self.run = run;
        std::mem::replace(&mut self.out, out)
    }

    /// The content of a node as one line.
    pub(super) fn inlines(&mut self, id: Id, separator: Separator) -> Inlines {
        let run = std::mem::take(&mut self.run);
        let line = self.line.replace(separator);
        self.children(id);
        let mut content = Inlines::new();
        for part in self.run.take(self.math) {
            match part {
                Line::Text(text) => content.extend(text),
                Line::Math(tex, span) => content.push(Spanned::new(Inline::Math(tex), span)),
            }
        }
        self.line = line;
        self.run = run;
        content
    }

    fn heading(&mut self, id: Id) {
        if self.line.is_some() {
            return self.block(id);
        }
        self.flush();
        let content = self.inlines(id, Separator::Blank);
        if content.is_empty() {
            return;
        }
        let span = whole(&content).unwrap_or_default();
        if let Some((image, span)) = lone_image(&content) {
            return self.out.push(Spanned::new(Block::Image(image.clone()), span));
        }
        let level = heading_level(self.dom.name(id)).unwrap_or(1);
        self.out.push(Spanned::new(Block::Heading { level, content }, span));
    }

    fn list(&mut self, id: Id) {
        self.flush();
        let dom = self.dom;
        let start = (dom.name(id) == "ol").then(|| {
            dom.attribute(id, "start").and_then(|start| start.trim().parse().ok()).unwrap_or(1)
        });
        let mut items: Vec<Spanned<Item>> = Vec::new();
        for child in dom.children(id) {
            let nested = matches!(dom.name(child), "ul" | "ol");
            let blocks = self.nested(|flow| match dom.name(child) {
                "li" if flow.facts.of(child).verdict.is_none() => {
                    if !flow.placed.contains(&child) {
                        flow.children(child);
                    }
                }
                _ => flow.node(child),
            });
            match items.last_mut() {
                // A list directly inside a list belongs to the item before it.
                Some(last) if nested => last.value.blocks.extend(blocks),
                _ if blocks.is_empty() => {}
                _ => {
                    let done = self.is_done(child);
                    let span = extent_of(&blocks).unwrap_or_else(|| self.extent(child));
                    items.push(Spanned::new(Item { done, blocks }, span));
                }
            }
        }
        if !items.is_empty() {
            let span = self.extent(id);
            self.out.push(Spanned::new(Block::List { kind: ListKind::plain(start), items }, span));
        }
    }

    /// Whether a task is done; `None` if the item is not a task.
    fn is_done(&self, item: Id) -> Option<bool> {
        let dom = self.dom;
        let is_box = |id: &Id| dom.attribute(*id, "type") == Some("checkbox");
        let first = dom.elements(item).next()?;
        let input = Some(first).filter(is_box).or_else(|| dom.elements(first).find(is_box))?;
        Some(dom.attribute(input, "checked").is_some())
    }

    fn definitions(&mut self, id: Id) {
        self.flush();
        let dom = self.dom;
        let mut all: Vec<Spanned<Definition>> = Vec::new();
        // Pairs of term and definition may be wrapped in a `div`.
        let rows = dom.children(id).flat_map(|child| {
            let wrapped = dom.name(child) == "div";
            let inner = wrapped.then(|| dom.children(child)).into_iter().flatten();
            (!wrapped).then_some(child).into_iter().chain(inner)
        });
        for row in rows.collect::<Vec<_>>() {
            if dom.name(row) == "dt" && self.facts.of(row).verdict.is_none() {
                let term = self.inlines(row, Separator::Blank);
                let span = self.extent(row);
                if !term.is_empty() {
                    all.push(Spanned::new(Definition { term, blocks: Vec::new() }, span));
                }
                continue;
            }
            let blocks = self.nested(|flow| flow.node(row));
            match all.last_mut() {
                Some(last) => last.value.blocks.extend(blocks),
                None => self.out.extend(blocks),
            }
        }
        if all.iter().all(|one| one.blocks.is_empty()) {
            for one in all {
                self.out.push(Spanned::new(Block::Paragraph(one.value.term), one.span));
            }
        } else {
            let span = self.extent(id);
            self.out.push(Spanned::new(Block::Definitions(all), span));
        }
    }

    fn quote(&mut self, id: Id) {
        let blocks = self.nested(|flow| flow.children(id));
        if !blocks.is_empty() {
            let span = self.extent(id);
            self.out.push(Spanned::new(Block::Quote(blocks), span));
        }
    }

    fn alert(&mut self, id: Id, kind: AlertKind) {
        let dom = self.dom;
        let title = dom.find(id, |node| {
            node != id
                && hints::words(dom, node).iter().any(|word| word == "title" || word == "heading")
        });
        let mut text = None;
        if let Some(title) = title {
            let content = self.inlines(title, Separator::Blank);
            // A title that only repeats the usual word is left to the theme.
            let says = |text: &String| {
                !text.is_empty() && hints::alert_kind(&text.to_lowercase()).is_none()
            };
            text = Some(plain_text(&content)).filter(says);
            self.placed.insert(title);
        }
        let blocks = self.nested(|flow| flow.children(id));
        if blocks.is_empty() && text.is_none() {
            return;
        }
        let span = self.extent(id);
        self.out.push(Spanned::new(Block::Alert { kind, title: text, blocks }, span));
    }

    /// The summary of a folded text, in bold, since nothing is folded on a slide.
    fn summary(&mut self, id: Id) {
        self.flush();
        self.wrapped(id, Wrap::Strong);
        self.flush();
    }

    fn inline_code(&mut self, id: Id) {
        let dom = self.dom;
        if self.facts.of(id).holds_block || dom.find(id, |n| dom.name(n) == "img").is_some() {
            return self.children(id);
        }
        let text = dom.line(id);
        if !text.is_empty() {
            let span = self.extent(id);
            self.run.atom(Inline::Code(text), span);
        }
    }

    /// The reading (ruby) of the text before it.
    fn reading(&mut self, id: Id) {
        let span = self.span(id);
        self.run.text("（", span);
        self.children(id);
        self.run.text("）", span);
    }

    /// A link, or just its text if its target is not reachable from a slide.
    fn anchor(&mut self, id: Id) {
        let dom = self.dom;
        let href = dom.attribute(id, "href").unwrap_or_default().trim();
        if is_permalink(dom, id) {
            return self.set_aside(id, Reason::Control);
        }
        if self.footnote(href, id) {
            return;
        }
        match absolute(href) {
            Some(url) if !self.facts.of(id).holds_block => self.wrapped(id, Wrap::Link(url)),
            _ => self.children(id),
        }
    }

    fn superscript(&mut self, id: Id) {
        let dom = self.dom;
        let mut children = dom.children(id).filter(|child| {
            dom.is_element(*child) || dom.text(*child).is_some_and(|text| !text.trim().is_empty())
        });
        if let (Some(only), None) = (children.next(), children.next())
            && dom.name(only) == "a"
        {
            let href = dom.attribute(only, "href").unwrap_or_default().trim();
            if self.footnote(href, only) {
                return;
            }
            // A number in square brackets refers to a list of sources.
            if href.contains('#') && dom.line(only).starts_with(['[', '［']) {
                return self.set_aside(id, Reason::Navigation);
            }
        }
        self.wrapped(id, Wrap::Super);
    }

    /// Moves a footnote to its reference; false if the link does not lead to a footnote.
    fn footnote(&mut self, href: &str, id: Id) -> bool {
        let dom = self.dom;
        let Some(name) = href.strip_prefix('#') else { return false };
        let decoded = super::picture::decoded(name);
        let Some(target) = self.anchors.get(decoded.as_str()).copied() else { return false };
        let noted = |node: Id| hints::is_footnotes(dom, node);
        let is_note = noted(target) || dom.ancestors(target).take(3).any(noted);
        let number = dom.line(id);
        let refers = number.chars().count() <= 6 && !dom.ancestors(id).take(6).any(noted);
        if !is_note || !refers || self.in_footnote || dom.name(target) == "a" {
            return false;
        }
        if !self.placed.insert(target) {
            self.set_aside(id, Reason::Navigation);
            return true;
        }
        self.in_footnote = true;
        let content = self.inlines(target, Separator::Break);
        self.in_footnote = false;
        self.run.atom(Inline::Footnote(content), self.span(id));
        true
    }

    fn formula(&mut self, formula: math::Formula, id: Id) {
        if formula.tex.is_empty() {
            return;
        }
        let span = self.extent(id);
        if formula.display && self.line.is_none() {
            self.flush();
            self.out.push(Spanned::new(Block::Math(formula.tex), span));
        } else {
            self.run.atom(Inline::Math(formula.tex), span);
        }
    }

    /// Adds an inline that is not text.
    pub(super) fn atom(&mut self, inline: Inline, span: Span) {
        self.run.atom(inline, span);
    }

    /// Whether blocks are being joined in one line.
    pub(super) fn in_line(&self) -> bool {
        self.line.is_some()
    }
}

/// Splits a paragraph at pictures on lines of their own.
fn by_pictures(content: Inlines) -> Vec<Inlines> {
    let mut parts: Vec<(bool, Inlines)> = Vec::new();
    for line in content.split(|inline| inline.value == Inline::Break) {
        if line.is_empty() {
            continue;
        }
        let line = line.to_vec();
        let picture = lone_image(&line).is_some();
        match parts.last_mut() {
            Some((false, before)) if !picture => {
                let place = line[0].span.within(0..0);
                before.push(Spanned::new(Inline::Break, place));
                before.extend(line);
            }
            _ => parts.push((picture, line)),
        }
    }
    parts.into_iter().map(|(_, content)| content).collect()
}

/// The bytes from the first of some blocks to the last.
fn extent_of(blocks: &[Spanned<Block>]) -> Option<Span> {
    let start = blocks.iter().map(|block| block.span.start).min()?;
    let end = blocks.iter().map(|block| block.span.end).max()?;
    Some(Span { start, end, ..blocks[0].span })
}

/// The markup that an element stands for.
fn wrap(name: &str) -> Option<Wrap> {
    Some(match name {
        "b" | "strong" => Wrap::Strong,
        "i" | "em" | "cite" | "dfn" | "var" => Wrap::Emph,
        "s" | "del" | "strike" => Wrap::Strike,
        "mark" => Wrap::Highlight,
        "u" | "ins" => Wrap::Underline,
        "sub" => Wrap::Sub,
        _ => return None,
    })
}

/// The address of a link that works from anywhere; `None` for relative ones.
fn absolute(href: &str) -> Option<String> {
    let lower = href.to_ascii_lowercase();
    if let Some(rest) = href.strip_prefix("//") {
        return (!rest.is_empty()).then(|| format!("https://{rest}"));
    }
    let known = ["http://", "https://", "mailto:", "ftp://"];
    if !known.iter().any(|scheme| lower.starts_with(scheme)) {
        return None;
    }
    // Some sites route external links through a warning page.
    let through = lower.starts_with("https://link.") || lower.starts_with("http://link.");
    let target = href.split_once("target=").map(|(_, target)| target).filter(|_| through);
    let target = target.map(|target| target.split('&').next().unwrap_or(target));
    Some(target.map_or(href.to_owned(), super::picture::decoded))
}

/// A link from a heading to itself.
fn is_permalink(dom: &Dom, id: Id) -> bool {
    const CLASSES: [&str; 9] = [
        "headerlink", "header-anchor", "anchor", "permalink", "heading-anchor", "hash-link",
        "anchor-link", "headeranchor-link", "footnote-backref",
    ];
    let text = dom.line(id);
    if text.chars().count() > 2 {
        // Class `anchor` may also contain the text of a heading.
        return dom.has_class(id, &["headerlink", "hash-link"]) && text.chars().count() < 20;
    }
    let inner = dom.attribute(id, "href").is_some_and(|href| href.contains('#'));
    let sign =
        matches!(text.as_str(), "#" | "¶" | "§" | "🔗" | "↩" | "↩︎" | "↑" | "^" | "\u{200b}" | "⚓");
    inner && (sign || dom.has_class(id, &CLASSES) && !text.is_empty())
}
