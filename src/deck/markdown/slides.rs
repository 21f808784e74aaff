//! Top-level nodes → sections and slides.

use std::ops::Range;

use comrak::nodes::{AstNode, NodeValue};

use super::attributes::Attributes;
use super::blocks::Content;
use super::front::Front;
use super::includes::{Include, Parsed};
use super::layout::{self, Named};
use super::{Dialect, Reader, Split, attribution, clicks, parts, yaml, yaml_faults};
use crate::deck::block::{plain_text, visit_blocks, visit_blocks_mut};
use crate::deck::{Block, Column, Deck, Image, Inline, Section, Slide, Spanned, steps};
use crate::diag::{Diagnostic, Span};

/// The nodes of one slide.
#[derive(Default)]
struct Cut<'a> {
    /// The heading that is its title, and its level.
    heading: Option<(&'a AstNode<'a>, u8)>,
    /// Everything else.
    nodes: Vec<&'a AstNode<'a>>,
    /// Slidev's settings.
    yaml: Option<Range<usize>>,
    /// A file whose slides stand here, and nothing else.
    include: Option<Include>,
}

/// Reads a file as a deck.
pub(super) fn read<'a>(reader: &mut Reader<'a, '_>, parsed: Parsed<'_, 'a>) -> Deck {
    let Parsed { root, front, slide_yaml } = parsed;
    let (mut sections, split) = sections(reader, root, &front, slide_yaml);
    for file in reader.context.parts.appended.clone() {
        splice(&mut sections, reader.sections_of(file));
    }
    let mut deck = Deck { meta: front.meta, sections };
    add_title(&mut deck, split, front.dialect);
    add_agenda(&mut deck, split);
    if deck.slides().next().is_none() {
        let span = Span::new(reader.file, 0..reader.source.trim_end().len().min(1));
        let mut error = Diagnostic::error(span, "the deck has no slides");
        if !span.range().is_empty() {
            error = error.hint("a slide begins with a heading: `## 标题`");
        }
        reader.findings.push(error.hint("`llmslides build` without a file shows an example deck"));
    }
    deck
}

/// Reads the nodes below `root`, and what the file includes, as slides in sections. There is at
/// least one section; the first has no title.
pub(super) fn sections<'a>(
    reader: &mut Reader<'a, '_>,
    root: &'a AstNode<'a>,
    front: &Front,
    slide_yaml: &[(usize, Range<usize>)],
) -> (Vec<Section>, Split) {
    reader.incremental = front.meta.incremental.unwrap_or(reader.incremental);
    let split = front.split.unwrap_or_else(|| find_split(reader, root, front, slide_yaml));
    let mut sections = match split {
        Split::Headings => by_headings(reader, root, front),
        Split::Rulers => by_rulers(reader, root, front, slide_yaml),
    };
    for (path, span) in &front.include {
        let include = Include { path: path.clone(), span: *span };
        let part = reader.included_slides(&include);
        splice(&mut sections, part);
    }
    (sections, split)
}

/// Adds the slides of a part: those before its first section belong to the section that is open.
fn splice(sections: &mut Vec<Section>, part: Vec<Section>) {
    let mut part = part.into_iter();
    let open = part.next().filter(|first| first.divider.is_none());
    match (open, sections.last_mut()) {
        (Some(first), Some(last)) => last.slides.extend(first.slides),
        (first, _) => sections.extend(first),
    }
    sections.extend(part);
}

/// How a deck that does not say it tells its slides apart: by rulers if it has any, unless several
/// slides' headings stand between two of them.
fn find_split<'a>(
    reader: &Reader<'a, '_>,
    root: &'a AstNode<'a>,
    front: &Front,
    slide_yaml: &[(usize, Range<usize>)],
) -> Split {
    let (mut rulers, mut headings, mut most_headings) = (false, 0, 0);
    for node in root.children() {
        match &node.data().value {
            NodeValue::ThematicBreak => {
                rulers |= reader.source[reader.span(node).range()].starts_with("---");
                headings = 0;
            }
            NodeValue::Heading(heading) if heading.level == 2 => headings += 1,
            _ => {}
        }
        most_headings = most_headings.max(headings);
    }
    match front.dialect {
        Dialect::Pandoc => Split::Headings,
        Dialect::Marp | Dialect::Slidev => Split::Rulers,
        Dialect::Own if !slide_yaml.is_empty() => Split::Rulers,
        Dialect::Own if rulers && most_headings < 2 => Split::Rulers,
        Dialect::Own => Split::Headings,
    }
}

