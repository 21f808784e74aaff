//! Sorted lines → blocks: headings with their levels, paragraphs, nested lists, tables, listings.

use super::formulas;
use super::lines::Line;
use super::sort::{Kind, Level};
use crate::article::Article;
use crate::deck::arrange::marks::Style;
use crate::deck::markdown::typography;
use crate::deck::{Alignment, Block, Inline, Inlines, Item, ListKind, Spanned, Table};
use crate::diag::{FileId, Span};

/// Narrowest line that may have been hard-wrapped, in Han characters.
const NARROWEST_WRAPPED: f64 = 18.0;

/// Adds the blocks of a text to an article.
pub(super) fn build(lines: &[Line], kinds: &mut [Kind], file: FileId, article: &mut Article) {
    let mut builder = Builder { lines, kinds, file, levels: Vec::new() };
    let mut at = 0;
    while at < lines.len() {
        let (block, end) = match builder.kinds[at] {
            Kind::Gone => (None, at + 1),
            Kind::Heading(level) => (Some(builder.heading(at, level)), at + 1),
            Kind::Item => builder.list(at),
            Kind::Code => builder.code(at),
            Kind::Formula => builder.formula(at),
            Kind::Text => builder.table(at).unwrap_or_else(|| builder.paragraph(at)),
        };
        article.blocks.extend(block);
        at = end;
    }
}

struct Builder<'a, 's> {
    lines: &'a [Line<'s>],
    kinds: &'a [Kind],
    file: FileId,
    /// The open headings from the outermost to the innermost.
    levels: Vec<Level>,
}

/// A block, and the index of the line behind it.
type Built = (Option<Spanned<Block>>, usize);

impl Builder<'_, '_> {
    fn span(&self, from: usize, to: usize) -> Span {
        Span::new(self.file, self.lines[from].start..self.lines[to].range().end)
    }

    fn heading(&mut self, at: usize, level: Level) -> Spanned<Block> {
        let depth = self.depth(level);
        let line = &self.lines[at];
        let (mut text, mut range) = (line.rest(), line.rest_range());
        if line.style().is_some_and(Style::is_spoken) {
            (text, range) = (line.text, line.range());
        }
        if let Level::Marked(_) = level {
            let bare = text.trim_start_matches('#').trim();
            range.start += text.len() - text.trim_start_matches('#').trim_start().len();
            range.end = range.start + bare.len();
            text = bare;
        }
        let bare = text.trim_end_matches(['：', ':']);
        range.end -= text.len() - bare.len();
        let span = Span::new(self.file, range);
        let content = vec![Spanned::new(Inline::Text(typography::cleaned(bare)), span)];
        Spanned::new(Block::Heading { level: depth, content }, self.span(at, at))
    }

    /// The depth of a heading: that of an open heading of the same kind, else one below the open
    /// ones.
    fn depth(&mut self, level: Level) -> u8 {
        let open = self.levels.iter().position(|open| *open == level);
        let above = match (level, open) {
            (_, Some(open)) => open,
            (Level::Outer, None) => 0,
            (Level::Marked(marks), None) => {
                self.below(|open| matches!(open, Level::Marked(m) if m < marks))
            }
            (Level::Numbered(Style::Dotted(numbers)), None) => self.below(|open| match open {
                Level::Numbered(Style::Dotted(n)) => n < numbers,
                Level::Numbered(_) => true,
                _ => false,
            }),
            // Numbered headings are above those without a number.
            (Level::Numbered(Style::Chapter), None) => 0,
            (Level::Numbered(_), None) => {
                self.below(|open| matches!(open, Level::Numbered(_) | Level::Marked(_)))
            }
            (Level::Bare(indent), None) => self.below(|open| match open {
                Level::Bare(other) => other < indent,
                _ => true,
            }),
        };
        self.levels.truncate(above);
        self.levels.push(level);
        u8::try_from(self.levels.len()).unwrap_or(6).min(6)
    }

    /// How many of the open headings a heading may stand below.
    fn below(&self, may: impl Fn(Level) -> bool) -> usize {
        self.levels
            .iter()
            .take_while(|open| may(**open) || **open == Level::Outer)
            .filter(|open| **open != Level::Outer)
            .count()
    }

    fn text(&self, range: std::ops::Range<usize>, text: &str) -> Spanned<Inline> {
        Spanned::new(Inline::Text(typography::cleaned(text)), Span::new(self.file, range))
    }

    /// A paragraph: a line with those that were wrapped off it.
    fn paragraph(&self, at: usize) -> Built {
        let end = self.paragraph_end(at, |kind| kind == Kind::Text);
        let lines = &self.lines[at..end];
        let joined = lines.iter().map(|line| (line.range(), line.text));
        let span = self.span(at, end - 1);
        (Some(Spanned::new(Block::Paragraph(self.joined(joined)), span)), end)
    }

