//! The settings of a slide: YAML between two rulers.

use std::ops::{Range, RangeInclusive};

use crate::deck::markdown::Reader;
use crate::deck::markdown::dialect::{Dialect, Setting};
use crate::deck::markdown::includes::Include;
use crate::deck::markdown::scan::Scan;
use crate::deck::markdown::slides::Making;
use crate::deck::markdown::source::{is_key, is_ruler};
use crate::deck::markdown::yaml;
use crate::deck::{Block, Image, Inline, Spanned};
use crate::diag::Span;
use crate::names;

/// Keys that mark the lines after a `---` as settings.
const KEYS: [&str; 14] = [
    "layout", "src", "class", "background", "transition", "clicks", "image", "hideInToc", "title",
    "routeAlias", "level", "zoom", "disabled", "hide",
];

/// Takes the settings that stand below the ruler at a line; how many lines with both rulers.
pub(super) fn take(scan: &mut Scan, index: usize) -> usize {
    let Some((range, last)) = find(scan, index).or_else(|| fenced(scan, index)) else { return 0 };
    scan.found.settings.push((index + 1, range));
    // Not `---`: below a paragraph that would make a heading of it.
    scan.masks[index] = Some("***".into());
    scan.masks[index + 1..=last].fill(Some(String::new()));
    last + 1 - index
}

/// The YAML below a ruler, and its last line.
fn find(scan: &Scan, index: usize) -> Option<(Range<usize>, usize)> {
    const MOST_LINES: usize = 60;
    let lines = scan.lines;
    let limit = lines.len().min(index + MOST_LINES);
    // A comment may stand above the first key, and a blank line, as formatters put it there.
    let is_slidev = scan.found.dialect == Dialect::Slidev;
    let is_above = |line: &str| line.starts_with("# ") || is_slidev && line.trim().is_empty();
    let first = (index + 1..limit).find(|&i| !is_above(lines.text(i)))?;
    if !is_ruler(lines.text(index)) || !is_key(lines.text(first)) {
        return None;
    }
    let last = (index + 2..limit).find(|&i| is_ruler(lines.text(i)))?;
    let has_blank = (index + 1..last).any(|i| lines.text(i).trim().is_empty());
    let range = lines.starts[index + 1]..lines.starts[last];
    // Marp and Pandoc know no such settings: there, `key: value` between rulers is a slide.
    let text = &lines.source[range.clone()];
    let is_yaml =
        |line: &str| is_key(line) || line.starts_with([' ', '\t', '#']) || line.trim().is_empty();
    let all_keys = text.lines().all(is_yaml) && !ends_in_heading(text);
    let known =
        text.lines().any(|line| line.split(':').next().is_some_and(|key| KEYS.contains(&key)));
    let is_marp = scan.front_matter().contains("marp:");
    // Paragraphs may begin as a key does: with blank lines between them, every line has to be YAML.
    let is_sure = has_blank || first > index + 1;
    let is_settings = if is_sure { known && all_keys } else { known || all_keys && !is_marp };
    is_settings.then_some((range, last))
}

/// The YAML in a fence below a ruler, and the last line of that.
fn fenced(scan: &Scan, index: usize) -> Option<(Range<usize>, usize)> {
    let lines = scan.lines;
    if scan.found.dialect != Dialect::Slidev || !is_ruler(lines.text(index)) {
        return None;
    }
    let open = (index + 1..lines.len()).find(|&at| !lines.text(at).trim().is_empty())?;
    if !matches!(lines.text(open).trim_end(), "```yaml" | "```yml") {
        return None;
    }
    let last = (open + 1..lines.len()).find(|&at| lines.text(at).trim_end() == "```")?;
    let is_yaml = |at: usize| is_key(lines.text(at)) || lines.text(at).starts_with([' ', '#', '-']);
    let is_known =
        |at: usize| lines.text(at).split(':').next().is_some_and(|key| KEYS.contains(&key));
    let is_settings = (open + 1..last).all(is_yaml) && (open + 1..last).any(is_known);
    is_settings.then(|| (lines.starts[open + 1]..lines.starts[last], last))
}