fn heading_level(node: &AstNode) -> Option<u8> {
    match &node.data().value {
        NodeValue::Heading(heading) => Some(heading.level),
        _ => None,
    }
}

/// `#` opens a section, `##` a slide; a ruler begins a slide without a title.
fn by_headings<'a>(
    reader: &mut Reader<'a, '_>,
    root: &'a AstNode<'a>,
    front: &Front,
) -> Vec<Section> {
    let levels: Vec<u8> = root.children().filter_map(heading_level).collect();
    let is_part = reader.stack.len() > 1;
    let slide_level = slide_level(reader, root, front, &levels);
    reader.slide_level = Some(slide_level);
    let only_one_above = slide_level == 2
        && !is_part
        && levels.first() == Some(&1)
        && levels.iter().filter(|&&level| level == 1).count() == 1;
    let mut cuts = vec![Cut::default()];
    for node in root.children() {
        let level = heading_level(node).filter(|&level| level <= slide_level);
        match (level, &node.data().value) {
            (Some(level), _) => {
                cuts.push(Cut { heading: Some((node, level)), ..Cut::default() });
            }
            _ if let Some(include) = reader.includes_slides(node) => {
                cuts.push(Cut { include: Some(include), ..Cut::default() });
                cuts.push(Cut::default());
            }
            (None, NodeValue::ThematicBreak) => cuts.push(Cut::default()),
            _ => cuts.last_mut().expect("never empty").nodes.push(node),
        }
    }
    let mut sections = vec![Section::default()];
    for (index, mut cut) in cuts.into_iter().enumerate() {
        if let Some(include) = cut.include.take() {
            splice(&mut sections, reader.included_slides(&include));
            continue;
        }
        let level = cut.heading.map(|(_, level)| level);
        let is_title = only_one_above && level == Some(1) && front.meta.title.is_none();
        let (mut slide, named) = slide(reader, cut, front.dialect);
        let blank = slide.title.is_empty() && slide.blocks.is_empty();
        if blank && (index == 0 || slide.notes.is_empty()) {
            // Only notes stand before the first heading: they are kept for the title slide.
            sections[0].slides.extend((!slide.notes.is_empty()).then_some(slide));
        } else if is_title && named.is_none() {
            slide.layout = "title".into();
            sections[0].slides.push(slide);
        } else if slide_level == 2
            && level == Some(1)
            && named.as_ref().is_none_or(|named| named.layout == "section")
        {
            sections.push(section(slide));
        } else if level == Some(1) && slide_level == 2 {
            sections.push(Section { divider: None, slides: vec![slide] });
        } else {
            sections.last_mut().expect("never empty").slides.push(slide);
        }
    }
    sections
}

/// Level of the headings that open slides.
fn slide_level<'a>(
    reader: &Reader<'a, '_>,
    root: &'a AstNode<'a>,
    front: &Front,
    levels: &[u8],
) -> u8 {
    let highest = levels.iter().min().copied();
    if levels.contains(&2) {
        return 2;
    }
    if let Some(level) = reader.slide_level {
        return level;
    }
    // Sections whose slides are in other files, or nothing but parts.
    let of_parts =
        !front.include.is_empty() || root.children().any(|node| reader.include(node).is_some());
    if of_parts && highest.is_none_or(|level| level == 1) { 2 } else { highest.unwrap_or(1) }
}

/// A section from its heading. What is more than a sentence or two of lead moves to a slide of
/// its own under the same title.
fn section(mut slide: Slide) -> Section {
    const MOST_LEADS: usize = 2;
    let leads = slide.blocks.iter().all(|block| matches!(block.value, Block::Paragraph(_)));
    let mut slides = Vec::new();
    if !leads || slide.blocks.len() > MOST_LEADS {
        let mut first = Slide {
            title: slide.title.clone(),
            blocks: std::mem::take(&mut slide.blocks),
            span: slide.span,
            ..Slide::default()
        };
        first.layout = layout::infer(&first).into();
        slides.push(first);
    }
    slide.layout = "section".into();
    Section { divider: Some(slide), slides }
}

