//! Block nodes → [`Block`]s, with the notes and directives found between them.

use comrak::nodes::{
    AlertType, AstNode, ListType, NodeLink, NodeList, NodeTable, NodeValue, TableAlignment,
};

use super::attributes::{self, Attributes};
use super::colours::is_colour;
use super::dialect::Background;
use super::html_elements::Element;
use super::{Reader, dialect};
use crate::deck::block::AlertKind;
use crate::deck::{Alignment, Block, Definition, Inline, Inlines, Item, ListKind, Spanned, Table};
use crate::diag::{Diagnostic, Span};

/// The content between two headings.
#[derive(Default)]
pub(super) struct Content {
    /// Its blocks.
    pub(super) blocks: Vec<Spanned<Block>>,
    /// Its speaker notes, in pieces.
    pub(super) notes: Vec<String>,
    /// Directives for the slide from comments, each with its place.
    pub(super) directives: Vec<Spanned<Directive>>,
    /// Background pictures of the slide.
    pub(super) backgrounds: Vec<Spanned<Background>>,
    /// The side of the page for the picture, from `![](x.png){.right}`.
    pub(super) side: Option<&'static str>,
    /// How much of the width that side takes, in percent. `None`: as the layout proposes.
    pub(super) share: Option<u8>,
    /// Whether the picture bleeds off the page.
    pub(super) bleed: bool,
    /// Columns without an element around them: how many blocks there are behind the last one, and the
    /// names of their sides.
    pub(super) sides: Option<(usize, Vec<String>)>,
    /// The open HTML elements.
    pub(super) elements: Vec<Element>,
}

/// `key: value` in a comment.
#[derive(Debug, PartialEq)]
pub(super) struct Directive {
    /// The key.
    pub(super) key: String,
    /// The value; a list is its words.
    pub(super) value: String,
}

impl Content {
    /// Moves notes and directives of nested content here, and returns its blocks.
    pub(super) fn absorb(&mut self, mut inner: Content) -> Vec<Spanned<Block>> {
        self.notes.append(&mut inner.notes);
        self.directives.append(&mut inner.directives);
        self.backgrounds.append(&mut inner.backgrounds);
        inner.blocks
    }
}

