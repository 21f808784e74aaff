//! Inline nodes → [`Inlines`]: markup, the HTML tags that stand for markup, and typography.

pub(super) mod run;

use comrak::nodes::{AstNode, NodeLink, NodeValue};

use super::blocks::{Content, Directive};
use super::comments::{self, Comment};
use super::html::Tag;
use super::typography::{Role, Typography};
use super::{Reader, attribution, breaks, dialect, html_names, lines, ruby};
use crate::deck::block::{plain_text, trim};
use crate::deck::{Image, Inline, Inlines, Spanned};
use crate::diag::{Diagnostic, Span};
use run::Run;

/// The content of a paragraph, a heading or a cell, separated from notes and directives.
pub(super) struct Line {
    /// The text.
    pub(super) content: Inlines,
    /// Comments in it that are speaker notes.
    pub(super) notes: Vec<String>,
    /// Comments in it that are directives.
    pub(super) directives: Vec<Spanned<Directive>>,
}

/// The state of one paragraph.
struct Paragraph {
    typography: Typography,
    notes: Vec<String>,
    directives: Vec<Spanned<Directive>>,
}

impl<'a> Reader<'a, '_> {
    /// Converts the children of a node that holds inlines.
    pub(super) fn line(&mut self, node: &'a AstNode<'a>) -> Line {
        dialect::TOOLS.iter().for_each(|tool| tool.inlines(self, node));
        let typography = self.typography(node);
        let (notes, directives) = (Vec::new(), Vec::new());
        let mut paragraph = Paragraph { typography, notes, directives };
        self.check_marks(node);
        let mut content = self.children(node, &mut paragraph);
        let blanks = trim(&mut content);
        if let Some(first) = content.first_mut().filter(|_| blanks > 0) {
            first.span = first.span.within(blanks..usize::MAX >> 33);
        }
        Line { content, notes: paragraph.notes, directives: paragraph.directives }
    }

    /// The typography of a paragraph. An unclosed quotation mark is reported.
    fn typography(&mut self, node: &'a AstNode<'a>) -> Typography {
        let (mut text, mut marks) = (String::new(), Vec::new());
        self.flat(node, &mut text, &mut marks);
        let typography = Typography::new(&text, self.context.words);
        if text.contains(super::is_cjk) {
            let mut alone = typography.roles().zip(&marks).filter(|(role, _)| *role == Role::Alone);
            if let Some((_, place)) = alone.next() {
                let message = "a quotation mark is never closed and is shown as it is";
                let finding = Diagnostic::warning("mistyped-markup", *place, message);
                self.findings.push(finding.hint("a quotation ends with `\"` as it begins"));
            }
        }
        typography
    }

    /// The text below a node, with a letter in place of everything else, and the places of its
    /// straight quotation marks.
    fn flat(&self, node: &'a AstNode<'a>, text: &mut String, marks: &mut Vec<Span>) {
        for child in node.children() {
            match &child.data().value {
                NodeValue::Text(part) => {
                    let span = self.span(child);
                    let places = part.match_indices(['"', '\'']);
                    marks.extend(places.map(|(at, mark)| span.within(at..at + mark.len())));
                    text.push_str(part);
                }
                NodeValue::SoftBreak | NodeValue::LineBreak => text.push(' '),
                NodeValue::Code(_)
                | NodeValue::Math(_)
                | NodeValue::Image(_)
                | NodeValue::Escaped
                | NodeValue::ShortCode(_) => text.push('x'),
                _ => self.flat(child, text, marks),
            }
        }
    }

    fn children(&mut self, node: &'a AstNode<'a>, paragraph: &mut Paragraph) -> Inlines {
        let mut run = Run::default();
        for child in node.children() {
            let html = match &child.data().value {
                NodeValue::HtmlInline(html) => Some(html.clone()),
                _ => None,
            };
            match html {
                Some(html) => self.html(&html, child, &mut run, paragraph),
                None => self.inline(child, &mut run.content, paragraph),
            }
        }
        run.finish()
    }

    fn inline(&mut self, node: &'a AstNode<'a>, out: &mut Inlines, paragraph: &mut Paragraph) {
        let span = self.span(node);
        let value = node.data().value.clone();
        match value {
            NodeValue::Text(text) => {
                let text = self.node_text(node, &text);
                push_read(out, &text, span, next_char(node), &mut paragraph.typography);
            }
            NodeValue::Escaped => self.escaped(node, out, paragraph),
            NodeValue::SoftBreak if !self.is_break(node) => {
                let text = paragraph.typography.line_end(next_char(node));
                push_text(out, text.to_owned(), span);
            }
            NodeValue::ShortCode(code) => {
                let text = shortcode(node, &code.code, &code.emoji);
                paragraph.typography.verbatim(&text);
                push_text(out, text, span);
            }
            NodeValue::SoftBreak | NodeValue::LineBreak => {
                out.push(Spanned::new(Inline::Break, span));
            }
            NodeValue::Code(code) => self.inline_code(node, code.literal, out, paragraph),
            NodeValue::Math(math) => {
                paragraph.typography.verbatim("x");
                out.push(Spanned::new(Inline::Math(math.literal.trim().to_owned()), span));
            }
            NodeValue::Link(link) => self.link(node, link.url, out, paragraph),
            NodeValue::Image(link) => {
                let image = self.image(node, &link);
                out.push(Spanned::new(Inline::Image(image), span));
            }
            NodeValue::FootnoteReference(reference) => {
                out.extend(self.footnote(&reference.name, span));
            }
            value => {
                let content = self.children(node, paragraph);
                match markup(&value) {
                    Some(wrap) => out.push(Spanned::new(wrap(content), span)),
                    None => out.extend(content),
                }
            }
        }
    }

    /// Characters behind a backslash, which are text as they are.
    fn escaped(&mut self, node: &'a AstNode<'a>, out: &mut Inlines, paragraph: &mut Paragraph) {
        for child in node.children() {
            if let NodeValue::Text(text) = &child.data().value {
                paragraph.typography.verbatim(text);
                push_text(out, text.to_string(), self.span(child));
            }
        }
    }

    /// Code; what is raw markup of another format is reported, and left out.
    fn inline_code(
        &mut self,
        node: &'a AstNode<'a>,
        code: String,
        out: &mut Inlines,
        paragraph: &mut Paragraph,
    ) {
        let span = self.span(node);
        if is_raw(node) {
            let name = format!("`{code}` for another format");
            return self.ignore("unknown-directive", name, span);
        }
        paragraph.typography.verbatim(&code);
        out.push(Spanned::new(Inline::Code(code), span));
    }

    /// A link; one that leads nowhere is reported, and is text.
    fn link(
        &mut self,
        node: &'a AstNode<'a>,
        url: String,
        out: &mut Inlines,
        paragraph: &mut Paragraph,
    ) {
        let span = self.span(node);
        if url.trim().is_empty() {
            self.ignore("empty-link", format!("`{}`", self.text(span)), span);
            return out.extend(self.children(node, paragraph));
        }
        let mut content = self.children(node, paragraph);
        // An address of mail that nobody marked may be an example, and nobody writes to it from a slide.
        let is_bare = url.strip_prefix("mailto:").is_some_and(|mail| self.text(span) == mail);
        if is_bare {
            return out.extend(content);
        }
        // A link without text could not be clicked, so its address is shown.
        if node.first_child().is_none() && !url.starts_with('#') {
            paragraph.typography.verbatim("x");
            content.push(Spanned::new(Inline::Text(url.clone()), span));
        }
        out.push(Spanned::new(Inline::Link { url, content }, span));
    }

    /// The text of a text node, without what a tool or Pandoc's raw markup adds to it. What looks
    /// like markup in it is reported.
    fn node_text(&mut self, node: &'a AstNode<'a>, text: &str) -> String {
        let span = self.span(node);
        self.check_references(text, span);
        self.check_leftovers(text, span);
        let marked = dialect::TOOLS.iter().find_map(|tool| tool.inline(self, text, span));
        let text = marked.unwrap_or_else(|| text.to_owned());
        let after_raw = node.previous_sibling().is_some_and(is_raw);
        match text.split_once('}').filter(|_| after_raw) {
            Some((_, rest)) => rest.to_owned(),
            None => text,
        }
    }

    /// Whether a line end in the source is a line break.
    fn is_break(&self, node: &'a AstNode<'a>) -> bool {
        self.dialect.manner().keeps_lines || ends_quotation(node) || breaks::is_meant(node)
    }

    /// Reports `[^x]` and `[text][x]` that nothing defines: CommonMark shows them as they are.
    fn check_references(&mut self, text: &str, span: Span) {
        let footnote = text.find("[^").and_then(|at| {
            let end = text[at..].find(']')?;
            Some(at..at + end + 1)
        });
        let link = text.find("][").and_then(|middle| {
            let start = text[..middle].rfind('[')?;
            let end = text[middle + 2..].find(']')?;
            (end > 0).then_some(start..middle + 2 + end + 1)
        });
        for range in footnote.into_iter().chain(link) {
            let place = span.within(range.clone());
            self.ignore("unknown-reference", format!("`{}`", &text[range]), place);
        }
    }

    /// A picture; `{width=60%}` and tools' words in the alternative text set its width.
    pub(super) fn image(&mut self, node: &'a AstNode<'a>, link: &NodeLink) -> Image {
        let path = self.picture_path(&link.url);
        let mut image = Image { path, alt: alt_text(node), ..Image::default() };
        let attributes = &node.data().attrs;
        let value = |name: &str| {
            if name == "class" {
                return attributes.as_ref().map(|attributes| attributes.classes.join(" "));
            }
            let mut pairs = attributes.iter().flat_map(|attributes| &attributes.pairs);
            pairs.find(|(key, _)| key == name).map(|(_, value)| value.clone())
        };
        image.credit = value("credit");
        let span = self.span(node);
        dialect::TOOLS.iter().for_each(|tool| tool.size(self, &mut image, span));
        self.take_size(&mut image, value);
        image.caption = (!link.title.is_empty()).then(|| link.title.clone());
        // Quarto has separate texts for the caption and the alternative text.
        if let Some(own) = value("fig-alt") {
            let below = std::mem::replace(&mut image.alt, own);
            image.caption = image.caption.or(Some(below).filter(|text| !text.is_empty()));
        }
        image
    }

    /// The content for a footnote reference: the footnote, or its text in brackets inside another
    /// footnote. A reference to itself is dropped.
    fn footnote(&mut self, name: &str, span: Span) -> Inlines {
        if self.open_footnotes.iter().any(|open| open == name) {
            let message = format!("the footnote `{name}` refers to itself");
            self.findings.push(Diagnostic::error(span, message));
            return Inlines::new();
        }
        self.open_footnotes.push(name.to_owned());
        let content = self.footnote_content(name, span);
        self.open_footnotes.pop();
        if self.open_footnotes.is_empty() {
            return vec![Spanned::new(Inline::Footnote(content), span)];
        }
        let is_chinese = plain_text(&content).starts_with(super::is_cjk);
        let (open, close) = if is_chinese { ("（", "）") } else { (" (", ")") };
        let bracket = |text: &str| vec![Spanned::new(Inline::Text(text.to_owned()), span)];
        [bracket(open), content, bracket(close)].concat()
    }

    fn footnote_content(&mut self, name: &str, span: Span) -> Inlines {
        let mut content = Inlines::new();
        let definition = self.definition(name, self.line_at(span.start as usize));
        let found_before = self.findings.0.len();
        for child in definition.into_iter().flat_map(|node| node.children()) {
            if !content.is_empty() {
                content.push(Spanned::new(Inline::Break, span));
            }
            content.extend(self.footnote_lines(child, span));
        }
        // A footnote with two references is converted twice; its findings are reported once.
        let found = self.findings.0.split_off(found_before);
        let is_new = |found: &Diagnostic| !self.findings.0.contains(found);
        let found: Vec<_> = found.into_iter().filter(is_new).collect();
        self.findings.0.extend(found);
        content
    }

    /// The definition of a footnote referred to at a line. Tools that read slides separately allow
    /// each slide a first footnote, so it is the next one with that name.
    fn definition(&self, name: &str, line: usize) -> Option<&'a AstNode<'a>> {
        let all = self.footnotes.get(name)?;
        let below = all.iter().find(|node| node.data().sourcepos.start.line >= line);
        below.or(all.first()).copied()
    }

    /// A block of a footnote, as lines.
    fn footnote_lines(&mut self, node: &'a AstNode<'a>, span: Span) -> Inlines {
        if matches!(node.data().value, NodeValue::Paragraph) {
            return self.line(node).content;
        }
        // Footnotes are not revealed in steps.
        let step = self.step;
        let mut content = Content::default();
        self.block(node, &mut content);
        content.close_elements(0);
        self.step = step;
        let lines = lines::of(content.blocks);
        lines.join(&Spanned::new(Inline::Break, span))
    }

    /// A tag or a comment inside a paragraph.
    fn html(
        &mut self,
        html: &str,
        node: &'a AstNode<'a>,
        run: &mut Run,
        paragraph: &mut Paragraph,
    ) {
        let span = self.span(node);
        if let Some(comment) = html.strip_prefix("<!--").and_then(|c| c.strip_suffix("-->")) {
            match comments::classify(comment) {
                Comment::Notes(notes) => paragraph.notes.push(notes),
                Comment::Ignored(name) => self.ignore("unknown-directive", name, span),
                Comment::Include(path) => {
                    let message = format!("`{path}` cannot be included inside a paragraph");
                    let error = Diagnostic::error(span, message);
                    self.findings.push(error.hint("put the comment on a line of its own"));
                }
                Comment::Directives(all) => {
                    let all = all.into_iter().map(|one| Spanned::new(one, span));
                    paragraph.directives.extend(all);
                }
                Comment::Slot(_) | Comment::Nothing => {}
            }
            return;
        }
        // Slidev allows components with any name.
        if !self.dialect.manner().has_components && html_names::is_word(html) {
            paragraph.typography.verbatim(html);
            return push_text(&mut run.content, html.to_owned(), span);
        }
        let Some(tag) = Tag::parse(html) else {
            return self.ignore("dropped-html", format!("`{html}`"), span);
        };
        if !self.take_icon(&tag, span) {
            self.run_tag(run, &tag, span);
        }
    }
}