/// Whether headings stand below the keys and a blank line: a comment would stand above what it is said of.
fn ends_in_heading(text: &str) -> bool {
    let is_tail = |line: &&str| line.trim().is_empty() || line.starts_with('#');
    let tail: Vec<&str> = text.lines().rev().take_while(is_tail).collect();
    tail.windows(2).any(|pair| pair[0].starts_with('#') && pair[1].trim().is_empty())
}

/// `src: part.md`: the slides of a file stand in place of this one.
pub(in crate::deck::markdown::dialect) fn part(
    reader: &Reader,
    settings: Range<usize>,
) -> Option<Include> {
    let pairs = yaml::mapping(&reader.source[settings.clone()]).pairs;
    let (_, path) = pairs.iter().find(|(key, _)| key.text().as_deref() == Some("src"))?;
    let at = settings.start + path.range.start..settings.start + path.range.end;
    let written = path.text()?;
    let span = Span::new(reader.file, at);
    let slides = written.split_once('#').map(|(_, numbers)| ranges(numbers));
    Some(Include { path: part_path(&written).to_owned(), span, slides })
}

/// The numbers in `2,5-7`.
fn ranges(text: &str) -> Vec<RangeInclusive<usize>> {
    let range = |part: &str| {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        Some(first.trim().parse().ok()?..=last.trim().parse().ok()?)
    };
    text.split(',').filter_map(range).collect()
}

/// Whether the settings hide their slide.
pub(in crate::deck::markdown::dialect) fn is_hidden(
    reader: &Reader,
    settings: Range<usize>,
) -> bool {
    let pairs = reader.source.get(settings).map(|text| yaml::mapping(text).pairs);
    pairs.unwrap_or_default().iter().any(|(key, value)| {
        matches!(key.text().as_deref(), Some("hide" | "disabled"))
            && value.text().as_deref() == Some("true")
    })
}

/// The path in `src: part.md#2-5`.
pub(super) fn part_path(path: &str) -> &str {
    path.trim_matches(['"', '\'']).split('#').next().unwrap_or(path)
}

/// Takes one of the settings.
pub(super) fn apply(reader: &mut Reader, making: &mut Making, setting: &Setting) -> bool {
    let (text, span) = (setting.text.as_str(), setting.span);
    match setting.name.as_str() {
        "layout" => {
            // Slidev's own names, even if the front matter did not give the tool away.
            let own = reader.dialect == Dialect::Own;
            let dialect = if own { Dialect::Slidev } else { reader.dialect };
            making.has_slots = text.starts_with("two-cols");
            making.choose(reader, text, span, dialect);
        }
        "title" if making.slide.title.is_empty() => {
            making.slide.title = vec![Spanned::new(Inline::Text(text.to_owned()), span)];
        }
        // A decoration that would have to be fetched leaves its room to the text.
        "image" if text.contains("://") => {
            let name = format!("a picture that would have to be fetched, `{text}`,");
            reader.ignore("remote-picture", name, span);
        }
        "image" => {
            let path = reader.picture_path(text.trim_start_matches('/'));
            let block = Block::Image(Image { path, ..Image::default() });
            making.content.blocks.push(Spanned::new(block, span));
        }
        // Slidev also takes colours and gradients.
        "background" if is_picture_file(text) => {
            let path = reader.picture_path(text.trim_start_matches('/'));
            making.slide.options.insert("background".into(), path);
        }
        // A page of the web is not fetched: where it is stands in its place.
        "url" if text.contains("://") => {
            let content = vec![Spanned::new(Inline::Text(text.to_owned()), span)];
            let link = vec![Spanned::new(Inline::Link { url: text.to_owned(), content }, span)];
            making.content.blocks.push(Spanned::new(Block::Paragraph(link), span));
        }
        "hide" | "disabled" if text == "false" => {}
        _ => return false,
    }
    true
}

/// Whether a text names a file in one of the formats of pictures.
fn is_picture_file(text: &str) -> bool {
    const ENDINGS: [&str; 6] = ["png", "jpg", "jpeg", "webp", "gif", "svg"];
    !text.contains("://") && names::ends_in(text, &ENDINGS)
}
