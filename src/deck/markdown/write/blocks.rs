//! Blocks → Markdown, each line behind what the blocks around it put there.

use std::collections::BTreeMap;

use super::Care;
use super::inlines::{formula, image, inlines};
use crate::deck::block::AlertKind;
use crate::deck::diagram::LANGUAGE;
use crate::deck::{Alignment, Block, Column, Definition, Inlines, Item, Spanned, Table};

/// Writes blocks with a blank line between two. Every line begins with `indent`.
pub(super) fn blocks(blocks: &[Spanned<Block>], indent: &str, care: Care, out: &mut String) {
    let mut last_list: Option<bool> = None;
    for (index, block) in blocks.iter().enumerate() {
        if index > 0 {
            line(indent, "", out);
        }
        let list = match &block.value {
            Block::List { kind, .. } => Some(kind.start.is_some()),
            _ => None,
        };
        // Two lists of one kind would be one.
        if list.is_some() && list == last_list {
            line(indent, "<!-- -->", out);
            line(indent, "", out);
        }
        last_list = list;
        one(&block.value, indent, care, out);
    }
}

fn line(indent: &str, text: &str, out: &mut String) {
    if text.is_empty() {
        out.push_str(indent.trim_end());
    } else {
        out.push_str(indent);
        out.push_str(text);
    }
    out.push('\n');
}

fn lines(indent: &str, text: &str, out: &mut String) {
    text.split('\n').for_each(|part| line(indent, part, out));
}

fn one(block: &Block, indent: &str, care: Care, out: &mut String) {
    match block {
        Block::Paragraph(content) => lines(indent, &inlines(content, true, care), out),
        Block::Heading { level, content } => {
            let hashes = "#".repeat(usize::from(*level) + 2);
            line(indent, &format!("{hashes} {}", super::inlines::heading(content, care)), out);
        }
        Block::List { kind, items } => list(kind.start, items, indent, care, out),
        Block::Definitions(all) => definitions(all, indent, care, out),
        Block::Table(content) => table(content, indent, care, out),
        Block::Code { lang, text, options } => {
            fenced(&info(lang.as_deref(), options), text, indent, out);
        }
        Block::Math(source) if formula(source).is_empty() => {}
        Block::Math(source) => {
            line(indent, "$$", out);
            lines(indent, formula(source), out);
            line(indent, "$$", out);
        }
        Block::Quote(inner) => blocks(inner, &format!("{indent}> "), care, out),
        Block::Alert { kind, title, blocks: inner } => {
            let title = title.as_ref().map(|title| format!(" {title}")).unwrap_or_default();
            line(&format!("{indent}> "), &format!("[!{}]{title}", alert(*kind)), out);
            blocks(inner, &format!("{indent}> "), care, out);
        }
        Block::Image(picture) => line(indent, &image(picture), out),
        Block::Columns(all) => columns(all, indent, care, out),
        Block::Typst { source, alt } => {
            let alt = alt.as_ref().map(|alt| format!(" alt=\"{}\"", alt.replace('"', "”")));
            fenced(&format!("{{=typst{}}}", alt.unwrap_or_default()), source, indent, out);
        }
        Block::Chart(chart) => fenced("chart", &chart.to_text(), indent, out),
        Block::Diagram(diagram) => fenced(LANGUAGE, &diagram.text, indent, out),
    }
}

fn definitions(all: &[Spanned<Definition>], indent: &str, care: Care, out: &mut String) {
    for (index, one) in all.iter().enumerate() {
        if index > 0 {
            line(indent, "", out);
        }
        lines(indent, &inlines(&one.term, true, care), out);
        item(&one.blocks, Marker { text: ": ", tight: true }, indent, care, out);
    }
}

fn columns(all: &[Spanned<Column>], indent: &str, care: Care, out: &mut String) {
    line(indent, ":::: columns", out);
    for column in all {
        let width = column.width.as_ref().map(|width| format!("{{.column width={width}}}"));
        line(indent, &format!("::: {}", width.unwrap_or_else(|| "column".into())), out);
        line(indent, "", out);
        blocks(&column.blocks, indent, care, out);
        line(indent, "", out);
        line(indent, ":::", out);
    }
    line(indent, "::::", out);
}

