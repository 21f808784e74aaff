//! Environments and commands of TeX → blocks.

use std::collections::BTreeMap;
use std::ops::Range;

use super::tokens::{Token, tokens};
use crate::deck::block::AlertKind;
use crate::deck::markdown::Reader;
use crate::deck::markdown::blocks::Content;
use crate::deck::markdown::comments::dedent;
use crate::deck::{Block, Column, Definition, Image, Inline, Item, ListKind, Slide, Spanned};
use crate::diag::Span;

/// Deepest that environments nest.
const DEEPEST: usize = 12;

/// Reads a range of the author's text.
pub(in crate::deck::markdown) fn read(reader: &mut Reader, range: Range<usize>, out: &mut Content) {
    let mut tex = Tex { reader, notes: Vec::new(), depth: 0 };
    let blocks = tex.blocks(range);
    out.notes.append(&mut tex.notes);
    out.blocks.extend(blocks);
}

/// A text of TeX that is read.
struct Tex<'r, 'a, 'f> {
    reader: &'r mut Reader<'a, 'f>,
    notes: Vec<String>,
    /// In how many environments the text stands.
    depth: usize,
}

/// What was read of a range.
#[derive(Default)]
struct Read {
    blocks: Vec<Spanned<Block>>,
    /// What stands side by side, as long as nothing else follows.
    columns: Vec<Spanned<Column>>,
}

impl Read {
    /// Puts what stands side by side among the blocks.
    fn settle(&mut self) {
        let mut columns = std::mem::take(&mut self.columns);
        columns.retain(|column| !column.blocks.is_empty());
        match columns.len() {
            0 => {}
            1 => self.blocks.extend(columns.remove(0).value.blocks),
            _ => {
                let span = columns[0].span;
                self.blocks.push(Spanned::new(Block::Columns(columns), span));
            }
        }
    }

    fn push(&mut self, block: Block, span: Span, step: usize) {
        self.settle();
        self.blocks.push(Spanned::new(block, span).at_step(step));
    }
}

/// An environment: its name, its arguments, what stands in it, and all of it.
#[derive(Clone)]
struct Environment<'e> {
    name: &'e str,
    arguments: &'e [Range<usize>],
    inner: Range<usize>,
    whole: Range<usize>,
}