impl<'a> Reader<'a, '_> {
    /// Converts one block node and adds the result, to be revealed at the current step.
    pub(super) fn block(&mut self, node: &'a AstNode<'a>, out: &mut Content) {
        let (mut step, before) = (self.step, out.blocks.len());
        if !dialect::TOOLS.iter().any(|tool| tool.block(self, node, out)) {
            step = self.step;
            self.convert(node, out);
        }
        // A closing element wraps the blocks added since it was opened.
        for block in out.blocks.iter_mut().skip(before) {
            block.step = block.step.max(step);
        }
    }

    fn convert(&mut self, node: &'a AstNode<'a>, out: &mut Content) {
        let span = self.span(node);
        if let Some(include) = self.include(node) {
            return self.included_blocks(&include, out);
        }
        let value = node.data().value.clone();
        let block = match value {
            NodeValue::Paragraph => return self.paragraph(node, out),
            NodeValue::HtmlBlock(html) => return self.html_block(&html.literal, span, out),
            NodeValue::BlockDirective(_) => return self.directive(node, out),
            NodeValue::CodeBlock(code) => return self.code(&code, span, out),
            NodeValue::FootnoteDefinition(definition) => {
                if definition.total_references == 0 {
                    self.ignore("unused-footnote", definition.name, span);
                }
                return;
            }
            NodeValue::ThematicBreak => return,
            NodeValue::Heading(heading) => {
                let mut line = self.line(node);
                self.take_braces(&mut line.content);
                out.notes.extend(line.notes);
                out.directives.extend(line.directives);
                Block::Heading { level: heading.level, content: line.content }
            }
            NodeValue::List(list) => self.list(node, &list, out),
            NodeValue::DescriptionList => Block::Definitions(self.definitions(node, out)),
            NodeValue::Table(table) => self.table(node, &table, out),
            NodeValue::BlockQuote => Block::Quote(self.nested(node, out)),
            NodeValue::Alert(alert) => Block::Alert {
                kind: alert_kind(alert.alert_type),
                title: alert.title.clone(),
                blocks: self.nested(node, out),
            },
            _ => {
                for child in node.children() {
                    self.block(child, out);
                }
                return;
            }
        };
        out.blocks.push(Spanned::new(block, span));
    }

    /// The blocks inside a node; notes among them go to the slide.
    pub(super) fn nested(
        &mut self,
        node: &'a AstNode<'a>,
        out: &mut Content,
    ) -> Vec<Spanned<Block>> {
        let mut inner = Content::default();
        for child in node.children() {
            self.block(child, &mut inner);
        }
        inner.close_elements(0);
        out.absorb(inner)
    }

    /// A paragraph. Pictures and displayed formulas on their own become blocks.
    fn paragraph(&mut self, node: &'a AstNode<'a>, out: &mut Content) {
        let span = self.span(node);
        self.take_backgrounds(node, out);
        let only = node.first_child().filter(|child| child.next_sibling().is_none());
        if let Some(child) = only
            && let NodeValue::Image(link) = &child.data().value
        {
            let link = link.clone();
            dialect::TOOLS.iter().for_each(|tool| tool.inlines(self, node));
            return self.picture(child, &link, out);
        }
        if let Some(formula) = environment(self.text(span).trim()) {
            return out.blocks.push(Spanned::new(Block::Math(formula), span));
        }
        self.check_mistyped(span);
        let displayed = |child: &AstNode| matches!(&child.data().value, NodeValue::Math(math) if math.display_math);
        let formulas: Vec<(Span, String)> = node
            .children()
            .filter(|child| displayed(child))
            .map(|child| (self.span(child), math_source(child)))
            .collect();
        let line = self.line(node);
        out.notes.extend(line.notes);
        out.directives.extend(line.directives);
        let mut rest: Inlines = Vec::new();
        for inline in line.content {
            let formula = formulas.iter().find(|(span, _)| *span == inline.span);
            match formula {
                Some((span, source)) => {
                    push_paragraph(out, std::mem::take(&mut rest));
                    out.blocks.push(Spanned::new(Block::Math(source.clone()), *span));
                }
                None => rest.push(inline),
            }
        }
        if matches!(out.blocks.last().map(|block| &block.value), Some(Block::Table(_))) {
            caption_mark(&mut rest);
        }
        push_paragraph(out, rest);
    }

    /// A picture that stands by itself.
    fn picture(&mut self, node: &'a AstNode<'a>, link: &NodeLink, out: &mut Content) {
        let mut image = self.image(node, link);
        out.bleed |= has_class(node, "bleed");
        out.side = side(node).or(out.side);
        // There, a title is what a pointer on the picture shows.
        let is_title = image.caption.as_ref().is_none_or(|caption| *caption == link.title);
        if self.dialect.manner().shows_alt && is_title && !image.alt.is_empty() {
            image.caption = Some(image.alt.clone());
        }
        out.blocks.push(Spanned::new(Block::Image(image), self.span(node)));
    }

    /// Removes background pictures from a paragraph.
    fn take_backgrounds(&mut self, node: &'a AstNode<'a>, out: &mut Content) {
        let images = node.children().filter_map(|child| match &child.data().value {
            NodeValue::Image(link) => Some((child, link.clone())),
            _ => None,
        });
        for (child, link) in images.collect::<Vec<_>>() {
            let mut image = self.image(child, &link);
            let mut tools = dialect::TOOLS.iter();
            if let Some(mut found) = tools.find_map(|tool| tool.background(self, &mut image)) {
                child.detach();
                let span = self.span(child);
                if is_colour(&link.url) {
                    let name = format!("the colour `{}` behind a slide", link.url);
                    self.ignore("unknown-directive", name, span);
                    continue;
                }
                if image.path.contains("://") {
                    let name =
                        format!("a background that would have to be fetched, `{}`,", image.path);
                    self.ignore("remote-picture", name, span);
                    continue;
                }
                found.image = image;
                out.backgrounds.push(Spanned::new(found, span));
            }
        }
    }

    /// A list with its items.
    pub(super) fn list(
        &mut self,
        node: &'a AstNode<'a>,
        list: &NodeList,
        out: &mut Content,
    ) -> Block {
        let start = (list.list_type == ListType::Ordered).then_some(list.start);
        let items = node.children().map(|item| self.item(item, out)).collect();
        Block::List { kind: ListKind::plain(start), items }
    }

    fn item(&mut self, node: &'a AstNode<'a>, out: &mut Content) -> Spanned<Item> {
        let done = match &node.data().value {
            NodeValue::TaskItem(task) => Some(task.symbol.is_some()),
            _ => None,
        };
        let blocks = self.nested(node, out);
        let step = blocks.first().map_or(self.step, |block| block.step);
        // Inside directives the parser's range of an item ends too early, so its blocks are
        // included.
        let mut span = self.span(node);
        span.end = blocks.iter().map(|block| block.span.end).max().unwrap_or(span.end);
        Spanned::new(Item { done, blocks }, span).at_step(step)
    }

    fn definitions(
        &mut self,
        node: &'a AstNode<'a>,
        out: &mut Content,
    ) -> Vec<Spanned<Definition>> {
        let mut definitions = Vec::new();
        for item in node.children() {
            let step = self.step;
            let mut definition = Definition { term: Vec::new(), blocks: Vec::new() };
            for part in item.children() {
                if matches!(part.data().value, NodeValue::DescriptionTerm) {
                    for line in part.children() {
                        definition.term.extend(self.line(line).content);
                    }
                } else {
                    definition.blocks.extend(self.nested(part, out));
                }
            }
            // A second explanation is an item without a term.
            match definitions.last_mut() {
                Some(Spanned { value: Definition { blocks, .. }, .. })
                    if definition.term.is_empty() =>
                {
                    blocks.extend(definition.blocks);
                }
                _ => definitions.push(Spanned::new(definition, self.span(item)).at_step(step)),
            }
        }
        definitions
    }

    fn table(&mut self, node: &'a AstNode<'a>, table: &NodeTable, out: &mut Content) -> Block {
        let align = table.alignments.iter().map(|alignment| match alignment {
            TableAlignment::None => Alignment::Auto,
            TableAlignment::Left => Alignment::Left,
            TableAlignment::Center => Alignment::Center,
            TableAlignment::Right => Alignment::Right,
        });
        let mut rows = Vec::new();
        for row in node.children() {
            self.check_width(row);
            let mut cells = Vec::new();
            for cell in row.children() {
                let line = self.line(cell);
                out.notes.extend(line.notes);
                cells.push(line.content);
            }
            cells.resize_with(table.num_columns, Vec::new);
            rows.push(cells);
        }
        let head = if rows.is_empty() { Vec::new() } else { rows.remove(0) };
        Block::Table(Table { align: align.collect(), head, rows, setting: Default::default() })
    }

    /// Reports a row with more cells than the head.
    fn check_width(&mut self, row: &'a AstNode<'a>) {
        let line = row.data().sourcepos.start.line;
        if self.wide_rows.contains(&line) {
            let message = "this row has more cells than the head: a column without a head is added";
            let finding = Diagnostic::warning("mistyped-markup", self.line_span(line), message);
            self.findings
                .push(finding.hint("write a bar that is text as `\\|`, or add to the head"));
        }
    }

    /// Removes `{…}` at the end of a heading that the parser left there. Braces that are not
    /// attributes are reported and shown.
    pub(super) fn take_braces(&mut self, content: &mut Inlines) -> Option<Attributes> {
        let last = content.last_mut()?;
        let span = last.span;
        let Inline::Text(text) = &mut last.value else { return None };
        let at = text.rfind('{').filter(|_| text.ends_with('}'))?;
        let braces = text[at..].to_owned();
        let inner = braces[1..braces.len() - 1].trim();
        let named = crate::names::is_layout(inner);
        // Right behind a word, `{x=1}` is a set.
        let is_pair = inner.contains('=') && (at == 0 || text[..at].ends_with(char::is_whitespace));
        if !inner.starts_with(['.', '#']) && !is_pair && !named {
            return None;
        }
        let ascii = inner.is_ascii() && !named;
        if ascii {
            text.truncate(text[..at].trim_end().len());
            return Some(attributes::parse(&braces));
        }
        let message = format!("cannot read `{braces}`: it is text");
        let found = Diagnostic::warning("mistyped-markup", span.within(at..text.len()), message);
        self.findings.push(if named {
            found.hint(format!("a layout has a dot in front: `{{.{inner}}}`"))
        } else {
            found
                .hint("names are ASCII: a layout such as `{.timeline}`, an option as `{columns=3}`")
        });
        None
    }
}

