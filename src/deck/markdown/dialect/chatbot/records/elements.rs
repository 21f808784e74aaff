//! A page of HTML, or markup like it, with an element for each slide: `<section>`, `<slide>`,
//! `<div class="slide">`.

use std::ops::Range;

use super::super::answer::Answer;
use super::super::conventions::{CONVENTIONS, Meaning};
use super::super::labels::colon;
use super::{FEWEST, Slide, meaning};

/// How deep elements are looked into: what is deeper is text.
const DEEPEST: usize = 16;

/// An element: its name and attributes, and what stands between its tags.
struct Element<'t> {
    name: &'t str,
    attributes: &'t str,
    inner: &'t str,
}

/// The lines of the markup, and the deck that it means.
pub(super) fn read(answer: &Answer) -> Option<(Range<usize>, Vec<String>)> {
    let lines = lines(answer)?;
    let text = answer.texts(lines.clone());
    let slides = slides(&text);
    if slides.len() < FEWEST {
        return None;
    }
    let slides: Vec<Slide> = slides
        .iter()
        .map(|element| {
            let mut slide = Slide::default();
            take(element.inner, &mut slide, 0);
            slide
        })
        .collect();
    // One without a title stands between rulers.
    let has_rulers = slides.iter().any(|slide| slide.title.trim().is_empty());
    let mut deck = vec![String::new()];
    for (at, slide) in slides.iter().enumerate() {
        if has_rulers && at > 0 {
            deck.extend(["---".to_owned(), String::new()]);
        }
        slide.write(at + 1, &mut deck);
    }
    Some((lines, deck))
}

/// The lines of a listing of markup, or those between the first tag and the last.
fn lines(answer: &Answer) -> Option<Range<usize>> {
    if let Some(first) = answer.listings(|words| matches!(words, "html" | "xml")).first() {
        return Some(first.clone());
    }
    let is_tag = |at: &usize| answer.text(*at).trim_start().starts_with('<');
    let first = (0..answer.lines.len()).find(is_tag)?;
    let last =
        (first..answer.lines.len()).rfind(|at| answer.text(*at).trim_end().ends_with('>'))?;
    Some(first..last + 1)
}

/// The elements that are slides.
fn slides(text: &str) -> Vec<Element<'_>> {
    let mut slides = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        if !tag(rest).is_some_and(|(name, attributes, _)| is_slide(name, attributes)) {
            rest = &rest[1..];
            continue;
        }
        // One that nothing ends has no other behind it.
        let Some((element, behind)) = element(rest) else { break };
        match inside(&element) {
            Some(inside) => slides.extend(inside),
            None => slides.push(element),
        }
        rest = behind;
    }
    slides
}

/// The slides inside an element that holds nothing else.
fn inside<'t>(element: &Element<'t>) -> Option<Vec<Element<'t>>> {
    let inside = slides(element.inner);
    let all: usize = inside.iter().map(|slide| bare(slide.inner).len()).sum();
    let is_whole = bare(element.inner).replace(' ', "").len()
        <= inside.iter().map(|slide| bare(slide.inner).replace(' ', "").len()).sum();
    (all > 0 && is_whole).then_some(inside)
}

fn is_slide(name: &str, attributes: &str) -> bool {
    match name {
        "slide" | "section" => true,
        "div" | "article" => attributes.contains("slide") && !attributes.contains("slides"),
        _ => false,
    }
}

/// The name and the attributes of the tag that a text begins with, and what stands behind it.
fn tag(text: &str) -> Option<(&str, &str, &str)> {
    let open = text.strip_prefix('<')?;
    let length = open.find(|c: char| !(c.is_ascii_alphanumeric() || "_-".contains(c)))?;
    let end = open.find('>').filter(|_| length > 0)?;
    Some((&open[..length], &open[length..end], &open[end + 1..]))
}

/// The element that a text begins with, and what stands behind it.
fn element(text: &str) -> Option<(Element<'_>, &str)> {
    let (name, attributes, inner) = tag(text)?;
    if attributes.ends_with('/') || matches!(name, "br" | "img" | "hr" | "meta" | "link") {
        return Some((Element { name, attributes, inner: "" }, inner));
    }
    let (mut depth, mut at) = (1, 0);
    while let Some(found) = inner[at..].find('<') {
        at += found;
        let tag = &inner[at + 1..];
        let (is_close, tag) = tag.strip_prefix('/').map_or((false, tag), |tag| (true, tag));
        let is_same = tag.strip_prefix(name).is_some_and(|rest| rest.starts_with(['>', ' ', '\n']));
        match (is_same, is_close) {
            (true, true) if depth == 1 => {
                let behind = inner[at..].find('>').map_or("", |end| &inner[at + end + 1..]);
                return Some((Element { name, attributes, inner: &inner[..at] }, behind));
            }
            (true, true) => depth -= 1,
            (true, false) => depth += 1,
            _ => {}
        }
        at += 1;
    }
    None
}

/// Takes what stands in a slide, element by element; `depth`: how deep it stands.
fn take(text: &str, slide: &mut Slide, depth: usize) {
    let mut rest = text;
    loop {
        let at = rest.find('<').unwrap_or(rest.len());
        slide.shown.extend(plain(&rest[..at]));
        rest = &rest[at..];
        let Some((element, behind)) = element(rest).filter(|_| depth < DEEPEST) else { break };
        let source = &rest[..rest.len() - behind.len()];
        one((&element, source), slide, depth);
        rest = behind;
    }
    slide.shown.extend(plain(rest));
}

