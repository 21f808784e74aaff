//! Quarto, beside what Pandoc has: callouts, options of cells, shortcodes, what comes later, layouts
//! of figures.

use comrak::nodes::{AstNode, NodeValue};

use super::{Adapter, Dialect, Div};
use crate::deck::block::{AlertKind, only_pictures, plain_text};
use crate::deck::keys;
use crate::deck::markdown::blocks::Content;
use crate::deck::markdown::listing::Listing;
use crate::deck::markdown::scan::Scan;
use crate::deck::markdown::yaml::{Node, Value};
use crate::deck::markdown::{Reader, front};
use crate::deck::{Block, Column, Spanned};

/// Quarto; its decks are Pandoc's.
pub(super) struct Quarto;

impl Adapter for Quarto {
    fn dialect(&self) -> Dialect {
        Dialect::Pandoc
    }

    fn line(&self, scan: &mut Scan, index: usize) -> usize {
        take_shortcodes(scan, index)
    }

    fn include<'t>(&self, text: &'t str) -> Option<&'t str> {
        shortcode(text)
    }

    fn ignored(&self) -> &'static [&'static str] {
        &[
            "format", "filters", "slide-number", "categories", "editor", "jupyter", "engine",
            "logo", "title-slide-attributes", "code-fold", "embed-resources", "draft", "tags",
        ]
    }

    fn key(&self, front: &mut front::Reader, name: &str, value: &Node) -> bool {
        if let ("execute", Value::Map(pairs)) = (name, &value.value) {
            let echo = pairs.iter().find(|(key, _)| key.text().as_deref() == Some("echo"));
            front.front.hides_code = echo.is_some_and(|(_, value)| is_false(value.text()));
        }
        if name == "format" {
            of_format(front, value);
        }
        name == "execute"
    }

    fn styles(&self) -> &'static [&'static str] {
        &["smaller", "scrollable", "center", "nostretch", "auto-animate"]
    }

    fn div<'a>(&self, reader: &mut Reader<'a, '_>, div: &Div<'a>, out: &mut Content) -> bool {
        let Some(kind) = div.attributes.classes.first().and_then(|name| callout(name)) else {
            return part(reader, div, out);
        };
        let span = reader.line_span(div.node.data().sourcepos.start.line);
        let mut title = div.attributes.get("title").map(str::to_owned);
        let mut blocks = reader.nested(div.node, out);
        // A heading at its top is its title.
        if title.is_none()
            && let Some(Block::Heading { content, .. }) = blocks.first().map(|b| &b.value)
        {
            title = Some(plain_text(content));
            blocks.remove(0);
        }
        out.blocks.push(Spanned::new(Block::Alert { kind, title, blocks }, span));
        true
    }

    fn inlines<'a>(&self, reader: &mut Reader<'a, '_>, node: &'a AstNode<'a>) {
        if !matches!(reader.dialect, Dialect::Pandoc | Dialect::Remark) {
            return;
        }
        let mut run = Vec::new();
        for code in node.descendants() {
            if let NodeValue::Code(found) = &code.data().value
                && is_run(&found.literal)
            {
                run.push((code, found.literal.clone()));
            }
        }
        for (code, source) in run {
            let span = reader.span(code);
            if is_icon(&source) {
                reader.ignore("undrawn-icon", format!("`{source}`"), span);
                code.detach();
                continue;
            }
            reader.ignore("unknown-directive", format!("what `{source}` would compute"), span);
            if source.contains("Sys.Date(") || source.contains("Sys.time(") {
                code.detach();
            }
        }
    }

    fn listing(&self, listing: &mut Listing) {
        cell_options(listing);
    }

    fn title<'a>(&self, reader: &mut Reader<'a, '_>, node: &'a AstNode<'a>) {
        if reader.dialect == Dialect::Pandoc
            && let Some(attributes) = &mut node.data_mut().attrs
        {
            let off = |(key, value): &&mut (String, String)| key == "footer" && value == "false";
            attributes
                .pairs
                .iter_mut()
                .filter(off)
                .for_each(|(_, value)| *value = "none".to_owned());
        }
    }
}

/// Takes what a format says that any deck may: `format: {revealjs: {footer: …}}`. The key itself is another
/// tool's all the same.
fn of_format(front: &mut front::Reader, value: &Node) {
    const KEYS: [(&str, &str); 3] =
        [("footer", "footer"), ("incremental", "incremental"), ("toc", "agenda")];
    let map = |node: &Node| match &node.value {
        Value::Map(pairs) => pairs.clone(),
        _ => Vec::new(),
    };
    for (key, value) in map(value).iter().flat_map(|(_, options)| map(options)) {
        let name = key.text().unwrap_or_default();
        if let Some((_, own)) = KEYS.iter().find(|(key, _)| *key == name) {
            keys::take(&mut front.values, own, &value);
        }
    }
}