    /// Joins lines into one text, without blanks between Han.
    fn joined<'l>(
        &self,
        lines: impl Iterator<Item = (std::ops::Range<usize>, &'l str)>,
    ) -> Inlines {
        let mut content: Inlines = Vec::new();
        let mut last: Option<char> = None;
        for (range, text) in lines {
            let wide = |c: Option<char>| c.is_none_or(crate::deck::markdown::is_cjk);
            let apart = last.is_some() && !(wide(last) && wide(text.chars().next()));
            last = text.chars().next_back();
            let mut inline = self.text(range, text);
            if let (true, Inline::Text(text)) = (apart, &mut inline.value) {
                text.insert(0, ' ');
            }
            content.push(inline);
        }
        formulas::part(content)
    }

    /// The index of the line behind a paragraph, including wrapped lines.
    fn paragraph_end(&self, at: usize, same: impl Fn(Kind) -> bool) -> usize {
        let mut end = at + 1;
        while end < self.lines.len() {
            let (above, line) = (&self.lines[end - 1], &self.lines[end]);
            let close = !line.after_blank && same(self.kinds[end]) && line.marker.is_none();
            // The first line of a paragraph may be indented further.
            let aligned =
                line.indent == above.indent || end == at + 1 && line.indent + 8 >= above.indent;
            if !close || !aligned || !self.was_wrapped(end - 1, end) {
                break;
            }
            end += 1;
        }
        end
    }

    /// Whether a line was hard-wrapped: it is about as wide as its neighbours and does not end like
    /// a sentence.
    fn was_wrapped(&self, at: usize, next: usize) -> bool {
        let (line, below) = (&self.lines[at], &self.lines[next]);
        let text = line.text.trim_end_matches(['”', '"', ')', '）']);
        if text.ends_with(['。', '！', '？', '…', '：', '；', '!', '?', ':'])
            || text.ends_with('.') && self.is_short(at)
        {
            return false;
        }
        line.width() >= NARROWEST_WRAPPED && line.width() >= 0.7 * below.width()
    }

    fn is_short(&self, at: usize) -> bool {
        let next = self.lines.get(at + 1).map_or(0.0, Line::width);
        self.lines[at].width() < 0.85 * next
    }

    /// A list with what is nested in it.
    fn list(&self, at: usize) -> Built {
        let mut entries: Vec<Entry> = Vec::new();
        let mut end = at;
        while end < self.lines.len() {
            let line = &self.lines[end];
            // After a blank line, other markers at the same indentation begin another list.
            let other = entries.first().is_some_and(|first| {
                line.after_blank && first.indent == line.indent && line.style() != Some(first.style)
            });
            match self.kinds[end] {
                Kind::Item if !other => {
                    let text = self.paragraph_end(end, |kind| kind == Kind::Text);
                    entries.push(self.entry(end, text));
                    end = text;
                }
                // Text that is indented further belongs to the item above.
                Kind::Text
                    if end > at && line.indent > entries.last().map_or(0, |entry| entry.indent) =>
                {
                    let text = self.paragraph_end(end, |kind| kind == Kind::Text);
                    let more = self.lines[end..text].iter().map(|line| (line.range(), line.text));
                    let paragraph = (self.joined(more), self.span(end, text - 1));
                    if let Some(entry) = entries.last_mut() {
                        entry.paragraphs.push(paragraph);
                    }
                    end = text;
                }
                Kind::Gone if end > at => end += 1,
                _ => break,
            }
        }
        // Only text before the last item was inside the list.
        let mut entries = entries.into_iter().peekable();
        let span = self.span(at, end - 1);
        (nested(&mut entries, span), end)
    }

    /// The item of a list in these lines.
    fn entry(&self, at: usize, end: usize) -> Entry {
        let line = &self.lines[at];
        let first = (line.rest_range(), line.rest());
        let more = self.lines[at + 1..end].iter().map(|line| (line.range(), line.text));
        let content = self.joined(std::iter::once(first).chain(more));
        let span = self.span(at, end - 1);
        Entry {
            indent: line.indent,
            style: line.style().unwrap_or(Style::Bullet('•')),
            number: line.marker.map_or(0, |marker| marker.number),
            paragraphs: vec![(content, span)],
            span,
        }
    }

    /// A formula: formulas that follow each other without a line between them have one line each.
    fn formula(&self, at: usize) -> Built {
        let end = formulas::formula_end(self.lines, at).unwrap_or(at + 1);
        let block = Block::Math(formulas::tex(&self.lines[at..end]));
        (Some(Spanned::new(block, self.span(at, end - 1))), end)
    }

