//! What stands between two cuts → a slide.

use std::ops::Range;

use comrak::nodes::AstNode;

use super::Cut;
use crate::deck::block::{visit_blocks, visit_blocks_mut};
use crate::deck::markdown::attributes::Attributes;
use crate::deck::markdown::blocks::Content;
use crate::deck::markdown::colours::is_colour;
use crate::deck::markdown::dialect::{self, Dialect, Setting};
use crate::deck::markdown::html_columns::Row;
use crate::deck::markdown::layout::{self, Named};
use crate::deck::markdown::{Reader, attribution, numbered, rows, yaml, yaml_faults};
use crate::deck::{Block, Image, Inline, Slide, Spanned, steps};
use crate::diag::Span;

/// A slide that is being read.
#[derive(Default)]
pub(in crate::deck::markdown) struct Making {
    /// The slide, as far as it is known; its blocks come last.
    pub(in crate::deck::markdown) slide: Slide,
    /// What stands on it.
    pub(in crate::deck::markdown) content: Content,
    /// Whether its layout takes what stands under the names of slots, and not under headings.
    pub(in crate::deck::markdown) has_slots: bool,
    /// The columns into which its author puts what stands on it.
    pub(in crate::deck::markdown) row: Option<Row>,
    /// What the author named as its layout.
    named: Option<Named>,
}