impl<'a> Tex<'_, 'a, '_> {
    fn text(&self, range: &Range<usize>) -> &'a str {
        self.reader.source.get(range.clone()).unwrap_or_default()
    }

    fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.reader.file, range.clone())
    }

    fn blocks(&mut self, range: Range<usize>) -> Vec<Spanned<Block>> {
        let mut read = Read::default();
        for token in tokens(self.reader.source, range) {
            match token {
                Token::Text(range) => self.prose(range, &mut read),
                Token::Command { name, arguments, whole } => {
                    self.command(&name, &arguments, whole, &mut read);
                }
                Token::Environment { name, arguments, inner, whole } => {
                    self.depth += 1;
                    if self.depth <= DEEPEST {
                        let of = Environment { name: &name, arguments: &arguments, inner, whole };
                        self.environment(of, &mut read);
                    }
                    self.depth -= 1;
                }
            }
        }
        read.settle();
        read.blocks
    }

    /// Text: what TeX and Markdown have in common is read as Markdown.
    fn prose(&mut self, range: Range<usize>, read: &mut Read) {
        let content = self.reader.markdown(self.span(&range));
        self.notes.extend(content.notes);
        let mut slide = Slide { blocks: content.blocks, ..Slide::default() };
        crate::deck::block::visit_inlines_mut(&mut slide, &mut |inline| {
            if let Inline::Text(text) = &mut inline.value {
                text.retain(|c| !matches!(c, '{' | '}'));
                *text = text.replace('~', "\u{a0}");
            }
        });
        slide.blocks.retain(|block| !is_blank(&block.value));
        if !slide.blocks.is_empty() {
            read.settle();
            let step = self.reader.step;
            let at = |block: &mut Spanned<Block>| block.step = block.step.max(step);
            slide.blocks.iter_mut().for_each(at);
            read.blocks.append(&mut slide.blocks);
        }
    }

    fn command(
        &mut self,
        name: &str,
        arguments: &[Range<usize>],
        whole: Range<usize>,
        read: &mut Read,
    ) {
        let last = arguments.last().cloned().unwrap_or(whole.end..whole.end);
        match name {
            "includegraphics" => {
                let (width, height) = match arguments {
                    [options, _] => size(self.text(options)),
                    _ => (None, None),
                };
                let path = self.reader.picture_path(self.text(&last).trim());
                let image = Image { path, width, height, ..Image::default() };
                read.push(Block::Image(image), self.span(&whole), self.reader.step);
            }
            "caption" | "subcaption" => {
                let caption = self.plain(&last);
                match read.blocks.last_mut().map(|block| &mut block.value) {
                    Some(Block::Image(image)) if image.caption.is_none() => {
                        image.alt.clone_from(&caption);
                        image.caption = Some(caption);
                    }
                    _ => self.prose(last, read),
                }
            }
            "note" => self.notes.push(dedent(self.text(&last))),
            "pause" => self.reader.step += 1,
            "frametitle" | "subfloat" => self.prose(last, read),
            _ => {}
        }
    }

    /// A text without commands.
    fn plain(&mut self, range: &Range<usize>) -> String {
        let mut read = Read::default();
        self.prose(range.clone(), &mut read);
        let content = crate::deck::markdown::lines::of(read.blocks).concat();
        crate::deck::block::plain_text(&content)
    }

    fn environment(&mut self, of: Environment, read: &mut Read) {
        let Environment { name, arguments, inner, whole } = of.clone();
        let span = self.span(&whole);
        let last = arguments.last().cloned();
        let step = self.reader.step;
        let block = match name {
            "columns" => return self.columns(inner, read),
            "column" | "minipage" | "subfigure" => {
                let width = last.and_then(|it| share(self.text(&it)));
                let blocks = self.blocks(inner);
                return read
                    .columns
                    .push(Spanned::new(Column { width, blocks }, span).at_step(step));
            }
            "itemize" => self.list(inner, None),
            "enumerate" => self.list(inner, Some(1)),
            "description" => self.definitions(inner),
            "quote" | "quotation" | "verse" => Block::Quote(self.blocks(inner)),
            "verbatim" | "lstlisting" | "minted" => self.listing(name, last, inner),
            "tikzpicture" | "pgfpicture" => {
                let name = format!("what `\\begin{{{name}}}` draws");
                return self.reader.ignore("left-out-text", name, span);
            }
            _ if is_math(name) => Block::Math(self.text(&whole).to_owned()),
            "tabular" => return self.prose(whole, read),
            _ => {
                let title = last.map(|it| self.plain(&it)).filter(|title| !title.is_empty());
                return self.titled(of, title, read);
            }
        };
        read.push(block, span, step);
    }

    /// A block with a title, a theorem, or content that only stands in some place.
    fn titled(&mut self, of: Environment, title: Option<String>, read: &mut Read) {
        let Environment { name, inner, whole, .. } = of;
        let span = self.span(&whole);
        let step = self.reader.step;
        let kind = match name {
            "alertblock" => AlertKind::Warning,
            "exampleblock" | "example" => AlertKind::Tip,
            _ => AlertKind::Note,
        };
        let title = match (name, title) {
            ("block" | "exampleblock" | "alertblock", title) => title,
            (name, title) if is_theorem(name) => {
                let own = format!("{}{}", name[..1].to_uppercase(), &name[1..]);
                Some(title.map_or(own.clone(), |title| format!("{own} ({title})")))
            }
            _ => None,
        };
        let mut blocks = self.blocks(inner);
        match title {
            Some(title) => {
                read.push(Block::Alert { kind, title: Some(title), blocks }, span, step);
            }
            None => {
                read.settle();
                read.blocks.append(&mut blocks);
            }
        }
    }

    /// Columns, each from its `\column` or in an environment of its own.
    fn columns(&mut self, inner: Range<usize>, read: &mut Read) {
        let all = tokens(self.reader.source, inner.clone());
        let starts: Vec<(usize, usize, Option<String>)> = all
            .iter()
            .filter_map(|token| match token {
                Token::Command { name, arguments, whole } if name == "column" => {
                    let width = arguments.last().and_then(|it| share(self.text(it)));
                    Some((whole.start, whole.end, width))
                }
                _ => None,
            })
            .collect();
        let first = starts.first().map_or(inner.end, |start| start.0);
        read.settle();
        read.blocks.extend(self.blocks(inner.start..first));
        for (at, (_, start, width)) in starts.iter().enumerate() {
            let end = starts.get(at + 1).map_or(inner.end, |next| next.0);
            let (span, step) = (self.span(&(*start..end)), self.reader.step);
            let blocks = self.blocks(*start..end);
            let column = Column { width: width.clone(), blocks };
            read.columns.push(Spanned::new(column, span).at_step(step));
        }
        read.settle();
    }

    /// The items of a list: where each begins behind its `\item`, what it is called, and its end.
    fn items(&self, inner: &Range<usize>) -> Vec<(Option<Range<usize>>, Range<usize>)> {
        let all = tokens(self.reader.source, inner.clone());
        let starts: Vec<_> = all
            .into_iter()
            .filter_map(|token| match token {
                Token::Command { name, arguments, whole } if name == "item" => {
                    Some((arguments.last().cloned(), whole))
                }
                _ => None,
            })
            .collect();
        let end = |at: usize| starts.get(at + 1).map_or(inner.end, |next| next.1.start);
        let item = |(at, (label, whole)): (usize, &(Option<Range<usize>>, Range<usize>))| {
            (label.clone(), whole.end..end(at))
        };
        starts.iter().enumerate().map(item).collect()
    }

    fn list(&mut self, inner: Range<usize>, start: Option<usize>) -> Block {
        let mut items = Vec::new();
        for (_, range) in self.items(&inner) {
            let (span, step) = (self.span(&range), self.reader.step);
            let blocks = self.blocks(range);
            items.push(Spanned::new(Item { done: None, blocks }, span).at_step(step));
        }
        Block::List { kind: ListKind::plain(start), items }
    }

    fn definitions(&mut self, inner: Range<usize>) -> Block {
        let mut definitions = Vec::new();
        for (label, range) in self.items(&inner) {
            let (span, step) = (self.span(&range), self.reader.step);
            let term = label.map(|label| {
                let span = self.span(&label);
                vec![Spanned::new(Inline::Text(self.plain(&label)), span)]
            });
            let definition =
                Definition { term: term.unwrap_or_default(), blocks: self.blocks(range) };
            definitions.push(Spanned::new(definition, span).at_step(step));
        }
        Block::Definitions(definitions)
    }

    /// A listing; minted names its language behind its name.
    fn listing(&self, name: &str, language: Option<Range<usize>>, inner: Range<usize>) -> Block {
        let lang = language.filter(|_| name == "minted").map(|it| self.text(&it).to_owned());
        let text = self.text(&inner).trim_matches(['\n', '\r']).to_owned();
        Block::Code { lang, text, options: BTreeMap::new() }
    }
}