/// Whether code in a line is there to be run, `r x` or `{python} x`: its value would be shown.
fn is_run(code: &str) -> bool {
    const ENGINES: [&str; 5] = ["r", "python", "julia", "ojs", "glue"];
    let Some((engine, what)) = code.split_once(' ') else { return false };
    let braced = engine.strip_prefix('{').and_then(|engine| engine.strip_suffix('}'));
    !what.trim().is_empty() && (engine == "r" || braced.is_some_and(|it| ENGINES.contains(&it)))
}

/// Whether code that is run draws an icon.
fn is_icon(code: &str) -> bool {
    const DRAWING: [&str; 5] = ["fontawesome::", "icons::", "bsicons::", " fa(", "icon("];
    DRAWING.iter().any(|name| code.contains(name))
}

/// The path in `{{< include part.md >}}`, if that is all of the text.
fn shortcode(text: &str) -> Option<&str> {
    let inner = text.trim().strip_prefix("{{<")?.strip_suffix(">}}")?.trim();
    let path = inner.strip_prefix("include")?;
    let path = path.strip_prefix([' ', '\t'])?.trim().trim_matches(['"', '\'']);
    (!path.is_empty()).then_some(path)
}

/// The remark that a class makes.
pub(super) fn callout(name: &str) -> Option<AlertKind> {
    Some(match name {
        "callout-note" | "note" | "info" => AlertKind::Note,
        "callout-tip" | "tip" => AlertKind::Tip,
        "callout-important" | "important" => AlertKind::Important,
        "callout-warning" | "warning" => AlertKind::Warning,
        "callout-caution" | "caution" | "danger" => AlertKind::Caution,
        _ => return None,
    })
}

/// What comes a step later, what is hidden, and what stands side by side.
fn part<'a>(reader: &mut Reader<'a, '_>, div: &Div<'a>, out: &mut Content) -> bool {
    let span = reader.line_span(div.node.data().sourcepos.start.line);
    if div.attributes.has("fragment") {
        reader.step += 1;
        let before = out.blocks.len();
        div.node.children().for_each(|child| reader.block(child, out));
        let step = reader.step;
        out.blocks[before..].iter_mut().for_each(|block| block.step = block.step.max(step));
        return true;
    }
    if is_hidden(div) {
        reader.ignore("unknown-directive", format!("`::: {}`", div.info), span);
        return true;
    }
    if div.attributes.has("content-hidden") || div.attributes.has("content-visible") {
        div.node.children().for_each(|child| reader.block(child, out));
        return true;
    }
    let Some(rows) = rows(div) else { return false };
    let blocks = reader.nested(div.node, out).into_iter().flat_map(pictures);
    let mut blocks = blocks.peekable();
    let mut counts = rows.iter().copied().chain(std::iter::repeat(rows[rows.len() - 1]));
    while blocks.peek().is_some() {
        let mut row: Vec<_> = blocks.by_ref().take(counts.next().unwrap_or(1)).collect();
        if row.len() == 1 {
            out.blocks.append(&mut row);
            continue;
        }
        let span = row[0].span;
        let row = row.into_iter().map(|block| {
            let (span, step) = (block.span, block.step);
            Spanned::new(Column { width: None, blocks: vec![block] }, span).at_step(step)
        });
        out.blocks.push(Spanned::new(Block::Columns(row.collect()), span));
    }
    true
}

/// How many things stand in each row, the last number for all further ones: `layout-ncol=2`,
/// `layout="[[1,1], [1]]"`, `layout="[40,60]"`. `None`: it is no such div.
fn rows(div: &Div) -> Option<Vec<usize>> {
    let is_row = |count: &usize| (1..=6).contains(count);
    if let Some(count) = div.attributes.get("layout-ncol") {
        return count
            .parse()
            .ok()
            .filter(|count| is_row(count) && *count > 1)
            .map(|count| vec![count]);
    }
    let layout = div.attributes.get("layout")?.trim().strip_prefix('[')?.strip_suffix(']')?;
    // Negative numbers are room between two things.
    let count = |row: &str| {
        let numbers = row.split(',').filter(|it| !it.trim().is_empty());
        numbers.filter(|number| !number.trim().starts_with('-')).count()
    };
    let rows: Vec<usize> = match layout.contains('[') {
        true => layout
            .split('[')
            .skip(1)
            .map(|row| count(row.split(']').next().unwrap_or("")))
            .collect(),
        false => vec![count(layout)],
    };
    (!rows.is_empty() && rows.iter().all(is_row)).then_some(rows)
}