impl<'a> Reader<'a, '_> {
    /// Converts one cut; the second value says what the author named as its layout.
    pub(super) fn slide(&mut self, cut: Cut<'a>) -> (Slide, Option<Named>) {
        let mut making = Making::default();
        (self.step, self.own_incremental) = (0, None);
        let settings = self.slide_settings(&cut);
        self.values = settings.iter().map(|it| (it.name.clone(), it.text.clone())).collect();
        if let Some((node, _)) = cut.heading {
            self.slide_heading(node, &mut making);
        }
        for node in cut.nodes {
            self.block(node, &mut making.content);
        }
        making.content.close_elements(0);
        if cut.heading.is_none() {
            making.html_title();
        }
        self.apply_settings(&settings, &mut making);
        if let Some(range) = cut.settings.filter(|_| !making.slide.span.is_attached()) {
            let range = range.start..range.start + self.source[range].trim_end().len();
            making.slide.span = Span::new(self.file, range);
        }
        dialect::TOOLS.iter().for_each(|tool| tool.directives(self, &mut making));
        dialect::TOOLS.iter().for_each(|tool| tool.slots(&mut making));
        self.finish_blocks(&mut making);
        making.take_options();
        making.show_background();
        self.finish_layout(&mut making);
        (making.slide, making.named)
    }

    /// The heading that is the title, and what stands behind it in braces.
    fn slide_heading(&mut self, node: &'a AstNode<'a>, making: &mut Making) {
        let slide = &mut making.slide;
        slide.span = self.span(node);
        dialect::TOOLS.iter().for_each(|tool| tool.title(self, node));
        let line = self.line(node);
        making.content.notes.extend(line.notes);
        making.content.directives.extend(line.directives);
        slide.title = line.content;
        let parsed = node.data().attrs.clone().map(|attributes| Attributes {
            id: attributes.id,
            classes: attributes.classes,
            pairs: attributes.pairs,
        });
        // The parser wants a blank before the braces; Pandoc does not.
        match parsed.or_else(|| self.take_braces(&mut slide.title)) {
            Some(attributes) => self.heading_attributes(attributes, making),
            None => self.check_mistyped_braces(slide.span),
        }
    }

    /// `{.timeline columns=4 #id}` behind a heading.
    fn heading_attributes(&mut self, attributes: Attributes, making: &mut Making) {
        let heading = making.slide.span;
        let text = self.text(heading);
        let braces = text.rfind('{').unwrap_or(text.len());
        let place = |word: &str| {
            let at = text[braces..].find(word).map_or(braces, |at| braces + at);
            heading.within(at..at + word.len())
        };
        let (layouts, options): (Vec<_>, Vec<_>) =
            attributes.pairs.iter().partition(|(key, _)| key == "layout");
        for name in attributes.classes.iter().chain(layouts.iter().map(|(_, value)| value)) {
            making.choose(self, name, place(name), self.dialect);
        }
        for (key, value) in options {
            let key = match key.as_str() {
                "background-image" | "data-background-image" | "data-background" => "background",
                key => key,
            };
            if key == "background" && value != "none" && is_colour(value) {
                let name = format!("the colour `{value}` behind a slide");
                self.ignore("unknown-directive", name, place(value));
                continue;
            }
            let is_picture = key == "background" && value != "none";
            let value = if is_picture { self.picture_path(value) } else { value.clone() };
            making.slide.options.insert(key.to_owned(), value);
        }
        if let Some(id) = attributes.id {
            making.slide.options.insert("id".into(), id);
        }
    }

    /// What is set for a slide: as its tool writes it, or else in YAML below the ruler above it.
    fn slide_settings(&mut self, cut: &Cut) -> Vec<Setting> {
        let of_tool = dialect::settings(self, cut);
        of_tool.unwrap_or_else(|| cut.settings.clone().map_or(Vec::new(), |it| self.yaml(it)))
    }

    fn yaml(&mut self, range: Range<usize>) -> Vec<Setting> {
        let text = &self.source[range.clone()];
        let (what, mapping) = ("the settings of this slide", yaml::mapping(text));
        let faults = yaml_faults::findings(what, text, range.start, self.file, &mapping.faults);
        self.findings.0.extend(faults);
        let whole = Span::new(self.file, range);
        let setting = |(key, value): (yaml::Node, yaml::Node)| Setting {
            name: key.text().unwrap_or_default(),
            text: value.text().unwrap_or_default(),
            key: whole.within(key.range),
            span: whole.within(value.range),
        };
        mapping.pairs.into_iter().map(setting).collect()
    }

    /// Gives a slide what is set for it; what means nothing is named.
    fn apply_settings(&mut self, settings: &[Setting], making: &mut Making) {
        for setting in settings {
            if !dialect::TOOLS.iter().any(|tool| tool.setting(self, making, setting)) {
                self.ignore("unknown-directive", format!("`{}: …`", setting.name), setting.key);
            }
        }
    }

    /// What stands on the slide, as it is shown.
    fn finish_blocks(&mut self, making: &mut Making) {
        let (slide, content) = (&mut making.slide, &mut making.content);
        slide.notes = content.notes.join("\n\n").trim().to_owned();
        slide.blocks = std::mem::take(&mut content.blocks);
        if content.sides.is_some() {
            dissolve(&mut slide.blocks);
        }
        numbered::gather(&mut slide.blocks);
        let is_plain = |named: &Named| matches!(named.layout.as_str(), layout::INFER | "content");
        let has_ground = ["side", "bleed"].iter().any(|key| slide.options.contains_key(*key));
        if making.named.as_ref().is_none_or(is_plain) && !has_ground {
            rows::gather(&mut slide.blocks);
        }
        if self.own_incremental.unwrap_or(self.incremental) {
            self.one_by_one(&mut slide.blocks, self.own_incremental.is_some());
        }
        relative_levels(&mut slide.blocks);
        if let Some(block) = slide.blocks.first().filter(|_| !slide.span.is_attached()) {
            slide.span = block.span;
        }
    }

    /// The layout, where the author has named none or one that the content cannot have.
    fn finish_layout(&self, making: &mut Making) {
        let slide = &mut making.slide;
        if slide.layout == "quote" {
            quoted_title(slide);
        }
        // Another tool's picture that would have to be fetched became a link.
        let picture =
            |block: &Spanned<Block>| matches!(block.value, Block::Image(_) | Block::Typst { .. });
        let lost_picture = self.dialect != Dialect::Own
            && slide.layout == "image"
            && !slide.blocks.iter().any(picture);
        if lost_picture {
            for option in ["side", "share", "bleed"] {
                slide.options.remove(option);
            }
        }
        let named = making.named.as_ref();
        // What another tool's title page holds beside a line or two has no room on ours.
        let is_full =
            self.dialect != Dialect::Own && slide.layout == "title" && !layout::is_title(slide);
        let shows_things = self.dialect != Dialect::Own
            && slide.layout == "statement"
            && slide.blocks.iter().any(is_thing);
        let is_free = named.is_none_or(|named| named.layout == layout::INFER);
        if lost_picture || is_full || shows_things || is_free {
            slide.layout = layout::infer(slide).into();
        }
        if slide.layout == "quote" {
            attribution::part(slide, self.source);
        }
    }
}

