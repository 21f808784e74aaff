//! Units that share a slide → the slide: its layout, its blocks in the order of the article, and
//! its notes.

use super::members::span_of;
use super::plan::{Plan, item, list};
use super::roles::Role;
use super::segment::Segmenter;
use super::sentences::Sentence;
use super::units::{Kind, Note, Object, Unit};
use crate::deck::{Block, Inline, Inlines, Spanned};
use crate::diag::Span;
use crate::locale::Words;

/// Widest sentence that gets the statement layout, in Han characters.
const WIDEST_STATEMENT: f64 = 40.0;
/// Widest point of two sentences, in Han characters.
const WIDEST_POINT: f64 = 72.0;

/// What a slide is made of.
pub(super) struct Scene<'s, 'a> {
    /// The units, including those that only the notes have.
    pub(super) units: &'s [Unit<'a>],
    /// The index of the unit that became the title, which is not repeated as a point.
    pub(super) claimed: Option<usize>,
    /// Whether the caption is the title.
    pub(super) captioned: bool,
    /// The kind of part that it belongs to.
    pub(super) kind: PartKind,
}

/// What its heading says about a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PartKind {
    /// It concludes the article.
    Conclusion,
    /// Any other part.
    Plain,
}

/// Composes the slide of a scene.
pub(super) fn compose(scene: &Scene, segmenter: &Segmenter) -> Plan {
    let span = span_of(scene.units.iter().map(|unit| unit.span));
    let shown: Vec<(usize, &Unit)> = scene
        .units
        .iter()
        .enumerate()
        .filter(|(at, unit)| unit.shown && scene.claimed != Some(*at))
        .collect();
    let units: Vec<&Unit> = shown.iter().map(|(_, unit)| *unit).collect();
    let (layout, blocks) = laid_out(scene, &units);
    let mut plan = Plan::new(layout, blocks, span).because(why(layout, &units));
    for unit in &units {
        if let Some(sentence) = unit.sentence() {
            plan.reasons.push(format!("{}: {}", sentence.role.name(), sentence.text()));
        }
    }
    plan.notes = said(scene.units.iter().flat_map(Unit::told), segmenter.language);
    plan
}

fn why(layout: &str, units: &[&Unit]) -> String {
    let group = units.iter().find_map(|unit| match &unit.kind {
        Kind::Group(group) => Some(group.why.clone()),
        _ => None,
    });
    let sentences = units.iter().filter(|unit| unit.sentence().is_some()).count();
    group.unwrap_or_else(|| format!("{layout}: {sentences} sentences"))
}

fn laid_out(scene: &Scene, units: &[&Unit]) -> (&'static str, Vec<Spanned<Block>>) {
    let holders: Vec<usize> = (0..units.len()).filter(|at| units[*at].holds()).collect();
    match holders.as_slice() {
        [] => prose(scene, units),
        [at] => held(scene, units, *at),
        _ => packed(units),
    }
}

/// A sentence as a paragraph.
fn paragraph(sentence: &Sentence) -> Spanned<Block> {
    Spanned::new(Block::Paragraph(sentence.content()), sentence.span)
}

fn paragraphs(units: &[&Unit]) -> Vec<Spanned<Block>> {
    let texts = texts(units).into_iter();
    texts.map(|(content, span)| Spanned::new(Block::Paragraph(content), span)).collect()
}

/// Sentences as points; a single one as a paragraph.
fn points(units: &[&Unit]) -> Vec<Spanned<Block>> {
    let texts = texts(units);
    if texts.len() < 2 {
        return paragraphs(units);
    }
    let items = texts.into_iter().map(|(content, span)| item(None, Some(content), "", span));
    let span = span_of(units.iter().map(|unit| unit.span));
    vec![list(items.collect(), None, span)]
}

/// The text of each point with its place. A sentence that cannot be read without the one before it is one
/// point with that.
fn texts(units: &[&Unit]) -> Vec<(Inlines, Span)> {
    let mut points: Vec<[&Sentence; 2]> = Vec::new();
    for (unit, one) in units.iter().filter_map(|unit| Some((unit, unit.sentence()?))) {
        match points.last_mut() {
            Some([first, last]) if goes_on(unit, last) && first.wide_to(one) <= WIDEST_POINT => {
                *last = one;
            }
            _ => points.push([one, one]),
        }
    }
    points.into_iter().map(|[first, last]| (first.content_to(last), first.span)).collect()
}

/// Whether a sentence refers to the one right before it, or answers it.
fn goes_on(unit: &Unit, before: &Sentence) -> bool {
    let leans = unit.ties.follows || before.asks();
    leans && unit.sentence().is_some_and(|one| one.is_right_behind(before))
}

/// A slide of sentences alone.
fn prose(scene: &Scene, units: &[&Unit]) -> (&'static str, Vec<Spanned<Block>>) {
    let sentences: Vec<&Sentence> = units.iter().filter_map(|unit| unit.sentence()).collect();
    let wide: f64 = sentences.iter().map(|one| one.wide()).sum();
    match sentences.as_slice() {
        [] => ("statement", Vec::new()),
        [first, rest @ ..] if is_definition(first, scene) => {
            let rest: Vec<&Unit> = units[1..].iter().copied().take(rest.len()).collect();
            let mut blocks = vec![defining(first)];
            blocks.extend(points(&rest));
            ("definition", blocks)
        }
        [only] if wide <= WIDEST_STATEMENT && !has_long_word(only.text()) => {
            ("statement", paragraphs(units))
        }
        _ if scene.kind == PartKind::Conclusion && (2..=6).contains(&sentences.len()) => {
            ("summary", points(units))
        }
        _ => ("content", points(units)),
    }
}