/// Takes an element; `source` is how it is written.
fn one((element, source): (&Element, &str), slide: &mut Slide, depth: usize) {
    let text = || bare(element.inner);
    let is_note = element.attributes.contains("note");
    match (element.name, meaning(element.name)) {
        ("style" | "script", _) => {}
        _ if is_note => slide.said.push(text()),
        ("h1" | "h2" | "h3" | "title" | "heading", _) if slide.title.is_empty() => {
            slide.title = text();
        }
        ("h1" | "h2" | "h3" | "h4", _) => {
            slide.shown.extend([String::new(), format!("### {}", text()), String::new()])
        }
        ("item" | "point" | "bullet" | "li", _) => slide.shown.push(format!("- {}", text())),
        ("step", _) => slide.shown.push(format!("1. {}", text())),
        ("row", _) if element.inner.contains('|') => {
            slide.shown.push(format!("| {} |", text().trim_matches('|').replace('|', " | ")));
        }
        ("ul" | "ol", _) if is_flat(element.inner) => {
            slide.shown.push(String::new());
            let sign = if element.name == "ol" { "1." } else { "-" };
            let items = element.inner.split("<li").skip(1).filter_map(|item| item.split_once('>'));
            slide.shown.extend(items.map(|(_, text)| format!("{sign} {}", joined(text))));
            slide.shown.push(String::new());
        }
        ("p", _) if is_flat(element.inner) => {
            slide.shown.extend([String::new(), joined(element.inner), String::new()]);
        }
        ("blockquote", _) if is_flat(element.inner) => {
            slide.shown.extend([
                String::new(),
                format!("> {}", joined(element.inner)),
                String::new(),
            ]);
        }
        (_, Some(meaning @ (Meaning::Left | Meaning::Right))) => {
            let word = CONVENTIONS.label[&meaning].iter().next().unwrap_or_default();
            slide.shown.extend([String::new(), format!("{word}："), String::new()]);
            let lines = element.inner.lines().map(str::trim).filter(|line| !line.is_empty());
            match element.inner.contains('<') {
                true => take(element.inner, slide, depth + 1),
                false => slide.shown.extend(lines.map(|line| format!("- {line}"))),
            }
        }
        ("ul" | "ol" | "table" | "pre" | "blockquote" | "figure" | "img" | "p" | "dl", _) => {
            let lines = source.lines().map(|line| line.trim_start().to_owned());
            let lines = lines.filter(|line| !line.is_empty());
            slide.shown.extend([String::new()].into_iter().chain(lines).chain([String::new()]));
        }
        (_, Some(Meaning::Title)) if slide.title.is_empty() => slide.title = text(),
        (_, Some(Meaning::Notes | Meaning::Remark)) => slide.said.push(text()),
        (name, Some(meaning)) if meaning.is_advice() => {
            slide.said.push(format!("{name}: {}", text()))
        }
        (_, Some(Meaning::Subtitle)) => slide.shown.extend([String::new(), text(), String::new()]),
        ("strong" | "b" | "em" | "i" | "code" | "span" | "a", _) => {
            slide.shown.push(source.trim().to_owned())
        }
        _ => match headed(element) {
            Some(line) => slide.shown.push(line),
            None => take(element.inner, slide, depth + 1),
        },
    }
}

/// `<card head="甲">乙</card>`: an item with a label.
fn headed(element: &Element) -> Option<String> {
    const NAMES: [&str; 6] = ["head", "title", "name", "label", "heading", "term"];
    let value = |name: &str| {
        let rest = element.attributes.split_once(&format!("{name}=\""))?.1;
        rest.split_once('"').map(|(value, _)| value.trim())
    };
    let head = NAMES.into_iter().find_map(value).filter(|head| !head.is_empty())?;
    let text = bare(element.inner);
    (!text.is_empty() && !element.inner.contains('<'))
        .then(|| format!("- **{head}**{}{text}", colon(head, "")))
}

/// Whether nothing but runs of text stands between the tags, and items.
fn is_flat(inner: &str) -> bool {
    const BLOCKS: [&str; 9] =
        ["<ul", "<ol", "<p>", "<p ", "<table", "<pre", "<div", "<blockquote", "<img"];
    !BLOCKS.iter().any(|block| inner.contains(block)) && inner.matches("<li").count() < 30
}

/// A text with its tags of runs, on one line.
fn joined(text: &str) -> String {
    let text = text.split("</li").next().unwrap_or(text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text between elements: Markdown, without its indentation.
fn plain(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let depth = |line: &&str| line.len() - line.trim_start().len();
    let least = lines.iter().filter(|line| !line.trim().is_empty()).map(depth).min().unwrap_or(0);
    let cut = |line: &&str| line.get(least..).unwrap_or("").trim_end().to_owned();
    if lines.iter().all(|line| line.trim().is_empty()) {
        Vec::new()
    } else {
        lines.iter().map(cut).collect()
    }
}

/// A text without tags, on one line.
fn bare(text: &str) -> String {
    let mut out = String::new();
    let mut is_tag = false;
    for c in text.chars() {
        match c {
            '<' => is_tag = true,
            '>' if is_tag => is_tag = false,
            c if !is_tag => out.push(c),
            _ => {}
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}
