//! Block nodes → [`Block`]s, with the notes and layout directives found between them.

use std::collections::BTreeMap;

use comrak::nodes::{
    AlertType, AstNode, ListDelimType, ListType, NodeCodeBlock, NodeList, NodeTable, NodeValue,
    TableAlignment,
};

use super::attributes::{self, Attributes};
use super::{Dialect, Reader, clicks};
use crate::deck::block::AlertKind;
use crate::deck::chart;
use crate::deck::{
    Alignment, Block, Definition, Image, Inline, Inlines, Item, ListKind, Spanned, Table,
};
use crate::diag::{Diagnostic, Span};

/// Languages for diagrams that other tools draw.
const DIAGRAMS: [&str; 5] = ["mermaid", "plantuml", "graphviz", "dot", "d2"];

/// What was found between two headings.
#[derive(Default)]
pub(super) struct Content {
    /// What is shown.
    pub(super) blocks: Vec<Spanned<Block>>,
    /// What the speaker says, in pieces.
    pub(super) notes: Vec<String>,
    /// Classes of Marp's `_class`, with the place.
    pub(super) classes: Vec<(String, Span)>,
    /// Marp's `![bg right](…)`: where the picture stands.
    pub(super) side: Option<&'static str>,
    /// Whether it runs off the edges of the page.
    pub(super) bleed: bool,
}