/// The markup that a node is around its children; `None` if it is none.
fn markup(value: &NodeValue) -> Option<fn(Inlines) -> Inline> {
    Some(match value {
        NodeValue::Strong => Inline::Strong,
        NodeValue::Emph => Inline::Emph,
        NodeValue::Strikethrough => Inline::Strike,
        NodeValue::Highlight => Inline::Highlight,
        NodeValue::Superscript => Inline::Super,
        NodeValue::Subscript => Inline::Sub,
        _ => return None,
    })
}

/// The text below a node without its markup, such as the alternative text of a picture.
pub(super) fn alt_text<'a>(node: &'a AstNode<'a>) -> String {
    node.descendants()
        .filter_map(|child| match &child.data().value {
            NodeValue::Text(text) => Some(text.to_string()),
            NodeValue::Code(code) => Some(code.literal.clone()),
            NodeValue::CodeBlock(code) => Some(code.literal.clone()),
            NodeValue::ShortCode(code) => Some(code.emoji.clone()),
            NodeValue::Math(math) => Some(math.literal.clone()),
            NodeValue::SoftBreak | NodeValue::LineBreak => Some(" ".to_owned()),
            _ => None,
        })
        .collect()
}

/// The character for `:name:`; unchanged inside numbers or words such as `1:100:3`.
fn shortcode<'a>(node: &'a AstNode<'a>, code: &str, emoji: &str) -> String {
    let before = node.previous_sibling().and_then(|before| match &before.data().value {
        NodeValue::Text(text) => text.chars().next_back(),
        _ => None,
    });
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    if is_part(before) || is_part(next_char(node)) {
        return format!(":{code}:");
    }
    emoji.to_owned()
}