/// Whether a word is too long for large type, such as an address.
fn has_long_word(text: &str) -> bool {
    const LONGEST: usize = 24;
    text.split(|c: char| !c.is_ascii_graphic()).any(|word| word.len() > LONGEST)
}

fn is_definition(sentence: &Sentence, scene: &Scene) -> bool {
    let first = scene.units.iter().find_map(|unit| unit.sentence());
    let first = first.is_some_and(|one| one.range == sentence.range && one.span == sentence.span);
    sentence.role == Role::Definition && first && scene.kind == PartKind::Plain
}

/// A definition, its term in bold if nothing is yet.
fn defining(sentence: &Sentence) -> Spanned<Block> {
    let content = sentence.content();
    let bold = content.iter().any(|one| matches!(one.value, Inline::Strong(_)));
    let text = sentence.text();
    let end = super::words::WORDS
        .defines
        .iter()
        .filter_map(|word| text.to_ascii_lowercase().find(word))
        .min()
        .map(|at| text[..at].trim_end().len());
    let content = match end.filter(|end| *end > 0 && !bold) {
        Some(end) => {
            let start = sentence.point.start;
            let mut marked: Inlines = vec![Spanned::new(
                Inline::Strong(super::plan::without_strong(sentence.run.part(start..start + end))),
                sentence.span,
            )];
            let rest = &text[end..];
            let gap = rest.len() - rest.trim_start().len();
            if gap > 0 {
                marked.push(Spanned::new(Inline::Text(" ".into()), sentence.span));
            }
            marked.extend(sentence.run.part(start + end + gap..sentence.point.end));
            marked
        }
        None => content,
    };
    Spanned::new(Block::Paragraph(content), sentence.span)
}

/// A slide with one object or group and sentences before and after it.
fn held(scene: &Scene, units: &[&Unit], at: usize) -> (&'static str, Vec<Spanned<Block>>) {
    let (before, after) = (&units[..at], &units[at + 1..]);
    let mut blocks = paragraphs(before);
    let layout = match &units[at].kind {
        Kind::Group(group) => {
            blocks.extend(group.blocks.iter().cloned());
            let own = if scene.kind == PartKind::Conclusion
                && group.count <= 6
                && before.is_empty()
                && group.layout != "steps"
            {
                unnumber(&mut blocks);
                "summary"
            } else {
                group.layout
            };
            let full = before.len() <= 1 && after.len() <= 1;
            if full || own == "content" { own } else { "content" }
        }
        Kind::Object(object) => {
            blocks.push(shown(object, scene.captioned));
            match object.layout() {
                "chart" if before.len() > 1 || after.len() > 1 => "content",
                "table" if before.len() > 3 || after.len() > 2 => "content",
                "code" | "math" | "image" if before.len() > 3 => "content",
                "quote" if units.len() > 1 => "content",
                layout => layout,
            }
        }
        Kind::Sentence(_) => "content",
    };
    let listed = matches!(layout, "code" | "math" | "image" | "content");
    blocks.extend(if listed { points(after) } else { paragraphs(after) });
    (if layout == "compare" && group_of_content(&blocks) { "content" } else { layout }, blocks)
}

/// Whether a comparison has lost one of its sides.
fn group_of_content(blocks: &[Spanned<Block>]) -> bool {
    !blocks.iter().any(|block| matches!(block.value, Block::Heading { .. }))
}

fn unnumber(blocks: &mut [Spanned<Block>]) {
    for block in blocks {
        if let Block::List { kind, .. } = &mut block.value {
            kind.start = None;
        }
    }
}

/// An object with its caption below it, unless the title says it.
fn shown(object: &Object, captioned: bool) -> Spanned<Block> {
    let mut block = object.block.clone().into_owned();
    if let Block::Image(image) = &mut block.value {
        image.caption = object.caption.clone().filter(|_| !captioned);
    }
    if let Block::Chart(chart) = &mut block.value {
        chart.title = object.caption.clone().filter(|_| !captioned);
    }
    block
}

/// Several small objects, stacked, each below the sentence that leads to it.
fn packed(units: &[&Unit]) -> (&'static str, Vec<Spanned<Block>>) {
    let mut blocks = Vec::new();
    let mut layout = "content";
    for unit in units {
        match &unit.kind {
            Kind::Sentence(sentence) => blocks.push(paragraph(sentence)),
            Kind::Group(group) => blocks.extend(group.blocks.iter().cloned()),
            Kind::Object(object) => {
                let listed = units.iter().any(|unit| matches!(unit.kind, Kind::Group(_)));
                layout = match object.layout() {
                    "code" => "code",
                    "image" if listed => "image",
                    _ => "content",
                };
                blocks.push(shown(object, false));
            }
        }
    }
    let first = blocks.iter().position(|block| !matches!(block.value, Block::Paragraph(_)));
    (if first.is_some_and(|at| at > 3) { "content" } else { layout }, blocks)
}

/// Joins notes that come from one paragraph into one.
pub(super) fn said(notes: impl Iterator<Item = Note>, language: &Words) -> Vec<String> {
    let spaced = !language.full_width;
    let mut out: Vec<String> = Vec::new();
    let mut last: Option<Span> = None;
    for note in notes {
        match out.last_mut() {
            Some(text) if last == Some(note.paragraph) && note.paragraph.is_attached() => {
                let latin = text.ends_with(|c: char| c.is_ascii());
                text.push_str(if spaced || latin { " " } else { "" });
                text.push_str(&note.text);
            }
            _ => out.push(note.text),
        }
        last = Some(note.paragraph);
    }
    out
}
