//! reveal.js and reveal-md, with nodeppt and Markdown Preview Enhanced, which divide a deck by lines
//! of their own as well: separators, notes to the end of a slide, comments that set attributes.

use comrak::nodes::{AstNode, NodeValue};

use super::{Adapter, Dialect, Manner, OWN};
use crate::deck::Block;
use crate::deck::markdown::blocks::{Content, Directive};
use crate::deck::markdown::colours::is_colour;
use crate::deck::markdown::comments::Comment;
use crate::deck::markdown::listing::Listing;
use crate::deck::markdown::scan::{Mark, Scan};
use crate::deck::markdown::source::is_dashes;
use crate::deck::markdown::source::is_key;
use crate::deck::markdown::{Reader, Split, attributes};
use crate::diag::Span;

/// reveal.js, and whoever writes as it does.
pub(super) struct Reveal;

/// Every line of dashes ends a slide; a class is a style, and the title in the front
/// matter is that of the web page.
pub(super) const MANNER: Manner = Manner {
    split: Some(Split::Rulers),
    ends_slides: |scanned| scanned.rulers.clone(),
    makes_title: false,
    has_styles: true,
    page_pixels: Some(960.0),
    escapes_formulas: true,
    ..OWN
};

impl Adapter for Reveal {
    fn dialect(&self) -> Dialect {
        Dialect::Reveal
    }

    fn gives_away(&self, scan: &Scan, index: usize) -> bool {
        let line = scan.lines.text(index).trim_end();
        let is_apart = index > scan.first && scan.lines.text(index - 1).trim().is_empty();
        let is_vertical = is_apart && matches!(line, "--" | "+++");
        let is_setting = line.starts_with("<!-- .slide:") || line.contains("<!-- .element:");
        is_vertical || is_setting || is_mark(line) || note(line) == Some("")
    }

    fn line(&self, scan: &mut Scan, index: usize) -> usize {
        let line = scan.lines.text(index).trim_end();
        let taken = aside(scan, index);
        if taken > 0 || scan.found.dialect != Dialect::Reveal {
            return taken;
        }
        if matches!(line, "--" | "+++") || is_mark(line) {
            scan.fences.end_slide();
            scan.masks[index] = Some("***".to_owned());
            return 1;
        }
        if is_head(scan, index) {
            return scan.leave_out(index, line.trim());
        }
        if line.trim() == "[note]" {
            return block(scan, index, "[/note]");
        }
        if is_bracket(line) {
            return scan.leave_out(index, line.trim());
        }
        if note(line).is_some() {
            return notes(scan, index);
        }
        attributes(scan, index, line)
    }