/// `---` ends a slide, and so does a heading up to Marp's `headingDivider`.
fn by_rulers<'a>(
    reader: &mut Reader<'a, '_>,
    root: &'a AstNode<'a>,
    front: &Front,
    slide_yaml: &[(usize, Range<usize>)],
) -> Vec<Section> {
    let mut cuts = vec![Cut::default()];
    let divides = |level: u8| front.heading_divider.is_some_and(|divider| level <= divider);
    for node in root.children() {
        if matches!(node.data().value, NodeValue::ThematicBreak) {
            let line = node.data().sourcepos.start.line;
            let yaml = slide_yaml.iter().find(|(ruler, _)| *ruler == line);
            let yaml = yaml.map(|(_, range)| range.clone());
            let include = yaml.clone().and_then(|range| slidev_part(reader, range));
            cuts.push(Cut { yaml, include, ..Cut::default() });
            continue;
        }
        if let Some(include) = reader.includes_slides(node) {
            cuts.push(Cut { include: Some(include), ..Cut::default() });
            cuts.push(Cut::default());
            continue;
        }
        let level = heading_level(node);
        let last = cuts.last().expect("never empty");
        if level.is_some_and(divides) && (last.heading.is_some() || !last.nodes.is_empty()) {
            cuts.push(Cut::default());
        }
        let cut = cuts.last_mut().expect("never empty");
        match level {
            Some(level) if cut.heading.is_none() => cut.heading = Some((node, level)),
            _ => cut.nodes.push(node),
        }
    }
    let mut sections = vec![Section::default()];
    let mut first = true;
    for mut cut in cuts {
        if let Some(include) = cut.include.take() {
            splice(&mut sections, reader.included_slides(&include));
            first = false;
            continue;
        }
        if cut.heading.is_none() && cut.nodes.is_empty() && cut.yaml.is_none() {
            continue;
        }
        let level = cut.heading.map_or(0, |(_, level)| level);
        let (mut slide, mut named) = slide(reader, cut, front.dialect);
        if slide.title.is_empty() && slide.blocks.is_empty() {
            keep_notes(&mut sections, slide.notes);
            continue;
        }
        if first
            && named.is_none()
            && let Some((name, span)) = &front.layout
        {
            named = layout::named(name, front.dialect);
            slide.layout_span = *span;
            if let Some(named) = named.as_ref().filter(|named| named.layout != layout::INFER) {
                slide.layout = named.layout.clone();
            }
        }
        let lead = named.as_ref().is_some_and(|named| named.is_lead);
        let bare = slide.blocks.is_empty();
        if first && level == 1 && (lead || named.is_none()) && layout::is_title(&slide) {
            slide.layout = "title".into();
            slide.layout_span = Span::DETACHED;
        } else if slide.layout == "section" || (bare && level == 1 && (lead || named.is_none())) {
            slide.layout = "section".into();
            sections.push(Section { divider: Some(slide), slides: Vec::new() });
            first = false;
            continue;
        } else if lead {
            slide.layout = layout::infer(&slide).into();
        }
        first = false;
        sections.last_mut().expect("never empty").slides.push(slide);
    }
    sections
}

/// Slidev's `src: part.md`: the slides of a file stand in place of this one.
fn slidev_part(reader: &Reader, range: Range<usize>) -> Option<Include> {
    let node = yaml::parse(&reader.source[range.clone()]).ok()?;
    let yaml::Value::Map(pairs) = node.value else { return None };
    let (_, path) = pairs.iter().find(|(key, _)| key.text().as_deref() == Some("src"))?;
    let at = range.start + path.range.start..range.start + path.range.end;
    let written = path.text()?;
    Some(Include { path: parts::slidev(&written).to_owned(), span: Span::new(reader.file, at) })
}

/// Gives notes that stand on a slide of their own to the slide before.
fn keep_notes(sections: &mut [Section], notes: String) {
    let Some(section) = sections.last_mut() else { return };
    if let Some(slide) = section.slides.last_mut().or(section.divider.as_mut())
        && !notes.is_empty()
    {
        slide.notes = format!("{}\n\n{notes}", slide.notes).trim().to_owned();
    }
}