/// Whether a line end in a quotation precedes its attribution.
fn ends_quotation<'a>(node: &'a AstNode<'a>) -> bool {
    let in_quote = || node.ancestors().any(|a| matches!(a.data().value, NodeValue::BlockQuote));
    let next = node.next_sibling();
    let dash = next.is_some_and(|next| match &next.data().value {
        NodeValue::Text(text) => attribution::begins(text),
        _ => false,
    });
    dash && in_quote()
}

/// Whether a code span is Pandoc's raw text for one format: `` `<br>`{=html} ``.
fn is_raw(node: &AstNode) -> bool {
    let next = node.next_sibling().filter(|_| matches!(node.data().value, NodeValue::Code(_)));
    next.is_some_and(|next| {
        matches!(&next.data().value, NodeValue::Text(text) if text.starts_with("{=") && text.contains('}'))
    })
}

/// Adds a text in which words may have readings (ruby). `next`: the character behind it.
fn push_read(
    out: &mut Inlines,
    text: &str,
    span: Span,
    next: Option<char>,
    typography: &mut Typography,
) {
    let Some((place, read)) = ruby::find(text) else {
        return push_text(out, typography.text(text, next), span);
    };
    let first = read.first().and_then(|word| word.base.chars().next());
    push_text(out, typography.text(&text[..place.start], first), span);
    for word in read {
        typography.verbatim(word.base);
        let base = vec![Spanned::new(Inline::Text(word.base.to_owned()), span)];
        let ruby = Inline::Ruby { base, reading: word.reading.to_owned() };
        out.push(Spanned::new(ruby, span));
    }
    push_read(out, &text[place.end..], span, next, typography);
}

/// Adds text, joined to what precedes it in the file.
fn push_text(out: &mut Inlines, text: String, span: Span) {
    if text.is_empty() {
        return;
    }
    out.push(Spanned::new(Inline::Text(text), span));
}

/// The first character of what follows a node in its paragraph.
fn next_char<'a>(node: &'a AstNode<'a>) -> Option<char> {
    let mut current = node;
    loop {
        if let Some(next) = current.next_sibling() {
            return first_char(next);
        }
        current = current.parent()?;
        if current.data().value.block() {
            return None;
        }
    }
}

fn first_char<'a>(node: &'a AstNode<'a>) -> Option<char> {
    match &node.data().value {
        NodeValue::Text(text) => text.chars().next(),
        NodeValue::Code(code) => code.literal.chars().next(),
        NodeValue::Math(_) => Some('x'),
        _ => node.children().find_map(|child| first_char(child)),
    }
}