    fn ignored(&self) -> &'static [&'static str] {
        &[
            "verticalSeparator", "separator", "revealOptions", "highlightTheme", "scripts",
            "preprocessor", "template", "notesSeparator", "slideOptions", "presentation",
            "speaker",
        ]
    }

    fn has_theme(&self, name: &str) -> bool {
        const THEMES: [&str; 9] =
            ["beige", "blood", "league", "moon", "night", "sky", "solarized", "black", "white"];
        THEMES.contains(&name)
    }

    fn inline(&self, reader: &mut Reader, text: &str, span: Span) -> Option<String> {
        let at = text.find(":fa-")?;
        let length = text[at + 1..].find(':')? + 2;
        let icon = &text[at..at + length];
        let name = icon.trim_start_matches(":fa-").trim_end_matches(':');
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
        (!name.is_empty() && name.chars().all(is_name)).then(|| {
            reader.ignore("undrawn-icon", format!("`{icon}`"), span);
            [&text[..at], text[at + length..].trim_start()].concat()
        })
    }

    fn block<'a>(
        &self,
        reader: &mut Reader<'a, '_>,
        node: &'a AstNode<'a>,
        out: &mut Content,
    ) -> bool {
        // On a line of its own, the comment is a block.
        if reader.dialect == Dialect::Reveal
            && let NodeValue::HtmlBlock(html) = &node.data().value
            && let Some(sizes) = sizes(&html.literal)
            && let Some(Block::Image(image)) = out.blocks.last_mut().map(|block| &mut block.value)
        {
            for (key, value) in sizes {
                let size = if key == "width" { &mut image.width } else { &mut image.height };
                *size = Some(reader.on_our_page(&value));
            }
        }
        false
    }

    fn inlines<'a>(&self, reader: &mut Reader<'a, '_>, node: &'a AstNode<'a>) {
        if reader.dialect == Dialect::Reveal {
            size_pictures(node);
        }
    }

    fn listing(&self, listing: &mut Listing) {
        let inner = listing.info.split_once('[').and_then(|(_, rest)| rest.split_once(']'));
        let Some((inner, _)) = inner.filter(|(inner, _)| names_lines(inner)) else { return };
        let (first, marked) = inner
            .split_once(':')
            .map_or((None, inner), |(first, marked)| (Some(first.trim()), marked));
        if let Some(first) = first {
            listing.options.insert("lines".to_owned(), first.to_owned());
        }
        let steps = marked.split('|').map(str::trim);
        if let Some(lines) = steps.into_iter().find(|lines| !lines.is_empty()) {
            listing.options.insert("highlight".to_owned(), lines.to_owned());
        }
    }

    fn comment(&self, text: &str) -> Option<Comment> {
        if let Some(path) = background(text) {
            let value = format!("url({path})");
            return Some(Comment::Directives(vec![Directive {
                key: "_backgroundImage".into(),
                value,
            }]));
        }
        let name = [".slide:", ".element:"].into_iter().find(|name| text.starts_with(name))?;
        Some(Comment::Ignored(format!("`<!-- {name} … -->`")))
    }
}

/// Gives a picture the size that the comment behind it says, `<!-- .element: style="height:300px" -->`.
fn size_pictures<'a>(node: &'a AstNode<'a>) {
    for picture in node.children() {
        let is_blank = |node: &AstNode| match &node.data().value {
            NodeValue::Text(text) => text.trim().is_empty(),
            NodeValue::SoftBreak => true,
            _ => false,
        };
        let behind = std::iter::successors(picture.next_sibling(), |node| node.next_sibling())
            .find(|node| !is_blank(node));
        let sizes = behind.and_then(|node| match &node.data().value {
            NodeValue::HtmlInline(html) => sizes(html),
            _ => None,
        });
        let is_picture = matches!(picture.data().value, NodeValue::Image(_));
        if let Some(sizes) = sizes.filter(|_| is_picture) {
            picture.data_mut().attrs.get_or_insert_default().pairs.extend(sizes);
        }
    }
}

/// The width and the height that a comment says, as attributes or as style; `None` if it is no such comment.
fn sizes(html: &str) -> Option<Vec<(String, String)>> {
    let said = html.trim().strip_prefix("<!-- .element:")?.strip_suffix("-->")?;
    let read = attributes::parse(said);
    let style = read.get("style").unwrap_or_default();
    let of_style = style.split(';').filter_map(|rule| rule.split_once(':'));
    let pairs = of_style.map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned()));
    let all = pairs.chain(read.pairs.iter().cloned());
    Some(all.filter(|(key, _)| matches!(key.as_str(), "width" | "height")).collect())
}

/// Whether brackets behind the language of a listing name lines: `[1|3-6]`, `[712: 1|2]`.
pub(super) fn names_lines(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '|' | '-' | ',' | ':' | ' ');
    text.contains(|c: char| c.is_ascii_digit()) && text.chars().all(is_part)
}

/// The picture in `.slide: data-background="x.png"`.
fn background(text: &str) -> Option<String> {
    let attributes = attributes::parse(text.strip_prefix(".slide:")?);
    let names = ["data-background-image", "data-background"];
    let path = names.into_iter().find_map(|name| attributes.get(name))?;
    let path = path.trim_start_matches("url(").trim_end_matches(')').trim_matches(['"', '\'']);
    (!is_colour(path) && !path.contains("://")).then(|| path.to_owned())
}