fn alert_kind(alert: AlertType) -> AlertKind {
    match alert {
        AlertType::Note => AlertKind::Note,
        AlertType::Tip => AlertKind::Tip,
        AlertType::Important => AlertKind::Important,
        AlertType::Warning => AlertKind::Warning,
        AlertType::Caution => AlertKind::Caution,
    }
}

/// Adds a paragraph unless it is empty.
pub(super) fn push_paragraph(out: &mut Content, mut content: Inlines) {
    let is_break = |inline: &Spanned<Inline>| inline.value == Inline::Break;
    while content.last().is_some_and(is_break) {
        content.pop();
    }
    content.drain(..content.iter().take_while(|inline| is_break(inline)).count());
    if content.iter().all(|inline| inline.value.is_blank()) {
        return;
    }
    let span = content.iter().map(|inline| inline.span).reduce(|a, b| Span {
        start: a.start.min(b.start),
        end: a.end.max(b.end),
        ..a
    });
    out.blocks.push(Spanned::new(Block::Paragraph(content), span.unwrap_or_default()));
}

/// Removes Pandoc's mark of a table caption: `: 成绩`, `Table: 成绩`.
fn caption_mark(content: &mut Inlines) {
    let Some(first) = content.first_mut() else { return };
    let Inline::Text(text) = &mut first.value else { return };
    let rest = [": ", "Table: ", "Table："].iter().find_map(|mark| text.strip_prefix(mark));
    if let Some(cut) = rest.map(|rest| text.len() - rest.len()) {
        text.drain(..cut);
        first.span = first.span.within(cut..(first.span.end - first.span.start) as usize);
    }
}