impl<'a> Reader<'a, '_> {
    /// Converts one block node and adds what comes out, to be shown at the step that is reached.
    pub(super) fn block(&mut self, node: &'a AstNode<'a>, out: &mut Content) {
        if matches!(node.data().value, NodeValue::Paragraph)
            && let Some(click) = clicks::unwrap(node)
        {
            self.step = click.step(self.step);
        }
        let (step, before) = (self.step, out.blocks.len());
        self.convert(node, out);
        for block in &mut out.blocks[before..] {
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
                let line = self.line(node);
                out.notes.extend(line.notes);
                Block::Heading { level: heading.level, content: line.content }
            }
            NodeValue::List(list) => {
                let start = (list.list_type == ListType::Ordered).then_some(list.start);
                // Marp's fragments. Whoever says of a slide how its lists come has the last word.
                let fragments = self.dialect == Dialect::Marp
                    && self.own_incremental.is_none()
                    && is_fragmented(&list);
                self.step += usize::from(fragments);
                let step = self.step;
                let items = node.children().map(|item| self.item(item, out)).collect();
                let block = Block::List { kind: ListKind { start }, items };
                if fragments {
                    let mut list = [Spanned::new(block, span).at_step(step)];
                    self.one_by_one(&mut list, false);
                    return out.blocks.extend(list);
                }
                block
            }
            NodeValue::DescriptionList => Block::Definitions(self.definitions(node, out)),
            NodeValue::Table(table) => self.table(node, &table, out),
            NodeValue::BlockQuote => {
                let mut blocks = self.nested(node, out);
                // Pandoc's way to have the items of a list come one by one, or all at once.
                let list = |block: &Spanned<Block>| matches!(block.value, Block::List { .. });
                if self.dialect == Dialect::Pandoc && blocks.iter().all(list) {
                    match self.own_incremental.unwrap_or(self.incremental) {
                        true => self.staying.extend(blocks.iter().map(|block| block.span)),
                        false => self.one_by_one(&mut blocks, false),
                    }
                    return out.blocks.append(&mut blocks);
                }
                Block::Quote(blocks)
            }
            NodeValue::Alert(alert) => Block::Alert {
                kind: match alert.alert_type {
                    AlertType::Note => AlertKind::Note,
                    AlertType::Tip => AlertKind::Tip,
                    AlertType::Important => AlertKind::Important,
                    AlertType::Warning => AlertKind::Warning,
                    AlertType::Caution => AlertKind::Caution,
                },
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
        out.notes.append(&mut inner.notes);
        out.classes.append(&mut inner.classes);
        inner.blocks
    }

    /// A paragraph. Pictures and displayed formulas that stand in it for themselves become blocks.
    fn paragraph(&mut self, node: &'a AstNode<'a>, out: &mut Content) {
        let span = self.span(node);
        let only = node.first_child().filter(|child| child.next_sibling().is_none());
        if let Some(child) = only
            && let NodeValue::Image(link) = &child.data().value
        {
            let link = link.clone();
            let mut image = self.image(child, &link);
            let background = background(&mut image);
            out.bleed |= background.is_some_and(|found| found.bleed) || has_class(child, "bleed");
            let side = background.map_or_else(|| side(child), |background| background.side);
            out.side = side.or(out.side);
            if self.dialect == Dialect::Pandoc && image.caption.is_none() && !image.alt.is_empty() {
                image.caption = Some(image.alt.clone());
            }
            out.blocks.push(Spanned::new(Block::Image(image), self.span(child)));
            return;
        }
        let text = self.text(span).trim();
        if matches!(text, ". . ." | "\\pause") {
            self.step += 1;
            return;
        }
        if let Some(at) = text.lines().find(|line| line.trim() == ". . .") {
            let at = at.as_ptr() as usize - self.text(span).as_ptr() as usize;
            let line = span.within(at..at + ". . .".len());
            self.ignore("unknown-directive", "a pause without blank lines around it", line);
        }
        if matches!(text, "\\newpage" | "\\pagebreak" | "\\clearpage") {
            return self.ignore("unknown-directive", format!("`{text}`"), span);
        }
        if let Some(formula) = environment(text) {
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

    fn item(&mut self, node: &'a AstNode<'a>, out: &mut Content) -> Spanned<Item> {
        let done = match &node.data().value {
            NodeValue::TaskItem(task) => Some(task.symbol.is_some()),
            _ => None,
        };
        let blocks = self.nested(node, out);
        let step = blocks.first().map_or(self.step, |block| block.step);
        // The parser's range of an item ends too early inside directives; its blocks know better.
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
            // A second explanation comes as an item without a term.
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

    /// Says of a row that it has more cells than the head.
    fn check_width(&mut self, row: &'a AstNode<'a>) {
        let line = row.data().sourcepos.start.line;
        if self.wide_rows.contains(&line) {
            let message = "this row has more cells than the head: a column without a head is added";
            let finding = Diagnostic::warning("mistyped-markup", self.line_span(line), message);
            self.findings
                .push(finding.hint("write a bar that is text as `\\|`, or add to the head"));
        }
    }

    /// A listing, raw Typst, or source in another raw format.
    fn code(&mut self, code: &NodeCodeBlock, span: Span, out: &mut Content) {
        let text = code.literal.trim_end_matches('\n').to_owned();
        if code.fenced && !code.closed {
            let fence = span.within(0..self.text(span).find('\n').unwrap_or(3));
            let error = Diagnostic::error(fence, "this code is never closed");
            self.findings.push(error.hint("everything below would be code: end it as it begins"));
        }
        let info = code.info.trim();
        let brace = info.find(['{', '[']).unwrap_or(info.len());
        let (word, rest) = info.split_at(brace);
        let attributes = attributes::parse(rest.split_once('}').map_or(rest, |(first, _)| first));
        let content = self.code_span(code, span);
        if let Some(format) = attributes.classes.iter().find_map(|class| class.strip_prefix('=')) {
            if format != "typst" {
                return self.ignore("unknown-directive", format!("raw {format}"), span);
            }
            let alt = attributes.get("alt").map(str::to_owned);
            return out.blocks.push(Spanned::new(Block::Typst { source: text, alt }, content));
        }
        let mut lang = word.split_whitespace().next().map(str::to_owned);
        // Quarto runs `{chart}`, Pandoc names it with a dot.
        let named = |word: Option<&str>| word == Some("chart");
        if named(lang.as_deref()) || named(attributes.classes.first().map(String::as_str)) {
            return self.chart(&text, &attributes, span, content, out);
        }
        if let Some(language) = lang.as_deref().filter(|lang| DIAGRAMS.contains(lang)) {
            let fence = span.within(0..self.text(span).find('\n').unwrap_or(0));
            self.ignore("undrawn-diagram", format!("`{language}`"), fence);
        }
        // GitHub's and GitLab's formulas.
        if lang.as_deref() == Some("math") {
            return out.blocks.push(Spanned::new(Block::Math(text), content));
        }
        let mut options = BTreeMap::new();
        code_options(rest, &attributes, &mut lang, &mut options);
        let (text, content) = match cell_options(&text, &mut options) {
            0 => (text, content),
            cut => (text[cut..].to_owned(), content.within(cut..text.len())),
        };
        // Slidev moves from one listing to the next: the last is what is arrived at.
        if info.contains("magic-move")
            && let Some((fence, last)) = last_fence(&text)
        {
            let (lang, text) = (fence, last.to_owned());
            return out.blocks.push(Spanned::new(Block::Code { lang, text, options }, content));
        }
        out.blocks.push(Spanned::new(Block::Code { lang, text, options }, content));
    }

    /// A chart: settings and numbers inside the fence.
    fn chart(
        &mut self,
        text: &str,
        attributes: &Attributes,
        fence: Span,
        content: Span,
        out: &mut Content,
    ) {
        // What stands behind the word `chart` has no place inside the fence.
        let line = fence.within(0..self.text(fence).find('\n').unwrap_or(0));
        match chart::parse(text, &attributes.pairs) {
            Ok(mut chart) => {
                chart.file = chart.file.map(|path| self.picture_path(&path));
                let span = if text.is_empty() { line } else { content };
                out.blocks.push(Spanned::new(Block::Chart(chart), span));
            }
            Err(faults) => {
                for fault in faults {
                    let span =
                        if fault.range.is_empty() { line } else { content.within(fault.range) };
                    self.findings
                        .push(Diagnostic::error(span, fault.message).maybe_hint(fault.hint));
                }
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

    /// Takes `{…}` off the end of a heading that the parser left there. What looks like
    /// attributes and is none is an error: it would be shown on the slide.
    pub(super) fn take_braces(&mut self, content: &mut Inlines) -> Option<Attributes> {
        let last = content.last_mut()?;
        let span = last.span;
        let Inline::Text(text) = &mut last.value else { return None };
        let at = text.rfind('{').filter(|_| text.ends_with('}'))?;
        let braces = text[at..].to_owned();
        let inner = braces[1..braces.len() - 1].trim();
        let named = crate::names::LAYOUTS.contains(&inner);
        if !inner.starts_with(['.', '#']) && !inner.contains('=') && !named {
            return None;
        }
        let ascii = inner.is_ascii() && !named;
        if ascii {
            text.truncate(text[..at].trim_end().len());
            return Some(attributes::parse(&braces));
        }
        let error =
            Diagnostic::error(span.within(at..text.len()), format!("cannot read `{braces}`"));
        self.findings.push(if named {
            error.hint(format!("a layout has a dot in front: `{{.{inner}}}`"))
        } else {
            error
                .hint("names are ASCII: a layout such as `{.timeline}`, an option as `{columns=3}`")
        });
        None
    }
}

/// Whether a list is one that Marp lets come item by item: `*` or `1)`.
fn is_fragmented(list: &NodeList) -> bool {
    match list.list_type {
        ListType::Bullet => list.bullet_char == b'*',
        ListType::Ordered => list.delimiter == ListDelimType::Paren,
    }
}

/// Adds a paragraph, if there is anything in it.
pub(super) fn push_paragraph(out: &mut Content, mut content: Inlines) {
    while matches!(content.last().map(|last| &last.value), Some(Inline::Break)) {
        content.pop();
    }
    let blank = |inline: &Spanned<Inline>| {
        matches!(&inline.value, Inline::Text(text) if text.trim().is_empty())
            || inline.value == Inline::Break
    };
    if content.iter().all(blank) {
        return;
    }
    let span = content.iter().map(|inline| inline.span).reduce(|a, b| Span {
        start: a.start.min(b.start),
        end: a.end.max(b.end),
        ..a
    });
    out.blocks.push(Spanned::new(Block::Paragraph(content), span.unwrap_or_default()));
}

/// Takes off what makes a paragraph below a table its caption, to Pandoc: `: 成绩`, `Table: 成绩`.
fn caption_mark(content: &mut Inlines) {
    let Some(first) = content.first_mut() else { return };
    let Inline::Text(text) = &mut first.value else { return };
    let rest = [": ", "Table: ", "Table："].iter().find_map(|mark| text.strip_prefix(mark));
    if let Some(cut) = rest.map(|rest| text.len() - rest.len()) {
        text.drain(..cut);
        first.span = first.span.within(cut..(first.span.end - first.span.start) as usize);
    }
}

/// The options at the top of a cell of Quarto's, `#| fig-cap: …`; how many bytes they are.
fn cell_options(text: &str, options: &mut BTreeMap<String, String>) -> usize {
    let mut cut = 0;
    for line in text.split_inclusive('\n') {
        let option = ["#| ", "//| ", "%%| "].iter().find_map(|mark| line.strip_prefix(mark));
        let Some((key, value)) = option.and_then(|option| option.split_once(':')) else { break };
        let value = value.trim().trim_matches('"');
        let name = match key.trim() {
            "code-line-numbers" if !matches!(value, "true" | "false") => "highlight",
            "filename" => "title",
            _ => "",
        };
        if !name.is_empty() {
            options.insert(name.to_owned(), value.to_owned());
        }
        cut += line.len();
    }
    cut
}

/// The language and the lines of the last fence in a text.
fn last_fence(text: &str) -> Option<(Option<String>, &str)> {
    let close = text.trim_end().strip_suffix("```")?;
    let open = close.rfind("```")?;
    let (info, lines) = close[open + 3..].split_once('\n')?;
    let lang = info.split_whitespace().next().map(str::to_owned);
    Some((lang, lines.trim_end_matches('\n')))
}

/// The formula in a paragraph that is an environment of LaTeX's for formulas and nothing else.
fn environment(text: &str) -> Option<String> {
    const NAMES: [&str; 9] = [
        "equation", "align", "gather", "multline", "eqnarray", "alignat", "flalign", "displaymath",
        "math",
    ];
    let (name, _) = text.strip_prefix("\\begin{")?.split_once('}')?;
    let known = NAMES.contains(&name.trim_end_matches('*'));
    let whole = text.ends_with(&format!("\\end{{{name}}}"));
    // The lines of a quotation begin with its sign.
    let line = |line: &str| line.trim_start_matches(['>', ' ']).to_owned();
    (known && whole).then(|| text.lines().map(line).collect::<Vec<_>>().join("\n"))
}

fn math_source(node: &AstNode) -> String {
    match &node.data().value {
        NodeValue::Math(math) => math.literal.trim().to_owned(),
        _ => String::new(),
    }
}

/// Marp's `![bg right:40%](…)`: takes the keywords out of the alternative text and says where
/// the picture stands.
fn background(image: &mut Image) -> Option<Background> {
    let mut words = image.alt.split_whitespace();
    if words.next() != Some("bg") {
        return None;
    }
    let mut found = Background { side: Some("full"), bleed: true };
    let mut alt = Vec::new();
    for word in words {
        match word.split(':').next().unwrap_or(word) {
            "left" => found.side = Some("left"),
            "right" => found.side = Some("right"),
            "fit" | "contain" => found.bleed = false,
            "cover" | "auto" | "blur" | "brightness" | "opacity" | "vertical" | "horizontal"
            | "sepia" | "grayscale" => {}
            _ if word.ends_with('%') => {}
            _ => alt.push(word),
        }
    }
    image.alt = alt.join(" ");
    // The whole of a picture behind everything would be hidden by the text on it.
    if !found.bleed && found.side == Some("full") {
        found.side = None;
    }
    Some(found)
}

/// Where Marp's picture stands.
#[derive(Clone, Copy)]
struct Background {
    /// The side of the page; `None`: in its place among the rest.
    side: Option<&'static str>,
    /// Whether it runs off the edges of the page.
    bleed: bool,
}

/// Whether a picture has a class.
fn has_class(node: &AstNode, name: &str) -> bool {
    node.data().attrs.as_ref().is_some_and(|attrs| attrs.classes.iter().any(|class| class == name))
}

/// `![](x.png){.left}`, `{.right}` and `{.full}`: where the picture stands.
fn side(node: &AstNode) -> Option<&'static str> {
    ["left", "right", "full"].into_iter().find(|side| has_class(node, side))
}

/// `{highlight="2,4-5" lines=true title="…"}`, Pandoc's `{.python .numberLines startFrom=10}`,
/// Slidev's `{1,3|4}` and `[title]`.
fn code_options(
    info: &str,
    attributes: &Attributes,
    lang: &mut Option<String>,
    options: &mut BTreeMap<String, String>,
) {
    if let Some(title) = info.strip_prefix('[').and_then(|rest| rest.split(']').next()) {
        options.insert("title".into(), title.to_owned());
        return;
    }
    let mut put = |key: &str, value: &str| options.insert(key.to_owned(), value.to_owned());
    for class in &attributes.classes {
        match class.as_str() {
            "numberLines" | "number-lines" => {
                put("lines", attributes.get("startFrom").unwrap_or("1"));
            }
            "all" | "none" => {}
            _ if class.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '-' | '|')) => {
                put("highlight", class.split('|').next().unwrap_or(class));
            }
            _ if lang.is_none() => *lang = Some(class.clone()),
            _ => {}
        }
    }
    for (key, value) in &attributes.pairs {
        match key.as_str() {
            "highlight" | "code-line-numbers" | "data-line-numbers" | "hl_lines" => {
                put("highlight", value);
            }
            "title" | "filename" | "caption" => {
                put("title", value);
            }
            "lines" | "linenos" if matches!(value.as_str(), "true" | "yes") => {
                put("lines", "1");
            }
            "lines" => {
                put("lines", value);
            }
            _ => {}
        }
    }
}