/// Whether a line ends a slide in one of these tools, besides dashes.
fn is_mark(line: &str) -> bool {
    let line = line.trim_end();
    let inner = line.strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->"));
    let is_comment = inner.map(str::trim).is_some_and(|inner| {
        matches!(inner, "s" | "v") || inner == "slide" || inner.starts_with("slide ")
    });
    let is_tag = ["[slide", "[subslide", "<slide"].iter().any(|tag| {
        line.strip_prefix(tag).is_some_and(|rest| rest.starts_with([']', '>', ' ']))
            && line.ends_with([']', '>'])
    });
    is_comment || is_tag || line == "---v"
}

/// Whether a line is one of nodeppt's settings, `speaker: 甲`, above the first slide.
fn is_head(scan: &Scan, index: usize) -> bool {
    let is_setting = |line: &str| is_key(line) || line.starts_with([' ', '\t']);
    let mut lines = (0..scan.lines.len()).map(|at| (at, scan.lines.text(at)));
    let first = lines.find(|(_, line)| !is_setting(line) && !line.trim().is_empty());
    let ends = first.is_some_and(|(at, line)| at > index && is_mark(line));
    ends && is_setting(scan.lines.text(index))
}

/// Whether a line is one of nodeppt's brackets around others.
fn is_bracket(line: &str) -> bool {
    let name = line.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    name.is_some_and(|name| {
        let name = name.trim_start_matches('/').split(' ').next().unwrap_or_default();
        matches!(name, "magic" | "subslide" | "slide" | "note")
    })
}

/// What stands behind `Note:`.
pub(super) fn note(line: &str) -> Option<&str> {
    let (word, rest) = line.split_once(':')?;
    matches!(word.to_ascii_lowercase().as_str(), "note" | "notes").then_some(rest.trim())
}

/// Takes the notes that begin at a line, with what stands behind `Note:`, up to the end of the slide.
pub(super) fn notes(scan: &mut Scan, index: usize) -> usize {
    let line = scan.lines.text(index);
    let begins = line.find(':').map_or(line.len(), |at| at + 1);
    let start = scan.lines.starts[index] + begins;
    let ends = |at: &usize| {
        let line = scan.lines.text(*at).trim_end();
        is_dashes(line) || matches!(line, "--" | "+++") || is_mark(line)
    };
    let end = (index + 1..scan.lines.len())
        .find(ends)
        .or_else(|| gap(scan, index).filter(|_| !(scan.first..index).any(|at| ends(&at))))
        .unwrap_or(scan.lines.len());
    let stop = scan.lines.starts.get(end).copied().unwrap_or(scan.lines.source.len());
    scan.mark(index..end, Mark::Notes(start..stop))
}

/// The line behind two blank ones, which end a slide in a file without a line of dashes.
fn gap(scan: &Scan, index: usize) -> Option<usize> {
    let is_blank = |at: usize| scan.lines.text(at).trim().is_empty();
    (index + 2..scan.lines.len()).find(|at| is_blank(*at - 1) && is_blank(*at))
}

/// Takes `<aside class="notes">`, up to its end.
fn aside(scan: &mut Scan, index: usize) -> usize {
    let line = scan.lines.text(index).trim_start();
    let opens = line.starts_with("<aside") && line.contains("notes");
    if opens { block(scan, index, "</aside>") } else { 0 }
}

/// Takes notes from the tag at a line up to one that closes them.
fn block(scan: &mut Scan, index: usize, close: &str) -> usize {
    let lines = scan.lines;
    let ends = |at: &usize| lines.text(*at).contains(close);
    let Some(end) = (index..lines.len()).find(ends) else { return 0 };
    let tag = lines.text(index).find(['>', ']']).map_or(0, |at| at + 1);
    let start = lines.starts[index] + tag;
    let stop = lines.starts[end] + lines.text(end).find(close).unwrap_or(0);
    scan.mark(index..end + 1, Mark::Notes(start..stop.max(start)))
}

/// Takes nodeppt's `{:&.moveIn}` off the end of a line.
fn attributes(scan: &mut Scan, index: usize, line: &str) -> usize {
    let Some(at) = line.rfind("{:").filter(|_| line.ends_with('}')) else { return 0 };
    let name = format!("`{}`", &line[at..]);
    scan.found.left_out.push((name, index + 1));
    scan.rewrite(index, line[..at].to_owned())
}