    fn code(&self, at: usize) -> Built {
        let end = (at..self.lines.len())
            .find(|at| self.kinds[*at] != Kind::Code)
            .unwrap_or(self.lines.len());
        let least = self.lines[at..end].iter().map(|line| line.indent).min().unwrap_or(0);
        let mut text = String::new();
        for (index, line) in self.lines[at..end].iter().enumerate() {
            if index > 0 {
                text.push('\n');
                if line.after_blank {
                    text.push('\n');
                }
            }
            text.extend(std::iter::repeat_n(' ', line.indent - least));
            text.push_str(line.text);
        }
        let block = Block::Code { lang: None, text, options: Default::default() };
        (Some(Spanned::new(block, self.span(at, end - 1))), end)
    }

    /// A table: lines with cells separated by tabs or bars.
    fn table(&self, at: usize) -> Option<Built> {
        let columns = cells(self.lines[at].text)?.len();
        let is_row = |at: &usize| {
            self.kinds[*at] == Kind::Text
                && cells(self.lines[*at].text).is_some_and(|cells| cells.len() == columns)
        };
        let end = (at..self.lines.len()).take_while(is_row).last()? + 1;
        if end - at < 2 {
            return None;
        }
        let row = |line: &Line| -> Vec<Inlines> {
            let cells = cells(line.text).unwrap_or_default();
            cells.into_iter().map(|cell| vec![self.text(line.range(), cell)]).collect()
        };
        let is_rule = |line: &&Line| !line.text.chars().all(|c| "|-:+= \t".contains(c));
        let mut rows = self.lines[at..end].iter().filter(is_rule).map(row);
        // Nothing but rules and empty cells says nothing.
        let Some(head) = rows.next() else { return Some((None, end)) };
        let rows = rows.collect();
        let align = vec![Alignment::Auto; columns];
        let table = Table { align, head, rows, setting: Default::default() };
        Some((Some(Spanned::new(Block::Table(table), self.span(at, end - 1))), end))
    }
}

/// The cells of a line of a table; `None` if it has only one.
fn cells(text: &str) -> Option<Vec<&str>> {
    let parts: Vec<&str> = if text.contains('\t') {
        text.split('\t').map(str::trim).collect()
    } else if text.starts_with('|') && text.ends_with('|') && text.len() > 1 {
        text[1..text.len() - 1].split('|').map(str::trim).collect()
    } else {
        return None;
    };
    (parts.len() >= 2).then_some(parts)
}

/// An item, before it is known what is nested in it.
struct Entry {
    indent: usize,
    style: Style,
    number: usize,
    paragraphs: Vec<(Inlines, Span)>,
    span: Span,
}

impl Entry {
    /// Whether another item belongs to the same list.
    fn alike(&self, other: &Entry) -> bool {
        self.indent == other.indent && self.style == other.style
    }
}

/// Collects the items of one list, with the lists inside them.
fn nested(
    entries: &mut std::iter::Peekable<std::vec::IntoIter<Entry>>,
    span: Span,
) -> Option<Spanned<Block>> {
    let mut stack: Vec<(Entry, Vec<Spanned<Item>>)> = Vec::new();
    /// Ends the innermost list and adds it to the item around it.
    fn close(stack: &mut Vec<(Entry, Vec<Spanned<Item>>)>) -> Option<Spanned<Block>> {
        let (first, items) = stack.pop()?;
        let span = items.iter().map(|item| item.span).reduce(|a, b| Span { end: b.end, ..a });
        let list = Spanned::new(list_of(&first, items), span.unwrap_or(first.span));
        match stack.last_mut().and_then(|(_, items)| items.last_mut()) {
            Some(item) => {
                item.span.end = item.span.end.max(list.span.end);
                item.value.blocks.push(list);
                None
            }
            None => Some(list),
        }
    }
    for entry in entries {
        while let Some((first, _)) = stack.last() {
            let deeper = entry.indent > first.indent
                || entry.indent == first.indent
                    && !stack.iter().any(|(open, _)| open.alike(&entry));
            if first.alike(&entry) || deeper || stack.len() == 1 {
                break;
            }
            close(&mut stack);
        }
        let item = item_of(&entry);
        match stack.last_mut() {
            Some((first, items)) if first.alike(&entry) || entry.indent < first.indent => {
                items.push(item)
            }
            _ => stack.push((entry, vec![item])),
        }
    }
    let mut whole = None;
    while !stack.is_empty() {
        whole = close(&mut stack).or(whole);
    }
    whole.map(|list| Spanned::new(list.value, span))
}

fn item_of(entry: &Entry) -> Spanned<Item> {
    let blocks = entry.paragraphs.iter();
    let blocks =
        blocks.map(|(content, span)| Spanned::new(Block::Paragraph(content.clone()), *span));
    Spanned::new(Item { done: None, blocks: blocks.collect() }, entry.span)
}

fn list_of(first: &Entry, items: Vec<Spanned<Item>>) -> Block {
    let start = (!matches!(first.style, Style::Bullet(_))).then_some(first.number.max(1));
    Block::List { kind: ListKind::plain(start), items }
}