/// Converts one cut; the second value says what the author named as its layout.
fn slide<'a>(
    reader: &mut Reader<'a, '_>,
    cut: Cut<'a>,
    dialect: Dialect,
) -> (Slide, Option<Named>) {
    let mut slide = Slide::default();
    let mut content = Content::default();
    let mut named = None;
    (reader.step, reader.own_incremental) = (0, None);
    if let Some((node, _)) = cut.heading {
        slide.span = reader.span(node);
        if node.last_child().and_then(clicks::trailing).is_some() {
            reader.ignore("unknown-directive", "a click on a title", slide.span);
        }
        let line = reader.line(node);
        content.notes.extend(line.notes);
        slide.title = line.content;
        let parsed = node.data().attrs.clone().map(|attributes| Attributes {
            id: attributes.id,
            classes: attributes.classes,
            pairs: attributes.pairs,
        });
        // The parser wants a blank before the braces; Pandoc does not.
        let attributes = parsed.or_else(|| reader.take_braces(&mut slide.title));
        if attributes.is_none() {
            reader.check_mistyped_braces(slide.span);
        }
        if let Some(attributes) = attributes {
            heading_attributes(reader, attributes, dialect, &mut slide, &mut named);
        }
    }
    for node in cut.nodes {
        reader.block(node, &mut content);
    }
    if let Some(range) = cut.yaml {
        slide_settings(reader, range, dialect, &mut slide, &mut content, &mut named);
    }
    for (class, span) in &content.classes {
        choose(reader, class, *span, Dialect::Marp, &mut slide, &mut named);
    }
    slide.notes = content.notes.join("\n\n").trim().to_owned();
    slide.blocks = slots(content.blocks);
    if reader.own_incremental.unwrap_or(reader.incremental) {
        reader.one_by_one(&mut slide.blocks, reader.own_incremental.is_some());
    }
    relative_levels(&mut slide.blocks);
    if !slide.span.is_attached()
        && let Some(block) = slide.blocks.first()
    {
        slide.span = block.span;
    }
    if let Some(side) = content.side {
        slide.options.entry("side".into()).or_insert_with(|| side.to_owned());
    }
    if content.bleed {
        slide.options.entry("bleed".into()).or_insert_with(|| "true".to_owned());
    }
    if let Some(named) = &named {
        slide.layout = named.layout.clone();
        for (key, value) in named.options {
            slide.options.entry((*key).into()).or_insert_with(|| (*value).into());
        }
    }
    if slide.options.contains_key("side") {
        picture_first(&mut slide.blocks);
    }
    steps::settle(&mut slide.blocks);
    if slide.layout == "quote" {
        quoted_title(&mut slide);
    }
    // Another tool's picture that would have to be fetched became a link.
    let picture =
        |block: &Spanned<Block>| matches!(block.value, Block::Image(_) | Block::Typst { .. });
    let lost_picture =
        dialect != Dialect::Own && slide.layout == "image" && !slide.blocks.iter().any(picture);
    if lost_picture {
        slide.options.remove("side");
        slide.options.remove("bleed");
    }
    if lost_picture || named.as_ref().is_none_or(|named| named.layout == layout::INFER) {
        slide.layout = layout::infer(&slide).into();
    }
    if slide.layout == "quote" {
        attribution::part(&mut slide, reader.source);
    }
    (slide, named)
}

/// Beside a picture, everything else is one flow; the picture is there from the start.
fn picture_first(blocks: &mut [Spanned<Block>]) {
    if let Some(at) = blocks.iter().position(|b| matches!(b.value, Block::Image(_))) {
        blocks[at].step = 0;
        blocks[..=at].rotate_right(1);
    }
}

/// Slidev's quotes are headings: `# "…"` with the speaker below.
fn quoted_title(slide: &mut Slide) {
    if !slide.blocks.iter().any(|block| matches!(block.value, Block::Quote(_))) {
        let title = std::mem::take(&mut slide.title);
        let quote = Block::Quote(vec![Spanned::new(Block::Paragraph(title), slide.span)]);
        slide.blocks.insert(0, Spanned::new(quote, slide.span));
    }
}