/// Whether a div is not there on slides.
fn is_hidden(div: &Div) -> bool {
    /// Formats that slides of reveal.js are, with those that they are made as.
    const OURS: [&str; 4] = ["revealjs", "html", "html:js", "presentation"];
    let is_ours = |name: &str| div.attributes.get(name).map(|formats| OURS.contains(&formats));
    let (when, unless) = (is_ours("when-format"), is_ours("unless-format"));
    let holds = when.unwrap_or(true) && !unless.unwrap_or(false);
    let has = |class: &str| div.attributes.has(class);
    has("hidden") || has("content-hidden") && holds || has("content-visible") && !holds
}

/// The pictures of a paragraph that holds nothing else, each for itself.
fn pictures(block: Spanned<Block>) -> Vec<Spanned<Block>> {
    let Block::Paragraph(content) = &block.value else { return vec![block] };
    match only_pictures(content) {
        Some(pictures) => pictures.iter().map(Spanned::block).collect(),
        None => vec![block],
    }
}

/// Takes shortcodes off a line.
fn take_shortcodes(scan: &mut Scan, index: usize) -> usize {
    let line = scan.lines.text(index);
    if !line.contains("{{<") || line.starts_with(":::") {
        return 0;
    }
    let (out, names) = without_shortcodes(line);
    scan.found.left_out.extend(names.into_iter().map(|name| (name, index + 1)));
    if out == line { 0 } else { scan.rewrite(index, out) }
}

/// A line without shortcodes, and what they are. Those that include a file stay, and those in code.
pub(super) fn without_shortcodes(line: &str) -> (String, Vec<String>) {
    // It may be an item, or stand in a quotation.
    let own = line.trim_start_matches([' ', '\t', '>', '-', '*', '+']).trim_end();
    let is_alone = |code: &str| code == own;
    let (mut out, mut rest, mut names) = (String::new(), line, Vec::new());
    while let Some(at) = rest.find("{{<") {
        let Some(end) = rest[at..].find(">}}").map(|length| at + length + 3) else { break };
        let is_code = rest[..at].matches('`').count() % 2 == 1 || rest[at..].starts_with("{{</*");
        if is_code || shortcode(&rest[at..end]).is_some() && is_alone(&rest[at..end]) {
            out.push_str(&rest[..end]);
        } else if let Some(keys) = keys_of(&rest[at..end]) {
            out.push_str(&rest[..at]);
            out.push_str(&format!("<kbd>{keys}</kbd>"));
        } else {
            out.push_str(&rest[..at]);
            names.push(format!("`{}`", &rest[at..end]));
        }
        rest = &rest[end..];
        if out.is_empty() || out.ends_with(' ') {
            rest = rest.trim_start_matches(' ');
        }
    }
    out.push_str(rest);
    (if names.is_empty() { out } else { out.trim_end().to_owned() }, names)
}

/// The keys in `{{< kbd Ctrl+C >}}`.
fn keys_of(code: &str) -> Option<&str> {
    let inner = code.strip_prefix("{{<")?.strip_suffix(">}}")?.trim().strip_prefix("kbd ")?;
    // Those of other systems stand behind it.
    let keys = inner.split_whitespace().find(|word| !word.contains('='))?;
    Some(keys.trim_matches(['"', '\'']))
}

/// Whether a switch is off, in YAML or in R.
fn is_false(value: Option<String>) -> bool {
    value.is_some_and(|value| matches!(value.to_lowercase().as_str(), "false" | "f" | "no"))
}

/// Takes the options at the top of a cell, `#| fig-cap: …`.
fn cell_options(listing: &mut Listing) {
    if !listing.is_cell() {
        return;
    }
    // R's options stand behind its name, after a comma.
    let in_braces = listing.attributes.get("echo").or(listing.attributes.get("include"));
    if in_braces.is_some_and(|value| is_false(Some(value.trim_matches(',').to_owned()))) {
        listing.echo = Some(false);
    }
    if let Some(name) = listing.attributes.classes.first_mut() {
        *name = name.trim_end_matches(',').to_owned();
    }
    let mut cut = 0;
    for line in listing.text.split_inclusive('\n') {
        let option = ["#| ", "//| ", "%%| "].iter().find_map(|mark| line.strip_prefix(mark));
        let Some((key, value)) = option.and_then(|option| option.split_once(':')) else { break };
        let value = value.trim().trim_matches('"');
        match key.trim() {
            "echo" => listing.echo = Some(!is_false(Some(value.to_owned()))),
            "include" if is_false(Some(value.to_owned())) => listing.echo = Some(false),
            _ => {}
        }
        let name = match key.trim() {
            "code-line-numbers" if !matches!(value, "true" | "false") => "highlight",
            "filename" => "title",
            _ => "",
        };
        if !name.is_empty() {
            listing.options.insert(name.to_owned(), value.to_owned());
        }
        cut += line.len();
    }
    listing.cut(cut);
}