/// The formula of a paragraph that is just a math environment of LaTeX.
fn environment(text: &str) -> Option<String> {
    const NAMES: [&str; 9] = [
        "equation", "align", "gather", "multline", "eqnarray", "alignat", "flalign", "displaymath",
        "math",
    ];
    let (name, _) = text.strip_prefix("\\begin{")?.split_once('}')?;
    let known = NAMES.contains(&name.trim_end_matches('*'));
    let whole = text.ends_with(&format!("\\end{{{name}}}"));
    // Inside a quotation the lines begin with `>`.
    let line = |line: &str| line.trim_start_matches(['>', ' ']).to_owned();
    (known && whole).then(|| text.lines().map(line).collect::<Vec<_>>().join("\n"))
}

fn math_source(node: &AstNode) -> String {
    match &node.data().value {
        NodeValue::Math(math) => math.literal.trim().to_owned(),
        _ => String::new(),
    }
}

/// Whether a picture has a class.
fn has_class(node: &AstNode, name: &str) -> bool {
    node.data().attrs.as_ref().is_some_and(|attrs| attrs.classes.iter().any(|class| class == name))
}

/// The side of the page for a picture: `![](x.png){.left}`, `{.right}` or `{.full}`.
fn side(node: &AstNode) -> Option<&'static str> {
    ["left", "right", "full"].into_iter().find(|side| has_class(node, side))
}