/// `{.timeline columns=4 #id}` behind a heading.
fn heading_attributes(
    reader: &mut Reader,
    attributes: Attributes,
    dialect: Dialect,
    slide: &mut Slide,
    named: &mut Option<Named>,
) {
    let text = &reader.source[slide.span.range()];
    let braces = text.rfind('{').unwrap_or(text.len());
    let place = |word: &str| {
        let at = text[braces..].find(word).map_or(braces, |at| braces + at);
        slide.span.within(at..at + word.len())
    };
    let classes: Vec<(String, Span)> =
        attributes.classes.iter().map(|class| (class.clone(), place(class))).collect();
    let layouts: Vec<(String, Span)> = attributes
        .pairs
        .iter()
        .filter(|(key, _)| key == "layout")
        .map(|(_, value)| (value.clone(), place(value)))
        .collect();
    for (name, span) in classes.into_iter().chain(layouts) {
        choose(reader, &name, span, dialect, slide, named);
    }
    for (key, value) in attributes.pairs.iter().filter(|(key, _)| key != "layout") {
        let is_picture = key == "background" && value != "none";
        let value = if is_picture { reader.picture_path(value) } else { value.clone() };
        slide.options.insert(key.clone(), value);
    }
    if let Some(id) = attributes.id {
        slide.options.insert("id".into(), id);
    }
}

/// Takes a class as the layout, if it is one and there is none yet.
fn choose(
    reader: &mut Reader,
    name: &str,
    span: Span,
    dialect: Dialect,
    slide: &mut Slide,
    named: &mut Option<Named>,
) {
    match layout::named(name, dialect) {
        _ if name == "incremental" => reader.own_incremental = Some(true),
        _ if name == "nonincremental" => reader.own_incremental = Some(false),
        Some(layout) if named.is_none() => {
            *named = Some(layout);
            slide.layout_span = span;
        }
        _ => reader.ignore("unknown-directive", format!("the class `{name}`"), span),
    }
}

/// Slidev's YAML below a ruler.
fn slide_settings(
    reader: &mut Reader,
    range: Range<usize>,
    dialect: Dialect,
    slide: &mut Slide,
    content: &mut Content,
    named: &mut Option<Named>,
) {
    let text = &reader.source[range.clone()];
    let pairs = match yaml::parse(text) {
        Ok(yaml::Node { value: yaml::Value::Map(pairs), .. }) => pairs,
        Ok(_) => return,
        Err(error) => {
            let what = "the settings of this slide";
            let error = yaml_faults::diagnostic(what, text, range.start, reader.file, &error);
            return reader.findings.push(error);
        }
    };
    for (key, value) in pairs {
        let span = |node: &yaml::Node| {
            Span::new(reader.file, range.start + node.range.start..range.start + node.range.end)
        };
        let (key_span, value_span) = (span(&key), span(&value));
        let (name, text) = (key.text().unwrap_or_default(), value.text().unwrap_or_default());
        match name.as_str() {
            "layout" => {
                // Slidev's own names, even if the front matter did not give the tool away.
                let slidev = if dialect == Dialect::Own { Dialect::Slidev } else { dialect };
                choose(reader, &text, value_span, slidev, slide, named);
            }
            "title" if slide.title.is_empty() => {
                slide.title = vec![Spanned::new(Inline::Text(text), value_span)];
            }
            "image" => {
                let path = reader.picture_path(text.trim_start_matches('/'));
                let image = Image { path, ..Image::default() };
                content.blocks.push(Spanned::new(Block::Image(image), value_span));
            }
            // Slidev also takes colours and gradients.
            "background" if is_picture_file(&text) => {
                let path = reader.picture_path(text.trim_start_matches('/'));
                slide.options.insert(name, path);
            }
            _ => reader.ignore("unknown-directive", format!("`{name}: …`"), key_span),
        }
    }
    if !slide.span.is_attached() {
        slide.span = Span::new(reader.file, range.start..range.start + text.trim_end().len());
    }
}

/// Whether a text names a file in one of the formats of pictures.
fn is_picture_file(text: &str) -> bool {
    const ENDINGS: [&str; 6] = [".png", ".jpg", ".jpeg", ".webp", ".gif", ".svg"];
    let lower = text.to_lowercase();
    !text.contains("://") && ENDINGS.iter().any(|ending| lower.ends_with(ending))
}