/// Whether an environment is a formula.
fn is_math(name: &str) -> bool {
    const NAMES: [&str; 8] = [
        "equation", "align", "gather", "multline", "eqnarray", "alignat", "flalign", "displaymath",
    ];
    NAMES.contains(&name)
}

/// Whether an environment names what it holds.
fn is_theorem(name: &str) -> bool {
    const NAMES: [&str; 8] = [
        "theorem", "lemma", "corollary", "proposition", "definition", "proof", "example", "remark",
    ];
    NAMES.contains(&name)
}

/// Whether nothing of a block is to be seen.
fn is_blank(block: &Block) -> bool {
    match block {
        Block::Paragraph(content) => content.iter().all(|inline| inline.value.is_blank()),
        _ => false,
    }
}

/// The size that the options of a picture say: a share of the line, of the page's height, or a length.
fn size(options: &str) -> (Option<String>, Option<String>) {
    let value = |name: &str| {
        let pairs = options.split(',').filter_map(|option| option.split_once('='));
        pairs.into_iter().find(|(key, _)| key.trim() == name).map(|(_, value)| value.trim())
    };
    let width = value("width").and_then(|value| share(value).or_else(|| length(value)));
    (width, value("height").and_then(length))
}

/// `0.6\textwidth` as a share of what there is; `\textwidth` alone is all of it.
fn share(text: &str) -> Option<String> {
    let (number, unit) = text.trim().split_once('\\')?;
    let is_width = matches!(unit.trim(), "textwidth" | "linewidth" | "columnwidth" | "paperwidth");
    let number: f64 = if number.is_empty() { 1.0 } else { number.trim().parse().ok()? };
    (is_width && (0.05..1.0).contains(&number)).then(|| format!("{:.0}%", number * 100.0))
}

/// A length of TeX's with a unit that pages have.
fn length(text: &str) -> Option<String> {
    let unit = ["cm", "mm", "in", "pt"].into_iter().find(|unit| text.ends_with(unit))?;
    let number: f64 = text.strip_suffix(unit)?.trim().parse().ok()?;
    (number > 0.0).then(|| format!("{number}{unit}"))
}

#[cfg(test)]
mod tests {
    use super::{length, share};

    #[test]
    fn sizes_are_shares_or_lengths() {
        assert_eq!(share("0.6\\textwidth").as_deref(), Some("60%"));
        assert_eq!(share(".48\\linewidth").as_deref(), Some("48%"));
        assert_eq!(share("\\textwidth"), None);
        assert_eq!(length("3cm").as_deref(), Some("3cm"));
        assert_eq!(length("0.7\\textheight"), None);
    }
}