impl Making {
    /// Takes a class as the layout, if it is one and there is none yet.
    pub(in crate::deck::markdown) fn choose(
        &mut self,
        reader: &mut Reader,
        name: &str,
        span: Span,
        dialect: Dialect,
    ) {
        match dialect::layout(name, dialect) {
            _ if name == "incremental" => reader.own_incremental = Some(true),
            _ if name == "nonincremental" => reader.own_incremental = Some(false),
            Some(layout) if self.named.is_none() => {
                self.named = Some(layout);
                self.slide.layout_span = span;
            }
            _ => reader.ignore("unknown-directive", format!("the class `{name}`"), span),
        }
    }

    /// Without a heading of Markdown, one of HTML that stands first is the title.
    fn html_title(&mut self) {
        let first = self.content.blocks.first_mut();
        if let Some(Spanned { value: Block::Heading { content, level: 1 | 2 }, span, .. }) = first {
            self.slide.title = std::mem::take(content);
            self.slide.span = *span;
            self.content.blocks.remove(0);
        }
    }

    /// With nothing on it, a slide shows its background as a picture.
    fn show_background(&mut self) {
        let slide = &mut self.slide;
        if !slide.title.is_empty() || !slide.blocks.is_empty() || self.named.is_some() {
            return;
        }
        let Some(path) = slide.options.get("background").filter(|path| *path != "none").cloned()
        else {
            return;
        };
        slide.options.remove("background");
        slide.options.insert("side".into(), "full".into());
        slide.options.insert("bleed".into(), "true".into());
        let picture = Block::Image(Image { path, ..Image::default() });
        slide.blocks.push(Spanned::new(picture, slide.span));
    }

    /// Leaves the layout to the content, if the author named this one.
    pub(in crate::deck::markdown) fn forget_layout(&mut self, name: &str) {
        if let Some(named) = self.named.as_mut().filter(|named| named.layout == name) {
            *named = Named::new(layout::INFER, &[]);
        }
    }

    /// The options that follow from the content and from the name of the layout.
    fn take_options(&mut self) {
        let (slide, content) = (&mut self.slide, &self.content);
        if let Some(side) = content.side {
            slide.options.entry("side".into()).or_insert_with(|| side.to_owned());
        }
        if let Some(share) = content.share {
            slide.options.entry("share".into()).or_insert_with(|| share.to_string());
        }
        if content.bleed {
            slide.options.entry("bleed".into()).or_insert_with(|| "true".to_owned());
        }
        if let Some(named) = &self.named {
            slide.layout = named.layout.clone();
            for (key, value) in named.options {
                slide.options.entry((*key).into()).or_insert_with(|| (*value).into());
            }
        }
        if slide.options.contains_key("side") {
            picture_first(&mut slide.blocks);
        }
        steps::settle(&mut slide.blocks);
    }
}

/// Whether a block is no text: a picture, a listing and the like need the room that a statement leaves
/// around its words.
fn is_thing(block: &Spanned<Block>) -> bool {
    match &block.value {
        Block::Paragraph(content) => {
            content.iter().any(|inline| matches!(inline.value, Inline::Image(_)))
        }
        Block::Heading { .. } | Block::List { .. } | Block::Quote(_) => false,
        _ => true,
    }
}

/// What stands beside nothing is no column.
fn dissolve(blocks: &mut Vec<Spanned<Block>>) {
    let of = |block: Spanned<Block>| match block.value {
        Block::Columns(mut columns) if columns.len() == 1 => columns.remove(0).value.blocks,
        _ => vec![block],
    };
    *blocks = std::mem::take(blocks).into_iter().flat_map(of).collect();
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
    if slide.blocks.iter().any(|block| matches!(block.value, Block::Quote(_))) {
        return;
    }
    if !slide.title.is_empty() {
        let title = std::mem::take(&mut slide.title);
        let quote = Block::Quote(vec![Spanned::new(Block::Paragraph(title), slide.span)]);
        slide.blocks.insert(0, Spanned::new(quote, slide.span));
    } else if let Some(Block::Paragraph(_)) = slide.blocks.first().map(|block| &block.value) {
        // Without a heading, the first paragraph is what is quoted.
        let first = slide.blocks.remove(0);
        let span = first.span;
        slide.blocks.insert(0, Spanned::new(Block::Quote(vec![first]), span));
    }
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