/// Slidev's `::left::` and `::right::`: what follows them stands in a column.
fn slots(blocks: Vec<Spanned<Block>>) -> Vec<Spanned<Block>> {
    let slot = |block: &Spanned<Block>| match &block.value {
        Block::Paragraph(content) => {
            let text = plain_text(content);
            let name = text.strip_prefix("::")?.strip_suffix("::")?;
            matches!(name, "left" | "right" | "default").then(|| name.to_owned())
        }
        _ => None,
    };
    if !blocks.iter().any(|block| slot(block).is_some()) {
        return blocks;
    }
    // Without `::left::`, the left column begins at the top.
    let explicit_left = blocks.iter().any(|block| slot(block).as_deref() == Some("left"));
    let (mut out, mut columns) = (Vec::new(), Vec::<Spanned<Column>>::new());
    if !explicit_left {
        let span = blocks.first().map_or(Span::DETACHED, |block| block.span);
        columns.push(Spanned::new(Column { width: None, blocks: Vec::new() }, span));
    }
    for block in blocks {
        if slot(&block).is_some() {
            columns.push(Spanned::new(Column { width: None, blocks: Vec::new() }, block.span));
        } else if let Some(column) = columns.last_mut() {
            column.value.blocks.push(block);
        } else {
            out.push(block);
        }
    }
    let span = columns.first().map_or(Span::DETACHED, |column| column.span);
    out.push(Spanned::new(Block::Columns(columns), span));
    out
}

/// Makes the levels of headings inside a slide begin at 1 and never skip one, in the order in
/// which they are read.
fn relative_levels(blocks: &mut [Spanned<Block>]) {
    let mut levels: Vec<u8> = Vec::new();
    visit_blocks(blocks, &mut |block| {
        if let Block::Heading { level, .. } = block.value {
            levels.push(level);
        }
    });
    levels.sort_unstable();
    levels.dedup();
    let mut previous = 0;
    visit_blocks_mut(blocks, &mut |block| {
        if let Block::Heading { level, .. } = &mut block.value {
            let rank = levels.iter().position(|l| l == level).unwrap_or(0) as u8 + 1;
            *level = rank.min(previous + 1);
            previous = *level;
        }
    });
}

/// Adds to a deck by headings what its front matter makes: the title slide and the agenda.
pub(crate) fn complete(deck: &mut Deck) {
    add_title(deck, Split::Headings, Dialect::Own);
    add_agenda(deck, Split::Headings);
}

/// Puts the title slide that the front matter describes before everything else.
fn add_title(deck: &mut Deck, split: Split, dialect: Dialect) {
    let Some(title) = deck.meta.title.clone() else { return };
    let has_title = deck.slides().any(|slide| slide.layout == "title");
    if has_title || (split == Split::Rulers && dialect != Dialect::Own) {
        return;
    }
    let (title_span, subtitle_span) = (deck.meta.span("title"), deck.meta.span("subtitle"));
    let text = |text: String, span| vec![Spanned::new(Inline::Text(text), span)];
    let subtitle = deck.meta.subtitle.clone().map(|subtitle| {
        Spanned::new(Block::Paragraph(text(subtitle, subtitle_span)), subtitle_span)
    });
    let slides = &mut deck.sections[0].slides;
    let notes = match slides.first() {
        Some(first) if first.title.is_empty() && first.blocks.is_empty() => slides.remove(0).notes,
        _ => String::new(),
    };
    let slide = Slide {
        title: text(title, title_span),
        span: title_span,
        layout: "title".into(),
        blocks: subtitle.into_iter().collect(),
        notes,
        ..Slide::default()
    };
    slides.insert(0, slide);
}

/// Adds an agenda behind the title slide if the deck has enough sections and none of its own.
fn add_agenda(deck: &mut Deck, split: Split) {
    const ENOUGH: usize = 3;
    let sections = deck.sections.iter().filter(|section| section.divider.is_some()).count();
    let wanted = deck.meta.agenda.unwrap_or(split == Split::Headings && sections >= ENOUGH);
    let title = deck.sections[0].slides.first().is_some_and(|slide| slide.layout == "title");
    if !wanted || sections == 0 || deck.slides().any(|slide| slide.layout == "agenda") {
        return;
    }
    let word = match deck.meta.lang_region() {
        (lang, Some(region)) if lang == "zh" && region != "CN" => "目錄",
        (lang, _) if lang == "zh" => "目录",
        (lang, _) if lang == "ja" => "目次",
        _ => "Agenda",
    };
    let slide = Slide {
        title: vec![Spanned::new(Inline::Text(word.into()), Span::DETACHED)],
        layout: "agenda".into(),
        ..Slide::default()
    };
    deck.sections[0].slides.insert(usize::from(title), slide);
}