/// The info string of a listing: its language, and its options in braces.
fn info(lang: Option<&str>, options: &BTreeMap<String, String>) -> String {
    let lang = lang.unwrap_or_default();
    let pair = |(key, value): (&String, &String)| format!("{key}=\"{}\"", value.replace('"', "'"));
    let pairs: Vec<String> = options.iter().map(pair).collect();
    match pairs.is_empty() {
        true => lang.to_owned(),
        false => format!("{lang} {{{}}}", pairs.join(" ")).trim_start().to_owned(),
    }
}

fn alert(kind: AlertKind) -> &'static str {
    match kind {
        AlertKind::Note => "NOTE",
        AlertKind::Tip => "TIP",
        AlertKind::Important => "IMPORTANT",
        AlertKind::Warning => "WARNING",
        AlertKind::Caution => "CAUTION",
    }
}

fn fenced(info: &str, text: &str, indent: &str, out: &mut String) {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(3.max(longest + 1));
    line(indent, &format!("{fence}{info}"), out);
    lines(indent, text, out);
    line(indent, &fence, out);
}

/// Items of one paragraph each stand close together.
fn list(start: Option<usize>, items: &[Spanned<Item>], indent: &str, care: Care, out: &mut String) {
    let tight = items.iter().all(|item| match item.blocks.as_slice() {
        [only] | [only, Spanned { value: Block::List { .. }, .. }] => {
            matches!(only.value, Block::Paragraph(_))
        }
        _ => false,
    });
    for (index, one) in items.iter().enumerate() {
        if index > 0 && !tight {
            line(indent, "", out);
        }
        let marker = match start {
            Some(start) => format!("{}. ", start + index),
            None => "- ".to_owned(),
        };
        let task = match one.done {
            Some(true) => "[x] ",
            Some(false) => "[ ] ",
            None => "",
        };
        let mut text = String::new();
        item(&one.blocks, Marker { text: &marker, tight }, indent, care, &mut text);
        let head = format!("{indent}{marker}");
        match text.strip_prefix(&head).filter(|_| !task.is_empty()) {
            Some(rest) => out.push_str(&format!("{head}{task}{rest}")),
            None => out.push_str(&text),
        }
    }
}

/// What an item begins with.
struct Marker<'a> {
    /// With the blank behind it.
    text: &'a str,
    /// Whether no blank lines stand between the blocks of the item.
    tight: bool,
}

/// Blocks behind a marker: the first on its line, the others as far right.
fn item(inner: &[Spanned<Block>], marker: Marker, indent: &str, care: Care, out: &mut String) {
    let deeper = format!("{indent}{}", " ".repeat(marker.text.len()));
    let mut text = String::new();
    if marker.tight {
        inner.iter().for_each(|block| one(&block.value, &deeper, care, &mut text));
    } else {
        blocks(inner, &deeper, care, &mut text);
    }
    if text.is_empty() {
        return line(indent, marker.text.trim_end(), out);
    }
    out.push_str(indent);
    out.push_str(marker.text);
    out.push_str(text.strip_prefix(&deeper).unwrap_or(&text));
}

fn table(table: &Table, indent: &str, care: Care, out: &mut String) {
    let cell = |content: &Inlines| {
        let text = inlines(content, false, care).replace("\\\n", "<br>");
        // A bar ends a cell even inside code.
        let mut escaped = String::with_capacity(text.len());
        for c in text.chars() {
            if c == '|' && !escaped.ends_with('\\') {
                escaped.push('\\');
            }
            escaped.push(c);
        }
        escaped
    };
    let row = |cells: &[Inlines]| {
        format!("| {} |", cells.iter().map(cell).collect::<Vec<_>>().join(" | "))
    };
    line(indent, &row(&table.head), out);
    let rules = table.align.iter().map(|align| match align {
        Alignment::Auto => "---",
        Alignment::Left => ":---",
        Alignment::Center => ":---:",
        Alignment::Right => "---:",
    });
    line(indent, &format!("| {} |", rules.collect::<Vec<_>>().join(" | ")), out);
    table.rows.iter().for_each(|cells| line(indent, &row(cells), out));
}
